"""The plans of a recommendation as CSV: one row per plan."""

from __future__ import annotations

from collections.abc import Iterator

from facefusion_billing.model.recommendation import Plan, Recommendation
from facefusion_billing.reports.data.csv_text import Row, table_csv
from facefusion_billing.reports.data.json_text import money
from facefusion_billing.reports.wording.plan_phrases import why_not

COLUMNS = ("name", "total", "feasible", "orders", "why_not", "currency")
NUMERIC = {"total", "orders"}


def recommendation_csv(answer: Recommendation) -> str:
    """The plans beside each other, one in a row."""
    return table_csv(COLUMNS, rows(answer), NUMERIC)


def rows(answer: Recommendation) -> Iterator[Row]:
    """A row for each plan."""
    return (_row(plan, answer.currency) for plan in answer.compared)


def _row(plan: Plan, currency: str) -> Row:
    return {
        "name": plan.name,
        "total": money(plan.total) or "",
        "feasible": str(plan.feasible).lower(),
        "orders": len(plan.orders),
        "why_not": why_not(plan.why_not),
        "currency": currency,
    }
