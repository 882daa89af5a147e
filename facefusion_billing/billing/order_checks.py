"""Whether an order makes sense on its price book by itself, as far as it was read: what
could not be read hides nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from facefusion_billing.billing.list_prices import NotSoldError
from facefusion_billing.billing.metered import scope_of
from facefusion_billing.billing.shape import Shape
from facefusion_billing.model.book import PriceBook
from facefusion_billing.model.calendar import DISTANT, ONE_DAY, Span
from facefusion_billing.model.faults import (
    Fault,
    Location,
    fault_at,
    meant,
)
from facefusion_billing.model.items import FreePack, Item, QpsOrder
from facefusion_billing.model.money import money_text
from facefusion_billing.model.scenario import Account, Draft, Order, Scenario
from facefusion_billing.rules.payment import payment

SHORTEST_YEAR = 365
NOTHING: frozenset[str] = frozenset()
_PICKS_PRICE = {"size", "qps", "package"}
_MAKES_PRICE = {"quantity", "days", "months", "paid", "price", "source"}


def faults_by_order(scenario: Scenario, shape: Shape) -> Iterator[list[Fault]]:
    """What is wrong with each order on the scenario's book, whose shape it is."""
    # Of thousands of orders most are of a few kinds of pack.
    sound: set[tuple[object, ...]] = set()
    for order in scenario.orders:
        faults, purchase = list(_dates(scenario, order, NOTHING)), order.purchase
        if purchase not in sound or order.refunded is not None:
            wrong = list(_purchase(scenario, shape, order, NOTHING))
            faults += wrong
            if not wrong:
                sound.add(purchase)
        yield faults


def draft_faults(scenario: Scenario, shape: Shape, draft: Draft) -> Iterator[Fault]:
    """The same for an order of which something could not be read, but for what rests on
    that.
    """
    order, unread = draft
    if "date" not in unread:
        yield from _dates(scenario, order, unread)
    yield from _purchase(scenario, shape, order, unread)


def _purchase(
    scenario: Scenario, shape: Shape, order: Order, unread: frozenset[str]
) -> Iterator[Fault]:
    """What is wrong with what an order buys, for whom and for how much; but for packs
    that come back it is the same for all orders that buy the same.
    """
    is_sold = order.kind in shape.sold
    if not is_sold:
        yield fault_at(
            "the price book {id!r} sells no {name}; it sells {names}",
            order.at("item"),
            id=scenario.book.id,
            name=order.kind.name,
            names=", ".join(kind.name for kind in shape.sold),
        )
    if "for" not in unread:
        yield from shape.order_faults(order)
    yield from _returned(order, unread)
    if is_sold and not unread & _PICKS_PRICE:
        yield from _price(scenario.book, shape, order, unread)


def is_known(shape: Shape, order: Order) -> bool:
    """Whether the book sells what was ordered to whom it is for."""
    if order.kind not in shape.sold or any(shape.order_faults(order)):
        return False
    return not _not_sold(shape, order)


def _dates(scenario: Scenario, order: Order, unread: frozenset[str]) -> Iterator[Fault]:
    """What is wrong with the days of an order."""
    if not scenario.book.in_force.holds(order.date):
        day = Span(order.date, order.date + ONE_DAY)
        yield from not_in_force(scenario, day, order.at("date"))
    # The shortest year that a reading gives: later than that, no day is left of it.
    late = (order.delivered - order.date).days >= SHORTEST_YEAR
    if late and "delivered" not in unread:
        yield fault_at(
            "delivered after the year of the pack is over", order.at("delivered")
        )
    if isinstance(order.item, FreePack):
        yield from _activated(scenario.account, order)


def not_in_force(scenario: Scenario, span: Span, location: Location) -> Iterator[Fault]:
    """Days on which the price book does not hold."""
    period = scenario.book.in_force
    if span.start < period.start or span.end > period.end:
        if period.end == DISTANT:
            when = f"from {period.start}"
        elif period.start > date.min:
            when = f"{period.start} to before {period.end}"
        else:
            when = f"before {period.end}"
        yield fault_at(
            "outside the time in which the price book {id!r} is in force ({when})",
            location,
            id=scenario.book.id,
            when=when,
        )


def _activated(account: Account, order: Order) -> Iterator[Fault]:
    """A free pack is claimed in the console of an account that is activated."""
    if account.activated is not None and order.date < account.activated:
        yield fault_at(
            "claimed before the account is activated on {activated}",
            order.at("date"),
            activated=account.activated,
        )


def _returned(order: Order, unread: frozenset[str]) -> Iterator[Fault]:
    """Too many packs that come back."""
    if order.refunded is None or order.refunded_packs is None:
        return
    if order.refunded_packs > order.quantity and "quantity" not in unread:
        yield fault_at(
            "{refunded_packs:,} packs returned of {quantity:,}",
            order.at("refunded_packs"),
            refunded_packs=order.refunded_packs,
            quantity=order.quantity,
        )


def _price(
    book: PriceBook, shape: Shape, order: Order, unread: frozenset[str]
) -> Iterator[Fault]:
    """What is wrong with what an order costs, and with how much of it was used."""
    groups = book.groups
    if not groups or order.scope in groups:
        yield from _priced(shape, order, unread)
        return
    # A misspelt group must not hide a wrong size: what was probably meant is checked.
    near = meant(order.scope or "", groups)
    if near is not None:
        yield from _priced(shape, order._replace(scope=near), unread)
        return
    # Where no group is near, only what none of them sells is wrong for certain.
    tried = [_not_sold(shape, order._replace(scope=name)) for name in groups]
    if all(tried):
        yield from tried[0]


def _priced(shape: Shape, order: Order, unread: frozenset[str]) -> Iterator[Fault]:
    not_sold = _not_sold(shape, order)
    if not_sold:
        yield from not_sold
        return
    if isinstance(order.item, FreePack):
        if order.paid is not None or order.stated_price is not None:
            yield fault_at("a free pack has no price", _priced_at(order))
    elif not unread & _MAKES_PRICE and not _is_without_end(order.item):
        yield from _tenders(order, shape)
    holds = shape.calls_in(order)
    if order.used_calls > holds and not unread & {"used_calls", "quantity"}:
        yield fault_at(
            "{used_calls:,} used calls of {holds:,}",
            order.at("used_calls"),
            used_calls=order.used_calls,
            holds=holds,
        )


def _not_sold(shape: Shape, order: Order) -> list[Fault]:
    """That the book sells no such thing to whom the order is for."""
    item = order.item
    if isinstance(item, FreePack):
        if shape.free_calls(scope_of(order)) is not None:
            return []
        return [
            fault_at(
                "the price book has no 'free_pack' for {scope}",
                order.location,
                scope=order.scope,
            )
        ]
    if _is_without_end(item):
        return []
    try:
        shape.list_price(order)
    except NotSoldError as error:
        return [Fault(error.message, order.at(order.kind.priced_by))]
    return []


def _is_without_end(item: Item) -> bool:
    """Whether QPS are for both days and months, or for neither: that is said where it
    stands, and has no price.
    """
    return isinstance(item, QpsOrder) and bool(item.days) == bool(item.months)


def _priced_at(order: Order) -> Location:
    if order.paid is not None:
        return order.at("paid")
    return order.at("price")


def _tenders(order: Order, shape: Shape) -> Iterator[Fault]:
    if order.source == "gifted":
        # A 0 that is written out is no fault.
        if sum(order.paid or ()) or order.stated_price:
            yield fault_at(
                "a gifted order costs nothing; leave out what was paid",
                _priced_at(order),
            )
        return
    # Where nothing is said of tenders, the account paid the whole price.
    if order.paid is None:
        return
    paid = payment(order, shape.list_price(order).cents)
    if not paid.is_whole:
        together, whole = money_text(sum(paid.tenders)), money_text(paid.price)
        yield fault_at(
            "the tenders add up to {together}; the price is {whole}",
            order.at("paid"),
            together=together,
            whole=whole,
        )
