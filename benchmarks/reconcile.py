"""What reading and judging a bill of 100,000 lines costs beside Python's own csv reader.

`python -m benchmarks.reconcile` prints CPU seconds and their ratio: one line in a hundred of the product, then all. The
goals are 3 and 15.
"""

import csv
import sys
import tempfile
from pathlib import Path
from time import process_time

from facefusion_billing.answers.reconcile import ReconcileOptions, reconcile
from facefusion_billing.files.bills.reader import read_bill
from facefusion_billing.files.books import read_book

ROWS = 100_000
SAMPLE = Path(__file__).parent.parent / "sample_usage" / "bills" / "clean_month.csv"
COLUMNS = 42


def written(path: Path, every: int) -> None:
    """A bill of 42 columns in which one line in `every` is of the product."""
    header, ours, other = csv.reader(SAMPLE.read_text(encoding="utf-8").splitlines())
    more = [f"tag_key:{number}" for number in range(COLUMNS - len(header))]
    bill, start, end = (
        header.index(name)
        for name in ("Transaction ID", "Usage Start Time", "Usage End Time")
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header + more)
        for number in range(ROWS):
            row = list(other if number % every else ours)
            row[bill] = f"2025{number:017d}"
            row[start], row[end] = "2025-03-01 00:00:00", "2025-03-31 23:59:59"
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
    reconcile(read_bill([str(path)]), book, {}, ReconcileOptions())
    return process_time() - start


def main() -> int:
    """Prints both ratios; 1 when a goal is missed."""
    missed = 0
    for every, goal in ((100, 3), (1, 15)):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "bill.csv"
            written(path, every)
            base = min(plain(path) for _ in range(3))
            cost = min(judged(path) for _ in range(2))
        missed += cost > goal * base
        print(
            f"1 in {every}: csv {base:.2f} s, reconcile {cost:.2f} s, "
            f"ratio {cost / base:.1f} (goal {goal})"
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
