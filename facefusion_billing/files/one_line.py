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
_PAIR = re.compile(rf"([a-z_]+): ({_WORD})")


def one_line_mappings(text: str) -> dict[int, str]:
    """What stands in the braces of such mappings, by the place of the brace in the
    text.
    """
    return {found.end(1) - 1: found[2] for found in _LINE.finditer(text)}


def without_words(text: str) -> str:
    """The text with blanks in these braces: everything else stays where it is."""
    return _LINE.sub(lambda found: f"{found[1]}{' ' * len(found[2])}}}", text)


def words(body: str) -> Iterator[tuple[int, str, int, str]]:
    """The keys and values between braces, each with its place after the brace."""
    for found in _PAIR.finditer(body):
        key, value = found.groups()
        yield found.start(), key, found.start(2), value
