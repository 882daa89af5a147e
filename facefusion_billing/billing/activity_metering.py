"""An activity as it is metered: the days, QPS and calls of its licences, its upgrades,
and the packs that serve it.
"""

from collections.abc import Sequence
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
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.book import ACCOUNT, Activities, Licence
from facefusion_billing.model.calendar import Days, Steps, days_in, steps_of
from facefusion_billing.model.items import (
    LICENCE,
    QPS_UPGRADE,
    CallPack,
    FreePack,
    LicenceOrder,
    MaterialPack,
    QpsOrder,
    UpgradeOrder,
)
from facefusion_billing.model.scenario import Order, ScopeUsage
from facefusion_billing.rules import burn_down, licence, validity
from facefusion_billing.rules.burn_down import SHARED, Pack
from facefusion_billing.rules.distribution import DailyCalls


def licence_of(order: Order, offer: Activities) -> Licence:
    """The licence on sale that an order is of."""
    assert isinstance(order.item, LicenceOrder)
    return offer.licences[order.item.package]


def metered_activity(
    use: ScopeUsage,
    calls: DailyCalls,
    orders: FiledOrders,
    terms: Terms,
    offer: Activities,
    readings: Readings,
) -> MeteredScope:
    """An activity with what its orders give it on which days."""
    licences = orders.of(LICENCE, use.name)
    licensed = days_in(terms[order.id] for order in licences)
    over, admitted = _after_licence(calls, licensed), licensed
    # A question is consulted only where it can matter: each one costs a whole
    # computation of the alternatives.
    if over.boundaries:
        # Billed on as before, it draws on the account's packs like a licensed activity.
        admitted = licence.admitted(licensed, readings.consult("licence_end"))
    upgrades = orders.of(QPS_UPGRADE, use.name)
    return MeteredScope(
        name=use.name,
        calls=calls,
        free=_free_calls_left(offer, use),
        pools=burn_down.pools_of_activity(use.name),
        meter=ACCOUNT,
        qps_days=Days(()),
        quota=steps_of([(terms[order.id], qps_bought(order)) for order in upgrades]),
        limit=_limit(offer, licences, terms, readings),
        licensed=admitted,
        after_licence=over,
    )


def _free_calls_left(offer: Activities, use: ScopeUsage) -> int:
    """The free calls that the months before those of the scenario left."""
    if offer.free is None:
        return 0
    return max(offer.free.calls - use.free_used, 0)


def _limit(
    offer: Activities, licences: Sequence[Order], terms: Terms, readings: Readings
) -> Steps:
    """The QPS of the licence in force, else of the free test."""
    fixed = [
        (terms[o.id], licence.qps_of_licence(licence_of(o, offer), readings))
        for o in licences
    ]
    licensed = days_in(term for term, _ in fixed)
    trial = offer.free.qps if offer.free else None
    return licence.fixed_qps(steps_of(fixed), licensed, trial)


def _after_licence(calls: DailyCalls, licensed: Days) -> Days:
    """The days on which a licence is over; none where no calls come then."""
    over = licence.days_over(licensed)
    if any(calls.between(*span) for span in over.spans):
        return over
    return Days(())


def activity_packs(
    order: Order, offer: Activities, readings: Readings, years: PackYears
) -> list[Pack]:
    """The packs of calls of an order, those that come with a licence included."""
    match order.item:
        case CallPack(size=size):
            assert offer.call_packs is not None, "a pack not sold is a fault"
            year = years[order.date]
            return packs_of(order, ACCOUNT, SHARED, size, year, offer.call_packs.clause)
        case LicenceOrder():
            sold, name = licence_of(order, offer), scope_of(order)
            # Not `pack_validity`: the page states the days of a licence itself.
            year = validity.n_days(order.begins, offer.licence_days)
            pool = _licence_pool(name, readings)
            return packs_of(order, name, pool, sold.calls, year, sold.clause)
        case FreePack() | MaterialPack() | QpsOrder() | UpgradeOrder():
            return []
        case _:
            assert_never(order.item)


def _licence_pool(name: str, readings: Readings) -> burn_down.Pool:
    """Where a licence's calls go: one text gives them to its activity, another to the
    account.
    """
    if readings.consult("licence_pack_scope") == "own_activity":
        return burn_down.licence_pool(name)
    return SHARED
