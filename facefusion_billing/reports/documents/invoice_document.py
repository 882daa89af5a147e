"""What was really billed beside the estimate, and which readings explain it."""

from __future__ import annotations

from collections.abc import Iterator

from facefusion_billing.model.invoice import Change, Invoices
from facefusion_billing.reports.documents.blocks import Block, Column, Grid, Note, Row
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import amount, reading, signed


def invoice_blocks(found: Invoices, currency: str) -> Iterator[Block]:
    """Each real bill beside the estimate, then what they all say about the open
    questions.
    """
    columns = (
        Column(_("Month")),
        Column(_("Estimated {currency}").format(currency=currency), True),
        Column(_("Really billed"), True),
        Column(_("Difference"), True),
        Column(_("Explained by")),
    )
    rows = tuple(
        Row(
            (
                str(m.month),
                amount(m.estimated),
                amount(m.actual),
                signed(m.difference),
                explained(m.explained_by),
            )
        )
        for m in found.months
    )
    yield Grid(_("Really billed"), columns, rows)
    yield from invoice_notes(found)


def invoice_notes(found: Invoices) -> Iterator[Note]:
    """What all real bills at once say about the open questions."""
    if not found.explained_by:
        yield Note(
            _("No reading of the price document explains all of these bills."), "alert"
        )
    elif len(found.months) > 1:
        yield Note(
            _("All of these bills at once: {readings}").format(
                readings=explained(found.explained_by)
            )
        )
    for id, values in found.settled.items():
        yield Note(
            _("These bills leave for {id}: {values}").format(
                id=id, values=", ".join(values)
            )
        )


def explained(changes: tuple[Change, ...]) -> str:
    """The changes of reading that explain a bill, in words."""
    if not changes:
        return _("no reading")
    return _(" or ").join(_change(change) for change in changes)


def _change(change: Change) -> str:
    return ", ".join(reading(id, value) for id, value in change.items()) or _(
        "the readings in force"
    )
