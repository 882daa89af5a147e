"""The planner of a book with activities: a licence for each, and the shared packs and
postpaid calls of all.
"""

from datetime import date

from facefusion_billing.billing.metered import Calls
from facefusion_billing.model.assumptions import ASSUMPTIONS
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import PLAN_NAMES, BreakEven, Reason
from facefusion_billing.plans.activities.account import Account
from facefusion_billing.plans.activities.licence_options import LicenceOption, why_none
from facefusion_billing.plans.activities.split_plans import SplitPlans
from facefusion_billing.plans.activities.splits import Splits
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.planner import Outcome, Regret
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.replay import replay


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
        found = self._solve(name, calls, deadline or Deadline())
        if found.decided is not None:
            return self.account.with_orders(found)
        return found

    def _solve(self, name: str, calls: Calls, deadline: Deadline) -> Outcome:
        """The same without its orders."""
        if name in ("qps_month", "qps_day"):
            return Outcome(None, 0, 0, 0, (Reason("no_qps_mode", ACCOUNT),))
        ways = [
            own.ways(self.pool.days, calls[own.activity.name], deadline)
            for own in self.options
        ]
        if name == "with_renewals":
            ways = [_renewed(own) for own in ways]
        kind = "best" if name == "with_renewals" else name
        splitting = self._splitting()
        renewed = name == "with_renewals"
        splits = SplitPlans(self.account, calls, splitting, kind, renewed=renewed)
        ways = [own or splits.some_split(number) for number, own in enumerate(ways)]
        pairs = zip(self.activities, ways, strict=True)
        missing = [activity for activity, own in pairs if not own]
        if missing:
            return Outcome(None, 0, 0, 0, tuple(map(why_none, missing)))
        found = self.account.combined(kind, ways, deadline)
        if splitting and found.decided is not None:
            return splits.best(ways, found, deadline)
        return found

    def _splitting(self) -> set[str]:
        """The activities that may be several."""
        allowed = self.facts.limits.allow_split
        return {own.name for own in self.activities if allowed or own.must_split()}

    def regret(
        self, outcome: Outcome, calls: Calls, deadline: Deadline | None = None
    ) -> Regret:
        """The plan and the best one with other calls."""
        keep = self._keep(outcome, calls)
        found = self._solve("best", calls, deadline or Deadline())
        return Regret(keep, found.cost if found.decided is not None else None)

    def _keep(self, outcome: Outcome, calls: Calls) -> Cents | None:
        """The plan with other calls: the same licences and packs; None where a call or
        a peak is not served.
        """
        ways = []
        for options, way in zip(self.options, outcome.decided.ways, strict=True):
            own = calls[options.activity.name]
            if len(way.parts) > 1:
                renewed = len(way.parts[0].licences) > 1
                parts = Splits(options, renewed=renewed).parts(
                    [part.licences[0][1] for part in way.parts], own
                )
            else:
                parts = (way.parts[0]._replace(calls=own),)
            again = options.way(parts, self.pool.days, own)
            # Only what was bought is kept: an upgrade that it needs in addition was
            # not.
            if again is None or not set(again.upgrades) <= set(way.upgrades):
                return None
            ways.append(again._replace(cost=way.cost))
        problem = self.pool.problem("best", ways)
        cost = replay(problem, outcome.decided.pool) + sum(way.cost for way in ways)
        if cost < NEVER:
            return cost
        return None

    def questions(self, best: Outcome) -> dict[str, tuple[str, ...]]:
        """The tier's count and whose it is, whose licence packs are, the QPS of a licence
        whose text has two; when packs end and what follows a licence, where they can
        end in the horizon.
        """
        sold, asked = self.pool.sold, list[str]()
        if sold.pay_as_you_go and len(sold.pay_as_you_go.tiers) > 1:
            asked.append("tier_basis")
            if len(self.activities) > 1:
                asked.append("postpaid_scope")
        if sold.licences and self.activities:
            asked.append("licence_pack_scope")
        has_two = any(row.qps_reading for row in sold.licences.values())
        if has_two and any(activity.use.peaks for activity in self.activities):
            asked.append("licence_3_qps")
        if self.pool.validity_matters():
            asked.append("pack_validity")
        if any(activity.can_end() for activity in self.activities):
            asked.append("licence_end")
        readings = self.facts.readings
        return {
            id: tuple(v for v in ASSUMPTIONS[id].choices if v != readings.value(id))
            for id in asked
        }

    def break_even(self, outcome: Outcome, calls: Calls) -> list[BreakEven]:
        """The postpaid calls of a month from which each shared pack costs no more."""
        return self.pool.break_even()

    def space(self) -> tuple[str, ...]:
        """The decision days as the rules name them, activities whole or split."""
        limits = self.facts.limits
        found = ["activities", "every_day" if limits.every_day else "decision_days"]
        must = any(activity.must_split() for activity in self.activities)
        if limits.allow_split or must:
            found.append("split")
        if limits.allow_throttling:
            found.append("throttled")
        several = len(self.activities) > 1 or limits.allow_split
        own = self.facts.readings.value("postpaid_scope") == "activity"
        if several and own:
            return (*found, "own_tiers")
        return tuple(found)

    def days(self) -> dict[str, tuple[date, ...]]:
        """The decision days of all activities together."""
        return {ACCOUNT: self.pool.days}

    @property
    def names(self) -> tuple[str, ...]:
        """The plans that are compared."""
        names = PLAN_NAMES[1:-1]
        bills_on = any(a.bills_on and a.renews() for a in self.activities)
        if bills_on:
            return (*names, "with_renewals")
        return names


def _renewed(ways: list[LicenceOption]) -> list[LicenceOption]:
    """The ways with as many licences as any."""
    longest = max((len(way.parts[0].licences) for way in ways), default=0)
    return [way for way in ways if len(way.parts[0].licences) == longest]
