"""An interface group as it is metered: its modes, its QPS, and its packs."""

from datetime import date
from typing import assert_never

from facefusion_billing.billing.metered import (
    FiledOrders,
    MeteredScope,
    PackYears,
    Terms,
    packs_of,
    qps_bought,
    scope_of,
)
from facefusion_billing.model.book import Group
from facefusion_billing.model.calendar import Steps, days_in, steps_of
from facefusion_billing.model.items import (
    QPS,
    CallPack,
    FreePack,
    LicenceOrder,
    MaterialPack,
    QpsOrder,
    UpgradeOrder,
)
from facefusion_billing.model.scenario import QPS_MODE, Order, ScopeUsage
from facefusion_billing.rules import burn_down
from facefusion_billing.rules.burn_down import Pack
from facefusion_billing.rules.distribution import DailyCalls


def metered_group(
    group: Group, use: ScopeUsage, calls: DailyCalls, orders: FiledOrders, terms: Terms
) -> MeteredScope:
    """A group with what its orders give it on which days."""
    bought = orders.of(QPS, use.name)
    return MeteredScope(
        name=use.name,
        calls=calls,
        # Its free calls are a pack, which has to be claimed.
        free=0,
        pools=burn_down.pools_of_group(use.name),
        meter=use.name,
        qps_days=days_in(mode.span for mode in use.modes if mode.mode == QPS_MODE),
        # Orders in force at once add up; no document says so, nor the contrary.
        quota=steps_of([(terms[order.id], qps_bought(order)) for order in bought]),
        limit=_limit(group),
        licensed=None,
    )


def _limit(group: Group) -> Steps:
    """The QPS limit of call volume mode, on all days; none where none is stated."""
    if group.qps is None or group.qps.limit is None:
        return Steps((), ())
    return Steps((date.min,), (group.qps.limit,))


def group_packs(order: Order, group: Group, years: PackYears) -> list[Pack]:
    """The packs of calls of an order, free or bought."""
    name, item = scope_of(order), order.item
    match item:
        case FreePack():
            assert group.free_pack is not None, "a claim of nothing is a fault"
            size, clause = group.free_pack.calls, group.free_pack.clause
            pool = burn_down.free_pool(name)
        case CallPack():
            assert group.call_packs is not None, "a pack not sold is a fault"
            size, clause = item.size, group.call_packs.clause
            pool = burn_down.paid_pool(name)
        case MaterialPack() | QpsOrder() | LicenceOrder() | UpgradeOrder():
            return []
        case _:
            assert_never(item)
    # After the match: what is no pack must not ask for its validity.
    return packs_of(order, name, pool, size, years[order.date], clause)
