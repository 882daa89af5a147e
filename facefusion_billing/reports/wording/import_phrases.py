"""What is said of an imported bill."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from facefusion_billing.model.calendar import Month
from facefusion_billing.model.imported import Comments, Remark
from facefusion_billing.model.vendor_bill import BillFile, VendorBill
from facefusion_billing.reports.wording.bill_phrases import count
from facefusion_billing.reports.wording.language import N_, _
from facefusion_billing.reports.wording.messages import said_together
from facefusion_billing.reports.wording.text import escape_controls

REMARKS = {
    "only_billed": N_(
        "the bill does not say what was used before packs: calls are those it bills "
        "and those its packs gave by the file"
    ),
    "unmapped": N_(
        "{where}: neither its names nor its figures say what it is of; left out"
    ),
    "untied_refund": N_("{where}: a refund of no purchase in the bill; left out"),
    "deducted": N_(
        "{scope}, {month}: {theirs} calls deducted by the bill, {ours} by the file"
    ),
    "not_estimated": N_("the file cannot be estimated as it stands: {why}"),
}


def remark(note: Remark) -> str:
    """A remark in words."""
    facts = {name: _fact(fact) for name, fact in note.facts.items()}
    return _(REMARKS[note.code]).format(**facts)


def _fact(fact: Any) -> Any:
    """A fact of a remark: a count, what is wrong with a file, or as it is."""
    if isinstance(fact, int | Decimal):
        return count(fact)
    # A month is a tuple too.
    if isinstance(fact, tuple) and not isinstance(fact, Month):
        return said_together(fact)
    return fact


def title(bill: VendorBill) -> str:
    """The title of the usage file."""
    return _("From the bill of account {account}").format(account=bill.account or "-")


def comments(bill: VendorBill) -> Comments:
    """The comments of the file: what it was made from, and where no bill speaks."""
    return Comments(
        heading=(_("Made by ffbill from the vendor's bill."), *map(_file, bill.files)),
        scope=_("no bill says: peak_qps, materials, billing_mode"),
        orders=_(
            "no bill says which free packs were claimed, and campaign or gifted packs"
        ),
        actual=_("after discount, before voucher and tax, by month of use"),
        book=_("The discounts that the bill shows."),
    )


def _file(file: BillFile) -> str:
    text = _("{file}: {rows} rows, {size} bytes, SHA-256 {digest}")
    return text.format(
        file=escape_controls(file.file),
        rows=count(file.rows),
        size=count(file.bytes),
        digest=file.sha256,
    )
