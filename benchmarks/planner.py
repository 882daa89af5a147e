"""The planner and HiGHS on the same pools, in one run; then the planner alone on longer
horizons and more options.

    python benchmarks/planner.py [POOLS]

Only the solving is timed: the pool stands, everything is imported. HiGHS (the package
`highspy`) builds its programme from the pool within its time, as the planner builds its
tables; it has a limit of 30 seconds for each pool.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.solver.realistic import BASES, KINDS, realistic_world

from facefusion_billing.solver.problem import World
from facefusion_billing.solver.replay import replay
from facefusion_billing.solver.solve import OPTIMAL, solve
from tests.solver.milp import ask_highs

SECONDS = 30.0
BESIDE = (
    ("image, calls only", "image_basic", False, 0),
    ("image, QPS by month", "image_basic", True, 0),
    ("image, QPS by month, 3 ways by day", "image_basic", True, 3),
    ("video, QPS by month", "video_single_face", True, 0),
    ("mainland, shared packs and postpaid", "mainland", False, 0),
)
ALONE = (
    ("image, 24 months, QPS by month", 24, 0, 12),
    ("image, 36 months, QPS by month", 36, 0, 12),
    ("image, 12 months, QPS by month, 1 way by day", 12, 1, None),
    ("image, 12 months, QPS by month, 3 ways by day", 12, 3, None),
    ("image, 12 months, QPS by month, 10 ways by day", 12, 10, None),
)


def timed(call: Callable[..., Any], *arguments: Any) -> tuple[Any, float]:
    """What a call returns, and its milliseconds."""
    start = time.perf_counter()
    found = call(*arguments)
    return found, (time.perf_counter() - start) * 1000


def pools(
    count: int,
    scope: str,
    qps: bool,
    days: int,
    months: int = 12,
    term: int | None = None,
) -> Iterator[tuple[World, str]]:
    """So many pools with every shape of demand and every reading of the tier in turn,
    and the kind of demand.
    """
    for seed in range(count):
        kind, basis = KINDS[seed % len(KINDS)], BASES[seed % len(BASES)]
        yield (
            realistic_world(
                seed, months, basis, qps, days, scope=scope, kind=kind, term=term
            ),
            kind,
        )


class Row(NamedTuple):
    """The kind of demand, the milliseconds of both, and whether both proved the same
    cost.
    """

    kind: str
    ours: float
    theirs: float
    equal: bool


def side_by_side(world: World, kind: str) -> Row:
    """One pool solved by both."""
    solved, ours = timed(solve, world)
    answer, theirs = timed(ask_highs, world, SECONDS)
    cost = replay(world, answer.plan) if answer.plan is not None else None
    assert cost is None or cost >= solved.lower, "HiGHS found a plan below the bound"
    return Row(
        kind,
        ours,
        theirs,
        answer.proved and solved.status == OPTIMAL and cost == solved.cost,
    )


def middle_and_most(times: Sequence[float]) -> str:
    """Two cells: the median and the maximum, in milliseconds."""
    return f"{statistics.median(times):.1f} | {max(times):.1f}"


def beside(count: int) -> None:
    """The table of both."""
    print(
        "| pools of 12 months | planner ms, median | max | HiGHS ms, median | max | HiGHS / planner, median | equal |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    edges: list[Row] = []
    for name, scope, qps, days in BESIDE:
        rows = [
            side_by_side(world, kind) for world, kind in pools(count, scope, qps, days)
        ]
        edges += [row for row in rows if row.kind == "edges"]
        print_row(name, rows)
    if edges:
        print_row("those of them with demands at price edges", edges)


def print_row(name: str, rows: Sequence[Row]) -> None:
    """A row of the table of both."""
    times = f"{middle_and_most([row.ours for row in rows])} | {middle_and_most([row.theirs for row in rows])}"
    ratio = statistics.median(row.theirs / row.ours for row in rows)
    print(
        f"| {name} | {times} | {ratio:.0f} | {sum(row.equal for row in rows)} of {len(rows)} |",
        flush=True,
    )


def alone(count: int) -> None:
    """The table of the planner by itself."""
    print("\n| planner alone | median ms | max | labels, median | proved |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, months, days, term in ALONE:
        rows = [
            timed(solve, world)
            for world, _ in pools(count, "image_basic", True, days, months, term)
        ]
        labels = statistics.median(solved.labels for solved, _ in rows)
        proved = sum(solved.status == OPTIMAL for solved, _ in rows)
        cells = f"{middle_and_most([ms for _, ms in rows])} | {labels:.0f}"
        print(f"| {name} | {cells} | {proved} of {len(rows)} |", flush=True)


def main() -> None:
    """Prints both tables."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    ask_highs(realistic_world(0, 1), SECONDS)
    beside(count)
    alone(count)


if __name__ == "__main__":
    main()
