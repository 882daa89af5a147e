"""What the files say together: control totals, evidence of deductions and daily use."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import chain
from operator import gt, ne
from typing import TYPE_CHECKING, TypeVar

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

K = TypeVar("K", Month, date)
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
    files = _by_file(bill.controls)
    # The difference of precision is a product of its own there.
    own = [line for line in lines if line.kind != PRECISION]
    for file, controls in files.items():
        controls, compared = _of_shared_months(controls, own)
        theirs = sum((control.amount for control in controls), _NONE)
        ours = sum((line.after or _NONE for line in compared), _NONE)
        # Each row of a higher level is rounded by itself: up to a cent for each.
        if abs(theirs - ours) >= _CENT * len(controls):
            yield Finding("control", {"file": file, "theirs": theirs, "ours": ours})


def _by_file(controls: Iterable[ControlTotal]) -> dict[str, list[ControlTotal]]:
    files: dict[str, list[ControlTotal]] = {}
    for control in controls:
        files.setdefault(control.file, []).append(control)
    return files


def _of_shared_months(
    controls: list[ControlTotal], lines: list[BilledLine]
) -> tuple[list[ControlTotal], list[BilledLine]]:
    """Of both those of the same months; all where none is the same or none is told."""
    months = {control.month for control in controls}
    shared = months & {_billed_in(line) for line in lines}
    if not shared:
        return controls, lines
    return (
        [control for control in controls if control.month in shared],
        [line for line in lines if _billed_in(line) in shared],
    )


def _billed_in(line: BilledLine) -> Month | None:
    """The month of the bill that a line stands in."""
    return line.bill_month or line.month


def _deductions(bill: VendorBill, lines: list[BilledLine]) -> Iterator[Finding]:
    """Each deduction by itself, and all of a month beside the bill's."""
    for row in bill.deductions:
        taken = row.used * row.factor
        if row.before - row.after != row.deducted or row.deducted != taken:
            where = f"{row.file}:{row.line}"
            yield Finding("deduction_law", {"where": where, "pack": row.pack})
    exported = _sums((month_of(row.day), row.used) for row in bill.deductions)
    if exported:
        yield from _unlike("deducted", exported, _by_month(lines, "deducted"))


def _daily(bill: VendorBill, lines: list[BilledLine]) -> Iterator[Finding]:
    """Each day by itself, and all of a month beside the bill's."""
    for row in bill.daily:
        if row.total != row.deducted + row.remaining:
            yield Finding("daily_law", {"where": f"{row.file}:{row.line}"})
    exported = _sums((month_of(row.day), row.total) for row in bill.daily)
    if exported:
        yield from _unlike("daily_total", exported, _by_month(lines, "used"))


def _by_month(lines: list[BilledLine], field: str) -> dict[Month, Decimal]:
    """The sum of a count over the settlement lines of each month."""
    found = []
    for line in lines:
        value = getattr(line, field)
        if value is not None and line.kind == SETTLEMENT and line.month:
            found.append((line.month, value))
    return _sums(found)


def _unlike(
    code: str, exported: dict[Month, Decimal], stated: dict[Month, Decimal]
) -> Iterator[Finding]:
    """The months of both an export and the bill in which they differ."""
    for month, billed in stated.items():
        if month in exported and exported[month] != billed:
            facts = {"month": month, "theirs": billed, "ours": exported[month]}
            yield Finding(code, facts)


def _days(
    bill: VendorBill, counts: "dict[str | None, list[CallCount]]"
) -> Iterator[Finding]:
    """Own counts of a day beside the exported ones."""
    own = _counted_days(counts)
    used = _sums((row.day, row.total) for row in bill.daily)
    yield from _wrong_days("calls_of_day", used, own, ne)
    deducted = _sums((row.day, row.used) for row in bill.deductions)
    # Packs need not hold all calls of a day, but never more than there were.
    yield from _wrong_days("deducted_of_day", deducted, own, gt)


def _counted_days(
    counts: "dict[str | None, list[CallCount]]",
) -> dict[date, Decimal]:
    """The own counts of single days, where those of every scope are known."""
    rows = chain.from_iterable(counts.values())
    own = _sums((r.span.start, Decimal(r.calls)) for r in rows if not r.whole_month)
    for of_scope in counts.values():
        days = {row.span.start for row in of_scope if not row.whole_month}
        months = {month_of(row.span.start) for row in of_scope if row.whole_month}
        # What is counted by month says nothing of a day that has no row of its own.
        for day in [day for day in own if month_of(day) in months and day not in days]:
            del own[day]
    return own


def _wrong_days(
    code: str,
    exported: dict[date, Decimal],
    own: dict[date, Decimal],
    is_wrong: Callable[[Decimal, Decimal], bool],
) -> Iterator[Finding]:
    """The days of both on which an exported count is wrong beside the own one."""
    for day, theirs in sorted(exported.items()):
        if day in own and is_wrong(theirs, own[day]):
            facts = {"day": day, "theirs": theirs, "ours": int(own[day])}
            yield Finding(code, facts)


def _sums(amounts: Iterable[tuple[K, Decimal]]) -> dict[K, Decimal]:
    """What the amounts of each month or day come to."""
    found: dict[K, Decimal] = {}
    for key, amount in amounts:
        found[key] = found.get(key, _NONE) + amount
    return found
