"""In the middle of a month (RULES 2.9): what it will cost, its tier, the day the pack runs out, the day a limit is passed.

17 days from 2025-03-01, 5,000 calls each but 4,000 on Sunday 16 and 6,000 on Monday 17: 85,000. From two weeks, a Sunday
is (5,000 + 4,000) / 2 = 4,500, a Monday (5,000 + 6,000) / 2 = 5,500, every other day 5,000: 35,000 a week.
Image calls: 0.065, from 10,000 in a month 0.050, from 100,000 on 0.035; a pack of 100,000 costs 3,000.
"""

import json
from datetime import date, timedelta
from pathlib import Path
from textwrap import dedent

import pytest

from tests.tools import Ask, ffbill

FIRST = date(2025, 3, 1)
COUNTS = [5_000] * 15 + [4_000, 6_000]
DAYS = ", ".join(f"{FIRST + timedelta(n)}: {calls}" for n, calls in enumerate(COUNTS))
TEXT = f"""
    price_book: intl
    usage:
      image_basic: {{calls: {{{DAYS}}}}}
    orders:
      - {{id: P-1, item: call_pack, for: image_basic, size: 100k, date: 2025-03-01}}
    """
MARCH = ("--forecast", "2025-03,2")


class TestTheRunningMonth:
    """2.9: counts by day go on with the means of their weekdays."""

    def test_its_bill(self, ask: Ask) -> None:
        """85,000 + 2 x 35,000 = 155,000, less 100,000 of the pack: 55,000 x 0.050 = 2,750.00, and 3,000.00.

        Least: 2 x (5 x 5,000 + 4,000 + 5,000) = 68,000, so 53,000 x 0.050 = 2,650.00; most: 2 x (25,000 + 5,000 +
        6,000) = 72,000, so 57,000 x 0.050 = 2,850.00.
        """
        answer = ask(TEXT, *MARCH)
        assert answer["bills"][0]["total"] == "5750.00"
        assert answer["forecast"] == {
            "last_day": "2025-03-17",
            "low": "5650.00",
            "high": "5850.00",
            "low_complete": True,
            "high_complete": True,
        }
        usage = answer["bills"][0]["usage"][0]
        assert (usage["calls"], usage["forecast"]) == (155_000, 70_000)
        assert usage["tier"]["unit_price"] == "0.050"

    def test_the_day_on_which_the_pack_runs_out(self, ask: Ask) -> None:
        """85,000 by the 17th, then 5,000 on Tuesday, Wednesday and Thursday: 100,000 by the 20th."""
        assert ask(TEXT, *MARCH)["packs"][0]["used_up"] == "2025-03-20"

    def test_weeks_that_are_alike_have_no_range(self, ask: Ask) -> None:
        """2,000 on each of 31 days; February's 28 days are 56,000 x 0.050 = 2,800.00."""
        days = ", ".join(f"2025-01-{day:02}: 2000" for day in range(1, 32))
        text = f"price_book: intl\nusage: {{image_basic: {{calls: {{{days}}}}}}}\n"
        shown = ask.shown(text, "--forecast", "2025-02,4")
        assert (
            "Counts until 2025-01-31, then a forecast from weeks that are alike"
            in shown
        )
        assert "2025-02 comes to 2,800.00 USD" in shown
        assert (
            "image_basic: 56,000 calls, all of them a forecast; 56,000 billed" in shown
        )

    def test_the_first_screen(self, ask: Ask) -> None:
        shown = ask.shown(TEXT, *MARCH)
        for line in (
            "Counts until 2025-03-17, then a forecast: 5,650.00 to 5,850.00 USD in all",
            "2025-03 comes to 5,750.00 USD",
            "image_basic: 155,000 calls, 70,000 of them a forecast; 55,000 billed at 0.050",
            "P-1 runs out on 2025-03-20",
        ):
            assert line in shown

    @pytest.mark.parametrize(
        ("limit", "day"),
        [
            # 2,000.00 of calls are 40,000 at 0.050, and 140,000 are made by Friday 28: the 29th is above it.
            ("5000", "2025-03-29"),
            # 2,260.00 are 45,200; 145,000 by the 29th, 149,500 by Sunday 30.
            ("5260", "2025-03-30"),
        ],
    )
    @pytest.mark.parametrize("gate", ["--fail-over", "--fail-over-month"])
    def test_the_day_on_which_a_limit_is_passed(
        self, ask: Ask, gate: str, limit: str, day: str
    ) -> None:
        shown = ask.shown(TEXT, *MARCH, gate, limit, status=1)
        assert f"{gate} is passed with the count of {day}" in shown

    def test_an_order_passes_a_limit(self, ask: Ask) -> None:
        """The pack's 3,000.00 are above 2,999.00 before a call of its day is made."""
        shown = ask.shown(TEXT, *MARCH, "--fail-over", "2999", status=1)
        assert "--fail-over is passed with what is ordered on 2025-03-01" in shown

    def test_a_limit_that_holds(self, ask: Ask) -> None:
        assert "is passed" not in ask.shown(TEXT, *MARCH, "--fail-over", "5750")


@pytest.mark.parametrize("weeks", ["0", "-1", "521", "2.5"])
def test_weeks_of_which_no_mean_is_made(weeks: str, ask: Ask) -> None:
    assert "weeks" in ask.refused(TEXT, "--forecast", f"2025-03,{weeks}")


def test_it_goes_on_in_every_scenario_that_is_compared(tmp_path: Path) -> None:
    """155,000 calls less the pack's 100,000: 55,000 x 0.050; under `total` 155,000 reach 0.035: 55,000 x 0.015 = 825.00 less."""
    usage = tmp_path / "usage.yaml"
    usage.write_text("version: 1\n" + dedent(TEXT), encoding="utf-8")
    words = ("--assume", "tier_basis=total", "-f", "json", *MARCH)
    answer = json.loads(ffbill("compare", usage, *words).out)
    assert [one["amount"] for one in answer["total"]] == [
        "5750.00",
        "4925.00",
    ]


def test_weeks_that_cannot_be_read_have_no_other_fault(ask: Ask) -> None:
    told = ask.refused(TEXT.replace("}}", "}, forecast: {until: 2025-04, weeks: 0}}"))
    assert "'0' is less than 1" in told
    assert "whole weeks" not in told
