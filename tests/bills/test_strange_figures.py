"""Figures that no sound bill has: each is told or refused, and none becomes another in silence."""

from pathlib import Path

import pytest
import yaml

from tests.tools import Ran, ffbill, json_of

FOUND = Path(__file__).parents[1] / "fuzz" / "found"


def imported(case: str, folder: Path, *changes: tuple[str, str]) -> Ran:
    """A bill of `tests/fuzz/found`, changed, as a usage file."""
    text = (FOUND / case / "bill.csv").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    bill = folder / "bill.csv"
    bill.write_text(text, encoding="utf-8")
    return ffbill("import", bill)


def test_a_ninth_of_a_count_adds_up() -> None:
    """20,000 / 9 = 2,222.2222222222222222 calls at 0.065 are 144.444444444444444443:
    with what is billed too much, 855.555555555555555557, it is the 1,000.00 of the bill.
    """
    answer = json_of("reconcile", FOUND / "bill-ninths" / "bill.csv")
    (line,) = answer["lines"]
    assert line["quantity"] == "2222.2222222222222222"
    assert line["expected"] == "144.444444444444444443"
    assert line["difference"] == "855.555555555555555557"
    assert answer["stake"] == line["stake"] == "855.555555555555555557"


@pytest.mark.parametrize("used", ["20000.5", "-20000"])
def test_a_part_of_a_call_is_left_out_and_told(used: str, tmp_path: Path) -> None:
    """Of the two lines of usage only that of 2199 (20,000 calls) is left."""
    ran = imported("bill-years", tmp_path, ("美元/次/月,20000,", f"美元/次/月,{used},"))
    assert ran.status == 2
    assert "no line of the product to import" in ran.err


def test_a_voucher_of_more_than_the_amount_is_no_cash_below_zero(
    tmp_path: Path,
) -> None:
    ran = imported("bill-voucher", tmp_path)
    (order,) = yaml.safe_load(ran.out)["orders"]
    assert (order["price"], "paid" in order) == ("0.00", False)


def test_a_discount_beside_a_file_called_book(tmp_path: Path) -> None:
    """20,000 calls at 0.05 less 20 % are 800.00, by the book that was written beside."""
    bill = tmp_path / "bill.csv"
    bill.write_bytes((FOUND / "bill-book" / "bill.csv").read_bytes())
    ran = ffbill("import", bill, "-o", tmp_path / "book.yaml")
    assert ran.status == 0, ran.err
    assert json_of("estimate", tmp_path / "book.yaml")["total"] == "800.00"
    assert (tmp_path / "book.book.yaml").is_file()


def test_deductions_without_measure_are_told(tmp_path: Path) -> None:
    ran = ffbill("import", FOUND / "bill-deducted" / "bill.csv")
    assert ran.status == 0
    assert "calls deducted by the bill, 0 by the file" in ran.err
    calls = yaml.safe_load(ran.out)["usage"]["image_basic"]["calls"]
    assert calls == {"2025-03": 10**25}


def test_lines_of_one_order_in_two_files(tmp_path: Path) -> None:
    """Three packs at 3,000 and 20,000 calls at 0.05 are 10,000.00: each line is an order
    of its own, though two of them have the number 3 in their file.
    """
    made, folder = tmp_path / "usage.yaml", FOUND / "bill-one-order"
    ran = ffbill("import", folder / "bill.csv", folder / "bill2.csv", "-o", made)
    assert (ran.status, ran.err) == (0, "")
    ids = [order["id"] for order in yaml.safe_load(made.read_text())["orders"]]
    assert ids == ["7", "7-3", "7-4"]
    assert json_of("estimate", made)["total"] == "10000.00"
