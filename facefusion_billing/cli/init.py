"""Print a commented starter usage file, valid as it is; with --output it is written,
and beside it the schema by which an editor checks and completes it.
"""

import os
from typing import Annotated

from facefusion_billing.cli.choices import choice
from facefusion_billing.cli.options import Language, Output
from facefusion_billing.cli.output import set_language, write
from facefusion_billing.cli.writing import keep_present, named, write_all
from facefusion_billing.files.books import EDITIONS
from facefusion_billing.reports.wording.language import ENGLISH, _, spoken

EXAMPLES = (
    "ffbill init -o usage.yaml",
    "ffbill init --book mainland",
)
SCHEMA = "ffbill-usage.schema.json"
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
    """Copies the starter file of a book, in the language spoken."""
    set_language(lang)
    starter = _starter(BOOKS[book])
    if output is None or not _is_file(output):
        hint = _("An editor checks and completes this file by a schema: {command}")
        command = f"ffbill schema usage -o {SCHEMA}"
        write(f"# {hint.format(command=command)}\n{starter}", output)
        return
    schema = named(os.path.join(os.path.dirname(output), SCHEMA), output)
    keep_present(output, "--output")
    if not _is_ours(schema):
        keep_present(schema, "--output")
    head = f"# yaml-language-server: $schema=./{SCHEMA}\n"
    write_all((head + starter, output), (_schema(), schema))


def _starter(alias: str) -> str:
    ending = ".yaml"
    if spoken() != ENGLISH:
        ending = f".{spoken()}.yaml"
    with open(os.path.join(_FOLDER, alias + ending), encoding="utf-8") as file:
        return file.read()


def _is_file(output: str) -> bool:
    """Whether an output is a file, or is to be one; not a stream or a device."""
    return output != "-" and (os.path.isfile(output) or not os.path.exists(output))


def _is_ours(path: str) -> bool:
    """Whether what is there is this schema, maybe of another version."""
    if not os.path.isfile(path):
        return False
    with open(path, "rb") as file:
        return b"urn:ffbill:schema:usage:" in file.read(1000)


def _schema() -> str:
    from facefusion_billing.cli.schema import schema_of
    from facefusion_billing.reports.data.json_text import dumps

    return dumps(schema_of("usage"))
