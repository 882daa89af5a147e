"""The plan of an account: a way to license each activity, and the plan of their pool.

The ways leave calls to the pool; combinations of ways are searched with bounds, and the
pool of each is planned exactly.
"""

from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import Reason
from facefusion_billing.plans.activities.activity import Activity
from facefusion_billing.plans.activities.licence_options import (
    LicenceOption,
    LicenceOptions,
)
from facefusion_billing.plans.activities.orders import activity_orders, activity_usage
from facefusion_billing.plans.activities.pool import ActivityPool
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.planner import Outcome
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.combinations import (
    MOST_TRIES,
    Choice,
    Indices,
    Pricing,
    combine,
)
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.problem import PoolPlan
from facefusion_billing.solver.solve import Solved, solve
from facefusion_billing.startup.record import NamedTuple

FEW_TRIES = 200
"""Combinations tried for a plan that is listed beside the best one and proves nothing."""
Ways = Sequence[list[LicenceOption]]
"""The ways of each activity, the one that costs least by itself first."""


class AccountPlan(NamedTuple):
    """A plan of the account: the way of each activity, and the plan of their pool."""

    ways: tuple[LicenceOption, ...]
    pool: PoolPlan


class Account:
    """All activities on the facts, and their pool."""

    def __init__(self, facts: PlanFacts) -> None:
        self.facts, self.pool = facts, ActivityPool(facts)
        self.activities = [
            Activity(facts, name, self.pool.days)
            for name in sorted(facts.scenario.usage)
        ]
        self.options = [LicenceOptions(activity) for activity in self.activities]

    def combined(self, name: str, ways: Ways, deadline: Deadline) -> Outcome:
        """The cheapest combination of ways with the plan of its pool, as yet without
        its orders.
        """

        def chosen(indices: Indices) -> list[LicenceOption]:
            return [own[index] for own, index in zip(ways, indices, strict=True)]

        def exact(indices: Indices, ceiling: Cents) -> Solved:
            problem = self.pool.problem(name, chosen(indices))
            return solve(problem, deadline, ceiling=ceiling)

        def relaxed(indices: Indices, ceiling: Cents) -> Cents:
            return self.pool.relaxed(name, chosen(indices), ceiling, deadline)

        pricing = Pricing(exact, relaxed)
        choices = [[self._choice(way, own[0]) for way in own] for own in ways]
        alike = [False, *(_same(own, before) for before, own in pairwise(ways))]
        tries = MOST_TRIES if name == "best" else FEW_TRIES
        found = combine(choices, alike[: len(ways)], pricing, deadline, tries)
        if found.indices is None or found.pool is None or found.pool.plan is None:
            missing = "no_packs" if name == "packs" else "no_pay_as_you_go"
            return Outcome(None, 0, 0, found.tries, (Reason(missing, ACCOUNT),))
        best = tuple(chosen(found.indices))
        # Where a row of licences was left out, or prices have parts of a cent, nothing is
        # proved.
        whole = self.pool.whole_cents and all(own.is_whole() for own in self.options)
        return Outcome(
            decided=AccountPlan(best, found.pool.plan),
            cost=found.cost,
            lower=found.lower if whole else 0,
            labels=found.pool.labels + found.tries - 1,
        )

    def _choice(self, way: LicenceOption, first: LicenceOption) -> Choice:
        """A way beside the one that costs least by itself."""
        # Free calls move the tier then, by how much only the pool can tell: no loss is
        # sure, so none excludes the way.
        if way.free != first.free and self._counts_free():
            return Choice(way.cost, -NEVER)
        loss = way.cost - first.cost - self.pool.saved(way, first)
        return Choice(way.cost, 0 if way is first else loss)

    def _counts_free(self) -> bool:
        return self.facts.readings.value("tier_basis") == "after_paid_packs"

    def with_orders(self, outcome: Outcome) -> Outcome:
        """An outcome with the orders and the usage of its ways."""
        ways, pool = outcome.decided.ways, outcome.decided.pool
        pairs = list(zip(self.activities, ways, strict=True))
        bought = chain.from_iterable(activity_orders(*pair) for pair in pairs)
        usage = chain.from_iterable(activity_usage(*pair) for pair in pairs)
        return outcome._replace(
            orders=(*bought, *self.pool.orders(pool)),
            usage={use.name: use for use in usage},
        )


def _same(own: Iterable[LicenceOption], before: Iterable[LicenceOption]) -> bool:
    """Whether two activities have the same ways, so that swapping their choices changes
    nothing.
    """
    return [_what_counts(way) for way in own] == [_what_counts(way) for way in before]


def _what_counts(way: LicenceOption) -> tuple[object, ...]:
    return way.cost, way.rests, way.free, way.packs, way.grants, way.licensed
