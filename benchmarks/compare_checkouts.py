"""Whether two checkouts answer the same, byte for byte.

    python -m benchmarks.compare_checkouts OTHER [--scenarios 2000] [--only WORD ...]
                                                 [--remember FILE]

This checkout and OTHER (a folder) each answer every command line below in a process of
its own: every sample in every format and both languages, every list and topic, every
file that is refused, and random scenarios of both books, which are the same for the same
number. Prints how many answers agree, and the first that do not. Exit status 1 when any
differs. Run it with a Python that has the extras; the package need not be installed.

With --only, command lines that hold all these words. With --remember, answers of OTHER
are kept in FILE, for as long as neither its code nor what is asked about changes.
"""

import argparse
import difflib
import hashlib
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.second_engine.worlds import random_usage, to_yaml

HERE = Path(__file__).parent.parent
INPUTS = ("sample_usage", "tests/refused", "facefusion_billing/starters")
WORKER = Path(__file__).with_name("answering_worker.py")
TEXT = ("table", "json", "csv", "markdown", "github-comment")
ESTIMATE = (*TEXT, "html", "xlsx", "focus")
PLAN = (*TEXT, "html")
REFUND = ("table", "json", "csv", "markdown")
SCHEMAS = ("usage", "book", "estimate", "recommendation", "refund", "comparison")
LANGUAGES = ("en", "zh")
BOOKS = ("intl", "mainland")
AS_OF = "2025-02-12"
SHOWN = 5
"""How many differences are shown, each with at most `LINES` lines."""
LINES = 14

Words = tuple[str, ...]


class Agreement(NamedTuple):
    """How many answers of a kind agree and differ, and the first that differ."""

    same: Counter[str]
    different: Counter[str]
    first: list[Words]


class Worker:
    """A checkout that answers command lines."""

    def __init__(self, checkout: Path, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-P", str(WORKER)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(checkout), "PYTHONHASHSEED": "random"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, words: Words, *, whole: bool = False) -> None:
        """Hands it a command line."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([words, whole]) + "\n")
        self.process.stdin.flush()

    def answer(self) -> list[object]:
        """The exit status and the output (or its hash) of what it was handed."""
        assert self.process.stdout is not None
        answer: list[object] = json.loads(self.process.stdout.readline())
        return answer

    def close(self) -> None:
        """Lets it end."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


# What is asked.


def everything(folder: Path, scenarios: int) -> Iterator[Words]:
    """Every command line, on files in the folder."""
    samples = sorted(
        str(path.relative_to(folder))
        for path in [*folder.glob("sample_usage/*.yaml"), *folder.glob("starters/*")]
        if "prices" not in path.name
    )
    for sample, following in zip(samples, samples[1:] + samples[:1], strict=True):
        for lang in LANGUAGES:
            yield from about_file(sample, following, lang)
    for lang in LANGUAGES:
        yield from without_file(lang)
    yield from checks(folder)
    for book, seed in itertools.product(BOOKS, range(scenarios)):
        yield from about_scenario(folder, book, seed)


def about_file(file: str, other: str, lang: str) -> Iterator[Words]:
    """Every answer about a usage file, in every format."""
    spoken = ("--lang", lang)
    for format in ESTIMATE:
        yield ("estimate", file, "-f", format, *spoken)
        yield ("estimate", file, "-f", format, "--view", "amortised", *spoken)
    for format in PLAN:
        yield ("recommend", file, "-f", format, *spoken)
        yield ("compare", file, other, "-f", format, *spoken)
    reading = ("--assume", "tier_basis=total", "--assume", "qps_month=30_days")
    yield ("compare", file, *reading, *spoken)
    yield ("estimate", file, "--explain", *reading, *spoken)
    yield ("estimate", file, "--fail-over", "100", "--strict", *spoken)
    yield ("estimate", file, "--month", "2025-02", "-f", "json", *spoken)
    yield ("recommend", file, "--explain", "--allow-split", *spoken)
    yield ("recommend", file, "--write", "-", "--require-cheapest", *spoken)
    for format in REFUND:
        yield ("refund", file, "--as-of", AS_OF, "-f", format, *spoken)
    yield ("refund", file, "--as-of", AS_OF, "--explain", *spoken)


def without_file(lang: str) -> Iterator[Words]:
    """Lists, topics and quotes."""
    from facefusion_billing.files.books import EDITIONS, read_book
    from facefusion_billing.model.assumptions import ASSUMPTIONS
    from facefusion_billing.model.bill import SEVERITIES
    from facefusion_billing.reports.wording.glossary.words import WORDS

    spoken = ("--lang", lang)
    clauses = [id for edition in EDITIONS for id in read_book(edition).clauses]
    for topic in (*ASSUMPTIONS, *SEVERITIES, *WORDS, *dict.fromkeys(clauses)):
        yield ("explain", topic, *spoken)
    own_prices = os.path.join("sample_usage", "negotiated_prices.yaml")
    for format in ("table", "json", "markdown"):
        yield ("assumptions", "-f", format, *spoken)
        yield ("prices", "-f", format, *spoken)
        for book in (*EDITIONS, own_prices):
            yield ("prices", book, "-f", format, *spoken)
    for format in PLAN:
        yield ("quote", "--calls", "95k", "-f", format, *spoken)
        yield ("quote", "video_single_face", "--calls", "20k", "--peak-qps", "60",
               "--days", "9", "--materials", "25", "-f", format, *spoken)  # fmt: skip
        yield ("quote", "promo", "--calls", "300k", "--months", "5", "--growth", "10%",
               "--price-book", "mainland", "-f", format, *spoken)  # fmt: skip


def checks(folder: Path) -> Iterator[Words]:
    """Starters, schemas, and the faults of every file that is refused."""
    for book in BOOKS:
        yield ("init", "--book", book)
    for name in SCHEMAS:
        yield ("schema", name)
    for file in sorted(folder.glob("*/*.yaml")):
        for format in ("text", "json", "github"):
            yield ("validate", str(file.relative_to(folder)), "-f", format)


def about_scenario(folder: Path, book: str, seed: int) -> Iterator[Words]:
    """A random scenario as JSON and table; of the first 50 every answer."""
    file = f"{book}-{seed}.yaml"
    (folder / file).write_text(to_yaml(random_usage(seed, book)), encoding="utf-8")
    for format in ("json", "table"):
        yield ("estimate", file, "-f", format)
        yield ("refund", file, "--as-of", AS_OF, "-f", format)
    if seed % 10 == 0:
        yield ("recommend", file, "-f", "json")
    if seed % 100 == 0:
        yield ("recommend", file)
    if seed < 50:
        yield from in_other_formats(file)


def in_other_formats(file: str) -> Iterator[Words]:
    """A scenario in the formats that the many are not asked for, and in Chinese."""
    for format in ESTIMATE[2:]:
        yield ("estimate", file, "-f", format, "--lang", "zh")
    for format in ("json", "table"):
        yield ("estimate", file, "-f", format, "--explain", "--lang", "zh")
        yield ("estimate", file, "-f", format, "--view", "amortised")
    for format in PLAN:
        yield ("compare", file, "--assume", "tier_basis=total", "-f", format)
    for format in REFUND:
        yield ("refund", file, "--as-of", AS_OF, "-f", format, "--lang", "zh")


# How it is compared.


def compared(
    workers: list[Worker], lines: Iterator[Words], known: dict[str, list[object]]
) -> Agreement:
    """Asks both (the other one for what is not known of it) and counts."""
    this, other = workers
    found = Agreement(Counter(), Counter(), [])
    for words in lines:
        line = " ".join(words)
        this.ask(words)
        if line not in known:
            other.ask(words)
            known[line] = other.answer()
        if this.answer() == known[line]:
            found.same[words[0]] += 1
            continue
        found.different[words[0]] += 1
        if len(found.first) < SHOWN:
            found.first.append(words)
    return found


def fingerprint(other: Path) -> str:
    """What the answers of a checkout depend on: its code, the files asked about, and
    the code that makes the scenarios.
    """
    folders = [other / "facefusion_billing", HERE / "tests" / "second_engine"]
    folders += [HERE / source for source in INPUTS]
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def remembered(file: Path | None, mark: str) -> dict[str, list[object]]:
    """The answers kept in a file, where they are those of this fingerprint."""
    if file is None or not file.exists():
        return {}
    kept = json.loads(file.read_text(encoding="utf-8"))
    answers: dict[str, list[object]] = kept["answers"]
    return answers if kept["of"] == mark else {}


def difference(workers: list[Worker], words: Words) -> str:
    """The first lines in which two answers differ."""
    texts = []
    for worker in reversed(workers):
        worker.ask(words, whole=True)
        status, output = worker.answer()
        texts.append([f"exit status {status}", *str(output).splitlines()])
    theirs, ours = texts
    lines = difflib.unified_diff(theirs, ours, "other", "this", lineterm="", n=0)
    return "\n".join(line[:200] for line in itertools.islice(lines, LINES))


def print_outcome(workers: list[Worker], found: Agreement, seconds: float) -> None:
    """Prints the counts, then the first differences."""
    print("| command | same | different |\n| --- | ---: | ---: |")
    for name in found.same | found.different:
        print(f"| {name} | {found.same[name]:,} | {found.different[name]:,} |")
    total = found.same.total() + found.different.total()
    print(f"\n{total:,} answers in {seconds:,.0f} s", end="")
    print(f"; {found.different.total():,} differ")
    for words in found.first:
        print(f"\nffbill {' '.join(words)}\n{difference(workers, words)}")


def main() -> int:
    """Compares this checkout with another."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("other", type=Path)
    parser.add_argument("--scenarios", type=int, default=2000, help="for each book")
    parser.add_argument("--remember", type=Path, metavar="FILE")
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD")
    asked = parser.parse_args()
    mark = fingerprint(asked.other.resolve())
    known = remembered(asked.remember, mark)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for source in INPUTS:
            shutil.copytree(HERE / source, folder / Path(source).name)
        workers = [Worker(path.resolve(), folder) for path in (HERE, asked.other)]
        lines = (
            words
            for words in everything(folder, asked.scenarios)
            if set(asked.only) <= set(words)
        )
        found = compared(workers, lines, known)
        print_outcome(workers, found, time.monotonic() - started)
        for worker in workers:
            worker.close()
    if asked.remember is not None:
        kept = json.dumps({"of": mark, "answers": known})
        asked.remember.write_text(kept, encoding="utf-8")
    return 1 if found.different else 0


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":
        # Scenarios that are made by going through a set are the same from run to run.
        again = [sys.executable, "-m", "benchmarks.compare_checkouts", *sys.argv[1:]]
        os.execve(sys.executable, again, {**os.environ, "PYTHONHASHSEED": "0"})
    sys.exit(main())
