"""The arithmetic of a line by itself: its own figures must follow from each other."""

import re
from collections.abc import Iterator
from decimal import Decimal

from facefusion_billing.model.reconciliation import Check, Facts
from facefusion_billing.model.vendor_bill import BilledLine
from facefusion_billing.startup.record import NamedTuple

_NUMBER = re.compile(r"[0-9]+")
_NONE = Decimal(0)
_MOST_DIGITS = 18
_PLACES = 16
"""Decimals of a count that was divided by the number in a price unit."""


def divisor(unit: str) -> int:
    """The number in a price unit, 1 without one.

    >>> (
    ...     divisor("USD/3Minute/Minute"),
    ...     divisor("元/次/月"),
    ...     divisor("USD/" + 5_000 * "9"),
    ... )
    (3, 1, 1)
    """
    found = _NUMBER.search(unit)
    # A 0 is a slip, and so are more digits than any count has: nothing is divided by it.
    if found and len(found[0]) <= _MOST_DIGITS:
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
    share = units / by
    # A third of a count has no end; what is left out is far below any amount.
    exponent = share.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -_PLACES:
        return round(share, _PLACES)
    return share


def left_of(line: BilledLine) -> Decimal | None:
    """How many units what was used less what was deducted leaves, where the line bills
    another count; None where it agrees, or does not say.
    """
    used, deducted, units = line.used, line.deducted, counted(line)
    if used is None or deducted is None or units is None:
        return None
    left, by = used - deducted, divisor(line.price_unit)
    # Both are counted in calls; where usage and duration are swapped, in units.
    if left in (units, units * by):
        return None
    return round(left / by, _PLACES)


def audit(line: BilledLine, tolerance: Decimal) -> Iterator[Check]:
    """What is wrong with a line by itself; `tolerance` is what is passed over."""
    yield from _original(line, tolerance)
    yield from _discounted(line, tolerance)
    yield from _contract_price(line)
    yield from _counts(line)
    yield from _payments(line, tolerance)
    yield from _taxes(line, tolerance)


def _counts(line: BilledLine) -> Iterator[Check]:
    """From what was used to what is billed."""
    left = left_of(line)
    if left is None:
        return
    facts: Facts = {
        "used": line.used,
        "deducted": line.deducted,
        "left": left * divisor(line.price_unit),
        "billed": line.billed,
        "duration": line.duration,
    }
    # What it costs is in the amount, which is held against what they leave.
    yield Check("duration" if line.billed == facts["left"] else "counts", facts=facts)


def _original(line: BilledLine, tolerance: Decimal) -> Iterator[Check]:
    """From list price to original cost."""
    count, original = counted(line), line.original
    if line.list_price is None or original is None or count is None:
        return
    ours, left = line.list_price * count, left_of(line)
    if left is not None and abs(original - line.list_price * left) < tolerance:
        # It is the cost of what was used: only the count billed is another.
        return
    if abs(original - ours) >= tolerance:
        facts: Facts = {
            "price": line.list_price,
            "count": count,
            "ours": ours,
            "theirs": original,
        }
        yield Check("original", original - ours, facts)


def _discounted(line: BilledLine, tolerance: Decimal) -> Iterator[Check]:
    """From original cost to the amount after discount."""
    if line.original is None or line.multiplier is None or line.after is None:
        return
    ours = line.original * line.multiplier
    if abs(line.after - ours) >= tolerance:
        facts: Facts = {
            "original": line.original,
            "multiplier": line.multiplier,
            "ours": ours,
            "theirs": line.after,
        }
        yield Check("discounted", line.after - ours, facts)


def _contract_price(line: BilledLine) -> Iterator[Check]:
    """From list price to the price of a unit."""
    if line.list_price is None or line.price is None or line.multiplier is None:
        return
    share = line.list_price * (line.multiplier or 1)
    # Some bills repeat the list price here and take the discount from the amount alone.
    if line.price not in (line.list_price, share):
        facts: Facts = {
            "list": line.list_price,
            "multiplier": line.multiplier,
            "ours": share,
            "theirs": line.price,
        }
        worth = (line.price - share) * (counted(line) or 1)
        yield Check("contract_price", worth, facts)


def _payments(line: BilledLine, tolerance: Decimal) -> Iterator[Check]:
    """What was paid from vouchers, gifts and cash adds up to the amount."""
    if line.cash is None or line.after is None or line.total is not None:
        return
    given = (line.voucher, line.gift, line.share, line.cash)
    paid = sum((part for part in given if part is not None), _NONE)
    # With a tax the API says what was paid for both; its total is no field of its own.
    owed = {line.after, line.after + (line.tax or _NONE)}
    if all(abs(paid - amount) >= tolerance for amount in owed):
        yield Check("payments", paid - line.after, {"paid": paid, "after": line.after})


class _Tax(NamedTuple):
    """A line's figures from the amount to the total; what a bill leaves out follows from
    the others.
    """

    left: Decimal
    before: Decimal
    rate: Decimal
    tax: Decimal
    total: Decimal


def _tax_of(line: BilledLine, after: Decimal) -> _Tax:
    # A gifted balance pays what is owed; only a voucher lowers it before the tax.
    left = after - (line.voucher or _NONE)
    before = left if line.before_tax is None else line.before_tax
    rate = line.tax_rate or _NONE
    # 6 and 0.06 both stand for 6 percent.
    if rate > 1:
        rate /= 100
    tax = before * rate if line.tax is None else line.tax
    total = before + tax if line.total is None else line.total
    return _Tax(left, before, rate, tax, total)


def _taxes(line: BilledLine, tolerance: Decimal) -> Iterator[Check]:
    """Voucher, amount before tax, tax, total."""
    stated = line.total, line.before_tax, line.tax
    if line.after is None or stated == (None, None, None):
        return
    tax = _tax_of(line, line.after)
    checks = [
        _differs("before_tax", tax.before, tax.left, tolerance),
        # Without a rate nothing says what the tax should be.
        line.tax_rate is not None
        and _differs("tax", tax.tax, tax.before * tax.rate, tolerance),
        _differs("total", tax.total, tax.before + tax.tax, tolerance),
    ]
    wrong = [check for check in checks if check]
    # What a voucher pays may be taxed or not; a bill that taxes it throughout is no
    # mistake, but another reading, and is named as one.
    if wrong and line.voucher and _is_voucher_taxed(line, tax, tolerance):
        facts: Facts = {"voucher": line.voucher, "rate": tax.rate, "tax": tax.tax}
        yield Check("tax_reading", line.voucher * tax.rate, facts)
        return
    yield from wrong


def _is_voucher_taxed(line: BilledLine, tax: _Tax, tolerance: Decimal) -> bool:
    """Whether all figures follow from a tax on the voucher too."""
    after = line.after or _NONE
    whole = after * tax.rate
    if abs(tax.tax - whole) >= tolerance:
        return False
    if abs(tax.total - (tax.left + whole)) >= tolerance:
        return False
    return min(abs(tax.before - tax.left), abs(tax.before - after)) < tolerance


def _differs(
    code: str, theirs: Decimal, ours: Decimal, tolerance: Decimal
) -> Check | None:
    if abs(theirs - ours) < tolerance:
        return None
    return Check(code, theirs - ours, {"theirs": theirs, "ours": ours})
