"""What the files say together: control totals, evidence of deductions and daily use."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING

from facefusion_billing.model.calendar import Month, month_of
from facefusion_billing.model.reconciliation import Finding
from facefusion_billing.model.vendor_bill import (
    PRECISION,
    SETTLEMENT,
    BilledLine,
    ControlTotal,
    VendorBill,
)

if TYPE_CHECKING:
    from facefusion_billing.model.scenario import CallCount

_NONE = Decimal(0)
_CENT = Decimal("0.01")


def findings(
    bill: VendorBill,
    lines: list[BilledLine],
    counts: "dict[str | None, list[CallCount]] | None",
) -> Iterator[Finding]:
    """Everything that is found of the files as a whole."""
    if bill.repeats:
        yield Finding("repeats", {"count": bill.repeats})
    for note in bill.notes:
        yield Finding(note)
    if not bill.period_stated and any(line.kind == SETTLEMENT for line in lines):
        yield Finding("period_assumed")
    if not any(line.kind == SETTLEMENT for line in lines):
        yield Finding("no_settlement")
    yield from _controls(bill, lines)
    yield from _deductions(bill, lines)
    yield from _daily(bill, lines)
    if counts is not None:
        yield from _days(bill, counts)


def _controls(bill: VendorBill, lines: list[BilledLine]) -> Iterator[Finding]:
    """Totals of a higher level, which are rounded row by row."""
    files: dict[str, list[ControlTotal]] = {}
    for control in bill.controls:
        files.setdefault(control.file, []).append(control)
    # The difference of precision is a product of its own there.
    own = [line for line in lines if line.kind != PRECISION]
    for file, controls in files.items():
        months = {control.month for control in controls}
        shared = months & {_billed_in(line) for line in own}
        # A file may hold other months too; where no month is the same, none is told.
        amounts = [c.amount for c in controls if c.month in shared or not shared]
        compared = [n for n in own if _billed_in(n) in shared or not shared]
        total = sum(amounts, _NONE)
        whole = sum((line.after or _NONE for line in compared), _NONE)
        # Each row of a higher level is rounded by itself: up to a cent for each.
        if abs(total - whole) >= _CENT * len(amounts):
            yield Finding("control", {"file": file, "theirs": total, "ours": whole})


def _billed_in(line: BilledLine) -> Month | None:
    """The month of the bill that a line stands in."""
    return line.bill_month or line.month


def _by_month(lines: list[BilledLine], field: str) -> dict[Month, Decimal]:
    """The sum of a count over the settlement lines of each month."""
    found: dict[Month, Decimal] = {}
    for line in lines:
        value = getattr(line, field)
        if value is not None and line.kind == SETTLEMENT and line.month:
            found[line.month] = found.get(line.month, _NONE) + value
    return found


def _deductions(bill: VendorBill, lines: list[BilledLine]) -> Iterator[Finding]:
    """Each deduction by itself, and all of a month beside the bill's."""
    exported: dict[Month, Decimal] = {}
    for row in bill.deductions:
        taken = row.used * row.factor
        if row.before - row.after != row.deducted or row.deducted != taken:
            where = f"{row.file}:{row.line}"
            yield Finding("deduction_law", {"where": where, "pack": row.pack})
        month = month_of(row.day)
        exported[month] = exported.get(month, _NONE) + row.used
    if exported:
        yield from _unlike("deducted", exported, _by_month(lines, "deducted"))


def _unlike(
    code: str, exported: dict[Month, Decimal], stated: dict[Month, Decimal]
) -> Iterator[Finding]:
    """The months of both an export and the bill in which they differ."""
    for month, billed in stated.items():
        if month in exported and exported[month] != billed:
            facts = {"month": month, "theirs": billed, "ours": exported[month]}
            yield Finding(code, facts)


def _daily(bill: VendorBill, lines: list[BilledLine]) -> Iterator[Finding]:
    """Each day by itself, and all of a month beside the bill's."""
    exported: dict[Month, Decimal] = {}
    for row in bill.daily:
        if row.total != row.deducted + row.remaining:
            yield Finding("daily_law", {"where": f"{row.file}:{row.line}"})
        month = month_of(row.day)
        exported[month] = exported.get(month, _NONE) + row.total
    if exported:
        yield from _unlike("daily_total", exported, _by_month(lines, "used"))


def _days(
    bill: VendorBill, counts: "dict[str | None, list[CallCount]]"
) -> Iterator[Finding]:
    """Own counts of a day beside the exported ones."""
    mine: dict[date, int] = {}
    for count in chain.from_iterable(counts.values()):
        # What is counted by month says nothing of a day.
        if count.span.days == 1:
            mine[count.span.start] = mine.get(count.span.start, 0) + count.calls
    exported: dict[date, Decimal] = {}
    for use in bill.daily:
        exported[use.day] = exported.get(use.day, _NONE) + use.total
    for day, theirs in sorted(exported.items()):
        if day in mine and mine[day] != theirs:
            yield Finding(
                "calls_of_day", {"day": day, "theirs": theirs, "ours": mine[day]}
            )
    deducted: dict[date, Decimal] = {}
    for row in bill.deductions:
        deducted[row.day] = deducted.get(row.day, _NONE) + row.used
    for day, theirs in sorted(deducted.items()):
        # Packs need not hold all calls of a day, but never more than there were.
        if day in mine and theirs > mine[day]:
            facts = {"day": day, "theirs": theirs, "ours": mine[day]}
            yield Finding("deducted_of_day", facts)
