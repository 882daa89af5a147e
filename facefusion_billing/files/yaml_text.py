"""Values as the text of YAML that shows what it holds: what a terminal would obey, or
nobody would see, is an escape, and no text begins a line as a command of a CI runner.
"""

from __future__ import annotations

from typing import Any

import yaml


def yaml_text(data: Any, *, width: int, flow: bool | None) -> str:
    r"""The text, in the order of the keys and without anchors. With `flow` on one line,
    without it a key to each, with None as it is read best.

    >>> yaml_text({"title": "a\u202eb"}, width=80, flow=None)
    'title: "a\\u202eb"\n'
    """
    text: str = yaml.dump(
        data,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=flow,
        width=width,
    )
    return escaped(text)


def escaped(text: str) -> str:
    r"""YAML in which what nobody would see is an escape; line ends stay.

    >>> escaped('"a\u202eb"')
    '"a\\u202eb"'
    """
    return "".join(map(_shown, text)) if _is_strange(text) else text


class _Dumper(yaml.SafeDumper):
    """Never writes anchors: every value stands where it is."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def _quoted(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    """A text, in the quotes in which alone there are escapes where it needs one."""
    style = '"' if value.startswith(":") or _is_strange(value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _quoted)


def _is_strange(text: str) -> bool:
    return not text.replace("\n", "").isprintable()


def _shown(character: str) -> str:
    if character == "\n" or character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
