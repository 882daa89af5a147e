"""Months, spans and steps of days.

Every period is half-open: its start is in it, its end is not.
"""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain

from facefusion_billing.startup.record import NamedTuple

ONE_DAY = timedelta(days=1)
YEARS = range(2000, 2200)
"""The years that a date of a file may have."""
LAST_YEAR = YEARS[-1]
DISTANT = date(9999, 12, 31)
"""Stands for "no end" in a span; later than any date a file may hold."""


class Month(NamedTuple):
    """A calendar month.

    >>> str(Month(2025, 12).plus(2)), Month(2024, 2).days
    ('2026-02', 29)
    """

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def end(self) -> date:
        """The first day of the next month."""
        if self.month == 12:
            return date(self.year + 1, 1, 1)
        return date(self.year, self.month + 1, 1)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.first).days

    def plus(self, months: int) -> "Month":
        """The month so many months later."""
        year, month = divmod(_number(self) + months, 12)
        return Month(year, month + 1)


def month_of(day: date) -> Month:
    """The month a day lies in."""
    return Month(day.year, day.month)


def months_between(first: Month, last: Month) -> Iterator[Month]:
    """Every month from the first to the last, both included."""
    for number in range(_number(first), _number(last) + 1):
        yield Month(number // 12, number % 12 + 1)


def month_count(first: Month, last: Month) -> int:
    """How many months there are from the first to the last, both included; none where
    the last comes first.
    """
    return max(_number(last) - _number(first) + 1, 0)


def _number(month: Month) -> int:
    """Months counted from January of the year 0."""
    return month.year * 12 + month.month - 1


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later, at most that month's last day.

    >>> add_months(date(2025, 1, 31), 2), add_months(date(2024, 2, 29), 12)
    (datetime.date(2025, 3, 31), datetime.date(2025, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= 28:
        # Every month has it.
        return date(year, month + 1, day.day)
    # Clamped once, at the end: a month without a 31st on the way changes nothing.
    last = Month(year, month + 1).days
    return date(year, month + 1, min(day.day, last))


class Span(NamedTuple):
    """A half-open period of days."""

    start: date
    end: date

    @property
    def last(self) -> date:
        """Its last day."""
        return self.end - ONE_DAY

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    @property
    def each_day(self) -> Iterator[date]:
        """Its days, one by one."""
        days = range(self.start.toordinal(), self.end.toordinal())
        return map(date.fromordinal, days)

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.start <= day < self.end

    def meets(self, other: "Span") -> bool:
        """Whether the two have a day in common."""
        return self.start < other.end and other.start < self.end


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same days as disjoint spans in order."""
    joined: list[Span] = []
    for span in sorted(spans):
        # Spans that only touch are joined too: no boundary may stand twice.
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        elif span.start < span.end:
            joined.append(span)
    return tuple(joined)


def inside(days: Sequence[date], span: Span) -> Sequence[date]:
    """Of days in order those inside a span: after its first."""
    return days[bisect_right(days, span.start) : bisect_left(days, span.end)]


class Days(NamedTuple):
    """A set of days, as the sorted dates at which membership flips; where their number
    is odd, the last span has no end.

    >>> days = days_in([Span(date(2025, 1, 1), date(2025, 1, 3))])
    >>> days.holds(date(2025, 1, 2)), days.holds(date(2025, 1, 3))
    (True, False)
    """

    boundaries: tuple[date, ...]

    @property
    def spans(self) -> Iterator[Span]:
        """Its days as disjoint spans in order."""
        return map(Span, self.boundaries[::2], (*self.boundaries[1::2], DISTANT))

    def holds(self, day: date) -> bool:
        """Whether the day is in the set."""
        return bisect_right(self.boundaries, day) % 2 == 1

    def inside(self, span: Span) -> list[Span]:
        """The parts of a span that are in the set."""
        edges = [span.start, *inside(self.boundaries, span), span.end]
        # Parts of the set and parts between them take turns.
        first = 0 if self.holds(span.start) else 1
        return list(map(Span, edges[first::2], edges[first + 1 :: 2]))

    def outside(self, span: Span) -> Iterator[Span]:
        """The parts of a span that are not in the set."""
        edges = [span.start, *inside(self.boundaries, span), span.end]
        for start, end in itertools.pairwise(edges):
            if not self.holds(start):
                yield Span(start, end)

    def within(self, span: Span) -> int:
        """How many days of a span are in the set."""
        edges = [span.start, *inside(self.boundaries, span), span.end]
        stretches = itertools.pairwise(edges)
        return sum((end - start).days for start, end in stretches if self.holds(start))

    def counter(self) -> Callable[[date], int]:
        """What counts the days of the set before a day; made once, it asks for as many
        days as one likes.
        """
        boundaries = self.boundaries
        counted = [0]
        for index, (start, end) in enumerate(itertools.pairwise(boundaries)):
            # Days of the set and days between them take turns.
            belongs = index % 2 == 0
            counted.append(counted[-1] + belongs * (end - start).days)

        def before(day: date) -> int:
            passed = bisect_right(boundaries, day)
            if not passed:
                return 0
            since = (day - boundaries[passed - 1]).days
            return counted[passed - 1] + passed % 2 * since

        return before


def days_in(spans: Iterable[Span]) -> Days:
    """The set of days that lie in any of the spans."""
    return Days(tuple(chain.from_iterable(merged(spans))))


class Steps(NamedTuple):
    """A quantity that changes at the start of certain days: the sum of what is in
    force.
    """

    dates: tuple[date, ...]
    levels: tuple[int, ...]

    def at(self, day: date) -> int:
        """The quantity in force on the day; 0 before the first change."""
        index = bisect_right(self.dates, day)
        if index:
            return self.levels[index - 1]
        return 0


def steps_of(parts: Iterable[tuple[Span, int]]) -> Steps:
    """The sum of the quantities in force on each day.

    >>> half, whole = (
    ...     Span(date(2025, 1, 1), date(2025, 1, 9)),
    ...     Span(date(2025, 1, 5), date(2025, 2, 1)),
    ... )
    >>> steps_of([(half, 10), (whole, 50)]).at(date(2025, 1, 6))
    60
    """
    changes: dict[date, int] = {}
    for span, quantity in parts:
        changes[span.start] = changes.get(span.start, 0) + quantity
        # An end and a start on one day cancel out, so no level of a moment stands
        # between them.
        changes[span.end] = changes.get(span.end, 0) - quantity
    level, dates, levels = 0, [], []
    for day in sorted(changes):
        level += changes[day]
        dates.append(day)
        levels.append(level)
    return Steps(tuple(dates), tuple(levels))


SECONDS_A_DAY = 86_400


def least_peak(calls: int) -> int:
    """The least that the peak of a day can be: its average a second, rounded up.

    >>> least_peak(5_000_000), least_peak(86_400)
    (58, 1)
    """
    return -(-calls // SECONDS_A_DAY)
