"""Each form of a bill as a table: a header, and rows of texts with their numbers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from itertools import chain
from typing import Any

from facefusion_billing.files.bills.sources import JSON, XLSX, Part
from facefusion_billing.files.csv_text import stream_no_csv
from facefusion_billing.files.numbers import MOST_DIGITS
from facefusion_billing.model.faults import InputError, Location, Source, refuse
from facefusion_billing.startup.record import NamedTuple

Rows = Iterator[tuple[int, list[str]]]
LARGEST_JSON = 256 * 1024**2
MOST_VALUES = 2_000_000
"""Values of JSON, all of which are held at once."""
LONGEST_LINE = 1_000_000
MOST_ROWS = 1_048_576
"""The rows of a sheet; there are no more."""
_PARTS = ("ComponentSet", "Business")
PAGES = "API pages"
"""The pages of an answer of the API are one statement, whatever their files."""


class Table(NamedTuple):
    """A header and its rows. `claims` is how many rows an API says there are in all."""

    name: str
    statement: str
    header: list[str]
    rows: Rows
    claims: int = 0


def tables(part: Part) -> Iterator[Table]:
    """The tables in a file. Raises `InputError`."""
    if part.form == XLSX:
        yield _workbook(part)
    elif part.form == JSON:
        yield from _answers(part)
    else:
        with io.TextIOWrapper(part.open(), part.encoding, newline="") as stream:
            yield _csv(part, stream)


def _csv(part: Part, stream: io.TextIOWrapper) -> Table:
    lines = _lines(stream, part)
    first = _first_line(lines, part)
    delimiter = max(",;\t", key=first.count)
    skipped = 0
    # A line that spreadsheets write for each other, before the header.
    if first.strip().lower().startswith("sep="):
        delimiter = first.strip()[4:5] or "\t"
        first = _first_line(lines, part)
        skipped = 1
    reader = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)
    header = _next(reader, part, skipped)
    return Table(part.name, part.statement, header, _csv_rows(reader, part, skipped))


def _lines(stream: io.TextIOWrapper, part: Part) -> Iterator[str]:
    """The lines of a file. Raises `InputError` for one without measure, whose every
    comma would be a cell.
    """
    while line := stream.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise refuse(
                "{name}: a line of more than {most:,} characters",
                name=part.name,
                most=LONGEST_LINE,
            )
        yield line


def _first_line(lines: Iterator[str], part: Part) -> str:
    try:
        return next(lines, "")
    except UnicodeDecodeError:
        raise _of_no_encoding(part) from None


def _of_no_encoding(part: Part) -> Exception:
    return refuse(
        "{name}: neither UTF-8, UTF-16 nor GB18030; save it as UTF-8", name=part.name
    )


def _next(reader: Iterator[list[str]], part: Part, skipped: int) -> list[str]:
    try:
        return next(reader)
    except StopIteration:
        raise refuse("{name}: is empty", name=part.name) from None
    # A header may go on in further lines, inside quotes.
    except UnicodeDecodeError:
        raise _of_no_encoding(part) from None
    except csv.Error as error:
        raise _no_csv(part, skipped + 1, error) from None


def _csv_rows(reader: Any, part: Part, skipped: int) -> Rows:
    ends = reader.line_num
    try:
        for row in reader:
            ends = reader.line_num
            if row:
                yield ends + skipped, row
    except csv.Error as error:
        # Quotes that are not closed take in what follows; they open in the row's first line.
        raise _no_csv(part, ends + skipped + 1, error) from None
    except UnicodeDecodeError:
        at = Location(Source(part.name, ""), reader.line_num + skipped + 1, 1, 1, "")
        raise refuse(
            "neither UTF-8, UTF-16 nor GB18030; save it as UTF-8", at
        ) from None


def _no_csv(part: Part, begins: int, error: csv.Error) -> InputError:
    with io.TextIOWrapper(part.open(), part.encoding, newline="") as stream:
        return stream_no_csv(part.name, _lines(stream, part), begins, error)


def _workbook(part: Part) -> Table:
    """The first sheet of a workbook that has rows."""
    from facefusion_billing.files.workbooks import cell_text, workbook_rows

    rows = _taken(workbook_rows(_all(part), part.name, MOST_ROWS))
    texts = ([cell_text(cell) for cell in row] for row in rows)
    numbered = enumerate(texts, 1)
    header = next(row for _, row in numbered if any(row))
    return Table(part.name, part.statement, header, numbered)


def _taken(rows: list[list[Any]]) -> Iterator[list[Any]]:
    """The rows, each let go of when the next is taken: lines take the place of cells."""
    rows.reverse()
    while rows:
        yield rows.pop()


def _all(part: Part) -> bytes:
    with part.open() as file:
        return file.read(LARGEST_JSON + 1)


def _answers(part: Part) -> Iterator[Table]:
    """The answers of the vendor's API in a file: one, or a list of pages."""
    root = _json(part)
    found = False
    for page in root if isinstance(root, list) else [root]:
        answer = page.get("Response", page) if isinstance(page, dict) else {}
        _check_answer(part, answer)
        for key, value in _values(answer):
            if isinstance(value, list) and all(isinstance(row, dict) for row in value):
                found = True
                yield _listed(part, value, _claims(answer))
            elif key in ("DetailSet", "SummaryDetail", "ResourceSummarySet"):
                # The API says null for a page without rows.
                found = found or value is None
    if not found:
        raise refuse(
            "{name}: JSON without 'DetailSet' or another list of rows", name=part.name
        )


def _json(part: Part) -> Any:
    """What a file of JSON holds, its numbers as text: a float would lose the digits
    that a bill is compared by. Raises `InputError`.
    """
    data = _all(part)
    if len(data) > LARGEST_JSON:
        raise refuse("{name}: is larger than 256 MiB", name=part.name)
    if sum(map(data.count, b"{[,")) > MOST_VALUES:
        raise refuse(
            "{name}: more than {most:,} values; split its pages into several files",
            name=part.name,
            most=MOST_VALUES,
        )
    try:
        return json.loads(data.decode(part.encoding), parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        raise refuse(
            "{name}: a torn page, or no JSON: {error}", name=part.name, error=error
        ) from None


def _values(answer: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The values of an answer; exports of usage and deductions lie under `Data`."""
    for key, value in answer.items():
        if key == "Data" and isinstance(value, dict):
            yield from value.items()
        else:
            yield key, value


def _claims(answer: dict[str, Any]) -> int:
    """How many rows an answer says there are on all pages."""
    claims = str(answer.get("Total") or 0)
    # Neither what only looks like digits, as a raised 2, nor more of them than are read.
    if claims.isdecimal() and len(claims) <= MOST_DIGITS:
        return int(claims)
    return 0


def _check_answer(part: Part, answer: Any) -> None:
    if not isinstance(answer, dict):
        raise refuse(
            "{name}: JSON that is no answer of the vendor's API", name=part.name
        )
    error = answer.get("Error")
    if isinstance(error, dict):
        raise refuse(
            "{name}: the API answered {code}",
            name=part.name,
            code=error.get("Code", "an error"),
        )


def _listed(part: Part, entries: list[dict[str, Any]], claims: int) -> Table:
    """The entries as rows, one for each component; an entry's number stays."""
    flat = list(_flat(entries))
    header = list(dict.fromkeys(chain.from_iterable(row for _, row in flat)))
    rows = ((number, [row.get(key, "") for key in header]) for number, row in flat)
    return Table(part.name, PAGES, header, rows, claims)


def _flat(entries: list[dict[str, Any]]) -> Iterator[tuple[int, dict[str, str]]]:
    for number, entry in enumerate(entries, 1):
        for row in _components(entry):
            yield number, row


def _components(entry: dict[str, Any]) -> list[dict[str, str]]:
    """An entry as one row, or one for each of its parts: the components of a detailed
    bill, in which alone money is, or the products of a region, project or tag.
    """
    own = {key: _plain(value) for key, value in entry.items() if key not in _PARTS}
    for key in _PARTS:
        parts = entry.get(key)
        # A summary by product has an empty list of products in each entry.
        if isinstance(parts, list) and (parts or key == "ComponentSet"):
            return [{**own, **_row(part)} for part in parts if isinstance(part, dict)]
    return [own]


def _row(part: dict[str, Any]) -> dict[str, str]:
    return {key: _plain(value) for key, value in part.items()}


def _plain(value: Any) -> str:
    """A value as text; of an associated order the one that is named."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        named = (v for v in value.values() if isinstance(v, str) and v.strip("-"))
        return next(named, "")
    if value is None or isinstance(value, list):
        return ""
    return str(value)
