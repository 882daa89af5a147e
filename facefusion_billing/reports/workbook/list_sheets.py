"""The sheets Packs, Account, Assumptions and Warnings."""

from __future__ import annotations

from collections.abc import Iterator

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
from facefusion_billing.reports.wording.incomplete import left_out_there
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.messages import said_together
from facefusion_billing.reports.wording.state_phrases import event_name
from facefusion_billing.reports.workbook.cells import Sheet
from facefusion_billing.reports.workbook.exact import cell, summable
from facefusion_billing.reports.workbook.live import Live, difference
from facefusion_billing.reports.workbook.tables import Field, Value, table


def packs_sheet(sheet: Sheet, answer: Estimate) -> str:
    """Every pack after the last bill, and what is prepaid; the address of the prepaid
    total, if there is one.
    """
    fields = [
        Field(_("Order")),
        Field(_("Pack"), "count"),
        Field(_("For")),
        Field(_("Size"), "count"),
        Field(_("Used"), "count"),
        Field(_("Remaining"), "count"),
        Field(_("Expired"), "count"),
        Field(_("From")),
        Field(_("Last day")),
        Field(_("Status")),
        Field(_("Used up")),
    ]
    packs = table(sheet, 0, fields, map(_pack, answer.packs))
    sheet.freeze(1)
    total = ""
    if answer.prepaid:
        total = _prepaid(sheet, answer, packs.last + 2)
    sheet.fit()
    return total


def _pack(pack: PackState) -> list[Value]:
    return [
        pack.order.id,
        pack.number,
        phrases.scope_name(pack.scope),
        pack.size,
        pack.used,
        pack.remaining,
        pack.expired,
        pack.term.start,
        pack.term.last,
        _(pack.status),
        pack.used_up,
    ]


def _prepaid(sheet: Sheet, answer: Estimate, top: int) -> str:
    """What is paid and not yet used; the address of the total."""
    sheet.line(top, _("Paid and not yet used by the end of the last bill"), "section")
    fields = [
        Field(_("Order")),
        Field(_("Pack"), "count"),
        Field(_("For")),
        Field(_("Amount"), "money", sum=True),
    ]
    rows: list[list[Value]] = []
    for rest in answer.prepaid:
        scope = phrases.scope_name(rest.scope)
        rows.append([rest.order.id, rest.number, scope, rest.amount])
    placed = table(sheet, top + 1, fields, rows)
    return placed.cell(placed.total, 3)


def account_sheet(sheet: Sheet, ledger: Ledger) -> None:
    """The movements of the account with a running balance, and the stops of the
    service.
    """
    fields = [
        Field(_("Date")),
        Field(_("Event")),
        Field(_("Order or month")),
        Field(_("Amount"), "money", look="input"),
        Field(_("Balance"), "money"),
    ]
    table(sheet, 0, fields, _movements(ledger))
    sheet.freeze(1)
    _stops(sheet, ledger, len(ledger.events) + 2)
    sheet.fit()


def _movements(ledger: Ledger) -> Iterator[list[Value]]:
    before: Cents = 0
    for row, event in enumerate(ledger.events, 1):
        amount = cell(row, 3)
        formula = f"={amount}"
        if row > 1:
            formula = f"=ROUND({cell(row - 1, 4)}+{amount},2)"
        adds_up = before + event.amount == event.balance
        sure = adds_up and summable((before, event.amount))
        balance = Live(event.balance, formula, sure)
        name = event_name(event.event)
        yield [event.date, name, event.subject, event.amount, balance]
        before = event.balance


def _stops(sheet: Sheet, ledger: Ledger, top: int) -> None:
    if not ledger.suspensions:
        sheet.line(top, _("The service is never stopped."), "faint")
        return
    sheet.line(top, _("Stops of the service"), "section")
    fields = [
        Field(_("From")),
        Field(_("Until")),
        Field(_("Refused calls"), "count"),
        Field(_("Expired pack calls"), "count"),
        Field(_("Top-up that prevents it"), "money"),
        Field(_("By")),
    ]
    table(sheet, top + 1, fields, map(_stop, ledger.suspensions))


def _stop(stop: Suspension) -> list[Value]:
    until = stop.until or _("does not end")
    lost: list[Value] = [stop.refused, stop.expired_calls]
    return [stop.since, until, *lost, stop.top_up, stop.top_up_by]


def assumptions_sheet(sheet: Sheet, answer: Estimate, total: str) -> None:
    """The readings in force, what other readings would change, and where the clauses
    stand; `total` is an address.
    """
    fields = [
        Field(_("Assumption")),
        Field(_("In force")),
        Field(_("Question"), "long"),
        Field(_("Meaning"), "long"),
    ]
    table(sheet, 0, fields, _in_force(answer))
    sheet.freeze(1)
    top = len(answer.assumptions) + 2
    sheet.line(top, _("What another reading would change"), "section")
    _others(sheet, answer, total, top + 1)
    _clauses(sheet, answer, top + max(len(answer.alternatives), 1) + 3)
    sheet.fit()


def _in_force(answer: Estimate) -> Iterator[list[Value]]:
    for id, value in answer.assumptions.items():
        asked = ASSUMPTIONS[id]
        yield [id, value, _(asked.question), _(asked.choices[value])]


def _others(sheet: Sheet, answer: Estimate, here: str, top: int) -> None:
    """Each other reading with its live difference; `here` is the address of the total."""
    if not answer.alternatives:
        text = _("No other reading of the price document changes these bills.")
        sheet.line(top, text, "faint")
        return
    fields = [
        Field(_("Assumption")),
        Field(_("Other reading")),
        Field(_("Remark"), "long"),
        Field(_("Total"), "money"),
        Field(_("Difference"), "money"),
    ]
    rows = [
        _other(other, answer, cell(row, 3), here)
        for row, other in enumerate(answer.alternatives, top + 1)
    ]
    table(sheet, top, fields, rows)


def _other(
    other: Alternative, answer: Estimate, its_cell: str, here: str
) -> list[Value]:
    """Another reading: why it has no total, or what that leaves out, and its money."""
    remark = left_out_there(other.unpriced, answer.unpriced)
    if other.why:
        remark = said_together(other.why)
    values: list[Value] = [other.assumption, other.value, remark]
    if other.total is None or other.difference is None:
        return [*values, _("none"), None]
    its_difference = difference(other.total, answer.total, its_cell, here)
    return [*values, other.total, its_difference]


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
