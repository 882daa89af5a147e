"""What a spreadsheet holds exactly, and how its cells are addressed.

A spreadsheet computes with doubles, which hold 15 digits. So a figure of more digits is
a text; and an amount is a formula only where every spreadsheet is sure to round it as
the core did (`sure`, `summable`), else the core's figure in italics. No digit is lost
and no total differs from the core's, whatever the size.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name

from facefusion_billing.model.money import Cents
from facefusion_billing.reports.wording.text import escape_controls

DIGITS = 10**15
"""Whole numbers below this are held, shown and typed in without losing a digit."""

TIES = 10**12
"""Amounts in cents below which a half cent is surely rounded up: LibreOffice misses
some from 1.3 x 10^12 on.
"""

LONGEST = 32_767
"""Excel's limit of a text, in UTF-16 units."""

_COLUMNS = tuple(map(xl_col_to_name, range(26 + 26 * 26)))
"""The names of the columns that have one or two letters."""


def sure(numerator: int, denominator: int) -> bool:
    """Whether ROUND in any spreadsheet gives the cents that a fraction (in cents) is,
    rounded half up.

    A half cent must be small enough to be seen as one; what is no half cent must not be
    so near to one that doubles take it for one.

    >>> (
    ...     sure(9_999 * 65 * 100, 1_000),
    ...     sure(10**12 * 65 * 100 + 500, 1_000),
    ...     sure(12_600_000 * 7 - 1, 3 * 10**13),
    ... )
    (True, False, True)
    """
    cents, rest = divmod(abs(numerator), denominator)
    off = abs(2 * rest - denominator)
    if not off:
        return cents < TIES
    # Farther from a half cent than doubles of that size can be wrong.
    return cents < DIGITS and off * 10**14 > 2 * abs(numerator)


def summable(parts: Sequence[Cents]) -> bool:
    """Whether the doubles of these amounts add up to the right cent, in any order.

    Each of n additions is off by 2^-53 of the sum at the most, and so is each part.
    """
    size = sum(abs(part) for part in parts)
    # Less than half a cent in all, so the nearest cent is the right one.
    return size < DIGITS and size * (len(parts) + 1) < 2**52


def cell_text(text: str) -> str:
    """A text without control characters that fits a cell; what is too long ends in an
    ellipsis.
    """
    shown = escape_controls(text)
    units = shown.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return shown
    return units[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"


def price_format(places: int, most: int = 0) -> str:
    """The format of a price with its printed decimals, and of others that may take its
    place, of `most` decimals.

    >>> price_format(3), price_format(0), price_format(2, 3), price_format(0, 2)
    ('#,##0.000', '#,##0', '#,##0.00#', '#,##0.0#')
    """
    if max(places, most) == 0:
        return "#,##0"
    # Excel shows the point of a format even where no decimal follows it.
    printed = max(places, 1)
    return "#,##0." + "0" * printed + "#" * (most - printed)


def quoted(text: str) -> str:
    """A text of ours as a constant in a formula."""
    return '"' + text.replace('"', '""') + '"'


def _sheet(name: str) -> str:
    """The name of a sheet of ours as formulas have it.

    >>> _sheet("Bills"), _sheet("By month")
    ('Bills', "'By month'")
    """
    if name.isascii() and name.isalnum():
        return name
    return f"'{name}'"


def cell(row: int, col: int, sheet: str = "") -> str:
    """The address of a cell, on another sheet an absolute one.

    >>> cell(4, 2), cell(4, 2, "Bills")
    ('C5', 'Bills!$C$5')
    """
    if sheet:
        return f"{_sheet(sheet)}!${column_name(col)}${row + 1}"
    return f"{column_name(col)}{row + 1}"


def column_name(col: int) -> str:
    """The letters of a column.

    >>> column_name(2), column_name(702)
    ('C', 'AAA')
    """
    if col < len(_COLUMNS):
        return _COLUMNS[col]
    return str(xl_col_to_name(col))


def column(first: int, last: int, col: int, sheet: str = "") -> str:
    """The address of a part of a column.

    >>> column(1, 9, 0), column(1, 9, 0, "Bills")
    ('A2:A10', 'Bills!$A$2:$A$10')
    """
    name = column_name(col)
    if sheet:
        return f"{_sheet(sheet)}!${name}${first + 1}:${name}${last + 1}"
    return f"{name}{first + 1}:{name}{last + 1}"
