"""What must not be reconciled is refused by name, and nothing is written."""

import json
import re
import zipfile
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from tests.bills.test_samples import BILLS
from tests.tools import ffbill

CLEAN = (BILLS / "clean_month.csv").read_text(encoding="utf-8")
HEADER, LINE, OTHER = CLEAN.splitlines()


def refused(path: Path, *words: str | Path) -> str:
    """The message; the exit status is 2 and nothing is written."""
    out = path.parent / "report.json"
    ran = ffbill("reconcile", path, *words, "-o", out)
    assert ran.status == 2, (ran.out, ran.err)
    assert not out.exists()
    return ran.err


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("产品名称,分账单元,优惠后总价", "cost allocation bill"),
        ("产品名称,消耗金额,交易类型", "consumption bill"),
        ("BilledCost,ChargeCategory", "FOCUS"),
        ("date,amount", "no bill that is known"),
    ],
)
def test_bills_of_another_nature(header: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    path.write_text(f"{header}\n1,2,3\n", encoding="utf-8")
    assert why in refused(path)


def test_a_pdf(tmp_path: Path) -> None:
    path = tmp_path / "bill.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    assert "PDF" in refused(path)


def test_an_id_that_a_spreadsheet_damaged(tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    path.write_text(CLEAN.replace("200000000002", "2E+11"), encoding="utf-8")
    assert "'2E+11' is an id that a spreadsheet turned into a number" in refused(path)


def test_mixed_currencies(tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    path.write_text(
        "\n".join((HEADER, LINE, OTHER.replace(",USD,", ",CNY,"))), encoding="utf-8"
    )
    assert "mixed currencies in one bill: CNY, USD" in refused(path)


def test_several_accounts(tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    second = LINE.replace("200000000002", "200000000003").replace("0011", "0013")
    path.write_text("\n".join((HEADER, LINE, second)), encoding="utf-8")
    assert "several accounts: 200000000002, 200000000003" in refused(path)
    ran = ffbill("reconcile", path, "--account", "200000000003", "-f", "json")
    assert json.loads(ran.out)["payable"] == "3180.00"


def test_daily_files_are_running_totals(tmp_path: Path) -> None:
    for day in ("20250306", "20250308"):
        (tmp_path / f"200000000002-{day}-bill_details.csv").write_text(
            CLEAN, encoding="utf-8"
        )
    message = refused(tmp_path)
    assert "overlap: 2025-03-01 to 2025-03-05 and 2025-03-01 to 2025-03-07" in message
    assert "running totals" in message


def test_the_same_line_without_an_id_in_two_files(tmp_path: Path) -> None:
    """Downloads that are aggregated by month have no transaction ids."""
    for name in ("a.csv", "b.csv"):
        text = CLEAN.replace("20250401000000000000011", "-")
        (tmp_path / name).write_text(text.replace("0012", name), encoding="utf-8")
    assert "the same line stands in" in refused(tmp_path)


@pytest.mark.parametrize("tag", ["标签键:分账单元", "tag_key:consumption"])
def test_a_tag_says_nothing_of_the_bill(tag: str, tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    rows = (f"{HEADER},{tag}", f"{LINE},-", f"{OTHER},x")
    path.write_text("\n".join(rows), encoding="utf-8")
    assert ffbill("reconcile", path, "--require-agreed").status == 0


def test_a_workbook_in_an_archive_that_is_not_packed(tmp_path: Path) -> None:
    """Its bytes lie there as they are, but the archive is no workbook."""
    book = tmp_path / "bill.xlsx"
    with Workbook(str(book)) as made:
        sheet = made.add_worksheet()
        for number, line in enumerate((HEADER, LINE)):
            sheet.write_row(number, 0, line.split(","))
    with zipfile.ZipFile(tmp_path / "bills.zip", "w") as archive:
        archive.write(book, "bill.xlsx")
    assert ffbill("reconcile", tmp_path / "bills.zip", "--require-agreed").status == 0


def test_a_name_without_an_account_overlaps_too(tmp_path: Path) -> None:
    later = CLEAN.replace("0011", "0019").replace("0012", "0018")
    first = tmp_path / "200000000002-202503-by_used_time-bill_details.csv"
    first.write_text(CLEAN, encoding="utf-8")
    (tmp_path / "202503-bill.csv").write_text(later, encoding="utf-8")
    assert "overlap: 2025-03 and 2025-03" in refused(tmp_path)


def test_a_transaction_in_two_files(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(CLEAN, encoding="utf-8")
    assert "the files overlap" in refused(tmp_path)


def test_a_line_that_repeats_is_counted_once_and_told(tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    path.write_text("\n".join((HEADER, LINE, LINE)), encoding="utf-8")
    answer = json.loads(ffbill("reconcile", path, "-f", "json").out)
    assert (answer["repeats"], answer["payable"], answer["verdict"]) == (
        1,
        "3180.00",
        "approve",
    )


def test_a_torn_page(tmp_path: Path) -> None:
    path = tmp_path / "page.json"
    path.write_text(
        (BILLS / "packs_before.json").read_text(encoding="utf-8")[:-9], encoding="utf-8"
    )
    assert "torn page" in refused(path)


def test_archives(tmp_path: Path) -> None:
    outside, bomb = tmp_path / "outside.zip", tmp_path / "bomb.zip"
    with zipfile.ZipFile(outside, "w") as archive:
        archive.writestr("../bill.csv", CLEAN)
    assert "a path outside of the archive" in refused(outside)
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bill.csv", b"0" * (65 * 1024 * 1024))
    assert "zip bomb" in refused(bomb)


def test_a_line_that_nothing_claims_forbids_approval(tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    path.write_text(
        CLEAN.replace("Image Face Fusion (Basic)", "Face Fusion"), encoding="utf-8"
    )
    answer = json.loads(ffbill("reconcile", path, "-f", "json").out)
    assert (answer["verdict"], len(answer["unmapped"]), answer["stake"]) == (
        "decide",
        1,
        "3000.00",
    )


def test_a_fault_of_a_cell_has_its_place(tmp_path: Path) -> None:
    """The caret stands below the cell, also behind one in quotes."""
    path = tmp_path / "bill.csv"
    names = HEADER.split(",")
    cells = LINE.split(",")
    cells[names.index("Component Name")] = '"Image calls, all"'
    cells[names.index("Original Cost")] = "x"
    row = ",".join(cells)
    path.write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    said = refused(path)
    column = row.index(",x,") + 2
    assert f"bill.csv:2:{column}: Original Cost: 'x' is not a decimal number" in said
    _, shown, caret = said.splitlines()[:3]
    assert shown[caret.index("^")] == "x"


def test_a_row_that_ends_early(tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    path.write_text(f"{HEADER}\nx\n", encoding="utf-8")
    count = len(HEADER.split(","))
    assert f"bill.csv:2:1: only 1 of {count} fields" in refused(path)


WRONG_QUOTES = {
    "open": ('"', "quotes that are not closed"),
    "and more": ('""x', "a text goes on after its closing quotes"),
}


@pytest.mark.parametrize(("quotes", "why"), WRONG_QUOTES.values(), ids=WRONG_QUOTES)
@pytest.mark.parametrize("above", ["", "sep=,\n"])
def test_quotes_that_are_no_csv(
    quotes: str, why: str, above: str, tmp_path: Path
) -> None:
    """They are told at the line in which they open, though all that follows belongs to them."""
    path = tmp_path / "bill.csv"
    wrong = LINE.replace(",Face Fusion,", f",{quotes}Face Fusion,", 1)
    path.write_text("\n".join((above + HEADER, OTHER, wrong, OTHER)), encoding="utf-8")
    line = 4 if above else 3
    said = refused(path)
    assert f"bill.csv:{line}:1: not valid CSV: {why}\n    {line} | {wrong[:30]}" in said
    assert ffbill("import", path).err == said
    assert not re.search("[a-z] [a-z]", refused(path, "--lang", "zh").splitlines()[0])


def test_a_header_whose_quotes_are_not_closed(tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    path.write_text(f'"{HEADER}\n{LINE}\n', encoding="utf-8")
    assert "bill.csv:1:1: not valid CSV: quotes that are not closed" in refused(path)
