"""The rows of another demand, by hand: the best plan is that of the file with its counts scaled, on its own days; the plan
that is kept costs what an estimate of it with those counts does.
"""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.tools import json_of, usage_file

Row = tuple[str | None, str | None]
"""What the kept plan and the best one cost."""


def row(keep: str | None, best: str | None) -> Row:
    """A row whose amounts are written with commas."""
    return keep and keep.replace(",", ""), best and best.replace(",", "")


DAYS_OF_THEIR_OWN = {
    # 563 calls by the end of February: the free 500 end there, so the licence is needed before the 1st of March: on the
    # 1st of February. 563 + 62,500 - 500 - 10,000 = 52,563 x 0.02 = 1,051.26, and 5,000.
    # +50 %: 675 + 75,000 - 10,500 = 65,175 x 0.02 = 1,303.50. +10 %: 495 + 55,000 - 10,500 = 44,995 x 0.02 = 899.90.
    "free calls that run out before the licence": (
        "usage: {a: {calls: {2025-02: 450, 2025-03: 50k}}}",
        "mainland",
        {
            10: row("5,899.90", "5,899.90"),
            25: row(None, "6,051.26"),
            50: row(None, "6,303.50"),
        },
    ),
    # 6 calls of a peak of 3 begin on the 6th (floor(6 x 6/31) = 1): 26 days x 3 x 180 = 14,040.
    # -50 %: 3 calls, from the 11th on: 21 x 540 = 11,340. -25 %: 4.5, 5 calls, from the 7th on: 25 x 540 = 13,500.
    # +10 %: 6.6, 7 calls, from the 5th on: 27 x 540 = 14,580; that day has no QPS in the plan. +50 %: 9, from the 4th on:
    # 28 x 540 = 15,120, or by the month 15,000.
    "calls that begin on another day": (
        "usage: {video_single_face: {calls: {2025-01: 6}, peak_qps: 3}}",
        "intl",
        {
            -50: row("14,040.00", "11,340.00"),
            -25: row("14,040.00", "13,500.00"),
            10: row(None, "14,580.00"),
            50: row(None, "15,000.00"),
        },
    ),
}


@pytest.mark.parametrize("case", DAYS_OF_THEIR_OWN)
def test_the_best_is_that_of_the_scaled_file(case: str, tmp_path: Path) -> None:
    check(*DAYS_OF_THEIR_OWN[case], tmp_path)


def check(text: str, book: str, expected: dict[int, Row], folder: Path) -> None:
    """Whether some rows are as they should be."""
    answer = json_of("recommend", usage_file(folder, text, book=book), "-q")
    rows = {own["demand_percent"]: own for own in answer["sensitivity"]}
    found = {
        percent: (rows[percent]["keep"], rows[percent]["best"]) for percent in expected
    }
    assert found == expected
    for percent, (keep, best) in expected.items():
        regret = None
        if keep is not None and best is not None:
            regret = str(Decimal(keep) - Decimal(best))
        assert rows[percent]["regret"] == regret
