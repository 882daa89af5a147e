"""The price tables of a book with their source and clauses; without a name, the list of
the shipped books.
"""

from typing import Annotated

import typer

from facefusion_billing.cli.options import Format, Language, Output
from facefusion_billing.cli.output import drawn, pick_format, set_language, write
from facefusion_billing.files.books import EDITIONS, read_book
from facefusion_billing.reports.wording.language import ENGLISH

FORMATS = ("table", "json", "markdown")


def command(
    book: Annotated[
        str | None,
        typer.Argument(help="A book's id, alias or file.", show_default=False),
    ] = None,
    format: Format = None,
    output: Output = None,
    lang: Language = ENGLISH,
) -> None:
    """Draws the tables of a book, or the list of books.

    As JSON a book is data: the same in every language.
    """
    from facefusion_billing.reports.documents import price_tables

    set_language(lang)
    style = pick_format(format, output, FORMATS)
    if style == "json":
        set_language(ENGLISH)
    if book is None:
        books = [(read_book(edition), alias) for edition, alias in EDITIONS.items()]
        as_json, blocks = price_tables.list_json(books), price_tables.list_blocks(books)
    else:
        found = read_book(book)
        as_json, blocks = price_tables.book_json(found), price_tables.book_blocks(found)
    if style == "json":
        from facefusion_billing.reports.data.json_report import dumps

        write(dumps(as_json), output)
    else:
        write(drawn(blocks, style, output), output)
