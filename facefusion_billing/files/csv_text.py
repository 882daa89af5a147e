"""CSV as spreadsheets and shops leave it: which characters its bytes are, what separates
its columns, and its rows with the lines they stand in.
"""

from __future__ import annotations

import csv
import io
import os
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from facefusion_billing.model.faults import (
    Fault,
    InputError,
    Location,
    Message,
    Source,
    fault_at,
    refuse,
)
from facefusion_billing.startup.record import NamedTuple

UTF_16, GB18030 = "UTF-16", "GB18030"
_NOTHING = ',;\t|" \r\n'
_QUOTED = r'"[^"]*"'
_LONGEST_LINE = 10_000
MOST_FIELDS = 10_000
_PIECE = 1024 * 1024
_SEPARATOR = r'"?sep=(.)"?'
_PROBLEMS = (
    ("unexpected end", Message("quotes that are not closed")),
    ("expected after", Message("a text goes on after its closing quotes")),
    ("larger than", Message("a field of more than 131,072 characters")),
)
"""What the reader of CSV says, in words for people."""


class Row(NamedTuple):
    """The texts of a row, and its line."""

    line: int
    cells: list[str]


class Sheet(NamedTuple):
    """A table of texts: its header, the rows below, and what separates the columns of
    a line. In a workbook a cell has a name.
    """

    source: Source
    header: Row
    rows: Iterator[Row]
    delimiter: str
    names_cells: bool = False

    def location(self, line: int, column: int | None = None) -> Location:
        """Where a cell stands, counted from 0; without a column the whole row."""
        text, path = self.source.line(line), ""
        start, end = 0, len(text)
        if column is not None:
            fields = _fields(text, self.delimiter, quoted=not self.names_cells)
            start, end = fields.get(column, (start, end))
            if self.names_cells:
                path = f"{_letters(column)}{line}"
        return Location(self.source, line, start + 1, max(end - start, 1), path)


def _fields(text: str, delimiter: str, *, quoted: bool) -> dict[int, tuple[int, int]]:
    """Where each field of a line begins and ends, without the space around it; none
    where a field goes on from another line, or the line is of no use to people.
    """
    ends, inside = [], False
    if len(text) > _LONGEST_LINE:
        return {}
    for place, letter in enumerate(text):
        if quoted and letter == '"':
            inside = not inside
        elif letter == delimiter and not inside:
            ends.append(place)
    if inside:
        return {}
    found = {}
    start = 0
    for number, end in enumerate((*ends, len(text))):
        field = text[start:end]
        first = start + len(field) - len(field.lstrip())
        found[number] = first, max(first, start + len(field.rstrip()))
        start = end + 1
    return found


def _letters(column: int) -> str:
    """A column as a spreadsheet names it.

    >>> _letters(1), _letters(27)
    ('B', 'AB')
    """
    rest, last = divmod(column, 26)
    letter = chr(ord("A") + last)
    if rest:
        return _letters(rest - 1) + letter
    return letter


def wrong_width(found: int, expected: int) -> Message:
    """What is wrong with a row that has another number of fields than its header."""
    if found < expected:
        return Message(
            "only {found} of {expected} fields", found=found, expected=expected
        )
    return Message(
        "{found} fields where {expected} belong; put quotes around a number with commas",
        found=found,
        expected=expected,
    )


def decode_table(data: bytes, name: str) -> Source:
    """The text of a table: UTF-8, UTF-16, or GB18030, which spreadsheets of Chinese
    systems write. Raises `InputError` when it is none of them.
    """
    wide = _utf_16(data)
    codecs = {wide: UTF_16} if wide else {"utf-8-sig": "", GB18030: GB18030}
    for codec, encoding in codecs.items():
        try:
            return Source(name, data.decode(codec).lstrip("\ufeff"), encoding)
        except UnicodeDecodeError:
            continue
    raise refuse(
        "{name}: neither UTF-8, UTF-16 nor GB18030; save it as UTF-8", name=name
    )


def _utf_16(data: bytes) -> str:
    """The kind of UTF-16 of some bytes, by its mark or by the zeros between Latin letters;
    empty where they are none.
    """
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    if data[1:2] == data[3:4] == b"\0":
        return "utf-16-le"
    if data[:1] == data[2:3] == b"\0":
        return "utf-16-be"
    return ""


def table_encoding(path: str) -> str:
    """The same of a table that is not held whole. A pipe is read once, so it is UTF-8.

    Whether it is GB18030 shows where it is read.
    """
    if not os.path.isfile(path):
        return "utf-8-sig"
    decoder = getincrementaldecoder("utf-8")()
    with open(path, "rb") as file:
        if wide := _utf_16(file.read(4)):
            return wide
        file.seek(0)
        try:
            while piece := file.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return GB18030
    return "utf-8-sig"


def csv_sheet(source: Source, faults: list[Fault]) -> Sheet:
    """The table of a text: empty lines and a line `sep=;` before it are passed over.
    Rows that are not CSV are noted while they are read.

    Raises `InputError` where there is no header.
    """
    stream = io.StringIO(source.text, newline="")
    lines = enumerate(stream, 1)
    number, first = _next_line(source, lines)
    stated = stated_separator(first)
    if stated:
        number, first = _next_line(source, lines)
    delimiter = stated or _delimiter(first)
    left = _narrow(source, delimiter, chain([(number, first)], lines))
    reader = csv.reader(left, delimiter=delimiter, skipinitialspace=True, strict=True)
    rows = _rows(source, reader, number - 1, faults)
    header = next(rows, None)
    if header is None or faults:
        raise InputError(faults)
    return Sheet(source, header, rows, delimiter)


def stated_separator(line: str) -> str | None:
    """What a line before the header says that separates columns; None where it is no
    such line.

    >>> stated_separator("sep=;"), stated_separator("date;calls")
    (';', None)
    """
    stated = re.fullmatch(_SEPARATOR, line.strip("\r\n"), re.IGNORECASE)
    return stated[1] if stated else None


def _narrow(
    source: Source, delimiter: str, lines: Iterable[tuple[int, str]]
) -> Iterator[str]:
    """The lines. Raises `InputError` at one of so many fields that each would cost more
    memory than the file.
    """
    for number, line in lines:
        if line.count(delimiter) >= MOST_FIELDS:
            raise refuse(
                "more than {most:,} fields in one line",
                Location(source, number, 1, 1, ""),
                most=MOST_FIELDS,
            )
        yield line


def _delimiter(header: str) -> str:
    """What stands most often in a header outside of quotes."""
    unquoted = re.sub(_QUOTED, "", header)
    return max(",;\t|", key=unquoted.count)


def _next_line(source: Source, lines: Iterator[tuple[int, str]]) -> tuple[int, str]:
    """The next line with anything in it, and its number."""
    for number, line in lines:
        if line.strip(_NOTHING):
            return number, line
    raise refuse("the file is empty", Location(source, 1, 1, 1, ""))


def _rows(
    source: Source, reader: Any, skipped: int, faults: list[Fault]
) -> Iterator[Row]:
    """The rows that are CSV."""
    while True:
        begins = reader.line_num + skipped + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            faults.append(_no_csv(source, begins, error))
            continue
        yield Row(reader.line_num + skipped, cells)


def _no_csv(source: Source, line: int, error: csv.Error) -> Fault:
    location = Location(source, line, 1, max(len(source.line(line)), 1), "")
    return fault_at("not valid CSV: {error}", location, error=csv_problem(error))


def stream_no_csv(
    name: str, lines: Iterable[str], begins: int, error: csv.Error
) -> InputError:
    """The refusal of a table that is not held whole, and is no CSV in the row that begins
    in a line: its lines are read once more, to show that one.
    """
    later = islice(enumerate(lines, 1), begins - 1, None)
    # The reader passes over empty lines.
    number, text = next((one for one in later if one[1].strip()), (begins, ""))
    shown = "\n" * (number - 1) + text.rstrip("\r\n")
    return InputError([_no_csv(Source(name, shown), number, error)])


def csv_problem(error: csv.Error) -> str:
    """What the reader of CSV says, in words for people."""
    said = str(error)
    for words, why in _PROBLEMS:
        if words in said:
            return why
    return said
