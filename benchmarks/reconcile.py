"""What reading and judging a bill of 100,000 lines costs beside Python's own csv reader.

`python -m benchmarks.reconcile` prints CPU seconds and their ratio: one line in a hundred of the product, then all. The
goals are 3 and 15. Every line has a count and amounts of its own. As in the command, no garbage is collected.
"""

import csv
import gc
import sys
import tempfile
from decimal import Decimal
from pathlib import Path
from time import process_time

from facefusion_billing.answers.reconcile import ReconcileOptions, reconcile
from facefusion_billing.files.bills.reader import read_bill
from facefusion_billing.files.books import read_book

ROWS = 100_000
SAMPLE = Path(__file__).parent.parent / "sample_usage" / "bills" / "clean_month.csv"
COLUMNS = 42
RUNS = 3
AMOUNTS = {
    "Original Cost": 50_000,
    "Total Amount After Discount (Excluding Tax)": 50_000,
    "Amount Before Tax": 50_000,
    "Tax Amount": 3_000,
    "Total Cost (Including Tax)": 53_000,
}
"""What a call comes to in each column of amounts, in millionths."""


def written(path: Path, every: int) -> None:
    """A bill of 42 columns in which one line in `every` is of the product: from 60,000 calls on, at 0.05,
    with a tax of 6 %.
    """
    header, ours, other = csv.reader(SAMPLE.read_text(encoding="utf-8").splitlines())
    more = [f"tag_key:{number}" for number in range(COLUMNS - len(header))]
    at = {name: index for index, name in enumerate(header)}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header + more)
        for number in range(ROWS):
            row = list(other if number % every else ours)
            row[at["Transaction ID"]] = f"2025{number:017d}"
            calls = 60_000 + number % 39_000
            row[at["Component Usage"]] = str(calls)
            for name, millionths in AMOUNTS.items():
                row[at[name]] = f"{Decimal(calls * millionths).scaleb(-6):.8f}"
            writer.writerow([*row, *("-" for _ in more)])


def plain(path: Path) -> float:
    """The CPU seconds that the csv reader takes."""
    start = process_time()
    with path.open(encoding="utf-8", newline="") as file:
        for _row in csv.reader(file):
            pass
    return process_time() - start


def judged(path: Path) -> float:
    """The CPU seconds of reading and judging the bill."""
    book = read_book("intl")
    start = process_time()
    found = reconcile(read_bill([str(path)]), book, {}, ReconcileOptions())
    cost = process_time() - start
    assert found.verdict == "approve"
    return cost


def main() -> int:
    """Prints both ratios; 1 when a goal is missed."""
    gc.disable()
    missed = 0
    for every, goal in ((100, 3), (1, 15)):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "bill.csv"
            written(path, every)
            pairs = [(plain(path), judged(path)) for _ in range(RUNS)]
            base, cost = map(min, zip(*pairs, strict=True))
        missed += cost > goal * base
        print(
            f"1 in {every}: csv {base:.2f} s, reconcile {cost:.2f} s, "
            f"ratio {cost / base:.1f} (goal {goal})"
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
