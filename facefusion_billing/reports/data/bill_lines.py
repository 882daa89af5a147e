"""Bill lines for scripts: the rows of JSON, and the columns of a CSV."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from facefusion_billing.model.bill import REFUND, BillLine
from facefusion_billing.model.items import CallPack, MaterialPack
from facefusion_billing.model.list_price import below_list
from facefusion_billing.model.money import money_text
from facefusion_billing.model.scenario import Order
from facefusion_billing.reports.data.json_text import money, price_or_none
from facefusion_billing.reports.wording import phrases


def line_json(line: BillLine) -> dict[str, Any]:
    """One bill line; also the columns of the CSV."""
    unit_price, spread = price_or_none(line.unit_price), line.facts.get("spread")
    return {
        "kind": line.kind,
        "for": line.scope,
        "date": str(line.date),
        "order": line.order.id if line.order else None,
        "description": phrases.description(line),
        "quantity": str(line.quantity),
        "unit": line.unit,
        "unit_price": unit_price,
        "amount": money_text(line.amount),
        "clauses": list(line.clauses),
        "assumptions": list(line.assumptions),
        "arithmetic": phrases.arithmetic(line),
        "list_price": line.listed.text if line.listed else unit_price,
        "discount": money(below_list(line)),
        "spread_before": spread.before if spread else None,
    }


def lines_json(lines: Iterable[BillLine]) -> list[dict[str, Any]]:
    """The lines of a bill. Of packs there may be thousands: those that are bought alike
    differ by day, order and what comes before them.
    """
    alike: dict[tuple[object, ...], dict[str, Any]] = {}
    rows = []
    for line in lines:
        order = line.order
        if order is None or not _is_of_packs(line, order):
            rows.append(line_json(line))
            continue
        purchase, spread = order.purchase, line.facts.get("spread")
        if purchase not in alike:
            alike[purchase] = line_json(line)
        own = {
            "date": str(line.date),
            "order": order.id,
            "clauses": list(line.clauses),
            "assumptions": list(line.assumptions),
            "spread_before": spread.before if spread else None,
        }
        rows.append({**alike[purchase], **own})
    return rows


def _is_of_packs(line: BillLine, order: Order) -> bool:
    """Whether packs are bought with a line: no part of an order, and no refund."""
    is_pack = isinstance(order.item, CallPack | MaterialPack)
    return is_pack and line.portion is None and line.kind != REFUND
