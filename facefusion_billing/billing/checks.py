"""Whether a scenario makes sense on its price book: every fault at once, each at its
place in the file.

A count before the scope's first day, a size that is not sold, tenders that do not add
up, a licence that overlaps another: none of these may pass into a figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, pairwise

from facefusion_billing.billing.inputs import distribute_calls
from facefusion_billing.billing.metered import filed
from facefusion_billing.billing.order_checks import (
    draft_faults,
    faults_by_order,
    is_known,
    not_in_force,
)
from facefusion_billing.billing.shape import shape_of, terms_of
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.calendar import Span
from facefusion_billing.model.faults import Fault, Location, fault_at
from facefusion_billing.model.scenario import (
    MAX_DAYS,
    Draft,
    Level,
    Scenario,
    ScopeUsage,
)
from facefusion_billing.rules import qps
from facefusion_billing.rules.distribution import DailyCalls, days_between

MAX_MONTHS = 1200
MAX_PACKS = 20_000
MAX_SCOPE_MONTHS = 60_000
"""Each month has a row for each scope, also for those that nobody calls in it: a file of
some 50 KB could ask for millions. Calls on every day are bounded by `MAX_DAYS` before.
"""


def check(
    scenario: Scenario,
    readings: Readings,
    drafts: Iterable[Draft] = (),
    *,
    whole: bool = True,
) -> list[Fault]:
    """The faults of a scenario, and of drafts that belong to it.

    `whole`: nothing was lost in reading, so what entries presuppose can be checked.
    """
    shape = shape_of(scenario.book)
    faults = [
        *_horizon(scenario),
        *_spread(scenario),
        *shape.account_faults(scenario.account),
    ]
    # Which months have a bill is not known while a part of the file could not be read.
    if whole:
        faults += _actual(scenario)
    for use in scenario.usage.values():
        faults += _usage(scenario, use)
    for draft in drafts:
        faults += draft_faults(scenario, shape, draft)
    return faults + _orders(scenario, readings, whole=whole)


def _orders(scenario: Scenario, readings: Readings, *, whole: bool) -> list[Fault]:
    """What is wrong with each order; with those of what the book has, also together."""
    too_large = list(too_many(scenario))
    if too_large:
        # Said alone: looking at each of them is what would take too long.
        return too_large
    shape = shape_of(scenario.book)
    found = list(faults_by_order(scenario, shape))
    each = zip(scenario.orders, found, strict=True)
    known = tuple(
        order for order, faults in each if not faults or is_known(shape, order)
    )
    # An order of what the book does not have may be the licence that a pack needs.
    whole = whole and len(known) == len(found)
    together = relations(scenario._replace(orders=known), readings, whole=whole)
    return [*chain.from_iterable(found), *together]


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
    scopes = len(scenario.usage)
    if len(months) * scopes > MAX_SCOPE_MONTHS:
        yield fault_at(
            "{months:,} months of each of {scopes:,} interface groups or activities are {rows:,} in all; "
            "at most {max_rows:,}; write files of fewer months",
            scenario.location,
            months=len(months),
            scopes=scopes,
            rows=len(months) * scopes,
            max_rows=MAX_SCOPE_MONTHS,
        )


def _spread(scenario: Scenario) -> Iterator[Fault]:
    """Counts that do not fit their days."""
    days = sum(
        days_between(use.calls).days for use in scenario.usage.values() if use.calls
    )
    if days > MAX_DAYS:
        # Before the calls are distributed, which would look at each of these days.
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
            yield from contradicted_peaks(use.peaks, calls[name])


def contradicted_peaks(levels: tuple[Level, ...], calls: DailyCalls) -> Iterator[Fault]:
    """Peaks below the average of a day that they hold on: the first day of each."""
    told: set[Location] = set()
    peaks = qps.peaks_of(levels)
    for start, end in pairwise(peaks.dates):
        peak = peaks.on(start)
        if peak is None:
            continue
        above = _first_day_above(peak, calls, Span(start, end))
        if above is None:
            continue
        day, count = above
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


def _first_day_above(
    peak: int, calls: DailyCalls, span: Span
) -> tuple[date, int] | None:
    """The first day whose calls need more than a peak on average, with its calls."""
    # The calls of a day are only looked at where the sum of all leaves it possible.
    if calls.between(span.start, span.end) <= peak * qps.SECONDS_A_DAY:
        return None
    for day, count in calls.each_day(span.start, span.end):
        if qps.least_peak(count) > peak:
            return day, count
    return None


def out_of_bounds(scenario: Scenario) -> list[Fault]:
    """What is too much to be computed: months, packs and other orders."""
    return [*_horizon(scenario), *too_many(scenario)]


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
    when = "there are no bills"
    if months:
        when = f"the bills are {months[0]} to {months[-1]}"
    for month, (_, location) in scenario.actual.items():
        if month not in months:
            yield fault_at(
                "{month} has no bill; {when}", location, month=month, when=when
            )


def _usage(scenario: Scenario, use: ScopeUsage) -> Iterator[Fault]:
    shape = shape_of(scenario.book)
    unknown = list(shape.name_faults(use.name, use.location))
    yield from unknown
    for count in use.calls:
        yield from not_in_force(scenario, count.span, count.location)
    activated = scenario.account.activated
    if activated and use.starts and use.starts < activated:
        yield fault_at(
            "{name}: starts on {starts}, before the account is activated on {activated}",
            use.location,
            name=use.name,
            starts=use.starts,
            activated=activated,
        )
    if not unknown:
        yield from shape.usage_faults(use)


def relations(
    scenario: Scenario, readings: Readings, *, whole: bool = True
) -> Iterator[Fault]:
    """What is wrong with orders together, under the readings chosen.

    `whole`: these are all orders, so what one of them lacks is nowhere.
    """
    shape, orders = shape_of(scenario.book), scenario.orders
    terms = terms_of(shape, orders, readings)
    return shape.relation_faults(orders, terms, readings, whole=whole)
