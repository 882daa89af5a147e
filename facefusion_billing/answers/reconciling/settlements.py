"""A settlement line beside what was expected of it: calls, packs and price apart.

The order is the auditors': volume first, at the expected price, then price, at the
billed count. So a dead zone shows as what it is.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from facefusion_billing.answers.reconciling.audit import audit, counted
from facefusion_billing.answers.reconciling.mapping import Mapping
from facefusion_billing.answers.reconciling.own import Own
from facefusion_billing.answers.reconciling.prices import (
    TIER,
    Options,
    Priced,
    options,
    priced,
)
from facefusion_billing.answers.reconciling.tariff import Tariff
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.reconciliation import Check, Facts, JudgedLine
from facefusion_billing.model.vendor_bill import BilledLine
from facefusion_billing.startup.record import NamedTuple

_NONE = Decimal(0)


class Terms(NamedTuple):
    """What lines are judged by: book and patterns, readings, and what is passed over."""

    mapping: Mapping
    readings: Readings
    tolerance: Decimal
    calls_tolerance: Decimal


def settlement(
    line: BilledLine, own: Own | None, terms: Terms, month: BilledLine | None = None
) -> JudgedLine:
    """A settlement line, judged; `month` has the counts of all its month's lines, where
    there are several.
    """
    scope = terms.mapping.scope(line)
    tariff = terms.mapping.tariff(scope)
    count = counted(line)
    if tariff is None or count is None or line.after is None:
        return unmapped(line, scope)
    price = _priced(line, tariff, own, terms, month)
    billed = _Settlement(line, count, line.after, own, price)
    return _judged(billed, scope, tariff, terms)


class _Settlement(NamedTuple):
    """A settlement line with the units it bills and its amount, beside the own figures and the price
    that its count reaches.
    """

    line: BilledLine
    units: Decimal
    after: Decimal
    own: Own | None
    price: Priced

    def bridge(self) -> tuple[Decimal, dict[str, Decimal]]:
        """The amount expected, and the parts that lead from it to the one billed."""
        unit_price = self._unit_price()
        volumes = _volumes(self.line, self.units, self.own, unit_price)
        expected = volumes.billable * unit_price
        parts = {
            "calls": volumes.calls,
            "packs": volumes.packs,
            "price": self._of_price(unit_price),
        }
        # What no part explains is a part too: they add up to the difference, whatever
        # it is.
        parts["rest"] = self.after - expected - sum(parts.values(), _NONE)
        return expected, parts

    def _unit_price(self) -> Decimal:
        """The unit price expected: that of the own figures, where they have one."""
        if self.own is not None and self.own.price is not None:
            return self.own.price
        return self.price.expected

    def _of_price(self, unit_price: Decimal) -> Decimal:
        """What the billed count costs more than at the unit price expected."""
        if self.line.listed is None and self.price.check is not None:
            # Of a bill without prices the amount says it exactly.
            return self.after - unit_price * self.units
        return (self.price.price - unit_price) * self.units


def _judged(
    billed: _Settlement, scope: str, tariff: Tariff, terms: Terms
) -> JudgedLine:
    """The line beside what was expected of it, with everything wrong about it."""
    expected, parts = billed.bridge()
    checks = [*_checks(billed, parts, terms), *_volume_checks(billed, parts, terms)]
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
    month: BilledLine | None,
) -> Priced:
    """The price beside that of the tier which the line's calls, or else all calls of
    its month, reach.
    """
    reading = terms.readings.consult(TIER)
    count = int(counted(line) or 0)
    price = priced(line, tariff, _offers(line, tariff, count, own), reading)
    if month is None or price.check is None:
        return price
    together = _offers(month, tariff, int(month.billed or 0), None)
    of_month = priced(line, tariff, together, reading)
    return price if of_month.check else of_month


def _offers(line: BilledLine, tariff: Tariff, count: int, own: Own | None) -> Options:
    """The unit prices that the line's count can have under each reading."""
    deducted = _whole(line.deducted)
    if deducted is None and own is not None:
        deducted = own.deducted
    return options(tariff, count, deducted, _whole(line.used))


def _checks(
    billed: _Settlement, parts: dict[str, Decimal], terms: Terms
) -> list[Check]:
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


class _Volumes(NamedTuple):
    """The billable calls expected, and what more `calls` and fewer deducted ones from
    `packs` cost.
    """

    billable: Decimal
    calls: Decimal = _NONE
    packs: Decimal = _NONE


def _volumes(
    line: BilledLine, count: Decimal, own: Own | None, price: Decimal
) -> _Volumes:
    """The volumes of a line beside the own figures, at the price expected."""
    if own is None:
        return _Volumes(count)
    used, deducted = line.used, line.deducted
    if used is None or deducted is None:
        billable = _billable(own, _NONE)
        return _Volumes(billable, calls=(count - billable) * price)
    ours = deducted if own.deducted is None else Decimal(own.deducted)
    return _Volumes(
        _billable(own, ours),
        calls=(used - own.calls) * price,
        packs=(ours - deducted) * price,
    )


def _billable(own: Own, deducted: Decimal) -> Decimal:
    """The billable calls by own figures; where only calls were counted, what the bill's
    deductions leave of them.
    """
    if own.billable is not None and own.deducted is not None:
        return Decimal(max(own.calls - own.deducted, 0))
    return max(own.calls - deducted, _NONE)


def _volume_checks(
    billed: _Settlement, parts: dict[str, Decimal], terms: Terms
) -> Iterator[Check]:
    """Calls and deductions that differ from the own figures."""
    line, own = billed.line, billed.own
    if own is None:
        return
    theirs, ours = line.used, Decimal(own.calls)
    if theirs is None or line.deducted is None:
        theirs, ours = billed.units, _billable(own, _NONE)
    if theirs != ours:
        of_month = ours if own.of_month is None else own.of_month
        is_near = abs(theirs - ours) * 100 < terms.calls_tolerance * of_month
        code = "calls_tolerance" if is_near else "calls"
        # With the price: other calls may have reached another tier.
        worth = parts["calls"] + parts["price"]
        yield Check(code, worth, {"theirs": theirs, "ours": ours})
    yield from _pack_checks(line, own, parts["packs"])


def _pack_checks(line: BilledLine, own: Own, worth: Decimal) -> Iterator[Check]:
    """Deductions that differ, where both sides state them."""
    theirs, ours = line.deducted, own.deducted
    if theirs is None or ours is None or line.used is None or theirs == ours:
        return
    code = "more_packs" if theirs > ours else "packs"
    yield Check(code, worth, {"theirs": theirs, "ours": ours})
