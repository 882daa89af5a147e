"""The bills of many accounts, as JSON."""

from typing import Any

from facefusion_billing.model.money import money_text
from facefusion_billing.model.portfolio import AccountBill, Portfolio
from facefusion_billing.reports.data.json_text import money


def portfolio_json(answer: Portfolio) -> dict[str, Any]:
    """The answer of `ffbill portfolio`, schema `ffbill.portfolio/1`."""
    return {
        "schema": "ffbill.portfolio/1",
        "totals": {key: money_text(cents) for key, cents in answer.totals.items()},
        "accounts": [account_json(row) for row in answer.accounts],
    }


def account_json(row: AccountBill) -> dict[str, Any]:
    """One account."""
    return {
        "account": row.account,
        "currency": row.currency,
        "total": money(row.total),
        "by_kind": {kind: money_text(cents) for kind, cents in row.by_kind.items()},
        "complete": row.complete,
        "warnings": sum(row.warnings.values()),
        "faults": list(row.faults),
        "best": money(row.best),
        "saving": money(row.saving),
    }
