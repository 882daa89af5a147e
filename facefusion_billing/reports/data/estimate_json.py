"""An estimate as JSON, `ffbill.estimate/1`: stable keys, money and prices as decimal
strings, counts as numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from facefusion_billing.model.bill import (
    CASH,
    Alternative,
    Bill,
    Estimate,
    Finding,
    Gate,
    Ledger,
    LedgerEvent,
    PackState,
    Prepaid,
    Suspension,
)
from facefusion_billing.model.calendar import Span
from facefusion_billing.model.invoice import InvoicedMonth, Invoices
from facefusion_billing.model.money import money_text
from facefusion_billing.model.usage_row import ReachedTier, UsageRow
from facefusion_billing.reports.data.bill_lines import lines_json
from facefusion_billing.reports.data.json_text import (
    left_out,
    money,
    text_or_none,
)
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.findings import message
from facefusion_billing.reports.wording.remedies import cited, remedy

if TYPE_CHECKING:
    from facefusion_billing.model.forecasted import Forecasted


def estimate_json(answer: Estimate) -> dict[str, Any]:
    """The whole answer."""
    return {
        "schema": "ffbill.estimate/1",
        "title": answer.title,
        "view": answer.view,
        "complete": answer.complete,
        "gates": [_gate(gate) for gate in answer.gates],
        "price_book": {"id": answer.book_id, "currency": answer.currency},
        "assumptions": answer.assumptions,
        "bills": [_bill(bill) for bill in answer.bills],
        "packs": _packs(answer.packs),
        "by_kind": {kind: money_text(cents) for kind, cents in answer.by_kind.items()},
        "total": money_text(answer.total),
        "currency": answer.currency,
        "prepaid": _prepaid(answer),
        "actual": _actual(answer.invoices),
        "account": _account(answer.ledger),
        "forecast": _forecast(answer.forecast),
        "warnings": [finding_json(one, answer.clauses) for one in answer.findings],
        "alternatives": [_alternative(other) for other in answer.alternatives],
    }


def _forecast(forecast: Forecasted | None) -> dict[str, Any] | None:
    if forecast is None:
        return None
    return {
        "last_day": str(forecast.last_day),
        "low": money(forecast.low),
        "high": money(forecast.high),
        "low_complete": forecast.low_complete,
        "high_complete": forecast.high_complete,
    }


def finding_json(finding: Finding, clauses: Collection[str] = ()) -> dict[str, Any]:
    """A warning or note, with those of the book's clauses that it rests on."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "month": str(finding.month),
        "for": finding.scope,
        "message": message(finding),
        "amount": money(finding.amount),
        "remedy": remedy(finding),
        "clauses": cited(finding, clauses),
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
        "lines": lines_json(bill.lines),
        "usage": [_usage(row) for row in bill.usage],
    }


def _usage(row: UsageRow) -> dict[str, Any]:
    counts = row._asdict()
    return {
        "for": counts.pop("scope"),
        **counts,
        # As they are: of these there are most, and they become mappings when written.
        "drawn": row.drawn,
        "tier": _tier(row.tier),
    }


def _tier(tier: ReachedTier | None) -> dict[str, Any] | None:
    if tier is None:
        return None
    return {
        "from": tier.first,
        "to": tier.last,
        "unit_price": tier.unit_price.text,
        "reached_by": tier.reached_by,
    }


def _packs(packs: Iterable[PackState]) -> list[dict[str, Any]]:
    rows, terms = [], dict[Span, dict[str, str]]()
    for pack in packs:
        # Many packs begin and end on one day.
        term = terms.get(pack.term)
        if term is None:
            term = terms[pack.term] = _term(pack.term)
        rows.append(_pack(pack, term))
    return rows


def _term(term: Span) -> dict[str, str]:
    return {"from": str(term.start), "until": str(term.end), "last_day": str(term.last)}


def _pack(pack: PackState, term: dict[str, str]) -> dict[str, Any]:
    return {
        "order": pack.order.id,
        "pack": pack.number,
        "for": pack.scope,
        "size": pack.size,
        "used": pack.used,
        "remaining": pack.remaining,
        "expired": pack.expired,
        **term,
        "status": pack.status,
        "used_up": text_or_none(pack.used_up),
    }


def _prepaid(answer: Estimate) -> dict[str, Any] | None:
    """What is paid and not yet used; only the amortised view knows it."""
    if answer.view == CASH:
        return None
    return {
        "month": str(answer.bills[-1].month) if answer.bills else None,
        "total": money_text(answer.prepaid_total),
        "orders": [_not_yet_used(row) for row in answer.prepaid],
    }


def _not_yet_used(row: Prepaid) -> dict[str, Any]:
    return {
        "order": row.order.id,
        "pack": row.number,
        "for": row.scope,
        "amount": money_text(row.amount),
    }


def _actual(invoices: Invoices | None) -> dict[str, Any] | None:
    """What was really billed, where the file says it.

    A change of reading is a mapping; an empty one is that of no change.
    """
    if invoices is None:
        return None
    settled = {id: list(values) for id, values in invoices.settled.items()}
    return {
        "months": [_invoiced(month) for month in invoices.months],
        "explained_by": list(invoices.explained_by),
        "settled": settled,
    }


def _invoiced(month: InvoicedMonth) -> dict[str, Any]:
    return {
        "month": str(month.month),
        "actual": money_text(month.actual),
        "estimated": money_text(month.estimated),
        "difference": money_text(month.difference),
        "explained_by": list(month.explained_by),
    }


def _account(ledger: Ledger | None) -> dict[str, Any] | None:
    if ledger is None:
        return None
    return {
        "ledger": [_event(event) for event in ledger.events],
        "suspensions": [_stop(stop) for stop in ledger.suspensions],
    }


def _event(event: LedgerEvent) -> dict[str, Any]:
    return {
        "date": str(event.date),
        "event": event.event,
        "amount": money_text(event.amount),
        "balance": money_text(event.balance),
        "for": event.subject or None,
    }


def _stop(stop: Suspension) -> dict[str, Any]:
    return {
        "from": str(stop.since),
        "until": text_or_none(stop.until),
        "refused": stop.refused,
        "expired_calls": stop.expired_calls,
        "top_up": money_text(stop.top_up),
        "top_up_by": str(stop.top_up_by),
    }


def _alternative(other: Alternative) -> dict[str, Any]:
    row = {
        "assumption": other.assumption,
        "value": other.value,
        "total": money(other.total),
        "difference": money(other.difference),
        "complete": other.complete,
        **left_out(other.unpriced),
    }
    if other.why:
        # Few readings have no total, so the sentences are loaded when one does.
        from facefusion_billing.reports.wording.messages import said_together

        return {**row, "why": said_together(other.why)}
    return row
