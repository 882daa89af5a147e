"""A comparison as an HTML page, with a picture of the months side by side for each
currency.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from facefusion_billing.model.comparison import Comparison
from facefusion_billing.reports.documents.blocks import Note
from facefusion_billing.reports.documents.comparison_document import (
    comparison_blocks,
    letter,
)
from facefusion_billing.reports.documents.origin_document import origin_notes
from facefusion_billing.reports.page.figures import (
    Figure,
    Series,
    months_beside,
)
from facefusion_billing.reports.page.page import page
from facefusion_billing.reports.wording.language import _


def comparison_page(answer: Comparison, *, explain: bool = False) -> str:
    """Scenarios side by side, totals first."""
    # A page has room for every warning under the heading that says whose it is.
    title, *rest = comparison_blocks(answer, explain=explain, most=sys.maxsize)
    assert isinstance(title, Note)
    ending = origin_notes(one.estimate.origin for one in answer.scenarios)
    return page(title.text, rest, _figures(answer), ending)


def _figures(answer: Comparison) -> Iterator[Figure]:
    """The months side by side; two currencies never meet in one picture."""
    by_currency: dict[str, Series] = {}
    for index, scenario in enumerate(answer.scenarios):
        estimate, name = scenario.estimate, f"{letter(index)} {scenario.name}"
        months = [(bill.month, bill.total) for bill in estimate.bills]
        by_currency.setdefault(estimate.currency, {})[name] = months
    for currency, series in by_currency.items():
        if any(series.values()):
            yield months_beside(series, currency, _("By month"))
