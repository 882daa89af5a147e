"""One choice for each of several, priced together (docs/planner.md, step 8): found, proved, and counted."""

import itertools
from collections.abc import Callable
from random import Random

import pytest

from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.combinations import Choice, Combined, combine
from facefusion_billing.solver.problem import PoolPlan
from facefusion_billing.solver.solve import Solved

Places = tuple[int, ...]
NO_PLAN = Solved(None, NEVER, NEVER, 1)


def costing(cost: int) -> Solved:
    return Solved(PoolPlan((), (), None), cost, cost, 1)


def nothing(_: Places) -> int:
    """A floor that rules nothing out."""
    return 0


def dear_at_first(indices: Places) -> Solved:
    """A pool that costs 100 where both choices are of the kind that costs nothing, else nothing."""
    return costing(100 if indices in ((0, 0), (1, 1)) else 0)


FREE, FIVE = Choice(0, 0), Choice(5, 5)


class TestTheCheapest:
    def test_its_choices_its_pool_and_its_cost(self) -> None:
        """5 for one of the two spares the pool's 100."""
        found = combine(
            [[FREE, FIVE], [FREE, FIVE]], [False, False], dear_at_first, nothing
        )
        assert (found.indices, found.pool, found.cost, found.lower) == (
            (0, 1),
            costing(0),
            5,
            5,
        )

    def test_no_plan_at_all(self) -> None:
        found = combine(
            [[FREE], [FREE, FIVE]], [False, False], lambda _: NO_PLAN, nothing
        )
        assert (found.indices, found.pool, found.cost) == (None, None, NEVER)

    def test_a_combination_that_cannot_be_served(self) -> None:
        """The cheap choices leave calls that nothing serves."""
        found = combine(
            [[FREE, FIVE], [FREE]],
            [False, False],
            lambda indices: costing(1) if indices[0] else NO_PLAN,
            nothing,
        )
        assert (found.indices, found.cost, found.lower) == ((1, 0), 6, 6)

    def test_against_all_of_them(self) -> None:
        """With bounds that are bounds, with floors that are floors, and where some may be swapped."""
        for seed in range(300):
            rng = Random(seed)
            alike = [False, *(rng.random() < 0.5 for _ in range(2))]
            own: list[list[tuple[int, int]]] = []
            for same in alike:
                fresh = [
                    (rng.randint(0, 20), rng.randint(0, 9))
                    for _ in range(rng.randint(1, 4))
                ]
                own.append(own[-1] if same else fresh)
            asked: list[Places] = []
            served = rng.randint(5, 30)

            def pool(indices: Places) -> Solved:
                asked.append(indices)  # noqa: B023
                calls = sum(
                    rows[index][1]
                    for rows, index in zip(own, indices, strict=True)  # noqa: B023
                )
                return costing(min(4 * calls, 30)) if calls <= served else NO_PLAN  # noqa: B023

            def floor(indices: Places) -> int:
                """The best that begins so, less a little."""
                ends = itertools.product(
                    *(range(len(rows)) for rows in own[len(indices) :])  # noqa: B023
                )
                return min(costs[(*indices, *end)] for end in ends) - len(indices)  # noqa: B023

            costs = {
                indices: sum(
                    rows[index][0] for rows, index in zip(own, indices, strict=True)
                )
                + pool(indices).cost
                for indices in itertools.product(*(range(len(rows)) for rows in own))
            }
            asked.clear()
            choices = [[Choice(cost, cost) for cost, _ in rows] for rows in own]
            found = combine(choices, alike, pool, floor)
            least = min(*costs.values(), NEVER)
            assert found.cost == least, seed
            assert (
                found.indices is None
                if least == NEVER
                else costs[found.indices or ()] == least
            ), seed
            assert found.lower == least, seed
            swapped = [
                n
                for indices in asked[1:]
                for n in (1, 2)
                if alike[n] and indices[n] < indices[n - 1]
            ]
            assert not swapped, seed


class TestWhatIsTried:
    """Bounds and pools that are computed are counted; what cannot be cheaper is not."""

    def test_nothing_can_be_cheaper_than_what_costs_nothing(self) -> None:
        """The least bounds are tried first, and are the answer: one pool."""
        found = combine(
            [[FIVE, FREE], [FREE, FIVE]], [False, False], lambda _: costing(0), nothing
        )
        assert (found.indices, found.cost, found.tries) == ((1, 0), 0, 1)

    @pytest.mark.parametrize("turned", [False, True])
    def test_a_small_search_by_hand(self, turned: bool) -> None:
        """Both free: 100 (1). The floor of the first free (2), of both (3), again 100 (4); of free and 5 (5): 5 (6).

        What begins with 5 costs no less than that. The order in which the choices stand does not matter.
        """
        both = [FIVE, FREE] if turned else [FREE, FIVE]
        found = combine([both, both], [False, False], dear_at_first, nothing)
        assert (found.cost, found.tries) == (5, 6)

    def test_what_the_others_cost_at_the_least_counts(self) -> None:
        """2 and the pool's 3 are 5 (1). Floors of the first (2), of both (3), again 5 (4). With 4 it is at least 6."""
        choices = ([FREE, Choice(4, 4)], [Choice(2, 2), Choice(9, 9)])
        assert (
            combine(choices, [False, False], lambda _: costing(3), nothing).tries == 4
        )

    def test_a_floor_is_asked_for_a_whole_combination_only_against_a_known_plan(
        self,
    ) -> None:
        """The pool itself tells as much: no plan (1), the floor of the first (2), no plan (3)."""
        assert (
            combine([[FREE], [FREE]], [False, False], lambda _: NO_PLAN, nothing).tries
            == 3
        )

    @pytest.mark.parametrize(("floor", "priced"), [(99, True), (100, False)])
    def test_what_a_floor_rules_out_is_not_priced(
        self, floor: int, priced: bool
    ) -> None:
        """A floor as high as the cost that is known."""
        asked: list[Places] = []

        def pool(indices: Places) -> Solved:
            asked.append(indices)
            return costing(100)

        combine(
            [[FREE, FIVE], [FREE]],
            [False, False],
            pool,
            lambda indices: floor if indices[0] else 0,
        )
        assert ((1, 0) in asked) == priced

    def test_a_floor_rules_out_only_its_own_beginning(self) -> None:
        """Though what is tried first is ruled out, what comes next is cheaper."""
        found = combine(
            [[FREE, FIVE], [FREE, FIVE]],
            [False, False],
            dear_at_first,
            lambda indices: 100 - 100 * indices[0],
        )
        assert (found.indices, found.cost) == ((1, 0), 5)

    def test_of_choices_that_may_be_swapped_only_one_order(self) -> None:
        """Of three alike with two choices each: four of the eight."""
        asked: list[Places] = []

        def pool(indices: Places) -> Solved:
            asked.append(indices)
            return costing(1_000)

        alike = [FREE, Choice(1, 1)]
        combine([alike, alike, alike], [False, True, True], pool, nothing)
        assert sorted(set(asked)) == [(0, 0, 0), (0, 0, 1), (0, 1, 1), (1, 1, 1)]


class TestOutOfTries:
    """The best so far, and a bound of all that was not tried."""

    CHOICES = ([Choice(3, 3), Choice(7, 7)], [Choice(2, 2), Choice(4, 4)])

    def cut(self, late: Callable[[], bool] | None, **beside: int) -> Combined:
        return combine(
            self.CHOICES,
            [False, False],
            lambda _: costing(50),
            nothing,
            late=late,
            **beside,
        )

    def test_when_the_time_is_up(self) -> None:
        """3 + 2 + 50 is known; whatever begins with 3 costs at least 3 + 2."""
        found = self.cut(lambda: True)
        assert (found.indices, found.cost, found.lower, found.tries) == (
            (0, 0),
            55,
            5,
            1,
        )

    def test_what_is_added_to_every_bound(self) -> None:
        """The pool costs at least 30 whatever is chosen: 35."""
        assert self.cut(lambda: True, beside=30).lower == 35

    def test_inside_a_branch(self) -> None:
        """The time is up when the first choice is made: with 3 the second costs at least 2; then 7 + 2."""
        answers = iter([False, True, True, True])
        assert self.cut(lambda: next(answers)).lower == 5

    def test_as_many_tries_as_there_may_be(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """After the first pool no further one."""
        monkeypatch.setattr("facefusion_billing.solver.combinations.MOST_TRIES", 1)
        assert self.cut(None)[2:] == (55, 5, 1)
        assert self.cut(lambda: False)[2:] == (55, 5, 1)

    def test_enough_tries(self) -> None:
        """55 and no less: every other is dearer by its choices."""
        assert self.cut(None)[2:4] == (55, 55)
