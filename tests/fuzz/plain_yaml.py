"""The located reader held against PyYAML: both read the same from a document, or both refuse it."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch
from zlib import crc32

import yaml

from facefusion_billing.files import located
from facefusion_billing.files.nodes import Listing, Mapping, Node, Scalar
from facefusion_billing.files.reading import decode
from facefusion_billing.model.faults import InputError

LONG = 10_000
STRICTER = (
    "is not UTF-8",
    "is an Excel workbook",
    "the file is empty",
    "a second document",
    "the tag ",
    "nested deeper",
    "holds itself",
    "expand without measure",
    "a list or mapping where a key belongs",
    "keys and values in one file",
    "a key of more than",
    "a byte order mark inside the file",
)
"""What the reader refuses of its own accord; PyYAML may read it."""


class _Tree:
    """A construction with nothing resolved, and mappings as lists of pairs, so that no key is lost."""

    def flatten_mapping(self, node: Any) -> None:
        """Merge keys are keys like others here."""


def _pairs(loader: Any, node: yaml.MappingNode) -> list[Any]:
    return [
        "pairs",
        *(
            (loader.construct_object(k, True), loader.construct_object(v, True))
            for k, v in node.value
        ),
    ]


def _list(loader: Any, node: yaml.SequenceNode) -> list[Any]:
    return ["list", *(loader.construct_object(item, True) for item in node.value)]


def _plain_loader(base: Any) -> Any:
    loader = type("Plain", (_Tree, base), {"yaml_implicit_resolvers": {}})
    loader.add_constructor("tag:yaml.org,2002:map", _pairs)  # type: ignore[attr-defined]
    loader.add_constructor("tag:yaml.org,2002:seq", _list)  # type: ignore[attr-defined]
    return loader


LOADERS = {
    loader: _plain_loader(loader)
    for loader in (getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader)
}
"""The scanner in C where there is one, and the one in Python: each with PyYAML's own composer."""


def ours(data: bytes, scanner: Any) -> Any:
    """The document as the located reader has it on a scanner. Raises `InputError`."""
    with patch.object(located, "_Loader", scanner):
        return _plain(located.compose(decode(data, "x.yaml")))


def _plain(node: Node) -> Any:
    if isinstance(node, Mapping):
        return ["pairs", *((key.text, _plain(value)) for key, value in node.entries)]
    if isinstance(node, Listing):
        return ["list", *(_plain(item) for item in node.items)]
    assert isinstance(node, Scalar)
    return node.text


def difference(data: bytes) -> str:
    """How the reader differs from PyYAML on a document, or from itself on the other scanner; empty when it does not.

    The scanner in Python is slow, so that it is tried on one document in thirty-two, and on no long one.
    """
    read = []
    both_scanners = len(data) < LONG and crc32(data) % 32 == 0
    for scanner, loader in (
        LOADERS.items() if both_scanners else list(LOADERS.items())[:1]
    ):
        try:
            read.append(ours(data, scanner))
        except InputError as error:
            if any(word in error.faults[0].message for word in STRICTER):
                continue
            read.append(None)
        found = _against(read[-1], data, loader)
        if found:
            return found
    both = [tree for tree in read if tree is not None]
    return (
        "the two scanners read different things"
        if len(both) == 2 and both[0] != both[1]
        else ""
    )


def _against(mine: Any, data: bytes, loader: Any) -> str:
    try:
        theirs = yaml.load(data.decode("utf-8-sig"), Loader=loader)
    except (yaml.YAMLError, ValueError) as error:
        if "duplicate anchor" in str(
            error
        ):  # YAML 1.2 allows an anchor to be given anew
            return ""
        theirs = None
    if mine is None and theirs is not None:
        return "PyYAML reads what the reader refuses"
    if mine is not None and theirs is None:
        return "the reader takes what PyYAML refuses"
    return "" if mine == theirs else "the two readers read different things"
