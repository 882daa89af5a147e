"""What is tried with a plan that was not proved: its neighbours, one after another, for
as long as one of them costs less.

A search that ends without its proof may have overlooked what anybody would try: a pack
more, one on another decision day or of another size, an activity licensed otherwise.
Each neighbour is billed by the core. One that costs less is no fault to report: the
answer was `bounded` before, and no plan is below its bound.
"""

from collections.abc import Iterator
from datetime import date

from facefusion_billing.model.items import CallPack
from facefusion_billing.model.scenario import Order
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.improvement import changes
from facefusion_billing.plans.planner import (
    MOST_OF_AN_ORDER,
    Outcome,
    Planner,
    Shelf,
)
from facefusion_billing.plans.pricing import Priced, or_cheaper
from facefusion_billing.solver.deadline import Deadline

MOST_TRIED = 300
"""Neighbours that are billed, in all."""
MOST_BILLED = 6_000
"""The same as bills of one scope for one month, for many scopes or months."""
ORDERS_OF_A_BILL = 4
"""Orders that take as long as such a bill does: a plan of years by the day has hundreds,
whose neighbours took longer than its search.
"""
Orders = tuple[Order, ...]


def climbed(
    on: PlanFacts, planner: Planner, plan: Priced, deadline: Deadline
) -> Priced:
    """The plan, or a cheaper one that its neighbours led to: none of whose own costs
    less, as far as they could be billed.
    """
    best, left = plan, _most_tried(on, plan.outcome)
    rows = _neighbours(on, planner, best.outcome)
    while left and not deadline.is_late:
        orders = next(rows, None)
        if orders is None:
            break
        left -= 1
        tried = best.outcome._replace(orders=orders, was_changed=True)
        found = or_cheaper(on, best, tried)
        if found is not best:
            best, rows = found, _neighbours(on, planner, found.outcome)
    return best


def _most_tried(on: PlanFacts, outcome: Outcome) -> int:
    """How many neighbours are billed."""
    bills = len(outcome.usage) * len(on.horizon.months)
    orders = len(outcome.orders) + len(on.scenario.orders)
    bills += orders // ORDERS_OF_A_BILL
    return min(MOST_TRIED, MOST_BILLED // bills)


def _neighbours(on: PlanFacts, planner: Planner, outcome: Outcome) -> Iterator[Orders]:
    """The orders of a plan with one thing changed."""
    yield from changes(on, outcome)
    for shelf in planner.shelves():
        yield from _other_packs(outcome.orders, shelf)
    yield from planner.licensed_otherwise(outcome)
    # Two at once, after all that is one: a pack that is given up for another.
    for shelf in planner.shelves():
        for fewer in _one_fewer(outcome.orders, shelf):
            yield from _other_packs(fewer, shelf)


def _other_packs(orders: Orders, shelf: Shelf) -> Iterator[Orders]:
    """The orders with a pack more, and with packs on another day or of another size."""
    for day in shelf.days:
        for size in shelf.sizes:
            yield _with_packs(orders, shelf, day, CallPack(size))

    for order, packs, rest in _in_parts(orders, shelf):
        yield from _exchanged(rest, order, packs, shelf)


def _one_fewer(orders: Orders, shelf: Shelf) -> Iterator[Orders]:
    """The orders with a pack of one of them fewer."""
    for _, packs, rest in _in_parts(orders, shelf):
        if packs.quantity == 1:
            yield rest


def _in_parts(orders: Orders, shelf: Shelf) -> Iterator[tuple[Order, CallPack, Orders]]:
    """Each order for packs with all of them, and with one of them; and what the orders
    are without these.
    """
    for index, order in enumerate(orders):
        item = order.item
        if not isinstance(item, CallPack) or order.scope != shelf.scope:
            continue
        others = (*orders[:index], *orders[index + 1 :])
        yield order, item, others
        if item.quantity > 1:
            fewer = order._replace(item=item._replace(quantity=item.quantity - 1))
            yield order, item._replace(quantity=1), (*others, fewer)


def _exchanged(
    rest: Orders, order: Order, packs: CallPack, shelf: Shelf
) -> Iterator[Orders]:
    """Some orders with the packs of another one on each other day, or as many of each
    other size as hold no fewer calls.
    """
    for day in shelf.days:
        if day != order.date:
            yield _with_packs(rest, shelf, day, packs)
    for size in shelf.sizes:
        quantity = -(-packs.size * packs.quantity // size)
        if size != packs.size and quantity <= MOST_OF_AN_ORDER:
            yield _with_packs(rest, shelf, order.date, CallPack(size, quantity))


def _with_packs(orders: Orders, shelf: Shelf, day: date, packs: CallPack) -> Orders:
    """The orders with some packs more, in the order for such packs of that day if there
    is one with room for them.
    """
    for index, order in enumerate(orders):
        item = order.item
        if not isinstance(item, CallPack) or item.size != packs.size:
            continue
        quantity = item.quantity + packs.quantity
        is_there = (order.scope, order.date) == (shelf.scope, day)
        if is_there and quantity <= MOST_OF_AN_ORDER:
            more = order._replace(item=item._replace(quantity=quantity))
            return (*orders[:index], more, *orders[index + 1 :])
    return (*orders, Order("", packs, shelf.scope, day, day, shelf.location))
