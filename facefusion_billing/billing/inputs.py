"""What no reading of an open question changes: a scenario's daily calls, and its orders
priced and in the bills of their months.
"""

from collections import Counter
from typing import Any

from facefusion_billing.billing.metered import Calls, FiledOrders, by_date_and_id, filed
from facefusion_billing.billing.orders import PricedOrder, price_orders
from facefusion_billing.billing.shape import shape_of
from facefusion_billing.model.bill import BillLine
from facefusion_billing.model.calendar import Month, month_of
from facefusion_billing.model.scenario import Order, Scenario, ScopeUsage
from facefusion_billing.rules.distribution import Misfit
from facefusion_billing.startup.record import NamedTuple


class BillingInputs(NamedTuple):
    """A scenario with what is computed once for all readings.

    `in_order` are the orders by date and id; `priced` holds those that have a price, by
    id; `lines` theirs in the bills, in their order; `by_day` the calls of days with a
    count of their own, by scope and month.
    """

    scenario: Scenario
    calls: Calls
    orders: FiledOrders
    in_order: tuple[Order, ...]
    priced: dict[str, PricedOrder]
    lines: dict[Month, list[BillLine]]
    by_day: dict[str, Counter[Month]]


def billing_inputs(scenario: Scenario, calls: Calls | None = None) -> BillingInputs:
    """The scenario's inputs; its own daily calls unless others are given."""
    book, orders = scenario.book, filed(scenario.orders)
    shape = shape_of(book)
    if calls is None:
        calls = distribute_calls(scenario, orders)[0]
    in_order = tuple(sorted(scenario.orders, key=by_date_and_id))
    rows = price_orders(in_order, book, shape)
    priced = {row.order.id: row for row in rows}
    lines: dict[Month, list[BillLine]] = {}
    for row in priced.values():
        lines.setdefault(month_of(row.line.date), []).append(row.line)
        if row.refund is not None:
            lines.setdefault(month_of(row.refund.date), []).append(row.refund)
    for ordered in lines.values():
        ordered.sort(key=line_order)
    by_day = {name: _by_day(use) for name, use in scenario.usage.items()}
    return BillingInputs(scenario, calls, orders, in_order, priced, lines, by_day)


def line_order(line: BillLine) -> tuple[Any, ...]:
    """The place of a line in its bill: by date, then by order."""
    return line.date, line.order.id if line.order else "", line.amount < 0, line.scope


def _by_day(use: ScopeUsage) -> Counter[Month]:
    """The calls of each month that are counted by day; others are spread evenly, or a
    forecast.
    """
    calls = Counter[Month]()
    month = None
    for count in use.calls:
        if count.whole_month or count.is_forecast or count.span.days != 1:
            continue
        start = count.span.start
        # The next count is mostly of the same month, and years of days are billed for
        # each plan.
        if month is None or month != (start.year, start.month):
            month = month_of(start)
        calls[month] += count.calls
    return calls


def distribute_calls(
    scenario: Scenario, orders: FiledOrders
) -> tuple[Calls, list[Misfit]]:
    """The daily calls of every scope, and the counts that do not fit their days."""
    shape, calls, misfits = shape_of(scenario.book), {}, []
    for name, use in scenario.usage.items():
        calls[name], unfit = shape.distribute(use, scenario.account, orders)
        misfits += unfit
    return calls, misfits
