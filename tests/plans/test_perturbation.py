"""No plan near one that was called the cheapest costs less, as the rules core bills them.

    FFBILL_WORLDS=1000 FFBILL_SEED=0 python -m pytest tests/plans/test_perturbation.py -s

takes as many scenarios of each kind and book, from a seed on; the counts are printed.
"""

import os
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from facefusion_billing.cli.inputs import load_scenario
from facefusion_billing.model.faults import InputError
from facefusion_billing.plans.baseline import PlanLimits
from tests.plans.campaigns import campaign
from tests.plans.perturbation import Plans
from tests.second_engine.worlds import random_usage, to_yaml

WORLDS = int(os.environ.get("FFBILL_WORLDS", "12"))
FIRST_SEED = int(os.environ.get("FFBILL_SEED", "0"))
TRIES = int(os.environ.get("FFBILL_TRIES", "60"))
Usage = Callable[[int, str], dict[str, Any]]


def plans_of(file: Path, seed: int, *, long: bool) -> Plans | None:
    """The plan of a scenario, asked for as somebody might; None where the file is refused."""
    random = Random(seed)
    every_day = random.random() < 0.2 and not long
    limits = PlanLimits(allow_throttling=random.random() < 0.1, every_day=every_day)
    try:
        scenario = load_scenario(str(file), None, {})
        since: date | None = None
        if random.random() < 0.25:
            month = random.choice(scenario.months)
            since = month.first.replace(day=random.choice((1, 1, 5, 18)))
        return Plans(scenario, limits, since)
    except InputError:
        return None


@pytest.mark.parametrize("usage", [campaign, random_usage], ids=["campaigns", "any"])
@pytest.mark.parametrize("book", ["intl", "mainland"])
def test_no_plan_near_it_costs_less(usage: Usage, book: str, tmp_path: Path) -> None:
    file, counted, beaten = tmp_path / "usage.yaml", Counter[str](), []
    for seed in range(FIRST_SEED, FIRST_SEED + WORLDS):
        file.write_text(to_yaml(usage(seed, book)), encoding="utf-8")
        plans = plans_of(file, seed, long=usage is random_usage)
        if plans is None:
            counted["refused"] += 1
            continue
        counted[plans.answer.proof.status] += 1
        if plans.answer.best.total is None:
            continue
        found = plans.cheaper(Random(seed), TRIES)
        counted["plans"] += plans.tried
        if found is not None:
            own = [f"{o.date} {o.scope} {o.item}" for o in plans.answer.best.orders]
            proof = plans.answer.proof
            told = f"{plans.answer.best.total} is {proof.status}, none below {proof.lower}:"
            said = "\n".join([told, *own])
            beaten.append(
                f"seed {seed}\n{file.read_text(encoding='utf-8')}{said}\n{found.text()}"
            )
    print(
        f"\n{usage.__name__} {book}, seeds {FIRST_SEED} to {seed}: {dict(counted)}, {len(beaten)} beaten"
    )
    assert not beaten, "\n\n".join(beaten[:5])
    assert counted["optimal"] >= WORLDS // 3
