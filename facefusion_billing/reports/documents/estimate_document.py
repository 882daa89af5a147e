"""The bills of a scenario as blocks; how they are drawn is up to the table, Markdown
and the like.
"""

from collections.abc import Iterator

from facefusion_billing.model.bill import (
    AMORTISED,
    Alternative,
    Estimate,
    Ledger,
    LedgerEvent,
    PackState,
)
from facefusion_billing.model.invoice import Invoices
from facefusion_billing.reports.documents.bills_document import bills_grid
from facefusion_billing.reports.documents.blocks import (
    Block,
    Column,
    Grid,
    Note,
    Row,
    money_column,
    span_of,
    under_figure,
)
from facefusion_billing.reports.documents.burn_down_document import burn_down_grid
from facefusion_billing.reports.documents.clause_list import cited_clauses, clause_grids
from facefusion_billing.reports.documents.risks import (
    finding_notes,
    left_out_rows,
    pack_name,
    rest_of_notes,
    risk_notes,
)
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.gates import gate_note, gate_reason
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.messages import said_together
from facefusion_billing.reports.wording.phrases import amount
from facefusion_billing.reports.wording.state_phrases import event_name, pack_state


def estimate_blocks(answer: Estimate, *, explain: bool = False) -> Iterator[Block]:
    """The bills of a scenario as a finance person reads them: figure, what is at risk,
    months, where the calls went, packs, account, notes, readings.
    """
    yield Note(answer.title or _("Bills"), "title")
    yield Note(_headline(answer))
    yield from said_of_forecast(answer)
    for gate in answer.gates:
        yield Note(gate_note(answer, gate), "met" if gate.met else "alert")
    clauses = answer.clauses if explain else ()
    notes = finding_notes(answer.findings, answer.currency, clauses)
    yield from risk_notes(answer, notes, explain=explain)
    readings = answer.assumptions if explain else None
    yield bills_grid(answer.bills, answer.currency, readings)
    yield from _evidence(answer)
    yield from _further_grids(answer)
    yield from rest_of_notes(notes)
    yield from _assumptions(answer)
    if explain:
        yield from clause_grids(cited_clauses(answer), answer.clauses, answer.says)


def said_of_forecast(answer: Estimate) -> Iterator[Note]:
    """What is said of a forecast; nothing without one."""
    if answer.forecast is None:
        return
    # Few files have a forecast, so its sentences are loaded when one does.
    from facefusion_billing.reports.documents.forecast_notes import forecast_notes

    yield from forecast_notes(answer)


def comment_blocks(answer: Estimate, *, explain: bool = False) -> Iterator[Block]:
    """The same for a comment, whose title is the figure and the limit that it is over."""
    figure = phrases.money(answer.total, answer.currency)
    title = [_("Face Fusion bill {figure}").format(figure=figure)]
    title += [gate_reason(answer, gate) for gate in answer.gates if not gate.met]
    blocks = estimate_blocks(answer, explain=explain)
    return under_figure(_(", ").join(title[:2]), blocks)


def _evidence(answer: Estimate) -> Iterator[Block]:
    """Where the calls went, where there are any."""
    grid = burn_down_grid(answer.bills)
    if grid.rows:
        yield grid


def _invoices(invoices: Invoices, currency: str) -> Iterator[Block]:
    # Few files state real bills, so their sentences are loaded when one does.
    from facefusion_billing.reports.documents.invoice_document import invoice_blocks

    yield from invoice_blocks(invoices, currency)


def _headline(answer: Estimate) -> str:
    text = _("{amount} {currency} in all")
    if answer.view == AMORTISED:
        text = _("{amount} {currency} used in all")
    parts = [text.format(amount=amount(answer.total), currency=answer.currency)]
    if answer.bills:
        parts.append(span_of([bill.month for bill in answer.bills]))
    parts.append(_("price book {book}").format(book=answer.book_id))
    return _(", ").join(parts)


def _further_grids(answer: Estimate) -> Iterator[Block]:
    """What there is beside the bills, of which few scenarios have all."""
    if answer.invoices:
        yield from _invoices(answer.invoices, answer.currency)
    # One kind would say the total once more.
    if len(answer.by_kind) > 1:
        yield _by_kind(answer)
    if answer.prepaid:
        yield _prepaid(answer)
    if answer.packs:
        yield _packs(answer.packs)
    if answer.ledger is not None:
        yield _account(answer.ledger, answer.currency)


def _by_kind(answer: Estimate) -> Grid:
    rows = tuple(
        Row((phrases.kind_name(kind), amount(cents)))
        for kind, cents in answer.by_kind.items()
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


def _packs(packs: tuple[PackState, ...]) -> Grid:
    columns = (
        Column(_("Pack")),
        Column(_("For")),
        Column(_("Size"), True),
        Column(_("Used"), True),
        Column(_("Left"), True),
        Column(_("Status")),
    )
    return Grid(_("Packs"), columns, tuple(_pack(pack) for pack in packs))


def _pack(pack: PackState) -> Row:
    return Row(
        (
            pack_name(pack),
            phrases.scope_name(pack.scope),
            f"{pack.size:,}",
            f"{pack.used:,}",
            f"{pack.remaining:,}",
            pack_state(pack),
        )
    )


def _account(ledger: Ledger, currency: str) -> Grid:
    columns = (
        Column(_("Date")),
        Column(_("Event")),
        Column(_("Amount"), True),
        Column(_("Balance {currency}").format(currency=currency), True),
    )
    return Grid(_("Account"), columns, tuple(_event(event) for event in ledger.events))


def _event(event: LedgerEvent) -> Row:
    what = f"{event_name(event.event)} {event.subject}".strip()
    return Row((str(event.date), what, amount(event.amount), amount(event.balance)))


def _assumptions(answer: Estimate) -> Iterator[Block]:
    yield Note("")
    yield Note(phrases.assumed(answer.assumptions), "faint")
    if not answer.alternatives:
        text = _("No other reading of the price document changes these bills.")
        yield Note(text, "faint")
        return
    columns = (
        Column(_("Other reading")),
        Column(_("Total"), True),
        Column(_("Difference"), True),
    )
    rows: list[Row] = []
    for other in answer.alternatives:
        rows.append(_alternative(other))
        rows += left_out_rows(other.unpriced, answer.unpriced, len(columns))
    yield Grid(_("What another reading would change"), columns, tuple(rows))


def _alternative(other: Alternative) -> Row:
    """Another reading, with its total or why it has none."""
    name = phrases.reading(other.assumption, other.value)
    if other.why:
        name = phrases.labelled(name, said_together(other.why))
    if other.total is None or other.difference is None:
        return Row((name, _("none"), ""))
    return Row((name, amount(other.total), phrases.signed(other.difference)))
