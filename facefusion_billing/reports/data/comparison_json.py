"""A comparison as JSON: `ffbill.comparison/1`."""

from __future__ import annotations

from datetime import date
from typing import Any

from facefusion_billing.model.comparison import (
    Cell,
    Change,
    Compared,
    ComparedGate,
    ComparedRow,
    Comparison,
)
from facefusion_billing.model.forecast_months import forecast_by_month
from facefusion_billing.reports.data.estimate_json import finding_json
from facefusion_billing.reports.data.json_text import money, price_or_none
from facefusion_billing.reports.wording.gates import limit_text


def comparison_json(answer: Comparison) -> dict[str, Any]:
    """The whole answer; the cells of a row are those of the scenarios, in their order."""
    return {
        "schema": "ffbill.comparison/1",
        "view": answer.view,
        "scenarios": [_scenario(scenario) for scenario in answer.scenarios],
        "total": _cells(answer.total),
        "months": [_row("month", row) for row in answer.months],
        "by_kind": [_row("kind", row) for row in answer.kinds],
        "by_scope": [_row("for", row) for row in answer.scopes],
        "gates": [_gate(gate) for gate in answer.gates],
        "changes": [_change(change) for change in answer.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    """A part of a difference; `from` and `to` are counts, for a moved order its dates."""
    return {
        "scenario": change.scenario,
        "month": str(change.month),
        "for": change.scope,
        "part": change.part,
        "order": change.order,
        "from": _count_or_day(change.before),
        "to": _count_or_day(change.after),
        "unit_price_from": price_or_none(change.price_before),
        "unit_price_to": price_or_none(change.price_after),
        "amount": money(change.amount),
    }


def _count_or_day(value: int | date) -> int | str:
    if isinstance(value, int):
        return value
    return str(value)


def _scenario(scenario: Compared) -> dict[str, Any]:
    estimate = scenario.estimate
    days = estimate.forecast.last_days if estimate.forecast else {}
    return {
        "name": scenario.name,
        "title": estimate.title,
        "price_book": {"id": estimate.book_id, "currency": estimate.currency},
        "assumptions": estimate.assumptions,
        "complete": estimate.complete,
        "prepaid": money(estimate.prepaid_total) if estimate.prepaid else None,
        "forecast": forecast_by_month(days, estimate.bills),
        "warnings": [finding_json(one, estimate.clauses) for one in estimate.findings],
    }


def _row(key: str, row: ComparedRow) -> dict[str, Any]:
    return {key: row.key, "cells": _cells(row)}


def _cells(row: ComparedRow) -> list[dict[str, Any]]:
    return [_cell(cell) for cell in row.cells]


def _cell(cell: Cell) -> dict[str, Any]:
    # Hundredths of a percent are written as cents are: with two decimals.
    return {
        "amount": money(cell.amount),
        "difference": money(cell.difference),
        "percent": money(cell.percent),
    }


def _gate(gate: ComparedGate) -> dict[str, Any]:
    return {
        "name": gate.name,
        "scenario": gate.scenario,
        "limit": limit_text(gate.limit),
        "actual": money(gate.actual),
        "percent": money(gate.percent),
        "met": gate.met,
    }
