"""Blocks as GitHub Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

from facefusion_billing.reports.documents.blocks import (
    Block,
    Grid,
    Note,
    Row,
    without_hints,
)
from facefusion_billing.reports.wording.text import escape_controls

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&@!])")


def escaped(text: str) -> str:
    r"""A text that Markdown shows as it is.

    >>> escaped("<b> a|b")
    '\\<b\\> a\\|b'
    """
    return _SPECIAL.sub(r"\\\1", escape_controls(text))


def draw(blocks: Iterable[Block]) -> str:
    """The blocks as Markdown: the first note a heading, grids as tables."""
    parts = [_block(block) for block in without_hints(blocks)]
    text = "\n\n".join(part for part in parts if part) + "\n"
    # In the log of a CI job such a line would be a command.
    return re.sub(r"(?m)^::", r"\\::", text)


def _block(block: Block) -> str:
    if isinstance(block, Note):
        return _note(block)
    return _grid(block)


def _note(note: Note) -> str:
    text = escaped(note.text)
    if note.style == "title":
        return f"# {text}"
    if note.style == "alert":
        return f"**{text}**"
    return text


def _grid(grid: Grid) -> str:
    return f"## {escaped(grid.title)}\n\n{table(grid)}"


def table(grid: Grid) -> str:
    """A grid without its heading."""
    head = _line(escaped(column.name) for column in grid.columns)
    rule = _line("---:" if column.figures else "---" for column in grid.columns)
    return "\n".join([head, rule, *(_row(row) for row in grid.rows)])


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _row(row: Row) -> str:
    return _line(_cell(cell, row.style) for cell in row.cells)


def _cell(cell: str, style: str) -> str:
    text = escaped(cell.strip())
    if text and style == "total":
        return f"**{text}**"
    return text
