"""What was called, and how fast at most: call logs to counts by account, scope and
Beijing day.
"""

from facefusion_billing.answers.metered_rows import (
    check_ids,
    check_years,
    unknown_actions,
    unreadable_rows,
    unreadable_times,
)
from facefusion_billing.answers.metering_engine import (
    ANY_SECOND,
    Engine,
    MeterOptions,
    Places,
)
from facefusion_billing.answers.metering_findings import findings
from facefusion_billing.answers.metering_report import Seen, report_of
from facefusion_billing.answers.metering_stakes import (
    Key,
    day_of,
    stake_of_calls,
    stake_of_peaks,
)
from facefusion_billing.model.calendar import Month, month_of
from facefusion_billing.model.call_logs import (
    A_SECOND,
    THROTTLED,
    Counted,
    Group,
    LogMap,
    MeteredCalls,
    MeteredDay,
    OtherPeak,
)
from facefusion_billing.model.money import Cents

Failures = dict[Key, dict[str, int]]
Peaks = dict[Key, int]


def meter(engine: Engine, log: LogMap, options: MeterOptions) -> MeteredCalls:
    """The counts of a log, with what was seen on the way.

    Raises `InputError`, or `RefusedRowsError` for rows whose lines are to be found.
    """
    seen = _seen(engine, log, options)
    failed = _failures(engine, seen)
    sliding = _sliding_peaks(engine, seen, options)
    days = _days(seen, failed, sliding, options)
    report = report_of(seen)
    answer = MeteredCalls(
        days=days,
        report=report,
        book_id=options.book_id,
        assumptions=options.assumptions,
        has_accounts=log.account is not None,
        findings=tuple(findings(days, report, options)),
        peaks=_peaks(seen, sliding, options),
        currency=options.currency,
    )
    if log.error:
        return _with_stake(answer, failed, options)
    return answer


def _with_stake(
    answer: MeteredCalls, failed: Failures, options: MeterOptions
) -> MeteredCalls:
    """The answer with what the other reading of `billed_errors` would change."""
    moved = _face_errors(failed, options)
    stake = _stake(answer.days, moved, options)
    return answer._replace(face_errors=sum(moved.values()), stake=stake)


def _seen(engine: Engine, log: LogMap, options: MeterOptions) -> Seen:
    """Looks through a log and counts it."""
    groups = list(engine.inventory())
    unreadable = unreadable_rows(engine, groups, options)
    unknown = unknown_actions(groups, log)
    places = _places(groups)
    engine.prepare(places)
    counted = list(engine.count(places))
    # Unreadable times are left out at day 0; nearly no log has one, so it is counted
    # once more rather than looked through beforehand.
    if any(row.day == 0 for row in counted):
        unreadable += unreadable_times(engine, log, options, unreadable)
        counted = list(engine.count(places))
    check_years(log, counted)
    check_ids(engine, log, counted)
    return Seen(log, groups, places, counted, unreadable, unknown)


def _places(groups: list[Group]) -> Places:
    """The accounts and scopes whose calls are counted."""
    return sorted({(g.account, g.scope) for g in groups if g.scope is not None})


def _failures(engine: Engine, seen: Seen) -> Failures:
    """Failed calls by account, scope and day: by code, each after its outcome."""
    found: Failures = {}
    has_errors = any(group.error and group.scope for group in seen.groups)
    if seen.log.error is None or not has_errors:
        return found
    for account, scope, day, code, count in engine.failures(seen.places):
        found.setdefault((account, scope, day), {})[code] = count
    return found


def _sliding_peaks(engine: Engine, seen: Seen, options: MeterOptions) -> Peaks | None:
    """The peaks of any second; None where they can pass no limit that is kept so far."""
    counted = seen.counted
    if options.qps_window != ANY_SECOND and not _can_matter(counted, options):
        return None
    found = {_key(row): row.busiest[0] for row in counted}
    for account, scope, day, peak in engine.sliding_peaks(seen.places, counted):
        key = account, scope, day
        found[key] = max(found[key], peak)
    return found


def _can_matter(counted: list[Counted], options: MeterOptions) -> bool:
    """Whether some day's peak of any second can be above a limit that its fixed seconds
    keep to.
    """
    # A second wherever it begins touches two fixed ones, so at most twice as many calls.
    for row in counted:
        limit = options.limits.get(row.scope)
        peak = row.busiest[0]
        if limit is not None and peak <= limit < 2 * peak:
            return True
    return False


def _days(
    seen: Seen, failed: Failures, sliding: Peaks | None, options: MeterOptions
) -> tuple[MeteredDay, ...]:
    if options.qps_window != ANY_SECOND:
        # They were only counted to tell what the other reading would change.
        sliding = None
    return tuple(_day(row, seen.log, failed, sliding) for row in seen.counted)


def _day(
    row: Counted, log: LogMap, failed: Failures, sliding: Peaks | None
) -> MeteredDay:
    peak, at = row.busiest
    second: int | None = at // A_SECOND
    key = _key(row)
    if sliding is not None:
        # A second that begins anywhere has no number.
        peak, second = sliding[key], None
    return MeteredDay(
        account=row.account if log.account is not None else None,
        day=day_of(row.day),
        scope=row.scope,
        calls=row.calls,
        attempts=row.attempts,
        throttled=row.throttled if log.error else None,
        repeats=row.repeats,
        peak_qps=peak,
        peak_second=second,
        failed=_codes(failed.get(key, {}), "1") if log.error else None,
    )


def _key(row: Counted) -> Key:
    return row.account, row.scope, row.day


def _codes(codes: dict[str, int], outcome: str) -> dict[str, int]:
    """The codes of one outcome without its digit."""
    return {code[1:]: n for code, n in codes.items() if code[0] == outcome}


def _face_errors(failed: Failures, options: MeterOptions) -> dict[Key, int]:
    """How many calls the other reading of `billed_errors` moves, by place and day."""
    found: dict[Key, int] = {}
    for key, codes in failed.items():
        for code, count in codes.items():
            name = code[1:]
            if options.face_errors.holds(name) and not name.startswith(THROTTLED):
                found[key] = found.get(key, 0) + count
    return found


def _stake(
    days: tuple[MeteredDay, ...], moved: dict[Key, int], options: MeterOptions
) -> Cents | None:
    """What the bills rise by under the other reading, or fall by (below zero)."""
    if options.book is None:
        return None
    billed = options.billed_errors == "face_errors"
    other = {key: -count if billed else count for key, count in moved.items()}
    return stake_of_calls(days, other, options.book)


def _peaks(
    seen: Seen, sliding: Peaks | None, options: MeterOptions
) -> tuple[OtherPeak, ...]:
    """The highest peak of each account and scope under both readings."""
    fixed = _by_place({_key(row): row.busiest[0] for row in seen.counted})
    any_second = _by_place(sliding or {})
    found = []
    for (account, scope), peaks in fixed.items():
        slid = any_second.get((account, scope), {})
        other = OtherPeak(
            account if seen.log.account else None,
            scope,
            max(peaks.values()),
            max(slid.values(), default=None),
            _stake_of(scope, peaks, slid, options),
        )
        found.append(other)
    return tuple(found)


def _by_place(peaks: Peaks) -> dict[tuple[str, str], dict[Month, int]]:
    """The highest peak of each month, by account and scope."""
    found: dict[tuple[str, str], dict[Month, int]] = {}
    for (account, scope, day), peak in peaks.items():
        months = found.setdefault((account, scope), {})
        month = month_of(day_of(day))
        months[month] = max(months.get(month, 0), peak)
    return found


def _stake_of(
    scope: str,
    fixed: dict[Month, int],
    sliding: dict[Month, int],
    options: MeterOptions,
) -> Cents | None:
    """What QPS for the peaks of any second would cost more, where the book sells it."""
    if options.book is None or not sliding:
        return None
    group = options.book.groups.get(scope)
    if group is None or group.qps is None:
        return None
    return stake_of_peaks(fixed, sliding, group.qps)
