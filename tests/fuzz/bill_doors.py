"""The doors of the vendor's bills: `import` and `reconcile`, with the usage file whose `bill` says what lines are of."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.fuzz import hostile
from tests.fuzz.bill_forms import Files, written
from tests.fuzz.bill_lines import Line, changed, good_bills
from tests.fuzz.doors import SMALL_BOOK, Input, file_from, good_books, scrambled

PATTERNS = (
    *("人脸融合|Face ?Fusion", "图片|image", "视频|video", "calls", ".*", "^", "$", "^Calls$", "", "x", "调用次数"),
    *("(", "[", "*", "(?P<a>", "\\", "(?i)image", "a{2,1}", "\\d+", "(?<=x", "[[:alpha:]]", "{0}", "(?#", "\\1"),
)  # fmt: skip
SCOPES = ("image_basic", "video_single_face", "account", "image_basics", "qps")
OPTIONS: tuple[tuple[str, ...], ...] = (
    *(("--require-agreed",), ("--other-products",), ("--lang", "zh"), ("--month", "2025-03"), ("--month", "2025-01..2025-06")),
    *(("--account", "100000000001"), ("--account", "200000000002"), ("--account", "=1"), ("--account", "")),
    *(("--tolerance", "0.01"), ("--tolerance", "0"), ("--tolerance", "1000000"), ("--calls-tolerance", "0.5%")),
    *(("--calls-tolerance", "²"), ("--calls-tolerance", "100"), ("--assume", "tier_basis=total"), ("--price-book", "intl")),
    *(("--price-book", "mainland"), ("--price-book", "./book.yaml"), ("--assume", "tier_basis=after_paid_packs")),
)  # fmt: skip
FORMATS = ("json", "json", "json", "csv", "table", "markdown", "github-comment")


def _flow(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _bill_section(lines: list[Line], rng: Random) -> str:
    """`bill:` of a usage file: patterns, and what was accepted."""
    entries = []
    if rng.randrange(3):
        names = rng.sample(SCOPES, rng.choice([1, 1, 2]))
        known = rng.randrange(3)
        pairs = (
            f"{name}: {_flow(rng.choice(PATTERNS[:4] if known else PATTERNS))}"
            for name in names
        )
        entries.append(f"scopes: {{{', '.join(pairs)}}}")
    if rng.randrange(3) == 0:
        entries.append(f"product: {_flow(rng.choice(PATTERNS))}")
    if rng.randrange(3) == 0:
        ids = [line.get("bill_id", "-") for line in lines] + [
            "",
            str(hostile.scalar(rng)),
        ]
        entries.append(
            f"accepted: [{{transaction: {_flow(rng.choice(ids))}, why: {_flow(rng.choice(['agreed', hostile.scalar(rng)]))}}}]"
        )
    return f"bill: {{{', '.join(entries)}}}\n"


def _usage(text: str, lines: list[Line], rng: Random) -> bytes:
    text = (
        text
        or "version: 1\nprice_book: intl\nusage: {image_basic: {calls: {2025-03: 60k}}}\n"
    )
    text += _bill_section(lines, rng) if rng.randrange(3) else ""
    if rng.randrange(8) == 0:
        return scrambled(text, rng)
    return text.encode("utf-8", "replace")


def _own_calls(lines: list[Line], rng: Random) -> bytes:
    """Own counts by day or by month, as `meter` writes them, near those of the bill."""
    rows = (
        ["date,calls,peak_qps,for"] if rng.randrange(3) else ["account,date,calls,for"]
    )
    with_account = rows[0].startswith("account")
    for line in lines[:4]:
        month = line.get("from", "2025-03-01")[:7]
        count = (
            line.get("used", "-")
            if line.get("used", "-").isdecimal()
            else line.get("billed", "0")
        )
        scope = rng.choice(SCOPES[:2] if rng.randrange(6) else SCOPES)
        day = rng.choice(["", "-01", "-31"])
        count = (
            count
            if rng.randrange(3)
            else str(rng.choice(["", 1, count + "1", hostile.scalar(rng)]))
        )
        rows.append(
            f"100000000001,{month}{day},{count},{scope}"
            if with_account
            else f"{month}{day},{count},,{scope}"
        )
    text = "\n".join(rows) + "\n"
    return (
        scrambled(text, rng)
        if rng.randrange(6) == 0
        else text.encode("utf-8", "replace")
    )


def _bill(rng: Random) -> tuple[list[Line], Files, str]:
    lines, text = rng.choice(good_bills())
    lines = changed(lines, rng)
    files = written(lines, rng)
    if rng.randrange(8) == 0:
        name = rng.choice(list(files))
        files[name] = scrambled(files[name].decode("utf-8", "surrogateescape"), rng)
    return lines, files, text


def _named(files: Files, rng: Random) -> list[str]:
    """How the files are named on the command line: each, their folder, or standard input."""
    kind = rng.randrange(16)
    names = list(files)
    if kind == 0:
        return ["."]
    if kind == 1 and len(names) == 1:
        files["-"] = files.pop(names[0])
        return ["-"]
    if kind == 2:
        return [
            *names,
            rng.choice([names[0], "no-such.csv", ".", "/dev/null", "usage.yaml", "-"]),
        ]
    return names


def reconcile(rng: Random) -> Input:
    """A bill held against the price book, a usage file or own counts."""
    lines, files, text = _bill(rng)
    line = ["reconcile", *_named(files, rng), "-f", rng.choice(FORMATS)]
    if rng.randrange(60) == 0:
        line[-1] = rng.choice(["html", "xlsx"])
    if rng.randrange(3) == 0:
        files["usage.yaml"] = _usage(text, lines, rng)
        line += ["--usage", "usage.yaml"]
    if rng.randrange(4) == 0:
        files["calls.data"] = _own_calls(lines, rng)
        line += ["--calls", "calls.data"]
    for _ in range(rng.choice([0, 0, 1, 2])):
        line += rng.choice(OPTIONS)
    return _with_book(line, files, rng)


def import_(rng: Random) -> Input:
    """A bill to a usage file; what is written must be one that can be estimated."""
    lines, files, text = _bill(rng)
    line = ["import", *_named(files, rng)]
    if rng.randrange(4) == 0:
        files["settings.yaml"] = _usage(text, lines, rng)
        line += ["--usage", "settings.yaml"]
    if rng.randrange(2):
        line += [
            "-o",
            rng.choice(
                [
                    "made.yaml",
                    "made.yaml",
                    "made.yaml",
                    "parts/",
                    "./",
                    "no/such/made.yaml",
                    "bill.csv",
                    "book.yaml",
                ]
            ),
        ]
    for _ in range(rng.choice([0, 0, 0, 1])):
        line += rng.choice(
            [
                option
                for option in OPTIONS
                if option[0] in ("--account", "--price-book", "--lang")
            ]
        )
    return _with_book(line, files, rng)


def _with_book(line: list[str], files: Files, rng: Random) -> Input:
    if "./book.yaml" in line:
        files["book.yaml"] = (
            SMALL_BOOK if rng.randrange(2) else file_from(good_books, rng)
        )
    return Input(tuple(word.replace("\0", "") for word in line), files)


DOORS: dict[str, Callable[[Random], Input]] = {
    "reconcile": reconcile,
    "import": import_,
}
