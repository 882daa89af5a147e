"""A group's plan as orders and days in QPS mode; and the material packs, which no
demand for calls changes.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain

from facefusion_billing.model.book import Materials
from facefusion_billing.model.calendar import Month, Span, merged
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
from facefusion_billing.model.scenario import Order, ScopeUsage
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.day_orders import DayOrder, joined
from facefusion_billing.plans.demand import first_day
from facefusion_billing.plans.groups.segments import GroupSegments
from facefusion_billing.plans.planner import quantities
from facefusion_billing.rules import materials
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.problem import PoolPlan, Segment
from facefusion_billing.solver.qps_cover import Ladder
from facefusion_billing.startup.record import NamedTuple


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
        days = segments.days
        self.by_month_until = [
            (start, segments.month_end(days[start], order.months))
            for start, order in plan.orders
        ]

    def orders(self) -> Iterator[Order]:
        """The orders of the plan, without ids."""
        if self.plan.claim is not None:
            yield self._order(FreePack(), self.plan.claim)
        for bought in self.plan.purchases:
            for pack in _packs(bought.sizes):
                yield self._order(pack, bought.segment)
        for index, order in self.plan.orders:
            for qps in self.by_month.orders(order.qps):
                yield self._order(QpsOrder(qps, months=order.months), index)
        for start, total, days in joined(self._by_day()):
            for qps in self.by_day.orders(total):
                yield _order(self.segments.use, QpsOrder(qps, days), start)

    def _order(self, item: Item, index: int) -> Order:
        """An order of the first day of a segment."""
        return _order(self.segments.use, item, self.segments.days[index])

    def _by_day(self) -> Iterator[DayOrder]:
        """The QPS that is bought by the day."""
        for index in self.plan.qps:
            short = self._short(index)
            if short:
                qps = self.by_day.at_least(short)[0]
                days = self.rows[index].days
                yield DayOrder(self.segments.days[index], qps, days)

    def _short(self, index: int) -> int:
        """The QPS that a segment in QPS mode needs by the day."""
        have = sum(
            order.qps
            for start, order in self.plan.orders
            if start <= index < order.until
        )
        return max((self.rows[index].need or 0) - have, 0)

    def qps_days(self) -> tuple[Span, ...]:
        """The days in QPS mode: each from where its quota begins to where it ends."""
        chosen = frozenset(self.plan.qps)
        spans, goes_on = [], False
        for index, row in enumerate(self.rows):
            start, end = self._days_of(index)
            until = self._quota_end(index)
            if index in chosen:
                until = max(until, self._served_until(index))
            # Days without calls stay in QPS mode while the quota runs on, so that it is
            # not switched to and fro; those before calls in call volume mode to its end.
            elif not goes_on or (row.calls and until > self._first_call(index)):
                goes_on = False
                continue
            if start < until:
                # The last quota may run on after the horizon, and the mode with it.
                is_last = index + 1 == len(self.rows)
                spans.append(Span(start, until if is_last else min(until, end)))
            goes_on = until >= end
        return merged([*spans, *self._waiting(chosen)])

    def _waiting(self, chosen: frozenset[int]) -> Iterator[Span]:
        """The segments without calls between where a quota begins and its first calls:
        the mode is set with the quota, so that no day of it is unused.
        """
        is_served_next = False
        for index in reversed(range(len(self.rows))):
            start, end = self._days_of(index)
            is_idle = not self.rows[index].calls and self._quota_end(index) >= end
            if is_idle and is_served_next:
                yield Span(start, end)
            is_served_next = index in chosen or (is_idle and is_served_next)

    def _days_of(self, index: int) -> Span:
        """The days of a segment."""
        row = self.segments.rows[index]
        return Span(row.start, row.end)

    def _served_until(self, index: int) -> date:
        """When a segment in QPS mode is done with its last calls, or has ended where
        what is owned serves it.
        """
        start, end = self._days_of(index)
        if self.rows[index].need == 0:
            return end
        return start + timedelta(days=self.rows[index].days)

    def _first_call(self, index: int) -> date:
        """The first day with calls of a segment that has some."""
        calls = self.segments.facts.calls[self.segments.name]
        day = first_day(calls, self.segments.days[index])
        assert day is not None
        return day

    def _quota_end(self, index: int) -> date:
        """To which day the QPS in force at the start of a segment last; the start where
        none are.
        """
        return max(self._base_end(index), self._owned_end(index))

    def _owned_end(self, index: int) -> date:
        """When the QPS owned at the start of a segment end; the start where none are."""
        start = self.segments.days[index]
        if not self.segments.rows[index].owned:
            return start
        quota = self.segments.quota
        return next(day for day in quota.dates if day > start and not quota.at(day))

    def _base_end(self, index: int) -> date:
        """When QPS by the month that is in force at the start of a segment ends; the
        start where none is.
        """
        ends = (end for start, end in self.by_month_until if start <= index)
        return max((self.segments.days[index], *ends))


def _packs(sizes: dict[int, int]) -> Iterator[CallPack]:
    """Call packs, so many of each size."""
    for size, count in sizes.items():
        for quantity in quantities(count):
            yield CallPack(size, quantity)


def _order(use: ScopeUsage, item: Item, day: date) -> Order:
    """An order for a group."""
    return Order("", item, use.name, day, day, use.location)


class MaterialPlan(NamedTuple):
    """The material packs to buy, their price, and why there are none where there should
    be.
    """

    orders: tuple[Order, ...] = ()
    cost: Cents = 0
    reasons: tuple[Reason, ...] = ()


def material_orders(facts: PlanFacts, name: str) -> MaterialPlan:
    """The cheapest material packs for what is live beyond the free quota and the packs
    owned.
    """
    table = facts.scenario.book.groups[name].materials
    use = facts.scenario.usage[name]
    if table is None or not use.materials:
        return MaterialPlan()
    missing = _missing_materials(facts, use, table.free)
    if missing:
        return _cheapest(facts, use, table, missing)
    return MaterialPlan()


def together(plans: Sequence[MaterialPlan]) -> MaterialPlan:
    """The plans of all groups as one."""
    return MaterialPlan(
        orders=tuple(chain.from_iterable(plan.orders for plan in plans)),
        cost=sum(plan.cost for plan in plans),
        reasons=tuple(chain.from_iterable(plan.reasons for plan in plans)),
    )


def _cheapest(
    facts: PlanFacts, use: ScopeUsage, table: Materials, missing: dict[Month, int]
) -> MaterialPlan:
    """The cheapest material packs that hold what is missing."""
    # All at once, for the month that lacks most: they hold for good, and a set for each
    # month could only be dearer.
    first, most = next(iter(missing)), max(missing.values())
    cover = materials.cheapest_cover(most, _holders(table))
    if cover is None:
        reason = Reason("no_materials", use.name, first, {"missing": most})
        return MaterialPlan((), NEVER, (reason,))
    day = _possible_from(facts, first)
    orders = [_order(use, pack, day) for pack in _material_packs(cover)]
    return MaterialPlan(tuple(orders), cover.cost)


def _possible_from(facts: PlanFacts, month: Month) -> date:
    """The first day on which packs for a month can be bought."""
    activated = facts.scenario.account.activated or month.first
    return max(month.first, facts.horizon.start, activated)


def _missing_materials(
    facts: PlanFacts, use: ScopeUsage, free: int
) -> dict[Month, int]:
    """What is live beyond what is held, by month, where it is."""
    packs = facts.prepared.orders.of(MATERIAL_PACK, use.name)
    in_packs = materials.held_by_packs(packs)
    missing = {}
    for month in facts.horizon.months:
        span = Span(month.first, month.end)
        held = free + in_packs.at(span.last)
        live = materials.max_live(use.materials, span)
        if live > held:
            missing[month] = live - held
    return missing


def _holders(table: Materials) -> tuple[materials.Holder, ...]:
    """The material packs on sale."""
    return tuple(
        materials.Holder(str(row.size), row.size, row.price.times(1))
        for row in table.packs.sizes
    )


def _material_packs(cover: materials.Cover) -> Iterator[MaterialPack]:
    """The material packs of a cover."""
    for size, count in cover.counts.items():
        for quantity in quantities(count):
            yield MaterialPack(int(size), quantity)
