"""Even spread: counts for months and ranges as calls of single days.

What: a count N for D days puts floor(N*k/D) calls in the first k of them. A month with days or ranges inside
it spreads what they leave over its other days, on or after the scope's start. Daily counts are used as they are.
Clause: none; the documents bill months, and the days decide only what a pack or a mode meets first.

>>> spread_over(10, 4)
[2, 3, 2, 3]
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import accumulate, pairwise
from typing import NamedTuple

from facefusion_billing.model.calendar import ONE_DAY
from facefusion_billing.model.scenario import CallCount


class DailyCalls(NamedTuple):
    """Calls by day as running sums: `sums[k]` calls came before the k-th day after `first`."""

    first: int
    sums: tuple[int, ...]

    def before(self, day: date) -> int:
        """All calls before a day."""
        place = day.toordinal() - self.first
        return self.sums[min(max(place, 0), len(self.sums) - 1)]

    def between(self, start: date, end: date) -> int:
        """The calls from the start of one day to the start of another."""
        return self.before(end) - self.before(start)


class Misfit(NamedTuple):
    """A count that cannot be spread, and why."""

    given: CallCount
    why: str


def spread_over(calls: int, days: int) -> list[int]:
    """The calls of each of so many days."""
    reached = [calls * day // days for day in range(days + 1)]
    return [after - before for before, after in pairwise(reached)]


def spread(counts: Iterable[CallCount], start: date | None, *, strict: bool) -> tuple[DailyCalls, list[Misfit]]:
    """The calls of every day, and the counts that do not fit.

    `start` is the scope's first day; with `strict`, a count before it is a misfit, without, only the month
    it falls in is spread from it on.
    """
    by_day: dict[date, int] = {}
    misfits: list[Misfit] = []
    months = []
    for count in counts:
        if count.whole_month:
            months.append(count)
            continue
        if strict and start and count.span.start < start and count.calls:
            misfits.append(Misfit(count, f"calls before the first day of use, {start}"))
        if count.span.days == 1:
            by_day[count.span.start] = count.calls
        else:
            by_day.update(zip(_days(count), spread_over(count.calls, count.span.days), strict=True))
    for count in months:
        inside = sum(by_day.get(day, 0) for day in _days(count))
        _spread_month(count, start, inside, by_day, misfits, strict=strict)
    return _running_sums(by_day), misfits


def _days(count: CallCount) -> Iterator[date]:
    return (date.fromordinal(n) for n in range(count.span.start.toordinal(), count.span.end.toordinal()))


def _spread_month(
    count: CallCount, start: date | None, inside: int, by_day: dict[date, int], misfits: list[Misfit], *, strict: bool
) -> None:
    rest = count.calls - inside
    if rest < 0:
        misfits.append(Misfit(count, f"{count.calls:,} calls in the month, but {inside:,} in its days"))
        return
    begins = start if start and (strict or count.span.holds(start)) else count.span.start
    free_days = [day for day in _days(count) if day not in by_day and day >= begins]
    if free_days:
        by_day.update(zip(free_days, spread_over(rest, len(free_days)), strict=True))
    elif rest and start and begins >= count.span.end:
        misfits.append(Misfit(count, f"calls before the first day of use, {start}"))
    elif rest:
        misfits.append(Misfit(count, f"{rest:,} of the month's calls are left, and no day to put them on"))


def _running_sums(by_day: dict[date, int]) -> DailyCalls:
    if not by_day:
        return DailyCalls(1, (0,))
    first, last = min(by_day), max(by_day)
    calls = (by_day.get(first + ONE_DAY * n, 0) for n in range((last - first).days + 1))
    return DailyCalls(first.toordinal(), tuple(accumulate(calls, initial=0)))
