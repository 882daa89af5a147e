"""Combinations of choices against all of them, where a pool's cost is known by a table."""

import itertools
from random import Random
from typing import ClassVar

import pytest

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.combinations import (
    Choice,
    Combined,
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

    def bound(self, indices: Indices) -> int:
        """Of what begins so and goes on with any choice no combination is below."""
        rows = zip(self.saves, indices, strict=True)
        return self.own(indices) + 100 - sum(own[index] for own, index in rows)


def test_the_cheapest_of_all_combinations() -> None:
    enumerated = 0
    for seed in range(400):
        world = World(seed)
        least = min(world.own(i) + cost for i, (_, cost) in world.pool.items())
        alike = [False] * len(world.costs)
        found = combine(world.choices(), alike, Pricing(world.exact, world.bound))
        assert (found.cost, found.lower) == (least, least), seed
        enumerated += found.tries > 1
    assert enumerated > 100


def test_within_a_ceiling() -> None:
    """What the cheapest costs is found within that, and nothing within a unit less."""
    for seed in range(200):
        world = World(seed)
        least = min(world.own(i) + cost for i, (_, cost) in world.pool.items())
        alike, pricing = (
            [False] * len(world.costs),
            Pricing(world.exact, world.bound),
        )
        found = combine(world.choices(), alike, pricing, ceiling=least)
        assert (found.indices is not None, found.cost) == (True, least), seed
        none = combine(world.choices(), alike, pricing, ceiling=least - 1)
        assert (none.indices, none.lower) == (None, least), seed


def test_when_the_work_is_done_there_is_a_bound() -> None:
    for seed in range(100):
        world, deadline = World(seed), Deadline(work=-1)
        deadline.spend(0)
        least = min(world.own(i) + cost for i, (_, cost) in world.pool.items())
        pricing = Pricing(world.exact, world.bound)
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

    pricing = Pricing(exact, lambda indices: sum(indices) + pool(indices))
    found = combine(choices, [False, *[True] * (count - 1)], pricing)
    assert (found.indices, found.cost) == ((1,) * count, 3_500)


class TestTwoChoicesEach:
    """The second ones cost 2 and 3 more and save the pool 5 and 4 of 100: 10 + 10 + 100 = 120 as the first ones are,
    12 + 10 + 95 = 117, 10 + 13 + 96 = 119, and 12 + 13 + 91 = 116 with both.
    """

    CHOICES = ([Choice(10, 0), Choice(12, -3)], [Choice(10, 0), Choice(13, -1)])
    POOL: ClassVar[dict[Indices, int]] = {
        (0, 0): 100,
        (1, 0): 95,
        (0, 1): 96,
        (1, 1): 91,
    }

    def exact(self, indices: Indices, ceiling: Cents) -> Solved:
        return Solved(PoolPlan(), self.POOL[indices], self.POOL[indices], 1)

    def bound(self, indices: Indices) -> int:
        rows = zip(self.CHOICES, indices, strict=True)
        return sum(own[index].cost for own, index in rows) + self.POOL[indices]

    def combined(
        self, deadline: Deadline | None = None, most_tries: int = 9
    ) -> Combined:
        pricing = Pricing(self.exact, self.bound)
        return combine(self.CHOICES, (False, False), pricing, deadline, most_tries)

    def test_the_cheapest_with_its_pool(self) -> None:
        """Four pools are priced: that of the first choices, bounds of (1, 0) and (1, 1), and (1, 1); (0, 1) cannot be
        below 116.
        """
        pool = Solved(PoolPlan(), 91, 91, 1)
        assert self.combined() == Combined((1, 1), pool, 116, 116, 4)

    def test_only_what_may_be_cheaper_is_priced(self) -> None:
        """The pool of (1, 1) for less than 120 - 12 - 13; bounds of (1, 0) and (1, 1)."""
        exact: list[tuple[Indices, Cents]] = []
        bounded: list[Indices] = []

        def told_exact(indices: Indices, ceiling: Cents) -> Solved:
            exact.append((indices, ceiling))
            return self.exact(indices, ceiling)

        def told_bound(indices: Indices) -> int:
            bounded.append(indices)
            return self.bound(indices)

        combine(self.CHOICES, (False, False), Pricing(told_exact, told_bound))
        assert exact[1:] == [((1, 1), 94)]
        assert bounded[1:] == [(1, 0), (1, 1)]

    @pytest.mark.parametrize("most_tries", [1, 2])
    def test_when_the_tries_run_out(self, most_tries: int) -> None:
        """What was not tried may save 3 and 1: 120 - 4 is a bound."""
        found = self.combined(most_tries=most_tries)
        assert (found.indices, found.cost, found.lower) == ((0, 0), 120, 116)
        assert found.tries == most_tries

    def test_when_the_time_is_up_after_the_first(self) -> None:
        """What another choice costs is not known, so nothing bounds it."""
        deadline = Deadline(work=-1)
        deadline.spend(0)
        found = self.combined(deadline)
        assert (found.cost, found.lower, found.tries) == (120, 0, 1)


def test_without_another_choice_the_time_that_is_up_takes_nothing_from_the_proof() -> (
    None
):
    """One choice each: 10 + 10 + 100, and no combination is left to try."""
    deadline = Deadline(work=-1)
    deadline.spend(0)
    pool = Solved(PoolPlan(), 100, 100, 1)
    pricing = Pricing(lambda *_: pool, lambda *_: 120)
    found = combine([[Choice(10, 0)]] * 2, (False, True), pricing, deadline)
    assert found == Combined((0, 0), pool, 120, 120, 1)


def test_of_two_that_are_alike_each_pair_is_tried_once() -> None:
    """The second choice of both is the cheapest, though by itself it loses most: 20 + 111 = 131."""
    own = [Choice(10, 0), Choice(10, 5), Choice(10, -3)]
    pools: dict[Indices, int] = {
        (0, 0): 130,
        (0, 1): 123,
        (0, 2): 125,
        (1, 1): 111,
        (1, 2): 122,
    }
    pools[2, 2] = 124
    priced: list[Indices] = []

    def exact(indices: Indices, ceiling: Cents) -> Solved:
        priced.append(indices)
        return Solved(PoolPlan(), pools[indices], pools[indices], 1)

    def bound(indices: Indices) -> int:
        return 120 + sum(own[index].loss for index in indices)

    found = combine([own, own], (False, True), Pricing(exact, bound))
    assert (found.indices, found.cost, found.lower) == ((1, 1), 131, 131)
    assert sorted(priced) == sorted(pools)
