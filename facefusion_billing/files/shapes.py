"""Shapes: what a file may hold. Each reads a node into a value, and says the same as
JSON Schema.

Reading never stops at a fault: it is noted, the value becomes `None`, and the reading
goes on, so that one run lists every fault of a file. The schema of a shape is made from
the same definition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from facefusion_billing.files.located import Listing, Mapping, Node, Scalar
from facefusion_billing.files.values import Schema, Shape, Value, choice, kind_of
from facefusion_billing.model.faults import MOST_SHOWN, Fault, Location, did_you_mean


class Entry(dict[str, Any]):
    """The values of a record by key (absent or unreadable: not in it), and where each
    key stands.

    `rest` are entries whose keys are values (days, months), as a `Table` reads them.
    `sound` is false when something in it could not be read.
    """

    def __init__(self, location: Location) -> None:
        super().__init__()
        self.location = location
        self.locations: dict[str, Location] = {}
        self.rest: list[tuple[Any, Any, Location]] = []
        self.sound = True

    def at(self, key: str) -> Location:
        """Where a key stands; the record itself when it was not written."""
        return self.locations.get(key, self.location)


class Optional(Shape):
    """A shape, or nothing (`null`), which reads as None."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape

    def read(self, node: Node, path: str, faults: list[Fault]) -> Any:
        if isinstance(node, Scalar) and node.is_null:
            return None
        return self.shape.read(node, path, faults)

    def schema(self) -> Schema:
        return {"anyOf": [{"type": "null"}, self.shape.schema()]}


class ListOf(Shape):
    """A list, each item of one shape. Unreadable items are left out."""

    def __init__(
        self, item: Shape, what: str, least: int = 0, most: int | None = None
    ) -> None:
        self.item, self.what, self.least, self.most = item, what, least, most

    def read(self, node: Node, path: str, faults: list[Fault]) -> Any:
        if not isinstance(node, Listing):
            faults.append(
                Fault(
                    f"{kind_of(node)} where a list of {self.what} belongs",
                    node.location(path),
                )
            )
            return None
        if len(node.items) < self.least or (
            self.most is not None and len(node.items) > self.most
        ):
            faults.append(
                Fault(f"a list of {len(node.items)} {self.what}", node.location(path))
            )
        read = (
            self.item.read(item, f"{path}[{number}]", faults)
            for number, item in enumerate(node.items, 1)
        )
        return [value for value in read if value is not None]

    def schema(self) -> Schema:
        schema: Schema = {"type": "array", "items": self.item.schema()}
        if self.least:
            schema["minItems"] = self.least
        if self.most is not None:
            schema["maxItems"] = self.most
        return schema


Into = Callable[[Entry, list[Fault]], Any]
"""Makes the value of an entry all of whose required keys were read; None, with the
fault noted, where they do not go together.
"""


class Record(Shape):
    """A mapping with known keys; unknown, repeated and missing ones are faults.

    Reads to an `Entry`, or to the value that `into` makes of it.
    """

    def __init__(
        self,
        what: str,
        required: dict[str, Shape],
        optional: dict[str, Shape] | None = None,
        into: Into | None = None,
        rest: tuple[Value, Shape] | None = None,
    ) -> None:
        self.what, self.required, self.into, self.rest = what, required, into, rest
        self.fields = {**required, **(optional or {})}

    def read(self, node: Node, path: str, faults: list[Fault]) -> Any:
        if not isinstance(node, Mapping):
            faults.append(
                Fault(f"{kind_of(node)} where {self.what} belongs", node.location(path))
            )
            return None
        entry = Entry(node.location(path))
        noted = len(faults)
        for key, value in node.entries:
            self._read_key(key, value, path, entry, faults)
        entry.sound = len(faults) == noted
        missing = [name for name in self.required if name not in entry.locations]
        faults.extend(
            Fault(f"{self.what} without {name!r}", node.location(path))
            for name in missing
        )
        if self.into is None:
            return entry
        if any(name not in entry for name in self.required):
            return None
        return self.into(entry, faults)

    def _read_key(
        self, key: Scalar, value: Node, path: str, entry: Entry, faults: list[Fault]
    ) -> None:
        name, where = key.text, f"{path}.{key.text}" if path else key.text
        shape = self.fields.get(name)
        if shape is None and self.rest and name[:1].isdigit():
            self._read_rest(key, value, where, entry, faults)
        elif shape is None:
            faults.append(
                Fault(f"unknown key{self._hint(name, faults)}", key.location(where))
            )
        elif name in entry.locations:
            faults.append(
                Fault(
                    f"the key stands twice, first {entry.locations[name].words}",
                    key.location(where),
                )
            )
        else:
            entry.locations[name] = value.location(where)
            read = shape.read(value, where, faults)
            if read is not None:
                entry[name] = read

    def _read_rest(
        self, key: Scalar, value: Node, where: str, entry: Entry, faults: list[Fault]
    ) -> None:
        """A key that is no word of the record but a value: a day, a month."""
        assert self.rest is not None
        kind, shape = self.rest
        if key.text in entry.locations:
            first = entry.locations[key.text].words
            faults.append(
                Fault(f"the key stands twice, first {first}", key.location(where))
            )
            return
        entry.locations[key.text] = key.location(where)
        name, read = kind.read(key, where, faults), shape.read(value, where, faults)
        if name is not None and read is not None:
            entry.rest.append((name, read, key.location(where)))

    def _hint(self, name: str, faults: list[Fault]) -> str:
        """What may have been meant; nothing when there are too many faults for hints."""
        if name == "<<":
            return "; merge keys are not read, write the keys out"
        if len(faults) > MOST_SHOWN:
            return ""
        return did_you_mean(name, self.fields) or f"; expected {_listed(self.fields)}"

    def schema(self) -> Schema:
        schema: Schema = {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: shape.schema() for name, shape in self.fields.items()},
        }
        if self.rest is not None:
            kind, shape = self.rest
            schema["patternProperties"] = {kind.schema()["pattern"]: shape.schema()}
        if self.required:
            schema["required"] = list(self.required)
        return schema


def _listed(names: Iterable[str]) -> str:
    words = list(names)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


class Table(Shape):
    """A mapping with keys of one kind: months, days, names. Reads to (key, value, place
    of the key).
    """

    def __init__(self, what: str, key: Value, value: Shape) -> None:
        self.what, self.key, self.value = what, key, value

    def read(self, node: Node, path: str, faults: list[Fault]) -> Any:
        if not isinstance(node, Mapping):
            faults.append(
                Fault(f"{kind_of(node)} where {self.what} belongs", node.location(path))
            )
            return None
        rows: list[tuple[Any, Any, Location]] = []
        seen: dict[Any, Location] = {}
        for key, value in node.entries:
            where = f"{path}.{key.text}"
            name = self.key.read(key, where, faults)
            read = self.value.read(value, where, faults)
            if name is None:
                continue
            if name in seen:
                faults.append(
                    Fault(
                        f"the key stands twice, first {seen[name].words}",
                        key.location(where),
                    )
                )
            elif read is not None:
                rows.append((name, read, key.location(where)))
            seen.setdefault(name, key.location(where))
        return rows

    def schema(self) -> Schema:
        key = self.key.schema()
        schema: Schema = {"type": "object", "additionalProperties": self.value.schema()}
        if "pattern" in key:
            schema["propertyNames"] = {"pattern": key["pattern"]}
        elif "enum" in key:
            schema["propertyNames"] = {"enum": [str(value) for value in key["enum"]]}
        return schema


class Either(Shape):
    """One of several shapes, picked by looking at the node."""

    def __init__(
        self, pick: Callable[[Node], Shape], shapes: tuple[Shape, ...]
    ) -> None:
        self.pick, self.shapes = pick, shapes

    def read(self, node: Node, path: str, faults: list[Fault]) -> Any:
        return self.pick(node).read(node, path, faults)

    def schema(self) -> Schema:
        return {"anyOf": [shape.schema() for shape in self.shapes]}


class Tagged(Shape):
    """A record whose keys depend on the word under one of them (`item: call_pack`)."""

    def __init__(self, what: str, tag: str, records: dict[str, Record]) -> None:
        self.what, self.tag, self.records = what, tag, records

    def read(self, node: Node, path: str, faults: list[Fault]) -> Any:
        if not isinstance(node, Mapping):
            faults.append(
                Fault(f"{kind_of(node)} where {self.what} belongs", node.location(path))
            )
            return None
        tags = [(key, value) for key, value in node.entries if key.text == self.tag]
        if not tags:
            faults.append(
                Fault(f"{self.what} without {self.tag!r}", node.location(path))
            )
            return None
        word = choice(*self.records).read(tags[0][1], f"{path}.{self.tag}", faults)
        return self.records[word].read(node, path, faults) if word else None

    def schema(self) -> Schema:
        branches = []
        for word, record in self.records.items():
            schema = record.schema()
            schema["properties"][self.tag] = {"const": word}
            branches.append(schema)
        return {"anyOf": branches}


def has_key(node: Node, key: str) -> bool:
    """Whether a mapping has the key."""
    return isinstance(node, Mapping) and any(
        name.text == key for name, _ in node.entries
    )
