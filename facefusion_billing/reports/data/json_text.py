"""JSON as it is written: two spaces, text as it is, a line end."""

from __future__ import annotations

import json
from typing import Any

from facefusion_billing.model.money import Cents, money_text
from facefusion_billing.reports.wording.text import json_safe


def dumps(value: Any) -> str:
    """The JSON text of a value, with controls and the like as JSON escapes."""
    return json_safe(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def money(cents: Cents | None) -> str | None:
    """Money as a decimal string; nothing stays nothing."""
    return None if cents is None else money_text(cents)
