"""Blocks of notes and grids: what a report shows, however it is drawn."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, TypeVar

from facefusion_billing.model.calendar import Month
from facefusion_billing.reports.wording.language import _
from facefusion_billing.startup.record import NamedTuple

T = TypeVar("T")


class Note(NamedTuple):
    """A line of text; `style` is title, plain, alert, warning, met (a gate), faint, or
    hint (what to type for more: on a screen only).
    """

    text: str
    style: str = "plain"


class Column(NamedTuple):
    """A column of a grid; figures stand on the right and are never cut or wrapped. A
    text that is `cut` keeps to its line on a screen.
    """

    name: str
    figures: bool = False
    cut: bool = False


class Row(NamedTuple):
    """A row; `style` is plain, faint, subtotal or total."""

    cells: tuple[str, ...]
    style: str = "plain"


class Grid(NamedTuple):
    """A table; its heading is left out on a screen where the columns say enough."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    heading: bool = True


Block = Note | Grid


def span_of(months: Sequence[Month]) -> str:
    """Consecutive months in words: 2025-01 to 2025-03."""
    if len(months) == 1:
        return str(months[0])
    return _("{first} to {last}").format(first=months[0], last=months[-1])


def money_column(currency: str) -> Column:
    """A column of amounts in a currency."""
    return Column(_("Amount {currency}").format(currency=currency), True)


def runs(items: Iterable[T], same: Callable[[T], Any]) -> list[list[T]]:
    """Neighbours that are the same, together."""
    return [list(group) for _key, group in groupby(items, same)]


def under_figure(figure: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with a figure as their title, and their own title below it."""
    yield Note(figure, "title")
    for block in blocks:
        if isinstance(block, Note) and block.style == "title":
            yield block._replace(style="plain")
        else:
            yield block


def without_hints(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks for a file, which nobody types at."""
    for block in blocks:
        if not (isinstance(block, Note) and block.style == "hint"):
            yield block
