"""Many accounts from one table of counts and one of orders, as mappings of usage files.

The rows of an account stand together, so that one account is held at a time.
"""

import csv
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from facefusion_billing.model.faults import Location, Source, refuse

_CALLS = ("account", "date", "calls", "peak_qps", "for")
_TENDER = "paid_"
Table = Iterator[tuple[int, dict[str, str]]]
Account = tuple[str, dict[str, Any]]


def accounts(calls: str, orders: str | None, price_book: str) -> Iterator[Account]:
    """Each account with its usage file as a mapping, in the order of the counts;
    accounts with orders only come last.

    Raises `InputError` for a table that is none.
    """
    ordered = _orders(orders) if orders is not None else {}
    seen: set[str] = set()
    for account, rows in groupby(_rows(calls, _CALLS), lambda row: row[1]["account"]):
        yield (
            account,
            _mapping(
                _usage(calls, account, rows, seen), ordered.pop(account, []), price_book
            ),
        )
        seen.add(account)
    for account, only in ordered.items():
        yield account, _mapping({}, only, price_book)


def _mapping(
    usage: dict[str, Any], orders: list[dict[str, Any]], price_book: str
) -> dict[str, Any]:
    made: dict[str, Any] = {"version": 1, "price_book": price_book}
    if usage:
        made["usage"] = usage
    if orders:
        made["orders"] = orders
    return made


def _usage(name: str, account: str, rows: Table, seen: set[str]) -> dict[str, Any]:
    usage: dict[str, Any] = {}
    for line, row in rows:
        if account in seen:
            raise refuse(
                f"the rows of account {account!r} are not together; sort by account",
                _place(name, line, row),
            )
        scope = usage.setdefault(row["for"], {"calls": {}})
        if row["date"] in scope["calls"]:
            raise refuse(f"{row['date']} stands twice", _place(name, line, row))
        scope["calls"][row["date"]] = row["calls"]
        if row.get("peak_qps"):
            scope.setdefault("peak_qps", {})[row["date"]] = row["peak_qps"]
    return usage


def _orders(name: str) -> dict[str, list[dict[str, Any]]]:
    """The orders of each account; `paid_cash` and the like are its tenders."""
    found: dict[str, list[dict[str, Any]]] = {}
    for _, row in _rows(name, None):
        account = row.pop("account")
        given = {key: value for key, value in row.items() if value}
        paid = {
            key.removeprefix(_TENDER): given.pop(key)
            for key in list(given)
            if key.startswith(_TENDER)
        }
        found.setdefault(account, []).append({**given, "paid": paid} if paid else given)
    return found


def _rows(name: str, known: tuple[str, ...] | None) -> Table:
    """The rows of a table with their lines. Raises `InputError`."""
    try:
        with open(name, encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            header = reader.fieldnames or []
            needed = ("account", "date", "calls", "for") if known else ("account",)
            missing = [column for column in needed if column not in header]
            strange = [column for column in header if known and column not in known]
            if missing or strange or len(set(header)) < len(header):
                wrong = (
                    f"no column {missing[0]!r}"
                    if missing
                    else f"a column that is unknown or stands twice; it has {header}"
                )
                raise refuse(wrong, Location(Source(name, ""), 1, 1, 1, ""))
            for row in reader:
                if None in row or None in row.values():
                    raise refuse(
                        f"not the {len(header)} fields of the header",
                        _place(name, reader.line_num, {}),
                    )
                yield reader.line_num, row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise refuse(f"{name}: cannot be read: {error}") from None


def _place(name: str, line: int, row: dict[str, str]) -> Location:
    text = ",".join(row.values())
    return Location(Source(name, "\n" * (line - 1) + text), line, 1, len(text) or 1, "")
