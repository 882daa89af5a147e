"""The workbooks of the other answers: their figures are those of JSON, live, and the same when LibreOffice computes them."""

import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import Workbook

import facefusion_billing
from tests.reports.test_workbook import OURS, cells
from tests.reports.workbook_tools import (
    formulas,
    found,
    money,
    needs_office,
    recalculated,
    table,
    values,
)
from tests.tools import ROOT, ffbill, json_of, usage_file

SAMPLES = ROOT / "sample_usage"
PLAN = ("recommend", SAMPLES / "qps_campaign.yaml")
COMMANDS: dict[str, tuple[str | Path, ...]] = {
    "recommend": PLAN,
    "quote": ("quote", "--calls", "95k", "--months", "6"),
    "compare": (
        "compare",
        SAMPLES / "dead_zone.yaml",
        SAMPLES / "steady_app.yaml",
    ),
    "refund": ("refund", SAMPLES / "refund_window.yaml", "--as-of", "2020-10-08"),
}


class Case(NamedTuple):
    """An answer as JSON, and its workbook."""

    answer: dict[str, Any]
    file: Path


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    folder = tmp_path_factory.mktemp("answers")
    made = {}
    for name, words in COMMANDS.items():
        file = folder / f"{name}.xlsx"
        ran = ffbill(*words, "-o", file)
        assert ran.status == 0, ran.err
        made[name] = Case(json_of(*words), file)
    return made


NOTHING = "usage: {image_basic: {calls: {2025-01: 0}}}\n"


@pytest.fixture(scope="module")
def computed(cases: dict[str, Case], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    files = [case.file for case in cases.values()]
    book = formulas(cases["recommend"].file)
    assert book["Shopping list"]["E2"].value == 2
    book["Shopping list"]["E2"].value = 3
    files.append(folder / "third_pack.xlsx")
    book.save(files[-1])
    usage = usage_file(folder, NOTHING)
    for name, other in (
        ("nothing", usage),
        ("from_nothing", SAMPLES / "steady_app.yaml"),
    ):
        files.append(folder / f"{name}.xlsx")
        assert ffbill("compare", usage, other, "-o", files[-1]).status == 0
    return recalculated(files, folder)


def check_plans(answer: dict[str, Any], book: Workbook) -> None:
    """The plans, the orders and what they add up to."""
    sheet = book["Summary"]
    best = answer["best"]["total"]
    assert money(sheet["B2"].value) == best
    rows = table(sheet, found(sheet, "Plan"))
    shown = {row["Plan"]: row["Total"] for row in rows}
    totals = [plan["total"] for plan in answer["plans"]]
    if answer["current"] is None:
        assert "current" not in shown
    listed = sorted(money(total) for total in shown.values() if total != "none")
    assert listed == sorted(total for total in totals if total)
    for row in rows:
        if row["Total"] != "none":
            more = Decimal(money(row["Total"])) - Decimal(best)
            assert Decimal(money(row["More"])) == more
    buy = book["Shopping list"]
    assert money(buy.cell(found(buy, "The plan in all"), 8).value) == best
    bought = [money(row["Amount"]) for row in table(buy) if row["Amount"] is not None]
    total = money(buy.cell(found(buy, "Total"), 8).value)
    assert Decimal(total) == sum(map(Decimal, bought))
    asked = book["What if"]
    regrets = table(asked, found(asked, "Demand"))
    assert [money(row["Regret"]) for row in regrets if row["Regret"] != "none"] == [
        row["regret"] for row in answer["sensitivity"] if row["regret"]
    ]


def check_comparison(answer: dict[str, Any], book: Workbook) -> None:
    """The scenarios' totals, and the months, kinds and scopes that add up to them."""
    sheet = book["Summary"]
    rows = [
        [sheet.cell(found(sheet, letter), at).value for at in (4, 6, 7)]
        for letter in ("A", "B")
    ]
    first, second = answer["total"]
    assert [money(row[0]) for row in rows] == [first["amount"], second["amount"]]
    assert money(rows[1][1]) == second["difference"]
    assert money(rows[1][2]) == second["percent"]
    for name in ("By month", "By kind", "By scope"):
        of = book[name]
        end = found(of, "Total")
        assert [money(of.cell(end, at).value) for at in (2, 3, 4)] == [
            first["amount"],
            second["amount"],
            second["difference"],
        ]
    why = book["Why"]
    assert len(table(why, found(why, "Month"))) == len(answer["changes"])
    assert money(why.cell(found(why, "Total"), 5).value) == second["difference"]


def check_refunds(answer: dict[str, Any], book: Workbook) -> None:
    """What comes back of each pack, and in all."""
    assert money(book["Summary"]["B2"].value) == answer["refundable_total"]
    rows = table(book["Verdicts"])
    assert [
        (row["Days left"], money(row["Refund"]), money(row["Voucher"])) for row in rows
    ] == [
        (
            None if one["verdict"] == "not_eligible" else one["days_left"],
            one["refund"]["total"],
            one["not_returned"]["voucher"],
        )
        for one in answer["verdicts"]
    ]
    words = {
        "eligible": "refundable",
        "not_eligible": "not refundable",
        "undetermined": "undetermined",
    }
    assert [row["Verdict"] for row in rows] == [
        words[one["verdict"]] for one in answer["verdicts"]
    ]
    assert all(row["Why"] for row in rows)
    sheet = book["Verdicts"]
    end = found(sheet, "Total")
    assert money(sheet.cell(end, 14).value) == answer["refundable_total"]


CHECKS: dict[str, Callable[[dict[str, Any], Workbook], None]] = {
    "recommend": check_plans,
    "quote": check_plans,
    "compare": check_comparison,
    "refund": check_refunds,
}


@pytest.mark.parametrize("name", COMMANDS)
class TestEveryAnswer:
    def test_figures_are_those_of_json(self, cases: dict[str, Case], name: str) -> None:
        CHECKS[name](cases[name].answer, values(cases[name].file))

    def test_totals_are_formulas_of_ours(
        self, cases: dict[str, Case], name: str
    ) -> None:
        book = formulas(cases[name].file)
        live = [cell for cell in cells(book) if cell.data_type == "f"]
        assert live
        assert [c.value for c in live if not OURS.fullmatch(str(c.value))] == []
        for sheet in book:
            totals = [row for row in sheet.iter_rows() if row[0].value == "Total"]
            for row in totals:
                shown = [cell for cell in row[1:] if cell.value is not None]
                assert {cell.data_type for cell in shown} <= {"f"}

    def test_it_is_finished(self, cases: dict[str, Case], name: str) -> None:
        """No sheet is empty; there is a chart, a title, a creator, and where it comes from."""
        file = cases[name].file
        book = formulas(file)
        assert [sheet.title for sheet in book if sheet.max_row < 2] == []
        assert "xl/charts/chart1.xml" in zipfile.ZipFile(file).namelist()
        version = facefusion_billing.__version__
        assert book.properties.creator == f"ffbill {version}"
        assert book.properties.title == book["Summary"]["A1"].value
        sheet = book["Summary"]
        last = [sheet.cell(sheet.max_row - at, 1).value for at in (2, 1, 0)]
        assert "price book intl-2024-11-07" in str(last[0])
        assert last[1:] == [
            f"Computed by ffbill {version}. Amounts are before tax.",
            "The vendor's page is general information, not terms.",
        ]

    def test_two_runs_write_the_same_bytes(
        self, cases: dict[str, Case], name: str, tmp_path: Path
    ) -> None:
        again = tmp_path / "again.xlsx"
        assert ffbill(*COMMANDS[name], "-o", again).status == 0
        assert again.read_bytes() == cases[name].file.read_bytes()

    def test_in_chinese_no_sheet_has_an_english_name(
        self, name: str, tmp_path: Path
    ) -> None:
        file = tmp_path / "zh.xlsx"
        assert ffbill(*COMMANDS[name], "--lang", "zh", "-o", file).status == 0
        assert not [sheet for sheet in formulas(file).sheetnames if sheet.isascii()]

    @needs_office
    def test_libreoffice_computes_the_same(
        self, cases: dict[str, Case], computed: Path, name: str
    ) -> None:
        CHECKS[name](cases[name].answer, values(computed / f"{name}.xlsx"))


HOSTILE = r"""version: 1
title: "=cmd|'/c calc'!A0"
price_book: mainland
usage: {"=1+1": {calls: {2021-01: 100k}}, "https://example.com/": {calls: {2021-01: 90}}}
orders:
  - {id: "+1+1", item: licence, for: "=1+1", package: 1, date: 2021-01-01}
"""


@pytest.mark.parametrize("command", ["recommend", "compare", "refund"])
def test_texts_are_texts(tmp_path: Path, command: str) -> None:
    usage, out = usage_file(tmp_path, HOSTILE), tmp_path / "out.xlsx"
    words = (usage, usage) if command == "compare" else (usage,)
    assert ffbill(command, *words, "-o", out).status == 0
    book = formulas(out)
    # A comparison is headed by its figure.
    heads = {"compare": "Face Fusion bill unchanged"}
    assert book["Summary"]["A1"].value == heads.get(command, "=cmd|'/c calc'!A0")
    live = [cell for cell in cells(book) if cell.data_type == "f"]
    assert [c.value for c in live if not OURS.fullmatch(str(c.value))] == []
    assert not [cell for cell in cells(book) if cell.hyperlink]
    names = zipfile.ZipFile(out).namelist()
    charts = [name for name in names if name.startswith("xl/charts/chart")]
    for name in charts:
        assert "cmd|" not in zipfile.ZipFile(out).read(name).decode().replace("<v>", "")


def test_a_comparison_of_two_currencies_has_no_difference(tmp_path: Path) -> None:
    """70,000 x 0.050 = 3,500.00 USD; 500 of 70,000 are free, 69,500 x 0.02 = 1,390.00 and the licence 5,000: 6,390.00 CNY."""
    there = tmp_path / "other"
    there.mkdir()
    one = usage_file(tmp_path, "usage: {image_basic: {calls: {2025-01: 70k}}}\n")
    other = usage_file(
        there,
        "version: 1\nprice_book: mainland\nusage: {a: {calls: {2025-01: 70k}}}\n"
        "orders: [{item: licence, for: a, package: 1, date: 2025-01-01}]\n",
    )
    out = tmp_path / "both.xlsx"
    assert ffbill("compare", one, other, "-o", out).status == 0
    sheet = values(out)["Summary"]
    shown = [sheet.cell(found(sheet, "B"), at).value for at in (4, 5, 6, 7)]
    assert shown[1:] == ["CNY", None, None]
    assert sheet.cell(found(sheet, "A"), 4).value == 3500
    months = formulas(out)["By month"]
    assert months["B2"].number_format == "#,##0.00"


@needs_office
def test_a_quantity_on_the_shopping_list_moves_the_plan(computed: Path) -> None:
    """Two packs of 100,000 in May and QPS in June: 2 x 3,000 + 174 x 60 = 16,440.00; a third pack: 19,440.00, 9,000.00 of it in May.
    The current plan's 19,125.00 are then 315.00 less.
    """
    book = values(computed / "third_pack.xlsx")
    summary, months = book["Summary"], table(book["By month"])
    assert summary["B2"].value == 19_440
    assert [row["cheapest"] for row in months] == [9_000, 10_440, 0]
    plans = {row["Plan"]: row for row in table(summary, found(summary, "Plan"))}
    assert plans["cheapest"]["Total"] == 19_440
    assert plans["current"]["More"] == -315
    bought = book["Shopping list"]
    assert bought.cell(found(bought, "The plan in all"), 8).value == 19_440


@needs_office
@pytest.mark.parametrize(("name", "percent"), [("nothing", 0), ("from_nothing", None)])
def test_of_nothing_there_is_no_percentage(
    computed: Path, name: str, percent: int | None
) -> None:
    """Two that cost nothing are equal; what costs something is no percentage of nothing."""
    sheet = values(computed / f"{name}.xlsx")["Summary"]
    assert sheet.cell(found(sheet, "B"), 7).value == percent


def test_no_plan_has_a_workbook_too(tmp_path: Path) -> None:
    """No licence holds materials that stay changeable for 400 days."""
    text = "usage: {a: {calls: {2021-03: 100}, materials: 2000, material_change_days: 400}}\n"
    out, usage = tmp_path / "none.xlsx", usage_file(tmp_path, text, book="mainland")
    assert ffbill("recommend", usage, "-o", out).status == 0
    book = values(out)
    assert "Shopping list" not in book
    texts = [str(cell.value) for cell in cells(book)]
    assert [text for text in texts if text.startswith("No plan holds enough materials")]


def test_refunds_without_an_order(tmp_path: Path) -> None:
    out = tmp_path / "empty.xlsx"
    assert ffbill("refund", usage_file(tmp_path, "usage: {}\n"), "-o", out).status == 0
    book = formulas(out)
    assert book["Summary"]["B2"].value == "=Verdicts!$N$3"
    assert book.sheetnames == ["Summary", "Verdicts"]


def test_a_verdict_stands_in_words_beside_its_ground(
    cases: dict[str, Case],
) -> None:
    """The window of LATE closed on 2020-10-07, GIFT was never bought, MIXED is due the
    day that is asked about.
    """
    book = values(cases["refund"].file)
    shown = {
        row["Pack"]: (row["Item"], row["Verdict"], row["Why"])
        for row in table(book["Verdicts"])
    }
    assert shown["LATE"] == ("call pack", "not refundable", "closed on 2020-10-07")
    assert shown["GIFT"] == ("call pack", "not refundable", "source: gifted")
    assert shown["MIXED"] == ("call pack", "refundable", "until today")
    grounds = [cell.value for cell in book["Grounds"]["B"]]
    assert grounds[2:7] == [
        "kind of item",
        "unused",
        "in time",
        "bought",
        "account open",
    ]


def test_kinds_stand_in_words(cases: dict[str, Case]) -> None:
    kinds = table(values(cases["compare"].file)["By kind"])
    assert [row["Kind"] for row in kinds] == ["pay-as-you-go", "call pack"]
