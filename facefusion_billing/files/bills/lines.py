"""Rows of a detailed bill to lines; rows of other products only to their sums.

The loop over rows is the one place where a bill of a hundred thousand lines takes its
time, so what a row's names mean is looked up once for each combination of names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from operator import itemgetter
from typing import Any

from facefusion_billing.files.bills import values
from facefusion_billing.files.bills.columns import currency_of, places
from facefusion_billing.files.bills.kinds import kind_of
from facefusion_billing.files.bills.tables import Table
from facefusion_billing.files.numbers import UnreadableError
from facefusion_billing.model.faults import MOST_SHOWN, Fault, Location, Source
from facefusion_billing.model.vendor_bill import PRECISION, BilledLine

_CENT = Decimal("0.01")
_PARSERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("payer", "owner", "order", "bill_id", "id"), values.identifier),
    **dict.fromkeys(("paid_at", "since", "until"), values.day),
    "bill_month": values.month,
    **dict.fromkeys(("multiplier", "tax_rate"), values.multiplier),
    **dict.fromkeys(
        ("list_price", "price", "used", "deducted", "billed", "duration", "original",
         "after", "voucher", "gift", "share", "cash", "before_tax", "tax",
         "total"),
        values.decimal,
    ),
}  # fmt: skip
_FIELDS = BilledLine._fields[4:-1]
_UNITS = (("美元", "USD"), ("usd", "USD"), ("元", "CNY"), ("cny", "CNY"))


class Reader:
    """What the detailed bills hold; `owners` and `currencies` are those met."""

    def __init__(self, product: re.Pattern[str], account: str | None) -> None:
        self.product, self.account = product, account
        self.lines: list[BilledLine] = []
        self.others: dict[str, tuple[int, Decimal]] = {}
        self.currencies: set[str] = set()
        self.owners: set[str] = set()
        self.remainders: dict[tuple[str, str], Decimal] = {}
        self.faults: list[Fault] = []
        self.without_seconds = 0
        self.rows = 0

    def read(self, table: Table) -> int:
        """Reads the rows of a table; how many there were."""
        columns = _Columns(table, self.product)
        before = self.rows
        for number, row in table.rows:
            self.rows += 1
            if len(row) != columns.width and not self._fitted(number, row, columns):
                continue
            row.append("")
            if self.account and columns.owner(row).strip() != self.account:
                continue
            kind = columns.kind(row)
            if kind:
                self._line(number, row, kind, columns)
            else:
                self._other(row, columns)
            if len(self.faults) > MOST_SHOWN:
                break
        return self.rows - before

    def _fitted(self, number: int, row: list[str], columns: _Columns) -> bool:
        """Whether the row has a cell for each column; empty ones may be too many."""
        del_from = columns.width
        if len(row) > del_from and not any(cell.strip() for cell in row[del_from:]):
            del row[del_from:]
            return True
        if any(cell.strip() for cell in row):
            found = f"{len(row)} fields where {columns.width} belong"
            self._fault(number, row, columns, found)
        return False

    def _fault(
        self, number: int, row: list[str], columns: _Columns, message: str
    ) -> None:
        text = "\n" * (number - 1) + columns.delimiter.join(row)
        source = Source(columns.table.name, text)
        self.faults.append(Fault(message, Location(source, number, 1, 1, "")))

    def _other(self, row: list[str], columns: _Columns) -> None:
        try:
            amount = values.decimal(columns.after(row)) or Decimal(0)
        except UnreadableError:
            amount = Decimal(0)
        name = columns.product_name(row)
        count, total = self.others.get(name, (0, Decimal(0)))
        self.others[name] = count + 1, total + amount
        bill_id = values.text(columns.bill_id(row))
        self._round(columns.table.statement, bill_id, amount)
        currency = columns.currency(row)
        if currency:
            self.currencies.add(currency)

    def _round(self, statement: str, bill_id: str, amount: Decimal) -> None:
        """Remembers the parts of a cent of a transaction; most amounts have none."""
        if -(amount.as_tuple().exponent) > 2 and amount % _CENT:  # type: ignore[operator]
            key = statement, bill_id
            self.remainders[key] = self.remainders.get(key, Decimal(0)) + amount

    def _line(self, number: int, row: list[str], kind: str, columns: _Columns) -> None:
        try:
            found = [parse(row[index]) for index, parse in columns.plan]
        except UnreadableError:
            self._name_faults(number, row, columns)
            return
        currency = columns.currency(row)
        if currency:
            self.currencies.add(currency)
        table = columns.table
        place = (table.name, number, table.statement, kind)
        line = BilledLine(*place, *[*found, currency])
        if columns.second_voucher:
            line = self._both_vouchers(line, row, columns)
        if values.without_seconds(columns.since(row)):
            self.without_seconds += 1
        if line.owner:
            self.owners.add(line.owner)
        self.lines.append(line)

    def _both_vouchers(
        self, line: BilledLine, row: list[str], columns: _Columns
    ) -> BilledLine:
        """The two voucher columns of some exports added."""
        second = values.decimal(row[columns.second_voucher])
        if second is None:
            return line
        return line._replace(voucher=(line.voucher or Decimal(0)) + second)

    def _name_faults(self, number: int, row: list[str], columns: _Columns) -> None:
        for index, parse in columns.plan:
            try:
                parse(row[index])
            except UnreadableError as error:
                name = columns.table.header[index].strip()
                self._fault(number, row, columns, f"{name}: {error}")

    def rounding(self, lines: Iterable[BilledLine]) -> dict[str, Decimal | None]:
        """For each statement: its transactions rounded half up, less its lines, those of
        the product being `lines`.

        None where a line with parts of a cent has no transaction id: lines that were
        merged by the download do not say what was deducted together.
        """
        for line in lines:
            if line.kind != PRECISION:
                amount = line.after if line.total is None else line.total
                self._round(line.statement, line.bill_id, amount or Decimal(0))
        found: dict[str, Decimal | None] = {}
        for (statement, bill_id), amount in self.remainders.items():
            before = found.get(statement, Decimal(0))
            if not bill_id or before is None:
                found[statement] = None
            else:
                rounded = amount.quantize(_CENT, ROUND_HALF_UP)
                found[statement] = before + rounded - amount
        return found


class _Columns:
    """Where the fields of a line stand in the rows of a table.

    A field without a column reads the empty cell that is added to each row.
    """

    delimiter = ","

    def __init__(self, table: Table, product: re.Pattern[str]) -> None:
        self.table, self.pattern = table, product
        self.width = len(table.header)
        found = places(table.header)
        first = {field: columns[0] for field, columns in found.items()}
        self.of = {field: first.get(field, self.width) for field in _FIELDS}
        self.of["code"] = first.get("code", self.width)
        self.plan = [
            (self.of[field], _PARSERS.get(field, values.text)) for field in _FIELDS
        ]
        vouchers = found.get("voucher", [])
        self.second_voucher = vouchers[1] if len(vouchers) > 1 else 0
        self.names = itemgetter(
            *(
                self.of[n]
                for n in ("product", "subproduct", "item", "transaction", "code")
            )
        )
        self.product_name = itemgetter(self.of["product"])
        self.owner = itemgetter(self.of["owner"])
        self.since = itemgetter(self.of["since"])
        self.bill_id = itemgetter(self.of["bill_id"])
        paid = "total" if "total" in first and "after" not in first else "after"
        self.after = itemgetter(self.of[paid])
        self._currency: Callable[[list[str]], str] = itemgetter(
            first.get("currency", self.width)
        )
        self._unit: Callable[[list[str]], str] = itemgetter(self.of["price_unit"])
        self.header_currency = currency_of(table.header)
        self._kinds: dict[tuple[str, ...], str] = {}
        self._units: dict[str, str] = {}

    def kind(self, row: list[str]) -> str:
        """The kind of a line of the product; nothing for other products."""
        names = self.names(row)
        kind = self._kinds.get(names)
        if kind is None:
            kind = self._kinds[names] = self._kind(names)
        return kind

    def _kind(self, names: tuple[str, ...]) -> str:
        *named, transaction, code = (values.text(name) for name in names)
        kind = kind_of(code, transaction)
        if kind == PRECISION or any(map(self.pattern.search, named)):
            return kind
        return ""

    def currency(self, row: list[str]) -> str:
        """The currency of a row: its column, else its price unit, else the header."""
        stated = self._currency(row).strip()
        if stated and stated not in values.NOT_GIVEN:
            return stated.upper()
        unit = self._unit(row)
        if unit not in self._units:
            text = unit.casefold()
            named = (code for word, code in _UNITS if word in text)
            self._units[unit] = next(named, self.header_currency)
        return self._units[unit]
