"""Scenarios side by side as blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from facefusion_billing.model.bill import AMORTISED
from facefusion_billing.model.comparison import (
    Cell,
    Compared,
    ComparedGate,
    ComparedRow,
    Comparison,
)
from facefusion_billing.model.money import Cents
from facefusion_billing.reports.documents.blocks import (
    Block,
    Column,
    Grid,
    Note,
    Row,
    runs,
)
from facefusion_billing.reports.documents.change_document import why_blocks
from facefusion_billing.reports.documents.change_evidence import cited_by_changes
from facefusion_billing.reports.documents.comparison_findings import (
    first_warnings,
    forecast_parts,
    other_findings,
    unlike_service,
)
from facefusion_billing.reports.documents.risks import RISKS
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.gates import (
    compared_gate_note,
    compared_over_limit,
    increase,
    percent,
)
from facefusion_billing.reports.wording.incomplete import incomplete
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import (
    amount,
    kind_name,
    scope_name,
    signed,
)

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def comparison_blocks(
    answer: Comparison, *, explain: bool = False, most: int = RISKS
) -> Iterator[Block]:
    """The difference first, then what is at risk (`most` warnings, the others below),
    totals, why, and months, kinds and scopes with each scenario under its letter.
    Explained, each part of the difference has the lines it rests on, and what their
    clauses say comes last.
    """
    yield Note(_title(answer), "title")
    yield from _headlines(answer)
    yield from forecast_parts(answer)
    yield from _alerts(answer)
    yield from first_warnings(answer, most)
    more = _(
        "More: --explain for lines and clauses, -f json for all, -f html for a page"
    )
    yield Note(more, "hint")
    yield _totals(answer)
    yield from why_blocks(answer, explain=explain)
    yield from _grids(answer)
    yield from other_findings(answer, most)
    if explain:
        yield from cited_by_changes(answer)


def _alerts(answer: Comparison) -> Iterator[Note]:
    """What is incomplete, and the conditions."""
    yield from unlike_service(answer)
    for scenario in answer.scenarios:
        if not scenario.estimate.complete:
            why = incomplete(scenario.estimate)
            yield Note(phrases.labelled(scenario.name, why), "alert")
    for gate in answer.gates:
        yield Note(compared_gate_note(answer, gate), "met" if gate.met else "alert")


def _grids(answer: Comparison) -> Iterator[Grid]:
    """The amounts of all scenarios beside each other."""
    yield _beside(answer, _("By month"), _("Month"), _months(answer.months))
    kinds = [row._replace(key=kind_name(row.key)) for row in answer.kinds]
    yield _beside(answer, _("By kind"), _("Kind"), kinds)
    scopes = [row._replace(key=scope_name(row.key)) for row in answer.scopes]
    yield _beside(answer, _("By scope"), _("For"), scopes)


def _title(answer: Comparison) -> str:
    """The figure: how much more the other scenario costs, and the limit it is over."""
    if len(answer.scenarios) > 2:
        text = _("Face Fusion bills beside {base}")
        return text.format(base=answer.base.name)
    other = answer.scenarios[1]
    cell = answer.total.cells[1]
    # Money of two currencies has no difference.
    if cell.difference is None:
        return _("Face Fusion bills in two currencies")
    title = _difference_title(cell.difference, other.estimate.currency)
    if cell.percent:
        share = _share(answer, cell)
        title = _("{title} ({percent})").format(title=title, percent=share)
    over = [_over(answer, gate) for gate in answer.gates if not gate.met]
    return _(", ").join([title, *over[:1]])


def _difference_title(cents: Cents, currency: str) -> str:
    if not cents:
        return _("Face Fusion bill unchanged")
    text = _("Face Fusion bill {difference} {currency}")
    return text.format(difference=signed(cents), currency=currency)


def _share(answer: Comparison, cell: Cell) -> str:
    """The difference in percent; told from the limit where it has one."""
    for gate in answer.gates:
        if gate.limit.percent:
            return increase(answer, gate)
    return percent(cell.percent)


def _over(answer: Comparison, gate: ComparedGate) -> str:
    """The limit that a title is over, in a few words."""
    if gate.usable and gate.limit.percent:
        return _("over the {limit} % limit").format(limit=gate.limit.percent.text)
    return compared_over_limit(answer, gate)


def _instead(scenario: Compared, base: Compared) -> str:
    """What a scenario costs instead of the base."""
    text = _("{name}: {amount} {currency} instead of {before} {base_currency} ({base})")
    return text.format(
        name=scenario.name,
        amount=amount(scenario.estimate.total),
        currency=scenario.estimate.currency,
        before=amount(base.estimate.total),
        base_currency=base.estimate.currency,
        base=base.name,
    )


def _headlines(answer: Comparison) -> Iterator[Note]:
    """What each scenario costs instead of the base, for which months, on which book."""
    base = answer.base
    if answer.view == AMORTISED:
        yield Note(_("What each month uses of what was paid"))
    pairs = zip(answer.scenarios[1:], answer.total.cells[1:], strict=True)
    for scenario, cell in pairs:
        text = _instead(scenario, base)
        if len(answer.scenarios) > 2 and cell.difference is not None:
            more = _(", ").join(filter(None, _difference(cell)))
            text = phrases.labelled(text, more)
        yield Note(text)
    yield Note(_(", ").join(_scope_of(answer)), "faint")


def _scope_of(answer: Comparison) -> Iterator[str]:
    """The title that all have, the months and the price books."""
    titles = {scenario.estimate.title for scenario in answer.scenarios}
    if len(titles) == 1:
        yield from filter(None, titles)
    if answer.months:
        yield _first_to_last(answer.months[0].key, answer.months[-1].key)
    books = dict.fromkeys(each.estimate.book_id for each in answer.scenarios)
    for book in books:
        yield _("price book {book}").format(book=book)


def _first_to_last(first: str, last: str) -> str:
    if first == last:
        return first
    return _("{first} to {last}").format(first=first, last=last)


def letter(index: int) -> str:
    """A, B, ... Z, AA, AB: the name of a scenario's column."""
    before, last = divmod(index, len(_LETTERS))
    if not before:
        return _LETTERS[last]
    # One less: after Z comes AA, where a number would have its first 10.
    return letter(before - 1) + _LETTERS[last]


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
        first = group[0].key
        last = group[-1].key
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
