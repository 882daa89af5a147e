"""What a picture is made of: one drawing with axes, or a strip for each thing with its
words above it.
"""

from __future__ import annotations

from collections.abc import Iterable

from facefusion_billing.reports.page.html import prose, safe
from facefusion_billing.startup.record import NamedTuple


class Plot(NamedTuple):
    """A drawing with the names of an axis on its left (`left` letters wide) and of one
    beneath it, the last of which may be `right` letters wide.
    """

    inside: str
    left: int
    right: int = 1


class Strip(NamedTuple):
    """A thing with what became of it, in words, and its drawing."""

    name: str
    outcome: str
    inside: str


class Strips(NamedTuple):
    """Strips above each other, and the names of the axis beneath the last one."""

    strips: tuple[Strip, ...]
    axis: str = ""


Drawing = Plot | Strips


def drawn(drawing: Drawing, id: str, title: str, says: Iterable[str]) -> str:
    """A picture with its title and its description.

    The words of strips are text of the page, so there only their axis is left to be
    described.
    """
    named = f'role="img" aria-labelledby="{id}-title" aria-describedby="{id}-says"'
    words = (
        f'<title id="{id}-title">{safe(title)}</title>'
        f'<desc id="{id}-says">{safe(" ".join(says))}</desc>'
    )
    if isinstance(drawing, Plot):
        room = f"--left:{_room(drawing.left)}em;--right:{_room(drawing.right)}em"
        return f'<svg class="plot" style="{room}" {named}>{words}{drawing.inside}</svg>'
    strips = "".join(_strip(strip) for strip in drawing.strips)
    return (
        f'<ul class="strips">{strips}</ul>'
        f'<svg class="axis" {named}>{words}{drawing.axis}</svg>'
    )


def _room(letters: int) -> str:
    """The width of so many letters, in the size of the text."""
    tenths = letters * 6 + 8
    return f"{tenths // 10}.{tenths % 10}"


def _strip(strip: Strip) -> str:
    outcome = f'<span class="faint">{prose(strip.outcome)}</span>'
    return (
        f"<li><p>{prose(strip.name)} {outcome}</p>"
        f'<svg aria-hidden="true">{strip.inside}</svg></li>'
    )
