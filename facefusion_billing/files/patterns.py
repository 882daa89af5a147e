"""Patterns (regular expressions) of a usage file, told apart from what is none and from
what would try a name in more ways than there is time for.
"""

from __future__ import annotations

import re

from facefusion_billing.files.numbers import UnreadableError, shown
from facefusion_billing.files.values import Words
from facefusion_billing.model.bill_settings import (
    LETTERS_OF_A_NAME,
    pattern_of,
    searched,
)

MOST_LETTERS = 200
"""How long a pattern may be."""
MOST_WAYS = 1000
"""In how many ways a pattern may try a name from one of its letters on."""
_PIECE = r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{[0-9]*,?[0-9]*\}|\(\?i\)|\(\?:|\(\?|."


def pattern(text: str) -> str:
    """The text, a pattern that decides on any name at once.

    >>> pattern("图片|image (basic|pro)")
    '图片|image (basic|pro)'

    Raises `UnreadableError`.
    """
    if not text.strip():
        raise UnreadableError("an empty text")
    if len(text) > MOST_LETTERS:
        raise UnreadableError(
            "a pattern of more than {most} characters", most=MOST_LETTERS
        )
    try:
        pattern_of(text)
    except (re.error, OverflowError) as error:
        raise UnreadableError(
            "{found} is not a pattern: {error}", found=shown(text), error=error
        ) from None
    if _ways(searched(text)) > MOST_WAYS:
        raise UnreadableError(
            "{found} can try a name in too many ways; write fewer of * + ? {{}} or alternatives",
            found=shown(text),
        )
    return text


def _ways(text: str) -> int:
    """In how many ways a pattern can try a name at most: what is repeated may end at any
    letter, what may be left out is there or not, and one alternative is tried after
    the other. Raises `UnreadableError` for what is not read.
    """
    whole, ways, depth, before = 0, 1, 0, ""
    for piece in re.findall(_PIECE, text, re.DOTALL):
        if piece == "(?":
            raise UnreadableError(
                "{found}: of what begins with (? only (?: is read", found=shown(text)
            )
        if piece in ("(", "(?:"):
            depth += 1
        elif piece == ")":
            depth -= 1
        elif piece == "|" and not depth:
            whole, ways = whole + _ended(ways, before), 1
        elif piece in ("|", "?"):
            ways *= 2
        elif _repeats(piece):
            # The ways of what is repeated would multiply with each time.
            if before == ")":
                raise UnreadableError(
                    "{found} repeats what stands in brackets; repeat letters and [sets] only",
                    found=shown(text),
                )
            ways *= _most(piece)
        before = piece
    return whole + _ended(ways, before)


def _repeats(piece: str) -> bool:
    return piece in ("*", "+") or (piece[:1] == "{" and len(piece) > 1)


def _most(piece: str) -> int:
    """In how many ways a repetition can end at most: {1,3} after none to three letters."""
    most = piece.strip("{}").rpartition(",")[2]
    if not most.isdigit():
        return LETTERS_OF_A_NAME
    return min(int(most) + 1, LETTERS_OF_A_NAME)


def _ended(ways: int, last: str) -> int:
    """The ways of an alternative that is found once its last piece has the letters that
    it needs: how many more a repetition could take is not tried.
    """
    if not _repeats(last):
        return ways
    least = last.strip("{}").partition(",")[0]
    needed = min(int(least), LETTERS_OF_A_NAME) if least.isdigit() else 1
    return ways // _most(last) * max(needed, 1)


PATTERN = Words(pattern, "a pattern", MOST_LETTERS)
