"""YAML as trees of text: read from good files, changed, and written again, keys that stand twice and all."""

from __future__ import annotations

import json
import re
from random import Random
from typing import TypeAlias

import yaml

from tests.fuzz import hostile
from tests.fuzz.hostile import Raw

Tree: TypeAlias = "str | list[Tree] | Pairs"
Location: TypeAlias = "list[Tree] | Pairs"


class Pairs(list[tuple[str, "Tree"]]):
    """A mapping; a key may stand twice."""


_PLAIN = re.compile(r"[\w.%/+*-](?:[\w.%/+*=,-]| (?! )|:(?=\w))*", re.ASCII)
_WORDS = re.compile(r"[^\W_][\w -]*")


def parsed(text: str) -> Tree:
    """The tree of a good file; every value is the text that was written."""
    return _tree(yaml.load(text, Loader=yaml.BaseLoader))


def _tree(data: object) -> Tree:
    if isinstance(data, dict):
        return Pairs((str(key), _tree(value)) for key, value in data.items())
    if isinstance(data, list):
        return [_tree(item) for item in data]
    return str(data)


def written(tree: Tree, blocks: int = 2, indent: str = "") -> str:
    """A tree as YAML: in blocks down to some depth, in one line below it."""
    if isinstance(tree, str) or not tree or not blocks:
        return _flow(tree) + "\n"
    if isinstance(tree, Pairs):
        rows = [(_flow(key) + ":", value) for key, value in tree]
    else:
        rows = [("-", value) for value in tree]
    text = ""
    for head, value in rows:
        below = not isinstance(value, str) and value and blocks > 1
        text += (
            indent
            + head
            + ("\n" if below else " ")
            + written(value, blocks - 1, indent + "  ")
        )
    return text


def _flow(tree: Tree) -> str:
    if isinstance(tree, Pairs):
        return (
            "{"
            + ", ".join(f"{_flow(key)}: {_flow(value)}" for key, value in tree)
            + "}"
        )
    if not isinstance(tree, str):
        return "[" + ", ".join(_flow(item) for item in tree) + "]"
    if (
        isinstance(tree, Raw)
        or (_PLAIN.fullmatch(tree) and "," not in tree)
        or _WORDS.fullmatch(tree)
    ):
        return tree
    return json.dumps(tree, ensure_ascii=False)


def inner(tree: Tree) -> list[Location]:
    """Every list and mapping of a tree that holds something."""
    if isinstance(tree, str):
        return []
    below = [value for _, value in tree] if isinstance(tree, Pairs) else tree
    return [
        *([tree] if tree else []),
        *(found for value in below for found in inner(value)),
    ]


def changed(tree: Tree, rng: Random, keys: list[str]) -> Tree:
    """The tree with one thing in it changed; it is changed in place where it can be."""
    places = inner(tree)
    if not places or rng.randrange(60) == 0:
        others: list[Tree] = [
            hostile.scalar(rng),
            [tree],
            Pairs([(rng.choice(keys), tree)]),
        ]
        return rng.choice(others)
    index = rng.choice(places)
    at = rng.randrange(len(index))
    what = rng.randrange(13)
    if what == 0:
        del index[at]
    elif what == 1:
        index.insert(rng.randrange(len(index) + 1), index[at])  # type: ignore[arg-type]
    elif what == 2 and isinstance(index, Pairs):
        index[at] = (rng.choice([rng.choice(keys), hostile.scalar(rng)]), index[at][1])
    elif what == 3:
        others = [
            [],
            Pairs(),
            [_value(index, at)],
            Pairs([(rng.choice(keys), _value(index, at))]),
        ]
        _give(index, at, rng.choice(others))
    elif what == 4:
        _exchange(index, at, rng.choice(places), rng)
    elif what == 5 and isinstance(index, Pairs):
        index.append((rng.choice(keys), hostile.scalar(rng)))
    elif what == 6 and len(places) < 300:
        index *= rng.choice([2, 3, 5, 40 if len(places) < 40 else 2])  # type: ignore[assignment]
    else:
        _give(index, at, near(_value(index, at), rng))
    return tree


def near(tree: Tree, rng: Random) -> Tree:
    """A value of the same kind, most of the time: a number for a number, a date for a date."""
    if isinstance(tree, str) and rng.randrange(4):
        if re.match(r"2\d\d\d-\d\d", tree):
            return rng.choice(
                [
                    rng.choice(hostile.DATES),
                    f"202{rng.randrange(4, 7)}-{rng.randrange(1, 13):02}" + tree[7:10],
                ]
            )
        if re.match(r"[\d.]", tree):
            return rng.choice(
                [
                    rng.choice(hostile.NUMBERS),
                    str(rng.randrange(10 ** rng.randrange(1, 9))),
                ]
            )
        return rng.choice(hostile.WORDS)
    return hostile.scalar(rng)


def _value(index: Location, at: int) -> Tree:
    return index[at][1] if isinstance(index, Pairs) else index[at]


def _give(index: Location, at: int, value: Tree) -> None:
    if isinstance(index, Pairs):
        index[at] = (index[at][0], value)
    else:
        index[at] = value


def _exchange(index: Location, at: int, other: Location, rng: Random) -> None:
    """Puts a copy of a value from elsewhere here; a tree never holds itself."""
    value = _value(other, rng.randrange(len(other)))
    _give(index, at, copied(value))


def copied(tree: Tree) -> Tree:
    """A copy that shares nothing."""
    if isinstance(tree, Pairs):
        return Pairs((key, copied(value)) for key, value in tree)
    return tree if isinstance(tree, str) else [copied(value) for value in tree]
