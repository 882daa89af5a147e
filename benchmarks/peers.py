"""Peers: `ffbill estimate` against tools that people use for exact money at a shell, on
comparable data.

    python benchmarks/peers.py [RUNS]

A journal of so many dated purchases for hledger and for bean-check (where they are on
the path), a usage file of so many orders for ffbill; whole processes in turn, medians,
as times `python -c pass`. The work is not the same: a journal is balanced, a usage file
is metered and priced.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp())
SIZES = (30, 5_000)


def days(count: int) -> list[date]:
    """So many days of four years, in order."""
    return [
        date(2025, 1, 1) + timedelta(days=number * 1460 // count)
        for number in range(count)
    ]


def commands(count: int) -> dict[str, list[str]]:
    """The command of each tool that is here, on its own file."""
    usage = "".join(
        f"  - {{item: call_pack, for: image_basic, size: 1k, date: {day}}}\n"
        for day in days(count)
    )
    calls = "usage: {image_basic: {calls: {from: 2025-01, months: 48, start: 100k}}}\norders:\n"
    opened = "2024-01-01 open Expenses:Packs\n2024-01-01 open Assets:Bank\n"
    bean = "".join(
        f'{day} * "pack"\n  Expenses:Packs  60.00 USD\n  Assets:Bank\n\n'
        for day in days(count)
    )
    files = {
        "usage.yaml": f"version: 1\nprice_book: intl\n{calls}{usage}",
        "a.journal": "".join(
            f"{day} pack\n    expenses:packs  60.00 USD\n    assets:bank\n\n"
            for day in days(count)
        ),
        "a.bean": opened
        + "".join(
            f'{d} * "pack"\n  Expenses:Packs  60.00 USD\n  Assets:Bank\n\n'
            for d in days(count)
        ),
    }
    for name, text in files.items():
        (FOLDER / f"{count}-{name}").write_text(text, encoding="utf-8")
    path = {name: str(FOLDER / f"{count}-{name}") for name in files}
    here = os.path.dirname(sys.executable)
    found = {"python -c pass": [sys.executable, "-c", "pass"]}
    found["ffbill estimate -f json"] = [
        os.path.join(here, "ffbill"),
        "estimate",
        path["usage.yaml"],
        "-f",
        "json",
        "-q",
    ]
    if hledger := shutil.which("hledger"):
        found["hledger balance"] = [
            hledger,
            "-f",
            path["a.journal"],
            "balance",
            "--monthly",
        ]
    if bean := shutil.which(
        "bean-check", path=f"{here}{os.pathsep}{os.environ['PATH']}"
    ):
        found["bean-check"] = [bean, "--no-cache", path["a.bean"]]
    return found


def seconds(command: list[str]) -> float:
    """The wall time of one run."""
    start = time.perf_counter()
    subprocess.run(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
        cwd="/",
    )
    return time.perf_counter() - start


def main() -> None:
    """Prints each tool's median as times `python -c pass`."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    print("| purchases | tool | times `python -c pass` (median) |")
    print("| ---: | --- | ---: |")
    for count in SIZES:
        tools = commands(count)
        times: dict[str, list[float]] = {name: [] for name in tools}
        for _ in range(runs):
            for name, command in tools.items():
                times[name].append(seconds(command))
        base = statistics.median(times.pop("python -c pass"))
        for name, taken in times.items():
            print(f"| {count:,} | {name} | {statistics.median(taken) / base:.1f} |")


if __name__ == "__main__":
    main()
