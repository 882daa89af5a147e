"""A way to license an activity as orders and usage of a file; a split one as the parts
it is split into.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from facefusion_billing.billing.forecast import settled
from facefusion_billing.model.book import QpsUpgrade
from facefusion_billing.model.calendar import ONE_DAY, Span
from facefusion_billing.model.faults import Location
from facefusion_billing.model.items import LicenceOrder, UpgradeOrder
from facefusion_billing.model.recommendation import Horizon
from facefusion_billing.model.scenario import CallCount, Level, Order, ScopeUsage
from facefusion_billing.plans.activities.activity import Activity, Part
from facefusion_billing.plans.activities.licence_options import LicenceOption
from facefusion_billing.rules import qps
from facefusion_billing.solver.split import shares


def activity_orders(activity: Activity, way: LicenceOption) -> Iterator[Order]:
    """The licences and upgrades of a way, without ids."""
    for part in way.parts:
        for start, package in part.licences:
            item = LicenceOrder(package)
            yield Order("", item, part.name, start, start, activity.use.location)
    rule = activity.sold.qps_upgrade
    if rule is None:
        return
    days: list[list[tuple[date, int]]] = [[] for _ in way.parts]
    for day, amount in way.upgrades:
        fixed = activity.fixed_on(way.parts, day)
        rooms = [_room(rule, own) for own in fixed]
        for index, own in enumerate(shares(amount, rooms)):
            if own:
                days[index].append((day, own))
    for part, own_days in zip(way.parts, days, strict=True):
        yield from _runs(activity, part.name, own_days)


def _runs(
    activity: Activity, name: str, days: Sequence[tuple[date, int]]
) -> Iterator[Order]:
    """Neighbouring days with the same QPS in one order, as long as an order's days may
    reach.
    """
    rule, index = activity.sold.qps_upgrade, 0
    assert rule is not None
    while index < len(days):
        first, amount = days[index]
        last = index
        while (
            last + 1 < len(days)
            and days[last + 1] == (days[last][0] + ONE_DAY, amount)
            and last + 1 - index < rule.window_days
        ):
            last += 1
        item = UpgradeOrder(amount, last - index + 1)
        yield Order("", item, name, first, first, activity.use.location)
        index = last + 1


def activity_usage(activity: Activity, way: LicenceOption) -> Iterator[ScopeUsage]:
    """The usage of each part: the activity's own when there is one part."""
    if len(way.parts) == 1:
        yield activity.use
        return
    horizon, use = activity.facts.horizon, settled(activity.use)
    for index, part in enumerate(way.parts):
        own = part.calls.of_days(horizon.start, horizon.end)
        counts = list(_by_days(own, horizon.start, use.location))
        if index == 0:
            # What was called before the split was called by the activity itself.
            past = [c for c in use.calls if c.span.start < horizon.start]
            counts = [*past, *counts]
        levels = [
            level._replace(value=_shared_materials(activity, way, level.value)[index])
            for level in use.materials
        ]
        yield use._replace(
            name=part.name,
            calls=tuple(counts),
            peaks=tuple(_shared_peaks(activity, way, use.peaks, index)),
            materials=tuple(levels),
        )


def _by_days(
    calls: Sequence[int], start: date, location: Location
) -> Iterator[CallCount]:
    """A count for each day with calls."""
    for number, count in enumerate(calls):
        if count:
            day = start + timedelta(days=number)
            yield CallCount(Span(day, day + ONE_DAY), count, False, location)


def _shared_materials(activity: Activity, way: LicenceOption, value: int) -> list[int]:
    return shares(
        value,
        [
            max(activity.sold.licences[p].materials for _, p in part.licences)
            for part in way.parts
        ],
    )


def _shared_peaks(
    activity: Activity, way: LicenceOption, peaks: Sequence[Level], index: int
) -> Iterator[Level]:
    """A part's share of each peak: the average of its own calls, which no peak is
    below, then what is fixed, then the upgrades.
    """
    rule = activity.sold.qps_upgrade
    fixed = [activity.fixed[part.licences[0][1]] for part in way.parts]
    for level, days in _days_of(peaks, activity.facts.horizon):
        least = [_average(part, days) for part in way.parts]
        rest = max(level.value - sum(least), 0)
        free = [max(had - low, 0) for had, low in zip(fixed, least, strict=True)]
        own = [low + more for low, more in zip(least, shares(rest, free), strict=True)]
        over = rest - sum(free)
        if over > 0 and rule is not None:
            rooms = [_room(rule, had) for had in fixed]
            # What is beyond all went to the last part, and goes where upgrades are.
            own[-1] -= over
            extra = shares(over, rooms)
            own = [had + more for had, more in zip(own, extra, strict=True)]
        # Calls have a peak, however few they are.
        yield level._replace(value=max(own[index], 1))


def _room(rule: QpsUpgrade, fixed: int) -> int:
    """The QPS that upgrades can add to a part, in whole units."""
    return max((rule.most - fixed) // rule.unit, 0) * rule.unit


def _days_of(
    peaks: Sequence[Level], horizon: Horizon
) -> Iterator[tuple[Level, list[date]]]:
    """The days of the horizon on which each peak holds: the narrowest entry of a day,
    which comes first.
    """
    known: set[date] = set()
    for level in peaks:
        start = max(level.span.start, horizon.start)
        length = (min(level.span.end, horizon.end) - start).days
        days = [start + timedelta(days=index) for index in range(length)]
        yield level, [day for day in days if day not in known]
        known.update(days)


def _average(part: Part, days: Sequence[date]) -> int:
    """The most calls of one of some days, a second on average."""
    counts = (part.calls.between(day, day + ONE_DAY) for day in days)
    return qps.least_peak(max(counts, default=0))
