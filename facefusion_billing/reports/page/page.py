"""A report as one HTML page: self-contained, without scripts, nothing fetched, the same
bytes on every run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, takewhile
from pathlib import Path

from facefusion_billing.reports.documents.blocks import Grid, Note
from facefusion_billing.reports.page.figures import Figure, Key
from facefusion_billing.reports.page.html import (
    details,
    evidence_section,
    grid_section,
    lines,
    notes_section,
    prose,
    safe,
    table,
)
from facefusion_billing.reports.page.patterns import PATTERNS, swatch
from facefusion_billing.reports.page.plot import drawn
from facefusion_billing.reports.wording.language import _, spoken
from facefusion_billing.startup.record import NamedTuple

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


TAGS = {"zh": "zh-Hans"}
"""The languages under the names that browsers know."""


class Evidence(NamedTuple):
    """A grid whose evidence a screen shows when asked, and paper always.

    Its evidence is the rows that span the others, or all of it.
    """

    label: str
    grid: Grid
    whole: bool = False


class Fold(NamedTuple):
    """A grid that is folded away until a reader asks for it."""

    title: str
    grid: Grid


Part = Note | Grid | Evidence | Fold
_Drawn = dict[str, list[str]]


def page(
    title: str,
    parts: Iterable[Part],
    figures: Iterable[Figure],
    ending: Iterable[Note],
    headline: str = "",
) -> str:
    """A page of blocks, the first notes as its lead, with figures beside the grids they
    belong to; `ending` says where all of it comes from.
    """
    blocks = [part for part in parts if not _is_elsewhere(part)]
    lead = [*takewhile(lambda part: isinstance(part, Note), blocks)]
    titles = [*filter(None, map(_title, blocks))]
    body = _body(blocks[len(lead) :], *_placed(figures, titles))
    body.append(f"<footer>{lines(ending)}</footer>")
    return _document(title, headline, lines(_notes(lead)), body)


def _body(parts: Iterable[Part], before: _Drawn, after: _Drawn) -> list[str]:
    """Grids and notes, each with the figures that stand before it and after it."""
    body, waiting = before.pop("", []), list[str]()
    for part in _runs(parts):
        # What is folded stays with its grid; the figures wait until after it.
        if not isinstance(part, Fold) and not _is_whole(part):
            body, waiting = body + waiting, []
        if name := _title(part):
            body += before.pop(name, [])
            waiting = after.pop(name, [])
        body.append(_piece(part))
    return body + waiting


def _title(part: Part | list[Note]) -> str:
    """The title of a grid that figures may stand beside."""
    if isinstance(part, Grid):
        return part.title
    if isinstance(part, Evidence) and not part.whole:
        return part.grid.title
    return ""


def _is_whole(part: Part | list[Note]) -> bool:
    return isinstance(part, Evidence) and part.whole


def _is_elsewhere(part: Part) -> bool:
    """Whether a page has no place for it: its title, which is its heading, and hints."""
    return isinstance(part, Note) and part.style in ("title", "hint")


def _notes(parts: Iterable[Part]) -> list[Note]:
    return [part for part in parts if isinstance(part, Note)]


def _piece(part: Grid | Evidence | Fold | list[Note]) -> str:
    if isinstance(part, Grid):
        return grid_section(part)
    if isinstance(part, Evidence):
        return evidence_section(part.label, part.grid, whole=part.whole)
    if isinstance(part, Fold):
        return details(part.title, table(part.grid))
    return notes_section(part)


def _placed(figures: Iterable[Figure], titles: list[str]) -> tuple[_Drawn, _Drawn]:
    """The drawn figures that stand before and after each grid, by its title; before the
    first where no title fits.
    """
    before: _Drawn = {}
    after: _Drawn = {}
    for number, figure in enumerate(figures, 1):
        # A table may be missing from an answer, so a figure names several.
        behind = next((title for title in figure.after if title in titles), None)
        ahead = figure.beside if figure.beside in titles else next(iter(titles), "")
        drawn = _figure(figure, number)
        if behind is None:
            before.setdefault(ahead, []).append(drawn)
        else:
            after.setdefault(behind, []).append(drawn)
    return before, after


def _runs(parts: Iterable[Part]) -> Iterator[Grid | Evidence | Fold | list[Note]]:
    """Grids, and notes between two of them together."""
    for is_note, group in groupby(parts, lambda part: isinstance(part, Note)):
        if is_note:
            yield _notes(group)
        else:
            yield from (part for part in group if not isinstance(part, Note))


def _document(title: str, headline: str, lead: str, body: list[str]) -> str:
    figure = ""
    if headline:
        figure = f'<p class="headline">{safe(headline)}</p>'
    skip = safe(_("Skip to the figures"))
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{TAGS.get(spoken(), spoken())}">',
            '<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">',
            f"<title>{safe(title)}</title>",
            f"<style>{style}</style></head>",
            f'<body><a class="skip" href="#content">{skip}</a>{PATTERNS}',
            f'<header><h1>{safe(title)}</h1>{figure}<div class="lead">{lead}</div></header>',
            '<main id="content">',
            *body,
            "</main></body></html>\n",
        ]
    )


def _figure(figure: Figure, number: int) -> str:
    """A picture with its words, legend and figures."""
    picture = drawn(figure.drawing, f"p{number}", figure.title, figure.says)
    says = "".join(f"<p>{prose(text)}</p>" for text in figure.says)
    keys = "".join(_key(key) for key in figure.keys)
    grids = "".join(table(grid) for grid in figure.grids)
    figures = details(_("The figures of this picture"), grids)
    return (
        f'<figure aria-labelledby="p{number}"><figcaption><h2 id="p{number}">{safe(figure.title)}</h2>'
        f"{says}</figcaption>"
        f'<ul class="keys">{keys}</ul>{picture}{figures}</figure>'
    )


def _key(key: Key) -> str:
    return f"<li>{swatch(key.fill, key.line)}{safe(key.name)}</li>"
