"""The cheapest plan as an HTML page."""

from __future__ import annotations

from facefusion_billing.model.recommendation import Recommendation
from facefusion_billing.reports.documents.blocks import Grid, Note
from facefusion_billing.reports.documents.recommendation_document import plan_blocks
from facefusion_billing.reports.page.bill_charts import plan_figures
from facefusion_billing.reports.page.page import Fold, Part, page
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import amount


def recommendation_page(answer: Recommendation) -> str:
    """The cheapest plan beside the others, with the pictures of its bills."""
    title, *rest = plan_blocks(answer, explain=True)
    assert isinstance(title, Note)
    total = answer.best.total
    headline = "" if total is None else f"{amount(total)} {answer.currency}"
    parts = (_folded(block) for block in rest)
    return page(title.text, parts, plan_figures(answer), headline)


def _folded(block: Note | Grid) -> Part:
    """A block; the sums of the orders are folded away."""
    title = _("Arithmetic")
    if isinstance(block, Grid) and block.title == title:
        return Fold(title, block)
    return block
