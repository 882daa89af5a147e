"""An estimate as an Excel workbook that finance can audit: amounts are live formulas,
their values the core's.

Change a quantity and its line, its month and every total follow. A figure of more than
15 digits, which no spreadsheet computes with, is a text, and a figure that a
spreadsheet might round to another cent is no formula: both stand in italics and the
sheet Summary says so (see `workbook_cells`). Every text is a text, never a formula or a
link. The names of the sheets are the same in every language, and the same bills give
the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook

from facefusion_billing.model.bill import AMORTISED, CASH, Estimate, Gate
from facefusion_billing.model.invoice import Invoices
from facefusion_billing.reports.documents.invoice_document import (
    explained,
    invoice_notes,
)
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.workbook.bills_sheet import (
    BILLS,
    Lines,
    bills_sheet,
    usage_sheet,
)
from facefusion_billing.reports.workbook.cells import (
    DIGITS,
    Sheet,
    Styles,
    cell,
    column,
    csv_safe,
    quoted,
    summable,
)
from facefusion_billing.reports.workbook.list_sheets import (
    account_sheet,
    assumptions_sheet,
    packs_sheet,
    warnings_sheet,
)

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
    book.set_properties(
        {"title": csv_safe(answer.title)[:255], "created": datetime(2000, 1, 1)}
    )
    styles = Styles(book, answer.currency)
    summary = Sheet(styles, SUMMARY)
    bills, lines = bills_sheet(styles, answer)
    usage = usage_sheet(styles, answer)
    packs, prepaid = packs_sheet(styles, answer)
    account = account_sheet(styles, answer)
    others = assumptions_sheet(styles, answer, cell(_TOTAL, _VALUE, SUMMARY))
    warnings_sheet(styles, answer)
    months = _months(summary, answer, lines)
    if answer.invoices:
        _invoices(summary, answer, answer.invoices)
    row = _kinds(summary, answer, lines)
    row = _facts(summary, answer, prepaid, row + 1)
    _gates(summary, answer, months, row + 1)
    fixed = any(
        sheet.fixed for sheet in (summary, bills, usage, packs, account, others)
    )
    _headlines(summary, answer, cell(_HEAD + 1 + len(answer.bills), _AMOUNT), fixed)
    book.close()
    return file.getvalue()


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
    sheet.head(
        _HEAD,
        [_("Month"), _("Settled from"), _("Settled to"), _("Amount")],
        (3,),
        col=_MONTH,
    )
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
    heads = [
        _("Estimated, as paid"),
        _("Really billed"),
        _("Difference"),
        _("Explained by"),
    ]
    sheet.head(_HEAD, heads, (0, 1, 2), col=_ESTIMATED)
    real = {invoice.month: invoice for invoice in invoices.months}
    for row, bill in enumerate(answer.bills, _HEAD + 1):
        if invoice := real.get(bill.month):
            paid = f"={cell(row, _AMOUNT)}" if answer.view == CASH else ""
            sheet.money(row, _ESTIMATED, invoice.estimated, paid)
            sheet.money(row, _BILLED, invoice.actual, look="input")
            formula = f"=ROUND({cell(row, _BILLED)}-{cell(row, _ESTIMATED)},2)"
            live = summable((invoice.actual, invoice.estimated))
            sheet.money(row, _DIFFERENCE, invoice.difference, formula, live=live)
            sheet.text(row, _EXPLAINED, explained(invoice.explained_by))
    for row, note in enumerate(invoice_notes(invoices), _HEAD + len(answer.bills) + 2):
        sheet.text(row, _MONTH, note.text)


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
        sheet.money(row, _VALUE, cents, formula, live=summable(_of_kind(answer, kind)))
    sheet.text(end, _LABEL, _("Total of kinds"), look="total")
    formula = (
        f"=ROUND(SUM({column(first, end - 1, _VALUE)}),2)" if answer.by_kind else ""
    )
    sheet.money(
        end,
        _VALUE,
        answer.total,
        formula,
        live=summable([*answer.by_kind.values()]),
        look="total",
    )
    sheet.text(end + 1, _LABEL, _("Check: months = kinds = lines"))
    total, good, bad = cell(_TOTAL, _VALUE), _("OK"), _("DIFFERENT")
    of_lines = cell(lines.total, lines.columns["amount"], BILLS)
    formula = f"=IF(AND({total}={cell(end, _VALUE)},{total}={of_lines}),{quoted(good)},{quoted(bad)})"
    sheet.verdict(end + 1, _VALUE, good, good, formula)
    return end + 2


def _of_kind(answer: Estimate, kind: str) -> Sequence[int]:
    return [
        line.amount for bill in answer.bills for line in bill.lines if line.kind == kind
    ]


def _facts(sheet: Sheet, answer: Estimate, prepaid: str, top: int) -> int:
    """What was asked and on which prices; the row after it."""
    view = (
        _("amortised: what each month used")
        if answer.view == AMORTISED
        else _("cash: what each month pays")
    )
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
    for index, gate in enumerate(answer.gates):
        row = top + 5 * index
        sheet.head(
            row, [_("Condition {name}").format(name=phrases.option(gate.name)), ""]
        )
        sheet.text(row + 1, _LABEL, _("Limit"))
        sheet.money(row + 1, _VALUE, gate.limit, look="input")
        sheet.text(row + 2, _LABEL, _("Figure"))
        figure = (
            f"={cell(_TOTAL, _VALUE)}"
            if gate.name == "fail_over"
            else f"=MAX({months})"
        )
        held = all(abs(bill.total) < DIGITS for bill in answer.bills)
        sheet.money(
            row + 2, _VALUE, gate.actual, figure if answer.bills else "", live=held
        )
        sheet.text(row + 3, _LABEL, _("Result"))
        _verdict(sheet, answer, gate, row + 3)


def _verdict(sheet: Sheet, answer: Estimate, gate: Gate, row: int) -> None:
    """Whether a condition is met: a formula, unless no figure could meet it, or one is
    too long to be compared.
    """
    good, bad = _("met"), _("NOT MET")
    formula = f"=IF({cell(row - 1, _VALUE)}<={cell(row - 2, _VALUE)},{quoted(good)},{quoted(bad)})"
    live = (answer.complete or gate.met) and max(
        abs(gate.actual), abs(gate.limit)
    ) < DIGITS
    sheet.verdict(row, _VALUE, good if gate.met else bad, good, formula if live else "")
