"""The sheet Summary of an estimate: its total, what is at risk, months, kinds, facts and
conditions, all live.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from facefusion_billing.model.bill import AMORTISED, CASH, Estimate, Gate
from facefusion_billing.model.invoice import InvoicedMonth, Invoices
from facefusion_billing.model.money import Cents
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
from facefusion_billing.reports.workbook.exact import DIGITS, cell, column
from facefusion_billing.reports.workbook.front import origin, paragraphs
from facefusion_billing.reports.workbook.live import (
    Live,
    difference,
    total,
    total_where,
)
from facefusion_billing.reports.workbook.tables import Placed

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
    warnings = finding_notes(answer.findings, answer.currency)
    risks = [note for note in warnings if is_risk(note)]
    risks += run_out_notes(answer)
    how_to_use = paragraphs(sheet, _STATUS + 1, risks)
    head = how_to_use + 1
    months = Placed(sheet.name, head + 1, head + len(answer.bills), _MONTH)
    _months(sheet, answer, lines, months)
    right_end = months.total + 2
    if answer.invoices:
        right_end = _invoices(sheet, answer, answer.invoices, months)
    row = _kinds(sheet, answer, lines, head)
    row = _facts(sheet, answer, prepaid, row + 1)
    row = _gates(sheet, answer, months, row + 1)
    row = max(row, right_end)
    _headlines(sheet, answer, cell(months.total, _AMOUNT))
    fixed = any(one.fixed for one in sheets)
    sheet.paragraph(how_to_use, _how_to_use(fixed), "faint")
    if answer.bills:
        row = _chart(sheet, answer, row, months)
    origin(sheet, row, [answer.origin])
    sheet.freeze(_TOTAL + 1)
    sheet.fit()


def _headlines(sheet: Sheet, answer: Estimate, total: str) -> None:
    """The title, the total, and whether it is complete: never where calls may fail."""
    sheet.line(0, answer.title or _("Bills"), "title")
    sheet.text(_TOTAL, _LABEL, _("Total"), look="total")
    sheet.money(_TOTAL, _VALUE, Live(answer.total, f"={total}"), "total")
    if not answer.complete:
        sheet.paragraph(_STATUS, incomplete(answer), "alert")
    elif _is_warned(answer):
        text = _("Every call is priced or deducted, but money or service is at risk:")
        sheet.paragraph(_STATUS, text, "alert")
    else:
        sheet.paragraph(_STATUS, _("Complete: every call was priced or deducted."))


def _is_warned(answer: Estimate) -> bool:
    return any(finding.severity == "warning" for finding in answer.findings)


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


def _chart(sheet: Sheet, answer: Estimate, row: int, months: Placed) -> int:
    """The months' totals as bars; the row after them."""
    title = _("Cost of each month, {currency}").format(currency=answer.currency)
    names, amounts = months.column(0), months.column(_AMOUNT - _MONTH)
    return chart(sheet, row, title, names, [Series("", amounts)])


def _months(sheet: Sheet, answer: Estimate, lines: Lines, months: Placed) -> None:
    """The total of each month and of all."""
    names = _("Month"), _("Settled from"), _("Settled to"), _("Amount")
    sheet.head(months.first - 1, names, (3,), col=_MONTH)
    cells, keys = lines.range("amount"), lines.range("month")
    for row, bill in enumerate(answer.bills, months.first):
        sheet.day(row, _MONTH, bill.month.first, "month")
        sheet.day(row, _FROM, bill.settles.start)
        sheet.day(row, _TO, bill.settles.end)
        amounts = [line.amount for line in bill.lines]
        of_month = total_where(amounts, cells, keys, cell(row, _MONTH))
        sheet.money(row, _AMOUNT, of_month)
    sheet.blank(months.total, (_FROM, _TO), "total")
    sheet.text(months.total, _MONTH, _("Total"), look="total")
    of_all = _sum([bill.total for bill in answer.bills], months.first, _AMOUNT)
    sheet.money(months.total, _AMOUNT, of_all, "total")


def _sum(amounts: Sequence[Cents], first: int, col: int) -> Live:
    """The sum of the rows from the first one on."""
    if not amounts:
        # A formula over no rows would refer to its own cell.
        return Live(0)
    return total(amounts, column(first, first + len(amounts) - 1, col))


def _invoices(
    sheet: Sheet, answer: Estimate, invoices: Invoices, months: Placed
) -> int:
    """What was really billed beside the estimate as it is paid (in any view), and which
    readings explain it; the row after an empty one.
    """
    names = (
        _("Estimated, as paid"),
        _("Really billed"),
        _("Difference"),
        _("Explained by"),
    )
    sheet.head(months.first - 1, names, (0, 1, 2), col=_ESTIMATED)
    real = {invoice.month: invoice for invoice in invoices.months}
    for row, bill in enumerate(answer.bills, months.first):
        if invoice := real.get(bill.month):
            paid = f"={cell(row, _AMOUNT)}" if answer.view == CASH else ""
            _invoice(sheet, row, invoice, paid)
    notes = [*invoice_notes(invoices)]
    first = months.total + 1
    for row, note in enumerate(notes, first):
        sheet.line(row, note.text, col=_MONTH)
    return first + len(notes) + 1


def _invoice(sheet: Sheet, row: int, invoice: InvoicedMonth, paid: str) -> None:
    sheet.money(row, _ESTIMATED, Live(invoice.estimated, paid))
    sheet.money(row, _BILLED, invoice.actual, "input")
    billed, estimated = cell(row, _BILLED), cell(row, _ESTIMATED)
    more = difference(invoice.actual, invoice.estimated, billed, estimated)
    sheet.money(row, _DIFFERENCE, more)
    sheet.text(row, _EXPLAINED, explained(invoice.explained_by))


def _kinds(sheet: Sheet, answer: Estimate, lines: Lines, head: int) -> int:
    """The total of each kind, and whether they add up to the months; the row after
    them.
    """
    sheet.head(head, [_("By kind"), _("Amount")], (1,))
    first = head + 1
    cells, keys = lines.range("amount"), lines.range("kind")
    for row, kind in enumerate(answer.by_kind, first):
        sheet.text(row, _LABEL, phrases.kind_name(kind))
        amounts = [*_of_kind(answer, kind)]
        of_kind = total_where(amounts, cells, keys, cell(row, _LABEL))
        sheet.money(row, _VALUE, of_kind)
    end = first + len(answer.by_kind)
    sheet.text(end, _LABEL, _("Total of kinds"), look="total")
    of_all = _sum([*answer.by_kind.values()], first, _VALUE)
    sheet.money(end, _VALUE, of_all, "total")
    sheet.text(end + 1, _LABEL, _("Check: months = kinds = lines"))
    _check(sheet, end + 1, lines)
    return end + 2


def _check(sheet: Sheet, row: int, lines: Lines) -> None:
    """Whether the totals of months, kinds (in the row above) and lines agree."""
    of_months, of_kinds = cell(_TOTAL, _VALUE), cell(row - 1, _VALUE)
    of_lines = cell(lines.total, lines.columns["amount"], lines.sheet)
    same = f"AND({of_months}={of_kinds},{of_months}={of_lines})"
    words = _("OK"), _("DIFFERENT")
    sheet.verdict(row, _VALUE, words, good=True, condition=same)


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
    sheet.money(end, _VALUE, Live(answer.prepaid_total, f"={prepaid}"))
    return end + 1


def _complete(answer: Estimate) -> str:
    if not answer.complete:
        return _("NO")
    if _is_warned(answer):
        return _("with warnings")
    return _("yes")


def _gates(sheet: Sheet, answer: Estimate, months: Placed, top: int) -> int:
    """The conditions the caller set, an empty row after each; the row after them."""
    for gate in answer.gates:
        _gate(sheet, answer, gate, months, top)
        top += 5
    return top


def _gate(sheet: Sheet, answer: Estimate, gate: Gate, months: Placed, top: int) -> None:
    """A condition with its limit, the figure, and whether it is met."""
    name = phrases.option(gate.name)
    sheet.head(top, [_("Condition {name}").format(name=name), ""])
    limit, figure, result = range(top + 1, top + 4)
    sheet.text(limit, _LABEL, _("Limit"))
    sheet.money(limit, _VALUE, gate.limit, "input")
    sheet.text(figure, _LABEL, _("Figure"))
    sheet.money(figure, _VALUE, _figure_of(gate, answer, months))
    sheet.text(result, _LABEL, _("Result"))
    # A formula, unless no figure could meet the condition, or one is too long to be
    # compared.
    condition = ""
    held = max(abs(gate.actual), abs(gate.limit)) < DIGITS
    if held and (answer.complete or gate.met):
        condition = f"{cell(figure, _VALUE)}<={cell(limit, _VALUE)}"
    words = _("met"), _("NOT MET")
    sheet.verdict(result, _VALUE, words, good=gate.met, condition=condition)


def _figure_of(gate: Gate, answer: Estimate, months: Placed) -> Live:
    """What a condition is about; no formula where there are no bills."""
    sure = all(abs(bill.total) < DIGITS for bill in answer.bills)
    if not answer.bills:
        formula = ""
    elif gate.name == "fail_over":
        formula = f"={cell(_TOTAL, _VALUE)}"
    else:
        formula = f"=MAX({column(months.first, months.last, _AMOUNT)})"
    return Live(gate.actual, formula, sure)
