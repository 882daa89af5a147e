"""The pictures that are drawn over days or calls: cost curves, packs over time, and the
account's balance.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from facefusion_billing.model.bill import Ledger, Suspension
from facefusion_billing.model.calendar import ONE_DAY
from facefusion_billing.model.chart_data import Curve, Mark, PackBalance
from facefusion_billing.reports.page.charts import (
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
    costs = [
        money(cost)
        for piece in of.pieces
        for cost in (piece.first_cost, piece.last_cost)
    ]
    y = amount_axis([*costs, *(money(mark.cost) for mark in of.marks)], titles[1])
    pieces = [
        {"piece": number, "x": count, "y": money(cost)}
        for number, piece in enumerate(of.pieces)
        for count, cost in (
            (piece.first, piece.first_cost),
            (piece.last, piece.last_cost),
        )
    ]
    jumps = [
        {"x": after.first, "y": money(before.last_cost), "y2": money(after.first_cost)}
        for before, after in zip(of.pieces, of.pieces[1:], strict=False)
    ]
    zones = [{"x": zone.first, "x2": min(zone.better, of.end)} for zone in of.zones]
    marks = [{"x": mark.billable, "y": money(mark.cost)} for mark in of.marks]
    named = [
        {"x": m.billable, "y": money(m.cost), "text": str(m.month)}
        for m in _named(of, paper)
    ]
    label = {
        "type": "text",
        "align": "left",
        "baseline": "top",
        "dx": 6,
        "dy": 4,
        "fontSize": paper.font - 1,
    }
    return {
        "encoding": {"x": x, "y": y},
        "layer": [
            _layer(
                zones,
                {"type": "rect", "fill": "url(#fill-zone)"},
                {"x2": {"field": "x2"}, "y": None},
            ),
            _layer(
                jumps,
                {"type": "rule", "stroke": "var(--soft)", "strokeDash": [2, 3]},
                {"y2": {"field": "y2"}},
            ),
            _layer(
                pieces,
                {"type": "line", "stroke": "var(--s1)", "strokeWidth": 2.5},
                {"detail": {"field": "piece", "type": "nominal"}},
            ),
            _layer(
                marks,
                {
                    "type": "point",
                    "filled": True,
                    "size": 60,
                    "opacity": 1,
                    "fill": "var(--s2)",
                },
            ),
            _layer(named, label, {"text": {"field": "text"}}),
        ],
    }


def _layer(
    data: Data, mark: dict[str, Any], encoding: dict[str, Any] | None = None
) -> Spec:
    return {"data": {"values": data}, "mark": mark, "encoding": encoding or {}}


def _named(of: Curve, paper: Paper) -> Iterator[Mark]:
    """The months that are named: the dearest first, where a name meets neither another
    one nor another month.
    """
    across, up = (
        paper.width * 0.88 / of.end,
        paper.height * 0.75 / (max(p.last_cost for p in of.pieces) or 1),
    )
    wide, high = paper.font * 4.6, paper.font * 1.5
    spots = {(mark.billable * across, -mark.cost * up) for mark in of.marks}
    taken: list[tuple[float, float]] = []
    for mark in sorted(of.marks, key=lambda mark: -mark.cost):
        x, y = mark.billable * across, -mark.cost * up
        fits = x + wide < paper.width * 0.88
        clear = not any(x + 1 < a < x + wide and y - 2 < b < y + high for a, b in spots)
        if (
            fits
            and clear
            and not any(abs(x - a) < wide and abs(y - b) < high for a, b in taken)
        ):
            taken.append((x, y))
            yield mark


def account(ledger: Ledger, last: date, titles: tuple[str, str], paper: Paper) -> Spec:
    """The balance by day as steps, with the stops of the service shaded."""
    first = ledger.events[0].date
    end = (
        max(
            last,
            ledger.events[-1].date,
            *(_shown_from(stop, first) for stop in ledger.suspensions),
        )
        + ONE_DAY
    )
    balances = {event.date.toordinal(): money(event.balance) for event in ledger.events}
    points = [{"x": day, "y": balance} for day, balance in sorted(balances.items())]
    points.append({"x": end.toordinal(), "y": points[-1]["y"]})
    stops = [
        {"x": stop.since.toordinal(), "x2": (stop.until or end).toordinal()}
        for stop in ledger.suspensions
    ]
    line = {
        "type": "line",
        "interpolate": "step-after",
        "stroke": "var(--s1)",
        "strokeWidth": 2.5,
    }
    rule = {"type": "rule", "stroke": "var(--ink)", "strokeWidth": 1}
    return {
        "encoding": {
            "x": day_axis(first, end, paper, titles[0]),
            "y": amount_axis(balances.values(), titles[1]),
        },
        "layer": [
            _layer(
                stops,
                {"type": "rect", "fill": "url(#fill-stop)"},
                {"x2": {"field": "x2"}, "y": None},
            ),
            _layer(
                [{"x": first.toordinal(), "x2": end.toordinal(), "y": 0}],
                rule,
                {"x2": {"field": "x2"}},
            ),
            _layer(points, line),
        ],
    }


def _shown_from(stop: Suspension, first: date) -> date:
    """The day up to which a stop is shown: one that does not end has some days to be
    seen.
    """
    return stop.until or stop.since + (stop.since - first) // 40


def packs(
    balances: tuple[PackBalance, ...],
    texts: list[tuple[str, str]],
    first: date,
    last: date,
    title: str,
    paper: Paper,
) -> Spec:
    """A row for each pack: the frame is its size while it can be used, the filled part
    what is left of it.
    """
    end, rows = last + ONE_DAY, _Rows.of(paper)
    frames: Data = []
    areas: Data = []
    names: Data = []
    for row, (pack, (name, outcome)) in enumerate(zip(balances, texts, strict=True)):
        until = (pack.last + ONE_DAY if pack.last else end).toordinal()
        top, bottom = row + rows.top, row + rows.bottom
        frames.append(
            {
                "x": pack.begins.toordinal(),
                "x2": until,
                "y": top,
                "y2": bottom,
                "over": bool(pack.expired),
            }
        )
        areas += [
            {"pack": row, "x": day, "y": bottom - (bottom - top) * share, "y2": bottom}
            for day, share in _left(pack)
        ]
        names.append(
            {
                "name": name,
                "y": row + rows.name,
                "outcome": outcome,
                "y2": row + rows.outcome,
            }
        )
    y = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [0, len(balances)], "reverse": True},
        "axis": None,
    }
    x = day_axis(min([first, *(pack.begins for pack in balances)]), end, paper, title)
    return {
        "height": rows.height * len(balances) + 52,
        "encoding": {"x": x, "y": y},
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
        return (
            cls(70, 0.18, 0.42, 0.56, 0.92)
            if paper.name == "narrow"
            else cls(58, 0.24, 0.24, 0.42, 0.9)
        )


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
