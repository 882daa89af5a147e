"""Shapes of which a file holds one: which it is shows in the node itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from facefusion_billing.files.located import Mapping, Node
from facefusion_billing.files.records import Record
from facefusion_billing.files.values import Schema, Shape, choice, misplaced
from facefusion_billing.model.faults import Fault, Message, fault_at


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
        self.what, self.tag, self.records = Message(what), tag, records

    def read(self, node: Node, path: str, faults: list[Fault]) -> Any:
        if not isinstance(node, Mapping):
            faults.append(misplaced(node, self.what, path))
            return None
        tags = [(key, value) for key, value in node.entries if key.text == self.tag]
        if not tags:
            faults.append(
                fault_at(
                    "{what} without {tag!r}",
                    node.location(path),
                    what=self.what,
                    tag=self.tag,
                )
            )
            return None
        word = choice(*self.records).read(tags[0][1], f"{path}.{self.tag}", faults)
        if word:
            return self.records[word].read(node, path, faults)
        return None

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
