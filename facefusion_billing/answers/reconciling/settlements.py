"""A settlement line beside what was expected of it: calls, packs and price apart.

The order is the auditors': volume first, at the expected price, then price, at the
billed count. So a dead zone shows as what it is.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from facefusion_billing.answers.reconciling.audit import audit, counted, left_of
from facefusion_billing.answers.reconciling.beside import Settled
from facefusion_billing.answers.reconciling.mapping import Mapping
from facefusion_billing.answers.reconciling.own import Own
from facefusion_billing.answers.reconciling.parted import PartedMonth
from facefusion_billing.answers.reconciling.prices import (
    SCOPE,
    TIER,
    Counts,
    Priced,
    options,
    priced,
    reading_check,
)
from facefusion_billing.answers.reconciling.tariff import Tariff
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.reconciliation import Check, Facts, JudgedLine
from facefusion_billing.model.vendor_bill import BilledLine
from facefusion_billing.startup.record import NamedTuple

_NONE = Decimal(0)
_PLACES = 8
"""Decimals of a price that activities have on the average."""


class Terms(NamedTuple):
    """What lines are judged by: book and patterns, readings, and what is passed over."""

    mapping: Mapping
    readings: Readings
    tolerance: Decimal
    calls_tolerance: Decimal


def settlement(
    line: BilledLine, own: Own | None, terms: Terms, month: PartedMonth | None = None
) -> JudgedLine:
    """A settlement line, judged; `month` is its month, where that has several lines."""
    scope = terms.mapping.scope(line)
    tariff = terms.mapping.tariff(scope)
    count = counted(line)
    if tariff is None or count is None or line.after is None:
        return unmapped(line, scope)
    price = _priced(line, tariff, own, terms, month)
    own, month = _own_prices(line, tariff, own, terms, month)
    billed = Settled(line, count, line.after, own, price, month)
    return _judged(billed, scope, tariff, terms)


def _judged(billed: Settled, scope: str, tariff: Tariff, terms: Terms) -> JudgedLine:
    """The line beside what was expected of it, with everything wrong about it."""
    expected, parts = billed.bridge()
    checks = _checks(billed, parts, terms)
    volumes = [*billed.volume_checks(parts, terms.calls_tolerance)]
    if billed.price.check is None and not volumes:
        checks += _own_price_checks(billed, parts["price"], terms)
    checks += volumes
    judged = judged_line(billed.line, scope, expected, parts, checks, (tariff.clause,))
    price, units = billed.price, billed.units
    # With one price all readings give it.
    fits = price.fits if len(tariff.prices) > 1 and units else None
    return judged._replace(quantity=units, fits=fits)


def _priced(
    line: BilledLine,
    tariff: Tariff,
    own: Own | None,
    terms: Terms,
    month: PartedMonth | None,
) -> Priced:
    """The price beside that of the tier which all calls of the line's month reach."""
    if month is None:
        return _of_tier(line, line, tariff, own, terms)
    together = _of_tier(line, month.whole, tariff, month.own, terms)
    if not month.by_activity:
        return together
    alone = _of_tier(line, line, tariff, own, terms)
    if terms.readings.consult(SCOPE) == "account":
        return _unless_read(together, alone, "activity")
    return _unless_read(alone, together, "account")


def _of_tier(
    line: BilledLine,
    counts: BilledLine,
    tariff: Tariff,
    own: Own | None,
    terms: Terms,
) -> Priced:
    """The price of a line beside that of the tier which some counts reach."""
    count, left = counted(counts) or _NONE, left_of(counts)
    found = _by_count(line, counts, count, tariff, own, terms)
    if found.check is None or left is None:
        return found
    # Where counts contradict each other, the price may be that of either.
    by_left = _by_count(line, counts, left, tariff, own, terms)
    return found if by_left.check else by_left


def _own_prices(
    line: BilledLine,
    tariff: Tariff,
    own: Own | None,
    terms: Terms,
    month: PartedMonth | None,
) -> tuple[Own | None, PartedMonth | None]:
    """The own figures of a line and of its month, where they only count calls with the
    price of the tier that these reach.
    """
    if own is None or own.price is not None or own.amount is not None:
        return own, month
    by_itself = month and month.by_activity and terms.readings.value(SCOPE) != "account"
    if month is None or month.own is None or by_itself:
        return _with_price(own, line, line, tariff, terms), month
    of_month = _with_price(month.own, line, month.whole, tariff, terms)
    return own._replace(price=of_month.price), month._replace(own=of_month)


def _with_price(
    own: Own, line: BilledLine, counts: BilledLine, tariff: Tariff, terms: Terms
) -> Own:
    """Own counts with the price of the tier that they reach beside the bill's line."""
    deducted = own.deducted
    if deducted is None and counts.used is not None:
        deducted = _whole(counts.deducted)
    billable = max(own.calls - (deducted or 0), 0)
    # No calls reach no tier.
    if not billable:
        return own
    reaching = Counts(billable, deducted, own.calls, own.free, own.holders)
    offers, in_force = options(tariff, reaching), terms.readings.consult(TIER)
    reached = priced(line, tariff, offers, in_force, Decimal(billable))
    return own._replace(billable=billable, price=reached.expected)


def _by_count(
    line: BilledLine,
    counts: BilledLine,
    count: Decimal,
    tariff: Tariff,
    own: Own | None,
    terms: Terms,
) -> Priced:
    offers = options(tariff, _reaching(counts, int(count), own))
    return priced(line, tariff, offers, terms.readings.consult(TIER), count)


def _unless_read(in_force: Priced, other: Priced, value: str) -> Priced:
    """The price by the reading in force; where only the other one of who shares a tier
    explains it, that is told.
    """
    if in_force.check is None or (other.check and other.check.code != "discount"):
        return in_force
    # With a discount it is the list price that the other reading gives.
    facts = other.check.facts if other.check else {}
    price = facts.get("list", in_force.price)
    check = reading_check(SCOPE, (value,), price, in_force.expected)
    return in_force._replace(check=check, fits=other.fits)


def _reaching(line: BilledLine, count: int, own: Own | None) -> Counts:
    """What a count can reach its tier by, as far as the bill or own figures say."""
    deducted = _whole(line.deducted)
    used = _whole(line.used)
    if own is None:
        return Counts(count, deducted, used)
    if deducted is None:
        deducted = own.deducted
    # Of other deductions than the own ones nobody says what was free.
    free = own.free if deducted == own.deducted else 0
    return Counts(count, deducted, used, free, own.holders)


def _checks(billed: Settled, parts: dict[str, Decimal], terms: Terms) -> list[Check]:
    """What is wrong with the line by itself: its figures, its amount, its price."""
    line, count, price, rest = billed.line, billed.units, billed.price, parts["rest"]
    checks = list(audit(line, terms.tolerance))
    # Figures that contradict each other say already why the amount is another.
    if abs(rest) >= terms.tolerance and not checks:
        facts: Facts = {
            "price": price.price,
            "count": count,
            "ours": price.price * count,
            "theirs": line.after,
        }
        checks.append(Check("amount", rest, facts))
    if price.check is not None and count:
        checks.append(price.check._replace(amount=parts["price"]))
    return checks


def _own_price_checks(billed: Settled, worth: Decimal, terms: Terms) -> Iterator[Check]:
    """Of a price that the bill's own counts allow: that it is not the one of the own
    figures, though their calls are the same.
    """
    own, price = billed.own_of_month, billed.price.price
    if own is None or not worth:
        return
    if terms.readings.value(SCOPE) == "activity" and own.holders > 1:
        ours = own.price or price - worth / billed.units
        check = reading_check(SCOPE, ("account",), price, round(ours, _PLACES))
    else:
        facts: Facts = {"price": price, "ours": own.price}
        facts["count"] = own.reached_by(terms.readings.consult(TIER))
        check = Check("other_tier", facts=facts)
    yield check._replace(amount=worth)


def judged_line(
    line: BilledLine,
    scope: str,
    expected: Decimal,
    parts: dict[str, Decimal],
    checks: Iterable[Check],
    clauses: tuple[str, ...] = (),
) -> JudgedLine:
    """A line of a bill beside what was expected of it, with its own count and price."""
    return JudgedLine(
        line=line,
        kind=line.kind,
        scope=scope,
        month=line.month,
        expected=expected,
        parts=parts,
        checks=tuple(checks),
        clauses=clauses,
        quantity=line.billed,
        unit_price=line.listed,
    )


def unmapped(line: BilledLine, scope: str = "") -> JudgedLine:
    """A line of the product that no pattern, or more than one, claims."""
    judged = unexpected(line, scope, "rest", "unmapped")
    if line.list_price is not None:
        return judged._replace(unit_price=line.list_price)
    return judged


def unexpected(
    line: BilledLine, scope: str, part: str, code: str, facts: Facts | None = None
) -> JudgedLine:
    """A line of which nothing was expected: all of it is one part of the bridge."""
    amount = _NONE if line.after is None else line.after
    check = Check(code, amount, facts or {})
    judged = judged_line(line, scope, _NONE, {part: amount}, [check])
    return judged._replace(unit_price=line.price)


def _whole(value: Decimal | None) -> int | None:
    if value is None:
        return None
    return int(value)
