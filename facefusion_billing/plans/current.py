"""The file's own plan beside the space: its decisions as an outcome, and whether they
are some that a plan may make.
"""

from collections.abc import Iterator
from itertools import pairwise

from facefusion_billing.billing.shape import shape_of
from facefusion_billing.model.calendar import Span
from facefusion_billing.model.items import LicenceOrder, QpsOrder
from facefusion_billing.model.scenario import QPS_MODE, Order
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.planner import Outcome


def current_outcome(on: PlanFacts, like: Outcome) -> Outcome:
    """What the file decides itself, in the place of a plan."""
    start = on.horizon.start
    modes = {
        name: tuple(
            Span(max(mode.span.start, start), mode.span.end)
            for mode in use.modes
            if mode.mode == QPS_MODE and mode.span.end > start
        )
        for name, use in on.written.usage.items()
    }
    return like._replace(orders=tuple(_own(on)), modes=modes, usage=on.scenario.usage)


def _own(on: PlanFacts) -> Iterator[Order]:
    return (order for order in on.written.orders if not on.is_fact(order))


def is_inside_the_space(on: PlanFacts) -> bool:
    """Whether a plan could have decided what the file decides: orders at list prices
    with no start or delivery of their own, one base of QPS at a time, and no licences
    (their days have a rule of their own).
    """
    bases: dict[str | None, list[Span]] = {}
    for order in _own(on):
        item = order.item
        if order.stated_price is not None or order.delivered != order.date:
            return False
        # A price of its own, agreed or discounted, is none that a plan could count on.
        if order.paid is not None and order.paid.discount:
            return False
        # The days of licences have a rule of their own, which a file need not follow.
        if isinstance(item, LicenceOrder) or order.begins != order.date:
            return False
        if isinstance(item, QpsOrder) and item.months:
            term = shape_of(on.scenario.book).term(order, on.readings)
            if term is not None:
                bases.setdefault(order.scope, []).append(term)
    return not any(_overlap(spans) for spans in bases.values())


def _overlap(spans: list[Span]) -> bool:
    ordered = sorted(spans)
    return any(one.meets(other) for one, other in pairwise(ordered))
