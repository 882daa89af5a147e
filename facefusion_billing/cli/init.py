"""Print a commented starter usage file, valid as it is (ffbill init > usage.yaml)."""

import os
from typing import Annotated

from facefusion_billing.cli.choices import choice
from facefusion_billing.cli.options import Language, Output
from facefusion_billing.cli.output import set_language, write
from facefusion_billing.cli.writing import keep_present
from facefusion_billing.files.books import EDITIONS

EXAMPLES = (
    "ffbill init -o usage.yaml",
    "ffbill init --book mainland",
)
_FOLDER = os.path.join(
    os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "starters"
)


BOOKS = {**{alias: alias for alias in EDITIONS.values()}, **EDITIONS}
Book = Annotated[
    str,
    choice(
        "--book", words=BOOKS, help="The price book to start from; intl by default."
    ),
]


def command(book: Book = "intl", output: Output = None, lang: Language = "en") -> None:
    """Copies the starter file of a book."""
    set_language(lang)
    keep_present(output, "--output")
    path = os.path.join(_FOLDER, f"{BOOKS[book]}.yaml")
    with open(path, encoding="utf-8") as file:
        write(file.read(), output)
