"""What to know about counts: days and months that a log does not cover, peaks above a
limit, rows without an id.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from facefusion_billing.answers.metering_engine import MeterOptions
from facefusion_billing.model.calendar import month_of
from facefusion_billing.model.call_logs import (
    MeteredDay,
    MeteredFinding,
    MeteringReport,
)


def findings(
    days: tuple[MeteredDay, ...], report: MeteringReport, options: MeterOptions
) -> Iterator[MeteredFinding]:
    """Warnings first, then notes."""
    if not days:
        yield MeteredFinding("no_calls")
        return
    yield from _gaps(sorted({day.day for day in days}), report.last)
    yield from _unknown_scopes(days, options)
    for scope, limit in options.limits.items():
        over = [d for d in days if d.scope == scope and d.peak_qps > limit]
        if over:
            yield _over_limit(scope, limit, over)
    yield from _notes(days, report)


def _unknown_scopes(
    days: tuple[MeteredDay, ...], options: MeterOptions
) -> Iterator[MeteredFinding]:
    """Scopes that the book does not have; its activities may have any name."""
    groups = options.book.groups if options.book else {}
    unknown = sorted({day.scope for day in days} - set(groups))
    if groups and unknown:
        facts = {"book": options.book_id, "scopes": unknown, "count": len(unknown)}
        yield MeteredFinding("unknown_scopes", facts)


def _notes(
    days: tuple[MeteredDay, ...], report: MeteringReport
) -> Iterator[MeteredFinding]:
    """What the rows of the log leave open."""
    if days[0].failed is None:
        yield MeteredFinding("failures_unknown")
    if report.of_completions:
        yield MeteredFinding("peak_of_completions")
    if report.without_id is None:
        yield MeteredFinding("no_ids")
    elif report.without_id:
        yield MeteredFinding("without_id", {"rows": report.without_id})
    if report.apart:
        yield MeteredFinding("clocks_apart", {"calls": report.apart})
    if report.unreadable:
        yield MeteredFinding("unreadable_rows", {"rows": report.unreadable})


def _over_limit(scope: str, limit: int, over: list[MeteredDay]) -> MeteredFinding:
    highest = max(over, key=lambda day: day.peak_qps)
    facts: dict[str, object] = {
        "for": scope,
        "account": highest.account,
        "accounts": len({day.account for day in over}),
        "limit": limit,
        "days": len({day.day for day in over}),
        "peak": highest.peak_qps,
        "date": str(highest.day),
    }
    return MeteredFinding("peak_over_limit", facts)


def _gaps(seen: list[date], end: datetime | None) -> Iterator[MeteredFinding]:
    """Days without a row between the first and the last, and months that those cut."""
    first, last = seen[0], seen[-1]
    missing = _missing(seen)
    if missing:
        yield MeteredFinding(
            "days_without_rows",
            {"days": len(missing), "first": str(missing[0]), "dates": missing},
        )
    if first.day > 1:
        yield _not_covered(first, since=str(first))
    # To its last second: a log that was fetched on the evening of the last day lacks
    # calls as well.
    if end is not None and (end + timedelta(seconds=1)).month == end.month:
        until = end.strftime("%Y-%m-%d %H:%M:%S")
        yield _not_covered(last, until=until)


def _missing(seen: list[date]) -> list[date]:
    """The days between the first and the last that are not among them."""
    first, last = seen[0], seen[-1]
    every = {first + timedelta(days=n) for n in range((last - first).days)}
    return sorted(every - set(seen))


def _not_covered(day: date, since: str = "", until: str = "") -> MeteredFinding:
    """That the rows of a day's month begin or end inside it."""
    facts: dict[str, object] = {
        "month": str(month_of(day)),
        "from": since,
        "until": until,
    }
    return MeteredFinding("month_not_covered", facts)
