"""Counts of calls from a CSV file: columns `date,calls[,peak_qps][,for]`, a date being
a day or a month.

A byte order mark, CRLF line ends and semicolons are fine. Every faulty row is reported
with its place.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any
from unicodedata import normalize

from facefusion_billing.files import numbers
from facefusion_billing.files.located import decode, read_bytes
from facefusion_billing.model.faults import (
    MOST_SHOWN,
    Fault,
    InputError,
    Location,
    Message,
    Source,
    did_you_mean,
    refuse,
)
from facefusion_billing.model.scenario import CallCount, Level

MOST_ROWS = 100_000
MOST_COLUMNS = 100
COLUMNS = ("date", "calls", "peak_qps", "for")


class CallsFile:
    """The rows of a file, by scope; remembers which scopes have read theirs."""

    def __init__(self) -> None:
        self.calls: dict[str | None, list[CallCount]] = {}
        self.peaks: dict[str | None, list[Level]] = {}
        self.locations: dict[str | None, Location] = {}
        self.taken: set[str | None] = set()

    def take(self, scope: str) -> tuple[list[CallCount], list[Level]]:
        """The rows for a scope: all of them when the file has no column `for`."""
        key = None if None in self.calls else scope
        self.taken.add(key)
        return self.calls.get(key, []), self.peaks.get(key, [])

    def unclaimed(self) -> list[tuple[str, Location]]:
        """The scopes whose rows nobody read, each with its first row."""
        return [
            (scope or "", location)
            for scope, location in self.locations.items()
            if scope not in self.taken
        ]


def read_calls_file(path: str) -> CallsFile:
    """The counts in a file. Raises `InputError` with every fault found."""
    source = decode(read_bytes(path), path)
    if not source.text.strip():
        raise refuse("the file is empty", Location(source, 1, 1, 1, ""))
    first = source.text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(
        io.StringIO(source.text, newline=""), delimiter=delimiter, strict=True
    )
    faults: list[Fault] = []
    file = CallsFile()
    try:
        header = [name.strip().lower() for name in next(reader)]
        rows = _Rows(source, header, delimiter, faults, file)
        if not faults:
            for number, fields in enumerate(reader, 1):
                rows.read(reader.line_num, fields)
                if number > MOST_ROWS:
                    rows.fault(
                        reader.line_num,
                        "",
                        Message("more than {most_rows:,} rows", most_rows=MOST_ROWS),
                    )
                if len(faults) > MOST_SHOWN or number > MOST_ROWS:
                    break
    except csv.Error as error:
        faults.append(
            Fault(
                Message("not valid CSV: {error}", error=error),
                Location(source, reader.line_num, 1, 1, ""),
            )
        )
    if faults:
        raise InputError(faults)
    return file


class _Rows:
    def __init__(
        self,
        source: Source,
        header: list[str],
        delimiter: str,
        faults: list[Fault],
        file: CallsFile,
    ) -> None:
        self.source, self.header, self.delimiter = source, header, delimiter
        self.faults, self.file = faults, file
        self.seen: dict[tuple[str | None, Any], int] = {}
        self.check_header()

    def check_header(self) -> None:
        """Notes what is wrong with the header."""
        header = self.header
        if any("\t" in name for name in header):
            self.fault(
                1,
                "",
                Message("columns separated by tabs; expected commas or semicolons"),
            )
            return
        if len(header) > MOST_COLUMNS:
            self.fault(
                1,
                "",
                Message(
                    "more than {most_columns} columns; expected {known}",
                    most_columns=MOST_COLUMNS,
                    known=", ".join(COLUMNS),
                ),
            )
            return
        for name in dict.fromkeys(header):
            if name not in COLUMNS:
                hint = did_you_mean(name, COLUMNS) or Message(
                    "; expected {known}", known=", ".join(COLUMNS)
                )
                self.fault(
                    1,
                    name,
                    Message("unknown column {name!r}{hint}", name=name, hint=hint),
                )
            elif header.count(name) > 1:
                self.fault(
                    1, name, Message("the column {name!r} stands twice", name=name)
                )
        for name in ("date", "calls"):
            if name not in header:
                self.fault(1, "", Message("no column {name!r}", name=name))

    def fault(self, line: int, name: str, message: str) -> None:
        """Notes a fault at a column of a row (the header: of that name); at the whole
        row without one.
        """
        text = self.source.line(line)
        column, width = 1, len(text)
        if name in self.header and '"' not in text:
            before = text.split(self.delimiter)[: self.header.index(name) + 1]
            field = before.pop()
            column = (
                sum(len(other) + 1 for other in before)
                + len(field)
                - len(field.lstrip())
                + 1
            )
            width = len(field.strip())
        self.faults.append(
            Fault(message, Location(self.source, line, column, max(width, 1), ""))
        )

    def read(self, line: int, fields: list[str]) -> None:
        if not any(field.strip() for field in fields):
            return
        if len(fields) != len(self.header):
            self.fault(
                line,
                "",
                Message(
                    "{found} fields where {expected} belong; put quotes around a number with commas",
                    found=len(fields),
                    expected=len(self.header),
                ),
            )
            return
        row = dict(zip(self.header, (field.strip() for field in fields), strict=True))
        at = self.parsed(line, row, "date", numbers.span)
        calls = self.parsed(
            line, row, "calls", lambda text: numbers.count(text, "calls")
        )
        peak = self.parsed(
            line, row, "peak_qps", lambda text: numbers.count(text, "QPS")
        )
        if at is None or calls is None:
            return
        if at.span.days > 1 and not at.whole_month:
            self.fault(
                line,
                "date",
                Message(
                    "{date!r} is a range; expected a day or a month", date=row["date"]
                ),
            )
            return
        self.keep(line, row, at, calls, peak)

    def keep(
        self,
        line: int,
        row: dict[str, str],
        at: numbers.DatedSpan,
        calls: int,
        peak: int | None,
    ) -> None:
        scope = normalize("NFC", row["for"]) if "for" in row else None
        if scope == "":
            self.fault(line, "for", Message("nothing in column 'for'"))
            return
        if (scope, at) in self.seen:
            self.fault(
                line,
                "date",
                Message(
                    "{date} stands twice, first in line {seen}",
                    date=row["date"],
                    seen=self.seen[scope, at],
                ),
            )
            return
        self.seen[scope, at] = line
        location = Location(
            self.source, line, 1, max(len(self.source.line(line)), 1), row["date"]
        )
        self.file.calls.setdefault(scope, []).append(
            CallCount(at.span, calls, at.whole_month, location)
        )
        self.file.locations.setdefault(scope, location)
        if peak is not None:
            self.file.peaks.setdefault(scope, []).append(Level(at.span, peak, location))

    def parsed(
        self, line: int, row: dict[str, str], name: str, parse: Callable[[str], Any]
    ) -> Any:
        """The value of a column; None when it is not there, empty (peaks may be), or
        unreadable.
        """
        text = row.get(name, "")
        if not text and name == "peak_qps":
            return None
        try:
            return parse(text)
        except numbers.UnreadableError as error:
            self.fault(line, name, error.message)
            return None
