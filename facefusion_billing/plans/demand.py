"""The daily calls that a plan serves, and the usage of a scenario with them as it is
written: spread as they were, whatever licences a plan buys.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate

from facefusion_billing.billing.forecast import settled
from facefusion_billing.billing.inputs import distribute_calls
from facefusion_billing.billing.metered import Calls, filed
from facefusion_billing.model.book import Groups
from facefusion_billing.model.calendar import (
    ONE_DAY,
    Days,
    Month,
    Span,
    days_in,
    month_of,
    months_between,
)
from facefusion_billing.model.items import LICENCE
from facefusion_billing.model.money import half_up
from facefusion_billing.model.recommendation import Horizon
from facefusion_billing.model.scenario import CallCount, Scenario, ScopeUsage
from facefusion_billing.rules.distribution import DailyCalls


def admitted_calls(scenario: Scenario) -> Calls:
    """The daily calls but for those on days on which the service is switched off: they
    are outside every plan.
    """
    return {
        name: _admitted(scenario, own) for name, own in distributed(scenario).items()
    }


def _admitted(scenario: Scenario, daily: DailyCalls) -> DailyCalls:
    return _without(daily, scenario.account.disabled)


def distributed(scenario: Scenario) -> Calls:
    """The daily calls of every scope."""
    return distribute_calls(scenario, filed(scenario.orders))[0]


def _without(daily: DailyCalls, off: Sequence[Span]) -> DailyCalls:
    """Daily calls without those of some days."""
    if not any(daily.between(*span) for span in off):
        return daily
    first = date.fromordinal(daily.first)
    own = daily.of_days(first, first + timedelta(days=len(daily.sums) - 1))
    for span in off:
        start = max((span.start - first).days, 0)
        # Not before its start: an end before the first day would count from the last.
        end = max(min((span.end - first).days, len(own)), start)
        own[start:end] = [0] * (end - start)
    return DailyCalls(daily.first, tuple(accumulate(own, initial=0)))


def frozen(
    scenario: Scenario, use: ScopeUsage, daily: DailyCalls, horizon: Horizon
) -> ScopeUsage:
    """A usage with the months written out by day whose calls a licence of a plan would
    move, or of which only a growth series says how they are spread.
    """
    given = days_in(count.span for count in use.calls if not count.whole_month)
    licensed, movable = None, set[Month]()
    # Only of an activity without a first day of its own does a licence shape a month.
    if not isinstance(scenario.book.offer, Groups) and use.starts is None:
        licensed = filed(scenario.orders).first_date(LICENCE, use.name)
        movable = _movable(scenario, daily, horizon)
        if licensed is not None:
            movable.add(month_of(licensed))
    counts: list[CallCount] = []
    is_spread = False
    for count in use.calls:
        moves = count.whole_month and month_of(count.span.start) in movable
        if moves or (count.is_series and given.within(count.span)):
            counts += _by_days(count, licensed, given, daily)
            is_spread = True
        else:
            counts.append(count._replace(is_series=False))
    found = use._replace(calls=tuple(sorted(counts, key=lambda count: count.span)))
    # A forecast was made of the counts as they were; of these it would be another.
    if is_spread:
        return settled(found)
    return found


def _movable(scenario: Scenario, daily: DailyCalls, horizon: Horizon) -> set[Month]:
    """The months in which a first licence may begin: those of the free calls."""
    sold, found = scenario.book.activities, set[Month]()
    free = sold.free.calls if sold.free else 0
    # While the service is switched off no licence is needed.
    daily = _admitted(scenario, daily)
    for begun in (first_day(daily), first_day(daily, horizon.start)):
        if begun is None:
            continue
        # A first licence begins at the latest on the day on which the free calls run
        # out.
        index = bisect_right(daily.sums, daily.before(begun) + free)
        last = date.fromordinal(daily.first + min(index, len(daily.sums) - 1) - 1)
        found.update(months_between(month_of(begun), month_of(max(last, begun))))
    return found


def _by_days(
    count: CallCount, licensed: date | None, given: Days, daily: DailyCalls
) -> list[CallCount]:
    """A month's own calls as a range of days with the same spread, or day by day where
    other counts lie between.
    """
    begin = licensed if licensed and count.span.holds(licensed) else count.span.start
    count = count._replace(whole_month=False, is_series=False)
    if not given.within(Span(begin, count.span.end)):
        own = Span(begin, count.span.end)
        return [count._replace(span=own, calls=daily.between(*own))]
    days = [
        begin + timedelta(days=index) for index in range((count.span.end - begin).days)
    ]
    spans = [Span(day, day + ONE_DAY) for day in days if not given.holds(day)]
    return [count._replace(span=span, calls=daily.between(*span)) for span in spans]


def first_day(daily: DailyCalls, since: date | None = None) -> date | None:
    """The first day with calls, on or after a day; None when there is none."""
    begin = max(0, since.toordinal() - daily.first) if since else 0
    if begin >= len(daily.sums):
        return None
    index = bisect_right(daily.sums, daily.sums[begin])
    if index < len(daily.sums):
        return date.fromordinal(daily.first + index - 1)
    return None


def scaled_use(use: ScopeUsage, start: date, percent: int) -> ScopeUsage:
    """A usage with the counts from a day on grown by so many percent."""
    counts = []
    for count in use.calls:
        # Each count as it is written, then spread: days by themselves would round apart.
        if count.span.start >= start:
            grown = half_up(count.calls * (100 + percent), 100)
            count = count._replace(calls=grown)
        counts.append(count)
    return use._replace(calls=tuple(counts))
