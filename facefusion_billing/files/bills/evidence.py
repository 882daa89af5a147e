"""What stands beside a bill: totals of higher levels, pack deductions, daily usage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from facefusion_billing.files.bills import values
from facefusion_billing.files.bills.columns import (
    DAILY,
    DEDUCTION,
    is_higher_level,
    places,
)
from facefusion_billing.files.bills.tables import Table
from facefusion_billing.model.faults import Location, Source, refuse
from facefusion_billing.model.vendor_bill import ControlTotal, DailyUse, Deduction

T = TypeVar("T", Deduction, DailyUse)
_CONTROL: dict[str, tuple[str, ...]] = {
    "product": ("产品名称", "Product Name", "BusinessCodeName"),
    "subproduct": ("子产品名称", "Subproduct Name", "ProductCodeName"),
    # What a summary is grouped by: of one by product, its name.
    "group": ("GroupValue",),
    "amount": (
        "优惠后总价",
        "Total Amount After Discount (Excluding Tax)",
        "RealTotalCost",
    ),
    "month": ("账单月份", "Bill Month", "BillMonth"),
}


def is_deductions(header: Sequence[str]) -> bool:
    """Whether the header is that of a pack deduction export."""
    return {"before", "after", "start", "deducted"} <= set(places(header, DEDUCTION))


def is_daily(header: Sequence[str]) -> bool:
    """Whether the header is that of a daily usage export."""
    return {"day", "total", "remaining"} <= set(places(header, DAILY))


def is_control(header: Sequence[str]) -> bool:
    """Whether the header is that of a bill by product or by resource."""
    found = places(header, _CONTROL)
    named = "product" in found or "group" in found
    return named and ("amount" in found or is_higher_level(header))


def deductions(table: Table, product: re.Pattern[str]) -> tuple[list[Deduction], int]:
    """The product's rows of a pack deduction export, and how many there are in all.

    Raises `InputError`.
    """
    found, read = [], 0
    for number, row in _rows(table, DEDUCTION):
        read += 1
        if _is_of_another(row, product):
            continue
        day = values.day(row["start"])
        if day is None:
            raise _unreadable(table, number, "a deduction without its time of use")
        # Where no factor is given a call is a call.
        factor = values.decimal(row["factor"]) or Decimal(1)
        pack = values.text(row["pack"])
        counts = _number(row, "used"), _number(row, "deducted"), factor
        left = _number(row, "before"), _number(row, "after")
        owner = values.identifier(row["owner"])
        found.append(Deduction(table.name, number, pack, day, *left, *counts, owner))
    return found, read


def daily(table: Table, product: re.Pattern[str]) -> tuple[list[DailyUse], int]:
    """The product's rows of a daily usage export, and how many there are in all.

    Raises `InputError`.
    """
    found, read = [], 0
    for number, row in _rows(table, DAILY):
        read += 1
        if _is_of_another(row, product):
            continue
        day = values.day(row["day"])
        if day is None:
            raise _unreadable(table, number, "a row of usage without its day")
        name = values.text(row["name"])
        sums = _number(row, "total"), _number(row, "deducted")
        rest = _number(row, "remaining")
        owner = values.identifier(row["owner"])
        found.append(DailyUse(table.name, number, day, *sums, rest, name, owner))
    return found, read


def _is_of_another(row: dict[str, str], product: re.Pattern[str]) -> bool:
    """Whether a row names a product, and another one; most exports name none."""
    names = row["product"], row["subproduct"]
    return any(names) and not any(map(product.search, names))


def controls(table: Table, product: re.Pattern[str]) -> list[ControlTotal]:
    """The product's rows of a bill by product or by resource; `-` is no total."""
    found = []
    for number, row in _rows(table, _CONTROL):
        amount = values.decimal(row["amount"])
        names = row["product"] or row["group"], row["subproduct"]
        if any(map(product.search, names)) and amount is not None:
            month = values.month(row["month"])
            found.append(ControlTotal(table.name, number, month, amount))
    return found


def _number(row: dict[str, str], key: str) -> Decimal:
    return values.decimal(row[key]) or Decimal(0)


def _rows(
    table: Table, aliases: dict[str, tuple[str, ...]]
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows as texts by our names; what has no column is empty."""
    found = {field: at[0] for field, at in places(table.header, aliases).items()}
    for number, cells in table.rows:
        cells.append("")
        width = len(cells) - 1
        row = {f: cells[min(found.get(f, width), width)].strip() for f in aliases}
        yield number, row


def _unreadable(table: Table, number: int, message: str) -> Exception:
    return refuse(message, Location(Source(table.name, ""), number, 1, 1, ""))


def once(rows: Sequence[T], owner: str) -> list[T]:
    """The rows of an account without those that stand twice: exports repeat days across
    pages.
    """
    seen: dict[tuple[Any, ...], T] = {}
    for row in rows:
        # Without file and line, which differ wherever the same row stands.
        if not row.owner or not owner or row.owner == owner:
            seen.setdefault(row[2:], row)
    return list(seen.values())
