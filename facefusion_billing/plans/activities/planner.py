"""The planner of a book with activities: a licence for each, and the shared packs and
postpaid calls of all.

The ways to license an activity leave calls to the pool; combinations of ways are
searched with bounds, and the pool of each is planned exactly.
"""

from collections.abc import Sequence
from itertools import chain, pairwise

from facefusion_billing.billing.metered import Calls
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import BreakEven, Reason
from facefusion_billing.plans.activities.licence_options import Activity, Way, why_none
from facefusion_billing.plans.activities.orders import activity_orders, activity_usage
from facefusion_billing.plans.activities.pool import ActivityPool, Floors, bound
from facefusion_billing.plans.activities.splits import Split, Splits
from facefusion_billing.plans.baseline import PlanFacts, switched_off
from facefusion_billing.plans.planner import Late, Outcome, Regret
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.combinations import Choice, combine
from facefusion_billing.solver.problem import PoolPlan
from facefusion_billing.solver.replay import replay
from facefusion_billing.solver.solve import solve
from facefusion_billing.startup.record import NamedTuple

MOST_SPLITS = 300
"""Ways to split an activity that are priced; the bound of the first left out bounds the
answer.
"""


class AccountPlan(NamedTuple):
    """A plan of the account: the way of each activity, and the plan of their pool."""

    ways: tuple[Way, ...]
    pool: PoolPlan


class ActivitiesPlanner:
    """Plans all activities on the facts."""

    def __init__(self, ground: PlanFacts) -> None:
        self.ground = ground
        self.activities = [
            Activity(ground, name) for name in sorted(ground.scenario.usage)
        ]
        self.pool = ActivityPool(ground, self.activities)
        self.blocked = switched_off(ground)

    # Plans.

    def solve(self, name: str, calls: Calls, late: Late | None = None) -> Outcome:
        """The cheapest plan of a kind."""
        if name in ("qps_month", "qps_day"):
            return Outcome(None, 0, 0, 0, (Reason("no_qps_mode", ACCOUNT),))
        ways = [
            activity.ways(self.pool.segments, calls[activity.name])
            for activity in self.activities
        ]
        splitting = {
            a.name
            for a in self.activities
            if self.ground.limits.allow_split or a.must_split()
        }
        for index, activity in enumerate(self.activities):
            if not ways[index] and activity.name in splitting:
                ways[index] = Splits(activity).some_split(
                    self.pool.segments, calls[activity.name]
                )
        missing = [
            activity
            for activity, own in zip(self.activities, ways, strict=True)
            if not own
        ]
        if self.blocked or missing:
            return Outcome(None, 0, 0, 0, (*self.blocked, *map(why_none, missing)))
        found = self._combined(name, ways, late)
        if splitting and found.decided is not None:
            return self._with_splits(name, ways, splitting, calls, found, late)
        return found

    def _with_splits(
        self,
        name: str,
        ways: Sequence[list[Way]],
        splitting: set[str],
        calls: Calls,
        known: Outcome,
        late: Late | None,
    ) -> Outcome:
        """The cheapest plan with some activities as several, where one plan is known.

        Each by its most promising way is priced first; then all that their bounds
        leave.
        """
        rate = self.pool.least_rate(ways)
        splits = [
            Splits(activity).splits(
                calls[activity.name], known.cost + self.pool.held_value(rate), rate
            )
            if activity.name in splitting
            else []
            for activity in self.activities
        ]
        least = [
            min(
                [
                    *(bound(way, rate) for way in own),
                    *(split.bound for split in found[:1]),
                ]
            )
            for own, found in zip(ways, splits, strict=True)
        ]
        first = self._combined(
            name, self._grown(ways, [found[:1] for found in splits], calls), late
        )
        cost = min(known.cost, first.cost) if first.decided is not None else known.cost
        slack = cost + self.pool.held_value(rate) - sum(least)
        hopeful = [
            [split for split in found if split.bound - own <= slack]
            for found, own in zip(splits, least, strict=True)
        ]
        beyond = min((found[MOST_SPLITS].bound - own for found, own in zip(hopeful, least, strict=True)
                      if len(found) > MOST_SPLITS), default=None)  # fmt: skip
        grown = self._grown(ways, [found[:MOST_SPLITS] for found in hopeful], calls)
        best = self._with_divided_calls(self._combined(name, grown, late), calls)
        if beyond is None:
            return best
        return best._replace(
            lower=min(best.lower, sum(least) + beyond - self.pool.held_value(rate))
        )

    def _with_divided_calls(self, outcome: Outcome, calls: Calls) -> Outcome:
        """The plan with the calls of its splits divided among their parts."""
        if outcome.decided is None:
            return outcome
        ways = []
        for activity, way in zip(self.activities, outcome.decided.ways, strict=True):
            own = (
                Splits(activity).split_way(
                    way.packages, self.pool.segments, calls[activity.name]
                )
                if way.packages
                else way
            )
            assert own is not None
            ways.append(own)
        return self._decided(tuple(ways), outcome)

    def _decided(self, ways: tuple[Way, ...], outcome: Outcome) -> Outcome:
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
        self, ways: Sequence[list[Way]], splits: Sequence[Sequence[Split]], calls: Calls
    ) -> list[list[Way]]:
        """The ways with those of some splits."""
        grown = []
        for activity, own, chosen in zip(self.activities, ways, splits, strict=True):
            found = (
                Splits(activity).together(
                    split, self.pool.segments, calls[activity.name]
                )
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
        self, name: str, ways: Sequence[list[Way]], late: Late | None
    ) -> Outcome:
        """The cheapest combination of ways with the plan of its pool."""
        rate = self.pool.least_rate(ways)
        floors = Floors(self.pool, name, ways)
        found = combine(
            [[Choice(way.cost, bound(way, rate)) for way in own] for own in ways],
            [False, *(_same(own, before) for before, own in pairwise(ways))][
                : len(ways)
            ],
            lambda indices: solve(
                self.pool.world(
                    name, [own[index] for own, index in zip(ways, indices, strict=True)]
                ),
                late,
            ),
            floors.of,
            -self.pool.held_value(rate),
            late,
        )
        if found.indices is None or found.pool is None or found.pool.plan is None:
            reason = Reason(
                "no_packs" if name == "packs" else "no_pay_as_you_go", ACCOUNT
            )
            return Outcome(None, 0, 0, found.tries, (reason,))
        chosen = tuple(
            own[index] for own, index in zip(ways, found.indices, strict=True)
        )
        plan = Outcome(
            AccountPlan(chosen, found.pool.plan), found.cost, found.lower, found.tries
        )
        return (
            plan if any(way.packages for way in chosen) else self._decided(chosen, plan)
        )

    def regret(
        self, outcome: Outcome, calls: Calls, late: Late | None = None
    ) -> Regret:
        """The plan and the best one with other calls."""
        keep = self._keep(outcome, calls)
        found = self.solve("best", calls, late)
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
            again = activity.way(parts, self.pool.segments, own)
            if again is None or not set(again.upgrades) <= set(way.upgrades):
                return None
            ways.append(again._replace(cost=way.cost))
        world = self.pool.world("best", ways)
        cost = replay(world, outcome.decided.pool) + sum(way.cost for way in ways)
        return cost if cost < NEVER else None

    def questions(self, best: Outcome) -> dict[str, tuple[str, ...]]:
        """The tier's count, whose licence packs are, and the QPS of a licence whose
        text has two.
        """
        sold, found = self.pool.sold, dict[str, tuple[str, ...]]()
        if sold.pay_as_you_go and len(sold.pay_as_you_go.tiers) > 1:
            found["tier_basis"] = ("billable", "after_paid_packs", "total")
        if sold.licences and len(self.activities) > 0:
            found["licence_pack_scope"] = ("own_activity", "account")
        if any(row.qps_reading for row in sold.licences.values()) and any(
            a.use.peaks for a in self.activities
        ):
            found["licence_3_qps"] = ("50", "500")
        readings = self.ground.readings
        return {
            id: tuple(value for value in values if value != readings.value(id))
            for id, values in found.items()
        }

    def break_even(self, outcome: Outcome, calls: Calls) -> list[BreakEven]:
        """The postpaid calls of a month from which each shared pack costs no more."""
        return self.pool.break_even()

    def space(self) -> tuple[str, ...]:
        """Months and days as the rules name them, activities whole or split."""
        found = ["activities"]
        if self.ground.limits.allow_split or any(
            activity.must_split() for activity in self.activities
        ):
            found.append("split")
        if self.ground.limits.allow_throttling:
            found.append("throttled")
        return tuple(found)


def _same(own: Sequence[Way], before: Sequence[Way]) -> bool:
    """Whether two activities have the same ways, so that swapping their choices changes
    nothing.
    """
    keys = [
        [(w.cost, w.rests, w.free, w.packs, w.grants, w.licensed) for w in ways]
        for ways in (own, before)
    ]
    return keys[0] == keys[1]
