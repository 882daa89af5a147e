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


def table(grid: Grid) -> str:
    """A table that scrolls by itself, with the keyboard too, where it is too wide."""
    heads = "".join(
        f'<th scope="col"{_figures(column)}>{safe(column.name)}</th>'
        for column in grid.columns
    )
    rows = "".join(_row(row, grid) for row in grid.rows)
    name = safe(grid.title)
    size = _size(len(grid.columns))
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{name}"><table{size}><caption>{name}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _size(columns: int) -> str:
    if columns <= SMALL:
        return ' class="small"'
    return ' class="large"' if columns > LARGE else ""


def _row(row: Row, grid: Grid) -> str:
    style = "" if row.style == "plain" else f' class="{row.style}"'
    filled = [index for index, cell in enumerate(row.cells) if cell]
    if row.style == "faint" and filled == [1]:
        span = len(grid.columns) - 1
        return f'<tr{style}><td></td><td colspan="{span}">{safe(row.cells[1].strip())}</td></tr>'
    cells = (
        _cell(cell, column)
        for cell, column in zip(row.cells, grid.columns, strict=True)
    )
    return f"<tr{style}>{''.join(cells)}</tr>"


def _cell(text: str, column: Column) -> str:
    """A cell: figures and short words stay on one line, long names may break after an
    underscore.
    """
    kind = _figures(column) or _length(text)
    return f"<td{kind}>{prose(text).replace('_', '_<wbr>')}</td>"


def _length(text: str) -> str:
    if 0 < len(text) <= SHORT:
        return ' class="w"'
    return ' class="l"' if len(text) > LONG else ""


def _figures(column: Column) -> str:
    return ' class="n"' if column.figures else ""


def details(title: str, inside: str) -> str:
    """What is folded away until a reader asks for it."""
    return f"<details><summary>{safe(title)}</summary>{inside}</details>"
