"""The header of a file of calls: which of its columns are which, and what is wrong with
it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from facefusion_billing.files.csv_text import Sheet
from facefusion_billing.files.numbers import UnreadableError
from facefusion_billing.files.sheet_days import sheet_span
from facefusion_billing.model.faults import (
    Fault,
    Location,
    Message,
    did_you_mean,
    fault_at,
    meant,
)
from facefusion_billing.startup.record import NamedTuple

MOST_COLUMNS = 100
MOST_TITLES = 30
"""How many lines are looked at for a header below the first one."""
COLUMNS = ("date", "calls", "peak_qps", "for")
NEEDED = ("date", "calls")
NamedColumns = dict[str, tuple[str, Location]]
"""What a usage file says the columns are called, and where it says so."""


class Columns(NamedTuple):
    """In which place each column stands (from 0), how many there are, and which have
    no name.
    """

    places: dict[str, int]
    width: int
    unnamed: tuple[int, ...]

    def text(self, cells: Sequence[str], name: str) -> str:
        """What stands in a column of a row; nothing where the row ends before it."""
        place = self.places[name]
        if place < len(cells):
            return cells[place].strip()
        return ""

    def fit(self, cells: Sequence[str]) -> bool:
        """Whether cells are a row of the table: below a name each, but for empty ones
        and peaks that are left out at its end.
        """
        beyond = [*self.unnamed, *range(self.width, len(cells))]
        if any(cells[place].strip() for place in beyond if place < len(cells)):
            return False
        needed = (p for name, p in self.places.items() if name != "peak_qps")
        return max(needed, default=-1) < len(cells)


class Header:
    """The first row of a table; faults are noted."""

    def __init__(self, sheet: Sheet, named: NamedColumns, faults: list[Fault]) -> None:
        self.sheet, self.named, self.faults = sheet, named, faults
        self.line = sheet.header.line
        self.cells = [_plain(cell) for cell in sheet.header.cells]

    def columns(self) -> Columns:
        """The columns, as far as they can be told."""
        cells, unnamed = self.cells, []
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            self.fault(
                None,
                Message(
                    "more than {most_columns} columns; expected {known}",
                    most_columns=MOST_COLUMNS,
                    known=", ".join(COLUMNS),
                ),
            )
            return Columns({}, len(cells), ())
        if any(_is_day(cell) for cell in cells):
            self.fault(
                None,
                Message(
                    "no header; write the names of the columns above the first row, "
                    "as in date,calls"
                ),
            )
            usual = {"date": 0, "calls": 1} if len(cells) > 1 else {}
            return Columns(usual, len(cells), ())
        unnamed = [place for place, cell in enumerate(cells) if not cell]
        return Columns(self.places(), len(cells), tuple(unnamed))

    def places(self) -> dict[str, int]:
        """Where each column stands: under the name that the usage file says, else under
        its own, else under one that is nearly that.
        """
        found: dict[str, int] = {}
        for name in COLUMNS:
            header, location = self.named.get(name, (name, None))
            places = [i for i, cell in enumerate(self.cells) if cell == _plain(header)]
            if places:
                found[name] = places[0]
            elif location is not None:
                self.missing(header, location)
            if len(places) > 1:
                said = Message("the column {name!r} stands twice", name=header)
                self.fault(places[1], said)
        if not self.named:
            if self.are_others(found):
                return found
            self.strangers(found)
        for name in NEEDED:
            if name not in found and name not in self.named:
                self.fault(None, Message("no column {name!r}", name=name))
        return found

    def are_others(self, found: dict[str, int]) -> bool:
        """Whether all columns have names of somebody else's, which is a fault."""
        near = (meant(cell, COLUMNS) for cell in self.cells)
        if found or any(near):
            return False
        line = self.line_below()
        if line:
            said = Message(
                "the header stands in line {line}; delete the lines above it", line=line
            )
            self.fault(None, said)
            return True
        self.fault(
            None,
            Message(
                "no columns {known}; say in the usage file which is which, as in "
                "columns: {{date: {first!r}, calls: ...}}",
                known=", ".join(NEEDED),
                first=self.sheet.header.cells[0].strip(),
            ),
        )
        return True

    def line_below(self) -> int | None:
        """The line of a header further down, below a title."""
        for line in range(self.line + 1, self.line + MOST_TITLES):
            cells = re.split(r"[,;\t|]", self.sheet.source.line(line))
            if set(NEEDED) <= {_plain(cell.strip('"')) for cell in cells}:
                return line
        return None

    def missing(self, header: str, location: Location) -> None:
        """Notes that a column which the usage file names is not there."""
        known = [cell.strip() for cell in self.sheet.header.cells if cell.strip()]
        self.faults.append(
            fault_at(
                "{name} has no column {column!r}{hint}",
                location,
                name=self.sheet.source.name,
                column=header,
                hint=did_you_mean(header, known)
                or Message("; it has {known}", known=", ".join(known[:MOST_COLUMNS])),
            )
        )

    def strangers(self, found: dict[str, int]) -> None:
        """Notes columns that are none; one that is nearly one is taken for it, so that
        what stands below it is looked at too.
        """
        for place, name in enumerate(self.cells):
            if not name or name in COLUMNS:
                continue
            near = meant(name, COLUMNS)
            hint = did_you_mean(name, COLUMNS) or Message(
                "; expected {known}, or `columns:` in the usage file to pass over others",
                known=", ".join(COLUMNS),
            )
            shown = self.sheet.header.cells[place].strip()
            self.fault(
                place, Message("unknown column {name!r}{hint}", name=shown, hint=hint)
            )
            if near is not None:
                found.setdefault(near, place)

    def fault(self, column: int | None, message: str) -> None:
        """Notes a fault at a column of the header; at all of it without one."""
        self.faults.append(Fault(message, self.sheet.location(self.line, column)))


def _plain(name: str) -> str:
    """A column's name as it is compared: without case and space around it."""
    return " ".join(name.split()).casefold()


def _is_day(text: str) -> bool:
    try:
        sheet_span(text)
    except UnreadableError:
        return False
    return True
