"""JSON as it is written: two spaces, text as it is, a line end."""

from __future__ import annotations

import json
from collections.abc import Callable
from json.encoder import encode_basestring
from typing import Any

from facefusion_billing.model.money import Cents, Price, money_text
from facefusion_billing.reports.wording.text import json_safe

PLAIN: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    int: str,
    bool: json.dumps,
    type(None): json.dumps,
}
"""What writes a value that holds no other."""


def dumps(value: Any) -> str:
    """The JSON text of a value, with controls and the like as JSON escapes."""
    return json_safe(_indented(value, "\n") + "\n")


def _indented(value: Any, line: str) -> str:
    """As `json.dumps` with an indent of two, whose encoder in Python takes three times
    as long. `line` is a line end with the indent of what holds the value.
    """
    plain = PLAIN.get(type(value))
    if plain is not None:
        return plain(value)
    inner = line + "  "
    if isinstance(value, dict):
        parts = [
            f"{encode_basestring(key)}: {_indented(under, inner)}"
            for key, under in value.items()
        ]
        return f"{{{inner}{(',' + inner).join(parts)}{line}}}" if parts else "{}"
    if isinstance(value, list | tuple):
        parts = [_indented(entry, inner) for entry in value]
        return f"[{inner}{(',' + inner).join(parts)}{line}]" if parts else "[]"
    return json.dumps(value, ensure_ascii=False)


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
