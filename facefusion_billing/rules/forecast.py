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


def _days(
    counts: Mapping[date, int], peaks: Mapping[date, int], rule: Rule, pick: Pick
) -> Iterator[ForecastDay]:
    last = max(counts)
    day = last + ONE_DAY
    while day < rule.until:
        before = _same_weekdays(day, last, rule.weeks)
        months = (day.year - last.year) * 12 + day.month - last.month
        # From the counts that are stated, never from a forecast: one rounding, no drift.
        grown, base = rule.numerator**months, rule.denominator**months
        # A day without a count inside the weeks had no calls.
        over, under = pick([counts.get(each, 0) for each in before])
        calls = half_up(over * grown, under * base)
        stated = [peaks[each] for each in before if each in peaks]
        peak = None
        if stated:
            # Rounded up, since a limit that is passed by a part is passed.
            peak = max(-(-max(stated) * grown // base), least_peak(calls))
        yield ForecastDay(day, calls, peak)
        day += ONE_DAY


def _same_weekdays(day: date, last: date, weeks: int) -> list[date]:
    """The last days of a day's weekday, up to the last one that is counted."""
    newest = last - timedelta(days=(last - day).days % 7)
    return [newest - timedelta(days=7 * back) for back in range(weeks)]
