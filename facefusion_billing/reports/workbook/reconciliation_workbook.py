"""A reconciliation as a workbook: every line with its source, the bridge as live sums.

Sheets: Summary, Bridge, Lines, Dispute, Other products, Readings. What is billed and
what is expected are figures; differences and sums are formulas over them.
"""

from __future__ import annotations

from decimal import Decimal

from facefusion_billing.model.book import Origin
from facefusion_billing.model.reconciliation import (
    APPROVE,
    BRIDGE,
    DIFFERENCES,
    JudgedLine,
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
    figure,
    found,
    headline,
    why,
)
from facefusion_billing.reports.wording.dispute_text import dispute
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.workbook.book_file import BookFile
from facefusion_billing.reports.workbook.cells import Sheet
from facefusion_billing.reports.workbook.exact import cell, column
from facefusion_billing.reports.workbook.front import paragraphs, summary_name
from facefusion_billing.reports.workbook.tables import Field, Placed, Value, table

AMOUNT = "#,##0.00######"
_TEXTS = ("file", "line", "kind", "for", "month", "verdict", "transaction")
_PAID = ("voucher", "gift", "tax")
_FIGURES = ("count", "price", "billed", "expected", "difference")
_COLUMNS = (*_TEXTS, *_FIGURES, *(f"part {p}" for p in DIFFERENCES), *_PAID, "why")
_AT = {name: index for index, name in enumerate(_COLUMNS)}
_ROWS = {part: row for row, part in enumerate(BRIDGE, 1)}
"""The columns of the sheet Lines, and the rows of the sheet Bridge."""
_DIGITS = 15


def reconciliation_workbook(answer: Reconciliation) -> bytes:
    """The workbook; a sheet that would be empty is left out."""
    file = BookFile(_("Bill"), answer.currency)
    summary = file.sheet(summary_name())
    bridge = file.sheet(_("Bridge"))
    lines = _lines(file.sheet(_("Lines")), answer)
    _bridge(bridge, answer, lines)
    _summary(summary, answer, bridge.name)
    if text := dispute(answer):
        _dispute(file.sheet(_("Dispute")), text)
    if answer.bill.others:
        _others(file.sheet(_("Other products")), answer)
    if reading_grid(answer).rows:
        _readings(file.sheet(_("Readings")), answer)
    return file.bytes()


def _amount(
    sheet: Sheet, row: int, col: int, value: Decimal | None, formula: str = ""
) -> None:
    """An exact amount; a text where a spreadsheet would lose digits of it."""
    if value is None:
        return
    style = sheet.styles.of(AMOUNT)
    digits = len(value.normalize().as_tuple().digits)
    if digits > _DIGITS:
        sheet.text(row, col, figure(value), "figure", "fixed")
        return
    if formula:
        sheet.data.formula(row, col, formula, style, float(value))
    else:
        sheet.data.number(row, col, float(value), style)
    sheet.widths[col] = max(sheet.widths.get(col, 0), len(figure(value)))


def _names() -> dict[str, str]:
    return {
        "file": _("File"),
        "line": _("Line"),
        "kind": _("Kind"),
        "for": _("For"),
        "month": _("Month"),
        "verdict": _("Verdict"),
        "transaction": _("Transaction"),
        "count": _("Count"),
        "price": _("Unit price"),
        "billed": _("Theirs"),
        "expected": _("Ours"),
        "difference": _("Difference"),
        "why": _("Why"),
        **{f"part {part}": _(PARTS[part]) for part in DIFFERENCES},
        **{part: _(PARTS[part]) for part in _PAID},
    }


def _lines(sheet: Sheet, answer: Reconciliation) -> Placed:
    """Every line of the product."""
    names = _names()
    figures = range(_AT["count"], _AT["why"])
    sheet.head(0, [names[name] for name in _COLUMNS], figures)
    for row, line in enumerate(answer.lines, 1):
        _line(sheet, row, line)
    last = max(len(answer.lines), 1)
    sheet.filter(1, last, len(_COLUMNS))
    sheet.freeze(1)
    sheet.fit()
    return Placed(sheet.name, 1, last, 0)


def _texts(judged: JudgedLine) -> dict[str, str]:
    """The cells of a line that are text; no place where the bill has no such line."""
    found = {"file": "", "line": "", "transaction": ""}
    source = judged.line
    if source is not None:
        found["file"], found["line"] = source.file, str(source.line)
        found["transaction"] = source.bill_id or source.id
    found["kind"], found["for"] = _(judged.kind), judged.scope
    found["month"], found["why"] = str(judged.month or ""), why(judged)
    return found


def _amounts(judged: JudgedLine) -> dict[str, Decimal | None]:
    """The cells of a line that are figures."""
    none = Decimal(0)
    found = {
        "count": judged.quantity,
        "price": judged.unit_price,
        "billed": judged.billed,
        "expected": judged.expected,
        **{f"part {part}": judged.parts.get(part, none) for part in DIFFERENCES},
        "voucher": none,
        "gift": none,
        "tax": none,
    }
    source = judged.line
    if source is not None:
        found["voucher"] = -(source.voucher or none)
        found["gift"] = -(source.gift or none)
        found["tax"] = source.charged_tax
    return found


def _line(sheet: Sheet, row: int, judged: JudgedLine) -> None:
    for name, text in _texts(judged).items():
        sheet.text(row, _AT[name], text, "long" if name == "why" else "text")
    look = "" if judged.outcome == APPROVE else "failed"
    sheet.text(row, _AT["verdict"], _(judged.verdict), look=look)
    for name, value in _amounts(judged).items():
        _amount(sheet, row, _AT[name], value)
    theirs = cell(row, _AT["billed"])
    ours = cell(row, _AT["expected"])
    formula = f"=ROUND({theirs}-{ours},8)"
    _amount(sheet, row, _AT["difference"], judged.difference, formula)


def _bridge(sheet: Sheet, answer: Reconciliation, lines: Placed) -> None:
    """Each part as a live sum over the lines."""
    amount = _("Amount {currency}").format(currency=answer.currency)
    sheet.head(0, [_("Bridge"), amount], (1,))
    for part, row in _ROWS.items():
        total = part in ("expected", "billed", "payable")
        sheet.text(row, 0, _(PARTS[part]), look="total" if total else "")
        _amount(sheet, row, 1, answer.bridge[part], _sum(part, lines))
    _check(sheet, len(BRIDGE) + 2, lines)
    sheet.fit()


def _check(sheet: Sheet, row: int, lines: Placed) -> None:
    """Whether the bridge is what the lines bill."""
    sheet.text(row, 0, _("Check: the bridge is what the lines bill"))
    of_lines = lines.column(_AT["billed"])
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
    return f"=ROUND(SUM({lines.column(_AT[name])}),8)"


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
        _amount(sheet, row, 1, answer.bridge[part], linked)


def _dispute(sheet: Sheet, text: str) -> None:
    for row, line in enumerate(text.splitlines()):
        if line:
            sheet.line(row, line)
    sheet.page.set_column(0, 0, 100)


def _others(sheet: Sheet, answer: Reconciliation) -> None:
    grid = others_grid(answer)
    sheet.head(0, [column.name for column in grid.columns], (1, 2))
    for row, other in enumerate(answer.bill.others, 1):
        sheet.text(row, 0, other.name or "-")
        sheet.count(row, 1, other.lines)
        _amount(sheet, row, 2, other.amount)
    sheet.fit()


def _readings(sheet: Sheet, answer: Reconciliation) -> None:
    grid = reading_grid(answer)
    fields = [Field(column.name) for column in grid.columns]
    table(sheet, 0, fields, [reading.cells for reading in grid.rows])
    sheet.fit()
