"""The language of what people read: English is the text itself, other languages come
from gettext catalogues.

Codes, keys and names (verdicts in JSON, warning codes, ids, units of a CSV) are never
translated.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

ENGLISH = "en"
LANGUAGES = (ENGLISH, "zh")
FOLDER = os.path.join(
    os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))),
    "locale",
)

# Each thread has a context of its own: what one speaks, another does not.
_catalogue: ContextVar[NullTranslations | None] = ContextVar("language", default=None)


def set_language(language: str) -> None:
    """Uses a language from now on in this thread; one of `LANGUAGES`."""
    if language == ENGLISH:
        _catalogue.set(None)
        return
    from gettext import translation

    _catalogue.set(translation("ffbill", FOLDER, [language]))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Uses a language for a while, for a text that has a language of its own."""
    before = _catalogue.get()
    set_language(language)
    try:
        yield
    finally:
        _catalogue.set(before)


def spoken() -> str:
    """The language spoken, as a page names it."""
    catalogue = _catalogue.get()
    if catalogue:
        return catalogue.info().get("language", ENGLISH)
    return ENGLISH


def _(text: str) -> str:
    """The text in the language spoken; English when that has no translation."""
    catalogue = _catalogue.get()
    if catalogue and text:
        return catalogue.gettext(text)
    return text


def N_(text: str) -> str:  # noqa: N802 - the name gettext knows
    """The text as it is: marks one for the catalogue that is translated where it is
    used.
    """
    return text


def ngettext(one: str, several: str, number: int) -> str:
    """The form of a text for a number, in the language spoken."""
    catalogue = _catalogue.get()
    if catalogue:
        return catalogue.ngettext(one, several, number)
    if number == 1:
        return one
    return several
