"""Explain one assumption, warning code, clause, key of a file, or word in a screen;
without one, list the topics by kind.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from facefusion_billing.cli.choices import argument, completing
from facefusion_billing.cli.options import Language, Output
from facefusion_billing.cli.output import errors_terminal, set_language, terminal, write
from facefusion_billing.cli.streams import write_stderr
from facefusion_billing.cli.topics import Kind, explanations, kinds
from facefusion_billing.model.faults import did_you_mean
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.messages import said
from facefusion_billing.reports.wording.terminal_text import error_text
from facefusion_billing.reports.wording.text import escape_controls
from facefusion_billing.reports.wording.widths import lines

EXAMPLES = (
    "ffbill explain dead_zone",
    "ffbill explain image-payg --lang zh",
)
WIDEST = 100


def complete_topic(incomplete: str) -> list[str]:
    """Completes a topic."""
    return completing(_names(kinds()))(incomplete)


Topic = Annotated[
    str | None,
    argument(
        "For example tier_basis, dead_zone, image-payg, peak_qps or refund; by default the list.",
        metavar="TOPIC",
        autocompletion=complete_topic,
    ),
]


def command(
    topic: Topic = None,
    output: Output = None,
    lang: Language = "en",
) -> None:
    """Prints the explanation of a topic, or the list of topics."""
    set_language(lang)
    known = kinds()
    if topic is None:
        write(_listed(known), output)
        return
    found = explanations(topic, known)
    if not found:
        _refuse(topic, known)
    text = "\n\n".join(found).split("\n")
    write("".join(f"{line}\n" for line in _wrapped(text)), output)


def _wrapped(text: Iterable[str]) -> Iterator[str]:
    """The lines of a text, those that are too wide broken between words."""
    width = _width()
    for line in text:
        words = line.lstrip()
        indent = " " * (len(line) - len(words))
        for part in lines(escape_controls(words), width - len(indent)):
            yield f"{indent}{part}".rstrip()


def _width() -> int:
    return min(terminal()[0], WIDEST)


def _refuse(topic: str, known: list[Kind]) -> None:
    """Says what there is, and last, where it stays in sight, what may be meant."""
    text = _("nothing is called {topic!r}{hint}").format(
        topic=topic, hint=said(did_you_mean(topic, _names(known)))
    )
    wrong = escape_controls(_("error: {what}").format(what=text))
    shown = error_text(f"{wrong}\n", errors_terminal())
    write_stderr(f"{_listed(known)}\n{shown}")
    raise typer.Exit(2)


def _listed(known: Iterable[Kind]) -> str:
    """The topics under the titles of their kinds."""
    width = _width()
    head = _("Topics, by kind; `ffbill explain TOPIC` says what one means.")
    text = [*lines(head, width)]
    for kind in known:
        names = lines(", ".join(kind.names), width - 2)
        text += ["", kind.title, *(f"  {line}" for line in names)]
    return "\n".join(text) + "\n"


def _names(known: Iterable[Kind]) -> list[str]:
    return list(dict.fromkeys(_each_name(known)))


def _each_name(known: Iterable[Kind]) -> Iterator[str]:
    for kind in known:
        yield from kind.names
