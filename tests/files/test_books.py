"""A price book of one's own: what its file may say, what is refused, and that a stranger's table prices right.

Amounts are worked by hand from the tables written here. `G` and `A` begin a book of each shape.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from facefusion_billing.files.books import read_book
from facefusion_billing.model.book import FreeCalls, PriceBook, RefundRule, TierTable
from facefusion_billing.model.calendar import Span
from facefusion_billing.model.faults import Fault, InputError
from facefusion_billing.model.money import Price
from tests.tools import estimate_json, ffbill, usage_file

HEAD = "id: ours\ncurrency: USD\nsettlement: {days: [1]}\n"
G = HEAD + "groups:\n  scan:\n"
A = HEAD + "activities:\n"


def write(folder: Path, **files: str) -> None:
    """Writes each text to a YAML file of that name."""
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def read(folder: Path, text: str, **others: str) -> PriceBook:
    """The book of that text, with other books beside it."""
    write(folder, ours=text, **others)
    return read_book("./ours.yaml", str(folder))


def faults(folder: Path, text: str, **others: str) -> list[Fault]:
    """What the loader says against a book, which it must refuse."""
    with pytest.raises(InputError) as caught:
        read(folder, text, **others)
    return caught.value.faults


def refused(folder: Path, text: str, **others: str) -> list[str]:
    """Each fault of a book as `path: message`."""
    return [
        f"{fault.location.path if fault.location else '?'}: {fault.message}"
        for fault in faults(folder, text, **others)
    ]


def tiered(*rows: str) -> str:
    """A book whose one table is a tier table of these rows."""
    return (
        G
        + "    pay_as_you_go:\n      tiers:\n"
        + "".join(f"        - {{{row}, unit_price: 1}}\n" for row in rows)
    )


TIERS = "groups.scan.pay_as_you_go.tiers"


def payg(book: PriceBook, group: str = "scan") -> TierTable:
    """The pay-as-you-go prices of a group."""
    table = book.groups[group].pay_as_you_go
    assert table is not None
    return table


# Tier tables: one sense, no gap, no overlap, one open end.


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


# Clauses.


@pytest.mark.parametrize(
    ("part", "path"),
    [
        ("free_pack: {calls: 5, clause: scan-calls}", "free_pack"),
        (
            "call_packs: {sizes: [{calls: 5, price: 1}], clause: scan-calls}",
            "call_packs",
        ),
        (
            "pay_as_you_go: {tiers: [{at_least: 0, unit_price: 1}], clause: scan-calls}",
            "pay_as_you_go",
        ),
        ("qps: {tiers: [{above: 0, day: 1}], clause: scan-calls}", "qps"),
        (
            "materials: {packs: [{materials: 5, price: 1}], clause: scan-calls}",
            "materials",
        ),
    ],
)
def test_an_unknown_clause_is_refused_in_every_table_of_a_group(
    tmp_path: Path, part: str, path: str
) -> None:
    """A table names a clause of the book's register; the near miss is named."""
    text = f"{G}    {part}\nclauses: {{scan-call: {{where: Page 1}}}}\n"
    assert refused(tmp_path, text) == [
        f"groups.scan.{path}.clause: the clause 'scan-calls' is not in the book's 'clauses'; did you mean 'scan-call'?"
    ]


@pytest.mark.parametrize(
    ("part", "path"),
    [
        ("free: {calls: 5, clause: page-one}", "free"),
        (
            "licences: {1: {calls: 5, qps: 1, materials: 1, change_days: 1, price: 1, clause: page-one}}",
            "licences.1",
        ),
        (
            "qps_upgrade: {unit: 1, day: 1, most: 9, window_days: 3, clause: page-one}",
            "qps_upgrade",
        ),
        ("call_packs: {sizes: [{calls: 5, price: 1}], clause: page-one}", "call_packs"),
        (
            "pay_as_you_go: {tiers: [{at_least: 0, unit_price: 1}], clause: page-one}",
            "pay_as_you_go",
        ),
    ],
)
def test_an_unknown_clause_is_refused_in_every_table_of_activities(
    tmp_path: Path, part: str, path: str
) -> None:
    """Where no clause of the register is near, none is suggested."""
    text = f"{A}  licence_days: 9\n  {part}\nclauses: {{xyz: {{where: Page 9}}}}\n"
    assert refused(tmp_path, text) == [
        f"activities.{path}.clause: the clause 'page-one' is not in the book's 'clauses'"
    ]


def test_an_unknown_clause_is_refused_in_settlement_and_refund(tmp_path: Path) -> None:
    """Faults come in the order of the file, whatever the order of reading."""
    text = (
        "refund: {window_days: 3, clause: money-back}\n"
        "id: ours\ncurrency: USD\nsettlement: {days: [1], clause: pay-day}\n"
        "groups: {scan: {}}\nclauses: {payday: {where: Page 1}}\n"
    )
    assert refused(tmp_path, text) == [
        "refund.clause: the clause 'money-back' is not in the book's 'clauses'",
        "settlement.clause: the clause 'pay-day' is not in the book's 'clauses'; did you mean 'payday'?",
    ]


@pytest.mark.parametrize(
    "part",
    ["exclusions: money-back", "campaign: money-back", "items: {licence: money-back}"],
)
def test_an_unknown_clause_is_refused_in_every_part_of_the_refund_rule(
    tmp_path: Path, part: str
) -> None:
    """The clauses of exclusions, campaigns and single items stand in the register too."""
    text = f"{HEAD}refund: {{window_days: 3, {part}}}\ngroups: {{scan: {{}}}}\nclauses: {{xyz: {{where: Page 9}}}}\n"
    [message] = refused(tmp_path, text)
    assert message.startswith("refund")
    assert message.endswith(": the clause 'money-back' is not in the book's 'clauses'")


def test_a_refund_rule_says_how_many_days(tmp_path: Path) -> None:
    """A window that is left out is neither none nor 7 days; `null` is none."""
    text = HEAD + "refund: {clause: page-one}\ngroups: {scan: {}}\n"
    assert refused(tmp_path, text) == ["refund: a refund rule without 'window_days'"]
    rule = read(tmp_path, text.replace("{clause", "{window_days: null, clause")).refund
    assert rule == RefundRule(None, "page-one", "page-one", "page-one", {})


def test_a_book_without_clauses_names_its_own_tables(tmp_path: Path) -> None:
    """A register is not asked of a user's book: a table is then known by its place in the file."""
    book = read(tmp_path, tiered("at_least: 0"))
    assert (payg(book).clause, book.settlement.clause) == (
        "ours.yaml: groups.scan.pay_as_you_go",
        "ours.yaml: settlement",
    )


def test_without_a_register_any_clause_may_be_named(tmp_path: Path) -> None:
    """There is nothing to look it up in."""
    book = read(tmp_path, f"{G}    free_pack: {{calls: 5, clause: page-one}}\n")
    assert book.groups["scan"].free_pack == FreeCalls(5, "page-one")


def test_a_clause_has_either_a_rule_or_a_reason(tmp_path: Path) -> None:
    """A clause cannot be modelled and not modelled."""
    text = f"{HEAD}groups: {{scan: {{}}}}\nclauses: {{p: {{where: Page 1, rule: qps, not_modelled: advice}}}}\n"
    assert refused(tmp_path, text) == [
        "clauses.p: a clause has either 'rule' or 'not_modelled'"
    ]


# The head of a book.


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


# Packs and licences.


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
        (1, "", "a price book without 'currency'"),
        (2, "curency", "unknown key"),
        (8, f"{TIERS}[1].unit_price", "'-1' is negative"),
        (9, f"{TIERS}[2]", "a gap: no tier holds 10"),
        (9, f"{TIERS}[2].unit_price", "'010' looks octal"),
    ]


# Extending another book.


@pytest.mark.parametrize(
    "base", ["intl", "intl-2024-11-07", "./base.yaml", "base.yaml"]
)
def test_a_book_extends_another_by_alias_id_or_path(tmp_path: Path, base: str) -> None:
    """What is not given comes from the other book; what is given is one's own."""
    write(tmp_path, base="extends: intl\n")
    book = read(
        tmp_path,
        f"id: ours\nextends: {base}\ngroups: {{video_single_face: {{title: Clips}}}}\n",
    )
    assert (book.id, book.currency, book.groups["video_single_face"].title) == (
        "ours",
        "USD",
        "Clips",
    )
    assert payg(book, "video_single_face").tiers[0].price == Price(20, 2)  # 0.20
    assert payg(book, "image_basic") == payg(read_book("intl"), "image_basic")


def test_a_path_is_relative_to_the_book_that_names_it(tmp_path: Path) -> None:
    """Each file is looked for beside the one that extends it, not beside the first or where one works."""
    (tmp_path / "shared" / "old").mkdir(parents=True)
    write(tmp_path / "shared", base="extends: old/older.yaml\ntitle: Base\n")
    write(
        tmp_path / "shared" / "old",
        older=HEAD + "title: Older\ngroups: {scan: {free_pack: {calls: 7}}}\n",
    )
    book = read(tmp_path, "extends: shared/base.yaml\nid: mine\n")
    assert (book.id, book.title, book.currency) == ("mine", "Base", "USD")
    assert book.groups["scan"].free_pack == FreeCalls(
        7, "older.yaml: groups.scan.free_pack"
    )


def test_mappings_are_merged_and_lists_replaced_whole(tmp_path: Path) -> None:
    """One key of a mapping leaves its neighbours; a list of packs or tiers is all that is sold."""
    book = read(
        tmp_path,
        """
id: ours
extends: intl
in_force: {from: 2025-01-01}
groups:
  image_basic:
    free_pack: {calls: 2_000}
    call_packs: {sizes: [{calls: 30_000, price: 1_111}]}
    qps: {limit: 33}
""",
    )
    image, listed = book.groups["image_basic"], read_book("intl").groups["image_basic"]
    assert image.free_pack == FreeCalls(
        2_000, "ours.yaml: groups.image_basic.free_pack"
    )
    assert image.call_packs is not None
    assert [(row.size, row.price.text) for row in image.call_packs.sizes] == [
        (30_000, "1111")
    ]
    assert image.qps is not None
    assert listed.qps is not None
    assert (image.qps.limit, image.qps.day, image.qps.month) == (
        33,
        listed.qps.day,
        listed.qps.month,
    )
    assert (image.title, image.pay_as_you_go, image.materials) == (
        listed.title,
        listed.pay_as_you_go,
        listed.materials,
    )
    assert (
        book.groups["video_single_face"]
        == read_book("intl").groups["video_single_face"]
    )
    assert book.in_force.start == date(2025, 1, 1)
    assert book.settlement == read_book("intl").settlement


def test_null_takes_a_part_away(tmp_path: Path) -> None:
    """`qps: null` in one group: that group's QPS is not sold, the other group's is; `refund: null`: no refunds."""
    book = read(
        tmp_path,
        "id: ours\nextends: intl\nrefund: null\ngroups: {image_basic: {qps: null}}\n",
    )
    assert book.groups["image_basic"].qps is None
    assert (
        book.groups["video_single_face"].qps
        == read_book("intl").groups["video_single_face"].qps
    )
    assert book.refund is None
    assert (
        book.groups["image_basic"].materials
        == read_book("intl").groups["image_basic"].materials
    )


def test_a_group_may_be_added(tmp_path: Path) -> None:
    """A group of a new name stands beside those that are extended."""
    book = read(
        tmp_path,
        "id: ours\nextends: intl\ngroups: {scan: {free_pack: {calls: 5, clause: free-quota}}}\n",
    )
    assert sorted(book.groups) == ["image_basic", "scan", "video_single_face"]


def test_an_alias_that_two_groups_share_brings_neither_the_others_prices(
    tmp_path: Path,
) -> None:
    """`*same` is the mapping as written: each group merges it with its own prices underneath."""
    book = read(
        tmp_path,
        "id: ours\nextends: intl\ngroups: {image_basic: &same {qps: null}, video_single_face: *same}\n",
    )
    listed = read_book("intl").groups
    assert payg(book, "video_single_face") == payg(
        read_book("intl"), "video_single_face"
    )
    assert book.groups == {
        name: group._replace(qps=None) for name, group in listed.items()
    }


def test_an_activities_book_is_extended_in_the_same_way(tmp_path: Path) -> None:
    """One licence's price is agreed; its other numbers and the other licences are the list's."""
    book = read(
        tmp_path,
        "id: ours\nextends: mainland\nactivities: {licences: {2: {price: 18_500}}}\n",
    )
    listed = read_book("mainland").activities
    assert listed is not None
    assert book.activities.licences["2"] == listed.licences["2"]._replace(
        price=Price(18_500, 0), clause="ours.yaml: activities.licences.2"
    )
    assert book.activities.licences["1"] == listed.licences["1"]
    assert book.activities.pay_as_you_go == listed.pay_as_you_go


def test_a_fault_of_the_extended_book_stands_at_its_own_place(tmp_path: Path) -> None:
    """The file that is shown is the one to correct."""
    [fault] = faults(
        tmp_path,
        "id: ours\nextends: base.yaml\n",
        base=tiered("at_least: 0, below: 9", "at_least: 10"),
    )
    assert fault.location is not None
    assert (Path(fault.location.source.name).name, fault.location.line) == (
        "base.yaml",
        9,
    )
    assert fault.message == "a gap: no tier holds 9"


def test_a_book_that_extends_itself_is_refused(tmp_path: Path) -> None:
    """At the `extends:` which closes the ring."""
    assert refused(tmp_path, "id: ours\nextends: ours.yaml\n") == [
        "extends: ours.yaml: the price book extends itself",
    ]


def test_two_books_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    """Whatever the spelling of the path."""
    found = faults(
        tmp_path,
        "id: ours\nextends: base.yaml\n",
        base=f"extends: ../{tmp_path.name}/ours.yaml\n",
    )
    assert [fault.message for fault in found] == [
        f"../{tmp_path.name}/ours.yaml: the price book extends itself"
    ]
    assert found[0].location is not None
    assert Path(found[0].location.source.name).name == "base.yaml"


def test_a_long_chain_of_books_is_refused(tmp_path: Path) -> None:
    """Eight books may extend each other, a ninth is a mistake."""
    chain = {f"book{n}": f"extends: book{n + 1}.yaml\n" for n in range(2, 8)}
    assert (
        read(
            tmp_path,
            "extends: book2.yaml\n",
            **chain,
            book8=HEAD + "groups: {scan: {}}\n",
        ).id
        == "ours+ours"
    )
    chain["book8"] = "extends: book9.yaml\n"
    assert refused(
        tmp_path, "extends: book2.yaml\n", **chain, book9=HEAD + "groups: {scan: {}}\n"
    ) == ["extends: book9.yaml: more than 8 books extend each other"]


def test_an_unknown_name_is_refused_with_the_near_miss(tmp_path: Path) -> None:
    """A name that is neither an edition nor a path is told what it may be."""
    assert refused(tmp_path, "id: ours\nextends: mainlnd\n") == [
        "extends: no price book is called 'mainlnd'; did you mean 'mainland'?"
    ]
    assert refused(tmp_path, "id: ours\nextends: x\n") == [
        "extends: no price book is called 'x'; expected intl-2024-11-07, mainland-activity, intl, mainland "
        "or the path of a book file (.yaml)"
    ]


# Files that are no books.


@contextmanager
def seconds(limit: int) -> Iterator[None]:
    """Gives up on what takes longer: to open a FIFO nobody writes to is to wait for ever."""

    def give_up(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"not done in {limit} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(limit)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """The path that was looked for is named, at the `extends:` that asked for it."""
    assert refused(tmp_path, "id: ours\nextends: nowhere.yaml\n") == [
        f"extends: {tmp_path}/nowhere.yaml: cannot be read: No such file or directory"
    ]


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """A folder is no price book, whatever its name."""
    (tmp_path / "books.yaml").mkdir()
    [message] = refused(tmp_path, "id: ours\nextends: books.yaml\n")
    assert message.startswith("extends: ")
    assert message.endswith("books.yaml: is a folder, not a file")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_fifo_is_refused(tmp_path: Path) -> None:
    """A file that another file names is a regular file; a FIFO is refused without waiting for its writer."""
    os.mkfifo(tmp_path / "pipe.yaml")
    with seconds(10):
        [message] = refused(tmp_path, "id: ours\nextends: pipe.yaml\n")
    assert message.startswith("extends: ")
    assert message.endswith("pipe.yaml: is not a regular file")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    """Nothing is not a book."""
    [fault] = faults(
        tmp_path, "id: ours\nextends: empty.yaml\n", empty="# nothing yet\n"
    )
    assert fault.message == "the file is empty"


# Through the command line.

Result = dict[str, Any]


def estimate(folder: Path, book: str, usage: str) -> Result:
    """The answer as JSON."""
    write(folder, ours=book)
    return estimate_json(usage_file(folder, usage, book="./ours.yaml"))


def estimate_refused(folder: Path, book: str, usage: str) -> str:
    """What is said on standard error when nothing is computed."""
    write(folder, ours=book)
    ran = ffbill("estimate", usage_file(folder, usage, book="./ours.yaml"))
    assert (ran.status, ran.out) == (2, ""), ran.err
    return ran.err


def lines(result: Result) -> list[tuple[str, str, str, str, str, str]]:
    """Every bill line: month, kind, whom it is for, quantity, unit price and amount."""
    return [
        (
            bill["month"],
            line["kind"],
            line["for"],
            line["quantity"],
            line["unit_price"],
            line["amount"],
        )
        for bill in result["bills"]
        for line in bill["lines"]
    ]


def totals(result: Result) -> dict[str, str]:
    """Each bill's total by month."""
    return {bill["month"]: bill["total"] for bill in result["bills"]}


def notes(result: Result) -> list[tuple[str, str, str | None]]:
    """Code, month and amount of each warning and note."""
    return [
        (warning["code"], warning["month"], warning["amount"])
        for warning in result["warnings"]
    ]


STRANGER = """
id: scans-2025
currency: EUR
settlement: {days: [5]}
groups:
  text_scan:
    call_packs:
      sizes: [{calls: 5_000, price: 70}, {calls: 500, price: 9}, {calls: 50_000, price: 400.50}]
    pay_as_you_go:
      tiers:
        - {above: 0, up_to: 1_000, unit_price: 0.03}
        - {above: 1_000, up_to: 20_000, unit_price: 0.022}
        - {above: 20_000, unit_price: 0.0125}
"""
"""Another vendor's table: tiers that hold their upper bound, three packs, no QPS, no clauses."""


def test_a_strangers_book_prices_as_well_as_ours(tmp_path: Path) -> None:
    """The engine knows no vendor: tiers, packs, settlement and names are the book's."""
    result = estimate(
        tmp_path,
        STRANGER,
        """
usage:
  text_scan:
    calls: {2025-01: 1_000, 2025-02: 1_001, 2025-03: 26_000, 2025-04: 20_000, 2025-05: 0, 2025-06: 60_000}
    peak_qps: 900
orders:
  - {id: P-1, item: call_pack, for: text_scan, size: 5_000, date: 2025-03-01}
  - {id: P-2, item: call_pack, for: text_scan, size: 500, quantity: 2, date: 2025-06-01}
  - {id: P-3, item: call_pack, for: text_scan, size: 50k, date: 2025-06-01}
""",
    )
    assert result["price_book"] == {"id": "scans-2025", "currency": "EUR"}
    assert lines(result) == [
        (
            "2025-01",
            "pay_as_you_go",
            "text_scan",
            "1000",
            "0.03",
            "30.00",
        ),  # 1,000 x 0.03, the upper bound is in
        (
            "2025-02",
            "pay_as_you_go",
            "text_scan",
            "1001",
            "0.022",
            "22.02",
        ),  # 1,001 x 0.022 = 22.022
        ("2025-03", "call_pack", "text_scan", "1", "70", "70.00"),
        # 26,000 - 5,000 from the pack = 21,000; x 0.0125 = 262.50
        ("2025-03", "pay_as_you_go", "text_scan", "21000", "0.0125", "262.50"),
        (
            "2025-04",
            "pay_as_you_go",
            "text_scan",
            "20000",
            "0.022",
            "440.00",
        ),  # 20,000 x 0.022
        ("2025-06", "call_pack", "text_scan", "2", "9", "18.00"),  # 2 x 9
        ("2025-06", "call_pack", "text_scan", "1", "400.50", "400.50"),
        # 60,000 - 50,000 - 2 x 500 = 9,000; x 0.022 = 198.00
        ("2025-06", "pay_as_you_go", "text_scan", "9000", "0.022", "198.00"),
    ]
    assert totals(result) == {
        "2025-01": "30.00",
        "2025-02": "22.02",
        "2025-03": "332.50",  # 70.00 + 262.50
        "2025-04": "440.00",
        "2025-05": "0.00",  # no calls reach no tier
        "2025-06": "616.50",  # 18.00 + 400.50 + 198.00
    }
    assert result["total"] == "1441.02"  # 30.00 + 22.02 + 332.50 + 440.00 + 616.50
    assert result["bills"][0]["settles"] == ["2025-02-05", "2025-02-05"]
    assert (
        result["bills"][0]["lines"][0]["clauses"][0]
        == "ours.yaml: groups.text_scan.pay_as_you_go"
    )
    # No QPS limit is stated, so a peak of 900 passes none.
    assert notes(result) == [
        ("dead_zone", "2025-01", "7.98"),  # 30.00 - 1,001 x 0.022 = 30.00 - 22.02
        (
            "dead_zone",
            "2025-04",
            "189.99",
        ),  # 440.00 - 20,001 x 0.0125 = 440.00 - 250.01 (250.0125)
    ]


def test_months_outside_in_force_are_refused(tmp_path: Path) -> None:
    """Usage and orders lie in the time for which the book states prices; each that does not is named."""
    book = STRANGER + "in_force: {from: 2025-02-01, until: 2025-04-01}\n"
    inside = "usage: {text_scan: {calls: {2025-02: 100, 2025-03: 100}}}\n"
    assert estimate(tmp_path, book, inside)["total"] == "6.00"  # 2 x 100 x 0.03
    said = estimate_refused(
        tmp_path,
        book,
        """
usage: {text_scan: {calls: {2025-01: 100, 2025-02: 100, 2025-04: 100}}}
orders:
  - {item: call_pack, for: text_scan, size: 500, date: 2025-03-31}
  - {item: call_pack, for: text_scan, size: 500, date: 2025-04-01}
""",
    )
    places = [
        line.split(": ")[1]
        for line in said.splitlines()
        if line.startswith(str(tmp_path))
    ]
    assert places == [
        "usage.text_scan.calls.2025-01",
        "usage.text_scan.calls.2025-04",
        "orders[2].date",
    ]
    assert said.count("'scans-2025' is in force (2025-02-01 to before 2025-04-01)") == 3


def test_a_month_only_partly_in_force_is_refused(tmp_path: Path) -> None:
    """A whole month that begins before the book does has calls without a price; its later days may be given."""
    book = STRANGER + "in_force: {from: 2025-02-15}\n"
    said = estimate_refused(
        tmp_path, book, "usage: {text_scan: {calls: {2025-02: 100}}}\n"
    )
    assert "outside the time in which the price book 'scans-2025' is in force" in said
    days = "usage: {text_scan: {calls: {2025-02-15..2025-02-28: 100}}}\n"
    assert estimate(tmp_path, book, days)["total"] == "3.00"  # 100 x 0.03


ONLY_PACKS = HEAD + "groups: {scan: {call_packs: {sizes: [{calls: 500, price: 9}]}}}\n"


def test_calls_beyond_the_packs_without_pay_as_you_go_are_refused(
    tmp_path: Path,
) -> None:
    """What packs hold is deducted; one call more has no price, so nothing is answered and the missing part is named."""
    order = "orders: [{item: call_pack, for: scan, size: 500, date: 2025-01-01}]\n"
    held = estimate(
        tmp_path, ONLY_PACKS, f"usage: {{scan: {{calls: {{2025-01: 500}}}}}}\n{order}"
    )
    assert (held["complete"], held["total"]) == (True, "9.00")
    said = estimate_refused(
        tmp_path, ONLY_PACKS, f"usage: {{scan: {{calls: {{2025-01: 501}}}}}}\n{order}"
    )
    assert "usage.scan: 1 calls of 2025-01 are beyond what packs hold" in said
    assert "the price book has no 'pay_as_you_go' for scan" in said


@pytest.mark.parametrize(
    ("licences", "missing"),
    [
        (
            "",
            "40 calls of 2025-01 need a licence, and the price book has no 'licences'",
        ),
        (
            "  licence_days: 31\n  licences: {one: {calls: 30, qps: 1, materials: 1, change_days: 1, price: 5}}\n",
            "10 calls of 2025-01 are beyond what packs hold, and the price book has no 'pay_as_you_go' for account",
        ),
    ],
)
def test_activities_beyond_what_is_sold_are_refused(
    tmp_path: Path, licences: str, missing: str
) -> None:
    """100 calls, 60 of them free: the other 40 need a licence; of these one holds 30, and 10 need a unit price."""
    order = (
        "orders: [{item: licence, for: poster, package: one, date: 2025-01-01}]\n"
        if licences
        else ""
    )
    usage = f"usage: {{poster: {{calls: {{2025-01: 100}}}}}}\n{order}"
    assert missing in estimate_refused(
        tmp_path, f"{A}  free: {{calls: 60}}\n{licences}", usage
    )


@pytest.mark.parametrize(
    ("book", "order", "message"),
    [
        (
            ONLY_PACKS,
            "item: qps, for: scan, qps: 5, days: 3",
            "orders[1].qps: the book sells no QPS for scan",
        ),
        (
            G + "    qps: {limit: 3, tiers: [{above: 0, day: 9}]}\n",
            "item: qps, for: scan, qps: 5, months: 1",
            "orders[1].qps: the book sells no QPS of 5 by the month for scan",
        ),
        (
            G + "    qps: {limit: 3}\n",
            "item: qps, for: scan, qps: 5, days: 1",
            "orders[1].qps: the book sells no QPS of 5 by the day for scan",
        ),
        (
            ONLY_PACKS,
            "item: call_pack, for: scan, size: 1k",
            "orders[1].size: the book sells no call_pack of 1,000; it sells 500",
        ),
        (
            ONLY_PACKS,
            "item: material_pack, for: scan, size: 10",
            "orders[1].size: the book sells no material_pack of 10; it sells none",
        ),
        (
            ONLY_PACKS,
            "item: free_pack, for: scan",
            "orders[1]: the price book has no 'free_pack' for scan",
        ),
        (
            ONLY_PACKS,
            "item: licence, for: scan, package: 1",
            "orders[1].item: the price book 'ours' sells no licence; it sells free_pack, call_pack, qps, material_pack",
        ),
        (
            A + "  free: {calls: 5}\n",
            "item: licence, for: poster, package: 1",
            "orders[1].package: the book has no licence '1'; it has none",
        ),
        (
            A + "  free: {calls: 5}\n",
            "item: qps_upgrade, for: poster, qps: 10, days: 1",
            "orders[1].qps: the book sells no QPS upgrades",
        ),
        (
            A + "  free: {calls: 5}\n",
            "item: call_pack, size: 500",
            "orders[1].size: the book sells no call_pack of 500; it sells none",
        ),
    ],
)
def test_what_is_not_sold_cannot_be_ordered(
    tmp_path: Path, book: str, order: str, message: str
) -> None:
    """An order the book has no price for is refused at its place, and told what is missing."""
    said = estimate_refused(
        tmp_path, book, f"orders:\n  - {{{order}, date: 2025-01-01}}\n"
    )
    assert f": {message}\n" in said


def test_qps_mode_is_refused_where_no_qps_is_sold(tmp_path: Path) -> None:
    """A group without QPS has no QPS mode."""
    usage = "usage: {scan: {calls: {2025-01: 5}, billing_mode: qps}}\n"
    assert "the price book has no 'qps' for this group" in estimate_refused(
        tmp_path, ONLY_PACKS, usage
    )


POSTERS = """
id: posters-2025
currency: JPY
settlement: {days: [10]}
activities:
  free: {calls: 100, qps: 2}
  licence_days: 30
  licences:
    basic: {calls: 1_000, qps: 5, materials: 3, change_days: 10, price: 299}
    plus: {calls: 500, qps: 8, materials: 20, change_days: 30, price: 999.90}
  qps_upgrade: {unit: 5, day: 12.5, most: 20, window_days: 10}
  call_packs: {sizes: [{calls: 2_000, price: 150}]}
  pay_as_you_go: {tiers: [{at_least: 0, below: 1_000, unit_price: 0.10}, {at_least: 1_000, unit_price: 0.08}]}
"""
"""Activities with other numbers than the mainland's, and tiers that hold their lower bound."""


def test_an_activities_book_of_ones_own_prices_right(tmp_path: Path) -> None:
    """Free calls, licence, shared pack, postpaid: the same order with the book's own numbers and terms."""
    result = estimate(
        tmp_path,
        POSTERS,
        """
usage:
  poster:
    calls: {2025-06: 5_100, 2025-07-01..2025-07-30: 1_499}
    peak_qps: {2025-06-03..2025-06-06: 15, 2025-07: 8}
    materials: {2025-06: 3, 2025-07: 20}
orders:
  - {id: L-1, item: licence, for: poster, package: basic, date: 2025-06-01}
  - {id: L-2, item: licence, for: poster, package: plus, date: 2025-07-01}
  - {id: P-1, item: call_pack, size: 2_000, date: 2025-06-01}
  - {id: U-1, item: qps_upgrade, for: poster, qps: 10, start: 2025-06-03, days: 4, date: 2025-06-01}
""",
    )
    assert (result["complete"], result["currency"]) == (True, "JPY")
    assert lines(result) == [
        ("2025-06", "licence", "poster", "1", "299", "299.00"),
        ("2025-06", "call_pack", "account", "1", "150", "150.00"),
        # 10 QPS are 2 units of 5; 2 x 4 days x 12.5 = 100.00
        ("2025-06", "qps_upgrade", "poster", "8", "12.5", "100.00"),
        # 5,100 - 100 free - 1,000 of the licence - 2,000 of the pack = 2,000; x 0.08 = 160.00
        ("2025-06", "pay_as_you_go", "account", "2000", "0.08", "160.00"),
        ("2025-07", "licence", "poster", "1", "999.90", "999.90"),
        # 1,499 - 500 of the licence = 999, below 1,000; x 0.10 = 99.90
        ("2025-07", "pay_as_you_go", "account", "999", "0.10", "99.90"),
    ]
    assert totals(result) == {
        "2025-06": "709.00",  # 299.00 + 150.00 + 100.00 + 160.00
        "2025-07": "1099.80",  # 999.90 + 99.90
    }
    assert result["total"] == "1808.80"
    assert result["bills"][0]["settles"] == ["2025-07-10", "2025-07-10"]
    # 30 days with the day of purchase: 1 to 30 June, and 1 to 30 July
    assert {
        pack["order"]: (pack["last_day"], pack["used"]) for pack in result["packs"]
    } == {
        "L-1": ("2025-06-30", 1_000),
        "P-1": ("2025-06-30", 2_000),
        "L-2": ("2025-07-30", 500),
    }
    # Peaks: 15 = 5 + 10, 8 = 8; materials: 3 = 3, 20 = 20. So there is nothing to warn of.
    assert notes(result) == [("dead_zone", "2025-07", "19.90")]  # 99.90 - 1,000 x 0.08


@pytest.mark.parametrize(
    ("upgrade", "message"),
    [
        ("qps: 12, days: 1", "upgrades are sold in units of 5 QPS, not 12"),
        (
            "qps: 20, days: 1",
            "25 QPS on 2025-06-01 with the fixed QPS; at most 20",
        ),  # 5 + 20
        # 3 June and 10 days: to the 12th; 1 June and 10 days: before the 11th
        (
            "qps: 5, start: 2025-06-03, days: 10",
            "the days of an upgrade lie within 10 days from the order's date",
        ),
    ],
)
def test_the_limits_of_an_upgrade_are_the_books_own(
    tmp_path: Path, upgrade: str, message: str
) -> None:
    """Unit, most and window are read from the book."""
    orders = (
        "orders:\n"
        "  - {item: licence, for: poster, package: basic, date: 2025-06-01}\n"
        f"  - {{item: qps_upgrade, for: poster, {upgrade}, date: 2025-06-01}}\n"
    )
    assert message in estimate_refused(tmp_path, POSTERS, orders)


def test_a_calls_price_with_four_decimals_is_rounded_half_up_once_per_line(
    tmp_path: Path,
) -> None:
    """A line is exact until its end: neither days nor months nor the total are rounded on the way."""
    book = """
id: agreed-2025
extends: intl
groups:
  image_basic: {pay_as_you_go: {tiers: [{at_least: 0, unit_price: 0.0475}]}}
  video_single_face: {pay_as_you_go: {tiers: [{at_least: 0, unit_price: 0.0125}]}}
"""
    result = estimate(
        tmp_path,
        book,
        """
usage:
  image_basic: {calls: {2025-01: 12_350, 2025-02: 12_347}}
  video_single_face: {calls: {2025-01-07: 1, 2025-01-08: 1, 2025-02: 1}}
""",
    )
    assert lines(result) == [
        (
            "2025-01",
            "pay_as_you_go",
            "image_basic",
            "12350",
            "0.0475",
            "586.63",
        ),  # 586.625, a half: up
        (
            "2025-01",
            "pay_as_you_go",
            "video_single_face",
            "2",
            "0.0125",
            "0.03",
        ),  # 0.025; by days it were 2 x 0.01
        (
            "2025-02",
            "pay_as_you_go",
            "image_basic",
            "12347",
            "0.0475",
            "586.48",
        ),  # 586.4825
        (
            "2025-02",
            "pay_as_you_go",
            "video_single_face",
            "1",
            "0.0125",
            "0.01",
        ),  # 0.0125
    ]
    assert totals(result) == {
        "2025-01": "586.66",  # 586.63 + 0.03; exact 586.65
        "2025-02": "586.49",  # 586.48 + 0.01; exact 586.495, which would round to 586.50
    }
    assert result["total"] == "1173.15"  # 586.66 + 586.49


def test_a_reading_that_is_no_number_of_qps_is_refused(tmp_path: Path) -> None:
    """`qps_reading` names the assumption that decides a licence's QPS; `tier_basis` decides none."""
    book = POSTERS.replace("qps: 5,", "qps: 5, qps_reading: tier_basis,")
    usage = "usage: {poster: {calls: {2025-06: 1}}}\n"
    orders = (
        "orders: [{item: licence, for: poster, package: basic, date: 2025-06-01}]\n"
    )
    assert "qps_reading" in estimate_refused(tmp_path, book, usage + orders)


@pytest.mark.parametrize("kind", ["missing", "folder", "fifo"])
def test_a_usage_file_that_names_no_book_is_refused_at_its_line(
    tmp_path: Path, kind: str
) -> None:
    """A missing file, a folder or a FIFO in `price_book:` is shown with its line, and the status is 2."""
    usage = tmp_path / "usage.yaml"
    usage.write_text(
        "version: 1\nprice_book: ./named.yaml\nusage: {scan: {calls: {2025-01: 1}}}\n",
        encoding="utf-8",
    )
    if kind == "folder":
        (tmp_path / "named.yaml").mkdir()
    if kind == "fifo":
        os.mkfifo(tmp_path / "named.yaml")
    with seconds(10):
        ran = ffbill("estimate", usage)
    why = {
        "missing": "cannot be read: No such file or directory",
        "folder": "is a folder, not a file",
        "fifo": "is not a regular file",
    }[kind]
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        f"{usage}:2:13: price_book: {tmp_path}/named.yaml: {why}\n"
        "    2 | price_book: ./named.yaml\n"
        "      |             ^^^^^^^^^^^^\n"
    )
