"""The planner of a book with activities: a licence for each, and the shared packs and
postpaid calls of all.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from facefusion_billing.billing.metered import Calls
from facefusion_billing.model.assumptions import ASSUMPTIONS
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import PLAN_NAMES, BreakEven, Reason
from facefusion_billing.model.scenario import Order
from facefusion_billing.plans.activities.account import Account
from facefusion_billing.plans.activities.activity import Part
from facefusion_billing.plans.activities.late_renewals import (
    lower_with_late,
    renewed_later,
)
from facefusion_billing.plans.activities.licence_options import (
    LicenceOption,
    LicenceOptions,
    why_none,
)
from facefusion_billing.plans.activities.orders import activity_orders
from facefusion_billing.plans.activities.split_plans import SplitPlans
from facefusion_billing.plans.activities.splits import Splits
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.planner import (
    Outcome,
    Regret,
    Shelf,
    no_plan,
    other_values,
    shelf,
)
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.replay import replay

WITH_RENEWALS = "with_renewals"
"""The plan whose licences are renewed, where activities are billed on without."""


class ActivitiesPlanner:
    """Plans all activities on the facts."""

    def __init__(self, facts: PlanFacts) -> None:
        self.facts, self.account = facts, Account(facts)
        self.pool, self.options = self.account.pool, self.account.options
        self.activities = self.account.activities

    def solve(
        self, name: str, calls: Calls, deadline: Deadline | None = None
    ) -> Outcome:
        """The cheapest plan of a kind."""
        if name in ("qps_month", "qps_day"):
            return no_plan([Reason("no_qps_mode", ACCOUNT)])
        found = self._solve(name, calls, deadline or Deadline())
        if found.decided is not None:
            return self.account.with_orders(found)
        return found

    def best_beside(
        self,
        known: Outcome,
        calls: Calls,
        deadline: Deadline | None = None,
    ) -> Outcome:
        """The cheapest plan."""
        return self.solve("best", calls, deadline)

    def _solve(
        self, name: str, calls: Calls, deadline: Deadline, ceiling: Cents = NEVER
    ) -> Outcome:
        """The same without its orders; none where all cost more than a ceiling."""
        renewed, splitting = name == WITH_RENEWALS, self._splitting()
        kind = "best" if renewed else name
        if splitting:
            # Dearer than that as wholes, they may be cheaper in parts.
            ceiling = NEVER
        splits = SplitPlans(self.account, calls, splitting, kind, renewed=renewed)
        ways = self._ways(calls, splits, deadline, renewed=renewed)
        if not all(ways):
            return no_plan(self._why_none(ways))
        found = self.account.combined(kind, ways, deadline, ceiling)
        if found.decided is None:
            return found
        if splitting:
            return splits.best(ways, found, deadline)
        if name == "best":
            return found._replace(
                lower=lower_with_late(self.account, ways, found, deadline)
            )
        return found

    def _ways(
        self, calls: Calls, splits: SplitPlans, deadline: Deadline, *, renewed: bool
    ) -> list[list[LicenceOption]]:
        """The ways of each activity as a whole (of those that renew its licences alone,
        where that is asked), or one that splits it where there are none.
        """
        days, found = self.pool.days, []
        for number, options in enumerate(self.options):
            ways = options.ways(days, calls[options.activity.name], deadline)
            held = options.holding(ways)
            # Beside a licence that is a fact nothing is split: the core says what lacks.
            if not held and options.activity.terms:
                held = ways
            if renewed:
                held = _renewed(held)
            found.append(held or splits.some_split(number))
        return found

    def _why_none(self, ways: list[list[LicenceOption]]) -> Iterator[Reason]:
        """Why there is no plan: the activities that nothing serves."""
        for activity, own in zip(self.activities, ways, strict=True):
            if not own:
                yield why_none(activity)

    def _splitting(self) -> set[str]:
        """The activities that may be several."""
        return {own.name for own in self.activities if self.facts.may_split(own.name)}

    def regret(
        self, outcome: Outcome, calls: Calls, deadline: Deadline | None = None
    ) -> Regret:
        """The plan and the best one with other calls; where nothing costs less than the
        plan, it is the best one.
        """
        keep = self._keep(outcome, calls)
        ceiling = NEVER if keep is None else keep - 1
        # Other calls begin, and use up the free ones, on days of their own.
        there = ActivitiesPlanner(self.facts._replace(calls=calls))
        found = there._solve("best", calls, deadline or Deadline(), ceiling)
        return Regret(keep, keep if found.decided is None else found.cost)

    def _keep(self, outcome: Outcome, calls: Calls) -> Cents | None:
        """The plan with other calls: the same licences and packs; None where a call or
        a peak is not served.
        """
        ways = []
        for options, way in zip(self.options, outcome.decided.ways, strict=True):
            kept = self._kept(options, way, calls[options.activity.name])
            if kept is None:
                return None
            ways.append(kept)
        problem = self.pool.problem("best", ways)
        cost = replay(problem, outcome.decided.pool) + sum(way.cost for way in ways)
        if cost < NEVER:
            return cost
        return None

    def _kept(
        self, options: LicenceOptions, way: LicenceOption, calls: DailyCalls
    ) -> LicenceOption | None:
        """A way with other calls; None where something would have to be added to it."""
        first = way.parts[0]
        parts: tuple[Part, ...] = (first._replace(calls=calls),)
        if len(way.parts) > 1:
            splits = Splits(options, renewed=len(first.licences) > 1)
            packages = [part.licences[0].package for part in way.parts]
            parts = splits.parts(packages, calls)
        again = options.way(parts, self.pool.days, calls)
        if again is None:
            return None
        # Only what was bought is kept: an upgrade that it needs in addition was not.
        needed = options.upgrades.of_parts(parts, calls)
        if needed and not set(needed) <= set(options.upgrades_of(way)):
            return None
        return again._replace(cost=way.cost)

    def questions(self, best: Outcome) -> dict[str, tuple[str, ...]]:
        """The tier's count and whose it is, whose licence packs are, the QPS of a licence
        whose text has two; when packs end and what follows a licence, where they can
        end in the horizon.
        """
        readings = self.facts.readings
        return {
            id: other_values(readings, id, ASSUMPTIONS[id].choices)
            for id in self._in_question()
        }

    def _in_question(self) -> Iterator[str]:
        """The assumptions that such a question is about."""
        sold = self.pool.sold
        if sold.pay_as_you_go and len(sold.pay_as_you_go.tiers) > 1:
            yield "tier_basis"
            if len(self.activities) > 1:
                yield "postpaid_scope"
        if sold.licences and self.activities:
            yield "licence_pack_scope"
        has_two = any(row.qps_reading for row in sold.licences.values())
        if has_two and any(activity.use.peaks for activity in self.activities):
            yield "licence_3_qps"
        if self.pool.validity_matters():
            yield "pack_validity"
        if any(activity.can_end() for activity in self.activities):
            yield "licence_end"

    def break_even(self, outcome: Outcome, calls: Calls) -> list[BreakEven]:
        """The postpaid calls of a month from which each shared pack costs no more."""
        return self.pool.break_even()

    def bound(
        self,
        calls: Calls,
    ) -> Cents:
        """Nothing is known of licences and their pool without a search."""
        return 0

    def space(self) -> tuple[str, ...]:
        """The decision days as the rules name them, activities whole or split."""
        limits = self.facts.limits
        found = ["activities", "every_day" if limits.every_day else "decision_days"]
        if self._splitting() or limits.allow_split:
            found.append("split")
        if limits.allow_throttling:
            found.append("throttled")
        if self.facts.has_own_tiers:
            found.append("own_tiers")
        return tuple(found)

    def days(self) -> dict[str, tuple[date, ...]]:
        """The decision days of all activities together."""
        return {ACCOUNT: self.pool.days}

    def shelves(self) -> Iterator[Shelf]:
        """The packs of the account."""
        yield shelf(self.facts, None, self.pool.catalogue.sizes, self.pool.days)

    def licensed_otherwise(self, outcome: Outcome) -> Iterator[tuple[Order, ...]]:
        """The orders of a plan with one activity licensed in each other way; one that is
        split stays so.
        """
        for options in self.options:
            name = options.activity.name
            if outcome.usage.get(name) != self.facts.scenario.usage[name]:
                continue
            others = [order for order in outcome.orders if order.scope != name]
            for way in self._other_ways(options, outcome.orders):
                yield (*activity_orders(options, way), *others)

    def _other_ways(
        self, options: LicenceOptions, orders: Sequence[Order]
    ) -> Iterator[LicenceOption]:
        """The ways of an activity, and those with a late licence more."""
        name, days = options.activity.name, self.pool.days
        calls = self.facts.calls[name]
        own = [order for order in orders if order.scope == name]
        ways = options.ways(days, calls, Deadline())
        later = renewed_later(options, own, days, calls)
        yield from options.holding([*ways, *later])

    @property
    def names(self) -> tuple[str, ...]:
        """The plans that are compared."""
        names = PLAN_NAMES[1:-1]
        if any(own.bills_on and own.renews() for own in self.activities):
            return (*names, WITH_RENEWALS)
        return names


def _renewed(ways: list[LicenceOption]) -> list[LicenceOption]:
    """The ways with as many licences as any."""
    longest = max((len(way.parts[0].licences) for way in ways), default=0)
    return [way for way in ways if len(way.parts[0].licences) == longest]
