"""A workbook under construction: what every one of them has in common."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook

from facefusion_billing.reports.documents.origin_document import computed_by
from facefusion_billing.reports.workbook.cells import Sheet, Styles
from facefusion_billing.reports.workbook.exact import cell_text


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

    def sheet(self, name: str) -> Sheet:
        """A further sheet."""
        return Sheet(self.styles, name)

    def bytes(self) -> bytes:
        """The finished file."""
        self.book.close()
        return self.file.getvalue()
