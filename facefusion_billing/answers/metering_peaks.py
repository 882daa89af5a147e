"""Peaks under both readings of the vendor's second, and what QPS for those of any second
would cost more.
"""

from facefusion_billing.answers.metering_engine import (
    ANY_SECOND,
    Engine,
    MeterOptions,
)
from facefusion_billing.answers.metering_report import Seen
from facefusion_billing.answers.metering_stakes import Key, day_of, stake_of_peaks
from facefusion_billing.model.book import QpsTable
from facefusion_billing.model.calendar import Month, month_of
from facefusion_billing.model.call_logs import A_DAY, Counted, OtherPeak
from facefusion_billing.model.money import Cents

Peaks = dict[Key, int]
Place = tuple[str, str]


def key_of(row: Counted) -> Key:
    """The place and day of a count."""
    return row.account, row.scope, row.day


def sliding_peaks(engine: Engine, seen: Seen, options: MeterOptions) -> Peaks:
    """The peaks of any second, of the places where they can decide something: of all
    where they are what is asked for.
    """
    counted, looked_at = seen.counted, seen.counted
    if options.qps_window != ANY_SECOND:
        counted = _that_can_matter(seen.counted, options)
        looked_at = _highest_days(counted)
    found = {key_of(row): row.busiest[0] for row in counted}
    if not looked_at:
        return found
    for account, scope, day, peak in engine.sliding_peaks(seen.places, looked_at):
        key = account, scope, day
        found[key] = max(found[key], peak)
    return found


def _that_can_matter(counted: list[Counted], options: MeterOptions) -> list[Counted]:
    """The days of the places in which any second can have more calls than the limit."""
    over = set()
    for (account, scope, _day), peak in _most_of_any_second(counted).items():
        limit = options.limits.get(scope)
        if limit is not None and peak > limit:
            over.add((account, scope))
    return [row for row in counted if (row.account, row.scope) in over]


def _most_of_any_second(counted: list[Counted]) -> Peaks:
    """The most calls that any second can have which ends on a day."""
    # Wherever it begins, it touches two seconds of the clock: both of the day, or the
    # first one of the day and the last one of the day before.
    fixed = {key_of(row): row.busiest[0] for row in counted}
    return {
        (account, scope, day): peak
        + max(peak, fixed.get((account, scope, day - A_DAY), 0))
        for (account, scope, day), peak in fixed.items()
    }


def _highest_days(counted: list[Counted]) -> list[Counted]:
    """The days in which a second can have more calls than the fixed seconds of the whole
    month, and those before them: all that can raise a month's peak.
    """
    highest = _by_place({key_of(row): row.busiest[0] for row in counted})
    wanted = set()
    for (account, scope, day), peak in _most_of_any_second(counted).items():
        if peak > highest[account, scope][month_of(day_of(day))]:
            wanted |= {(account, scope, day), (account, scope, day - A_DAY)}
    return [row for row in counted if key_of(row) in wanted]


def other_peaks(
    seen: Seen, sliding: Peaks, options: MeterOptions
) -> tuple[OtherPeak, ...]:
    """The highest peak of each account and scope under both readings."""
    fixed = _by_place({key_of(row): row.busiest[0] for row in seen.counted})
    any_second = _by_place(sliding)
    found = []
    for (account, scope), peaks in fixed.items():
        slid = any_second.get((account, scope), {})
        table = _qps(scope, options)
        other = OtherPeak(
            account=account if seen.log.account else None,
            scope=scope,
            fixed=max(peaks.values()),
            sliding=max(slid.values(), default=None),
            stake=_stake(peaks, slid, table),
            limit=table.limit if table else None,
            months=_decided(peaks, slid, table),
        )
        found.append(other)
    return tuple(found)


def _by_place(peaks: Peaks) -> dict[Place, dict[Month, int]]:
    """The highest peak of each month, by account and scope."""
    found: dict[Place, dict[Month, int]] = {}
    for (account, scope, day), peak in peaks.items():
        months = found.setdefault((account, scope), {})
        month = month_of(day_of(day))
        months[month] = max(months.get(month, 0), peak)
    return found


def _qps(scope: str, options: MeterOptions) -> QpsTable | None:
    """The QPS that the book sells for a scope; None where it does not say."""
    group = options.book.groups.get(scope) if options.book else None
    return group.qps if group else None


def _stake(
    fixed: dict[Month, int], sliding: dict[Month, int], table: QpsTable | None
) -> Cents | None:
    """What QPS for the peaks of any second would cost more, where the book sells it."""
    if table is None or not sliding:
        return None
    return stake_of_peaks(fixed, sliding, table)


def _decided(
    fixed: dict[Month, int], sliding: dict[Month, int], table: QpsTable | None
) -> tuple[tuple[Month, int, int], ...]:
    """The months in which any second needs more QPS than the seconds of the clock, each
    with both peaks, the highest first.
    """
    if table is None or table.limit is None:
        return ()
    found = [
        (month, fixed[month], peak)
        for month, peak in sliding.items()
        if peak > max(fixed[month], table.limit)
    ]
    return tuple(sorted(found, key=lambda of: (-of[2], of[0])))
