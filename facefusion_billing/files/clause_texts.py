"""What the clauses of a price book say: those of a shipped edition from the file beside
it, those of a user's book from its own `says`.

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
    itself.
    """

    says: dict[str, str]
    document: str
    clause: Clause

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


def _text(row: dict[str, str], clause: Clause | None) -> ClauseText:
    """A clause of the price file, or one that has no figure and stands here alone."""
    says = {language: row[language] for language in ("en", "zh")}
    own = Clause(row.get("where", ""), row.get("rule"), row.get("not_modelled"))
    return ClauseText(says, row["document"], clause or own)


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
            alone = [id for id in texts if id not in read_book(edition).clauses]
            shipped.update({id: texts[id] for id in [*same, *alone]})
    own = {
        id: ClauseText({"en": clause.says}, "", clause)
        for id, clause in book.clauses.items()
        if clause.says
    }
    return {**shipped, **own}


def _is_of(text: ClauseText, clause: Clause | None) -> bool:
    return clause is not None and clause.where == text.clause.where
