"""The daily calls that a plan serves, and the usage of a scenario with them as it is
written: spread as they were, whatever licences a plan buys.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate, pairwise

from facefusion_billing.billing.forecast import settled
from facefusion_billing.billing.inputs import distribute_calls
from facefusion_billing.billing.metered import Calls, FiledOrders, filed
from facefusion_billing.model.book import Activities
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
from facefusion_billing.startup.record import NamedTuple


class LicenceDays(NamedTuple):
    """What decides on which days of a month the calls of an activity lie: its first
    licence, and the months in which that of a plan may begin.
    """

    first: date | None
    movable: Collection[Month]


UNLICENSED = LicenceDays(None, ())
"""That of a scope whose calls no licence moves."""


def distributed(scenario: Scenario) -> Calls:
    """The daily calls of every scope."""
    return distribute_calls(scenario, filed(scenario.orders))[0]


def since_activation(scenario: Scenario) -> Scenario:
    """The scenario with activities that begin with the account, where neither a first
    day nor a licence says when they do: a plan decides nothing before that day.
    """
    day = scenario.account.activated
    if day is None or not isinstance(scenario.book.offer, Activities):
        return scenario
    orders = filed(scenario.orders)
    usage = dict(scenario.usage)
    for name, use in usage.items():
        is_open = use.starts is None and orders.first_date(LICENCE, name) is None
        if is_open and all(_can_begin(count, day) for count in use.calls):
            usage[name] = use._replace(starts=day)
    return scenario._replace(usage=usage)


def _can_begin(count: CallCount, day: date) -> bool:
    """Whether all calls of a count can lie on a day or after it."""
    return count.span.end > day if count.whole_month else count.span.start >= day


def admitted_calls(scenario: Scenario, calls: Calls) -> Calls:
    """Daily calls but for those on days on which the service is switched off: they are
    outside every plan.
    """
    disabled = scenario.account.disabled
    return {name: _without(daily, disabled) for name, daily in calls.items()}


def _without(daily: DailyCalls, off: Sequence[Span]) -> DailyCalls:
    """Daily calls without those of some days."""
    if not any(daily.between(*span) for span in off):
        return daily
    calls = [after - before for before, after in pairwise(daily.sums)]
    for span in off:
        start = max(span.start.toordinal() - daily.first, 0)
        end = min(span.end.toordinal() - daily.first, len(calls))
        for place in range(start, end):
            calls[place] = 0
    return DailyCalls(daily.first, tuple(accumulate(calls, initial=0)))


def frozen_usage(
    scenario: Scenario, calls: Calls, horizon: Horizon
) -> dict[str, ScopeUsage]:
    """The usage with the months written out by day whose calls a licence of a plan
    would move, or of which only a growth series says how they are spread.
    """
    orders = filed(scenario.orders)
    found = {}
    for name, use in scenario.usage.items():
        licence = _licence_days(scenario, use, orders, calls[name], horizon)
        found[name] = _frozen(use, licence, calls[name])
    return found


def _licence_days(
    scenario: Scenario,
    use: ScopeUsage,
    orders: FiledOrders,
    daily: DailyCalls,
    horizon: Horizon,
) -> LicenceDays:
    """How licences shape the months of a scope."""
    offer = scenario.book.offer
    # Only of an activity without a first day of its own does a licence shape a month.
    if not isinstance(offer, Activities) or use.starts is not None:
        return UNLICENSED
    first = orders.first_date(LICENCE, use.name)
    # While the service is switched off no licence is needed.
    admitted = _without(daily, scenario.account.disabled)
    movable = set(_movable(offer.free_calls, admitted, horizon))
    if first is not None:
        movable.add(month_of(first))
    return LicenceDays(first, movable)


def _movable(free: int, daily: DailyCalls, horizon: Horizon) -> Iterator[Month]:
    """The months in which a first licence may begin: those of the free calls."""
    for begun in (first_day(daily), first_day(daily, horizon.start)):
        if begun is not None:
            last = _last_free_day(free, daily, begun)
            yield from months_between(month_of(begun), month_of(max(last, begun)))


def _last_free_day(free: int, daily: DailyCalls, begun: date) -> date:
    """The day on which free calls that are used from a day on run out, at the latest
    the last one: there a first licence begins at the latest.
    """
    index = bisect_right(daily.sums, daily.before(begun) + free)
    last = len(daily.sums) - 1
    return date.fromordinal(daily.first + min(index, last) - 1)


def _frozen(use: ScopeUsage, licence: LicenceDays, daily: DailyCalls) -> ScopeUsage:
    """A usage with such months written out by day."""
    given = _given(use)
    counts: list[CallCount] = []
    is_spread = False
    for count in use.calls:
        if _may_move(count, licence) or (count.is_series and given.within(count.span)):
            counts += _by_days(count, licence.first, given, daily)
            is_spread = True
        else:
            counts.append(count._replace(is_series=False))
    counts.sort(key=lambda count: count.span)
    found = use._replace(calls=tuple(counts))
    # A forecast was made of the counts as they were; of these it would be another.
    if is_spread:
        return settled(found)
    return found


def _given(use: ScopeUsage) -> Days:
    """The days that have counts of their own, or in a range."""
    return days_in(count.span for count in use.calls if not count.whole_month)


def _may_move(count: CallCount, licence: LicenceDays) -> bool:
    """Whether the licence of a plan may move the calls of a count."""
    return count.whole_month and month_of(count.span.start) in licence.movable


def _by_days(
    count: CallCount, licensed: date | None, given: Days, daily: DailyCalls
) -> list[CallCount]:
    """A month's own calls as a range of days with the same spread, or day by day where
    other counts lie between.
    """
    start, end = count.span
    if licensed is not None and count.span.holds(licensed):
        start = licensed
    spans = [Span(start, end)]
    if given.within(spans[0]):
        spans = _single_days(spans[0], given)
    return _written_out(count, spans, daily)


def _single_days(span: Span, given: Days) -> list[Span]:
    """The days of a span, one by one, but for those of other counts."""
    days = (day for day in span.each_day if not given.holds(day))
    return [Span(day, day + ONE_DAY) for day in days]


def _written_out(
    count: CallCount, spans: Iterable[Span], daily: DailyCalls
) -> list[CallCount]:
    """The calls of a count as counts of some days each."""
    count = count._replace(whole_month=False, is_series=False)
    return [count._replace(span=span, calls=daily.between(*span)) for span in spans]


def first_day(daily: DailyCalls, since: date | None = None) -> date | None:
    """The first day with calls, on or after a day; None when there is none."""
    before = 0
    if since is not None:
        before = daily.before(since)
    place = bisect_right(daily.sums, before)
    if place < len(daily.sums):
        return date.fromordinal(daily.first + place - 1)
    return None


def scaled_scenario(scenario: Scenario, percent: int) -> Scenario:
    """A scenario with each count grown by so many percent, rounded half up."""
    usage = {}
    for name, use in scenario.usage.items():
        # Each count as it is written: days by themselves would round apart.
        counts = tuple(_scaled(count, percent) for count in use.calls)
        usage[name] = use._replace(calls=counts)
    return scenario._replace(usage=usage)


def _scaled(count: CallCount, percent: int) -> CallCount:
    """A count grown by so many percent."""
    return count._replace(calls=half_up(count.calls * (100 + percent), 100))


def continued(past: Calls, planned: Calls, start: date) -> Calls:
    """Some daily calls before a day, and others from it on: what is past stays."""
    return {name: daily.continued(planned[name], start) for name, daily in past.items()}


def scaled_use(
    use: ScopeUsage, daily: DailyCalls, start: date, percent: int
) -> ScopeUsage:
    """A usage that is spread as its scaled calls are: those before a day as they are,
    counts from it on grown, and counts on both sides of it written out by day.
    """
    given = _given(use)
    counts: list[CallCount] = []
    is_parted = False
    for count in use.calls:
        if count.span.start >= start:
            counts.append(_scaled(count, percent))
        elif count.span.end <= start:
            counts.append(count)
        else:
            # A range holds its days by itself, a month those that nothing else does.
            others = given if count.whole_month else Days(())
            counts += _written_out(count, _single_days(count.span, others), daily)
            is_parted = True
    counts.sort(key=lambda count: count.span)
    found = use._replace(calls=tuple(counts))
    if is_parted:
        return settled(found)
    return found
