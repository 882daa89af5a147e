"""What the clauses of a price book say: those of a shipped edition from the file beside
it, those of a user's book from its own `says`. Where a user's book has other figures
than an edition's words give, the words are the vendor's and not the book's.

Only what prints them reads them: no bill does.
"""

from __future__ import annotations

import os
from typing import Any

from facefusion_billing.files.books import EDITIONS, edition_path, read_book
from facefusion_billing.model.book import Clause, PriceBook
from facefusion_billing.startup.record import NamedTuple


class ClauseText(NamedTuple):
    """What a clause says by language, the kind of document it stands in, and the clause
    itself; `states` are the parts of the price file whose figures the words give, and
    `is_replaced` is whether the book has other figures there.
    """

    says: dict[str, str]
    document: str
    clause: Clause
    states: tuple[str, ...] = ()
    is_replaced: bool = False

    def in_language(self, language: str) -> str:
        """Its words; in English where a language has none."""
        return self.says.get(language) or self.says.get("en", "")


def edition_texts(edition: str) -> dict[str, ClauseText]:
    """Every clause of a shipped edition, those that its price file cites first."""
    path = edition_path(edition)
    assert path is not None
    clauses = read_book(edition).clauses
    rows = _read(f"{os.path.splitext(path)[0]}.clauses.yaml")
    return {id: _text(row, clauses.get(id)) for id, row in rows.items()}


def _text(row: dict[str, Any], clause: Clause | None) -> ClauseText:
    """A clause of the price file, or one that has no figure and stands here alone."""
    says = {language: row[language] for language in ("en", "zh")}
    own = Clause(row.get("where", ""), row.get("rule"), row.get("not_modelled"))
    states = tuple(row.get("states", ()))
    return ClauseText(says, row["document"], clause or own, states)


def _read(path: str) -> dict[str, Any]:
    import yaml

    # In C where it can be; both loaders are the safe ones.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with open(path, encoding="utf-8") as file:
        rows: dict[str, Any] = yaml.load(file, loader)["clauses"]  # noqa: S506
    return rows


def book_texts(book: PriceBook) -> dict[str, ClauseText]:
    """Every clause of a book: its own words first, then those of the edition that it
    has the clause from.
    """
    if book.id in EDITIONS:
        return edition_texts(book.id)
    shipped: dict[str, ClauseText] = {}
    for edition in EDITIONS:
        texts = edition_texts(edition)
        same = [id for id in texts if _is_of(texts[id], book.clauses.get(id))]
        # Clauses without a figure come along with those of their edition.
        if same:
            under = read_book(edition)
            alone = [id for id in texts if id not in under.clauses]
            shipped.update(
                (id, _as_read_in(book, texts[id], under)) for id in [*same, *alone]
            )
    own = {
        id: ClauseText({"en": clause.says}, "", clause)
        for id, clause in book.clauses.items()
        if clause.says
    }
    return {**shipped, **own}


def _as_read_in(book: PriceBook, text: ClauseText, edition: PriceBook) -> ClauseText:
    """An edition's text, which knows whether a book has figures of its own there."""
    is_replaced = any(
        _figures(book, path) != _figures(edition, path) for path in text.states
    )
    return text._replace(is_replaced=is_replaced)


def _figures(book: PriceBook, path: str) -> Any:
    """What a book states at a path of the price file, without what names its clauses;
    the currency is a part of each figure.
    """
    table, *rest = path.split(".")
    value: Any = getattr(book, table) if table in ("settlement", "refund") else None
    if table == book.shape:
        value = getattr(book, table)
    for key in rest:
        value = value.get(key) if isinstance(value, dict) else getattr(value, key, None)
    return book.currency, _bare(value)


_NAMES = ("clause", "title", "qps_reading", "listed")
"""Fields of a table that are no figures."""


def _bare(value: Any) -> Any:
    """A value with its parts, less what is no figure."""
    if isinstance(value, dict):
        return {key: _bare(part) for key, part in value.items()}
    names = getattr(value, "_fields", None)
    if names is not None:
        return [_bare(getattr(value, name)) for name in names if name not in _NAMES]
    if isinstance(value, tuple):
        return [_bare(part) for part in value]
    return value


def _is_of(text: ClauseText, clause: Clause | None) -> bool:
    return clause is not None and clause.where == text.clause.where
