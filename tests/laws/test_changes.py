"""What a difference is made of adds up to it: in all, for each month, and for each scope
(mainland: what the account is billed, beside the activities whose calls changed).
"""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

from facefusion_billing.answers.compare import compare
from facefusion_billing.answers.estimate import estimate
from facefusion_billing.billing.views import EstimateOptions
from facefusion_billing.cli.inputs import load_scenario
from facefusion_billing.model.bill import Estimate, View
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.comparison import Compared, ComparedRow, Comparison
from tests.second_engine.worlds import random_usage, to_yaml

SEEDS = range(6000, 6015)
worlds = pytest.mark.parametrize("book", ["intl", "mainland"])
views = pytest.mark.parametrize("view", ["cash", "amortised"])


def estimated(usage: dict[str, Any], folder: Path, view: View) -> Estimate:
    file = folder / "usage.yaml"
    file.write_text(to_yaml(usage), encoding="utf-8")
    options = EstimateOptions(view=view, others=False)
    return estimate(load_scenario(str(file), None, {}), {}, options)


def compared(
    base: Estimate, other: Estimate, months: Collection[Month] = ()
) -> Comparison:
    return compare([Compared("base", base), Compared("other", other)], months)


def of(row: ComparedRow) -> int:
    return row.cells[1].difference or 0


def check(answer: Comparison, seed: int) -> None:
    assert sum(one.amount for one in answer.changes) == of(answer.total), seed
    for row in answer.months:
        parts = [one.amount for one in answer.changes if str(one.month) == row.key]
        assert sum(parts) == of(row), (seed, row.key)
    sizes = [abs(one.amount) for one in answer.changes]
    assert sizes == sorted(sizes, reverse=True), seed


def check_scopes(answer: Comparison, seed: int) -> None:
    for row in answer.scopes:
        parts = [one.amount for one in answer.changes if one.scope == row.key]
        assert sum(parts) == of(row), (seed, row.key)


@views
@worlds
def test_parts_of_two_random_scenarios_add_up(
    book: str, view: View, tmp_path: Path
) -> None:
    seen = 0
    for seed in SEEDS:
        base, other = (
            estimated(random_usage(each, book), tmp_path, view)
            for each in (seed, seed + 1000)
        )
        answer = compared(base, other)
        seen += len(answer.changes)
        check(answer, seed)
        if book == "intl":
            check_scopes(answer, seed)
        month = max(bill.month for bill in other.bills)
        check(compared(base, other, [month]), seed)
    assert seen > 40


@worlds
def test_parts_under_other_readings_add_up(book: str, tmp_path: Path) -> None:
    """Also where one bills the account and the other each activity."""
    seen = 0
    for seed in range(6000, 6040):
        usage = random_usage(seed, book)
        base = estimated(usage, tmp_path, "cash")
        words = {"tier_basis": "total"}
        if book == "mainland":
            words["postpaid_scope"] = "activity"
        other = estimated({**usage, "assumptions": words}, tmp_path, "cash")
        answer = compared(base, other)
        check(answer, seed)
        seen += bool(answer.changes)
    assert seen


@worlds
def test_a_scenario_has_no_changes_from_itself(book: str, tmp_path: Path) -> None:
    for seed in SEEDS:
        base = estimated(random_usage(seed, book), tmp_path, "cash")
        assert compared(base, base).changes == (), seed
