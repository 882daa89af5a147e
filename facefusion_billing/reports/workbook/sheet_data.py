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
from facefusion_billing.reports.workbook.shared_texts import (
    EMPTY,
    SHARED,
    Text,
    Texts,
    escaped,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FIRST_DAY = date(1899, 12, 30).toordinal()
"""From this day on a spreadsheet counts the days, if they are later than March 1900."""
_BLOCK = 16
"""The rows for which a file says together from which column to which they reach."""

Cell = tuple["Format", str]
"""How a cell looks, and all that stands in the file after that."""
Blocks = dict[int, tuple[int, int]]
"""The first and the last column that some rows together reach."""


class SheetData:
    """The cells of a sheet by row and column; what is put last stays."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.rows: defaultdict[int, dict[int, Cell]] = defaultdict(dict)

    def text(self, row: int, col: int, text: str, style: Format) -> Text:
        """Puts a text, or an empty cell where there is none; how it is shown."""
        found = self.texts[text]
        self.texts.count += found.number is not None
        self.rows[row][col] = (style, found.tail)
        return found

    def number(self, row: int, col: int, number: float, style: Format) -> None:
        """Puts a number."""
        self.rows[row][col] = (style, f"><v>{number:.16G}</v></c>")

    def formula(
        self, row: int, col: int, formula: str, style: Format, value: float | str
    ) -> None:
        """Puts a formula (with `=` before it) and the number or words that it gives."""
        kind, given = "", str(value)
        if isinstance(value, str):
            kind, given = ' t="str"', escaped(value)
        tail = f"{kind}><f>{escaped(formula[1:])}</f><v>{given}</v></c>"
        self.rows[row][col] = (style, tail)

    def day(self, row: int, col: int, day: date, style: Format) -> None:
        """Puts a day."""
        number = day.toordinal() - _FIRST_DAY
        self.rows[row][col] = (style, f"><v>{number}</v></c>")

    def copy(self, row: int, col: int, page: Worksheet) -> None:
        """Writes a cell to a sheet of XlsxWriter's own, without its look."""
        if col not in self.rows.get(row, ()):
            return
        style, tail = self.rows[row][col]
        value = tail.rpartition("<v>")[2].partition("<")[0]
        if tail == EMPTY:
            page.write_blank(row, col, None, style)
        elif tail.startswith(SHARED):
            page.write_string(row, col, self.texts.shown[int(value)])
        elif "<f>" in tail:
            # A chart takes the value as it stands; a formula would be read anew.
            page.write_string(row, col, value)
        else:
            page.write_number(row, col, float(value))

    def looks(self) -> Iterator[Format]:
        """How the cells look, in the order in which each look is first seen."""
        known: set[Format] = set()
        for row in sorted(self.rows):
            cells = self.rows[row]
            if known.issuperset([style for style, _tail in cells.values()]):
                continue
            for _col, (style, _tail) in sorted(cells.items()):
                if style not in known:
                    known.add(style)
                    yield style

    def blocks(self) -> Blocks:
        """The first and the last column of each block of rows."""
        reached: Blocks = {}
        for row, cells in self.rows.items():
            block, first, last = row // _BLOCK, min(cells), max(cells)
            if block in reached:
                first = min(first, reached[block][0])
                last = max(last, reached[block][1])
            reached[block] = first, last
        return reached

    def reach(self, blocks: Blocks) -> str:
        """The range of all cells, of which there is one at the least."""
        first = cell(min(self.rows), min(col for col, _last in blocks.values()))
        last = cell(max(self.rows), max(col for _first, col in blocks.values()))
        return first if first == last else f"{first}:{last}"

    def xml(
        self, blocks: Blocks, marks: Mapping[Format, str], heights: Mapping[int, int]
    ) -> Iterator[str]:
        """Row by row as they stand in the file, each let go of once it is written;
        `marks` are those of the looks.
        """
        widest = max(last for _first, last in blocks.values())
        starts = [f'<c r="{column_name(col)}' for col in range(widest + 1)]
        for row in sorted(self.rows):
            number = str(row + 1)
            height = ""
            if row in heights:
                height = f' ht="{heights[row]}" customHeight="1"'
            cells = [
                f'{starts[col]}{number}"{marks[style]}{tail}'
                for col, (style, tail) in sorted(self.rows.pop(row).items())
            ]
            first, last = blocks[row // _BLOCK]
            head = f'<row r="{number}" spans="{first + 1}:{last + 1}"{height}>'
            yield f"{head}{''.join(cells)}</row>"
