"""The key `bill` of a usage file: what bills are told apart by, and what was accepted."""

from __future__ import annotations

from facefusion_billing.files.patterns import PATTERN
from facefusion_billing.files.records import Entry, Record
from facefusion_billing.files.shapes import ListOf, Table
from facefusion_billing.files.values import NAME, TEXT
from facefusion_billing.model.bill_settings import Accepted, BillSettings

BILL = Record(
    "what bills are read by",
    {},
    {
        "product": PATTERN,
        "scopes": Table("patterns by scope", NAME, PATTERN),
        "accepted": ListOf(
            Record("an accepted difference", {"transaction": TEXT, "why": TEXT}),
            "accepted differences",
        ),
    },
)


def bill_settings(entry: Entry | None) -> BillSettings:
    """The settings of a usage file; the usual ones where it has none."""
    if entry is None:
        return BillSettings()
    accepted = (
        Accepted(row["transaction"], row["why"])
        for row in entry.get("accepted") or ()
        if "transaction" in row and "why" in row
    )
    return BillSettings(
        scopes={name: pattern for name, pattern, _ in entry.get("scopes") or ()},
        product=entry.get("product", ""),
        accepted=tuple(accepted),
    )
