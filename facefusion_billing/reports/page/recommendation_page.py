"""The cheapest plan, and every way to pay for a demand, as HTML pages."""

from __future__ import annotations

from collections.abc import Iterable

from facefusion_billing.model.recommendation import Recommendation
from facefusion_billing.reports.documents.blocks import Block, Grid, Note
from facefusion_billing.reports.documents.origin_document import origin_notes
from facefusion_billing.reports.documents.recommendation_document import (
    plan_blocks,
    quote_blocks,
)
from facefusion_billing.reports.page.bill_charts import plan_figures
from facefusion_billing.reports.page.page import Evidence, Part, page
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import amount


def recommendation_page(answer: Recommendation) -> str:
    """The cheapest plan beside the others, with the pictures of its bills."""
    return _page(answer, plan_blocks(answer, explain=True), quote=False)


def quote_page(answer: Recommendation) -> str:
    """Every way to pay, cheapest first; there is no current plan."""
    return _page(answer, quote_blocks(answer), quote=True)


def _page(answer: Recommendation, blocks: Iterable[Block], *, quote: bool) -> str:
    title, *rest = blocks
    assert isinstance(title, Note)
    total = answer.best.total
    headline = "" if total is None else f"{amount(total)} {answer.currency}"
    parts = map(_part, rest)
    figures = plan_figures(answer, quote=quote)
    return page(title.text, parts, figures, origin_notes([answer.origin]), headline)


def _part(block: Block) -> Part:
    """A block; the sums of the orders wait to be asked for."""
    if isinstance(block, Grid) and block.title == _("Arithmetic"):
        label = _("Arithmetic and clauses of every order")
        return Evidence(label, block, whole=True)
    return block
