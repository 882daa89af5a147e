"""What the search for the cheapest plan costs: beside the planner of another checkout, and beside HiGHS.

`python -m benchmarks.planner [CHECKOUT]` prints ratios of sums over the same thirty demands, CPU time of the search
alone. CHECKOUT is a planner that buys on the first of a month only; its thirty searches of monthly counts are the
measure of the first table, so that a row says what days cost. Then the planner and HiGHS on the same pools.
"""

import json
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from time import process_time
from typing import NamedTuple

from facefusion_billing.cli.inputs import load_scenario
from facefusion_billing.model.recommendation import Horizon
from facefusion_billing.plans.baseline import PlanLimits, plan_facts
from facefusion_billing.plans.groups.plan import GroupPlan, GroupPlanner
from facefusion_billing.solver.problem import Problem
from facefusion_billing.solver.replay import replay
from facefusion_billing.solver.solve import solve
from tests.solver.milp import ask_highs

ROOT = Path(__file__).parent.parent
DEMANDS = 30
PEAKS = (5, 9, 10, 18, 19, 20, 40, 45, 50, 90)
WORKER = """
import contextlib, importlib, io, json, sys, tracemalloc
from time import process_time
from facefusion_billing.cli import app
places = "facefusion_billing.plans.groups.plan", "facefusion_billing.answers.group_plan"
def planner():
    try:
        return importlib.import_module(places[0])
    except ModuleNotFoundError:
        return importlib.import_module(places[1])
module = planner()
search, planned, found, spent = module.solve, module.GroupPlanner.solve, {}, []
def timed(*arguments, **named):
    start = process_time()
    solved = search(*arguments, **named)
    if asked[-1:] != ["best"]:
        return solved
    spent.append(process_time() - start)
    # Where there are many days a search on fewer of them comes first.
    size = len(getattr(arguments[0], "segments", ()))
    if size > found.get("size", -1):
        proved = solved.lower >= solved.cost
        found.update(size=size, seconds=sum(spent), proved=proved)
    return solved
def named(self, name, *arguments, **options):
    asked.append(name)
    try:
        return planned(self, name, *arguments, **options)
    finally:
        asked.pop()
module.solve, module.GroupPlanner.solve, asked = timed, named, []
memory = sys.argv[1] == "memory"
if memory:
    tracemalloc.start()
for file in sys.argv[2:]:
    found.clear()
    spent.clear()
    if memory:
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            app(["recommend", file, "-f", "json"], standalone_mode=False)
        except SystemExit:
            pass
    if memory:
        found["mib"] = (tracemalloc.get_traced_memory()[1] - before) / 2**20
    print(json.dumps(found))
"""


class Searched(NamedTuple):
    """The CPU seconds of one search for the best plan, and whether it ended with its proof."""

    seconds: float
    proved: bool


class Shape(NamedTuple):
    """How a demand is given: months, with ranges of days beside, or every day; with peaks or not."""

    name: str
    months: int = 12
    ranges: int = 0
    daily: bool = False
    peaks: bool = False


FIRSTS = Shape("monthly counts")
FIRSTS_QPS = Shape("monthly counts and peaks", peaks=True)
ROWS = (
    (FIRSTS, FIRSTS, "1"),
    (Shape("with three ranges of days", ranges=3), FIRSTS, "1.2"),
    (Shape("every day", daily=True), FIRSTS, "60, the worst 150"),
    (FIRSTS_QPS, FIRSTS_QPS, "3"),
    (
        Shape("with three ranges and their peaks", ranges=3, peaks=True),
        FIRSTS_QPS,
        "12, at most 0.5 s",
    ),
    (
        Shape("every day with its peak", daily=True, peaks=True),
        FIRSTS_QPS,
        "at most 5 s",
    ),
)
LONG = tuple(
    Shape(f"{months} months{', peaks' if peaks else ''}", months, peaks=peaks)
    for months in (24, 36, 120)
    for peaks in (False, True)
)


def demand(seed: int, months: int) -> list[int]:
    """The calls of each month: steady, growing, seasonal or with spikes."""
    rng = random.Random(seed)
    base, kind = 10 ** rng.uniform(3.3, 6.8), seed % 4
    growth, shape = rng.uniform(0.9, 1.1), rng.uniform(0.3, 0.9)
    counts = []
    for month in range(months):
        if kind == 0:
            factor = 1.0
        elif kind == 1:
            factor = growth**month
        elif kind == 2:
            factor = 1 + shape if month % 12 < 3 else 1 - shape
        else:
            factor = rng.choice((0, 0.1, 1, 5))
        counts.append(min(int(base * factor * rng.uniform(0.9, 1.1)), 20_000_000))
    return counts


def usage(seed: int, shape: Shape) -> str:
    """A usage file of image calls from January 2025 on, as JSON, which is YAML too."""
    rng = random.Random(1000 + seed)
    calls: dict[str, int] = {}
    peaks: dict[str, int] = {}
    for index, count in enumerate(demand(seed, shape.months)):
        first = date(2025 + index // 12, index % 12 + 1, 1)
        following = (first + timedelta(31)).replace(day=1)
        days = [first + timedelta(n) for n in range((following - first).days)]
        if shape.daily:
            for day in days:
                own = int(count / len(days) * rng.uniform(0.5, 1.5))
                calls[f"{day}"] = own
                peaks[f"{day}"] = least_peak(own, 1) + rng.choice((1, 2, 4, 8))
            continue
        calls[f"{first:%Y-%m}"] = count
        peaks[f"{first:%Y-%m}"] = max(rng.choice(PEAKS), least_peak(count, len(days)))
    for month in rng.sample(range(1, 13), shape.ranges):
        begin = date(2025, month, rng.randint(2, 20))
        last = begin + timedelta(rng.randint(0, 7))
        own = calls[f"{begin:%Y-%m}"] // 4
        key = f"{begin}..{last}"
        calls[key] = own
        peaks[key] = max(rng.choice(PEAKS), least_peak(own, (last - begin).days + 1))
    scope: dict[str, object] = {"calls": calls}
    if shape.peaks:
        scope["peak_qps"] = peaks
    return json.dumps(
        {"version": 1, "price_book": "intl", "usage": {"image_basic": scope}}
    )


def least_peak(calls: int, days: int) -> int:
    """No day's calls need more than this in every second of it."""
    return -(-calls // (days * 86_400)) or 1


def searched(checkout: Path, files: list[Path]) -> list[Searched]:
    """Each file's search for the best plan, in one process of a checkout."""
    return [
        Searched(found["seconds"], found["proved"])
        for found in asked(checkout, files, "time")
    ]


def asked(checkout: Path, files: list[Path], what: str) -> list[dict[str, float]]:
    """What the worker says of each file: its time, or its memory."""
    ran = subprocess.run(
        [sys.executable, "-c", WORKER, what, *map(str, files)],
        cwd=checkout,
        env={"PYTHONPATH": str(checkout), "PATH": ""},
        check=True,
        capture_output=True,
        text=True,
    )
    return [json.loads(line) for line in ran.stdout.splitlines()]


def written(folder: Path, shape: Shape, count: int) -> list[Path]:
    """The usage files of a shape."""
    files = [folder / f"{shape.name} {seed}.yaml" for seed in range(count)]
    for seed, file in enumerate(files):
        file.write_text(usage(seed, shape), encoding="utf-8")
    return files


def total(runs: list[Searched]) -> float:
    """The CPU seconds of all."""
    return sum(run.seconds for run in runs)


def beside_a_checkout(folder: Path, checkout: Path) -> None:
    """The table of this planner in units of the other's search of monthly counts."""
    print(
        "| twelve months, thirty demands | times | worst | ms, most | proved | goal |"
    )
    print("| --- | ---: | ---: | ---: | ---: | --- |")
    units = {
        shape: searched(checkout, written(folder, shape, DEMANDS))
        for shape in (FIRSTS, FIRSTS_QPS)
    }
    for shape, unit, goal in ROWS:
        ours = searched(ROOT, written(folder, shape, DEMANDS))
        ratio = total(ours) / total(units[unit])
        mean = total(units[unit]) / DEMANDS
        worst = max(run.seconds for run in ours)
        proved = sum(run.proved for run in ours)
        cells = f"{ratio:.1f} | {worst / mean:.0f} | {1000 * worst:.0f} | {proved}"
        print(f"| {shape.name} | {cells} | {goal} |", flush=True)
    print("\n| longer, twelve demands | times the other's | proved |")
    print("| --- | ---: | ---: |")
    for shape in LONG:
        files = written(folder, shape, 12)
        ours, theirs = searched(ROOT, files), searched(checkout, files)
        proved = (
            f"{sum(run.proved for run in ours)}, {sum(run.proved for run in theirs)}"
        )
        print(
            f"| {shape.name} | {total(ours) / total(theirs):.2f} | {proved} |",
            flush=True,
        )


def most_memory(folder: Path) -> None:
    """What the largest of the searches of every day holds at most, beyond the program."""
    files = written(folder, ROWS[2][0], DEMANDS)
    most = max(found["mib"] for found in asked(ROOT, files, "memory"))
    print(f"\nevery day a decision day: {most:.0f} MiB at most (goal 30)")


def beside_highs(folder: Path, seconds: float = 30.0) -> None:
    """The table of the planner and HiGHS: its own programme, one thread, gap 0."""
    print(
        "\n| pools of 12 months | ms, median | HiGHS ms, median | HiGHS / planner | equal |"
    )
    print("| --- | ---: | ---: | ---: | ---: |")
    for shape in (FIRSTS, FIRSTS_QPS, ROWS[1][0], ROWS[4][0]):
        rows = [compared(file, seconds) for file in written(folder, shape, 12)]
        ours, theirs = ([row[n] for row in rows] for n in (0, 1))
        ratio = statistics.median(b / a for a, b, _ in rows)
        equal = sum(row[2] for row in rows)
        times = f"{statistics.median(ours):.1f} | {statistics.median(theirs):.0f}"
        print(f"| {shape.name} | {times} | {ratio:.0f} | {equal} of 12 |", flush=True)


def compared(file: Path, seconds: float) -> tuple[float, float, bool]:
    """The milliseconds of both, and whether HiGHS proved the same cost."""
    problem = next(pools(file))
    start = process_time()
    solved = solve(problem)
    ours, start = process_time() - start, process_time()
    answer = ask_highs(problem, seconds)
    theirs = process_time() - start
    cost = replay(problem, answer.plan) if answer.plan is not None else None
    assert cost is None or cost >= solved.lower, "HiGHS found a plan below the bound"
    return 1000 * ours, 1000 * theirs, answer.proved and cost == solved.cost


def pools(file: Path) -> Iterator[Problem]:
    """The pool of a usage file as the search for its best plan is given it."""
    scenario = load_scenario(str(file), None, {})
    horizon = Horizon(scenario.months[0], scenario.months[-1])
    facts = plan_facts(scenario, scenario.readings({}), horizon, PlanLimits())
    for name in scenario.usage:
        found = GroupPlanner(facts, name).solve("best", facts.calls[name])
        assert isinstance(found, GroupPlan)
        yield found.problem


def main() -> None:
    """Prints the tables."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for word in sys.argv[1:2]:
            beside_a_checkout(folder, Path(word).resolve())
        most_memory(folder)
        beside_highs(folder)


if __name__ == "__main__":
    main()
