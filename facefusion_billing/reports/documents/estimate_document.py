"""The bills of a scenario as blocks; how they are drawn is up to the table, Markdown
and the like.
"""

from collections.abc import Iterator
from typing import Any

from facefusion_billing.model.bill import (
    AMORTISED,
    Alternative,
    Bill,
    BillLine,
    Estimate,
    Finding,
    PackState,
    Prepaid,
)
from facefusion_billing.reports.documents.blocks import (
    Block,
    Column,
    Grid,
    Note,
    Row,
    money_column,
    runs,
    span_of,
)
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import amount


def estimate_blocks(answer: Estimate, *, explain: bool = False) -> Iterator[Block]:
    """The bills of a scenario as a finance person reads them: headline, months, packs,
    account, warnings, readings.
    """
    yield Note(answer.title or _("Bills"), "title")
    yield Note(_headline(answer))
    if not answer.complete:
        yield Note(phrases.incomplete(answer), "alert")
    yield _bills(answer, explain)
    if answer.invoices:
        from facefusion_billing.reports.documents.invoice_document import invoice_blocks

        yield from invoice_blocks(answer.invoices, answer.currency)
    if len(answer.by_kind) > 1:
        yield _by_kind(answer)
    if answer.prepaid:
        yield _prepaid(answer)
    if answer.packs:
        yield _packs(answer.packs)
    yield from _account(answer)
    yield from findings_notes(answer.findings, answer.currency)
    yield from _assumptions(answer)
    for gate in answer.gates:
        text = (
            _("{gate} {limit}: met ({actual})")
            if gate.met
            else _("{gate} {limit}: NOT MET ({actual})")
        )
        if not gate.met and gate.actual <= gate.limit:
            text = _("{gate} {limit}: NOT MET (incomplete)")
        told = text.format(
            gate=phrases.option(gate.name),
            limit=amount(gate.limit),
            actual=amount(gate.actual),
        )
        yield Note(told, "met" if gate.met else "alert")


def _headline(answer: Estimate) -> str:
    text = (
        _("{amount} {currency} used in all")
        if answer.view == AMORTISED
        else _("{amount} {currency} in all")
    )
    parts = [text.format(amount=amount(answer.total), currency=answer.currency)]
    if answer.bills:
        parts.append(span_of([bill.month for bill in answer.bills]))
    parts.append(_("price book {book}").format(book=answer.book_id))
    return _(", ").join(parts)


def _bills(answer: Estimate, explain: bool) -> Grid:
    rows: list[Row] = []
    for group in runs(answer.bills, _content):
        rows += _month_rows(group, answer, explain)
    rows.append(Row((_("Total"), "", "", "", amount(answer.total)), "total"))
    columns = (
        Column(_("Month")),
        Column(_("What for")),
        Column(_("Quantity"), True),
        Column(_("Unit price"), True),
        money_column(answer.currency),
    )
    return Grid(_("Bills"), columns, tuple(rows))


def _content(bill: Bill) -> tuple[Any, ...]:
    return tuple(
        (
            line.scope,
            phrases.description(line),
            line.quantity,
            line.unit_price,
            line.amount,
        )
        for line in bill.lines
    )


def _month_rows(group: list[Bill], answer: Estimate, explain: bool) -> Iterator[Row]:
    """The rows of a month, or of consecutive months whose bills are the same."""
    bill, when = group[0], span_of([bill.month for bill in group])
    if not bill.lines:
        yield Row((when, _("nothing"), "", "", amount(0)), "faint")
        return
    for number, line in enumerate(bill.lines):
        what = phrases.labelled(
            phrases.scope_name(line.scope), phrases.description(line)
        )
        price = phrases.grouped(line.unit_price.text) if line.unit_price else ""
        figures = (f"{line.quantity:,}", price, amount(line.amount))
        yield Row(("" if number else when, what, *figures))
        if explain:
            yield from (
                Row(("", f"  {text}", "", "", ""), "faint")
                for text in explanation(line, answer)
            )
    if len(group) > 1:
        total = sum(bill.total for bill in group)
        told = _("{number} months x {amount}").format(
            number=len(group), amount=amount(bill.total)
        )
        yield Row(("", told, "", "", amount(total)), "subtotal")
    elif len(bill.lines) > 1:
        yield Row(
            (
                "",
                _("{month} in all").format(month=bill.month),
                "",
                "",
                amount(bill.total),
            ),
            "subtotal",
        )


def explanation(line: BillLine, answer: Estimate) -> list[str]:
    """The arithmetic of a line, its clauses with where they stand, and the readings it
    rests on.
    """
    texts = [f"= {phrases.arithmetic(line)}"]
    texts += [clause_text(id, answer.clauses) for id in line.clauses]
    readings = [
        phrases.reading(id, answer.assumptions[id])
        for id in line.assumptions
        if id in answer.assumptions
    ]
    return texts + [
        _("assumes {reading}").format(reading=reading) for reading in readings
    ]


def clause_text(id: str, clauses: dict[str, str]) -> str:
    """A clause with the place where it stands."""
    return phrases.labelled(id, _(clauses[id])) if id in clauses else id


def _by_kind(answer: Estimate) -> Grid:
    rows = tuple(
        Row((_(kind), amount(cents))) for kind, cents in answer.by_kind.items()
    )
    return Grid(_("By kind"), (Column(_("Kind")), money_column(answer.currency)), rows)


def _prepaid(answer: Estimate) -> Grid:
    """What is paid and not yet used at the end of the last bill."""
    rows = [
        Row((pack_name(row), phrases.scope_name(row.scope), amount(row.amount)))
        for row in answer.prepaid
    ]
    rows.append(Row((_("Total"), "", amount(answer.prepaid_total)), "total"))
    columns = (Column(_("Order")), Column(_("For")), money_column(answer.currency))
    text = _("Paid and not yet used by the end of {month}")
    return Grid(text.format(month=answer.bills[-1].month), columns, tuple(rows))


def pack_name(pack: PackState | Prepaid) -> str:
    """The order of a pack, with its number where the order is of several."""
    return pack.order.id + (f" #{pack.number}" if pack.order.quantity > 1 else "")


def _packs(packs: tuple[PackState, ...]) -> Grid:
    columns = (
        Column(_("Pack")),
        Column(_("For")),
        Column(_("Size"), True),
        Column(_("Used"), True),
        Column(_("Left"), True),
        Column(_("Expired"), True),
        Column(_("Last day")),
        Column(_("Status")),
    )
    rows = (
        Row(
            (
                pack_name(pack),
                phrases.scope_name(pack.scope),
                f"{pack.size:,}",
                f"{pack.used:,}",
                f"{pack.remaining:,}",
                f"{pack.expired:,}",
                str(pack.term.last),
                _(pack.status),
            )
        )
        for pack in packs
    )
    return Grid(_("Packs"), columns, tuple(rows))


def _account(answer: Estimate) -> Iterator[Block]:
    if answer.ledger is None:
        return
    balance = Column(_("Balance {currency}").format(currency=answer.currency), True)
    columns = (
        Column(_("Date")),
        Column(_("Event")),
        Column(_("Amount"), True),
        balance,
    )
    rows = (
        Row(
            (
                str(event.date),
                f"{_(event.event)} {event.subject}".strip(),
                amount(event.amount),
                amount(event.balance),
            )
        )
        for event in answer.ledger.events
    )
    yield Grid(_("Account"), columns, tuple(rows))


def findings_notes(findings: tuple[Finding, ...], currency: str) -> Iterator[Note]:
    """Warnings, then notes; the same finding in several months is told once, with its
    months and their sum.
    """
    if findings:
        yield Note("")
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        subject = str(finding.facts.get("order", ""))
        groups.setdefault((finding.code, finding.scope, subject), []).append(finding)
    for group in sorted(
        groups.values(), key=lambda group: group[0].severity != "warning"
    ):
        yield Note(
            _told(group, currency),
            "warning" if group[0].severity == "warning" else "plain",
        )


def _told(group: list[Finding], currency: str) -> str:
    """One finding, or the same one in several months, in a line."""
    first, single = group[0], len(group) == 1
    if single:
        when, message = str(first.month), phrases.message(first)
    else:
        when = _("{number} months from {first} to {last}").format(
            number=len(group), first=first.month, last=group[-1].month
        )
        message = _("first, {message}").format(message=phrases.message(first))
    amounts = [finding.amount for finding in group if finding.amount is not None]
    if amounts:
        text = (
            _("{when} ({amount} {currency})")
            if single
            else _("{when} ({amount} {currency} in all)")
        )
        when = text.format(when=when, amount=amount(sum(amounts)), currency=currency)
    return phrases.finding_text(first, when, message)


def _assumptions(answer: Estimate) -> Iterator[Block]:
    others = answer.alternatives
    yield Note("")
    yield Note(phrases.assumed(answer.assumptions), "faint")
    if not others:
        yield Note(
            _("No other reading of the price document changes these bills."), "faint"
        )
        return
    columns = (
        Column(_("Other reading")),
        Column(_("Total"), True),
        Column(_("Difference"), True),
    )
    rows = (
        Row(
            (
                _other(other),
                _("none") if other.total is None else amount(other.total),
                "" if other.difference is None else phrases.signed(other.difference),
            )
        )
        for other in others
    )
    yield Grid(_("What another reading would change"), columns, tuple(rows))


def _other(other: Alternative) -> str:
    """Another reading, with why it has no total."""
    pair = phrases.reading(other.assumption, other.value)
    return phrases.labelled(pair, other.why) if other.why else pair
