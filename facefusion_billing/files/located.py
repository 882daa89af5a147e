"""YAML to nodes that know where they stand; nothing is resolved, so `010` and
`12:30:00` stay text.

Refuses, each with its own message: bytes that are not UTF-8, an empty file, several
documents, tags, nesting deeper than 50, aliases that refer to themselves or expand
without measure, files over 10 MiB.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import yaml

from facefusion_billing.files.causes import LONGEST_KEY, NOT_QUOTED, syntax_fault
from facefusion_billing.files.reading import decode, read_bytes
from facefusion_billing.model.faults import (
    Fault,
    InputError,
    Location,
    Source,
    fault_at,
    refuse,
)
from facefusion_billing.startup.record import NamedTuple

DEEPEST = 50
MOST_FROM_ALIASES = 100_000
MOST_VALUES = 150_000
_QUOTES = ("'", '"')

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Node:
    """A piece of a file: its place, and how many pieces it is made of once aliases are
    written out.
    """

    __slots__ = ("column", "line", "pieces", "source", "width")

    def __init__(self, source: Source, event: Any) -> None:
        start, end = event.start_mark, event.end_mark
        self.source = source
        self.line: int = start.line + 1
        self.column: int = start.column + 1
        self.width: int = end.column - start.column if end.line == start.line else 1
        self.pieces = 1

    def location(self, path: str) -> Location:
        """Where it stands, under the path of keys that leads to it."""
        return Location(self.source, self.line, self.column, max(self.width, 1), path)


class Scalar(Node):
    """A single value, as text; `plain` when it was written without quotes."""

    __slots__ = ("plain", "text")

    def __init__(self, source: Source, event: Any) -> None:
        super().__init__(source, event)
        self.text: str = event.value
        self.plain = event.style is None or not event.style

    @property
    def is_null(self) -> bool:
        """Whether nothing was written where a value stands."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")


class Mapping(Node):
    """Keys and values in the order of the file; a key may stand twice (its reader
    refuses it).
    """

    __slots__ = ("entries",)

    def __init__(self, source: Source, event: Any) -> None:
        super().__init__(source, event)
        self.entries: list[tuple[Scalar, Node]] = []


class Listing(Node):
    """A list."""

    __slots__ = ("items",)

    def __init__(self, source: Source, event: Any) -> None:
        super().__init__(source, event)
        self.items: list[Node] = []


def load(path: str, *, may_be_pipe: bool = False) -> Node:
    """The document of a file. Raises `InputError`."""
    name = "<stdin>" if path == "-" else path
    return compose(decode(read_bytes(path, may_be_pipe=may_be_pipe), name))


def compose(source: Source) -> Node:
    """The one document of a source. Raises `InputError`."""
    # Some readers of YAML pass over it and some do not, so the file would be two.
    if (mark := source.text.find("\n\ufeff")) >= 0:
        line = source.text.count("\n", 0, mark) + 2
        raise refuse(
            "a byte order mark inside the file; delete it, or write the line anew",
            Location(source, line, 1, 1, ""),
        )
    composer = _Composer(source)
    try:
        root = composer.run()
    except yaml.reader.ReaderError:
        found = yaml.reader.Reader.NON_PRINTABLE.search(source.text)
        at = source.text[: found.start()] if found else ""
        location = Location(source, at.count("\n") + 1, len(at) - at.rfind("\n"), 1, "")
        raise refuse("a control character that YAML does not allow", location) from None
    except yaml.YAMLError as error:
        wrong = syntax_fault(source, error, composer.quoted).faults
        raise InputError([*composer.faults, *wrong]) from None
    if composer.faults:
        raise InputError(composer.faults)
    if root is None or (isinstance(root, Scalar) and root.is_null):
        raise refuse("the file is empty", Location(source, 1, 1, 1, ""))
    return root


class _Mark(NamedTuple):
    """A place as an editor counts it, from 0."""

    line: int
    column: int


class _Lines:
    """Where the lines of a text begin, as an editor counts them: YAML 1.1 ends one at
    letters of which no editor knows.
    """

    def __init__(self, text: str) -> None:
        ends = re.finditer("\r\n|[\n\r]", text)
        self.starts = [0, *(end.end() for end in ends)]

    def correct(self, found: Any, *names: str) -> None:
        """Puts an editor's places where an event or a fault has the reader's."""
        for name in names:
            mark = getattr(found, name)
            if mark is not None:
                line = bisect_right(self.starts, mark.index) - 1
                setattr(found, name, _Mark(line, mark.index - self.starts[line]))


class _Composer:
    """Builds nodes from parser events without recursion, so that no nesting can exhaust
    the stack.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root: Node | None = None
        self.open: list[Mapping | Listing] = []
        self.keys: list[Scalar | None] = []
        self.anchors: dict[str, Node] = {}
        self.unfinished: set[int] = set()
        self.written = 0
        self.quoted = NOT_QUOTED
        self.faults: list[Fault] = []
        odd = any(mark in source.text for mark in "\x85\u2028\u2029")
        self.lines = _Lines(source.text) if odd else None

    def run(self) -> Node | None:
        documents = 0
        for event in self.events():
            kind = type(event)
            if kind in _NODES:
                self.start(_NODES[kind](self.source, event), event)
            elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
                self.close()
            elif kind is yaml.AliasEvent:
                self.add(self.aliased(event), event)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise self.fault(
                        "a second document; a file holds one", Node(self.source, event)
                    )
        return self.root

    def events(self) -> Iterator[Any]:
        """What the parser announces, with places as an editor counts them."""
        parser, lines = _Loader(self.source.text), self.lines
        try:
            while type(event := parser.get_event()) is not yaml.StreamEndEvent:
                if lines is not None:
                    lines.correct(event, "start_mark", "end_mark")
                yield event
        except yaml.MarkedYAMLError as error:
            if lines is not None:
                lines.correct(error, "context_mark", "problem_mark")
            raise

    def start(self, node: Node, event: Any) -> None:
        self.written += 1
        if self.written > MOST_VALUES:
            raise self.fault(
                "more than {most_values:,} keys and values in one file",
                node,
                most_values=MOST_VALUES,
            )
        if event.tag is not None and event.tag != "!":
            # Values are told from each other by their text, so reading goes on.
            self.faults.append(
                fault_at(
                    "the tag {tag!r}; values are written without tags",
                    node.location(""),
                    tag=event.tag,
                )
            )
        if event.anchor:
            self.anchors[event.anchor] = node
        if isinstance(node, Scalar) and event.style in _QUOTES:
            self.quoted = self.quoted.then(event.start_mark, event.end_mark)
        self.add(node, event)
        if isinstance(node, (Mapping, Listing)):
            if len(self.open) >= DEEPEST:
                raise self.fault("nested deeper than {deepest}", node, deepest=DEEPEST)
            self.open.append(node)
            self.keys.append(None)
            self.unfinished.add(id(node))

    def aliased(self, event: Any) -> Node:
        node = self.anchors.get(event.anchor)
        if node is None:
            raise self.fault(
                "the alias '*{anchor}' has no anchor",
                Node(self.source, event),
                anchor=event.anchor,
            )
        # An alias of what is still being read would be a value inside itself.
        if id(node) in self.unfinished:
            raise self.fault(
                "the alias '*{anchor}' holds itself",
                Node(self.source, event),
                anchor=event.anchor,
            )
        return node

    def add(self, node: Node, event: Any) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if isinstance(parent, Listing):
            parent.items.append(node)
        elif self.keys[-1] is None:
            self.keys[-1] = self.key(node)
        else:
            parent.entries.append((self.keys[-1], node))
            self.keys[-1] = None
        parent.pieces += node.pieces
        # A few lines of aliases of aliases would otherwise stand for more than memory
        # holds.
        if parent.pieces > self.written + MOST_FROM_ALIASES:
            raise self.fault(
                "aliases that expand without measure", Node(self.source, event)
            )

    def key(self, node: Node) -> Scalar:
        """A node as a key: the path of everything below it repeats it."""
        if not isinstance(node, Scalar):
            raise self.fault("a list or mapping where a key belongs", node)
        if len(node.text) > LONGEST_KEY:
            raise self.fault(
                "a key of more than {longest_key:,} characters",
                node,
                longest_key=LONGEST_KEY,
            )
        return node

    def close(self) -> None:
        node = self.open.pop()
        self.keys.pop()
        self.unfinished.discard(id(node))
        if self.open:
            self.open[-1].pieces += node.pieces - 1

    def fault(self, template: str, node: Node, /, **values: Any) -> InputError:
        return InputError(
            [*self.faults, fault_at(template, node.location(""), **values)]
        )


_NODES: dict[type, type[Node]] = {
    yaml.ScalarEvent: Scalar,
    yaml.MappingStartEvent: Mapping,
    yaml.SequenceStartEvent: Listing,
}
