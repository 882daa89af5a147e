"""The price tables of a book with their source and clauses; without a name, the list of
the shipped books.
"""

from typing import Annotated

from facefusion_billing.cli.choices import argument, complete_book
from facefusion_billing.cli.inputs import book_files
from facefusion_billing.cli.options import Language, Output, formats
from facefusion_billing.cli.output import drawn, pick_format, set_language, write
from facefusion_billing.cli.writing import keep_files
from facefusion_billing.files.books import EDITIONS, read_book
from facefusion_billing.model.book import PriceBook
from facefusion_billing.reports.documents.blocks import Block
from facefusion_billing.reports.wording.language import ENGLISH, _

EXAMPLES = (
    "ffbill prices",
    "ffbill prices intl -f yaml -o my-prices.yaml",
)
FORMATS = ("table", "json", "markdown", "yaml")


Format = Annotated[str | None, formats(FORMATS)]
Book = Annotated[
    str | None,
    argument(
        "intl, mainland, an edition or a book file.",
        metavar="BOOK",
        autocompletion=complete_book,
    ),
]


def command(
    book: Book = None,
    format: Format = None,
    output: Output = None,
    lang: Language = ENGLISH,
) -> None:
    """Draws the tables of a book, or the list of books.

    As JSON a book is data: the same in every language. As YAML a shipped one is a book
    to start from.
    """
    set_language(lang)
    style = pick_format(format, output, FORMATS)
    shown = read_book(book) if book is not None else None
    if style == "yaml":
        write(_as_yaml(book), output)
        return
    keep_files(output, book_files(shown) if shown else (), "--output")
    if style == "json":
        set_language(ENGLISH)
        write(_as_json(shown), output)
    else:
        write(drawn(_as_blocks(shown), style, output), output)


def _as_yaml(name: str | None) -> str:
    from facefusion_billing.files.own_books import starting_book

    text = starting_book(name)
    heading = (
        _("Prices of your own, from {book}: change what differs, and say under source"),
        _("where it stands. A usage file names this file: price_book: ./FILE."),
        _("Shorter: extends: {book}, with only what differs, or discount: 15%."),
    )
    comment = "".join(f"# {line.format(book=name)}\n" for line in heading)
    return f"{comment}{text}"


def _as_json(book: PriceBook | None) -> str:
    from facefusion_billing.reports.data.json_text import dumps
    from facefusion_billing.reports.data.price_book_json import book_json, list_json

    return dumps(list_json(_shipped()) if book is None else book_json(book))


def _as_blocks(book: PriceBook | None) -> list[Block]:
    from facefusion_billing.reports.documents.price_book_document import (
        book_blocks,
        list_blocks,
    )

    if book is None:
        return list_blocks(_shipped())
    return book_blocks(book)


def _shipped() -> list[tuple[PriceBook, str]]:
    return [(read_book(edition), alias) for edition, alias in EDITIONS.items()]
