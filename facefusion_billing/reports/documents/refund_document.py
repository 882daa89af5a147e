"""Refund verdicts as blocks, JSON and CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from facefusion_billing.model.money import money_text
from facefusion_billing.model.scenario import ITEM_NAMES, Tenders
from facefusion_billing.model.verdict import (
    ELIGIBLE,
    UNDETERMINED,
    Ground,
    Refunds,
    Verdict,
)
from facefusion_billing.reports.documents.blocks import Block, Column, Grid, Note, Row
from facefusion_billing.reports.documents.estimate_document import clause_text
from facefusion_billing.reports.wording.language import N_, _
from facefusion_billing.reports.wording.phrases import (
    amount,
    assumed,
    counted,
    labelled,
    scope_name,
)

SOON = 3
"""Within how many days the summary warns that a pack can no longer be returned."""

COLUMNS = (
    "order", "pack", "for", "item", "verdict", "delivered", "last_day", "days_left", "used_calls",
    "refund", "voucher", "discount", "failed_first", "since", "currency",
)  # fmt: skip
NUMERIC = {"pack", "days_left", "used_calls", "refund", "voucher", "discount"}

_NOTES = {
    "abuse": N_("suspected abnormal or malicious returns are the vendor's to judge"),
    "campaign": N_(
        "the campaign's rules decide, and the order does not state them (refundable: true or false)"
    ),
    "stricter_reading": N_(
        "the stricter reading of the 7 days closed the window the day before"
    ),
}
_NEXT = {
    ELIGIBLE: N_(
        "console > Resource Package Management > select the package > Refund > Confirm Refund"
    ),
    UNDETERMINED: N_(
        "look up the campaign's rules, then state refundable: true or false"
    ),
}


def detail(ground: Ground) -> str:
    """A ground in words."""
    return _DETAILS[ground.name](ground)


def _refundable_item(ground: Ground) -> str:
    item = ITEM_NAMES[ground.facts["item"]]
    text = (
        _("the rule speaks of a {item}")
        if ground.met
        else _("no refund is stated for a {item}")
    )
    return text.format(item=_(item))


def _unused(ground: Ground) -> str:
    f = ground.facts
    if ground.met:
        return _("no calls used") if f["unit"] == "calls" else _("no materials used")
    text = (
        _("{count} used, first on {first}")
        if f["first"]
        else _("{count} used, outside the months of the file")
    )
    return text.format(
        count=counted(f["quantity"], f["unit"].removesuffix("s")), first=f["first"]
    )


def _within_window(ground: Ground) -> str:
    if ground.facts["as_of"] < ground.facts["delivered"]:
        return _("not delivered before {delivered}").format(**ground.facts)
    return _("delivered on {delivered}; the last day is {last}").format(**ground.facts)


def _purchased(ground: Ground) -> str:
    source = ground.facts["source"]
    text = (
        _("source: {source}")
        if ground.met is not None
        else _("source: {source}, refund not stated")
    )
    return text.format(source=_(source))


def _account_open(ground: Ground) -> str:
    return (
        _("the account is open")
        if ground.met
        else _("the account was discontinued for violations")
    )


def _not_refunded(ground: Ground) -> str:
    text = (
        _("to be returned on {refunded}") if ground.met else _("returned on {refunded}")
    )
    return text.format(**ground.facts)


_DETAILS: dict[str, Callable[[Ground], str]] = {
    "refundable_item": _refundable_item,
    "unused": _unused,
    "within_window": _within_window,
    "purchased": _purchased,
    "account_open": _account_open,
    "not_refunded": _not_refunded,
}


def _notes(verdict: Verdict) -> list[str]:
    return [_(_NOTES[code]) for code in verdict.notes]


def _next_step(verdict: Verdict) -> str | None:
    return _(_NEXT[verdict.verdict]) if verdict.verdict in _NEXT else None


def refund_json(answer: Refunds) -> dict[str, Any]:
    """`ffbill.refund/1`."""
    return {
        "schema": "ffbill.refund/1",
        "title": answer.title,
        "as_of": str(answer.as_of),
        "currency": answer.currency,
        "assumptions": answer.assumptions,
        "refundable_total": money_text(answer.total),
        "closing_soon": {
            "days": SOON,
            "total": money_text(answer.closing_within(SOON)),
        },
        "verdicts": map(_verdict, answer.verdicts),
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
    returned = {
        name: money_text(getattr(paid, name))
        for name in ("cash", "transferred", "gifted", "card")
    }
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
    yield Note(answer.title or _("Refunds"), "title")
    text = _("{amount} {currency} can be refunded as of {day}")
    yield Note(
        text.format(
            amount=amount(answer.total), currency=answer.currency, day=answer.as_of
        )
    )
    closing = answer.closing_within(SOON)
    if closing:
        text = _("{amount} {currency} of it only within the next {days} days")
        yield Note(
            text.format(amount=amount(closing), currency=answer.currency, days=SOON),
            "alert",
        )
    yield _verdicts(answer)
    yield from _why_not(answer)
    if explain:
        yield _grounds(answer)
    yield Note("")
    told: dict[str, list[str]] = {}
    for v in answer.verdicts:
        for note in _notes(v):
            told.setdefault(note, []).append(_name(v))
    for note, names in told.items():
        yield Note(labelled(_(", ").join(names), note), "faint")
    for step in dict.fromkeys(filter(None, map(_next_step, answer.verdicts))):
        yield Note(_("Next: {step}").format(step=step))
    yield Note(assumed(answer.assumptions), "faint")


def _verdicts(answer: Refunds) -> Grid:
    columns = (
        Column(_("Pack")),
        Column(_("For")),
        Column(_("Item")),
        Column(_("Verdict")),
        Column(_("Last day")),
        Column(_("Days left"), True),
        Column(_("Refund {currency}").format(currency=answer.currency), True),
        Column(_("Not returned"), True),
    )
    return Grid(_("Verdicts"), columns, tuple(_row(v) for v in answer.verdicts))


def _name(v: Verdict) -> str:
    return v.order.id + (f" #{v.number}" if v.order.quantity > 1 else "")


def _row(v: Verdict) -> Row:
    days = "" if v.days_left is None else str(v.days_left)
    kept = v.paid.voucher + v.paid.discount
    what = (
        _name(v),
        scope_name(v.scope),
        _(v.order.item),
        _(v.verdict),
        str(v.last_day or ""),
    )
    return Row(
        (*what, days, amount(sum(v.refund)), amount(kept)),
        "plain" if v.verdict == ELIGIBLE else "faint",
    )


def _grounds(answer: Refunds) -> Grid:
    """Every ground of every pack with its clause."""
    rows = []
    words = {True: _("met"), False: _("NOT met"), None: _("open")}
    for v in answer.verdicts:
        for index, ground in enumerate(v.grounds):
            where = _("; ").join(
                clause_text(id, answer.clauses) for id in ground.clauses
            )
            rows.append(
                Row(
                    (
                        "" if index else _name(v),
                        _(ground.name),
                        words[ground.met],
                        detail(ground),
                        where,
                    )
                )
            )
    columns = (
        Column(_("Pack")),
        Column(_("Ground")),
        Column(_("Met")),
        Column(_("Why")),
        Column(_("Clauses")),
    )
    return Grid(_("Grounds"), columns, tuple(rows))


def _why_not(answer: Refunds) -> Iterator[Block]:
    """For each pack that cannot be returned, the ground that failed first and since
    when.
    """
    rows = []
    for v in answer.verdicts:
        failed = v.failed_first
        if failed:
            since = str(failed.since) if failed.since else _("the start")
            rows.append(Row((_name(v), _(failed.name), since, detail(failed))))
    if rows:
        columns = (
            Column(_("Pack")),
            Column(_("Ground that failed first")),
            Column(_("Since")),
            Column(_("Why")),
        )
        yield Grid(_("Not eligible"), columns, tuple(rows))
