"""A recommendation as JSON: `ffbill.recommendation/1`."""

from __future__ import annotations

from typing import Any

from facefusion_billing.model.calendar import Span
from facefusion_billing.model.forecast_months import forecast_by_month
from facefusion_billing.model.money import Cents, money_text
from facefusion_billing.model.recommendation import (
    BreakEven,
    Horizon,
    OtherReading,
    Plan,
    Proof,
    Recommendation,
    ScopeCost,
    Sensitivity,
)
from facefusion_billing.model.scenario import QPS_MODE, Order
from facefusion_billing.model.usage_fields import mode_entry, order_entry
from facefusion_billing.reports.data.estimate_json import finding_json
from facefusion_billing.reports.data.json_text import left_out, money
from facefusion_billing.reports.wording import plan_phrases
from facefusion_billing.reports.wording.break_even_phrases import break_even_text

_DAYS = ("date", "delivered", "start", "refunded")
"""The keys of an order that are days."""


def recommendation_json(answer: Recommendation) -> dict[str, Any]:
    """The whole answer; a quote has no current plan, and saves nothing."""
    quote = answer.is_quote
    clauses = answer.written.book.clauses if answer.written else {}
    return {
        "schema": "ffbill.recommendation/1",
        "title": answer.title,
        "complete": answer.complete,
        "price_book": {"id": answer.book_id, "currency": answer.currency},
        "horizon": _horizon(answer.horizon),
        "forecast": forecast_by_month(answer.last_days, answer.bills),
        "currency": answer.currency,
        "best": _best(answer),
        "current": None if quote else _current(answer.current),
        "saving": None if quote else _saving(answer),
        "plans": [_plan(plan) for plan in answer.compared],
        "per_scope": [_scope(row) for row in answer.per_scope],
        "break_even": [_break_even(row) for row in answer.break_even],
        "stable_between": _stable(answer.stable),
        "sensitivity": [_demand(row) for row in answer.sensitivity],
        "decided_anew": [_paid(order, cents) for order, cents in answer.decided],
        "facts": [_paid(order, cents) for order, cents in answer.facts],
        "assumptions": answer.assumptions,
        "alternatives": [_reading(row) for row in answer.others],
        "warnings": [finding_json(finding, clauses) for finding in answer.findings],
    }


def _horizon(horizon: Horizon) -> dict[str, str]:
    return {
        "from": str(horizon.since or horizon.first),
        "until": str(horizon.last.plus(1)),
        "last_month": str(horizon.last),
    }


def _current(plan: Plan) -> dict[str, Any]:
    return {
        "total": money(plan.total),
        "feasible": plan.feasible,
        "why_not": _why(plan),
    }


def _stable(stable: tuple[int, int] | None) -> dict[str, str] | None:
    if stable is None:
        return None
    low, high = stable
    return {"low": str(low), "high": str(high)}


def _paid(order: Order, cents: Cents) -> dict[str, Any]:
    return {**_order(order), "amount": money_text(cents)}


def _scope(row: ScopeCost) -> dict[str, Any]:
    # Of no calls there is no share, and 0 would look like waste.
    share = plan_phrases.percent(row.used, row.bought) if row.bought else None
    return {
        "for": row.scope,
        "total": money_text(row.total),
        "pack_calls": row.bought,
        "used": row.used,
        "unused": row.left,
        "expired": row.expired,
        "still_valid": row.valid,
        "utilisation_percent": share,
    }


def _break_even(row: BreakEven) -> dict[str, Any]:
    fields = {
        "for": row.scope,
        "item": row.item,
        "size": row.size,
        "calls": row.calls,
        "pays": [{"from": own.first, "until": own.until} for own in row.pays],
        "peak_qps": row.peak_qps,
    }
    return {**fields, "message": break_even_text(row)}


def _demand(row: Sensitivity) -> dict[str, Any]:
    costs = {
        "keep": money(row.keep),
        "best": money(row.best),
        "regret": money(row.regret),
    }
    return {"demand_percent": row.percent, **costs}


def _reading(row: OtherReading) -> dict[str, Any]:
    costs = {"best": money(row.best), "regret_of_plan": money(row.regret)}
    return {
        "assumption": row.assumption,
        "value": row.value,
        **costs,
        "complete": row.complete,
        **left_out(row.unpriced),
    }


def _best(answer: Recommendation) -> dict[str, Any]:
    best = answer.best
    return {
        "total": money(best.total),
        "orders": [_order(order) for order in best.orders],
        "billing_mode": _modes(best.modes),
        "proof": _proof(answer.proof, best.total),
        "why_not": _why(best),
    }


def _proof(proof: Proof, total: Cents | None) -> dict[str, Any]:
    gap = None
    if total is not None and proof.lower is not None:
        gap = total - proof.lower
    return {
        "status": proof.status,
        "method": plan_phrases.method(proof.labels, proof.space),
        "lower_bound": money(proof.lower),
        "gap": money(gap),
    }


def _saving(answer: Recommendation) -> dict[str, str] | None:
    if answer.saving is None:
        return None
    return {
        "amount": money_text(answer.saving),
        "percent": plan_phrases.percent(answer.saving, answer.current.total or 0),
    }


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "name": plan.name,
        "total": money(plan.total),
        "feasible": plan.feasible,
        "why_not": _why(plan),
        "orders": [_order(order) for order in plan.orders],
        "billing_mode": _modes(plan.modes),
    }


def _why(plan: Plan) -> str | None:
    return plan_phrases.why_not(plan.why_not)


def _order(order: Order) -> dict[str, Any]:
    entry = order_entry(order)
    days = {key: str(entry[key]) for key in _DAYS if key in entry}
    return {**entry, **days}


def _modes(modes: dict[str, tuple[Span, ...]]) -> dict[str, list[dict[str, str]]]:
    """The spans in QPS mode; outside them the mode is call volume."""
    return {
        name: [_mode(span) for span in spans] for name, spans in modes.items() if spans
    }


def _mode(span: Span) -> dict[str, str]:
    return {key: str(value) for key, value in mode_entry(span, QPS_MODE).items()}
