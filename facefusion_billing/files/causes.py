"""Why a text is not what its writer meant: what looks right to a person and is something
else to a reader of YAML.
"""

from __future__ import annotations

import re
from typing import Any

from facefusion_billing.model.faults import (
    InputError,
    Location,
    Message,
    Source,
    refuse,
)

_NO_BREAK = r"[\u00a0\u2007\u202f\u3000]"
_SPACED = rf"[0-9]+(?:{_NO_BREAK}[0-9]+)+"
_FULL_WIDTH = r"[\uff01-\uff5e]"
_TO_ASCII = 0xFF01 - ord("!")
_NO_SPACE = r"(?<=[0-9A-Za-z_]):(?=[^\s/:])"
_TIME = r"[0-9:.]+"
_DAY_AND_TIME = (
    rf"[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}[Tt ]+{_TIME} ?(?:Z|[+-]{_TIME})?"
)
_IN_TEXT = (_NO_BREAK, _FULL_WIDTH, _NO_SPACE)
_IN_LINE = (
    _NO_BREAK,
    r"[｛｝［］]|(?<=[0-9A-Za-z_])：|(?<=[0-9A-Za-z_}\]])，(?=\s*[0-9A-Za-z_{\[])",
    r"(?<=^)-(?=[^\s0-9.-])",
)
_KEY_UNENDED = r"(?:- )?[\w.-]+?(:(?=[^\s/:])|：)"
_LINES_ABOVE = 3
PROBLEMS = {
    "mapping values are not allowed in this context": Message(
        "a ':' where none belongs; put quotes around a text with ': '"
    ),
    "could not find expected ':'": Message("a key without ':' before this line"),
    "did not find expected key": Message(
        "an indentation that does not go with the lines above"
    ),
    "did not find expected ',' or '}'": Message("',' or '}' is missing before this"),
    "did not find expected ',' or ']'": Message("',' or ']' is missing before this"),
    "did not find expected '-' indicator": Message(
        "an entry of a list that does not begin with '- '"
    ),
    "did not find expected node content": Message("a value is missing before this"),
    "found unexpected end of stream": Message("quotes or braces that are not closed"),
    "found character that cannot start any token": Message(
        "a mark that no text begins with; put quotes around the text"
    ),
    "found unknown escape character": Message(
        "a backslash in double quotes; use single quotes"
    ),
    "block sequence entries are not allowed in this context": Message(
        "a '- ' where no list belongs"
    ),
}  # fmt: skip
"""What the reader of YAML says, in words for people."""


def cause_in(text: str) -> str:
    """The cause that shows in a text, as the end of a message; empty when none does.

    >>> cause_in("2025-01:12k")
    "; a space is missing after ':'"
    >>> cause_in("2025-01-05 12:00:00")
    ''
    """
    if re.fullmatch(_SPACED, text):
        return Message("; it holds a no-break space; leave it out")
    found = _found(text, _IN_TEXT)
    is_time = (
        found and found[0] == ":" and re.fullmatch(f"{_TIME}|{_DAY_AND_TIME}", text)
    )
    if found and not is_time:
        return _said(found[0])
    return ""


def _found(text: str, patterns: tuple[str, ...]) -> re.Match[str] | None:
    for pattern in patterns:
        found = re.search(pattern, text)
        if found:
            return found
    return None


def _said(mark: str) -> Message:
    if mark in ":-":
        return Message("; a space is missing after {mark!r}", mark=mark)
    if re.fullmatch(_NO_BREAK, mark):
        return Message("; it holds a no-break space; write a plain space")
    plain = chr(ord(mark) - _TO_ASCII)
    return Message("; {mark} is full-width; write {plain}", mark=mark, plain=plain)


def syntax_fault(source: Source, error: Any) -> InputError:
    """The error for what is not YAML at all, with its cause where one shows."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    text = source.line(line)
    if text[column - 1 : column] == "\t" or text.startswith("\t"):
        problem = Message("a tab; YAML is indented with spaces")
    while line > 1 and not source.line(line).strip():
        line -= 1
        column = len(source.line(line)) + 1
    cause, location = _syntax_cause(source, line)
    if location is not None:
        return refuse("not valid YAML{cause}", location, cause=cause)
    return refuse(
        "not valid YAML: {problem}",
        Location(source, line, column, 1, ""),
        problem=PROBLEMS.get(problem, problem),
    )


def _syntax_cause(source: Source, line: int) -> tuple[str, Location | None]:
    """The cause of a fault of syntax: in its line, or a key just above it that ends
    without a space or with a full-width colon.
    """
    for number in range(line, max(line - _LINES_ABOVE, 0), -1):
        text = source.line(number).partition(" #")[0]
        indent = len(text) - len(text.lstrip(" "))
        start = _start_of_cause(text[indent:], is_above=number < line)
        if start is not None:
            column = indent + start
            location = Location(source, number, column + 1, 1, "")
            return _said(text[column]), location
    return "", None


def _start_of_cause(text: str, *, is_above: bool) -> int | None:
    found = None if is_above else _found(text, _IN_LINE)
    if found:
        return found.start()
    key = re.match(_KEY_UNENDED, text)
    if key:
        return key.start(1)
    return None
