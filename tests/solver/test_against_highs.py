"""The planner against HiGHS on pools of random campaigns: another formulation, another method, the same money to the cent.

HiGHS computes in floats and at times calls a plan optimal that it would not prefer to a cheaper one given to it. Such a
case counts as its fault only when its own programme takes the planner's plan at the planner's cost.

    FFBILL_WORLDS=10 python -m pytest tests/solver/test_against_highs.py -s      ten times as many
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from facefusion_billing.cli.inputs import load_scenario
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.faults import InputError
from facefusion_billing.model.recommendation import Horizon
from facefusion_billing.plans.baseline import PlanLimits, plan_facts
from facefusion_billing.plans.groups.plan import GroupPlan, GroupPlanner
from facefusion_billing.solver.problem import Problem
from facefusion_billing.solver.replay import replay
from facefusion_billing.solver.solve import OPTIMAL, solve
from tests.plans.campaigns import campaign
from tests.second_engine.worlds import to_yaml
from tests.solver.milp import ask_highs, in_scope, milp_cost

pytest.importorskip("highspy")

SECONDS = 3.0
SEEDS = int(30 * float(os.environ.get("FFBILL_WORLDS", "1")))


class Compared(NamedTuple):
    """One pool: the planner's status and cost, that cost in the programme, the bill of HiGHS's plan, and its word."""

    pool: str
    status: str
    ours: int
    ours_there: int | None
    theirs: int | None
    proved: bool


def problems(seed: int, folder: Path) -> Iterator[tuple[str, Problem]]:
    """The pools of a campaign that the programme can say."""
    file = folder / "usage.yaml"
    file.write_text(to_yaml(campaign(seed, "intl")), encoding="utf-8")
    try:
        scenario = load_scenario(str(file), None, {})
        months: tuple[Month, ...] = scenario.months
        horizon = Horizon(months[0], months[-1])
        facts = plan_facts(scenario, scenario.readings({}), horizon, PlanLimits())
    except InputError:
        return
    for name in scenario.usage:
        found = GroupPlanner(facts, name).solve("best", facts.calls[name])
        if isinstance(found, GroupPlan) and in_scope(found.problem):
            yield f"seed {seed}, {name}, {found.problem.end} segments", found.problem


def compared(name: str, problem: Problem) -> Compared:
    ours, theirs = solve(problem), ask_highs(problem, SECONDS)
    assert ours.plan is not None
    assert replay(problem, ours.plan) == ours.cost
    return Compared(
        pool=name,
        status=ours.status,
        ours=ours.cost,
        ours_there=milp_cost(problem, ours.plan),
        theirs=replay(problem, theirs.plan) if theirs.plan is not None else None,
        proved=theirs.proved,
    )


@pytest.fixture(scope="module")
def pools(tmp_path_factory: pytest.TempPathFactory) -> list[Compared]:
    folder = tmp_path_factory.mktemp("pools")
    found = [compared(*own) for seed in range(SEEDS) for own in problems(seed, folder)]
    proved = [pool for pool in found if pool.proved]
    equal = [pool for pool in proved if pool.theirs == pool.ours]
    print(f"\n{len(found)} pools, HiGHS proved {len(proved)}, {len(equal)} equal")
    return found


def test_every_pool_is_solved_to_a_proof(pools: list[Compared]) -> None:
    assert [pool for pool in pools if pool.status != OPTIMAL] == []


def test_no_plan_of_highs_is_cheaper(pools: list[Compared]) -> None:
    assert [
        pool for pool in pools if pool.theirs is not None and pool.theirs < pool.ours
    ] == []


def test_the_programme_takes_our_plan_at_our_cost(pools: list[Compared]) -> None:
    """So the two mean the same problem: whenever HiGHS's plan is dearer, it could have chosen ours."""
    assert [pool for pool in pools if pool.ours_there != pool.ours] == []


def test_the_costs_are_equal_but_for_faults_of_floats(pools: list[Compared]) -> None:
    finished = [pool for pool in pools if pool.proved]
    faults = [pool for pool in finished if pool.theirs != pool.ours]
    assert 20 * len(faults) < max(len(finished), 1), faults


def test_highs_finishes_nearly_all(pools: list[Compared]) -> None:
    """The comparison above is worth what it covers; a busy machine gives HiGHS less of its time."""
    late = [pool for pool in pools if not pool.proved]
    assert pools
    assert 2 * len(late) < len(pools), late
