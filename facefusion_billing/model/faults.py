"""What can be wrong, where it stands, and how it is raised.

    FfbillError             anything ffbill says no to
    +-- MessageError        a message that becomes a fault once its place is known
    +-- InputError          faults in files or on the command line: exit status 2

"Not eligible" and "no cheaper plan" are answers, not errors.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Any

from facefusion_billing.startup.record import NamedTuple

MOST_SHOWN = 200
"""How many faults are written out; further ones are counted."""
MOST_COMPARED, LETTERS_COMPARED = 100, 40
"""How many words are compared for a hint, and how much of each."""
MOST_LISTED = 20
"""How many words a message lists."""
FEWEST_LETTERS = 3
"""How many letters must be there for the beginning of a word to tell which is meant."""
LIKENESS = 0.6
"""How like two words are of which one was probably meant by the other."""


class Message(str):
    """A sentence in English that knows its template and what stands in it, so that it
    can be said in another language. Without values it is said as it stands.

    >>> Message("{found} is not a month", found="x")
    'x is not a month'
    """

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, /, **values: Any) -> "Message":
        text = template.format(**values) if values else template
        made = super().__new__(cls, text)
        made.template, made.values = template, values
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (self.template,), self.values


class Source:
    """A file that was read: the name to show, its text, and which encoding that was in
    where it is not UTF-8.
    """

    __slots__ = ("_latest", "_starts", "encoding", "name", "text")

    def __init__(self, name: str, text: str, encoding: str = "") -> None:
        self.name, self.text, self.encoding = name, text, encoding
        self._starts: Sequence[int] | None = None
        # Thousands of faults can stand in one line of megabytes: it is cut out once.
        self._latest = 0, ""

    # A value, so that what was read twice from one file is the same.
    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Source):
            return NotImplemented
        ours = self.name, self.text, self.encoding
        return ours == (other.name, other.text, other.encoding)

    def __hash__(self) -> int:
        return hash(self.name)

    def line(self, number: int) -> str:
        """The line with that number, counted from 1 as an editor does; empty when there
        is none.
        """
        if self._starts is None:
            # Lines can be millions, and as texts take twenty times their letters.
            from array import array

            ends = (found.end() for found in re.finditer("\r\n|[\n\r]", self.text))
            self._starts = array("q", chain((0,), ends))
        if not 0 < number <= len(self._starts):
            return ""
        if number != self._latest[0]:
            start, end, *_ = *self._starts[number - 1 : number + 1], None
            self._latest = number, self.text[start:end].rstrip("\r\n")
        return self._latest[1]


class Location(NamedTuple):
    """A stretch of one line of a source, and the path of keys that leads to it.

    A value that a program handed over stands in line 0, and its column is its number.
    """

    source: Source
    line: int
    column: int
    width: int
    path: str

    @property
    def place(self) -> str:
        """Where it is, as editors jump to it: `usage.yaml:7:3:`."""
        return f"{self.source.name}:{self.line}:{self.column}:"

    @property
    def words(self) -> str:
        """Where it is, for a sentence: `in line 7`, or `at usage.image_basic`."""
        if self.line:
            return Message("in line {line}", line=self.line)
        return Message("at {path}", path=self.path)

    def words_for(self, other: "Location") -> str:
        """Where it is, for a sentence about another place: by its keys where both stand
        in one line.
        """
        if self.line == other.line:
            return Message("at {path}", path=self.path)
        return self.words


def as_read(one: Location, other: Location) -> tuple[Location, Location]:
    """Two places of a file as they are read, from above: what stands below is the one
    too many.
    """
    if (other.line, other.column) < (one.line, one.column):
        return other, one
    return one, other


class Fault(NamedTuple):
    """One thing wrong: what was found and what is expected, and where (None: the
    command line). `example` is what to write instead, if that takes lines of its own.
    """

    message: str
    location: Location | None = None
    example: str = ""

    @property
    def path(self) -> str:
        """The keys that lead to it, such as `usage.image_basic.calls`; or empty."""
        if self.location:
            return self.location.path
        return ""

    @property
    def file(self) -> str | None:
        """The file it stands in; None where it stands in none."""
        if self.line and self.location:
            return self.location.source.name
        return None

    @property
    def line(self) -> int | None:
        """Its line, counted from 1; None where it stands in no file."""
        if self.location:
            return self.location.line or None
        return None

    @property
    def column(self) -> int | None:
        """Its column, counted from 1; None where it stands in no file."""
        if self.line and self.location:
            return self.location.column
        return None


def in_file_order(faults: list[Fault]) -> list[Fault]:
    """The faults by source, line and column, each said once."""
    names: dict[str, int] = {}
    keyed: dict[tuple[int, int, int, str], Fault] = {}
    for fault in faults:
        location = fault.location
        # What is wrong with the command line comes first; files as they are met.
        file, line, column = -1, 0, 0
        if location is not None:
            file = names.setdefault(location.source.name, len(names))
            line, column = location.line, location.column
        keyed.setdefault((file, line, column, fault.message), fault)
    return [keyed[key] for key in sorted(keyed)]


class FfbillError(Exception):
    """Base of everything ffbill refuses to do."""


class InputError(FfbillError):
    """Bad input or usage: nothing was computed. Carries every fault found."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = in_file_order(faults)
        super().__init__("; ".join(self.messages))

    @property
    def messages(self) -> tuple[str, ...]:
        """What is wrong, fault by fault, without the places."""
        return tuple(fault.message for fault in self.faults)


class TooLargeError(InputError):
    """What was asked for is more than can be computed in a moment."""


def refuse(
    template: str, location: Location | None = None, /, **values: Any
) -> InputError:
    """The error for a single fault: a message, or the template of one with what stands
    in it.
    """
    return InputError([Fault(_message(template, values), location)])


def fault_at(
    template: str, location: Location | None = None, /, **values: Any
) -> Fault:
    """A fault: a message, or the template of one with what stands in it."""
    return Fault(_message(template, values), location)


def _message(template: str, values: dict[str, Any]) -> Message:
    if isinstance(template, Message):
        return template
    return Message(template, **values)


class MessageError(FfbillError):
    """Carries a message to where its place is known."""

    def __init__(self, template: str, /, **values: Any) -> None:
        self.message = _message(template, values)
        super().__init__(self.message)


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """`; did you mean 'calls'?`, or nothing when no known word is near."""
    near = meant(found, known)
    if near is None:
        return ""
    return Message("; did you mean {near!r}?", near=near)


def meant(found: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant: the only one that is so begun or has it
    as a part (`video` of `video_single_face`), else the one most like it.
    """
    words, found = list(known), found.lower()
    if len(found) >= FEWEST_LETTERS:
        longer = [word for word in words if word.startswith(found)]
        # Several that begin so are no hint: whichever was named would be a guess.
        longer = longer or [word for word in words if f"_{found}_" in f"_{word}_"]
        if len(longer) == 1:
            return longer[0]
    return nearest(found, words, LIKENESS)


def nearest(found: str, known: Iterable[str], cutoff: float) -> str | None:
    """The known word that is most like another; None when none is like it at all.

    A hint is worth a moment: of long words the first letters are compared, of many words
    those that begin alike, and exactly only the few that have the same letters.
    """
    from difflib import SequenceMatcher
    from heapq import nlargest

    words = list(known)
    if len(words) > MOST_COMPARED:
        alike = (word for word in words if word[:2] == found[:2])
        words = list(islice(alike, MOST_COMPARED))
    matcher = SequenceMatcher(b=found[:LETTERS_COMPARED])

    def same_letters(word: str) -> float:
        matcher.set_seq1(word[:LETTERS_COMPARED])
        return matcher.quick_ratio()

    def likeness(word: str) -> float:
        matcher.set_seq1(word[:LETTERS_COMPARED])
        return matcher.ratio()

    # The exact comparison takes long: it is made of the few that have the same letters.
    promising = nlargest(3, words, key=same_letters)
    near = max(promising, key=likeness, default=None)
    if near is None or likeness(near) < cutoff:
        return None
    return near


def listed(words: Iterable[str]) -> str:
    """`a, b or c`, of many words the first and how many more there are."""
    names = list(words)
    more = len(names) - MOST_LISTED
    if more > 0:
        shown = ", ".join(names[:MOST_LISTED])
        return Message("{known} or one of {more:,} more", known=shown, more=more)
    if len(names) < 2:
        return "".join(names)
    return Message("{words} or {last}", words=", ".join(names[:-1]), last=names[-1])
