"""The sample bills, each worked by hand."""

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.reports.workbook_tools import needs_office, recalculated, values
from tests.tools import ROOT, ffbill

BILLS = ROOT / "sample_usage" / "bills"
SCHEMA = json.loads(ffbill("schema", "reconciliation").out)


def reconciled(name: str, *words: str | Path) -> dict[str, Any]:
    ran = ffbill("reconcile", BILLS / name, *words, "-f", "json")
    assert ran.status == 0, ran.err
    answer: dict[str, Any] = json.loads(ran.out)
    jsonschema.Draft7Validator(SCHEMA).validate(answer)
    return answer


def bridge(answer: dict[str, Any]) -> dict[str, str]:
    """The parts that are not zero."""
    return {
        row["part"]: row["amount"]
        for row in answer["bridge"]
        if row["amount"] != "0.00"
    }


def test_a_clean_month() -> None:
    answer = reconciled("clean_month.csv")
    # 60,000 x 0.050 = 3,000.00; x 6 % = 180.00; 3,000.00 + 180.00 = 3,180.00
    assert (answer["verdict"], answer["stake"], answer["payable"]) == (
        "approve",
        "0.00",
        "3180.00",
    )
    assert bridge(answer) == {
        "expected": "3000.00",
        "billed": "3000.00",
        "tax": "180.00",
        "payable": "3180.00",
    }
    # One line of a virtual machine, 1,000 x 0.10 = 100.00, is not judged and not forgotten.
    assert (answer["other_products"]["lines"], answer["other_products"]["amount"]) == (
        1,
        "100.00",
    )


def test_a_discount_that_nothing_states(tmp_path: Path) -> None:
    answer = reconciled("discount.csv")
    # 3,000.00 x 0.85 = 2,550.00: 450.00 less than the list price
    assert (answer["verdict"], answer["stake"]) == ("decide", "450.00")
    assert bridge(answer)["price"] == "-450.00"
    # 2,550.00 x 1.06 = 2,703.00
    assert answer["payable"] == "2703.00"
    # The import writes a book with the discount, on which the bill is right and the estimate is it.
    made = tmp_path / "usage.yaml"
    assert ffbill("import", BILLS / "discount.csv", "-o", made).status == 0
    assert "discount: 15%" in (tmp_path / "book.yaml").read_text(encoding="utf-8")
    assert json.loads(ffbill("estimate", made, "-f", "json").out)["total"] == "2550.00"
    assert reconciled("discount.csv", "--usage", made)["verdict"] == "approve"


def test_a_discount_above_the_one_agreed(tmp_path: Path) -> None:
    """10 % are agreed: 60,000 x 0.045 = 2,700.00; the bill takes 15 %: 2,550.00, 150.00 less."""
    book = tmp_path / "ours.yaml"
    book.write_text(
        "book: 1\nextends: intl\nid: ours\ndiscount: 10%\n", encoding="utf-8"
    )
    answer = reconciled("discount.csv", "--price-book", book)
    assert (answer["verdict"], answer["stake"]) == ("decide", "150.00")
    assert answer["lines"][0]["found"] == ["discount"]


def test_a_bill_without_prices(tmp_path: Path) -> None:
    """60,000 calls for 3,000.01: a cent more than 60,000 x 0.050; 3,000.01 / 60,000 = 0.0500001666..."""
    text = (BILLS / "clean_month.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(text.splitlines()))
    prices = ("List Price", "Contracted Price", "OriginalCost", "Original Cost", "Discount Multiplier", "Discount Rate")  # fmt: skip
    kept = [n for n, name in enumerate(rows[0]) if not name.endswith(prices)]
    bill = tmp_path / "bill.csv"
    for amount, total, verdict in (
        ("3000.00", "3180.00", "approve"),
        ("3000.01", "3180.0106", "dispute"),
    ):
        with bill.open("w", encoding="utf-8", newline="") as file:
            for row in rows[:2]:
                cells = [{"3000.00000000": amount, "180.00000000": str(Decimal(total) - Decimal(amount)), "3180.00000000": total}.get(row[n], row[n]) for n in kept]  # fmt: skip
                csv.writer(file).writerow(cells)
        answer = json.loads(ffbill("reconcile", bill, "-f", "json").out)
        assert answer["verdict"] == verdict
    assert (bridge(answer)["price"], answer["stake"]) == ("0.01", "0.01")
    assert "the unit price 0.05000017 is not in" in answer["lines"][0]["why"]


def test_a_pattern_is_of_each_name(tmp_path: Path) -> None:
    """A line's names stand apart: the end of one is an end."""
    text = (BILLS / "clean_month.csv").read_text(encoding="utf-8")
    bill, usage = tmp_path / "bill.csv", tmp_path / "usage.yaml"
    bill.write_text(text.replace("Image Face Fusion (Basic)", "Face Fusion Pro").replace("Image calls", "Calls"),
                    encoding="utf-8")  # fmt: skip
    usage.write_text(
        "version: 1\nprice_book: intl\nusage: {image_basic: {calls: {2025-03: 60000}}}\n"
        'bill: {scopes: {image_basic: "pro$"}}\n',
        encoding="utf-8",
    )
    ran = ffbill("reconcile", bill, "--usage", usage, "-f", "json")
    assert json.loads(ran.out)["verdict"] == "approve"


def test_the_partner_api_leaves_out_what_stands_in_brackets(tmp_path: Path) -> None:
    header, line, _ = (
        (BILLS / "clean_month.csv").read_text(encoding="utf-8").splitlines()
    )
    names = next(csv.reader([header]))
    row = dict(zip([n.split("(")[0].replace(" ", "") for n in names], next(csv.reader([line])), strict=True))  # fmt: skip
    path = tmp_path / "bill.json"
    path.write_text(json.dumps({"DetailSet": [row], "Total": 1}), encoding="utf-8")
    # 60,000 x 0.050 = 3,000.00; x 1.06 = 3,180.00
    ran = ffbill("reconcile", path, "-f", "json")
    answer = json.loads(ran.out)
    assert (answer["verdict"], answer["payable"]) == ("approve", "3180.00"), ran.err


def test_a_wrong_tier() -> None:
    answer = reconciled("wrong_tier.csv")
    # 120,000 calls reach 0.035: 4,200.00; billed 120,000 x 0.050 = 6,000.00; 1,800.00 too much
    assert (answer["verdict"], answer["stake"]) == ("dispute", "1800.00")
    assert bridge(answer)["expected"] == "4200.00"
    assert bridge(answer)["price"] == "1800.00"
    assert "2025040100000000000" + "0031" in answer["dispute"]
    assert answer["lines"][0]["clauses"] == ["image-payg"]
    assert ffbill("reconcile", BILLS / "wrong_tier.csv", "--require-agreed").status == 1


def test_a_line_is_found_by_its_number(tmp_path: Path) -> None:
    """Of one file by its number alone; of several by the file's own name, never cut."""
    narrow = {"COLUMNS": "80"}
    out = ffbill("reconcile", BILLS / "wrong_tier.csv", env=narrow).out
    assert "DISPUTE: 1 line is wrong, " in out
    assert "line 2 " in out
    both = ffbill(
        "reconcile",
        BILLS / "wrong_tier.csv",
        BILLS / "clean_month.csv",
        env={"COLUMNS": "100"},
    )
    assert "wrong_tier.csv:2" in both.out


def test_a_refund_with_a_voucher() -> None:
    answer = reconciled("refund_with_voucher.csv")
    # A pack of 100,000: 3,000.00, of which a voucher paid 500.00; 3,000.00 - 500.00 = 2,500.00 come back.
    # 20,000 x 0.050 = 1,000.00. 3,000.00 - 2,500.00 + 1,000.00 = 1,500.00; less the voucher 1,000.00
    assert answer["verdict"] == "approve", answer["lines"]
    assert bridge(answer) == {
        "expected": "1500.00",
        "billed": "1500.00",
        "voucher": "-500.00",
        "payable": "1000.00",
    }


def test_tax_after_a_voucher() -> None:
    answer = reconciled("tax_after_voucher.csv")
    # 95,000 x 0.050 = 4,750.00; less 500.00 = 4,250.00; x 6 % = 255.00; 4,250.00 + 255.00 = 4,505.00
    assert (answer["verdict"], answer["payable"]) == ("approve", "4505.00")
    assert bridge(answer) == {
        "expected": "4750.00",
        "billed": "4750.00",
        "voucher": "-500.00",
        "tax": "255.00",
        "payable": "4505.00",
    }


def test_tax_before_a_voucher_is_another_reading(tmp_path: Path) -> None:
    text = (BILLS / "tax_after_voucher.csv").read_text(encoding="utf-8")
    # 4,750.00 x 6 % = 285.00; 4,250.00 + 285.00 = 4,535.00; the tax on the voucher is 500.00 x 6 % = 30.00
    changed = text.replace("255.00000000", "285.00000000").replace(
        "4505.00000000", "4535.00000000"
    )
    (tmp_path / "bill.csv").write_text(changed, encoding="utf-8")
    answer = json.loads(ffbill("reconcile", tmp_path / "bill.csv", "-f", "json").out)
    assert (answer["verdict"], answer["stake"]) == ("decide", "30.00")
    assert answer["lines"][0]["found"] == ["tax_reading"]


@pytest.mark.parametrize(
    ("name", "line"),
    [("refund_with_voucher.csv", n) for n in (2, 3, 4)]
    + [("precision.csv", n) for n in (2, 3)],
)
def test_an_amount_that_is_not_given_is_not_zero(
    name: str, line: int, tmp_path: Path
) -> None:
    """A purchase, a refund, a settlement or a precision line without its amount is not judged, and forbids approval."""
    text = (BILLS / name).read_text(encoding="utf-8-sig")
    header, *rows = csv.reader(text.splitlines())
    names = ("优惠后总价", "Total Amount After Discount (Excluding Tax)")
    place = next(n for n, title in enumerate(header) if title in names)
    rows[line - 2][place] = "-"
    with (tmp_path / "bill.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    answer = json.loads(ffbill("reconcile", tmp_path / "bill.csv", "-f", "json").out)
    found = {row["line"]: row["verdict"] for row in answer["lines"]}
    assert found[line] == "unmapped"
    assert answer["verdict"] != "approve"


def test_a_precision_line() -> None:
    answer = reconciled("precision.csv")
    # 1,400,001 - 400,000 = 1,000,001 x 0.012 = 12,000.012, deducted 12,000.01: -0.002
    assert (answer["verdict"], answer["payable"]) == ("approve", "12000.01")
    assert bridge(answer) == {
        "expected": "12000.012",
        "precision": "-0.002",
        "billed": "12000.01",
        "payable": "12000.01",
    }


def test_another_reading() -> None:
    answer = reconciled("another_reading.csv")
    # 120,000 used - 25,000 deducted = 95,000 x 0.035 = 3,325.00: 0.035 is the tier of 120,000, the total;
    # 95,000 x 0.050 = 4,750.00; 4,750.00 - 3,325.00 = 1,425.00
    assert (answer["verdict"], answer["stake"]) == ("decide", "1425.00")
    assert answer["settles"] == {"tier_basis": ["total"]}
    assert (
        reconciled("another_reading.csv", "--assume", "tier_basis=total")["verdict"]
        == "approve"
    )


def test_packs_that_were_bought_before(tmp_path: Path) -> None:
    answer = reconciled("packs_before.json")
    # 120,000 used - 100,000 deducted = 20,000 x 0.050 = 1,000.00; the total of 120,000 would cost 0.035
    assert (answer["verdict"], answer["payable"]) == ("approve", "1000.00")
    assert answer["settles"] == {"tier_basis": ["billable", "after_paid_packs"]}
    made = tmp_path / "usage.yaml"
    assert ffbill("import", BILLS / "packs_before.json", "-o", made).status == 0
    assert json.loads(ffbill("estimate", made, "-f", "json").out)["total"] == "1000.00"


def test_the_deducted_calls_of_the_mainland_are_imported(tmp_path: Path) -> None:
    made = tmp_path / "usage.yaml"
    assert ffbill("import", BILLS / "precision.csv", "-o", made).status == 0
    answer = json.loads(ffbill("estimate", made, "-f", "json").out)
    # 400,000 deducted: one pack of 1,000,000 of which 600,000 are used before; 1,000,001 x 0.012 = 12,000.012
    assert answer["total"] == "12000.01"
    assert [p["size"] for p in answer["packs"]] == [10_000, 1_000_000]


def counts(folder: Path, calls: int) -> Path:
    path = folder / "calls.csv"
    path.write_text(f"date,calls,for\n2025-03,{calls},image_basic\n", encoding="utf-8")
    return path


def test_own_counts_of_several_accounts(tmp_path: Path) -> None:
    """As `meter` writes them where accounts are mapped: the bill's own 60,000 agree."""
    path = tmp_path / "calls.csv"
    rows = "100000000001,2025-03-01,7,1,image_basic\n200000000002,2025-03-01,60000,9,image_basic\n"
    path.write_text(f"account,date,calls,peak_qps,for\n{rows}", encoding="utf-8")
    assert reconciled("clean_month.csv", "--calls", path)["verdict"] == "approve"
    path.write_text(
        path.read_text(encoding="utf-8").replace("200000000002", "2"), encoding="utf-8"
    )
    ran = ffbill("reconcile", BILLS / "clean_month.csv", "--calls", path)
    assert ran.status == 2
    assert "no row of the account '200000000002'; it has 100000000001, 2" in ran.err


def test_own_counts_that_differ(tmp_path: Path) -> None:
    """60,000 billed, 59,821 counted: 0.3 % of 59,821 is 179.46, so 179 calls are just below 0.3 %."""
    words = ("--calls", counts(tmp_path, 59_821))
    # 179 x 0.050 = 8.95
    apart = reconciled("clean_month.csv", *words)
    assert (apart["verdict"], apart["stake"]) == ("dispute", "8.95")
    assert bridge(apart)["calls"] == "8.95"
    near = reconciled("clean_month.csv", *words, "--calls-tolerance", "0.5%")
    assert (near["verdict"], near["lines"][0]["verdict"]) == ("approve", "explained")


def test_what_was_accepted_does_not_come_again(tmp_path: Path) -> None:
    usage = tmp_path / "usage.yaml"
    usage.write_text(
        "version: 1\nprice_book: intl\nusage: {image_basic: {calls: {2025-03: 60000}}}\n"
        'bill: {accepted: [{transaction: "20250401000000000000021", why: agreed by mail}]}\n',
        encoding="utf-8",
    )
    answer = reconciled("discount.csv", "--usage", usage)
    assert answer["verdict"] == "approve"
    assert "agreed by mail" in answer["lines"][0]["why"]


@pytest.mark.parametrize(
    "form", ["table", "csv", "markdown", "html", "xlsx", "github-comment"]
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_format_is_written(form: str, language: str, tmp_path: Path) -> None:
    out = tmp_path / "report"
    ran = ffbill(
        "reconcile", BILLS / "wrong_tier.csv", "-f", form, "-o", out, "--lang", language
    )
    assert ran.status == 0, ran.err
    assert out.stat().st_size > 300


@needs_office
@pytest.mark.parametrize(
    "name", ["wrong_tier", "precision", "tax_after_voucher", "refund_with_voucher"]
)
def test_libreoffice_recalculates_the_bridge(name: str, tmp_path: Path) -> None:
    """Every part, and what is billed and payable, from the lines alone: all formulas begin as -1."""
    (bill,) = BILLS.glob(f"{name}.*")
    out = tmp_path / "report.xlsx"
    assert ffbill("reconcile", bill, "-f", "xlsx", "-o", out).status == 0
    sheet = values(recalculated([out], tmp_path) / "report.xlsx")["Bridge"]
    computed = [Decimal(str(row[1].value)) for row in sheet.iter_rows(2, 16)]
    stated = [Decimal(row["amount"]) for row in reconciled(bill.name)["bridge"]]
    assert computed == stated
    assert [row[1].value for row in sheet.iter_rows(17, 18)][-1] == "OK"


def test_a_month_in_several_lines(tmp_path: Path) -> None:
    """60,000 + 30,000 + 30,000 calls are 120,000 of a month, which reach 0.035: 2,100.00 + 1,050.00 + 1,050.00.

    119,900 counted: 100 x 0.035 = 3.50 less, 100 of 119,900 are less than 0.1 %.
    """
    text = (BILLS / "clean_month.csv").read_text(encoding="utf-8")
    line = next(csv.DictReader(text.splitlines()))
    bill = tmp_path / "bill.csv"
    with bill.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(line))
        writer.writeheader()
        # 2,100.00 x 6 % = 126.00, 1,050.00 x 6 % = 63.00
        for number, (used, amount, tax, total) in enumerate(
            (("60000", "2100", "126", "2226"), *[("30000", "1050", "63", "1113")] * 2)
        ):
            line |= {"Transaction ID": f"T{number}", "Component Usage": used, "Tax Amount": tax,
                     "Component List Price": "0.035", "Component Contracted Price": "0.035",
                     "Total Cost (Including Tax)": total}  # fmt: skip
            for name in ("Original Cost", "Amount Before Tax"):
                line[name] = amount
            line["Total Amount After Discount (Excluding Tax)"] = amount
            writer.writerow(line)
    near = ("--calls-tolerance", "0.1%")
    for calls, words, code in ((120_000, (), None), (119_900, near, "3.50")):
        answer = reconciled_file(bill, "--calls", counts(tmp_path, calls), *words)
        assert (answer["verdict"], answer["stake"]) == ("approve", "0.00")
        assert bridge(answer).get("calls") == code
    # 60,000 counted: no line alone is right, since 60,000 calls reach 0.05: 3,000.00, 1,200.00 less than the
    # 4,200.00 billed; 60,000 x 0.05 = 3,000.00, 120,000 x (0.035 - 0.05) = -1,800.00
    answer = reconciled_file(bill, "--calls", counts(tmp_path, 60_000))
    assert (answer["verdict"], answer["stake"]) == ("dispute", "1200.00")
    assert (bridge(answer)["calls"], bridge(answer)["price"]) == ("3000.00", "-1800.00")


def reconciled_file(path: Path, *words: str | Path) -> dict[str, Any]:
    ran = ffbill("reconcile", path, *words, "-f", "json")
    assert ran.status == 0, ran.err
    answer: dict[str, Any] = json.loads(ran.out)
    return answer
