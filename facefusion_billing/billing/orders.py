"""An order priced once: its list price, how it is paid, and its lines in the bills."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from facefusion_billing.billing.list_prices import ListPrice
from facefusion_billing.billing.metered import scope_of
from facefusion_billing.billing.shape import Shape, shape_of
from facefusion_billing.model.bill import REFUND, BillLine
from facefusion_billing.model.book import PriceBook
from facefusion_billing.model.items import (
    CallPack,
    FreePack,
    LicenceOrder,
    MaterialPack,
    QpsOrder,
    UpgradeOrder,
)
from facefusion_billing.model.money import Cents, Price, price_of
from facefusion_billing.model.scenario import Order, Tenders
from facefusion_billing.rules.payment import Payment, payment, returned_tenders
from facefusion_billing.startup.record import NamedTuple


class PricedOrder(NamedTuple):
    """An order with what it costs: its line in the bill of its month, and that of its
    refund in the month of that.
    """

    order: Order
    price: ListPrice
    payment: Payment
    line: BillLine
    refund: BillLine | None

    @property
    def amount(self) -> Cents:
        """What its line comes to."""
        return self.line.amount


def price_orders(
    orders: Iterable[Order], book: PriceBook, shape: Shape
) -> Iterator[PricedOrder]:
    """The orders that have a price, each as `price_order` prices it."""
    # Of thousands of orders most are of a few kinds of pack.
    alike: dict[tuple[object, ...], PricedOrder | None] = {}
    for order in orders:
        purchase = order.purchase
        if purchase not in alike:
            alike[purchase] = price_order(order, book, shape)
        priced = alike[purchase]
        if priced is not None:
            yield _priced_as(priced, order, book)


def _priced_as(like: PricedOrder, order: Order, book: PriceBook) -> PricedOrder:
    """An order priced as another one that buys the same."""
    if like.order is order:
        return like
    return PricedOrder(
        order=order,
        price=like.price,
        payment=like.payment,
        line=like.line._replace(order=order, date=order.date),
        refund=_refund_line(order, like.price, like.payment.tenders, book),
    )


def price_order(order: Order, book: PriceBook, shape: Shape) -> PricedOrder | None:
    """An order priced on a book, whose shape it is; None for the claim of a free pack,
    which has no price.

    Raises `NotSoldError` when the book has no price for it.
    """
    match order.item:
        case FreePack():
            return None
        case CallPack() | MaterialPack() | QpsOrder() | LicenceOrder() | UpgradeOrder():
            price = shape.list_price(order)
        case _:
            assert_never(order.item)
    paid = payment(order, price.cents)
    return PricedOrder(
        order=order,
        price=price,
        payment=paid,
        line=_line(order, price, paid, before_discount(order, book), shape),
        refund=_refund_line(order, price, paid.tenders, book),
    )


def clause_of(order: Order, book: PriceBook) -> str:
    """The clause of the table an order, or the claim of a free pack, was taken from."""
    if isinstance(order.item, FreePack):
        free = shape_of(book).free_calls(scope_of(order))
        assert free is not None, "a claim without a free pack is a fault"
        return free.clause
    return shape_of(book).list_price(order).clause


def before_discount(order: Order, book: PriceBook) -> Price | None:
    """The unit price before the book's discount; None where it has none."""
    if book.undiscounted is None:
        return None
    return shape_of(book.undiscounted).list_price(order).unit_price


def _line(
    order: Order, price: ListPrice, paid: Payment, listed: Price | None, shape: Shape
) -> BillLine:
    """At the units of the list (`listed` is its price before a discount), or as one
    order at the price that was agreed.
    """
    quantity, unit, unit_price = price.quantity, price.unit, price.unit_price
    facts = {}
    if paid.agreed is not None:
        # An agreed price need not divide by the quantity, so it stands for the whole
        # order.
        quantity, unit, unit_price = 1, "order", price_of(paid.agreed)
        facts, listed = {"list_price": price.cents}, None
    return BillLine(
        kind=order.kind.name,
        scope=scope_of(order),
        date=order.date,
        order=order,
        quantity=quantity,
        unit=unit,
        unit_price=unit_price,
        amount=paid.amount,
        clauses=(price.clause,),
        assumptions=shape.assumptions_of(order),
        discount=paid.tenders.discount,
        facts=facts,
        listed=listed,
    )


def _refund_line(
    order: Order, price: ListPrice, tenders: Tenders, book: PriceBook
) -> BillLine | None:
    """The negative line of a refunded order: the tenders that come back."""
    if order.refunded is None:
        return None
    # Vouchers and discounts are not returned, so this is no share of the amount.
    returned = sum(returned_tenders(order, tenders))
    clause = price.clause
    if book.refund is not None:
        clause = book.refund.clause
    return BillLine(
        kind=REFUND,
        scope=scope_of(order),
        date=order.refunded,
        order=order,
        quantity=-1,
        unit="order",
        unit_price=price_of(returned),
        amount=-returned,
        clauses=(clause,),
        assumptions=("refund_window",),
    )
