"""For which calls of a month a pack pays, with no other pack, its own size and the
tiers in mind; and to which peak QPS does.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

from facefusion_billing.model.book import TierTable
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import BreakEven, Interval
from facefusion_billing.rules.volume_tiers import tier_count
from facefusion_billing.solver.catalogue import NEVER, Catalogue
from facefusion_billing.solver.problem import MonthCount
from facefusion_billing.solver.qps_cover import Ladder
from facefusion_billing.solver.tariff import Tariff
from facefusion_billing.startup.record import NamedTuple


def pack_rows(
    scope: str, catalogue: Catalogue, tiers: TierTable | None, basis: str
) -> Iterator[BreakEven]:
    """Where each pack of a catalogue pays under a reading of `tier_basis`."""
    for size, price in catalogue.prices.items():
        pays = intervals(size, price, tiers, basis)
        yield BreakEven(scope, "call_pack", size, pays, None)


def intervals(
    size: int, price: Cents, tiers: TierTable | None, basis: str
) -> tuple[Interval, ...]:
    """The counts n for which `price` and the bill of n - `size` come to no more than
    the bill of n; the tier is that of n - `size`, under `total` that of n.
    """
    tariff = Tariff(tiers)
    if not tariff.bands:
        return ()

    def with_pack(calls: int) -> Cents:
        left = max(calls - size, 0)
        if basis == "total":
            return price + Tariff(tiers, fixed=calls).bill(left)
        return price + tariff.bill(left)

    def gain(calls: int) -> Cents:
        return tariff.bill(calls) - with_pack(calls)

    found: list[Interval] = []
    for counts in _straight(size, tariff):
        own = _within(counts, gain)
        if own is not None:
            _join(found, own)
    return tuple(found)


def _straight(size: int, tariff: Tariff) -> Iterator[Interval]:
    """Counts over which both bills are straight: there the answer changes at most once.
    Rounding can make it flicker within a cent; then the first and the last count that
    pay are told.
    """
    firsts = {first for first, _, _, _ in tariff.bands}
    cuts = sorted({1, size + 1, *firsts, *(first + size for first in firsts)})
    for first, following in pairwise(cuts):
        yield Interval(first, following - 1)
    yield Interval(cuts[-1], None)


def _join(found: list[Interval], own: Interval) -> None:
    """Adds an interval, to the last one where it goes on from it."""
    last = found[-1] if found else None
    if last is not None and last.until is not None and last.until + 1 == own.first:
        found[-1] = Interval(last.first, own.until)
    else:
        found.append(own)


def _within(counts: Interval, gain: Callable[[int], Cents]) -> Interval | None:
    """Where a gain that only rises, or only falls, is not negative."""
    start, end = counts
    # A gain that goes on without end is the same far out as further.
    far = end if end is not None else start + FAR
    at_start, at_far = gain(start) >= 0, gain(far) >= 0
    if at_start and at_far:
        return counts
    if not at_start and not at_far:
        return None
    low, high = start, far
    while high - low > 1:
        middle = (low + high) // 2
        if (gain(middle) >= 0) == at_start:
            low = middle
        else:
            high = middle
    if at_start:
        return Interval(start, low)
    return Interval(high, end)


class QpsTime(NamedTuple):
    """How long QPS has to be bought: for how many days, and for how many months in
    orders that serve them all (None: none do).
    """

    days: int
    months: int | None


def qps_rows(
    scope: str, by_month: Ladder, by_day: Ladder, time: QpsTime, limit: Cents
) -> Iterator[BreakEven]:
    """The highest peaks for which QPS by the month and by the day costs no more than a
    limit.
    """
    if not time.days or not by_day.tiers:
        return
    peak = highest_peak(by_month, limit // time.months) if time.months else 0
    yield BreakEven(scope, "qps_month", None, (), peak)
    peak = highest_peak(by_day, limit // time.days)
    yield BreakEven(scope, "qps_day", None, (), peak)


def billed_alone(count: MonthCount, tiers: TierTable | None, basis: str) -> Cents:
    """The bill of what a month has counted, where nothing more is called."""
    if not count.billed or tiers is None:
        return 0
    price = tiers.price_at(tier_count(basis, count.billed, count.free, count.packs))
    assert price is not None, "billed calls reach a tier"
    return price.times(count.billed)


FAR = NEVER // 10**20
"""Beyond every count that is ever met."""


def highest_peak(ladder: Ladder, limit: Cents) -> int:
    """The highest peak that can be bought for no more than a limit: costs never fall
    with the peak.
    """
    low, high = 0, 1
    while ladder.at_least(high)[1] <= limit and high < MOST_QPS:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if ladder.at_least(middle)[1] <= limit:
            low = middle
        else:
            high = middle
    return low


MOST_QPS = 10**9
