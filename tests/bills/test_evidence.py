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


def test_days_of_which_a_part_was_counted_say_nothing(tmp_path: Path) -> None:
    """A is counted by day, B by month: of 2 March B's calls are not known. 400,001 + 1,000,000 in March.

    On 1 March both have a row: 300,000 + 100,000 are not the 400,001 exported.
    """
    export = tmp_path / "export"
    export.mkdir()
    (export / "days.csv").write_text(DAYS + FIRST + SECOND, encoding="utf-8")
    calls = tmp_path / "calls.csv"
    rows = "2025-03-01,300000,A\n2025-03-02,900000,A\n2025-03,200001,B\n"
    for more, codes in (("", []), ("2025-03-01,100000,B\n", ["calls_of_day"])):
        calls.write_text(f"date,calls,for\n{rows}{more}", encoding="utf-8")
        assert found(reconciled(export, "--calls", calls)) == codes


def test_days_of_other_months_than_asked_are_passed_over(tmp_path: Path) -> None:
    """On 1 April 5 calls were exported and 6 counted; only March is asked for."""
    other = exported("DetailList", [day_of_use(1, 5, 0)]).replace("2025-03", "2025-04")
    export = tmp_path / "export"
    export.mkdir()
    (export / "days.json").write_text(other, encoding="utf-8")
    calls = tmp_path / "calls.csv"
    calls.write_text("date,calls\n2025-03,1400001\n2025-04-01,6\n", encoding="utf-8")
    words = ("--calls", calls)
    assert found(reconciled(export, *words)) == ["calls_of_day"]
    assert found(reconciled(export, *words, "--month", "2025-03")) == []


def test_evidence_alone_is_no_bill(tmp_path: Path) -> None:
    (tmp_path / "days.csv").write_text(DAYS + FIRST, encoding="utf-8")
    ran = ffbill("reconcile", tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert "control totals and evidence only" in ran.err


def exported(name: str, rows: list[Any]) -> str:
    """An answer of the API as the vendor's own samples have it: the rows lie under Data."""
    answer = {"Data": {"TotalCount": len(rows), name: rows}, "RequestId": "r"}
    return json.dumps({"Response": answer}, ensure_ascii=False)


def of_product(name: str, owner: str = "100000000001", used: str = "400000") -> Any:
    row = deduction("500000.00", str(500000 - int(used)), used, used)
    return {**row, "ProductName": name, "SubProductName": name, "DeductionUin": owner}


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([of_product("人脸融合")], []),
        # Other products and other accounts have deductions of their own.
        ([of_product("人脸融合"), of_product("实时音视频", used="7")], []),
        ([of_product("人脸融合"), of_product("人脸融合", "100000000002", "7")], []),
        # 399,999 are exported, the bill deducts 400,000
        ([of_product("人脸融合", used="399999")], ["deducted"]),
    ],
)
def test_deductions_as_the_api_answers(
    rows: list[Any], codes: list[str], tmp_path: Path
) -> None:
    (tmp_path / "packs.json").write_text(exported("Bills", rows), encoding="utf-8")
    answer = reconciled(tmp_path)
    assert found(answer) == codes
    for finding in answer["findings"]:
        if finding["code"] == "deducted":
            assert finding["message"].startswith("2025-03: 400,000 calls deducted")


def day_of_use(day: int, total: int, taken: int) -> Any:
    return {
        "OwnerUin": "100000000001", "StartTime": f"2025-03-{day:02} 00:00:00",
        "EndTime": f"2025-03-{day:02} 23:59:59", "TotalDosage": str(total),
        "RemainDosage": str(total - taken), "DeductDosage": str(taken),
        "Attribute": [{"Name": "resourceId", "Value": "1"}],
    }  # fmt: skip


def test_daily_usage_as_the_api_answers(tmp_path: Path) -> None:
    # 400,001 + 1,000,000 = 1,400,001; the first day stands twice
    days = [day_of_use(1, 400_001, 400_000), day_of_use(2, 1_000_000, 0)]
    text = exported("DetailList", [*days, days[0]])
    (tmp_path / "days.json").write_text(text, encoding="utf-8")
    assert found(reconciled(tmp_path)) == []


def summary(name: str, total: str, products: list[Any]) -> Any:
    return {"GroupKey": "x", "GroupValue": name, "RealTotalCost": total, "TotalCost": "-",
            "Business": products}  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([summary("人脸融合", "12000.01", []), summary("云服务器", "3.00", [])], []),
        ([summary("人脸融合", "12010.01", [])], ["control"]),
        # By region: 12,000.01 + 3.00 = 12,003.01, of which the product has 12,000.01
        (
            [
                summary(
                    "华南地区",
                    "12003.01",
                    [
                        {"BusinessCodeName": "人脸融合", "RealTotalCost": "12000.01"},
                        {"BusinessCodeName": "云服务器", "RealTotalCost": "3.00"},
                    ],
                )
            ],
            [],
        ),
    ],
)
def test_a_summary_of_the_api(
    rows: list[Any], codes: list[str], tmp_path: Path
) -> None:
    text = json.dumps({"Response": {"SummaryDetail": rows, "Ready": 1}})
    (tmp_path / "L1.json").write_text(text, encoding="utf-8")
    assert found(reconciled(tmp_path)) == codes


def test_a_control_total_of_another_month_is_passed_over(tmp_path: Path) -> None:
    rows = [
        {"BusinessCodeName": "人脸融合", "RealTotalCost": cost, "BillMonth": month}
        for month, cost in (("2025-02", "77.00"), ("2025-03", "12000.01"))
    ]
    text = json.dumps({"Response": {"SummaryOverview": rows}})
    (tmp_path / "L1.json").write_text(text, encoding="utf-8")
    assert found(reconciled(tmp_path)) == []


def test_the_precision_of_all_products_is_in_no_products_total(tmp_path: Path) -> None:
    """173 lines of 0.004 are deducted as nothing: -0.692, and -0.002 of 12,000.012: -0.694."""
    header, line, precision = BILL.read_text(encoding="utf-8-sig").splitlines()
    other = line.replace("人脸融合", "云服务器").replace("12000.01200000", "0.004")
    others = [other.replace("20250401", f"2025{n:04}") for n in range(173)]
    rows = [header, line, precision.replace("0.00200000", "0.69400000"), *others]
    (tmp_path / "bill.csv").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "L1.json").write_text(by_product("12000.01"), encoding="utf-8")
    ran = ffbill("reconcile", tmp_path, "-f", "json")
    answer = json.loads(ran.out)
    assert (answer["verdict"], found(answer)) == ("approve", []), ran.err


def test_own_counts_are_held_against_deductions_of_a_day(tmp_path: Path) -> None:
    """400,000 deducted on 2 March: more than the 399,999 that were counted cannot be."""
    text = exported("Bills", [of_product("人脸融合")])
    (tmp_path / "packs.json").write_text(text, encoding="utf-8")
    calls = tmp_path / "calls.txt"
    for first, codes in ((399_999, ["deducted_of_day"]), (400_000, [])):
        calls.write_text(
            f"date,calls\n2025-03-02,{first}\n2025-03-03,{1_400_001 - first}\n",
            encoding="utf-8",
        )
        ran = ffbill(
            "reconcile", BILL, tmp_path / "packs.json", "--calls", calls, "-f", "json"
        )
        assert found(json.loads(ran.out)) == codes


def test_an_input_is_told_with_its_size(tmp_path: Path) -> None:
    (tmp_path / "L1.json").write_text(by_product("12000.01"), encoding="utf-8")
    sizes = [row["bytes"] for row in reconciled(tmp_path)["inputs"]]
    assert sizes == [
        BILL.stat().st_size,
        (tmp_path / "L1.json").stat().st_size,
    ]
