"""Faults as people and pipelines read them: place, message, and the line with a caret."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from facefusion_billing.model.faults import MOST_SHOWN, Fault, Place
from facefusion_billing.reports.wording.text import visible

_WIDEST_LINE = 100


def text(faults: Iterable[Fault]) -> str:
    """Each fault as `file:line:column: path: message`, then the line it stands in, with
    a caret.
    """
    found = list(faults)
    more = (
        f"and {len(found) - MOST_SHOWN:,} more faults\n"
        if len(found) > MOST_SHOWN
        else ""
    )
    return "".join(f"{_one(fault)}\n" for fault in found[:MOST_SHOWN]) + more


def _one(fault: Fault) -> str:
    place = fault.place
    if place is None:
        return f"error: {visible(fault.message)}"
    path = f"{place.path}: " if place.path else ""
    head = f"{place.source.name}:{place.line}:{place.column}: {path}{fault.message}"
    shown = _excerpt(place)
    return visible(head) + (f"\n{shown}" if shown else "")


def _excerpt(place: Place) -> str:
    """The line and the caret under the place; a long line is cut around the place."""
    line = place.source.line(place.line)
    if not line.strip():
        return ""
    start = place.column - 1
    first = max(0, start - _WIDEST_LINE // 2) if len(line) > _WIDEST_LINE else 0
    piece = line[first : first + _WIDEST_LINE].replace("\t", " ")
    before = _columns(visible(piece[: start - first]))
    marked = _columns(visible(piece[start - first : start - first + place.width]))
    number = f"{place.line:>5} | "
    return f"{number}{visible(piece)}\n{' ' * (len(number) - 2)}| {' ' * before}{'^' * max(marked, 1)}"


def _columns(text: str) -> int:
    """How many terminal columns a text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text
    )


def as_json(faults: Iterable[Fault], file: str) -> list[dict[str, Any]]:
    """The faults for scripts; those without a place are of the file as a whole."""
    return [
        {
            "file": fault.place.source.name if fault.place else file,
            "line": fault.place.line if fault.place else None,
            "column": fault.place.column if fault.place else None,
            "path": fault.place.path if fault.place else None,
            "message": fault.message,
        }
        for fault in faults
    ]


def as_github(faults: Iterable[Fault]) -> str:
    """The faults as GitHub workflow annotations."""
    return "".join(
        f"::error {_position(fault.place)}::{_github(fault.message)}\n"
        for fault in faults
    )


def _position(place: Place | None) -> str:
    if place is None:
        return "title=ffbill"
    name = _github(place.source.name).replace(":", "%3A").replace(",", "%2C")
    return f"file={name},line={place.line},col={place.column},title=ffbill"


def _github(text: str) -> str:
    return visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))
