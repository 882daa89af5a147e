"""Purchases and refunds: each beside its counterpart."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import ROUND_DOWN, Decimal

from facefusion_billing.answers.reconciling.audit import audit
from facefusion_billing.answers.reconciling.mapping import Bought
from facefusion_billing.answers.reconciling.settlements import (
    Terms,
    judged_line,
    unmapped,
)
from facefusion_billing.model.bill import REFUND as REFUND_LINE
from facefusion_billing.model.bill import BillLine
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.items import (
    CallPack,
    Item,
    LicenceOrder,
    QpsOrder,
    UpgradeOrder,
    kind_of,
)
from facefusion_billing.model.reconciliation import Check, Facts, JudgedLine
from facefusion_billing.model.scenario import Order
from facefusion_billing.model.vendor_bill import PURCHASE, BilledLine
from facefusion_billing.startup.record import NamedTuple

WINDOW = timedelta(days=7)
_NONE = Decimal(0)
_CENT = Decimal("0.01")


def cents(amount: int) -> Decimal:
    """Whole cents as a decimal."""
    return Decimal(amount).scaleb(-2)


class OrderLines:
    """The lines of the orders of a usage file, each used for one line of the bill."""

    def __init__(self, lines: tuple[tuple[Month, BillLine], ...]) -> None:
        self.stated = bool(lines)
        self.left = [(month, line) for month, line in lines if line.amount]

    def take(self, line: BilledLine, bought: Bought) -> BillLine | None:
        """The line of the order that a purchase is of: by id, else by what and when."""
        found = [
            pair
            for pair in self.left
            if pair[1].order and is_of(pair[1].order, bought) and pair[1].amount > 0
        ]
        return self._taken(line, found)

    def take_refund(self, line: BilledLine) -> BillLine | None:
        """The line of the refund that a line of the bill is of."""
        found = [pair for pair in self.left if pair[1].kind == REFUND_LINE]
        same = [p for p in found if line.after == cents(p[1].amount)]
        return self._taken(line, same or found)

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
        return _Expected(cents(ordered.amount))
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


class Purchases:
    """The purchase lines of a bill, each tied to one refund at the most."""

    def __init__(self, lines: list[BilledLine]) -> None:
        self.left = [line for line in lines if line.kind == PURCHASE]

    def take(self, refund: BilledLine) -> BilledLine | None:
        """The purchase that a refund returns: by the order it names, else the only one
        of that amount in the seven days before.
        """
        named = [
            p
            for p in self.left
            if p.order and p.order in (refund.associated, refund.order)
        ]
        amount = -(refund.after or _NONE)
        near = [p for p in self.left if returned(p) == amount and _within(p, refund)]
        # Two of one amount would leave it open which of them went back.
        if not named and len(near) != 1:
            return None
        # An order of several lines: the line whose packs come to the amount, if one does.
        (found, *_) = [p for p in named if packs_returned(p, refund)] or named or near
        self.left.remove(found)
        return found


def packs_returned(purchase: BilledLine, refund: BilledLine) -> int:
    """How many packs of a purchase come to a refund; 0 where no number of them does.

    Their shares are equal, with the cents that are left in the first ones; the packs of
    the highest numbers go back.
    """
    packs, whole = int(purchase.billed or 1), returned(purchase)
    # Half a pack is none, and nothing of it comes back.
    if packs < 1:
        return 0
    share = (whole / packs).quantize(_CENT, ROUND_DOWN)
    cents_left = (whole - share * packs) / _CENT
    back = -(refund.after or _NONE)
    count = int(back // share) if share else 0
    more = max(cents_left - (packs - count), _NONE) * _CENT
    if 1 <= count <= packs and share * count + more == back:
        return count
    return 0


def returned(purchase: BilledLine) -> Decimal:
    """What a refund of a purchase returns: neither voucher nor discount."""
    return (purchase.after or _NONE) - (purchase.voucher or _NONE)


def _within(purchase: BilledLine, refund: BilledLine) -> bool:
    if purchase.paid_at is None or refund.paid_at is None:
        return False
    return purchase.paid_at <= refund.paid_at <= purchase.paid_at + WINDOW


def refund(
    line: BilledLine, purchases: Purchases, orders: OrderLines, terms: Terms
) -> JudgedLine:
    """A refund line beside the purchase it returns."""
    after = _NONE if line.after is None else line.after
    # Both are taken, whichever decides: neither is there for another refund.
    bought = purchases.take(line)
    ordered = orders.take_refund(line)
    expected = _returned(line, after, bought, ordered)
    difference = after - expected
    checks = []
    if bought is None and ordered is None:
        checks.append(Check("untied_refund", after))
    if abs(difference) >= terms.tolerance:
        facts = {"theirs": after, "ours": expected}
        checks.append(Check("refund_amount", difference, facts))
    scope, rule = terms.mapping.scope(bought or line), terms.mapping.book.refund
    clauses = (rule.clause,) if rule else ()
    return judged_line(line, scope, expected, {"refund": difference}, checks, clauses)


def _returned(
    line: BilledLine,
    after: Decimal,
    bought: BilledLine | None,
    ordered: BillLine | None,
) -> Decimal:
    """What a refund should come to: by the order of a usage file, else by the purchase."""
    if ordered is not None:
        return cents(ordered.amount)
    # Packs of an order go back one by one: any number of them is right.
    if bought is None or packs_returned(bought, line):
        return after
    return -returned(bought)
