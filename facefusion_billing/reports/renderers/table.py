"""Blocks drawn for a terminal: Rich measures, wraps and colours; the columns are laid
out here.

A grid fits the width and loses no digit: figures are never wrapped or cut, texts wrap,
and where even that is too wide, rows become lines. (Rich's own table takes 0.15 ms a
cell, which is seconds for a bill of ten years.)
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.console import Console
from rich.text import Text

from facefusion_billing.reports.documents.blocks import Block, Grid, Note, Row
from facefusion_billing.reports.wording.phrases import labelled
from facefusion_billing.reports.wording.text import escape_controls, no_commands
from facefusion_billing.reports.wording.widths import PIECES

_STYLES = {"title": "bold", "alert": "bold red", "warning": "yellow", "faint": "dim", "subtotal": "italic",
           "total": "bold", "met": "green", "hint": "dim", "plain": ""}  # fmt: skip
_GAP = "   "
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
            _print(console, escape_controls(block.text), block.style)
        else:
            _grid(console, block, out, colour=colour)
    text = "\n".join(line.rstrip() for line in out.getvalue().split("\n"))
    return no_commands(text)


def _grid(console: Console, grid: Grid, out: io.StringIO, *, colour: bool) -> None:
    console.print()
    if grid.heading:
        _print(console, escape_controls(grid.title), "title")
    widths = _widths(grid, console.width)
    if widths is None:
        for line, style in _lines(grid):
            _print(console, line, style)
        return
    lines = _rows(console, grid, widths)
    # Without colour the lines are text already; Rich would take its time over them.
    if not colour:
        out.writelines(f"{line}\n" for line, _style in lines)
        return
    whole = Text("\n").join(Text(line, _STYLES[style]) for line, style in lines)
    console.print(whole, no_wrap=True, overflow="ignore", crop=False)


def _print(console: Console, text: str, style: str) -> None:
    # Rich takes a millisecond for each line, and there can be thousands.
    if text.isascii() and text.isprintable() and not console.is_terminal:
        lines = broken_at_spaces(text, console.width)
        if lines is not None:
            console.file.writelines(f"{line}\n" for line in lines)
            return
    shown = text
    if not text.isascii():
        shown = "\n".join(_broken(text, console.width))
    console.print(Text(shown, style=_STYLES[style]), overflow="fold")


def broken_at_spaces(text: str, width: int) -> list[str] | None:
    """ASCII in lines of that width, broken at spaces as Rich does; None where a word is
    longer than a line, or there is none.
    """
    lines = [""]
    words = re.findall(r"\s*\S+\s*", text)
    if not words:
        return None
    for word in words:
        shown = len(word.rstrip())
        if shown > width:
            return None
        if len(lines[-1]) + shown <= width:
            lines[-1] += word
        else:
            lines.append(word)
    # Only blanks stand behind the end of a line.
    return [line[:width] for line in lines]


def _broken(text: str, width: int) -> list[str]:
    """The text in lines of that width, broken as Chinese is too: Rich breaks at spaces,
    and ids within.
    """
    lines = [""]
    for piece in re.findall(PIECES, text):
        if cell_len(lines[-1] + piece) <= width:
            lines[-1] += piece
        else:
            lines[-1:] = [lines[-1].rstrip(), *chop_cells(piece.lstrip(), width)]
    if lines[0]:
        return lines
    return lines[1:]


def _widths(grid: Grid, width: int) -> list[int] | None:
    """The widths of the columns in that many cells: texts give way, the widest first;
    None when figures would.
    """
    heads = [column.name for column in grid.columns]
    rows = [heads, *(row.cells for row in grid.rows if not _is_evidence(row))]
    widths = [_width(cells) for cells in zip(*rows, strict=True)]
    texts = [index for index, column in enumerate(grid.columns) if not column.figures]
    while _whole(widths) > width:
        # One letter at a time from the widest: no column pays for another's length.
        widest = max(texts, key=widths.__getitem__, default=None)
        if widest is None or widths[widest] <= _LEAST_TEXT:
            return None
        widths[widest] -= 1
    return widths


def _width(cells: Iterable[str]) -> int:
    return max(cell_len(escape_controls(cell)) for cell in cells)


def _whole(widths: list[int]) -> int:
    """The width of all columns with the gaps between them."""
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def _rows(console: Console, grid: Grid, widths: list[int]) -> Iterator[tuple[str, str]]:
    """The grid's lines, each with its style: heads, a rule, then the rows, texts
    wrapped to their columns.
    """
    figures = [column.figures for column in grid.columns]
    heads = [column.name for column in grid.columns]
    for line in _wrapped(console, heads, widths, figures):
        yield line, "title"
    yield "─" * _whole(widths), "plain"
    for row in grid.rows:
        if _is_evidence(row):
            for line in _evidence(console, row, widths):
                yield line, row.style
            continue
        if row.style == "total":
            yield "", "plain"
        cells = _cut(grid, row, widths)
        for line in _wrapped(console, cells, widths, figures):
            yield line, row.style


def _evidence(console: Console, row: Row, widths: list[int]) -> Iterator[str]:
    """A text below another row, across all columns but the first: a sum that is cut to
    the width of one is no evidence.
    """
    indent = widths[0] + len(_GAP)
    text = escape_controls(row.cells[1])
    for line in _folded(console, text, _whole(widths) - indent):
        yield " " * indent + line


def _cut(grid: Grid, row: Row, widths: list[int]) -> list[str]:
    """The cells of a row; texts of columns that keep to their line end where that does."""
    cells = list(row.cells)
    for index, column in enumerate(grid.columns):
        if not column.cut:
            continue
        text = escape_controls(cells[index])
        if cell_len(text) > widths[index]:
            cells[index] = set_cell_size(text, widths[index] - 1).rstrip() + "…"
    return cells


def _is_evidence(row: Row) -> bool:
    """Whether a row is one text below another row, which has all of the width."""
    filled = [index for index, cell in enumerate(row.cells) if cell]
    return row.style == "faint" and filled == [1]


def _wrapped(
    console: Console, cells: Sequence[str], widths: list[int], figures: list[bool]
) -> Iterator[str]:
    columns = [
        _folded(console, escape_controls(cell), width)
        for cell, width in zip(cells, widths, strict=True)
    ]
    for parts in zip_longest(*columns, fillvalue=""):
        placed = zip(parts, widths, figures, strict=True)
        yield _GAP.join(_placed(*part) for part in placed)


def _placed(part: str, width: int, right: bool) -> str:
    gap = " " * (width - cell_len(part))
    if right:
        return gap + part
    return part + gap


def _folded(console: Console, cell: str, width: int) -> list[str]:
    if cell_len(cell) <= width:
        return [cell]
    indent = " " * (len(cell) - len(cell.lstrip()))
    text, left = cell.strip(), max(width - len(indent), 1)
    if text.isascii():
        lines = Text(text).wrap(console, left, overflow="fold")
        return [indent + line.plain.rstrip() for line in lines]
    return [indent + line for line in _broken(text, left)]


def _lines(grid: Grid) -> Iterator[tuple[str, str]]:
    """A grid that is too wide for the terminal, as one line for each cell."""
    for row in grid.rows:
        indent = ""
        for column, cell in zip(grid.columns, row.cells, strict=True):
            text = escape_controls(cell.strip())
            if text:
                yield f"{indent}{labelled(column.name, text)}".rstrip(), row.style
            indent = "  "
