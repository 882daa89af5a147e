"""The workbook: the core's figures in it, live, the same when another program computes them; and harmless."""

import os
import pty
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter

import facefusion_billing
from facefusion_billing.model.bill import Bill, BillLine, Estimate, Portion, View
from facefusion_billing.model.calendar import Month, Span
from facefusion_billing.model.money import Price
from facefusion_billing.model.usage_row import ReachedTier
from facefusion_billing.reports.wording.phrases import kind_name
from facefusion_billing.reports.workbook.exact import cell_text, summable, sure
from facefusion_billing.reports.workbook.workbook import estimate_workbook
from tests.reports.workbook_tools import (
    formulas,
    found,
    half_up,
    money,
    needs_office,
    recalculated,
    table,
    values,
)
from tests.tools import (
    ROOT,
    SAMPLES,
    estimate_json,
    ffbill,
    process,
    usage_file,
)

VIEWS = ("cash", "amortised")
SHEETS = [
    "Summary",
    "Bills",
    "Usage",
    "Tiers",
    "Packs",
    "Account",
    "Assumptions",
    "Warnings",
]


def sheets_of(answer: dict[str, Any]) -> list[str]:
    """The sheets of an answer: those that have something to show."""
    prepaid = answer["prepaid"] and answer["prepaid"]["orders"]
    kinds = {line["kind"] for bill in answer["bills"] for line in bill["lines"]}
    has = {
        "Tiers": "pay_as_you_go" in kinds,
        "Packs": answer["packs"] or prepaid,
        "Account": answer["account"],
        "Warnings": answer["warnings"],
    }
    return [name for name in SHEETS if has.get(name, True)]


def workbook(
    folder: Path, *words: str | Path, name: str = "bill.xlsx", status: int = 0
) -> Path:
    """The workbook that `ffbill estimate` writes."""
    file = folder / name
    ran = ffbill("estimate", *words, "-o", file)
    assert ran.status == status, ran.err
    return file


class Case(NamedTuple):
    """A sample in a view: its answer as JSON, and its workbook."""

    answer: dict[str, Any]
    file: Path


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    folder = tmp_path_factory.mktemp("workbooks")
    return {
        f"{path.stem}-{view}": Case(
            estimate_json(path, "--view", view),
            workbook(folder, path, "--view", view, name=f"{path.stem}-{view}.xlsx"),
        )
        for path in SAMPLES
        for view in VIEWS
    }


NAMES = [f"{path.stem}-{view}" for path in SAMPLES for view in VIEWS]
PORTIONS = (
    "expiring_pack",
    "mainland_campaign",
    "pack_mid_month",
    "qps_campaign",
    "refund_window",
)
COMPUTED = [f"{path.stem}-cash" for path in SAMPLES] + [
    f"{stem}-amortised" for stem in PORTIONS
]
"""What LibreOffice computes anew: it takes half a second for a file."""


def check_totals(answer: dict[str, Any], book: Workbook) -> None:
    """Every figure that JSON has too is the same in the workbook."""
    summary, lines = (
        book["Summary"],
        [line for bill in answer["bills"] for line in bill["lines"]],
    )
    head = found(summary, "By kind")
    assert money(summary["B2"].value) == answer["total"]
    end = head + 1 + len(answer["bills"])
    assert money(summary.cell(end, 7).value) == answer["total"]
    assert [
        (f"{row['Month']:%Y-%m}", money(row["Amount"]))
        for row in table(summary, head, 4)
    ] == [(bill["month"], bill["total"]) for bill in answer["bills"]]
    assert {row["By kind"]: money(row["Amount"]) for row in table(summary, head)} == {
        kind_name(kind): amount for kind, amount in answer["by_kind"].items()
    }
    assert (
        money(summary.cell(found(summary, "Total of kinds"), 2).value)
        == answer["total"]
    )
    assert (
        summary.cell(found(summary, "Check: months = kinds = lines"), 2).value == "OK"
    )
    rows = table(book["Bills"])
    assert [(row["Kind"], money(row["Amount"])) for row in rows] == [
        (kind_name(line["kind"]), line["amount"]) for line in lines
    ]
    total = book["Bills"].cell(
        max(len(rows), 1) + 2, [c.value for c in book["Bills"][1]].index("Amount") + 1
    )
    assert money(total.value) == answer["total"]
    counted = [row for bill in answer["bills"] for row in bill["usage"]]
    assert [row["Calls"] for row in table(book["Usage"])] == [
        row["calls"] for row in counted
    ]
    assert book["Usage"].cell(book["Usage"].max_row, 3).value == sum(
        row["calls"] for row in counted
    )
    if answer["prepaid"] and answer["prepaid"]["orders"]:
        assert (
            money(summary.cell(found(summary, "Paid and not yet used"), 2).value)
            == answer["prepaid"]["total"]
        )
    if answer["account"]:
        ledger = [
            (event["amount"], event["balance"]) for event in answer["account"]["ledger"]
        ]
        assert [
            (money(r["Amount"]), money(r["Balance"])) for r in table(book["Account"])
        ] == ledger
    if answer["alternatives"]:
        top = found(book["Assumptions"], "What another reading would change") + 1
        found_others = [
            (
                row["Assumption"],
                row["Other reading"],
                None if row["Total"] == "none" else money(row["Difference"]),
            )
            for row in table(book["Assumptions"], top)
        ]
        assert found_others == [
            (o["assumption"], o["value"], o["difference"])
            for o in answer["alternatives"]
        ]


@pytest.mark.parametrize("name", NAMES)
class TestSamples:
    """Every sample, in both views, read by a second library."""

    def test_totals_are_those_of_json(self, cases: dict[str, Case], name: str) -> None:
        check_totals(cases[name].answer, values(cases[name].file))

    def test_sheets_have_frozen_headers(
        self, cases: dict[str, Case], name: str
    ) -> None:
        book = formulas(cases[name].file)
        names = sheets_of(cases[name].answer)
        assert book.sheetnames == names
        frozen = [book[sheet].freeze_panes for sheet in names]
        assert frozen == ["A3", *["A2"] * (len(names) - 1)]

    def test_no_sheet_is_empty(self, cases: dict[str, Case], name: str) -> None:
        book = formulas(cases[name].file)
        assert [sheet.title for sheet in book if sheet.max_row < 2] == []

    def test_it_has_a_title_a_creator_and_a_chart(
        self, cases: dict[str, Case], name: str
    ) -> None:
        book = formulas(cases[name].file)
        assert book.properties.creator == f"ffbill {facefusion_billing.__version__}"
        assert book.properties.title == (cases[name].answer["title"] or "Bills")
        assert "xl/charts/chart1.xml" in zipfile.ZipFile(cases[name].file).namelist()

    def test_billed_calls_are_those_of_the_sheet_usage(
        self, cases: dict[str, Case], name: str
    ) -> None:
        book = formulas(cases[name].file)
        for row in table(book["Bills"]):
            linked = str(row["Quantity"]).startswith(("=Usage!$F$", "=SUMIFS(Usage!"))
            assert linked == (
                row["Kind"] == "pay-as-you-go" and not row.get("Part of amount")
            )

    def test_amounts_are_formulas_and_dates_are_dates(
        self, cases: dict[str, Case], name: str
    ) -> None:
        case = cases[name]
        book, lines = (
            formulas(case.file),
            [line for bill in case.answer["bills"] for line in bill["lines"]],
        )
        rows, read = table(book["Bills"]), table(values(case.file)["Bills"])
        for number, (row, shown, line) in enumerate(
            zip(rows, read, lines, strict=True), 2
        ):
            assert isinstance(row["Month"], datetime)
            assert str(row["Date"].date()) == line["date"]
            assert shown["Quantity"] == int(line["quantity"])
            if line["unit_price"] is None:
                assert row["Amount"] == (
                    f"=ROUND(ROUND(K{number}*(L{number}+G{number})/M{number},2)-ROUND(K{number}*L{number}/M{number},2),2)"
                )
            else:
                assert Decimal(str(shown["Unit price"])) == Decimal(line["unit_price"])
                is_by_call = line["kind"] == "pay_as_you_go"
                assert str(row["Unit price"]).startswith("=LOOKUP(") == is_by_call
                assert (
                    row["Amount"] == f"=ROUND(ROUND(G{number}*I{number},2)-J{number},2)"
                )
        head = found(book["Summary"], "By kind")
        months = [row["Amount"] for row in table(book["Summary"], head, 4)]
        assert all(formula.startswith("=ROUND(SUMIFS(Bills!$") for formula in months)
        assert all(row["Calls"].startswith("=SUM(D") for row in table(book["Usage"]))
        packs = table(book["Packs"]) if "Packs" in book else []
        for row, pack in zip(packs, case.answer["packs"], strict=False):
            assert (str(row["From"].date()), str(row["Last day"].date())) == (
                pack["from"],
                pack["last_day"],
            )
            used_up = row["Used up"]
            assert (used_up and str(used_up.date())) == pack["used_up"]
        assert book["Summary"].cell(head + 1, 4).number_format == "yyyy-mm"
        assert (
            book["Summary"]["B2"].number_format
            == f"[${case.answer['currency']}] #,##0.00"
        )


def test_the_same_bills_give_the_same_bytes(
    tmp_path: Path, cases: dict[str, Case]
) -> None:
    """In another process, too: neither the clock nor the order of a set is in the file."""
    ran = process(
        "estimate",
        ROOT / "sample_usage" / "mainland_campaign.yaml",
        "-f",
        "xlsx",
        env={"PYTHONHASHSEED": "7"},
    )
    assert ran.stdout == cases["mainland_campaign-cash"].file.read_bytes()


class TestOtherSheets:
    def test_usage_has_a_total_for_each_scope(self, cases: dict[str, Case]) -> None:
        """12,500 + 140,000 + 60,000 = 212,500 and 378,000 + 950,000 = 1,328,000; 1,540,500 in all."""
        sheet = values(cases["mainland_campaign-cash"].file)["Usage"]
        totals = {
            row[1].value: row[2].value
            for row in sheet.iter_rows()
            if row[0].value == "Total"
        }
        assert totals == {"春节换脸": 212_500, "情人节合影": 1_328_000, None: 1_540_500}

    def test_packs(self, cases: dict[str, Case]) -> None:
        rows = table(values(cases["expiring_pack-cash"].file)["Packs"])
        assert rows[0] == {
            "Order": "P-1",
            "Pack": 1,
            "For": "image_basic",
            "Size": 10_000,
            "Used": 8_000,
            "Remaining": 0,
            "Expired": 2_000,
            "From": datetime(2024, 6, 15),
            "Last day": datetime(2025, 6, 14),
            "Status": "expired",
            "Used up": None,
        }

    def test_the_balance_runs(self, cases: dict[str, Case]) -> None:
        sheet = formulas(cases["overdue_account-cash"].file)["Account"]
        assert [sheet.cell(row, 5).value for row in (2, 3, 4)] == [
            "=D2",
            "=ROUND(E2+D3,2)",
            "=ROUND(E3+D4,2)",
        ]
        stops = table(sheet, found(sheet, "Stops of the service") + 1)
        assert [(stop["From"].date(), stop["Refused calls"]) for stop in stops] == [
            (date(2025, 3, 2), 9_000)
        ]

    def test_warnings(self, cases: dict[str, Case]) -> None:
        case = cases["dead_zone-cash"]
        rows = table(values(case.file)["Warnings"])
        assert [
            (r["Severity"], r["Code"], f"{r['Month']:%Y-%m}", r["Message"])
            for r in rows
        ] == [
            (w["severity"], w["code"], w["month"], w["message"])
            for w in case.answer["warnings"]
        ]

    def test_incomplete_is_said_at_the_top(self, cases: dict[str, Case]) -> None:
        """9,000 calls are refused while the service is stopped; the spike of qps_campaign is over its limit without a purchase."""
        assert values(cases["overdue_account-cash"].file)["Summary"][
            "A3"
        ].value.startswith("INCOMPLETE: 9,000 calls")
        assert values(cases["steady_app-cash"].file)["Summary"]["A3"].value.startswith(
            "Complete"
        )

    def test_conditions(self, tmp_path: Path) -> None:
        """75,000 + 25,000 calls: 3,750.00 and 1,250.00, 5,000.00 in all."""
        text = "version: 1\nprice_book: intl\nusage: {image_basic: {calls: {2025-01: 75k, 2025-02: 25k}}}\n"
        words = ("--fail-over", "4999.99", "--fail-over-month", "3750")
        file = workbook(tmp_path, usage_file(tmp_path, text), *words, status=1)
        sheet, live = values(file)["Summary"], formulas(file)["Summary"]
        first, second = (
            found(sheet, "Condition --fail-over"),
            found(sheet, "Condition --fail-over-month"),
        )
        assert [sheet.cell(first + index, 2).value for index in (1, 2, 3)] == [
            4999.99,
            5000,
            "NOT MET",
        ]
        assert [sheet.cell(second + index, 2).value for index in (1, 2, 3)] == [
            3750,
            3750,
            "met",
        ]
        assert (
            live.cell(first + 3, 2).value
            == f'=IF(B{first + 2}<=B{first + 1},"met","NOT MET")'
        )
        first = found(live, "By kind") + 1
        assert live.cell(second + 2, 2).value == f"=MAX(G{first}:G{first + 1})"

    def test_an_incomplete_answer_meets_no_condition_whatever_is_changed(
        self, tmp_path: Path
    ) -> None:
        file = workbook(
            tmp_path,
            ROOT / "sample_usage" / "overdue_account.yaml",
            "--fail-over",
            "90000",
            status=1,
        )
        sheet = formulas(file)["Summary"]
        assert (
            sheet.cell(found(sheet, "Condition --fail-over") + 3, 2).value == "NOT MET"
        )

    @pytest.mark.parametrize(
        "text", ["usage: {}", "usage: {image_basic: {calls: {2025-01: 0}}}"]
    )
    def test_nothing_to_bill(self, tmp_path: Path, text: str) -> None:
        path = usage_file(tmp_path, f"{text}\n")
        check_totals(estimate_json(path), values(workbook(tmp_path, path)))

    def test_real_bills_stand_beside_the_estimate(self, tmp_path: Path) -> None:
        """70,000 x 0.050 = 3,500.00; 3,499.00 was billed, 1.00 less. February has no real bill."""
        text = "usage: {image_basic: {calls: {2025-01: 70k, 2025-02: 80k}}}\nactual: {2025-01: 3_499.00}\n"
        file = workbook(tmp_path, usage_file(tmp_path, f"{text}"))
        sheet = values(file)["Summary"]
        head = found(sheet, "By kind")
        rows = table(sheet, head, 4)
        assert [(row["Really billed"], row["Difference"]) for row in rows] == [
            (3499, -1),
            (None, None),
        ]
        assert [row["Estimated, as paid"] for row in rows] == [3500, None]
        assert [row["Explained by"] for row in rows] == ["no reading", None]
        shown = formulas(file)["Summary"].cell(head + 1, 10).value
        assert shown == f"=ROUND(I{head + 1}-H{head + 1},2)"

    def test_a_real_bill_is_held_against_what_is_paid_in_the_amortised_view_too(
        self, tmp_path: Path
    ) -> None:
        """A pack for 60.00 of which 500 of 1,000 calls are drawn: 30.00 used, 60.00 paid and really billed."""
        text = (
            "usage: {image_basic: {calls: {2025-01: 500}}}\nactual: {2025-01: 60}\n"
            "orders: [{item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}]\n"
        )
        file = workbook(
            tmp_path,
            usage_file(tmp_path, f"{text}"),
            "--view",
            "amortised",
        )
        sheet = values(file)["Summary"]
        [row, *_] = table(sheet, found(sheet, "By kind"), 4)
        assert [
            row[name]
            for name in ("Amount", "Estimated, as paid", "Really billed", "Difference")
        ] == [
            30,
            60,
            60,
            0,
        ]
        assert row["Explained by"] == "the readings in force"

    @pytest.mark.parametrize(
        ("balance", "said"),
        [("5_000", "The service is never stopped."), ("3_000", "does not end")],
    )
    def test_an_account_with_and_without_a_stop(
        self, tmp_path: Path, balance: str, said: str
    ) -> None:
        """The 3,500.00 of January are paid on 1 February, or they are not and the service stops for good."""
        text = "usage: {image_basic: {calls: {2025-01: 70k, 2025-02: 100}}}"
        account = f"account: {{balance: {{date: 2025-01-01, amount: {balance}}}}}"
        file = workbook(
            tmp_path,
            usage_file(tmp_path, f"{account}\n{text}\n"),
        )
        assert said in {
            cell.value for cell in cells(values(file)) if isinstance(cell.value, str)
        }

    def test_in_chinese_the_figures_are_the_same(
        self, tmp_path: Path, cases: dict[str, Case]
    ) -> None:
        file = workbook(
            tmp_path, ROOT / "sample_usage" / "pack_mid_month.yaml", "--lang", "zh"
        )
        other = cases["pack_mid_month-cash"].file
        shown, english = values(file), values(other)
        assert shown.sheetnames[:5] == ["摘要", "账单", "用量", "阶梯", "资源包"]
        for sheet, of in zip(shown, english, strict=True):
            sheet.title = of.title
        assert numbers(shown) == numbers(english)
        assert "合计" in {cell.value for cell in cells(values(file))}
        chart = zipfile.ZipFile(file).read("xl/charts/chart1.xml").decode()
        assert "各月费用" in chart

    def test_warnings_stand_on_the_summary_in_rows_that_are_high_enough(
        self, tmp_path: Path
    ) -> None:
        """A peak of 65 QPS on a limit of 20: calls fail, so nothing is called complete; the sentence has more letters than the
        sheet is wide, so its row has more than one line.
        """
        text = "usage: {image_basic: {calls: {2025-01: 20k}, peak_qps: 65}}\n"
        file = workbook(tmp_path, usage_file(tmp_path, text))
        sheet = values(file)["Summary"]
        texts = [str(cell.value) for cell in cells(values(file)) if cell.value]
        assert not [text for text in texts if text.startswith("Complete:")]
        shown = str(sheet["A4"].value)
        assert str(sheet["A3"].value).startswith(
            "Every call is priced or deducted, but"
        )
        assert shown.startswith("warning over_qps_limit, image_basic, 2025-01")
        assert sheet["A4"].alignment.wrap_text
        letters = len(shown)
        merged = next(r for r in sheet.merged_cells.ranges if "A4" in r)
        width = sum(
            sheet.column_dimensions[get_column_letter(at)].width
            for at in range(1, merged.max_col + 1)
        )
        assert sheet.row_dimensions[4].height >= 15 * -(-letters // int(width))
        assert sheet.cell(found(sheet, "Complete"), 2).value == "with warnings"

    @pytest.mark.parametrize("name", NAMES)
    def test_it_ends_with_where_it_comes_from(
        self, cases: dict[str, Case], name: str
    ) -> None:
        sheet = values(cases[name].file)["Summary"]
        last = [sheet.cell(sheet.max_row - at, 1).value for at in (2, 1, 0)]
        assert cases[name].answer["price_book"]["id"] in str(last[0])
        assert last[1] == (
            f"Computed by ffbill {facefusion_billing.__version__}. Amounts are before tax."
        )
        assert last[2] == "The vendor's page is general information, not terms."


def numbers(book: Workbook) -> dict[tuple[str, str], Any]:
    """Every number and date of a workbook, by its place."""
    kinds = (int, float, datetime)
    return {
        (cell.parent.title, cell.coordinate): cell.value
        for cell in cells(book)
        if isinstance(cell.value, kinds)
    }


HOSTILE = r"""version: 1
title: "=cmd|'/c calc'!A0"
price_book: mainland
usage:
  "=cmd|'/c calc'!A0": {calls: {2021-01: 100}}
  "<script>alert(1)</script>": {calls: {2021-01: 90}}
  "\e[31mred\a": {calls: {2021-01: 80}}
  "https://example.com/": {calls: {2021-01: 70}}
  "*": {calls: {2021-01: 60}}
  "A": {calls: {2021-01: 5}}
  "a": {calls: {2021-01: 4}}
  "_x0041_\uFFFE": {calls: {2021-01: 3}}
orders:
  - {id: "+1+1", item: licence, for: "<script>alert(1)</script>", package: 1, date: 2021-01-01}
  - {id: "\e[2J@SUM(A1)", item: call_pack, size: 100k, date: 2021-01-02, note: "x"}
"""
# What a formula of ours may be made of: functions, addresses, the sheets' names, operators and our own words.
OURS = re.compile(
    r"=((ROUND|SUM|SUMIFS|SUMPRODUCT|EXACT|LOOKUP|MAX|EDATE|IF|AND|ABS)\(|('?(Bills|Packs|Summary|Usage|Tiers|Verdicts|By month|Shopping list)'?)!|\$?[A-Z]{1,2}\$?[0-9]{1,7}"
    r'|[-+*/,:()=<>]|2|100|1|0|&|"(|OK|DIFFERENT|met|NOT MET|>=|<)")+'
)


def cells(book: Workbook) -> Iterator[Cell]:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if not isinstance(cell, MergedCell):
                    assert isinstance(cell, Cell)
                    yield cell


class TestHostile:
    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        return workbook(tmp_path, usage_file(tmp_path, HOSTILE))

    def test_texts_are_texts(self, file: Path) -> None:
        book = formulas(file)
        assert book["Summary"]["A1"].value == "=cmd|'/c calc'!A0"
        assert book["Summary"]["A1"].data_type == "s"
        names = {row["For"] for row in table(values(file)["Usage"])}
        assert {
            "=cmd|'/c calc'!A0",
            "<script>alert(1)</script>",
            r"\x1b[31mred\x07",
            "https://example.com/",
        } < names
        assert {row["Order"] for row in table(values(file)["Bills"])} == {
            "+1+1",
            r"\x1b[2J@SUM(A1)",
        }

    def test_no_formula_is_of_the_file_s_text_and_nothing_is_a_link(
        self, file: Path
    ) -> None:
        found_formulas = [
            cell for cell in cells(formulas(file)) if cell.data_type == "f"
        ]
        assert found_formulas
        assert [
            cell.value for cell in found_formulas if not OURS.fullmatch(str(cell.value))
        ] == []
        assert not [cell for cell in cells(formulas(file)) if cell.hyperlink]

    def test_no_control_character_is_in_it(self, file: Path) -> None:
        texts = [
            cell.value for cell in cells(values(file)) if isinstance(cell.value, str)
        ]
        assert not [text for text in texts if re.search(r"[\x00-\x1f\x7f\ufffe]", text)]

    def test_a_long_text_is_cut_where_excel_ends(self) -> None:
        assert cell_text("字" * 32_767) == "字" * 32_767
        assert cell_text("字" * 32_768) == "字" * 32_766 + "…"

    def test_a_long_text_is_cut_between_characters(self) -> None:
        """Beyond the first plane a character is two of Excel's units: 16,383 fit beside the ellipsis."""
        assert cell_text("😀" * 20_000) == "😀" * 16_383 + "…"


def answer_of(lines: list[BillLine], view: View = "cash") -> Estimate:
    month = Month(2025, 1)
    bill = Bill(month, Span(date(2025, 2, 1), date(2025, 2, 3)), tuple(lines), ())
    return Estimate("", "book", "USD", {}, (bill,), (), None, (), (), {}, {}, view=view)


def line(quantity: int, price: Price, discount: int = 0) -> BillLine:
    """A pay-as-you-go line; its amount by Decimal."""
    exact = quantity * Decimal(price.digits).scaleb(-price.places)
    cents = int(half_up(exact) * 100) - discount
    day = date(2025, 2, 1)
    return BillLine(
        "pay_as_you_go",
        "x",
        day,
        None,
        quantity,
        "call",
        price,
        cents,
        (),
        (),
        discount,
        {"tier": ReachedTier(0, None, price, quantity), "basis": "billable"},
    )


def portion(before: int, quantity: int, whole: int, of: int) -> BillLine:
    """A part of an amount; its amount by Decimal."""
    shares = [
        half_up(Decimal(of * used) / whole / 100)
        for used in (before, before + quantity)
    ]
    part = Portion("drawn", 1, before, before + quantity, whole, of)
    amount = int((shares[1] - shares[0]) * 100)
    base = line(quantity, Price(1, 0))
    return base._replace(unit_price=None, amount=amount, portion=part)


def many_lines() -> list[BillLine]:
    """Every half cent of both price books up to 20,000 calls, and thousands of other prices and sizes."""
    chance = random.Random(11)
    prices = [Price(digits, 3) for digits in (65, 50, 35, 25, 5, 12)] + [
        Price(2, 2),
        Price(2125, 5),
        Price(5, 4),
    ]
    found_lines = [
        line(count, price)
        for price in prices
        for count in range(1, 20_000)
        if 2 * count * price.digits * 100 % 10**price.places == 0
        and count * price.digits * 100 % 10**price.places
    ][::7]
    for _turn in range(1_500):
        places = chance.randrange(0, 8)
        price = Price(chance.randrange(1, 10 ** chance.randrange(1, 6)), places)
        found_lines.append(
            line(
                chance.randrange(1, 10 ** chance.randrange(1, 8)),
                price,
                chance.randrange(0, 500),
            )
        )
        half = 5 * chance.randrange(1, 10 ** chance.randrange(1, 14), 2)
        found_lines.append(line(half, Price(1, 3)))
        found_lines.append(line(-half, Price(1, 3)))
    return found_lines


def many_portions() -> list[BillLine]:
    chance = random.Random(12)
    found_lines = []
    for _turn in range(4_000):
        whole = chance.choice(
            (
                365,
                366,
                31,
                3,
                7,
                1_000,
                10_000,
                10**6,
                3 * 10**7,
                chance.randrange(1, 10**9),
            )
        )
        before = chance.randrange(0, whole)
        of = chance.randrange(1, 10 ** chance.randrange(2, 12))
        found_lines.append(
            portion(before, chance.randrange(1, whole - before + 1), whole, of)
        )
    return found_lines


CHANGES = {
    # 95,000 to 99,999 calls at 0.050: 4,750.00 to 4,999.95. 9,500 to 9,999 at 0.065: 617.50 to 649.935, so 649.94.
    # In all 4,750.00 + 450.00 + 4,750.00 + 617.50 = 10,567.50, and 249.95 + 32.44 more: 10,849.89.
    "dead_zone-cash": {"Usage": {"F2": (95_000, 99_999), "F4": (9_500, 9_999)}},
    # Licence L-1 in January: 12 of 365 days of 5,000.00 are 164.38 (164.3836); 13 are 178.08 (178.0822): 13.70 more.
    "mainland_campaign-amortised": {"Bills": {"G2": (12, 13)}},
}


class Tiered(NamedTuple):
    """A sample under a reading, billed calls that are changed, and what the bills come to then."""

    sample: str
    basis: str
    changes: dict[str, tuple[int, int]]
    months: list[str]


TIERED = {
    # 100,000 calls reach 0.035: 3,500.00 for 4,750.00. 10,000 reach 0.050: 500.00 for 617.50.
    "dead_zone": Tiered(
        "dead_zone",
        "billable",
        {"F2": (95_000, 100_000), "F4": (9_500, 10_000)},
        ["3500.00", "5200.00", "500.00"],
    ),
    # 10,000 from the pack count in October: 95,000 + 10,000 reach 0.035, 89,999 + 10,000 reach 0.050 only: 4,499.95, the pack
    # 450.00. No call is free or from a pack in September, until 5,000 are: 95,000 + 5,000 reach 0.035: 3,325.00.
    "dead_zone_total": Tiered(
        "dead_zone",
        "total",
        {"E2": (0, 5_000), "F3": (95_000, 89_999)},
        ["3325.00", "4949.95", "617.50"],
    ),
    # February: 518,000 calls count, 500,001 more are 1,018,001 > 1,000,000, so 617,501 x 0.012 = 7,410.01 (7,410.012), with the
    # orders of 1,700.00 + 20,000.00 + 1,890.00: 31,000.01. March: 1,010,000 less 10,000 are 1,000,000 at 0.02: 20,000.00.
    # January as it was: 5,000.00 + 2,000 x 0.02 = 5,040.00.
    "mainland_total": Tiered(
        "mainland_campaign",
        "total",
        {"F4": (72_500, 572_501), "F6": (950_000, 940_000)},
        ["5040.00", "31000.01", "20000.00"],
    ),
}


@pytest.fixture(scope="module")
def computed(cases: dict[str, Case], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    files = [cases[name].file for name in COMPUTED]
    views: tuple[tuple[str, list[BillLine], View], ...] = (
        ("prices", many_lines(), "cash"),
        ("portions", many_portions(), "amortised"),
    )
    for name, lines, view in views:
        files.append(folder / f"{name}.xlsx")
        files[-1].write_bytes(estimate_workbook(answer_of(lines, view)))
    for name, changes in CHANGES.items():
        book = formulas(cases[name].file)
        for sheet, of_sheet in changes.items():
            for address, (before, after) in of_sheet.items():
                assert book[sheet][address].value == before
                book[sheet][address].value = after
        files.append(folder / f"changed-{name}.xlsx")
        book.save(files[-1])
    for name, tiered in TIERED.items():
        file = ROOT / "sample_usage" / f"{tiered.sample}.yaml"
        files.append(
            workbook(
                folder,
                file,
                "--assume",
                f"tier_basis={tiered.basis}",
                name=f"tiers-{name}.xlsx",
            )
        )
        book = formulas(files[-1])
        for address, (before, after) in tiered.changes.items():
            assert book["Usage"][address].value == before
            book["Usage"][address].value = after
        book.save(files[-1])
    files.append(workbook(folder, usage_file(folder, HOSTILE), name="hostile.xlsx"))
    return recalculated(files, folder)


@needs_office
class TestLibreOffice:
    """LibreOffice computes every formula anew, from a file whose values of formulas are all wrong."""

    @pytest.mark.parametrize("name", COMPUTED)
    def test_every_total_is_the_same(
        self, cases: dict[str, Case], computed: Path, name: str
    ) -> None:
        check_totals(cases[name].answer, values(computed / f"{name}.xlsx"))

    @pytest.mark.parametrize("name", ["prices", "portions"])
    def test_every_half_cent_is_rounded_up(self, computed: Path, name: str) -> None:
        """Thousands of quantities and prices, most of them half cents; nearly all of them are formulas."""
        lines = many_lines() if name == "prices" else many_portions()
        rows = table(values(computed / f"{name}.xlsx")["Bills"])
        differ = [
            (line.quantity, line.unit_price, line.portion, row["Amount"])
            for line, row in zip(lines, rows, strict=True)
            if row["Amount"] != line.amount / 100
        ]
        assert differ == []
        live = [
            row
            for row in table(formulas(computed / f"{name}.xlsx")["Bills"])
            if str(row["Amount"])[0] == "="
        ]
        assert len(live) > 0.9 * len(lines)

    def test_a_changed_quantity_changes_the_totals(
        self, cases: dict[str, Case], computed: Path
    ) -> None:
        sheet = values(computed / "changed-dead_zone-cash.xlsx")["Summary"]
        assert (
            money(values(cases["dead_zone-cash"].file)["Summary"]["B2"].value)
            == "10567.50"
        )
        assert money(sheet["B2"].value) == "10849.89"
        head = found(sheet, "By kind")
        assert [money(row["Amount"]) for row in table(sheet, head, 4)] == [
            "4999.95",
            "5200.00",
            "649.94",
        ]
        assert (
            sheet.cell(found(sheet, "Check: months = kinds = lines"), 2).value == "OK"
        )

    @pytest.mark.parametrize("name", TIERED)
    def test_a_count_in_another_tier_has_its_price(
        self, computed: Path, name: str
    ) -> None:
        sheet = values(computed / f"tiers-{name}.xlsx")["Summary"]
        head = found(sheet, "By kind")
        months = [money(row["Amount"]) for row in table(sheet, head, 4)]
        assert months == TIERED[name].months
        total = sum(map(Decimal, months))
        assert Decimal(money(sheet["B2"].value)) == total

    def test_no_call_has_no_price_of_its_own(self, tmp_path: Path) -> None:
        """The first tier of the mainland book begins above 0: 0 calls would be in none."""
        sample = ROOT / "sample_usage" / "mainland_campaign.yaml"
        book = formulas(file := workbook(tmp_path, sample))
        book["Usage"]["F3"].value = 0
        book.save(file)
        sheet = values(recalculated([file], tmp_path) / file.name)["Bills"]
        [row] = [row for row in table(sheet) if row["Quantity"] == 0]
        assert (row["Unit price"], row["Amount"]) == (0.02, 0)

    def test_a_changed_portion_changes_the_total(
        self, cases: dict[str, Case], computed: Path
    ) -> None:
        """178.08 for 164.38: 13.70 more."""
        name = "mainland_campaign-amortised"
        total = Decimal(
            money(values(computed / f"changed-{name}.xlsx")["Summary"]["B2"].value)
        )
        assert total - Decimal(cases[name].answer["total"]) == Decimal("13.70")

    def test_names_are_no_patterns(self, computed: Path) -> None:
        """The scopes `*`, `A` and `a` have totals of their own; 100+90+80+70+60+5+4+3 = 412 in all."""
        sheet = values(computed / "hostile.xlsx")["Usage"]
        totals = {
            row[1].value: row[2].value
            for row in sheet.iter_rows()
            if row[0].value == "Total"
        }
        assert (totals["*"], totals["A"], totals["a"], totals["=cmd|'/c calc'!A0"]) == (
            60,
            5,
            4,
            100,
        )
        assert totals[None] == 412


class TestLargeFigures:
    """What a double does not hold stands as text; what it might round otherwise is no formula."""

    def test_many_digits(self, tmp_path: Path) -> None:
        """123,456,789,012,345,678 calls at 0.025 are 3,086,419,725,308,641.95 (1,000,000 or more: 0.025)."""
        text = "version: 1\nprice_book: intl\nusage: {image_basic: {calls: {2025-01: 123456789012345678, 2025-02: 10k}}}\n"
        path = usage_file(tmp_path, text)
        answer, file = estimate_json(path), workbook(tmp_path, path)
        book, shown = formulas(file), Decimal(answer["total"])
        big = Decimal(answer["bills"][0]["total"])
        rows = table(book["Bills"])
        assert (rows[0]["Quantity"], rows[0]["Amount"]) == (
            "123,456,789,012,345,678",
            f"{big:,}",
        )
        assert rows[1]["Amount"] == "=ROUND(ROUND(G3*I3,2)-J3,2)"
        assert book["Bills"]["K4"].value == f"{shown:,}"
        assert values(file)["Summary"]["B2"].value == f"{shown:,}"
        head = found(book["Summary"], "By kind")
        second = str(book["Summary"].cell(head + 2, 7).value)
        assert second.startswith("=ROUND(SUMIFS(")
        note = str(book["Summary"].cell(head - 1, 1).value)
        assert "Figures in italics are exact but no formulas" in note

    def test_a_half_cent_in_a_huge_amount_is_no_formula(self) -> None:
        """10^13 + 5 thousandths are 10,000,000,000.005: LibreOffice misses some half cents of that size."""
        assert not sure((10**13 + 5) * 100, 1000)
        assert sure((10**12 + 5) * 100, 1000)
        assert sure((10**13 + 4) * 100, 1000)

    def test_what_a_double_takes_for_a_half_cent_is_no_formula(self) -> None:
        """126,000.00 x (10^15 - 1) / (2 x 10^15): a hair below a half of it is nothing a double can tell."""
        assert sure(1, 2)
        assert not sure(12_600_001 * (10**15 - 1), 2 * 10**15)

    def test_sums(self) -> None:
        """Two amounts of 10^14 cents add up exactly; a thousand of 10^13 cents may be off by a cent."""
        assert summable([10**14, 10**14])
        assert not summable([10**13] * 1000)
        assert not summable([10**15])


class TestCommand:
    SAMPLE = ROOT / "sample_usage" / "steady_app.yaml"

    def test_without_the_extra_it_says_what_installs_it(self, tmp_path: Path) -> None:
        hide = (
            "import sys, importlib.util as util\nfind = util.find_spec\n"
            "util.find_spec = lambda name, *rest: None if name == 'xlsxwriter' else find(name, *rest)\n"
            "sys.modules['xlsxwriter'] = None\n"
            "from facefusion_billing.__main__ import main\nmain()\n"
        )
        words = [
            sys.executable,
            "-c",
            hide,
            "estimate",
            str(self.SAMPLE),
            "-o",
            str(tmp_path / "bill.xlsx"),
        ]
        ran = subprocess.run(
            words, capture_output=True, text=True, cwd=ROOT, check=False
        )
        assert ran.returncode == 2
        assert (
            "--format xlsx needs an extra: pip install 'facefusion-billing[xlsx]'"
            in ran.stderr
        )
        assert not (tmp_path / "bill.xlsx").exists()

    def test_the_ending_names_the_format(self, tmp_path: Path) -> None:
        file = workbook(tmp_path, self.SAMPLE)
        assert (
            file.read_bytes()
            == process("estimate", self.SAMPLE, "--format", "xlsx").stdout
        )

    def test_a_terminal_is_no_place_for_it(self) -> None:
        outer, inner = pty.openpty()
        try:
            words = [
                sys.executable,
                "-m",
                "facefusion_billing",
                "estimate",
                str(self.SAMPLE),
                "-f",
                "xlsx",
            ]
            ran = subprocess.run(
                words,
                stdout=inner,
                stderr=subprocess.PIPE,
                text=True,
                cwd=ROOT,
                check=False,
            )
        finally:
            os.close(inner)
            os.close(outer)
        assert ran.returncode == 2
        assert (
            "a workbook is not for a terminal; say where to with --output FILE"
            in ran.stderr
        )
