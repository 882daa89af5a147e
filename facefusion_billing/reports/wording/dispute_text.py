"""The text to send to the vendor: each disputed line, what is wrong with it and why."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from facefusion_billing.model.reconciliation import (
    DISPUTE,
    JudgedLine,
    Reconciliation,
)
from facefusion_billing.reports.wording.bill_phrases import figure, signed, why
from facefusion_billing.reports.wording.language import _, speaking


def dispute(answer: Reconciliation) -> str:
    """The text to send to the vendor, in the language of the bill; nothing where no
    line is disputed.
    """
    return "\n".join(dispute_lines(answer))


def dispute_lines(answer: Reconciliation) -> Iterator[str]:
    """The same line by line: of a long bill they are some hundred thousand. Until the
    last one was taken, the language of the bill is spoken.
    """
    lines = [line for line in answer.lines if line.outcome == DISPUTE]
    if lines:
        with speaking("zh" if answer.bill.chinese else "en"):
            yield from _letter(answer, lines)


def _complaint(answer: Reconciliation, line: JudgedLine) -> Iterator[str]:
    """What is wrong with a line, and where the price document says so."""
    yield _("Billed {billed}, expected {expected}: {difference}").format(
        billed=figure(line.billed),
        expected=figure(line.expected),
        difference=signed(line.difference),
    )
    yield why(line)
    for id in line.clauses:
        where = answer.clauses.get(id)
        if where:
            yield _("Price document: {where}").format(where=_(where))


def _letter(answer: Reconciliation, lines: list[JudgedLine]) -> Iterator[str]:
    months = _(", ").join(map(str, answer.months))
    yield _("Bill of account {account}, {months}: we dispute these lines.").format(
        account=answer.bill.account or "-", months=months
    )
    for number, line in enumerate(lines, 1):
        yield ""
        yield f"{number}. {_subject(line)}"
        for text in _complaint(answer, line):
            yield f"   {text}"
    yield ""
    yield _("In all {stake} {currency}. Please check and correct them.").format(
        stake=figure(sum((line.stake for line in lines), Decimal(0))),
        currency=answer.currency,
    )


def _subject(line: JudgedLine) -> str:
    """What a line is, as the vendor finds it."""
    if line.line is None:
        return _("{kind} of {month}, {scope}, is missing").format(
            kind=_(line.kind), month=line.month, scope=line.scope
        )
    source = line.line
    names = (source.product, source.subproduct, source.item)
    return _("Transaction {id} of {month}: {names}").format(
        id=source.bill_id or source.id or "-",
        month=line.month,
        names=" / ".join(name for name in names if name),
    )
