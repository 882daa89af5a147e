"""What is said of an imported bill."""

from __future__ import annotations

from decimal import Decimal

from facefusion_billing.model.imported import Remark
from facefusion_billing.model.vendor_bill import VendorBill
from facefusion_billing.reports.wording.bill_phrases import count
from facefusion_billing.reports.wording.language import N_, _

_REMARKS = {
    "only_billed": N_(
        "the bill does not say what was used before packs: calls are those it bills"
    ),
    "unmapped": N_("{where}: its names do not say what it is of; left out"),
    "untied_refund": N_("{where}: a refund of no purchase in the bill; left out"),
    "deducted": N_(
        "{scope}, {month}: {theirs} calls deducted by the bill, {ours} by the file"
    ),
    "not_estimated": N_("the file cannot be estimated as it stands: {why}"),
}


def remark(note: Remark) -> str:
    """A remark in words."""
    facts = {
        name: count(fact) if isinstance(fact, int | Decimal) else fact
        for name, fact in note.facts.items()
    }
    return _(_REMARKS[note.code]).format(**facts)


def summary(bill: VendorBill) -> list[str]:
    """The heading of the file: what it was made from."""
    return [
        "Made by ffbill from the vendor's bill.",
        *(
            f"{file.file}: {file.rows} rows, SHA-256 {file.sha256}"
            for file in bill.files
        ),
    ]
