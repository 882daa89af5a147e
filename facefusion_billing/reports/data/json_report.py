"""Results as JSON: stable keys, money and prices as decimal strings, counts as numbers."""

from __future__ import annotations

import json
import json.encoder
from functools import cache
from typing import Any

from facefusion_billing.model.bill import (
    CASH,
    Alternative,
    Bill,
    BillLine,
    Estimate,
    Finding,
    Gate,
    Ledger,
    PackState,
)
from facefusion_billing.model.money import money_text
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.text import json_safe

_CONTAINERS = (dict, list, tuple, map)


def dumps(value: Any) -> str:
    """JSON as it is written: two spaces, text as it is, a line end. A `map` is a list
    whose rows are made one by one.

    The text of `json.dumps(value, indent=2, ensure_ascii=False)`, which leaves C as
    soon as something is indented.
    """
    return json_safe(_text(value, "\n") + "\n")


def _text(value: Any, margin: str) -> str:
    """A list or mapping that stands at a margin: its scalars are encoded in C at once,
    a line end between them.

    A further list or mapping in a mapping is a `null` at first; no text holds a line
    end, so items are cut at those.
    """
    inner = f"{margin}  "
    between = f",{inner}"
    encode, opened, closed = _encoder(between), "[", "]"
    if isinstance(value, dict):
        opened, closed = "{", "}"
        holes = [key for key, item in value.items() if isinstance(item, _CONTAINERS)]
        inside = "".join(
            encode({**value, **dict.fromkeys(holes)} if holes else value, 0)
        )[1:-1]
        if holes:
            items = dict(zip(value, inside.split(between), strict=True))
            for key in holes:
                items[key] = items[key][:-4] + _text(value[key], inner)
            inside = between.join(items.values())
    elif isinstance(value, map) or [
        item for item in value if isinstance(item, _CONTAINERS)
    ]:
        rows = (
            _text(item, inner)
            if isinstance(item, _CONTAINERS)
            else "".join(encode(item, 0))
            for item in value
        )
        inside = between.join(rows)
    else:
        inside = "".join(encode(value, 0))[1:-1]
    return f"{opened}{inner}{inside}{margin}{closed}" if inside else opened + closed


@cache
def _encoder(between: str) -> Any:
    """What encodes a list or mapping of scalars (and a level, of no meaning here) to
    pieces of text.
    """
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:  # a Python without the C encoder
        encode = json.JSONEncoder(ensure_ascii=False, separators=(between, ": ")).encode
        return lambda value, _level: [encode(value)]
    return make(
        None,
        None,
        json.encoder.encode_basestring,
        None,
        ": ",
        between,
        False,
        False,
        True,
    )


def estimate_json(answer: Estimate) -> dict[str, Any]:
    """`ffbill.estimate/1`."""
    return {
        "schema": "ffbill.estimate/1",
        "title": answer.title,
        "view": answer.view,
        "complete": answer.complete,
        "gates": [_gate(gate) for gate in answer.gates],
        "price_book": {"id": answer.book_id, "currency": answer.currency},
        "assumptions": answer.assumptions,
        "bills": [_bill(bill) for bill in answer.bills],
        "packs": [_pack(pack) for pack in answer.packs],
        "by_kind": {kind: money_text(cents) for kind, cents in answer.by_kind.items()},
        "total": money_text(answer.total),
        "currency": answer.currency,
        "prepaid": _prepaid(answer),
        "actual": _actual(answer),
        "account": _account(answer.ledger),
        "warnings": [finding_json(finding) for finding in answer.findings],
        "alternatives": [_alternative(other) for other in answer.alternatives],
    }


def line_json(line: BillLine) -> dict[str, Any]:
    """One bill line; also the columns of the CSV."""
    return {
        "kind": line.kind,
        "for": line.scope,
        "date": str(line.date),
        "order": line.order.id if line.order else None,
        "description": phrases.description(line),
        "quantity": str(line.quantity),
        "unit": line.unit,
        "unit_price": line.unit_price.text if line.unit_price else None,
        "amount": money_text(line.amount),
        "clauses": list(line.clauses),
        "assumptions": list(line.assumptions),
        "arithmetic": phrases.arithmetic(line),
    }


def _gate(gate: Gate) -> dict[str, Any]:
    return {
        "name": gate.name,
        "limit": money_text(gate.limit),
        "actual": money_text(gate.actual),
        "met": gate.met,
    }


def _bill(bill: Bill) -> dict[str, Any]:
    return {
        "month": str(bill.month),
        "total": money_text(bill.total),
        "settles": phrases.settles(bill.settles),
        "lines": [line_json(line) for line in bill.lines],
        "usage": [_usage(row._asdict()) for row in bill.usage],
    }


def _usage(row: dict[str, Any]) -> dict[str, Any]:
    return {"for": row.pop("scope"), **row}


def _pack(pack: PackState) -> dict[str, Any]:
    return {
        "order": pack.order.id,
        "pack": pack.number,
        "for": pack.scope,
        "size": pack.size,
        "used": pack.used,
        "remaining": pack.remaining,
        "expired": pack.expired,
        "from": str(pack.term.start),
        "until": str(pack.term.end),
        "last_day": str(pack.term.last),
        "status": pack.status,
    }


def _prepaid(answer: Estimate) -> dict[str, Any] | None:
    """What is paid and not yet used; only the amortised view knows it."""
    if answer.view == CASH:
        return None
    rows = [
        {
            "order": row.order.id,
            "pack": row.number,
            "for": row.scope,
            "amount": money_text(row.amount),
        }
        for row in answer.prepaid
    ]
    month = str(answer.bills[-1].month) if answer.bills else None
    return {"month": month, "total": money_text(answer.prepaid_total), "orders": rows}


def _actual(answer: Estimate) -> dict[str, Any] | None:
    """What was really billed, where the file says it."""
    if answer.invoices is None:
        return None
    from facefusion_billing.reports.documents.invoice_document import invoices_json

    return invoices_json(answer.invoices)


def _account(ledger: Ledger | None) -> dict[str, Any] | None:
    if ledger is None:
        return None
    return {
        "ledger": [
            {
                "date": str(event.date),
                "event": event.event,
                "amount": money_text(event.amount),
                "balance": money_text(event.balance),
                "for": event.subject or None,
            }
            for event in ledger.events
        ],
        "suspensions": [
            {
                "from": str(stop.since),
                "until": str(stop.until) if stop.until else None,
                "refused": stop.refused,
                "expired_calls": stop.expired_calls,
                "top_up": money_text(stop.top_up),
                "top_up_by": str(stop.top_up_by),
            }
            for stop in ledger.suspensions
        ],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """A warning or note."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "month": str(finding.month),
        "for": finding.scope,
        "message": phrases.message(finding),
        "amount": None if finding.amount is None else money_text(finding.amount),
    }


def _alternative(other: Alternative) -> dict[str, Any]:
    row: dict[str, Any] = {
        "assumption": other.assumption,
        "value": other.value,
        "total": None if other.total is None else money_text(other.total),
        "difference": None
        if other.difference is None
        else money_text(other.difference),
    }
    return {**row, "why": other.why} if other.why else row
