"""Refund verdicts as blocks: what can be had back, until when, and what is to be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.verdict import (
    ELIGIBLE,
    NOT_ELIGIBLE,
    UNDETERMINED,
    Ground,
    Refunds,
    Verdict,
)
from facefusion_billing.reports.documents.blocks import (
    Block,
    Column,
    Grid,
    Note,
    Row,
    money_column,
)
from facefusion_billing.reports.documents.clause_list import clause_grids
from facefusion_billing.reports.documents.risks import RISKS
from facefusion_billing.reports.wording.language import _, ngettext
from facefusion_billing.reports.wording.phrases import (
    amount,
    assumed,
    kind_name,
    labelled,
    money,
    numbered,
    scope_name,
)
from facefusion_billing.reports.wording.refund_phrases import (
    SOON,
    STRICTER,
    deadline,
    detail,
    ground_name,
    next_step,
    note_text,
    reason,
)

RANKS = (ELIGIBLE, UNDETERMINED, NOT_ELIGIBLE)
"""What can be had back stands first, then what is open."""


def refund_blocks(
    answer: Refunds, *, explain: bool = False, packs: bool = True
) -> Iterator[Block]:
    """The money of the next deadline, what another reading puts at risk and what to
    type for the rest, the `packs` by deadline, then what to do.
    """
    yield Note(answer.title or _("Refunds"), "title")
    yield from _headline(answer)
    yield from _stricter(answer)
    yield Note(_more(explain=explain), "hint")
    if packs:
        yield _verdicts(answer)
    yield from _steps(answer)
    yield from _notes(answer)
    yield Note(assumed(answer.assumptions), "faint")
    if not explain:
        return
    yield _grounds(answer)
    cited: dict[str, None] = {}
    shared = {id(verdict.grounds): verdict.grounds for verdict in answer.verdicts}
    for ground in chain.from_iterable(shared.values()):
        cited.update(dict.fromkeys(ground.clauses))
    yield from clause_grids(cited, answer.clauses, answer.says)


def _more(*, explain: bool) -> str:
    """What to type for the rest."""
    if explain:
        return _("More: -f html for a page")
    return _("More: --explain for every ground with its clause, -f json for all")


def _headline(answer: Refunds) -> Iterator[Note]:
    text = _("{money} can be refunded as of {day}, book {book}")
    total = money(answer.total, answer.currency)
    yield Note(
        text.format(
            money=total,
            day=answer.as_of,
            book=answer.origin.book if answer.origin else "",
        )
    )
    if answer.next_deadline is None:
        return
    last, cents = answer.next_deadline
    text = _("{money} of it {until}")
    if cents == answer.total:
        text = _("all of it {until}")
    shown = money(cents, answer.currency)
    is_soon = (last - answer.as_of).days <= SOON
    soon = text.format(money=shown, until=deadline(last, answer.as_of))
    yield Note(soon, "alert" if is_soon else "plain")


def _stricter(answer: Refunds) -> Iterator[Note]:
    """The packs that another reading of the window no longer lets go back."""
    packs = [_name(one) for one in answer.verdicts if STRICTER in one.notes]
    more = len(packs) - RISKS
    if not packs:
        return
    names = packs[:RISKS]
    if more > 0:
        text = ngettext("{number} more pack", "{number} more packs", more)
        names.append(text.format(number=more))
    yield Note(labelled(_names(names), note_text(STRICTER)), "warning")


def _verdicts(answer: Refunds) -> Grid:
    columns = (
        Column(_("Pack")),
        Column(_("What")),
        Column(_("Verdict")),
        money_column(answer.currency),
    )
    ordered = sorted(answer.verdicts, key=_by_deadline)
    rows = tuple(_row(verdict, answer.as_of) for verdict in ordered)
    return Grid(_("Verdicts"), columns, rows)


def _by_deadline(v: Verdict) -> tuple[int, date]:
    return RANKS.index(v.verdict), v.last_day or date.max


def _row(v: Verdict, as_of: date) -> Row:
    cells = _name(v), _what(v), reason(v, as_of), amount(sum(v.refund))
    return Row(cells, "faint" if v.verdict == NOT_ELIGIBLE else "plain")


def _name(v: Verdict) -> str:
    return numbered(v.order, v.number)


def _what(v: Verdict) -> str:
    kind = kind_name(v.order.kind.name)
    if v.scope == ACCOUNT:
        return kind
    return _("{kind}, {scope}").format(kind=kind, scope=scope_name(v.scope))


def _steps(answer: Refunds) -> Iterator[Note]:
    """What to do, each once; an empty line before it."""
    yield Note("")
    # What remains to be done follows from the verdict alone.
    first: dict[str, Verdict] = {}
    for verdict in answer.verdicts:
        first.setdefault(verdict.verdict, verdict)
    for verdict in first.values():
        step = next_step(verdict, is_activated=answer.is_activated)
        if step is not None:
            yield Note(_("Next: {step}").format(step=step))


def _notes(answer: Refunds) -> Iterator[Note]:
    """Each other note once, with the packs it is about."""
    names: dict[str, list[str]] = {}
    for verdict in answer.verdicts:
        # What is at risk stands beside the figure.
        codes = [code for code in verdict.notes if code != STRICTER]
        said = [*_kept(verdict, answer.currency), *map(note_text, codes)]
        for note in said:
            names.setdefault(note, []).append(_name(verdict))
    for note, packs in names.items():
        yield Note(labelled(_names(packs), note), "faint")


def _names(packs: list[str]) -> str:
    return _(", ").join(packs)


def _kept(v: Verdict, currency: str) -> Iterable[str]:
    """What does not come back of a pack that may."""
    kept = v.paid.voucher + v.paid.discount
    if v.verdict != NOT_ELIGIBLE and kept:
        text = _("{money} of vouchers and discounts is not returned")
        yield text.format(money=money(kept, currency))


def _grounds(answer: Refunds) -> Grid:
    """Every ground of every pack with its clauses."""
    columns = (
        Column(_("Pack")),
        Column(_("Ground")),
        Column(_("Met")),
        Column(_("Why")),
        Column(_("Clauses")),
    )
    rows: list[Row] = []
    told: dict[int, list[Row]] = {}
    for v in answer.verdicts:
        # Packs of one order that were used alike share their grounds.
        if id(v.grounds) not in told:
            told[id(v.grounds)] = [_ground("", ground) for ground in v.grounds]
        first, *others = told[id(v.grounds)]
        rows.append(Row((_name(v), *first.cells[1:])))
        rows += others
    return Grid(_("Grounds"), columns, tuple(rows))


def _ground(name: str, ground: Ground) -> Row:
    words = {True: _("met"), False: _("NOT met"), None: _("open")}
    clauses = _(", ").join(ground.clauses)
    cells = name, ground_name(ground), words[ground.met], detail(ground), clauses
    return Row(cells)
