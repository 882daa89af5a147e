"""Sentences for the person at a terminal: lines end between words, and a little colour."""

from __future__ import annotations

from facefusion_billing.reports.wording.widths import columns, lines
from facefusion_billing.startup.record import NamedTuple

_INDENT = "    "
BOLD, RED, BOLD_RED, DIM = "1", "31", "1;31", "2"


class Terminal(NamedTuple):
    """How many columns there are (None: no terminal, so lines are as long as they are),
    and whether there is colour.
    """

    width: int | None
    colour: bool


NO_TERMINAL = Terminal(None, colour=False)


def painted(text: str, style: str, terminal: Terminal) -> str:
    """The text in a style, where there is colour."""
    if terminal.colour and text:
        return f"\x1b[{style}m{text}\x1b[0m"
    return text


def wrapped(text: str, terminal: Terminal) -> list[str]:
    """The text in lines of the terminal's width, all but the first indented."""
    if terminal.width is None or columns(text) <= terminal.width:
        return [text]
    first, *rest = lines(text, max(terminal.width - len(_INDENT), 1))
    return [first, *(f"{_INDENT}{line}" for line in rest)]


def error_text(text: str, terminal: Terminal) -> str:
    """A text whose first line is what is wrong; what follows is help."""
    first, *rest = text.split("\n")
    said = [painted(line, RED, terminal) for line in wrapped(first, terminal)]
    for line in rest:
        said += wrapped(line, terminal)
    return "\n".join(said)


def cut_around(line: str, start: int, width: int, widest: int) -> tuple[str, int]:
    """As much of a line as fits around a place in it, and where the place then is."""
    if len(line) <= 2 * widest and columns(line) <= widest:
        return line, start
    first = max(0, start - widest // 2)
    while columns(line[first:start]) > widest // 2:
        first += 1
    last = min(len(line), first + widest)
    while columns(line[first:last]) > widest:
        last -= 1
    return line[first : max(last, start + min(width, 1))], start - first
