"""Whether a scenario makes sense on its price book: every fault at once, each at its
place in the file.

A count before the scope's first day, a size that is not sold, tenders that do not add
up, a licence that overlaps another: none of these may pass into a figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from facefusion_billing.billing.inputs import distribute_calls
from facefusion_billing.billing.list_prices import ListPrice, NotSoldError
from facefusion_billing.billing.metered import filed, scope_of
from facefusion_billing.billing.shape import Shape, shape_of, terms_of
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.calendar import DISTANT, ONE_DAY, Span
from facefusion_billing.model.faults import Fault, Location, fault_at
from facefusion_billing.model.items import FreePack
from facefusion_billing.model.money import money_text
from facefusion_billing.model.scenario import (
    MAX_DAYS,
    Account,
    Level,
    Order,
    Scenario,
    ScopeUsage,
)
from facefusion_billing.rules import qps
from facefusion_billing.rules.distribution import DailyCalls, days_between
from facefusion_billing.rules.payment import payment

MAX_MONTHS = 1200
MAX_PACKS = 20_000
SHORTEST_YEAR = 365


def check(scenario: Scenario, readings: Readings, *, whole: bool = True) -> list[Fault]:
    """The faults of a scenario.

    `whole`: no entry was lost in reading, so what orders presuppose can be checked.
    """
    faults = [
        *_horizon(scenario),
        *_spread(scenario),
        *too_many(scenario),
        *shape_of(scenario.book).account_faults(scenario.account),
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
    if len(months) > MAX_MONTHS:
        yield fault_at(
            "from {first} to {last} are {count:,} months; at most {max_months:,}",
            scenario.location,
            first=months[0],
            last=months[-1],
            count=len(months),
            max_months=MAX_MONTHS,
        )


def _spread(scenario: Scenario) -> Iterator[Fault]:
    """Counts that do not fit their days; more days than can be looked at are not looked
    at.
    """
    days = sum(
        days_between(use.calls).days for use in scenario.usage.values() if use.calls
    )
    if days > MAX_DAYS:
        yield fault_at(
            "{days:,} days of calls in all; at most {max_days:,}",
            scenario.location,
            days=days,
            max_days=MAX_DAYS,
        )
        return
    calls, misfits = distribute_calls(scenario, filed(scenario.orders))
    yield from (Fault(misfit.why, misfit.given.location) for misfit in misfits)
    for name, use in scenario.usage.items():
        if name in calls:
            yield from _contradicted_peaks(use.peaks, calls[name])


def _contradicted_peaks(
    levels: tuple[Level, ...], calls: DailyCalls
) -> Iterator[Fault]:
    """Peaks below the average of a day that they hold on: the first day of each."""
    told: set[Location] = set()
    peaks = qps.peaks_of(levels)
    for start, end in pairwise(peaks.dates):
        peak = peaks.on(start)
        total = calls.between(start, end)
        if peak is None or total <= peak * qps.SECONDS_A_DAY:
            continue
        days = calls.each_day(start, end)
        above = ((day, count) for day, count in days if qps.least_peak(count) > peak)
        day, count = next(above, (start, 0))
        if not count:
            continue
        location = next(level for level in levels if level.span.holds(day)).location
        if location not in told:
            told.add(location)
            yield fault_at(
                "a peak of {peak:,} QPS, but the {count:,} calls of {day} are {least_peak:,} a second on average",
                location,
                peak=peak,
                count=count,
                day=day,
                least_peak=qps.least_peak(count),
            )


def too_many(scenario: Scenario) -> Iterator[Fault]:
    """More packs and other orders than can be billed in a moment."""
    bought = 0
    for order in scenario.orders:
        bought += order.quantity
        if bought > MAX_PACKS:
            yield fault_at(
                "more than {max_packs:,} packs and other orders in one file",
                order.at("quantity"),
                max_packs=MAX_PACKS,
            )
            return


def _actual(scenario: Scenario) -> Iterator[Fault]:
    """Real bills of months that have none here."""
    months = scenario.months
    when = (
        f"the bills are {months[0]} to {months[-1]}" if months else "there are no bills"
    )
    for month, (_, location) in scenario.actual.items():
        if month not in months:
            yield fault_at(
                "{month} has no bill; {when}", location, month=month, when=when
            )


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
        yield fault_at(
            "outside the time in which the price book {id!r} is in force ({when})",
            location,
            id=scenario.book.id,
            when=when,
        )


def _usage(scenario: Scenario, use: ScopeUsage) -> Iterator[Fault]:
    shape = shape_of(scenario.book)
    unknown = list(shape.name_faults(use.name, use.location))
    if unknown:
        yield from unknown
        return
    for count in use.calls:
        yield from _in_force(scenario, count.span, count.location)
    activated = scenario.account.activated
    if activated and use.starts and use.starts < activated:
        yield fault_at(
            "{name}: starts on {starts}, before the account is activated on {activated}",
            use.location,
            name=use.name,
            starts=use.starts,
            activated=activated,
        )
    yield from shape.usage_faults(use)


def _order(scenario: Scenario, order: Order) -> Iterator[Fault]:
    """What is wrong with an order by itself."""
    book, shape = scenario.book, shape_of(scenario.book)
    if order.kind not in shape.sold:
        names = ", ".join(kind.name for kind in shape.sold)
        yield fault_at(
            "the price book {id!r} sells no {name}; it sells {names}",
            order.at("item"),
            id=book.id,
            name=order.kind.name,
            names=names,
        )
        return
    day = Span(order.date, order.date + ONE_DAY)
    yield from _in_force(scenario, day, order.at("date"))
    if (order.delivered - order.date).days >= SHORTEST_YEAR:
        yield fault_at(
            "delivered after the year of the pack is over", order.at("delivered")
        )
    faults = [*shape.order_faults(order), *_returned(order)]
    if isinstance(order.item, FreePack):
        faults += _activated(scenario.account, order)
    yield from faults
    if not faults:
        yield from _price(shape, order)


def _activated(account: Account, order: Order) -> Iterator[Fault]:
    """A free pack is claimed in the console of an account that is activated."""
    if account.activated is not None and order.date < account.activated:
        yield fault_at(
            "claimed before the account is activated on {activated}",
            order.at("date"),
            activated=account.activated,
        )


def _returned(order: Order) -> Iterator[Fault]:
    """What `refunded_packs` says of an order that is no return, or of too many packs."""
    if order.refunded_packs is None:
        return
    if order.refunded is None:
        yield fault_at(
            "'refunded_packs' goes with the day, 'refunded'", order.at("refunded_packs")
        )
    elif order.refunded_packs > order.quantity:
        yield fault_at(
            "{refunded_packs:,} packs returned of {quantity:,}",
            order.at("refunded_packs"),
            refunded_packs=order.refunded_packs,
            quantity=order.quantity,
        )


def _price(shape: Shape, order: Order) -> Iterator[Fault]:
    """What is wrong with what an order costs, and with how much of it was used."""
    if isinstance(order.item, FreePack):
        if shape.free_calls(scope_of(order)) is None:
            yield fault_at(
                "the price book has no 'free_pack' for {scope}",
                order.location,
                scope=order.scope,
            )
            return
        if order.paid is not None or order.stated_price is not None:
            yield fault_at("a free pack has no price", _priced_at(order))
    else:
        try:
            price = shape.list_price(order)
        except NotSoldError as error:
            yield Fault(error.message, order.at(order.kind.priced_by))
            return
        yield from _tenders(order, price)
    holds = shape.calls_in(order)
    if order.used_calls > holds:
        yield fault_at(
            "{used_calls:,} used calls of {holds:,}",
            order.at("used_calls"),
            used_calls=order.used_calls,
            holds=holds,
        )


def _priced_at(order: Order) -> Location:
    return order.at("paid" if order.paid is not None else "price")


def _tenders(order: Order, price: ListPrice) -> Iterator[Fault]:
    if order.source == "gifted":
        if sum(order.paid or ()) or order.stated_price:
            yield fault_at(
                "a gifted order costs nothing; leave out what was paid",
                _priced_at(order),
            )
        return
    paid = payment(order, price.cents)
    if not paid.is_whole:
        together, whole = money_text(sum(paid.tenders)), money_text(paid.price)
        yield fault_at(
            "the tenders add up to {together}; the price is {whole}",
            order.at("paid"),
            together=together,
            whole=whole,
        )


def relations(scenario: Scenario, readings: Readings) -> Iterator[Fault]:
    """What is wrong with orders together, under the readings chosen."""
    shape, orders = shape_of(scenario.book), scenario.orders
    return shape.relation_faults(orders, terms_of(shape, orders, readings), readings)
