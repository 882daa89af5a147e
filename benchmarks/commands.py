"""Whole commands as times `python -c pass` of the same run, in CPU time; beside those of
another checkout where one is named.

    python -m benchmarks.commands [CHECKOUT] [--only WORD]

Each command in turn with `python -c pass` (and the other checkout), medians: of 21 runs
where one takes a fraction of a second, of 3 where it takes longer. A command of the
other checkout that fails, or is not over after 120 s, is a dash.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "sample_usage"
SAMPLE, YEAR = str(SAMPLES / "steady_app.yaml"), str(SAMPLES / "full_year.yaml")
RUNS, FEW, LONG = 21, 3, 1.0
SECONDS = 120
CALLS = (120, 340, 95, 800, 1_200, 650, 310, 2_100, 90, 440, 1_900, 3_000)
PEAKS = (5, 10, 4, 16, 18, 15, 8, 19, 4, 12, 18, 20)


class Command(NamedTuple):
    """A command line, and how many times `python -c pass` it may take (None: no limit is
    set).
    """

    name: str
    words: list[str]
    most: float | None = None


def commands(folder: Path) -> Iterator[Command]:
    """Every command that is timed; files are made in a folder."""
    yield Command("--help", ["--help"], 8)
    yield Command("estimate, JSON", ["estimate", SAMPLE, "-f", "json"], 6.5)
    yield Command("estimate, table", ["estimate", SAMPLE], 9)
    yield Command("page of a year", ["estimate", YEAR, "-q", "-f", "html"], 14)
    yield Command("workbook of a year", ["estimate", YEAR, "-q", "-f", "xlsx"], 16)
    orders = packs(folder, 5_000)
    yield Command(
        "estimate of 5,000 orders, JSON", ["estimate", orders, "-f", "json"], 40
    )
    yield Command("recommend, JSON", ["recommend", SAMPLE, "-f", "json"], 9.5)
    yield Command("recommend, table", ["recommend", SAMPLE], 10)
    peaks = peaky(folder)
    yield Command(
        "recommend, monthly peaks, JSON", ["recommend", peaks, "-f", "json"], 10
    )
    for count, most in ((1, None), (5, 25), (20, 45), (100, 150)):
        name = f"recommend, {count} different activities"
        words = ["recommend", activities(folder, count), "-f", "json"]
        yield Command(name, words, most)
    for days in (0, 1, 3):
        name = f"recommend, 24 months, {days} days of their own a month"
        yield Command(name, ["recommend", with_days(folder, days), "-f", "json"])
    for months in (36, 60, 120):
        words = ["quote", "--calls", "90k", "--growth", "1%", "--months", str(months)]
        yield Command(f"quote of {months} months", words)


def packs(folder: Path, count: int) -> str:
    """So many call packs in four years, a few on each day."""
    head = "usage: {image_basic: {calls: {from: 2025-01, months: 48, start: 100k}}}\n"
    lines = [
        f"  - {{item: call_pack, for: image_basic, size: 1k, date: 2025-{1 + n % 12:02}-{1 + n % 28:02}}}\n"
        for n in range(count)
    ]
    return written(folder / "packs.yaml", f"{head}orders:\n{''.join(lines)}")


def peaky(folder: Path) -> str:
    """A year of image calls with a peak for each month."""
    calls = flow(f"2025-{m:02}: {count}k" for m, count in enumerate(CALLS, 1))
    peaks = flow(f"2025-{m:02}: {peak}" for m, peak in enumerate(PEAKS, 1))
    usage = f"usage: {{image_basic: {{calls: {calls}, peak_qps: {peaks}}}}}\n"
    return written(folder / "peaks.yaml", usage)


def activities(folder: Path, count: int) -> str:
    """So many activities of the mainland, no two alike, a year long."""
    lines = [
        f"  activity {n}: {{calls: {{from: 2021-01, months: 12, start: {20_000 + 7_919 * n}, growth: 5%}}}}\n"
        for n in range(count)
    ]
    file = folder / f"activities-{count}.yaml"
    return written(file, f"usage:\n{''.join(lines)}", book="mainland")


def with_days(folder: Path, days: int) -> str:
    """Two years of image calls, with so many days of their own in each month."""
    own = [
        f"{2025 + n // 12}-{1 + n % 12:02}-{10 + 3 * day:02}: {4 + n % 12 + day}k"
        for n in range(24)
        for day in range(days)
    ]
    months = [f"{2025 + n // 12}-{1 + n % 12:02}: {CALLS[n % 12]}k" for n in range(24)]
    usage = f"usage: {{image_basic: {{calls: {flow([*months, *own])}}}}}\n"
    return written(folder / f"days-{days}.yaml", usage)


def flow(entries: Iterator[str] | list[str]) -> str:
    """A mapping on one line."""
    return f"{{{', '.join(entries)}}}"


def written(file: Path, text: str, book: str = "intl") -> str:
    """A usage file on a shipped book."""
    file.write_text(f"version: 1\nprice_book: {book}\n{text}", encoding="utf-8")
    return str(file)


def seconds(words: list[str], root: Path | None = None) -> float | None:
    """The CPU time of one run of `python WORDS`, None where it fails or takes too long."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "PYTHONPATH": str(root or "")}
    try:
        subprocess.run(
            [sys.executable, *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
            cwd="/",
            env=environment,
            timeout=SECONDS,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratios(command: Command, roots: list[Path]) -> list[float | None]:
    """How many times `python -c pass` a command takes in each checkout."""
    words = ["-m", "facefusion_billing", *command.words]
    # The first run compiles what is not compiled yet, and tells which can be timed.
    first = [seconds(words, root) for root in roots]
    runs = FEW if max(filter(None, first), default=0) > LONG else RUNS
    found: list[list[float]] = [[] for _ in roots]
    for _ in range(runs):
        unit = seconds(["-c", "pass"])
        assert unit is not None
        for own, root, begun in zip(found, roots, first, strict=True):
            taken = seconds(words, root) if begun is not None else None
            if taken is not None:
                own.append(taken / unit)
    return [statistics.median(own) if own else None for own in found]


def main() -> None:
    """Prints a row for each command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.commands")
    parser.add_argument("checkout", nargs="?", type=Path)
    parser.add_argument("--only", default="", help="commands whose name has this word")
    asked = parser.parse_args()
    roots = [ROOT, *([asked.checkout.resolve()] if asked.checkout else [])]
    print("| command | times `python -c pass` | there | at most |")
    print("| --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for command in commands(Path(folder)):
            if asked.only not in command.name:
                continue
            found = [f"{own:.1f}" if own else "-" for own in ratios(command, roots)]
            here, there = (*found, "")[:2]
            most = "" if command.most is None else f"{command.most:g}"
            print(f"| {command.name} | {here} | {there} | {most} |", flush=True)


if __name__ == "__main__":
    main()
