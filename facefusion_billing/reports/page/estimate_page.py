"""The bills of a scenario as an HTML page."""

from __future__ import annotations

from collections.abc import Iterator

from facefusion_billing.model.bill import AMORTISED, Estimate
from facefusion_billing.reports.documents.blocks import Grid, Note, span_of
from facefusion_billing.reports.documents.estimate_document import (
    bills_grid,
    estimate_blocks,
)
from facefusion_billing.reports.page.bill_charts import estimate_figures
from facefusion_billing.reports.page.page import Fold, Part, page
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import amount


def estimate_page(answer: Estimate) -> str:
    """The bills with their pictures, and the arithmetic of every line folded away."""
    title, _headline, *rest = estimate_blocks(answer)
    assert isinstance(title, Note)
    parts = [Note(_about(answer)), *_parts(answer, rest)]
    total = f"{amount(answer.total)} {answer.currency}"
    return page(title.text, parts, estimate_figures(answer), total)


def _parts(answer: Estimate, blocks: list[Note | Grid]) -> Iterator[Part]:
    explained = bills_grid(answer, explain=True)
    for block in blocks:
        yield block
        is_bills = isinstance(block, Grid) and block.title == explained.title
        if is_bills and any(bill.lines for bill in answer.bills):
            yield Fold(_("Arithmetic and clauses of every line"), explained)


def _about(answer: Estimate) -> str:
    """What a total stands for: its months, its view, its price book."""
    facts = [span_of([bill.month for bill in answer.bills])] if answer.bills else []
    if answer.view == AMORTISED:
        facts.append(_("used of what was paid"))
    return " · ".join([*facts, _("price book {book}").format(book=answer.book_id)])
