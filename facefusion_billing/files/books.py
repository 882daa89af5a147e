"""Price books: the shipped editions by id or alias, a user's own by path, and
`extends:`.

Refused: gaps, overlaps and mixed senses in a tier table, clauses that are not in the
book's register, a book that extends itself, a part that a book leaves out but names.
"""

from __future__ import annotations

import os
from copy import copy
from itertools import chain

from facefusion_billing.files.book_decoder import BookDecoder
from facefusion_billing.files.book_discounts import with_discounts
from facefusion_billing.files.book_shape import BOOK_FILE
from facefusion_billing.files.located import load
from facefusion_billing.files.nodes import Mapping, Node, Scalar
from facefusion_billing.model.book import PriceBook
from facefusion_billing.model.faults import (
    Fault,
    InputError,
    Location,
    Message,
    did_you_mean,
    meant,
    refuse,
)

EDITIONS = {"intl-2024-11-07": "intl", "mainland-activity": "mainland"}
"""The shipped editions and the alias of each."""

_FOLDER = os.path.join(
    os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "price_books"
)
_DEEPEST_EXTENDS = 8


def edition_path(name: str) -> str | None:
    """The file of a shipped edition, by id or alias; None when the name is neither."""
    for edition, alias in EDITIONS.items():
        if name in (edition, alias):
            return os.path.join(_FOLDER, f"{edition}.yaml")
    return None


def edition_like(name: str) -> PriceBook | None:
    """The shipped edition that was probably meant by a name that none has, so that what
    else is wrong can be said; None when none is near.
    """
    names = [*EDITIONS, *EDITIONS.values()]
    near = None if _is_path(name) else meant(name, names)
    if near is None:
        return None
    return read_book(near)


def read_book(
    name: str, beside: str = ".", location: Location | None = None
) -> PriceBook:
    """The price book of that id, alias or path (relative to the folder `beside`).

    Raises `InputError`.
    """
    node, trail = _document(name, beside, location, ())
    faults: list[Fault] = []
    entry = BOOK_FILE.read(node, "", faults)
    book = BookDecoder(faults, trail[0]).book(entry) if entry is not None else None
    if faults or book is None:
        raise InputError(faults)
    assert entry is not None
    book = book._replace(id=_own_id(book), extended=trail[1:])
    if entry.at("source").source is not entry.location.source:
        book = book._replace(own_prices=os.path.basename(book.file))
    return with_discounts(book, entry)


def _own_id(book: PriceBook) -> str:
    """The book's id; one that took the name of a shipped edition is told apart by its
    file, since its prices need not be those.
    """
    shipped = edition_path(book.id)
    if shipped is None or os.path.realpath(shipped) == os.path.realpath(book.file):
        return book.id
    return f"{book.id}+{os.path.splitext(os.path.basename(book.file))[0]}"


def book_reference(id: str, file: str, folder: str) -> str:
    """How a usage file in a folder names a book: a shipped edition by its id, another by
    its path from there, with slashes on every system.
    """
    if id in EDITIONS:
        return id
    path, start = os.path.abspath(file), os.path.abspath(folder or ".")
    try:
        path = os.path.relpath(path, start)
    except ValueError:
        # On another drive of Windows there is no way from here to there.
        return path.replace(os.sep, "/")
    path = path.replace(os.sep, "/")
    if path.startswith("../"):
        return path
    return f"./{path}"


def _document(
    name: str, beside: str, location: Location | None, trail: tuple[str, ...]
) -> tuple[Node, tuple[str, ...]]:
    """The book's document with what it extends laid under it, and the files it came
    from.
    """
    if "\0" in name:
        raise refuse("a path with a NUL character", location)
    path = edition_path(name) or _own_path(name, beside, location)
    real = os.path.realpath(path)
    _check_trail(name, real, location, trail)
    node = _loaded(path, location)
    files: tuple[str, ...] = (path,)
    base = _value(node, "extends")
    if isinstance(base, Scalar) and not base.is_null:
        under, below = _document(
            base.text, os.path.dirname(path), base.location("extends"), (*trail, real)
        )
        node, files = _overlaid(under, node), (path, *below)
    return node, files


def _check_trail(
    name: str, real: str, location: Location | None, trail: tuple[str, ...]
) -> None:
    """Raises `InputError` where books extend each other without an end."""
    # By the real path: a link to itself is a book that extends itself, too.
    if real in trail:
        raise refuse("{name}: the price book extends itself", location, name=name)
    if len(trail) >= _DEEPEST_EXTENDS:
        raise refuse(
            "{name}: more than {deepest_extends} books extend each other",
            location,
            name=name,
            deepest_extends=_DEEPEST_EXTENDS,
        )


def _loaded(path: str, location: Location | None) -> Node:
    """The document of a file; what has no place in it is where the file is named."""
    try:
        return load(path)
    except InputError as error:
        located = [
            Fault(fault.message, fault.location or location) for fault in error.faults
        ]
        raise InputError(located) from None


def _is_path(name: str) -> bool:
    return name.endswith((".yaml", ".yml")) or "/" in name or os.sep in name


def _own_path(name: str, beside: str, location: Location | None) -> str:
    if not _is_path(name):
        known = [*EDITIONS, *EDITIONS.values()]
        hint = did_you_mean(name, known) or Message(
            "; expected {known} or the path of a book file (.yaml)",
            known=", ".join(known),
        )
        raise refuse(
            "no price book is called {name!r}{hint}", location, name=name, hint=hint
        )
    return os.path.normpath(os.path.join(beside, name))


def _value(node: Node, key: str) -> Node | None:
    if not isinstance(node, Mapping):
        return None
    return next((value for name, value in node.entries if name.text == key), None)


def _overlaid(under: Node, over: Node) -> Node:
    """The upper document with the keys it does not give taken from the lower one; lists
    are not joined.
    """
    if not (isinstance(under, Mapping) and isinstance(over, Mapping)):
        return over
    upper: dict[str, list[tuple[Scalar, Node]]] = {}
    for key, value in over.entries:
        upper.setdefault(key.text, []).append((key, value))
    # An alias may stand for the same mapping elsewhere, which must stay as it is.
    both = copy(over)
    both.entries = []
    for key, value in under.entries:
        if key.text in upper:
            both.entries += [
                (mine, _overlaid(value, given)) for mine, given in upper.pop(key.text)
            ]
        # What the lower book extends was laid under it before.
        elif key.text != "extends":
            both.entries.append((key, value))
    both.entries += list(chain.from_iterable(upper.values()))
    return both
