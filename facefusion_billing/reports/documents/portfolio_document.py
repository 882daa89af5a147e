"""The bills of many accounts, as blocks."""

from collections.abc import Iterator

from facefusion_billing.model.portfolio import Portfolio
from facefusion_billing.reports.documents.blocks import Block, Column, Grid, Note, Row
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import amount

_DEAREST = 20


def portfolio_blocks(answer: Portfolio) -> Iterator[Block]:
    """A total per currency, the dearest accounts, warnings by kind, faults."""
    count = _("{accounts:,} accounts").format(accounts=len(answer.accounts))
    yield Note(count, "title")
    totals = [Row((key, amount(cents))) for key, cents in answer.totals.items()]
    columns = (Column(_("Currency")), Column(_("Total"), True))
    yield Grid(_("Totals"), columns, tuple(totals))
    yield _dearest(answer)
    if answer.warnings:
        rows = [Row((_(code), f"{n:,}")) for code, n in answer.warnings.items()]
        shown = (Column(_("Warning")), Column(_("Count"), True))
        yield Grid(_("Warnings by kind"), shown, tuple(rows))
    faulty = [row for row in answer.accounts if row.faults]
    if faulty:
        rows = [Row((row.account, row.faults[0])) for row in faulty[:_DEAREST]]
        shown = (Column(_("Account")), Column(_("Fault")))
        yield Grid(_("Accounts with faults"), shown, tuple(rows))


def _dearest(answer: Portfolio) -> Grid:
    billed = [row for row in answer.accounts if row.total is not None]
    billed.sort(key=lambda row: -(row.total or 0))
    rows = [
        Row((row.account, row.currency or "", amount(row.total or 0)))
        for row in billed[:_DEAREST]
    ]
    columns = (Column(_("Account")), Column(_("Currency")), Column(_("Total"), True))
    return Grid(_("Dearest accounts"), columns, tuple(rows))
