"""Shapes of which a file holds one: which it is shows in the node itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from facefusion_billing.files.nodes import Mapping, Node, Scalar
from facefusion_billing.files.records import Record
from facefusion_billing.files.values import Schema, Shape, choice, misplaced
from facefusion_billing.model.faults import (
    LIKENESS,
    Fault,
    Message,
    fault_at,
    meant,
    nearest,
)


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
        fields: dict[str, Shape] = {}
        for record in records.values():
            fields.update(record.fields)
        self.any = Record(what, {}, fields)
        self.word = choice(*records)

    def read(self, node: Node, path: str, faults: list[Fault]) -> Any:
        if not isinstance(node, Mapping):
            faults.append(misplaced(node, self.what, path))
            return None
        word = self._word(node, path, faults)
        if word:
            return self.records[word].read(node, path, faults)
        self.any.read(node, path, faults)
        return None

    def _word(self, node: Mapping, path: str, faults: list[Fault]) -> str | None:
        """The word under the tag, or the one that was meant by it."""
        tag = _under(node, self.tag) or _nearly_under(node, self.tag)
        if isinstance(tag, Scalar) and tag.text in self.records:
            return tag.text
        if tag is None:
            faults.append(
                fault_at(
                    "{what} without {tag!r}",
                    node.location(path),
                    what=self.what,
                    tag=self.tag,
                )
            )
            return None
        word = self.word.read(tag, f"{path}.{self.tag}", faults)
        if word is None and isinstance(tag, Scalar):
            return meant(tag.text, self.records)
        found: str | None = word
        return found

    def schema(self) -> Schema:
        branches = []
        for word, record in self.records.items():
            schema = record.schema()
            schema["properties"][self.tag] = {"const": word}
            branches.append(schema)
        return {"anyOf": branches}


def _under(node: Mapping, key: str) -> Node | None:
    """What stands under a key, first."""
    for name, value in node.entries:
        if name.text == key:
            return value
    return None


def _nearly_under(node: Mapping, key: str) -> Node | None:
    """What stands under a key that is misspelt; its record says so."""
    names = {name.text.lower(): value for name, value in node.entries}
    near = nearest(key, names, LIKENESS)
    if near is None:
        return None
    return names[near]


def has_key(node: Node, key: str) -> bool:
    """Whether a mapping has the key."""
    return isinstance(node, Mapping) and any(
        name.text == key for name, _ in node.entries
    )
