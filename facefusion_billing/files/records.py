"""Records: mappings with known keys, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Mapping as MappingOf
from typing import Any

from facefusion_billing.files.causes import cause_in
from facefusion_billing.files.nodes import Mapping, Node, Scalar
from facefusion_billing.files.shapes import Optional
from facefusion_billing.files.values import (
    Schema,
    Shape,
    Value,
    misplaced,
    parted_number,
    twice,
)
from facefusion_billing.model.faults import (
    MOST_SHOWN,
    Fault,
    Location,
    Message,
    did_you_mean,
    fault_at,
    listed,
    meant,
)


class Places(MappingOf[str, Location]):
    """Where the keys of a record stand. A place is made when it is asked for: few
    records have a fault.
    """

    def __init__(self) -> None:
        self.found: dict[str, tuple[Node, str]] = {}
        """What stands under each key, and the path of keys that leads to it."""

    def __getitem__(self, key: str) -> Location:
        node, path = self.found[key]
        return node.location(path)

    def __contains__(self, key: object) -> bool:
        return key in self.found

    def __iter__(self) -> Iterator[str]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def __reduce__(self) -> tuple[type, tuple[dict[str, Location]]]:
        # What was read stays in the process that read it: places are all others need.
        return dict, (dict(self),)


class Entry(dict[str, Any]):
    """The values of a record by key (absent or unreadable: not in it), and where each
    key stands.

    `rest` are entries whose keys are values (days, months), as a `Table` reads them.
    `sound` is false when something in it could not be read.
    """

    def __init__(self, location: Location) -> None:
        self.location = location
        self.locations = Places()
        self.rest: list[tuple[Any, Any, Location]] = []
        self.sound = True

    def at(self, key: str) -> Location:
        """Where a key stands; the record itself when it was not written."""
        return self.locations.get(key, self.location)

    def forget(self, key: str) -> None:
        """Leaves out what stands under a key; that it stands there is known still."""
        self.pop(key, None)
        self.rest = [row for row in self.rest if row[2] != self.locations.get(key)]


Into = Callable[[Entry, list[Fault]], Any]
"""Makes the value of an entry; None, with the fault noted, where its keys do not go
together.
"""


class Record(Shape):
    """A mapping with known keys; unknown, repeated and missing ones are faults. An
    optional one with nothing under it is absent.

    Reads to an `Entry`, or to the value that `into` makes of it. Where something could
    not be read, `partial` says what is wrong with the rest; without one, `into` is asked
    as long as all required keys were read.
    """

    def __init__(
        self,
        what: str,
        required: dict[str, Shape],
        optional: dict[str, Shape] | None = None,
        into: Into | None = None,
        partial: Into | None = None,
        rest: tuple[Value, Shape] | None = None,
    ) -> None:
        self.what, self.required = Message(what), required
        self.into, self.partial, self.rest = into, partial, rest
        self.fields = {**required, **(optional or {})}

    def read(self, node: Node, path: str, faults: list[Fault]) -> Any:
        if not isinstance(node, Mapping):
            faults.append(misplaced(node, self.what, path))
            return None
        entry, noted = Entry(node.location(path)), len(faults)
        self._read_entries(node, path, entry, faults)
        entry.sound = len(faults) == noted
        complete = self.required.keys() <= entry.locations.found.keys()
        if not complete:
            faults += self._missing(entry)
        return self._made_of(entry, faults, complete=complete)

    def _missing(self, entry: Entry) -> Iterator[Fault]:
        for name in self.required:
            if name not in entry.locations:
                message = Message("{what} without {name!r}", what=self.what, name=name)
                yield Fault(message, entry.location)

    def _read_entries(
        self, node: Mapping, path: str, entry: Entry, faults: list[Fault]
    ) -> None:
        last, before = "", len(faults)
        found = entry.locations.found
        for key, value in node.entries:
            name = key.text
            shape = self.fields.get(name)
            if shape is None and (parted := parted_number(key, value, path)):
                # The value before is half a number: nothing more is said of it.
                faults[before:] = [parted]
                entry.forget(last)
                continue
            last, before = name, len(faults)
            where = f"{path}.{name}" if path else name
            if shape is not None:
                if name in found:
                    faults.append(twice(key, where, entry.locations[name]))
                elif not (value.is_null and self._may_be_empty(name)):
                    self._keep(entry, name, value, where, faults)
            elif self.rest and name[:1].isdigit():
                self._read_rest(key, value, where, entry, faults)
            else:
                faults.append(self._unknown(key, where, faults))
                intended = self._intended(name, node, faults)
                if intended:
                    # What stands under a misspelt key has faults of its own.
                    self._keep(entry, intended, value, where, faults)

    def _made_of(self, entry: Entry, faults: list[Fault], *, complete: bool) -> Any:
        """What is made of an entry, as far as it could be read."""
        if self.into is None:
            return entry
        if self.partial and not (entry.sound and complete):
            return self.partial(entry, faults)
        if not self.required.keys() <= entry.keys():
            return None
        return self.into(entry, faults)

    def _may_be_empty(self, name: str) -> bool:
        """Whether a key counts as absent when nothing stands under it, as where all of
        it is commented out.

        In a part of a price book that may be nothing, that says something.
        """
        return name not in self.required and not isinstance(self.fields[name], Optional)

    def _keep(
        self, entry: Entry, name: str, value: Node, where: str, faults: list[Fault]
    ) -> None:
        entry.locations.found[name] = value, where
        read = self.fields[name].read(value, where, faults)
        if read is not None:
            entry[name] = read

    def _unknown(self, key: Scalar, where: str, faults: list[Fault]) -> Fault:
        hint = self._hint(key.text, faults)
        return fault_at("unknown key{hint}", key.location(where), hint=hint)

    def _intended(self, name: str, node: Mapping, faults: list[Fault]) -> str | None:
        """The key that was meant by one that there is not, unless it stands there too;
        none when there are too many faults for hints.
        """
        if len(faults) > MOST_SHOWN:
            return None
        near = meant(name, self.fields)
        # The right key stands there as well, so this one was meant to be something
        # else.
        if any(key.text == near for key, _ in node.entries):
            return None
        return near

    def _read_rest(
        self, key: Scalar, value: Node, where: str, entry: Entry, faults: list[Fault]
    ) -> None:
        """A key that is no word of the record but a value: a day, a month."""
        assert self.rest is not None
        kind, shape = self.rest
        if key.text in entry.locations:
            faults.append(twice(key, where, entry.locations[key.text]))
            return
        entry.locations.found[key.text] = key, where
        name, read = kind.read(key, where, faults), shape.read(value, where, faults)
        if name is not None and read is not None:
            entry.rest.append((name, read, key.location(where)))

    def _hint(self, name: str, faults: list[Fault]) -> str:
        """What may have been meant; nothing when there are too many faults for hints."""
        # YAML 1.1 has them, 1.2 has not, and readers differ on which key wins.
        if name == "<<":
            return Message("; merge keys are not read, write the keys out")
        if len(faults) > MOST_SHOWN:
            return ""
        return (
            cause_in(name)
            or did_you_mean(name, self.fields)
            or Message("; expected {listed}", listed=listed(self.fields))
        )

    def schema(self) -> Schema:
        schema: Schema = {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                name: self._field_schema(name, shape)
                for name, shape in self.fields.items()
            },
        }
        if self.rest is not None:
            kind, shape = self.rest
            schema["patternProperties"] = {kind.schema()["pattern"]: shape.schema()}
        if self.required:
            schema["required"] = list(self.required)
        return schema

    def _field_schema(self, name: str, shape: Shape) -> Schema:
        if name in self.required or isinstance(shape, Optional):
            return shape.schema()
        return Optional(shape).schema()
