"""The curve of what calls cost: a line for each tier, the dead zones shaded, the months
of a scenario as dots.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from facefusion_billing.model.chart_data import Curve, Mark, Zone
from facefusion_billing.reports.page.plot import Plot
from facefusion_billing.reports.page.scales import (
    Scale,
    Titles,
    amount_scale,
    count_names,
    levels,
)
from facefusion_billing.reports.page.svg import (
    WHOLE,
    Spot,
    band,
    dot,
    filled,
    path,
    stretched,
    text,
)
from facefusion_billing.startup.record import NamedTuple


class _Name(NamedTuple):
    """The room a month's name takes, in steps."""

    width: int
    height: int


WIDE, NARROW = _Name(900, 650), _Name(2_000, 850)
NAMED = 50
"""So many of the dearest months are tried for a name."""


def curve_plot(curve: Curve, titles: Titles) -> Plot:
    """The curve, with jumps where a tier begins."""
    x = Scale(0, curve.end)
    y = amount_scale([*_ends(curve), *(mark.cost for mark in curve.marks)])
    amounts, letters = levels(y, titles.left)
    spots = [(x.at(mark.billable), y.up(mark.cost)) for mark in curve.marks]
    drawn = [
        amounts,
        *(_zone(zone, x) for zone in curve.zones),
        stretched(_paths(curve, x, y)),
        *(dot(spot, "month") for spot in spots),
        *_names(curve.marks, spots),
        count_names(x, titles.beneath),
    ]
    # The last count stands under the right end, half of it beyond.
    beyond = max(len(f"{curve.end:,}") // 2, 1)
    return Plot("".join(drawn), letters, beyond)


def _ends(curve: Curve) -> Iterator[int]:
    for piece in curve.pieces:
        yield from (piece.first_cost, piece.last_cost)


def _zone(zone: Zone, x: Scale) -> str:
    right = x.at(min(zone.better, x.high))
    return band(x.at(zone.first), right, filled("fill-zone"))


def _paths(curve: Curve, x: Scale, y: Scale) -> Iterator[str]:
    for before, after in pairwise(curve.pieces):
        at = x.at(after.first)
        jump = (at, y.up(before.last_cost)), (at, y.up(after.first_cost))
        yield path(jump, 'class="jump"')
    for piece in curve.pieces:
        start = x.at(piece.first), y.up(piece.first_cost)
        end = x.at(piece.last), y.up(piece.last_cost)
        yield path((start, end), 'class="main"')


def _names(marks: Sequence[Mark], spots: Sequence[Spot]) -> Iterator[str]:
    """Months beside their dots: some on wide pages, of these some on narrow ones."""
    # The dearest first: where there is no room for all, these are looked for.
    order = sorted(range(len(marks)), key=lambda index: -marks[index].cost)
    wide = _with_room(order[:NAMED], spots, WIDE)
    narrow = _with_room(wide, spots, NARROW)
    for index in wide:
        kind = "" if index in narrow else "wide"
        yield text(spots[index], str(marks[index].month), kind, ' dx="7" dy="1.1em"')


def _with_room(order: list[int], spots: Sequence[Spot], name: _Name) -> list[int]:
    """The months whose name has room beside its dot."""
    taken: list[int] = []
    for index in order:
        named = [spots[other] for other in taken]
        if _has_room(spots[index], spots, named, name):
            taken.append(index)
    return taken


def _has_room(
    spot: Spot, spots: Sequence[Spot], named: Sequence[Spot], name: _Name
) -> bool:
    """Whether a name stays in the picture and meets neither another name nor a dot.

    Told by letters, not measured: a page without scripts knows no widths.
    """
    left, top = spot
    right, bottom = left + name.width, top + name.height
    if right >= WHOLE or bottom >= WHOLE:
        return False
    if any(_meet(other, spot, name) for other in named):
        return False
    return not any(left + 10 < x < right and top - 50 < y < bottom for x, y in spots)


def _meet(one: Spot, other: Spot, name: _Name) -> bool:
    across, down = abs(one[0] - other[0]), abs(one[1] - other[1])
    return across < name.width and down < name.height
