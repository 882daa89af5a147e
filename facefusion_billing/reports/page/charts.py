"""Pictures as SVG: values to Vega-Lite specs of our own, drawn once for a wide page and
once for a narrow one.

The specs say where things stand; colours are the page's (`var(--k1)`), so that dark
mode and print can change them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import escape
from typing import Any

from facefusion_billing.reports.page.axes import (
    Data,
    Paper,
    Spec,
    amount_axis,
    month_axis,
)

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
    svg = vl_convert.vegalite_to_svg(_held(whole), allowed_base_urls=[])
    for own in set(re.findall(r'id="([^"]+)"', svg)):
        svg = svg.replace(f'id="{own}"', f'id="{id}-{own}"')
        svg = svg.replace(f"url(#{own})", f"url(#{id}-{own})")
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert size is not None
    head = f'<svg class="{paper.name}" viewBox="0 0 {size[1]} {size[2]}" role="img" aria-label="{escape(label)}">'
    return head + _slim(svg[svg.index(">") + 1 :])


def _held(spec: Spec) -> Any:
    """The spec with its longest whole numbers as floats.

    A figure of more digits than a double has is only drawn here; the library refuses it
    as a whole number.
    """
    return json.loads(json.dumps(spec), parse_int=_number)


def _number(text: str) -> int | float:
    return int(text) if len(text) < 16 else float(text)


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
    colours = [f"var(--s{index % 6 + 1})" for index in at]
    dashes = [DASHES[index % 6] for index in at]
    shapes = [SHAPES[index % 6] for index in at]
    x_scale = {"domain": list(months), "type": "point"}
    shared = {
        "x": {**month_axis(months, paper, titles[0]), "scale": x_scale},
        "y": amount_axis((row["y"] for row in data), titles[1]),
        "color": _by_series(series, colours),
    }
    line = {
        "mark": {"type": "line", "strokeWidth": 2.5},
        "encoding": {**shared, "strokeDash": _by_series(series, dashes)},
    }
    layers: list[Spec] = [line]
    if len(months) <= paper.names * 2:
        point = {"type": "point", "filled": True, "size": 55, "opacity": 1}
        shape = {**shared, "shape": _by_series(series, shapes)}
        layers.append({"mark": point, "encoding": shape})
    return {"data": {"values": data}, "layer": [*layers, _zero()]}


def _by_series(series: Sequence[str], range: Sequence[Any]) -> Spec:
    scale = {"domain": list(series), "range": list(range)}
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
    fills = [f"url(#fill-s{index % 6 + 1})" for index in range(len(series))]
    encoding = {
        "x": month_axis(months, paper, titles[0]),
        "xOffset": {
            "field": "series",
            "type": "nominal",
            "scale": {"domain": list(series)},
        },
        "y": amount_axis((row["y"] for row in data), titles[1]),
        "color": _by_series(series, fills),
    }
    return {
        "data": {"values": data},
        "layer": [{"mark": {"type": "bar"}, "encoding": encoding}, _zero()],
    }
