"""Pieces of SVG: every text in them is harmless, and every position is a share of the
picture's width or height, so that one drawing serves wide and narrow pages.

Shapes and texts stand at percentages. A path cannot, so paths are drawn on a square of
`WHOLE` by `WHOLE` that is stretched over the picture, its strokes left as they are.
"""

from __future__ import annotations

from collections.abc import Iterable

from facefusion_billing.reports.page.html import safe

WHOLE = 10_000
"""The width and the height of a picture, in whole steps."""

Spot = tuple[int, int]
"""A place: steps from the left and from the top."""


def share(steps: int) -> str:
    """Steps as a percentage.

    >>> share(0), share(1_250), share(10_000)
    ('0%', '12.5%', '100%')
    """
    whole, rest = divmod(steps, WHOLE // 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".") + "%"


def rect(left: int, top: int, right: int, bottom: int, style: str) -> str:
    """A rectangle; `style` is its attributes."""
    size = f'width="{share(right - left)}" height="{share(bottom - top)}"'
    return f'<rect x="{share(left)}" y="{share(top)}" {size} {style}/>'


def band(left: int, right: int, style: str) -> str:
    """A rectangle over the whole height."""
    return rect(left, 0, right, WHOLE, style)


def filled(name: str) -> str:
    """The attribute of what is filled with one of the page's patterns."""
    return f'fill="url(#{name})"'


def line(start: Spot, end: Spot, kind: str) -> str:
    """A straight line of a class of the page's style."""
    (x1, y1), (x2, y2) = start, end
    ends = f'x1="{share(x1)}" y1="{share(y1)}" x2="{share(x2)}" y2="{share(y2)}"'
    return f'<line class="{kind}" {ends}/>'


def level(y: int, kind: str) -> str:
    """A line over the whole width."""
    return line((0, y), (WHOLE, y), kind)


def text(at: Spot, words: str, kind: str = "", more: str = "") -> str:
    """Words as they are, whatever is in them; `more` is further attributes."""
    style = f' class="{kind}"' if kind else ""
    x, y = at
    place = f'x="{share(x)}" y="{share(y)}"'
    return f"<text{style} {place}{more}>{safe(words)}</text>"


def dot(at: Spot, kind: str) -> str:
    """A small disc."""
    return f'<circle class="{kind}" cx="{share(at[0])}" cy="{share(at[1])}" r="4"/>'


def pinned(at: Spot, inside: str) -> str:
    """A small drawing around its own origin, put at a place."""
    return f'<svg x="{share(at[0])}" y="{share(at[1])}">{inside}</svg>'


def stretched(paths: Iterable[str]) -> str:
    """Paths over the whole picture."""
    box = f'viewBox="0 0 {WHOLE} {WHOLE}" preserveAspectRatio="none"'
    return f'<svg class="paths" {box}>{"".join(paths)}</svg>'


def path(spots: Iterable[Spot], style: str, end: str = "") -> str:
    """A path through places; `end` is `Z` for one that is closed."""
    return f'<path d="M{" ".join(f"{x} {y}" for x, y in spots)}{end}" {style}/>'
