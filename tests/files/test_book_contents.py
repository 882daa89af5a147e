"""The head of a book, its packs and its licences."""

from datetime import date
from pathlib import Path

import pytest

from facefusion_billing.model.calendar import Span
from tests.files.book_tools import HEAD, TIERS, A, G, faults, read, refused


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "groups: {scan: {}}\nactivities: {free: {calls: 5}}\n",
        HEAD,
        HEAD + "groups: {}\n",
        HEAD + "groups: null\nactivities: null\n",
        "id: ours\nextends: intl\nactivities: {free: {calls: 5}}\n",
    ],
)
def test_a_book_has_either_groups_or_activities(tmp_path: Path, text: str) -> None:
    """Both shapes at once, or neither, is no price book; what is extended counts."""
    assert refused(tmp_path, text) == [
        ": a price book holds either 'groups' or 'activities'"
    ]


@pytest.mark.parametrize(
    ("left_out", "message"),
    [
        ("id: ours\n", ": a price book without 'id'"),
        ("currency: USD\n", ": a price book without 'currency'"),
        ("settlement: {days: [1]}\n", ": a price book without 'settlement'"),
    ],
)
def test_id_currency_and_settlement_are_required(
    tmp_path: Path, left_out: str, message: str
) -> None:
    """None of the three has a default."""
    assert read(tmp_path, HEAD + "groups: {scan: {}}\n").id == "ours"
    assert refused(tmp_path, HEAD.replace(left_out, "") + "groups: {scan: {}}\n") == [
        message
    ]


@pytest.mark.parametrize(
    "currency", ["usd", "US", "USDT", "US$", "U2D", "Dollars", "ÄÖÜ", "840"]
)
def test_a_currency_is_three_capital_letters(tmp_path: Path, currency: str) -> None:
    """Anything else is not a currency's code."""
    text = HEAD.replace("USD", currency) + "groups: {scan: {}}\n"
    assert refused(tmp_path, text) == [
        f"currency: {currency!r} is not a currency; expected three capital letters, for example USD"
    ]


@pytest.mark.parametrize("days", ["[]", "[0]", "[29]", "[1, 2, 3]", "[3, 1]", "first"])
def test_settlement_days_are_a_day_or_a_range_that_every_month_has(
    tmp_path: Path, days: str
) -> None:
    """One day or two in order, from 1 to 28."""
    text = f"id: ours\ncurrency: USD\nsettlement: {{days: {days}}}\ngroups: {{scan: {{}}}}\n"
    assert len(refused(tmp_path, text)) == 1
    assert read(tmp_path, text.replace(days, "[28]")).settlement[:2] == (28, 28)
    assert read(tmp_path, text.replace(days, "[2, 5]")).settlement[:2] == (2, 5)


def test_a_period_in_force_is_half_open(tmp_path: Path) -> None:
    """A book is in force from `from` to before `until`."""
    text = (
        HEAD + "in_force: {from: 2025-02-01, until: 2025-04-01}\ngroups: {scan: {}}\n"
    )
    assert read(tmp_path, text).in_force == Span(date(2025, 2, 1), date(2025, 4, 1))


def test_a_period_in_force_may_be_open(tmp_path: Path) -> None:
    """`null`, or nothing, is no bound."""
    book = read(
        tmp_path,
        HEAD + "in_force: {from: null, until: 2025-04-01}\ngroups: {scan: {}}\n",
    )
    assert book.in_force.holds(date(2000, 1, 1))
    assert not book.in_force.holds(date(2025, 4, 1))
    assert read(tmp_path, HEAD + "groups: {scan: {}}\n").in_force.holds(
        date(2199, 12, 31)
    )


@pytest.mark.parametrize("until", ["2025-02-01", "2025-01-31"])
def test_a_period_in_force_holds_a_day(tmp_path: Path, until: str) -> None:
    """A period that ends before it begins, or on that day, holds nothing."""
    text = f"{HEAD}in_force: {{from: 2025-02-01, until: {until}}}\ngroups: {{scan: {{}}}}\n"
    assert refused(tmp_path, text) == ["in_force: the period ends before it begins"]


def test_a_size_that_stands_twice_is_refused(tmp_path: Path) -> None:
    """A size has one price, however it is written; it is the second that is at fault."""
    sizes = "[{calls: 1k, price: 1}, {calls: 2_000, price: 2}, {calls: 1000, price: 1}]"
    assert refused(tmp_path, f"{G}    call_packs: {{sizes: {sizes}}}\n") == [
        "groups.scan.call_packs.sizes[3].calls: the size 1,000 stands twice"
    ]
    assert refused(
        tmp_path,
        f"{G}    materials: {{packs: [{{materials: 5, price: 1}}, {{materials: 5, price: 2}}]}}\n",
    ) == ["groups.scan.materials.packs[2].materials: the size 5 stands twice"]


@pytest.mark.parametrize(
    ("sizes", "messages"),
    [
        (
            "[{price: 1}, {price: 2}]",
            [
                "groups.scan.call_packs.sizes[1]: a pack without 'calls'",
                "groups.scan.call_packs.sizes[2]: a pack without 'calls'",
            ],
        ),
        (
            "[{calls: 0, price: 1}, {calls: 0, price: 2}]",
            [
                "groups.scan.call_packs.sizes[1].calls: '0' is less than 1; expected a whole number of calls",
                "groups.scan.call_packs.sizes[2].calls: '0' is less than 1; expected a whole number of calls",
            ],
        ),
    ],
)
def test_two_packs_without_a_readable_size_are_two_faults(
    tmp_path: Path, sizes: str, messages: list[str]
) -> None:
    """All faults of a file are told at once: a second unreadable size is not taken for the first one again."""
    assert refused(tmp_path, f"{G}    call_packs: {{sizes: {sizes}}}\n") == messages


def test_sizes_may_stand_in_any_order(tmp_path: Path) -> None:
    """Packs are listed from the smallest."""
    sizes = "[{calls: 5_000, price: 70}, {calls: 500, price: 9.50}, {calls: 50_000, price: 400}]"
    packs = (
        read(tmp_path, f"{G}    call_packs: {{sizes: {sizes}}}\n")
        .groups["scan"]
        .call_packs
    )
    assert packs is not None
    assert [(row.size, row.price.text) for row in packs.sizes] == [
        (500, "9.50"),
        (5_000, "70"),
        (50_000, "400"),
    ]


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (
            "licences: {1: {calls: 5, qps: 1, materials: 1, change_days: 1, price: 1}}",
            "activities: licences without 'licence_days'",
        ),
        (
            "call_packs: {sizes: [{calls: 5, price: 1}]}",
            "activities: call packs without 'licence_days', which they are valid for",
        ),
    ],
)
def test_what_activities_buy_has_a_term(
    tmp_path: Path, part: str, message: str
) -> None:
    """Licences and shared packs end after `licence_days`, which has no default."""
    assert refused(tmp_path, f"{A}  {part}\n") == [message]
    assert (
        read(tmp_path, f"{A}  {part}\n  licence_days: 30\n").activities.licence_days
        == 30
    )


def test_every_fault_of_a_book_is_told_at_once_in_file_order(tmp_path: Path) -> None:
    """Line by line, from the misspelt key of line 2 to the lost tier of line 8, each at its place."""
    text = (
        "id: ours\n"
        "curency: USD\n"
        "settlement: {days: [1]}\n"
        "groups:\n"
        "  scan:\n"
        "    pay_as_you_go:\n"
        "      tiers:\n"
        "        - {at_least: 0, below: 10, unit_price: -1}\n"
        "        - {at_least: 20, unit_price: 010}\n"
    )
    found = [
        (fault.location.line, fault.location.path, fault.message.partition(";")[0])
        for fault in faults(tmp_path, text)
        if fault.location
    ]
    assert found == [
        (2, "curency", "unknown key"),
        (8, f"{TIERS}[1].unit_price", "'-1' is negative"),
        (9, f"{TIERS}[2]", "a gap: no tier holds 10"),
        (9, f"{TIERS}[2].unit_price", "'010' looks octal"),
    ]
