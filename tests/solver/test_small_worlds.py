"""The search against brute force over all plans of small pools; what it says of its proof holds.

More pools: FFBILL_WORLDS=10 python -m pytest tests/solver/test_small_worlds.py
"""

import itertools
import os

import pytest

from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.labels import Rules
from facefusion_billing.solver.search import Search
from facefusion_billing.solver.solve import (
    BOUNDED,
    NONE,
    OPTIMAL,
    expires,
    is_ordered,
    solve,
)
from tests.solver.small_worlds import (
    brute_force,
    buys_of,
    least_cost,
    least_cost_between,
    simulate,
    small_world,
    world_with_a_fact_between,
    world_with_gaps,
)

TIMES = float(os.environ.get("FFBILL_WORLDS", "1"))


@pytest.mark.parametrize("expiry", [False, True])
def test_no_plan_is_cheaper_than_the_one_called_optimal(expiry: bool) -> None:
    seen, dearer = dict.fromkeys((OPTIMAL, BOUNDED, NONE), 0), 0
    for seed in range(int(600 * TIMES)):
        world = small_world(seed, expiry=expiry)
        most = 14 if len(world.months) < 4 else 10
        solved, least = solve(world), least_cost(seed, most, expiry=expiry)
        seen[solved.status] += 1
        if solved.plan is None:
            assert least is None, seed
            continue
        buys = buys_of(world, solved.plan)
        assert (
            simulate(world, solved.plan.options, buys, solved.plan.claim) == solved.cost
        ), seed
        assert least is None or solved.lower <= least, seed
        within = sum(calls for calls, _ in buys) <= most
        assert solved.status == BOUNDED or not within or solved.cost == least, seed
        assert least is None or solved.status == BOUNDED or solved.cost <= least, seed
        dearer += least is not None and solved.cost > least
    assert 20 * dearer <= seen[BOUNDED]
    assert seen[OPTIMAL] > 350 * TIMES
    assert expiry or not seen[BOUNDED]


def test_a_fact_ordered_between_purchases_that_end() -> None:
    """Packs that end before others are bought, and a fact that is drawn between them: the bound is a bound."""
    optimal = 0
    for seed in range(int(400 * TIMES)):
        world = world_with_a_fact_between(seed)
        most = 12 if len(world.months) < 4 else 8
        solved, least = solve(world), least_cost_between(seed, most)
        assert least is None or solved.lower <= least, seed
        if solved.plan is not None:
            buys = buys_of(world, solved.plan)
            assert (
                simulate(world, solved.plan.options, buys, solved.plan.claim)
                == solved.cost
            ), seed
            assert least is None or solved.status == BOUNDED or solved.cost <= least, (
                seed
            )
            optimal += solved.status == OPTIMAL
    assert optimal > 100 * TIMES


def test_a_book_that_passes_the_test_of_step_4_is_always_proved() -> None:
    """Packs that end in the horizon, sizes that divide each other, no fact drawn between purchases."""
    proved = 0
    for seed in range(int(600 * TIMES)):
        world = small_world(seed, expiry=True)
        if is_ordered(world) and expires(world) and world.catalogue.chain:
            assert solve(world).status in (OPTIMAL, NONE), seed
            proved += 1
    assert proved > 100 * TIMES


def test_a_ceiling_leaves_out_dearer_plans_only() -> None:
    """With the best cost as ceiling the plan is found; with one cent less there is none, and that is proved."""
    for seed in range(int(200 * TIMES)):
        world = small_world(seed, expiry=False)
        best = solve(world)
        if best.plan is None:
            continue
        assert solve(world, ceiling=best.cost).cost == best.cost, seed
        below = solve(world, ceiling=best.cost - 1)
        assert (below.plan, below.lower) == (None, NEVER), seed


def test_when_the_time_is_up_the_answer_has_a_bound() -> None:
    """With no time at all the best found is taken; its bound is below the best and its cost not."""
    for seed in range(int(200 * TIMES)):
        world = small_world(seed, expiry=False)
        best = solve(world)
        hurried = solve(world, lambda: True)
        assert hurried.lower <= best.cost <= hurried.cost, seed


@pytest.mark.parametrize("expiry", [False, True])
def test_when_the_time_is_up_on_the_way(
    expiry: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one label kept from then on, or until then: the plan costs what is said, and the bound is one.

    The proof is lost at times. Where packs end the bound is found first, so it can be whole when the plan is not.
    """
    best = [solve(small_world(seed, expiry=expiry)) for seed in range(int(300 * TIMES))]
    monkeypatch.setattr("facefusion_billing.solver.search.FEW", 1)
    monkeypatch.setattr("facefusion_billing.solver.search.FEW_LABELS", 1)
    unproved = dearer = dearer_under_the_bound = 0
    for seed, whole in enumerate(best):
        world = small_world(seed, expiry=expiry)
        for answers, early in itertools.product(range(0, 9, 2), (False, True)):
            asked = itertools.count()
            hurried = solve(world, lambda: (next(asked) < answers) == early)  # noqa: B023
            assert hurried.lower <= whole.cost, seed
            if hurried.plan is not None:
                buys = buys_of(world, hurried.plan)
                assert (
                    simulate(world, hurried.plan.options, buys, hurried.plan.claim)
                    == hurried.cost
                ), seed
            assert whole.status != OPTIMAL or hurried.cost >= whole.cost, seed
            unproved += whole.status == OPTIMAL and hurried.status == BOUNDED
            dearer += hurried.cost > whole.cost
            dearer_under_the_bound += (
                hurried.cost > whole.cost and hurried.lower == whole.lower
            )
    assert unproved > 50 * TIMES
    assert dearer > 10 * TIMES
    assert not expiry or dearer_under_the_bound > 3 * TIMES


def test_equal_needs_alone_and_less_need_find_the_same_where_both_are_right() -> None:
    for seed in range(int(300 * TIMES)):
        world = small_world(seed, expiry=False)
        if is_ordered(world):
            costs = {
                Search(world, Rules(False, ordered, False)).run().cost
                for ordered in (False, True)
            }
            assert costs == {solve(world).cost}, seed


def test_where_many_months_cannot_buy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds are bounds and plans called optimal the cheapest, also when the time runs out and few labels are kept."""
    worlds = [world_with_gaps(seed) for seed in range(int(300 * TIMES))]
    least = [brute_force(world, 12 if len(world.months) < 4 else 8) for world in worlds]
    whole = [solve(world) for world in worlds]
    monkeypatch.setattr("facefusion_billing.solver.search.FEW", 1)
    monkeypatch.setattr("facefusion_billing.solver.search.FEW_LABELS", 1)
    for seed, world in enumerate(worlds):
        for solved in (
            whole[seed],
            solve(world, lambda: True),
            solve(world, lambda: False),
        ):
            best = least[seed]
            assert best is None or solved.lower <= best, seed
            assert best is None or solved.status != OPTIMAL or solved.cost <= best, seed
        assert whole[seed].plan is not None or least[seed] is None, seed
    assert sum(solved.status == OPTIMAL for solved in whole) > 200 * TIMES
