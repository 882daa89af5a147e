"""Notes and tables as pieces of HTML; every text from anywhere is harmless in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from facefusion_billing.reports.documents.blocks import Column, Grid, Note, Row
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.text import escape_controls

SMALL = 3
"""A table of so many columns is not stretched over the page."""
NARROW = 44
"""A table that needs more letters has a card for each row on a narrow page."""
LARGE = 8
"""A table of more columns is printed in small type on the long side of the paper."""
SHORT = 11
"""A cell of so many letters is never broken."""
LONG = 60
"""A cell of more letters than that keeps some width on a narrow page."""


def safe(text: str) -> str:
    """Text from anywhere as harmless HTML."""
    return escape(escape_controls(text))


def prose(text: str) -> str:
    """Text in which no date is broken over two lines."""
    shown = safe(text)
    # Most cells hold no date, and a page has thousands.
    if "-" not in shown:
        return shown
    return re.sub(r"\d{4}-\d\d(-\d\d)?", r'<span class="w">\g<0></span>', shown)


def lines(notes: Iterable[Note]) -> str:
    """Notes, each a paragraph."""
    shown = (note for note in notes if note.text)
    return "".join(f'<p class="{note.style}">{prose(note.text)}</p>' for note in shown)


def notes_section(notes: list[Note]) -> str:
    """Notes between two grids; those after an empty one are warnings and notes."""
    heading = ""
    if not notes[0].text and any(_counts(note) for note in notes):
        title = _("Warnings and notes")
        heading = f"<h2>{safe(title)}</h2>"
    return f'<section class="notes">{heading}{lines(notes)}</section>'


def _counts(note: Note) -> bool:
    return bool(note.text) and note.style != "faint"


def grid_section(grid: Grid) -> str:
    """A table under its heading."""
    return f"<section><h2>{safe(grid.title)}</h2>{table(grid)}</section>"


def evidence_section(label: str, grid: Grid, *, whole: bool) -> str:
    """A table with a box that shows its evidence: the rows that span it, or all of it.

    Paper shows it always, and so does a browser that is too old to hide it.
    """
    box = f'<label><input type="checkbox"> {safe(label)}</label>'
    if whole:
        return f'<section class="evidence whole">{box}{table(grid)}</section>'
    heading = f"<h2>{safe(grid.title)}</h2>"
    return f'<section class="evidence">{heading}{box}{table(grid)}</section>'


def table(grid: Grid) -> str:
    """A table that scrolls by itself, with the keyboard too, where it is too wide."""
    heads = "".join(_head(column) for column in grid.columns)
    named = _needs_cards(grid)
    rows = "".join(_row(row, grid, named=named) for row in grid.rows)
    name = safe(grid.title)
    size = _size(len(grid.columns), cards=named)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{name}"><table{size}><caption>{name}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _head(column: Column) -> str:
    """The name of a column, which may break after an underscore or a slash."""
    name = safe(column.name).replace("_", "_<wbr>").replace("/", "/<wbr>")
    return f'<th scope="col"{_figures(column)}>{name}</th>'


def _size(columns: int, *, cards: bool) -> str:
    kinds = ["cards"] if cards else []
    if columns <= SMALL:
        kinds.append("small")
    if columns > LARGE:
        kinds.append("large")
    if kinds:
        return f' class="{" ".join(kinds)}"'
    return ""


def _needs_cards(grid: Grid) -> bool:
    """Whether a narrow page has no room for the columns beside each other."""
    needed = [_longest_word(column.name) for column in grid.columns]
    for row in grid.rows:
        if _spans(row):
            continue
        for at, (cell, column) in enumerate(zip(row.cells, grid.columns, strict=True)):
            # A figure is never broken, so it needs all of its letters.
            letters = len(cell) if column.figures else _room(cell)
            needed[at] = max(needed[at], letters)
    return sum(needed) + len(needed) > NARROW


def _room(text: str) -> int:
    """The letters that a text keeps together, or the width that it is given."""
    if len(text) <= SHORT:
        return len(text)
    if len(text) <= LONG:
        return min(_longest_word(text), SHORT)
    return 2 * SHORT


def _longest_word(text: str) -> int:
    return max(map(len, re.split(r"[\s_/-]", text)))


def _row(row: Row, grid: Grid, *, named: bool) -> str:
    style = "" if row.style == "plain" else f' class="{row.style}"'
    if _spans(row):
        span = len(grid.columns) - 1
        words = safe(row.cells[1].strip())
        return f'<tr class="faint span"><td></td><td colspan="{span}">{words}</td></tr>'
    cells = (
        _cell(cell, column, named=named)
        for cell, column in zip(row.cells, grid.columns, strict=True)
    )
    return f"<tr{style}>{''.join(cells)}</tr>"


def _spans(row: Row) -> bool:
    """Whether a row is evidence of the one above it."""
    filled = [index for index, cell in enumerate(row.cells) if cell]
    return row.style == "faint" and filled == [1]


def _cell(text: str, column: Column, *, named: bool) -> str:
    """A cell: figures and short words stay on one line, long names may break after an
    underscore; on a card it has the name of its column beside it.
    """
    kind = _figures(column) or _length(text)
    if named and text:
        kind += f' data-name="{safe(column.name)}"'
    words = prose(text).replace("_", "_<wbr>")
    if named and text:
        # One box beside the name: a date inside would be a box of its own.
        words = f"<span>{words}</span>"
    return f"<td{kind}>{words}</td>"


def _length(text: str) -> str:
    if 0 < len(text) <= SHORT:
        return ' class="w"'
    if len(text) > LONG:
        return ' class="l"'
    return ""


def _figures(column: Column) -> str:
    if column.figures:
        return ' class="n"'
    return ""


def details(title: str, inside: str) -> str:
    """What is folded away until a reader asks for it."""
    return f"<details><summary>{safe(title)}</summary>{inside}</details>"
