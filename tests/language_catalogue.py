"""The catalogue of texts: what is to be translated, and bringing a language's file up to date.

`python -m tests.language_catalogue --update` keeps the translations, appends new texts with an empty one, drops
those no longer said, and compiles. It ends with 1 and the texts that wait for a translation when there are any.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from facefusion_billing.billing.refunds import REASONS
from facefusion_billing.cli import COMMANDS, app
from facefusion_billing.files.bills.columns import REFUSED
from facefusion_billing.files.books import EDITIONS, read_book
from facefusion_billing.files.clause_texts import edition_texts
from facefusion_billing.files.strange_numbers import STRANGE
from facefusion_billing.model.assumptions import ASSUMPTIONS, METERING_ASSUMPTIONS
from facefusion_billing.model.bill import LINE_KINDS
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.items import KINDS
from facefusion_billing.model.recommendation import BOUNDED, INFEASIBLE, OPTIMAL
from facefusion_billing.model.severities import SEVERITIES
from facefusion_billing.model.verdict import ELIGIBLE, NOT_ELIGIBLE, UNDETERMINED
from facefusion_billing.reports.wording.glossary.answer_keys import ANSWER_KEYS
from facefusion_billing.reports.wording.glossary.answer_places import ANSWER_PLACES
from facefusion_billing.reports.wording.glossary.bill_findings import BILL_FINDINGS
from facefusion_billing.reports.wording.glossary.book_keys import BOOK_KEYS
from facefusion_billing.reports.wording.glossary.log_findings import LOG_FINDINGS
from facefusion_billing.reports.wording.glossary.log_map_keys import LOG_MAP_KEYS
from facefusion_billing.reports.wording.glossary.report_words import REPORT_WORDS
from facefusion_billing.reports.wording.glossary.usage_keys import USAGE_KEYS
from facefusion_billing.reports.wording.glossary.warnings import WARNINGS
from facefusion_billing.reports.wording.glossary.words import WORDS
from facefusion_billing.reports.wording.language import FOLDER, LANGUAGES
from tests.tools import ROOT

PACKAGE = ROOT / "facefusion_billing"
KEYWORDS = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    **dict.fromkeys(
        (
            "Message",
            "fault_at",
            "fault",
            "refused",
            "refuse",
            "UnreadableError",
            "NotSoldError",
            "Record",
            "_Tier",
            "Table",
            "Tagged",
            "_record",
            "whole",
        )
    ),
    **dict.fromkeys(("ListOf", "Value", "Words"), (2,)),
}
"""What takes a text that is said: its first one, or the one in that place."""
Id = str | tuple[str, str]

CODES = (
    *LINE_KINDS,
    *(kind.name for kind in KINDS),
    *dict.fromkeys(SEVERITIES.values()),
    *SEVERITIES,
    *("valid", "exhausted", "expired", "refunded", "future"),
    *("opening", "refund", "order", "settlement"),
    *("purchased", "gifted", "campaign", "free"),
    *(ELIGIBLE, NOT_ELIGIBLE, UNDETERMINED),
    *(OPTIMAL, BOUNDED, INFEASIBLE),
    *("fail_over", "fail_over_month"),
    ACCOUNT,
)
"""The codes that tables for people show as a word."""


def texts() -> Iterator[Id]:
    """Every text that is said in the language spoken, each once: those of the code, then codes and explanations."""
    found: dict[Id, None] = {}
    for _, _, text, _, _ in extract_from_dir(PACKAGE, keywords=KEYWORDS):
        found[text if isinstance(text, str) else (text[0], text[1])] = None
    found.update(
        dict.fromkeys(
            (
                *CODES,
                *(kind.title for kind in KINDS),
                *_questions(),
                *WARNINGS.values(),
                *BILL_FINDINGS.values(),
                *LOG_FINDINGS.values(),
                *WORDS.values(),
                *REPORT_WORDS.values(),
                *USAGE_KEYS.values(),
                *BOOK_KEYS.values(),
                *LOG_MAP_KEYS.values(),
                *ANSWER_KEYS.values(),
                *ANSWER_PLACES.values(),
                *_helps(),
                *REASONS.values(),
                *(message for _, message in STRANGE),
                *(what for _, what in REFUSED),
            )
        )
    )
    found.update(dict.fromkeys(_books()))
    return iter(found)


def _questions() -> Iterator[str]:
    for assumption in (*ASSUMPTIONS.values(), *METERING_ASSUMPTIONS.values()):
        yield from (assumption.question, assumption.evidence, assumption.because)
        for value, meaning in assumption.choices.items():
            yield from (f"{assumption.id}={value}", meaning)


def _helps() -> Iterator[str]:
    """What `--help` says: of ffbill, of each command, of each of their values."""
    group: Any = typer.main.get_command(app)
    yield from (group.help, *COMMANDS.values())
    context = group.make_context("ffbill", ["help"])
    for name in COMMANDS:
        command = group.get_command(context, name)
        for paragraph in command.help.split("\n\n"):
            yield " ".join(paragraph.split())
        inside = command.make_context(name, [], resilient_parsing=True)
        yield from (param.help for param in command.get_params(inside))


def _books() -> Iterator[str]:
    """The titles and clauses of the shipped books."""
    for book in map(read_book, EDITIONS):
        yield from (book.title, *(group.title for group in book.groups.values()))
        for key, value in book.source.items():
            yield key.replace("_", " ")
            if not value[0].isdigit():
                yield value
        for text in edition_texts(book.id).values():
            clause = text.clause
            yield from filter(None, (text.document, clause.where, clause.not_modelled))


def po_file(language: str) -> Path:
    """Where a language's translations are written."""
    return Path(FOLDER, language, "LC_MESSAGES", "ffbill.po")


def read(language: str) -> Catalog:
    """The translations as they stand."""
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as gettext loads it."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def places(text: str) -> set[str]:
    """The places of a template, with the form of each: {calls:,}."""
    return set(re.findall(r"\{[^{}]*\}", text))


def update(language: str) -> list[Id]:
    """Brings the file up to date and compiles it; returns the texts without translation."""
    old = read(language)
    new = Catalog(locale=language, header_comment=old.header_comment, fuzzy=False)
    new.mime_headers = old.mime_headers
    waiting = []
    for text in texts():
        known = old.get(text)
        new.add(text, known.string if known else None)
        if not known or not known.string or not all(known.string):
            waiting.append(text)
    with po_file(language).open("wb") as file:
        write_po(file, new, width=120)
    po_file(language).with_suffix(".mo").write_bytes(compiled(new))
    return waiting


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit("usage: python -m tests.language_catalogue --update")
    left = [
        f"{language}: {text!r}"
        for language in LANGUAGES[1:]
        for text in update(language)
    ]
    sys.exit("\n".join(("without translation:", *left)) if left else 0)
