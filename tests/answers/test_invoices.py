"""Real bills beside the estimate: which readings of the open questions explain them, worked by hand.

An invoice of image_basic: below 10,000 calls 0.065, below 100,000 calls 0.050, from 100,000 calls 0.035.
"""

from pathlib import Path
from typing import Any

import pytest

from facefusion_billing import load_scenario
from facefusion_billing.answers.invoices import invoices
from facefusion_billing.billing.bills import compute
from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.model.assumptions import Readings
from tests.tools import estimate_json, ffbill, usage_file

WITH_A_PACK = """\
usage: {image_basic: {calls: {2025-01: 100k}}}
orders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}]
"""


def actual(folder: Path, text: str, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = estimate_json(usage_file(folder, text), *words)["actual"]
    return found


def test_a_file_without_invoices_has_none(tmp_path: Path) -> None:
    assert actual(tmp_path, WITH_A_PACK) is None


def test_one_invoice_settles_a_question(tmp_path: Path) -> None:
    """The pack 60.00 and 99,000 calls at 0.050 = 4,950.00; at 0.035, as all 100,000 calls reach it, 3,465.00."""
    found = actual(tmp_path, WITH_A_PACK + "actual: {2025-01: 3_525.00}\n")
    assert found["months"] == [
        {
            "month": "2025-01",
            "actual": "3525.00",
            "estimated": "5010.00",
            "difference": "-1485.00",
            "explained_by": [{"tier_basis": "total"}],
        }
    ]
    assert found["explained_by"] == [{"tier_basis": "total"}]
    assert found["settled"] == {"tier_basis": ["total"]}


def test_an_invoice_that_fits_the_readings_in_force_excludes_others(
    tmp_path: Path,
) -> None:
    """No free pack, so `after_paid_packs` gives the same 5,010.00 as `billable`."""
    found = actual(tmp_path, WITH_A_PACK + "actual: {2025-01: 5010}\n")
    assert found["months"][0]["explained_by"] == [{}]
    assert found["settled"] == {"tier_basis": ["billable", "after_paid_packs"]}


def test_with_a_free_pack_two_readings_remain(tmp_path: Path) -> None:
    """1,000 free calls: both `after_paid_packs` and `total` reach 100,000 calls, 99,000 x 0.035 = 3,465.00."""
    text = (
        "usage: {image_basic: {calls: {2025-01: 100k}}}\n"
        "orders: [{item: free_pack, for: image_basic, date: 2025-01-01}]\nactual: {2025-01: 3465.00}\n"
    )
    found = actual(tmp_path, text)
    assert found["explained_by"] == [
        {"tier_basis": "after_paid_packs"},
        {"tier_basis": "total"},
    ]
    assert found["settled"] == {"tier_basis": ["after_paid_packs", "total"]}
    shown = ffbill("estimate", tmp_path / "usage.yaml").out
    assert "tier_basis=after_paid_packs or tier_basis=total" in shown
    assert "These bills leave for tier_basis: after_paid_packs, total" in shown


def test_an_invoice_that_nothing_explains(tmp_path: Path) -> None:
    found = actual(tmp_path, WITH_A_PACK + "actual: {2025-01: 3525.01}\n")
    assert (found["explained_by"], found["settled"]) == ([], {})
    shown = ffbill("estimate", tmp_path / "usage.yaml").out
    assert "No reading of the price document explains" in shown


TWO_QUESTIONS = """\
usage: {image_basic: {calls: {2024-01-05: 100k, 2025-01-09: 1000}}}
orders:
  - {id: X, item: call_pack, for: image_basic, size: 1k, date: 2024-01-01}
  - {id: Y, item: call_pack, for: image_basic, size: 1k, date: 2024-01-10}
"""


def test_two_questions_at_once(tmp_path: Path) -> None:
    """January 2024: packs 120.00 and 99,000 x 0.035 = 3,465.00 under `total`.

    2024 has 366 days, so Y ends with 9 January 2025, or under `365_days` with the 8th: then the 1,000 calls of the 9th
    are pay-as-you-go at 0.065 = 65.00.
    """
    found = actual(tmp_path, TWO_QUESTIONS + "actual: {2024-01: 3585, 2025-01: 65}\n")
    assert [month["explained_by"] for month in found["months"]] == [
        [{"tier_basis": "total"}],
        [{"pack_validity": "365_days"}],
    ]
    assert found["explained_by"] == [
        {"tier_basis": "total", "pack_validity": "365_days"}
    ]
    assert found["settled"] == {"tier_basis": ["total"], "pack_validity": ["365_days"]}
    assert "All of these bills at once: tier_basis=total, pack_validity=365_days" in ffbill(
        "estimate", tmp_path / "usage.yaml", env={"COLUMNS": "200"}
    ).out  # fmt: skip


def test_months_that_contradict_each_other(tmp_path: Path) -> None:
    """January by `total` 3,465.00 and 60.00, February by `billable`: 99,000 x 0.050 = 4,950.00 and 60.00."""
    text = (
        "usage: {image_basic: {calls: {2025-01: 100k, 2025-02: 100k}}}\n"
        "orders:\n"
        "  - {id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}\n"
        "  - {id: Q, item: call_pack, for: image_basic, size: 1k, date: 2025-02-01}\n"
        "actual: {2025-01: 3525, 2025-02: 5010}\n"
    )
    found = actual(tmp_path, text)
    assert [month["explained_by"] for month in found["months"]] == [
        [{"tier_basis": "total"}],
        [{}],
    ]
    assert (found["explained_by"], found["settled"]) == ([], {})


def test_only_the_months_shown_are_looked_at(tmp_path: Path) -> None:
    found = actual(
        tmp_path,
        TWO_QUESTIONS + "actual: {2024-01: 3585, 2025-01: 65}\n",
        "--month",
        "2025-01",
    )
    assert [month["month"] for month in found["months"]] == ["2025-01"]
    assert found["settled"] == {"pack_validity": ["365_days"]}


def test_an_invoice_is_cash_whatever_the_view(tmp_path: Path) -> None:
    text = WITH_A_PACK + "actual: {2025-01: 5010}\n"
    assert (
        actual(tmp_path, text, "--view", "amortised")["months"][0]["estimated"]
        == "5010.00"
    )


def test_a_reading_under_which_the_file_is_impossible_explains_nothing(
    tmp_path: Path,
) -> None:
    """Delivered on 1 January, returned on the 8th: not under `delivery_day_is_day_1`. The month is 60.00 - 60.00.

    So the bill leaves one reading of the window."""
    text = (
        "usage: {image_basic: {calls: {2025-02: 10}}}\n"
        "orders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01, refunded: 2025-01-08}]\n"
        "actual: {2025-01: 0}\n"
    )
    found = actual(tmp_path, text)
    assert found["explained_by"] == [{}]
    assert found["settled"] == {"refund_window": ["delivery_day_is_day_0"]}


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (
            "{2025-02: 1}",
            "usage.yaml:5:10: actual.2025-02: 2025-02 has no bill; the bills are 2025-01 to 2025-01",
        ),
        ("{2025-13: 1}", "actual.2025-13: '2025-13' is not a month"),
        ("{2025-01: 1.005}", "actual.2025-01: '1.005' has more than two decimals"),
        (
            "{2025-01: 1, 2025-01: 2}",
            "actual.2025-01: the key stands twice, first in line 5",
        ),
    ],
)
def test_what_is_refused(tmp_path: Path, stated: str, expected: str) -> None:
    ran = ffbill("validate", usage_file(tmp_path, f"{WITH_A_PACK}actual: {stated}\n"))
    assert ran.status == 2
    assert expected in ran.err


def test_equal_figures_need_no_reading_where_no_question_is_asked(
    tmp_path: Path,
) -> None:
    """No call, nothing to pay: no reading is consulted, and the bill is what was estimated."""
    text = "usage: {image_basic: {calls: {2025-01: 0}}}\nactual: {2025-01: 0}\n"
    scenario = load_scenario(usage_file(tmp_path, text))
    readings = Readings({})
    found = invoices(compute(billing_inputs(scenario), readings), ())
    assert not readings.consulted
    assert found
    assert found.explained_by == found.months[0].explained_by == ({},)
    assert found.settled == {}
