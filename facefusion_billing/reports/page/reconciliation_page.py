"""A reconciliation as an HTML page: the verdict, the bridge as a waterfall, the lines
that differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from facefusion_billing.model.book import Origin
from facefusion_billing.model.reconciliation import BRIDGE, Reconciliation
from facefusion_billing.reports.documents.blocks import Grid, Note
from facefusion_billing.reports.documents.origin_document import origin_notes
from facefusion_billing.reports.documents.reconciliation_document import (
    bridge_grid,
    reconciliation_blocks,
)
from facefusion_billing.reports.page.figures import Figure, Key
from facefusion_billing.reports.page.page import Fold, Part, page
from facefusion_billing.reports.page.plot import Strip, Strips
from facefusion_billing.reports.page.scales import Scale, amount_scale
from facefusion_billing.reports.page.svg import WHOLE, band, filled, line
from facefusion_billing.reports.wording.bill_phrases import PARTS, figure, signed
from facefusion_billing.reports.wording.language import _
from facefusion_billing.startup.record import NamedTuple

_TOTALS = ("expected", "billed", "payable")
_FILLS = {"total": "fill-s1", "more": "fill-s2", "less": "fill-s3"}


def reconciliation_page(answer: Reconciliation, *, others: bool = False) -> str:
    """The page."""
    title, *rest = reconciliation_blocks(answer, others=others)
    assert isinstance(title, Note)
    blocks = reconciliation_blocks(answer, all_lines=True)
    grids = [block for block in blocks if isinstance(block, Grid)]
    lines = [grid for grid in grids if grid.title == _("Lines")]
    whole = [Fold(_("Every line of the product"), grid) for grid in lines]
    parts: list[Part] = [*rest, *whole]
    headline = f"{figure(answer.bridge['payable'])} {answer.currency}"
    # What is payable has its tax.
    ending = origin_notes([Origin(answer.book_id, "", "")], before_tax=False)
    return page(title.text, parts, _figures(answer), ending, headline)


def _figures(answer: Reconciliation) -> Iterator[Figure]:
    """The waterfall from what is expected to what is payable."""
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
        _waterfall([*_steps(answer)]),
        keys,
        (bridge_grid(answer, whole=True)._replace(title=title),),
        beside=_("From expected to payable"),
    )


class _Step(NamedTuple):
    """A bar: a sum from zero, or a part from where the one before ended."""

    part: str
    kind: str
    start: Decimal
    end: Decimal


def _steps(answer: Reconciliation) -> Iterator[_Step]:
    at = Decimal(0)
    for part in BRIDGE:
        amount = answer.bridge[part]
        if part in _TOTALS:
            start, at, kind = Decimal(0), amount, "total"
        elif not amount:
            continue
        else:
            start, at = at, at + amount
            kind = "more" if amount > 0 else "less"
        yield _Step(part, kind, start, at)


def _waterfall(steps: list[_Step]) -> Strips:
    """A strip for each bar, all on one scale."""
    ends = [_parts(end) for step in steps for end in (step.start, step.end)]
    scale = amount_scale(ends)
    return Strips(tuple(_bar(step, scale) for step in steps))


def _parts(amount: Decimal) -> int:
    """An amount in the smallest parts a bill has."""
    return int(amount.scaleb(8))


def _bar(step: _Step, scale: Scale) -> Strip:
    left, right = sorted((_parts(step.start), _parts(step.end)))
    fill = filled(_FILLS[step.kind])
    bar = band(scale.at(left), scale.at(right), f'class="bar" {fill}')
    zero = scale.at(0)
    bar += line((zero, 0), (zero, WHOLE), "zero")
    amount = signed(step.end - step.start)
    if step.kind == "total":
        amount = figure(step.end)
    return Strip(_(PARTS[step.part]), amount, bar)
