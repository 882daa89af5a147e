"""Orders, spans and modes in the keys of a usage file: what a plan's JSON shows is what
its file says.
"""

from datetime import date
from typing import Any, TypeVar

from facefusion_billing.model.calendar import DISTANT, ONE_DAY, Span, month_of
from facefusion_billing.model.money import Cents, money_text
from facefusion_billing.model.scenario import Order, Tenders

T = TypeVar("T")
FIRST_DAY = date(2000, 1, 1)


def order_entry(order: Order) -> dict[str, Any]:
    """An order as a usage file has it: no key that has its default."""
    what = order.item._asdict()
    # These stand behind what every order has: a reader looks for the item first.
    quantity, start = what.pop("quantity", 1), what.pop("start", None)
    entry = {
        "id": order.id,
        "item": order.kind.name,
        "for": order.scope,
        **{key: value for key, value in what.items() if value},
        "refunded": order.refunded,
        "refunded_packs": order.refunded_packs,
        "refundable": order.refundable,
        "note": order.note or None,
        "quantity": _unless(1, quantity),
        "date": order.date,
        "delivered": _unless(order.date, order.delivered),
        "start": _unless(order.date, start),
        "source": _unless("purchased", order.source),
        "price": _money(order.stated_price),
        "paid": _tenders(order.paid),
        "bought": order.bought or None,
    }
    return {key: value for key, value in entry.items() if value is not None}


def _unless(default: T, value: T) -> T | None:
    """A value; None where it is the default."""
    if value == default:
        return None
    return value


def _money(cents: Cents | None) -> str | None:
    if cents is None:
        return None
    return money_text(cents)


def _tenders(paid: Tenders | None) -> dict[str, str] | None:
    """The tenders with which something was paid; None where a file states none."""
    if paid is None:
        return None
    parts = paid._asdict().items()
    return {tender: money_text(cents) for tender, cents in parts if cents}


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
