"""Refund verdicts as CSV: one row per verdict."""

from __future__ import annotations

from collections.abc import Iterator

from facefusion_billing.model.money import money_text
from facefusion_billing.model.verdict import Refunds, Verdict
from facefusion_billing.reports.data.csv_text import Row, table_csv

COLUMNS = (
    "order",
    "pack",
    "for",
    "item",
    "verdict",
    "delivered",
    "last_day",
    "days_left",
    "used_calls",
    "refund",
    "voucher",
    "discount",
    "failed_first",
    "since",
    "currency",
)
NUMERIC = {"pack", "days_left", "used_calls", "refund", "voucher", "discount"}


def refund_csv(answer: Refunds) -> str:
    """A row for each verdict."""
    return table_csv(COLUMNS, rows(answer), NUMERIC)


def rows(answer: Refunds) -> Iterator[Row]:
    """A row for each verdict."""
    return (_row(verdict, answer.currency) for verdict in answer.verdicts)


def _row(v: Verdict, currency: str) -> Row:
    failed = v.failed_first
    return {
        "order": v.order.id,
        "pack": v.number,
        "for": v.scope,
        "item": v.order.kind.name,
        "verdict": v.verdict,
        "delivered": v.order.delivered,
        "last_day": v.last_day,
        "days_left": v.days_left,
        "used_calls": v.used,
        "refund": money_text(sum(v.refund)),
        "voucher": money_text(v.paid.voucher),
        "discount": money_text(v.paid.discount),
        "failed_first": failed.name if failed else None,
        "since": failed.since if failed else None,
        "currency": currency,
    }
