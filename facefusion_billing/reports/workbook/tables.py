"""Tables of typed cells, with live sums beneath them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from facefusion_billing.model.calendar import Month
from facefusion_billing.model.money import Cents, Price
from facefusion_billing.reports.documents.blocks import Grid
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.workbook.cells import Made, Sheet
from facefusion_billing.reports.workbook.exact import cell, column
from facefusion_billing.reports.workbook.live import Live, total
from facefusion_billing.startup.record import NamedTuple

Value = str | int | date | Month | Price | Live | None


class Field(NamedTuple):
    """A column: `kind` is text, long, count or money; `sum` has a total beneath it."""

    name: str
    kind: str = "text"
    sum: bool = False
    look: str = ""

    @property
    def figures(self) -> bool:
        """Whether it stands on the right."""
        return self.kind in ("count", "money", "price")


class Placed(NamedTuple):
    """Where a table stands: its first and last row and its first column; the row of its
    total is the one after the last.
    """

    sheet: str
    first: int
    last: int
    left: int

    @property
    def total(self) -> int:
        """The row of the total."""
        return self.last + 1

    def cell(self, row: int, index: int) -> str:
        """A cell of the table, as another sheet names it."""
        return cell(row, self.left + index, self.sheet)

    def column(self, index: int) -> str:
        """A column of the table, as another sheet names it."""
        return column(self.first, self.last, self.left + index, self.sheet)


def table(
    sheet: Sheet,
    top: int,
    fields: Sequence[Field],
    rows: Iterable[Sequence[Value]],
    *,
    left: int = 0,
) -> Placed:
    """A head, rows, and the total of each column that has one."""
    figures = [at for at, field in enumerate(fields) if field.figures]
    sheet.head(top, [field.name for field in fields], figures, col=left)
    content = list(rows)
    places = [TableColumn(sheet, left + at, field) for at, field in enumerate(fields)]
    for row, values in enumerate(content, top + 1):
        put_row(sheet, row, places, values)
    # One empty row at the least: a formula over none would hold its own cell.
    placed = Placed(sheet.name, top + 1, top + max(len(content), 1), left)
    if any(field.sum for field in fields):
        _totals(sheet, fields, content, placed)
    return placed


class TableColumn:
    """A column under construction. Most of its values stand in many rows, and each is
    made into a cell once.
    """

    def __init__(self, sheet: Sheet, col: int, field: Field) -> None:
        self.sheet, self.col, self.field = sheet, col, field
        self.made: dict[Value, Made] = {}

    def put(self, row: int, value: Value) -> None:
        """Puts a value that the column has not had, or a formula."""
        put(self.sheet, row, self.col, self.field, value)
        # A formula is of its own row.
        if value is not None and not isinstance(value, Live):
            self.made[value] = self.sheet.made(row, self.col)


def put_row(
    sheet: Sheet, row: int, places: Iterable[TableColumn], values: Iterable[Value]
) -> None:
    """Puts a value in each column of a row."""
    cells = sheet.data.rows[row]
    texts = 0
    for place, value in zip(places, values, strict=True):
        made = place.made.get(value)
        if made is None:
            place.put(row, value)
            continue
        # What `Sheet.again` does: wide files have a million of these.
        cell, shown, broken = made
        cells[place.col] = cell
        texts += shown
        if broken is not None:
            broken.append(row)
    sheet.data.texts.count += texts


def put(sheet: Sheet, row: int, col: int, field: Field, value: Value) -> None:
    """A value in a cell, as its kind has it."""
    if isinstance(value, Month):
        sheet.day(row, col, value.first, "month")
    elif isinstance(value, date):
        sheet.day(row, col, value)
    elif isinstance(value, Price):
        sheet.price(row, col, value, field.look)
    elif isinstance(value, str):
        kind = "figure" if field.figures else field.kind
        sheet.text(row, col, value, kind, field.look)
    elif value is not None:
        write = sheet.money if field.kind == "money" else sheet.count
        write(row, col, value, field.look)


def _totals(
    sheet: Sheet, fields: Sequence[Field], rows: list[Sequence[Value]], placed: Placed
) -> None:
    sheet.blank(placed.total, range(placed.left, placed.left + len(fields)), "total")
    sheet.text(placed.total, placed.left, _("Total"), look="total")
    for at, field in enumerate(fields):
        if field.sum:
            col = placed.left + at
            amounts = _amounts(row[at] for row in rows)
            of = total(amounts, column(placed.first, placed.last, col))
            put(sheet, placed.total, col, field._replace(look="total"), of)


def _amounts(values: Iterable[Value]) -> list[Cents]:
    """The amounts of a column; a cell without one adds nothing."""
    amounts = []
    for value in values:
        if isinstance(value, Live):
            amounts.append(value.value)
        elif isinstance(value, int):
            amounts.append(value)
    return amounts


def texts(sheet: Sheet, top: int, grid: Grid) -> int:
    """A grid of words as it is; the row after it."""
    fields = [Field(column.name, "long") for column in grid.columns]
    return table(sheet, top, fields, [row.cells for row in grid.rows]).last + 1


def sections(sheet: Sheet, top: int, grids: Iterable[Grid]) -> int:
    """Grids of words beneath each other, each under its title; the row after them and
    an empty one.
    """
    row = top
    for grid in grids:
        sheet.line(row, grid.title, "section")
        row = texts(sheet, row + 1, grid) + 1
    return row
