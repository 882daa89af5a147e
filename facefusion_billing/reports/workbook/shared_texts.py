"""The texts of a workbook, each of which its file holds once, and texts as its file has
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import east_asian_width

from facefusion_billing.reports.workbook.exact import cell_text
from facefusion_billing.startup.record import NamedTuple

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns='
    '"http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' count="{count}" uniqueCount="{unique}">'
)
EMPTY, SHARED = "/>", ' t="s"'
"""All of an empty cell after its look, and how a text of the workbook begins there."""
_AT_ONCE = 1_000
"""So many texts are written at once: a bill may have a hundred thousand."""


class Text(NamedTuple):
    """The number of a text among all (None: it is empty), how many digits wide it is,
    and what stands in each cell that shows it, after its look.
    """

    number: int | None
    width: int
    tail: str


class Texts(dict[str, Text]):
    """The texts of a workbook by what they were before they were made harmless: most of
    them stand in many cells, and each is looked at once.
    """

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.numbers: dict[str, int] = {}
        self.shown: list[str] = []

    def __missing__(self, text: str) -> Text:
        shown = cell_text(text)
        number, tail = None, EMPTY
        if shown:
            number = self.numbers.setdefault(shown, len(self.shown))
        if number == len(self.shown):
            self.shown.append(shown)
        if number is not None:
            tail = f"{SHARED}><v>{number}</v></c>"
        self[text] = made = Text(number, columns_of(shown), tail)
        return made

    def xml(self) -> Iterator[bytes]:
        """The part of a workbook's file that holds them, in their order and piece by
        piece; `count` cells show them.
        """
        yield _HEAD.format(count=self.count, unique=len(self.shown)).encode()
        for start in range(0, len(self.shown), _AT_ONCE):
            texts = self.shown[start : start + _AT_ONCE]
            yield "".join(map(_item, texts)).encode()
        yield b"</sst>"


def _item(text: str) -> str:
    # What looks like an escape of the format must not be read as one.
    shown = re.sub("(_x[0-9a-fA-F]{4}_)", r"_x005F\1", escaped(text))
    if shown != shown.strip():
        return f'<si><t xml:space="preserve">{shown}</t></si>'
    return f"<si><t>{shown}</t></si>"


def escaped(text: str) -> str:
    """A text between tags.

    >>> escaped("a&b<c")
    'a&amp;b&lt;c'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def columns_of(text: str) -> int:
    """How wide a text is, in digits; a Chinese character is as wide as two."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
