"""From a scenario to what is metered: daily calls, packs with their lives, and the days
on which calls are admitted.

This is the only place where the two shapes of a price book (interface groups,
activities) become one.
"""

from bisect import bisect_left
from datetime import date

from facefusion_billing.billing.orders import fixed_qps, orders_of, scope_of
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.book import ACCOUNT, TierTable
from facefusion_billing.model.calendar import Days, Span, Steps, days_in, steps_of
from facefusion_billing.model.items import (
    LICENCE,
    QPS,
    QPS_UPGRADE,
    CallPack,
    FreePack,
    Kind,
    LicenceOrder,
    QpsOrder,
    UpgradeOrder,
    used_calls_of,
)
from facefusion_billing.model.scenario import QPS_MODE, Order, Scenario, ScopeUsage
from facefusion_billing.rules import licence, validity
from facefusion_billing.rules.burn_down import Pack
from facefusion_billing.rules.distribution import DailyCalls, Misfit, distribute
from facefusion_billing.startup.record import NamedTuple

Pool = tuple[str, str]
PacksByOrder = dict[str, list[tuple[int, Pack]]]
Calls = dict[str, DailyCalls]
SHARED: Pool = ("shared", "")


class MeteredScope(NamedTuple):
    """A scope as it is metered.

    `free` calls are given once, without a pack, and go first; then its own `pools` in
    the order of use, then the shared pool. `licensed` is None where no licence is
    needed. `quota` is QPS that was bought, `limit` what holds without it.
    """

    name: str
    calls: DailyCalls
    free: int
    pools: tuple[Pool, ...]
    meter: str
    qps_days: Days
    quota: Steps
    limit: Steps
    licensed: Days | None


class Meter(NamedTuple):
    """Where billable calls are counted together: its unit prices (None: not sold) and
    their clause.
    """

    name: str
    tiers: TierTable | None


class MeteringInput(NamedTuple):
    """Everything the metering needs, in the order in which scopes draw on shared packs."""

    scopes: tuple[MeteredScope, ...]
    meters: dict[str, Meter]
    packs: tuple[Pack, ...]
    breakpoints: tuple[date, ...]


def by_order(packs: tuple[Pack, ...]) -> PacksByOrder:
    """The packs of each order, by its id, with their place."""
    found: PacksByOrder = {}
    for index, pack in enumerate(packs):
        found.setdefault(pack.order.id, []).append((index, pack))
    return found


def first_pack(packs: tuple[Pack, ...], order: Order) -> Pack:
    """The first pack of an order among all packs, which are in the order of
    `_in_order`.
    """
    return packs[bisect_left(packs, (order.date, order.id, 1), key=_in_order)]


def distribute_calls(scenario: Scenario) -> tuple[Calls, list[Misfit]]:
    """The daily calls of every scope (no reading changes them), and the counts that do
    not fit their days.

    The last scenario's are kept, since a scenario is checked before it is computed.
    """
    if not _last or _last[0][0] is not scenario:
        spreads = {name: _spread(scenario, use) for name, use in scenario.usage.items()}
        calls = {name: daily for name, (daily, _) in spreads.items()}
        _last[:] = [
            (
                scenario,
                calls,
                [misfit for _, misfits in spreads.values() for misfit in misfits],
            )
        ]
    return _last[0][1], _last[0][2]


_last: list[tuple[Scenario, Calls, list[Misfit]]] = []


def _spread(scenario: Scenario, use: ScopeUsage) -> tuple[DailyCalls, list[Misfit]]:
    """A scope's calls. An activity may be tried before its first licence, so that day
    only shapes its month.
    """
    if use.starts is not None:
        return distribute(use.calls, use.starts, strict=True)
    if scenario.book.activities is None:
        return distribute(use.calls, scenario.account.activated, strict=True)
    licences = orders_of(scenario, LICENCE, use.name)
    first = min((order.date for order in licences), default=None)
    return distribute(use.calls, first, strict=False)


def prepare(scenario: Scenario, calls: Calls, readings: Readings) -> MeteringInput:
    """The scenario as it is metered under the readings chosen."""
    if scenario.book.activities is None:
        scopes, meters, packs = _groups(scenario, calls, readings)
    else:
        scopes, meters, packs = _activities(scenario, calls, readings)
    breakpoints = {edge for pack in packs for edge in pack.term}
    breakpoints.update(edge for span in scenario.account.disabled for edge in span)
    for scope in scopes:
        breakpoints.update(
            scope.qps_days.boundaries,
            scope.quota.dates,
            scope.licensed.boundaries if scope.licensed else (),
        )
    return MeteringInput(scopes, meters, packs, tuple(sorted(breakpoints)))


def in_drawing_order(scenario: Scenario) -> list[str]:
    """The scopes with usage: groups as the book lists them; activities by first
    licence, then by name.
    """
    if scenario.book.activities is None:
        return [name for name in scenario.book.groups if name in scenario.usage]
    first: dict[str, date] = {}
    for order in scenario.orders:
        if isinstance(order.item, LicenceOrder) and order.scope:
            first[order.scope] = min(order.date, first.get(order.scope, date.max))
    return sorted(scenario.usage, key=lambda name: (first.get(name, date.max), name))


_Shape = tuple[tuple[MeteredScope, ...], dict[str, Meter], tuple[Pack, ...]]


def _groups(scenario: Scenario, calls: Calls, readings: Readings) -> _Shape:
    meters = {
        name: Meter(name, group.pay_as_you_go)
        for name, group in scenario.book.groups.items()
    }
    packs = [
        pack
        for order in scenario.orders
        for pack in _group_packs(scenario, order, readings)
    ]
    scopes = tuple(
        _group(scenario, name, calls[name], readings)
        for name in in_drawing_order(scenario)
    )
    return scopes, meters, tuple(sorted(packs, key=_in_order))


def _group(
    scenario: Scenario, name: str, calls: DailyCalls, readings: Readings
) -> MeteredScope:
    use, group = scenario.usage[name], scenario.book.groups[name]
    quota = qps_lives(scenario, QPS, name, readings)
    limit = group.qps.limit if group.qps else None
    return MeteredScope(
        name=name,
        calls=calls,
        free=0,
        pools=(("free", name), ("paid", name)),
        meter=name,
        qps_days=days_in(mode.span for mode in use.modes if mode.mode == QPS_MODE),
        quota=steps_of(quota),
        limit=Steps((date.min,), (limit,)) if limit is not None else Steps((), ()),
        licensed=None,
    )


def qps_life(order: Order, readings: Readings) -> Span:
    """The days on which a QPS order or upgrade is in force."""
    assert isinstance(order.item, QpsOrder | UpgradeOrder)
    if order.item.days or isinstance(order.item, UpgradeOrder):
        return validity.so_many_days(order.begins, order.item.days)
    return validity.qps_months(order.begins, order.item.months, readings["qps_month"])


def qps_lives(
    scenario: Scenario, kind: Kind, name: str, readings: Readings
) -> list[tuple[Span, int]]:
    """The orders for QPS (`QPS`, `QPS_UPGRADE`) of a group or activity: the days each
    is in force, and its QPS.
    """
    found = []
    for order in orders_of(scenario, kind, name):
        assert isinstance(order.item, QpsOrder | UpgradeOrder)
        found.append((qps_life(order, readings), order.item.qps))
    return found


def _group_packs(scenario: Scenario, order: Order, readings: Readings) -> list[Pack]:
    group = scenario.book.groups[scope_of(order)]
    if isinstance(order.item, FreePack) and group.free_pack:
        size, kind, clause = group.free_pack.calls, "free", group.free_pack.clause
    elif isinstance(order.item, CallPack) and group.call_packs:
        size, kind, clause = order.item.size, "paid", group.call_packs.clause
    else:
        return []
    year = validity.one_year(order.date, readings["pack_validity"])
    return _packs(order, group.name, (kind, group.name), size, year, clause)


def _packs(
    order: Order, scope: str, pool: Pool, size: int, year: Span, clause: str
) -> list[Pack]:
    """The packs of an order: usable from delivery to the end of the year that began
    with the order, or to a refund.
    """
    end = min(year.end, order.refunded) if order.refunded else year.end
    term = Span(order.delivered, max(end, order.delivered))
    packs, used = [], used_calls_of(order.item)
    for number in range(1, order.quantity + 1):
        packs.append(
            Pack(
                order,
                number,
                scope,
                pool,
                size,
                term,
                year.end,
                min(used, size),
                (clause,),
            )
        )
        used -= min(used, size)
    return packs


def _activities(scenario: Scenario, calls: Calls, readings: Readings) -> _Shape:
    activities = scenario.book.activities
    assert activities is not None
    meters = {ACCOUNT: Meter(ACCOUNT, activities.pay_as_you_go)}
    packs = [
        pack
        for order in scenario.orders
        for pack in _activity_packs(scenario, order, readings)
    ]
    scopes = tuple(
        _activity(scenario, name, calls[name], readings)
        for name in in_drawing_order(scenario)
    )
    return scopes, meters, tuple(sorted(packs, key=_in_order))


def licence_lives(scenario: Scenario, name: str) -> list[tuple[Order, Span]]:
    """The licences of an activity, each with the days on which it is in force."""
    activities = scenario.book.activities
    assert activities is not None
    return [
        (order, validity.so_many_days(order.date, activities.licence_days))
        for order in orders_of(scenario, LICENCE, name)
    ]


def _activity(
    scenario: Scenario, name: str, calls: DailyCalls, readings: Readings
) -> MeteredScope:
    activities = scenario.book.activities
    assert activities is not None
    terms = licence_lives(scenario, name)
    limits = [
        (term, fixed_qps(order, scenario.book, readings)) for order, term in terms
    ]
    upgrades = qps_lives(scenario, QPS_UPGRADE, name, readings)
    licensed = days_in(term for _, term in terms)
    tried = activities.free.qps if activities.free else None
    return MeteredScope(
        name=name,
        calls=calls,
        free=activities.free.calls if activities.free else 0,
        pools=(("licence", name),),
        meter=ACCOUNT,
        qps_days=Days(()),
        quota=steps_of(upgrades),
        limit=licence.fixed_qps(steps_of(limits), licensed, tried),
        licensed=licensed,
    )


def _activity_packs(scenario: Scenario, order: Order, readings: Readings) -> list[Pack]:
    activities = scenario.book.activities
    assert activities is not None
    year = validity.so_many_days(order.date, activities.licence_days)
    if isinstance(order.item, CallPack) and activities.call_packs:
        clause = activities.call_packs.clause
        return _packs(order, ACCOUNT, SHARED, order.item.size, year, clause)
    if not isinstance(order.item, LicenceOrder):
        return []
    bought, name = activities.licences[order.item.package], scope_of(order)
    pool = (
        ("licence", name)
        if readings["licence_pack_scope"] == "own_activity"
        else SHARED
    )
    return _packs(order, name, pool, bought.calls, year, bought.clause)


def _in_order(pack: Pack) -> tuple[date, str, int]:
    return pack.order.date, pack.order.id, pack.number
