"""Laws of plans, on random scenarios of both books.

FFBILL_WORLDS=1000 python -m pytest tests/laws/test_plans.py
"""

import os
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from facefusion_billing.answers.estimate import estimate
from facefusion_billing.answers.recommend import RecommendOptions, recommend
from facefusion_billing.cli.inputs import load_scenario
from facefusion_billing.files.usage_writer import usage_file
from facefusion_billing.model.recommendation import BOUNDED, INFEASIBLE, Recommendation
from facefusion_billing.plans.baseline import PlanLimits
from tests.second_engine.worlds import random_usage, to_yaml
from tests.tools import SAMPLES, ffbill

WORLDS = int(os.environ.get("FFBILL_WORLDS", "30"))
books = pytest.mark.parametrize("book", ["intl", "mainland"])


def plan_of(file: Path, *, details: bool = False) -> Recommendation:
    return recommend(
        load_scenario(str(file), None, {}), {}, RecommendOptions(details=details)
    )


def written_total(answer: Recommendation, folder: Path) -> int:
    """What the rules core makes of the plan once it is written and read back."""
    assert answer.written is not None
    plan = folder / "plan.yaml"
    plan.write_text(usage_file(answer.written, str(folder), "a plan"), encoding="utf-8")
    return estimate(load_scenario(str(plan), None, {}), {}).total


@books
def test_a_written_plan_costs_what_was_promised(book: str, tmp_path: Path) -> None:
    """Whatever the modes, facts, readings, refunds and days of a scenario; and no plan is below the best."""
    file, planned = tmp_path / "usage.yaml", 0
    for seed in range(WORLDS):
        file.write_text(to_yaml(random_usage(seed, book)), encoding="utf-8")
        answer = plan_of(file, details=seed % 5 == 0)
        assert (answer.best.total is None) == (answer.proof.status == INFEASIBLE), seed
        if answer.best.total is None:
            continue
        planned += 1
        assert written_total(answer, tmp_path) == answer.best.total, seed
        assert answer.proof.lower is not None
        assert answer.proof.lower <= answer.best.total, seed
        for plan in answer.plans[1:]:
            assert plan.total is None or plan.total >= answer.proof.lower, (
                seed,
                plan.name,
            )
        if answer.proof.status != BOUNDED:
            assert all(
                row.regret is None or row.regret >= 0 for row in answer.sensitivity
            ), seed
            assert all(
                row.regret is None or row.regret >= 0 for row in answer.others
            ), seed
    assert planned > WORLDS // 3


SPLIT_SEEDS = (3, 4, 6, 7, 8, 14, 15, 17, 20, 23, 25, 26)
"""Of the first 27 those that are split in a moment; the others are searched for half a minute."""


def test_a_split_plan_costs_what_was_promised(tmp_path: Path) -> None:
    """Activities with many materials or high peaks, split into several: divided calls, peaks and materials add up."""
    file, split = tmp_path / "usage.yaml", 0
    for seed in SPLIT_SEEDS:
        usage, rng = random_usage(seed, "mainland"), Random(seed)
        for use in usage["usage"].values():
            if rng.random() < 0.5:
                use["materials"], use["peak_qps"] = (
                    rng.choice([25, 90, 1500]),
                    rng.choice([60, 300, 600]),
                )
        file.write_text(to_yaml(usage), encoding="utf-8")
        scenario = load_scenario(str(file), None, {})
        answer = recommend(
            scenario,
            {},
            RecommendOptions(limits=PlanLimits(allow_split=True), details=False),
        )
        if answer.written is None:
            continue
        assert written_total(answer, tmp_path) == answer.best.total, seed
        whole = recommend(scenario, {}, RecommendOptions(details=False))
        assert whole.best.total is None or answer.best.total is not None
        assert whole.best.total is None or answer.best.total <= whole.best.total, seed
        split += len(answer.written.usage) > len(scenario.usage)
    assert split >= 3


def test_a_split_of_many_calls_has_peaks_of_its_own_averages(tmp_path: Path) -> None:
    """120M calls in 31 days are 45 a second on average (3,870,967 / 86,400 = 44.8): a part's peak is not below its own.

    Until two licences of 5M have run out each part has half, 23 a second; then the first has all, 45.
    """
    use = {"calls": {"2025-01": 120_000_000}, "peak_qps": 52, "materials": 1500}
    answer = split_of(use, tmp_path)
    assert answer.written is not None
    assert written_total(answer, tmp_path) == answer.best.total
    peaks = [
        level.value for part in answer.written.usage.values() for level in part.peaks
    ]
    assert sorted(peaks) == [23, 45]


def test_a_split_of_a_forecast_is_written_as_counts(tmp_path: Path) -> None:
    """What a forecast gave is divided among the parts, and no forecast is made of their counts."""
    days = [date(2025, 1, 6) + timedelta(days=index) for index in range(28)]
    use = {
        "calls": {day: 3_000 + index for index, day in enumerate(days)},
        "peak_qps": dict.fromkeys(days, 4),
        "materials": 1500,
        "forecast": {"until": "2025-03", "growth": "5%"},
    }
    answer = split_of(use, tmp_path)
    assert answer.written is not None
    assert written_total(answer, tmp_path) == answer.best.total
    parts = answer.written.usage.values()
    assert len(parts) == 2
    assert not any(part.forecast for part in parts)
    last = date(2025, 3, 31)
    assert all(max(count.span.last for count in part.calls) == last for part in parts)
    assert all(max(level.span.last for level in part.peaks) == last for part in parts)


def split_of(use: dict[str, Any], folder: Path) -> Recommendation:
    """The plan of an activity that no licence holds the materials of."""
    usage = {"version": 1, "price_book": "mainland", "usage": {"a": use}}
    file = folder / "usage.yaml"
    file.write_text(to_yaml(usage), encoding="utf-8")
    limits, first = PlanLimits(allow_split=True), date(2025, 1, 1)
    return recommend(
        load_scenario(str(file), None, {}),
        {},
        RecommendOptions(first, limits, details=False),
    )


@books
def test_orders_that_a_plan_makes_are_the_best_current_plan(
    book: str, tmp_path: Path
) -> None:
    """Planned again, a written plan saves nothing, and it is not called dearer than itself."""
    file, again = tmp_path / "usage.yaml", tmp_path / "plan.yaml"
    for seed in range(1000, 1000 + WORLDS // 5):
        file.write_text(to_yaml(random_usage(seed, book)), encoding="utf-8")
        first = plan_of(file)
        if first.written is None or first.proof.status == BOUNDED:
            continue
        again.write_text(
            usage_file(first.written, str(tmp_path), "a plan"), encoding="utf-8"
        )
        second = plan_of(again)
        assert (second.current.total, second.best.total) == (
            first.best.total,
            first.best.total,
        ), seed


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_round_trip_of_every_sample(sample: Path, tmp_path: Path) -> None:
    """`recommend --write` then `estimate`, as typed."""
    import json

    plan = tmp_path / "plan.yaml"
    ran = ffbill("recommend", sample, "--format", "json", "--write", plan, "--quiet")
    promised = json.loads(ran.out)["best"]["total"]
    assert (ran.status, ran.err) == (0, "")
    assert (
        json.loads(ffbill("estimate", plan, "--format", "json").out)["total"]
        == promised
    )


def test_no_key_of_a_file_changes_a_plan_by_its_place(tmp_path: Path) -> None:
    """The order of a file's keys and orders changes nothing."""
    import random

    from tests.laws.test_bills import shuffled

    file, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    for seed in range(2000, 2020):
        usage = random_usage(seed, "mainland" if seed % 2 else "intl")
        file.write_text(to_yaml(usage), encoding="utf-8")
        other.write_text(
            to_yaml(shuffled(usage, random.Random(seed))), encoding="utf-8"
        )
        one, two = plan_of(file), plan_of(other)
        assert [plan.total for plan in one.plans] == [
            plan.total for plan in two.plans
        ], seed
        facts = [(o.kind, o.item, o.scope, o.date) for o in one.best.orders]
        assert facts == [(o.kind, o.item, o.scope, o.date) for o in two.best.orders]
