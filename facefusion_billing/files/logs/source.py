"""The files of a log as an engine reads them, and the lines of what it refuses."""

import hashlib
import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, repeat

from facefusion_billing.files.logs.rows import (
    SAMPLE,
    Row,
    csv_header,
    refuse_debug_log,
    rows,
    value,
)
from facefusion_billing.files.logs.text_format import line_pattern
from facefusion_billing.model.call_logs import CSV, JSON, PARQUET, LogMap, LogSource
from facefusion_billing.model.call_logs import TEXT as TEXT_FORMAT
from facefusion_billing.model.faults import (
    Fault,
    InputError,
    Location,
    Message,
    Source,
    did_you_mean,
    fault_at,
)

_MOST_LOCATED = 20


def log_source(log: LogMap, files: list[str]) -> LogSource:
    """What must be known to read the columns of a map. Raises `InputError` for a column
    that is not there.
    """
    names = tuple(files)
    if log.format == PARQUET:
        return LogSource(names)
    refuse_debug_log(names[0])
    if log.format == CSV:
        found = [csv_header(name) for name in names]
        for name, (_, header) in zip(names, found, strict=True):
            _check_columns(log, name, header)
        delimiters, headers = zip(*found, strict=True)
        return LogSource(names, delimiters, headers)
    if log.format == TEXT_FORMAT:
        line = line_pattern(log.log_format or "")
        return LogSource(names, pattern=line.pattern, fields=line.fields)
    return LogSource(names, flat=_flat_keys(log, names))


def _flat_keys(log: LogMap, names: tuple[str, ...]) -> frozenset[str]:
    """Keys of the first rows of each file that hold a dot themselves; checks the columns
    of the first file with rows too.
    """
    flat, checked = set[str](), False
    for name in names:
        first = itertools.islice(rows(name, JSON, "", ","), SAMPLE)
        sample = [row.fields for row in first if row.fields]
        keys = set(chain.from_iterable(sample))
        if sample and not checked:
            needed = (log.time.column, log.scope_column)
            seen = [key for key in needed if any(value(row, key) for row in sample)]
            _check_columns(log, name, (*keys, *seen), needed)
            checked = True
        flat.update(key for key in keys if "." in key)
    return frozenset(flat)


def _check_columns(
    log: LogMap, name: str, known: Iterable[str], needed: Iterable[str] | None = None
) -> None:
    """Raises `InputError` for columns of the map that the file does not have."""
    there = sorted(set(known))
    missing = [c for c in needed or log.columns if c not in there]
    if missing:
        raise InputError(
            [
                fault_at(
                    "{name} has no column {column!r}{hint}",
                    _key_of(log, column),
                    name=name,
                    column=column,
                    hint=did_you_mean(column, there)
                    or Message("; it has {known}", known=", ".join(there)),
                )
                for column in missing
            ]
        )


def _key_of(log: LogMap, column: str) -> Location | None:
    """The key of the map that names a column."""
    named = {
        "id": log.id,
        "error": log.error,
        "account": log.account,
        "action": log.action_column,
        "scope": log.scope_column,
        "time": log.time.column,
    }
    keys = [key for key, name in named.items() if name == column]
    if keys:
        return log.at(keys[0])
    return None


def located(
    log: LogMap,
    source: LogSource,
    message: str | Callable[[Callable[[str], str]], str],
    column: str | None,
    values: Iterable[str],
) -> list[Fault]:
    """The first lines that have one of the values in a column, or (without a column)
    are no rows. A message that depends on the row asks for its values; where it is
    empty, nothing is wrong with the row.
    """
    wanted = frozenset(values)

    def is_it(row: Row) -> bool:
        if column is None:
            fields = row.fields or {}
            return not any(value(fields, name) for name in log.columns)
        return row.fields is not None and value(row.fields, column) in wanted

    def said(row: Row) -> str:
        if isinstance(message, str):
            return message
        return message(partial(value, row.fields or {}))

    told = ((said(row), place) for row, place in _places(log, source, is_it))
    found = itertools.islice((fault for fault in told if fault[0]), _MOST_LOCATED)
    return [Fault(text, location) for text, location in found]


def _places(
    log: LogMap, source: LogSource, is_it: Callable[[Row], bool]
) -> Iterator[tuple[Row, Location]]:
    if log.format == PARQUET:
        return
    # Only the files of a CSV have delimiters.
    delimiters = source.delimiters or repeat(",")
    for name, delimiter in zip(source.files, delimiters, strict=False):
        for row in rows(name, log.format, log.log_format or "", delimiter):
            if is_it(row):
                text = "\n" * (row.line - 1) + row.text
                yield row, Location(Source(name, text), row.line, 1, len(row.text), "")


def sha256(name: str) -> str:
    """The SHA-256 of a file, for a report."""
    with open(name, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def size(name: str) -> int:
    """How many bytes a file has."""
    return os.path.getsize(name)
