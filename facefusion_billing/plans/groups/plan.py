"""The plans of one interface group: the mode of each segment, packs, the free pack and
QPS.
"""

from collections.abc import Iterator, Sequence

from facefusion_billing.model.assumptions import ASSUMPTIONS
from facefusion_billing.model.calendar import Span
from facefusion_billing.model.items import FREE_PACK
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import BreakEven, Reason
from facefusion_billing.model.scenario import Order
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.break_even import highest_peak, pack_rows
from facefusion_billing.plans.groups.orders import GroupOrders
from facefusion_billing.plans.groups.prices import NO_PACKS, GroupPrices
from facefusion_billing.plans.groups.segments import (
    KINDS,
    GroupSegments,
    Kind,
    Stretch,
)
from facefusion_billing.plans.owned_packs import owned_packs
from facefusion_billing.rules import validity
from facefusion_billing.rules.burn_down import pools_of_group
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.monotone import can_be_swapped
from facefusion_billing.solver.problem import (
    Claim,
    MonthCount,
    PoolPlan,
    Problem,
    Segment,
)
from facefusion_billing.solver.qps_cover import Ladder
from facefusion_billing.solver.qps_orders import MonthOrders
from facefusion_billing.solver.replay import quota_cost, replay
from facefusion_billing.solver.solve import floor, solve
from facefusion_billing.startup.record import NamedTuple


class GroupPlan(NamedTuple):
    """A plan for a group: the problem and the pool's plan, its cost, a bound, and the
    labels compared.
    """

    problem: Problem
    pool: PoolPlan
    cost: Cents
    lower: Cents
    labels: int


class GroupPlanner:
    """Plans one group on the facts."""

    def __init__(self, facts: PlanFacts, name: str) -> None:
        self.facts, self.name = facts, name
        self.group = facts.scenario.book.groups[name]
        self.use = facts.scenario.usage[name]
        self.segments = GroupSegments(facts, name)
        self.prices = GroupPrices(self.group)
        self.by_day, self.by_month = self.prices.by_day, self.prices.by_month
        self.owned = owned_packs(facts, pools_of_group(name), self.segments.days)

    # Plans.

    def solve(
        self,
        name: str,
        calls: DailyCalls,
        deadline: Deadline | None = None,
        ceiling: Cents = NEVER,
    ) -> GroupPlan | list[Reason]:
        """The cheapest plan of a kind that costs no more than a ceiling, or the reasons
        why there is none.
        """
        kind, stretches = KINDS[name], self.segments.stretches(calls)
        problem, whole = self._problem(kind, stretches)
        reasons = list(self._closed(problem, stretches, kind))
        if reasons:
            return reasons
        solved = solve(problem, deadline, ceiling=ceiling)
        if solved.plan is None:
            if kind.in_qps and not kind.volume:
                return [Reason("no_qps", self.name)]
            missing = "no_packs" if name == "packs" else "no_pay_as_you_go"
            return [Reason(missing, self.name)]
        lower = solved.lower
        if not whole:
            lower = min(lower, floor(problem, self.prices.least_qps_day()))
        if not self.prices.whole_cents:
            lower = min(lower, solve(self.prices.below(problem), deadline).lower)
        return GroupPlan(problem, solved.plan, solved.cost, lower, solved.labels)

    def _problem(
        self, kind: Kind, stretches: Sequence[Stretch]
    ) -> tuple[Problem, bool]:
        """The problem of a kind of plan, and whether none of its orders by the month
        that could be best was left out.
        """
        free = self.group.free_pack
        claimed = self.facts.prepared.orders.of(FREE_PACK, self.name)
        rows = tuple(
            self.segments.segment(index, stretch, kind)
            for index, stretch in enumerate(stretches)
        )
        problem = Problem(
            segments=rows,
            months=self._month_counts(),
            catalogue=self.prices.catalogue if kind.packs else NO_PACKS,
            tiers=self.group.pay_as_you_go if kind.pay_as_you_go else None,
            basis=self.facts.readings.consult("tier_basis"),
            owned=self.owned,
            claim=self._claim(free.calls) if free and not claimed else None,
            by_day=self.by_day if kind.by_day else Ladder(None),
        )
        if not kind.by_month or not any(row.need for row in rows):
            return problem, True
        swaps = can_be_swapped(problem)
        orders = MonthOrders(problem, self.by_month, swaps=swaps)
        terms, whole = self.segments.terms(stretches)
        priced = tuple(
            row._replace(orders=orders.of_segment(index, own))
            for index, (row, own) in enumerate(zip(rows, terms, strict=True))
        )
        return problem._replace(segments=priced), whole and orders.is_whole

    def _month_counts(self) -> tuple[MonthCount, ...]:
        months = [MonthCount()] * len(self.facts.horizon.months)
        months[0] = self.facts.opening.begun.get(self.name, MonthCount())
        return tuple(months)

    def _claim(self, calls: int) -> Claim:
        """The free pack, which can be claimed once the account exists."""
        rows = zip(self.segments.until, self.segments.can_buy, strict=True)
        return Claim(calls, tuple(until if can else 0 for until, can in rows))

    def _closed(
        self, problem: Problem, stretches: Sequence[Stretch], kind: Kind
    ) -> Iterator[Reason]:
        """Why segments cannot be served in the ways of a plan."""
        rows = zip(problem.segments, stretches, strict=True)
        for index, (row, stretch) in enumerate(rows):
            if row.calls and not row.volume and row.need is None:
                yield self._why(index, stretch, kind)

    def _why(self, index: int, stretch: Stretch, kind: Kind) -> Reason:
        """Why no mode of a plan serves a segment."""
        day, peak = self.segments.days[index], self.segments.peaks[index]
        month = self.facts.horizon.months[self.segments.months[index]]
        if self.group.qps is None:
            return Reason("no_qps", self.name)
        if peak is None:
            if not kind.volume:
                return Reason("no_peak", self.name, month)
            facts = {
                "day": day,
                "average": stretch.average,
                "limit": self.segments.limit,
            }
            return Reason("average_over_limit", self.name, month, facts)
        facts = {"peak": peak, "limit": self.segments.limit, "day": day}
        return Reason("over_limit", self.name, month, facts)

    def keep(self, plan: GroupPlan, calls: DailyCalls) -> Cents | None:
        """What the plan costs with other calls; None when they are not served."""
        rows: list[Segment] = []
        for index, stretch in enumerate(self.segments.stretches(calls)):
            row = self._kept(index, stretch, plan)
            if row is None:
                return None
            rows.append(row)
        kept = plan.problem._replace(segments=tuple(rows))
        cost = replay(kept, plan.pool._replace(qps=(), orders=()))
        return cost + quota_cost(plan.problem, plan.pool) if cost < NEVER else None

    def _kept(self, index: int, stretch: Stretch, plan: GroupPlan) -> Segment | None:
        """A segment with other calls in the mode that a plan has for it."""
        before = plan.problem.segments[index]
        if index not in plan.pool.qps:
            own = self.segments.segment(index, stretch, KINDS["best"])
            return own if own.volume or not own.calls else None
        return before._replace(calls=0) if stretch.busy <= before.days else None

    # What the plan rests on.

    def tiers_matter(self) -> bool:
        """Whether there is more than one tier to reach."""
        table = self.group.pay_as_you_go
        return table is not None and len(table.tiers) > 1

    def free_matters(self) -> bool:
        """Whether free calls can be among those of a month."""
        return self.group.free_pack is not None

    def validity_matters(self) -> bool:
        """Whether a pack could end on another day of the horizon under the other
        reading of its year.
        """
        packs = self.facts.prepared.packs
        held = [pack.order.date for pack in packs if pack.scope == self.name]
        readings = ASSUMPTIONS["pack_validity"].choices
        for start in (*self.segments.days, *held):
            ends = {validity.one_year(start, reading).end for reading in readings}
            if len(ends) > 1 and min(ends) < self.facts.horizon.end:
                return True
        return False

    def months_matter(self) -> bool:
        """Whether QPS by the month is open to some segment of the horizon."""
        return bool(self.by_month.tiers) and any(
            peak is not None for peak in self.segments.peaks
        )

    def has_months(self) -> bool:
        """Whether an order for QPS by the month can be part of a cheapest plan."""
        stretches = self.segments.stretches(self.facts.calls[self.name])
        problem, _ = self._problem(KINDS["best"], stretches)
        return any(row.orders for row in problem.segments)

    def break_even(self, best: GroupPlan, calls: DailyCalls) -> Iterator[BreakEven]:
        """The calls of a month for which each pack costs no more than pay-as-you-go;
        the peak to which QPS does.
        """
        yield from pack_rows(self.name, self.prices.catalogue, self.group.pay_as_you_go)
        stretches = self.segments.stretches(calls)
        busy = {
            self.segments.months[index]
            for index, row in enumerate(stretches)
            if row.calls
        }
        if not busy or not self.by_day.tiers:
            return
        metered = self.solve("metered", calls) if best.pool.qps else best
        limit = metered.cost if isinstance(metered, GroupPlan) else 0
        every = calls.of_days(self.facts.horizon.start, self.facts.horizon.end)
        days = sum(1 for count in every if count)
        for item, ladder, times in (
            ("qps_month", self.by_month, len(busy)),
            ("qps_day", self.by_day, days),
        ):
            yield BreakEven(
                self.name, item, None, (), highest_peak(ladder, limit // times)
            )

    # The plan as it is written.

    def _orders(self, plan: GroupPlan) -> GroupOrders:
        ladders = (self.by_day, self.by_month)
        return GroupOrders(self.segments, plan.problem.segments, plan.pool, ladders)

    def orders(self, plan: GroupPlan) -> Iterator[Order]:
        """The plan's orders as they stand in a usage file, without ids."""
        return self._orders(plan).orders()

    def qps_days(self, plan: GroupPlan) -> tuple[Span, ...]:
        """The plan's days in QPS mode."""
        return self._orders(plan).qps_days()
