"""Values that a program hands over, as the nodes a file is made of.

They stand in no file, so each is in line 0, and its column is its number: faults come
in the order of the values.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from facefusion_billing.files.located import DEEPEST, MOST_VALUES
from facefusion_billing.files.nodes import Listing, Mapping, Node, Scalar
from facefusion_billing.files.numbers import MOST_DIGITS, UnreadableError, written
from facefusion_billing.model.faults import Location, Source, refuse

NAME = "<mapping>"


def document(values: MappingOf[Any, Any]) -> Node:
    """A mapping of the form of a file, as its document. Raises `InputError`."""
    return _Reader().node(values, ())


class _Reader:
    """Numbers the values as it goes."""

    def __init__(self) -> None:
        self.source = Source(NAME, "")
        self.number = 0

    def node(self, value: Any, keys: tuple[str, ...]) -> Node:
        """The node of a value under the keys that lead to it."""
        if len(keys) > DEEPEST:
            raise self.refused("nested deeper than {deepest}", keys, deepest=DEEPEST)
        # Most values are texts, and what is a mapping or a sequence takes long to tell.
        if isinstance(value, str):
            return self.scalar(value, keys)
        if isinstance(value, MappingOf):
            return self.mapping(value, keys)
        if isinstance(value, Sequence) and not isinstance(value, bytes):
            return self.listing(value, keys)
        return self.scalar(value, keys)

    def place(self, keys: tuple[str, ...]) -> tuple[int, int, int]:
        """The line, column and width of the next value."""
        self.number += 1
        if self.number > MOST_VALUES:
            raise self.refused(
                "more than {most_values:,} keys and values",
                keys,
                most_values=MOST_VALUES,
            )
        return 0, self.number + 1, 0

    def mapping(self, values: MappingOf[Any, Any], keys: tuple[str, ...]) -> Mapping:
        node = Mapping(self.source, *self.place(keys))
        for key, value in values.items():
            name = self.scalar(key, keys)
            node.entries.append((name, self.node(value, (*keys, name.text))))
        return node

    def listing(self, values: Sequence[Any], keys: tuple[str, ...]) -> Listing:
        node = Listing(self.source, *self.place(keys))
        for number, value in enumerate(values, 1):
            node.items.append(self.node(value, (*keys, f"[{number}]")))
        return node

    def scalar(self, value: Any, keys: tuple[str, ...]) -> Scalar:
        # A text counts as quoted: only None is nothing, only True is a truth value.
        text, style = self.text(value, keys), '"' if isinstance(value, str) else None
        return Scalar(self.source, *self.place(keys), text, style)

    def text(self, value: Any, keys: tuple[str, ...]) -> str:
        """A value as a file would say it."""
        if isinstance(value, str):
            return str(value)
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(value).lower()
        # Of more digits than that the zeros of a short text would fill the memory.
        if isinstance(value, Decimal) and abs(value.adjusted()) <= MOST_DIGITS:
            return f"{value:f}"
        if isinstance(value, int | float | Decimal):
            try:
                return written(value)
            except UnreadableError as error:
                raise self.refused(error.message, keys) from None
        if isinstance(value, date):
            # Loaders of YAML make a time of a day with a midnight and its zone.
            return value.isoformat().replace("+00:00", "Z")
        raise self.refused(
            "a value of the type {kind}", keys, kind=type(value).__name__
        )

    def refused(
        self, template: str, keys: tuple[str, ...], /, **values: Any
    ) -> Exception:
        location = Location(
            self.source, 0, self.number, 1, ".".join(keys).replace(".[", "[")
        )
        return refuse(template, location, **values)
