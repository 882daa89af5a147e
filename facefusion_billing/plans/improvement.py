"""The last look at a plan before it is shown: nothing that the rules core finds cheaper
is left in it.

A proof speaks for the search; this speaks for the answer. Each order that was decided
is dropped, and each is merged with the one after it; every change is billed by the
core. Where one costs less, the search has a fault, and the answer says so.
"""

from collections.abc import Iterator

from facefusion_billing.billing.bills import Billing
from facefusion_billing.model.items import LICENCE, CallPack, QpsOrder, UpgradeOrder
from facefusion_billing.model.scenario import Order
from facefusion_billing.plans.baseline import MOST_OF_AN_ORDER, PlanFacts
from facefusion_billing.plans.planner import Outcome
from facefusion_billing.plans.pricing import billed, total_of
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.startup.record import NamedTuple

MOST_TRIED = 24
"""Changes that are billed: a plan of more orders is looked at in part."""
MOST_BILLED = 2_400
"""The same as bills of one scope for one month, for many scopes or months."""
FEW_TRIED = 3
"""What is tried in any case, and all once the work is done; none when time is up."""


class Improved(NamedTuple):
    """A plan and its bills."""

    outcome: Outcome
    core: Billing


def improved(
    on: PlanFacts, outcome: Outcome, core: Billing, deadline: Deadline
) -> Improved:
    """The plan, or the cheapest that differs from it by one order."""
    most = FEW_TRIED if deadline.out_of_time else _most_tried(on)
    best = Improved(outcome, core)
    is_split = set(outcome.usage) != set(on.scenario.usage)
    for tried, orders in enumerate(_changes(outcome.orders, is_split=is_split)):
        if tried >= most or deadline.is_late:
            break
        changed = outcome._replace(orders=orders)
        again, reasons = billed(on, changed)
        if again is None or reasons:
            continue
        if total_of(again) < total_of(best.core):
            best = Improved(changed, again)
    return best


def _most_tried(on: PlanFacts) -> int:
    bills = len(on.scenario.usage) * len(on.horizon.months)
    return max(min(MOST_TRIED, MOST_BILLED // max(bills, 1)), FEW_TRIED)


def _changes(
    orders: tuple[Order, ...], *, is_split: bool
) -> Iterator[tuple[Order, ...]]:
    """The orders with one left out, and with two neighbours of a kind as one; licences,
    without which calls are refused, come last.

    The upgrades of a split activity stay: they serve the peak of all parts together,
    which no bill of a part shows.
    """
    rows = sorted(enumerate(orders), key=lambda row: row[1].kind is LICENCE)
    for index, order in rows:
        if not (is_split and isinstance(order.item, UpgradeOrder)):
            yield (*orders[:index], *orders[index + 1 :])
    for index, order in enumerate(orders):
        later = index + 1
        while later < len(orders) and not _alike(order, orders[later]):
            later += 1
        if later == len(orders):
            continue
        merged = _merged(order, orders[later])
        if merged is not None:
            rest = (*orders[index + 1 : later], *orders[later + 1 :])
            yield (*orders[:index], merged, *rest)


def _alike(one: Order, other: Order) -> bool:
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
