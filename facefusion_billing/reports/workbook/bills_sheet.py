"""The sheets Bills and Usage: every line as quantity times unit price, every count as
the sum of its parts.
"""

from __future__ import annotations

from collections.abc import Sequence

from facefusion_billing.model.bill import AMORTISED, BillLine, Estimate, UsageRow
from facefusion_billing.model.calendar import Month
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.workbook.cells import (
    DIGITS,
    Sheet,
    Styles,
    cell,
    column,
    csv_safe,
    summable,
    sure,
)
from facefusion_billing.startup.record import NamedTuple

BILLS = "Bills"
_BEFORE = (
    "month",
    "date",
    "kind",
    "for",
    "order",
    "description",
    "quantity",
    "unit",
    "unit_price",
    "discount",
)
_PORTION = ("of_amount", "used_before", "of_units")
_AFTER = ("amount", "clauses", "assumptions", "arithmetic")
_FIGURES = {"quantity", "unit_price", "discount", "amount", *_PORTION}
FIRST = 1
"""The row of the first line (counted from 0); the header is above it."""


class Lines(NamedTuple):
    """Where the lines stand on the sheet Bills: the last row, the row of their total,
    and the column of each key.
    """

    last: int
    columns: dict[str, int]

    @property
    def total(self) -> int:
        """The row of the total."""
        return self.last + 1

    def range(self, key: str) -> str:
        """The absolute address of a column of the lines."""
        return column(FIRST, self.last, self.columns[key], BILLS)


def bills_sheet(styles: Styles, answer: Estimate) -> tuple[Sheet, Lines]:
    """One row per bill line, with a live amount, and their total."""
    sheet, rows = (
        Sheet(styles, BILLS),
        [(bill.month, line) for bill in answer.bills for line in bill.lines],
    )
    keys = (*_BEFORE, *(_PORTION if answer.view == AMORTISED else ()), *_AFTER)
    lines = Lines(max(len(rows), 1), {key: index for index, key in enumerate(keys)})
    sheet.head(
        0,
        [_names()[key] for key in keys],
        [index for index, key in enumerate(keys) if key in _FIGURES],
    )
    for row, (month, line) in enumerate(rows, FIRST):
        _line(sheet, lines.columns, row, month, line)
    amounts = [line.amount for _month, line in rows]
    sheet.blank(lines.total, range(len(keys)), "total")
    sheet.text(lines.total, 0, _("Total"), look="total")
    index = lines.columns["amount"]
    formula = f"=ROUND(SUM({column(FIRST, lines.last, index)}),2)"
    sheet.money(
        lines.total, index, answer.total, formula, live=summable(amounts), look="total"
    )
    sheet.freeze(1)
    sheet.filter(FIRST, lines.last, len(keys))
    sheet.fit()
    return sheet, lines


def _names() -> dict[str, str]:
    return {
        "month": _("Month"),
        "date": _("Date"),
        "kind": _("Kind"),
        "for": _("For"),
        "order": _("Order"),
        "description": _("Description"),
        "quantity": _("Quantity"),
        "unit": _("Unit"),
        "unit_price": _("Unit price"),
        "discount": _("Discount"),
        "of_amount": _("Part of amount"),
        "used_before": _("Units used before"),
        "of_units": _("Units in all"),
        "amount": _("Amount"),
        "clauses": _("Clauses"),
        "assumptions": _("Assumptions"),
        "arithmetic": _("Arithmetic"),
    }


def _line(
    sheet: Sheet, at: dict[str, int], row: int, month: Month, line: BillLine
) -> None:
    sheet.day(row, at["month"], month.first, "month")
    sheet.day(row, at["date"], line.date)
    sheet.text(row, at["kind"], _(line.kind))
    sheet.text(row, at["for"], phrases.scope_name(line.scope))
    if line.order:
        sheet.text(row, at["order"], line.order.id)
    sheet.text(row, at["description"], phrases.description(line), "long")
    sheet.count(row, at["quantity"], line.quantity, look="input")
    sheet.text(row, at["unit"], line.unit)
    if line.unit_price:
        sheet.price(row, at["unit_price"], line.unit_price, "input")
    if line.discount:
        sheet.money(row, at["discount"], line.discount, look="input")
    if line.portion:
        sheet.money(row, at["of_amount"], line.portion.of, look="input")
        sheet.count(row, at["used_before"], line.portion.before, look="input")
        sheet.count(row, at["of_units"], line.portion.whole, look="input")
    sheet.money(
        row, at["amount"], line.amount, _formula(at, row, line), live=_live(line)
    )
    sheet.text(row, at["clauses"], " ".join(line.clauses))
    sheet.text(row, at["assumptions"], " ".join(line.assumptions))
    sheet.text(row, at["arithmetic"], phrases.arithmetic(line), "long")


def _formula(at: dict[str, int], row: int, line: BillLine) -> str:
    """Quantity times unit price, less the discount; or the difference of two shares of
    what is used up part by part.
    """
    cells = {key: cell(row, index) for key, index in at.items() if key in _FIGURES}
    if line.portion:
        return (
            "=ROUND(ROUND({of_amount}*({used_before}+{quantity})/{of_units},2)"
            "-ROUND({of_amount}*{used_before}/{of_units},2),2)"
        ).format_map(cells)
    return "=ROUND(ROUND({quantity}*{unit_price},2)-{discount},2)".format_map(cells)


def _live(line: BillLine) -> bool:
    """Whether a spreadsheet that computes the line's formula gets the line's amount."""
    if line.portion:
        p = line.portion
        figures = (p.after, p.whole, p.of)
        products = [(p.of * p.before, p.whole), (p.of * p.after, p.whole)]
    else:
        assert line.unit_price is not None
        figures = (line.quantity, line.unit_price.digits, line.discount)
        products = [
            (line.quantity * line.unit_price.digits * 100, 10**line.unit_price.places)
        ]
    return all(abs(figure) < DIGITS for figure in figures) and all(
        sure(*product) for product in products
    )


_PARTS = ("free", "packs", "billable", "qps_mode", "refused", "undetermined")


def usage_sheet(styles: Styles, answer: Estimate) -> Sheet:
    """The calls of each month and scope and where they went; below, the totals of each
    scope and of all.
    """
    sheet, rows = (
        Sheet(styles, "Usage"),
        [(bill.month, row) for bill in answer.bills for row in bill.usage],
    )
    names = [
        _("Free"),
        _("Packs"),
        _("Billable"),
        _("QPS mode"),
        _("Refused"),
        _("Undetermined"),
    ]
    sheet.head(0, [_("Month"), _("For"), _("Calls"), *names], range(2, 3 + len(_PARTS)))
    for row, (month, usage) in enumerate(rows, 1):
        sheet.day(row, 0, month.first, "month")
        sheet.text(row, 1, phrases.scope_name(usage.scope))
        _usage_figures(sheet, row, [usage], [""] * len(_PARTS))
    scopes: dict[str, list[UsageRow]] = {}
    for _month, usage in rows:
        scopes.setdefault(csv_safe(phrases.scope_name(usage.scope)), []).append(usage)
    last = max(len(rows), 1)
    totals = [
        (name, used, _of_scope(last, row))
        for row, (name, used) in enumerate(scopes.items(), last + 1)
    ]
    if len(totals) < 2:
        totals = []
    in_all = [f"=SUM({column(1, last, col)})" for col in range(3, 3 + len(_PARTS))]
    for row, (name, used, formulas) in enumerate(
        [*totals, ("", [usage for _month, usage in rows], in_all)], last + 1
    ):
        sheet.text(row, 0, _("Total"), look="total")
        sheet.text(row, 1, name, look="total")
        _usage_figures(sheet, row, used, formulas, "total")
    sheet.freeze(1)
    sheet.filter(1, last, 3 + len(_PARTS))
    sheet.fit()
    return sheet


def _of_scope(last: int, row: int) -> list[str]:
    """The sums of the rows of one scope; EXACT, since SUMIFS takes a name for a pattern
    and ignores its case.
    """
    names = f"EXACT(${column(1, last, 1).replace(':', ':$')},${cell(row, 1)})"
    return [
        f"=SUMPRODUCT({names}*{column(1, last, col)})"
        for col in range(3, 3 + len(_PARTS))
    ]


def _usage_figures(
    sheet: Sheet,
    row: int,
    used: Sequence[UsageRow],
    formulas: Sequence[str],
    look: str = "",
) -> None:
    """The sum of the calls and of each part over some rows of usage."""
    last = 2 + len(_PARTS)
    parts = [sum(getattr(usage, part) for usage in used) for part in _PARTS]
    held = all(part < DIGITS for part in parts)
    sheet.count(
        row,
        2,
        sum(usage.calls for usage in used),
        f"=SUM({cell(row, 3)}:{cell(row, last)})",
        live=held,
        look=look,
    )
    for col, (part, formula) in enumerate(zip(parts, formulas, strict=True), 3):
        sheet.count(row, col, part, formula, live=part < DIGITS, look=look)
