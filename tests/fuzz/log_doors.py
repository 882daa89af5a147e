"""The doors of counts: `meter` with its maps, and `portfolio` with its tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random

from tests.fuzz import grammar, hostile, log_lines, trees
from tests.fuzz.answers import digest_of
from tests.fuzz.doors import (
    ON_A_BOOK,
    SMALL_BOOK,
    Input,
    file_from,
    good_books,
    good_usage,
    scrambled,
    usage_file,
)
from tests.fuzz.trees import Tree

Files = dict[str, bytes]
KEYS = ["version", "read", "format", "files", "log_format", "time", "column", "zone", "is", "unit", "duration", "id", "error", "account",
        "scope", "action", "billed", "free", "others", "price_book", "image_basic", "a", "x.y", "*", ""]  # fmt: skip
ODD_NAMES = (
    'a"b',
    "a'b",
    "a`b",
    "a.b",
    'x."y',
    "x.'y",
    "x.y\\",
    "a..b",
    ".",
    "$.x",
    "a\\",
    "时间",
    "c0",
    "f",
    "filename",
    "line",
    "A",
    "x" * 300,
    "--",
    ";",
    "[0]",
    "*",
    "a*",
)
ENDINGS = {"json": ".jsonl", "csv": ".csv", "text": ".log"}
OPTIONS: tuple[tuple[str, ...], ...] = (
    *(("--assume", "billed_errors=face_errors"), ("--assume", "qps_window=any_second"), ("--strict",), ("--quiet",)),
    *(("--lang", "zh"), ("--allow-unreadable", "5"), ("--memory", "300MB"), ("--memory", "x"), ("--memory", "1B")),
    *(("--price-book", "mainland"), ("--price-book", "./book.yaml"), ("--split", "parts"), ("--split", "log.csv")),
    *(("-o", "counts.csv"), ("-o", "no/such.csv"), ("--allow-unreadable", "999999999")),
)  # fmt: skip


def _map(tree: Tree, rng: Random) -> bytes:
    """A map: as it is, or with a few things in it changed."""
    made: Tree = tree
    for _ in range(rng.choice([0, 0, 1, 2])):
        made = trees.changed(made, rng, KEYS)
    text = trees.written(made, rng.randrange(4))
    if rng.randrange(12) == 0:
        return scrambled(text, rng)
    return text.encode("utf-8", "surrogateescape")


def _odd(how: log_lines.Layout, rng: Random) -> log_lines.Layout:
    """A layout with a column of a strange name."""
    field = rng.choice(list(how.columns))
    return how._replace(columns=how.columns | {field: (rng.choice(ODD_NAMES),)})


def _log(rng: Random) -> tuple[log_lines.Layout, str, list[log_lines.Call], bool]:
    """A layout, its `log_format`, its rows, and whether those are as they were made."""
    how = log_lines.layout(rng)
    if rng.randrange(10) == 0 and how.format != "text":
        how = _odd(how, rng)
    made = log_lines.calls(rng, how.form)
    is_whole = rng.randrange(3) > 0
    log_format = log_lines.log_format_of(how, rng) if how.format == "text" else ""
    rows = [log_lines.values(call, how) for call in made]
    if not is_whole:
        log_lines.hurt(rows, rng)
        made = []
    return how, log_format, [{"made": made, "rows": rows}], is_whole


def _files(
    how: log_lines.Layout,
    log_format: str,
    rows: list[log_lines.Call],
    is_whole: bool,
    rng: Random,
) -> Files:
    """The log as a file or two."""
    cut = (
        rng.randrange(len(rows) + 1)
        if rng.randrange(4) == 0 and how.format != "csv"
        else len(rows)
    )
    files: Files = {}
    for number, part in enumerate(
        [rows[:cut], rows[cut:]] if cut < len(rows) else [rows]
    ):
        if rng.randrange(16) == 0 and how.format != "text":
            files[f"log-{number}.parquet"] = log_lines.as_parquet(part, how, rng)
            continue
        data = log_lines.as_text(part, how, log_format, rng)
        if not is_whole and rng.randrange(3) == 0:
            data = scrambled(data.decode("utf-8", "surrogateescape"), rng)
        ending = (
            ENDINGS[how.format]
            if rng.randrange(20)
            else rng.choice([*ENDINGS.values(), ".txt", ".json", ".tsv", ".zst"])
        )
        if rng.randrange(6) == 0:
            data, ending = log_lines.packed(data, rng), ending + ".gz"
        files[f"log-{number}{ending}"] = data
    return files


def meter(rng: Random) -> Input:
    """A log that is counted, or whose map is shown or becomes SQL."""
    how, log_format, [found], is_whole = _log(rng)
    files = _files(how, log_format, found["rows"], is_whole, rng)
    names = (
        list(files)
        if rng.randrange(12)
        else [rng.choice(["log-*", "*", "no-such*", "log-0[", "."])]
    )
    line = ["meter", *names]
    kind = rng.randrange(12)
    is_mapped = rng.randrange(4) > 0
    if is_mapped:
        tree = log_lines.map_tree(how, rng, log_format)
        files["map.yaml"] = _map(trees.copied(tree), rng)
        line += ["--map", "map.yaml"]
        if files["map.yaml"] != trees.written(tree, 2).encode(
            "utf-8", "surrogateescape"
        ):
            is_whole = False
    if kind < 3:
        line.append("--show-map")
    elif kind < 5:
        line += ["--print-sql", rng.choice(["duckdb", "duckdb", "spark"])]
    else:
        line += ["-f", rng.choice(["json", "json", "json", "csv", "table", "markdown"])]
        for _ in range(rng.choice([0, 0, 0, 1, 2])):
            line += rng.choice(OPTIONS)
            is_whole = False
    if (
        any(name.endswith((".parquet", ".gz", ".zst")) for name in files)
        or "project" in how.columns
        or not is_mapped
    ):
        is_whole = False
    if (
        is_whole
        and how.format != "csv"
        and set(line[1 : 1 + len(names)]) == set(files) - {"map.yaml"}
    ):
        expected = {
            "of": digest_of(files),
            "rows": log_lines.plain_loop(found["made"], how),
        }
        files["expected.json"] = json.dumps(expected).encode()
    if "./book.yaml" in line or b"./book.yaml" in files.get("map.yaml", b""):
        files["book.yaml"] = (
            SMALL_BOOK if rng.randrange(2) else file_from(good_books, rng)
        )
    return Input(tuple(word.replace("\0", "") for word in line), files)


SCOPES = ("image_basic", "image_basic", "video_single_face", "image_basics", "a")
ORDERS = (
    "call_pack",
    "call_pack",
    "free_pack",
    "qps",
    "material_pack",
    "licence",
    "x",
    "",
)
FROM = 2
"""The columns of a table after which cells are changed more often: the account and the key."""


def _cell(text: str, rng: Random) -> str:
    return str(
        rng.choice(
            [hostile.scalar(rng), trees.near(text, rng), "", rng.choice(grammar.COUNTS)]
        )
    )


def _table(rows: list[list[str]], rng: Random) -> bytes:
    """Rows as CSV, with a few cells changed."""
    for _ in range(rng.choice([0, 0, 0, 1, 2])):
        row = rng.choice(rows)
        at = rng.randrange(len(row) + 1)
        row[at : at + rng.randrange(2)] = [_cell(row[at] if at < len(row) else "", rng)]
    mark = rng.choice([",", ",", ";", "\t"])
    ending = rng.choice(["\n", "\n", "\r\n"])
    text = ending.join(mark.join(row) for row in rows) + rng.choice(["", ending])
    if rng.randrange(10) == 0:
        return scrambled(text, rng)
    codec = (
        rng.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16", "gb18030"])
        if rng.randrange(8) == 0
        else "utf-8"
    )
    return text.encode(codec, "replace")


def _counts(rng: Random, accounts: list[str]) -> bytes:
    columns = ["account", "date", "calls", "peak_qps", "for"]
    rows = [columns]
    for account in accounts:
        for number in range(rng.choice([1, 1, 2, 5])):
            day = rng.choice(["", "-01", "-17"]) if rng.randrange(3) == 0 else ""
            rows.append([account, f"2025-{number + 1:02}{day}", rng.choice(grammar.COUNTS), rng.choice(["", "", "9", "30"]), rng.choice(SCOPES[: rng.choice([1, 3, 5])])])  # fmt: skip
    if rng.randrange(10) == 0:
        rng.shuffle(rows)
    return _table(rows, rng)


def _orders(rng: Random, accounts: list[str]) -> bytes:
    columns = [
        "account",
        "id",
        "item",
        "for",
        "size",
        "quantity",
        "date",
        "qps",
        "days",
        "paid_cash",
        "paid_voucher",
        "note",
    ]
    rows = [columns]
    for number in range(rng.choice([0, 1, 2, 6])):
        item = rng.choice(ORDERS[: rng.choice([2, 5, 8])])
        has = {
            "call_pack": ("size", "1000"),
            "qps": ("qps", "60"),
            "material_pack": ("size", "10"),
        }.get(item, ("note", "x"))
        row = {"account": rng.choice([*accounts, "only-orders"]), "id": rng.choice(["", f"P-{number}"]), "item": item,
               "for": rng.choice(SCOPES[:3]), "date": grammar.day(rng, "2025-01"), has[0]: has[1]}  # fmt: skip
        row |= {"days": "3"} if item == "qps" else {}
        row |= {"paid_cash": "60"} if rng.randrange(4) == 0 else {}
        rows.append([row.get(column, "") for column in columns])
    return _table(rows, rng)


PORTFOLIO: tuple[tuple[str, ...], ...] = (
    *(("--if-pooled",), ("--lang", "zh"), ("--price-book", "mainland"), ("--price-book", "./book.yaml"), ("--assume", "tier_basis=total")),
    *(("--forecast", "2025-12"), ("--forecast", "2025-12,2,5%"), ("--workers", "1"), ("-o", "lines.csv"), ("-o", "lines.csv")),
    *(("-o", "lines.jsonl"), ("-o", "lines.parquet"), ("-o", "lines.txt"), ("-o", "calls.csv"), ("--price-book", "intl"), ("--resume",)),
)  # fmt: skip


def portfolio(rng: Random) -> Input:
    """Usage files, or tables of counts and orders, billed account by account."""
    files: Files = {}
    line = ["portfolio"]
    if rng.randrange(3) == 0:
        for number in range(rng.choice([1, 1, 2, 3])):
            files[f"{number}.yaml"] = (
                usage_file(rng)
                if rng.randrange(3)
                else rng.choice(good_usage()).encode("utf-8", "surrogateescape")
            )
        if rng.randrange(6) == 0:
            files["3.yaml"] = ON_A_BOOK
            files["book.yaml"] = SMALL_BOOK
        line += (
            [name for name in files if name != "book.yaml"]
            if rng.randrange(8)
            else ["*.yaml"]
        )
    else:
        accounts = rng.sample(
            ["100000000001", "b", "=1+1", "账户", "a/b", "\u202eevil", "c", " ", "{x}"],
            rng.choice([1, 2, 3]),
        )
        files["calls.csv"] = _counts(rng, accounts)
        line += ["--calls", "calls.csv"]
        if rng.randrange(2):
            files["orders.csv"] = _orders(rng, accounts)
            line += ["--orders", "orders.csv"]
    for _ in range(rng.choice([0, 0, 1, 1, 2])):
        line += rng.choice(PORTFOLIO)
    if rng.randrange(60) == 0:
        line.append("--recommend")
    if "./book.yaml" in line and "book.yaml" not in files:
        files["book.yaml"] = (
            SMALL_BOOK if rng.randrange(2) else file_from(good_books, rng)
        )
    line += ["-f", rng.choice(["json", "json", "json", "table"])]
    return Input(tuple(line), files)


DOORS: dict[str, Callable[[Random], Input]] = {"meter": meter, "portfolio": portfolio}
