"""Scenarios side by side as blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from facefusion_billing.model.bill import AMORTISED, Finding
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.comparison import Cell, Compared, ComparedRow, Comparison
from facefusion_billing.reports.documents.blocks import (
    Block,
    Column,
    Grid,
    Note,
    Row,
    runs,
)
from facefusion_billing.reports.documents.risks import findings_notes
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.gates import compared_gate_note, percent
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import amount, scope_name, signed

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def comparison_blocks(answer: Comparison) -> Iterator[Block]:
    """Totals first, then months, kinds and scopes, each scenario under its letter."""
    yield Note(_title(answer), "title")
    if answer.view == AMORTISED:
        yield Note(_("What each month uses of what was paid"))
    for scenario in answer.scenarios:
        if not scenario.estimate.complete:
            why = phrases.incomplete(scenario.estimate)
            yield Note(f"{scenario.name}: {why}", "alert")
    yield _totals(answer)
    yield _beside(answer, _("By month"), _("Month"), _months(answer.months))
    kinds = [row._replace(key=_(row.key)) for row in answer.kinds]
    yield _beside(answer, _("By kind"), _("Kind"), kinds)
    scopes = [row._replace(key=scope_name(row.key)) for row in answer.scopes]
    yield _beside(answer, _("By scope"), _("For"), scopes)
    for scenario in answer.scenarios[1:]:
        yield from _new_findings(answer.base, scenario)
    for gate in answer.gates:
        yield Note(compared_gate_note(gate), "met" if gate.met else "alert")


def _title(answer: Comparison) -> str:
    """The title that all scenarios have."""
    titles = {scenario.estimate.title for scenario in answer.scenarios}
    common = titles.pop() if len(titles) == 1 else ""
    return common or _("Comparison")


def letter(index: int) -> str:
    """A, B, ... Z, AA, AB: the name of a scenario's column."""
    before, last = divmod(index, len(_LETTERS))
    return (letter(before - 1) if before else "") + _LETTERS[last]


def _totals(answer: Comparison) -> Grid:
    prepaid = any(scenario.estimate.prepaid for scenario in answer.scenarios)
    columns = [
        Column(""),
        Column(_("Scenario")),
        Column(_("Price book")),
        Column(_("Total"), True),
        Column(""),
        Column(_("Difference"), True),
        Column("%", True),
    ]
    if prepaid:
        columns.append(Column(_("Paid, not yet used"), True))
    pairs = zip(answer.scenarios, answer.total.cells, strict=True)
    rows = [_total(index, *pair) for index, pair in enumerate(pairs)]
    return Grid(_("Totals"), tuple(columns), tuple(_cut(rows, len(columns))))


def _total(index: int, scenario: Compared, cell: Cell) -> Row:
    """A scenario's total; its last cell is what is paid and not yet used."""
    estimate = scenario.estimate
    return Row(
        (
            letter(index),
            scenario.name,
            estimate.book_id,
            amount(estimate.total),
            estimate.currency,
            *(_difference(cell) if index else ("", "")),
            amount(estimate.prepaid_total),
        )
    )


def _cut(rows: Iterable[Row], columns: int) -> Iterator[Row]:
    for row in rows:
        yield row._replace(cells=row.cells[:columns])


def _beside(
    answer: Comparison, title: str, key: str, rows: Iterable[ComparedRow]
) -> Grid:
    """Rows with a column for each scenario, and two more for its difference where it
    can be told.
    """
    base = answer.base.estimate.currency
    columns = [Column(key)]
    for index, scenario in enumerate(answer.scenarios):
        name, currency = letter(index), scenario.estimate.currency
        columns.append(Column(f"{name} {currency}", True))
        if index and currency == base:
            columns += [Column(f"{name} - A", True), Column(f"{name} %", True)]
    return Grid(title, tuple(columns), tuple(_row(answer, row) for row in rows))


def _months(rows: tuple[ComparedRow, ...]) -> Iterator[ComparedRow]:
    """The months, neighbours with the same figures as one."""
    for group in runs(rows, lambda row: row.cells):
        first, last = group[0].key, group[-1].key
        key = first
        if len(group) > 1:
            key = _("{first} to {last}, each").format(first=first, last=last)
        yield group[0]._replace(key=key)


def _row(answer: Comparison, row: ComparedRow) -> Row:
    cells = [row.key]
    base = answer.base.estimate.currency
    for index, cell in enumerate(row.cells):
        cells.append(_("none") if cell.amount is None else amount(cell.amount))
        if index and answer.scenarios[index].estimate.currency == base:
            cells += _difference(cell)
    return Row(tuple(cells))


def _difference(cell: Cell) -> tuple[str, str]:
    if cell.difference is None:
        return "", ""
    return signed(cell.difference), percent(cell.percent)


def _new_findings(base: Compared, scenario: Compared) -> Iterator[Note]:
    """The warnings and notes which the base does not have."""
    known = set(map(_about, base.estimate.findings))
    found = scenario.estimate.findings
    new = tuple(finding for finding in found if _about(finding) not in known)
    if new:
        yield Note("")
        yield Note(_("New in {name}:").format(name=scenario.name))
        yield from findings_notes(new, scenario.estimate.currency)


def _about(finding: Finding) -> tuple[str, str, Month]:
    return finding.code, finding.scope, finding.month
