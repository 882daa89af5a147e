"""Text that came from files, made safe to show."""

from __future__ import annotations

import json
import re

_UNSAFE = (  # compiled when it is first needed
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
    r"\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)


def escape_controls(text: str) -> str:
    r"""The text with control, direction, zero-width and no characters written out, so
    that nothing obeys them.

    >>> escape_controls("a\x1b[31m")
    'a\\x1b[31m'
    """
    if text.isprintable() and text.isascii():
        return text
    return re.sub(_UNSAFE, lambda found: _escape(ord(found[0])), text)


def _escape(code: int) -> str:
    if code < 0x100:
        return f"\\x{code:02x}"
    if code < 0x10000:
        return f"\\u{code:04x}"
    return f"\\U{code:08x}"


def json_safe(text: str) -> str:
    """JSON text with every character that `escape_controls` would write out as a JSON
    escape; line ends stay.
    """
    if text.isascii() and "\x7f" not in text:
        return text
    return re.sub(_UNSAFE, lambda found: _json_escape(found[0]), text)


def _json_escape(character: str) -> str:
    if character == "\n":
        return character
    return json.dumps(character)[1:-1]
