"""The last look at a plan before it is shown: nothing that the rules core finds cheaper
is left in it.

A proof speaks for the search; this speaks for the answer. Each order that was decided
is dropped, or made smaller by a pack, and each is merged with the one after it; every
change is billed by the core. Where one costs less, the search has a fault, and the answer says so.

The core bills the parts of a split activity each by itself, so two things stay that it
would let go. A part keeps its first licence: with free calls for each, parts without one
would make any demand free. And it keeps QPS, which serves the peak of all parts together.
"""

from collections.abc import Iterator

from facefusion_billing.model.items import LICENCE, CallPack, QpsOrder, UpgradeOrder
from facefusion_billing.model.scenario import Order, ScopeUsage
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.planner import MOST_OF_AN_ORDER, Outcome
from facefusion_billing.plans.pricing import Priced, or_cheaper
from facefusion_billing.solver.deadline import Deadline

MOST_TRIED = 24
"""Changes that are billed: a plan of more orders is looked at in part."""
MOST_BILLED = 2_400
"""The same as bills of one scope for one month, for many scopes or months."""
FEW_TRIED = 3
"""What is tried in any case, and all once the work is done; none when time is up."""
Parts = dict[str, ScopeUsage]
"""The usage of each activity that is part of one that was split."""


def improved(on: PlanFacts, plan: Priced, deadline: Deadline) -> Priced:
    """The plan, or the cheapest that differs from it by one order or pack."""
    most = FEW_TRIED if deadline.out_of_time else _most_tried(on)
    outcome, best = plan.outcome, plan
    for tried, orders in enumerate(changes(on, outcome)):
        if tried >= most or deadline.is_late:
            break
        changed = outcome._replace(orders=orders, was_changed=True)
        best = or_cheaper(on, best, changed)
    return best


def _most_tried(on: PlanFacts) -> int:
    """How many changes are billed."""
    bills = len(on.scenario.usage) * len(on.horizon.months)
    return max(min(MOST_TRIED, MOST_BILLED // max(bills, 1)), FEW_TRIED)


def _parts(on: PlanFacts, outcome: Outcome) -> Parts:
    """The activities that a plan makes of others, with their usage."""
    given, planned = on.scenario.usage, outcome.usage
    return {name: use for name, use in planned.items() if given.get(name) != use}


def changes(on: PlanFacts, outcome: Outcome) -> Iterator[tuple[Order, ...]]:
    """The orders of a plan with one left out, with a pack fewer, and with two neighbours
    of a kind as one.
    """
    orders = outcome.orders
    yield from _one_left_out(orders, _parts(on, outcome))
    yield from _one_pack_fewer(orders)
    yield from _two_as_one(orders)


def _one_left_out(
    orders: tuple[Order, ...], parts: Parts
) -> Iterator[tuple[Order, ...]]:
    """The orders without each of them; licences, without which calls are refused, come
    last.
    """
    rows = sorted(enumerate(orders), key=lambda row: row[1].kind is LICENCE)
    licensed: set[str] = set()
    for index, order in rows:
        scope = order.scope or ""
        if not _stays(order, parts.get(scope), again=scope in licensed):
            yield (*orders[:index], *orders[index + 1 :])
        if order.kind is LICENCE:
            licensed.add(scope)


def _stays(order: Order, part: ScopeUsage | None, *, again: bool) -> bool:
    """Whether an order of a part stays; `again`: it had a licence before."""
    if part is None:
        return False
    if isinstance(order.item, UpgradeOrder):
        return True
    return order.kind is LICENCE and (bool(part.peaks) or not again)


def _one_pack_fewer(orders: tuple[Order, ...]) -> Iterator[tuple[Order, ...]]:
    """The orders with one pack of each size and day left out, where several are bought."""
    for index, order in enumerate(orders):
        item = order.item
        if isinstance(item, CallPack) and item.quantity > 1:
            fewer = order._replace(item=item._replace(quantity=item.quantity - 1))
            yield (*orders[:index], fewer, *orders[index + 1 :])


def _two_as_one(orders: tuple[Order, ...]) -> Iterator[tuple[Order, ...]]:
    """The orders with each and the next one that is alike as one, where they can be."""
    for index, order in enumerate(orders):
        rest = range(index + 1, len(orders))
        later = next((at for at in rest if _alike(order, orders[at])), None)
        if later is None:
            continue
        merged = _merged(order, orders[later])
        if merged is not None:
            between = orders[index + 1 : later]
            yield (*orders[:index], merged, *between, *orders[later + 1 :])


def _alike(one: Order, other: Order) -> bool:
    """Whether two orders are of one kind and for the same."""
    return one.kind is other.kind and one.scope == other.scope


def _merged(one: Order, other: Order) -> Order | None:
    """Two orders as one on the day of the first; None where they cannot be."""
    match one.item, other.item:
        case CallPack() as first, CallPack() as second if first.size == second.size:
            quantity = first.quantity + second.quantity
            if quantity <= MOST_OF_AN_ORDER:
                return one._replace(item=first._replace(quantity=quantity))
        case QpsOrder() as first, QpsOrder() as second if first.qps == second.qps:
            days, months = first.days + second.days, first.months + second.months
            if not (days and months):
                return one._replace(item=first._replace(days=days, months=months))
    return None
