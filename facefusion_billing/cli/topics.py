"""What `ffbill explain` knows: topics by kind, and what each means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from facefusion_billing.cli.assumptions import QUESTIONS, choices
from facefusion_billing.cli.scope_topics import scope_text
from facefusion_billing.files.books import EDITIONS, read_book
from facefusion_billing.files.clause_texts import ClauseText, edition_texts
from facefusion_billing.model.assumptions import ASSUMPTIONS
from facefusion_billing.model.reconciliation import CHECKS, FINDINGS
from facefusion_billing.model.severities import METERING_SEVERITIES, SEVERITIES
from facefusion_billing.reports.wording.glossary.answer_keys import ANSWER_KEYS
from facefusion_billing.reports.wording.glossary.answer_places import ANSWER_PLACES
from facefusion_billing.reports.wording.glossary.bill_findings import BILL_FINDINGS
from facefusion_billing.reports.wording.glossary.book_keys import BOOK_KEYS
from facefusion_billing.reports.wording.glossary.log_findings import LOG_FINDINGS
from facefusion_billing.reports.wording.glossary.report_words import REPORT_WORDS
from facefusion_billing.reports.wording.glossary.usage_keys import USAGE_KEYS
from facefusion_billing.reports.wording.glossary.warnings import WARNINGS
from facefusion_billing.reports.wording.glossary.words import WORDS
from facefusion_billing.reports.wording.language import _, spoken
from facefusion_billing.startup.record import NamedTuple

STEPS = (
    *("sign-up", "activation", "billing-mode", "purchase-steps", "console-status"),
    *("refund-steps", "top-up", "overdue", "deactivation", "switched-off"),
    *("create-activity", "use-continues"),
)
"""The clauses that are steps in the console, in the order of their use."""


def _nothing(_name: str) -> Iterable[str]:
    return ()


class Kind(NamedTuple):
    """Topics of one kind: what the kind is called, their names, what one means, and by
    which other words it is found.
    """

    title: str
    names: list[str]
    explain: Callable[[str], str]
    others: Callable[[str], Iterable[str]] = _nothing


def kinds() -> list[Kind]:
    """Every topic, by its kind."""
    known = {edition: edition_texts(edition) for edition in EDITIONS}
    steps = [id for id in STEPS if any(id in texts for texts in known.values())]
    return [
        Kind(_("Words"), sorted({**WORDS, **REPORT_WORDS}), _word),
        Kind(_("Keys of a usage file"), _last_words(USAGE_KEYS), _usage_key),
        Kind(_("Warnings and notes"), list(SEVERITIES), _warning),
        Kind(_("Findings of bills"), sorted(BILL_FINDINGS), _bill_finding),
        Kind(_("Findings of logs"), list(METERING_SEVERITIES), _log_finding),
        Kind(_("Assumptions"), list(QUESTIONS), _assumption, _values),
        Kind(_("Steps of the guide"), steps, partial(_step, known)),
        *_scopes(),
        *(_clauses_of(edition, texts) for edition, texts in known.items()),
        Kind(_("Keys of a price book"), _last_words(BOOK_KEYS), _book_key),
        Kind(_("Keys of answers"), sorted(ANSWER_KEYS), _answer_key),
    ]


def explanations(topic: str, known: Iterable[Kind]) -> list[str]:
    """What a topic means, in each kind that has it: in whatever case, in singular and
    plural, and as the language spoken calls it. Its very name comes first.
    """
    found: list[tuple[int, str]] = []
    beside = []
    for kind in known:
        for name in kind.names:
            nearness = _nearness(topic, name, kind)
            if nearness is not None:
                found.append((nearness, kind.explain(name)))
            elif _begins_with(topic, name):
                beside.append(name)
    texts = [text for _rank, text in sorted(found, key=lambda pair: pair[0])]
    if texts and beside:
        names = _(", ").join(dict.fromkeys(beside))
        texts.append(_("See also: {names}").format(names=names))
    return texts


def _nearness(topic: str, name: str, kind: Kind) -> int | None:
    """0 for the name itself, 1 for another form of it, 2 for another word; else None."""
    if _word_of(topic) == _word_of(name):
        return 0
    if _forms(topic) & _forms(name):
        return 1
    if topic in (_(name), *kind.others(name)):
        return 2
    return None


def _begins_with(topic: str, name: str) -> bool:
    beginnings = tuple(f"{form}_" for form in _forms(topic))
    return _word_of(name).startswith(beginnings)


def _forms(topic: str) -> set[str]:
    """A topic as it is compared: the word itself, in singular and in plural."""
    word = _word_of(topic)
    forms = {word}
    if word.endswith("ies"):
        forms.add(f"{word[:-3]}y")
    if word.endswith("s"):
        forms.add(word[:-1])
    return forms


def _word_of(topic: str) -> str:
    return re.sub(r"[\s-]+", "_", topic.strip().lower())


def _last_words(keys: Iterable[str]) -> list[str]:
    """The names of keys, each once, without where they stand."""
    return list(dict.fromkeys(key.rpartition(".")[2] for key in keys))


def _word(name: str) -> str:
    title = _("{id}: a word of screens and answers").format(id=name)
    text = _({**WORDS, **REPORT_WORDS}[name])
    return "\n".join((title, "", text, *_places(name)))


def _usage_key(name: str) -> str:
    title = _("{id}: a key of a usage file").format(id=name)
    return _keys(title, name, USAGE_KEYS)


def _book_key(name: str) -> str:
    title = _("{id}: a key of a price book").format(id=name)
    return _keys(title, name, BOOK_KEYS)


def _keys(title: str, name: str, texts: dict[str, str]) -> str:
    """Each place of a key, with what it means there."""
    lines = [title]
    for path, text in texts.items():
        if path.rpartition(".")[2] == name:
            lines += ["", path, f"  {_(text)}"]
    if name in ASSUMPTIONS:
        lines += ["", _(ASSUMPTIONS[name].question)]
    return "\n".join(lines)


def _answer_key(name: str) -> str:
    title = _("{id}: a key of answers as JSON and CSV").format(id=name)
    return "\n".join((title, "", _(ANSWER_KEYS[name]), *_places(name)))


def _places(name: str) -> Iterator[str]:
    """The places of answers in which a key has a meaning of its own."""
    own = [path for path in ANSWER_PLACES if path.rpartition(".")[2] == name]
    if own:
        yield from ("", _("As a key of answers as JSON:"))
    for path in own:
        yield from ("", path, f"  {_(ANSWER_PLACES[path])}")


def _assumption(topic: str) -> str:
    a = QUESTIONS[topic]
    evidence = _("Evidence: {evidence}. {because}")
    choose = _(
        "Choose with --assume {id}=VALUE, or under 'assumptions' in the usage file."
    )
    if topic not in ASSUMPTIONS:
        choose = _("Choose with ffbill meter --assume {id}=VALUE.")
    lines = [
        _("{id}: an assumption").format(id=a.id),
        "",
        _(a.question),
        *(f"  {choice}" for choice in choices(a)),
        "",
        evidence.format(evidence=_(a.evidence), because=_(a.because)),
        choose.format(id=a.id),
    ]
    return "\n".join(lines)


def _values(topic: str) -> Iterator[str]:
    """The readings of an assumption, alone and as they are chosen."""
    for value in QUESTIONS[topic].choices:
        yield from (value, f"{topic}={value}")


def _warning(topic: str) -> str:
    text = _("{code}: a note")
    if SEVERITIES[topic] == "warning":
        text = _("{code}: a warning")
    return f"{text.format(code=topic)}\n\n{_(WARNINGS[topic])}"


def _bill_finding(topic: str) -> str:
    """What was found of a bill, with the verdict that it leaves possible."""
    verdict = {**CHECKS, **FINDINGS}.get(topic)
    title = _("{code}: found in a bill ({verdict})")
    if verdict is None:
        title = _("{code}: found in importing a bill")
    head = title.format(code=topic, verdict=verdict)
    return f"{head}\n\n{_(BILL_FINDINGS[topic])}"


def _log_finding(topic: str) -> str:
    title = _("{code}: found in a log ({severity})")
    head = title.format(code=topic, severity=METERING_SEVERITIES[topic])
    return f"{head}\n\n{_(LOG_FINDINGS[topic])}"


Texts = dict[str, ClauseText]


def _clauses_of(edition: str, texts: Texts) -> Kind:
    title = _("Clauses of {book}").format(book=edition)
    names = [id for id in texts if id not in STEPS]
    return Kind(title, names, partial(_clause, edition, texts))


def _scopes() -> Iterator[Kind]:
    """The interface groups of each shipped book that has any."""
    for book in map(read_book, EDITIONS):
        if book.groups:
            title = _("Interface groups of {book}").format(book=book.id)
            explain = partial(scope_text, book)
            yield Kind(title, list(book.groups), explain, _first_word)


def _first_word(name: str) -> Iterable[str]:
    """What people call a group for short: video."""
    return (name.partition("_")[0],)


def _step(known: dict[str, Texts], id: str) -> str:
    found = [
        _clause(edition, texts, id) for edition, texts in known.items() if id in texts
    ]
    return "\n\n".join(found)


def _clause(edition: str, texts: Texts, id: str) -> str:
    title = _("{id}: a clause of {book}").format(id=id, book=edition)
    return "\n".join((title, "", *_said(texts[id])))


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
