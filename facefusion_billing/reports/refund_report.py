"""Refund verdicts as blocks, JSON and CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from facefusion_billing.model.money import money_text
from facefusion_billing.model.scenario import ITEM_NAMES, Tenders
from facefusion_billing.model.verdict import ELIGIBLE, UNDETERMINED, Ground, Refunds, Verdict
from facefusion_billing.reports.layout import Block, Column, Grid, Note, Row
from facefusion_billing.reports.phrases import amount, counted

SOON = 3
"""Within how many days the summary warns that a pack can no longer be returned."""

COLUMNS = (
    "order", "pack", "for", "item", "verdict", "delivered", "last_day", "days_left", "used_calls",
    "refund", "voucher", "discount", "failed_first", "since", "currency",
)  # fmt: skip
NUMERIC = {"pack", "days_left", "used_calls", "refund", "voucher", "discount"}

_NOTES = {
    "abuse": "suspected abnormal or malicious returns are the vendor's to judge",
    "campaign": "the campaign's rules decide, and the order does not state them (refundable: true or false)",
    "stricter_reading": "the stricter reading of the 7 days closed the window the day before",
}
_NEXT = {
    ELIGIBLE: "console > Resource Package Management > select the package > Refund > Confirm Refund",
    UNDETERMINED: "look up the campaign's rules, then state refundable: true or false",
}


def detail(ground: Ground) -> str:
    """A ground in words."""
    f = ground.facts
    if ground.name == "refundable_item":
        item = ITEM_NAMES[f["item"]]
        return f"the rule speaks of a {item}" if ground.met else f"no refund is stated for a {item}"
    if ground.name == "unused":
        if ground.met:
            return f"no {f['unit']} used"
        first = f" first on {f['first']}" if f["first"] else " outside the months of the file"
        return f"{counted(f['quantity'], f['unit'].removesuffix('s'))} used,{first}"
    if ground.name == "within_window":
        if f["as_of"] < f["delivered"]:
            return f"not delivered before {f['delivered']}"
        return f"delivered on {f['delivered']}; the last day is {f['last']}"
    if ground.name == "purchased":
        return f"source: {f['source']}" + (", refund not stated" if ground.met is None else "")
    if ground.name == "account_open":
        return "the account is open" if ground.met else "the account was discontinued for violations"
    return f"returned on {f['refunded']}" if not ground.met else f"to be returned on {f['refunded']}"


def _notes(verdict: Verdict) -> list[str]:
    return [_NOTES[code] for code in verdict.notes]


def _next_step(verdict: Verdict) -> str | None:
    return _NEXT.get(verdict.verdict)


def refund_json(answer: Refunds) -> dict[str, Any]:
    """`ffbill.refund/1`."""
    return {
        "schema": "ffbill.refund/1",
        "title": answer.title,
        "as_of": str(answer.as_of),
        "currency": answer.currency,
        "assumptions": answer.assumptions,
        "refundable_total": money_text(answer.total),
        "closing_soon": {"days": SOON, "total": money_text(answer.closing_within(SOON))},
        "verdicts": [_verdict(verdict) for verdict in answer.verdicts],
    }


def _verdict(v: Verdict) -> dict[str, Any]:
    failed = v.failed_first
    return {
        "order": v.order.id,
        "pack": v.number,
        "for": v.scope,
        "item": v.order.item,
        "verdict": v.verdict,
        "delivered": str(v.order.delivered),
        "last_day": str(v.last_day) if v.last_day else None,
        "days_left": v.days_left,
        "used_calls": v.used,
        "refund": _tenders(v.refund),
        "not_returned": {"voucher": money_text(v.paid.voucher), "discount": money_text(v.paid.discount)},
        "grounds": [
            {"ground": g.name, "met": g.met, "detail": detail(g), "clauses": list(g.clauses),
             "since": str(g.since) if g.since else None}
            for g in v.grounds
        ],
        "failed_first": {"ground": failed.name, "since": str(failed.since) if failed.since else None}
        if failed
        else None,
        "notes": _notes(v),
        "next_step": _next_step(v),
    }  # fmt: skip


def _tenders(paid: Tenders) -> dict[str, str]:
    returned = {name: money_text(getattr(paid, name)) for name in ("cash", "transferred", "gifted", "card")}
    return {**returned, "total": money_text(sum(paid))}


def refund_rows(answer: Refunds) -> list[dict[str, Any]]:
    """A row for each verdict, for CSV."""
    rows = []
    for v in answer.verdicts:
        failed = v.failed_first
        rows.append(
            {
                "order": v.order.id,
                "pack": v.number,
                "for": v.scope,
                "item": v.order.item,
                "verdict": v.verdict,
                "delivered": v.order.delivered,
                "last_day": v.last_day,
                "days_left": "" if v.days_left is None else v.days_left,
                "used_calls": v.used,
                "refund": money_text(sum(v.refund)),
                "voucher": money_text(v.paid.voucher),
                "discount": money_text(v.paid.discount),
                "failed_first": failed.name if failed else None,
                "since": failed.since if failed else None,
                "currency": answer.currency,
            }
        )
    return rows


def refund_blocks(answer: Refunds, *, explain: bool = False) -> Iterator[Block]:
    """Verdicts first, then what each failed on, then what to do."""
    yield Note(answer.title or "Refunds", "title")
    yield Note(f"{amount(answer.total)} {answer.currency} can be refunded as of {answer.as_of}")
    closing = answer.closing_within(SOON)
    if closing:
        yield Note(f"{amount(closing)} {answer.currency} of it only within the next {SOON} days", "alert")
    columns = (Column("Pack"), Column("For"), Column("Item"), Column("Verdict"), Column("Last day"))
    figures = (Column("Days left", True), Column(f"Refund {answer.currency}", True), Column("Not returned", True))
    yield Grid("Verdicts", (*columns, *figures), tuple(_row(v) for v in answer.verdicts))
    yield from _why_not(answer)
    if explain:
        yield _grounds(answer)
    yield Note("")
    told: dict[str, list[str]] = {}
    for v in answer.verdicts:
        for note in _notes(v):
            told.setdefault(note, []).append(_name(v))
    for note, names in told.items():
        yield Note(f"{', '.join(names)}: {note}", "faint")
    for step in dict.fromkeys(filter(None, map(_next_step, answer.verdicts))):
        yield Note(f"Next: {step}")
    yield Note("Assumes " + ", ".join(f"{id}={value}" for id, value in answer.assumptions.items()), "faint")


def _name(v: Verdict) -> str:
    return v.order.id + (f" #{v.number}" if v.order.quantity > 1 else "")


def _row(v: Verdict) -> Row:
    days = "" if v.days_left is None else str(v.days_left)
    kept = v.paid.voucher + v.paid.discount
    return Row(
        (_name(v), v.scope, v.order.item, v.verdict, str(v.last_day or ""), days, amount(sum(v.refund)), amount(kept)),
        "plain" if v.verdict == ELIGIBLE else "faint",
    )


def _grounds(answer: Refunds) -> Grid:
    """Every ground of every pack with its clause."""
    rows = []
    for v in answer.verdicts:
        for place, ground in enumerate(v.grounds):
            met = {True: "met", False: "NOT met", None: "open"}[ground.met]
            where = "; ".join(f"{id}: {answer.clauses[id]}" if id in answer.clauses else id for id in ground.clauses)
            rows.append(Row(("" if place else _name(v), ground.name, met, detail(ground), where)))
    columns = (Column("Pack"), Column("Ground"), Column("Met"), Column("Why"), Column("Clauses"))
    return Grid("Grounds", columns, tuple(rows))


def _why_not(answer: Refunds) -> Iterator[Block]:
    """For each pack that cannot be returned, the ground that failed first and since when."""
    rows = []
    for v in answer.verdicts:
        failed = v.failed_first
        if failed:
            since = str(failed.since) if failed.since else "the start"
            rows.append(Row((_name(v), failed.name, since, detail(failed))))
    if rows:
        columns = (Column("Pack"), Column("Ground that failed first"), Column("Since"), Column("Why"))
        yield Grid("Not eligible", columns, tuple(rows))
