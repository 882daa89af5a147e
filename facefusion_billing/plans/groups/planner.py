"""The planner of a book with interface groups: each is a pool by itself."""

from datetime import date
from itertools import chain

from facefusion_billing.billing.metered import Calls
from facefusion_billing.model.assumptions import ASSUMPTIONS
from facefusion_billing.model.items import QpsOrder
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import PLAN_NAMES, BreakEven
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.groups.orders import material_orders
from facefusion_billing.plans.groups.plan import GroupPlan, GroupPlanner
from facefusion_billing.plans.planner import Outcome, Regret
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
        self.materials = {
            name: material_orders(facts, name, self.planners[name].use.location)
            for name in names
        }
        self.blocked = list(
            chain.from_iterable(held.reasons for held in self.materials.values())
        )

    def solve(
        self, name: str, calls: Calls, deadline: Deadline | None = None
    ) -> Outcome:
        """The cheapest plan of each group, together."""
        decided: dict[str, GroupPlan] = {}
        reasons = list(self.blocked)
        orders = list(
            chain.from_iterable(bought.orders for bought in self.materials.values())
        )
        for scope, planner in self.planners.items():
            found = planner.solve(name, calls[scope], deadline)
            if isinstance(found, list):
                reasons += found
            else:
                decided[scope] = found
                orders += planner.orders(found)
        if reasons:
            return Outcome(None, 0, 0, 0, tuple(reasons))
        fixed = sum(bought.cost for bought in self.materials.values())
        return Outcome(
            decided=decided,
            cost=fixed + sum(plan.cost for plan in decided.values()),
            lower=fixed + sum(plan.lower for plan in decided.values()),
            labels=sum(plan.labels for plan in decided.values()),
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
        keep: Cents | None = sum(bought.cost for bought in self.materials.values())
        best: Cents | None = keep
        for scope, planner in self.planners.items():
            kept = planner.keep(outcome.decided[scope], calls[scope])
            found = planner.solve(
                "best", calls[scope], deadline, NEVER if kept is None else kept - 1
            )
            # Nothing below what is kept was found, so what is kept is the best.
            least = found.cost if isinstance(found, GroupPlan) else kept
            keep = None if keep is None or kept is None else keep + kept
            best = None if best is None or least is None else best + least
        return Regret(keep, best)

    def questions(self, best: Outcome) -> dict[str, tuple[str, ...]]:
        """The tier's count; a pack's year where it could end in the horizon; the month
        where QPS is bought by it.
        """
        planners, readings = self.planners.values(), self.facts.readings
        found: dict[str, tuple[str, ...]] = {}
        if any(planner.tiers_matter() for planner in planners):
            found["tier_basis"] = ("billable", "total")
            # Without free calls this reading is the first one.
            if any(planner.free_matters() for planner in planners):
                found["tier_basis"] = ("billable", "after_paid_packs", "total")
        if any(planner.validity_matters() for planner in planners):
            found["pack_validity"] = tuple(ASSUMPTIONS["pack_validity"].choices)
        if self._months_matter(best):
            found["qps_month"] = tuple(ASSUMPTIONS["qps_month"].choices)
        return {
            id: tuple(value for value in values if value != readings.value(id))
            for id, values in found.items()
        }

    def _months_matter(self, best: Outcome) -> bool:
        """Whether QPS by the month is bought, or worth a thought under some reading."""
        items = [order.item for order in (*best.orders, *self.facts.written.orders)]
        if any(isinstance(item, QpsOrder) and item.months for item in items):
            return True
        # Another month may be long enough to serve what this one does not.
        for reading in ASSUMPTIONS["qps_month"].choices:
            readings = self.facts.readings.other("qps_month", reading)
            facts = self.facts._replace(readings=readings)
            for name, planner in self.planners.items():
                if planner.months_matter() and GroupPlanner(facts, name).has_months():
                    return True
        return False

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
