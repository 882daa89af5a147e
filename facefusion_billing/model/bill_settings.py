"""What a usage file says of bills: patterns, and differences that were accepted."""

import re
from collections.abc import Iterable
from warnings import catch_warnings, simplefilter

from facefusion_billing.startup.record import NamedTuple


class Accepted(NamedTuple):
    """A difference that was accepted once: the transaction, and why."""

    transaction: str
    why: str


class BillSettings(NamedTuple):
    """The key `bill` of a usage file: patterns for scopes, and what was accepted."""

    scopes: dict[str, str] = {}
    product: str = ""
    accepted: tuple[Accepted, ...] = ()


PRODUCT = "人脸融合|Face ?Fusion"
"""What is of the product where a usage file says nothing else."""
LETTERS_OF_A_NAME = 200
"""How much of a name patterns see: how long they take grows with it."""


_ANYTHING_FIRST = r"(?:\.\*\??(?![*+?{]))+"


def searched(text: str) -> str:
    """The pattern without `.*` at its beginning, which a search needs not and which
    would try each name once more from every letter.

    >>> searched(".*image.*"), searched(".*?.*image|pro"), searched(".*+x")
    ('image.*', 'image|pro', '.*+x')
    """
    found = re.match(_ANYTHING_FIRST, text)
    return text[found.end() :] if found else text


def pattern_of(text: str) -> re.Pattern[str]:
    """A pattern that ignores case. Raises `re.error` or `OverflowError`."""
    # Python warns on standard error of what it may read otherwise one day.
    with catch_warnings():
        simplefilter("ignore", FutureWarning)
        return re.compile(searched(text), re.IGNORECASE)


def names_one(pattern: re.Pattern[str], names: Iterable[str]) -> bool:
    """Whether a pattern is found in one of the names."""
    return any(pattern.search(name[:LETTERS_OF_A_NAME]) for name in names)
