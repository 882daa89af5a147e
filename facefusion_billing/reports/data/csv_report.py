"""Results as CSV for spreadsheets: one row per bill line.

A text cell that a spreadsheet would take for a formula gets a leading apostrophe;
numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from facefusion_billing.model.bill import Estimate
from facefusion_billing.model.money import money_text
from facefusion_billing.reports.data.json_report import line_json
from facefusion_billing.reports.wording.text import escape_controls

if TYPE_CHECKING:
    from facefusion_billing.model.recommendation import Recommendation

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
    "currency",
)
_NUMERIC = {"quantity", "unit_price", "amount"}


def estimate_csv(answer: Estimate) -> str:
    """The bill lines: `month` first, the keys of a line, `currency` last."""
    rows = [
        {"month": str(bill.month), **line_json(line), "currency": answer.currency}
        for bill in answer.bills
        for line in bill.lines
    ]
    return table_csv(COLUMNS, rows, _NUMERIC)


PLAN_COLUMNS = ("name", "total", "feasible", "orders", "why_not", "currency")


def plans_csv(answer: Recommendation) -> str:
    """The plans beside each other, one in a row."""
    from facefusion_billing.reports.wording.plan_phrases import why_not

    rows = [
        {
            "name": plan.name,
            "total": "" if plan.total is None else money_text(plan.total),
            "feasible": str(plan.feasible).lower(),
            "orders": len(plan.orders),
            "why_not": why_not(plan.why_not),
            "currency": answer.currency,
        }
        for plan in answer.plans
    ]
    return table_csv(PLAN_COLUMNS, rows, {"total", "orders"})


def table_csv(
    columns: tuple[str, ...], rows: list[dict[str, Any]], numeric: set[str]
) -> str:
    """Rows as CSV with a header, in the columns' order."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(
            row[c] if c in numeric else csv_safe(_cell(row[c])) for c in columns
        )
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return escape_controls(" ".join(value) if isinstance(value, list) else str(value))


def csv_safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("image")
    ("'=1+1", 'image')
    """
    return (
        f"'{text}"
        if text.lstrip().startswith(("=", "+", "-", "@", "\t", "\r", "|"))
        else text
    )
