"""Explain one assumption, warning code, clause, or word in a screen."""

from collections.abc import Iterator
from typing import Annotated

from facefusion_billing.cli.assumptions import QUESTIONS, choices
from facefusion_billing.cli.choices import argument, completing
from facefusion_billing.cli.options import Language, Output
from facefusion_billing.cli.output import set_language, write
from facefusion_billing.files.books import EDITIONS
from facefusion_billing.files.clause_texts import ClauseText, edition_texts
from facefusion_billing.model.bill import SEVERITIES
from facefusion_billing.model.faults import did_you_mean, refuse
from facefusion_billing.reports.wording.glossary import WARNINGS, WORDS
from facefusion_billing.reports.wording.language import _, spoken
from facefusion_billing.reports.wording.text import escape_controls

EXAMPLES = (
    "ffbill explain dead_zone",
    "ffbill explain image-payg --lang zh",
)


def complete_topic(incomplete: str) -> list[str]:
    """Completes a topic."""
    clauses = dict.fromkeys(id for id, _text in _clauses())
    return completing([*QUESTIONS, *SEVERITIES, *WORDS, *clauses])(incomplete)


Topic = Annotated[
    str,
    argument(
        "For example tier_basis, dead_zone, image-payg or billable.",
        metavar="TOPIC",
        autocompletion=complete_topic,
    ),
]


def command(
    topic: Topic,
    output: Output = None,
    lang: Language = "en",
) -> None:
    """Prints the explanation of a topic."""
    set_language(lang)
    topic = topic.strip()
    both = "\n\n".join(filter(None, (_word(topic), _clause(topic))))
    text = _assumption(topic) or _warning(topic) or both
    if not text:
        known = [*QUESTIONS, *SEVERITIES, *WORDS, *(id for id, _ in _clauses())]
        hint = did_you_mean(topic, known) or f"; known topics: {', '.join(known)}"
        raise refuse("nothing is called {topic!r}{hint}", topic=topic, hint=hint)
    write(escape_controls(text.strip()).replace("\\x0a", "\n") + "\n", output)


def _assumption(topic: str) -> str:
    if topic not in QUESTIONS:
        return ""
    a = QUESTIONS[topic]
    lines = [
        _("{id}: an assumption").format(id=a.id),
        "",
        _(a.question),
        *(f"  {choice}" for choice in choices(a)),
        "",
        _("Evidence: {evidence}. {because}").format(
            evidence=_(a.evidence), because=_(a.because)
        ),
        _(
            "Choose with --assume {id}=VALUE, or under 'assumptions' in the usage file."
        ).format(id=a.id),
    ]
    return "\n".join(lines)


def _warning(topic: str) -> str:
    if topic not in SEVERITIES:
        return ""
    text = (
        _("{code}: a warning")
        if SEVERITIES[topic] == "warning"
        else _("{code}: a note")
    )
    return f"{text.format(code=topic)}\n\n{_(WARNINGS[topic])}"


def _clauses() -> list[tuple[str, str]]:
    """The clauses of the shipped books, each with its explanation."""
    found = []
    for edition in EDITIONS:
        for id, text in edition_texts(edition).items():
            title = _("{id}: a clause of {book}").format(id=id, book=edition)
            found.append((id, "\n".join((title, "", *_said(text)))))
    return found


def _said(text: ClauseText) -> Iterator[str]:
    """What a clause says, where it stands, and what is made of it."""
    clause = text.clause
    yield text.in_language(spoken())
    yield ""
    place = _("Stands in: {where} ({document}).")
    yield place.format(where=_(clause.where), document=_(text.document))
    if clause.not_modelled:
        yield _("Not modelled: {why}.").format(why=_(clause.not_modelled))
    else:
        yield _("Implemented by the rule {rule}.").format(rule=clause.rule)


def _clause(topic: str) -> str:
    return "\n\n".join(text for id, text in _clauses() if id == topic)


def _word(topic: str) -> str:
    key = topic.lower().replace(" ", "_").replace("-", "_")
    if key in WORDS:
        return f"{topic}\n\n{_(WORDS[key])}"
    return ""
