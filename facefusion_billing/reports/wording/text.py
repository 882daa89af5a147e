"""Text that came from files, made safe to show."""

from __future__ import annotations

import re

_CONTROLS = r"\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
# Category Cf: what directs, joins and marks without being seen.
_FORMATS = (
    r"\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd"
    r"\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e007f"
)
_FILLERS = (
    r"\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    r"\U000e0100-\U000e01ef"
)
_UNSAFE = rf"[{_CONTROLS}{_FORMATS}{_FILLERS}]"  # compiled when it is first needed


def escape_controls(text: str) -> str:
    r"""The text with control, direction, zero-width, filler and no characters written
    out, so that nothing obeys them and no two texts look alike by them.

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


def no_commands(text: str) -> str:
    r"""Lines in which the runner of a CI job finds no command of its own: it takes what
    begins with two colons for one, and `##[` anywhere.

    >>> no_commands("::error::x"), no_commands("a::b")
    ('\\x3a:error::x', 'a::b')
    """
    if "::" in text:
        text = re.sub(r"(?m)^([^\S\n]*):(?=:)", r"\1\\x3a", text)
    return text.replace("##[", "\\x23#[")


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
    # Tables and most JSON need none.
    import json

    return json.dumps(character)[1:-1]
