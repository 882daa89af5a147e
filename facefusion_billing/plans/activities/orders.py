"""A way to license an activity as orders and usage of a file; a split one as the parts
it is split into.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from facefusion_billing.billing.forecast import settled
from facefusion_billing.model.book import QpsUpgrade
from facefusion_billing.model.calendar import ONE_DAY, Span
from facefusion_billing.model.items import Item, LicenceOrder, UpgradeOrder
from facefusion_billing.model.recommendation import Horizon
from facefusion_billing.model.scenario import CallCount, Level, Order, ScopeUsage
from facefusion_billing.plans.activities.activity import Activity, Part
from facefusion_billing.plans.activities.licence_options import (
    LicenceOption,
    LicenceOptions,
)
from facefusion_billing.plans.day_orders import DayOrder, joined
from facefusion_billing.rules import qps
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.solver.split import shares


def activity_orders(options: LicenceOptions, way: LicenceOption) -> Iterator[Order]:
    """The licences and upgrades of a way, without ids."""
    activity = options.activity
    for part in way.parts:
        for start, package in part.licences:
            yield _order(activity, part, LicenceOrder(package), start)
    rule = activity.sold.qps_upgrade
    if rule is None:
        return
    upgrades = _divided_upgrades(options, way, rule)
    for part, own in zip(way.parts, upgrades, strict=True):
        for start, added, days in joined(own, rule.window_days):
            yield _order(activity, part, UpgradeOrder(added, days), start)


def _order(activity: Activity, part: Part, item: Item, day: date) -> Order:
    """An order for a part."""
    return Order("", item, part.name, day, day, activity.use.location)


def _divided_upgrades(
    options: LicenceOptions, way: LicenceOption, rule: QpsUpgrade
) -> list[list[DayOrder]]:
    """The upgrades of each part, day by day."""
    found: list[list[DayOrder]] = [[] for _ in way.parts]
    for day, added in options.upgrades_of(way):
        rooms = _rooms(rule, options.activity.fixed_on(way.parts, day))
        for own, share in zip(found, shares(added, rooms), strict=True):
            if share:
                own.append(DayOrder(day, share, 1))
    return found


def activity_usage(activity: Activity, way: LicenceOption) -> Iterator[ScopeUsage]:
    """The usage of each part: the activity's own when there is one part."""
    if len(way.parts) == 1:
        yield activity.use
        return
    horizon, use = activity.facts.horizon, settled(activity.use)
    peaks = list(_divided_peaks(activity, way, use.peaks))
    materials = list(_divided_materials(activity, way, use.materials))
    for index, part in enumerate(way.parts):
        counts = list(_by_days(activity, part.calls, horizon.start, horizon.end))
        if index == 0:
            # What was called before the split was called by the activity itself.
            counts = [*_past(activity, use.calls), *counts]
        yield use._replace(
            name=part.name,
            calls=tuple(counts),
            peaks=tuple(levels[index] for levels in peaks),
            materials=tuple(levels[index] for levels in materials),
        )


def _past(activity: Activity, counts: Sequence[CallCount]) -> Iterator[CallCount]:
    """The counts before the horizon, by day from the first one on that goes on into it."""
    start = since = activity.facts.horizon.start
    for own in sorted(counts, key=lambda own: own.span.start, reverse=True):
        # One that meets such a count is parted with it.
        if own.span.end > since:
            since = min(since, own.span.start)
    yield from (own for own in counts if own.span.end <= since)
    yield from _by_days(activity, activity.facts.calls[activity.name], since, start)


def _by_days(
    activity: Activity, daily: DailyCalls, start: date, end: date
) -> Iterator[CallCount]:
    """A count for each day with calls."""
    # Most days of one of a hundred parts have none, and there may be fifty years.
    for place, calls in enumerate(daily.of_days(start, end)):
        if calls:
            day = start + timedelta(place)
            span = Span(day, day + ONE_DAY)
            yield CallCount(span, calls, False, activity.use.location)


def _divided_materials(
    activity: Activity, way: LicenceOption, levels: Sequence[Level]
) -> Iterator[list[Level]]:
    """Each level of materials, divided among the parts by what their licences hold; one
    outside their time is no more than a free test holds.
    """
    holds = [
        max(activity.sold.licences[own.package].materials for own in part.licences)
        for part in way.parts
    ]
    tests = [activity.sold.most_materials] * len(holds)
    terms = [term.span for term in activity.all_terms(way.parts)]
    for level in levels:
        licensed = any(term.meets(level.span) for term in terms)
        yield _divided(level, shares(level.value, holds if licensed else tests))


def _divided_peaks(
    activity: Activity, way: LicenceOption, peaks: Sequence[Level]
) -> Iterator[list[Level]]:
    """Each peak, divided among the parts."""
    fixed = [activity.fixed[part.licences[0].package] for part in way.parts]
    rooms = [0] * len(fixed)
    rule = activity.sold.qps_upgrade
    if rule is not None:
        rooms = _rooms(rule, fixed)
    for level, days in _days_of(peaks, activity.facts.horizon):
        least = [_average(part, days) for part in way.parts]
        found = _peaks(level.value, least, fixed, rooms)
        # Calls have a peak, however few they are.
        yield _divided(level, [max(peak, 1) for peak in found])


def _peaks(
    peak: int, least: Sequence[int], fixed: Sequence[int], rooms: Sequence[int]
) -> list[int]:
    """A peak divided among parts: first the average of their own calls, which no peak
    is below, then what is fixed, then the upgrades that there is room for.
    """
    rest = max(peak - sum(least), 0)
    free = [max(had - low, 0) for had, low in zip(fixed, least, strict=True)]
    unused = min(rest, sum(free))
    steps = (least, shares(unused, free), shares(rest - unused, rooms))
    return list(map(sum, zip(*steps, strict=True)))


def _divided(level: Level, values: Sequence[int]) -> list[Level]:
    """A level as those of several parts."""
    return [level._replace(value=value) for value in values]


def _rooms(rule: QpsUpgrade, fixed: Sequence[int]) -> list[int]:
    """The QPS that upgrades can add to each part, in whole units."""
    return [rule.units_above(own) * rule.unit for own in fixed]


def _days_of(
    peaks: Sequence[Level], horizon: Horizon
) -> Iterator[tuple[Level, list[date]]]:
    """The days of the horizon on which each peak holds: the narrowest entry of a day,
    which comes first.
    """
    known: set[date] = set()
    for level in peaks:
        start = max(level.span.start, horizon.start)
        days = list(Span(start, min(level.span.end, horizon.end)).each_day)
        yield level, [day for day in days if day not in known]
        known.update(days)


def _average(part: Part, days: Sequence[date]) -> int:
    """The most calls of one of some days, a second on average."""
    if not days:
        return qps.least_peak(0)
    first = days[0]
    counts = part.calls.of_days(first, days[-1] + ONE_DAY)
    if len(days) < len(counts):
        counts = [counts[(day - first).days] for day in days]
    return qps.least_peak(max(counts))
