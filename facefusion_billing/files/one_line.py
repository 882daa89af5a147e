"""Mappings that have a line to themselves, as orders have by the thousand:
`- {item: call_pack, size: 1k, date: 2025-01-05}`.

A parser of YAML announces each of their words, which takes half of all reading. Those
of plain words are found by a pattern; the parser is given blanks in their place, and
says where they stand.
"""

import re
from collections.abc import Iterator

_WORD = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}"
"""What stands for itself wherever it stands, whatever is before or after it."""
_ENTRY = rf"[a-z_]{{1,40}}: {_WORD}"
_LINE = re.compile(rf"(?m)^( *- \{{)({_ENTRY}(?:, {_ENTRY})*)\}}$")


def words_taken_out(text: str) -> tuple[str, dict[int, str]]:
    """The text with blanks in the braces of such mappings, so that everything else stays
    where it is; and what stood there, by the place of the brace.
    """
    taken: dict[int, str] = {}

    def blank(found: re.Match[str]) -> str:
        before, body = found.groups()
        taken[found.start(2) - 1] = body
        return f"{before}{' ' * len(body)}}}"

    return _LINE.sub(blank, text), taken


def words(body: str) -> Iterator[tuple[int, str, int, str]]:
    """The keys and values between braces, each with its place after the brace."""
    place = 0
    for entry in body.split(", "):
        key, value = entry.split(": ")
        yield place, key, place + len(key) + 2, value
        place += len(entry) + 2
