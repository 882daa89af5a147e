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
    seen = _Seen()
    repeats = 0
    for line in lines:
        first = seen.first(line)
        # In another statement it is no repeat: that the files overlap is found later.
        if first is line or line.statement != first.statement:
            kept.append(line)
        elif line[_CONTENT:] == first[_CONTENT:]:
            repeats += 1
        else:
            kept.append(line)
            clashes.append(line)
    return kept, repeats, clashes


class _Seen:
    """The first line of each key.

    The key of a line without an id is everything it says, amounts included, whose
    digests take long to make: they are made where a second line has the same ids.
    """

    def __init__(self) -> None:
        self.by_ids: dict[tuple[Any, ...], BilledLine] = {}
        self.by_key: dict[tuple[Any, ...], BilledLine] = {}

    def first(self, line: BilledLine) -> BilledLine:
        """The first line with the key of a line: itself, where it is new."""
        if line.id:
            key = line.id, line.component, line.item
            return self.by_key.setdefault(key, line)
        ids = line.bill_id, line.order, line.resource, line.item, line.since
        first = self.by_ids.setdefault(ids, line)
        if first is line:
            return line
        # The second with these ids: only now does the first need its full key.
        self.by_key.setdefault(first[_CONTENT:], first)
        return self.by_key.setdefault(line[_CONTENT:], line)
