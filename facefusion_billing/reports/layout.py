"""What a report shows, as blocks of notes and grids; how they are drawn is up to the table, Markdown and the like."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from facefusion_billing.model.bill import Bill, BillLine, Estimate, Finding, PackState
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.record import NamedTuple
from facefusion_billing.reports import phrases
from facefusion_billing.reports.phrases import amount

T = TypeVar("T")


class Note(NamedTuple):
    """A line of text; `style` is title, plain, alert, warning or faint."""

    text: str
    style: str = "plain"


class Column(NamedTuple):
    """A column of a grid; figures stand on the right and are never cut or wrapped."""

    name: str
    figures: bool = False


class Row(NamedTuple):
    """A row; `style` is plain, faint, subtotal or total."""

    cells: tuple[str, ...]
    style: str = "plain"


class Grid(NamedTuple):
    """A table with a heading."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


Block = Note | Grid


def estimate_blocks(answer: Estimate, *, explain: bool = False) -> Iterator[Block]:
    """The bills of a scenario as a finance person reads them: headline, months, packs, account, warnings, readings."""
    yield Note(answer.title or "Bills", "title")
    months = [bill.month for bill in answer.bills]
    when = f"{span_of(months)}, " if months else ""
    yield Note(f"{amount(answer.total)} {answer.currency} in all, {when}price book {answer.book_id}")
    if not answer.complete:
        yield Note(phrases.incomplete(answer), "alert")
    yield _bills(answer, explain)
    if len(answer.by_kind) > 1:
        yield _by_kind(answer)
    if answer.packs:
        yield _packs(answer.packs)
    yield from _account(answer)
    yield from findings_notes(answer.findings, answer.currency)
    yield from _assumptions(answer)
    for gate in answer.gates:
        verdict = "met" if gate.met else "NOT MET"
        style = "plain" if gate.met else "alert"
        yield Note(f"{gate.name} {amount(gate.limit)}: {verdict} ({amount(gate.actual)})", style)


def span_of(months: Sequence[Month]) -> str:
    """Consecutive months in words: 2025-01 to 2025-03."""
    return str(months[0]) if len(months) == 1 else f"{months[0]} to {months[-1]}"


def runs(items: Iterable[T], same: Callable[[T], Any]) -> list[list[T]]:
    """Neighbours that are the same, together."""
    groups: list[list[T]] = []
    for item in items:
        if groups and same(groups[-1][0]) == same(item):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _bills(answer: Estimate, explain: bool) -> Grid:
    rows: list[Row] = []
    for group in runs(answer.bills, _content):
        rows += _month_rows(group, answer, explain)
    rows.append(Row(("Total", "", "", "", amount(answer.total)), "total"))
    columns = (
        Column("Month"),
        Column("What for"),
        Column("Quantity", True),
        Column("Unit price", True),
        Column(f"Amount {answer.currency}", True),
    )
    return Grid("Bills", columns, tuple(rows))


def _content(bill: Bill) -> tuple[Any, ...]:
    return tuple(
        (line.scope, phrases.description(line), line.quantity, line.unit_price, line.amount) for line in bill.lines
    )


def _month_rows(group: list[Bill], answer: Estimate, explain: bool) -> Iterator[Row]:
    """The rows of a month, or of consecutive months whose bills are the same."""
    bill, when = group[0], span_of([bill.month for bill in group])
    if not bill.lines:
        yield Row((when, "nothing", "", "", amount(0)), "faint")
        return
    for number, line in enumerate(bill.lines):
        what = f"{line.scope}: {phrases.description(line)}"
        figures = (f"{line.quantity:,}", phrases.grouped(line.unit_price.text), amount(line.amount))
        yield Row(("" if number else when, what, *figures))
        if explain:
            yield from (Row(("", f"  {text}", "", "", ""), "faint") for text in explanation(line, answer))
    if len(group) > 1:
        total = sum(bill.total for bill in group)
        yield Row(("", f"{len(group)} months x {amount(bill.total)}", "", "", amount(total)), "subtotal")
    elif len(bill.lines) > 1:
        yield Row(("", f"{bill.month} in all", "", "", amount(bill.total)), "subtotal")


def explanation(line: BillLine, answer: Estimate) -> list[str]:
    """The arithmetic of a line, its clauses with where they stand, and the readings it rests on."""
    texts = [f"= {phrases.arithmetic(line)}"]
    texts += [f"{id}: {answer.clauses[id]}" if id in answer.clauses else id for id in line.clauses]
    texts += [f"assumes {id}={answer.assumptions[id]}" for id in line.assumptions if id in answer.assumptions]
    return texts


def _by_kind(answer: Estimate) -> Grid:
    rows = tuple(Row((kind, amount(cents))) for kind, cents in answer.by_kind.items())
    return Grid("By kind", (Column("Kind"), Column(f"Amount {answer.currency}", True)), rows)


def _packs(packs: tuple[PackState, ...]) -> Grid:
    columns = (
        Column("Pack"),
        Column("For"),
        Column("Size", True),
        Column("Used", True),
        Column("Left", True),
        Column("Expired", True),
        Column("Last day"),
        Column("Status"),
    )
    rows = (
        Row(
            (
                pack.order.id + (f" #{pack.number}" if pack.order.quantity > 1 else ""),
                pack.scope,
                f"{pack.size:,}",
                f"{pack.used:,}",
                f"{pack.remaining:,}",
                f"{pack.expired:,}",
                str(pack.life.last),
                pack.status,
            )
        )
        for pack in packs
    )
    return Grid("Packs", columns, tuple(rows))


def _account(answer: Estimate) -> Iterator[Block]:
    if answer.ledger is None:
        return
    columns = (Column("Date"), Column("Event"), Column("Amount", True), Column(f"Balance {answer.currency}", True))
    rows = (
        Row((str(event.date), f"{event.event} {event.subject}".strip(), amount(event.amount), amount(event.balance)))
        for event in answer.ledger.events
    )
    yield Grid("Account", columns, tuple(rows))


def findings_notes(findings: tuple[Finding, ...], currency: str) -> Iterator[Note]:
    """Warnings, then notes; the same finding in several months is told once, with its months and their sum."""
    if findings:
        yield Note("")
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        subject = str(finding.facts.get("order", ""))
        groups.setdefault((finding.code, finding.scope, subject), []).append(finding)
    for group in sorted(groups.values(), key=lambda group: group[0].severity != "warning"):
        first = group[0]
        when = str(first.month) if len(group) == 1 else f"{len(group)} months from {first.month} to {group[-1].month}"
        amounts = [finding.amount for finding in group if finding.amount is not None]
        cost = f" ({amount(sum(amounts))} {currency}{' in all' if len(group) > 1 else ''})" if amounts else ""
        told = phrases.message(first) if len(group) == 1 else f"first, {phrases.message(first)}"
        yield Note(
            f"{first.severity} {first.code}, {first.scope}, {when}{cost}: {told}",
            "warning" if first.severity == "warning" else "plain",
        )


def _assumptions(answer: Estimate) -> Iterator[Block]:
    others = answer.alternatives
    yield Note("")
    readings = ", ".join(f"{id}={value}" for id, value in answer.assumptions.items())
    yield Note(f"Assumes {readings}", "faint")
    if not others:
        yield Note("No other reading of the price document changes these bills.", "faint")
        return
    columns = (Column("Other reading"), Column("Total", True), Column("Difference", True))
    rows = (
        Row(
            (
                f"{other.assumption}={other.value}" + (f": {other.why}" if other.why else ""),
                "none" if other.total is None else amount(other.total),
                "" if other.difference is None else phrases.signed(other.difference),
            )
        )
        for other in others
    )
    yield Grid("What another reading would change", columns, tuple(rows))
