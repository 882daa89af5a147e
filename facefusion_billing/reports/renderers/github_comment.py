"""Blocks as a comment on a GitHub pull request: totals open, details folded, and a
marker by which a job finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from urllib.parse import quote

from facefusion_billing.reports.documents.blocks import Block, Grid, Note, without_hints
from facefusion_billing.reports.renderers.markdown import escaped, table
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.text import escape_controls
from facefusion_billing.startup.record import NamedTuple

LIMIT = 65_536
"""The most characters that GitHub takes in a comment."""
_OPEN_ROWS = 12
_LONGEST_NOTE = 500
_ON_TOP = ("alert", "met")
# Mentions, issues, addresses, emoji and commits (seven hexadecimal digits and more),
# which GitHub finds in the drawn text: a backslash does not stop it.
_LINKED = re.compile(
    r"@|#(?=\w)|:(?=[\w/+-])|\bGH-(?=\d)|\bwww(?=\.)|[0-9a-f]{6}(?=[0-9a-f])",
    re.IGNORECASE,
)


class _Section(NamedTuple):
    """A part under its own heading, folded unless it is open."""

    title: str
    body: str
    open: bool
    is_table: bool = False


def draw(blocks: Iterable[Block], key: str) -> str:
    """The blocks as a comment whose first line is the marker of `key`, the command and
    its files.

    Sections that GitHub's limit has no room for are left out whole, and the comment
    names them.
    """
    notes, details = _parted(without_hints(blocks))
    sections = list(_sections(details))
    # Room for naming all of them: which are left out is known only once it is full.
    names = [_("headlines"), *(section.title for section in sections)]
    room = LIMIT - len(marker(key)) - len(_left_out(names, key)) - 10
    headlines, cut = _fitting([_headline(note) for note in notes], room // 2)
    room -= sum(len(headline) for headline in headlines)
    shown, left_out = _sections_that_fit(sections, room)
    if cut:
        left_out.insert(0, names[0])
    parts = [marker(key), *headlines, *shown]
    if left_out:
        parts.append(_left_out(left_out, key))
    return "\n\n".join(parts) + "\n"


def _parted(blocks: Iterable[Block]) -> tuple[list[Note], list[Block]]:
    """The headlines, which are the notes before the first grid and the verdicts after
    it, and all else.
    """
    headlines: list[Note] = []
    details: list[Block] = []
    for block in blocks:
        is_on_top = isinstance(block, Note) and block.style in _ON_TOP
        if isinstance(block, Note) and (is_on_top or not details):
            # An empty note parts others on a screen; here each is a paragraph anyway.
            if block.text:
                headlines.append(block)
        else:
            details.append(block)
    return headlines, details


def marker(key: str) -> str:
    """A line that GitHub hides, the same for the same key and another for another.

    >>> marker("estimate a -->.yaml")
    '<!-- ffbill: estimate a -%2D%3E.yaml -->'
    """
    safe = quote(key, safe=" /:=,+()", errors="surrogatepass").replace("--", "-%2D")
    return f"<!-- ffbill: {safe} -->"


def _fitting(parts: list[str], room: int) -> tuple[list[str], list[int]]:
    """The parts that there is room for, in their order, and the places of the others."""
    kept, missing = [], []
    for index, part in enumerate(parts):
        if len(part) + 2 <= room:
            kept.append(part)
            room -= len(part) + 2
        else:
            missing.append(index)
    return kept, missing


def _sections_that_fit(
    sections: list[_Section], room: int
) -> tuple[list[str], list[str]]:
    """The sections that there is room for, drawn, and the titles of the others; tables
    give way to what is said.
    """
    order = sorted(range(len(sections)), key=lambda index: sections[index].is_table)
    _kept, missing = _fitting([_drawn(sections[index]) for index in order], room)
    left_out = sorted(order[place] for place in missing)
    shown = [index for index in range(len(sections)) if index not in left_out]
    return (
        [_drawn(sections[index]) for index in shown],
        [sections[index].title for index in left_out],
    )


def _sections(blocks: Iterable[Block]) -> Iterator[_Section]:
    """Each grid, the first one open when it is short, and each run of notes, open when
    there are warnings.
    """
    is_first = True
    for is_note, run in groupby(blocks, lambda block: isinstance(block, Note)):
        if is_note:
            notes = [block for block in run if isinstance(block, Note) and block.text]
            if notes:
                yield _notes(notes)
            continue
        for grid in run:
            if isinstance(grid, Grid):
                is_open = is_first and len(grid.rows) <= _OPEN_ROWS
                yield _Section(grid.title, _unlinked(table(grid)), is_open, True)
                is_first = False


def _notes(notes: list[Note]) -> _Section:
    warned = any(note.style == "warning" for note in notes)
    body = "\n".join(f"- {_text(note.text)}" for note in notes)
    if not warned:
        return _Section(_("Notes"), body, False)
    return _Section(_("Warnings and notes"), body, len(notes) <= _OPEN_ROWS)


def _headline(note: Note) -> str:
    text = note.text
    if len(text) > _LONGEST_NOTE:
        text = f"{text[:_LONGEST_NOTE]}..."
    if note.style == "title":
        return f"### {_text(text)}"
    if note.style == "alert":
        return f"**{_text(text)}**"
    return _text(text)


def _drawn(section: _Section) -> str:
    """A section; the blank lines let Markdown be drawn inside the fold, and the summary
    is HTML.
    """
    if section.open:
        return f"#### {_text(section.title)}\n\n{section.body}"
    summary = _unlinked(escape(escape_controls(section.title), quote=False))
    return f"<details><summary>{summary}</summary>\n\n{section.body}\n\n</details>"


def _left_out(titles: list[str], key: str) -> str:
    text = _(
        "Too long for a comment, so left out: {sections}. Shown by {command} with the same options."
    )
    command = f"<code>{_text(f'ffbill {key}')}</code>"
    return text.format(
        sections=", ".join(_text(title) for title in titles), command=command
    )


def _text(text: str) -> str:
    """A text that GitHub shows as it is, with nothing linked and nobody called."""
    return _unlinked(escaped(text))


def _unlinked(markdown: str) -> str:
    """Markdown in which GitHub links nothing and takes no dollar sign for mathematics."""
    return _LINKED.sub(lambda found: f"{found[0]}&#8203;", markdown).replace(
        "$", "<span>$</span>"
    )
