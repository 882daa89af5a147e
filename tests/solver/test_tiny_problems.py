"""The search against brute force over all plans of tiny pools; what it says of its
proof holds.

More pools: FFBILL_WORLDS=10 python -m pytest tests/solver/test_tiny_problems.py
"""

import os

import pytest

import facefusion_billing.solver.pruning as pruning
import facefusion_billing.solver.search as searching
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.solve import BOUNDED, NONE, OPTIMAL, expires, solve
from tests.solver.tiny_problems import brute_force, cost_of, tiny_problem

TIMES = float(os.environ.get("FFBILL_WORLDS", "1"))
KINDS: tuple[dict[str, bool], ...] = (
    {},
    {"expiry": True},
    {"gaps": True},
    {"qps": True},
    {"qps": True, "expiry": True},
    {"gaps": True, "expiry": True},
)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_no_plan_is_cheaper_than_the_one_called_optimal(kind: dict[str, bool]) -> None:
    seen = dict.fromkeys((OPTIMAL, BOUNDED, NONE), 0)
    for seed in range(int(80 * TIMES)):
        problem = tiny_problem(seed, **kind)
        most = 10 if problem.end < 5 else 7
        solved, least = solve(problem), brute_force(problem, most)
        seen[solved.status] += 1
        if solved.plan is None:
            assert least is None, seed
            continue
        assert cost_of(problem, solved.plan) == solved.cost, seed
        assert least is None or solved.lower <= least, seed
        if solved.status == OPTIMAL:
            bought = sum(
                size * count
                for purchase in solved.plan.purchases
                for size, count in purchase.sizes.items()
            )
            assert least is None or solved.cost <= least, seed
            assert bought > most or solved.cost == least, seed
    print(kind, seen)
    assert seen[OPTIMAL] > 50 * TIMES
    assert expires(problem) or not seen[BOUNDED] or kind.get("expiry")


def test_a_ceiling_leaves_out_dearer_plans_only() -> None:
    """With the best cost as ceiling the plan is found; with one cent less there is none, and that is proved."""
    for seed in range(int(80 * TIMES)):
        problem = tiny_problem(seed, qps=bool(seed % 2))
        best = solve(problem)
        if best.plan is None:
            continue
        assert solve(problem, ceiling=best.cost).cost == best.cost, seed
        below = solve(problem, ceiling=best.cost - 1)
        assert (below.plan, below.lower) == (None, NEVER), seed


@pytest.mark.parametrize("kind", KINDS[:4], ids=str)
def test_when_the_work_is_done_the_answer_has_a_bound(
    kind: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one label kept once the work is counted up: the plan costs what is said, and the bound is one."""
    best = [solve(tiny_problem(seed, **kind)) for seed in range(int(80 * TIMES))]
    monkeypatch.setattr(searching, "FEW", 1)
    monkeypatch.setattr(pruning, "FEW_LABELS", 1)
    unproved = 0
    for seed, whole in enumerate(best):
        problem = tiny_problem(seed, **kind)
        for work in (-1, 3, 8, 20):
            hurried = solve(problem, Deadline(work=work))
            assert hurried.lower <= whole.cost, seed
            if hurried.plan is not None:
                assert cost_of(problem, hurried.plan) == hurried.cost, seed
            assert whole.status != OPTIMAL or hurried.cost >= whole.cost, seed
            unproved += whole.status == OPTIMAL and hurried.status == BOUNDED
    assert unproved
