"""Refund verdicts as blocks."""

from __future__ import annotations

from collections.abc import Iterator

from facefusion_billing.model.verdict import ELIGIBLE, Ground, Refunds, Verdict
from facefusion_billing.reports.documents.blocks import Block, Column, Grid, Note, Row
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import (
    amount,
    assumed,
    clause_place,
    labelled,
    scope_name,
)
from facefusion_billing.reports.wording.refund_phrases import (
    SOON,
    detail,
    next_step,
    notes,
)


def refund_blocks(answer: Refunds, *, explain: bool = False) -> Iterator[Block]:
    """Verdicts first, then what each failed on, then what to do."""
    yield Note(answer.title or _("Refunds"), "title")
    yield from _headline(answer)
    yield _verdicts(answer)
    yield from _why_not(answer)
    if explain:
        yield _grounds(answer)
    yield Note("")
    yield from _notes(answer)
    steps = [next_step(verdict) for verdict in answer.verdicts]
    for step in dict.fromkeys(step for step in steps if step):
        yield Note(_("Next: {step}").format(step=step))
    yield Note(assumed(answer.assumptions), "faint")


def _headline(answer: Refunds) -> Iterator[Note]:
    total, closing = amount(answer.total), answer.closing_within(SOON)
    text = _("{amount} {currency} can be refunded as of {day}")
    yield Note(text.format(amount=total, currency=answer.currency, day=answer.as_of))
    if closing:
        text = _("{amount} {currency} of it only within the next {days} days")
        soon = text.format(amount=amount(closing), currency=answer.currency, days=SOON)
        yield Note(soon, "alert")


def _notes(answer: Refunds) -> Iterator[Note]:
    """Each note once, with the packs it is about."""
    names: dict[str, list[str]] = {}
    for verdict in answer.verdicts:
        for note in notes(verdict):
            names.setdefault(note, []).append(_name(verdict))
    for note, packs in names.items():
        yield Note(labelled(_(", ").join(packs), note), "faint")


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
    cells = (
        _name(v),
        scope_name(v.scope),
        _(v.order.kind.name),
        _(v.verdict),
        str(v.last_day or ""),
        "" if v.days_left is None else str(v.days_left),
        amount(sum(v.refund)),
        amount(v.paid.voucher + v.paid.discount),
    )
    return Row(cells, "plain" if v.verdict == ELIGIBLE else "faint")


def _grounds(answer: Refunds) -> Grid:
    """Every ground of every pack with its clause."""
    columns = (
        Column(_("Pack")),
        Column(_("Ground")),
        Column(_("Met")),
        Column(_("Why")),
        Column(_("Clauses")),
    )
    rows: list[Row] = []
    for v in answer.verdicts:
        name = _name(v)
        for ground in v.grounds:
            rows.append(_ground(name, ground, answer.clauses))
            name = ""
    return Grid(_("Grounds"), columns, tuple(rows))


def _ground(name: str, ground: Ground, clauses: dict[str, str]) -> Row:
    words = {True: _("met"), False: _("NOT met"), None: _("open")}
    where = _("; ").join(clause_place(id, clauses) for id in ground.clauses)
    return Row((name, _(ground.name), words[ground.met], detail(ground), where))


def _why_not(answer: Refunds) -> Iterator[Block]:
    """For each pack that cannot be returned, the ground that failed first and since
    when.
    """
    rows = []
    for v in answer.verdicts:
        failed = v.failed_first
        if failed:
            since = str(failed.since or _("the start"))
            rows.append(Row((_name(v), _(failed.name), since, detail(failed))))
    if rows:
        columns = (
            Column(_("Pack")),
            Column(_("Ground that failed first")),
            Column(_("Since")),
            Column(_("Why")),
        )
        yield Grid(_("Not eligible"), columns, tuple(rows))
