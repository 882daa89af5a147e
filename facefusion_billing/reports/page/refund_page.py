"""Refund verdicts as an HTML page, with a strip for each pack that can be returned."""

from __future__ import annotations

from collections.abc import Iterator

from facefusion_billing.model.calendar import ONE_DAY
from facefusion_billing.model.verdict import ELIGIBLE, Refunds, Verdict
from facefusion_billing.reports.documents.blocks import Block, Column, Grid, Note, Row
from facefusion_billing.reports.documents.origin_document import origin_notes
from facefusion_billing.reports.documents.refund_document import refund_blocks
from facefusion_billing.reports.page.figures import Figure, Key
from facefusion_billing.reports.page.page import Evidence, Part, page
from facefusion_billing.reports.page.plot import Strip, Strips
from facefusion_billing.reports.page.scales import Scale, day_scale
from facefusion_billing.reports.page.svg import WHOLE, band, filled, level
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import amount, numbered
from facefusion_billing.reports.wording.refund_phrases import deadline
from facefusion_billing.reports.wording.text import escape_controls


def refund_page(answer: Refunds) -> str:
    """The verdicts, the money and until when, with every ground."""
    title, *rest = refund_blocks(answer, explain=True)
    assert isinstance(title, Note)
    headline = f"{amount(answer.total)} {answer.currency}"
    parts = map(_part, rest)
    ending = origin_notes([answer.origin])
    return page(title.text, parts, _figures(answer), ending, headline)


def _part(block: Block) -> Part:
    """A block; every ground of every pack waits to be asked for."""
    if isinstance(block, Grid) and block.title == _("Grounds"):
        return Evidence(_("Every ground with its clauses"), block, whole=True)
    return block


def _figures(answer: Refunds) -> Iterator[Figure]:
    """How long each pack can still be returned."""
    open_ones = [verdict for verdict in answer.verdicts if _is_open(verdict)]
    if not open_ones:
        return
    open_ones.sort(key=lambda verdict: verdict.last_day or answer.as_of)
    last = open_ones[-1].last_day or answer.as_of
    scale = day_scale(answer.as_of, last + ONE_DAY)
    strips = [_strip(verdict, answer, scale) for verdict in open_ones]
    says = _(
        "Each bar runs from {day} to the last day on which a refund can be asked for."
    )
    title = _("Days left to ask for a refund")
    yield Figure(
        title,
        (says.format(day=answer.as_of),),
        Strips(tuple(strips)),
        (Key(_("days left"), "fill-s1"),),
        (_grid(title, open_ones, answer.currency),),
        _("Verdicts"),
    )


def _strip(verdict: Verdict, answer: Refunds, scale: Scale) -> Strip:
    assert verdict.last_day is not None
    until = deadline(verdict.last_day, answer.as_of)
    return Strip(_name(verdict, answer.currency), until, _bar(verdict, scale))


def _grid(title: str, verdicts: list[Verdict], currency: str) -> Grid:
    """The same figures as a table."""
    columns = (
        Column(_("Pack")),
        Column(_("Last day")),
        Column(_("Refund {currency}").format(currency=currency), True),
    )
    rows = [
        Row((_pack(verdict), str(verdict.last_day), amount(sum(verdict.refund))))
        for verdict in verdicts
    ]
    return Grid(title, columns, tuple(rows))


def _is_open(verdict: Verdict) -> bool:
    return verdict.verdict == ELIGIBLE and verdict.last_day is not None


def _pack(verdict: Verdict) -> str:
    return escape_controls(numbered(verdict.order, verdict.number))


def _name(verdict: Verdict, currency: str) -> str:
    return f"{_pack(verdict)} · {amount(sum(verdict.refund))} {currency}"


def _bar(verdict: Verdict, scale: Scale) -> str:
    assert verdict.last_day is not None
    right = scale.on(verdict.last_day + ONE_DAY)
    bar = band(0, right, f'class="bar" {filled("fill-s1")}')
    return bar + level(WHOLE, "zero")
