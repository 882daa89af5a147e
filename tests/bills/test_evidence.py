"""What stands beside a bill: control totals of higher levels, pack deductions, daily usage.

The bill is the sample of the mainland: in March 1,400,001 calls were used, 400,000 of them deducted, and
1,000,001 x 0.012 = 12,000.012 is billed, 12,000.01 with its precision line.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bills.test_samples import BILLS
from tests.tools import ffbill

BILL = BILLS / "precision.csv"


def reconciled(folder: Path, *words: str | Path) -> dict[str, Any]:
    """The bill with the files of a folder beside it."""
    ran = ffbill("reconcile", BILL, folder, *words, "-f", "json")
    assert ran.status == 0, ran.err
    answer: dict[str, Any] = json.loads(ran.out)
    return answer


def found(answer: dict[str, Any]) -> list[str]:
    """The findings but for the period, which no file here states."""
    codes = [row["code"] for row in answer["findings"]]
    return [code for code in codes if code != "period_assumed"]


def by_resource(total: str) -> str:
    """A bill by resource (L2) with a line of another product."""
    return (
        "产品名称,子产品名称,配置描述,优惠后总价(元),账单月份\n"
        f"人脸融合,人脸融合-后付费,-,{total},2025-03\n云服务器,标准型,-,55.00,2025-03\n"
    )


def by_product(total: str) -> str:
    """The API's bill by product (L1)."""
    rows = [
        {"BusinessCodeName": "人脸融合", "RealTotalCost": total},
        {"BusinessCodeName": "云服务器", "RealTotalCost": "-"},
    ]
    return json.dumps({"Response": {"SummaryOverview": rows, "RequestId": "r"}})


@pytest.mark.parametrize(
    ("name", "written"), [("L2.csv", by_resource), ("L1.json", by_product)]
)
@pytest.mark.parametrize(
    ("total", "codes", "verdict"),
    [
        ("12000.01", [], "approve"),
        # Rounded row by row: one row of the product may be off by less than a cent.
        ("12000.00", ["control"], "decide"),
        ("12010.01", ["control"], "decide"),
        # Not given is no total.
        ("-", [], "approve"),
    ],
)
def test_a_control_total(
    name: str, written: Any, total: str, codes: list[str], verdict: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(written(total), encoding="utf-8")
    answer = reconciled(tmp_path)
    assert (found(answer), answer["verdict"]) == (codes, verdict)
    # All rows of a file are told, also those of other products.
    assert [row["rows"] for row in answer["inputs"]] == [2, 2]


def deduction(before: str, after: str, used: str, taken: str, factor: str = "1") -> Any:
    """A row of the pack deduction export, by the API; it is deducted long after the use."""
    return {
        "Uin": "100000000001", "PackageName": "包", "ResourceId": "pack-1",
        "BeforeDeductionRemain": before, "AfterDeductionRemain": after,
        "StartTime": "2025-03-02 00:00:00", "EndTime": "2025-03-02 23:59:59",
        "DeductionTime": "2025-08-26 10:00:00", "Dosage": used, "ActualDosage": taken,
        "DeductionFactor": factor,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([deduction("500000.00", "100000.00", "400000.00", "400000.00")], []),
        # 0.15 of a pack's unit a call: 400,000 x 0.15 = 60,000
        ([deduction("500000", "440000", "400000", "60000", "0.15")], []),
        # 500,000 - 100,000 = 400,000, not 399,999
        ([deduction("500000", "100000", "400000", "399999")], ["deduction_law"]),
        # 300,000 are exported, the bill deducts 400,000
        ([deduction("500000", "200000", "300000", "300000")], ["deducted"]),
        # The same row on two pages is one deduction.
        ([deduction("500000", "100000", "400000", "400000")] * 2, []),
    ],
)
def test_deductions_of_packs(rows: list[Any], codes: list[str], tmp_path: Path) -> None:
    page = {"Response": {"Data": rows}}
    (tmp_path / "packs.json").write_text(json.dumps(page), encoding="utf-8")
    answer = reconciled(tmp_path)
    assert found(answer) == codes
    assert answer["verdict"] == ("decide" if codes else "approve")


DAYS = "统计时间,总用量,抵扣用量,剩余用量,计费项\n"
FIRST = "2025-03-01,400001,400000,1,调用次数\n"
SECOND = "2025-03-02,1000000,0,1000000,调用次数\n"


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        (FIRST + SECOND, []),
        # The vendor's own sample repeats days across pages.
        (FIRST + SECOND + FIRST, []),
        # 400,000 + 2 is not 400,001
        (FIRST.replace(",1,", ",2,") + SECOND, ["daily_law"]),
        # 1,000,000 of the 1,400,001 calls of the bill
        (SECOND, ["daily_total"]),
    ],
)
def test_daily_usage(rows: str, codes: list[str], tmp_path: Path) -> None:
    (tmp_path / "days.csv").write_text(DAYS + rows, encoding="utf-8")
    answer = reconciled(tmp_path)
    assert found(answer) == codes
    assert answer["verdict"] == ("decide" if codes else "approve")


def test_own_counts_are_held_against_exported_days(tmp_path: Path) -> None:
    """2 March: 1,000,000 exported, 1,000,001 counted; 1 March: 400,001 and 400,000. The month's sum agrees."""
    export = tmp_path / "export"
    export.mkdir()
    (export / "days.csv").write_text(DAYS + FIRST + SECOND, encoding="utf-8")
    calls = tmp_path / "calls.csv"
    calls.write_text(
        "date,calls\n2025-03-01,400000\n2025-03-02,1000001\n", encoding="utf-8"
    )
    answer = reconciled(export, "--calls", calls)
    assert found(answer) == ["calls_of_day", "calls_of_day"]
    assert "2025-03-02" in answer["findings"][-1]["message"]
    assert answer["lines"][0]["verdict"] == "agrees"


def test_evidence_alone_is_no_bill(tmp_path: Path) -> None:
    (tmp_path / "days.csv").write_text(DAYS + FIRST, encoding="utf-8")
    ran = ffbill("reconcile", tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert "control totals and evidence only" in ran.err
