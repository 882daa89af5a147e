"""Print a commented starter usage file, valid as it is (ffbill init > usage.yaml)."""

import os
from typing import Annotated

import typer

from facefusion_billing.cli.options import Output, one_of
from facefusion_billing.cli.output import write
from facefusion_billing.files.books import EDITIONS

_FOLDER = os.path.join(
    os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "starters"
)


def command(
    book: Annotated[str, typer.Option(help="The price book to start from.")] = "intl",
    output: Output = None,
) -> None:
    """Copies the starter file of a book."""
    aliases = {**{alias: alias for alias in EDITIONS.values()}, **EDITIONS}
    name = aliases[one_of("--book", book, aliases)]
    with open(os.path.join(_FOLDER, f"{name}.yaml"), encoding="utf-8") as file:
        write(file.read(), output)
