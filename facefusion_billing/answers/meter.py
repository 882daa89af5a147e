"""What was called, and how fast at most: call logs to counts by account, scope and
Beijing day.
"""

from datetime import date, timedelta

from facefusion_billing.answers.metered_rows import (
    check_ids,
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
from facefusion_billing.model.call_logs import (
    A_DAY,
    A_SECOND,
    THROTTLED,
    Counted,
    Group,
    LogFile,
    LogMap,
    MeteredCalls,
    MeteredDay,
    MeteringReport,
    OtherPeak,
    totals,
)

_FIRST_DAY = date(1970, 1, 1)


def meter(engine: Engine, log: LogMap, options: MeterOptions) -> MeteredCalls:
    """The counts of a log, with what was seen on the way.

    Raises `InputError`, or `RefusedRowsError` for rows whose lines are to be found.
    """
    groups = list(engine.inventory())
    unreadable = unreadable_rows(engine, groups, options)
    unknown = unknown_actions(groups, log)
    places = sorted({(g.account, g.scope) for g in groups if g.scope is not None})
    engine.prepare(places)
    counted = list(engine.count(places))
    if any(row.day == 0 for row in counted):
        unreadable += unreadable_times(engine, log, options, unreadable)
        counted = list(engine.count(places))
    check_ids(engine, log, counted)
    failed = _failures(engine, log, places, groups)
    sliding = _sliding_peaks(engine, places, counted, options)
    days = _days(log, counted, failed, sliding, options)
    report = _report(groups, counted, unreadable, unknown, log)
    return MeteredCalls(
        days=days,
        report=report,
        book_id=options.book_id,
        assumptions={
            "billed_errors": options.billed_errors,
            "qps_window": options.qps_window,
        },
        has_accounts=log.account is not None,
        findings=tuple(findings(days, report, options)),
        face_errors=_face_errors(failed, options) if log.error else None,
        peaks=_peaks(counted, sliding, log),
    )


Failures = dict[tuple[str, str, int], dict[str, int]]


def _failures(
    engine: Engine, log: LogMap, places: Places, groups: list[Group]
) -> Failures:
    """Failed calls by account, scope and day: by code, each after its outcome."""
    found: Failures = {}
    if log.error is None or not any(g.error and g.scope for g in groups):
        return found
    for account, scope, day, code, count in engine.failures(places):
        found.setdefault((account, scope, day), {})[code] = count
    return found


Peaks = dict[tuple[str, str, int], int]


def _sliding_peaks(
    engine: Engine, places: Places, counted: list[Counted], options: MeterOptions
) -> Peaks | None:
    """The peaks of any second; None where they can change nothing.

    A second wherever it begins touches two fixed ones, so its count is at most twice
    the fixed peak: only a limit in between makes the reading matter.
    """
    wanted = options.qps_window == ANY_SECOND
    for row in counted:
        limit, peak = options.limits.get(row.scope), _peak(row)[0]
        wanted = wanted or (limit is not None and peak <= limit < 2 * peak)
    if not wanted:
        return None
    return {(a, s, day): n for a, s, day, n in engine.sliding_peaks(places)}


def _peak(row: Counted) -> tuple[int, int]:
    """The peak of a day and the microsecond at which its second begins.

    >>> row = Counted("", "image_basic", 0, 3, 3, 0, 0, 2 * A_DAY - 5 * A_SECOND, 0)
    >>> _peak(row)
    (2, 5000000)
    """
    calls = -(-row.peak // A_DAY)
    return calls, calls * A_DAY - row.peak


def _days(
    log: LogMap,
    counted: list[Counted],
    failed: Failures,
    sliding: Peaks | None,
    options: MeterOptions,
) -> tuple[MeteredDay, ...]:
    days = []
    for row in counted:
        peak, at = _peak(row)
        key = row.account, row.scope, row.day
        slid = sliding is not None and options.qps_window == ANY_SECOND
        codes = failed.get(key, {})
        days.append(
            MeteredDay(
                account=row.account if log.account is not None else None,
                day=_FIRST_DAY + timedelta(days=row.day // A_DAY),
                scope=row.scope,
                calls=row.calls,
                attempts=row.attempts,
                throttled=row.throttled if log.error else None,
                repeats=row.repeats,
                peak_qps=(sliding or {}).get(key, peak) if slid else peak,
                peak_second=None if slid else at // A_SECOND,
                failed=_codes(codes, "1") if log.error else None,
            )
        )
    return tuple(days)


def _codes(codes: dict[str, int], outcome: str) -> dict[str, int]:
    """The codes of one outcome without its digit."""
    return {code[1:]: n for code, n in codes.items() if code[0] == outcome}


def _face_errors(failed: Failures, options: MeterOptions) -> int:
    """How many calls the other reading of `billed_errors` moves."""
    every = totals(failed.values())
    return sum(
        count
        for code, count in every.items()
        if options.face_errors.holds(code[1:]) and not code[1:].startswith(THROTTLED)
    )


def _report(
    groups: list[Group],
    counted: list[Counted],
    unreadable: int,
    unknown: dict[str, int],
    log: LogMap,
) -> MeteringReport:
    of_files = totals({g.file: g.rows} for g in groups)
    scoped = [g for g in groups if g.scope is not None]
    return MeteringReport(
        inputs=tuple(LogFile(name, rows, 0, "") for name, rows in of_files.items()),
        rows=sum(g.rows for g in groups),
        without_id=sum(g.rows - g.ids for g in scoped) if log.id else None,
        repeats=sum(row.repeats for row in counted),
        free=sum(g.rows for g in groups if g.is_free),
        unreadable=unreadable,
        unknown=unknown,
        of_completions=log.time.is_end and log.time.duration is None,
    )


def _peaks(
    counted: list[Counted], sliding: Peaks | None, log: LogMap
) -> tuple[OtherPeak, ...]:
    """The highest peak of each account and scope under both readings."""
    fixed: dict[tuple[str, str], int] = {}
    other: dict[tuple[str, str], int] = {}
    for row in counted:
        key = row.account, row.scope
        fixed[key] = max(fixed.get(key, 0), _peak(row)[0])
    for (account, scope, _), peak in (sliding or {}).items():
        other[account, scope] = max(other.get((account, scope), 0), peak)
    return tuple(
        OtherPeak(
            account if log.account else None, scope, peak, other.get((account, scope))
        )
        for (account, scope), peak in fixed.items()
    )
