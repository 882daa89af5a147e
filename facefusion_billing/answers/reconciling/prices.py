"""The unit price of a settlement line: which tier its count reaches, under each reading.

A bill states the calls that were used, deducted and billed, but not which of the
deducted ones were free: at the most the lesser of what was deducted and what the book
gives free.
"""

from decimal import Decimal
from typing import Any

from facefusion_billing.answers.reconciling.audit import counted
from facefusion_billing.answers.reconciling.tariff import Tariff
from facefusion_billing.model.assumptions import ASSUMPTIONS
from facefusion_billing.model.reconciliation import Check
from facefusion_billing.model.vendor_bill import BilledLine
from facefusion_billing.startup.record import NamedTuple

TIER, SCOPE = "tier_basis", "postpaid_scope"
READINGS = tuple(ASSUMPTIONS[TIER].choices)
Options = dict[str, tuple[Decimal, ...]]


class Priced(NamedTuple):
    """The price of a line, the price expected, what is wrong with it, and the readings
    of `tier_basis` that give it (None: the question does not arise).
    """

    price: Decimal
    expected: Decimal
    check: Check | None
    fits: tuple[str, ...]


class Counts(NamedTuple):
    """What reaches a tier: calls billed, deducted and used, as far as they are known.

    Of the deducted ones at least `free` were free, and at the most those of `holders`.
    """

    billed: int
    deducted: int | None
    used: int | None
    free: int = 0
    holders: int = 1


def options(tariff: Tariff, counts: Counts) -> Options:
    """The unit prices that counts can have under each reading."""
    billed, used = counts.billed, counts.used
    most_free = tariff.free * counts.holders
    if counts.deducted is not None:
        most_free = min(counts.deducted, most_free)
        if used is None:
            used = billed + counts.deducted
    least_free = min(counts.free, most_free)
    return {
        "billable": tariff.reached(billed, billed),
        "after_paid_packs": tariff.reached(billed + least_free, billed + most_free),
        # Where it is not said how many were used, they may reach any higher tier.
        "total": tariff.reached(billed if used is None else used, used),
    }


def priced(
    line: BilledLine, tariff: Tariff, offers: Options, in_force: str, count: Decimal
) -> Priced:
    """The price of a line beside the one that a count reaches: its own, or that of all
    lines of its month.
    """
    usual = offers[in_force]
    price, listed = _stated(line, usual)
    fits = tuple([r for r in READINGS if price in offers[r] or listed in offers[r]])
    if price in usual:
        return Priced(price, price, None, fits)
    # A price that is not the book's, of a list price that is: a discount, no fault.
    if listed in usual:
        return Priced(price, listed, _discount(listed, price), fits)
    expected = usual[0] if usual else price
    if fits:
        check = reading_check(TIER, fits, price, expected)
    elif price < expected and listed == tariff.undiscounted.get(expected):
        check = _discount(expected, price)
    else:
        facts = {"price": listed, "ours": expected, "count": count}
        check = _check(_fault_of(tariff, listed, price), **facts)
    return Priced(price, expected, check, fits)


def _fault_of(tariff: Tariff, listed: Decimal, price: Decimal) -> str:
    """What is wrong with a price: that of another tier, or none of the book."""
    if listed in tariff.sold or price in tariff.sold:
        return "other_tier"
    return "not_in_book"


def reading_check(
    question: str, values: tuple[str, ...], price: Decimal, ours: Decimal
) -> Check:
    """That a price is the one of other readings of a question."""
    readings = tuple(f"{question}={value}" for value in values)
    return _check("reading", readings=readings, price=price, ours=ours)


def _discount(listed: Decimal, price: Decimal) -> Check:
    return _check("discount", list=listed, price=price)


def _check(code: str, **facts: Any) -> Check:
    """A check without its amount, which only the count of the line tells."""
    return Check(code, Decimal(0), facts)


def _stated(line: BilledLine, usual: tuple[Decimal, ...]) -> tuple[Decimal, Decimal]:
    """The price that was paid for a unit, and the list price; where a bill shows none,
    what its amount comes to.
    """
    listed = line.listed
    if listed is None:
        return (_derived(line, usual),) * 2
    if line.list_price is not None and line.multiplier is not None:
        return listed * line.multiplier, listed
    if line.price is None:
        return listed, listed
    return line.price, listed


def _derived(line: BilledLine, usual: tuple[Decimal, ...]) -> Decimal:
    count, after = counted(line), line.after
    if not count or after is None:
        return next(iter(usual), Decimal(0))
    # An amount in cents gives a price only roughly: that of the book, where it fits.
    near = (price for price in usual if abs(price * count - after) < Decimal("0.01"))
    # With the digits that bills have: the quotient itself may have no end.
    return next(near, (after / count).quantize(Decimal("0.00000001")))
