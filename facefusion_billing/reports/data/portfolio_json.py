"""The bills of many accounts, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import indent
from typing import Any

from facefusion_billing.model.money import Cents, money_text
from facefusion_billing.model.portfolio import AccountBill, Pooled, Portfolio
from facefusion_billing.reports.data.json_text import dumps, money

_PLACE = '"accounts": []'
_AT_ONCE = 200


def portfolio_pieces(answer: Portfolio, rows: Iterable[AccountBill]) -> Iterator[str]:
    """The answer of `ffbill portfolio`, schema `ffbill.portfolio/1`, piece by piece: its
    accounts may be more than memory holds.
    """
    # Cut where the accounts stand, so that the rest is written as any answer is.
    head, _, tail = dumps(portfolio_json(answer)).partition(_PLACE)
    pieces, between = [head, '"accounts": ['], "\n"
    for row in rows:
        pieces += [between, indent(dumps(account_json(row)).rstrip(), "    ")]
        between = ",\n"
        if len(pieces) > _AT_ONCE:
            yield "".join(pieces)
            pieces = []
    end = "]" if between == "\n" else "\n  ]"
    yield "".join((*pieces, end, tail))


def portfolio_json(answer: Portfolio) -> dict[str, Any]:
    """All but the accounts."""
    return {
        "schema": "ffbill.portfolio/1",
        "totals": _moneys(answer.totals),
        "by_kind": {key: _moneys(kinds) for key, kinds in answer.by_kind.items()},
        "warnings": answer.warnings,
        "saving": _moneys(answer.saved),
        "pooled": None if answer.pooled is None else _pooled(answer.pooled),
        "accounts": [],
    }


def _moneys(amounts: dict[str, Cents]) -> dict[str, str]:
    return {key: money_text(cents) for key, cents in amounts.items()}


def _pooled(pooled: Pooled) -> dict[str, Any]:
    return {
        "currency": pooled.currency,
        "total": money(pooled.total),
        "saving": money(pooled.saving),
        "faults": list(pooled.faults),
    }


def account_json(row: AccountBill) -> dict[str, Any]:
    """One account."""
    return {
        "account": row.account,
        "currency": row.currency,
        "total": money(row.total),
        "by_kind": _moneys(row.by_kind),
        "complete": row.complete,
        "warnings": sum(row.warnings.values()),
        "faults": list(row.faults),
        "best": money(row.best),
        "saving": money(row.saving),
        "plan": list(row.plan),
        "forecast": row.forecast,
    }
