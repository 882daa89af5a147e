"""What billing many accounts costs: the rules core, and counts in to lines out, beside a loop written by hand.

`python -m benchmarks.portfolio [ACCOUNTS] [CHECKOUT]` prints CPU seconds, account-months a second and, where another
checkout of this repository is named, how many times as fast this one is in turn with it: goals 2 and 2.5. One scope, 12
months, 1 to 4 packs an account, seed 17; with two workers the goal is 1.8 times as fast (wall time of 10,000 accounts).
"""

import csv
import gc
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

ACCOUNTS, MONTHS, RUNS = 500, 12, 3
MANY = 10_000
"""So many accounts that what a process takes to begin hardly counts."""
TIERS = ((0, 65), (10_000, 50), (100_000, 35))
"""Image calls: the first count of a tier and its price in thousandths."""
ROOT = Path(__file__).parent.parent
WORKER = """
import gc, json, sys
from time import process_time
from facefusion_billing import load_price_book, load_scenario
from facefusion_billing.billing.bills import compute
from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.cli import app
gc.disable()
folder, book = sys.argv[1], load_price_book("intl")
made = json.load(open(folder + "/mappings.json"))
scenarios = [load_scenario(mapping, price_book=book) for mapping in made]
start = process_time()
for scenario in scenarios:
    compute(billing_inputs(scenario), scenario.readings({}))
core, start = process_time() - start, process_time()
try:
    app(["portfolio", "--calls", folder + "/calls.csv", "--orders", folder + "/orders.csv", "-o",
         folder + "/lines.csv", *sys.argv[2:]], standalone_mode=False)
except SystemExit:
    pass
print("\\n" + json.dumps([core, process_time() - start]))
"""


def write_tables(folder: Path, accounts: int) -> None:
    """Counts and orders as tables, and each account as a usage file."""
    rng = random.Random(17)
    calls: list[list[object]] = [["account", "date", "calls", "peak_qps", "for"]]
    orders: list[list[object]] = [["account", "item", "for", "size", "date"]]
    mappings = []
    for number in range(accounts):
        counts = {f"2025-{m:02d}": rng.randrange(200_000) for m in range(1, MONTHS + 1)}
        calls += [[f"a{number}", m, n, "", "image_basic"] for m, n in counts.items()]
        packs = [
            {
                "item": "call_pack",
                "for": "image_basic",
                "size": rng.choice((1_000, 10_000, 100_000)),
                "date": f"2025-{rng.randint(1, 9):02d}-{rng.randint(1, 28):02d}",
            }
            for _ in range(rng.randint(1, 4))
        ]
        orders += [[f"a{number}", *pack.values()] for pack in packs]
        usage = {"image_basic": {"calls": counts}}
        mappings.append(
            {"version": 1, "price_book": "intl", "usage": usage, "orders": packs}
        )
    for name, rows in (("calls.csv", calls), ("orders.csv", orders)):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    (folder / "mappings.json").write_text(json.dumps(mappings), encoding="utf-8")


def asked(checkout: Path, folder: Path, *words: str) -> tuple[float, float]:
    """The CPU seconds of the core, and of counts in to lines out, in a process of a checkout."""
    ran = subprocess.run(
        [sys.executable, "-c", WORKER, str(folder), *words],
        cwd=checkout,
        env={"PYTHONPATH": str(checkout), "PATH": ""},
        check=True,
        capture_output=True,
        text=True,
    )
    core, whole = json.loads(ran.stdout.splitlines()[-1])
    return core, whole


def by_hand(folder: Path) -> float:
    """The CPU seconds of a loop that knows this one shape: packs by their expiry, then a tier."""
    made = json.loads((folder / "mappings.json").read_text(encoding="utf-8"))
    start = process_time()
    for mapping in made:
        packs = sorted([order["date"], order["size"]] for order in mapping["orders"])
        for month, count in mapping["usage"]["image_basic"]["calls"].items():
            for pack in packs:
                if pack[0] <= f"{month}-28":
                    taken = min(pack[1], count)
                    pack[1] -= taken
                    count -= taken
            price = max(price for first, price in TIERS if first <= count)
            _cents = (count * price + 5) // 10
    return process_time() - start


def wall(folder: Path, workers: int) -> float:
    """The wall time of the command, from counts in to lines out."""
    words = [
        "portfolio",
        "--calls",
        str(folder / "calls.csv"),
        "--orders",
        str(folder / "orders.csv"),
    ]
    words += ["-o", str(folder / "lines.csv"), "--workers", str(workers)]
    start = perf_counter()
    subprocess.run(
        [sys.executable, "-m", "facefusion_billing", *words],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return perf_counter() - start


def main() -> int:
    """Prints the table; 1 when a goal is missed."""
    gc.disable()
    accounts = int(sys.argv[1]) if len(sys.argv) > 1 else ACCOUNTS
    checkouts = [ROOT, *(Path(word).resolve() for word in sys.argv[2:3])]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_tables(folder, accounts)
        runs = [[asked(c, folder) for c in checkouts] for _ in range(RUNS)]
        loop = min(by_hand(folder) for _ in range(RUNS))
        write_tables(folder, MANY)
        walls = [wall(folder, workers) for workers in (1, 2)]
    best = [
        [min(run[index][step] for run in runs) for step in (0, 1)]
        for index in range(len(checkouts))
    ]
    months = accounts * MONTHS
    for step, label in enumerate(("core", "counts in, lines out")):
        seconds = best[0][step]
        print(
            f"{label}: {seconds:.2f} s, {months / seconds:,.0f} account-months a second"
        )
    print(f"a loop by hand: {loop:.3f} s, {months / loop:,.0f} account-months a second")
    print(f"two workers: {walls[0] / walls[1]:.2f} times as fast (goal 1.8)")
    missed = False
    for step, goal in enumerate((2, 2.5) if len(best) > 1 else ()):
        ratio = best[1][step] / best[0][step]
        missed |= ratio < goal
        print(f"{('core', 'whole')[step]}: {ratio:.2f} times as fast (goal {goal})")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
