"""Texts in terminal columns: a Chinese character takes two, and a line may end after it."""

from __future__ import annotations

import re

_WIDE = (
    r"\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffe6"
)
PIECES = rf"\s*（*(?:[{_WIDE}]|[^\s{_WIDE}]+)[，。；：、）]*"
"""What stays together: a word, or one Chinese character, with the punctuation that may
not stand apart.
"""


def columns(text: str) -> int:
    """How many terminal columns a text takes.

    >>> columns("ab"), columns("用量")
    (2, 4)
    """
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text
    )


def lines(text: str, width: int) -> list[str]:
    """The text in lines of at most that many columns; a word that is wider has a line
    of its own.

    >>> lines("one two three", 7)
    ['one two', 'three']
    """
    found = [""]
    for piece in re.findall(PIECES, text):
        if columns(found[-1] + piece) <= width or not found[-1]:
            found[-1] += piece if found[-1] else piece.lstrip()
        else:
            found.append(piece.lstrip())
    return found
