"""What every sheet Summary has: the title and the figure, what is at risk, and at its
end where the answer comes from.
"""

from __future__ import annotations

from collections.abc import Iterable

from facefusion_billing.model.book import Origin
from facefusion_billing.reports.documents.blocks import Note
from facefusion_billing.reports.documents.origin_document import origin_notes
from facefusion_billing.reports.wording.language import _, ngettext
from facefusion_billing.reports.workbook.cells import Sheet

TOTAL = 1
"""The row of the figure, beneath the title."""
NOTES = 12
"""So many warnings and notes stand on the sheet at the most."""
ONE_PAGE = 70
"""So many rows are printed on one page, so that no chart is cut."""
_KINDS = {"alert": "alert", "warning": "warning", "faint": "faint"}


def summary_name() -> str:
    """The name of the sheet."""
    return _("Summary")


def paragraphs(sheet: Sheet, top: int, notes: Iterable[Note]) -> int:
    """Notes, each in rows of its own height over the width of the sheet; the row after
    them.
    """
    shown = [note for note in notes if note.text and note.style != "hint"]
    for row, note in enumerate(shown[:NOTES], top):
        sheet.paragraph(row, note.text, _KINDS.get(note.style, "long"))
    more = len(shown) - NOTES
    if more <= 0:
        return top + len(shown)
    text = ngettext("{number} more note", "{number} more notes", more)
    sheet.paragraph(top + NOTES, text.format(number=more), "faint")
    return top + NOTES + 1


def origin(sheet: Sheet, top: int, origins: Iterable[Origin | None]) -> int:
    """Where the answer comes from, at the end; the row after it."""
    end = paragraphs(sheet, top + 1, origin_notes(origins))
    if end <= ONE_PAGE:
        sheet.page.fit_to_pages(1, 1)
    return end
