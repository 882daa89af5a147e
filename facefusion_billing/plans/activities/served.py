"""What the licences of an activity serve, and what they leave to the pool."""

from collections.abc import Sequence
from datetime import date
from itertools import chain

from facefusion_billing.model.calendar import Days, Span, days_in
from facefusion_billing.plans.activities.activity import Activity, NewLicence, Part
from facefusion_billing.plans.decision_days import segment_of
from facefusion_billing.solver.problem import Owned
from facefusion_billing.startup.record import NamedTuple


class Served(NamedTuple):
    """The calls that are left to the pool by segment, and those that free calls and
    licence packs serve by month.
    """

    rests: tuple[int, ...]
    free: tuple[int, ...]
    packs: tuple[int, ...]


class _LicencePack:
    """A licence pack as it is drawn from."""

    __slots__ = ("left", "term")

    def __init__(self, left: int, term: Span) -> None:
        self.left, self.term = left, term


def served(
    activity: Activity, parts: Sequence[Part], segments: Sequence[date]
) -> Served | None:
    """What serves the calls of some parts; None when calls are refused."""
    sums = _Sums(len(segments), activity.months)
    for part in parts:
        if not sums.serves(activity, part):
            return None
    return Served(tuple(sums.rests), tuple(sums.free), tuple(sums.packs))


class _Sums:
    """What several parts leave to the pool, and what else serves them, as yet."""

    def __init__(self, segments: int, months: int) -> None:
        self.rests = [0] * segments
        self.free, self.packs = [0] * months, [0] * months

    def serves(self, activity: Activity, part: Part) -> bool:
        """Adds the calls of a part; whether all of them are served."""
        stock = _stock(activity, part)
        licensed = _licensed(activity, part)
        left = part.free
        for segment, start, month, rest in activity.counts(part.calls):
            # Most segments come when nothing is left that serves them for nothing, and
            # there may be ten thousand ways through hundreds of them.
            if left:
                taken = min(left, rest)
                left -= taken
                rest -= taken
                self.free[month] += taken
            if stock:
                drawn = _drawn(stock, start, rest)
                rest -= drawn
                self.packs[month] += drawn
            # Without a licence there is nothing but its free calls.
            if rest and not licensed.holds(start):
                return False
            self.rests[segment] += rest
        return True


def _drawn(stock: list[_LicencePack], day: date, calls: int) -> int:
    """The calls that licence packs serve from a day on; those that have ended or are
    used up go.
    """
    while stock and (stock[0].term.end <= day or not stock[0].left):
        del stock[0]
    drawn = 0
    for pack in stock:
        if drawn == calls or pack.term.start > day:
            break
        taken = min(pack.left, calls - drawn)
        pack.left -= taken
        drawn += taken
    return drawn


def _licensed(activity: Activity, part: Part) -> Days:
    """The days on which a part has more than its free calls."""
    spans = [term.span for term in activity.terms_of(part)]
    if activity.bills_on:
        return days_in(Span(span.start, date.max) for span in spans)
    return days_in(spans)


def _stock(activity: Activity, part: Part) -> list[_LicencePack]:
    """The licence packs that serve a part alone, first to expire first."""
    if activity.account_wide:
        return []
    stock = []
    # What the activity had before belongs to the part that keeps its name.
    if part.name == activity.name:
        stock += [_LicencePack(left, pack.term) for pack, left in activity.packs]
    for start, package in part.licences:
        calls = activity.sold.licences[package].calls
        stock.append(_LicencePack(calls, activity.term(start)))
    return sorted(stock, key=lambda pack: pack.term.end)


def grants(
    activity: Activity, parts: Sequence[Part], segments: Sequence[date]
) -> tuple[Owned, ...]:
    """The licence packs that the whole account draws on, where a reading has it so."""
    if not activity.account_wide:
        return ()
    licences = chain.from_iterable(part.licences for part in parts)
    return tuple(_grant(activity, licence, segments) for licence in licences)


def _grant(activity: Activity, licence: NewLicence, segments: Sequence[date]) -> Owned:
    """The pack of a licence that the whole account draws on."""
    calls = activity.sold.licences[licence.package].calls
    first = segment_of(segments, licence.start)
    end = segment_of(segments, activity.term(licence.start).end)
    return Owned(calls, first, end, before=first)
