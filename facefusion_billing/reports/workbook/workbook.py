"""An estimate as an Excel workbook that finance can audit: amounts are live formulas,
their values the core's.

Change a count of billed calls or a quantity and its line, at the price of the tier that
it then reaches, its month and every total follow. A figure of
more than 15 digits, which no spreadsheet computes with, is a text, and a figure that a
spreadsheet might round to another cent is no formula: both stand in italics and the
sheet Summary says so (see `exact`). Every text is a text, never a formula or a link. A
sheet that would be empty is left out, and the same bills give the same bytes.
"""

from __future__ import annotations

from facefusion_billing.model.bill import Estimate
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.workbook.bills_sheet import bills_sheet
from facefusion_billing.reports.workbook.book_file import BookFile
from facefusion_billing.reports.workbook.cells import Sheet
from facefusion_billing.reports.workbook.front import summary_name
from facefusion_billing.reports.workbook.list_sheets import (
    account_sheet,
    assumptions_sheet,
    packs_sheet,
    warnings_sheet,
)
from facefusion_billing.reports.workbook.summary_sheet import summary_sheet, total_cell
from facefusion_billing.reports.workbook.tiers_sheet import looked_up, tiers_sheet
from facefusion_billing.reports.workbook.usage_sheet import usage_sheet, used_calls


def estimate_workbook(answer: Estimate) -> bytes:
    """The workbook: sheets Summary, Bills and Usage, then Tiers, Packs, Account,
    Assumptions and Warnings where there is something in them.
    """
    file = BookFile(answer.title or _("Bills"), answer.currency)
    summary = file.sheet(summary_name())
    bills = file.sheet(_("Bills"))
    usage = file.sheet(_("Usage"))
    used = used_calls(usage, answer)
    by_tier = looked_up(answer)
    tiers = tiers_sheet(file.sheet(_("Tiers")), by_tier) if by_tier else {}
    lines = bills_sheet(bills, answer, used, tiers)
    usage_sheet(usage, used)
    lists, prepaid = _lists(file, answer, total_cell(summary))
    if answer.findings:
        warnings_sheet(file.sheet(_("Warnings")), answer)
    summary_sheet(summary, answer, lines, prepaid, [bills, usage, *lists])
    return file.bytes()


def _lists(file: BookFile, answer: Estimate, total: str) -> tuple[list[Sheet], str]:
    """The sheets of packs, account and assumptions, and the address of what is paid and
    not yet used; `total` is that of the total.
    """
    sheets = []
    prepaid = ""
    if answer.packs or answer.prepaid:
        sheets.append(file.sheet(_("Packs")))
        prepaid = packs_sheet(sheets[-1], answer)
    if answer.ledger is not None:
        sheets.append(file.sheet(_("Account")))
        account_sheet(sheets[-1], answer.ledger)
    sheets.append(file.sheet(_("Assumptions")))
    assumptions_sheet(sheets[-1], answer, total)
    return sheets, prepaid
