"""Explain one assumption, warning code, clause, or word in a screen."""

from typing import Annotated

import typer

from facefusion_billing.cli.common import Output, write
from facefusion_billing.files.books import EDITIONS, read_book
from facefusion_billing.model.assumptions import ASSUMPTIONS
from facefusion_billing.model.bill import SEVERITIES
from facefusion_billing.model.faults import did_you_mean, refuse
from facefusion_billing.reports.glossary import WARNINGS, WORDS
from facefusion_billing.reports.text import visible


def command(
    topic: Annotated[str, typer.Argument(help="For example tier_basis, dead_zone, image-payg or billable.")],
    output: Output = None,
) -> None:
    """Prints the explanation of a topic."""
    text = _assumption(topic) or _warning(topic) or _clause(topic) or _word(topic)
    if not text:
        known = [*ASSUMPTIONS, *SEVERITIES, *WORDS, *(id for id, _ in _clauses())]
        hint = did_you_mean(topic, known) or f"; known topics: {', '.join(known)}"
        raise refuse(f"nothing is called {topic!r}{hint}")
    write(visible(text.strip()).replace("\\x0a", "\n") + "\n", output)


def _assumption(topic: str) -> str:
    if topic not in ASSUMPTIONS:
        return ""
    a = ASSUMPTIONS[topic]
    choices = "".join(
        f"  {value}{' (default)' if value == a.default else ''}: {meaning}\n" for value, meaning in a.choices.items()
    )
    return (
        f"{a.id}: an assumption\n\n{a.question}\n{choices}\nEvidence: {a.evidence}. {a.because}\n"
        f"Choose with --assume {a.id}=VALUE, or under 'assumptions' in the usage file."
    )


def _warning(topic: str) -> str:
    if topic not in SEVERITIES:
        return ""
    return f"{topic}: a {SEVERITIES[topic]}\n\n{WARNINGS[topic]}"


def _clauses() -> list[tuple[str, str]]:
    """The clauses of the shipped books, each with its explanation."""
    found = []
    for edition in EDITIONS:
        for id, clause in read_book(edition).clauses.items():
            rule = f"Implemented by the rule {clause.rule}." if clause.rule else f"Not modelled: {clause.not_modelled}."
            found.append((id, f"{id}: a clause of {edition}\n\nStands in: {clause.where}.\n{rule}"))
    return found


def _clause(topic: str) -> str:
    return "\n\n".join(text for id, text in _clauses() if id == topic)


def _word(topic: str) -> str:
    key = topic.lower().replace(" ", "_").replace("-", "_")
    return f"{topic}\n\n{WORDS[key]}" if key in WORDS else ""
