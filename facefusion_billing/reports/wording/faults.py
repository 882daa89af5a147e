"""Faults as people and pipelines read them: place, message, and the line with a caret."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from facefusion_billing.model.faults import MOST_SHOWN, Fault, Location
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.messages import said
from facefusion_billing.reports.wording.terminal_text import (
    BOLD,
    BOLD_RED,
    DIM,
    NO_TERMINAL,
    RED,
    Terminal,
    cut_around,
    error_text,
    painted,
    wrapped,
)
from facefusion_billing.reports.wording.text import escape_controls
from facefusion_billing.reports.wording.widths import columns

_WIDEST_LINE = 100
_LONGEST = 1_000
"""What is longer than half a screen is cut in the middle: its ends say what it is."""


def text(faults: Iterable[Fault], terminal: Terminal = NO_TERMINAL) -> str:
    """Each fault as `file:line:column: path: message`, then the line it stands in, with
    a caret.
    """
    found = list(faults)
    lines = [f"{_one(fault, terminal)}\n" for fault in found[:MOST_SHOWN]]
    if len(found) > MOST_SHOWN:
        more = _("and {count:,} more faults").format(count=len(found) - MOST_SHOWN)
        lines.append(f"{more}\n")
    return "".join(lines)


def _one(fault: Fault, terminal: Terminal) -> str:
    location = fault.location
    message = _cut(said(fault.message))
    if location is None:
        text = escape_controls(_("error: {what}").format(what=message))
        return error_text(text, terminal)
    place = escape_controls(location.place)
    path = f" {_cut(location.path)}:" if location.path else ""
    head = f"{place}{escape_controls(f'{path} {message}')}"
    excerpt = _excerpt(location, terminal)
    # As it stands, to be copied: it is ours, and nothing of a file is in it.
    example = fault.example.splitlines()
    return "\n".join((*_head(head, place, terminal), *excerpt, *example))


def _head(head: str, place: str, terminal: Terminal) -> Iterator[str]:
    """The lines of what is wrong, which begin with its place."""
    for line in wrapped(head, terminal):
        start = place if line.startswith(place) else ""
        rest = line.removeprefix(start)
        yield painted(start, BOLD, terminal) + painted(rest, RED, terminal)


def _cut(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[:half]} ... {text[-half:]}"


def _excerpt(location: Location, terminal: Terminal) -> list[str]:
    """The line and the caret under the place; a long line is cut around the place."""
    line = location.source.line(location.line)
    if not line.strip():
        return []
    number = f"{location.line:>5} | "
    rule = f"{' ' * (len(number) - 2)}| "
    start, width = location.column - 1, location.width
    # A tab is as wide as the terminal likes; as a space the caret stands beneath its
    # letter.
    line = line.replace("\t", " ")
    line, start = cut_around(line, start, width, _room_beside(number, terminal))
    before = columns(escape_controls(line[:start]))
    marked = columns(escape_controls(line[start : start + width]))
    caret = painted("^" * max(marked, 1), BOLD_RED, terminal)
    return [
        f"{painted(number, DIM, terminal)}{escape_controls(line)}",
        f"{painted(rule, DIM, terminal)}{' ' * before}{caret}",
    ]


def _room_beside(number: str, terminal: Terminal) -> int:
    """How wide a line may be beside its number."""
    if terminal.width is None:
        return _WIDEST_LINE
    return max(min(_WIDEST_LINE, terminal.width - len(number)), 1)


def faults_json(faults: Iterable[Fault], file: str) -> list[dict[str, Any]]:
    """The faults for scripts; those without a place are of the file as a whole."""
    return [
        {
            "file": fault.location.source.name if fault.location else file,
            "line": fault.location.line if fault.location else None,
            "column": fault.location.column if fault.location else None,
            "path": fault.location.path if fault.location else None,
            "message": fault.message,
        }
        for fault in faults
    ]


def as_github(faults: Iterable[Fault]) -> str:
    """The faults as GitHub workflow annotations."""
    return "".join(
        f"::error {_position(fault.location)}::{_github(said(fault.message))}\n"
        for fault in faults
    )


def _position(location: Location | None) -> str:
    if location is None:
        return "title=ffbill"
    name = _github(location.source.name).replace(":", "%3A").replace(",", "%2C")
    return f"file={name},line={location.line},col={location.column},title=ffbill"


def _github(text: str) -> str:
    return escape_controls(
        text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    )
