"""The sheet Summary of an estimate: its total, what is at risk, months, kinds, facts and
conditions, all live.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from facefusion_billing.model.bill import AMORTISED, Bill, Estimate, Gate
from facefusion_billing.model.money import Cents
from facefusion_billing.reports.documents.blocks import Note
from facefusion_billing.reports.documents.estimate_document import said_of_forecast
from facefusion_billing.reports.documents.risks import (
    finding_notes,
    is_risk,
    run_out_notes,
)
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.incomplete import incomplete
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.workbook.billed_months import billed_months
from facefusion_billing.reports.workbook.bills_sheet import Lines
from facefusion_billing.reports.workbook.cells import Sheet
from facefusion_billing.reports.workbook.charts import Series, chart, cost_of_months
from facefusion_billing.reports.workbook.exact import DIGITS, cell, column
from facefusion_billing.reports.workbook.front import origin, paragraphs
from facefusion_billing.reports.workbook.live import Live, total
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
) = range(7)
"""Its columns: what is known on the left, the months on the right."""


def total_cell(sheet: Sheet) -> str:
    """The address of the total."""
    return cell(_TOTAL, _VALUE, sheet.name)


def summary_sheet(
    sheet: Sheet, answer: Estimate, lines: Lines, prepaid: str, others: list[Sheet]
) -> None:
    """The total, what is at risk, the months, the kinds, the conditions, a chart, and
    where all of it comes from.
    """
    risks = paragraphs(sheet, _STATUS + 1, said_of_forecast(answer))
    how_to_use = paragraphs(sheet, risks, _risks(answer))
    head = how_to_use + 1
    months = Placed(sheet.name, head + 1, head + len(answer.bills), _MONTH)
    row = _figures(sheet, answer, lines, prepaid, months)
    _headlines(sheet, answer, cell(months.total, _AMOUNT))
    fixed = any(one.fixed for one in (sheet, *others))
    sheet.paragraph(how_to_use, _how_to_use(fixed), "faint")
    if answer.bills:
        row = _chart(sheet, answer, row, months)
    origin(sheet, row, [answer.origin])
    sheet.freeze(_TOTAL + 1)
    sheet.fit()


def _risks(answer: Estimate) -> Iterator[Note]:
    """What a reader must know before the figures."""
    yield from filter(is_risk, finding_notes(answer.findings, answer.currency))
    yield from run_out_notes(answer)


def _figures(
    sheet: Sheet, answer: Estimate, lines: Lines, prepaid: str, months: Placed
) -> int:
    """The months on the right, the kinds, facts and conditions on the left; the row
    after both.
    """
    _months(sheet, answer, lines, months)
    right_end = months.total + 2
    if answer.invoices:
        right_end = billed_months(sheet, answer, answer.invoices, months)
    row = _kinds(sheet, answer, lines, months.first - 1)
    row = _facts(sheet, answer, prepaid, row + 1)
    row = _gates(sheet, answer, months, row + 1)
    return max(row, right_end)


def _headlines(sheet: Sheet, answer: Estimate, total: str) -> None:
    """The title, the total, and whether it is complete: never where calls may fail."""
    sheet.line(0, answer.title or _("Bills"), "title")
    sheet.total(_TOTAL, _("Total"), Live(answer.total, f"={total}"))
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
        "Amounts are formulas: change the column Billable on Usage or a blue figure on"
        " Bills, and its line, at the price of the tier that is then reached, its month"
        " and every total follow."
    )
    stays = _(
        "Texts, unit prices of orders, what calls are drawn from and months without a"
        " pay-as-you-go line stay as they were computed."
    )
    note = f"{note} {stays}"
    if not fixed:
        return note
    exact = _(
        "Figures in italics are exact but no formulas: they have more digits than a spreadsheet is sure of."
    )
    return f"{note} {exact}"


def _chart(sheet: Sheet, answer: Estimate, row: int, months: Placed) -> int:
    """The months' totals as bars; the row after them."""
    title = cost_of_months(answer.currency)
    names = months.column(0)
    amounts = months.column(_AMOUNT - _MONTH)
    return chart(sheet, row, title, names, [Series("", amounts)])


def _months(sheet: Sheet, answer: Estimate, lines: Lines, months: Placed) -> None:
    """The total of each month and of all."""
    names = _("Month"), _("Settled from"), _("Settled to"), _("Amount")
    sheet.head(months.first - 1, names, (3,), col=_MONTH)
    for row, bill in enumerate(answer.bills, months.first):
        _month(sheet, row, bill, lines)
    sheet.blank(months.total, (_FROM, _TO), "total")
    of_all = _sum([bill.total for bill in answer.bills], months.first, _AMOUNT)
    sheet.total(months.total, _("Total"), of_all, at=_MONTH, col=_AMOUNT)


def _month(sheet: Sheet, row: int, bill: Bill, lines: Lines) -> None:
    sheet.day(row, _MONTH, bill.month.first, "month")
    sheet.day(row, _FROM, bill.settles.start)
    sheet.day(row, _TO, bill.settles.end)
    amounts = [line.amount for line in bill.lines]
    sheet.money(row, _AMOUNT, lines.total_of("month", cell(row, _MONTH), amounts))


def _sum(amounts: Sequence[Cents], first: int, col: int) -> Live:
    """The sum of the rows from the first one on."""
    if not amounts:
        # A formula over no rows would refer to its own cell.
        return Live(0)
    return total(amounts, column(first, first + len(amounts) - 1, col))


def _kinds(sheet: Sheet, answer: Estimate, lines: Lines, head: int) -> int:
    """The total of each kind, and whether they add up to the months; the row after
    them.
    """
    sheet.head(head, [_("By kind"), _("Amount")], (1,))
    first = head + 1
    for row, kind in enumerate(answer.by_kind, first):
        sheet.text(row, _LABEL, phrases.kind_name(kind))
        amounts = list(_of_kind(answer, kind))
        sheet.money(row, _VALUE, lines.total_of("kind", cell(row, _LABEL), amounts))
    end = first + len(answer.by_kind)
    of_all = _sum([*answer.by_kind.values()], first, _VALUE)
    sheet.total(end, _("Total of kinds"), of_all)
    sheet.text(end + 1, _LABEL, _("Check: months = kinds = lines"))
    _check(sheet, end + 1, lines)
    return end + 2


def _check(sheet: Sheet, row: int, lines: Lines) -> None:
    """Whether the totals of months, kinds (in the row above) and lines agree."""
    of_months = cell(_TOTAL, _VALUE)
    of_kinds = cell(row - 1, _VALUE)
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
    sheet.head(top, [_("About these bills"), ""])
    facts = {
        _("Price book"): answer.book_id,
        _("Currency"): answer.currency,
        _("View"): _view(answer),
        _("Complete"): _complete(answer),
    }
    for row, (label, value) in enumerate(facts.items(), top + 1):
        sheet.text(row, _LABEL, label)
        sheet.text(row, _VALUE, value)
    end = top + 1 + len(facts)
    if not prepaid:
        return end
    paid = Live(answer.prepaid_total, f"={prepaid}")
    _amount(sheet, end, _("Paid and not yet used"), paid)
    return end + 1


def _amount(
    sheet: Sheet, row: int, label: str, cents: Cents | Live, look: str = ""
) -> None:
    """An amount with its label."""
    sheet.text(row, _LABEL, label)
    sheet.money(row, _VALUE, cents, look)


def _view(answer: Estimate) -> str:
    if answer.view == AMORTISED:
        return _("amortised: what each month used")
    return _("cash: what each month pays")


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
    _amount(sheet, limit, _("Limit"), gate.limit, "input")
    _amount(sheet, figure, _("Figure"), _figure_of(gate, answer, months))
    sheet.text(result, _LABEL, _("Result"))
    condition = ""
    if _is_formula(gate, answer):
        condition = f"{cell(figure, _VALUE)}<={cell(limit, _VALUE)}"
    words = _("met"), _("NOT MET")
    sheet.verdict(result, _VALUE, words, good=gate.met, condition=condition)


def _is_formula(gate: Gate, answer: Estimate) -> bool:
    """Whether a formula tells if a condition is met: some figure could meet it, and
    none is too long to be compared.
    """
    # A spreadsheet compares no more than its 15 digits.
    is_short = max(abs(gate.actual), abs(gate.limit)) < DIGITS
    return is_short and (answer.complete or gate.met)


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
