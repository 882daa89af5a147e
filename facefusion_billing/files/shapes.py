"""Shapes: what a file may hold. Each reads a node into a value, and says the same as
JSON Schema.

Reading never stops at a fault: it is noted, the value becomes `None`, and the reading
goes on, so that one run lists every fault of a file. The schema of a shape is made from
the same definition. Here are lists, tables, and what may be nothing; `records.py` has
what holds known keys.
"""

from __future__ import annotations

from typing import Any

from facefusion_billing.files.causes import cause_in
from facefusion_billing.files.nodes import Listing, Mapping, Node
from facefusion_billing.files.values import (
    Schema,
    Shape,
    Value,
    kind_of,
    misplaced,
    parted_number,
    twice,
)
from facefusion_billing.model.faults import Fault, Location, Message, fault_at


class Optional(Shape):
    """A shape, or nothing (`null`), which reads as None."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape

    def read(self, node: Node, path: str, faults: list[Fault]) -> Any:
        if node.is_null:
            return None
        return self.shape.read(node, path, faults)

    def schema(self) -> Schema:
        return {"anyOf": [{"type": "null"}, self.shape.schema()]}


class ListOf(Shape):
    """A list, each item of one shape. Unreadable items are left out."""

    def __init__(
        self, item: Shape, what: str, least: int = 0, most: int | None = None
    ) -> None:
        self.item, self.what = item, Message(what)
        self.least, self.most = least, most

    def read(self, node: Node, path: str, faults: list[Fault]) -> Any:
        if not isinstance(node, Listing):
            faults.append(
                fault_at(
                    "{found} where a list of {what} belongs",
                    node.location(path),
                    found=kind_of(node),
                    what=self.what,
                )
            )
            return None
        if len(node.items) < self.least or (
            self.most is not None and len(node.items) > self.most
        ):
            faults.append(
                fault_at(
                    "a list of {count} {what}",
                    node.location(path),
                    count=len(node.items),
                    what=self.what,
                )
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


class Table(Shape):
    """A mapping with keys of one kind: months, days, names. Reads to (key, value, place
    of the key).
    """

    def __init__(self, what: str, key: Value, value: Shape) -> None:
        self.what, self.key, self.value = Message(what), key, value

    def read(self, node: Node, path: str, faults: list[Fault]) -> Any:
        if not isinstance(node, Mapping):
            faults.append(misplaced(node, self.what, path))
            return None
        rows: list[tuple[Any, Any, Location]] = []
        seen: dict[Any, Location] = {}
        last, before = 0, len(faults)
        for key, value in node.entries:
            parted = parted_number(key, value, path)
            if parted:
                # The value before is half a number: nothing more is said of it.
                faults[before:] = [parted]
                rows = rows[:last]
                continue
            last, before = len(rows), len(faults)
            where = f"{path}.{key.text}"
            name = self.key.read(key, where, faults)
            # A key that swallowed its value (`2025-01:12k`) leaves nothing to be read.
            if name is None and cause_in(key.text):
                continue
            read = self.value.read(value, where, faults)
            if name is None:
                continue
            if name in seen:
                faults.append(twice(key, where, seen[name]))
                continue
            # Also where its value could not be read: twice is twice.
            seen[name] = key.location(where)
            if read is not None:
                rows.append((name, read, seen[name]))
        return rows

    def schema(self) -> Schema:
        key = self.key.schema()
        schema: Schema = {"type": "object", "additionalProperties": self.value.schema()}
        if "pattern" in key:
            schema["propertyNames"] = {"pattern": key["pattern"]}
        elif "enum" in key:
            # A key is a text, whether it is a number or one in quotes.
            names = dict.fromkeys(map(str, key["enum"]))
            schema["propertyNames"] = {"enum": list(names)}
        return schema
