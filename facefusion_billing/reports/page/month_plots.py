"""Amounts by month: bars stacked by kind, lines, and bars side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from facefusion_billing.model.money import Cents
from facefusion_billing.reports.page.patterns import dashed, fill_of, marker
from facefusion_billing.reports.page.plot import Plot
from facefusion_billing.reports.page.scales import (
    Scale,
    Titles,
    amount_scale,
    enumerate_places,
    levels,
    month_names,
)
from facefusion_billing.reports.page.svg import (
    WHOLE,
    Spot,
    filled,
    path,
    pinned,
    rect,
    stretched,
)

Amounts = Mapping[str, Mapping[str, Cents]]
"""The amount of each month under each name; a month without one is left out."""

Sides = tuple[int, int]
"""The left and the right side of a bar."""

BARS = 72
"""More bars side by side would be hairs, so they are drawn as lines."""
MARKED = 24
"""The lines of more months have no marks: they would touch each other."""


def stacked(amounts: Amounts, months: Sequence[str], titles: Titles) -> Plot:
    """Bars of months, each a stack of the names' amounts; what is below zero hangs."""
    scale = amount_scale(_sums(amounts, months))
    bars: list[str] = []
    for index, month in enumerate(months):
        sides = _bar(index, len(months), 88)
        bars += _stack(amounts, month, sides, scale)
    return _plot(scale, months, titles, "".join(bars))


def _stack(amounts: Amounts, month: str, sides: Sides, scale: Scale) -> Iterator[str]:
    """The amounts of a month upon each other."""
    above = below = 0
    for name, of_month in amounts.items():
        cents = of_month.get(month, 0)
        # Two stacks from zero: a refund must not hide what it is taken from.
        if cents > 0:
            start, above = above, above + cents
        else:
            start, below = below, below + cents
        if cents:
            ends = (start, start + cents)
            yield _upright(scale, sides, ends, filled(f"fill-{name}"))


def _sums(amounts: Amounts, months: Sequence[str]) -> Iterator[Cents]:
    """How far each month's stack reaches up and down."""
    for month in months:
        found = [of_month.get(month, 0) for of_month in amounts.values()]
        yield sum(cents for cents in found if cents > 0)
        yield sum(cents for cents in found if cents < 0)


def _bar(index: int, of: int, percent: int) -> Sides:
    """A bar that fills so much of its place."""
    left, right = _part((0, WHOLE), index, of)
    air = WHOLE * (100 - percent) // (200 * of)
    return left + air, right - air


def _part(whole: Sides, index: int, of: int) -> Sides:
    """One of so many parts of a bar beside each other."""
    left, width = whole[0], whole[1] - whole[0]
    return left + width * index // of, left + width * (index + 1) // of


def _upright(scale: Scale, sides: Sides, ends: tuple[Cents, Cents], fill: str) -> str:
    """A bar between two amounts."""
    (left, right), (bottom, top) = sides, sorted(ends)
    return rect(left, scale.up(top), right, scale.up(bottom), f'class="bar" {fill}')


def _plot(scale: Scale, months: Sequence[str], titles: Titles, marks: str) -> Plot:
    names, letters = levels(scale, titles.left)
    return Plot(names + marks + month_names(months, titles.beneath), letters)


def lines(amounts: Amounts, months: Sequence[str], titles: Titles) -> Plot:
    """A line for each name, each with its colour, dash and mark."""
    scale = amount_scale(_all(amounts))
    paths, marks = [], []
    for index, of_month in enumerate(amounts.values()):
        spots = [*_spots(scale, of_month, months)]
        paths.append(path(spots, f'class="series" {dashed(index)}'))
        if len(months) <= MARKED:
            marks += [pinned(spot, marker(index)) for spot in spots]
    return _plot(scale, months, titles, stretched(paths) + "".join(marks))


def _all(amounts: Amounts) -> Iterator[Cents]:
    for of_month in amounts.values():
        yield from of_month.values()


def _spots(
    scale: Scale, of_month: Mapping[str, Cents], months: Sequence[str]
) -> Iterator[Spot]:
    for x, month in enumerate_places(months):
        if month in of_month:
            yield x, scale.up(of_month[month])


def beside(amounts: Amounts, months: Sequence[str], titles: Titles) -> Plot:
    """Bars of each name beside each other in each month."""
    if len(months) * len(amounts) > BARS:
        return lines(amounts, months, titles)
    scale, bars = amount_scale(_all(amounts)), []
    for at, month in enumerate(months):
        whole = _bar(at, len(months), 84)
        for index, of_month in enumerate(amounts.values()):
            if month in of_month:
                sides = _part(whole, index, len(amounts))
                ends = (0, of_month[month])
                bars.append(_upright(scale, sides, ends, filled(fill_of(index))))
    return _plot(scale, months, titles, "".join(bars))
