"""Counts of calls from a file: a CSV as spreadsheets leave it, or a workbook, with the
columns `date,calls[,peak_qps][,for]`, a date being a day or a month.

Every fault of the header and of every row is noted with its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from unicodedata import normalize

from facefusion_billing.files import dates, numbers
from facefusion_billing.files.calls_header import Columns, Header, NamedColumns
from facefusion_billing.files.causes import cause_in
from facefusion_billing.files.csv_text import (
    GB18030,
    Row,
    Sheet,
    csv_sheet,
    decode_table,
    wrong_width,
)
from facefusion_billing.files.reading import ARCHIVES, read_bytes
from facefusion_billing.files.sheet_days import sheet_span
from facefusion_billing.model.faults import (
    MOST_SHOWN,
    Fault,
    InputError,
    Location,
    Message,
    fault_at,
    refuse,
)
from facefusion_billing.model.scenario import CallCount, Level

MOST_ROWS = 100_000
_ACCOUNT = "account"


class CallsFile:
    """The rows of a file, by scope, and its faults; remembers which scopes have read
    theirs. `guess` is what to say of its encoding where anything is wrong.
    """

    def __init__(self) -> None:
        self.calls: dict[str | None, list[CallCount]] = {}
        self.peaks: dict[str | None, list[Level]] = {}
        self.locations: dict[str | None, Location] = {}
        self.taken: set[str | None] = set()
        self.faults: list[Fault] = []
        self.guess: Fault | None = None

    def take(self, scope: str) -> tuple[list[CallCount], list[Level]]:
        """The rows for a scope: all of them when the file has no column `for`."""
        key = None if None in self.locations else scope
        self.taken.add(key)
        return self.calls.get(key, []), self.peaks.get(key, [])

    def unclaimed(self) -> list[tuple[str, Location]]:
        """The scopes whose rows nobody read, each with its first row."""
        return [
            (scope or "", location)
            for scope, location in self.locations.items()
            if scope not in self.taken
        ]


def read_calls_file(
    path: str, named: NamedColumns, account: str | None = None
) -> CallsFile:
    """The counts in a file, and every fault found; `named` says which of its columns
    are which, where they have names of their own.

    With an account, a column `account` is one that is known: only its rows are read.
    """
    file = CallsFile()
    try:
        sheet = _sheet(path, file.faults)
        if account is not None and _ACCOUNT in _titles(sheet):
            # What is named alone is looked for, and the column passed over.
            named = {"date": ("date", sheet.location(sheet.header.line))}
            sheet = sheet._replace(rows=_of_account(sheet, path, account))
        if sheet.source.encoding == GB18030:
            file.guess = fault_at(
                "the file is not UTF-8 and was read as GB18030; if that is wrong, save it "
                "as CSV UTF-8",
                sheet.location(sheet.header.line),
            )
        columns = Header(sheet, named, file.faults).columns()
        if columns.places:
            _read_rows(sheet, columns, file)
    except InputError as error:
        file.faults = error.faults
    return file


def _titles(sheet: Sheet) -> list[str]:
    return [cell.strip().casefold() for cell in sheet.header.cells]


def _of_account(sheet: Sheet, path: str, account: str) -> Iterator[Row]:
    """The rows of one account. Raises `InputError` where there are none."""
    place, others = _titles(sheet).index(_ACCOUNT), set()
    found = False
    for row in sheet.rows:
        name = "".join(row.cells[place : place + 1]).strip()
        if name == account:
            found = True
            yield row
        elif name:
            others.add(name)
    if not found:
        raise refuse(
            "{path}: no row of the account {account!r}; it has {known}",
            path=path,
            account=account,
            known=", ".join(sorted(others)[:10]) or "-",
        )


def _sheet(path: str, faults: list[Fault]) -> Sheet:
    """The table in a file. Raises `InputError`."""
    data = read_bytes(path)
    if data.startswith(ARCHIVES):
        from facefusion_billing.files.workbooks import workbook_sheet

        return workbook_sheet(data, path)
    return csv_sheet(decode_table(data, path), faults)


def _read_rows(sheet: Sheet, columns: Columns, file: CallsFile) -> None:
    rows = _Rows(sheet, columns, file)
    for number, row in enumerate(sheet.rows, 1):
        if number > MOST_ROWS:
            message = Message("more than {most_rows:,} rows", most_rows=MOST_ROWS)
            file.faults.append(Fault(message, sheet.location(row.line)))
        # Nobody mends more faults in one go than are shown.
        if number > MOST_ROWS or len(file.faults) > MOST_SHOWN:
            return
        rows.read(row)


class _Rows:
    def __init__(self, sheet: Sheet, columns: Columns, file: CallsFile) -> None:
        self.sheet, self.columns, self.file = sheet, columns, file
        self.seen: dict[tuple[str | None, Any], int] = {}

    def fault(
        self, template: str, line: int, name: str | None = None, /, **values: Any
    ) -> None:
        """Notes a fault at a column of a row; at the whole row without one."""
        column = self.columns.places.get(name) if name else None
        location = self.sheet.location(line, column)
        self.file.faults.append(fault_at(template, location, **values))

    def read(self, row: Row) -> None:
        if not any(cell.strip() for cell in row.cells):
            return
        if not self.columns.fit(row.cells):
            self.fault(wrong_width(len(row.cells), self.columns.width), row.line)
            return
        at = self.parsed(row, "date", sheet_span)
        calls = self.parsed(row, "calls", lambda text: numbers.count(text, "calls"))
        peak = self.parsed(row, "peak_qps", lambda text: numbers.count(text, "QPS"))
        scope = self.parsed(row, "for", lambda text: normalize("NFC", text))
        if at is not None and at.span.days > 1 and not at.whole_month:
            self.fault(
                "{date!r} is a range; expected a day or a month",
                row.line,
                "date",
                date=self.columns.text(row.cells, "date"),
            )
        elif at is not None and (scope or "for" not in self.columns.places):
            self.keep(row, scope, at, calls, peak)

    def keep(
        self,
        row: Row,
        scope: str | None,
        at: dates.DatedSpan,
        calls: int | None,
        peak: int | None,
    ) -> None:
        date = self.columns.text(row.cells, "date")
        # Of two counts for a day none is the sum: which one holds only the writer
        # knows.
        if (scope, at) in self.seen:
            self.fault(
                "{date} stands twice, first in line {seen}",
                row.line,
                "date",
                date=date,
                seen=self.seen[scope, at],
            )
            return
        self.seen[scope, at] = row.line
        location = self.sheet.location(row.line)._replace(path=date)
        self.file.locations.setdefault(scope, location)
        if calls is not None:
            count = CallCount(at.span, calls, at.whole_month, location)
            self.file.calls.setdefault(scope, []).append(count)
        if peak is not None:
            self.file.peaks.setdefault(scope, []).append(Level(at.span, peak, location))

    def parsed(self, row: Row, name: str, parse: Callable[[str], Any]) -> Any:
        """The value of a column; None when it is not there, empty (peaks may be), or
        unreadable.
        """
        if name not in self.columns.places:
            return None
        text = self.columns.text(row.cells, name)
        if not text:
            if name != "peak_qps":
                self.fault("nothing in column {name!r}", row.line, name, name=name)
            return None
        try:
            return parse(text)
        except numbers.UnreadableError as error:
            hint = "" if name == "date" else cause_in(text)
            said = Message("{error}{hint}", error=error, hint=hint)
            self.fault(said, row.line, name)
            return None
