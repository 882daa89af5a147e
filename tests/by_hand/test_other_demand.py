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


KEPT = {
    # 3 QPS from 1 January to 1 February, 15,000, then two packs of 10k, 3,000. 25 calls are on 25 days of January; 31 are
    # on every day, and so is the mode.
    # +25 %: 25,000 - 20,000 = 5,000 x 0.20 = 1,000; best: for the 5,000 four packs of 1,000, 720, the free 200, and
    # 800 x 0.20 = 160. +50 %: 10,000 x 0.20 = 2,000; best: a pack of 100k, 4,300, in place of all.
    "days that had no calls": (
        "usage: {video_single_face: {calls: {2025-01: 25, 2025-02: 20k}, peak_qps: {2025-01: 3, 2025-02: 1}}}",
        "intl",
        {25: row("19,000.00", "18,880.00"), 50: row("20,000.00", "19,300.00")},
    ),
    # January is in QPS mode from the 1st, when 3 QPS that are bought begin, 15,000; its first call is on the 6th.
    # +10 %: on the 5th, in QPS mode like all of them. February: 1,100 - 200 = 900 x 0.20 = 180.
    # +25 %: 1,050 x 0.20 = 210; best: a pack, 180, and 50 x 0.20 = 10. -50 %: 300 x 0.20 = 60.
    "days before the first calls": (
        """
        usage: {video_single_face: {calls: {2025-01: 6, 2025-02: 1000}, peak_qps: {2025-01: 2, 2025-02: 1}}}
        orders: [{item: qps, for: video_single_face, qps: 3, months: 1, date: 2025-01-01, bought: true}]
        """,
        "intl",
        {
            -50: row("15,060.00", "15,060.00"),
            10: row("15,180.00", "15,180.00"),
            25: row("15,210.00", "15,190.00"),
        },
    ),
    # 86,400 x 20 = 1,728,000 calls a day are 20 QPS at the least, and 21 QPS that are bought, 21 x 1,700 = 35,700, serve
    # them, with nothing said of a peak. +10 % are 22 QPS, and no peak is stated for which more could be bought.
    "an average above what is owned": (
        """
        usage: {image_basic: {calls: {2025-01-01..2025-01-31: 55_296_000}}}
        orders: [{item: qps, for: image_basic, qps: 21, months: 1, date: 2025-01-01, bought: true}]
        """,
        "intl",
        {-10: row("35,700.00", "35,700.00"), 10: row(None, None)},
    ),
    # 2,592,000 calls on a day are 30 QPS at the least, 20 above those of a licence 1: an upgrade of 20, 420. Half of them
    # are 15 QPS, and 10 would be enough: 5,000 + 420 + 1,296,000 - 10,500 = 1,285,500 x 0.012 = 15,426; best with 210.
    "an upgrade that is larger than it need be": (
        "usage: {a: {calls: {2025-01-10: 2_592_000}}}",
        "mainland",
        {-50: row("20,846.00", "20,636.00")},
    ),
}


@pytest.mark.parametrize("case", KEPT)
def test_what_is_kept_is_billed_as_it_is_written(case: str, tmp_path: Path) -> None:
    check(*KEPT[case], tmp_path)


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
