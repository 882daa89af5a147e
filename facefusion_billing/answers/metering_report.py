"""What was seen in a log beside its counts."""

from datetime import datetime, time, timedelta, timezone

from facefusion_billing.answers.metering_engine import Places
from facefusion_billing.answers.metering_stakes import day_of
from facefusion_billing.model.call_logs import (
    A_SECOND,
    Counted,
    Group,
    LogFile,
    LogMap,
    MeteringReport,
    totals,
)
from facefusion_billing.startup.record import NamedTuple


class Seen(NamedTuple):
    """What an engine told of a log: its rows in groups, the places whose calls are
    counted with their counts by day, and the rows that are left out.
    """

    log: LogMap
    groups: list[Group]
    places: Places
    counted: list[Counted]
    unreadable: int
    unknown: dict[str, int]


def report_of(seen: Seen) -> MeteringReport:
    """What was seen beside the counts."""
    groups, counted, time = seen.groups, seen.counted, seen.log.time
    first, last = _ends(counted)
    return MeteringReport(
        inputs=_files(groups),
        rows=sum(g.rows for g in groups),
        without_id=_without_id(seen),
        repeats=sum(row.repeats for row in counted),
        free=sum(g.rows for g in groups if g.is_free),
        unreadable=seen.unreadable,
        unknown=seen.unknown,
        of_completions=time.is_end and time.duration is None,
        apart=sum(row.apart for row in counted),
        first=first,
        last=last,
    )


def _files(groups: list[Group]) -> tuple[LogFile, ...]:
    """The files of a log with their rows."""
    rows_of = totals({group.file: group.rows} for group in groups)
    return tuple(LogFile(name, rows, 0, "") for name, rows in rows_of.items())


def _without_id(seen: Seen) -> int | None:
    """The rows of calls that have no id; None where the log has no ids at all."""
    if not seen.log.id:
        return None
    return sum(g.rows - g.ids for g in seen.groups if g.scope is not None)


def _ends(counted: list[Counted]) -> tuple[datetime | None, datetime | None]:
    """The first and the last second with a call; None where there is no call."""
    if not counted:
        return None, None
    first = min(_second(row.day, row.first) for row in counted)
    return first, max(_second(row.day, row.last) for row in counted)


def _second(day: int, of_day: int) -> datetime:
    """A second of a Beijing day."""
    at = datetime.combine(day_of(day), time(), timezone(timedelta(hours=8)))
    return at + timedelta(seconds=of_day // A_SECOND)
