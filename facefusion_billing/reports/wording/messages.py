"""Messages in the language spoken: a template of the catalogue, and what stands in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from facefusion_billing.model.faults import Message
from facefusion_billing.reports.wording.language import ENGLISH, _, spoken


def said(message: str) -> str:
    """A message in the language spoken; a text that is none stays as it is."""
    if not isinstance(message, Message) or spoken() == ENGLISH:
        return message
    if not message.values:
        return _(message.template)
    values = {name: _value(value) for name, value in message.values.items()}
    return _(message.template).format(**values)


def said_together(messages: Iterable[str]) -> str:
    """Messages as one text, in the language spoken."""
    return _("; ").join(said(message) for message in messages)


def _value(value: Any) -> Any:
    """What stands in a message: another message, an error that carries one, or a fact."""
    if isinstance(value, Message):
        return said(value)
    if isinstance(value, Exception) and value.args:
        return said(value.args[0])
    return value
