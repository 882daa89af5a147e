"""What each key of a file or an answer means, put into its JSON Schema.

A meaning is looked up by the path of a key, then by what is left of it without its
first parts. The path of a key of an answer begins with the name of that answer.
"""

from __future__ import annotations

from typing import Any

from facefusion_billing.model.assumptions import ASSUMPTIONS, METERING_ASSUMPTIONS
from facefusion_billing.reports.wording.language import _

Texts = dict[str, str]
Schema = dict[str, Any]


def of_file(name: str) -> Texts:
    """The meanings of the keys of a file, by their paths."""
    if name == "book":
        from facefusion_billing.reports.wording.glossary.book_keys import BOOK_KEYS

        return BOOK_KEYS
    if name == "log-map":
        from facefusion_billing.reports.wording.glossary.log_map_keys import (
            LOG_MAP_KEYS,
        )

        return LOG_MAP_KEYS
    from facefusion_billing.reports.wording.glossary.usage_keys import USAGE_KEYS

    questions = {f"assumptions.{id}": a.question for id, a in ASSUMPTIONS.items()}
    return {**USAGE_KEYS, **questions}


def of_answers() -> Texts:
    """The meanings of the keys of answers: by name, and by place where it is another."""
    from facefusion_billing.reports.wording.glossary.answer_keys import ANSWER_KEYS
    from facefusion_billing.reports.wording.glossary.answer_places import ANSWER_PLACES
    from facefusion_billing.reports.wording.glossary.report_words import REPORT_WORDS
    from facefusion_billing.reports.wording.glossary.words import WORDS

    questions = {id: a.question for id, a in METERING_ASSUMPTIONS.items()}
    return {**questions, **WORDS, **REPORT_WORDS, **ANSWER_KEYS, **ANSWER_PLACES}


def described(schema: Schema, texts: Texts, path: str = "") -> Schema:
    """A schema whose keys say what they mean; `*` in a path stands for a name."""
    found: Schema = {}
    for word, part in schema.items():
        if word == "properties":
            found[word] = {
                key: _key(shape, texts, f"{path}.{key}".lstrip("."))
                for key, shape in part.items()
            }
        elif word in ("additionalProperties", "items") and isinstance(part, dict):
            below = path if word == "items" else f"{path}.*"
            found[word] = described(part, texts, below)
        elif word in ("anyOf", "allOf"):
            found[word] = [described(one, texts, path) for one in part]
        elif word == "definitions":
            found[word] = {
                name: described(part[name], texts, f"{path}.{name}") for name in part
            }
        else:
            found[word] = part
    return found


def _key(schema: Schema, texts: Texts, path: str) -> Schema:
    text = meaning(texts, path)
    shown = {"description": _(text)} if text else {}
    return {**shown, **described(schema, texts, path)}


def meaning(texts: Texts, path: str) -> str:
    """What a key means: at its path, else wherever it stands; in singular or plural."""
    while path not in texts and "." in path:
        path = path.partition(".")[2]
    return texts.get(path) or texts.get(path.removesuffix("s"), "")
