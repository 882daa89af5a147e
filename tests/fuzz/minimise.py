"""A finding in a smaller form: pieces are left out as long as the same fault is found."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.fuzz.doors import Input

PATIENCE = 30.0


def smaller(given: Input, still: Callable[[Input], bool]) -> Input:
    """The smallest input found in half a minute."""
    end = time.monotonic() + PATIENCE
    for name in list(given.files) if len(given.words) > 1 else []:
        without = {other: data for other, data in given.files.items() if other != name}
        if still(given._replace(files=without)):
            given = given._replace(files=without)
    at = len(given.words) - 1
    while at > 0 and time.monotonic() < end:
        shorter = given._replace(words=given.words[:at] + given.words[at + 1 :])
        given, at = shorter if still(shorter) else given, at - 1
    for name in given.files.keys() - {"expected.json"}:
        size = len(given.files[name]) // 2
        while size and time.monotonic() < end:
            given = _cut(given, name, size, still, end)
            size //= 2
    return given


def _cut(
    given: Input, name: str, size: int, still: Callable[[Input], bool], end: float
) -> Input:
    at = 0
    while at < len(given.files[name]) and time.monotonic() < end:
        data = given.files[name]
        shorter = given._replace(
            files={**given.files, name: data[:at] + data[at + size :]}
        )
        if still(shorter):
            given = shorter
        else:
            at += size
    return given
