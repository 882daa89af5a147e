"""Random but valid usage files for the two shipped books, the same for the same seed."""

from __future__ import annotations

import re
from typing import Any

import yaml

from tests.second_engine.international import International
from tests.second_engine.mainland import Mainland


def random_usage(seed: int, book: str) -> dict[str, Any]:
    """A valid usage file of the book `intl` or `mainland`, as plain data."""
    if book == "mainland":
        return Mainland(seed, book).build()
    return International(seed, book).build()


class _Dumper(yaml.SafeDumper):
    """Writes dates and money as people do, without quotes."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    tag = "str"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        tag = "timestamp"
    elif re.fullmatch(r"-?\d+\.\d\d", text):
        tag = "float"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{tag}", text)


_Dumper.add_representer(str, _text)


def to_yaml(usage: dict[str, Any]) -> str:
    """The usage file itself."""
    return yaml.dump(
        usage, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100
    )
