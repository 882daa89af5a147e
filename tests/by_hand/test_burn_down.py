"""What a month's calls were drawn from, the tier of the rest, and when a pack ran out (INTERFACE's usage[] and packs).

Image: 1,000 free calls, 0.050 from 10,000 calls on; mainland: 500 free, a licence's 10,000, 0.02.
"""

from pathlib import Path

import pytest

from tests.answer_parts import pack
from tests.by_hand.answers import usage
from tests.tools import Ask, ffbill, usage_file

# 1,000 calls a day: the free pack on the 1st, a pack of 1,000 on each day from the 2nd to the 11th.
TEXT = """
    price_book: intl
    usage: {image_basic: {calls: {2025-01: 31k}}}
    orders:
      - {id: F, item: free_pack, for: image_basic, date: 2025-01-01}
      - {id: P, item: call_pack, for: image_basic, size: 1k, quantity: 10, date: 2025-01-01}
    """


def test_each_pack_by_its_order(ask: Ask) -> None:
    drawn = usage(ask(TEXT), "2025-01")["drawn"]
    paid = [each for each in drawn if each["order"] == "P"]
    assert paid == [{"order": "P", "pack": n, "calls": 1_000} for n in range(1, 11)]


@pytest.mark.parametrize(
    ("basis", "reached"), [("billable", 20_000), ("total", 31_000)]
)
def test_the_tier_and_the_count_that_reached_it(
    ask: Ask, basis: str, reached: int
) -> None:
    tier = usage(ask(TEXT, "--assume", f"tier_basis={basis}"), "2025-01")["tier"]
    assert (tier["unit_price"], tier["reached_by"]) == ("0.050", reached)
    assert tier["from"] == 10_000


def test_the_day_of_the_last_call(ask: Ask) -> None:
    answer = ask(TEXT)
    assert pack(answer, "F")["used_up"] == "2025-01-01"
    days = [pack(answer, "P", n)["used_up"] for n in range(1, 11)]
    assert days == [f"2025-01-{day:02d}" for day in range(2, 12)]


def test_none_while_calls_are_left(ask: Ask) -> None:
    """600 calls: 500 free, 100 of the licence's 10,000; no tier is reached."""
    answer = ask(
        """
        price_book: mainland
        usage: {a: {calls: {2025-01-02: 600}}}
        orders: [{id: L, item: licence, for: a, package: 1, date: 2025-01-01}]
        """
    )
    row = usage(answer, "2025-01", "a")
    assert row["drawn"] == [{"order": "L", "pack": 1, "calls": 100}]
    assert row["tier"] is None
    assert pack(answer, "L")["used_up"] is None


def test_the_last_row_of_a_table_has_no_end(ask: Ask) -> None:
    """5,000,001 billable calls after 500 free and 10,000 of the licence."""
    answer = ask(
        """
        price_book: mainland
        usage: {a: {calls: {2025-01-02: 5_010_501}}}
        orders: [{id: L, item: licence, for: a, package: 1, date: 2025-01-01}]
        """
    )
    tier = usage(answer, "2025-01", "a")["tier"]
    assert (tier["to"], tier["unit_price"]) == (None, "0.005")
    assert tier["reached_by"] == 5_000_001
    assert answer["total"] == "30000.01"  # 5,000 + 25,000.005, half up


FREE_AND_DRAWN = """
    price_book: mainland
    usage: {a: {calls: {2021-03: 700}}, b: {calls: {2021-03: 500, 2021-04: 0}}, c: {calls: {2021-04: 90}}}
    orders: [{id: L, item: licence, for: a, package: 1, date: 2021-02-28}]
    """


@pytest.mark.parametrize(
    "form",
    ["table", "markdown", "html", "github-comment"],
)
def test_free_calls_are_drawn_from_no_pack(tmp_path: Path, form: str) -> None:
    """March: a's 700 are 500 free and 200 from L, b's 500 are free, as are c's 90 in April."""
    said = ffbill(
        "estimate",
        usage_file(tmp_path, FREE_AND_DRAWN),
        "-f",
        form,
        env={"COLUMNS": "200"},
    ).out
    assert "nothing to pay: 200 calls drawn from L, 1,000 calls free" in said
    assert "nothing to pay: 90 calls free" in said
    assert "1,200 calls" not in said


def test_free_calls_in_chinese(tmp_path: Path) -> None:
    file = usage_file(tmp_path, FREE_AND_DRAWN)
    said = ffbill("estimate", file, "--lang", "zh", env={"COLUMNS": "200"}).out
    assert "无需付费：200 次调用由 L 抵扣，1,000 次调用免费" in said


def test_a_free_pack_is_a_pack(ask: Ask) -> None:
    """900 calls, all of them from the free pack F."""
    said = ask.shown(
        """
        usage: {image_basic: {calls: {2025-01: 900}}}
        orders: [{id: F, item: free_pack, for: image_basic, date: 2025-01-01}]
        """
    )
    assert "nothing to pay: 900 calls drawn from F " in said


def test_packs_that_are_not_named_are_counted(ask: Ask) -> None:
    """7,000 calls of 7 packs of 1,000: five are named."""
    said = ask.shown(
        """
        usage: {image_basic: {calls: {2025-01: 7000}}}
        orders: [{id: P, item: call_pack, for: image_basic, size: 1k, quantity: 7, date: 2024-12-31}]
        """
    )
    assert "7,000 calls drawn from P, P #2, P #3, P #4, P #5, 2 more packs" in said
