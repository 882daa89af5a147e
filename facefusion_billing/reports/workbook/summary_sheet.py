"""The sheet Summary of an estimate: its total, what is at risk, months, kinds, facts and
conditions, all live.
"""

from __future__ import annotations

from collections.abc import Iterator

from facefusion_billing.model.bill import AMORTISED, CASH, Estimate, Gate
from facefusion_billing.model.invoice import InvoicedMonth, Invoices
from facefusion_billing.model.money import Cents
from facefusion_billing.reports.documents.blocks import Note
from facefusion_billing.reports.documents.invoice_document import (
    explained,
    invoice_notes,
)
from facefusion_billing.reports.documents.risks import (
    finding_notes,
    is_risk,
    run_out_notes,
)
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.incomplete import incomplete
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.workbook.bills_sheet import Lines
from facefusion_billing.reports.workbook.cells import Sheet
from facefusion_billing.reports.workbook.charts import Series, chart
from facefusion_billing.reports.workbook.exact import (
    DIGITS,
    cell,
    column,
    quoted,
    summable,
)
from facefusion_billing.reports.workbook.front import origin, paragraphs

_TOTAL, _STATUS = 1, 2
"""The rows of the sheet Summary above its notes."""
(
    _LABEL,
    _VALUE,
    _GAP,
    _MONTH,
    _FROM,
    _TO,
    _AMOUNT,
    _ESTIMATED,
    _BILLED,
    _DIFFERENCE,
    _EXPLAINED,
) = range(11)
"""Its columns: what is known on the left, the months on the right."""


def total_cell(sheet: Sheet) -> str:
    """The address of the total."""
    return cell(_TOTAL, _VALUE, sheet.name)


def summary_sheet(
    sheet: Sheet, answer: Estimate, lines: Lines, prepaid: str, sheets: list[Sheet]
) -> None:
    """The total, what is at risk, the months, the kinds, the conditions, a chart, and
    where all of it comes from.
    """
    warnings = [note for note in _warnings(answer) if is_risk(note)]
    warnings += run_out_notes(answer)
    note = paragraphs(sheet, _STATUS + 1, warnings)
    head = note + 1
    months = _months(sheet, answer, lines, head)
    end = head + len(answer.bills) + 3
    if answer.invoices:
        end = _invoices(sheet, answer, answer.invoices, head)
    row = _kinds(sheet, answer, lines, head)
    row = _facts(sheet, answer, prepaid, row + 1)
    row = _gates(sheet, answer, months, row + 1)
    row = max(row, end)
    _headlines(sheet, answer, cell(head + 1 + len(answer.bills), _AMOUNT))
    sheet.paragraph(note, _how_to_use(any(one.fixed for one in sheets)), "faint")
    if answer.bills:
        row = _chart(sheet, answer, row, head)
    origin(sheet, row, [answer.origin])
    sheet.freeze(_TOTAL + 1)
    sheet.fit()


def _warnings(answer: Estimate) -> list[Note]:
    return finding_notes(answer.findings, answer.currency)


def _headlines(sheet: Sheet, answer: Estimate, total: str) -> None:
    """The title, the total, and whether it is complete: never where calls may fail."""
    sheet.line(0, answer.title or _("Bills"), "title")
    sheet.text(_TOTAL, _LABEL, _("Total"), look="total")
    sheet.money(_TOTAL, _VALUE, answer.total, f"={total}", look="total")
    warned = any(finding.severity == "warning" for finding in answer.findings)
    if not answer.complete:
        sheet.paragraph(_STATUS, incomplete(answer), "alert")
    elif warned:
        text = _("Every call is priced or deducted, but money or service is at risk:")
        sheet.paragraph(_STATUS, text, "alert")
    else:
        sheet.paragraph(_STATUS, _("Complete: every call was priced or deducted."))


def _how_to_use(fixed: bool) -> str:
    note = _(
        "Amounts are formulas: change a blue figure on Bills or Usage, and its month and every total follow."
    )
    if not fixed:
        return note
    exact = _(
        "Figures in italics are exact but no formulas: they have more digits than a spreadsheet is sure of."
    )
    return f"{note} {exact}"


def _chart(sheet: Sheet, answer: Estimate, row: int, head: int) -> int:
    """The months' totals as bars; the row after them."""
    title = _("Cost of each month, {currency}").format(currency=answer.currency)
    first, last = head + 1, head + len(answer.bills)
    months = column(first, last, _MONTH, sheet.name)
    amounts = column(first, last, _AMOUNT, sheet.name)
    return chart(sheet, row, title, months, [Series("", amounts)])


def _months(sheet: Sheet, answer: Estimate, lines: Lines, head: int) -> str:
    """The total of each month and of all; the address of the months' totals."""
    names = _("Month"), _("Settled from"), _("Settled to"), _("Amount")
    sheet.head(head, names, (3,), col=_MONTH)
    first, end = head + 1, head + 1 + len(answer.bills)
    amounts, months = lines.range("amount"), lines.range("month")
    for row, bill in enumerate(answer.bills, first):
        sheet.day(row, _MONTH, bill.month.first, "month")
        sheet.day(row, _FROM, bill.settles.start)
        sheet.day(row, _TO, bill.settles.end)
        formula = f"=ROUND(SUMIFS({amounts},{months},{cell(row, _MONTH)}),2)"
        live = summable([line.amount for line in bill.lines])
        sheet.money(row, _AMOUNT, bill.total, formula, live=live)
    sheet.blank(end, (_FROM, _TO), "total")
    sheet.text(end, _MONTH, _("Total"), look="total")
    # Of no bills the sum would refer to itself.
    totals = column(first, max(end - 1, first), _AMOUNT)
    formula = f"=ROUND(SUM({totals}),2)" if answer.bills else ""
    live = summable([bill.total for bill in answer.bills])
    sheet.money(end, _AMOUNT, answer.total, formula, live=live, look="total")
    return totals


def _invoices(sheet: Sheet, answer: Estimate, invoices: Invoices, head: int) -> int:
    """What was really billed beside the estimate as it is paid (in any view), and which
    readings explain it; the row after an empty one.
    """
    names = (
        _("Estimated, as paid"),
        _("Really billed"),
        _("Difference"),
        _("Explained by"),
    )
    sheet.head(head, names, (0, 1, 2), col=_ESTIMATED)
    real = {invoice.month: invoice for invoice in invoices.months}
    for row, bill in enumerate(answer.bills, head + 1):
        if invoice := real.get(bill.month):
            paid = f"={cell(row, _AMOUNT)}" if answer.view == CASH else ""
            _invoice(sheet, row, invoice, paid)
    notes = [*invoice_notes(invoices)]
    first = head + len(answer.bills) + 2
    for row, note in enumerate(notes, first):
        sheet.line(row, note.text, col=_MONTH)
    return first + len(notes) + 1


def _invoice(sheet: Sheet, row: int, invoice: InvoicedMonth, paid: str) -> None:
    sheet.money(row, _ESTIMATED, invoice.estimated, paid)
    sheet.money(row, _BILLED, invoice.actual, look="input")
    formula = f"=ROUND({cell(row, _BILLED)}-{cell(row, _ESTIMATED)},2)"
    live = summable((invoice.actual, invoice.estimated))
    sheet.money(row, _DIFFERENCE, invoice.difference, formula, live=live)
    sheet.text(row, _EXPLAINED, explained(invoice.explained_by))


def _kinds(sheet: Sheet, answer: Estimate, lines: Lines, head: int) -> int:
    """The total of each kind, and whether they add up to the months; the row after
    them.
    """
    sheet.head(head, [_("By kind"), _("Amount")], (1,))
    first, end = head + 1, head + 1 + len(answer.by_kind)
    amounts, kinds = lines.range("amount"), lines.range("kind")
    for row, (kind, cents) in enumerate(answer.by_kind.items(), first):
        sheet.text(row, _LABEL, phrases.kind_name(kind))
        formula = f"=ROUND(SUMIFS({amounts},{kinds},{cell(row, _LABEL)}),2)"
        live = summable(list(_of_kind(answer, kind)))
        sheet.money(row, _VALUE, cents, formula, live=live)
    sheet.text(end, _LABEL, _("Total of kinds"), look="total")
    formula = ""
    if answer.by_kind:
        formula = f"=ROUND(SUM({column(first, end - 1, _VALUE)}),2)"
    live = summable([*answer.by_kind.values()])
    sheet.money(end, _VALUE, answer.total, formula, live=live, look="total")
    sheet.text(end + 1, _LABEL, _("Check: months = kinds = lines"))
    _check(sheet, end + 1, lines)
    return end + 2


def _check(sheet: Sheet, row: int, lines: Lines) -> None:
    """Whether the totals of months, kinds (in the row above) and lines agree."""
    total, of_kinds = cell(_TOTAL, _VALUE), cell(row - 1, _VALUE)
    of_lines = cell(lines.total, lines.columns["amount"], lines.sheet)
    same = f"AND({total}={of_kinds},{total}={of_lines})"
    good, bad = _("OK"), _("DIFFERENT")
    sheet.verdict(row, _VALUE, good, good, f"=IF({same},{quoted(good)},{quoted(bad)})")


def _of_kind(answer: Estimate, kind: str) -> Iterator[Cents]:
    for bill in answer.bills:
        for line in bill.lines:
            if line.kind == kind:
                yield line.amount


def _facts(sheet: Sheet, answer: Estimate, prepaid: str, top: int) -> int:
    """What was asked and on which prices; the row after it."""
    view = _("cash: what each month pays")
    if answer.view == AMORTISED:
        view = _("amortised: what each month used")
    sheet.head(top, [_("About these bills"), ""])
    facts = [
        (_("Price book"), answer.book_id),
        (_("Currency"), answer.currency),
        (_("View"), view),
        (_("Complete"), _complete(answer)),
    ]
    for row, (label, value) in enumerate(facts, top + 1):
        sheet.text(row, _LABEL, label)
        sheet.text(row, _VALUE, value)
    end = top + 1 + len(facts)
    if not prepaid:
        return end
    sheet.text(end, _LABEL, _("Paid and not yet used"))
    sheet.money(end, _VALUE, answer.prepaid_total, f"={prepaid}")
    return end + 1


def _complete(answer: Estimate) -> str:
    if not answer.complete:
        return _("NO")
    warned = any(finding.severity == "warning" for finding in answer.findings)
    if warned:
        return _("with warnings")
    return _("yes")


def _gates(sheet: Sheet, answer: Estimate, months: str, top: int) -> int:
    """The conditions the caller set, each with its limit, the figure, and whether it is
    met; the row after them.
    """
    live = all(abs(bill.total) < DIGITS for bill in answer.bills)
    for index, gate in enumerate(answer.gates):
        row, name = top + 5 * index, phrases.option(gate.name)
        sheet.head(row, [_("Condition {name}").format(name=name), ""])
        sheet.text(row + 1, _LABEL, _("Limit"))
        sheet.money(row + 1, _VALUE, gate.limit, look="input")
        sheet.text(row + 2, _LABEL, _("Figure"))
        figure = _figure_of(gate, answer, months)
        sheet.money(row + 2, _VALUE, gate.actual, figure, live=live)
        sheet.text(row + 3, _LABEL, _("Result"))
        _verdict(sheet, answer, gate, row + 3)
    return top + 5 * len(answer.gates)


def _figure_of(gate: Gate, answer: Estimate, months: str) -> str:
    """The formula of what a condition is about; none where there are no bills."""
    if not answer.bills:
        return ""
    if gate.name == "fail_over":
        return f"={cell(_TOTAL, _VALUE)}"
    return f"=MAX({months})"


def _verdict(sheet: Sheet, answer: Estimate, gate: Gate, row: int) -> None:
    """Whether a condition is met: a formula, unless no figure could meet it, or one is
    too long to be compared.
    """
    good, bad = _("met"), _("NOT MET")
    shown = good if gate.met else bad
    held = max(abs(gate.actual), abs(gate.limit)) < DIGITS
    formula = ""
    if held and (answer.complete or gate.met):
        fits = f"{cell(row - 1, _VALUE)}<={cell(row - 2, _VALUE)}"
        formula = f"=IF({fits},{quoted(good)},{quoted(bad)})"
    sheet.verdict(row, _VALUE, shown, good, formula)
