"""Growth: how the time of an estimate grows with months, orders and daily counts, with
the measured exponent.

    python benchmarks/growth.py

Reading, checking and computing in this process, as JSON; the least of five runs. The
exponent is the slope of the last two points in logarithms: 1 is linear.
"""

import math
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from facefusion_billing.answers.estimate import estimate
from facefusion_billing.cli.inputs import load_scenario
from facefusion_billing.reports.data.estimate_json import estimate_json
from facefusion_billing.reports.data.json_text import dumps

HEAD = "version: 1\nprice_book: intl\n"
FILE = Path(tempfile.mkdtemp()) / "usage.yaml"


def months(count: int) -> str:
    """A growth series of so many months, with a pack each year."""
    packs = "".join(
        f"  - {{item: call_pack, for: image_basic, size: 100k, date: {2025 + year}-01-05}}\n"
        for year in range(11)
    )
    series = f"{{from: 2025-01, months: {count}, start: 80k, growth: 1%}}"
    return f"{HEAD}usage: {{image_basic: {{calls: {series}}}}}\norders:\n{packs}"


def orders(count: int) -> str:
    """Five years of calls, with so many packs spread over them."""
    days = (
        date(2025, 1, 1) + timedelta(days=number * 1825 // max(count, 1))
        for number in range(count)
    )
    packs = "".join(
        f"  - {{item: call_pack, for: image_basic, size: 1k, date: {day}}}\n"
        for day in days
    )
    use = "usage: {image_basic: {calls: {from: 2025-01, months: 60, start: 120k}}}\n"
    return HEAD + use + (f"orders:\n{packs}" if count else "")


def daily(years: int) -> str:
    """So many years of a count for each day."""
    first = date(2025, 1, 1)
    days = (first + timedelta(days=number) for number in range(365 * years))
    counts = "".join(f"      {day}: {3000 + day.day * 37}\n" for day in days)
    return f"{HEAD}usage:\n  image_basic:\n    calls:\n{counts}"


CURVES: dict[str, tuple[Callable[[int], str], tuple[int, ...]]] = {
    "months": (months, (1, 3, 12, 36, 60, 120)),
    "orders, in 60 months": (orders, (0, 10, 100, 1_000, 3_000, 10_000)),
    "years of daily counts": (daily, (1, 2, 5, 10)),
}


def seconds(text: str) -> float:
    """The least time of an estimate of a usage file."""
    FILE.write_text(text, encoding="utf-8")
    times = []
    for _ in range(5):
        start = time.perf_counter()
        scenario = load_scenario(str(FILE), None, {})
        dumps(estimate_json(estimate(scenario, {})))
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Prints each curve as times the first point, with the exponent at its end."""
    seconds(months(12))
    print("| what grows | times the first point | exponent at the end |")
    print("| --- | --- | ---: |")
    for name, (text, counts) in CURVES.items():
        times = [seconds(text(count)) for count in counts]
        points = ", ".join(
            f"{count:,}: {t / times[0]:.1f}"
            for count, t in zip(counts, times, strict=True)
        )
        slope = math.log(times[-1] / times[-2]) / math.log(counts[-1] / counts[-2])
        print(f"| {name} | {points} | {slope:.2f} |")


if __name__ == "__main__":
    main()
