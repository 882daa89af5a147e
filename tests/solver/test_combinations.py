"""Combinations of choices against all of them, where a pool's cost is known by a table."""

import itertools
from random import Random

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.combinations import (
    Choice,
    Indices,
    Pricing,
    combine,
)
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.problem import PoolPlan
from facefusion_billing.solver.solve import Solved


class World:
    """Some choices each, with costs, what they save the pool at the most, and what each combination really saves."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        sizes = [self.rng.randint(1, 4) for _ in range(self.rng.randint(1, 4))]
        self.costs = [sorted(self.rng.randint(0, 20) for _ in range(n)) for n in sizes]
        self.saves = [
            [0, *(self.rng.randint(0, 25) for _ in own[1:])] for own in self.costs
        ]
        self.pool = {
            indices: self._pool(indices)
            for indices in itertools.product(*map(range, sizes))
        }

    def _pool(self, indices: Indices) -> tuple[int, int]:
        """A bound of the pool, and its cost."""
        saved = sum(own[index] for own, index in zip(self.saves, indices, strict=True))
        bound = 100 - self.rng.randint(0, saved)
        return bound, bound + self.rng.randint(0, 9)

    def own(self, indices: Indices) -> int:
        return sum(own[index] for own, index in zip(self.costs, indices, strict=True))

    def choices(self) -> list[list[Choice]]:
        rows = zip(self.costs, self.saves, strict=True)
        return [
            [
                Choice(cost, cost - own[0] - saved)
                for cost, saved in zip(own, saves, strict=True)
            ]
            for own, saves in rows
        ]

    def exact(self, indices: Indices, ceiling: Cents) -> Solved:
        cost = self.pool[indices][1]
        if cost > ceiling:
            return Solved(None, NEVER, NEVER, 1)
        return Solved(PoolPlan(), cost, cost, 1)

    def relaxed(self, indices: Indices, ceiling: Cents) -> int:
        """Of what begins so and goes on with any choice no combination is below."""
        return min(
            ceiling + 1,
            self.own(indices)
            + 100
            - sum(own[index] for own, index in zip(self.saves, indices, strict=True)),
        )


def test_the_cheapest_of_all_combinations() -> None:
    enumerated = 0
    for seed in range(400):
        world = World(seed)
        least = min(world.own(i) + cost for i, (_, cost) in world.pool.items())
        alike = [False] * len(world.costs)
        found = combine(world.choices(), alike, Pricing(world.exact, world.relaxed))
        assert (found.cost, found.lower) == (least, least), seed
        enumerated += found.tries > 1
    assert enumerated > 100


def test_when_the_work_is_done_there_is_a_bound() -> None:
    for seed in range(100):
        world, deadline = World(seed), Deadline(work=-1)
        deadline.spend(0)
        least = min(world.own(i) + cost for i, (_, cost) in world.pool.items())
        pricing = Pricing(world.exact, world.relaxed)
        found = combine(world.choices(), [False] * len(world.costs), pricing, deadline)
        assert found.lower <= least <= found.cost, seed


def test_more_choices_than_calls_can_be_nested() -> None:
    """1,500 of two choices each. The second costs 1 more and saves 2 of the pool's 5,000, so all second ones are best:
    5,000 + 1,500 x (1 - 2) = 3,500. It was a fault of ours 500 choices deep.
    """
    count = 1_500
    choices = [[Choice(0, 0), Choice(1, -1)]] * count

    def pool(indices: Indices) -> int:
        return 5_000 - 2 * sum(indices)

    def exact(indices: Indices, _: Cents) -> Solved:
        return Solved(PoolPlan(), pool(indices), pool(indices), 1)

    pricing = Pricing(exact, lambda indices, _: sum(indices) + pool(indices))
    found = combine(choices, [False, *[True] * (count - 1)], pricing)
    assert (found.indices, found.cost) == ((1,) * count, 3_500)
