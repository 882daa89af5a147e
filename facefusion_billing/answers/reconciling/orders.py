"""Purchases and refunds: each beside its counterpart."""

from collections.abc import Iterator
from decimal import Decimal

from facefusion_billing.answers.reconciling.audit import audit
from facefusion_billing.answers.reconciling.mapping import Bought
from facefusion_billing.answers.reconciling.returns import Purchases, Tied
from facefusion_billing.answers.reconciling.settlements import (
    Terms,
    judged_line,
    unmapped,
)
from facefusion_billing.model.bill import REFUND as REFUND_LINE
from facefusion_billing.model.bill import BillLine
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.calendar import Month, month_of
from facefusion_billing.model.items import (
    CallPack,
    Item,
    LicenceOrder,
    MaterialPack,
    QpsOrder,
    UpgradeOrder,
    kind_of,
    quantity_of,
)
from facefusion_billing.model.reconciliation import Check, Facts, JudgedLine
from facefusion_billing.model.scenario import Order
from facefusion_billing.model.vendor_bill import BilledLine
from facefusion_billing.startup.record import NamedTuple

_NONE = Decimal(0)
_WHOLE = Decimal(1)
_CENT = Decimal("0.01")


def cents(amount: int) -> Decimal:
    """Whole cents as a decimal."""
    return Decimal(amount).scaleb(-2)


class OrderLines:
    """The lines of the orders of a usage file, each used for one line of the bill."""

    def __init__(self, lines: tuple[tuple[Month, BillLine], ...]) -> None:
        self.stated = bool(lines)
        self.left = [(month, line) for month, line in lines if line.amount]

    def take(self, line: BilledLine, bought: Bought) -> int | None:
        """The amount of the order that a purchase is of, in cents: by id, else by what
        and when.
        """
        open_ones = [p for p in self.left if p[1].order and p[1].amount > 0]
        found = [p for p in open_ones if p[1].order and is_of(p[1].order, bought)]
        taken = self._taken(line, found)
        if taken is not None:
            return taken.amount
        return self._taken_in_parts(line, bought, open_ones)

    def _taken_in_parts(
        self, line: BilledLine, bought: Bought, found: list[tuple[Month, BillLine]]
    ) -> int | None:
        """The same of an order that the file has as several, for its packs went back in
        several steps.
        """
        parts = [p for p in found if p[1].order and _is_part(p[1].order, line, bought)]
        packs = sum(p[1].order.quantity for p in parts if p[1].order)
        if not parts or packs != quantity_of(bought.what):
            return None
        for part in parts:
            self.left.remove(part)
        return sum(part[1].amount for part in parts)

    def take_refund(self, line: BilledLine) -> BillLine | None:
        """The line of the refund that a line of the bill is of; where that returns fewer
        packs, their part of it.
        """
        found = [pair for pair in self.left if pair[1].kind == REFUND_LINE]
        same = [p for p in found if line.after == cents(p[1].amount)]
        taken = self._taken(line, same or found)
        if taken is None or taken.order is None or same:
            return taken
        back, held = -(line.after or _NONE), taken.order.returned_packs
        share = _exact_return(taken) / held
        packs = max(int((back / share).quantize(_WHOLE)), 1) if share else held
        if packs >= held:
            return taken
        amount = round(-share * packs * 100)
        self._put_back(taken, held - packs, taken.amount - amount)
        order = taken.order._replace(refunded_packs=packs)
        return taken._replace(amount=amount, order=order)

    def _put_back(self, line: BillLine, packs: int, amount: int) -> None:
        """The part of a refund that is still open."""
        assert line.order is not None
        order = line.order._replace(refunded_packs=packs)
        rest = line._replace(amount=amount, order=order)
        self.left.append((month_of(line.date), rest))

    def _taken(
        self, line: BilledLine, found: list[tuple[Month, BillLine]]
    ) -> BillLine | None:
        ids = (line.order, line.associated)
        named = [p for p in found if p[1].order and p[1].order.id in ids]
        dated = [p for p in found if p[1].date == line.paid_at]
        monthly = [p for p in found if p[0] == line.month]
        # The surest sign first; a purchase of the month is better than none.
        for pairs in (named, dated, monthly):
            if pairs:
                self.left.remove(pairs[0])
                return pairs[0][1]
        return None

    def missing(self, months: set[Month]) -> Iterator[tuple[Month, BillLine]]:
        """The lines of those months that no line of the bill is of."""
        return ((month, line) for month, line in self.left if month in months)


def is_of(order: Order, bought: Bought) -> bool:
    """Whether a purchase is what an order asks for."""
    if kind_of(order.item) != kind_of(bought.what):
        return False
    match order.item:
        case CallPack(size=size, quantity=quantity):
            same: Item = CallPack(size, quantity)
        case QpsOrder(qps=qps, days=days, months=months):
            same = QpsOrder(qps, days, months)
        case UpgradeOrder(qps=qps, days=days):
            same = UpgradeOrder(qps, days)
        case LicenceOrder(package=package):
            return LicenceOrder(package) == bought.what
        case _:
            same = order.item
    scoped = order.scope in (None, bought.scope) or bought.scope == ACCOUNT
    return scoped and same == bought.what


def _is_part(order: Order, line: BilledLine, bought: Bought) -> bool:
    """Whether an order has some packs of a purchase, by its id and what it is of."""
    what = bought.what
    if not line.order or not isinstance(what, CallPack | MaterialPack):
        return False
    same_id = order.id == line.order or order.id.startswith(f"{line.order}-")
    packs = bought._replace(what=what._replace(quantity=order.quantity))
    return same_id and is_of(order, packs)


class _Expected(NamedTuple):
    """What a purchase should come to, the part of the bridge that a difference is, and
    what is to be said of the line.
    """

    amount: Decimal
    part: str = "price"
    check: Check | None = None


def _expected(
    line: BilledLine, after: Decimal, bought: Bought, orders: OrderLines
) -> _Expected:
    """By the order of a usage file, else by the book."""
    ordered = orders.take(line, bought)
    if ordered is not None:
        return _Expected(cents(ordered))
    if orders.stated:
        # The file says what was ordered, and this is none of it.
        return _Expected(_NONE, "unexpected", Check("unexpected", after))
    listed = bought.price * bought.units
    if _is_discounted(line, listed):
        facts: Facts = {"list": listed, "price": after}
        return _Expected(listed, check=Check("discount", after - listed, facts))
    return _Expected(listed)


def purchase(line: BilledLine, orders: OrderLines, terms: Terms) -> JudgedLine:
    """A purchase line, judged by the book, or by the order of a usage file."""
    bought = terms.mapping.bought(line)
    if bought is None or line.after is None:
        return unmapped(line, terms.mapping.scope(line))
    expected, part, check = _expected(line, line.after, bought, orders)
    difference = line.after - expected
    checks = list(audit(line, terms.tolerance))
    # Where the line's own figures do not follow from each other, its price is not to
    # blame for what is left.
    if checks and part == "price":
        part = "rest"
    if check is not None:
        checks.append(check)
    if abs(difference) >= terms.tolerance and not checks:
        checks.append(_wrong_amount(line, bought, expected, difference))
    parts, clauses = {part: difference}, (bought.clause,)
    return judged_line(line, bought.scope, expected, parts, checks, clauses)


def _is_discounted(line: BilledLine, listed: Decimal) -> bool:
    """Whether a line comes to its list price less the discount that it states."""
    if line.multiplier is None:
        return False
    return line.after == listed * line.multiplier != listed


def _wrong_amount(
    line: BilledLine, bought: Bought, expected: Decimal, difference: Decimal
) -> Check:
    facts: Facts = {
        "theirs": line.after,
        "ours": expected,
        "price": bought.price,
        "count": Decimal(bought.units),
    }
    return Check("amount", difference, facts)


def refund(
    line: BilledLine, purchases: Purchases, orders: OrderLines, terms: Terms
) -> JudgedLine:
    """A refund line beside the purchase it returns."""
    after = _NONE if line.after is None else line.after
    # Both are taken, whichever decides: neither is there for another refund.
    bought = purchases.take(line)
    ordered = orders.take_refund(line)
    expected = _returned(after, bought, ordered, min(terms.tolerance, _CENT))
    difference = after - expected
    checks = []
    if bought is None and ordered is None:
        checks.append(Check("untied_refund", after))
    if abs(difference) >= terms.tolerance:
        facts = {"theirs": after, "ours": expected}
        checks.append(Check("refund_amount", difference, facts))
    of = bought.purchase if bought else line
    scope = terms.mapping.scope(of)
    rule = terms.mapping.book.refund
    # The rule of a book that returns nothing is no ground for what should come back.
    clauses = (rule.clause,) if rule and rule.window_days is not None else ()
    return judged_line(line, scope, expected, {"refund": difference}, checks, clauses)


def _returned(
    after: Decimal, bought: Tied | None, ordered: BillLine | None, tolerance: Decimal
) -> Decimal:
    """What a refund should come to: by the order of a usage file, else by the purchase."""
    if ordered is not None:
        # Shares in cents are rounded: what is right by the exact one is right.
        is_right = abs(after + _exact_return(ordered)) < tolerance
        return after if is_right else cents(ordered.amount)
    # Packs of an order go back one by one: any number of them is right.
    return after if bought is None else -bought.amount


def _exact_return(line: BillLine) -> Decimal:
    """What the packs that go back cost, without rounding their shares."""
    order = line.order
    if order is None or order.paid is None:
        return -cents(line.amount)
    return cents(sum(order.paid.returned)) * order.returned_packs / order.quantity
