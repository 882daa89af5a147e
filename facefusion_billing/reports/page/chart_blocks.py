"""The pictures that are drawn over days or calls: cost curves, packs over time, and the
account's balance.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from facefusion_billing.model.bill import Ledger, Suspension
from facefusion_billing.model.calendar import ONE_DAY
from facefusion_billing.model.chart_data import (
    Curve,
    Mark,
    PackBalance,
    Pictures,
    Piece,
)
from facefusion_billing.reports.page.axes import (
    Data,
    Paper,
    Spec,
    amount_axis,
    count_axis,
    day_axis,
    money,
)
from facefusion_billing.startup.record import NamedTuple


def curve(of: Curve, titles: tuple[str, str], paper: Paper) -> Spec:
    """What calls cost, with its jumps, the dead zones shaded and the months marked."""
    x = count_axis(of.end, paper, titles[0])
    ends = [spot for piece in of.pieces for spot in _ends(piece)]
    marks = [{"x": mark.billable, "y": money(mark.cost)} for mark in of.marks]
    y = amount_axis([spot["y"] for spot in [*ends, *marks]], titles[1])
    line = {"type": "line", "stroke": "var(--s1)", "strokeWidth": 2.5}
    point = {
        "type": "point",
        "filled": True,
        "size": 60,
        "opacity": 1,
        "fill": "var(--s2)",
    }
    each_piece = {"detail": {"field": "piece", "type": "nominal"}}
    layers = [
        _zones(of),
        _jumps(of),
        _layer(_numbered(of.pieces), line, each_piece),
        _layer(marks, point),
        _names(of, paper),
    ]
    return {"encoding": {"x": x, "y": y}, "layer": layers}


def _ends(piece: Piece) -> Data:
    return [
        {"x": piece.first, "y": money(piece.first_cost)},
        {"x": piece.last, "y": money(piece.last_cost)},
    ]


def _numbered(pieces: tuple[Piece, ...]) -> Data:
    rows: Data = []
    for number, piece in enumerate(pieces):
        rows += [{"piece": number, **spot} for spot in _ends(piece)]
    return rows


def _zones(of: Curve) -> Spec:
    zones = [{"x": zone.first, "x2": min(zone.better, of.end)} for zone in of.zones]
    fill = {"type": "rect", "fill": "url(#fill-zone)"}
    return _layer(zones, fill, {"x2": {"field": "x2"}, "y": None})


def _jumps(of: Curve) -> Spec:
    jumps = [
        {"x": after.first, "y": money(before.last_cost), "y2": money(after.first_cost)}
        for before, after in pairwise(of.pieces)
    ]
    rule = {"type": "rule", "stroke": "var(--soft)", "strokeDash": [2, 3]}
    return _layer(jumps, rule, {"y2": {"field": "y2"}})


def _names(of: Curve, paper: Paper) -> Spec:
    names = [
        {"x": mark.billable, "y": money(mark.cost), "text": str(mark.month)}
        for mark in _named(of, paper)
    ]
    label = {
        "type": "text",
        "align": "left",
        "baseline": "top",
        "dx": 6,
        "dy": 4,
        "fontSize": paper.font - 1,
    }
    return _layer(names, label, {"text": {"field": "text"}})


def _layer(
    data: Data, mark: dict[str, Any], encoding: dict[str, Any] | None = None
) -> Spec:
    return {"data": {"values": data}, "mark": mark, "encoding": encoding or {}}


def _named(of: Curve, paper: Paper) -> Iterator[Mark]:
    """The months that are named: the dearest first, where a name meets neither another
    one nor another month.
    """
    room = paper.width * 0.88
    across = room / of.end
    up = paper.height * 0.75 / (max(piece.last_cost for piece in of.pieces) or 1)
    wide, high = paper.font * 4.6, paper.font * 1.5
    spots = {(mark.billable * across, -mark.cost * up) for mark in of.marks}
    taken: list[tuple[float, float]] = []
    for mark in sorted(of.marks, key=lambda mark: -mark.cost):
        x, y = mark.billable * across, -mark.cost * up
        covers = any(x + 1 < a < x + wide and y - 2 < b < y + high for a, b in spots)
        meets = any(abs(x - a) < wide and abs(y - b) < high for a, b in taken)
        if x + wide < room and not covers and not meets:
            taken.append((x, y))
            yield mark


def account(ledger: Ledger, last: date, titles: tuple[str, str], paper: Paper) -> Spec:
    """The balance by day as steps, with the stops of the service shaded."""
    first, end = ledger.events[0].date, _end(ledger, last)
    balances = {event.date.toordinal(): money(event.balance) for event in ledger.events}
    points = [{"x": day, "y": balance} for day, balance in sorted(balances.items())]
    points.append({"x": end.toordinal(), "y": points[-1]["y"]})
    stops = [
        {"x": stop.since.toordinal(), "x2": (stop.until or end).toordinal()}
        for stop in ledger.suspensions
    ]
    zero = [{"x": first.toordinal(), "x2": end.toordinal(), "y": 0}]
    shade = {"type": "rect", "fill": "url(#fill-stop)"}
    rule = {"type": "rule", "stroke": "var(--ink)", "strokeWidth": 1}
    line = {
        "type": "line",
        "interpolate": "step-after",
        "stroke": "var(--s1)",
        "strokeWidth": 2.5,
    }
    x2 = {"x2": {"field": "x2"}}
    return {
        "encoding": {
            "x": day_axis(first, end, paper, titles[0]),
            "y": amount_axis(balances.values(), titles[1]),
        },
        "layer": [
            _layer(stops, shade, {**x2, "y": None}),
            _layer(zero, rule, x2),
            _layer(points, line),
        ],
    }


def _end(ledger: Ledger, last: date) -> date:
    """The day after the last that is shown."""
    first = ledger.events[0].date
    shown = [_shown_until(stop, first) for stop in ledger.suspensions]
    return max(last, ledger.events[-1].date, *shown) + ONE_DAY


def _shown_until(stop: Suspension, first: date) -> date:
    """The day up to which a stop is shown: one that does not end has some days to be
    seen.
    """
    return stop.until or stop.since + (stop.since - first) // 40


def packs(
    pictures: Pictures, texts: list[tuple[str, str]], title: str, paper: Paper
) -> Spec:
    """A row for each pack: the frame is its size while it can be used, the filled part
    what is left of it.
    """
    end, rows = pictures.last + ONE_DAY, _Rows.of(paper)
    frames: Data = []
    areas: Data = []
    names: Data = []
    for row, (pack, text) in enumerate(zip(pictures.packs, texts, strict=True)):
        frames.append(_frame(pack, row, rows, end))
        areas += _areas(pack, row, rows)
        y, y2 = row + rows.name, row + rows.outcome
        names.append({"name": text[0], "y": y, "outcome": text[1], "y2": y2})
    y_axis = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [0, len(pictures.packs)], "reverse": True},
        "axis": None,
    }
    first = min([pictures.first, *(pack.begins for pack in pictures.packs)])
    x_axis = day_axis(first, end, paper, title)
    return {
        "height": rows.height * len(pictures.packs) + 52,
        "encoding": {"x": x_axis, "y": y_axis},
        "layer": [*_pack_shapes(frames, areas), *_pack_texts(names, rows, paper)],
    }


class _Rows(NamedTuple):
    """Where things stand in a pack's row, as shares of its height in pixels."""

    height: int
    name: float
    outcome: float
    top: float
    bottom: float

    @classmethod
    def of(cls, paper: Paper) -> _Rows:
        """A row with its two texts beside each other, or below each other on narrow
        paper.
        """
        if paper.name == "narrow":
            return cls(70, 0.18, 0.42, 0.56, 0.92)
        return cls(58, 0.24, 0.24, 0.42, 0.9)


def _frame(pack: PackBalance, row: int, rows: _Rows, end: date) -> dict[str, Any]:
    return {
        "x": pack.begins.toordinal(),
        "x2": (pack.last + ONE_DAY if pack.last else end).toordinal(),
        "y": row + rows.top,
        "y2": row + rows.bottom,
        "over": bool(pack.expired),
    }


def _areas(pack: PackBalance, row: int, rows: _Rows) -> Iterator[dict[str, Any]]:
    top, bottom = row + rows.top, row + rows.bottom
    for day, share in _left(pack):
        y = bottom - (bottom - top) * share
        yield {"pack": row, "x": day, "y": y, "y2": bottom}


def _pack_shapes(frames: Data, areas: Data) -> Iterator[Spec]:
    below = {"y2": {"field": "y2"}}
    fill = {
        "type": "area",
        "fill": "var(--s1)",
        "fillOpacity": 0.75,
        "line": {"stroke": "var(--s1)"},
    }
    frame = {"type": "rect", "fill": "var(--line)", "fillOpacity": 0.6}
    expiry = {"type": "rule", "stroke": "var(--alert)", "strokeWidth": 4}
    ends = [{**row, "x": row["x2"]} for row in frames if row["over"]]
    yield _layer(frames, frame, {"x2": {"field": "x2"}, **below})
    yield _layer(areas, fill, {"detail": {"field": "pack", "type": "nominal"}, **below})
    yield _layer(ends, expiry, below)


def _pack_texts(names: Data, rows: _Rows, paper: Paper) -> Iterator[Spec]:
    beside = rows.name == rows.outcome
    text = {
        "type": "text",
        "baseline": "middle",
        "fontSize": paper.font,
        "align": "left",
    }
    name = {**text, "limit": paper.width * (0.6 if beside else 0.85)}
    outcome = {
        **text,
        "fill": "var(--soft)",
        "limit": paper.width * (0.3 if beside else 0.85),
    }
    end = {"align": "right"} if beside else {}
    place: Spec = {"value": "width"} if beside else {"value": 0}
    yield _layer(names, name, {"x": {"value": 0}, "text": {"field": "name"}})
    yield _layer(
        names,
        {**outcome, **end},
        {"x": place, "y": {"field": "y2"}, "text": {"field": "outcome"}},
    )


def _left(pack: PackBalance) -> Iterator[tuple[int, float]]:
    """The share of a pack left at the start of days, until there is none."""
    yield pack.begins.toordinal(), pack.opening / pack.size
    for left in pack.left:
        yield left.day.toordinal() + 1, left.calls / pack.size
        if not left.calls:
            return
