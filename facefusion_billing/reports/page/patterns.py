"""The fills and lines of the pictures: a colour of the page with a pattern, or with a
dash and a mark, so that no one needs to tell colours apart.
"""

from __future__ import annotations

from facefusion_billing.model.bill import LINE_KINDS

COLOURS = 6
"""So many names have a colour of their own; then they come again."""
_DASHES = ("", "8 4", "2 3", "10 3 2 3", "5 2", "1 4")
_SHAPES = (
    '<circle r="4"/>',
    '<path d="M-4 -4h8v8h-8Z"/>',
    '<path d="M0 -5l5 9h-10Z"/>',
    '<path d="M0 -6l5 6l-5 6l-5 -6Z"/>',
    '<path d="M0 5l5 -9h-10Z"/>',
    '<path d="M-2 -5h4v3h3v4h-3v3h-4v-3h-3v-4h3Z"/>',
)

_HATCHES = (
    "",
    '<path d="M0 0V8" stroke-width="5"/>|45',
    '<circle cx="4" cy="4" r="1.7"/>|0',
    '<path d="M0 0V8" stroke-width="3"/>|0',
    '<path d="M0 0V8" stroke-width="5"/>|135',
    '<path d="M0 0V8" stroke-width="3"/>|90',
    '<path d="M0 0V8M0 0H8" stroke-width="2.5"/>|45',
)


def _pattern(name: str, colour: str, hatch: str) -> str:
    drawing, _bar, turn = hatch.partition("|")
    rotated = f' patternTransform="rotate({turn})"' if turn else ""
    return (
        f'<pattern id="fill-{name}" width="8" height="8" patternUnits="userSpaceOnUse"{rotated}>'
        f'<rect width="8" height="8" fill="var(--{colour})"/>'
        f'<g stroke="var(--hatch)" fill="var(--hatch)">{drawing}</g></pattern>'
    )


def _shade(name: str, colour: str) -> str:
    return (
        f'<pattern id="fill-{name}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="8" height="8" fill="var(--{colour})" fill-opacity="0.16"/>'
        f'<path d="M0 0V8" stroke="var(--{colour})" stroke-opacity="0.45" stroke-width="2"/></pattern>'
    )


PATTERNS = (
    '<svg class="defs" aria-hidden="true" width="0" height="0"><defs>'
    + "".join(
        _pattern(kind, f"k{n}", hatch)
        for n, (kind, hatch) in enumerate(zip(LINE_KINDS, _HATCHES, strict=True), 1)
    )
    + "".join(
        _pattern(f"s{n}", f"s{n}", _HATCHES[n - 1]) for n in range(1, COLOURS + 1)
    )
    + _shade("zone", "alert")
    + _shade("stop", "alert")
    + "</defs></svg>"
)
"""All fills, once for the whole page."""

_MARKS = {
    "line": '<path d="M0 7H28" stroke="var(--s1)" stroke-width="2.5"/>',
    "dot": '<circle cx="14" cy="7" r="4.5" fill="var(--s2)"/>',
    "packs": '<rect width="28" height="14" fill="var(--s1)" fill-opacity="0.75"/>',
    "frame": '<rect width="28" height="14" fill="var(--line)" fill-opacity="0.6"/>',
    "expiry": '<path d="M14 0V14" stroke="var(--alert)" stroke-width="4"/>',
}


def fill_of(index: int) -> str:
    """The fill of a name by its place among others."""
    return f"fill-s{index % COLOURS + 1}"


def dashed(index: int) -> str:
    """The attributes of a line by its place among others: its colour and its dash."""
    at = index % COLOURS
    dash = f' stroke-dasharray="{_DASHES[at]}"' if at else ""
    return f'stroke="var(--s{at + 1})"{dash}'


def marker(index: int) -> str:
    """The mark of a line, around its origin."""
    at = index % COLOURS
    return f'<g fill="var(--s{at + 1})">{_SHAPES[at]}</g>'


def swatch(fill: str, line: int | None) -> str:
    """The small drawing of a legend's entry: a fill, or a line with its dash and shape."""
    if line is None:
        inside = _MARKS.get(fill, f'<rect width="28" height="14" fill="url(#{fill})"/>')
    else:
        stroke = f'<path d="M0 7H28" stroke-width="2.5" {dashed(line)}/>'
        inside = f'{stroke}<g transform="translate(14 7)">{marker(line)}</g>'
    return f'<svg viewBox="0 0 28 14" width="28" height="14" aria-hidden="true">{inside}</svg>'
