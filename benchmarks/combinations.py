"""The licences of a few activities: how they are chosen, beside a plain enumeration of
every combination over the pool's planner.

    python -m benchmarks.combinations

CPU time of the choice as a ratio to that of the enumeration, both without bounds from what was planned before; least of
five. The goal is at most 2.
"""

import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import product
from math import prod
from pathlib import Path
from unittest.mock import patch

from benchmarks.commands import activities
from facefusion_billing.answers.recommend import RecommendOptions, recommend
from facefusion_billing.cli.inputs import load_scenario
from facefusion_billing.plans.activities.account import Account
from facefusion_billing.plans.activities.licence_options import LicenceOption
from facefusion_billing.plans.planner import Outcome
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.solve import solve

GOAL = 2
Ways = Sequence[list[LicenceOption]]


def cheapest(account: Account, kind: str, ways: Ways) -> int:
    """What the cheapest combination costs, each with its pool solved by itself."""
    least = NEVER
    for chosen in product(*ways):
        pool = solve(account.pool.problem(kind, chosen), Deadline()).cost
        least = min(least, pool + sum(way.cost for way in chosen))
    return least


def seconds(do: Callable[[], object]) -> float:
    """CPU seconds, the least of five runs."""
    taken = []
    for _ in range(5):
        start = time.process_time()
        do()
        taken.append(time.process_time() - start)
    return min(taken)


def row(file: str, count: int) -> str:
    """A row of the table for a file of so many activities."""
    combined = Account.combined
    told: list[str] = []

    def timed(
        self: Account, kind: str, ways: Ways, deadline: Deadline, ceiling: int = NEVER
    ) -> Outcome:
        found = combined(self, kind, ways, deadline, ceiling)
        if kind == "best" and not told:
            assert found.cost == cheapest(self, kind, ways)
            own = seconds(lambda: combined(self, kind, ways, Deadline()))
            plain = seconds(lambda: cheapest(self, kind, ways))
            told.append(f"| {count} | {prod(map(len, ways))} | {own / plain:.2f} |")
        return found

    with patch.object(Account, "combined", timed):
        recommend(load_scenario(file, None, {}), {}, RecommendOptions(details=False))
    return told[0]


def main() -> int:
    """Prints the table; 1 where the goal is missed."""
    print("| activities | combinations | times the enumeration |")
    print("| ---: | ---: | ---: |")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for count in (2, 3, 4):
            rows.append(row(activities(Path(folder), count), count))
            print(rows[-1], flush=True)
    return int(any(float(told.split("|")[-2]) > GOAL for told in rows))


if __name__ == "__main__":
    raise SystemExit(main())
