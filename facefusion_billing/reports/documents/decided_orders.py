"""The orders of a file that a plan decides anew, with their money."""

from __future__ import annotations

from collections.abc import Iterator

from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.recommendation import Recommendation
from facefusion_billing.reports.documents.blocks import Column, Grid, Row, money_column
from facefusion_billing.reports.wording import phrases, plan_phrases
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import amount


def decided_anew(answer: Recommendation) -> Iterator[Grid]:
    """A row for each such order; nothing where there is none."""
    rows = [
        Row(
            (
                str(order.date),
                phrases.scope_name(order.scope or ACCOUNT),
                order.id,
                plan_phrases.ordered(order),
                amount(cents),
            )
        )
        for order, cents in answer.decided
    ]
    if rows:
        columns = (
            Column(_("Date")),
            Column(_("For")),
            Column(_("Order")),
            Column(_("What for")),
            money_column(answer.currency),
        )
        yield Grid(title(), columns, tuple(rows))


def title() -> str:
    """What the rows are."""
    return _("Decided anew: orders of the file that plans need not keep")
