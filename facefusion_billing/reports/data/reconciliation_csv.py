"""A reconciliation as CSV: one row for each line of the product, and what is missing."""

from __future__ import annotations

from facefusion_billing.model.reconciliation import Reconciliation
from facefusion_billing.reports.data.csv_text import table_csv
from facefusion_billing.reports.data.reconciliation_json import line_json

COLUMNS = (
    "file", "line", "kind", "for", "month", "verdict", "billed", "expected", "difference",
    "stake", "quantity", "unit_price", "transaction", "clauses", "why", "currency",
)  # fmt: skip
NUMERIC = {
    "line",
    "billed",
    "expected",
    "difference",
    "stake",
    "quantity",
    "unit_price",
}


def reconciliation_csv(answer: Reconciliation) -> str:
    """The lines as a table."""
    rows = []
    for judged in answer.lines:
        row = {key: "" if v is None else v for key, v in line_json(judged).items()}
        row["clauses"] = " ".join(row["clauses"])
        row["currency"] = answer.currency
        rows.append({name: row[name] for name in COLUMNS})
    return table_csv(COLUMNS, rows, NUMERIC)
