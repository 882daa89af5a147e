"""A comparison as CSV: one row per cell."""

from __future__ import annotations

from collections.abc import Iterator

from facefusion_billing.model.comparison import ComparedRow, Comparison
from facefusion_billing.reports.data.csv_text import Row, table_csv
from facefusion_billing.reports.data.json_text import money

COLUMNS = (
    "level",
    "key",
    "scenario",
    "amount",
    "currency",
    "base",
    "difference",
    "percent",
)
NUMERIC = {"amount", "difference", "percent"}


def comparison_csv(answer: Comparison) -> str:
    """A row for each cell: `level` says what `key` is, a month, a kind, a scope, or the
    total.
    """
    return table_csv(COLUMNS, rows(answer), NUMERIC)


def rows(answer: Comparison) -> Iterator[Row]:
    """A row for each cell."""
    levels = (
        ("total", (answer.total,)),
        ("month", answer.months),
        ("kind", answer.kinds),
        ("scope", answer.scopes),
    )
    for level, compared in levels:
        for row in compared:
            yield from _cells(answer, level, row)


def _cells(answer: Comparison, level: str, row: ComparedRow) -> Iterator[Row]:
    for scenario, cell in zip(answer.scenarios, row.cells, strict=True):
        yield {
            "level": level,
            "key": row.key,
            "scenario": scenario.name,
            "amount": money(cell.amount),
            "currency": scenario.estimate.currency,
            "base": answer.base.name,
            "difference": money(cell.difference),
            "percent": money(cell.percent),
        }
