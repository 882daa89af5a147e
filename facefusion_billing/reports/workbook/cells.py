"""Cells of a workbook: texts that are harmless, real dates and numbers, and formulas
only where they are exact (see `exact`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from facefusion_billing.model.money import Cents, Price
from facefusion_billing.reports.wording.phrases import amount, grouped
from facefusion_billing.reports.workbook.exact import (
    DIGITS,
    price_format,
    quoted,
)
from facefusion_billing.reports.workbook.live import TYPED, Live, Rule
from facefusion_billing.reports.workbook.shared_texts import SHARED, columns_of
from facefusion_billing.reports.workbook.sheet_data import Cell, SheetData
from facefusion_billing.reports.workbook.styles import Styles
from facefusion_billing.startup.record import NamedTuple

NARROWEST, WIDEST, BESIDE = 9, 52, 4
"""Widths of columns, in digits; `BESIDE` is left free beside what a column holds, where
a filter has its button.
"""
ACROSS = 90
"""The least width of a paragraph, in digits."""
LINE = 15
"""The height of a line of text."""


_Shown = tuple[float, str, str]
"""A figure as a spreadsheet holds it, which may not be all of its digits; all of them as
a text; and their format.
"""


class Made(NamedTuple):
    """A cell that may stand in many rows: as it is, how many texts it shows, and, where
    its text is broken, the rows.
    """

    cell: Cell
    texts: int
    rows: list[int] | None


class Sheet:
    """A sheet under construction; it knows the widest text of each column."""

    def __init__(self, styles: Styles, name: str) -> None:
        self.styles, self.name = styles, name
        self.page = styles.book.add_worksheet(name)
        self.data = SheetData(styles.texts)
        self.heights: dict[int, int] = {}
        self.widths: dict[int, int] = {}
        self.long: dict[tuple[int, int], tuple[int, list[int]]] = {}
        self.paragraphs: list[tuple[int, str, str]] = []
        self.fixed = self.has_chart = False
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
            kind = "head_right" if index in figures else "head"
            self.text(row, col + index, name, kind)

    def freeze(self, row: int, columns: int = 0) -> None:
        """Keeps the rows above this one in view, and on every printed page."""
        self.page.freeze_panes(row, columns)
        self.page.repeat_rows(row - 1)

    def line(self, row: int, text: str, kind: str = "text", col: int = 0) -> None:
        """A text that may run over the empty cells on its right."""
        self.data.text(row, col, text, self.styles.of(kind))

    def paragraph(self, row: int, text: str, kind: str = "long") -> None:
        """A text over the whole width of the sheet, in a row that is high enough."""
        self.paragraphs.append((row, text, kind))

    def text(
        self, row: int, col: int, text: str, kind: str = "text", look: str = ""
    ) -> None:
        """A text, never taken for a formula, a number or a link."""
        found = self.data.text(row, col, text, self.styles.of(kind, look))
        if kind == "long":
            self.long[row, col] = found.width, [row]
        self._widen(col, found.width)

    def made(self, row: int, col: int) -> Made:
        """A cell that was written, to be written again."""
        cell = self.data.rows[row][col]
        _width, rows = self.long.get((row, col), (0, None))
        return Made(cell, int(cell[1].startswith(SHARED)), rows)

    def again(self, row: int, col: int, made: Made) -> None:
        """A cell once more, in another row of its column."""
        cell, texts, rows = made
        self.data.rows[row][col] = cell
        self.data.texts.count += texts
        if rows is not None:
            rows.append(row)

    def count(self, row: int, col: int, count: int | Live, look: str = "") -> None:
        """A count."""
        of = _live(count)
        self._figure(row, col, of, (of.value, f"{of.value:,}", "count"), look)

    def money(self, row: int, col: int, cents: Cents | Live, look: str = "") -> None:
        """An amount."""
        of = _live(cents)
        shown = of.value / 100, amount(of.value), self.styles.money
        self._figure(row, col, of, shown, look)

    def total(
        self, row: int, label: str, cents: Cents | Live, *, at: int = 0, col: int = 1
    ) -> None:
        """A total with its label."""
        self.text(row, at, label, look="total")
        self.money(row, col, cents, "total")

    def price(
        self, row: int, col: int, price: Price, look: str = "", rule: Rule = TYPED
    ) -> None:
        """A unit price with its printed digits, or the rule that gives it."""
        of = Live(price.digits, rule.formula)
        shown = (
            price.digits / 10**price.places,
            grouped(price.text),
            price_format(price.places, rule.places),
        )
        self._figure(row, col, of, shown, look)

    def verdict(
        self,
        row: int,
        col: int,
        words: tuple[str, str],
        *,
        good: bool,
        condition: str = "",
    ) -> None:
        """One of two words, the first in green when all is good, else the second in
        red; live where the condition for good is given.
        """
        text = words[0] if good else words[1]
        first, second = map(quoted, words)
        style = self.styles.of("figure", "failed")
        if condition:
            formula = f"=IF({condition},{first},{second})"
            self.data.formula(row, col, formula, style, text)
        else:
            self.data.text(row, col, text, style)
        green = {
            "type": "cell",
            "criteria": "==",
            "value": first,
            "format": self.styles.of("figure", "met"),
        }
        self.page.conditional_format(row, col, row, col, green)
        self._widen(col, columns_of(text))

    def day(self, row: int, col: int, day: date, kind: str = "day") -> None:
        """A real date; with the kind `month` it shows as 2025-01."""
        self.data.day(row, col, day, self.styles.of(kind))
        self._widen(col, len("2025-01-01"))

    def blank(self, row: int, columns: Iterable[int], look: str) -> None:
        """Empty cells in the look of their row."""
        for col in columns:
            self.text(row, col, "", look=look)

    def filter(self, first: int, last: int, columns: int) -> None:
        """A filter on the header above the rows `first` to `last`."""
        self.page.autofilter(first - 1, 0, last, columns - 1)

    def fit(self) -> None:
        """Sets the widths of all columns to what they hold, and the heights of rows to
        what is broken in them.
        """
        widths = {
            col: min(max(width + BESIDE, NARROWEST), WIDEST)
            for col, width in self.widths.items()
        }
        for col, width in widths.items():
            self.page.set_column(col, col, width)
        lines: dict[int, int] = {}
        for (_row, col), (width, rows) in self.long.items():
            count = _lines(width, widths[col])
            if count > 1:
                lines.update((row, max(lines.get(row, 1), count)) for row in rows)
        for row, count in lines.items():
            self._heighten(row, count)
        self._merge(widths)

    def _heighten(self, row: int, lines: int) -> None:
        """Makes a row high enough for some lines."""
        if lines > 1:
            self.heights[row] = LINE * lines

    def _merge(self, widths: dict[int, int]) -> None:
        """Writes the paragraphs over the first columns, as wide as a screen shows."""
        last, width = -1, 0
        while width < ACROSS:
            last += 1
            width += widths.get(last, NARROWEST)
        for row, text, kind in self.paragraphs:
            style = self.styles.of(kind)
            if last:
                self.page.merge_range(row, 0, row, last, "", style)
            for col in range(1, last + 1):
                self.data.text(row, col, "", style)
            shown = self.data.text(row, 0, text, style)
            self._heighten(row, _lines(shown.width, width))

    def _figure(self, row: int, col: int, of: Live, shown: _Shown, look: str) -> None:
        """A number, a formula with its value, or the text of a number which a double
        does not hold.
        """
        number, text, format = shown
        held = abs(of.value) < DIGITS
        if not (held and of.sure):
            self.fixed = True
            look = look or "fixed"
        style = self.styles.of(format if held else "figure", look)
        if not held:
            self.data.text(row, col, text, style)
        elif of.formula and of.sure:
            self.data.formula(row, col, of.formula, style, number)
        else:
            self.data.number(row, col, number, style)
        width = len(text)
        if format == self.styles.money:
            width += len(self.styles.currency) + 1
        self._widen(col, width)

    def _widen(self, col: int, width: int) -> None:
        if width > self.widths.get(col, -1):
            self.widths[col] = width


def _live(value: int | Live) -> Live:
    return value if isinstance(value, Live) else Live(value)


def _lines(text: int, width: int) -> int:
    """The lines that a text needs, words kept whole; rather one too many. `text` is how
    wide it is.
    """
    return max(1, -(-text * 21 // (20 * width)))
