"""JSON as it is written: two spaces, text as it is, a line end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from json.encoder import encode_basestring
from typing import Any

from facefusion_billing.model.money import Cents, Price, money_text
from facefusion_billing.reports.wording.text import json_safe


def dumps(value: Any) -> str:
    """The JSON text of a value, with controls and the like as JSON escapes."""
    return json_safe(_Writer().text(value) + "\n")


class _Writer:
    """Writes as `json.dumps` with an indent of two, whose encoder in Python takes four
    times as long.
    """

    def __init__(self) -> None:
        self.line = "\n"
        """A line end with the indent of what is written now."""
        self.forms: dict[tuple[str, ...], str] = {}
        self.by_type: dict[type, Callable[[Any], str]] = {
            str: encode_basestring,
            int: str,
            bool: json.dumps,
            type(None): json.dumps,
            dict: self.mapping,
            list: self.listing,
            tuple: self.listing,
        }

    def text(self, value: Any) -> str:
        """Any value."""
        (text,) = self.texts([value])
        return text

    def texts(self, values: Iterable[Any]) -> list[str]:
        """Values of the same depth."""
        writer_of, other = self.by_type.get, self.of_other_type
        return [writer_of(type(value), other)(value) for value in values]

    def of_other_type(self, value: Any) -> str:
        """A value of a class that is derived from another, or a float."""
        if isinstance(value, dict):
            return self.mapping(value)
        if isinstance(value, list | tuple):
            return self.listing(value)
        return json.dumps(value, ensure_ascii=False)

    def mapping(self, value: dict[str, Any]) -> str:
        if not value:
            return "{}"
        outer = self.line
        self.line += "  "
        texts = self.texts(value.values())
        form = self.form(outer, value)
        self.line = outer
        return form % tuple(texts)

    def form(self, outer: str, keys: Iterable[str]) -> str:
        """What stands around the values of a mapping: of thousands that have the same
        keys it is made once.
        """
        kind = (outer, *keys)
        if kind not in self.forms:
            names = [encode_basestring(key).replace("%", "%%") for key in keys]
            entries = [f"{self.line}{name}: %s" for name in names]
            self.forms[kind] = f"{{{','.join(entries)}{outer}}}"
        return self.forms[kind]

    def listing(self, value: Sequence[Any]) -> str:
        if not value:
            return "[]"
        outer = self.line
        self.line += "  "
        texts = f",{self.line}".join(self.texts(value))
        text = f"[{self.line}{texts}{outer}]"
        self.line = outer
        return text


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
