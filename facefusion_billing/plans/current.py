"""The file's own plan beside the space: its decisions as an outcome, and whether they
are some that a plan may make.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from facefusion_billing.billing.shape import shape_of
from facefusion_billing.model.calendar import Span
from facefusion_billing.model.items import LicenceOrder, QpsOrder
from facefusion_billing.model.scenario import QPS_MODE, Order, ScopeUsage
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.planner import Outcome


def current_outcome(on: PlanFacts, like: Outcome) -> Outcome:
    """What the file decides itself, in the place of a plan."""
    modes = {
        name: tuple(_qps_days(use, on.horizon.start))
        for name, use in on.written.usage.items()
    }
    return like._replace(
        orders=tuple(_own(on)), modes=modes, usage=on.scenario.usage, was_changed=True
    )


def _qps_days(use: ScopeUsage, start: date) -> Iterator[Span]:
    """The days in QPS mode from a day on."""
    for mode in use.modes:
        if mode.mode == QPS_MODE and mode.span.end > start:
            yield Span(max(mode.span.start, start), mode.span.end)


def _own(on: PlanFacts) -> Iterator[Order]:
    """The orders that the file decides."""
    return (order for order in on.written.orders if not on.is_fact(order))


def is_inside_the_space(on: PlanFacts, found: Outcome) -> bool:
    """Whether a plan could have decided what the file decides: orders at list prices
    with no start or delivery of their own, one base of QPS at a time, and licences as
    a plan that was found has them.
    """
    orders = list(_own(on))
    # The days of licences have a rule of their own, which a file need not follow.
    if _licences(orders) != _licences(found.orders):
        return False
    return all(map(_can_be_planned, orders)) and not _has_two_bases(on, orders)


def _licences(orders: Iterable[Order]) -> Counter[tuple[str | None, str, date]]:
    """For whom which licences begin on which day."""
    return Counter(
        (order.scope, order.item.package, order.begins)
        for order in orders
        if isinstance(order.item, LicenceOrder)
    )


def _can_be_planned(order: Order) -> bool:
    """Whether a plan could have such an order."""
    # A price of its own, agreed or discounted, is none that a plan could count on.
    if order.stated_price is not None:
        return False
    if order.paid is not None and order.paid.discount:
        return False
    return order.begins == order.delivered == order.date


def _has_two_bases(on: PlanFacts, orders: Iterable[Order]) -> bool:
    """Whether QPS by the month is bought for a group twice at a time."""
    shape = shape_of(on.scenario.book)
    bases: dict[str | None, list[Span]] = {}
    for order in orders:
        if isinstance(order.item, QpsOrder) and order.item.months:
            term = shape.term(order, on.readings)
            if term is not None:
                bases.setdefault(order.scope, []).append(term)
    return any(map(_overlap, bases.values()))


def _overlap(spans: list[Span]) -> bool:
    """Whether two of some spans have a day in common."""
    ordered = sorted(spans)
    return any(one.meets(other) for one, other in pairwise(ordered))
