"""A plan under one reading bounds the search under another: the cost there is the same as without it."""

from pathlib import Path

import pytest

from facefusion_billing.answers.recommend import RecommendOptions
from facefusion_billing.cli.inputs import load_scenario
from facefusion_billing.model.faults import InputError
from facefusion_billing.model.recommendation import Horizon
from facefusion_billing.plans.baseline import PlanFacts, plan_facts, read_as
from facefusion_billing.plans.groups.kept import plan_here
from facefusion_billing.plans.groups.plan import GroupPlan
from facefusion_billing.plans.planner import Outcome
from facefusion_billing.plans.pricing import planner_of
from facefusion_billing.solver.problem import MonthOrder, Problem
from tests.plans.campaigns import campaign
from tests.second_engine.worlds import to_yaml

READINGS = [
    ("tier_basis", "total"),
    ("tier_basis", "after_paid_packs"),
    ("pack_validity", "365_days"),
    ("qps_month", "30_days"),
]


def facts(file: Path) -> PlanFacts:
    """What a plan of all months of a file starts from."""
    scenario = load_scenario(str(file), None, {})
    horizon = Horizon(scenario.months[0], scenario.months[-1])
    limits = RecommendOptions().limits
    return plan_facts(scenario, scenario.readings({}), horizon, limits)


def test_the_best_plan_costs_what_it_costs_alone(tmp_path: Path) -> None:
    file, used, compared = tmp_path / "usage.yaml", 0, 0
    for seed in range(40):
        file.write_text(to_yaml(campaign(seed, "intl")), encoding="utf-8")
        try:
            on = facts(file)
        except InputError:
            continue
        best = planner_of(on).solve("best", on.calls)
        for id, value in READINGS:
            other = read_as(on, on.readings.other(id, value))
            planner = planner_of(other)
            alone = planner.solve("best", other.calls)
            beside = planner.best_beside(best, other.calls)
            assert (beside.cost, beside.lower) == (alone.cost, alone.lower), seed
            compared += 1
            used += _is_used(alone, best)
    assert compared > 100
    assert used > 20


def _is_used(there: Outcome, best: Outcome) -> bool:
    """Whether the plan of a group is one of the other problem too."""
    if not there.decided or not best.decided:
        return False
    return any(
        is_plan_of(there.decided[n].problem, best.decided[n]) for n in best.decided
    )


def is_plan_of(problem: Problem, known: GroupPlan) -> bool:
    return plan_here(problem, known.problem, known.pool) is not None


@pytest.fixture
def plan(tmp_path: Path) -> GroupPlan:
    """120,000 calls a month for two months, in packs of 100,000 and 10,000, or by the call."""
    file = tmp_path / "usage.yaml"
    file.write_text(
        "version: 1\nprice_book: intl\nusage:\n"
        "  image_basic: {calls: {2025-01: 120k, 2025-02: 120k}}\n",
        encoding="utf-8",
    )
    on = facts(file)
    found: GroupPlan = planner_of(on).solve("best", on.calls).decided["image_basic"]
    return found


def test_only_bills_may_differ(plan: GroupPlan) -> None:
    """The tier's count may be another; not the calls, the packs that are owned, or how long packs last."""
    same = plan.problem._replace(basis="total")
    assert is_plan_of(same, plan)
    first, *later = same.segments
    for row in (first._replace(calls=1), first._replace(until=first.until - 1)):
        assert not is_plan_of(same._replace(segments=(row, *later)), plan)
    assert not is_plan_of(same._replace(claim=None), plan)


def test_orders_by_the_month_may_last_otherwise(plan: GroupPlan) -> None:
    order = ((0, MonthOrder(1, 1, 1_700_00, 1, 1)),)
    bought = plan._replace(pool=plan.pool._replace(orders=order))
    assert not is_plan_of(plan.problem, bought)
