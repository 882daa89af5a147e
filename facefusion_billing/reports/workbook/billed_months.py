"""On the sheet Summary of an estimate: what was really billed beside each month."""

from __future__ import annotations

from facefusion_billing.model.bill import CASH, Estimate
from facefusion_billing.model.invoice import InvoicedMonth, Invoices
from facefusion_billing.reports.documents.invoice_document import (
    explained,
    invoice_notes,
)
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.workbook.cells import Sheet
from facefusion_billing.reports.workbook.exact import cell
from facefusion_billing.reports.workbook.live import Live, difference
from facefusion_billing.reports.workbook.tables import Placed

_AMOUNT, _ESTIMATED, _BILLED, _DIFFERENCE, _EXPLAINED = range(6, 11)
"""The column of the months' amounts, and those that follow it."""


def billed_months(
    sheet: Sheet, answer: Estimate, invoices: Invoices, months: Placed
) -> int:
    """What was really billed beside the estimate as it is paid (in any view), and which
    readings explain it; the row after an empty one.
    """
    names = (
        _("Estimated, as paid"),
        _("Really billed"),
        _("Difference"),
        _("Explained by"),
    )
    sheet.head(months.first - 1, names, (0, 1, 2), col=_ESTIMATED)
    real = {invoice.month: invoice for invoice in invoices.months}
    for row, bill in enumerate(answer.bills, months.first):
        if invoice := real.get(bill.month):
            paid = f"={cell(row, _AMOUNT)}" if answer.view == CASH else ""
            _invoice(sheet, row, invoice, paid)
    return _notes(sheet, months, invoices)


def _invoice(sheet: Sheet, row: int, invoice: InvoicedMonth, paid: str) -> None:
    sheet.money(row, _ESTIMATED, Live(invoice.estimated, paid))
    sheet.money(row, _BILLED, invoice.actual, "input")
    billed = cell(row, _BILLED)
    estimated = cell(row, _ESTIMATED)
    more = difference(invoice.actual, invoice.estimated, billed, estimated)
    sheet.money(row, _DIFFERENCE, more)
    sheet.text(row, _EXPLAINED, explained(invoice.explained_by))


def _notes(sheet: Sheet, months: Placed, invoices: Invoices) -> int:
    """What is to be said of them all, beneath the months; the row after an empty one."""
    row = months.total + 1
    for note in invoice_notes(invoices):
        sheet.line(row, note.text, col=months.left)
        row += 1
    return row + 1
