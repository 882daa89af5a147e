"""An estimate as an Excel workbook that finance can audit: amounts are live formulas,
their values the core's.

Change a quantity and its line, its month and every total follow. A figure of more than
15 digits, which no spreadsheet computes with, is a text, and a figure that a
spreadsheet might round to another cent is no formula: both stand in italics and the
sheet Summary says so (see `exact`). Every text is a text, never a formula or a
link. The names of the sheets are the same in every language, and the same bills give
the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook

from facefusion_billing.model.bill import AMORTISED, CASH, Estimate, Gate
from facefusion_billing.model.invoice import InvoicedMonth, Invoices
from facefusion_billing.model.money import Cents
from facefusion_billing.reports.documents.invoice_document import (
    explained,
    invoice_notes,
)
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.workbook.bills_sheet import BILLS, Lines, bills_sheet
from facefusion_billing.reports.workbook.cells import Sheet, Styles
from facefusion_billing.reports.workbook.exact import (
    DIGITS,
    cell,
    cell_text,
    column,
    quoted,
    summable,
)
from facefusion_billing.reports.workbook.list_sheets import (
    account_sheet,
    assumptions_sheet,
    packs_sheet,
    warnings_sheet,
)
from facefusion_billing.reports.workbook.usage_sheet import usage_sheet

SUMMARY = "Summary"
_TOTAL, _STATUS, _NOTE, _HEAD = 1, 2, 3, 4
"""The rows of the sheet Summary above its lists."""
(
    _LABEL,
    _VALUE,
    _GAP,
    _MONTH,
    _FROM,
    _TO,
    _AMOUNT,
    _ESTIMATED,
    _BILLED,
    _DIFFERENCE,
    _EXPLAINED,
) = range(11)
"""Its columns: what is known on the left, the months on the right."""


def estimate_workbook(answer: Estimate) -> bytes:
    """The workbook: sheets Summary, Bills, Usage, Packs, Account, Assumptions and
    Warnings.
    """
    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    # The clock is no part of the answer, so no run differs from another.
    title, day = cell_text(answer.title)[:255], datetime(2000, 1, 1)
    book.set_properties({"title": title, "created": day})
    styles = Styles(book, answer.currency)
    summary = Sheet(styles, SUMMARY)
    bills, lines = bills_sheet(styles, answer)
    usage = usage_sheet(styles, answer)
    packs, prepaid = packs_sheet(styles, answer)
    account = account_sheet(styles, answer)
    others = assumptions_sheet(styles, answer, cell(_TOTAL, _VALUE, SUMMARY))
    warnings_sheet(styles, answer)
    _summary(summary, answer, lines, prepaid)
    sheets = summary, bills, usage, packs, account, others
    fixed = any(sheet.fixed for sheet in sheets)
    _headlines(summary, answer, cell(_HEAD + 1 + len(answer.bills), _AMOUNT), fixed)
    book.close()
    return file.getvalue()


def _summary(sheet: Sheet, answer: Estimate, lines: Lines, prepaid: str) -> None:
    """The lists of the sheet Summary."""
    months = _months(sheet, answer, lines)
    if answer.invoices:
        _invoices(sheet, answer, answer.invoices)
    row = _kinds(sheet, answer, lines)
    row = _facts(sheet, answer, prepaid, row + 1)
    _gates(sheet, answer, months, row + 1)


def _headlines(sheet: Sheet, answer: Estimate, total: str, fixed: bool) -> None:
    """The title, the total, whether it is complete, and how to use the workbook."""
    sheet.line(0, answer.title or _("Bills"), "title")
    sheet.text(_TOTAL, _LABEL, _("Total"), look="total")
    sheet.money(_TOTAL, _VALUE, answer.total, f"={total}", look="total")
    if answer.complete:
        sheet.line(_STATUS, _("Complete: every call was priced or deducted."))
    else:
        sheet.line(_STATUS, phrases.incomplete(answer), "alert")
    note = _(
        "Amounts are formulas: change a blue figure on the sheet Bills, and its month and every total follow."
    )
    if fixed:
        note += " " + _(
            "Figures in italics are exact but no formulas: they have more digits than a spreadsheet is sure of."
        )
    sheet.line(_NOTE, note, "faint")
    sheet.freeze(_HEAD + 1)
    sheet.fit()


def _months(sheet: Sheet, answer: Estimate, lines: Lines) -> str:
    """The total of each month and of all; the address of the months' totals."""
    names = _("Month"), _("Settled from"), _("Settled to"), _("Amount")
    sheet.head(_HEAD, names, (3,), col=_MONTH)
    first, end = _HEAD + 1, _HEAD + 1 + len(answer.bills)
    amounts, months = lines.range("amount"), lines.range("month")
    for row, bill in enumerate(answer.bills, first):
        sheet.day(row, _MONTH, bill.month.first, "month")
        sheet.day(row, _FROM, bill.settles.start)
        sheet.day(row, _TO, bill.settles.end)
        formula = f"=ROUND(SUMIFS({amounts},{months},{cell(row, _MONTH)}),2)"
        live = summable([line.amount for line in bill.lines])
        sheet.money(row, _AMOUNT, bill.total, formula, live=live)
    sheet.blank(end, (_FROM, _TO), "total")
    sheet.text(end, _MONTH, _("Total"), look="total")
    totals = column(first, max(end - 1, first), _AMOUNT)
    formula = f"=ROUND(SUM({totals}),2)" if answer.bills else ""
    live = summable([bill.total for bill in answer.bills])
    sheet.money(end, _AMOUNT, answer.total, formula, live=live, look="total")
    return totals


def _invoices(sheet: Sheet, answer: Estimate, invoices: Invoices) -> None:
    """What was really billed beside the estimate as it is paid (in any view), and which
    readings explain it.
    """
    names = (
        _("Estimated, as paid"),
        _("Really billed"),
        _("Difference"),
        _("Explained by"),
    )
    sheet.head(_HEAD, names, (0, 1, 2), col=_ESTIMATED)
    real = {invoice.month: invoice for invoice in invoices.months}
    for row, bill in enumerate(answer.bills, _HEAD + 1):
        if invoice := real.get(bill.month):
            paid = f"={cell(row, _AMOUNT)}" if answer.view == CASH else ""
            _invoice(sheet, row, invoice, paid)
    for row, note in enumerate(invoice_notes(invoices), _HEAD + len(answer.bills) + 2):
        sheet.text(row, _MONTH, note.text)


def _invoice(sheet: Sheet, row: int, invoice: InvoicedMonth, paid: str) -> None:
    sheet.money(row, _ESTIMATED, invoice.estimated, paid)
    sheet.money(row, _BILLED, invoice.actual, look="input")
    formula = f"=ROUND({cell(row, _BILLED)}-{cell(row, _ESTIMATED)},2)"
    live = summable((invoice.actual, invoice.estimated))
    sheet.money(row, _DIFFERENCE, invoice.difference, formula, live=live)
    sheet.text(row, _EXPLAINED, explained(invoice.explained_by))


def _kinds(sheet: Sheet, answer: Estimate, lines: Lines) -> int:
    """The total of each kind, and whether they add up to the months; the row after
    them.
    """
    sheet.head(_HEAD, [_("By kind"), _("Amount")], (1,))
    first, end = _HEAD + 1, _HEAD + 1 + len(answer.by_kind)
    amounts, kinds = lines.range("amount"), lines.range("kind")
    for row, (kind, cents) in enumerate(answer.by_kind.items(), first):
        sheet.text(row, _LABEL, _(kind))
        formula = f"=ROUND(SUMIFS({amounts},{kinds},{cell(row, _LABEL)}),2)"
        live = summable(list(_of_kind(answer, kind)))
        sheet.money(row, _VALUE, cents, formula, live=live)
    sheet.text(end, _LABEL, _("Total of kinds"), look="total")
    sums = column(first, end - 1, _VALUE) if answer.by_kind else ""
    formula = f"=ROUND(SUM({sums}),2)" if sums else ""
    live = summable([*answer.by_kind.values()])
    sheet.money(end, _VALUE, answer.total, formula, live=live, look="total")
    sheet.text(end + 1, _LABEL, _("Check: months = kinds = lines"))
    _check(sheet, end + 1, lines)
    return end + 2


def _check(sheet: Sheet, row: int, lines: Lines) -> None:
    """Whether the totals of months, kinds (in the row above) and lines agree."""
    total, of_kinds = cell(_TOTAL, _VALUE), cell(row - 1, _VALUE)
    of_lines = cell(lines.total, lines.columns["amount"], BILLS)
    same = f"AND({total}={of_kinds},{total}={of_lines})"
    good, bad = _("OK"), _("DIFFERENT")
    sheet.verdict(row, _VALUE, good, good, f"=IF({same},{quoted(good)},{quoted(bad)})")


def _of_kind(answer: Estimate, kind: str) -> Iterator[Cents]:
    for bill in answer.bills:
        for line in bill.lines:
            if line.kind == kind:
                yield line.amount


def _facts(sheet: Sheet, answer: Estimate, prepaid: str, top: int) -> int:
    """What was asked and on which prices; the row after it."""
    view = _("cash: what each month pays")
    if answer.view == AMORTISED:
        view = _("amortised: what each month used")
    sheet.head(top, [_("About these bills"), ""])
    facts = [
        (_("Price book"), answer.book_id),
        (_("Currency"), answer.currency),
        (_("View"), view),
        (_("Complete"), _("yes") if answer.complete else _("NO")),
    ]
    for row, (label, value) in enumerate(facts, top + 1):
        sheet.text(row, _LABEL, label)
        sheet.text(row, _VALUE, value)
    end = top + 1 + len(facts)
    if not prepaid:
        return end
    sheet.text(end, _LABEL, _("Paid and not yet used"))
    sheet.money(end, _VALUE, answer.prepaid_total, f"={prepaid}")
    return end + 1


def _gates(sheet: Sheet, answer: Estimate, months: str, top: int) -> None:
    """The conditions the caller set, each with its limit, the figure, and whether it is
    met.
    """
    live = all(abs(bill.total) < DIGITS for bill in answer.bills)
    for index, gate in enumerate(answer.gates):
        row, name = top + 5 * index, phrases.option(gate.name)
        sheet.head(row, [_("Condition {name}").format(name=name), ""])
        sheet.text(row + 1, _LABEL, _("Limit"))
        sheet.money(row + 1, _VALUE, gate.limit, look="input")
        sheet.text(row + 2, _LABEL, _("Figure"))
        figure = f"=MAX({months})"
        if gate.name == "fail_over":
            figure = f"={cell(_TOTAL, _VALUE)}"
        formula = figure if answer.bills else ""
        sheet.money(row + 2, _VALUE, gate.actual, formula, live=live)
        sheet.text(row + 3, _LABEL, _("Result"))
        _verdict(sheet, answer, gate, row + 3)


def _verdict(sheet: Sheet, answer: Estimate, gate: Gate, row: int) -> None:
    """Whether a condition is met: a formula, unless no figure could meet it, or one is
    too long to be compared.
    """
    good, bad = _("met"), _("NOT MET")
    shown = good if gate.met else bad
    held = max(abs(gate.actual), abs(gate.limit)) < DIGITS
    formula = ""
    if held and (answer.complete or gate.met):
        fits = f"{cell(row - 1, _VALUE)}<={cell(row - 2, _VALUE)}"
        formula = f"=IF({fits},{quoted(good)},{quoted(bad)})"
    sheet.verdict(row, _VALUE, shown, good, formula)
