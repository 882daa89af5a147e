"""Whether a scenario makes sense on its price book: every fault at once, each at its
place in the file.

A count before the scope's first day, a size that is not sold, tenders that do not add
up, a licence that overlaps another: none of these may pass into a figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import assert_never

from facefusion_billing.billing.orders import (
    Listed,
    NotSoldError,
    fixed_qps,
    licence_of,
    listed,
    payment,
    scope_of,
)
from facefusion_billing.billing.preparation import (
    distribute_calls,
    licence_lives,
    qps_life,
    qps_lives,
)
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.book import PriceBook
from facefusion_billing.model.calendar import (
    DISTANT,
    Days,
    Span,
    Steps,
    days_in,
    steps_of,
)
from facefusion_billing.model.faults import Fault, Location, did_you_mean
from facefusion_billing.model.items import (
    CALL_PACK,
    FREE_PACK,
    LICENCE,
    MATERIAL_PACK,
    QPS,
    QPS_UPGRADE,
    CallPack,
    FreePack,
    LicenceOrder,
    MaterialPack,
    QpsOrder,
    UpgradeOrder,
    used_calls_of,
)
from facefusion_billing.model.money import money_text
from facefusion_billing.model.scenario import QPS_MODE, Order, Scenario, ScopeUsage
from facefusion_billing.rules import licence
from facefusion_billing.rules.distribution import days_between

MOST_MONTHS = 1200
MOST_PACKS = 20_000
MOST_DAYS = 1_000_000
SHORTEST_YEAR = 365

SOLD_TO_GROUPS = (FREE_PACK, CALL_PACK, QPS, MATERIAL_PACK)
SOLD_TO_ACTIVITIES = (LICENCE, QPS_UPGRADE, CALL_PACK)


def check(scenario: Scenario, readings: Readings, *, whole: bool = True) -> list[Fault]:
    """The faults of a scenario.

    `whole`: no entry was lost in reading, so what orders presuppose can be checked.
    """
    faults = [
        *_horizon(scenario),
        *_spread(scenario),
        *too_many(scenario),
        *_account(scenario),
        *_actual(scenario),
    ]
    for use in scenario.usage.values():
        faults += _usage(scenario, use)
    for order in scenario.orders:
        faults += _order(scenario, order)
    if whole and not faults:
        faults += relations(scenario, readings)
    return faults


def _horizon(scenario: Scenario) -> Iterator[Fault]:
    months = scenario.months
    if len(months) > MOST_MONTHS:
        yield Fault(
            f"from {months[0]} to {months[-1]} are {len(months):,} months; at most {MOST_MONTHS:,}",
            scenario.location,
        )


def _spread(scenario: Scenario) -> Iterator[Fault]:
    """Counts that do not fit their days; more days than can be looked at are not looked
    at.
    """
    days = sum(
        days_between(use.calls).days for use in scenario.usage.values() if use.calls
    )
    if days > MOST_DAYS:
        yield Fault(
            f"{days:,} days of calls in all; at most {MOST_DAYS:,}", scenario.location
        )
        return
    yield from (
        Fault(misfit.why, misfit.given.location)
        for misfit in distribute_calls(scenario)[1]
    )


def too_many(scenario: Scenario) -> Iterator[Fault]:
    """More packs and other orders than can be billed in a moment."""
    bought = 0
    for order in scenario.orders:
        bought += order.quantity
        if bought > MOST_PACKS:
            yield Fault(
                f"more than {MOST_PACKS:,} packs and other orders in one file",
                order.at("quantity"),
            )
            return


def _account(scenario: Scenario) -> Iterator[Fault]:
    balance = scenario.account.balance
    if balance is not None and scenario.book.activities is not None:
        yield Fault(
            "a balance, but this price book states no rule for an overdue account",
            balance.location,
        )


def _actual(scenario: Scenario) -> Iterator[Fault]:
    """Real bills of months that have none here."""
    months = scenario.months
    when = (
        f"the bills are {months[0]} to {months[-1]}" if months else "there are no bills"
    )
    for month, (_, location) in scenario.actual.items():
        if month not in months:
            yield Fault(f"{month} has no bill; {when}", location)


def _in_force(scenario: Scenario, span: Span, location: Location) -> Iterator[Fault]:
    period = scenario.book.in_force
    if span.start < period.start or span.end > period.end:
        if period.end == DISTANT:
            when = f"from {period.start}"
        else:
            when = (
                f"{period.start} to before {period.end}"
                if period.start > date.min
                else f"before {period.end}"
            )
        yield Fault(
            f"outside the time in which the price book {scenario.book.id!r} is in force ({when})",
            location,
        )


def _usage(scenario: Scenario, use: ScopeUsage) -> Iterator[Fault]:
    book = scenario.book
    if book.activities is None and use.name not in book.groups:
        yield Fault(_no_group(scenario, use.name), use.location)
        return
    for count in use.calls:
        yield from _in_force(scenario, count.span, count.location)
    if book.activities is not None:
        if use.modes:
            yield Fault(f"{use.name}: an activity has no billing mode", use.location)
        return
    group = book.groups[use.name]
    if use.change_days is not None:
        yield Fault(
            f"{use.name}: 'material_change_days' is for activities", use.location
        )
    if group.qps is None and any(mode.mode == QPS_MODE for mode in use.modes):
        yield Fault(
            f"{use.name}: the price book has no 'qps' for this group", use.location
        )
    if group.materials is None and any(level.value for level in use.materials):
        yield Fault(
            f"{use.name}: the price book has no 'materials' for this group",
            use.location,
        )


def _no_group(scenario: Scenario, name: str) -> str:
    known = list(scenario.book.groups)
    hint = did_you_mean(name, known) or f"; expected {' or '.join(known)}"
    return f"the price book {scenario.book.id!r} has no interface group {name!r}{hint}"


def _order(scenario: Scenario, order: Order) -> Iterator[Fault]:
    """What is wrong with an order by itself."""
    book = scenario.book
    sold = SOLD_TO_GROUPS if book.activities is None else SOLD_TO_ACTIVITIES
    if order.kind not in sold:
        names = ", ".join(kind.name for kind in sold)
        yield Fault(
            f"the price book {book.id!r} sells no {order.kind.name}; it sells {names}",
            order.at("item"),
        )
        return
    yield from _in_force(
        scenario, Span(order.date, order.date + timedelta(days=1)), order.at("date")
    )
    if (order.delivered - order.date).days >= SHORTEST_YEAR:
        yield Fault(
            "delivered after the year of the pack is over", order.at("delivered")
        )
    if book.activities is None:
        if order.scope is None:
            yield Fault(f"a {order.kind.name} without 'for'", order.location)
            return
        if order.scope not in book.groups:
            yield Fault(_no_group(scenario, order.scope), order.at("for"))
            return
    elif isinstance(order.item, CallPack) and order.scope is not None:
        yield Fault(
            "a shared pack serves every licensed activity; leave out 'for'",
            order.at("for"),
        )
    yield from _price(scenario, order)


def _price(scenario: Scenario, order: Order) -> Iterator[Fault]:
    if isinstance(order.item, FreePack):
        free = scenario.book.groups[scope_of(order)].free_pack
        if free is None:
            yield Fault(
                f"the price book has no 'free_pack' for {order.scope}", order.location
            )
            return
        if order.paid is not None or order.stated_price is not None:
            yield Fault(
                "a free pack has no price",
                order.at("paid" if order.paid is not None else "price"),
            )
    else:
        try:
            price = listed(order, scenario.book)
        except NotSoldError as error:
            yield Fault(str(error), order.at(order.kind.priced_by))
            return
        yield from _tenders(order, price)
    holds, used = _calls_held(order, scenario.book), used_calls_of(order.item)
    if used > holds:
        yield Fault(f"{used:,} used calls of {holds:,}", order.at("used_calls"))


def _calls_held(order: Order, book: PriceBook) -> int:
    """The calls an order holds in all."""
    match order.item:
        case FreePack():
            free = book.groups[scope_of(order)].free_pack
            return free.calls if free else 0
        case CallPack():
            return order.item.size * order.item.quantity
        case LicenceOrder():
            return licence_of(order, book).calls
        case MaterialPack() | QpsOrder() | UpgradeOrder():
            return 0
        case _:
            assert_never(order.item)


def _tenders(order: Order, price: Listed) -> Iterator[Fault]:
    if order.source == "gifted":
        if sum(order.paid or ()) or order.stated_price:
            yield Fault(
                "a gifted order costs nothing; leave out what was paid",
                order.at("paid" if order.paid is not None else "price"),
            )
        return
    paid = payment(order, price.cents)
    if sum(paid.tenders) != paid.price:
        yield Fault(
            f"the tenders add up to {money_text(sum(paid.tenders))}; the price is {money_text(paid.price)}",
            order.at("paid"),
        )


def relations(scenario: Scenario, readings: Readings) -> Iterator[Fault]:
    """What is wrong with orders together, under the readings chosen."""
    if scenario.book.activities is None:
        yield from _second_free_packs(scenario)
        return
    licensed = {}
    together: dict[str, Steps] = {}
    licences = [o for o in scenario.orders if isinstance(o.item, LicenceOrder)]
    for name in {scope_of(order) for order in licences}:
        terms = licence_lives(scenario, name)
        licensed[name] = days_in(term for _, term in terms)
        for before, index in licence.overlapping([term for _, term in terms]):
            term = terms[before][1]
            yield Fault(
                f"{name}: the licence of {term.start} is in force to {term.last}",
                terms[index][0].location,
            )
    anyone = days_in(span for days in licensed.values() for span in days.spans)
    for order in scenario.orders:
        if isinstance(order.item, CallPack) and not anyone.holds(order.date):
            yield Fault(
                f"no activity is licensed on {order.date}; a pack needs a licensed activity",
                order.location,
            )
        elif isinstance(order.item, UpgradeOrder):
            name = scope_of(order)
            if name not in together:
                together[name] = _together(scenario, name, readings)
            yield from _upgrade(
                scenario, order, licensed.get(name, Days(())), together[name], readings
            )


def _second_free_packs(scenario: Scenario) -> Iterator[Fault]:
    seen: set[str | None] = set()
    for order in scenario.orders:
        if isinstance(order.item, FreePack):
            if order.scope in seen:
                yield Fault(
                    f"a second free pack for {order.scope}; there is one for ever",
                    order.location,
                )
            seen.add(order.scope)


def _together(scenario: Scenario, name: str, readings: Readings) -> Steps:
    """The QPS of an activity's licences and upgrades, day by day."""
    fixed = [
        (term, fixed_qps(order, scenario.book, readings))
        for order, term in licence_lives(scenario, name)
    ]
    return steps_of([*qps_lives(scenario, QPS_UPGRADE, name, readings), *fixed])


def _upgrade(
    scenario: Scenario,
    order: Order,
    licensed: Days,
    together: Steps,
    readings: Readings,
) -> Iterator[Fault]:
    activities, name = scenario.book.activities, scope_of(order)
    assert activities is not None
    assert activities.qps_upgrade is not None
    rule, term = activities.qps_upgrade, qps_life(order, readings)
    if licensed.within(term) < term.days:
        yield Fault(
            f"{name} is not licensed on every day from {term.start} to {term.last}",
            order.location,
        )
        return
    allowed = licence.window(order.date, rule)
    if term.end > allowed.end:
        yield Fault(
            f"the days of an upgrade lie within {rule.window_days} days from the order's date; "
            f"{term.last} is after {allowed.last}",
            order.location,
        )
    excess = licence.first_excess(together, term, rule)
    if excess:
        yield Fault(
            f"{excess.qps:,} QPS on {excess.day} with the fixed QPS; at most {rule.most:,}",
            order.location,
        )
