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
from facefusion_billing.answers.metering_peaks import (
    Peaks,
    key_of,
    other_peaks,
    sliding_peaks,
)
from facefusion_billing.answers.metering_report import Seen, report_of
from facefusion_billing.answers.metering_stakes import (
    Key,
    day_of,
    stake_of_calls,
)
from facefusion_billing.model.call_logs import (
    A_SECOND,
    THROTTLED,
    Counted,
    Group,
    LogMap,
    MeteredCalls,
    MeteredDay,
)
from facefusion_billing.model.money import Cents

Failures = dict[Key, dict[str, int]]


def meter(engine: Engine, log: LogMap, options: MeterOptions) -> MeteredCalls:
    """The counts of a log, with what was seen on the way.

    Raises `InputError`, or `RefusedRowsError` for rows whose lines are to be found.
    """
    seen = _seen(engine, log, options)
    failed = _failures(engine, seen)
    sliding = sliding_peaks(engine, seen, options)
    days = _days(seen, failed, sliding, options)
    report = report_of(seen)
    answer = MeteredCalls(
        days=days,
        report=report,
        book_id=options.book_id,
        assumptions=options.assumptions,
        has_accounts=log.account is not None,
        findings=tuple(findings(days, report, options)),
        peaks=other_peaks(seen, sliding, options),
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


def _days(
    seen: Seen, failed: Failures, sliding: Peaks, options: MeterOptions
) -> tuple[MeteredDay, ...]:
    # Under the other reading they were only counted to tell what it would change.
    peaks = sliding if options.qps_window == ANY_SECOND else None
    return tuple(_day(row, seen.log, failed, peaks) for row in seen.counted)


def _day(
    row: Counted, log: LogMap, failed: Failures, sliding: Peaks | None
) -> MeteredDay:
    peak, at = row.busiest
    second: int | None = at // A_SECOND
    key = key_of(row)
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
