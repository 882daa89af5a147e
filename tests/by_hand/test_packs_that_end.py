"""Packs that end inside the horizon, in a month that has calls after that day, and days by the hundred.

A pack of 5 April 2025 is there till 4 April 2026. It was a fault that a search counted on it till the month's end: what it
found cost as much as the best plan, but its packs could not serve the calls of the 24th.
"""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.tools import json_of, usage_file


def text(scope: str, calls: dict[str, int]) -> str:
    counts = ", ".join(f"{day}: {count}" for day, count in calls.items())
    return (
        f"version: 1\nprice_book: intl\nusage: {{{scope}: {{calls: {{{counts}}}}}}}\n"
    )


@pytest.mark.parametrize(
    ("scope", "calls", "total"),
    [
        # 100k + 3 x 10k = 3,000 + 1,350; a year later 2 x 100k + 10k = 6,000 + 450.
        (
            "image_basic",
            {"2025-04-05": 130_000, "2026-04-24": 210_000},
            "10800.00",
        ),
        # 1k and the free 200, 100 x 0.20 = 20; 2 x 1k and 100 x 0.20: 180 + 20 + 360 + 20.
        ("video_single_face", {"2023-04-05": 1_300, "2024-04-24": 2_100}, "580.00"),
        # 10k + 3 x 1k = 1,500 + 540; 2 x 10k, the free 200 and 800 x 0.20 = 3,000 + 160.
        (
            "video_single_face",
            {"2023-04-05": 13_000, "2024-04-24": 8_000, "2024-05-22": 13_000},
            "5200.00",
        ),
    ],
)
def test_what_ends_in_a_month_is_bought_again(
    tmp_path: Path, scope: str, calls: dict[str, int], total: str
) -> None:
    answer = json_of("recommend", usage_file(tmp_path, text(scope, calls)), "-q")
    best = answer["best"]
    assert (best["total"], best["proof"]["status"]) == (total, "optimal")


def test_packs_alone_serve_every_call(tmp_path: Path) -> None:
    calls = {"2025-04-05": 130_000, "2026-04-24": 210_000}
    answer = json_of(
        "recommend", usage_file(tmp_path, text("image_basic", calls)), "-q"
    )
    (packs,) = (plan for plan in answer["plans"] if plan["name"] == "packs")
    assert packs["total"] == "10800.00"


def test_a_log_of_many_days_is_planned_on_fewer_too(tmp_path: Path) -> None:
    """2,300 calls on each of 436 days. The free 1,000, a pack of 100k and 6 of 10k (3,000 + 2,700) serve the first 70 days
    (161,000) to 18 May 2024, one of 1M (17,200) the year from 20 May on, and the 2,300 calls of the 19th are 149.50: 3,000 +
    2,700 + 17,200 + 149.50 = 23,049.50. A search among all days alone runs out of work at 23,106.00.
    """
    first = date(2024, 3, 10)
    days = {str(first + timedelta(days=day)): 2_300 for day in range(436)}
    answer = json_of("recommend", usage_file(tmp_path, text("image_basic", days)), "-q")
    assert float(answer["best"]["total"]) <= 23_049.50
