"""Why a text is not what its writer meant: what looks right to a person and is something
else to a reader of YAML.
"""

from __future__ import annotations

import re
from typing import Any

from yaml import MarkedYAMLError

from facefusion_billing.model.faults import (
    InputError,
    Location,
    Message,
    Source,
    refuse,
)
from facefusion_billing.startup.record import NamedTuple

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
_UNSEEN_END = "[\x85\u2028\u2029]"
_IN_PLAIN_TEXT = rf"[^\"']*?(?={_UNSEEN_END})"
_KEY_UNENDED = r"(?:- )?[\w.-]+?(:(?=[^\s/:])|：)"
_LINES_ABOVE = 3
LONGEST_KEY = 1_000
_NO_COLON = "could not find expected ':'"
_ENDED = "found unexpected end of stream"
_AFTER_A_VALUE = (
    "did not find expected key",
    "did not find expected '-' indicator",
    "did not find expected <document start>",
)
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
    if re.fullmatch(_UNSEEN_END, mark):
        return Message(
            "; the character U+{code:04X} ends a line in YAML; leave it out",
            code=ord(mark),
        )
    plain = chr(ord(mark) - _TO_ASCII)
    return Message("; {mark} is full-width; write {plain}", mark=mark, plain=plain)


class Quoted(NamedTuple):
    """A text in quotes, from where they open to where the reader saw them end.

    Where they are not closed, the next one's opening closes them, what it holds is no
    text, and its own end opens another: such a chain is one, and begins at its first.
    """

    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def runs_on(self) -> bool:
        """Whether they end in another line."""
        return self.line < self.end_line

    def then(self, start: Any, end: Any) -> Quoted:
        """The text in quotes between the marks, which follows this one."""
        opened = start.line + 1, start.column + 1
        if self.runs_on and self.end_line == start.line + 1:
            opened = self.line, self.column
        return Quoted(*opened, end.line + 1, end.column + 1)


NOT_QUOTED = Quoted(0, 0, 0, 0)


def _unclosed(error: Any, quoted: Quoted) -> tuple[int, int] | None:
    """Where the quotes open that a fault of syntax comes from, as they are not closed."""
    mark, opened = error.problem_mark, error.context_mark
    if mark is None:
        return None
    if error.context == "while scanning a quoted scalar" and error.problem == _ENDED:
        quoted = quoted.then(opened, mark)
        return quoted.line, quoted.column
    if quoted.runs_on and quoted.end_line == mark.line + 1:
        return quoted.line, quoted.column
    return None


def _long_key(error: Any) -> tuple[int, int] | None:
    """Where a key begins whose ':' the reader has not found, as it looks 1,024 characters
    far.
    """
    if getattr(error, "problem", "") != _NO_COLON:
        return None
    opened, mark = error.context_mark, error.problem_mark
    if opened.line == mark.line and mark.column - opened.column > LONGEST_KEY:
        return opened.line + 1, opened.column + 1
    return None


def _goes_on(error: Any, text: str, quoted: Quoted) -> bool:
    """Whether a text goes on after its closing quotes."""
    mark = error.problem_mark
    if mark is None or error.problem not in _AFTER_A_VALUE:
        return False
    between = text[quoted.end_column - 1 : mark.column]
    return quoted.end_line == mark.line + 1 and not between.strip()


def syntax_fault(source: Source, error: Any, quoted: Quoted = NOT_QUOTED) -> InputError:
    """The error for what is not YAML at all, with its cause where one shows; `quoted` is
    the last text in quotes before it.
    """
    if isinstance(error, MarkedYAMLError) and (place := _unclosed(error, quoted)):
        return refuse(
            "not valid YAML: {problem}",
            Location(source, *place, 1, ""),
            problem=Message("quotes that are not closed in their line"),
        )
    if (begun := _long_key(error)) is not None:
        return refuse(
            "a key of more than {longest_key:,} characters",
            Location(source, *begun, 1, ""),
            longest_key=LONGEST_KEY,
        )
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    text = source.line(line)
    if text[column - 1 : column] == "\t" or text.startswith("\t"):
        problem = Message("a tab; YAML is indented with spaces")
    elif mark and _goes_on(error, text, quoted):
        problem = Message("a text goes on after its closing quotes")
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
    """The cause of a fault of syntax: in its line, or just above it a key that ends
    without a space or with a full-width colon, or a line end that no editor shows.
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
    # In quotes such a character is harmless.
    if unseen := re.match(_IN_PLAIN_TEXT, text):
        return unseen.end()
    found = None if is_above else _found(text, _IN_LINE)
    if found:
        return found.start()
    key = re.match(_KEY_UNENDED, text)
    if key:
        return key.start(1)
    return None
