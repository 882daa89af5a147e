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
from facefusion_billing.plans.pricing import Priced, cheaper, priced
from facefusion_billing.solver.deadline import Deadline

MOST_TRIED = 300
"""Neighbours that are billed, in all."""
MOST_BILLED = 6_000
"""The same as bills of one scope for one month, for many scopes or months."""
Orders = tuple[Order, ...]


def climbed(
    on: PlanFacts, planner: Planner, plan: Priced, deadline: Deadline
) -> Priced:
    """The plan, or a cheaper one that its neighbours led to: none of whose own costs
    less, as far as they could be billed.
    """
    best, left = plan, _most_tried(on)
    rows = _neighbours(on, planner, best.outcome)
    while left and not deadline.is_late:
        orders = next(rows, None)
        if orders is None:
            break
        left -= 1
        tried = best.outcome._replace(orders=orders, was_changed=True)
        found = cheaper(best, priced(on, tried))
        if found is not best:
            best, rows = found, _neighbours(on, planner, found.outcome)
    return best


def _most_tried(on: PlanFacts) -> int:
    """How many neighbours are billed."""
    bills = len(on.scenario.usage) * len(on.horizon.months)
    return min(MOST_TRIED, MOST_BILLED // bills)


def _neighbours(on: PlanFacts, planner: Planner, outcome: Outcome) -> Iterator[Orders]:
    """The orders of a plan with one thing changed."""
    yield from changes(on, outcome)
    for shelf in planner.shelves():
        yield from _other_packs(outcome.orders, shelf)
    yield from planner.licensed_otherwise(outcome)


def _other_packs(orders: Orders, shelf: Shelf) -> Iterator[Orders]:
    """The orders with a pack on another day, one of another size, or one more."""
    for index, order in enumerate(orders):
        if not isinstance(order.item, CallPack) or order.scope != shelf.scope:
            continue
        fewer = _with_one_fewer(orders, index, order.item)
        for day in shelf.days:
            if day != order.date:
                yield _with_one_more(fewer, shelf, day, order.item.size)
        for size in shelf.sizes:
            if size != order.item.size:
                yield _with_one_more(fewer, shelf, order.date, size)
    for day in shelf.days:
        for size in shelf.sizes:
            yield _with_one_more(orders, shelf, day, size)


def _with_one_fewer(orders: Orders, index: int, item: CallPack) -> Orders:
    """The orders with a pack of one of them fewer."""
    before, after = orders[:index], orders[index + 1 :]
    if item.quantity == 1:
        return (*before, *after)
    fewer = item._replace(quantity=item.quantity - 1)
    return (*before, orders[index]._replace(item=fewer), *after)


def _with_one_more(orders: Orders, shelf: Shelf, day: date, size: int) -> Orders:
    """The orders with a pack more, in the order for such packs of that day if there is
    room in it.
    """
    for index, order in enumerate(orders):
        item = order.item
        if (
            isinstance(item, CallPack)
            and (order.scope, order.date, item.size) == (shelf.scope, day, size)
            and item.quantity < MOST_OF_AN_ORDER
        ):
            more = item._replace(quantity=item.quantity + 1)
            return (*orders[:index], order._replace(item=more), *orders[index + 1 :])
    one = Order("", CallPack(size), shelf.scope, day, day, shelf.location)
    return (*orders, one)
