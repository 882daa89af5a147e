"""A reconciliation as an HTML page: the verdict, the bridge as a waterfall, the lines
that differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from facefusion_billing.model.reconciliation import BRIDGE, Reconciliation
from facefusion_billing.reports.documents.blocks import Grid, Note
from facefusion_billing.reports.documents.reconciliation_document import (
    bridge_grid,
    reconciliation_blocks,
)
from facefusion_billing.reports.page.axes import Data, Paper, Spec, amount_axis
from facefusion_billing.reports.page.chart_specs import Figure, Key
from facefusion_billing.reports.page.page import Fold, Part, page
from facefusion_billing.reports.wording.bill_phrases import PARTS, figure
from facefusion_billing.reports.wording.language import _

_TOTALS = ("expected", "billed", "payable")
_FILLS = {"total": "fill-s1", "more": "fill-s2", "less": "fill-s3"}


def reconciliation_page(answer: Reconciliation, *, others: bool = False) -> str:
    """The page."""
    title, *rest = reconciliation_blocks(answer, others=others)
    assert isinstance(title, Note)
    parts: list[Part] = list(rest)
    lines = list(reconciliation_blocks(answer, all_lines=True))
    whole = next(
        (b for b in lines if isinstance(b, Grid) and b.title == _("Lines")), None
    )
    if whole is not None:
        parts.append(Fold(_("Every line of the product"), whole))
    headline = f"{figure(answer.bridge['payable'])} {answer.currency}"
    return page(title.text, parts, _figures(answer), headline)


def _figures(answer: Reconciliation) -> Iterator[Figure]:
    """The waterfall from what is expected to what is payable."""
    steps = list(_steps(answer))
    title = _("From expected to payable, {currency}").format(currency=answer.currency)
    says = _("{expected} expected, {billed} billed, {payable} payable.").format(
        **{part: figure(answer.bridge[part]) for part in _TOTALS}
    )
    keys = (
        Key(_("sum"), _FILLS["total"]),
        Key(_("more"), _FILLS["more"]),
        Key(_("less"), _FILLS["less"]),
    )
    yield Figure(
        title,
        (says,),
        lambda paper: _waterfall(steps, answer.currency, paper),
        keys,
        (bridge_grid(answer, whole=True)._replace(title=title),),
        beside=_("From expected to payable"),
    )


def _steps(answer: Reconciliation) -> Iterator[dict[str, Any]]:
    """The bars: sums from zero, parts from where the one before ended."""
    at = Decimal(0)
    for part in BRIDGE:
        amount = answer.bridge[part]
        if part in _TOTALS:
            start, end, kind = Decimal(0), amount, "total"
        elif not amount:
            continue
        else:
            start, end = at, at + amount
            kind = "more" if amount > 0 else "less"
        at = end
        yield {
            "part": _(PARTS[part]),
            "y": float(start),
            "end": float(end),
            "kind": kind,
        }


def _waterfall(steps: Data, currency: str, paper: Paper) -> Spec:
    """Bars from `y` to `end`, side by side; upright names where the paper is narrow."""
    names = [step["part"] for step in steps]
    ends = [value for step in steps for value in (step["y"], step["end"])]
    scale = {
        "domain": list(_FILLS),
        "range": [f"url(#{fill})" for fill in _FILLS.values()],
    }
    angle = -40 if paper.name == "narrow" or len(names) > 6 else 0
    axis = {"title": None, "labelAngle": angle, "labelOverlap": False}
    encoding = {
        "x": {
            "field": "part",
            "type": "ordinal",
            "sort": None,
            "scale": {"domain": names},
            "axis": axis,
        },
        "y": amount_axis(ends, currency),
        "y2": {"field": "end"},
        "color": {"field": "kind", "type": "nominal", "scale": scale, "legend": None},
    }
    return {"data": {"values": steps}, "mark": {"type": "bar"}, "encoding": encoding}
