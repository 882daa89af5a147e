"""Lines that stand twice: counted once, and told; the same id with other content is a
finding.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from facefusion_billing.model.vendor_bill import BilledLine

_CONTENT = BilledLine._fields.index("product")


def without_repeats(
    lines: Iterable[BilledLine],
) -> tuple[list[BilledLine], int, list[BilledLine]]:
    """The lines once each, how many repeated, and those whose id has other content."""
    kept: list[BilledLine] = []
    clashes: list[BilledLine] = []
    seen: dict[Any, BilledLine] = {}
    repeats = 0
    for line in lines:
        first = seen.setdefault(_key(line), line)
        if first is line or line.statement != first.statement:
            kept.append(line)
        elif line[_CONTENT:] == first[_CONTENT:]:
            repeats += 1
        else:
            kept.append(line)
            clashes.append(line)
    return kept, repeats, clashes


def _key(line: BilledLine) -> tuple[Any, ...]:
    """What tells lines apart: the entry's id, else everything it says."""
    if line.id:
        return line.id, line.component, line.item
    return line[_CONTENT:]
