"""JSON as it is written: two spaces, text as it is, a line end."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

from facefusion_billing.model.money import Cents, Price, money_text
from facefusion_billing.reports.wording.text import json_safe


def dumps(value: Any) -> str:
    """The JSON text of a value, with controls and the like as JSON escapes."""
    text = StringIO()  # `json.dumps` would hold every piece of it at once
    json.dump(value, text, indent=2, ensure_ascii=False)
    text.write("\n")
    return json_safe(text.getvalue())


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
