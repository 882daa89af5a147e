"""Rows as CSV for spreadsheets.

A text cell that a spreadsheet would take for a formula gets a leading apostrophe, and so
does what follows a semicolon, where many of them part cells; numbers stay numbers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

from facefusion_billing.reports.wording.text import escape_controls

Row = dict[str, Any]
_HARMLESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _.,:/#-]*").fullmatch
"""A text that nothing takes for a formula, as most are; only a comma parts it."""
_FORMULA = r"(^|;)(\s*[=+\-@\t\r|＝＋－＠])"
_PARTS_CELLS = re.compile(r"[,;\"\r\n]|^\s*::").search
"""What is put in quotes; also what at the beginning of a line would be a command of the
runner of a CI job.
"""


def table_csv(
    columns: tuple[str, ...], rows: Iterable[Row], numeric: Collection[str]
) -> str:
    """Rows as CSV with a header, in the columns' order."""
    lines = [csv_line(columns)]
    texts = _HarmlessTexts()
    writers = [(n, _quoted if n in numeric else texts.written) for n in columns]
    for row in rows:
        cells = [written(row[name]) for name, written in writers]
        lines.append(",".join(cells) + "\n")
    return "".join(lines)


def csv_line(cells: Iterable[Any]) -> str:
    r"""Cells as a line; in quotes what holds a comma, a semicolon, a quote or a line end,
    or begins with two colons.

    >>> csv_line(["a;b", 1, None])
    '"a;b",1,\n'
    """
    return ",".join(map(_quoted, cells)) + "\n"


def _quoted(value: Any) -> str:
    if value is None:
        return ""
    text = str(value)
    if _PARTS_CELLS(text):
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text


class QuotedTexts(dict[str | None, str]):
    """Cells as they stand in a line, each looked at once: most cells of a wide table are
    those of the row above.
    """

    def line(self, cells: Iterable[str | None]) -> str:
        """Cells as a line, as `csv_line` writes it."""
        return ",".join([self[cell] for cell in cells]) + "\n"

    def __missing__(self, text: str | None) -> str:
        self[text] = made = _quoted(text)
        return made


class _HarmlessTexts(dict[str, str]):
    """Texts as they are written, each made harmless once: most texts of a table are those
    of the row above.
    """

    def written(self, value: Any) -> str:
        """A text, or several of them, as a cell."""
        if value is None:
            return ""
        return self[" ".join(value) if isinstance(value, list) else str(value)]

    def __missing__(self, text: str) -> str:
        self[text] = made = _harmless(text)
        return made


def _harmless(text: str) -> str:
    if _HARMLESS(text):
        return f'"{text}"' if "," in text else text
    # Spreadsheets run what begins with a sign, whoever wrote it.
    return _quoted(safe_text(text))


def safe_text(text: str) -> str:
    """A text that is harmless in a terminal and in a spreadsheet."""
    if _HARMLESS(text):
        return text
    return csv_safe(escape_controls(text))


def csv_safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula, wherever it parts cells.

    >>> csv_safe("=1+1"), csv_safe("a;=1+1"), csv_safe("image")
    ("'=1+1", "a;'=1+1", 'image')
    """
    return re.sub(_FORMULA, r"\1'\2", text)
