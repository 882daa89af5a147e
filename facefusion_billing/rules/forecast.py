"""Forecast: the counts of days that have not come yet, from the same weekdays before.

What: a day takes the mean of the last counts of its weekday, grown by the calendar
months that lie between, exact and rounded half up once; low and high take the least and
the most of those days instead. Its peak is the highest of theirs, grown alike and
rounded up, and never below the day's own average. Nothing else is guessed: no season,
no trend, no clock.

Clauses: none; this is arithmetic on stated counts (docs/rules.md 2.9).

>>> week = [date(2025, 3, 3) + timedelta(days=day) for day in range(14)]
>>> counts = {day: 100 + index for index, day in enumerate(week)}
>>> rule = Rule(date(2025, 3, 18), weeks=2, numerator=1, denominator=1)
>>> [forecast(counts, {}, rule, pick)[0].calls for pick in (mean, least, most)]
[104, 100, 107]
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from facefusion_billing.model.calendar import ONE_DAY, least_peak
from facefusion_billing.model.money import half_up
from facefusion_billing.startup.record import NamedTuple


class Rule(NamedTuple):
    """To which day (excluded) counts go on, from how many weeks, with which growth a
    month.
    """

    until: date
    weeks: int
    numerator: int
    denominator: int


class ForecastDay(NamedTuple):
    """A day to come: its calls, and its peak (None where none was stated before)."""

    day: date
    calls: int
    peak: int | None


Pick = Callable[[list[int]], tuple[int, int]]
"""What is taken of the counts of a weekday, as a fraction."""


def mean(counts: list[int]) -> tuple[int, int]:
    """The mean of the counts."""
    return sum(counts), len(counts)


def least(counts: list[int]) -> tuple[int, int]:
    """The least of the counts."""
    return min(counts), 1


def most(counts: list[int]) -> tuple[int, int]:
    """The most of the counts."""
    return max(counts), 1


def forecast(
    counts: Mapping[date, int],
    peaks: Mapping[date, int],
    rule: Rule,
    pick: Pick = mean,
) -> list[ForecastDay]:
    """The days from the one after the last count to the end of the forecast.

    `counts` and `peaks` are those stated by day; a day without a count has none.
    """
    return list(_days(counts, peaks, rule, pick))


def is_alike(counts: Mapping[date, int], weeks: int) -> bool:
    """Whether each of the last weeks is as the others; of one week there is no other."""
    last = max(counts)
    windows = (_weekdays(back, last, weeks) for back in range(7))
    return weeks > 1 and all(
        len({counts.get(day, 0) for day in window}) == 1 for window in windows
    )


def _days(
    counts: Mapping[date, int], peaks: Mapping[date, int], rule: Rule, pick: Pick
) -> Iterator[ForecastDay]:
    last = max(counts)
    # What a day takes hangs on its weekday, and how it grows on its month: each is
    # worked out once, however far the forecast goes.
    bases = [_base(back, last, counts, peaks, rule, pick) for back in range(7)]
    day, ahead = last + ONE_DAY, 0
    while day < rule.until:
        months = (day.year - last.year) * 12 + day.month - last.month
        # From the counts that are stated, never from a forecast: one rounding, no drift.
        grown, under = rule.numerator**months, rule.denominator**months
        week = [_grown(base, grown, under) for base in bases]
        month = day.month
        while day < rule.until and day.month == month:
            yield ForecastDay(day, *week[ahead % 7])
            day, ahead = day + ONE_DAY, ahead + 1


class _Base(NamedTuple):
    """What the days of a weekday are made of: calls, as a fraction, and the peak."""

    over: int
    under: int
    peak: int | None


def _base(
    index: int,
    last: date,
    counts: Mapping[date, int],
    peaks: Mapping[date, int],
    rule: Rule,
    pick: Pick,
) -> _Base:
    """Of the weekday that comes so many days after the first day of the forecast."""
    before = _weekdays(index, last, rule.weeks)
    # A day without a count inside the weeks had no calls.
    over, under = pick([counts.get(each, 0) for each in before])
    stated = [peaks[each] for each in before if each in peaks]
    return _Base(over, under, max(stated, default=None))


def _weekdays(index: int, last: date, weeks: int) -> list[date]:
    """The last days of the weekday that comes so many days after the first day of the
    forecast.
    """
    newest = last - timedelta(days=6 - index)
    return [newest - timedelta(days=7 * back) for back in range(weeks)]


def _grown(base: _Base, grown: int, under: int) -> tuple[int, int | None]:
    """The calls and the peak of a day, after growth."""
    calls = half_up(base.over * grown, base.under * under)
    if base.peak is None:
        return calls, None
    # Rounded up, since a limit that is passed by a part is passed.
    return calls, max(-(-base.peak * grown // under), least_peak(calls))
