"""A section whose entries are all commented out is absent; so `ffbill init` is left, once its orders go."""

import json
import re
from pathlib import Path

import pytest

from tests.tools import Ask, ffbill, usage_file

USAGE = "usage: {image_basic: {calls: {2025-01: 12k}}}\n"
SECTIONS = ("title", "assumptions", "account", "orders", "actual", "bill", "version")


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("nothing", ["", " ~", " null", "\n#  - a comment"])
def test_an_empty_section_is_absent(tmp_path: Path, section: str, nothing: str) -> None:
    """12,000 x 0.050 = 600.00, as without it."""
    text = f"{USAGE}{section}:{nothing}\n"
    file = usage_file(tmp_path, text)
    if section == "version":
        file.write_text(f"price_book: intl\n{text}", encoding="utf-8")
    ran = ffbill("estimate", file, "-f", "json")
    assert json.loads(ran.out)["total"] == "600.00"
    assert ffbill("validate", file) == (0, "", "")


@pytest.mark.parametrize(
    "key", ["peak_qps", "materials", "billing_mode", "starts", "forecast"]
)
def test_an_empty_key_of_a_scope_is_absent(tmp_path: Path, key: str) -> None:
    answer = Ask(tmp_path)(
        f"""
        usage:
          image_basic:
            calls: {{2025-01: 12k}}
            {key}:
        """
    )
    assert answer["total"] == "600.00"


def test_a_scope_left_empty_has_no_usage(tmp_path: Path) -> None:
    answer = Ask(tmp_path)(
        """
        usage:
          video_single_face:
          image_basic: {calls: {2025-01: 12k}}
        """
    )
    assert answer["total"] == "600.00"
    (bill,) = answer["bills"]
    assert [row["for"] for row in bill["usage"]] == ["image_basic"]


@pytest.mark.parametrize("book", ["intl", "mainland"])
def test_a_starter_file_without_its_orders_is_good(tmp_path: Path, book: str) -> None:
    """Every order of `ffbill init` commented out, the section's key kept."""
    starter = ffbill("init", "--book", book).out
    head, _, orders = starter.partition("\norders:\n")
    assert orders
    commented = re.sub("^  - ", "  # - ", orders, flags=re.MULTILINE)
    file = tmp_path / "usage.yaml"
    file.write_text(f"{head}\norders:\n{commented}", encoding="utf-8")
    assert ffbill("validate", file) == (0, "", "")


@pytest.mark.parametrize("empty", ["orders:\n", "usage:\n", "usage:\norders:\n"])
def test_a_file_of_empty_sections_has_nothing_in_it(tmp_path: Path, empty: str) -> None:
    said = Ask(tmp_path).refused(empty)
    assert "a usage file without 'usage' or 'orders'" in said


def test_a_required_key_left_empty_is_a_fault(tmp_path: Path) -> None:
    said = Ask(tmp_path).refused(
        f"{USAGE}orders: [{{item: call_pack, for: image_basic, size: , date: 2025-01-01}}]\n"
    )
    assert "orders[1].size: nothing where a whole number of calls belongs" in said


def test_nothing_in_a_price_book_still_says_that_it_is_not_sold(
    tmp_path: Path,
) -> None:
    """`call_packs:` of a book that extends another takes its packs away."""
    ask = Ask(tmp_path)
    ask.write(
        "ours.yaml", "extends: intl\ngroups: {image_basic: {call_packs: }}\ntitle:\n"
    )
    said = ask.refused(
        "price_book: ./ours.yaml\n"
        f"{USAGE}orders: [{{item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}}]\n"
    )
    assert "the book sells no call_pack of 1,000; it sells none" in said
