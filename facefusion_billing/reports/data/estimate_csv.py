"""The bills of an estimate as CSV: one row per bill line."""

from __future__ import annotations

from collections.abc import Iterator

from facefusion_billing.model.bill import Estimate
from facefusion_billing.reports.data.bill_lines import line_json
from facefusion_billing.reports.data.csv_text import Row, table_csv

COLUMNS = (
    "month",
    "kind",
    "for",
    "date",
    "order",
    "description",
    "quantity",
    "unit",
    "unit_price",
    "amount",
    "clauses",
    "assumptions",
    "arithmetic",
    "list_price",
    "discount",
    "spread_before",
    "currency",
)
NUMERIC = {
    "quantity",
    "unit_price",
    "amount",
    "list_price",
    "discount",
    "spread_before",
}


def estimate_csv(answer: Estimate) -> str:
    """The bill lines: `month` first, the keys of a line, `currency` last."""
    return table_csv(COLUMNS, rows(answer), NUMERIC)


def rows(answer: Estimate, **before: str) -> Iterator[Row]:
    """A row for each bill line, after what stands before all of them."""
    for bill in answer.bills:
        first = {**before, "month": str(bill.month)}
        for line in bill.lines:
            yield {**first, **line_json(line), "currency": answer.currency}
