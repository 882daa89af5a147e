"""Refund verdicts as a workbook: what comes back of each pack as live sums, every ground
with its clause.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from facefusion_billing.model.verdict import ELIGIBLE, NOT_ELIGIBLE, Refunds, Verdict
from facefusion_billing.reports.documents.blocks import Grid, Note
from facefusion_billing.reports.documents.refund_document import refund_blocks
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import kind_name, numbered, scope_name
from facefusion_billing.reports.wording.refund_phrases import verdict_name, why
from facefusion_billing.reports.workbook import front as summary
from facefusion_billing.reports.workbook.book_file import BookFile
from facefusion_billing.reports.workbook.cells import Sheet
from facefusion_billing.reports.workbook.charts import Series, chart
from facefusion_billing.reports.workbook.exact import cell, summable
from facefusion_billing.reports.workbook.live import Live, total
from facefusion_billing.reports.workbook.tables import (
    Field,
    Placed,
    Value,
    sections,
    table,
)

_LAST_DAY, _FIRST, _REFUND = 6, 9, 13
"""The columns of the last day, of the first tender and of the sum of tenders."""
_AS_OF = 2
"""The row of the day by which is judged, on the sheet Summary."""


def refund_workbook(answer: Refunds) -> bytes:
    """The workbook: sheets Summary, Verdicts and Grounds."""
    title, *blocks = refund_blocks(answer, explain=True, packs=False)
    assert isinstance(title, Note)
    file = BookFile(title.text, answer.currency)
    front = file.sheet(summary.summary_name())
    placed = _verdicts(file.sheet(_("Verdicts")), answer, front.name)
    grounds = [block for block in blocks if isinstance(block, Grid)]
    _grounds(file, grounds)
    notes = [block for block in blocks if isinstance(block, Note)]
    _summary(front, answer, title.text, notes, placed)
    return file.bytes()


def _verdicts(sheet: Sheet, answer: Refunds, front: str) -> Placed:
    """A row for each pack."""
    as_of = cell(_AS_OF, 1, front)
    rows = [
        [*_verdict(verdict, row, answer.as_of, as_of)]
        for row, verdict in enumerate(answer.verdicts, 1)
    ]
    fields = _fields()
    placed = table(sheet, 0, fields, rows)
    sheet.freeze(1, 1)
    sheet.filter(1, placed.last, len(fields))
    sheet.fit()
    return placed


def _fields() -> list[Field]:
    return [
        Field(_("Pack")),
        Field(_("For")),
        Field(_("Item")),
        Field(_("Verdict")),
        Field(_("Why"), "long"),
        Field(_("Delivered")),
        Field(_("Last day")),
        Field(_("Days left"), "count"),
        Field(_("Calls used"), "count"),
        *(Field(name, "money", sum=True, look="input") for name in _tenders()),
        Field(_("Refund"), "money", sum=True),
        Field(_("Voucher"), "money", sum=True),
        Field(_("Discount"), "money", sum=True),
    ]


def _tenders() -> tuple[str, str, str, str]:
    return _("Cash"), _("Transferred"), _("Gifted"), _("Card")


def _verdict(verdict: Verdict, row: int, as_of: date, its_cell: str) -> Iterator[Value]:
    order, back = verdict.order, verdict.refund
    yield numbered(order, verdict.number)
    yield scope_name(verdict.scope)
    yield kind_name(order.kind.name)
    yield verdict_name(verdict)
    yield why(verdict, as_of)
    yield order.delivered
    yield verdict.last_day
    yield _days_left(verdict, f"=MAX(0,{cell(row, _LAST_DAY)}-{its_cell})")
    yield verdict.used
    tenders = back.cash, back.transferred, back.gifted, back.card
    yield from tenders
    yield total(tenders, f"{cell(row, _FIRST)}:{cell(row, _REFUND - 1)}")
    yield from (verdict.paid.voucher, verdict.paid.discount)


def _days_left(verdict: Verdict, formula: str) -> Value:
    """The days on which a pack can still be returned; nothing where it cannot."""
    if verdict.days_left is None or verdict.verdict == NOT_ELIGIBLE:
        return None
    return Live(verdict.days_left, formula)


def _grounds(file: BookFile, grids: list[Grid]) -> None:
    """Why packs cannot be returned, and every ground with its clauses."""
    shown = [grid for grid in grids if grid.rows]
    if not shown:
        return
    sheet = file.sheet(_("Grounds"))
    sections(sheet, 0, shown)
    sheet.fit()


def _summary(
    sheet: Sheet, answer: Refunds, title: str, notes: list[Note], placed: Placed
) -> None:
    sheet.line(0, title, "title")
    sheet.total(summary.TOTAL, _("Can be refunded"), _refunded(answer, placed))
    sheet.text(_AS_OF, 0, _("As of"))
    sheet.day(_AS_OF, 1, answer.as_of)
    row = summary.paragraphs(sheet, _AS_OF + 2, notes)
    if any(verdict.verdict == ELIGIBLE for verdict in answer.verdicts):
        row = _chart(sheet, row + 1, placed)
    summary.origin(sheet, row, [answer.origin])
    sheet.fit()


def _chart(sheet: Sheet, row: int, placed: Placed) -> int:
    """What comes back of each pack as bars; the row after them."""
    title = _("Refund by pack, {currency}").format(currency=sheet.styles.currency)
    bars = [Series("", placed.column(_REFUND))]
    return chart(sheet, row, title, placed.column(0), bars)


def _refunded(answer: Refunds, placed: Placed) -> Live:
    """All that can be refunded, linked to the total of the verdicts."""
    linked = f"={placed.cell(placed.total, _REFUND)}"
    sure = summable([sum(verdict.refund) for verdict in answer.verdicts])
    return Live(answer.total, linked, sure)
