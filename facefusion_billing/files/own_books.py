"""Price books of a user's own: a shipped one to start from, and what one that extends
another leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from facefusion_billing.files.books import edition_path, read_book
from facefusion_billing.model.book import Activities, PackTable, PriceBook
from facefusion_billing.model.faults import refuse
from facefusion_billing.startup.record import NamedTuple


def starting_book(name: str | None) -> str:
    """The text of a shipped book under an id of one's own, without its first comments.

    Raises `InputError` for any other book.
    """
    path = edition_path(name) if name else None
    if path is None:
        raise refuse("--format yaml: prints a shipped book; expected intl or mainland")
    with open(path, encoding="utf-8") as file:
        text = re.sub(r"\A(#.*\n)+", "", file.read())
    return re.sub(r"(?m)^id: ", "id: my-", text, count=1)


class Dropped(NamedTuple):
    """What a table of the book below sells and this one does not any more."""

    table: str
    names: list[str]
    below: str


def dropped_by(book: PriceBook) -> Iterator[Dropped]:
    """The sizes and licences that a book sells no more of those it extends."""
    if not book.extended:
        return
    below = read_book(book.extended[0])
    mine = _names(book)
    for table, names in _names(below).items():
        gone = [name for name in names if name not in mine.get(table, ())]
        # A list is not joined with the one below, which few expect. A table left out
        # whole is meant so.
        if gone and table in mine:
            yield Dropped(table, gone, below.id)


def _names(book: PriceBook) -> dict[str, list[str]]:
    """What each table with a list sells."""
    found = {}
    for name, group in book.groups.items():
        found[f"groups.{name}.call_packs"] = _sizes(group.call_packs)
        packs = group.materials.packs if group.materials else None
        found[f"groups.{name}.materials"] = _sizes(packs)
    if isinstance(book.offer, Activities):
        found["activities.call_packs"] = _sizes(book.activities.call_packs)
        found["activities.licences"] = list(book.activities.licences)
    return {table: names for table, names in found.items() if names}


def _sizes(table: PackTable | None) -> list[str]:
    if table is None:
        return []
    return [f"{size.size:,}" for size in table.sizes]
