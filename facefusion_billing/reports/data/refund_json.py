"""Refund verdicts as JSON: `ffbill.refund/1`."""

from __future__ import annotations

from datetime import date
from typing import Any

from facefusion_billing.model.money import money_text
from facefusion_billing.model.scenario import Tenders
from facefusion_billing.model.verdict import Ground, Refunds, Verdict
from facefusion_billing.reports.wording.refund_phrases import (
    SOON,
    detail,
    next_step,
    note_text,
)


def refund_json(answer: Refunds) -> dict[str, Any]:
    """The whole answer."""
    parts = _Parts()
    closing = {"days": SOON, "total": money_text(answer.closing_within(SOON))}
    return {
        "schema": "ffbill.refund/1",
        "title": answer.title,
        "as_of": str(answer.as_of),
        "currency": answer.currency,
        "assumptions": answer.assumptions,
        "refundable_total": money_text(answer.total),
        "closing_soon": closing,
        "next_deadline": _next(answer),
        "verdicts": [_verdict(verdict, answer, parts) for verdict in answer.verdicts],
    }


def _next(answer: Refunds) -> dict[str, str] | None:
    """The first day after which money can no longer be had back."""
    if answer.next_deadline is None:
        return None
    day, cents = answer.next_deadline
    return {"last_day": str(day), "total": money_text(cents)}


class _Parts:
    """The parts of verdicts, each once: packs of one day are judged alike, and there may
    be thousands of them.
    """

    def __init__(self) -> None:
        self.known: dict[tuple[Any, ...], Any] = {}

    def once(self, part: dict[str, Any]) -> dict[str, Any]:
        """The part, or the one before that is equal."""
        return self.known.setdefault(tuple(part.items()), part)  # type: ignore[no-any-return]

    def grounds(self, grounds: tuple[Ground, ...]) -> tuple[dict[str, Any], ...]:
        """The grounds of a verdict; those of another where they are the same."""
        found = tuple(self.once(_ground(ground)) for ground in grounds)
        return self.known.setdefault(tuple(map(id, found)), found)  # type: ignore[no-any-return]


def _verdict(v: Verdict, answer: Refunds, parts: _Parts) -> dict[str, Any]:
    return {
        "order": v.order.id,
        "pack": v.number,
        "for": v.scope,
        "item": v.order.kind.name,
        "verdict": v.verdict,
        "delivered": str(v.order.delivered),
        "last_day": _day(v.last_day),
        "days_left": v.days_left,
        "used_calls": v.used,
        "refund": parts.once(_tenders(v.refund)),
        "not_returned": parts.once(_not_returned(v.paid)),
        "grounds": parts.grounds(v.grounds),
        "failed_first": _failed(v.failed_first),
        "notes": [note_text(code) for code in v.notes],
        "next_step": next_step(v, is_activated=answer.is_activated),
    }


def _ground(ground: Ground) -> dict[str, Any]:
    return {
        "ground": ground.name,
        "met": ground.met,
        "detail": detail(ground),
        "clauses": ground.clauses,
        "since": _day(ground.since),
    }


def _failed(ground: Ground | None) -> dict[str, Any] | None:
    if ground is None:
        return None
    return {"ground": ground.name, "since": _day(ground.since)}


def _day(day: date | None) -> str | None:
    if day:
        return str(day)
    return None


def _tenders(paid: Tenders) -> dict[str, str]:
    names = ("cash", "transferred", "gifted", "card")
    returned = {name: money_text(getattr(paid, name)) for name in names}
    return {**returned, "total": money_text(sum(paid))}


def _not_returned(paid: Tenders) -> dict[str, str]:
    return {"voucher": money_text(paid.voucher), "discount": money_text(paid.discount)}
