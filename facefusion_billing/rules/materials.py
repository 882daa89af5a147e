"""Material quota: slots held for ever (international) or with a licence (mainland),
against the most live at once.

What: materials are a stock, not a flow; the free ones come first, packs add to them for
good. A licence holds a fixed number, and more need further activities, each with a
licence of its own.

Clauses: image-materials, video-materials, materials-by-activity.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cmp_to_key
from math import gcd

from facefusion_billing.model.book import Licence
from facefusion_billing.model.calendar import DISTANT, Span, Steps, steps_of
from facefusion_billing.model.items import MaterialPack
from facefusion_billing.model.money import Cents
from facefusion_billing.model.scenario import Level, Order
from facefusion_billing.startup.record import NamedTuple


class Holder(NamedTuple):
    """Something on sale that holds materials: its name, how many, and what it costs."""

    name: str
    holds: int
    cost: Cents


class Cover(NamedTuple):
    """A cheapest set of holders: how many of each name, and the cost of all."""

    counts: dict[str, int]
    cost: Cents


def max_live(levels: Sequence[Level], span: Span) -> int:
    """The most materials live in a span; none outside the months of a level."""
    return max((level.value for level in levels if level.span.meets(span)), default=0)


def materials_in(order: Order) -> int:
    """The materials that all packs of an order hold."""
    assert isinstance(order.item, MaterialPack)
    return order.item.size * order.item.quantity


def returned_materials(order: Order) -> int:
    """The materials that the packs of an order held which went back."""
    assert isinstance(order.item, MaterialPack)
    return order.item.size * order.returned_packs


def held_by_packs(orders: Iterable[Order]) -> Steps:
    """The materials that packs hold on each day: from their delivery for good, or until
    they are returned.
    """
    held = []
    for order in orders:
        returned = returned_materials(order)
        held.append((Span(order.delivered, DISTANT), materials_in(order) - returned))
        if order.refunded is not None:
            until = max(order.refunded, order.delivered)
            held.append((Span(order.delivered, until), returned))
    return steps_of(held)


def held_by_licences(terms: Sequence[tuple[Span, int]], span: Span) -> int | None:
    """The most materials a licence that is in force in a span holds; None without one."""
    return max((held for term, held in terms if term.meets(span)), default=None)


def held_by_activity(
    terms: Sequence[tuple[Span, int]], span: Span, largest: int | None
) -> int | None:
    """The materials that can be live in an activity: before its first licence, in the
    free test, those of the largest; None once a licence is over, where none are stated.
    """
    # Where two licences meet in a span the larger one counts: the calls of a month say
    # nothing of when materials were live in it.
    held = held_by_licences(terms, span)
    first = min((term.start for term, _ in terms), default=None)
    if held is None and (first is None or span.last < first):
        return largest
    return held


class PackUse(NamedTuple):
    """The materials live in one pack of an order, and since when (None: none is)."""

    live: int
    first: date | None


def used_packs(
    item: MaterialPack, live_beyond: Sequence[tuple[date, int]]
) -> list[PackUse]:
    """How many materials each pack of an order alone holds, from the number live beyond
    the free quota and all older packs, month by month.
    """
    live = max((count for _, count in live_beyond), default=0)
    uses = []
    # The first packs of an order are filled first; what is beyond the last is over quota.
    for before in range(0, item.size * item.quantity, item.size):
        first = next((day for day, count in live_beyond if count > before), None)
        uses.append(PackUse(min(max(live - before, 0), item.size), first))
    return uses


def cheapest_licences(missing: int, licences: Iterable[Licence]) -> Cover | None:
    """The cheapest set of licences that together hold materials."""
    holders = [
        Holder(sold.package, sold.materials, sold.price.times(1)) for sold in licences
    ]
    return cheapest_cover(missing, tuple(holders))


def cheapest_cover(need: int, holders: tuple[Holder, ...]) -> Cover | None:
    """The cheapest set of holders that together hold `need`; None when nothing on sale
    holds anything.

    Exact: with b the holder of the least cost per slot, some cheapest cover has fewer
    than b.holds others (any b.holds of them contain a subset whose slots are a multiple
    of b's, which b replaces at no more cost), so all but a bounded rest is b's, and the
    rest is a table of least costs.

    >>> cheapest_cover(25, (Holder("1", 10, 5_000), Holder("2", 30, 20_000))).counts
    {'1': 3}
    """
    able = [holder for holder in holders if holder.holds > 0]
    if not able:
        return None
    able.sort(key=cmp_to_key(_by_cost_of_one))
    counts = _counts(need, able)
    cost = sum(holder.cost * counts.get(holder.name, 0) for holder in able)
    # In the order in which the book lists them, whatever they cost.
    names = [holder.name for holder in holders if counts.get(holder.name)]
    return Cover({name: counts[name] for name in names}, cost)


def _counts(need: int, able: list[Holder]) -> dict[str, int]:
    """How many of each holder, those of the least cost per slot first."""
    best, *others = able
    unit = gcd(*(holder.holds for holder in able))
    largest = max((holder.holds for holder in others), default=0)
    # What fewer than b.holds others can hold stays for the table, the rest is b's: a
    # table over the whole need would grow with it.
    whole = max(0, need - (best.holds // unit - 1) * largest) // best.holds
    counts = _least(max(0, need - whole * best.holds), able)
    counts[best.name] = counts.get(best.name, 0) + whole
    return counts


def _by_cost_of_one(holder: Holder, other: Holder) -> int:
    """Below 0 where a material costs less in a holder, or as much and it is larger."""
    # Multiplied out, since a cost of one may have no end as a decimal.
    dearer = holder.cost * other.holds - other.cost * holder.holds
    return dearer or other.holds - holder.holds


def _least(need: int, holders: list[Holder]) -> dict[str, int]:
    """A cheapest cover by a table over the need, in steps of the sizes' common divisor."""
    unit = gcd(*(holder.holds for holder in holders))
    steps = -(-need // unit)
    chosen = _last_of_cheapest(steps, unit, holders)
    counts: dict[str, int] = {}
    while steps > 0:
        holder = holders[chosen[steps]]
        counts[holder.name] = counts.get(holder.name, 0) + 1
        steps -= holder.holds // unit
    return counts


def _last_of_cheapest(steps: int, unit: int, holders: list[Holder]) -> list[int]:
    """For each number of steps, a holder that some cheapest cover of it has last."""
    sizes = [holder.holds // unit for holder in holders]
    prices = [holder.cost for holder in holders]
    costs, chosen = [0], [0]
    for step in range(1, steps + 1):
        # Of equal ones the first, so that the same need has always the same cover.
        cost, index = min(
            (price + costs[max(0, step - size)], index)
            for index, (price, size) in enumerate(zip(prices, sizes, strict=True))
        )
        costs.append(cost)
        chosen.append(index)
    return chosen
