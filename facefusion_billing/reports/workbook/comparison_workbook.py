"""Scenarios side by side as a workbook: months, kinds and scopes with live differences,
and why they differ.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from facefusion_billing.model.comparison import Change, ComparedRow, Comparison
from facefusion_billing.model.money import Cents
from facefusion_billing.reports.documents.blocks import Note
from facefusion_billing.reports.documents.comparison_document import (
    comparison_blocks,
    letter,
)
from facefusion_billing.reports.wording.change_phrases import how, part_name
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import kind_name, scope_name
from facefusion_billing.reports.workbook import front as summary
from facefusion_billing.reports.workbook.book_file import BookFile
from facefusion_billing.reports.workbook.cells import Sheet
from facefusion_billing.reports.workbook.charts import Series, chart, cost_of_months
from facefusion_billing.reports.workbook.exact import cell, summable
from facefusion_billing.reports.workbook.live import Live, difference
from facefusion_billing.reports.workbook.tables import (
    Field,
    Placed,
    Value,
    table,
)


def comparison_workbook(answer: Comparison) -> bytes:
    """The workbook: sheets Summary, By month, By kind, By scope and Why."""
    title, *blocks = comparison_blocks(answer, most=sys.maxsize)
    assert isinstance(title, Note)
    file = BookFile(title.text, "")
    front = file.sheet(summary.summary_name())
    months = _amount_sheets(file, answer)
    if answer.changes:
        _why(file.sheet(_("Why")), answer)
    front.line(0, title.text, "title")
    notes = [block for block in blocks if isinstance(block, Note)]
    _summary(front, answer, notes, months)
    return file.bytes()


def _amount_sheets(file: BookFile, answer: Comparison) -> Placed:
    """Sheets of the amounts by month, kind and scope; where those of the months stand."""
    months = _beside(file, answer, _("By month"), _("Month"), answer.months)
    kinds = [row._replace(key=kind_name(row.key)) for row in answer.kinds]
    _beside(file, answer, _("By kind"), _("Kind"), kinds)
    scopes = [row._replace(key=scope_name(row.key)) for row in answer.scopes]
    _beside(file, answer, _("By scope"), _("For"), scopes)
    return months


def _columns(answer: Comparison) -> list[int]:
    """Where each scenario's amounts stand: the base's next to the key, each other's
    with its difference beside it.
    """
    return [1, *(2 * index for index in range(1, len(answer.scenarios)))]


def _beside(
    file: BookFile,
    answer: Comparison,
    title: str,
    key: str,
    rows: Iterable[ComparedRow],
) -> Placed:
    """A sheet of amounts with a total for each scenario, which is its answer's."""
    sheet = file.sheet(title)
    fields = [Field(key), Field(_amounts(answer, 0), "money", sum=True, look="input")]
    for index in range(1, len(answer.scenarios)):
        name = f"{letter(index)} - A"
        fields.append(Field(_amounts(answer, index), "money", sum=True, look="input"))
        fields.append(Field(name, "money", sum=_is_alike(answer, index)))
    cells = [_row(answer, row, at) for at, row in enumerate(rows, 1)]
    placed = table(sheet, 0, fields, cells)
    sheet.freeze(1, 1)
    sheet.fit()
    return placed


def _amounts(answer: Comparison, index: int) -> str:
    return f"{letter(index)} {answer.scenarios[index].estimate.currency}"


def _is_alike(answer: Comparison, index: int) -> bool:
    """Whether a scenario has the base's currency."""
    currency = answer.scenarios[index].estimate.currency
    return currency == answer.base.estimate.currency


def _row(answer: Comparison, row: ComparedRow, at: int) -> list[Value]:
    base = row.cells[0].amount
    values: list[Value] = [row.key, base]
    for index, other in enumerate(row.cells[1:], 1):
        values.append(other.amount)
        if not _is_alike(answer, index):
            values.append(None)
            continue
        here = cell(at, _columns(answer)[index])
        values.append(_difference(other.amount, base, here, cell(at, 1)))
    return values


def _difference(
    amount: Cents | None, base: Cents | None, here: str, there: str
) -> Value:
    """What a row costs more; one that a scenario does not have costs nothing there."""
    if amount is None and base is None:
        return None
    return difference(amount or 0, base or 0, here, there)


def _why_fields() -> list[Field]:
    return [
        Field(_("Month")),
        Field(_("For")),
        Field(_("What changed"), "long"),
        Field(_("How"), "long"),
        Field(_("Amount"), "money", sum=True, look="input"),
    ]


def _why(sheet: Sheet, answer: Comparison) -> None:
    """The parts of each scenario's difference, the largest first; their live sum is the
    difference.
    """
    row = 0
    for index, scenario in enumerate(answer.scenarios[1:], 1):
        found = [one for one in answer.changes if one.scenario == scenario.name]
        if found:
            found.sort(key=lambda change: -abs(change.amount))
            sheet.line(row, f"{letter(index)} - A: {scenario.name}", "section")
            rows = [_change(change) for change in found]
            row = table(sheet, row + 1, _why_fields(), rows).total + 2
    sheet.fit()


def _change(change: Change) -> list[Value]:
    scope = scope_name(change.scope)
    return [change.month, scope, part_name(change), how(change), change.amount]


def _summary_fields() -> list[Field]:
    return [
        Field(""),
        Field(_("Scenario")),
        Field(_("Price book")),
        Field(_("Total"), "money"),
        Field(_("Currency")),
        Field(_("Difference"), "money"),
        Field("%", "money"),
    ]


def _summary(
    sheet: Sheet, answer: Comparison, notes: Sequence[Note], months: Placed
) -> None:
    row = summary.paragraphs(sheet, 2, notes) + 1
    rows = [
        _scenario(answer, index, row + 1, months)
        for index in range(len(answer.scenarios))
    ]
    placed = table(sheet, row, _summary_fields(), rows)
    row = placed.last + 2
    if answer.months:
        row = _chart(sheet, row, answer, months)
    summary.origin(sheet, row, [one.estimate.origin for one in answer.scenarios])
    sheet.fit()


def _chart(sheet: Sheet, row: int, answer: Comparison, months: Placed) -> int:
    """The months of all scenarios; the row after the chart."""
    series = [
        Series(cell(0, column, months.sheet), months.column(column))
        for column in _columns(answer)
    ]
    title = cost_of_months(answer.base.estimate.currency)
    return chart(sheet, row, title, months.column(0), series)


def _scenario(answer: Comparison, index: int, top: int, months: Placed) -> list[Value]:
    """A scenario's total, linked to its months, and what it is more than the base."""
    scenario = answer.scenarios[index]
    estimate = scenario.estimate
    linked = months.cell(months.total, _columns(answer)[index])
    total = estimate.total
    live = summable([bill.total for bill in estimate.bills])
    values: list[Value] = [letter(index), scenario.name, estimate.book_id]
    values += [Live(total, f"={linked}", live), estimate.currency]
    if not index or not _is_alike(answer, index):
        return [*values, None, None]
    return [*values, *_increase(answer, index, top)]


def _increase(answer: Comparison, index: int, top: int) -> tuple[Value, Value]:
    """What a scenario is more than the base, and in percent of it."""
    total = answer.scenarios[index].estimate.total
    base = answer.base.estimate.total
    row = top + index
    here, there = cell(row, 3), cell(top, 3)
    more = difference(total, base, here, there)
    percent = answer.total.cells[index].percent
    if percent is None:
        return more, None
    # By the size of the base, so that its sign is that of the difference. Of nothing
    # there is no percentage, but two that cost nothing are equal.
    above = cell(row, 5)
    nothing = f'IF({above}=0,0,"")'
    part = f"ROUND({above}/ABS({there})*100,2)"
    return more, Live(percent, f"=IF({there}=0,{nothing},{part})")
