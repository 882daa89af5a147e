"""Where each activity reaches a pay-as-you-go tier of its own (`postpaid_scope:
activity`): how far a plan can be from the cheapest.

The search counts as if one tier served all. Where no tier is dearer than one before it,
that costs no more than tiers apart, so the least cost found so is one that no plan is
below, but for the cents by which several lines are rounded and one is not. The plan
that is shown is billed by the rules core as the reading has it.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from facefusion_billing.billing.bills import Billing
from facefusion_billing.model.items import CallPack
from facefusion_billing.model.money import Cents
from facefusion_billing.model.scenario import Order, ScopeUsage
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.improvement import improved
from facefusion_billing.plans.planner import Outcome, Planner, quantities
from facefusion_billing.plans.pricing import (
    Priced,
    cheaper,
    core_of,
    or_cheaper,
    planner_of,
    total_of,
)
from facefusion_billing.plans.solving import solved_as
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.monotone import falls_or_stays


def bound_of(on: PlanFacts, outcome: Outcome, core: Billing) -> Cents | None:
    """A total that no plan is below, from an outcome and its bills; None: not known."""
    gap = max(outcome.cost - outcome.lower, 0)
    if not on.has_own_tiers:
        return total_of(core) - gap
    tiers = on.scenario.book.activities.pay_as_you_go
    # Where a higher tier is dearer, tiers apart can cost less than one for all.
    if tiers is not None and not falls_or_stays(tiers):
        return None
    together = on._replace(readings=on.readings.other("postpaid_scope", "account"))
    planned = _planned_total(on, core_of(together, outcome))
    earlier = total_of(core) - _planned_total(on, core)
    # A tier for all costs no more than tiers apart, but for the cents by which several
    # lines are rounded and one is not.
    return min(earlier + planned - gap - _rounding(on), total_of(core))


def cheapest_of(on: PlanFacts, planner: Planner, deadline: Deadline) -> Priced:
    """The cheapest of the plans that are tried where tiers are apart: the best for one
    tier, those of each kind, and each activity planned alone; improved by the core.
    """
    least = solved_as(on, planner, "best", deadline)
    for name in planner.names:
        least = cheaper(least, solved_as(on, planner, name, deadline))
    least = or_apart(on, least, deadline)
    if least.core is None:
        return least
    return improved(on, least, deadline)


def or_apart(on: PlanFacts, plan: Priced, deadline: Deadline) -> Priced:
    """The plan, or where tiers are apart each activity planned as if it were alone, and
    all of it bought, where that costs less: it often does.
    """
    if on.has_own_tiers and len(on.scenario.usage) > 1:
        return or_cheaper(on, plan, _apart(on, deadline))
    return plan


def _apart(on: PlanFacts, deadline: Deadline) -> Outcome:
    """Each activity planned as if it were alone."""
    found = [_alone(on, name, deadline) for name in on.scenario.usage]
    reasons = tuple(chain.from_iterable(own.reasons for own in found))
    if reasons:
        return found[0]._replace(decided=None, reasons=reasons)
    usage: dict[str, ScopeUsage] = {}
    for own in found:
        usage.update(own.usage)
    orders = chain.from_iterable(own.orders for own in found)
    return found[0]._replace(orders=tuple(_joined(orders)), usage=usage)


def _joined(orders: Iterable[Order]) -> Iterator[Order]:
    """Packs of one day and size as one order."""
    packs: dict[tuple[date, int], list[Order]] = {}
    for order in orders:
        if isinstance(order.item, CallPack):
            packs.setdefault((order.date, order.item.size), []).append(order)
        else:
            yield order
    for (_, size), same in packs.items():
        for quantity in quantities(sum(order.quantity for order in same)):
            yield same[0]._replace(item=CallPack(size, quantity))


def _alone(on: PlanFacts, name: str, deadline: Deadline) -> Outcome:
    """The best plan of an activity as if there were no other."""
    scenario = on.scenario._replace(usage={name: on.scenario.usage[name]})
    alone = on._replace(scenario=scenario, calls={name: on.calls[name]})
    return planner_of(alone).solve("best", alone.calls, deadline)


def _planned_total(on: PlanFacts, core: Billing) -> Cents:
    """What the months of the horizon are billed."""
    return sum(bill.total for bill in core.bills if bill.month >= on.horizon.first)


def _rounding(on: PlanFacts) -> Cents:
    """What lines apart can come to less than one line, in any plan: half a cent each."""
    lines = sum(MOST_LINES if on.may_split(name) else 1 for name in on.scenario.usage)
    return lines // 2 * len(on.horizon.months)


MOST_LINES = 64
"""Into how many activities a plan may split one (`activities.splits`)."""
