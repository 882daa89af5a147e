"""The calls that no amount holds: how many, in which months, and why."""

from collections import Counter
from collections.abc import Iterable

from facefusion_billing.billing.bills import Billing
from facefusion_billing.model.bill import Bill
from facefusion_billing.model.calendar import Month


def unpriced(bills: Iterable[Bill]) -> dict[str, int]:
    """The calls that are refused, and those without a price."""
    rows = [row for bill in bills for row in bill.usage]
    return {
        "refused": sum(row.refused for row in rows),
        "undetermined": sum(row.undetermined for row in rows),
    }


def unpriced_in(bills: Iterable[Bill]) -> dict[str, tuple[Month, ...]]:
    """The months in which calls are refused, and those in which some have no price."""
    found: dict[str, list[Month]] = {}
    for bill in bills:
        for kind, calls in unpriced([bill]).items():
            if calls:
                found.setdefault(kind, []).append(bill.month)
    return {kind: tuple(months) for kind, months in found.items()}


def refused_by(billing: Billing) -> dict[str, int]:
    """Why calls are refused and how many, in whatever month: that a month is shown
    alone, or a warning left out, changes no remedy.
    """
    found = Counter[str]()
    for record in billing.metering.months:
        for reasons in record.refused_by.values():
            found.update(reasons)
    return dict(found)
