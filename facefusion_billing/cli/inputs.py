"""Usage files on the way in: read, checked on their price book, and never overwritten."""

import os
from collections.abc import Iterable
from itertools import chain

from facefusion_billing.api.loading import checked_scenario
from facefusion_billing.cli.output import say
from facefusion_billing.cli.writing import keep_files, keep_own_files
from facefusion_billing.files.located import load
from facefusion_billing.files.nodes import Node
from facefusion_billing.model.book import PriceBook
from facefusion_billing.model.faults import refuse
from facefusion_billing.model.scenario import CallCount, Forecast, Scenario
from facefusion_billing.reports.wording.language import _

USUAL = "usage.yaml"
"""The usage file of a folder, when a command names none."""


def usage_path(path: str | None) -> str:
    """The usage file that was named, else `usage.yaml` of the current folder, which is
    said. Raises `InputError` when there is none.
    """
    if path is not None:
        return path
    if os.path.isfile(USUAL):
        say(_("ffbill: reading {file} of this folder").format(file=USUAL))
        return USUAL
    raise refuse(
        "no FILE was named, and this folder has no {file}; `ffbill init -o "
        "{file}` writes one to start from, `ffbill quote --calls 95k` needs none",
        file=USUAL,
    )


def load_document(path: str) -> Node:
    """The document of a usage file, which may be a pipe. Raises `InputError`."""
    return load(path, may_be_pipe=True)


def load_scenario(
    path: str,
    price_book: str | None,
    chosen: dict[str, str],
    *,
    output: str | None = None,
    node: Node | None = None,
    forecast: Forecast | None = None,
) -> Scenario:
    """The scenario of a usage file (or of its document), checked on its book.

    Raises `InputError` with every fault found, or when the output would overwrite what
    was read.
    """
    scenario = checked_scenario(path, price_book, chosen, node, forecast)
    say_encodings(count for use in scenario.usage.values() for count in use.calls)
    keep_inputs(scenario, path, output, "--output")
    keep_own_files(output)
    return scenario


def say_encodings(counts: Iterable[CallCount]) -> None:
    """Says which files of calls were read in another encoding than UTF-8."""
    sources = {count.location.source for count in counts}
    said = {source.name: source.encoding for source in sources if source.encoding}
    for name, encoding in sorted(said.items()):
        text = _("ffbill: {file} is not UTF-8; reading it as {encoding}")
        say(text.format(file=name, encoding=encoding))


def words_of(book: PriceBook) -> dict[str, str]:
    """What the clauses of a book say, in the language spoken; of a text for whose
    figures the book has others, that it is the vendor's.
    """
    from facefusion_billing.files.clause_texts import book_texts
    from facefusion_billing.reports.wording.language import spoken

    words = {}
    for id, text in book_texts(book).items():
        words[id] = text.in_language(spoken())
        if text.is_replaced:
            words[id] = _(
                "The vendor's text ({book} has figures of its own): {says}"
            ).format(book=book.id, says=words[id])
    return words


def keep_inputs(scenario: Scenario, path: str, output: str | None, option: str) -> None:
    """Refuses an output that is the usage file, its book or its file of calls."""
    if output is None or not os.path.isfile(output):
        return
    counts = chain.from_iterable(use.calls for use in scenario.usage.values())
    files = {path, *(count.location.source.name for count in counts)}
    keep_files(output, {*files, *book_files(scenario.book)}, option)


def book_files(book: PriceBook) -> tuple[str, ...]:
    """The files a price book was read from."""
    return (book.file, *book.extended)
