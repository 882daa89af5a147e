"""The axes of pictures: months, days, counts and amounts.

Lengths and positions are floats here, as no figure is read off a position: every figure
is in the picture's table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from facefusion_billing.model.calendar import month_of, months_between
from facefusion_billing.startup.record import NamedTuple

Spec = dict[str, Any]
Data = list[dict[str, Any]]


class Paper(NamedTuple):
    """What is drawn on: its size in pixels, the size of its text, and how many months
    can be named on an axis.
    """

    name: str
    width: int
    height: int
    font: int
    names: int


PAPERS = (Paper("wide", 960, 390, 14, 13), Paper("narrow", 360, 300, 12, 5))
EPOCH = date(1970, 1, 1).toordinal()


def money(cents: int) -> float:
    """Where an amount stands on an axis."""
    return cents / 100


def thinned(items: Sequence[Any], most: int) -> list[Any]:
    """At most so many of the items, evenly, the first one among them."""
    for step in (1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200):
        if len(items[::step]) <= most:
            return list(items[::step])
    return list(items[:1])


def month_axis(months: Sequence[str], paper: Paper, title: str) -> Spec:
    """Months in their order, with as many named as there is room for."""
    return {
        "field": "month",
        "type": "ordinal",
        "sort": None,
        "scale": {"domain": list(months)},
        "axis": {
            "title": title,
            "values": thinned(months, paper.names),
            "labelOverlap": False,
        },
    }


def day_axis(first: date, last: date, paper: Paper, title: str) -> Spec:
    """Days as numbers, named at the first of months."""
    months = months_between(month_of(first), month_of(last))
    days = [month.first for month in months if month.first >= first]
    firsts = [day.toordinal() for day in days]
    axis = {
        "title": title,
        "values": thinned(firsts, paper.names) or [first.toordinal()],
        "labelFlush": False,
        "labelExpr": f"utcFormat((datum.value - {EPOCH}) * 864e5, '%Y-%m')",
    }
    domain = [first.toordinal(), max(last.toordinal(), first.toordinal() + 1)]
    return {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": domain, "nice": False},
        "axis": axis,
    }


def count_axis(end: int, paper: Paper, title: str) -> Spec:
    """Counts of calls from zero."""
    ticks = 4 if paper.name == "narrow" else 8
    scale = {"domain": [0, end], "nice": False}
    return {
        "field": "x",
        "type": "quantitative",
        "scale": scale,
        "axis": {"title": title, "tickCount": ticks},
    }


def amount_axis(values: Iterable[float], title: str, field: str = "y") -> Spec:
    """Amounts, zero among them."""
    low, high = _ends(values)
    return {
        "field": field,
        "type": "quantitative",
        "axis": {"title": title},
        "scale": {"domain": [low, high]},
    }


def _ends(values: Iterable[float]) -> tuple[float, float]:
    found = [0.0, *values]
    low, high = min(found), max(found)
    # An axis has some length, even where all there is to show is nothing.
    if low == high == 0:
        high = 1.0
    return low * 1.04, high * 1.04
