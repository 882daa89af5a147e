"""The arithmetic of a line by itself: its own figures must follow from each other."""

import re
from collections.abc import Iterator
from decimal import Decimal

from facefusion_billing.model.reconciliation import Check, Facts
from facefusion_billing.model.vendor_bill import BilledLine

_NUMBER = re.compile(r"[0-9]+")
_NONE = Decimal(0)


def divisor(unit: str) -> int:
    """The number in a price unit, 1 without one.

    >>> divisor("USD/3Minute/Minute"), divisor("元/次/月")
    (3, 1)
    """
    found = _NUMBER.search(unit)
    if found:
        return int(found[0]) or 1
    return 1


def counted(line: BilledLine) -> Decimal | None:
    """How many units a line bills: usage times duration, by the number in the unit."""
    if line.billed is None:
        return None
    units = line.billed * (1 if line.duration is None else line.duration)
    by = divisor(line.price_unit)
    if by == 1:
        return units
    return units / by


def audit(line: BilledLine, tolerance: Decimal) -> Iterator[Check]:
    """What is wrong with a line by itself; `tolerance` is what is passed over."""
    yield from _prices(line, tolerance)
    if None not in (line.used, line.deducted, line.billed):
        left = line.used - line.deducted  # type: ignore[operator]
        if left != line.billed:
            facts: Facts = {"used": line.used, "deducted": line.deducted, "left": left,
                     "billed": line.billed}  # fmt: skip
            worth = (line.billed - left) * (line.price or _NONE)  # type: ignore[operator]
            yield Check("counts", worth, facts)
    yield from _payments(line, tolerance)
    yield from _taxes(line, tolerance)


def _prices(line: BilledLine, tolerance: Decimal) -> Iterator[Check]:
    """List price to original cost to amount after discount."""
    count = counted(line)
    ours = _NONE
    if line.list_price is not None and line.original is not None and count is not None:
        ours = line.list_price * count
        if abs(line.original - ours) >= tolerance:
            facts: Facts = {"price": line.list_price, "count": count, "ours": ours,
                     "theirs": line.original}  # fmt: skip
            yield Check("original", line.original - ours, facts)
    if line.original is not None and line.multiplier is not None:
        ours = line.original * line.multiplier
        if line.after is not None and abs(line.after - ours) >= tolerance:
            facts = {"original": line.original, "multiplier": line.multiplier,
                     "ours": ours, "theirs": line.after}  # fmt: skip
            yield Check("discounted", line.after - ours, facts)
    if line.list_price is not None and line.price is not None:
        share = line.list_price * (line.multiplier or 1)
        if line.price not in (line.list_price, share) and line.multiplier is not None:
            facts = {"list": line.list_price, "multiplier": line.multiplier,
                     "ours": share, "theirs": line.price}  # fmt: skip
            yield Check("contract_price", (line.price - share) * (count or 1), facts)


def _payments(line: BilledLine, tolerance: Decimal) -> Iterator[Check]:
    """What was paid from vouchers, gifts and cash adds up to the amount."""
    if line.cash is None or line.after is None or line.total is not None:
        return
    given = (line.voucher, line.gift, line.share, line.cash)
    paid = sum((part for part in given if part is not None), _NONE)
    if abs(paid - line.after) >= tolerance:
        yield Check("payments", paid - line.after, {"paid": paid, "after": line.after})


def _taxes(line: BilledLine, tolerance: Decimal) -> Iterator[Check]:
    """Voucher, amount before tax, tax, total; the other reading taxes the voucher too."""
    if line.after is None or (line.total is None and line.before_tax is None):
        return
    voucher = line.voucher or _NONE
    left = line.after - voucher - (line.gift or _NONE)
    before = left if line.before_tax is None else line.before_tax
    rate = line.tax_rate or _NONE
    if rate > 1:
        rate /= 100
    tax = before * rate if line.tax is None else line.tax
    total = before + tax if line.total is None else line.total
    untaxed = [
        _differs("before_tax", before, left, tolerance),
        _differs("tax", tax, before * rate, tolerance),
        _differs("total", total, before + tax, tolerance),
    ]
    wrong = [check for check in untaxed if check]
    whole = (line.after - (line.gift or _NONE)) * rate
    if wrong and voucher and abs(tax - whole) < tolerance:
        adds_up = abs(total - (left + whole)) < tolerance
        stated = min(abs(before - left), abs(before - line.after)) < tolerance
        if adds_up and stated:
            facts: Facts = {"voucher": voucher, "rate": rate, "tax": tax}
            yield Check("tax_reading", voucher * rate, facts)
            return
    yield from wrong


def _differs(
    code: str, theirs: Decimal, ours: Decimal, tolerance: Decimal
) -> Check | None:
    if abs(theirs - ours) < tolerance:
        return None
    return Check(code, theirs - ours, {"theirs": theirs, "ours": ours})
