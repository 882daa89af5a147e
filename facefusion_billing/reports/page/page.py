"""A report as one HTML page: self-contained, without scripts, nothing fetched, the same
bytes on every run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby, takewhile
from pathlib import Path

from facefusion_billing.model.bill import AMORTISED, Estimate
from facefusion_billing.model.recommendation import Recommendation
from facefusion_billing.reports.documents.blocks import Column, Grid, Note, Row, span_of
from facefusion_billing.reports.documents.estimate_document import estimate_blocks
from facefusion_billing.reports.documents.recommendation_document import plan_blocks
from facefusion_billing.reports.page import charts
from facefusion_billing.reports.page.bill_charts import estimate_figures, plan_figures
from facefusion_billing.reports.page.chart_specs import Figure, Key
from facefusion_billing.reports.page.patterns import PATTERNS, swatch
from facefusion_billing.reports.wording.language import _, spoken
from facefusion_billing.reports.wording.phrases import amount
from facefusion_billing.reports.wording.text import escape_controls
from facefusion_billing.startup.record import NamedTuple

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


TAGS = {"zh": "zh-Hans"}
"""The languages under the names that browsers know."""
SMALL = 3
"""A table of so many columns is not stretched over the page."""
LARGE = 8
"""A table of more columns is printed in small type on the long side of the paper."""
SHORT = 11
"""A cell of so many letters is never broken."""
LONG = 60
"""A cell of more letters than that keeps some width on a narrow page."""


class Fold(NamedTuple):
    """A grid that is folded away until a reader asks for it."""

    title: str
    grid: Grid


Part = Note | Grid | Fold


def estimate_page(answer: Estimate) -> str:
    """The bills of a scenario with their pictures, and the arithmetic of every line
    folded away.
    """
    title, _headline, *rest = estimate_blocks(answer)
    parts: list[Part] = [Note(_about(answer))]
    explained = next(
        block
        for block in estimate_blocks(answer, explain=True)
        if isinstance(block, Grid)
    )
    for block in rest:
        parts.append(block)
        if (
            isinstance(block, Grid)
            and block.title == explained.title
            and any(bill.lines for bill in answer.bills)
        ):
            parts.append(Fold(_("Arithmetic and clauses of every line"), explained))
    assert isinstance(title, Note)
    return page(
        title.text,
        parts,
        estimate_figures(answer),
        f"{amount(answer.total)} {answer.currency}",
    )


def _about(answer: Estimate) -> str:
    """What a total stands for: its months, its view, its price book."""
    facts = [span_of([bill.month for bill in answer.bills])] if answer.bills else []
    if answer.view == AMORTISED:
        facts.append(_("used of what was paid"))
    return " · ".join([*facts, _("price book {book}").format(book=answer.book_id)])


def recommendation_page(answer: Recommendation) -> str:
    """The cheapest plan beside the others, with the pictures of its bills."""
    title, *rest = plan_blocks(answer, explain=True)
    assert isinstance(title, Note)
    sums = _("Arithmetic")
    parts = [
        Fold(sums, block) if isinstance(block, Grid) and block.title == sums else block
        for block in rest
    ]
    total = answer.best.total
    headline = "" if total is None else f"{amount(total)} {answer.currency}"
    return page(title.text, parts, plan_figures(answer), headline)


def page(
    title: str, parts: Iterable[Part], figures: Iterable[Figure], headline: str = ""
) -> str:
    """A page of blocks, the first notes as its lead, with figures beside the grids they
    belong to.
    """
    blocks = [
        part for part in parts if not (isinstance(part, Note) and part.style == "title")
    ]
    lead, rest = _parted(blocks)
    titles = [part.title for part in blocks if isinstance(part, Grid)]
    before, after = _placed(figures, titles)
    body, waiting = before.pop("", []), list[str]()
    for part in _runs(rest):
        if not isinstance(part, Fold):
            body, waiting = body + waiting, []
        if isinstance(part, Grid):
            body += before.pop(part.title, [])
            body.append(_section(part))
            waiting = after.pop(part.title, [])
        else:
            body.append(
                _details(part.title, _table(part.grid))
                if isinstance(part, Fold)
                else _notes(part)
            )
    return _document(title, headline, _lines(lead), body + waiting)


def _parted(blocks: list[Part]) -> tuple[list[Note], list[Part]]:
    """The notes before anything else, and the rest."""
    lead = [
        part
        for part in takewhile(lambda part: isinstance(part, Note), blocks)
        if isinstance(part, Note)
    ]
    return lead, blocks[len(lead) :]


_Drawn = dict[str, list[str]]


def _placed(figures: Iterable[Figure], titles: list[str]) -> tuple[_Drawn, _Drawn]:
    """The drawn figures that stand before and after each grid, by its title; before the
    first where no title fits.
    """
    before: _Drawn = {}
    after: _Drawn = {}
    for number, figure in enumerate(figures, 1):
        behind = next((title for title in figure.after if title in titles), None)
        ahead = figure.beside if figure.beside in titles else next(iter(titles), "")
        index = (
            before.setdefault(ahead, [])
            if behind is None
            else after.setdefault(behind, [])
        )
        index.append(_figure(figure, number))
    return before, after


def _runs(parts: Iterable[Part]) -> Iterator[Grid | Fold | list[Note]]:
    """Grids, and notes between two of them together."""
    for is_note, group in groupby(parts, lambda part: isinstance(part, Note)):
        if is_note:
            yield [part for part in group if isinstance(part, Note)]
        else:
            yield from (part for part in group if not isinstance(part, Note))


def _document(title: str, headline: str, lead: str, body: list[str]) -> str:
    figure = f'<p class="headline">{_text(headline)}</p>' if headline else ""
    skip = _text(_("Skip to the figures"))
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{TAGS.get(spoken(), spoken())}">',
            '<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">',
            f"<title>{_text(title)}</title>",
            f"<style>{style}</style></head>",
            f'<body><a class="skip" href="#content">{skip}</a>{PATTERNS}',
            f'<header><h1>{_text(title)}</h1>{figure}<div class="lead">{lead}</div></header>',
            '<main id="content">',
            *body,
            "</main></body></html>\n",
        ]
    )


def _text(text: str) -> str:
    """Text from anywhere as harmless HTML."""
    return escape(escape_controls(text))


def _prose(text: str) -> str:
    """Text in which no date is broken over two lines."""
    shown = _text(text)
    return (
        re.sub(r"\d{4}-\d\d(-\d\d)?", r'<span class="w">\g<0></span>', shown)
        if "-" in shown
        else shown
    )


def _lines(notes: Iterable[Note]) -> str:
    return "".join(
        f'<p class="{note.style}">{_prose(note.text)}</p>'
        for note in notes
        if note.text
    )


def _notes(notes: list[Note]) -> str:
    told = not notes[0].text and any(
        note.text and note.style != "faint" for note in notes
    )
    title = _text(_("Warnings and notes"))
    heading = f"<h2>{title}</h2>" if told else ""
    return f'<section class="notes">{heading}{_lines(notes)}</section>'


def _section(grid: Grid) -> str:
    return f"<section><h2>{_text(grid.title)}</h2>{_table(grid)}</section>"


def _table(grid: Grid) -> str:
    """A table that scrolls by itself, with the keyboard too, where it is too wide."""
    heads = "".join(
        f'<th scope="col"{_figures(column)}>{_text(column.name)}</th>'
        for column in grid.columns
    )
    rows = "".join(_row(row, grid) for row in grid.rows)
    name = _text(grid.title)
    kind = (
        "small"
        if len(grid.columns) <= SMALL
        else "large"
        if len(grid.columns) > LARGE
        else ""
    )
    size = f' class="{kind}"' if kind else ""
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{name}"><table{size}><caption>{name}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(row: Row, grid: Grid) -> str:
    style = "" if row.style == "plain" else f' class="{row.style}"'
    filled = [index for index, cell in enumerate(row.cells) if cell]
    if row.style == "faint" and filled == [1]:
        span = len(grid.columns) - 1
        return f'<tr{style}><td></td><td colspan="{span}">{_text(row.cells[1].strip())}</td></tr>'
    cells = (
        _cell(cell, column)
        for cell, column in zip(row.cells, grid.columns, strict=True)
    )
    return f"<tr{style}>{''.join(cells)}</tr>"


def _cell(text: str, column: Column) -> str:
    """A cell: figures and short words stay on one line, long names may break after an
    underscore.
    """
    kind = _figures(column) or (
        ' class="w"'
        if 0 < len(text) <= SHORT
        else ' class="l"'
        if len(text) > LONG
        else ""
    )
    return f"<td{kind}>{_prose(text).replace('_', '_<wbr>')}</td>"


def _figures(column: Column) -> str:
    return ' class="n"' if column.figures else ""


def _details(title: str, inside: str) -> str:
    return f"<details><summary>{_text(title)}</summary>{inside}</details>"


def _figure(figure: Figure, number: int) -> str:
    """A picture, drawn for wide and for narrow pages, with its words, legend and
    figures.
    """
    drawings = "".join(
        charts.drawn(
            figure.spec(paper),
            paper,
            f"p{number}-{paper.name}",
            escape_controls(figure.title),
        )
        for paper in charts.PAPERS
    )
    says = "".join(f"<p>{_prose(text)}</p>" for text in figure.says)
    keys = "".join(_key(key) for key in figure.keys)
    table = _details(
        _("The figures of this picture"), "".join(_table(grid) for grid in figure.grids)
    )
    return (
        f'<figure aria-labelledby="p{number}"><figcaption><h2 id="p{number}">{_text(figure.title)}</h2>'
        f"{says}</figcaption>"
        f'<ul class="keys">{keys}</ul>{drawings}{table}</figure>'
    )


def _key(key: Key) -> str:
    return f"<li>{swatch(key.fill, key.line)}{_text(key.name)}</li>"
