"""What no plan is below, told without a search; amounts worked by hand on a book of its own."""

from pathlib import Path

import pytest

from facefusion_billing import load_scenario
from facefusion_billing.model.recommendation import Horizon
from facefusion_billing.plans.baseline import PlanLimits, plan_facts
from facefusion_billing.plans.planner import Planner
from facefusion_billing.plans.pricing import planner_of
from facefusion_billing.solver.deadline import Deadline

BOOK = """
id: own
currency: EUR
settlement: {{days: [5]}}
groups:
  a:
    pay_as_you_go: {{tiers: [{{at_least: 0, unit_price: 0.05}}]}}
    call_packs: {{sizes: [{{calls: 1000, price: {price}}}]}}
"""
USAGE = """
version: 1
price_book: ./own.yaml
usage: {a: {calls: {2025-01-05: 1500, 2025-02-05: 700}}}
"""


def planner(folder: Path, price: str) -> Planner:
    (folder / "own.yaml").write_text(BOOK.format(price=price), encoding="utf-8")
    path = folder / "usage.yaml"
    path.write_text(USAGE, encoding="utf-8")
    scenario = load_scenario(path)
    first, *_, last = scenario.months
    horizon, limits = Horizon(first, last), PlanLimits()
    return planner_of(plan_facts(scenario, scenario.readings({}), horizon, limits))


# 2,200 calls. A call costs the least in a pack that is used up: 0.04, and 2,200 of them 88.00; two packs and 200 calls
# at 0.05 cost 80.00 + 10.00 = 90.00. Where a pack costs 60.00, no call costs less than 0.05: 110.00, and that is the plan.
# A bill may be rounded down, so the bound may be a cent lower for each of the two months.
@pytest.mark.parametrize(
    ("price", "bound", "cost"), [("40", 8_800, 9_000), ("60", 11_000, 11_000)]
)
def test_no_plan_is_below_it(price: str, bound: int, cost: int, tmp_path: Path) -> None:
    made = planner(tmp_path, price)
    calls = made.facts.calls  # type: ignore[attr-defined]
    assert made.solve("best", calls, Deadline()).cost == cost
    assert bound - 2 <= made.bound(calls) <= cost


def test_prices_with_parts_of_a_cent_have_none(tmp_path: Path) -> None:
    """What the search counts in whole cents may cost less."""
    made = planner(tmp_path, "39.995")
    assert made.bound(made.facts.calls) == 0  # type: ignore[attr-defined]
