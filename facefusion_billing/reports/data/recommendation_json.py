"""A recommendation as JSON: `ffbill.recommendation/1`."""

from __future__ import annotations

from typing import Any

from facefusion_billing.model.calendar import Span
from facefusion_billing.model.money import Cents, money_text
from facefusion_billing.model.recommendation import (
    BreakEven,
    OtherReading,
    Plan,
    Recommendation,
    ScopeCost,
    Sensitivity,
)
from facefusion_billing.model.scenario import QPS_MODE, Order
from facefusion_billing.model.usage_fields import mode_entry, order_entry
from facefusion_billing.reports.data.json_report import finding_json
from facefusion_billing.reports.wording import plan_phrases


def money(cents: Cents | None) -> str | None:
    """Money as a decimal string; nothing stays nothing."""
    return None if cents is None else money_text(cents)


def recommendation_json(answer: Recommendation) -> dict[str, Any]:
    """The whole answer."""
    current = answer.current
    return {
        "schema": "ffbill.recommendation/1",
        "title": answer.title,
        "price_book": {"id": answer.book_id, "currency": answer.currency},
        "horizon": {
            "from": str(answer.horizon.first),
            "until": str(answer.horizon.last.plus(1)),
            "last_month": str(answer.horizon.last),
        },
        "currency": answer.currency,
        "best": _best(answer),
        "current": {
            "total": money(current.total),
            "feasible": current.feasible,
            "why_not": _why(current),
        },
        "saving": _saving(answer),
        "plans": [_plan(plan) for plan in answer.plans],
        "per_scope": [_scope(row) for row in answer.per_scope],
        "break_even": [_break_even(row) for row in answer.break_even],
        "stable_between": {"low": str(answer.stable[0]), "high": str(answer.stable[1])}
        if answer.stable
        else None,
        "sensitivity": [_demand(row) for row in answer.sensitivity],
        "decided_anew": [
            {**_order(order), "amount": money_text(cents)}
            for order, cents in answer.decided
        ],
        "facts": [
            {**_order(order), "amount": money_text(cents)}
            for order, cents in answer.facts
        ],
        "assumptions": answer.assumptions,
        "alternatives": [_reading(row) for row in answer.others],
        "warnings": [finding_json(finding) for finding in answer.findings],
    }


def _scope(row: ScopeCost) -> dict[str, Any]:
    return {
        "for": row.scope,
        "total": money_text(row.total),
        "pack_calls": row.bought,
        "used": row.used,
        "unused": row.left,
        "utilisation_percent": plan_phrases.percent(row.used, row.bought)
        if row.bought
        else None,
    }


def _break_even(row: BreakEven) -> dict[str, Any]:
    fields = {
        "for": row.scope,
        "item": row.item,
        "size": row.size,
        "calls": row.calls,
        "peak_qps": row.peak_qps,
    }
    return {**fields, "message": plan_phrases.break_even(row)}


def _demand(row: Sensitivity) -> dict[str, Any]:
    costs = {
        "keep": money(row.keep),
        "best": money(row.best),
        "regret": money(row.regret),
    }
    return {"demand_percent": row.percent, **costs}


def _reading(row: OtherReading) -> dict[str, Any]:
    costs = {"best": money(row.best), "regret_of_plan": money(row.regret)}
    return {"assumption": row.assumption, "value": row.value, **costs}


def _best(answer: Recommendation) -> dict[str, Any]:
    proof, best = answer.proof, answer.best
    gap = (
        None if best.total is None or proof.lower is None else best.total - proof.lower
    )
    return {
        "total": money(best.total),
        "orders": [_order(order) for order in best.orders],
        "billing_mode": _modes(best.modes),
        "proof": {
            "status": proof.status,
            "method": plan_phrases.method(proof.labels, proof.space),
            "lower_bound": money(proof.lower),
            "gap": money(gap),
        },
        "why_not": _why(best),
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
    return {
        key: str(value) if key in ("date", "delivered", "start", "refunded") else value
        for key, value in entry.items()
    }


def _modes(modes: dict[str, tuple[Span, ...]]) -> dict[str, list[dict[str, str]]]:
    """The spans in QPS mode; outside them the mode is call volume."""
    return {
        name: [
            {key: str(value) for key, value in mode_entry(span, QPS_MODE).items()}
            for span in spans
        ]
        for name, spans in modes.items()
        if spans
    }
