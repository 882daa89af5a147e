"""Peaks above the QPS limit in force, where a peak or at least an average is known, and
where only an average is.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise, repeat

from facefusion_billing.billing.metered import MeteredScope, MeteringInput
from facefusion_billing.billing.months import Metering
from facefusion_billing.model.bill import Finding
from facefusion_billing.model.calendar import (
    DISTANT,
    ONE_DAY,
    Days,
    Month,
    Span,
    days_in,
    inside,
)
from facefusion_billing.model.scenario import Scenario
from facefusion_billing.rules import qps
from facefusion_billing.rules.distribution import DailyCalls

PeakAndLimit = tuple[date, int | None, int | None]
"""A day, its peak (None: not known) and the limit (None: not stated)."""


def over_qps_limit(
    scenario: Scenario,
    prepared: MeteringInput,
    metering: Metering,
    *,
    since: date = date.min,
    throttled: bool = False,
) -> Iterator[Finding]:
    """The worst excess of each scope and month, `since` a day: those calls fail.

    Where calls may be `throttled` only days in QPS mode are looked at: a quota that was
    bought is never lifted.
    """
    all_off = off_days(scenario, metering)
    limited = filter(_has_limit, prepared.scopes)
    for scope in map(_without_refused, limited, repeat(all_off)):
        peaks = qps.peaks_of(scenario.usage[scope.name].peaks)
        harmless = _harmless_calls(scope, peaks)
        records = [
            record
            for record in metering.months
            if record.month.end > since and record.rows[scope.name].calls > harmless
        ]
        # Most scopes are below every limit in all months.
        if not records:
            continue
        breakpoints = sorted({*peaks.dates, *_limit_edges(scope)})
        for record in records:
            month = Span(max(record.month.first, since), record.month.end)
            days: list[PeakAndLimit] = []
            for span in _served(scope, _alike(month, breakpoints), throttled):
                days += _peak_and_limit(scope, peaks, *span)
            worst = qps.worst_excess(days)
            if worst is not None:
                yield _over_limit(scope, record.month, worst, peaks)


def limits_by_average(
    scenario: Scenario,
    prepared: MeteringInput,
    metering: Metering,
    days: Span,
    *,
    throttled: bool = False,
) -> Iterator[tuple[str, date]]:
    """Each scope with calls under a limit for which no peak is stated, and the first day
    of them: such a limit is held against the day's average, which hides any peak.
    """
    all_off = off_days(scenario, metering)
    for scope in map(_without_refused, prepared.scopes, repeat(all_off)):
        peaks = qps.peaks_of(scenario.usage[scope.name].peaks)
        breakpoints = sorted({*peaks.dates, *_limit_edges(scope)})
        for span in _served(scope, _alike(days, breakpoints), throttled):
            is_limited = _limit_on(scope, span.start) is not None
            if is_limited and peaks.on(span.start) is None:
                yield scope.name, scope.calls.first_from(span.start)
                break


def _alike(days: Span, breakpoints: Sequence[date]) -> Iterator[Span]:
    """Days in parts in which neither peak nor limit changes."""
    edges = [days.start, *inside(breakpoints, days), days.end]
    for start, end in pairwise(edges):
        yield Span(start, end)


def _served(
    scope: MeteredScope, spans: Iterable[Span], throttled: bool
) -> Iterator[Span]:
    """The stretches whose calls a limit is held against: in QPS mode, where those of the
    other mode may be throttled.
    """
    for span in spans:
        if throttled and not scope.qps_days.holds(span.start):
            continue
        if scope.calls.between(*span):
            yield span


def _without_refused(scope: MeteredScope, off: Days) -> MeteredScope:
    """A scope without its refused calls, which reach no limit, whatever their peak would
    be: the service is off, or there is no licence and no free call left.
    """
    served = scope.calls.without(off)
    if scope.licensed is not None:
        tried = Span(_free_until(scope.free, served), DISTANT)
        served = served.without(days_in(scope.licensed.outside(tried)))
    return scope._replace(calls=served)


def _free_until(free: int, calls: DailyCalls) -> date:
    """The first day that begins without a free call left; DISTANT where some are left."""
    if not free:
        return date.min
    if calls.before(DISTANT) < free:
        return DISTANT
    # The day on which the last of them is made is served in part.
    return calls.day_beyond(free - 1) + ONE_DAY


def _over_limit(
    scope: MeteredScope, month: Month, worst: qps.Peak, peaks: qps.Peaks
) -> Finding:
    facts = {
        "peak": worst.peak,
        "limit": worst.limit,
        "since": worst.since,
        "average": peaks.on(worst.since) is None,
        # QPS upgrades are sold to licensed activities alone.
        "needs_licence": not scope.is_licensed(worst.since),
    }
    return Finding("over_qps_limit", month, scope.name, facts)


def _peak_and_limit(
    scope: MeteredScope, peaks: qps.Peaks, day: date, until: date
) -> Iterator[PeakAndLimit]:
    """The first day with calls of a stretch, with its peak and limit. Where no peak is
    stated, the least it can be on the days of the stretch: their averages.
    """
    limit, stated = _limit_on(scope, day), peaks.on(day)
    if stated is not None or limit is None:
        # A day without calls has no peak, whatever is stated for its month.
        yield scope.calls.first_from(day), stated, limit
        return
    # So few calls have no day above the limit, and most stretches end here.
    if scope.calls.between(day, until) <= limit * qps.SECONDS_A_DAY:
        return
    for each, calls in scope.calls.each_day(day, until):
        yield each, qps.least_peak(calls), limit


def off_days(scenario: Scenario, metering: Metering) -> Days:
    """The days on which the service is switched off or stopped."""
    off = list(scenario.account.disabled)
    if metering.ledger is not None:
        stops = metering.ledger.suspensions
        off += (Span(stop.since, stop.until or date.max) for stop in stops)
    return days_in(off)


def _harmless_calls(scope: MeteredScope, peaks: qps.Peaks) -> int:
    """With so many calls in a month no day of it can be above a limit."""
    least = _least_limit(scope)
    if max(filter(None, peaks.peaks), default=0) > least:
        return 0
    # Where no peak is stated, the average of a day is held against the limit.
    return least * qps.SECONDS_A_DAY


def _least_limit(scope: MeteredScope) -> int:
    """No limit that is ever in force is lower."""
    # Without QPS that was bought, calls in QPS mode have no limit at all.
    return min((*scope.limit.levels, *filter(None, scope.quota.levels)), default=0)


def _has_limit(scope: MeteredScope) -> bool:
    """Whether a limit is stated for any day."""
    return bool(scope.limit.dates) or any(scope.quota.levels)


def _limit_edges(scope: MeteredScope) -> set[date]:
    return {
        *scope.qps_days.boundaries,
        *scope.after_licence.boundaries,
        *scope.quota.dates,
        *scope.limit.dates,
    }


def _limit_on(scope: MeteredScope, day: date) -> int | None:
    """The most QPS that is served; None where none is stated, or the calls are
    undetermined anyway.
    """
    quota = scope.quota.at(day)
    if scope.qps_days.holds(day):
        # No quota: the document does not say what becomes of such calls.
        return quota or None
    if scope.after_licence.holds(day):
        # What QPS an activity has once its licence is over is stated nowhere.
        return None
    if not scope.limit.dates:
        return None
    limit = scope.limit.at(day)
    # An activity's upgrades come on top; a group's quota is for QPS mode only.
    if scope.licensed is None:
        return limit
    return limit + quota
