"""Many accounts from one table of counts and one of orders, as mappings of usage files.

The rows of an account stand together, so that one account is held at a time; orders, in
any order, and the names of the accounts met wait in a file of their own.
"""

import csv
import json
import os
import re
import sqlite3
from collections.abc import Iterator
from functools import partial
from itertools import chain, groupby
from typing import Any

from facefusion_billing.files.account_gaps import Gaps, dates_of
from facefusion_billing.files.csv_text import (
    stated_separator,
    stream_no_csv,
    table_encoding,
)
from facefusion_billing.files.reading import is_pipe
from facefusion_billing.model.faults import (
    Fault,
    InputError,
    Location,
    Message,
    Source,
    refuse,
)
from facefusion_billing.startup.record import NamedTuple

_CALLS = ("account", "date", "calls", "peak_qps", "for")
_NEEDED = ("account", "date", "calls", "for")
_TENDER = "paid_"
_PLAIN_DATE = re.compile("[0-9]{4}-[0-9]{2}(-[0-9]{2})?").fullmatch
Table = Iterator[tuple[int, dict[str, str]]]
Account = tuple[str, "dict[str, Any] | WrongRows"]


def accounts(calls: str, orders: str | None, price_book: str) -> Iterator[Account]:
    """Each account with its usage file as a mapping, or with what is wrong with its
    rows, in the order of the counts; accounts with orders only come last.

    Raises `InputError` for a table that is none.
    """
    known = _Known()
    if orders is not None:
        known.keep(_orders(orders))
    table, billed = _rows(calls, _CALLS), partial(_account, calls, price_book, Gaps())
    for account, group in groupby(table, lambda row: row[1]["account"]):
        rows = list(group)
        line, first = rows[0]
        # One account is held at a time, so rows further down would be another
        # account's.
        if not known.is_new(account):
            raise refuse(
                "the rows of account {account!r} are not together; sort by account",
                _place(calls, line, first),
                account=account,
            )
        yield account, billed(rows, known.orders(account))
    for account in known.unmet():
        yield account, billed([], known.orders(account))


def _account(
    calls: str,
    price_book: str,
    gaps: Gaps,
    rows: list[tuple[int, dict[str, str]]],
    orders: list[dict[str, Any]],
) -> "dict[str, Any] | WrongRows":
    """The usage file of an account as a mapping, or what is wrong with its rows."""

    def location() -> Location | None:
        return _place(calls, *rows[0]) if rows else None

    try:
        usage = _usage(calls, rows)
        gaps.add(dates_of(usage, orders), location)
    except InputError as error:
        return WrongRows(tuple(error.faults))
    return _mapping(usage, orders, price_book)


class WrongRows(NamedTuple):
    """What is wrong with the rows of an account."""

    faults: tuple[Fault, ...]


class _Known:
    """The orders of all accounts, and the accounts met: in a temporary file, which
    SQLite keeps a small part of in memory.
    """

    def __init__(self) -> None:
        # Filled by one thread, read by the one that hands accounts to other processes; written once.
        self.file = sqlite3.connect("", check_same_thread=False)
        self.file.isolation_level = None
        self.file.execute("PRAGMA journal_mode = OFF")
        self.file.execute("CREATE TABLE met (account TEXT PRIMARY KEY) WITHOUT ROWID")
        self.file.execute("CREATE TABLE orders (account TEXT, entry TEXT)")

    def keep(self, rows: Iterator[tuple[str, str]]) -> None:
        self.file.executemany("INSERT INTO orders VALUES (?, ?)", rows)
        self.file.execute("CREATE INDEX by_account ON orders (account)")

    def is_new(self, account: str) -> bool:
        """Whether an account is met for the first time."""
        found = self.file.execute("INSERT OR IGNORE INTO met VALUES (?)", (account,))
        return found.rowcount == 1

    def orders(self, account: str) -> list[dict[str, Any]]:
        """The orders of an account, as they stand in their table."""
        found = self.file.execute(
            "SELECT entry FROM orders WHERE account = ? ORDER BY rowid", (account,)
        )
        return [json.loads(entry) for (entry,) in found]

    def unmet(self) -> Iterator[str]:
        """The accounts that have orders only, by their first one."""
        found = self.file.execute(
            "SELECT account FROM orders WHERE account NOT IN (SELECT account FROM met) "
            "GROUP BY account ORDER BY MIN(rowid)"
        )
        return (account for (account,) in found)


def as_mapping(
    counts: list[dict[str, str]], orders: list[dict[str, Any]], price_book: str
) -> dict[str, Any]:
    """The usage file of one account whose rows are at hand. Raises `InputError`."""
    usage = _usage("calls", [*enumerate(counts, 1)])
    return _mapping(usage, [_order(row) for row in orders], price_book)


def _mapping(
    usage: dict[str, Any], orders: list[dict[str, Any]], price_book: str
) -> dict[str, Any]:
    made: dict[str, Any] = {"version": 1, "price_book": price_book}
    if usage:
        made["usage"] = usage
    if orders:
        made["orders"] = orders
    return made


def _usage(name: str, rows: list[tuple[int, dict[str, str]]]) -> dict[str, Any]:
    """The counts and peaks of an account."""
    usage: dict[str, Any] = {}
    # Most tables are as `meter` writes them: nothing in them needs to be looked into.
    if not all(_is_plain(row) for _, row in rows):
        from facefusion_billing.files.account_rows import as_written

        rows = as_written(rows, partial(_place, name))
    for line, row in rows:
        scope = usage.setdefault(row["for"], {"calls": {}})
        if row["date"] in scope["calls"]:
            raise refuse(
                "{date} stands twice", _place(name, line, row), date=row["date"]
            )
        scope["calls"][row["date"]] = row["calls"]
        if row.get("peak_qps"):
            scope.setdefault("peak_qps", {})[row["date"]] = row["peak_qps"]
    return usage


def _is_plain(row: dict[str, str]) -> bool:
    """Whether a row's date and counts stand as a usage file has them."""
    numbers = row["calls"].isdecimal() and (row.get("peak_qps") or "0").isdecimal()
    return numbers and _PLAIN_DATE(row["date"]) is not None


def _orders(name: str) -> Iterator[tuple[str, str]]:
    """Each order with its account, as JSON; `paid_cash` and the like are its tenders."""
    for _, row in _rows(name, None):
        account = row.pop("account")
        yield account, json.dumps(_order(row))


def _order(row: dict[str, Any]) -> dict[str, Any]:
    given = {key: value for key, value in row.items() if value}
    paid = {
        key.removeprefix(_TENDER): given.pop(key)
        for key in list(given)
        if key.startswith(_TENDER)
    }
    if paid:
        return {**given, "paid": paid}
    return given


def _rows(name: str, known: tuple[str, ...] | None) -> Table:
    """The rows of a table with their lines. Raises `InputError`."""
    rows = _parquet(name) if name.lower().endswith(".parquet") else _csv(name)
    first = next(rows)[1]
    _check_header(name, list(first), known)
    for line, row in rows:
        # That is how `csv` says that a row has too many fields, or too few.
        if (None in row or None in row.values()) and not _is_filled(row):
            raise refuse(
                "not the {count} fields of the header",
                _place(name, line, {}),
                count=len(first),
            )
        # Spreadsheets leave rows in which nothing stands.
        if any(row.values()):
            yield line, row


def _is_filled(row: dict[Any, Any]) -> bool:
    """Fills a row up to the header where only its peak is left out, or nothing stands
    beyond it; whether that was all.
    """
    if any(cell.strip() for cell in row.pop(None, ())):
        return False
    missing = [name for name, cell in row.items() if cell is None]
    row.update(dict.fromkeys(missing, ""))
    return set(missing) <= {"peak_qps"} or not any(row.values())


def _check_header(name: str, header: list[str], known: tuple[str, ...] | None) -> None:
    needed = _NEEDED if known else ("account",)
    missing = [column for column in needed if column not in header]
    strange = [column for column in header if known and column not in known]
    if missing:
        wrong = f"no column {missing[0]!r}"
    elif strange:
        wrong = f"a column that is unknown: {strange[0]!r}"
    else:
        return
    raise refuse(wrong, Location(Source(name, ""), 1, 1, 1, ""))


def _csv(name: str) -> Table:
    """The header as a row, then the rows. Raises `InputError`."""
    # A pipe is read once, as a file is; a device would never end.
    if os.path.exists(name) and not (os.path.isfile(name) or is_pipe(name)):
        raise refuse("{path}: is not a regular file", path=name)
    ends = above = 0
    try:
        with open(name, encoding=table_encoding(name), newline="") as file:
            first = file.readline()
            delimiter = max(",;\t", key=first.count)
            if stated := stated_separator(first):
                delimiter, first, above = stated, file.readline(), 1
            reader = csv.DictReader(
                chain([first], file), delimiter=delimiter, strict=True
            )
            header = list(reader.fieldnames or [])
            while header and not header[-1].strip():
                header.pop()
            reader.fieldnames = header
            if len(set(header)) < len(header):
                wrong = Message("a column stands twice")
                raise refuse(wrong, Location(Source(name, ""), 1, 1, 1, ""))
            yield 1, dict.fromkeys(header, "")
            ends = reader.line_num
            for row in reader:
                ends = reader.line_num
                yield ends + above, row
    except csv.Error as error:
        raise _no_csv(name, ends + above + 1, error) from None
    except (OSError, UnicodeDecodeError) as error:
        raise refuse(
            "{name}: cannot be read: {error}", name=name, error=error
        ) from None


def _no_csv(name: str, begins: int, error: csv.Error) -> InputError:
    if not os.path.isfile(name):
        return stream_no_csv(name, (), begins, error)  # a pipe is read once
    with open(name, encoding=table_encoding(name), newline="") as file:
        return stream_no_csv(name, file, begins, error)


def _parquet(name: str) -> Table:
    """The columns' names as a row, then the rows. Raises `InputError`."""
    from importlib.util import find_spec

    if find_spec("duckdb") is None:
        raise refuse(
            "{name}: reading Parquet needs an extra: pip install "
            "'facefusion-billing[meter]'",
            name=name,
        )
    from facefusion_billing.engines.parquet import table_rows

    yield from table_rows(name)


def _place(name: str, line: int, row: dict[str, str]) -> Location:
    text = ",".join(cell or "" for cell in row.values())
    return Location(Source(name, "\n" * (line - 1) + text), line, 1, len(text) or 1, "")
