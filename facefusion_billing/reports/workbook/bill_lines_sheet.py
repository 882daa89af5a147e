"""The lines of a reconciliation as a sheet, each with its source."""

from __future__ import annotations

from decimal import Decimal

from facefusion_billing.model.reconciliation import (
    APPROVE,
    DIFFERENCES,
    JudgedLine,
    Reconciliation,
)
from facefusion_billing.reports.wording.bill_phrases import PARTS, figure, why
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.workbook.cells import Made, Sheet
from facefusion_billing.reports.workbook.exact import cell
from facefusion_billing.reports.workbook.tables import Placed

AMOUNT = "#,##0.00######"
_TEXTS = ("file", "line", "kind", "for", "month", "verdict", "transaction")
_PAID = ("voucher", "gift", "tax")
_FIGURES = ("count", "price", "billed", "expected", "difference")
_COLUMNS = (*_TEXTS, *_FIGURES, *(f"part {p}" for p in DIFFERENCES), *_PAID, "why")
AT = {name: index for index, name in enumerate(_COLUMNS)}
"""The columns, and where each stands."""
_DIGITS = 15
_MOST_KEPT = 100
"""So many cells of a column are kept to be written again."""


def lines_sheet(sheet: Sheet, answer: Reconciliation) -> Placed:
    """Every line of the product."""
    names = _names()
    figures = range(AT["count"], AT["why"])
    sheet.head(0, [names[name] for name in _COLUMNS], figures)
    cells = _Cells(sheet)
    for row, line in enumerate(answer.lines, 1):
        _line(cells, row, line)
    last = max(len(answer.lines), 1)
    sheet.filter(1, last, len(_COLUMNS))
    sheet.freeze(1)
    sheet.fit()
    return Placed(sheet.name, 1, last, 0)


def put_amount(
    sheet: Sheet, row: int, col: int, value: Decimal | None, formula: str = ""
) -> None:
    """An exact amount; a text where a spreadsheet would lose digits of it."""
    if value is None:
        return
    style = sheet.styles.of(AMOUNT)
    digits = len(value.normalize().as_tuple().digits)
    if digits > _DIGITS:
        sheet.text(row, col, figure(value), "figure", "fixed")
        return
    if formula:
        sheet.data.formula(row, col, formula, style, float(value))
    else:
        sheet.data.number(row, col, float(value), style)
    sheet.widths[col] = max(sheet.widths.get(col, 0), len(figure(value)))


def _names() -> dict[str, str]:
    return {
        "file": _("File"),
        "line": _("Line"),
        "kind": _("Kind"),
        "for": _("For"),
        "month": _("Month"),
        "verdict": _("Verdict"),
        "transaction": _("Transaction"),
        "count": _("Count"),
        "price": _("Unit price"),
        "billed": _("Theirs"),
        "expected": _("Ours"),
        "difference": _("Difference"),
        "why": _("Why"),
        **{f"part {part}": _(PARTS[part]) for part in DIFFERENCES},
        **{part: _(PARTS[part]) for part in _PAID},
    }


def _texts(judged: JudgedLine) -> dict[str, str]:
    """The cells of a line that are text; no place where the bill has no such line."""
    found = {"file": "", "line": "", "transaction": ""}
    source = judged.line
    if source is not None:
        found["file"], found["line"] = source.file, str(source.line)
        found["transaction"] = source.bill_id or source.id
    found["kind"], found["for"] = _(judged.kind), judged.scope
    found["month"], found["why"] = str(judged.month or ""), why(judged)
    return found


def _amounts(judged: JudgedLine) -> dict[str, Decimal | None]:
    """The cells of a line that are figures."""
    none = Decimal(0)
    found = {
        "count": judged.quantity,
        "price": judged.unit_price,
        "billed": judged.billed,
        "expected": judged.expected,
        **{f"part {part}": judged.parts.get(part, none) for part in DIFFERENCES},
        "voucher": none,
        "gift": none,
        "tax": none,
    }
    source = judged.line
    if source is not None:
        found["voucher"] = -(source.voucher or none)
        found["gift"] = -(source.gift or none)
        found["tax"] = source.charged_tax
    return found


class _Cells:
    """The cells of the lines. Most of their figures are 0 and most of their names the
    same: each of these is made into a cell once.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.made: list[dict[str | Decimal, Made]] = [{} for _column in _COLUMNS]

    def text(self, row: int, name: str, text: str) -> None:
        """A text."""
        if not self._again(row, name, text):
            kind = "long" if name == "why" else "text"
            self.sheet.text(row, AT[name], text, kind)
            self._keep(row, name, text)

    def amount(self, row: int, name: str, value: Decimal | None) -> None:
        """An exact amount."""
        if value is not None and not self._again(row, name, value):
            put_amount(self.sheet, row, AT[name], value)
            self._keep(row, name, value)

    def _again(self, row: int, name: str, value: str | Decimal) -> bool:
        """Whether there is such a cell, which then stands in this row as well."""
        col = AT[name]
        made = self.made[col].get(value)
        if made is None:
            return False
        self.sheet.again(row, col, made)
        return True

    def _keep(self, row: int, name: str, value: str | Decimal) -> None:
        col = AT[name]
        # Columns in which every value is another one would be kept twice.
        if len(self.made[col]) < _MOST_KEPT:
            self.made[col][value] = self.sheet.made(row, col)


def _line(cells: _Cells, row: int, judged: JudgedLine) -> None:
    for name, text in _texts(judged).items():
        cells.text(row, name, text)
    sheet = cells.sheet
    look = "" if judged.outcome == APPROVE else "failed"
    sheet.text(row, AT["verdict"], _(judged.verdict), look=look)
    for name, value in _amounts(judged).items():
        cells.amount(row, name, value)
    theirs = cell(row, AT["billed"])
    ours = cell(row, AT["expected"])
    formula = f"=ROUND({theirs}-{ours},8)"
    put_amount(sheet, row, AT["difference"], judged.difference, formula)
