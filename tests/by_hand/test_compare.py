"""Scenarios side by side.

Image packs: 1,000 calls 60 USD, 10,000 calls 450; image calls 0.065, from 10,000 in a month 0.050, from 100,000 on
0.035; a video call 0.20. Every amount stands beside its sum, worked by hand from the price documents (RULES 11, 12).
"""

import json
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest

from tests.by_hand.amounts import IMAGE, PACK_OVER_MONTHS, VIDEO, Answer
from tests.tools import Ran, ffbill, usage_file


def priced(folder: Path, amount: str, month: str = "2025-01") -> Path:
    """A scenario that costs just that amount, in that month."""
    text = f"""
        usage:
          image_basic: {{calls: {{{month}: 0}}}}
        orders:
          - {{id: P-1, item: call_pack, for: image_basic, size: 10k, date: {month}-01, price: {amount}}}
    """
    return usage_file(folder, text, name=f"{month}-{amount}.yaml")


def compare(*words: str | Path) -> tuple[Ran, Answer]:
    """How `ffbill compare` ended and what it printed."""
    ran = ffbill("compare", *words, "--format", "json")
    assert ran.status in (0, 1), ran.err
    answer: Answer = json.loads(ran.out)
    return ran, answer


def cell(amount: str | None, difference: str | None, percent: str | None) -> Answer:
    """One figure of a comparison."""
    return {"amount": amount, "difference": difference, "percent": percent}


def test_a_scenario_differs_from_itself_in_nothing(tmp_path: Path) -> None:
    """All zeros, status 0, even when no increase at all is allowed."""
    path = usage_file(tmp_path, PACK_OVER_MONTHS)
    for view in ("cash", "amortised"):
        ran, answer = compare(path, path, "--view", view, "--fail-increase", "0%")
        rows = [
            answer["total"],
            *(
                row["cells"]
                for key in ("months", "by_kind", "by_scope")
                for row in answer[key]
            ),
        ]
        assert ran.status == 0
        assert {(cells[1]["difference"], cells[1]["percent"]) for cells in rows} <= {
            ("0.00", "0.00"),
            ("0.00", None),
        }


@pytest.mark.parametrize(
    ("base", "other", "difference", "percent"),
    [
        ("800.00", "801.00", "1.00", "0.13"),  # 0.125
        (
            "800.00",
            "799.00",
            "-1.00",
            "-0.13",
        ),  # -0.125: half a hundredth away from zero, as an increase
        ("200.00", "200.01", "0.01", "0.01"),  # 0.005
        ("200.00", "199.99", "-0.01", "-0.01"),
        ("800.00", "800.01", "0.01", "0.00"),  # 0.00125
        ("3.00", "4.00", "1.00", "33.33"),
        ("4.00", "3.00", "-1.00", "-25.00"),
        ("0.00", "12.00", "12.00", None),  # nothing is a percentage of nothing
        ("0.00", "0.00", "0.00", "0.00"),  # no difference is none in percent either
    ],
)
def test_percentages_are_of_the_base(
    tmp_path: Path, base: str, other: str, difference: str, percent: str | None
) -> None:
    """Two decimals, half up."""
    _, answer = compare(priced(tmp_path, base), priced(tmp_path, other))
    assert answer["total"][1] == cell(other, difference, percent)


def test_what_only_one_scenario_has_is_nothing_in_the_other(tmp_path: Path) -> None:
    """January: 0 - 800; February: 900 - 0, of which no percentage is; in all 100 of 800 = 12.5 %."""
    _, answer = compare(
        priced(tmp_path, "800.00"), priced(tmp_path, "900.00", "2025-02")
    )
    january, february = answer["months"]
    assert january["cells"][1] == cell(None, "-800.00", "-100.00")
    assert february["cells"][1] == cell("900.00", "900.00", None)
    assert answer["total"][1] == cell("900.00", "100.00", "12.50")


def test_a_month_of_the_base_below_zero_gives_no_percentage_of_the_other_sign(
    tmp_path: Path,
) -> None:
    """400 come back in February of the base, -400.00; the other pays 100.00: 500.00 more, not less."""
    refund = """
        usage:
          image_basic: {calls: {2025-02: 0}}
        orders:
          - {id: P-1, item: call_pack, for: image_basic, size: 10k, date: 2025-01-28, refunded: 2025-02-03,
             paid: {cash: 400, voucher: 50}}
    """
    _, answer = compare(
        usage_file(tmp_path, refund), priced(tmp_path, "100.00", "2025-02")
    )
    _, february = answer["months"]
    base, other = february["cells"]
    assert (base["amount"], other["amount"], other["difference"]) == (
        "-400.00",
        "100.00",
        "500.00",
    )
    assert other["percent"] is None or Decimal(other["percent"]) > 0


def test_each_of_three_stands_against_the_first(tmp_path: Path) -> None:
    """720 - 800 = -80, -10 %; 1,000 - 800 = 200, 25 %; the gate of 10 % fails for the third alone."""
    paths = [priced(tmp_path, amount) for amount in ("800.00", "720.00", "1000.00")]
    ran, answer = compare(*paths, "--fail-increase", "10%")
    assert answer["total"] == [
        cell("800.00", "0.00", "0.00"),
        cell("720.00", "-80.00", "-10.00"),
        cell("1000.00", "200.00", "25.00"),
    ]
    assert [gate["met"] for gate in answer["gates"]] == [True, False]
    assert ran.status == 1


def test_scopes_and_kinds_are_compared(tmp_path: Path) -> None:
    """Image 100 x 0.065 = 6.50 and 200 x 0.065 = 13.00; video 10 x 0.20 = 2.00; 6.50 of 8.50 = 76.47 %."""
    few, many = (
        usage_file(
            tmp_path,
            f"""
            usage:
              image_basic: {{calls: {{2025-01: {calls}}}}}
              video_single_face: {{calls: {{2025-01: 10}}}}
            """,
            name=str(calls),
        )
        for calls in (100, 200)
    )
    _, answer = compare(few, many)
    assert {row["for"]: row["cells"][1] for row in answer["by_scope"]} == {
        IMAGE: cell("13.00", "6.50", "100.00"),
        VIDEO: cell("2.00", "0.00", "0.00"),
    }
    assert answer["by_kind"] == [
        {
            "kind": "pay_as_you_go",
            "cells": [cell("8.50", "0.00", "0.00"), cell("15.00", "6.50", "76.47")],
        }
    ]


def test_every_scope_and_kind_has_a_row_of_its_own(tmp_path: Path) -> None:
    """Three activities cost the same 5,000, which makes them no range of anything: each is named in the table."""
    path = usage_file(
        tmp_path,
        """
        usage:
          north: {calls: {2021-01: 100}}
          plum: {calls: {2021-01: 100}}
          spring: {calls: {2021-01: 100}}
        orders:
          - {id: L-1, item: licence, for: north, package: 1, date: 2021-01-15}
          - {id: L-2, item: licence, for: plum, package: 1, date: 2021-01-15}
          - {id: L-3, item: licence, for: spring, package: 1, date: 2021-01-15}
        """,
        book="mainland",
    )
    out = ffbill("compare", path, path).out
    rows = [line.split() for line in out.splitlines()]
    assert [row[0] for row in rows if row[1:2] == ["5,000.00"]] == [
        "north",
        "plum",
        "spring",
    ]


@pytest.mark.parametrize(
    ("gate", "limit", "other", "status"),
    [
        ("--fail-increase", "5%", "840.00", 0),  # 800 x 1.05
        ("--fail-increase", "5%", "840.01", 1),  # 5.00125 %, shown as 5.00
        ("--fail-increase", "0.125%", "801.00", 0),
        ("--fail-increase", "40", "840.00", 0),
        ("--fail-increase", "40", "840.01", 1),
        ("--fail-over", "840", "840.00", 0),
        ("--fail-over", "840", "840.01", 1),
        ("--fail-over-month", "840", "840.01", 1),
        ("--fail-over", "790", "780.00", 0),  # the base is over it, and is not judged
    ],
)
def test_a_gate_holds_at_its_limit_and_not_a_cent_past(
    tmp_path: Path, gate: str, limit: str, other: str, status: int
) -> None:
    """The base costs 800.00; past a gate the status is 1 and the data is printed all the same."""
    ran, answer = compare(
        priced(tmp_path, "800.00"), priced(tmp_path, other), gate, limit
    )
    assert ran.status == status
    assert answer["total"][1]["amount"] == other
    assert [found["met"] for found in answer["gates"]] == [status == 0]


@pytest.mark.parametrize(("other", "status"), [("0.00", 0), ("0.01", 1)])
def test_any_increase_is_past_a_percentage_of_nothing(
    tmp_path: Path, other: str, status: int
) -> None:
    """5 % of 0.00 is 0.00."""
    ran, _ = compare(
        priced(tmp_path, "0.00"), priced(tmp_path, other), "--fail-increase", "5%"
    )
    assert ran.status == status


def test_one_scenario_under_several_readings(tmp_path: Path) -> None:
    """Billable 100,500 - 1,000 - 1,000 = 98,500 x 0.050 = 4,925.00; 99,500 after paid packs reach no more; all
    100,500 reach 0.035: 98,500 x 0.035 = 3,447.50, 1,477.50 less, 30 %."""
    path = usage_file(
        tmp_path,
        """
        usage:
          image_basic: {calls: {2025-02: 100_500}}
        orders:
          - {id: F-1, item: free_pack, for: image_basic, date: 2025-02-01}
          - {id: P-1, item: call_pack, for: image_basic, size: 1k, date: 2025-01-31, price: 0.00}
        """,
    )
    words = ("--assume", "tier_basis=after_paid_packs", "--assume", "tier_basis=total")
    _, answer = compare(path, *words)
    assert answer["total"] == [
        cell("4925.00", "0.00", "0.00"),
        cell("4925.00", "0.00", "0.00"),
        cell("3447.50", "-1477.50", "-30.00"),
    ]


def test_two_currencies_stand_without_a_difference(tmp_path: Path) -> None:
    """400 calls are 26.00 USD; as an activity they are free, 0.00 CNY; our own book sells them at 0.060: 24.00, less by
    2 of 26."""
    path = usage_file(tmp_path, "usage:\n  image_basic: {calls: {2025-01: 400}}\n")
    ours = tmp_path / "ours.yaml"
    ours.write_text(
        dedent("""
            book: 1
            id: ours
            extends: intl
            groups: {image_basic: {pay_as_you_go: {tiers: [{at_least: 0, unit_price: 0.060}]}}}
        """),
        encoding="utf-8",
    )
    ran, answer = compare(path, "--price-book", "mainland", "--price-book", ours)
    assert answer["total"] == [
        cell("26.00", "0.00", "0.00"),
        cell("0.00", None, None),
        cell("24.00", "-2.00", "-7.69"),
    ]
    assert ran.status == 0
    gated, _ = compare(path, "--price-book", "mainland", "--fail-increase", "100%")
    assert gated.status == 1


def test_what_was_used_is_compared(tmp_path: Path) -> None:
    """3,000 calls of a pack are 135.00, without it 195.00: 60 of 135 = 44.44 % more, though 255 less was paid."""
    usage = "usage:\n  image_basic: {calls: {2025-02: 3000}}\n"
    order = "orders:\n  - {id: P-1, item: call_pack, for: image_basic, size: 10k, date: 2025-02-01}\n"
    base, other = (
        usage_file(tmp_path, usage + order, name="pack.yaml"),
        usage_file(tmp_path, usage, name="none.yaml"),
    )
    assert compare(base, other, "--view", "amortised")[1]["total"][1] == cell(
        "195.00", "60.00", "44.44"
    )
    assert compare(base, other)[1]["total"][1] == cell("195.00", "-255.00", "-56.67")
