"""An order whose packs went back, as a usage file can say it: with one day of refund, or,
where they went back in several steps, parted into orders of their own.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from facefusion_billing.model.items import CallPack, Item, MaterialPack
from facefusion_billing.model.money import Cents
from facefusion_billing.model.scenario import Order, Tenders
from facefusion_billing.rules.payment import returned_tenders
from facefusion_billing.startup.record import NamedTuple


class Return(NamedTuple):
    """Packs of an order that went back on a day, for an amount in cents."""

    day: date
    packs: int
    amount: Cents


def in_parts(order: Order, price: Cents, returns: Iterable[Return]) -> list[Order]:
    """The order with its refunds; several orders where one cannot say them.

    `price` is the list price of a pack. The orders have all packs, and all that was
    paid, between them.
    """
    days = _by_day(returns)
    if not days:
        return [order]
    back = sum(one.packs for one in days)
    some = back if 0 < back < order.quantity else None
    marked = order._replace(refunded=days[-1].day, refunded_packs=some)
    if order.paid is None or _is_said(marked, order.paid, days):
        return [marked]
    return _parts(order, price, days) or [marked]


def _is_said(order: Order, paid: Tenders, days: Sequence[Return]) -> bool:
    """Whether one order says what went back: on one day, for what its shares come to."""
    if not isinstance(order.item, CallPack | MaterialPack):
        return True
    if len(days) > 1:
        return False
    returned = sum(returned_tenders(order, paid))
    return order.refunded_packs is None or returned == days[0].amount


def _by_day(returns: Iterable[Return]) -> list[Return]:
    ordered = sorted(returns, key=lambda one: one.day)
    found = []
    for day, of_day in groupby(ordered, key=lambda one: one.day):
        rows = list(of_day)
        packs = sum(r.packs for r in rows)
        amount = sum(r.amount for r in rows)
        found.append(Return(day, packs, amount))
    return found


def _parts(order: Order, price: Cents, days: Sequence[Return]) -> list[Order]:
    """The packs that are kept, if any, then those of each day, which went back whole;
    nothing where what was paid cannot be parted so.
    """
    left, returned = order, []
    for one in days:
        part: Order | None = left
        if one.packs < left.quantity:
            part = _part(order, left, price, one)
        if part is None or not left.quantity:
            return []
        returned.append(part._replace(refunded=one.day))
        left = _less(left, part)
    # First, so that by their id they are drawn before those that went back unused.
    return [left, *returned] if left.quantity else returned


def _part(order: Order, left: Order, price: Cents, one: Return) -> Order | None:
    """Packs of an order that went back on a day, with what was paid for them: so that
    just its amount comes back, or else as their shares are. None where that leaves less
    than nothing for the others.
    """
    paid = order.paid or Tenders()
    shares = Tenders(*(amount * one.packs // order.quantity for amount in paid))
    agreed = None
    if order.stated_price is not None:
        agreed = one.amount + shares.voucher
    owed = price * one.packs if agreed is None else agreed
    for exact in _payments(shares, owed, one.amount):
        part = order._replace(
            item=_packs(order, one.packs), paid=exact, stated_price=agreed
        )
        rest = _less(left, part).paid or Tenders()
        if min((*exact, *rest)) >= 0:
            return part
    return None


def _payments(shares: Tenders, owed: Cents, back: Cents) -> Iterator[Tenders]:
    """What was paid for some packs, in the order in which it is tried: what comes back
    is the amount, and what that leaves of the price the voucher's or the discount's; or
    the rounding of all shares is the cash's.
    """
    exact = shares._replace(cash=shares.cash + back - sum(shares.returned))
    short = owed - sum(exact)
    yield exact._replace(voucher=exact.voucher + short)
    yield exact._replace(discount=exact.discount + short)
    yield shares._replace(cash=shares.cash + owed - sum(shares))


def _less(order: Order, part: Order) -> Order:
    """An order without the packs of another one, and without what was paid for them."""
    paid = zip(order.paid or Tenders(), part.paid or Tenders(), strict=True)
    agreed = order.stated_price
    if agreed is not None:
        agreed -= part.stated_price or 0
    return order._replace(
        item=_packs(order, order.quantity - part.quantity),
        paid=Tenders(*(all_ - some for all_, some in paid)),
        stated_price=agreed,
    )


def _packs(order: Order, quantity: int) -> Item:
    """The item of an order, so many times."""
    assert isinstance(order.item, CallPack | MaterialPack)
    return order.item._replace(quantity=quantity)
