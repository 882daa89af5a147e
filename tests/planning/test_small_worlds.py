"""The search against brute force over all plans of small pools; what it says of its proof holds.

More pools: FFBILL_WORLDS=10 python -m pytest tests/planning/test_small_worlds.py
"""

import os

import pytest

from facefusion_billing.planning.catalogue import NEVER
from facefusion_billing.planning.labels import Rules
from facefusion_billing.planning.search import Search
from facefusion_billing.planning.solve import BOUNDED, NONE, OPTIMAL, expires, is_ordered, solve
from tests.planning.small_worlds import brute_force, buys_of, simulate, small_world

TIMES = int(os.environ.get("FFBILL_WORLDS", "1"))


@pytest.mark.parametrize("expiry", [False, True])
def test_no_plan_is_cheaper_than_the_one_called_optimal(expiry: bool) -> None:
    seen = dict.fromkeys((OPTIMAL, BOUNDED, NONE), 0)
    for seed in range(600 * TIMES):
        world = small_world(seed, expiry=expiry)
        most = 14 if len(world.months) < 4 else 10
        solved, least = solve(world), brute_force(world, most)
        seen[solved.status] += 1
        if solved.plan is None:
            assert least is None, seed
            continue
        buys = buys_of(world, solved.plan)
        assert simulate(world, solved.plan.options, buys, solved.plan.claim) == solved.cost, seed
        assert least is None or solved.lower <= least, seed
        within = sum(calls for calls, _ in buys) <= most
        assert solved.status == BOUNDED or not within or solved.cost == least, seed
        assert least is None or solved.status == BOUNDED or solved.cost <= least, seed
    assert seen[OPTIMAL] > 350
    assert expiry or not seen[BOUNDED]


def test_a_book_that_passes_the_test_of_step_4_is_always_proved() -> None:
    """Packs that end in the horizon, sizes that divide each other, no fact drawn between purchases."""
    proved = 0
    for seed in range(600):
        world = small_world(seed, expiry=True)
        if is_ordered(world) and expires(world) and world.catalogue.chain:
            assert solve(world).status in (OPTIMAL, NONE), seed
            proved += 1
    assert proved > 100


def test_a_ceiling_leaves_out_dearer_plans_only() -> None:
    """With the best cost as ceiling the plan is found; with one cent less there is none, and that is proved."""
    for seed in range(200):
        world = small_world(seed, expiry=False)
        best = solve(world)
        if best.plan is None:
            continue
        assert solve(world, ceiling=best.cost).cost == best.cost, seed
        below = solve(world, ceiling=best.cost - 1)
        assert (below.plan, below.lower) == (None, NEVER), seed


def test_when_the_time_is_up_the_answer_has_a_bound() -> None:
    """With no time at all the best found is taken; its bound is below the best and its cost not."""
    for seed in range(200):
        world = small_world(seed, expiry=False)
        best = solve(world)
        hurried = solve(world, lambda: True)
        assert hurried.lower <= best.cost <= hurried.cost, seed


def test_equal_needs_alone_and_less_need_find_the_same_where_both_are_right() -> None:
    for seed in range(300):
        world = small_world(seed, expiry=False)
        if is_ordered(world):
            costs = {Search(world, Rules(False, ordered, False)).run().cost for ordered in (False, True)}
            assert len(costs) == 1, seed
