"""The ways that are chosen for some activities against every combination of them, each pool solved by itself.

The books are of the test's own: tiers that fall or rise, packs that cost about what a call is billed, licences that hold
so many calls that none, some or all of the ways may be best. FFBILL_WORLDS=10 takes ten times as many.
"""

import os
from collections import Counter
from collections.abc import Sequence
from itertools import product
from math import prod
from pathlib import Path
from random import Random
from unittest.mock import patch

from facefusion_billing.answers.recommend import RecommendOptions, recommend
from facefusion_billing.cli.inputs import load_scenario
from facefusion_billing.plans.activities.account import Account
from facefusion_billing.plans.activities.licence_options import LicenceOption
from facefusion_billing.plans.planner import Outcome
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.solve import solve

WORLDS = int(40 * float(os.environ.get("FFBILL_WORLDS", "1")))
MOST_COMBINATIONS = 200
BASES = ("billable", "after_paid_packs", "total")

BOOK = """
extends: mainland
id: own-{seed}
activities:
  licences:
    1: {{calls: {held[0]}, qps: 10, materials: 10, change_days: 30, price: {fees[0]}, clause: licence}}
    2: {{calls: {held[1]}, qps: 50, materials: 30, change_days: 365, price: {fees[1]}, clause: licence}}
    3: {{calls: {held[2]}, qps: 50, materials: 1_000, change_days: 365, price: {fees[2]}, clause: licence}}
  call_packs: {{clause: packs, sizes: [{packs}]}}
  pay_as_you_go:
    clause: postpaid
    tiers:
      - {{above: 0, up_to: {second}, unit_price: {prices[0]}}}
      - {{above: {second}, up_to: {third}, unit_price: {prices[1]}}}
      - {{above: {third}, unit_price: {prices[2]}}}
"""


def write_world(seed: int, folder: Path) -> Path:
    """Writes a book and a usage file of one to three activities for one to four months."""
    random = Random(seed)
    second = random.choice((50, 100, 200, 400))
    third = second * random.choice((2, 3, 5))
    prices = sorted(
        (random.randint(1, 40) / 100 for _ in range(3)), reverse=random.random() < 0.8
    )
    rate = random.choice(
        (prices[0], prices[1], prices[2] * 0.9, (prices[1] + prices[2]) / 2)
    )
    sizes = sorted(random.sample((10, 20, 30, 50, 100, 300), random.randint(1, 3)))
    packs = [
        f"{{calls: {size}, price: {max(1, round(size * rate * random.uniform(1, 1.2), 2))}}}"
        for size in sizes
    ]
    held = (random.randint(1, 30), random.randint(31, 150), random.randint(151, 900))
    fees = (random.randint(3, 30), random.randint(20, 80), random.randint(60, 300))
    book = BOOK.format(
        seed=seed,
        held=held,
        fees=fees,
        packs=", ".join(packs),
        second=second,
        third=third,
        prices=prices,
    )
    (folder / "book.yaml").write_text(book, encoding="utf-8")
    near = (
        random.randint(1, 300),
        second + random.randint(-3, 9),
        third // 2,
        500 + random.randint(1, 200),
    )
    months = random.randint(1, 4)
    usage = [
        f"  a{number}: {{calls: {{"
        + ", ".join(
            f"2021-{month:02}: {random.choice(near)}" for month in range(1, months + 1)
        )
        + "}}"
        for number in range(random.randint(1, 3))
    ]
    file = folder / "usage.yaml"
    head = f"version: 1\nprice_book: book.yaml\nassumptions: {{tier_basis: {random.choice(BASES)}}}\nusage:\n"
    file.write_text(head + "\n".join(usage) + "\n", encoding="utf-8")
    return file


def test_no_combination_of_ways_costs_less(tmp_path: Path) -> None:
    counted, combined = Counter[str](), Account.combined

    def checked(
        self: Account,
        kind: str,
        ways: Sequence[list[LicenceOption]],
        deadline: Deadline,
        ceiling: int = NEVER,
    ) -> Outcome:
        found = combined(self, kind, ways, deadline, ceiling)
        several = prod(map(len, ways))
        if several == 1 or several > MOST_COMBINATIONS:
            return found
        least = NEVER
        for chosen in product(*ways):
            pool = solve(self.pool.problem(kind, chosen), deadline).cost
            least = min(least, pool + sum(way.cost for way in chosen))
        if least > ceiling:
            least = NEVER
        cost = NEVER if found.decided is None else found.cost
        assert min(cost, NEVER) == min(least, NEVER), (seed, kind)
        counted[kind] += 1
        # Another than the first way of each.
        counted["other ways"] += found.decided is not None and any(
            way is not own[0] for way, own in zip(found.decided.ways, ways, strict=True)
        )
        return found

    with patch.object(Account, "combined", checked):
        for seed in range(WORLDS):
            file = write_world(seed, tmp_path)
            recommend(load_scenario(str(file), None, {}), {}, RecommendOptions())
    assert counted["best"] > WORLDS
    assert counted["pay_as_you_go"] > WORLDS // 2
    assert counted["other ways"] > WORLDS // 4
    print(dict(counted))
