"""The planner of a book with interface groups: each is a pool by itself."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain

from facefusion_billing.billing.metered import Calls
from facefusion_billing.model.assumptions import ASSUMPTIONS
from facefusion_billing.model.items import QpsOrder
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import PLAN_NAMES, BreakEven
from facefusion_billing.model.scenario import Order
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.decision_days import days_of_calls
from facefusion_billing.plans.groups.orders import material_orders, together
from facefusion_billing.plans.groups.plan import GroupPlan, GroupPlanner
from facefusion_billing.plans.planner import (
    Outcome,
    Regret,
    Shelf,
    no_plan,
    other_values,
    shelf,
)
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.deadline import Deadline


class GroupsPlanner:
    """Interface groups: each by itself."""

    def __init__(self, facts: PlanFacts) -> None:
        self.facts = facts
        names = [
            name for name in facts.scenario.book.groups if name in facts.scenario.usage
        ]
        self.planners = {name: GroupPlanner(facts, name) for name in names}
        self.materials = together([material_orders(facts, name) for name in names])

    def solve(
        self, name: str, calls: Calls, deadline: Deadline | None = None
    ) -> Outcome:
        """The cheapest plan of each group, together."""
        return self._solve(name, calls, deadline, {})

    def best_beside(
        self, known: Outcome, calls: Calls, deadline: Deadline | None = None
    ) -> Outcome:
        """The cheapest plan of each group, where those under other readings are known."""
        return self._solve("best", calls, deadline, known.decided or {})

    def _solve(
        self,
        name: str,
        calls: Calls,
        deadline: Deadline | None,
        known: Mapping[str, GroupPlan],
    ) -> Outcome:
        decided: dict[str, GroupPlan] = {}
        reasons = list(self.materials.reasons)
        orders = list(self.materials.orders)
        for scope, planner in self.planners.items():
            own = known.get(scope)
            found = planner.solve(name, calls[scope], deadline, known=own)
            if isinstance(found, list):
                reasons += found
            else:
                decided[scope] = found
                orders += planner.orders(found)
        if reasons:
            return no_plan(reasons)
        return self._together(decided, orders)

    def _together(self, decided: dict[str, GroupPlan], orders: list[Order]) -> Outcome:
        """The plans of all groups as one, with its orders."""
        plans = decided.values()
        return Outcome(
            decided=decided,
            cost=self.materials.cost + sum(plan.cost for plan in plans),
            lower=self.materials.cost + sum(plan.lower for plan in plans),
            labels=sum(plan.labels for plan in plans),
            orders=tuple(orders),
            modes={
                scope: planner.qps_days(decided[scope])
                for scope, planner in self.planners.items()
            },
            usage=self.facts.scenario.usage,
        )

    def regret(
        self, outcome: Outcome, calls: Calls, deadline: Deadline | None = None
    ) -> Regret:
        """The plan and the best one with other calls; where nothing costs less than the
        plan, it is the best one.
        """
        keep: list[Cents | None] = []
        best: list[Cents | None] = []
        for scope, planner in self.planners.items():
            kept = planner.keep(outcome.decided[scope], calls[scope])
            ceiling = NEVER if kept is None else kept - 1
            there = self._on_days_of(calls, scope)
            found = there.solve("best", calls[scope], deadline, ceiling)
            keep.append(kept)
            # Nothing below what is kept was found, so what is kept is the best.
            best.append(found.cost if isinstance(found, GroupPlan) else kept)
        return Regret(self._in_all(keep), self._in_all(best))

    def _on_days_of(self, calls: Calls, scope: str) -> GroupPlanner:
        """The planner of a group on the decision days of other calls: what it has
        worked out holds on the same days.
        """
        start, own = self.facts.horizon.start, self.facts.calls[scope]
        if days_of_calls(calls[scope], start) == days_of_calls(own, start):
            return self.planners[scope]
        return GroupPlanner(self.facts._replace(calls=calls), scope)

    def _in_all(self, costs: Sequence[Cents | None]) -> Cents | None:
        """The costs of all groups and of the material packs; None where one has none."""
        known = [cost for cost in costs if cost is not None]
        if len(known) < len(costs):
            return None
        return self.materials.cost + sum(known)

    def questions(self, best: Outcome) -> dict[str, tuple[str, ...]]:
        """The tier's count; a pack's year where it could end in the horizon; the month
        where QPS is bought by it.
        """
        return {
            id: other_values(self.facts.readings, id, choices)
            for id, choices in self._in_question(best)
        }

    def _in_question(self, best: Outcome) -> Iterator[tuple[str, Sequence[str]]]:
        """The assumptions that such a question is about, with the readings to try."""
        planners = self.planners.values()
        if any(planner.tiers_matter() for planner in planners):
            yield "tier_basis", tuple(ASSUMPTIONS["tier_basis"].choices)
        if any(planner.validity_matters() for planner in planners):
            yield "pack_validity", tuple(ASSUMPTIONS["pack_validity"].choices)
        if self._months_matter(best):
            yield "qps_month", tuple(ASSUMPTIONS["qps_month"].choices)

    def _months_matter(self, best: Outcome) -> bool:
        """Whether QPS by the month is bought, or worth a thought under some reading."""
        items = [order.item for order in (*best.orders, *self.facts.written.orders)]
        if any(isinstance(item, QpsOrder) and item.months for item in items):
            return True
        return any(planner.has_months() for planner in self.planners.values())

    def break_even(self, outcome: Outcome, calls: Calls) -> list[BreakEven]:
        """For each pack the calls of a month, and for QPS by month and by day the peak,
        from which it pays.
        """
        return list(
            chain.from_iterable(
                planner.break_even(outcome.decided[scope], calls[scope])
                for scope, planner in self.planners.items()
            )
        )

    def bound(self, calls: Calls) -> Cents:
        """A cost that no plan is below, told without a search."""
        return sum(own.bound(calls[scope]) for scope, own in self.planners.items())

    def space(self) -> tuple[str, ...]:
        """The decision days as the rules name them."""
        limits = self.facts.limits
        found = ["groups", "every_day" if limits.every_day else "decision_days"]
        if limits.allow_throttling:
            found.append("throttled")
        if any(planner.prices.qps_rises for planner in self.planners.values()):
            found.append("rising_qps")
        return tuple(found)

    @property
    def names(self) -> tuple[str, ...]:
        """The plans that are compared."""
        return PLAN_NAMES[1:-1]

    def days(self) -> dict[str, tuple[date, ...]]:
        """The decision days of each group."""
        return {name: own.segments.days for name, own in self.planners.items()}

    def shelves(self) -> Iterator[Shelf]:
        """The packs of each group."""
        for name, own in self.planners.items():
            sizes, days = own.prices.catalogue.sizes, own.segments.days
            yield shelf(self.facts, name, sizes, days)

    def licensed_otherwise(
        self,
        outcome: Outcome,  # noqa: ARG002 - only activities have licences
    ) -> Iterator[tuple[Order, ...]]:
        """A group has no licences."""
        yield from ()
