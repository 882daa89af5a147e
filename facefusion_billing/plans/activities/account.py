"""The plan of an account: a way to license each activity, and the plan of their pool.

The ways leave calls to the pool; combinations of ways are searched with bounds, and the
pool of each is planned exactly.
"""

from collections.abc import Iterable
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
from facefusion_billing.plans.activities.pool import ANY_DAY, ActivityPool
from facefusion_billing.plans.activities.relaxation import Relaxation, Ways
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.planner import Outcome, no_plan
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.combinations import (
    MOST_TRIES,
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


class AccountPlan(NamedTuple):
    """A plan of the account: the way of each activity, and the plan of their pool."""

    ways: tuple[LicenceOption, ...]
    pool: PoolPlan


class _Combinations(NamedTuple):
    """The combinations of some ways in a plan of some kind."""

    pool: ActivityPool
    kind: str
    ways: Ways
    relaxation: Relaxation
    deadline: Deadline

    def chosen(self, indices: Indices) -> list[LicenceOption]:
        """The ways of a combination."""
        return [own[index] for own, index in zip(self.ways, indices, strict=True)]

    def exact(self, indices: Indices, ceiling: Cents) -> Solved:
        """The pool of a combination, solved up to a ceiling."""
        problem = self.pool.problem(self.kind, self.chosen(indices))
        # Where tiers are apart, what is found is where its neighbours are looked for,
        # and packs bought apart have more of them.
        simplest = not self.pool.facts.has_own_tiers
        return solve(problem, self.deadline, ceiling=ceiling, simplest=simplest)

    def bound(self, indices: Indices) -> Cents:
        """A cost that no plan of a combination is below."""
        return self.relaxation.bound(self.chosen(indices))


def _why_none(kind: str, deadline: Deadline) -> Reason:
    """Why there is no plan of a kind."""
    if deadline.out_of_time:
        return Reason("out_of_time", ACCOUNT)
    return Reason("no_packs" if kind == "packs" else "no_pay_as_you_go", ACCOUNT)


class Account:
    """All activities on the facts, and their pool."""

    def __init__(self, facts: PlanFacts) -> None:
        self.facts, self.pool = facts, ActivityPool(facts)
        self.activities = [
            Activity(facts, name, self.pool.days)
            for name in sorted(facts.scenario.usage)
        ]
        self.options = [LicenceOptions(activity) for activity in self.activities]

    def combined(
        self, kind: str, ways: Ways, deadline: Deadline, ceiling: Cents = NEVER
    ) -> Outcome:
        """The cheapest combination of ways that costs no more than a ceiling, with the
        plan of its pool, as yet without its orders; or none, with a bound of all.
        """
        relaxation = Relaxation(self.pool, kind, ways)
        all_ways = _Combinations(self.pool, kind, ways, relaxation, deadline)
        found = combine(
            choices=list(map(relaxation.choices, ways)),
            alike=_alike(ways),
            pricing=Pricing(all_ways.exact, all_ways.bound),
            deadline=deadline,
            most_tries=MOST_TRIES if kind in ("best", ANY_DAY) else FEW_TRIES,
            ceiling=ceiling,
        )
        lower = found.lower if self._is_whole() else 0
        if found.indices is None or found.pool is None or found.pool.plan is None:
            none = no_plan([_why_none(kind, deadline)], found.tries)
            return none._replace(lower=lower)
        chosen = tuple(all_ways.chosen(found.indices))
        return Outcome(
            decided=AccountPlan(chosen, found.pool.plan),
            cost=found.cost,
            lower=lower,
            labels=found.pool.labels + found.tries - 1,
        )

    def _is_whole(self) -> bool:
        """Whether a bound holds: no row of licences was left out, and no price has
        parts of a cent.
        """
        return self.pool.whole_cents and all(own.is_whole() for own in self.options)

    def with_orders(self, outcome: Outcome) -> Outcome:
        """An outcome with the orders and the usage of its ways."""
        ways, pool = outcome.decided.ways, outcome.decided.pool
        bought = chain.from_iterable(map(activity_orders, self.options, ways))
        usage = chain.from_iterable(map(activity_usage, self.activities, ways))
        return outcome._replace(
            orders=(*bought, *self.pool.orders(pool)),
            usage={use.name: use for use in usage},
        )


def _alike(ways: Ways) -> list[bool]:
    """Whether each activity has the ways of the one before it."""
    alike = [False, *(_same(own, before) for before, own in pairwise(ways))]
    return alike[: len(ways)]


def _same(own: Iterable[LicenceOption], before: Iterable[LicenceOption]) -> bool:
    """Whether two activities have the same ways, so that swapping their choices changes
    nothing.
    """
    return [_what_counts(way) for way in own] == [_what_counts(way) for way in before]


def _what_counts(way: LicenceOption) -> tuple[object, ...]:
    """What a way costs and leaves to the pool."""
    return way.cost, way.rests, way.free, way.packs, way.grants, way.licensed
