"""Plans and orders as an answer lists them, each with its money."""

from collections.abc import Iterable

from facefusion_billing.billing.bills import Billing, compute, running_cost
from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.billing.orders import price_order
from facefusion_billing.billing.shape import shape_of
from facefusion_billing.model.bill import BillLine
from facefusion_billing.model.faults import InputError
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import Plan
from facefusion_billing.model.scenario import QPS_MODE, Order, Scenario
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.planner import Outcome
from facefusion_billing.plans.pricing import Priced, conflict, total_of, why_not


def current_plan(on: PlanFacts) -> Plan:
    """The scenario as it is written, without its balance."""
    scenario = on.written
    orders = tuple(parted_orders(on)[1])
    modes = {
        name: tuple(mode.span for mode in use.modes if mode.mode == QPS_MODE)
        for name, use in scenario.usage.items()
    }
    plan = Plan("current", None, (), orders, modes)
    # Plans are priced without a balance, so what they are compared with is too.
    account = scenario.account._replace(balance=None, top_ups=())
    try:
        core = compute(billing_inputs(scenario._replace(account=account)), on.readings)
    except InputError as error:
        return plan._replace(why_not=(conflict(error),))
    failures = why_not(core, on)
    if failures:
        return plan._replace(why_not=failures)
    return plan._replace(total=total_of(core), running=running_cost(core.bills))


def listed_plan(on: PlanFacts, name: str, found: Priced) -> Plan:
    """A plan as it is listed, or why there is none."""
    if found.core is None:
        return Plan(name, None, found.failures)
    return _planned(on, name, found.core, found.outcome)


def _planned(on: PlanFacts, name: str, core: Billing, outcome: Outcome) -> Plan:
    """A plan with the orders it adds to the facts, and its days in QPS mode."""
    orders = core.inputs.scenario.orders[len(on.scenario.orders) :]
    running = running_cost(core.bills)
    return Plan(name, total_of(core), (), orders, outcome.modes, running)


def parted_orders(on: PlanFacts) -> tuple[list[Order], list[Order]]:
    """The orders of the file that stand, and those that are decided anew."""
    orders = on.written.orders
    facts = [order for order in orders if on.is_fact(order)]
    return facts, [order for order in orders if not on.is_fact(order)]


def priced_orders(
    scenario: Scenario, orders: Iterable[Order]
) -> tuple[tuple[Order, Cents], ...]:
    """Orders with what each costs."""
    lines = zip(orders, order_lines(scenario, orders), strict=True)
    return tuple((order, line.amount if line else 0) for order, line in lines)


def order_lines(
    scenario: Scenario, orders: Iterable[Order]
) -> tuple[BillLine | None, ...]:
    """The lines of orders in their bills; None for the claim of a free pack."""
    shape = shape_of(scenario.book)
    priced = (price_order(order, scenario.book, shape) for order in orders)
    return tuple(found.line if found else None for found in priced)
