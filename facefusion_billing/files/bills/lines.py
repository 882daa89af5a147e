"""Rows of a detailed bill to lines; rows of other products only to their sums.

The loop over rows is the one place where a bill of a hundred thousand lines takes its
time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from operator import getitem

from facefusion_billing.files.bills import values
from facefusion_billing.files.bills.row_columns import Columns
from facefusion_billing.files.bills.tables import Table
from facefusion_billing.files.csv_text import wrong_width
from facefusion_billing.files.numbers import UnreadableError
from facefusion_billing.model.faults import MOST_SHOWN, Fault, Location, Message, Source
from facefusion_billing.model.vendor_bill import PRECISION, BilledLine

_NONE, _CENT = Decimal(0), Decimal("0.01")


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
        columns = Columns(table, self.product)
        for number, row in table.rows:
            if not self.fits(number, row, columns):
                continue
            if self.account and columns.owner(row).strip() != self.account:
                continue
            self.add(number, row, columns)
            if len(self.faults) > MOST_SHOWN:
                break

    def fits(self, number: int, row: list[str], columns: Columns) -> bool:
        """Whether the row has a cell for each column; it then gets the empty one that
        stands for every field without a column. Notes what is wrong with it.
        """
        if len(row) != columns.width and not self._fitted(number, row, columns):
            return False
        row.append("")
        return True

    def add(self, number: int, row: list[str], columns: Columns) -> None:
        """Reads a row that fits."""
        kind = columns.kind(row)
        if kind:
            self._line(number, row, kind, columns)
        else:
            self._other(row, columns)

    def _fitted(self, number: int, row: list[str], columns: Columns) -> bool:
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
        columns: Columns,
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

    def _other(self, row: list[str], columns: Columns) -> None:
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

    def _line(self, number: int, row: list[str], kind: str, columns: Columns) -> None:
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
        self, line: BilledLine, row: list[str], columns: Columns
    ) -> BilledLine:
        """The two voucher columns of some exports added."""
        second = values.decimal(row[columns.second_voucher])
        if second is None:
            return line
        return line._replace(voucher=(line.voucher or _NONE) + second)

    def _name_faults(self, number: int, row: list[str], columns: Columns) -> None:
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


def _written(cell: str) -> str:
    """A cell as a line of CSV has it, in quotes where it needs them."""
    if any(mark in cell for mark in ',"\n\r'):
        doubled = cell.replace('"', '""').replace("\n", " ").replace("\r", " ")
        return f'"{doubled}"'
    return cell
