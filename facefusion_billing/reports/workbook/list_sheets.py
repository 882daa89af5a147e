"""The sheets Packs, Account, Assumptions and Warnings."""

from __future__ import annotations

from facefusion_billing.model.assumptions import ASSUMPTIONS
from facefusion_billing.model.bill import (
    Alternative,
    Estimate,
    Finding,
    Ledger,
    PackState,
    Suspension,
)
from facefusion_billing.model.money import Cents
from facefusion_billing.reports.documents.clause_list import cited_clauses, clause_grids
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.findings import message
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.state_phrases import event_name
from facefusion_billing.reports.workbook.cells import Sheet
from facefusion_billing.reports.workbook.exact import cell, column, summable
from facefusion_billing.reports.workbook.live import Live, difference, total


def packs_sheet(sheet: Sheet, answer: Estimate) -> str:
    """Every pack after the last bill, and what is prepaid; the address of the prepaid
    total, if there is one.
    """
    names = (
        _("Order"),
        _("Pack"),
        _("For"),
        _("Size"),
        _("Used"),
        _("Remaining"),
        _("Expired"),
        _("From"),
        _("Last day"),
        _("Status"),
        _("Used up"),
    )
    sheet.head(0, names, (1, 3, 4, 5, 6))
    for row, pack in enumerate(answer.packs, 1):
        _pack(sheet, row, pack)
    sheet.freeze(1)
    total = ""
    if answer.prepaid:
        total = _prepaid(sheet, answer, max(len(answer.packs), 1) + 2)
    sheet.fit()
    return total


def _pack(sheet: Sheet, row: int, pack: PackState) -> None:
    sheet.text(row, 0, pack.order.id)
    sheet.count(row, 1, pack.number)
    sheet.text(row, 2, phrases.scope_name(pack.scope))
    counts = pack.size, pack.used, pack.remaining, pack.expired
    for col, count in enumerate(counts, 3):
        sheet.count(row, col, count)
    sheet.day(row, 7, pack.term.start)
    sheet.day(row, 8, pack.term.last)
    sheet.text(row, 9, _(pack.status))
    if pack.used_up:
        sheet.day(row, 10, pack.used_up)


def _prepaid(sheet: Sheet, answer: Estimate, top: int) -> str:
    """What is paid and not yet used; the address of the total."""
    sheet.line(top, _("Paid and not yet used by the end of the last bill"), "section")
    sheet.head(top + 1, [_("Order"), _("Pack"), _("For"), _("Amount")], (1, 3))
    first = top + 2
    for row, rest in enumerate(answer.prepaid, first):
        sheet.text(row, 0, rest.order.id)
        sheet.count(row, 1, rest.number)
        sheet.text(row, 2, phrases.scope_name(rest.scope))
        sheet.money(row, 3, rest.amount)
    end = first + len(answer.prepaid)
    sheet.blank(end, range(4), "total")
    sheet.text(end, 0, _("Total"), look="total")
    amounts = [rest.amount for rest in answer.prepaid]
    of = total(amounts, column(first, end - 1, 3))
    sheet.money(end, 3, of, "total")
    return cell(end, 3, sheet.name)


def account_sheet(sheet: Sheet, ledger: Ledger) -> None:
    """The movements of the account with a running balance, and the stops of the
    service.
    """
    sheet.head(
        0,
        [_("Date"), _("Event"), _("Order or month"), _("Amount"), _("Balance")],
        (3, 4),
    )
    sheet.freeze(1)
    _ledger(sheet, ledger)
    _stops(sheet, ledger, len(ledger.events) + 2)
    sheet.fit()


def _ledger(sheet: Sheet, ledger: Ledger) -> None:
    before: Cents = 0
    for row, event in enumerate(ledger.events, 1):
        sheet.day(row, 0, event.date)
        sheet.text(row, 1, event_name(event.event))
        sheet.text(row, 2, event.subject)
        sheet.money(row, 3, event.amount, "input")
        formula = f"={cell(row, 3)}"
        if row > 1:
            formula = f"=ROUND({cell(row - 1, 4)}+{cell(row, 3)},2)"
        sure = summable((before, event.amount))
        sure = sure and before + event.amount == event.balance
        sheet.money(row, 4, Live(event.balance, formula, sure))
        before = event.balance


def _stops(sheet: Sheet, ledger: Ledger, top: int) -> None:
    if not ledger.suspensions:
        sheet.line(top, _("The service is never stopped."), "faint")
        return
    sheet.line(top, _("Stops of the service"), "section")
    names = [
        _("From"),
        _("Until"),
        _("Refused calls"),
        _("Expired pack calls"),
        _("Top-up that prevents it"),
        _("By"),
    ]
    sheet.head(top + 1, names, (2, 3, 4))
    for row, stop in enumerate(ledger.suspensions, top + 2):
        _stop(sheet, row, stop)


def _stop(sheet: Sheet, row: int, stop: Suspension) -> None:
    sheet.day(row, 0, stop.since)
    if stop.until:
        sheet.day(row, 1, stop.until)
    else:
        sheet.text(row, 1, _("does not end"))
    sheet.count(row, 2, stop.refused)
    sheet.count(row, 3, stop.expired_calls)
    sheet.money(row, 4, stop.top_up)
    sheet.day(row, 5, stop.top_up_by)


def assumptions_sheet(sheet: Sheet, answer: Estimate, total: str) -> None:
    """The readings in force, what other readings would change, and where the clauses
    stand; `total` is an address.
    """
    sheet.head(0, [_("Assumption"), _("In force"), _("Question"), _("Meaning")])
    for row, (id, value) in enumerate(answer.assumptions.items(), 1):
        sheet.text(row, 0, id)
        sheet.text(row, 1, value)
        sheet.text(row, 2, _(ASSUMPTIONS[id].question), "long")
        sheet.text(row, 3, _(ASSUMPTIONS[id].choices[value]), "long")
    sheet.freeze(1)
    top = len(answer.assumptions) + 2
    sheet.line(top, _("What another reading would change"), "section")
    _others(sheet, answer, total, top + 1)
    _clauses(sheet, answer, top + max(len(answer.alternatives), 1) + 3)
    sheet.fit()


def _others(sheet: Sheet, answer: Estimate, here: str, top: int) -> None:
    if not answer.alternatives:
        text = _("No other reading of the price document changes these bills.")
        sheet.line(top, text, "faint")
        return
    names = (
        _("Assumption"),
        _("Other reading"),
        _("Why it has no total"),
        _("Total"),
        _("Difference"),
    )
    sheet.head(top, names, (3, 4))
    for row, other in enumerate(answer.alternatives, top + 1):
        _other(sheet, row, other, answer, here)


def _other(
    sheet: Sheet, row: int, other: Alternative, answer: Estimate, here: str
) -> None:
    """Another reading with its live difference; `here` is the address of the total."""
    sheet.text(row, 0, other.assumption)
    sheet.text(row, 1, other.value)
    sheet.text(row, 2, other.why or "", "long")
    if other.total is None or other.difference is None:
        sheet.text(row, 3, _("none"), "figure")
        return
    sheet.money(row, 3, other.total)
    more = difference(other.total, answer.total, cell(row, 3), here)
    sheet.money(row, 4, more)


def _clauses(sheet: Sheet, answer: Estimate, top: int) -> None:
    """What the clauses that lines and findings cite say, and where they stand."""
    for grid in clause_grids(cited_clauses(answer), answer.clauses, answer.says):
        sheet.line(top, grid.title, "section")
        names = [column.name for column in grid.columns]
        sheet.head(top + 1, [names[0], "", names[1], ""])
        for row, content in enumerate(grid.rows, top + 2):
            sheet.text(row, 0, content.cells[0])
            sheet.text(row, 2, content.cells[1], "long")


def warnings_sheet(sheet: Sheet, answer: Estimate) -> None:
    """Warnings and notes, each with its sentence."""
    names = (
        _("Severity"),
        _("Code"),
        _("Month"),
        _("For"),
        _("Amount"),
        _("Message"),
    )
    sheet.head(0, names, (4,))
    for row, finding in enumerate(answer.findings, 1):
        _finding(sheet, row, finding)
    sheet.filter(1, len(answer.findings), len(names))
    sheet.freeze(1)
    sheet.fit()


def _finding(sheet: Sheet, row: int, finding: Finding) -> None:
    look = "failed" if finding.severity == "warning" else ""
    sheet.text(row, 0, _(finding.severity), look=look)
    sheet.text(row, 1, _(finding.code))
    sheet.day(row, 2, finding.month.first, "month")
    sheet.text(row, 3, phrases.scope_name(finding.scope))
    if finding.amount is not None:
        sheet.money(row, 4, finding.amount)
    sheet.text(row, 5, message(finding), "long")
