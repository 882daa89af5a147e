"""More materials than any licence holds: the plan against every set of licences, priced by a formula of its own.

    FFBILL_WORLDS=1000 FFBILL_SEED=0 python -m pytest tests/plans/test_many_materials.py

takes as many worlds, from a seed on. All licences last beyond the two months, and one unit price is for every call, so
that what a set of licences costs can be written down: the licences, the QPS that they lack for each day with calls,
and the calls beyond all free and licence calls, in packs or one by one.
"""

import json
import os
from collections.abc import Iterator
from itertools import combinations_with_replacement
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from tests.tools import estimate_json, ffbill

WORLDS = int(os.environ.get("FFBILL_WORLDS", "60"))
FIRST_SEED = int(os.environ.get("FFBILL_SEED", "0"))
FREE, RATE, UNIT, MOST_QPS = 4, 100, 2, 9
"""Free calls of an activity, cents for a call, QPS of an upgrade's unit, and the most QPS."""
DAYS = (31, 28)


class Licence(NamedTuple):
    calls: int
    qps: int
    holds: int
    cents: int


class World(NamedTuple):
    """Two months of an activity; `day` and `pack` are the cents of an upgrade's unit and of 20 calls."""

    licences: tuple[Licence, ...]
    calls: tuple[int, int]
    peaks: tuple[int, int]
    materials: tuple[int, int]
    day: int
    pack: int

    @property
    def largest(self) -> int:
        return max(own.holds for own in self.licences)

    def first(self) -> int:
        """The month in which the licences begin: the free calls, or the QPS or materials of a free test do not do."""
        enough = self.calls[0] <= FREE and self.materials[0] <= self.largest
        return int(enough and (self.peaks[0] <= 1 or not self.calls[0]))

    def least(self) -> int:
        """The cents of the cheapest set of two or more licences, none for an activity without materials."""
        found: list[int] = []
        for count in range(2, max(self.materials) + 1):
            for parts in combinations_with_replacement(self.licences, count):
                found += self.costs(parts)
        return min(found)

    def costs(self, parts: tuple[Licence, ...]) -> Iterator[int]:
        """What those licences cost in all; nothing where they do not do."""
        since = self.first()
        if sum(own.holds for own in parts) < max(self.materials[since:]):
            return
        cents = sum(own.cents for own in parts)
        fixed = sum(own.qps for own in parts)
        room = sum((MOST_QPS - own.qps) // UNIT for own in parts)
        for calls, days, peak in list(zip(self.calls, DAYS, self.peaks, strict=True))[
            since:
        ]:
            units = max(-(-(peak - fixed) // UNIT), 0)
            if calls and units > room:
                return
            cents += units * self.day * min(calls, days)
        served = sum(own.calls + FREE for own in parts)
        beyond = max(sum(self.calls) - served, 0)
        packs = range(beyond // 20 + 2)
        yield cents + min(n * self.pack + max(beyond - n * 20, 0) * RATE for n in packs)


def world(seed: int) -> World:
    random = Random(f"many materials {seed}")
    licences, holds, qps = [], random.randint(1, 2), random.randint(1, 2)
    for _ in range(random.randint(1, 3)):
        calls = random.randint(1, 12)
        price = (calls + FREE) * RATE + random.randint(1, 4_000)
        licences.append(Licence(calls, qps, holds, price))
        holds, qps = holds + random.randint(0, 2), qps + random.randint(0, 2)
    largest = max(own.holds for own in licences)
    many = random.randint(largest + 1, 9)
    other = random.choice((many, random.randint(1, 9), random.randint(1, largest)))
    materials = random.choice(((many, other), (other, many)))
    calls_of = random.choice(((0, 3), (3, 40), (1, 2), (4, 1), (5, 5), (60, 20)))
    peaks = random.choice(((1, 1), (1, 1), (1, 3), (2, 1), (5, 7)))
    day, pack = random.randint(1, 200), random.randint(1_000, 2_500)
    return World(tuple(licences), calls_of, peaks, materials, day, pack)


def written(found: World, folder: Path) -> Path:
    """The world as a price book and a usage file."""
    rows = {
        number: {
            "calls": own.calls,
            "qps": own.qps,
            "materials": own.holds,
            "change_days": 365,
            "price": own.cents / 100,
        }
        for number, own in enumerate(found.licences, 1)
    }
    activities: dict[str, Any] = {
        "free": {"calls": FREE, "qps": 1},
        "licence_days": 365,
        "licences": rows,
        "qps_upgrade": {
            "unit": UNIT,
            "day": found.day / 100,
            "most": MOST_QPS,
            "window_days": 30,
        },
        "call_packs": {"sizes": [{"calls": 20, "price": found.pack / 100}]},
        "pay_as_you_go": {"tiers": [{"above": 0, "unit_price": RATE / 100}]},
    }
    book = {
        "book": 1,
        "id": "tiny",
        "title": "Tiny",
        "currency": "CNY",
        "settlement": {"days": [1, 1]},
        "activities": activities,
    }
    use = {
        key: dict(zip(("2025-01", "2025-02"), values, strict=True))
        for key, values in (
            ("calls", found.calls),
            ("peak_qps", found.peaks),
            ("materials", found.materials),
        )
    }
    usage = {"version": 1, "price_book": "./book.yaml", "usage": {"a": use}}
    (folder / "book.yaml").write_text(json.dumps(book), encoding="utf-8")
    file = folder / "usage.yaml"
    file.write_text(json.dumps(usage), encoding="utf-8")
    return file


def test_the_cheapest_set_of_licences(tmp_path: Path) -> None:
    """However few the calls: no plan is missed, none is overlooked, each part has a licence, and no warning is left."""
    for seed in range(FIRST_SEED, FIRST_SEED + WORLDS):
        found, plan = world(seed), tmp_path / f"plan-{seed}.yaml"
        ran = ffbill(
            "recommend", written(found, tmp_path), "-f", "json", "--write", plan
        )
        answer = json.loads(ran.out)
        total = f"{found.least() / 100:.2f}"
        proof = answer["best"]["proof"]
        assert (answer["best"]["total"], proof["status"]) == (total, "optimal"), seed
        codes = {row["code"] for row in answer["warnings"]}
        assert "plan_overlooked" not in codes, seed
        bill = estimate_json(plan)
        assert (bill["total"], bill["complete"]) == (total, True), seed
        assert not {row["code"] for row in bill["warnings"]} & {
            "over_material_quota",
            "over_qps_limit",
        }, seed
        lines = [line for month in bill["bills"] for line in month["lines"]]
        licensed = {line["for"] for line in lines if line["kind"] == "licence"}
        parts = {row["for"] for month in bill["bills"] for row in month["usage"]}
        assert licensed == parts, seed
