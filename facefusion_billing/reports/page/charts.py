"""Pictures as SVG: values to Vega-Lite specs of our own, drawn once for a wide page and
once for a narrow one.

The specs say where things stand; colours are the page's (`var(--k1)`), so that dark
mode and print can change them. Lengths and positions are floats here, as no figure is
read off a position: every figure is in the picture's table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from typing import Any

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
DASHES: tuple[list[int], ...] = ([1, 0], [8, 4], [2, 3], [10, 3, 2, 3], [5, 2], [1, 4])
SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross")
"""Series differ by dash and shape too, not by colour alone."""


def drawn(spec: Spec, paper: Paper, id: str, label: str) -> str:
    """A spec as inline SVG that reads as one picture with a label; nothing is fetched,
    and its ids are its own.
    """
    import vl_convert

    whole = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": paper.width,
        "height": paper.height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"left": 10, "right": 6, "top": 4, "bottom": 4},
        "background": None,
        "config": _config(paper),
        **spec,
    }
    # A figure of more digits than a double has is only drawn here; the library refuses
    # it as a whole number.
    held = json.loads(
        json.dumps(whole),
        parse_int=lambda text: int(text) if len(text) < 16 else float(text),
    )
    svg = vl_convert.vegalite_to_svg(held, allowed_base_urls=[])
    for own in set(re.findall(r'id="([^"]+)"', svg)):
        svg = svg.replace(f'id="{own}"', f'id="{id}-{own}"').replace(
            f"url(#{own})", f"url(#{id}-{own})"
        )
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert size is not None
    head = f'<svg class="{paper.name}" viewBox="0 0 {size[1]} {size[2]}" role="img" aria-label="{escape(label)}">'
    return head + _slim(svg[svg.index(">") + 1 :])


def _slim(svg: str) -> str:
    """The drawing without what shows nothing."""
    svg = re.sub(
        r' (aria-roledescription|aria-hidden|pointer-events|role|font-family|class)="[^"]*"',
        "",
        svg,
    )
    svg = re.sub(r'<path d="[^"]*" display="none"/>|<path d="M0,0h0v0h0Z"/>', "", svg)
    svg = re.sub(r"(\d\.\d\d)\d+", r"\1", svg)
    return svg.replace(' opacity="1"', "").replace(' stroke-miterlimit="10"', "")


def _config(paper: Paper) -> Spec:
    return {
        "aria": False,
        "font": "sans-serif",
        "view": {"stroke": None},
        "text": {"fontSize": paper.font, "fill": "var(--ink)"},
        "axis": {
            "labelFontSize": paper.font,
            "labelColor": "var(--ink)",
            "titleFontSize": paper.font,
            "titleFontWeight": "normal",
            "titleColor": "var(--soft)",
            "gridColor": "var(--line)",
            "domainColor": "var(--soft)",
            "tickColor": "var(--soft)",
            "labelPadding": 5,
        },
        "axisX": {
            "grid": False,
            "labelAngle": 0,
            "titlePadding": 8,
            "labelOverlap": True,
            "labelSeparation": 12,
        },
        "axisY": {
            "domain": False,
            "ticks": False,
            "tickCount": 5,
            "titleAngle": 0,
            "titleAlign": "left",
            "titleAnchor": "start",
            "titleBaseline": "bottom",
            "titleX": 0,
            "titleY": -8,
        },
    }


# Axes.


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
    firsts = [
        date(year, month, 1).toordinal()
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= date(year, month, 1) <= last
    ]
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
    return low * 1.04, (high or (1.0 if low == high else 0.0)) * 1.04


# Pictures.


def stacked(
    data: Data,
    months: Sequence[str],
    kinds: Sequence[str],
    titles: tuple[str, str],
    paper: Paper,
) -> Spec:
    """Bars of months stacked by kind (`month`, `kind`, `y`), filled with the page's
    patterns.
    """
    places = {kind: index for index, kind in enumerate(kinds)}
    rows = [{**row, "place": places[row["kind"]]} for row in data]
    scale = {"domain": list(kinds), "range": [f"url(#fill-{kind})" for kind in kinds]}
    sums = _stack_sums(data)
    encoding = {
        "x": month_axis(months, paper, titles[0]),
        "y": {**amount_axis(sums, titles[1]), "stack": "zero"},
        "color": {"field": "kind", "type": "nominal", "scale": scale, "legend": None},
        "order": {"field": "place"},
    }
    edge = {"stroke": "var(--paper)", "strokeWidth": 1} if len(months) <= 36 else {}
    return {
        "data": {"values": rows},
        "layer": [{"mark": {"type": "bar", **edge}, "encoding": encoding}, _zero()],
    }


def _stack_sums(data: Data) -> list[float]:
    sums: dict[tuple[str, bool], float] = {}
    for row in data:
        key = row["month"], row["y"] < 0
        sums[key] = sums.get(key, 0.0) + row["y"]
    return list(sums.values())


def _zero() -> Spec:
    return {
        "mark": {"type": "rule", "stroke": "var(--soft)"},
        "encoding": {"y": {"datum": 0}},
    }


def lines(
    data: Data,
    months: Sequence[str],
    series: Sequence[str],
    titles: tuple[str, str],
    paper: Paper,
) -> Spec:
    """Lines over months (`month`, `series`, `y`), each with its colour, dash and shape."""
    at = range(len(series))
    colour = {
        "domain": list(series),
        "range": [f"var(--s{index % 6 + 1})" for index in at],
    }
    dash = {"domain": list(series), "range": [DASHES[index % 6] for index in at]}
    shape = {"domain": list(series), "range": [SHAPES[index % 6] for index in at]}
    encoding = {
        "x": {
            **month_axis(months, paper, titles[0]),
            "scale": {"domain": list(months), "type": "point"},
        },
        "y": amount_axis((row["y"] for row in data), titles[1]),
        "color": {
            "field": "series",
            "type": "nominal",
            "scale": colour,
            "legend": None,
        },
    }
    line = {
        "mark": {"type": "line", "strokeWidth": 2.5},
        "encoding": {"strokeDash": _by_series(dash)},
    }
    layers: list[Spec] = [line, _zero()]
    if len(months) <= paper.names * 2:
        point = {"type": "point", "filled": True, "size": 55, "opacity": 1}
        layers.insert(1, {"mark": point, "encoding": {"shape": _by_series(shape)}})
    for layer in layers:
        if layer["mark"]["type"] != "rule":
            layer["encoding"] = {**encoding, **layer["encoding"]}
    return {"data": {"values": data}, "layer": layers}


def _by_series(scale: Spec) -> Spec:
    return {"field": "series", "type": "nominal", "scale": scale, "legend": None}


def beside(
    data: Data,
    months: Sequence[str],
    series: Sequence[str],
    titles: tuple[str, str],
    paper: Paper,
) -> Spec:
    """Bars of each series beside each other in each month (`month`, `series`, `y`);
    lines where they would be hairs.
    """
    if len(months) * len(series) > paper.width // 7:
        return lines(data, months, series, titles, paper)
    scale = {
        "domain": list(series),
        "range": [f"url(#fill-s{index % 6 + 1})" for index in range(len(series))],
    }
    encoding = {
        "x": month_axis(months, paper, titles[0]),
        "xOffset": {
            "field": "series",
            "type": "nominal",
            "scale": {"domain": list(series)},
        },
        "y": amount_axis((row["y"] for row in data), titles[1]),
        "color": {"field": "series", "type": "nominal", "scale": scale, "legend": None},
    }
    return {
        "data": {"values": data},
        "layer": [{"mark": {"type": "bar"}, "encoding": encoding}, _zero()],
    }
