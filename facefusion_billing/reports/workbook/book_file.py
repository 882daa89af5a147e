"""A workbook under construction: what every one of them has in common.

XlsxWriter writes everything but cells and texts, which are put in their places when it
is done (see `sheet_data`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook

from facefusion_billing.reports.documents.origin_document import computed_by
from facefusion_billing.reports.workbook.cells import Sheet
from facefusion_billing.reports.workbook.exact import cell_text
from facefusion_billing.reports.workbook.frames import Frames
from facefusion_billing.reports.workbook.shared_texts import Texts
from facefusion_billing.reports.workbook.styles import Styles

_TEXTS = "xl/sharedStrings.xml"
_LEVEL = 3
"""How hard cells are compressed: in a third of the usual time, to a seventh more."""


class BookFile:
    """A workbook with its title and creator, written in memory."""

    def __init__(self, title: str, currency: str) -> None:
        self.file = BytesIO()
        self.book = Workbook(self.file, {"in_memory": True})
        properties = {
            "title": cell_text(title)[:255],
            "author": computed_by(),
            # The clock is no part of the answer, so no run differs from another.
            "created": datetime(2000, 1, 1),
        }
        self.book.set_properties(properties)
        self.styles = Styles(self.book, currency)
        self.sheets: list[Sheet] = []

    def sheet(self, name: str) -> Sheet:
        """A further sheet."""
        self.sheets.append(Sheet(self.styles, name))
        return self.sheets[-1]

    def bytes(self) -> bytes:
        """The finished file."""
        frames = Frames(self.sheets)
        frames.prepare(self.styles.charted)
        self.book.close()
        finished = BytesIO()
        with (
            ZipFile(self.file) as made,
            ZipFile(finished, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as archive,
        ):
            for name in made.namelist():
                part = _part(frames, self.styles.texts, name, made.read(name))
                _write(archive, name, part)
        return finished.getvalue()


def _part(frames: Frames, texts: Texts, name: str, made: bytes) -> Iterator[bytes]:
    """A part of the file, piece by piece."""
    if name == _TEXTS:
        yield from texts.xml()
    elif name in frames.sheets:
        yield from frames.filled(name, made.decode())
    else:
        yield made


def _write(archive: ZipFile, name: str, pieces: Iterator[bytes]) -> None:
    """Adds a part to a file; by its name alone it has the same time in every run."""
    with archive.open(name, "w") as part:
        for piece in pieces:
            part.write(piece)
