"""Clauses of a book: each that a table names is in the register."""

from pathlib import Path

import pytest

from facefusion_billing.model.book import FreeCalls, RefundRule
from tests.files.book_tools import HEAD, A, G, payg, read, refused, tiered


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
