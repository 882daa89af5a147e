"""Days, months and money, as plainly as they can be written."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Any

Data = dict[str, Any]
ONE_DAY, LICENCE_LIFE = timedelta(days=1), timedelta(days=365)


def to_date(text: object) -> date:
    return date.fromisoformat(str(text))


def month_of(day: date) -> str:
    return day.isoformat()[:7]


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    while first <= last:
        yield first
        first += ONE_DAY


def later_month(day: date, months: int) -> date:
    """The same day `months` later, in one step; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def days_of_month(month: str) -> list[date]:
    first = to_date(month + "-01")
    return list(days_between(first, later_month(first, 1) - ONE_DAY))


def entry_days(key: str) -> list[date]:
    """The days of a key: a month, a day, or a range 'A..B' of either with both ends."""
    first, _, last = key.partition("..")
    last = last or first
    start = to_date(first if len(first) > 7 else first + "-01")
    end = to_date(last) if len(last) > 7 else days_of_month(last)[-1]
    return list(days_between(start, end))


def rounded(exact: Fraction) -> int:
    """The whole number nearest to it, half up."""
    return floor(exact + Fraction(1, 2))


def half_up(exact: Fraction) -> Fraction:
    """To the cent."""
    return Fraction(rounded(exact * 100), 100)


def show(amount: Fraction) -> str:
    cents = amount * 100
    assert cents.denominator == 1, amount
    whole, rest = divmod(abs(int(cents)), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{rest:02d}"


def money(value: object) -> Fraction:
    return Fraction(str(value))
