"""What the columns of a detailed bill hold, and how the cells of a row are read.

What a row's names mean is looked up once for each combination of names, and a text that
many cells hold (a day, a price, `-`) is read once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from operator import itemgetter
from typing import Any

from facefusion_billing.files.bills import values
from facefusion_billing.files.bills.columns import currency_of, places
from facefusion_billing.files.bills.kinds import kind_of
from facefusion_billing.files.bills.tables import Table
from facefusion_billing.files.numbers import UnreadableError
from facefusion_billing.model.bill_settings import names_one
from facefusion_billing.model.vendor_bill import PRECISION, BilledLine

_NONE = Decimal(0)
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


def _amount(cell: str) -> Decimal:
    """What a line of another product comes to: nothing where that is not readable."""
    try:
        return values.decimal(cell) or _NONE
    except UnreadableError:
        return _NONE


_Cell = Callable[[list[str]], str]


class Columns:
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
