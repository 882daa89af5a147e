"""Blocks drawn for a terminal with Rich. Fits the width; where figures would be cut it draws rows as lines instead."""

from __future__ import annotations

import io
from collections.abc import Iterable
from textwrap import wrap

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from facefusion_billing.reports.layout import Block, Grid, Note
from facefusion_billing.reports.text import visible

_STYLES = {
    "title": "bold",
    "alert": "bold red",
    "warning": "yellow",
    "faint": "dim",
    "subtotal": "italic",
    "total": "bold",
    "plain": "",
}
_LEAST_TEXT = 12


def draw(blocks: Iterable[Block], width: int, *, colour: bool) -> str:
    """The blocks as text of at most that width, with or without colour."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        no_color=not colour,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
        color_system="standard" if colour else None,
    )
    for block in blocks:
        if isinstance(block, Note):
            console.print(_styled(block.text, block.style, colour), overflow="fold")
            continue
        console.print()
        console.print(_styled(block.title, "title", colour), overflow="fold")
        if _needs(block) <= width:
            console.print(_grid(block, colour))
        else:
            _lines(console, block, width, colour)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def _styled(text: str, style: str, colour: bool) -> Text:
    return Text(visible(text), style=_STYLES[style] if colour else "")


def _widths(grid: Grid) -> list[int]:
    cells = [[column.name for column in grid.columns], *(row.cells for row in grid.rows)]
    return [max(cell_len(visible(row[place])) for row in cells) for place in range(len(grid.columns))]


def _needs(grid: Grid) -> int:
    """The least width at which no figure is cut and texts have some room."""
    widths = zip(grid.columns, _widths(grid), strict=True)
    return sum((width if column.figures else min(width, _LEAST_TEXT)) + 2 for column, width in widths) + 2


def _grid(grid: Grid, colour: bool) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column, width in zip(grid.columns, _widths(grid), strict=True):
        if column.figures:
            table.add_column(column.name, justify="right", no_wrap=True, min_width=width)
        else:
            table.add_column(column.name, overflow="fold", min_width=min(width, _LEAST_TEXT))
    for row in grid.rows:
        if row.style == "total":
            table.add_section()
        table.add_row(*(_styled(cell, row.style, colour) for cell in row.cells))
    return table


def _lines(console: Console, grid: Grid, width: int, colour: bool) -> None:
    """A grid too wide for the terminal, as one line per cell."""
    for row in grid.rows:
        for place, (column, cell) in enumerate((c, cell) for c, cell in zip(grid.columns, row.cells, strict=True)):
            if cell.strip():
                text = f"{'' if place == 0 else '  '}{column.name}: {visible(cell.strip())}"
                for line in wrap(text, max(width, 8), subsequent_indent="    ", break_long_words=True):
                    console.print(_styled(line, row.style, colour), overflow="fold")
