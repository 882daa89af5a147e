"""The bills of a scenario as an HTML page."""

from __future__ import annotations

from facefusion_billing.model.bill import AMORTISED, Estimate
from facefusion_billing.reports.documents.blocks import Grid, Note, span_of
from facefusion_billing.reports.documents.estimate_document import (
    estimate_blocks,
)
from facefusion_billing.reports.documents.origin_document import origin_notes
from facefusion_billing.reports.page.bill_charts import estimate_figures
from facefusion_billing.reports.page.page import Evidence, Part, page
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import amount


def estimate_page(answer: Estimate) -> str:
    """The bills with their pictures; a screen shows the arithmetic of every line when
    asked.
    """
    title, _headline, *rest = estimate_blocks(answer, explain=True)
    assert isinstance(title, Note)
    parts = [Note(_about(answer)), *map(_part, rest)]
    total = f"{amount(answer.total)} {answer.currency}"
    ending = origin_notes([answer.origin])
    return page(title.text, parts, estimate_figures(answer), ending, total)


def _part(block: Note | Grid) -> Part:
    """A block; the evidence of the bill lines waits to be asked for."""
    if isinstance(block, Grid) and block.title == _("Bills"):
        return Evidence(_("Arithmetic and clauses of every line"), block)
    return block


def _about(answer: Estimate) -> str:
    """What a total stands for: its months, its view, its price book."""
    facts = [span_of([bill.month for bill in answer.bills])] if answer.bills else []
    if answer.view == AMORTISED:
        facts.append(_("used of what was paid"))
    return " · ".join([*facts, _("price book {book}").format(book=answer.book_id)])
