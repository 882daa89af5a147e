"""What stands beside a bill: totals of higher levels, pack deductions, daily usage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from heapq import merge
from operator import itemgetter
from typing import Any, Generic, TypeVar

from facefusion_billing.files.bills import values
from facefusion_billing.files.bills.columns import (
    DAILY,
    DEDUCTION,
    is_higher_level,
    places,
)
from facefusion_billing.files.bills.tables import Table
from facefusion_billing.model.bill_settings import names_one
from facefusion_billing.model.faults import Location, Source, refuse
from facefusion_billing.model.vendor_bill import ControlTotal, DailyUse, Deduction

T = TypeVar("T", Deduction, DailyUse)
Aliases = dict[str, tuple[str, ...]]
"""What headers call each field."""
Row = tuple[int, dict[str, str]]
"""The number of a row, and its cells by field."""
_CONTROL: Aliases = {
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


def deductions(table: Table, product: re.Pattern[str]) -> Iterator[Deduction]:
    """The product's rows of a pack deduction export. Raises `InputError`."""
    for number, row in _rows_of_product(table, DEDUCTION, product):
        day = values.day(row["start"])
        if day is None:
            raise _unreadable(table, number, "a deduction without its time of use")
        yield Deduction(
            file=table.name,
            line=number,
            day=day,
            # Where no factor is given a call is a call.
            factor=values.decimal(row["factor"]) or Decimal(1),
            pack=values.text(row["pack"]),
            used=_number(row["used"]),
            deducted=_number(row["deducted"]),
            before=_number(row["before"]),
            after=_number(row["after"]),
            owner=values.identifier(row["owner"]),
        )


def daily(table: Table, product: re.Pattern[str]) -> Iterator[DailyUse]:
    """The product's rows of a daily usage export. Raises `InputError`."""
    for number, row in _rows_of_product(table, DAILY, product):
        day = values.day(row["day"])
        if day is None:
            raise _unreadable(table, number, "a row of usage without its day")
        yield DailyUse(
            file=table.name,
            line=number,
            day=day,
            name=values.text(row["name"]),
            total=_number(row["total"]),
            deducted=_number(row["deducted"]),
            remaining=_number(row["remaining"]),
            owner=values.identifier(row["owner"]),
        )


def _rows_of_product(
    table: Table, aliases: Aliases, product: re.Pattern[str]
) -> Iterator[Row]:
    """The rows that name no other product; most exports name none."""
    for number, row in _rows(table, aliases):
        names = row["product"], row["subproduct"]
        if not any(names) or names_one(product, names):
            yield number, row


def controls(table: Table, product: re.Pattern[str]) -> Iterator[ControlTotal]:
    """The product's rows of a bill by product or by resource; `-` is no total."""
    for number, row in _rows(table, _CONTROL):
        amount = values.decimal(row["amount"])
        names = row["product"] or row["group"], row["subproduct"]
        if amount is not None and names_one(product, names):
            yield ControlTotal(table.name, number, values.month(row["month"]), amount)


def _number(cell: str) -> Decimal:
    return values.decimal(cell) or Decimal(0)


def _rows(table: Table, aliases: Aliases) -> Iterator[Row]:
    """The rows as texts by our names; what has no column is empty."""
    columns = {field: at[0] for field, at in places(table.header, aliases).items()}
    for number, cells in table.rows:
        # The empty cell that stands for every field without a column.
        cells.append("")
        last = len(cells) - 1
        row = {}
        for field in aliases:
            at = min(columns.get(field, last), last)
            row[field] = cells[at].strip()
        yield number, row


def _unreadable(table: Table, number: int, message: str) -> Exception:
    return refuse(message, Location(Source(table.name, ""), number, 1, 1, ""))


class Exported(Generic[T]):
    """The rows of exports without those that stand twice, as exports repeat days across
    pages; by account, since a reseller's exports are asked for each.
    """

    def __init__(self) -> None:
        self.seen: set[tuple[Any, ...]] = set()
        self.by_owner: dict[str, list[tuple[int, T]]] = {}

    def add(self, rows: Iterable[T]) -> None:
        """More rows."""
        for row in rows:
            # Without file and line, which differ wherever the same row stands.
            if row[2:] not in self.seen:
                self.seen.add(row[2:])
                numbered = len(self.seen), row
                self.by_owner.setdefault(row.owner, []).append(numbered)

    def of(self, owner: str) -> list[T]:
        """The rows of an account and those that name none; all where it is not known.
        In the order of the files.
        """
        owners = {"", owner} if owner else set(self.by_owner)
        parts = [self.by_owner[name] for name in owners if name in self.by_owner]
        return [row for _, row in merge(*parts, key=itemgetter(0))]
