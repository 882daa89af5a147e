"""The pieces of a file: single values, mappings and lists that know where they stand."""

from facefusion_billing.model.faults import Location, Source

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class Node:
    """A piece of a file: its place, counted from 1; `pieces` is how many it is made of
    once aliases are written out.
    """

    # Not the parser's marks: two for each value would be a tenth of all memory.
    __slots__ = ("column", "line", "source", "width")

    pieces = 1
    is_null = False
    """Whether nothing was written where a value stands."""

    def __init__(self, source: Source, line: int, column: int, width: int) -> None:
        self.source, self.line, self.column, self.width = source, line, column, width

    def location(self, path: str) -> Location:
        """Where it stands, under the path of keys that leads to it."""
        return Location(self.source, self.line, self.column, max(self.width, 1), path)


class Scalar(Node):
    """A single value, as text; `plain` when it was written without quotes."""

    __slots__ = ("is_null", "plain", "text")

    def __init__(
        self,
        source: Source,
        line: int,
        column: int,
        width: int,
        text: str,
        style: str | None = None,
    ) -> None:
        # Not by `Node`: most of a file are single values.
        self.source, self.line, self.column, self.width = source, line, column, width
        self.text, self.plain = text, not style
        self.is_null = not style and text in _NULLS


class Mapping(Node):
    """Keys and values in the order of the file; a key may stand twice (its reader
    refuses it).
    """

    __slots__ = ("entries", "pieces")

    def __init__(self, source: Source, line: int, column: int, width: int) -> None:
        super().__init__(source, line, column, width)
        self.pieces = 1
        self.entries: list[tuple[Scalar, Node]] = []


class Listing(Node):
    """A list."""

    __slots__ = ("items", "pieces")

    def __init__(self, source: Source, line: int, column: int, width: int) -> None:
        super().__init__(source, line, column, width)
        self.pieces = 1
        self.items: list[Node] = []
