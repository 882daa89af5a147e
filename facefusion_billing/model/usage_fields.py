"""Orders, spans and modes in the keys of a usage file: what a plan's JSON shows is what
its file says.
"""

from datetime import date
from typing import Any

from facefusion_billing.model.calendar import DISTANT, ONE_DAY, Span, month_of
from facefusion_billing.model.money import money_text
from facefusion_billing.model.scenario import Order

FIRST_DAY = date(2000, 1, 1)


def order_entry(order: Order) -> dict[str, Any]:
    """An order as a usage file has it: no key that has its default."""
    what = order.item._asdict()
    quantity, start = what.pop("quantity", 1), what.pop("start", None)
    entry: dict[str, Any] = {
        "id": order.id,
        "item": order.kind.name,
        "for": order.scope,
    }
    entry |= {key: value for key, value in what.items() if value}
    entry["refunded"] = order.refunded
    entry["refunded_packs"] = order.refunded_packs
    entry["refundable"] = order.refundable
    entry["note"] = order.note or None
    entry["quantity"] = quantity if quantity != 1 else None
    entry["date"] = order.date
    entry["delivered"] = order.delivered if order.delivered != order.date else None
    entry["start"] = start if start != order.date else None
    entry["source"] = order.source if order.source != "purchased" else None
    entry["price"] = (
        money_text(order.stated_price) if order.stated_price is not None else None
    )
    if order.paid is not None:
        entry["paid"] = {
            tender: money_text(cents)
            for tender, cents in order.paid._asdict().items()
            if cents
        }
    entry["bought"] = order.bought or None
    return {key: value for key, value in entry.items() if value is not None}


def span_entry(span: Span) -> str | date:
    """A span as the key of a table: a month, a day or a range."""
    month = month_of(span.start)
    if span == Span(month.first, month.end):
        return str(month)
    if span.end - span.start == ONE_DAY:
        return span.start
    return f"{span.start}..{span.last}"


def mode_entry(span: Span, mode: str) -> dict[str, Any]:
    """A span of a billing mode."""
    entry: dict[str, Any] = {"from": max(span.start, FIRST_DAY)}
    if span.end < DISTANT:
        entry["until"] = span.end
    return {**entry, "mode": mode}
