"""Rows as CSV for spreadsheets.

A text cell that a spreadsheet would take for a formula gets a leading apostrophe;
numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable
from typing import Any

from facefusion_billing.reports.wording.text import escape_controls

Row = dict[str, Any]
_HARMLESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _.,:-]*").fullmatch
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "|")


def table_csv(
    columns: tuple[str, ...], rows: Iterable[Row], numeric: Collection[str]
) -> str:
    """Rows as CSV with a header, in the columns' order."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(_cell(row[name], name in numeric) for name in columns)
    return out.getvalue()


def _cell(value: Any, numeric: bool) -> Any:
    if numeric or value is None:
        return value
    text = " ".join(value) if isinstance(value, list) else str(value)
    # Most texts are of letters and digits, which nothing takes for a formula.
    if _HARMLESS(text):
        return text
    return csv_safe(escape_controls(text))


def csv_safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> csv_safe("=1+1"), csv_safe("image")
    ("'=1+1", 'image')
    """
    if text.lstrip().startswith(_FORMULA_STARTS):
        return f"'{text}"
    return text
