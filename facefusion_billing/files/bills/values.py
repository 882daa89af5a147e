"""The values of a bill's cells: decimals, days, months and ids, exactly as given."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from facefusion_billing.files.dates import check_year, of_calendar
from facefusion_billing.files.numbers import UnreadableError, shown
from facefusion_billing.model.calendar import Month

LONGEST = 30
"""Characters of a number: a usage file, which has sums of them, takes a few more."""
NOT_GIVEN = frozenset(("", "-", "--", "N/A", "n/a", "None", "null", "—"))
_DECIMAL = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?|[-+]?0(\.0+)?[eE][-+]?[0-9]+", re.ASCII)
_THOUSANDS = re.compile(r"[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", re.ASCII)
_DAY = re.compile(
    r"([0-9]{4})([-/])([0-9]{1,2})\2([0-9]{1,2})"
    r"(?:[ T]([0-9]{1,2}):([0-9]{2})(:[0-9]{2}(?:\.[0-9]+)?)?)?(?:Z|[+-][0-9:]+)?",
    re.ASCII,
)
_MONTH = re.compile(r"([0-9]{4})[-/]?([0-9]{2})(?:[-/].*)?", re.ASCII)
_DAMAGED = re.compile(r"[0-9]+(\.[0-9]+)?[eE]\+?[0-9]+")


def text(cell: str) -> str:
    """A text without the spaces around it, `-` read as nothing."""
    stripped = cell.replace("\u00a0", " ").strip()
    if stripped in NOT_GIVEN:
        return ""
    return stripped


def identifier(cell: str) -> str:
    """An id, which a spreadsheet may have turned into a number: that is refused."""
    found = text(cell)
    if _DAMAGED.fullmatch(found):
        raise UnreadableError(
            "{found} is an id that a spreadsheet turned into a number; take the file as it was downloaded",
            found=shown(found),
        )
    return found


def decimal(cell: str) -> Decimal | None:
    """An exact decimal with its digits; None where nothing is given.

    >>> decimal("12000.01200000"), decimal("-"), decimal("1,234.50")
    (Decimal('12000.01200000'), None, Decimal('1234.50'))
    """
    # As nearly every cell is written; the slower ways are for what is left.
    if cell in NOT_GIVEN:
        return None
    if _DECIMAL.fullmatch(cell) and len(cell) <= LONGEST:
        return Decimal(cell)
    found = cell.replace("\u00a0", " ").strip()
    if found in NOT_GIVEN:
        return None
    if _THOUSANDS.fullmatch(found):
        found = found.replace(",", "")
    if not _DECIMAL.fullmatch(found) or len(found) > LONGEST:
        raise UnreadableError("{found} is not a decimal number", found=shown(cell))
    return Decimal(found)


def multiplier(cell: str) -> Decimal | None:
    """A discount as the factor it leaves: `0.8`, or `80%`."""
    found = cell.strip()
    if found.endswith("%"):
        share = decimal(found[:-1])
        if share is None:
            return None
        return share / 100
    return decimal(found)


def day(cell: str) -> date | None:
    """The day of a time, in the vendor's own zone (Beijing); None where not given, as the API's
    year 0 is.
    """
    found = text(cell)
    if not found or found.startswith("0000-00-00"):
        return None
    match = _DAY.fullmatch(found)
    if not match:
        raise UnreadableError(
            "{found} is not a time; expected YYYY-MM-DD", found=shown(found)
        )
    return of_calendar(f"{match[1]}-{match[3]:0>2}-{match[4]:0>2}", found)


def without_seconds(cell: str) -> bool:
    """Whether a time of day lacks its seconds, as spreadsheets write it."""
    match = _DAY.fullmatch(text(cell))
    return bool(match and match[5] and not match[7])


def month(cell: str) -> Month | None:
    """A month: `2025-03`, `202503` or its first day; None where not given."""
    found = text(cell)
    if not found:
        return None
    match = _MONTH.fullmatch(found)
    if not match or not 1 <= int(match[2]) <= 12:
        raise UnreadableError(
            "{found} is not a month; expected YYYY-MM", found=shown(found)
        )
    check_year(found, int(match[1]))
    return Month(int(match[1]), int(match[2]))


def plain_text(value: Decimal) -> str:
    """A decimal with its own digits, never in scientific notation.

    >>> plain_text(Decimal("0.00000000"))
    '0.00000000'
    """
    return format(value, "f")
