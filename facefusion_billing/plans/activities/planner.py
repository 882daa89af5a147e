"""The planner of a book with activities: a licence for each, and the shared packs and
postpaid calls of all.

The ways to license an activity leave calls to the pool; combinations of ways are
searched with bounds, and the pool of each is planned exactly.
"""

from collections.abc import Sequence
from datetime import date
from itertools import chain, pairwise

from facefusion_billing.billing.metered import Calls
from facefusion_billing.model.assumptions import ASSUMPTIONS
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import PLAN_NAMES, BreakEven, Reason
from facefusion_billing.plans.activities.licence_options import (
    Activity,
    LicenceOption,
    why_none,
)
from facefusion_billing.plans.activities.orders import activity_orders, activity_usage
from facefusion_billing.plans.activities.pool import ActivityPool
from facefusion_billing.plans.activities.splits import (
    MOST_SPLITS,
    Split,
    Splits,
    least_bounds,
    least_left_out,
)
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.planner import Outcome, Regret
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.combinations import Choice, Indices, Pricing, combine
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.problem import PoolPlan
from facefusion_billing.solver.replay import replay
from facefusion_billing.solver.solve import solve
from facefusion_billing.startup.record import NamedTuple


class AccountPlan(NamedTuple):
    """A plan of the account: the way of each activity, and the plan of their pool."""

    ways: tuple[LicenceOption, ...]
    pool: PoolPlan


class ActivitiesPlanner:
    """Plans all activities on the facts."""

    def __init__(self, facts: PlanFacts) -> None:
        self.facts = facts
        self.pool = ActivityPool(facts)
        self.activities = [
            Activity(facts, name, self.pool.days)
            for name in sorted(facts.scenario.usage)
        ]

    # Plans.

    def solve(
        self, name: str, calls: Calls, deadline: Deadline | None = None
    ) -> Outcome:
        """The cheapest plan of a kind."""
        if name in ("qps_month", "qps_day"):
            return Outcome(None, 0, 0, 0, (Reason("no_qps_mode", ACCOUNT),))
        deadline = deadline or Deadline()
        ways = [
            activity.ways(self.pool.days, calls[activity.name], deadline)
            for activity in self.activities
        ]
        if name == "with_renewals":
            ways = [_renewed(own) for own in ways]
        splitting = {
            a.name
            for a in self.activities
            if self.facts.limits.allow_split or a.must_split()
        }
        for index, activity in enumerate(self.activities):
            if not ways[index] and activity.name in splitting:
                ways[index] = Splits(activity).some_split(
                    self.pool.days, calls[activity.name]
                )
        missing = [
            activity
            for activity, own in zip(self.activities, ways, strict=True)
            if not own
        ]
        if missing:
            return Outcome(None, 0, 0, 0, tuple(map(why_none, missing)))
        found = self._combined(name, ways, deadline)
        if splitting and found.decided is not None:
            return self._with_splits(name, ways, splitting, calls, found, deadline)
        return found

    def _with_splits(
        self,
        name: str,
        ways: Sequence[list[LicenceOption]],
        splitting: set[str],
        calls: Calls,
        known: Outcome,
        deadline: Deadline | None,
    ) -> Outcome:
        """The cheapest plan with some activities as several, where one plan is known.

        Each by its most promising way is priced first; then all that their bounds
        leave.
        """
        rate = self.pool.least_rate(ways)
        owned = self.pool.owned_value(rate)
        splits: list[list[Split]] = []
        for activity in self.activities:
            found: list[Split] = []
            if activity.name in splitting:
                found = Splits(activity).splits(
                    calls[activity.name], known.cost + owned, rate
                )
            splits.append(found)
        least = least_bounds(ways, splits, rate)
        # The most promising split of each, for a cost that no other need exceed.
        first = self._combined(
            name, self._grown(ways, [found[:1] for found in splits], calls), deadline
        )
        cost = known.cost
        if first.decided is not None:
            cost = min(cost, first.cost)
        slack = cost + owned - sum(least)
        hopeful: list[list[Split]] = []
        for found, own in zip(splits, least, strict=True):
            hopeful.append([split for split in found if split.bound - own <= slack])
        grown = self._grown(ways, [found[:MOST_SPLITS] for found in hopeful], calls)
        best = self._with_divided_calls(self._combined(name, grown, deadline), calls)
        beyond = least_left_out(hopeful, least)
        if beyond is None:
            return best
        return best._replace(lower=min(best.lower, sum(least) + beyond - owned))

    def _with_divided_calls(self, outcome: Outcome, calls: Calls) -> Outcome:
        """The plan with the calls of its splits divided among their parts."""
        if outcome.decided is None:
            return outcome
        ways = []
        for activity, way in zip(self.activities, outcome.decided.ways, strict=True):
            own = (
                Splits(activity).split_way(
                    way.packages, self.pool.days, calls[activity.name]
                )
                if way.packages
                else way
            )
            assert own is not None
            ways.append(own)
        return self._decided(tuple(ways), outcome)

    def _decided(self, ways: tuple[LicenceOption, ...], outcome: Outcome) -> Outcome:
        """An outcome with the orders and the usage of its ways."""
        pool = outcome.decided.pool
        pairs = list(zip(self.activities, ways, strict=True))
        return outcome._replace(
            decided=AccountPlan(ways, pool),
            orders=tuple(
                chain(
                    *(activity_orders(*pair) for pair in pairs), self.pool.orders(pool)
                )
            ),
            usage={
                use.name: use
                for activity, way in pairs
                for use in activity_usage(activity, way)
            },
        )

    def _grown(
        self,
        ways: Sequence[list[LicenceOption]],
        splits: Sequence[Sequence[Split]],
        calls: Calls,
    ) -> list[list[LicenceOption]]:
        """The ways with those of some splits."""
        grown = []
        for activity, own, chosen in zip(self.activities, ways, splits, strict=True):
            found = (
                Splits(activity).together(split, self.pool.days, calls[activity.name])
                for split in chosen
            )
            grown.append(
                sorted(
                    [*own, *(way for way in found if way is not None)],
                    key=lambda way: way.cost,
                )
            )
        return grown

    def _combined(
        self,
        name: str,
        ways: Sequence[list[LicenceOption]],
        deadline: Deadline | None,
    ) -> Outcome:
        """The cheapest combination of ways with the plan of its pool."""
        kind = "best" if name == "with_renewals" else name

        def chosen(indices: Indices) -> list[LicenceOption]:
            return [own[index] for own, index in zip(ways, indices, strict=True)]

        pricing = Pricing(
            lambda indices: solve(self.pool.problem(kind, chosen(indices)), deadline),
            lambda indices: self.pool.relaxed(kind, chosen(indices), deadline),
        )
        choices = [[self._choice(way, own[0]) for way in own] for own in ways]
        alike = [False, *(_same(own, before) for before, own in pairwise(ways))]
        found = combine(choices, alike[: len(ways)], pricing, deadline)
        if found.indices is None or found.pool is None or found.pool.plan is None:
            missing = "no_packs" if name == "packs" else "no_pay_as_you_go"
            return Outcome(None, 0, 0, found.tries, (Reason(missing, ACCOUNT),))
        best = tuple(chosen(found.indices))
        whole = self.pool.whole_cents and all(a.is_whole() for a in self.activities)
        plan = Outcome(
            decided=AccountPlan(best, found.pool.plan),
            cost=found.cost,
            lower=found.lower if whole else 0,
            labels=found.pool.labels + found.tries - 1,
        )
        if any(way.packages for way in best):
            return plan
        return self._decided(best, plan)

    def _choice(self, way: LicenceOption, first: LicenceOption) -> Choice:
        """A way beside the one that costs least by itself."""
        if way.free != first.free and self._counts_free():
            return Choice(way.cost, -NEVER)
        loss = way.cost - first.cost - self.pool.saved(way, first)
        return Choice(way.cost, 0 if way is first else loss)

    def _counts_free(self) -> bool:
        return self.facts.readings.value("tier_basis") == "after_paid_packs"

    def regret(
        self, outcome: Outcome, calls: Calls, deadline: Deadline | None = None
    ) -> Regret:
        """The plan and the best one with other calls."""
        keep = self._keep(outcome, calls)
        found = self.solve("best", calls, deadline)
        return Regret(keep, found.cost if found.decided is not None else None)

    def _keep(self, outcome: Outcome, calls: Calls) -> Cents | None:
        """The plan with other calls: the same licences and packs; None where a call or
        a peak is not served.
        """
        ways = []
        for activity, way in zip(self.activities, outcome.decided.ways, strict=True):
            own = calls[activity.name]
            if len(way.parts) > 1:
                parts = Splits(activity).parts(
                    [part.licences[0][1] for part in way.parts], own
                )
            else:
                parts = (way.parts[0]._replace(calls=own),)
            again = activity.way(parts, self.pool.days, own)
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
        if self.facts.limits.allow_split or any(
            activity.must_split() for activity in self.activities
        ):
            found.append("split")
        if self.facts.limits.allow_throttling:
            found.append("throttled")
        several = len(self.activities) > 1 or self.facts.limits.allow_split
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


def _same(own: Sequence[LicenceOption], before: Sequence[LicenceOption]) -> bool:
    """Whether two activities have the same ways, so that swapping their choices changes
    nothing.
    """
    keys = [
        [(w.cost, w.rests, w.free, w.packs, w.grants, w.licensed) for w in ways]
        for ways in (own, before)
    ]
    return keys[0] == keys[1]
