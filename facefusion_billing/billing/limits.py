"""Peaks above the QPS limit in force, where a peak or at least an average is known."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from facefusion_billing.billing.metered import MeteredScope, MeteringInput
from facefusion_billing.billing.months import Metering
from facefusion_billing.model.bill import Finding
from facefusion_billing.model.calendar import Days, Span, days_in, inside
from facefusion_billing.model.scenario import Scenario
from facefusion_billing.rules import qps


def over_qps_limit(
    scenario: Scenario,
    prepared: MeteringInput,
    metering: Metering,
    *,
    throttled: bool = False,
) -> Iterator[Finding]:
    """The worst excess of each scope and month: those calls fail.

    Where calls may be `throttled` only days in QPS mode are looked at: a quota that was
    bought is never lifted.
    """
    off = off_days(scenario, metering)
    for scope in prepared.scopes:
        peaks = qps.peaks_of(scenario.usage[scope.name].peaks)
        breakpoints = sorted({*peaks.dates, *_limit_edges(scope), *off.boundaries})
        for record in metering.months:
            if not record.rows[scope.name].calls:
                continue
            month = Span(record.month.first, record.month.end)
            edges = [month.start, *inside(breakpoints, month), month.end]
            days: list[tuple[date, int | None, int | None]] = []
            for day, until in pairwise(edges):
                if throttled and not scope.qps_days.holds(day):
                    continue
                if scope.calls.between(day, until) and not off.holds(day):
                    days += _peak_and_limit(scope, peaks, day, until)
            worst = qps.worst_excess(days)
            if worst is None:
                continue
            facts = {
                "peak": worst.peak,
                "limit": worst.limit,
                "since": worst.since,
                "average": peaks.on(worst.since) is None,
            }
            yield Finding("over_qps_limit", record.month, scope.name, facts)


def _peak_and_limit(
    scope: MeteredScope, peaks: qps.Peaks, day: date, until: date
) -> Iterator[tuple[date, int | None, int | None]]:
    """The first day of a stretch with its peak and limit. Where no peak is stated, the
    least it can be on the days of the stretch: their averages.
    """
    limit, stated = _limit_on(scope, day), peaks.on(day)
    if stated is not None or limit is None:
        yield day, stated, limit
        return
    if scope.calls.between(day, until) <= limit * qps.SECONDS_A_DAY:
        return
    for each, calls in scope.calls.each_day(day, until):
        yield each, qps.least_peak(calls), limit


def off_days(scenario: Scenario, metering: Metering) -> Days:
    """The days on which the service is switched off or stopped."""
    stops = metering.ledger.suspensions if metering.ledger else ()
    return days_in(
        [
            *scenario.account.disabled,
            *(Span(stop.since, stop.until or date.max) for stop in stops),
        ]
    )


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
        return quota or None
    if scope.after_licence.holds(day):
        return None
    if not scope.limit.dates:
        return None
    limit = scope.limit.at(day)
    # An activity's upgrades come on top; a group's quota is for QPS mode only.
    if scope.licensed is None:
        return limit
    return limit + quota
