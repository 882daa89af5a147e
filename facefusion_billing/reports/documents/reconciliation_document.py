"""A reconciliation as blocks: the verdict, the bridge, the lines that do not agree, what
the bill settles, what to write to the vendor.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from decimal import Decimal

from facefusion_billing.model.reconciliation import (
    AGREES,
    APPROVE,
    BRIDGE,
    DISPUTE,
    FINDINGS,
    NOTE,
    JudgedLine,
    Reconciliation,
)
from facefusion_billing.reports.documents.blocks import (
    Block,
    Column,
    Grid,
    Note,
    Row,
    money_column,
    span_of,
)
from facefusion_billing.reports.wording.bill_phrases import (
    PARTS,
    count,
    figure,
    found,
    headline,
    signed,
    why,
)
from facefusion_billing.reports.wording.dispute_text import dispute
from facefusion_billing.reports.wording.language import _, ngettext
from facefusion_billing.reports.wording.phrases import assumed, scope_name

_TOTALS = ("expected", "billed", "payable")
MOST_LINES = 50


def reconciliation_blocks(
    answer: Reconciliation, *, others: bool = False, all_lines: bool = False
) -> Iterator[Block]:
    """The verdict first, then what it rests on."""
    yield Note(_("Bill {months}").format(months=_period(answer)), "title")
    yield verdict_note(answer)
    yield Note(payable_text(answer))
    for finding in answer.findings:
        style = "faint" if FINDINGS[finding.code] == NOTE else "warning"
        yield Note(found(finding), style)
    more = _("More: -f html for a page with every line, -f json for all")
    yield Note(more, "hint")
    yield bridge_grid(answer)
    yield from lines_grid(answer, all_lines=all_lines)
    yield from settled_notes(answer)
    yield from others_blocks(answer, listed=others)
    if text := dispute(answer):
        yield _dispute(text)
    yield from inputs_blocks(answer)
    yield Note(assumed(answer.assumptions), "faint")


def _dispute(text: str) -> Grid:
    """The text of a dispute, line by line."""
    rows = tuple(Row((line,)) for line in text.splitlines() if line)
    return Grid(_("To send to the vendor"), (Column(_("Text")),), rows)


def verdict_note(answer: Reconciliation) -> Note:
    """The verdict, as loud as it is."""
    styles = {APPROVE: "met", DISPUTE: "alert"}
    return Note(headline(answer), styles.get(answer.verdict, "warning"))


def payable_text(answer: Reconciliation) -> str:
    """What is payable, how many lines agree, and by which book."""
    agreed = sum(line.verdict == AGREES for line in answer.lines)
    return _(
        "Payable {payable} {currency}; {agreed} of {lines} lines agree; price book {book}"
    ).format(
        payable=figure(answer.bridge["payable"]),
        currency=answer.currency,
        agreed=count(agreed),
        lines=count(len(answer.lines)),
        book=answer.book_id,
    )


def _period(answer: Reconciliation) -> str:
    months = span_of(answer.months) if answer.months else "-"
    if answer.bill.account:
        return f"{months} ({answer.bill.account})"
    return months


def bridge_grid(answer: Reconciliation, *, whole: bool = False) -> Grid:
    """From what is expected to what is payable; parts that are zero only if `whole`."""
    rows = []
    for part in BRIDGE:
        amount = answer.bridge[part]
        if part in _TOTALS:
            rows.append(Row((_(PARTS[part]), figure(amount)), "subtotal"))
        elif amount or whole:
            rows.append(Row((_(PARTS[part]), signed(amount))))
    columns = Column(_("Bridge")), money_column(answer.currency)
    return Grid(_("From expected to payable"), columns, tuple(rows))


def lines_grid(answer: Reconciliation, *, all_lines: bool) -> Iterator[Block]:
    """The lines that do not simply agree, the dearest first; all of them if asked."""
    shown = [line for line in answer.lines if all_lines or line.verdict != AGREES]
    shown.sort(key=lambda line: line.stake, reverse=True)
    if not shown:
        return
    names = _file_names(answer)
    rows = tuple(_row(line, names) for line in shown[:MOST_LINES])
    title = _("Lines") if all_lines else _("Lines that do not simply agree")
    yield Grid(title, _line_columns(), rows)
    left = len(shown) - MOST_LINES
    if left > 0:
        text = ngettext("and {count} more line", "and {count} more lines", left)
        yield Note(text.format(count=count(left)), "faint")


def _line_columns() -> tuple[Column, ...]:
    return (
        Column(_("Line")),
        Column(_("Verdict")),
        Column(_("Billed"), True),
        Column(_("Expected"), True),
        Column(_("Difference"), True),
        Column(_("Why")),
    )


def _file_names(answer: Reconciliation) -> dict[str, str]:
    """What the files are called in the table: by their last part where that is enough,
    and not at all where there is one.
    """
    files = [file.file for file in answer.bill.files]
    if len(files) == 1:
        return {files[0]: ""}
    short = [os.path.basename(file) for file in files]
    if len(set(short)) < len(set(files)):
        short = files
    return dict(zip(files, short, strict=True))


def _row(line: JudgedLine, names: dict[str, str]) -> Row:
    reason = why(line)
    if line.clauses and line.checks:
        clauses = " ".join(line.clauses)
        reason = _("{why} ({clauses})").format(why=reason, clauses=clauses)
    cells = (
        _what(line, names),
        _(line.verdict),
        figure(line.billed),
        figure(line.expected),
        signed(line.difference),
        reason,
    )
    return Row(cells, "plain" if line.outcome != APPROVE else "faint")


def _what(line: JudgedLine, names: dict[str, str]) -> str:
    """Where a line stands and what it is of."""
    parts = [_(line.kind)]
    source = line.line
    if source is not None:
        name = names.get(source.file, source.file)
        where = f"{name}:{source.line}"
        if not name:
            where = _("line {number}").format(number=source.line)
        parts = [where, *parts]
    if line.scope:
        parts.append(scope_name(line.scope))
    if line.month:
        parts.append(str(line.month))
    return " ".join(parts)


def settled_notes(answer: Reconciliation) -> Iterator[Note]:
    """What the bill says of the open questions."""
    for id, values in answer.settles.items():
        text = _("This bill leaves for {id}: {values}").format(
            id=id, values=_(" or ").join(values)
        )
        by = answer.settled_by.get(id)
        if by:
            text = f"{text} ({by})"
        yield Note(text, "met")


def others_blocks(answer: Reconciliation, *, listed: bool) -> Iterator[Block]:
    """Lines of other products: counted with their sum, never dropped."""
    others = answer.bill.others
    if not others:
        return
    lines = sum(other.lines for other in others)
    text = ngettext(
        "{count} line of other products, {amount} {currency} in all, is not judged",
        "{count} lines of other products, {amount} {currency} in all, are not judged",
        lines,
    )
    total = sum((other.amount for other in others), Decimal(0))
    yield Note(
        text.format(count=count(lines), amount=figure(total), currency=answer.currency),
        "faint",
    )
    if listed:
        yield others_grid(answer)


def others_grid(answer: Reconciliation) -> Grid:
    """The other products, each with its lines and its sum."""
    columns = (
        Column(_("Product")),
        Column(_("Lines"), True),
        money_column(answer.currency),
    )
    rows = tuple(
        Row((other.name or "-", count(other.lines), figure(other.amount)))
        for other in answer.bill.others
    )
    return Grid(_("Other products"), columns, rows)


def inputs_blocks(answer: Reconciliation) -> Iterator[Note]:
    """The files that were read, with their rows and digests."""
    for file in answer.bill.files:
        text = _("{file}: {rows} rows, {size} bytes, SHA-256 {digest}").format(
            file=file.file,
            rows=count(file.rows),
            size=count(file.bytes),
            digest=file.sha256,
        )
        yield Note(text, "faint")


def reading_grid(answer: Reconciliation) -> Grid:
    """The readings in force, and what the bill leaves of them."""
    columns = (
        Column(_("Question")),
        Column(_("In force")),
        Column(_("Left by this bill")),
    )
    ids = dict.fromkeys([*answer.assumptions, *answer.settles])
    rows = tuple(
        Row(
            (
                id,
                answer.assumptions.get(id, ""),
                ", ".join(answer.settles.get(id, ())) or _("any"),
            )
        )
        for id in ids
    )
    return Grid(_("Readings"), columns, rows)
