"""Rows of a log with their place, one by one in Python: for the first ones, of which a
map is guessed, and for finding the line of what an engine refused.
"""

import csv
import glob
import gzip
import io
import json
import os
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import islice
from typing import Any

from facefusion_billing.files.csv_text import csv_problem
from facefusion_billing.files.logs.text_format import line_pattern
from facefusion_billing.model.call_logs import CSV, JSON, PARQUET, TEXT, steps_of
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

SAMPLE, MOST_LOOKED_AT = 200, 10_000
"""The rows of which a map is guessed, and the lines among which they are looked for."""
MOST_COLUMNS = 10_000
_LONGEST_LINE = 16 * 1024 * 1024
_ENDINGS = {
    ".parquet": PARQUET,
    ".pq": PARQUET,
    ".csv": CSV,
    ".tsv": CSV,
    ".jsonl": JSON,
    ".ndjson": JSON,
    ".json": JSON,
}
WRAPPER = """\
    started, code = time.time(), None
    try:
        response = client.FuseFace(request)
    except TencentCloudSDKException as error:
        response, code = None, error.code
    log.write(json.dumps({"time": started, "action": "FuseFace", "error": code,
        "RequestId": response.RequestId if response else error.requestId}) + "\\n")"""


class Row(NamedTuple):
    """One line of a log: None as fields where it is no row."""

    line: int
    text: str
    fields: dict[str, Any] | None


def expand(patterns: list[str]) -> list[str]:
    """The files that names and globs stand for, each once and in order.

    Raises `InputError`.
    """
    found: list[str] = []
    faults = []
    for pattern in patterns:
        names = [pattern] if os.path.exists(pattern) else sorted(glob.glob(pattern))
        if not names:
            faults.append(fault_at("{pattern}: no such file", pattern=pattern))
        for name in names:
            if os.path.isdir(name):
                faults.append(
                    fault_at("{name}: is a folder; name its files: {name}/*", name=name)
                )
            elif not os.path.isfile(name):
                faults.append(fault_at("{name}: is not a regular file", name=name))
        found += names
    if faults:
        raise InputError(faults)
    return list(dict.fromkeys(found))


def format_of(name: str) -> str:
    """The format that a file's name, or its first bytes, speak for."""
    plain = re.sub(r"\.(gz|zst)$", "", name.lower())
    if ending := _ENDINGS.get(os.path.splitext(plain)[1]):
        return ending
    with open(name, "rb") as file:
        if file.read(4) == b"PAR1":
            return PARQUET
    first = next(lines(name), "")
    if first.lstrip().startswith("{"):
        return JSON
    # Access logs quote their requests; the header of a CSV hardly ever has quotes.
    if first.count('"') or first.startswith("["):
        return TEXT
    return CSV


@contextmanager
def _opened(name: str) -> Iterator[io.TextIOBase]:
    """The text of a file, plain or compressed."""
    if name.endswith(".zst"):
        with _zstd(name) as text:
            yield text
        return
    opened = gzip.open if name.endswith(".gz") else open
    with opened(name, "rb") as raw:
        # One strange byte in a year of logs is no reason to refuse them.
        yield io.TextIOWrapper(raw, "utf-8-sig", "backslashreplace", newline="")


@contextmanager
def _zstd(name: str) -> Iterator[io.TextIOBase]:
    """Python reads zstd from 3.14 on; before, DuckDB's own text of the lines does."""
    try:
        zstd: Any = import_module("compression.zstd")
    except ImportError:
        import duckdb

        try:
            with duckdb.connect() as connection:
                found = connection.execute(
                    "SELECT line FROM READ_CSV([?], columns = {line: 'VARCHAR'},"
                    " delim = '\x01', quote = '', escape = '', header = false,"
                    " auto_detect = false)",
                    [glob.escape(name)],
                ).fetchall()
        except duckdb.Error as error:
            raise OSError(str(error).partition("\n")[0]) from None
        yield io.StringIO("\n".join(line or "" for (line,) in found))
        return
    with zstd.open(name, "rt", encoding="utf-8-sig", newline="") as text:
        yield text


def lines(name: str) -> Iterator[str]:
    """The lines of a file without their ends. Raises `InputError`."""
    try:
        with _opened(name) as text:
            # A file without line ends must not be held in memory whole.
            while line := text.readline(_LONGEST_LINE):
                yield line.rstrip("\r\n")
    # Damage in the middle of a .gz is neither of the others.
    except (OSError, EOFError, zlib.error) as error:
        raise refuse(
            "{name}: cannot be read: {error}", name=name, error=error
        ) from None


def rows(
    name: str,
    format: str,
    log_format: str,
    delimiter: str,
    *,
    most: int | None = None,
) -> Iterator[Row]:
    """The rows of a file of text, with their lines; empty lines are none. `most` is how
    many lines are looked at, empty ones too.
    """
    looked_at = islice(lines(name), most)
    if format == CSV:
        yield from _csv_rows(name, looked_at, delimiter)
        return
    read = _json_fields if format == JSON else _text_reader(log_format)
    for number, line in enumerate(looked_at, 1):
        if line.strip():
            yield Row(number, line, read(line))


def _json_fields(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    # Brackets in brackets without measure are no row.
    except (ValueError, RecursionError):
        return None
    if isinstance(found, dict):
        return found
    return None


def _text_reader(log_format: str) -> Callable[[str], dict[str, Any] | None]:
    line = line_pattern(log_format)
    pattern = re.compile(line.pattern)

    def read(text: str) -> dict[str, Any] | None:
        match = pattern.match(text)
        if match:
            return dict(zip(line.fields, match.groups(), strict=True))
        return None

    return read


def _csv_rows(name: str, text: Iterator[str], delimiter: str) -> Iterator[Row]:
    reader = csv.reader(_narrow(name, text, delimiter), delimiter=delimiter)
    try:
        header = next(reader, [])
        for values in reader:
            if values:
                whole = len(values) == len(header)
                fields = dict(zip(header, values, strict=True)) if whole else None
                yield Row(reader.line_num, delimiter.join(values), fields)
    except csv.Error as error:
        raise _no_csv(name, reader.line_num, csv_problem(error)) from None


def _narrow(name: str, text: Iterator[str], delimiter: str) -> Iterator[str]:
    """The lines with their ends. Raises `InputError` for one whose cells would fill the
    memory.
    """
    for number, line in enumerate(text, 1):
        if line.count(delimiter) >= MOST_COLUMNS:
            wide = Message("more than {most:,} columns", most=MOST_COLUMNS)
            raise _no_csv(name, number, wide)
        yield f"{line}\n"


def _no_csv(name: str, line: int, error: object) -> InputError:
    location = Location(Source(name, ""), line, 1, 1, "")
    return refuse("not valid CSV: {error}", location, error=error)


def csv_header(name: str) -> tuple[str, tuple[str, ...]]:
    """The delimiter and the names of the first line. Raises `InputError`."""
    first = next(lines(name), "")
    if not first.strip():
        raise refuse("{name}: is empty", name=name)
    delimiter = max(",;\t", key=first.count)
    text = _narrow(name, iter([first]), delimiter)
    try:
        header = tuple(next(csv.reader(text, delimiter=delimiter)))
    except csv.Error as error:
        raise _no_csv(name, 1, csv_problem(error)) from None
    _check_header(Source(name, first), header)
    return delimiter, header


def _check_header(source: Source, header: tuple[str, ...]) -> None:
    """Raises `InputError` where a column stands twice."""
    counts = Counter(header)
    twice = next((column for column in header if counts[column] > 1), None)
    if twice is not None:
        raise refuse(
            "the column {twice!r} stands twice",
            Location(source, 1, 1, max(len(source.text), 1), ""),
            twice=twice,
        )


def value(fields: dict[str, Any], column: str) -> str:
    """The text of a column, by its name or by the path that its dots are."""
    found: Any = fields
    if column in fields:
        found = fields[column]
    else:
        for step in steps_of(column):
            found = found.get(step) if isinstance(found, dict) else None
    if found is None:
        return ""
    if isinstance(found, str):
        return found
    return json.dumps(found)


def refuse_debug_log(name: str) -> None:
    """Refuses what the vendor's SDK writes with `set_file_logger`: many lines a call,
    local times without a zone, pictures and all.
    """
    for number, line in zip(range(1, 20), lines(name), strict=False):
        if re.search(r" (DEBUG )?(SendRequest|GetResponse): ", line):
            location = Location(
                Source(name, "\n" * (number - 1) + line), number, 1, 1, ""
            )
            message = Message(
                "a debug log of the vendor's SDK: its times have no zone and its calls "
                "no line of their own; log each call yourself, as below"
            )
            raise InputError([Fault(message, location, WRAPPER)])
