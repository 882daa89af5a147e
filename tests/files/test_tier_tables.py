"""Tier tables of a book: one sense, no gap, no overlap, one open end."""

from pathlib import Path

import pytest

from tests.files.book_tools import TIERS, G, payg, read, refused, tiered


@pytest.mark.parametrize(
    ("rows", "missing"),
    [
        (("at_least: 0, below: 10", "at_least: 11"), 10),
        (("above: 0, up_to: 10", "above: 11"), 11),
        (
            (
                "at_least: 0, below: 1_000",
                "at_least: 1_000, below: 2_000",
                "at_least: 2_500",
            ),
            "2,000",
        ),
    ],
)
def test_a_gap_between_tiers_is_refused(
    tmp_path: Path, rows: tuple[str, ...], missing: int | str
) -> None:
    """A count that no tier holds has no price: the book is refused, and the count is named."""
    assert refused(tmp_path, tiered(*rows)) == [
        f"{TIERS}[{len(rows)}]: a gap: no tier holds {missing}"
    ]


@pytest.mark.parametrize(
    ("rows", "twice"),
    [
        (("at_least: 0, below: 11", "at_least: 10"), 10),
        (("above: 0, up_to: 11", "above: 10"), 11),
        (("at_least: 0, below: 2_000", "at_least: 1_000"), "1,000"),
    ],
)
def test_an_overlap_of_tiers_is_refused(
    tmp_path: Path, rows: tuple[str, ...], twice: int | str
) -> None:
    """A count that two tiers hold has two prices: the book is refused, and the count is named."""
    assert refused(tmp_path, tiered(*rows)) == [
        f"{TIERS}[2]: an overlap: two tiers hold {twice}"
    ]


@pytest.mark.parametrize(
    ("rows", "place", "bound", "sense"),
    [
        (
            ("at_least: 0, up_to: 10", "above: 10"),
            "[1].at_least",
            "at_least",
            "'above' and 'up_to'",
        ),
        (
            ("above: 0, up_to: 10", "at_least: 11"),
            "[2].at_least",
            "at_least",
            "'above' and 'up_to'",
        ),
        (
            ("at_least: 0, below: 10", "above: 9"),
            "[2].above",
            "above",
            "'at_least' and 'below'",
        ),
        (
            ("above: 0, up_to: 10", "above: 10, below: 20", "above: 19"),
            "[2].below",
            "below",
            "'above' and 'up_to'",
        ),
    ],
)
def test_a_table_of_two_senses_is_refused(
    tmp_path: Path, rows: tuple[str, ...], place: str, bound: str, sense: str
) -> None:
    """A table says `at_least`/`below` or `above`/`up_to` throughout, even where the counts would fit together."""
    found = refused(tmp_path, tiered(*rows))
    assert (
        f"{TIERS}{place}: {bound!r} in a table of {sense}; a table has one sense"
        in found
    )


def test_one_tier_with_two_lower_bounds_is_refused(tmp_path: Path) -> None:
    """A tier begins once: `at_least: 5` beside `above: 0` leaves 1 to 4 with a price or without, as one reads it."""
    assert refused(tmp_path, tiered("at_least: 5, above: 0"))


@pytest.mark.parametrize(
    "rows",
    [
        ("above: 0, below: 50", "at_least: 50"),
        ("at_least: 0, below: 50", "at_least: 50"),
    ],
)
def test_an_at_least_table_may_begin_above_0(
    tmp_path: Path, rows: tuple[str, ...]
) -> None:
    """The first bound of an `at_least` table may be `above: 0`, as QPS tables print it; 0 then has no tier."""
    table = payg(read(tmp_path, tiered(*rows)))
    first = 1 if rows[0].startswith("above") else 0
    assert (table.sense, [tier[:2] for tier in table.tiers]) == (
        "at_least",
        [(first, 49), (50, None)],
    )


def test_an_above_table_holds_its_upper_bounds(tmp_path: Path) -> None:
    """`above: 10, up_to: 20` holds 11 to 20."""
    table = payg(
        read(
            tmp_path, tiered("above: 0, up_to: 10", "above: 10, up_to: 20", "above: 20")
        )
    )
    assert (table.sense, [tier[:2] for tier in table.tiers]) == (
        "above",
        [(1, 10), (11, 20), (21, None)],
    )


@pytest.mark.parametrize(
    "rows",
    [("at_least: 0, below: 10",), ("above: 0, up_to: 10", "above: 10, up_to: 20")],
)
def test_a_closed_last_tier_is_refused(tmp_path: Path, rows: tuple[str, ...]) -> None:
    """The last tier has no upper bound, or the counts above it would have no price."""
    assert refused(tmp_path, tiered(*rows)) == [
        f"{TIERS}[{len(rows)}]: the last tier has an upper bound; expected one open end"
    ]


def test_an_open_tier_before_the_last_is_refused(tmp_path: Path) -> None:
    """Only the last tier is open."""
    assert refused(tmp_path, tiered("at_least: 0", "at_least: 10")) == [
        f"{TIERS}[1]: the tier has no upper bound, but another follows; expected one open end"
    ]


@pytest.mark.parametrize(
    ("row", "priceless"), [("at_least: 1", 1), ("at_least: 100", 100), ("above: 5", 6)]
)
def test_a_first_tier_above_0_is_refused(
    tmp_path: Path, row: str, priceless: int
) -> None:
    """The first tier begins at 0 (or above 0): the counts below it would have no price."""
    assert refused(tmp_path, tiered(row)) == [
        f"{TIERS}[1]: the first tier begins above 0: calls below {priceless} have no price"
    ]


@pytest.mark.parametrize("row", ["at_least: 10, below: 10", "at_least: 10, below: 9"])
def test_a_tier_that_holds_no_count_is_refused(tmp_path: Path, row: str) -> None:
    """An upper bound lies above its lower bound."""
    found = refused(tmp_path, tiered("at_least: 0, below: 10", row, "at_least: 10"))
    assert (
        f"{TIERS}[2].below: the tier holds no count: its upper bound is not above its lower one"
        in found
    )


def test_a_tier_without_a_lower_bound_is_refused(tmp_path: Path) -> None:
    """No lower bound is not 0: it has to be written."""
    assert f"{TIERS}[1]: a tier without its lower bound 'at_least'" in refused(
        tmp_path, tiered("below: 10")
    )


def test_a_tier_without_a_price_is_refused(tmp_path: Path) -> None:
    """A price that is left out is not 0."""
    text = G + "    pay_as_you_go: {tiers: [{at_least: 0}]}\n"
    assert refused(tmp_path, text) == [f"{TIERS}[1]: a tier without 'unit_price'"]


def test_a_table_without_tiers_is_refused(tmp_path: Path) -> None:
    """A part that is not sold is left out, not empty."""
    assert refused(tmp_path, G + "    pay_as_you_go: {tiers: []}\n") == [
        f"{TIERS}: a list of 0 tiers"
    ]


def test_qps_tiers_are_held_to_the_same_rules_and_said_once(tmp_path: Path) -> None:
    """A gap in a QPS table is one fault, not one by day and one by month."""
    rows = "{above: 0, below: 10, day: 9, month: 90}, {at_least: 20, day: 8, month: 80}"
    assert refused(tmp_path, f"{G}    qps: {{tiers: [{rows}]}}\n") == [
        "groups.scan.qps.tiers[2]: a gap: no tier holds 10"
    ]


def test_a_qps_tier_without_day_or_month_is_refused(tmp_path: Path) -> None:
    """A QPS tier has a price by day, by month, or both."""
    rows = "{above: 0, below: 10, month: 90}, {at_least: 10}"
    assert refused(tmp_path, f"{G}    qps: {{tiers: [{rows}]}}\n") == [
        "groups.scan.qps.tiers[2]: a tier without 'day' or 'month'"
    ]
