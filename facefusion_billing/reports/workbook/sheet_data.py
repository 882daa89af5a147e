"""The cells of a sheet, and how they stand in its file.

XlsxWriter makes the rest of a workbook. Of its own cells, each takes ten times as long:
it looks for thirty functions by name in every formula, and builds every tag from parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from facefusion_billing.reports.workbook.exact import cell, column_name
from facefusion_billing.reports.workbook.shared_texts import Text, Texts, escaped

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FIRST_DAY = date(1899, 12, 30).toordinal()
"""From this day on a spreadsheet counts the days, if they are later than March 1900."""
_BLOCK = 16
"""The rows for which a file says together from which column to which they reach."""

_EMPTY, _NUMBER, _TEXT, _WORDS = None, "", ' t="s"', ' t="str"'
"""The kinds of cells as they are marked: an empty one, a number, one of the workbook's
texts, and the words that a formula gives.
"""

Cell = tuple["Format", str | None, str, str]
"""How a cell looks, its kind, its formula in the file, and its value there."""


class SheetData:
    """The cells of a sheet by row and column; what is put last stays."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.rows: defaultdict[int, dict[int, Cell]] = defaultdict(dict)

    def text(self, row: int, col: int, text: str, style: Format) -> Text:
        """Puts a text, or an empty cell where there is none; how it is shown."""
        found = self.texts[text]
        kind = _EMPTY
        if found.shown:
            kind = _TEXT
            self.texts.count += 1
        self.rows[row][col] = (style, kind, "", found.number)
        return found

    def number(self, row: int, col: int, number: float, style: Format) -> None:
        """Puts a number."""
        self.rows[row][col] = (style, _NUMBER, "", f"{number:.16G}")

    def formula(
        self, row: int, col: int, formula: str, style: Format, value: float | str
    ) -> None:
        """Puts a formula (with `=` before it) and the number or words that it gives."""
        kind = _WORDS if isinstance(value, str) else _NUMBER
        held = f"<f>{escaped(formula[1:])}</f>"
        self.rows[row][col] = (style, kind, held, escaped(str(value)))

    def day(self, row: int, col: int, day: date, style: Format) -> None:
        """Puts a day."""
        number = str(day.toordinal() - _FIRST_DAY)
        self.rows[row][col] = (style, _NUMBER, "", number)

    def copy(self, row: int, col: int, page: Worksheet) -> None:
        """Writes a cell to a sheet of XlsxWriter's own, without its look."""
        if col not in self.rows.get(row, ()):
            return
        style, kind, formula, value = self.rows[row][col]
        if kind == _TEXT:
            page.write_string(row, col, self.texts.shown[int(value)])
        elif formula:
            page.write_formula(row, col, "=0", None, value)
        elif kind == _NUMBER:
            page.write_number(row, col, float(value))
        else:
            page.write_blank(row, col, None, style)

    def ordered(self) -> Iterator[tuple[int, list[tuple[int, Cell]]]]:
        """The rows from above, the cells of each from the left."""
        for row in sorted(self.rows):
            yield row, sorted(self.rows[row].items())

    def reach(self) -> str:
        """The range of all cells, of which there is one at the least."""
        columns = [col for cells in self.rows.values() for col in cells]
        first = cell(min(self.rows), min(columns))
        last = cell(max(self.rows), max(columns))
        return first if first == last else f"{first}:{last}"

    def xml(
        self, marks: Mapping[Format, str], heights: Mapping[int, int]
    ) -> Iterator[str]:
        """Row by row as they stand in the file; `marks` are those of the looks."""
        spans = self._spans()
        for row, cells in self.ordered():
            number = row + 1
            height = ""
            if row in heights:
                height = f' ht="{heights[row]}" customHeight="1"'
            parts = [f'<row r="{number}" spans="{spans[row // _BLOCK]}"{height}>']
            for col, (style, kind, formula, value) in cells:
                place = f'<c r="{column_name(col)}{number}"{marks[style]}'
                if kind is _EMPTY:
                    parts.append(f"{place}/>")
                else:
                    parts.append(f"{place}{kind}>{formula}<v>{value}</v></c>")
            parts.append("</row>")
            yield "".join(parts)

    def _spans(self) -> dict[int, str]:
        """The first and the last column of each block of rows."""
        reached: dict[int, tuple[int, int]] = {}
        for row, cells in self.rows.items():
            block, first, last = row // _BLOCK, min(cells), max(cells)
            if block in reached:
                first = min(first, reached[block][0])
                last = max(last, reached[block][1])
            reached[block] = first, last
        return {
            block: f"{first + 1}:{last + 1}" for block, (first, last) in reached.items()
        }
