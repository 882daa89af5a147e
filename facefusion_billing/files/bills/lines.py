"""Rows of a detailed bill to lines; rows of other products only to their sums.

The loop over rows is the one place where a bill of a hundred thousand lines takes its
time, so what a row's names mean is looked up once for each combination of names, and
a text that many cells hold (a day, a price, `-`) is read once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from operator import getitem, itemgetter
from typing import Any

from facefusion_billing.files.bills import values
from facefusion_billing.files.bills.columns import currency_of, places
from facefusion_billing.files.bills.kinds import kind_of
from facefusion_billing.files.bills.tables import Table
from facefusion_billing.files.csv_text import wrong_width
from facefusion_billing.files.numbers import UnreadableError
from facefusion_billing.model.bill_settings import names_one
from facefusion_billing.model.faults import MOST_SHOWN, Fault, Location, Message, Source
from facefusion_billing.model.vendor_bill import PRECISION, BilledLine

_NONE, _CENT = Decimal(0), Decimal("0.01")
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
MOST_KEPT = 10_000
"""So many texts of cells are kept with their values: the memory stays the same."""
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

    def read(self, table: Table) -> None:
        """Reads the rows of a table."""
        columns = _Columns(table, self.product)
        for number, row in table.rows:
            if len(row) != columns.width and not self._fitted(number, row, columns):
                continue
            # The empty cell that stands for every field without a column.
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

    def _fitted(self, number: int, row: list[str], columns: _Columns) -> bool:
        """Whether the row has a cell for each column; empty ones may be too many."""
        width = columns.width
        # Spreadsheets write the separators of empty last columns, in some rows only.
        if len(row) > width and not any(cell.strip() for cell in row[width:]):
            del row[width:]
            return True
        if any(cell.strip() for cell in row):
            self._fault(number, row, columns, wrong_width(len(row), width))
        return False

    def _fault(
        self,
        number: int,
        row: list[str],
        columns: _Columns,
        message: str,
        index: int | None = None,
    ) -> None:
        """Notes a fault of a row, or of a cell of it."""
        cells = [*map(_written, row)]
        text = "\n" * (number - 1) + ",".join(cells)
        start, width = 1, 1
        if index is not None:
            start += sum(len(cell) + 1 for cell in cells[:index])
            width = max(len(cells[index]), 1)
        source = Source(columns.table.name, text)
        self.faults.append(Fault(message, Location(source, number, start, width, "")))

    def _other(self, row: list[str], columns: _Columns) -> None:
        amount = columns.amount[columns.after(row)]
        name = columns.product_name(row)
        count, total = self.others.get(name, (0, _NONE))
        self.others[name] = count + 1, total + amount
        if amount % _CENT:
            bill_id = values.text(columns.bill_id(row))
            self._round(columns.table.statement, bill_id, amount)
        self.currencies.add(columns.currency(row))

    def _round(self, statement: str, bill_id: str, amount: Decimal) -> None:
        """Remembers an amount with parts of a cent, by its transaction."""
        key = statement, bill_id
        self.remainders[key] = self.remainders.get(key, _NONE) + amount

    def _line(self, number: int, row: list[str], kind: str, columns: _Columns) -> None:
        try:
            found = [*map(getitem, columns.parsed, columns.cells(row))]
        except UnreadableError:
            self._name_faults(number, row, columns)
            return
        currency = columns.currency(row)
        self.currencies.add(currency)
        table = columns.table
        place = (table.name, number, table.statement, kind)
        line = BilledLine(*place, *[*found, currency])
        if columns.second_voucher:
            line = self._both_vouchers(line, row, columns)
        self.without_seconds += columns.without_seconds[columns.since(row)]
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
        return line._replace(voucher=(line.voucher or _NONE) + second)

    def _name_faults(self, number: int, row: list[str], columns: _Columns) -> None:
        for index, parse in columns.plan:
            try:
                parse(row[index])
            except UnreadableError as error:
                name = columns.table.header[index].strip()
                said = Message("{name}: {error}", name=name, error=error)
                # Without the empty cell that stands for absent columns.
                self._fault(number, row[:-1], columns, said, index)

    def rounding(self, lines: Iterable[BilledLine]) -> dict[str, Decimal | None]:
        """For each statement: its transactions rounded half up, less its lines, those of
        the product being `lines`. None where it cannot be told.
        """
        for line in lines:
            self._note_rounding(line)
        found: dict[str, Decimal | None] = {}
        for (statement, bill_id), amount in self.remainders.items():
            before = found.get(statement, _NONE)
            # Lines that were merged by the download have no transaction id, and do not
            # say what was deducted together.
            if not bill_id or before is None:
                found[statement] = None
            else:
                rounded = amount.quantize(_CENT, ROUND_HALF_UP)
                found[statement] = before + rounded - amount
        return found

    def _note_rounding(self, line: BilledLine) -> None:
        """Remembers what a line of the product has beyond whole cents."""
        if line.kind == PRECISION:
            return
        amount = line.after if line.total is None else line.total
        if amount is not None and amount % _CENT:
            self._round(line.statement, line.bill_id, amount)


class _Parsed(dict[str, Any]):
    """The values of texts, each parsed when it is first met."""

    def __init__(self, parse: Callable[[str], Any]) -> None:
        self.parse = parse

    def __missing__(self, cell: str) -> Any:
        value = self.parse(cell)
        # Emptied as a whole: columns of ids, of which no cell stands twice, would make
        # anything cleverer slower than reading them.
        if len(self) >= MOST_KEPT:
            self.clear()
        self[cell] = value
        return value


def _written(cell: str) -> str:
    """A cell as a line of CSV has it, in quotes where it needs them."""
    if any(mark in cell for mark in ',"\n\r'):
        doubled = cell.replace('"', '""').replace("\n", " ").replace("\r", " ")
        return f'"{doubled}"'
    return cell


def _amount(cell: str) -> Decimal:
    """What a line of another product comes to: nothing where that is not readable."""
    try:
        return values.decimal(cell) or _NONE
    except UnreadableError:
        return _NONE


_Cell = Callable[[list[str]], str]


class _Columns:
    """Where the fields of a line stand in the rows of a table.

    A field without a column reads the empty cell that is added to each row.
    """

    def __init__(self, table: Table, product: re.Pattern[str]) -> None:
        self.table, self.pattern = table, product
        self.width = len(table.header)
        found = places(table.header)
        self.of = {field: at[0] for field, at in found.items()}
        vouchers = found.get("voucher", [])
        self.second_voucher = vouchers[1] if len(vouchers) > 1 else 0
        self._plan_parsing()
        self._plan_cells()
        self.header_currency = currency_of(table.header)
        self._kinds: dict[tuple[str, ...], str] = {}
        self._currencies: dict[tuple[str, str], str] = {}

    def _plan_parsing(self) -> None:
        """How the cells of a line are read, each kind of text once."""
        self.plan = [
            (self._at(field), _PARSERS.get(field, values.text)) for field in _FIELDS
        ]
        # One memory for all fields of a parser: a day stands in several of them.
        parsed = {parse: _Parsed(parse) for _, parse in self.plan}
        self.parsed = [parsed[parse] for _, parse in self.plan]
        self.without_seconds = _Parsed(values.without_seconds)
        self.amount = _Parsed(_amount)

    def _plan_cells(self) -> None:
        """What is looked at in every row before it is known what the row is."""
        self.cells = itemgetter(*(index for index, _ in self.plan))
        names = ("product", "subproduct", "item", "transaction", "code")
        self.names = itemgetter(*map(self._at, names))
        self.product_name = itemgetter(self._at("product"))
        self.owner = itemgetter(self._at("owner"))
        self.since = itemgetter(self._at("since"))
        self.bill_id = itemgetter(self._at("bill_id"))
        paid = "after"
        if "total" in self.of and "after" not in self.of:
            paid = "total"
        self.after = itemgetter(self._at(paid))
        self._currency: _Cell = itemgetter(self._at("currency"))
        self._unit: _Cell = itemgetter(self._at("price_unit"))

    def _at(self, field: str) -> int:
        return self.of.get(field, self.width)

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
        if kind == PRECISION or names_one(self.pattern, named):
            return kind
        return ""

    def currency(self, row: list[str]) -> str:
        """The currency of a row: its column, else its price unit, else the header."""
        stated = self._currency(row), self._unit(row)
        if stated not in self._currencies:
            self._currencies[stated] = self._currency_of(*stated)
        return self._currencies[stated]

    def _currency_of(self, cell: str, unit: str) -> str:
        stated = cell.strip()
        if stated and stated not in values.NOT_GIVEN:
            return stated.upper()
        text = unit.casefold()
        named = (code for word, code in _UNITS if word in text)
        return next(named, self.header_currency)
