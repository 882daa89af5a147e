"""Workbooks (.xlsx) as rows of texts; python-calamine reads them, where it is installed.

What an archive unpacks to is measured before anything of it is read.
"""

from __future__ import annotations

import io
import re
import zlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from facefusion_billing.files.archives import check_packing
from facefusion_billing.files.csv_text import Row, Sheet
from facefusion_billing.model.faults import Location, Source, refuse

if TYPE_CHECKING:
    from zipfile import ZipFile

_ZIP = b"PK"
UNSUSPECTED, MOST_RATIO = 32 * 1024**2, 20
"""What a workbook may unpack to whatever its size, else how many times its size."""
MOST_CELLS = 20_000_000
_MOST_ROWS = 101_000
_CELL = rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']"""
_BLANK = str.maketrans("\t\r\n", "   ")


def workbook_sheet(data: bytes, name: str) -> Sheet:
    """The first sheet of a workbook that has rows. Raises `InputError`."""
    is_named_so = name.lower().endswith((".xlsx", ".xlsm"))
    if data.startswith(_ZIP) and not is_named_so:
        raise refuse(
            "{name}: is an Excel workbook or another archive, not a CSV; call a workbook "
            ".xlsx, or save it as CSV UTF-8",
            name=name,
        )
    cells = [[cell_text(value) for value in row] for row in workbook_rows(data, name)]
    lines = ("\t".join(text.translate(_BLANK) for text in row) for row in cells)
    source = Source(name, "\n".join(lines))
    rows = (Row(line, row) for line, row in enumerate(cells, 1))
    header = next((row for row in rows if any(row.cells)), None)
    if header is None:
        raise refuse("the file is empty", Location(source, 1, 1, 1, ""))
    return Sheet(source, header, rows, "\t", names_cells=True)


def workbook_rows(data: bytes, name: str, most: int = _MOST_ROWS) -> list[list[Any]]:
    """The rows of the first sheet that has any, from the sheet's first row on, at most
    so many. Raises `InputError`.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ModuleNotFoundError:
        raise refuse(
            "{name}: reading .xlsx needs an extra: pip install 'facefusion-billing[xlsx]'; or save the file as CSV",
            name=name,
        ) from None
    measured = _measured(data, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(measured))
        for sheet in map(book.get_sheet_by_name, book.sheet_names):
            rows = sheet.to_python(skip_empty_area=False, nrows=most)
            if any(any(cell != "" for cell in row) for row in rows):
                return rows
    except CalamineError as error:
        raise refuse(
            "{name}: is not a whole workbook: {error}", name=name, error=error
        ) from None
    raise refuse("{name}: is empty", name=name)


def cell_text(value: Any) -> str:
    """A cell as text; a whole number loses the `.0` that a workbook gives it."""
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return str(value)


def _measured(data: bytes, name: str) -> bytes:
    """The archive with nothing packed: what is read later is what was measured here,
    whatever its directory says. Raises `InputError`.
    """
    from zipfile import BadZipFile, ZipFile

    out = io.BytesIO()
    try:
        with ZipFile(io.BytesIO(data)) as archive, ZipFile(out, "w") as plain:
            check_packing(archive, name)
            if "xl/workbook.xml" not in archive.namelist():
                raise refuse(
                    "{name}: is an archive, but no Excel workbook; save the table as CSV "
                    "UTF-8",
                    name=name,
                )
            _copy(archive, plain, name, max(UNSUSPECTED, MOST_RATIO * len(data)))
    except (
        BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        ValueError,
        EOFError,
    ):
        raise refuse(
            "{name}: is no whole .xlsx workbook (one with a password, or an old .xls, is "
            "none); save it as CSV UTF-8",
            name=name,
        ) from None
    return out.getvalue()


def _copy(archive: ZipFile, plain: ZipFile, name: str, left: int) -> None:
    """Every part of a workbook, with so many bytes in all. Raises `InputError` for
    one without measure.
    """
    for entry in archive.infolist():
        with archive.open(entry) as part:
            text = part.read(left + 1)
        left -= len(text)
        if left < 0 or _cells(text) > MOST_CELLS:
            raise refuse(
                "{name}: a workbook that unpacks without measure; save the table as CSV "
                "UTF-8",
                name=name,
            )
        plain.writestr(entry.filename, text)


def _cells(text: bytes) -> int:
    """How many cells a sheet spans, empty ones too: all of them are held in memory."""
    rows = columns = 0
    for found in re.finditer(_CELL, text):
        rows = max(rows, int(found[2]))
        columns = max(columns, _column(found[1]))
    return rows * columns


def _column(letters: bytes) -> int:
    """The number of a column.

    >>> _column(b"A"), _column(b"AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
