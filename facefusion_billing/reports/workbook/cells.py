"""Cells of a workbook: texts that are harmless, real dates and numbers, and formulas
only where they are exact.

A spreadsheet computes with doubles, which hold 15 digits. So a figure of more digits is
a text; and an amount is a formula only where every spreadsheet is sure to round it as
the core did (`sure`, `summable`), else the core's figure in italics. No digit is lost
and no total differs from the core's, whatever the size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from facefusion_billing.model.money import Cents, Price
from facefusion_billing.reports.wording.phrases import amount, grouped
from facefusion_billing.reports.wording.text import escape_controls

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

DIGITS = 10**15
"""Whole numbers below this are held, shown and typed in without losing a digit."""

TIES = 10**12
"""Amounts in cents below which a half cent is surely rounded up: LibreOffice misses
some from 1.3 x 10^12 on.
"""

LONGEST = 32_767
"""Excel's limit of a text, in UTF-16 units."""

NARROWEST, WIDEST, BESIDE = 9, 52, 4
"""Widths of columns, in digits; `BESIDE` is left free beside what a column holds, where
a filter has its button.
"""


def sure(numerator: int, denominator: int) -> bool:
    """Whether ROUND in any spreadsheet gives the cents that a fraction (in cents) is,
    rounded half up.

    A half cent must be small enough to be seen as one; what is no half cent must not be
    so near to one that doubles take it for one.

    >>> (
    ...     sure(9_999 * 65 * 100, 1_000),
    ...     sure(10**12 * 65 * 100 + 500, 1_000),
    ...     sure(12_600_000 * 7 - 1, 3 * 10**13),
    ... )
    (True, False, True)
    """
    cents, rest = divmod(abs(numerator), denominator)
    off = abs(2 * rest - denominator)
    return (
        cents < TIES
        if not off
        else cents < DIGITS and off * 10**14 > 2 * abs(numerator)
    )


def summable(parts: Sequence[Cents]) -> bool:
    """Whether the doubles of these amounts add up to the right cent, in any order.

    Each of n additions is off by 2^-53 of the sum at the most, and so is each part.
    """
    size = sum(abs(part) for part in parts)
    return size < DIGITS and size * (len(parts) + 1) < 2**52


def csv_safe(text: str) -> str:
    """A text without control characters that fits a cell; what is too long ends in an
    ellipsis.
    """
    shown = escape_controls(text)
    units = shown.encode("utf-16-le")
    return (
        shown
        if len(units) <= 2 * LONGEST
        else units[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"
    )


_RIGHT = {"valign": "top", "align": "right", "indent": 2}
_HEAD = {
    "bold": True,
    "bg_color": "#D9E2EC",
    "bottom": 1,
    "valign": "top",
    "text_wrap": True,
}
_KINDS: dict[str, dict[str, Any]] = {
    "text": {"valign": "top"},
    "long": {"valign": "top", "text_wrap": True},
    "figure": _RIGHT,
    "count": {**_RIGHT, "num_format": "#,##0"},
    "day": {"valign": "top", "align": "left", "num_format": "yyyy-mm-dd"},
    "month": {"valign": "top", "align": "left", "num_format": "yyyy-mm"},
    "title": {"bold": True, "font_size": 14},
    "alert": {"bold": True, "font_color": "#B00020"},
    "faint": {"italic": True, "font_color": "#5F6B7A"},
    "section": {"bold": True, "font_size": 12},
    "head": _HEAD,
    "head_right": {**_HEAD, **_RIGHT},
}
_LOOKS: dict[str, dict[str, Any]] = {
    "": {},
    "input": {"font_color": "#0000FF"},
    "fixed": {"italic": True},
    "total": {"bold": True, "top": 1},
    "met": {"bold": True, "font_color": "#1B6E3C"},
    "failed": {"bold": True, "font_color": "#B00020"},
}


class Styles:
    """The formats of a workbook, each made once: a kind of cell, and how it looks
    (input, total and the like).
    """

    def __init__(self, book: Workbook, currency: str) -> None:
        self.book, self.currency = book, currency
        self.money = f"[${currency}] #,##0.00"
        self.made: dict[tuple[str, str], Format] = {}

    def of(self, kind: str, look: str = "") -> Format:
        """The format of a kind of cell: a name of `_KINDS`, or a number format."""
        if (kind, look) not in self.made:
            properties = _KINDS.get(kind) or {**_RIGHT, "num_format": kind}
            self.made[kind, look] = self.book.add_format({**properties, **_LOOKS[look]})
        return self.made[kind, look]


class Sheet:
    """A sheet under construction; it knows the widest text of each column."""

    def __init__(self, styles: Styles, name: str) -> None:
        self.styles, self.name = styles, name
        self.page = styles.book.add_worksheet(name)
        self.widths: dict[int, int] = {}
        self.fixed = False
        self.page.set_landscape()
        self.page.set_paper(9)
        self.page.fit_to_pages(1, 0)
        self.page.set_margins(0.4, 0.4, 0.6, 0.6)
        self.page.set_footer("&L&A&R&P / &N")

    def head(
        self,
        row: int,
        names: Iterable[str],
        figures: Sequence[int] = (),
        *,
        col: int = 0,
    ) -> None:
        """The names of columns; `figures` are those that stand on the right."""
        for index, name in enumerate(names):
            self.text(
                row, col + index, name, "head_right" if index in figures else "head"
            )

    def freeze(self, row: int, columns: int = 0) -> None:
        """Keeps the rows above this one in view, and on every printed page."""
        self.page.freeze_panes(row, columns)
        self.page.repeat_rows(row - 1)

    def line(self, row: int, text: str, kind: str = "text", col: int = 0) -> None:
        """A text that may run over the empty cells on its right."""
        self.page.write_string(row, col, csv_safe(text), self.styles.of(kind))

    def text(
        self, row: int, col: int, text: str, kind: str = "text", look: str = ""
    ) -> None:
        """A text, never taken for a formula, a number or a link."""
        shown, style = csv_safe(text), self.styles.of(kind, look)
        if shown:
            self.page.write_string(row, col, shown, style)
        else:
            self.page.write_blank(row, col, None, style)
        self._widen(col, shown)

    def count(
        self,
        row: int,
        col: int,
        number: int,
        formula: str = "",
        *,
        live: bool = True,
        look: str = "",
    ) -> None:
        """A count; as a formula where one is given and it is `live`."""
        self._figure(
            row, col, number, number, f"{number:,}", "count", formula, live, look
        )

    def money(
        self,
        row: int,
        col: int,
        cents: Cents,
        formula: str = "",
        *,
        live: bool = True,
        look: str = "",
    ) -> None:
        """An amount; as a formula where one is given and it is `live`."""
        self._figure(
            row,
            col,
            cents,
            cents / 100,
            amount(cents),
            self.styles.money,
            formula,
            live,
            look,
        )

    def price(self, row: int, col: int, price: Price, look: str = "") -> None:
        """A unit price with its printed digits."""
        format = "#,##0" + ("." + "0" * price.places if price.places else "")
        value = price.digits / 10**price.places
        self._figure(
            row, col, price.digits, value, grouped(price.text), format, "", True, look
        )

    def verdict(
        self, row: int, col: int, text: str, good: str, formula: str = ""
    ) -> None:
        """A word, green when it is the good one and red else; as a formula where one is
        given.
        """
        style = self.styles.of("figure", "failed")
        if formula:
            self.page.write_formula(row, col, formula, style, text)
        else:
            self.page.write_string(row, col, text, style)
        green = {
            "type": "cell",
            "criteria": "==",
            "value": quoted(good),
            "format": self.styles.of("figure", "met"),
        }
        self.page.conditional_format(row, col, row, col, green)
        self._widen(col, text)

    def day(self, row: int, col: int, day: date, kind: str = "day") -> None:
        """A real date; with the kind `month` it shows as 2025-01."""
        self.page.write_datetime(
            row, col, datetime(day.year, day.month, day.day), self.styles.of(kind)
        )
        self._widen(col, "2025-01-01")

    def blank(self, row: int, columns: Iterable[int], look: str) -> None:
        """Empty cells in the look of their row."""
        for col in columns:
            self.text(row, col, "", look=look)

    def filter(self, first: int, last: int, columns: int) -> None:
        """A filter on the header above the rows `first` to `last`."""
        self.page.autofilter(first - 1, 0, last, columns - 1)

    def fit(self) -> None:
        """Sets the widths of all columns to what they hold."""
        for col, width in self.widths.items():
            self.page.set_column(col, col, min(max(width + BESIDE, NARROWEST), WIDEST))

    def _figure(
        self,
        row: int,
        col: int,
        digits: int,
        value: float,
        text: str,
        format: str,
        formula: str,
        live: bool,
        look: str,
    ) -> None:
        """A number, a formula with its value, or the text of a number which a double
        does not hold.
        """
        fixed = abs(digits) >= DIGITS or not live
        style = self.styles.of(format, look or ("fixed" if fixed else ""))
        if abs(digits) >= DIGITS:
            self.page.write_string(
                row, col, text, self.styles.of("figure", look or "fixed")
            )
        elif formula and live:
            self.page.write_formula(row, col, formula, style, value)
        else:
            self.page.write_number(row, col, value, style)
        self.fixed |= fixed
        self._widen(
            col,
            f"{self.styles.currency} {text}" if format == self.styles.money else text,
        )

    def _widen(self, col: int, text: str) -> None:
        columns = (
            len(text)
            if text.isascii()
            else sum(1 + (east_asian_width(c) in "WF") for c in text)
        )
        self.widths[col] = max(self.widths.get(col, 0), columns)


def quoted(text: str) -> str:
    """A text of ours as a constant in a formula."""
    return '"' + text.replace('"', '""') + '"'


def cell(row: int, col: int, sheet: str = "") -> str:
    """The address of a cell, on another sheet an absolute one.

    >>> cell(4, 2), cell(4, 2, "Bills")
    ('C5', 'Bills!$C$5')
    """
    return (
        f"{sheet}!{xl_rowcol_to_cell(row, col, True, True)}"
        if sheet
        else str(xl_rowcol_to_cell(row, col))
    )


def column(first: int, last: int, col: int, sheet: str = "") -> str:
    """The address of a part of a column.

    >>> column(1, 9, 0), column(1, 9, 0, "Bills")
    ('A2:A10', 'Bills!$A$2:$A$10')
    """
    name = xl_col_to_name(col)
    return (
        f"{sheet}!${name}${first + 1}:${name}${last + 1}"
        if sheet
        else f"{name}{first + 1}:{name}{last + 1}"
    )
