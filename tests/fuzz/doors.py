"""The doors: what comes in by each, made from one run of random choices."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from random import Random
from typing import NamedTuple

import yaml as yaml_library

from facefusion_billing.model.assumptions import ASSUMPTIONS
from facefusion_billing.model.severities import SEVERITIES
from tests.fuzz import grammar, hostile, trees
from tests.fuzz.trees import Tree
from tests.tools import ROOT

LARGEST = 300_000


class Input(NamedTuple):
    """A command line, and the files that lie in the current folder."""

    words: tuple[str, ...]
    files: dict[str, bytes]


@cache
def good_usage() -> list[str]:
    """Usage files to start from: samples, starters, what is refused, random worlds."""
    from tests.second_engine.worlds import random_usage, to_yaml

    paths = [
        *ROOT.glob("sample_usage/*.yaml"),
        *ROOT.glob("facefusion_billing/starters/*.yaml"),
    ]
    paths += ROOT.glob("tests/refused/*.yaml")
    texts = [
        path.read_text(encoding="utf-8", errors="surrogateescape")
        for path in sorted(paths)
    ]
    worlds = [
        to_yaml(random_usage(seed, book))
        for book in ("intl", "mainland")
        for seed in range(12)
    ]
    return [text for text in texts if len(text) < 9000] + worlds


@cache
def good_books() -> list[str]:
    """Price books to start from."""
    paths = [
        *ROOT.glob("facefusion_billing/price_books/*.yaml"),
        ROOT / "sample_usage" / "negotiated_prices.yaml",
    ]
    return [path.read_text(encoding="utf-8") for path in sorted(paths)]


@cache
def _trees(which: Callable[[], list[str]]) -> list[Tree]:
    """The good files as trees; aliases are left to the changes of the text, and what is no YAML as well."""
    found = []
    for text in which():
        try:
            found += [trees.parsed(text)] if "&" not in text else []
        except yaml_library.YAMLError:
            continue
    return found


@cache
def _keys() -> list[str]:
    """Every key that a good file uses."""
    found: dict[str, None] = {}
    for tree in [*_trees(good_usage), *_trees(good_books)]:
        for index in trees.inner(tree):
            if isinstance(index, trees.Pairs):
                found |= dict.fromkeys(key for key, _ in index if len(key) < 40)
    return list(found)


def scrambled(text: str, rng: Random) -> bytes:
    """A text with a few of its pieces changed, then a few of its bytes."""
    for _ in range(rng.choice([0, 1, 1, 2, 4])):
        pieces = re.findall(r"[\w.%-]+|\s+|.", text)
        if not pieces:
            break
        at = rng.randrange(len(pieces))
        what = rng.randrange(6)
        if what == 0:
            pieces[at] = rng.choice(hostile.PIECES)
        elif what == 1:
            pieces[at] = str(trees.near(pieces[at], rng))
        elif what == 2:
            del pieces[at : at + rng.choice([1, 1, 2, 9])]
        elif what == 3:
            pieces[at:at] = pieces[at : at + rng.choice([1, 3, 20])] * rng.choice(
                [1, 2, 30]
            )
        elif what == 4:
            other = rng.randrange(len(pieces))
            pieces[at], pieces[other] = pieces[other], pieces[at]
        else:
            pieces.insert(at, rng.choice(hostile.PIECES))
        text = "".join(pieces)[:LARGEST]
    data = text.encode(
        "utf-8", "surrogateescape" if rng.randrange(2) else "backslashreplace"
    )
    ends = rng.randrange(24)
    if ends == 0:
        data = data.replace(b"\n", b"\r\n")
    elif ends == 1:
        data = b"\xef\xbb\xbf" + data
    elif ends == 2:
        at = rng.randrange(len(data) + 1)
        data = data[:at] + rng.choice(hostile.BYTES) + data[at:]
    elif ends == 3:
        data = data[: rng.randrange(len(data) + 1)]
    return data


def file_from(which: Callable[[], list[str]], rng: Random) -> bytes:
    """A file made from a good one: its tree changed, or its text."""
    if rng.randrange(3) == 0:
        return scrambled(rng.choice(which()), rng)
    tree = trees.copied(rng.choice(_trees(which)))
    for _ in range(rng.choice([1, 1, 2, 3, 6])):
        tree = trees.changed(tree, rng, _keys())
    return trees.written(tree, rng.randrange(4))[:LARGEST].encode(
        "utf-8", "surrogateescape"
    )


def usage_file(rng: Random) -> bytes:
    """A usage file: from the grammar, as it is or changed once or twice, or from a good file."""
    if rng.randrange(2):
        return file_from(good_usage, rng)
    tree = grammar.usage(rng)
    for _ in range(rng.choice([0, 0, 1, 2])):
        tree = trees.changed(tree, rng, _keys())
    return trees.written(tree, rng.randrange(4))[:LARGEST].encode(
        "utf-8", "surrogateescape"
    )


FORMATS = (
    "json",
    "json",
    "csv",
    "table",
    "markdown",
    "github-comment",
    "focus",
    "html",
    "xlsx",
)
OPTIONS: tuple[tuple[str, ...], ...] = (
    ("--explain",),
    ("--view", "amortised"),
    ("--month", "2025-02"),
    ("--strict",),
    ("--quiet",),
    ("--fail-over", "100"),
    ("--fail-over-month", "0"),
    ("--allow-incomplete",),
    ("--lang", "zh"),
    ("--assume", "tier_basis=total"),
)


def _options(rng: Random, heavy: int = 40) -> list[str]:
    """A format and a few options; the slow formats once in a while."""
    style = rng.choice(FORMATS[:-2] if rng.randrange(heavy) else FORMATS[-2:])
    picked = [rng.choice(OPTIONS) for _ in range(rng.choice([0, 0, 1, 2]))]
    return ["-f", style, *(word for option in picked for word in option)]


def usage(rng: Random) -> Input:
    """A usage file, checked, estimated or judged."""
    kind = rng.randrange(12)
    files = {"usage.yaml": usage_file(rng)}
    if kind < 8:
        as_data = ("-f", rng.choice(["json", "github"])) if kind == 0 else ()
        return Input(("validate", "usage.yaml", *as_data), files)
    if kind < 10:
        return Input(("estimate", "usage.yaml", *_options(rng)), files)
    as_of = rng.choice(["2025-02-12", "2000-01-01", "2199-12-31", "2024-02-29"])
    return Input(
        (
            "refund",
            "usage.yaml",
            "--as-of",
            as_of,
            "-f",
            rng.choice(["json", "table", "csv", "markdown"]),
        ),
        files,
    )


ON_A_BOOK = b"""version: 1
price_book: ./book.yaml
usage:
  image_basic: {calls: {2025-01: 12k, 2025-02: 1M}, peak_qps: 30, materials: 12, billing_mode: qps}
orders:
  - {item: free_pack, for: image_basic, date: 2025-01-01}
  - {item: call_pack, for: image_basic, size: 10k, date: 2025-01-03}
  - {item: qps, for: image_basic, qps: 60, days: 3, date: 2025-02-10}
  - {item: material_pack, for: image_basic, size: 10, date: 2025-01-03}
"""
ON_A_MAINLAND_BOOK = b"""version: 1
price_book: ./book.yaml
usage:
  a: {calls: {2021-02: 640k}, peak_qps: 30}
orders:
  - {item: licence, for: a, package: 1, date: 2021-02-01}
  - {item: call_pack, size: 100k, date: 2021-02-01}
  - {item: qps_upgrade, for: a, qps: 20, days: 3, date: 2021-02-01}
"""


def book(rng: Random) -> Input:
    """A price book, checked, shown, billed on; it may extend another or itself."""
    text = file_from(good_books, rng)
    if rng.randrange(6) == 0:
        base = rng.choice(
            [
                "intl",
                "mainland",
                "book.yaml",
                "base.yaml",
                "./base.yaml",
                *hostile.WORDS,
            ]
        )
        text = (
            f"extends: {trees.written(base, 0)}".encode("utf-8", "surrogateescape")
            + text
        )
    files = {"book.yaml": text}
    if rng.randrange(6) == 0:
        files["base.yaml"] = file_from(good_books, rng)
    kind = rng.randrange(10)
    if kind < 5:
        return Input(("validate", "book.yaml"), files)
    if kind < 8:
        return Input(
            ("prices", "./book.yaml", "-f", rng.choice(["json", "table", "markdown"])),
            files,
        )
    files["usage.yaml"] = ON_A_MAINLAND_BOOK if b"activities" in text else ON_A_BOOK
    return Input(("estimate", "usage.yaml", *_options(rng)), files)


def calls(rng: Random) -> Input:
    """A file of calls, read by one scope or two."""
    named = rng.randrange(2)
    mark = rng.choice([",", ",", ";", "\t", ", "])
    columns = [
        *rng.choice(
            [
                ("date", "calls"),
                ("date", "calls", "peak_qps"),
                ("Calls", "DATE"),
                ("date", "peak_qps"),
            ]
        )
    ]
    columns += ["for"] if named else []
    rows = [columns]
    for number in range(rng.choice([0, 1, 2, 5, 31, 31])):
        row = {
            "date": f"2025-{1 + number // 28 % 12:02}-{1 + number % 28:02}",
            "calls": rng.choice(grammar.COUNTS),
        }
        row |= {
            "peak_qps": rng.choice(["", *grammar.PEAKS]),
            "for": rng.choice(["image_basic", "video_single_face"]),
        }
        rows.append([row.get(name.lower(), "") for name in columns])
    for _ in range(rng.choice([0, 0, 1, 1, 2, 4])):
        cells = rng.choice(rows)
        at = rng.randrange(len(cells) + 1)
        cell = rng.choice(
            [
                hostile.scalar(rng),
                rng.choice(grammar.COUNTS),
                '"',
                '"a',
                'a"b',
                '"1,000"',
                "\n",
                "\r",
                "\0",
            ]
        )
        cells[at : at + rng.randrange(2)] = [cell]
    data = "\n".join(mark.join(row) for row in rows).encode("utf-8", "surrogateescape")
    data = (
        scrambled(data.decode("utf-8", "surrogateescape"), rng)
        if rng.randrange(3) == 0
        else data
    )
    if rng.randrange(6) == 0:
        codec = rng.choice(["utf-16", "utf-16-le", "gb18030", "latin-1"])
        data = data.decode("utf-8", "replace").encode(codec, "replace")
    of_file = "{calls: {file: calls.csv}}"
    if rng.randrange(6) == 0:
        names = f"date: {rng.choice(['date', 'Day', 'x'])}, calls: {rng.choice(['calls', 'date'])}"
        of_file = f"{{calls: {{file: calls.csv, columns: {{{names}}}}}}}"
    scopes = f"image_basic: {of_file}, video_single_face: {of_file}"
    scopes = scopes if named else scopes.split(", v")[0]
    files = {
        "calls.csv": data,
        "usage.yaml": f"version: 1\nprice_book: intl\nusage: {{{scopes}}}\n".encode(),
    }
    words = (
        ("validate", "usage.yaml")
        if rng.randrange(6)
        else ("estimate", "usage.yaml", *_options(rng))
    )
    return Input(words, files)


VALUES = {
    "format": [*FORMATS[1:], "text", "github"],
    "output": [
        "-",
        "/dev/null",
        "out.json",
        "no/such/folder.json",
        ".",
        "out.pdf",
        "",
        "usage.yaml",
    ],
    "assume": [
        *(f"{id}={value}" for id, a in ASSUMPTIONS.items() for value in a.choices),
        "tier_basis",
        "=",
        "x=y",
    ],
    "ignore": [*SEVERITIES, "dead-zone"],
    "view": ["cash", "amortised"],
    "lang": ["en", "zh", "xx"],
    "month": ["2025-01", "2025-02"],
    "price-book": ["intl", "mainland", "book.yaml", "./book.yaml", "usage.yaml"],
    "time-limit": ["1", "0", "0.5", "nan", "inf", "-1", "1e400"],
    "growth": ["10%", "-5%", "0%", "-100%", "10"],
    "write": ["-", "/dev/null", "plan.yaml", "usage.yaml", "."],
    "days": ["1", "3", "366", "367"],
    "months": ["1", "2", "3", "121"],
    "calls": ["0", "1", "95k", "1M"],
}
FLAGS = (
    "explain",
    "strict",
    "quiet",
    "allow-incomplete",
    "require-eligible",
    "require-cheapest",
    "allow-throttling",
    "help",
)
NAMED = (
    "fail-over",
    "fail-over-month",
    "fail-increase",
    "as-of",
    "from",
    "peak-qps",
    "materials",
    "tolerance",
    "book",
)
COMMANDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "estimate": (
        ("usage.yaml",),
        (
            "format",
            "output",
            "assume",
            "view",
            "explain",
            "month",
            "fail-over",
            "lang",
            "strict",
        ),
    ),
    "validate": (("usage.yaml", "book.yaml"), ("format", "assume")),
    "refund": (
        ("usage.yaml",),
        (
            "format",
            "as-of",
            "explain",
            "assume",
            "require-eligible",
            "price-book",
            "output",
        ),
    ),
    "compare": (
        ("usage.yaml", "other.yaml"),
        ("format", "assume", "fail-increase", "fail-over", "month", "view"),
    ),
    "prices": (("intl", "mainland", "book.yaml"), ("format", "lang", "output")),
    "explain": (
        ("tier_basis", "dead_zone", "image-payg", "billable"),
        ("output", "lang"),
    ),
    "schema": (("usage", "book", "estimate"), ("output",)),
    "init": ((), ("book", "output")),
    "assumptions": ((), ("format", "lang")),
    "quote": (
        ("image_basic",),
        (
            "calls",
            "calls",
            "peak-qps",
            "months",
            "days",
            "growth",
            "materials",
            "from",
            "format",
        ),
    ),
    "recommend": (
        ("usage.yaml",),
        (
            "time-limit",
            "format",
            "from",
            "write",
            "tolerance",
            "allow-throttling",
            "strict",
        ),
    ),
}
SMALL = b"version: 1\nprice_book: intl\nusage: {image_basic: {calls: {2025-01: 95k, 2025-02: 9k}, peak_qps: 9}}\n"
SMALL_BOOK = b"book: 1\nid: ours\nextends: intl\ngroups: {image_basic: {qps: null}}\n"


def words(rng: Random) -> Input:
    """A command line: a command with its own arguments and options, hostile ones among them."""
    command = rng.choice(list(COMMANDS))
    arguments, options = COMMANDS[command]
    line = [command if rng.randrange(30) else _word(rng)]
    if arguments and rng.randrange(8):
        line += [rng.choice(arguments) if rng.randrange(6) else _word(rng)]
    if command == "compare":
        line.append(rng.choice(["other.yaml", "usage.yaml", _word(rng)]))
    if command == "quote" and rng.randrange(6):
        line += ["--calls", "95k"]
    for _ in range(rng.choice([0, 1, 1, 2, 3])):
        name = (
            rng.choice(options)
            if rng.randrange(5)
            else rng.choice([*VALUES, *FLAGS, *NAMED])
        )
        line.append(f"--{name}")
        if name not in FLAGS:
            line.append(
                rng.choice(VALUES[name])
                if name in VALUES and rng.randrange(4)
                else _word(rng)
            )
    if rng.randrange(12) == 0:
        line.insert(rng.randrange(len(line) + 1), _word(rng))
    files = {
        "usage.yaml": SMALL,
        "other.yaml": SMALL.replace(b"9k", b"8k"),
        "book.yaml": SMALL_BOOK,
    }
    return Input(tuple(line), files)


def _word(rng: Random) -> str:
    """A word a shell can pass: it holds no NUL."""
    return str(hostile.scalar(rng)).replace("\0", "")[:30_000]


def plans(rng: Random) -> Input:
    """A small demand to be planned: the planner's time grows with the demand by its nature."""
    if rng.randrange(2):
        line = [
            "quote",
            "--calls",
            rng.choice(["0", "1", "999", "10k", "95k", "240k", "12M"]),
        ]
        line += (
            ["--peak-qps", rng.choice(["0", "1", "19", "21", "60"])]
            if rng.randrange(2)
            else []
        )
        line += ["--months", rng.choice(["1", "2", "3"])] if rng.randrange(2) else []
        line += (
            ["--materials", rng.choice(["0", "10", "11", "35"])]
            if rng.randrange(4) == 0
            else []
        )
        line += ["--price-book", "./book.yaml"] if rng.randrange(2) else []
        files = {"book.yaml": file_from(good_books, rng)}
        return Input(
            (*line, "-f", rng.choice(["json", "table", "csv", "markdown"])), files
        )
    tree = (
        grammar.usage(rng)
        if rng.randrange(2)
        else trees.copied(rng.choice(_trees(good_usage)))
    )
    for _ in range(rng.choice([0, 1, 2])):
        tree = trees.changed(tree, rng, _keys())
    data = trees.written(tree, rng.randrange(4))[:LARGEST].encode(
        "utf-8", "surrogateescape"
    )
    line = [
        "recommend",
        "usage.yaml",
        "--time-limit",
        "1",
        "-f",
        rng.choice(["json", "table", "csv", "markdown"]),
    ]
    line += [
        rng.choice(
            ["--allow-split", "--allow-throttling", "--require-cheapest", "--explain"]
        )
    ] * rng.randrange(2)
    line += ["--write", "plan.yaml"] if rng.randrange(4) == 0 else []
    if rng.randrange(20) == 0:
        line[line.index("-f") + 1] = "html"
    return Input(tuple(line), {"usage.yaml": data})


def compare(rng: Random) -> Input:
    """Two usage files side by side, or one under other readings and books."""
    first = usage_file(rng)
    changed = scrambled(first.decode("utf-8", "surrogateescape"), rng)
    files = {
        "usage.yaml": first,
        "other.yaml": changed if rng.randrange(2) else usage_file(rng),
    }
    other = rng.choice(
        [
            ["other.yaml"],
            ["other.yaml"],
            ["--assume", "tier_basis=total"],
            ["--price-book", "intl"],
        ]
    )
    line = [
        "compare",
        "usage.yaml",
        *other,
        "-f",
        rng.choice(["json", "table", "csv", "markdown", "github-comment"]),
    ]
    line += rng.choice(
        [
            [],
            [],
            ["--fail-increase", "5%"],
            ["--month", "2025-01"],
            ["--view", "amortised"],
        ]
    )
    return Input(tuple(line), files)


def yaml(rng: Random) -> Input:
    """A document for the reader alone: it is held against PyYAML, which reads it a second time."""
    which = good_usage if rng.randrange(3) else good_books
    return Input(("yaml",), {"usage.yaml": file_from(which, rng)})


DOORS: dict[str, Callable[[Random], Input]] = {
    "usage": usage,
    "book": book,
    "calls": calls,
    "words": words,
    "plans": plans,
    "compare": compare,
    "yaml": yaml,
}
