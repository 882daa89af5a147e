"""How many calls each day has: months spread, days and ranges inside them, growth, forecast."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil

from tests.second_engine.days import (
    ONE_DAY,
    Data,
    days_between,
    days_of_month,
    entry_days,
    later_month,
    month_of,
    rounded,
    to_date,
)

SECONDS = 86_400
Choose = Callable[[list[int]], Fraction]


def spread(calls: int, days: int) -> list[int]:
    """The calls of each day when the first k of D days hold floor(N*k/D)."""
    upto = [calls * k // days for k in range(days + 1)]
    return [after - before for before, after in pairwise(upto)]


def percent(text: object) -> Fraction:
    return Fraction(str(text).rstrip("%")) / 100


def grown(calls: Data) -> dict[str, int]:
    """`{from, months, start, growth}` by month: start x (1 + growth)^k, rounded half up."""
    factor = 1 + percent(calls.get("growth", "0%"))
    first = to_date(calls["from"] + "-01")
    return {
        month_of(later_month(first, k)): rounded(calls["start"] * factor**k)
        for k in range(calls["months"])
    }


def stated_entries(calls: Data) -> dict[str, int]:
    """What is written by month, day or range; the words of a growth series are none of it."""
    words = ("from", "months", "start", "growth")
    return {key: count for key, count in calls.items() if key not in words}


def stated_days(entries: dict[str, int]) -> dict[date, int]:
    """The calls of days and ranges."""
    stated: dict[date, int] = defaultdict(int)
    for key, count in entries.items():
        if len(key) > 7:
            days = entry_days(key)
            for day, share in zip(days, spread(count, len(days)), strict=True):
                stated[day] += share
    return dict(stated)


def open_days(month: str, start: date | None) -> list[date]:
    """The days of a month, from the start on where the start falls in it."""
    days = days_of_month(month)
    if start in days:
        return [day for day in days if start is not None and day >= start]
    return days


def counts_by_day(calls: Data, start: date | None) -> dict[date, int]:
    """Calls of each day, without a forecast.

    A month's number holds the days inside it and spreads the rest over the others; the number of a
    month of a growth series is spread over all days, some of which are then replaced.
    """
    entries = stated_entries(calls)
    stated = stated_days(entries)
    months = {key: count for key, count in entries.items() if len(key) == 7}
    series = grown(calls) | months if "from" in calls else {}
    found: dict[date, int] = {}
    for month, count in (series or months).items():
        days = open_days(month, start)
        if not series:
            count -= sum(stated.get(day, 0) for day in days_of_month(month))
            days = [day for day in days if day not in stated]
        if days:
            found.update(zip(days, spread(count, len(days)), strict=True))
    return found | stated


# Forecast


def mean(counts: list[int]) -> Fraction:
    return Fraction(sum(counts), len(counts))


def least(counts: list[int]) -> Fraction:
    return Fraction(min(counts))


def most(counts: list[int]) -> Fraction:
    return Fraction(max(counts))


def last_counted_day(calls: Data) -> date:
    return max(to_date(key) for key in calls if len(key) == 10)


def forecast_until(forecast: Data) -> date:
    return entry_days(forecast["until"])[-1]


def weekday_window(day: date, last: date, weeks: int) -> list[date]:
    """The last `weeks` days of the day's weekday up to `last`."""
    newest = last - timedelta(days=(last - day).days % 7)
    return [newest - timedelta(days=7 * k) for k in range(weeks)]


def growth_of_day(data: Data, day: date) -> Fraction:
    """(1 + growth)^k: k calendar months after that of the last day."""
    last = last_counted_day(data["calls"])
    months = day.year * 12 + day.month - last.year * 12 - last.month
    factor: Fraction = (1 + percent(data["forecast"].get("growth", "0%"))) ** months
    return factor


def forecast_days(data: Data, choose: Choose = mean) -> dict[date, int]:
    """The calls of the days after the last one that has a count."""
    if "forecast" not in data:
        return {}
    counts = {to_date(k): n for k, n in data["calls"].items() if len(k) == 10}
    last, weeks = max(counts), data["forecast"].get("weeks", 4)
    found = {}
    for day in days_between(last + ONE_DAY, forecast_until(data["forecast"])):
        seen = [counts.get(d, 0) for d in weekday_window(day, last, weeks)]
        found[day] = rounded(choose(seen) * growth_of_day(data, day))
    return found


def peak_of(data: Data, day: date) -> int | None:
    """The stated peak of a day: the narrowest entry that holds it."""
    peaks = data.get("peak_qps")
    if not isinstance(peaks, dict):
        return peaks
    holding = [key for key in peaks if day in entry_days(key)]
    if not holding:
        return None
    found: int = peaks[min(holding, key=lambda key: len(entry_days(key)))]
    return found


def forecast_peak(data: Data, day: date) -> int | None:
    """The highest peak of the days that the forecast looks at, grown; never below the average."""
    last, weeks = last_counted_day(data["calls"]), data["forecast"].get("weeks", 4)
    stated = [peak_of(data, each) for each in weekday_window(day, last, weeks)]
    peaks = [peak for peak in stated if peak is not None]
    if not peaks:
        return None
    average = ceil(Fraction(forecast_days(data)[day], SECONDS))
    return max(ceil(max(peaks) * growth_of_day(data, day)), average)


def materials_of(data: Data, month: str) -> int:
    """The materials live in a month: one number, or the narrowest month or range."""
    materials = data.get("materials", 0)
    if isinstance(materials, int):
        return materials
    return peak_of({"peak_qps": materials}, to_date(month + "-01")) or 0
