"""A reconciliation as a workbook: every line with its source, the bridge as live sums.

Sheets: Summary, Bridge, Lines, Dispute, Other products, Readings. What is billed and
what is expected are figures; differences and sums are formulas over them.
"""

from __future__ import annotations

from itertools import chain

from facefusion_billing.model.book import Origin
from facefusion_billing.model.reconciliation import (
    APPROVE,
    BRIDGE,
    DIFFERENCES,
    DISPUTE,
    Reconciliation,
)
from facefusion_billing.reports.documents.origin_document import origin_notes
from facefusion_billing.reports.documents.reconciliation_document import (
    others_grid,
    payable_text,
    reading_grid,
)
from facefusion_billing.reports.wording.bill_phrases import (
    PARTS,
    found,
    headline,
)
from facefusion_billing.reports.wording.dispute_text import dispute_lines
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.workbook.bill_lines_sheet import (
    AT,
    lines_sheet,
    put_amount,
)
from facefusion_billing.reports.workbook.book_file import BookFile
from facefusion_billing.reports.workbook.cells import Sheet
from facefusion_billing.reports.workbook.exact import cell, column
from facefusion_billing.reports.workbook.front import paragraphs, summary_name
from facefusion_billing.reports.workbook.tables import Field, Placed, Value, table

_ROWS = {part: row for row, part in enumerate(BRIDGE, 1)}
"""The rows of the sheet Bridge."""


def reconciliation_workbook(answer: Reconciliation) -> bytes:
    """The workbook; a sheet that would be empty is left out."""
    file = BookFile(_("Bill"), answer.currency)
    summary = file.sheet(summary_name())
    bridge = file.sheet(_("Bridge"))
    lines = lines_sheet(file.sheet(_("Lines")), answer)
    _bridge(bridge, answer, lines)
    _summary(summary, answer, bridge.name)
    if any(line.outcome == DISPUTE for line in answer.lines):
        _dispute(file.sheet(_("Dispute")), answer)
    if answer.bill.others:
        _others(file.sheet(_("Other products")), answer)
    if reading_grid(answer).rows:
        _readings(file.sheet(_("Readings")), answer)
    return file.bytes()


def _bridge(sheet: Sheet, answer: Reconciliation, lines: Placed) -> None:
    """Each part as a live sum over the lines."""
    amount = _("Amount {currency}").format(currency=answer.currency)
    sheet.head(0, [_("Bridge"), amount], (1,))
    for part, row in _ROWS.items():
        total = part in ("expected", "billed", "payable")
        sheet.text(row, 0, _(PARTS[part]), look="total" if total else "")
        put_amount(sheet, row, 1, answer.bridge[part], _sum(part, lines))
    _check(sheet, len(BRIDGE) + 2, lines)
    sheet.fit()


def _check(sheet: Sheet, row: int, lines: Placed) -> None:
    """Whether the bridge is what the lines bill."""
    sheet.text(row, 0, _("Check: the bridge is what the lines bill"))
    of_lines = lines.column(AT["billed"])
    of_bridge = cell(_ROWS["billed"], 1)
    # Not for equality: a spreadsheet adds up in doubles.
    same = f"ABS(SUM({of_lines})-{of_bridge})<0.000001"
    sheet.verdict(row, 1, (_("OK"), _("DIFFERENT")), good=True, condition=same)


def _sum(part: str, lines: Placed) -> str:
    """The formula of a part of the bridge."""
    if part == "billed":
        return f"=ROUND(SUM({column(_ROWS['expected'], _ROWS['rest'], 1)}),8)"
    if part == "payable":
        return f"=ROUND(SUM({column(_ROWS['billed'], _ROWS['tax'], 1)}),2)"
    name = f"part {part}" if part in DIFFERENCES else part
    return f"=ROUND(SUM({lines.column(AT[name])}),8)"


def _facts(sheet: Sheet, answer: Reconciliation, top: int) -> None:
    facts = [
        (_("Months"), ", ".join(map(str, answer.months))),
        (_("Account"), answer.bill.account or "-"),
        (_("Price book"), answer.book_id),
        (_("Currency"), answer.currency),
    ]
    for row, (label, text) in enumerate(facts, top):
        sheet.text(row, 0, label)
        sheet.text(row, 1, text)


def _files(sheet: Sheet, answer: Reconciliation, top: int) -> int:
    """What was read, with the digest of its bytes; the row after it."""
    fields = [
        Field(_("File")),
        Field(_("Rows"), "count"),
        Field("SHA-256"),
        Field(_("Bytes"), "count"),
    ]
    files = answer.bill.files
    rows: list[list[Value]] = [[f.file, f.rows, f.sha256, f.bytes] for f in files]
    return table(sheet, top, fields, rows).total


def _summary(sheet: Sheet, answer: Reconciliation, bridge: str) -> None:
    """What comes of it and how much is payable; the figures are those of the sheet
    Bridge.
    """
    look = "text" if answer.verdict == APPROVE else "alert"
    sheet.line(0, _("Bill"), "title")
    sheet.paragraph(1, headline(answer), look)
    sheet.paragraph(2, payable_text(answer))
    _facts(sheet, answer, 4)
    _totals(sheet, answer, bridge, 9)
    row = 13
    for row, finding in enumerate(answer.findings, 13):
        sheet.paragraph(row, found(finding))
    row = _files(sheet, answer, row + 2)
    # What is payable has its tax.
    ending = origin_notes([Origin(answer.book_id, "", "")], before_tax=False)
    paragraphs(sheet, row + 1, ending)
    sheet.fit()


def _totals(sheet: Sheet, answer: Reconciliation, bridge: str, top: int) -> None:
    """The figures that the bridge leads from and to, each linked to it."""
    for row, part in enumerate(("expected", "billed", "payable"), top):
        sheet.text(row, 0, _(PARTS[part]))
        linked = f"={cell(_ROWS[part], 1, bridge)}"
        put_amount(sheet, row, 1, answer.bridge[part], linked)


def _dispute(sheet: Sheet, answer: Reconciliation) -> None:
    # A name in a bill may be broken into lines, and some lines of the letter are empty.
    broken = (line.splitlines() or [""] for line in dispute_lines(answer))
    for row, line in enumerate(chain.from_iterable(broken)):
        if line:
            sheet.line(row, line)
    sheet.page.set_column(0, 0, 100)


def _others(sheet: Sheet, answer: Reconciliation) -> None:
    grid = others_grid(answer)
    sheet.head(0, [column.name for column in grid.columns], (1, 2))
    for row, other in enumerate(answer.bill.others, 1):
        sheet.text(row, 0, other.name or "-")
        sheet.count(row, 1, other.lines)
        put_amount(sheet, row, 2, other.amount)
    sheet.fit()


def _readings(sheet: Sheet, answer: Reconciliation) -> None:
    grid = reading_grid(answer)
    fields = [Field(column.name) for column in grid.columns]
    table(sheet, 0, fields, [reading.cells for reading in grid.rows])
    sheet.fit()
