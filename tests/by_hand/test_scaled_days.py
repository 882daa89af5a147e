"""Another demand from a day on, by hand: each count is scaled and then spread, and what lies before the day stays."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from facefusion_billing.cli.inputs import load_scenario
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.recommendation import Horizon
from facefusion_billing.plans.baseline import (
    PlanLimits,
    plan_facts,
    plan_facts_at,
    scaled,
)
from facefusion_billing.plans.demand import distributed
from facefusion_billing.rules.distribution import DailyCalls
from tests.tools import json_of, usage_file

LICENCE = "orders: [{id: L, item: licence, for: a, package: 1, date: 2024-01-01}]\n"


def demands(file: Path, *words: str) -> dict[int, tuple[Any, Any, Any]]:
    """What keeping the plan, the best one, and the regret are at each other demand."""
    rows = json_of("recommend", file, "-q", *words)["sensitivity"]
    return {
        row["demand_percent"]: (row["keep"], row["best"], row["regret"]) for row in rows
    }


@pytest.mark.parametrize(
    "calls",
    [
        "2024-01: 900k, 2024-02: 20k",
        "2024-01-01: 29032, 2024-01-02..2024-01-31: 870968, 2024-02: 20k",
        "2024-01-01..2024-01-31: 900k, 2024-02: 20k",
    ],
)
@pytest.mark.parametrize(
    ("others", "reading"),
    [
        ("", "account"),
        # Where tiers are apart the rules core bills each demand; 300 free calls more.
        ("  b: {calls: {2024-02: 300}, peak_qps: 1}\n", "activity"),
    ],
)
def test_a_month_that_has_begun(
    calls: str, others: str, reading: str, tmp_path: Path
) -> None:
    """1 January has 900,000 / 31 = 29,032 calls: 500 free, 10,000 of the licence, 18,532 x 0.02 = 370.64, whatever comes.

    As it is, 890,968 are planned: nine packs of 100k, 15,300; 5,000 + 370.64 + 15,300 = 20,670.64, which is kept.

    -50 %: 450,000 - 14,516 = 435,484 from the 2nd on, and 10,000. Four packs 6,800, 35,484 x 0.02 = 709.68 and 200:
    5,000 + 370.64 + 6,800 + 909.68 = 13,080.32.

    +50 %: 1,350,000 - 43,548 = 1,306,452 and 30,000. Kept: 18,532 + 406,452 = 424,984 x 0.02 = 8,499.68, and 600:
    5,000 + 15,300 + 9,099.68 = 29,399.68. Without packs 1,324,984 x 0.012 = 15,899.81: 5,000 + 16,499.81 = 21,499.81.
    """
    usage = f"usage:\n  a: {{calls: {{{calls}}}, peak_qps: 1}}\n{others}"
    file = usage_file(tmp_path, usage + LICENCE, book="mainland")
    words = ("--from", "2024-01-02", "--assume", f"postpaid_scope={reading}")
    rows = demands(file, *words)
    assert rows[-50] == ("20670.64", "13080.32", "7590.32")
    assert rows[50] == ("29399.68", "21499.81", "7899.87")


INTL = {
    # 60,000 - 24,000 = 36,000 on 27 days: 13,333 before the 11th, 22,667 after the 13th. Four packs of 10k, 1,800, and
    # 46,667 - 1,000 free - 40,000 + 13,333 = 19,000 x 0.05.
    # -50 %: 18,000 on 27 days, 6,666 of them before, 11,334 after; 23,334 planned. Kept 1,800 + 13,333 x 0.05 = 666.65;
    # two packs 900 + (2,334 + 13,333) x 0.05 = 783.35.
    # +10 %: 39,600 on 27 days, 14,666 before, 24,934 after; 51,334 planned. Kept 1,800 + (10,334 + 13,333) x 0.05 =
    # 1,183.35; five packs 2,250 + (334 + 13,333) x 0.05 = 683.35.
    "a month with a range of its own": (
        "2025-04: 60k, 2025-04-11..2025-04-13: 24k",
        "2025-04-11",
        {
            -50: ("2466.65", "1683.35", "783.30"),
            10: ("2983.35", "2933.35", "50.00"),
        },
    ),
    # 2,100 a day; 31,500 x 0.05 = 1,575 in March. April: 62,000 after the free ones, six packs of 10k and two of 1,000,
    # 2,820.
    # -50 %: 31,500 in April. Kept 1,575 + 2,820; three packs of 10k 1,350, 500 x 0.065 = 32.50, and 1,575.
    # +10 %: 69,300. Kept 1,575 + 2,820 + 6,300 x 0.065 = 409.50; a pack of 100k 3,000, and 1,575.
    "a range from the month before": (
        "2025-03-17..2025-04-30: 94_500",
        "2025-04",
        {
            -50: ("4395.00", "2957.50", "1437.50"),
            10: ("4804.50", "4575.00", "229.50"),
        },
    ),
    # 2,000 a day, and 24,000 instead of the shares of three days: 20,000 before the 11th, 58,000 from it on. Five packs
    # 2,250 and 7,000 + 20,000 x 0.05.
    # -50 %: 12,000 + 17 x 1,000 = 29,000. Kept 2,250 + 20,000 x 0.05 = 1,000; two packs 900 + 28,000 x 0.05 = 1,400.
    "a growth series": (
        "from: 2025-04, months: 1, start: 60k, growth: 0%, 2025-04-11..2025-04-13: 24k",
        "2025-04-11",
        {-50: ("3250.00", "2300.00", "950.00")},
    ),
}


@pytest.mark.parametrize("name", INTL)
def test_counts_on_both_sides_of_the_day(name: str, tmp_path: Path) -> None:
    calls, since, expected = INTL[name]
    file = usage_file(tmp_path, f"usage: {{image_basic: {{calls: {{{calls}}}}}}}")
    rows = demands(file, "--from", since)
    assert {percent: rows[percent] for percent in expected} == expected


@pytest.mark.parametrize("percent", [-50, 10])
def test_what_is_billed_is_spread_as_what_is_planned(
    percent: int, tmp_path: Path
) -> None:
    """A licence on 5 April shapes its month; a range lies across the 11th, and one after it; a series goes on from May."""
    file = usage_file(
        tmp_path,
        """
        usage:
          a: {calls: {2025-03: 7_001, 2025-04: 61_003, 2025-04-09..2025-04-12: 9_001, 2025-04-20..2025-05-02: 8_003, 2025-05: 31_007}}
          b: {calls: {from: 2025-03, months: 3, start: 9_999, growth: 3%, 2025-04-10..2025-04-14: 5_555}}
          c: {calls: {2025-05: 777}}
        orders: [{item: licence, for: a, package: 1, date: 2025-04-05}]
        """,
        book="mainland",
    )
    scenario = load_scenario(str(file), None, {})
    start = date(2025, 4, 11)
    horizon = Horizon(Month(2025, 4), Month(2025, 5), start)
    on = plan_facts(scenario, scenario.readings({}), horizon, PlanLimits())
    planned, billed = scaled(on, percent), plan_facts_at(on, percent)
    assert billed.calls == planned.calls
    assert distributed(billed.scenario) == planned.calls
    assert planned.calls["a"].before(start) == on.calls["a"].before(start)


def test_daily_calls_continued_by_others() -> None:
    """1, 2, 3 calls on three days, and 10, 20, 30: from the second day on 1, 20, 30."""
    days = [date(2025, 3, day) for day in range(1, 8)]
    own = DailyCalls(days[1].toordinal(), (0, 1, 3, 6))
    other = DailyCalls(days[1].toordinal(), (0, 10, 30, 60))
    assert own.continued(other, days[2]).sums == (0, 1, 21, 51)
    for before in days[:2]:
        assert own.continued(other, before) == other
    for after in days[4:]:
        assert own.continued(other, after) == own
