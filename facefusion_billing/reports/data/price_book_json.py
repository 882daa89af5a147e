"""Price books as JSON: the list of them, and every table of one."""

from __future__ import annotations

from typing import Any

from facefusion_billing.model.book import Clause, PriceBook
from facefusion_billing.reports.documents.blocks import Grid
from facefusion_billing.reports.documents.price_book_document import (
    Books,
    price_tables,
)


def list_json(books: Books) -> dict[str, Any]:
    """The shipped books, `ffbill.price_books/1`."""
    rows = [_listed(book, alias) for book, alias in books]
    return {"schema": "ffbill.price_books/1", "price_books": rows}


def _listed(book: PriceBook, alias: str) -> dict[str, Any]:
    return {
        "id": book.id,
        "alias": alias,
        "currency": book.currency,
        "title": book.title,
        "source": book.source,
    }


def book_json(book: PriceBook) -> dict[str, Any]:
    """Every table of a book, `ffbill.prices/1`."""
    return {
        "schema": "ffbill.prices/1",
        "id": book.id,
        "title": book.title,
        "currency": book.currency,
        "source": book.source,
        "own_prices": book.own_prices or None,
        "tables": [_table(grid) for grid in price_tables(book)],
        "clauses": {id: _clause(clause) for id, clause in book.clauses.items()},
    }


def _table(grid: Grid) -> dict[str, Any]:
    return {
        "title": grid.title,
        "columns": [column.name for column in grid.columns],
        "rows": [list(row.cells) for row in grid.rows],
    }


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "where": clause.where,
        "rule": clause.rule,
        "not_modelled": clause.not_modelled,
    }
