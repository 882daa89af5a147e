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
from facefusion_billing.plans.break_even import (
    QpsTime,
    billed_alone,
    pack_rows,
    qps_rows,
)
from facefusion_billing.plans.groups.kept import Kept, plan_here
from facefusion_billing.plans.groups.month_terms import MonthTerms, TermsByDays
from facefusion_billing.plans.groups.orders import GroupOrders
from facefusion_billing.plans.groups.prices import NO_PACKS, GroupPrices
from facefusion_billing.plans.groups.segments import (
    KINDS,
    GroupSegments,
    Kind,
    SegmentFacts,
    Stretch,
    why_none,
)
from facefusion_billing.plans.owned_packs import owned_packs
from facefusion_billing.plans.planner import other_values
from facefusion_billing.rules import validity
from facefusion_billing.rules.burn_down import pools_of_group
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.dear_qps import without_dear_qps
from facefusion_billing.solver.least_of_all import least_of_all
from facefusion_billing.solver.monotone import can_be_swapped
from facefusion_billing.solver.problem import (
    Claim,
    MonthCount,
    MonthOrder,
    PoolPlan,
    Problem,
)
from facefusion_billing.solver.qps_cover import Ladder
from facefusion_billing.solver.qps_orders import MonthOrders
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


class Posed(NamedTuple):
    """A problem, and whether none of its orders by the month that could be best was
    left out.
    """

    problem: Problem
    is_whole: bool = True


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
        reading = facts.readings.consult("qps_month")
        self.terms = TermsByDays(self.segments, reading)

    # Plans.

    def solve(
        self,
        name: str,
        calls: DailyCalls,
        deadline: Deadline | None = None,
        ceiling: Cents = NEVER,
        known: GroupPlan | None = None,
    ) -> GroupPlan | list[Reason]:
        """The cheapest plan of a kind that costs no more than a ceiling, or the reasons
        why there is none. A plan that is `known` bounds the search where it is one here.
        """
        kind, stretches = KINDS[name], self.segments.stretches(calls)
        posed = self._posed(kind, stretches)
        problem = posed.problem
        reasons = list(self._closed(problem, stretches, kind))
        if reasons:
            return reasons
        here = plan_here(problem, known.problem, known.pool) if known else None
        solved = solve(problem, deadline, ceiling=ceiling, known=here)
        if solved.plan is None:
            return [Reason(why_none(name, deadline), self.name)]
        lower = min([solved.lower, *self._other_bounds(posed, deadline)])
        return GroupPlan(problem, solved.plan, solved.cost, lower, solved.labels)

    def _other_bounds(self, posed: Posed, deadline: Deadline | None) -> Iterator[Cents]:
        """Lower bounds that hold where that of the search does not: orders were left
        out, or prices have parts of a cent.
        """
        if not posed.is_whole:
            yield floor(posed.problem, self.prices.least_qps_day())
        if not self.prices.whole_cents:
            yield solve(self.prices.below(posed.problem), deadline).lower

    def bound(self, calls: DailyCalls) -> Cents:
        """A cost that no plan is below, told without a search; none where orders were
        left out, or prices have parts of a cent.
        """
        posed = self._posed(KINDS["best"], self.segments.stretches(calls))
        is_exact = self.prices.whole_cents and posed.problem.catalogue.is_exact
        if not (posed.is_whole and is_exact):
            return 0
        return least_of_all(without_dear_qps(posed.problem))

    def _posed(self, kind: Kind, stretches: Sequence[Stretch]) -> Posed:
        """The problem of a kind of plan."""
        problem = self._problem(kind, stretches)
        if not kind.by_month or not any(row.need for row in problem.segments):
            return Posed(problem)
        orders, terms = self._month_orders(problem), self.terms.of(stretches)
        found = _open_to_segments(orders, terms)
        rows = zip(problem.segments, found, strict=True)
        segments = tuple(row._replace(orders=own) for row, own in rows)
        priced = problem._replace(segments=segments)
        return Posed(priced, terms.is_whole and orders.is_whole)

    def _month_orders(self, problem: Problem) -> MonthOrders:
        """What orders by the month can save in a problem."""
        return MonthOrders(problem, self.by_month, swaps=can_be_swapped(problem))

    def _problem(self, kind: Kind, stretches: Sequence[Stretch]) -> Problem:
        """The same without orders by the month."""
        rows = zip(self.segments.rows, stretches, strict=True)
        return Problem(
            segments=tuple(self.segments.segment(*row, kind) for row in rows),
            months=self._month_counts(kind),
            catalogue=self.prices.catalogue if kind.packs else NO_PACKS,
            tiers=self.group.pay_as_you_go if kind.pay_as_you_go else None,
            basis=self.facts.readings.consult("tier_basis"),
            owned=self.owned,
            claim=self._claim(),
            by_day=self.by_day if kind.by_day else Ladder(None),
        )

    def _month_counts(self, kind: Kind) -> tuple[MonthCount, ...]:
        """What each month has counted already."""
        begun = self._begun()
        if not kind.pay_as_you_go:
            begun = begun.without_bill()
        later = len(self.facts.horizon.months) - 1
        return begun, *[MonthCount()] * later

    def _claim(self) -> Claim | None:
        """The free pack, which can be claimed once the account exists; None where there
        is none any more.
        """
        free = self.group.free_pack
        if free is None or self.facts.prepared.orders.of(FREE_PACK, self.name):
            return None
        rows = self.segments.rows
        return Claim(free.calls, tuple(row.until if row.can_buy else 0 for row in rows))

    def _closed(
        self, problem: Problem, stretches: Sequence[Stretch], kind: Kind
    ) -> Iterator[Reason]:
        """Why segments cannot be served in the ways of a plan."""
        rows = zip(problem.segments, self.segments.rows, stretches, strict=True)
        for segment, row, stretch in rows:
            if segment.calls and not segment.volume and segment.need is None:
                yield self._why(row, stretch, kind)

    def _why(self, row: SegmentFacts, stretch: Stretch, kind: Kind) -> Reason:
        """Why no mode of a plan serves a segment."""
        if self.group.qps is None:
            return Reason("no_qps", self.name)
        month = self.facts.horizon.first.plus(row.month)
        facts = {"limit": self.segments.limit, "day": row.start}
        if row.peak is not None:
            return Reason("over_limit", self.name, month, facts | {"peak": row.peak})
        if not kind.volume:
            return Reason("no_peak", self.name, month)
        facts["average"] = stretch.average
        return Reason("average_over_limit", self.name, month, facts)

    def keep(self, plan: GroupPlan, calls: DailyCalls) -> Cents | None:
        """What the plan costs with other calls; None when its segments do not serve
        them, or do not tell.
        """
        kept = Kept(self.segments, plan.problem, plan.pool, self.qps_days(plan))
        return kept.cost(calls)

    # What the plan rests on.

    def tiers_matter(self) -> bool:
        """Whether there is more than one tier to reach."""
        table = self.group.pay_as_you_go
        return table is not None and len(table.tiers) > 1

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

    def has_months(self) -> bool:
        """Whether an order for QPS by the month can be part of a cheapest plan under
        some reading of the month, where no order that is written is for months.
        """
        has_peak = any(row.peak is not None for row in self.segments.rows)
        if not self.by_month.tiers or not has_peak:
            return False
        stretches = self.segments.stretches(self.facts.calls[self.name])
        problem = self._problem(KINDS["best"], stretches)
        if not any(row.need for row in problem.segments):
            return False
        orders = self._month_orders(problem)
        # Another month may be long enough to serve what this one does not. No order that
        # is written ends with a month, so the decision days are the same.
        others = other_values(
            self.facts.readings, "qps_month", ASSUMPTIONS["qps_month"].choices
        )
        terms = (TermsByDays(self.segments, reading) for reading in others)
        return any(
            any(_open_to_segments(orders, own.of(stretches)))
            for own in (self.terms, *terms)
        )

    def break_even(self, best: GroupPlan, calls: DailyCalls) -> Iterator[BreakEven]:
        """The calls of a month for which each pack costs no more than pay-as-you-go;
        the peak to which QPS does.
        """
        basis = self.facts.readings.consult("tier_basis")
        tiers = self.group.pay_as_you_go
        yield from pack_rows(self.name, self.prices.catalogue, tiers, basis)
        metered = self.solve("metered", calls) if best.pool.qps else best
        limit = metered.cost if isinstance(metered, GroupPlan) else 0
        # What was called before the horizon has its bill in either way.
        limit -= billed_alone(self._begun(), tiers, basis)
        time = self._qps_time(calls)
        yield from qps_rows(self.name, self.by_month, self.by_day, time, limit)

    def _qps_time(self, calls: DailyCalls) -> QpsTime:
        """How long QPS has to be bought to serve every day with calls."""
        every = calls.of_days(self.facts.horizon.start, self.facts.horizon.end)
        terms = self.terms.of(self.segments.stretches(calls))
        return QpsTime(sum(1 for count in every if count), terms.fewest_months())

    def _begun(self) -> MonthCount:
        """What the first month has counted already, where it has begun."""
        return self.facts.opening.begun.get(self.name, MonthCount())

    # The plan as it is written.

    def _orders(self, plan: GroupPlan) -> GroupOrders:
        """The plan as it is written."""
        ladders = (self.by_day, self.by_month)
        return GroupOrders(self.segments, plan.problem.segments, plan.pool, ladders)

    def orders(self, plan: GroupPlan) -> Iterator[Order]:
        """The plan's orders as they stand in a usage file, without ids."""
        return self._orders(plan).orders()

    def qps_days(self, plan: GroupPlan) -> tuple[Span, ...]:
        """The plan's days in QPS mode."""
        return self._orders(plan).qps_days()


def _open_to_segments(
    orders: MonthOrders, terms: MonthTerms
) -> Iterator[tuple[MonthOrder, ...]]:
    """The orders by the month that may begin with each segment."""
    for index, own in enumerate(terms.of_segments):
        yield orders.of_segment(index, own)
