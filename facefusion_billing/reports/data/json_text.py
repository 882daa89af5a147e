"""JSON as it is written: two spaces, text as it is, a line end."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import chain, islice
from json.encoder import encode_basestring
from typing import Any

from facefusion_billing.model.money import Cents, Price, money_text
from facefusion_billing.reports.wording.text import json_safe


def dumps(value: Any) -> str:
    """The JSON text of a value, with controls and the like as JSON escapes."""
    return json_safe(_Writer().text(value) + "\n")


_WORDS = {None: "null", True: "true", False: "false"}


AT_ONCE = 1_000
"""As many mappings as are written together: what they hold is there once more meanwhile."""


class _Writer:
    """Writes as `json.dumps` with an indent of two, whose encoder in Python takes ten
    times as long.

    Values of the same depth and type are written together: thousands of rows have the
    same keys, and under a key of theirs nearly all values are of one type.
    """

    def __init__(self) -> None:
        self.line = "\n"
        """A line end with the indent of what is written now."""
        self.by_type: dict[type, Callable[[Any], str]] = {
            str: encode_basestring,
            int: str,
            bool: _WORDS.__getitem__,
            type(None): _WORDS.__getitem__,
        }

    def text(self, value: Any) -> str:
        """Any value."""
        (text,) = self.texts([value])
        return text

    def texts(self, values: Sequence[Any]) -> list[str]:
        """Values of the same depth."""
        kinds = set(map(type, values))
        if len(kinds) > 1:
            return [self.scalar_or_text(value) for value in values]
        if kinds <= self.by_type.keys():
            return [text for kind in kinds for text in map(self.by_type[kind], values)]
        if isinstance(values[0], dict):
            return self.once(values, self.mappings)
        if hasattr(values[0], "_asdict"):
            return self.mappings([record._asdict() for record in values])
        if isinstance(values[0], list | tuple):
            return self.once(values, self.listings)
        # A class that is derived from that of a text or number, or a float.
        return [json.dumps(value, ensure_ascii=False) for value in values]

    def once(
        self, values: Sequence[Any], write: Callable[[Sequence[Any]], list[str]]
    ) -> list[str]:
        """Values of which one may stand in many places; each is written once."""
        different = {id(value): value for value in values}
        if len(different) == len(values):
            return write(values)
        written = write([*different.values()])
        texts = dict(zip(different, written, strict=True))
        return [texts[id(value)] for value in values]

    def scalar_or_text(self, value: Any) -> str:
        """A value among others of other types."""
        write = self.by_type.get(type(value), self.text)
        return write(value)

    def mappings(self, mappings: Sequence[dict[str, Any]]) -> list[str]:
        """Mappings of the same depth."""
        if len(mappings) > AT_ONCE:
            starts = range(0, len(mappings), AT_ONCE)
            slices = (mappings[start : start + AT_ONCE] for start in starts)
            return [text for some in slices for text in self.mappings(some)]
        if len(set(map(tuple, mappings))) > 1:
            return [text for mapping in mappings for text in self.mappings([mapping])]
        if not mappings[0]:
            return ["{}"] * len(mappings)
        outer = self.line
        self.line += "  "
        # What stands around the values is the same for all of them.
        names = [encode_basestring(key).replace("%", "%%") for key in mappings[0]]
        entries = ",".join([f"{self.line}{name}: %s" for name in names])
        columns = zip(*[mapping.values() for mapping in mappings], strict=True)
        texts = [self.texts(column) for column in columns]
        self.line = outer
        form = f"{{{entries}{outer}}}"
        return [form % row for row in zip(*texts, strict=True)]

    def listings(self, listings: Sequence[Sequence[Any]]) -> list[str]:
        """Lists of the same depth."""
        outer = self.line
        self.line += "  "
        inner = self.line
        items = iter(self.texts([*chain.from_iterable(listings)]))
        self.line = outer
        texts = []
        for each in listings:
            # Brackets stand in the first and last item: round the text of all, which may
            # be most of the answer, they would be a copy of it.
            if own := [*islice(items, len(each))]:
                own[0] = f"[{inner}{own[0]}"
                own[-1] = f"{own[-1]}{outer}]"
            texts.append(f",{inner}".join(own) or "[]")
        return texts


def text_or_none(value: object) -> str | None:
    """A value as text; nothing stays nothing."""
    if value is None:
        return None
    return str(value)


def price_or_none(price: Price | None) -> str | None:
    """A unit price with its printed digits; nothing stays nothing."""
    if price is None:
        return None
    return price.text


def money(cents: Cents | None) -> str | None:
    """Money as a decimal string; nothing stays nothing."""
    if cents is None:
        return None
    return money_text(cents)


def left_out(unpriced: dict[str, int]) -> dict[str, int | None]:
    """The calls that a total leaves out, as keys; null where there is no total."""
    return {kind: unpriced.get(kind) for kind in ("refused", "undetermined")}
