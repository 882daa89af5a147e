"""Other readings are searched last: where the plan took all the work there is, each has some of its own."""

from pathlib import Path

import pytest

from tests.tools import json_of, usage_file

LONG = """
version: 1
price_book: mainland
assumptions: {postpaid_scope: activity}
usage:
  a: {starts: 2025-06-01, calls: {2025-06: 1760k, 2025-06-02: 60k, 2025-10: 1700k, 2026-01: 990k, 2026-02: 1003k,
    2026-04: 1700k, 2026-06: 300}}
  b: {starts: 2025-06-01, calls: {2025-06: 990k, 2025-07: 990k, 2025-08: 5200k, 2025-09: 400k, 2025-10: 5200k,
    2025-11: 1003k, 2025-12: 300, 2026-01: 400k, 2026-02: 400k, 2026-03: 300, 2026-04: 400k, 2026-05: 400k,
    2026-06: 5200k}, peak_qps: {2025-12: 200, 2026-01: 200, 2026-02: 90, 2026-03: 60, 2026-04: 200, 2026-05: 1}}
"""
"""Thirteen months of two activities whose tiers are apart."""


@pytest.mark.parametrize(
    ("reading", "value"), [("licence_3_qps", "500"), ("licence_end", "refused")]
)
def test_the_best_plan_of_another_reading_is_what_that_reading_recommends(
    tmp_path: Path, reading: str, value: str
) -> None:
    """A row of its own says what `--assume` says: 200 QPS are within a licence 3 of 500, and no upgrade is needed."""
    file = usage_file(tmp_path, LONG)
    [row] = [
        row
        for row in json_of("recommend", file, "-q")["alternatives"]
        if (row["assumption"], row["value"]) == (reading, value)
    ]
    there = json_of("recommend", file, "--assume", f"{reading}={value}", "-q")
    assert row["best"] == there["best"]["total"]
