"""Check usage and price book files.

Silent, with exit status 0, when all are good; every fault of every file else.
"""

from itertools import chain
from typing import Annotated

import typer

from facefusion_billing.api.loading import checked_scenario
from facefusion_billing.billing.bills import compute
from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.cli.choices import argument
from facefusion_billing.cli.inputs import usage_path
from facefusion_billing.cli.options import Assume, Language, formats, parse_assume
from facefusion_billing.cli.output import say, set_language, write
from facefusion_billing.files.books import read_book
from facefusion_billing.files.located import load
from facefusion_billing.files.variants import has_key
from facefusion_billing.model.book import PriceBook
from facefusion_billing.model.faults import Fault, InputError
from facefusion_billing.reports.wording.language import _

EXAMPLES = (
    "ffbill validate usage.yaml",
    "ffbill validate billing/*.yaml --format github",
)
FORMATS = ("text", "json", "github")


Files = Annotated[
    list[str] | None,
    argument(
        "Usage files and price books, - for standard input; by default usage.yaml of this folder.",
        metavar="FILE...",
    ),
]
Format = Annotated[str, formats(FORMATS)]


def command(
    files: Files = None,
    format: Format = "text",
    assume: Assume = None,
    lang: Language = "en",
) -> None:
    """Checks each file and reports the faults of all."""
    set_language(lang)
    chosen = parse_assume(assume)
    found = {file: _faults(file, chosen) for file in files or [usage_path(None)]}
    faults = list(chain.from_iterable(found.values()))
    if format == "text":
        if faults:
            raise InputError(faults)
        return
    write(_json(found) if format == "json" else _github(faults), None)
    if faults:
        raise typer.Exit(2)


def _json(found: dict[str, list[Fault]]) -> str:
    """The faults of each file, for scripts."""
    from facefusion_billing.reports.data.json_text import dumps
    from facefusion_billing.reports.wording.faults import faults_json

    rows = list(chain.from_iterable(faults_json(found[file], file) for file in found))
    answer = {
        "schema": "ffbill.validation/1",
        "valid": not any(found.values()),
        "faults": rows,
    }
    return dumps(answer)


def _github(faults: list[Fault]) -> str:
    """The faults as annotations of a pull request."""
    from facefusion_billing.reports.wording.faults import as_github

    return as_github(faults)


def _tell_dropped(book: PriceBook, file: str) -> None:
    """Says which sizes of the book it extends a list leaves out: it replaces all."""
    from facefusion_billing.files.own_books import dropped_by

    for dropped in dropped_by(book):
        text = _("note: {file}: {table} sells no {names} any more, which {book} sells")
        say(
            text.format(
                file=file,
                table=dropped.table,
                names=", ".join(dropped.names),
                book=dropped.below,
            )
        )


_OF_A_BOOK = ("book", "extends", "groups", "activities")
"""Keys that only a price book has."""


def _faults(file: str, chosen: dict[str, str]) -> list[Fault]:
    try:
        node = load(file, may_be_pipe=True)
        # By its keys, not its name: either kind of file may be called anything.
        if any(has_key(node, key) for key in _OF_A_BOOK):
            _tell_dropped(read_book(file if "/" in file else f"./{file}"), file)
        else:
            scenario = checked_scenario(file, None, chosen, node)
            compute(billing_inputs(scenario), scenario.readings(chosen))
    except InputError as error:
        return error.faults
    return []
