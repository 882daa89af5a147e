"""The axes of pictures: where months, days, counts and amounts stand, and which of them
are named.

All of it is in whole numbers, so that no amount is too large to be drawn. What does not
fit on a narrow page is of the class `wide`, which such a page hides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from facefusion_billing.model.calendar import month_of, months_between
from facefusion_billing.reports.page.svg import WHOLE, level, text
from facefusion_billing.reports.wording.phrases import amount
from facefusion_billing.startup.record import NamedTuple

T = TypeVar("T")

NAMES, FEW_NAMES = 12, 5
"""So many months can be named on a wide and on a narrow page."""
ROOM, LITTLE_ROOM = 80, 36
"""So many letters fit under a wide and under a narrow picture."""
LEVELS = 7
"""About so many amounts are named."""
LONGEST = 15
"""A longer figure is named by its leading digits and its power of ten."""


class Titles(NamedTuple):
    """What the axis beneath a picture is of, and the one on its left."""

    beneath: str
    left: str


class Scale(NamedTuple):
    """An axis from one value to another one."""

    low: int
    high: int

    def at(self, value: int) -> int:
        """Where a value stands, in steps from the low end."""
        return (value - self.low) * WHOLE // (self.high - self.low)

    def on(self, day: date) -> int:
        """Where a day stands, on an axis of days."""
        return self.at(day.toordinal())

    def up(self, value: int) -> int:
        """Where it stands from the top, when the low end is at the bottom."""
        return WHOLE - self.at(value)

    def ticks(self, most: int) -> range:
        """At most so many round values, evenly.

        >>> [*Scale(0, 1230).ticks(5)], [*Scale(-70, 90).ticks(5)]
        ([0, 500, 1000], [-50, 0, 50])
        """
        length = self.high - self.low
        step = next(step for step in _round_steps() if length // step < most)
        return range(-(-self.low // step) * step, self.high + 1, step)


def _round_steps() -> Iterator[int]:
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def amount_scale(cents: Iterable[int]) -> Scale:
    """An axis of amounts, zero among them, with some air at its ends."""
    found = [0, *cents]
    # From zero, so that bars are as long as what they stand for.
    low, high = min(found), max(found)
    # An axis has some length, even where all there is to show is nothing.
    if low == high:
        high = 100
    return Scale(low + low // 25, high + high // 25 + 1)


def day_scale(first: date, end: date) -> Scale:
    """An axis of days."""
    start = first.toordinal()
    return Scale(start, max(end.toordinal(), start + 1))


def thinned(items: Sequence[T], most: int) -> Sequence[T]:
    """At most so many of the items, evenly, the first one among them."""
    for step in (1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200):
        if len(items[::step]) <= most:
            return items[::step]
    return items[:1]


def levels(scale: Scale, title: str) -> tuple[str, int]:
    """The amounts of an axis on the left with their lines, and the letters that they
    need.
    """
    ticks = scale.ticks(LEVELS)
    names = [_amount_name(cents, ticks.step) for cents in ticks]
    drawn = [text((0, 0), title, "title", ' dy="-1em"')]
    for cents, name in zip(ticks, names, strict=True):
        y = scale.up(cents)
        kind = "zero" if cents == 0 else "level"
        drawn += [level(y, kind), text((0, y), name, "y", ' dx="-.6em" dy=".35em"')]
    return "".join(drawn), max(map(len, names))


def _amount_name(cents: int, step: int) -> str:
    if step % 100:
        return _short(amount(cents), cents)
    return _short(f"{cents // 100:,}", cents)


def _short(name: str, cents: int) -> str:
    if len(name) <= LONGEST:
        return name
    return str(Decimal(cents).scaleb(-2).normalize())


def month_names(months: Sequence[str], title: str) -> str:
    """Months beneath their places, as many as there is room for."""
    return _named([*enumerate_places(months)], (NAMES, FEW_NAMES), title)


def enumerate_places(months: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Each month with the middle of its place."""
    for index, month in enumerate(months):
        yield (2 * index + 1) * WHOLE // (2 * len(months)), month


def day_names(scale: Scale, title: str) -> str:
    """The first days of months beneath their places."""
    first, last = date.fromordinal(scale.low), date.fromordinal(scale.high)
    months = months_between(month_of(first), month_of(last))
    # A picture of a few days inside a month has no first of one.
    days = [month.first for month in months if month.first >= first] or [first]
    places = [(scale.on(day), str(month_of(day))) for day in days]
    return _named(places, (NAMES, FEW_NAMES), title)


def count_names(scale: Scale, title: str) -> str:
    """Round counts beneath their places."""
    letters = len(_count_name(scale.high)) + 1
    most_wide = min(8, ROOM // letters)
    most_narrow = max(2, LITTLE_ROOM // letters)
    counts = scale.ticks(most_wide)
    places = [(scale.at(count), _count_name(count)) for count in counts]
    return _named(places, (most_wide, most_narrow), title)


def _count_name(count: int) -> str:
    return _short(f"{count:,}", count * 100)


def _named(places: Sequence[tuple[int, str]], most: tuple[int, int], title: str) -> str:
    """Names beneath the axis: some for wide pages, of these some for narrow ones."""
    most_wide, most_narrow = most
    wide = thinned(places, most_wide)
    narrow = thinned(wide, most_narrow)
    drawn = []
    for x, name in wide:
        kind = "x" if (x, name) in narrow else "x wide"
        drawn.append(text((x, WHOLE), name, kind, ' dy="1.5em"'))
    return "".join([*drawn, text((WHOLE // 2, WHOLE), title, "x title", ' dy="3em"')])
