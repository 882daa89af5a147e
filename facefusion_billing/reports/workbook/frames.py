"""The sheets of a workbook as XlsxWriter makes them, without their cells, and how the
cells come into them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, islice
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_cell_to_rowcol

from facefusion_billing.reports.workbook.cells import Sheet

if TYPE_CHECKING:
    from xlsxwriter.format import Format

_STYLE = re.compile(r'<c r="[A-Z]+1" s="(\d+)"/>')
_REACH = re.compile(r'(?<=<dimension ref=")[^"]*')
_CELLS = re.compile("<sheetData/>|<sheetData>.*</sheetData>")
_PIECE = 500
"""The rows that are compressed at once."""


class Frames:
    """The sheets by their names in the file.

    XlsxWriter numbers the looks of cells in the order in which a file first uses them,
    and copies what a chart shows. So cells in the first row stand in for every look
    that is new on a sheet, and cells that a chart shows are written to it, too.
    """

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        names = (f"xl/worksheets/sheet{number}.xml" for number in count(1))
        self.sheets = dict(zip(names, sheets, strict=False))
        self.marks: dict[Format, str] = {}
        self.new: dict[Sheet, list[Format]] = {}

    def prepare(self, charted: Iterable[str]) -> None:
        """Writes what stands in for cells: looks, and the ranges that charts show."""
        taken = self._show(charted)
        known: set[Format] = set()
        for sheet in self.sheets.values():
            self.new[sheet] = [look for look in sheet.data.looks() if look not in known]
            known.update(self.new[sheet])
            free = (col for col in count() if (sheet.name, col) not in taken)
            for col, style in zip(free, self.new[sheet], strict=False):
                sheet.page.write_blank(0, col, None, style)
            if sheet.has_chart:
                # Where a chart stands follows from the heights of the rows above it.
                for row, height in sheet.heights.items():
                    sheet.page.set_row(row, height)
        if known:
            # There is a part for texts only where there are some.
            next(iter(self.sheets.values())).page.write_string(1, 0, "x")

    def _show(self, charted: Iterable[str]) -> set[tuple[str, int]]:
        """Writes the cells that charts show; the columns of those in the first row."""
        by_name = {sheet.name: sheet for sheet in self.sheets.values()}
        taken = set()
        for address in charted:
            name, _, cells = address.rpartition("!")
            sheet = by_name[name.strip("'")]
            for row, col in _places(cells):
                sheet.data.copy(row, col, sheet.page)
                if row == 0:
                    taken.add((sheet.name, col))
        return taken

    def filled(self, name: str, frame: str) -> Iterator[bytes]:
        """A sheet of the file with its cells, piece by piece."""
        sheet = self.sheets[name]
        found = _STYLE.findall(frame)
        for style, number in zip(self.new[sheet], found, strict=False):
            self.marks[style] = f' s="{number}"'
        head, tail = _CELLS.split(frame)
        blocks = sheet.data.blocks()
        head = _REACH.sub(sheet.data.reach(blocks), head, count=1)
        yield f"{head}<sheetData>".encode()
        rows = sheet.data.xml(blocks, self.marks, sheet.heights)
        while piece := "".join(islice(rows, _PIECE)):
            yield piece.encode()
        yield f"</sheetData>{tail}".encode()


def _places(cells: str) -> Iterator[tuple[int, int]]:
    """The rows and columns of a range of cells."""
    first, _, last = cells.partition(":")
    top, left = xl_cell_to_rowcol(first)
    bottom, right = xl_cell_to_rowcol(last or first)
    for row in range(top, bottom + 1):
        for col in range(left, right + 1):
            yield row, col
