"""A group's plan as orders and days in QPS mode; and the material packs, which no
demand for calls changes.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from facefusion_billing.model.calendar import Month, Span, merged
from facefusion_billing.model.faults import Location
from facefusion_billing.model.items import (
    MATERIAL_PACK,
    CallPack,
    FreePack,
    Item,
    MaterialPack,
    QpsOrder,
)
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import Reason
from facefusion_billing.model.scenario import Order
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.groups.segments import GroupSegments
from facefusion_billing.plans.planner import quantities
from facefusion_billing.rules import materials
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.problem import PoolPlan, Segment
from facefusion_billing.solver.qps_cover import Ladder
from facefusion_billing.startup.record import NamedTuple


class DayOrder(NamedTuple):
    """QPS bought by the day from a segment on."""

    start: date
    qps: int
    days: int


class GroupOrders:
    """A plan of a group as what stands in a usage file."""

    def __init__(
        self,
        segments: GroupSegments,
        rows: Sequence[Segment],
        plan: PoolPlan,
        ladders: tuple[Ladder, Ladder],
    ) -> None:
        self.segments, self.rows, self.plan = segments, rows, plan
        self.by_day, self.by_month = ladders

    def orders(self) -> Iterator[Order]:
        """The orders of the plan, without ids."""
        days = self.segments.days
        if self.plan.claim is not None:
            yield self._order(FreePack(), days[self.plan.claim])
        for bought in self.plan.purchases:
            for size, count in bought.sizes.items():
                for quantity in quantities(count):
                    pack = CallPack(size, quantity)
                    yield self._order(pack, days[bought.segment])
        for place, order in self.plan.orders:
            for qps in self.by_month.orders(order.qps):
                item = QpsOrder(qps, months=order.months)
                yield self._order(item, days[place])
        for own in self._joined():
            for qps in self.by_day.orders(own.qps):
                yield self._order(QpsOrder(qps, own.days), own.start)

    def qps_days(self) -> tuple[Span, ...]:
        """The days in QPS mode: each from where its quota begins to where it ends."""
        spans, days = [], self.segments.days
        chosen, before = frozenset(self.plan.qps), False
        for index, row in enumerate(self.rows):
            quota_end = self._base_end(index)
            if index in chosen:
                if not self._short(index) and row.need == 0:
                    quota_end = self.segments.ends[index]
                quota_end = max(quota_end, days[index] + timedelta(days=row.days))
                before = True
            # Days without calls stay in QPS mode while the quota runs on, so that it is
            # not switched to and fro.
            elif row.calls or not before:
                before = False
                continue
            end = min(quota_end, self.segments.ends[index])
            if days[index] < end:
                spans.append(Span(days[index], end))
            before = before and end == self.segments.ends[index]
        return merged(spans)

    def _short(self, index: int) -> int:
        """The QPS that a segment in QPS mode needs by the day."""
        have = sum(o.qps for at, o in self.plan.orders if at <= index < o.until)
        return max((self.rows[index].need or 0) - have, 0)

    def _base_end(self, index: int) -> date:
        """When QPS by the month that is in force at the start of a segment ends; the
        start where none is.
        """
        start = self.segments.days[index]
        ends = [
            self.segments.month_end(self.segments.days[at], order.months)
            for at, order in self.plan.orders
            if at <= index
        ]
        return max([start, *ends])

    def _joined(self) -> Iterator[DayOrder]:
        """Orders by the day, neighbouring segments with the same quantity in one."""
        found: DayOrder | None = None
        for index in self.plan.qps:
            short = self._short(index)
            if not short:
                continue
            qps = self.by_day.at_least(short)[0]
            own = DayOrder(self.segments.days[index], qps, self.rows[index].days)
            if found is not None:
                if found.qps == qps and _end(found) == own.start:
                    found = found._replace(days=found.days + own.days)
                    continue
                yield found
            found = own
        if found is not None:
            yield found

    def _order(self, item: Item, day: date) -> Order:
        use = self.segments.use
        return Order("", item, use.name, day, day, use.location)


def _end(order: DayOrder) -> date:
    return order.start + timedelta(days=order.days)


class Materials(NamedTuple):
    """The material packs to buy, their price, and why there are none where there should
    be.
    """

    orders: tuple[Order, ...] = ()
    cost: Cents = 0
    reasons: tuple[Reason, ...] = ()


def material_orders(facts: PlanFacts, name: str, location: Location) -> Materials:
    """The cheapest material packs for what is live beyond the free quota and the packs
    held.
    """
    table = facts.scenario.book.groups[name].materials
    use = facts.scenario.usage[name]
    if table is None or not use.materials:
        return Materials()
    missing = _missing_materials(facts, name, table.free)
    short = max(amount for _, amount in missing)
    if short <= 0:
        return Materials()
    first = next(month for month, amount in missing if amount > 0)
    holders = tuple(
        materials.Holder(str(row.size), row.size, row.price.times(1))
        for row in table.packs.sizes
    )
    # All at once, for the month that lacks most: they hold for good, and a set for each
    # month could only be dearer.
    cover = materials.cheapest_cover(short, holders)
    if cover is None:
        reason = Reason("no_materials", name, first, {"missing": short})
        return Materials((), NEVER, (reason,))
    activated = facts.scenario.account.activated or first.first
    day = max(first.first, facts.horizon.start, activated)
    orders = []
    for size, count in cover.counts.items():
        for quantity in quantities(count):
            item = MaterialPack(int(size), quantity)
            orders.append(Order("", item, name, day, day, location))
    return Materials(tuple(orders), cover.cost)


def _missing_materials(
    facts: PlanFacts, name: str, free: int
) -> list[tuple[Month, int]]:
    """What is live in each month beyond what is held then."""
    levels = facts.scenario.usage[name].materials
    packs = facts.prepared.orders.of(MATERIAL_PACK, name)
    in_packs = materials.held_by_packs(packs)
    missing = []
    for month in facts.horizon.months:
        span = Span(month.first, month.end)
        held = free + in_packs.at(span.last)
        missing.append((month, materials.max_live(levels, span) - held))
    return missing
