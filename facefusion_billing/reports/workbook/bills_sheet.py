"""The sheet Bills: every line as quantity times unit price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from facefusion_billing.model.bill import AMORTISED, BillLine, Estimate, Portion
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.money import Cents
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.workbook.cells import Sheet
from facefusion_billing.reports.workbook.exact import (
    DIGITS,
    column,
    column_name,
    sure,
)
from facefusion_billing.reports.workbook.live import Live, total, total_where
from facefusion_billing.reports.workbook.tables import (
    Field,
    TableColumn,
    Value,
    put_row,
)
from facefusion_billing.reports.workbook.tiers_sheet import TiersByScope, rule_of
from facefusion_billing.reports.workbook.usage_sheet import (
    Used,
    has_others,
    other_calls,
)
from facefusion_billing.startup.record import NamedTuple

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
_TIER = ("tier_others",)
_PORTION = ("of_amount", "used_before", "of_units")
_AFTER = ("amount", "clauses", "assumptions", "arithmetic")
_FIGURES = {"quantity", "unit_price", "discount", "amount", *_TIER, *_PORTION}
FIRST = 1
"""The row of the first line (counted from 0); the header is above it."""


class Lines(NamedTuple):
    """Where the lines stand: their sheet, the last row, the row of their total,
    and the column of each key.
    """

    sheet: str
    last: int
    columns: dict[str, int]

    @property
    def total(self) -> int:
        """The row of the total."""
        return self.last + 1

    def range(self, key: str) -> str:
        """The absolute address of a column of the lines."""
        return column(FIRST, self.last, self.columns[key], self.sheet)

    def total_of(self, key: str, address: str, amounts: Sequence[Cents]) -> Live:
        """The sum of the lines that have in a column what stands in a cell."""
        return total_where(amounts, self.range("amount"), self.range(key), address)


def bills_sheet(
    sheet: Sheet, answer: Estimate, used: Used, tiers: TiersByScope
) -> Lines:
    """One row per bill line, with a live amount, and their total; calls that are billed
    are those of the sheet Usage, at the price of the sheet Tiers that they reach.
    """
    rows = list(_months_and_lines(answer))
    columns = {key: index for index, key in enumerate(_keys(answer))}
    lines = Lines(sheet.name, max(len(rows), 1), columns)
    _head(sheet, columns)
    texts = _texts(sheet, columns)
    figures = _Figures(sheet, columns)
    for row, (month, line) in enumerate(rows, FIRST):
        put_row(sheet, row, texts, _words(month, line))
        # The one place to change a count is where the counts are.
        figures.quantity(row, line, used.linked(month, line, row))
        if has_others(line):
            figures.others(row, line, used.linked_others(month, line, row))
        figures.price_and_amount(row, line, tiers)
    _total(sheet, lines, [line.amount for _month, line in rows])
    sheet.freeze(1)
    sheet.filter(FIRST, lines.last, len(columns))
    sheet.fit()
    return lines


def _head(sheet: Sheet, columns: dict[str, int]) -> None:
    names = _names()
    figures = [at for key, at in columns.items() if key in _FIGURES]
    sheet.head(0, [names[key] for key in columns], figures)


def _months_and_lines(answer: Estimate) -> Iterator[tuple[Month, BillLine]]:
    for bill in answer.bills:
        for line in bill.lines:
            yield bill.month, line


def _keys(answer: Estimate) -> tuple[str, ...]:
    """The columns; those of portions in the amortised view only, that of other calls
    where some count for a tier.
    """
    portion = _PORTION if answer.view == AMORTISED else ()
    lines = (line for _month, line in _months_and_lines(answer))
    tier = _TIER if any(map(has_others, lines)) else ()
    return (*_BEFORE, *tier, *portion, *_AFTER)


def _total(sheet: Sheet, lines: Lines, amounts: Sequence[Cents]) -> None:
    sheet.blank(lines.total, range(len(lines.columns)), "total")
    col = lines.columns["amount"]
    of = total(amounts, column(FIRST, lines.last, col))
    sheet.total(lines.total, _("Total"), of, col=col)


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
        "tier_others": _("Other calls for the tier"),
        "of_amount": _("Part of amount"),
        "used_before": _("Units used before"),
        "of_units": _("Units in all"),
        "amount": _("Amount"),
        "clauses": _("Clauses"),
        "assumptions": _("Assumptions"),
        "arithmetic": _("Arithmetic"),
    }


_WORDS = (
    "month",
    "date",
    "kind",
    "for",
    "order",
    "description",
    "clauses",
    "assumptions",
    "arithmetic",
    "unit",
)
"""The columns that hold no figures, in the order in which their texts are numbered."""


def _texts(sheet: Sheet, at: dict[str, int]) -> list[TableColumn]:
    """The columns that hold no figures."""
    long = ("description", "arithmetic")
    return [
        TableColumn(sheet, at[key], Field(key, "long" if key in long else "text"))
        for key in _WORDS
    ]


def _words(month: Month, line: BillLine) -> list[Value]:
    """What stands in those columns; nothing where a line has no order."""
    sums = phrases.arithmetic(line)
    spread = phrases.even_spread(line)
    if spread:
        sums = _("; ").join((sums, spread))
    return [
        month,
        line.date,
        phrases.kind_name(line.kind),
        phrases.scope_name(line.scope),
        line.order.id if line.order else None,
        phrases.description(line),
        " ".join(line.clauses),
        " ".join(line.assumptions),
        sums,
        line.unit,
    ]


class _Figures:
    """The figures of the lines, each in its column."""

    def __init__(self, sheet: Sheet, at: dict[str, int]) -> None:
        self.sheet, self.at = sheet, at
        self.letters = {key: column_name(at[key]) for key in _FIGURES & at.keys()}

    def quantity(self, row: int, line: BillLine, linked: str) -> None:
        """A count that is typed in, in blue, or linked."""
        self._count(row, "quantity", line.quantity, linked)

    def others(self, row: int, line: BillLine, linked: str) -> None:
        """The calls that count for the tier besides those billed."""
        self._count(row, "tier_others", other_calls(line), linked)

    def price_and_amount(self, row: int, line: BillLine, tiers: TiersByScope) -> None:
        """The unit price, and the amount that follows from it and the other figures."""
        number = row + 1
        cells = {key: f"{letters}{number}" for key, letters in self.letters.items()}
        self._price(row, line, tiers, cells)
        if line.discount:
            self.sheet.money(row, self.at["discount"], line.discount, "input")
        if line.portion:
            self._portion(row, line.portion)
        self.sheet.money(row, self.at["amount"], live_amount(line, cells))

    def _count(self, row: int, key: str, count: int, linked: str) -> None:
        look = "" if linked else "input"
        self.sheet.count(row, self.at[key], Live(count, linked), look)

    def _price(
        self, row: int, line: BillLine, tiers: TiersByScope, cells: dict[str, str]
    ) -> None:
        """The unit price: typed in, or that of the tier which the calls reach."""
        if line.unit_price is None:
            return
        count = cells["quantity"]
        if has_others(line):
            count += f"+{cells['tier_others']}"
        rule = rule_of(tiers, line, count)
        look = "" if rule.formula else "input"
        self.sheet.price(row, self.at["unit_price"], line.unit_price, look, rule)

    def _portion(self, row: int, portion: Portion) -> None:
        sheet, at = self.sheet, self.at
        sheet.money(row, at["of_amount"], portion.of, "input")
        sheet.count(row, at["used_before"], portion.before, "input")
        sheet.count(row, at["of_units"], portion.whole, "input")


def live_amount(line: BillLine, cells: dict[str, str]) -> Live:
    """The amount of a line with its formula over the cells of its figures."""
    return Live(line.amount, _formula(line, cells), _sure(line))


def _formula(line: BillLine, cells: dict[str, str]) -> str:
    """Quantity times unit price, less the discount; or the difference of two shares of
    what is used up part by part.
    """
    if line.portion:
        return (
            "=ROUND(ROUND({of_amount}*({used_before}+{quantity})/{of_units},2)"
            "-ROUND({of_amount}*{used_before}/{of_units},2),2)"
        ).format_map(cells)
    charged = f"ROUND({cells['quantity']}*{cells['unit_price']},2)"
    return f"=ROUND({charged}-{cells['discount']},2)"


def _sure(line: BillLine) -> bool:
    """Whether a spreadsheet that computes the line's formula gets the line's amount."""
    if line.portion:
        part = line.portion
        figures = part.after, part.whole, part.of
        is_rounded_alike = sure(part.of * part.before, part.whole) and sure(
            part.of * part.after, part.whole
        )
    else:
        price = line.unit_price
        assert price is not None
        figures = line.quantity, price.digits, line.discount
        cents = line.quantity * price.digits * 100
        is_rounded_alike = sure(cents, 10**price.places)
    return is_rounded_alike and max(map(abs, figures)) < DIGITS
