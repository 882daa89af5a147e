"""Start-up as ratios: each command against `python -c pass` of the same environment, in
turn, in one run.

    python benchmarks/startup.py [RUNS]

Run it with the Python of an environment into which the wheel is installed (compiled
files present).
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SAMPLES = Path(__file__).parent.parent / "sample_usage"
SAMPLE, YEAR = str(SAMPLES / "steady_app.yaml"), str(SAMPLES / "full_year.yaml")
FOLDER = Path(tempfile.mkdtemp())
CALLS = (120, 340, 95, 800, 1_200, 650, 310, 2_100, 90, 440, 1_900, 3_000)
QPS = (5, 10, 4, 16, 18, 15, 8, 19, 4, 12, 18, 20)


def usage(name: str, days: str = "") -> str:
    """A year of image calls with a peak for each month, and some days with counts of
    their own.
    """
    calls = ", ".join(
        f"2025-{month:02d}: {count}k" for month, count in enumerate(CALLS, 1)
    )
    peaks = ", ".join(f"2025-{month:02d}: {peak}" for month, peak in enumerate(QPS, 1))
    file = FOLDER / name
    use = f"image_basic: {{calls: {{{calls}{days}}}, peak_qps: {{{peaks}}}}}"
    file.write_text(
        f"version: 1\nprice_book: intl\nusage: {{{use}}}\n", encoding="utf-8"
    )
    return str(file)


PEAKS = usage("peaks.yaml")
DAYS = usage(
    "days.yaml",
    "".join(
        f", 2025-{month:02d}-{day}: {20 + day}k"
        for month in (5, 8, 11)
        for day in (10, 11, 12)
    ),
)
COMMANDS = {
    "--help": (["--help"], 8.0),
    "--version": (["--version"], 8.0),
    "estimate, JSON": (["estimate", SAMPLE, "--format", "json"], 9.0),
    "estimate, table": (["estimate", SAMPLE], 14.0),
    "a page of a year": (["estimate", YEAR, "--quiet", "--format", "html"], 14.0),
    "a workbook of a year": (["estimate", YEAR, "--quiet", "--format", "xlsx"], 16.0),
    "recommend, JSON": (["recommend", SAMPLE, "--format", "json"], 10.0),
    "recommend with QPS, JSON": (["recommend", PEAKS, "--format", "json"], 10.0),
    "recommend with day options, JSON": (["recommend", DAYS, "--format", "json"], 14.0),
}


def seconds(command: list[str]) -> float:
    """The wall time of one run."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, cwd="/")
    return time.perf_counter() - start


def main() -> None:
    """Prints the median ratio of each command with the most it should be."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    program = os.path.join(os.path.dirname(sys.executable), "ffbill")
    print("| command | times `python -c pass` (median) | at most |")
    print("| --- | ---: | ---: |")
    for name, (words, most) in COMMANDS.items():
        seconds([program, *words])
        ratios = [
            seconds([program, *words]) / seconds([sys.executable, "-c", "pass"])
            for _ in range(runs)
        ]
        print(f"| {name} | {statistics.median(ratios):.1f} | {most:g} |")


if __name__ == "__main__":
    main()
