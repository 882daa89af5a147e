"""YAML to nodes that know where they stand; nothing is resolved, so `010` and
`12:30:00` stay text.

Refuses, each with its own message: bytes that are not UTF-8, an empty file, several
documents, tags, nesting deeper than 50, aliases that refer to themselves or expand
without measure, files over 10 MiB.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import yaml

from facefusion_billing.files.causes import LONGEST_KEY, NOT_QUOTED, syntax_fault
from facefusion_billing.files.nodes import Listing, Mapping, Node, Scalar
from facefusion_billing.files.reading import decode, read_bytes
from facefusion_billing.model.faults import (
    Fault,
    InputError,
    Location,
    Source,
    fault_at,
    refuse,
)

if TYPE_CHECKING:
    from facefusion_billing.files.editor_lines import EditorLines

DEEPEST = 50
MOST_FROM_ALIASES = 100_000
MOST_VALUES = 150_000
MANY_LINES = 20
"""From how many mappings of one line on they are read by a pattern."""
_QUOTES = ("'", '"')

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
    root = _composed_by_line(source) or _composed(source)
    if root is None or root.is_null:
        raise refuse("the file is empty", Location(source, 1, 1, 1, ""))
    return root


def _composed_by_line(source: Source) -> Node | None:
    """The document of a source with many mappings of one line; None where there are few,
    or anything is wrong: then it is read as it stands, so that all faults are found.
    """
    if source.text.count("- {") < MANY_LINES:
        return None
    # Few files have so many, so the others need not load its patterns.
    from facefusion_billing.files.one_line import words_taken_out

    text, taken = words_taken_out(source.text)
    composer = _Composer(source, text, taken)
    if composer.lines is not None:
        return None
    try:
        root = composer.run()
    except (InputError, yaml.YAMLError):
        return None
    # Those that are left stand inside of a text, and are no mappings.
    if taken or composer.faults or composer.written > MOST_VALUES:
        return None
    return root


def _composed(source: Source) -> Node | None:
    """The document of a source as it stands; None where it has none."""
    composer = _Composer(source, source.text, {})
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
    return root


def _place(event: Any) -> tuple[int, int, int]:
    """The line and column of an event, and how wide it is."""
    start, end = event.start_mark, event.end_mark
    line, column = start.line, start.column
    width = end.column - column if end.line == line else 1
    return line + 1, column + 1, width


class _Composer:
    """Builds nodes from parser events without recursion, so that no nesting can exhaust
    the stack.

    `text` is that of the source, without what stands in the braces of mappings `by_line`,
    by their places; each that is met is taken from there.
    """

    def __init__(self, source: Source, text: str, by_line: dict[int, str]) -> None:
        self.source, self.text, self.by_line = source, text, by_line
        self.root: Node | None = None
        self.open: list[Mapping | Listing] = []
        # Of the innermost mapping: the others have the value that is being read.
        self.key: Scalar | None = None
        self.anchors: dict[str, Node] = {}
        self.unfinished: set[int] = set()
        self.written = 0
        self.quoted = NOT_QUOTED
        self.faults: list[Fault] = []
        self.lines: EditorLines | None = None
        if any(mark in source.text for mark in "\x85\u2028\u2029"):
            from facefusion_billing.files.editor_lines import EditorLines

            self.lines = EditorLines(source.text)

    def run(self) -> Node | None:
        documents = 0
        scalar_event, scalar = yaml.ScalarEvent, self.scalar
        for event in self.events():
            kind = type(event)
            # First what nearly all events are.
            if kind is scalar_event:
                scalar(event)
            elif kind is yaml.MappingStartEvent:
                self.mapping(event)
            elif kind is yaml.SequenceStartEvent:
                self.start(Listing(self.source, *_place(event)), event)
            elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
                self.close()
            elif kind is yaml.AliasEvent:
                self.add(self.aliased(event), event)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise self.fault(
                        "a second document; a file holds one", self.node(event)
                    )
        return self.root

    def events(self) -> Iterator[Any]:
        """What the parser announces, with places as an editor counts them."""
        events = iter(_Loader(self.text).get_event, None)
        if self.lines is None:
            return events
        return self.corrected(events, self.lines)

    def corrected(self, events: Iterator[Any], lines: EditorLines) -> Iterator[Any]:
        """Events, and a fault of theirs, with the places of an editor."""
        try:
            for event in events:
                lines.correct(event, "start_mark", "end_mark")
                yield event
        except yaml.MarkedYAMLError as error:
            lines.correct(error, "context_mark", "problem_mark")
            raise

    def scalar(self, event: Any) -> None:
        node = Scalar(self.source, *_place(event), event.value, event.style)
        self.written += 1
        # Few have any of these, and most of a file are single values.
        if self.written > MOST_VALUES or event.tag is not None or event.anchor:
            self.note(node, event)
        if not node.plain and event.style in _QUOTES:
            self.quoted = self.quoted.then(event.start_mark, event.end_mark)
        self.add(node, event)

    def mapping(self, event: Any) -> None:
        node = Mapping(self.source, *_place(event))
        self.start(node, event)
        if not self.by_line:
            return
        body = self.by_line.pop(event.start_mark.index, None)
        if body is not None:
            self.fill(node, body)

    def fill(self, node: Mapping, body: str) -> None:
        """Puts into a mapping of one line what stands in its braces."""
        from facefusion_billing.files.one_line import words

        source, line, column = self.source, node.line, node.column + 1
        for first, key, second, value in words(body):
            name = Scalar(source, line, column + first, len(key), key)
            read = Scalar(source, line, column + second, len(value), value)
            node.entries.append((name, read))
        count = 2 * len(node.entries)
        node.pieces += count
        self.written += count

    def node(self, event: Any) -> Node:
        """What is announced, where it is no part of the document."""
        return Node(self.source, *_place(event))

    def start(self, node: Mapping | Listing, event: Any) -> None:
        self.written += 1
        self.note(node, event)
        self.add(node, event)
        if len(self.open) >= DEEPEST:
            raise self.fault("nested deeper than {deepest}", node, deepest=DEEPEST)
        self.open.append(node)
        self.unfinished.add(id(node))

    def note(self, node: Node, event: Any) -> None:
        """Refuses more than can be read, and notes a tag and an anchor."""
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

    def aliased(self, event: Any) -> Node:
        node = self.anchors.get(event.anchor)
        if node is None:
            raise self.fault(
                "the alias '*{anchor}' has no anchor",
                self.node(event),
                anchor=event.anchor,
            )
        # An alias of what is still being read would be a value inside itself.
        if id(node) in self.unfinished:
            raise self.fault(
                "the alias '*{anchor}' holds itself",
                self.node(event),
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
        elif self.key is not None:
            parent.entries.append((self.key, node))
            self.key = None
        else:
            self.key = self.key_of(node)
        parent.pieces += node.pieces
        # A few lines of aliases of aliases would otherwise stand for more than memory
        # holds.
        if parent.pieces > self.written + MOST_FROM_ALIASES:
            raise self.fault("aliases that expand without measure", self.node(event))

    def key_of(self, node: Node) -> Scalar:
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
        self.unfinished.discard(id(node))
        if self.open:
            self.open[-1].pieces += node.pieces - 1

    def fault(self, template: str, node: Node, /, **values: Any) -> InputError:
        return InputError(
            [*self.faults, fault_at(template, node.location(""), **values)]
        )
