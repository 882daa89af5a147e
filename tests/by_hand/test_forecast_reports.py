"""A forecast is no bill (RULES 2.9): every report says from which day on, and how many of the calls are one.

Four weeks from Monday 2025-03-03 to Sunday 30: 1,000, 1,500, 2,000 and 2,500 calls a day, 7 x 7,000 = 49,000. Each weekday's
mean is 7,000 / 4 = 1,750, so Monday 31 March has 1,750 and the 30 days of April 52,500: 54,250 of 103,250 calls.
"""

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.tools import ffbill, json_of, usage_file

DAYS = [date(2025, 3, 3) + timedelta(n) for n in range(28)]
COUNTS = {day: 1_000 + 500 * (n // 7) for n, day in enumerate(DAYS)}
CALLS = ", ".join(f"{day}: {calls}" for day, calls in COUNTS.items())
PART = "Counts until 2025-03-30, then a forecast: 54,250 of 103,250 calls"
MONTHS = [
    {"month": "2025-03", "calls": 50_750, "forecast": 1_750},
    {"month": "2025-04", "calls": 52_500, "forecast": 52_500},
]
FORECAST = {"last_day": "2025-03-30", "months": MONTHS}


def usage(until: str = "2025-04", more: str = "") -> str:
    scope = f"image_basic: {{calls: {{{CALLS}}}, forecast: {{until: {until}}}{more}}}"
    return f"price_book: intl\nusage: {{{scope}}}\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return usage_file(tmp_path, usage())


def test_the_cheapest_plan(file: Path) -> None:
    lines = ffbill("recommend", file).out.splitlines()
    assert "is the cheapest plan" in lines[1]
    assert lines[2] == PART
    assert json_of("recommend", file)["forecast"] == FORECAST


def test_where_no_plan_serves_every_call(tmp_path: Path) -> None:
    """5M calls a day are 58 a second on average, above the limit of 20, and no peak says how much QPS to buy."""
    days = ", ".join(f"{day}: 5M" for day in DAYS)
    scope = f"image_basic: {{calls: {{{days}}}, forecast: {{until: 2025-04}}}}"
    plain = usage_file(tmp_path, f"price_book: intl\nusage: {{{scope}}}\n")
    answer = json_of("recommend", plain)
    assert answer["best"]["total"] is None
    assert answer["forecast"] == {"last_day": "2025-03-30", "months": []}
    shown = ffbill("recommend", plain).out
    assert "\nCounts until 2025-03-30, then a forecast\n" in shown


def test_without_a_forecast_it_is_null(tmp_path: Path) -> None:
    plain = usage_file(
        tmp_path, f"price_book: intl\nusage: {{image_basic: {{calls: {{{CALLS}}}}}}}\n"
    )
    assert json_of("recommend", plain)["forecast"] is None
    assert "forecast" not in ffbill("recommend", plain).out


def test_the_workbook(file: Path, tmp_path: Path) -> None:
    """March 50,750 and April 52,500 x 0.050: 2,537.50 and 2,625.00. Least: 1,000 a day, 50,000 and 30,000: 2,500.00 and
    1,500.00; most: 2,500 a day, 51,500 and 75,000: 2,575.00 and 3,750.00.
    """
    out = tmp_path / "bills.xlsx"
    assert ffbill("estimate", file, "-o", out).status == 0
    texts = [row[0].value for row in load_workbook(out)["Summary"].iter_rows()]
    said = "Counts until 2025-03-30, then a forecast: 4,000.00 to 6,325.00 USD in all"
    assert said in texts


@pytest.mark.parametrize("style", ["table", "md", "html"])
def test_scenarios_side_by_side(style: str, file: Path, tmp_path: Path) -> None:
    """To the end of May 31 x 1,750 = 54,250 more."""
    other = tmp_path / "longer.yaml"
    other.write_text("version: 1\n" + usage("2025-05"), encoding="utf-8")
    shown = ffbill("compare", file, other, "-f", style, env={"COLUMNS": "200"}).out
    # A page keeps days in one piece.
    shown = re.sub("<[^>]*>", "", shown)
    assert f"usage.yaml: {PART}" in shown
    longer = "then a forecast: 108,500 of 157,500 calls"
    assert f"longer.yaml: Counts until 2025-03-30, {longer}" in shown
    first, second = json_of("compare", file, other)["scenarios"]
    assert first["forecast"] == FORECAST
    assert second["forecast"]["months"][2]["forecast"] == 54_250


def test_only_the_months_that_are_compared(file: Path) -> None:
    words = ("--assume", "tier_basis=total", "--month", "2025-03")
    shown = ffbill("compare", file, *words, env={"COLUMNS": "200"}).out
    assert "then a forecast: 1,750 of 50,750 calls" in shown


class TestPortfolio:
    """Two accounts of these counts: 2 x 54,250 of 2 x 103,250."""

    def calls(self, folder: Path, ends: dict[str, int]) -> Path:
        rows = [
            f"{account},{day},{calls},,image_basic\n"
            for account, days in ends.items()
            for day, calls in list(COUNTS.items())[:days]
        ]
        path = folder / "calls.csv"
        head = "account,date,calls,peak_qps,for\n"
        path.write_text(head + "".join(rows), encoding="utf-8")
        return path

    def test_the_screen(self, tmp_path: Path) -> None:
        calls = self.calls(tmp_path, {"a": 28, "b": 28})
        words = ("portfolio", "--calls", calls, "--forecast", "2025-04")
        lines = ffbill(*words).out.splitlines()
        said = "Counts until 2025-03-30, then a forecast: 108,500 of 206,500 calls"
        assert lines[1] == said
        accounts = json.loads(ffbill(*words, "-f", "json").out)["accounts"]
        assert [row["forecast"] for row in accounts] == [FORECAST] * 2

    def test_accounts_that_end_on_other_days(self, tmp_path: Path) -> None:
        """b has three weeks: 21 x 1,500 = 31,500, then the mean 1,500 on the 38 days to April: 57,000."""
        calls = self.calls(tmp_path, {"a": 28, "b": 21})
        words = ("portfolio", "--calls", calls, "--forecast", "2025-04,3")
        shown = ffbill(*words).out
        # a from the last three weeks: 2,000 on 31 days
        part = f"{62_000 + 57_000:,} of {49_000 + 62_000 + 31_500 + 57_000:,} calls"
        days = "2025-03-30 (of some only until 2025-03-23)"
        assert f"Counts until {days}, then a forecast: {part}" in shown

    def test_only_some_have_one(self, file: Path, tmp_path: Path) -> None:
        plain = tmp_path / "plain.yaml"
        text = "version: 1\nprice_book: intl\nusage: {image_basic: {calls: {2025-03: 5}}}\n"
        plain.write_text(text, encoding="utf-8")
        shown = ffbill("portfolio", file, plain).out
        assert f"1 account: {PART}" in shown


def test_in_chinese(file: Path) -> None:
    shown = ffbill("recommend", file, "--lang", "zh").out
    assert "实际计数至 2025-03-30，其后为预测：103,250 次调用中有 54,250 次" in shown
