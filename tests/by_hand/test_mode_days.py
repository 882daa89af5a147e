"""A plan sets the mode on the day its quota begins, and back on the day it ends, though calls begin later."""

from pathlib import Path
from typing import Any

import pytest

from tests.tools import estimate_json, ffbill, json_of, usage_file

CASES = {
    # 20 calls over 31 days: floor(20 x 1/31) = 0 on 1 January, 1 by the 2nd. By the month 3 x 5,000, twice.
    "an even share of nothing": (
        "usage: {video_single_face: {calls: {2025-01: 20, 2025-02: 2800}, peak_qps: 3}}",
        "30000.00",
        [{"from": "2025-01-01", "until": "2025-03-01", "mode": "qps"}],
    ),
    # The month's order of 25 QPS is a fact, 25 x 1,700; only the 10th has calls, and its quota runs to 31 January.
    "a quota that is owned": (
        """
        usage: {image_basic: {calls: {2025-01-10: 10k}, peak_qps: 25}}
        orders: [{item: qps, for: image_basic, qps: 25, months: 1, date: 2025-01-01, bought: true}]
        """,
        "42500.00",
        [{"from": "2025-01-01", "until": "2025-02-01", "mode": "qps"}],
    ),
    # 13 calls begin on 3 January (floor(13 x 3/31) = 1): 30 days of 3 QPS to 2 February, 3 x 5,000; by the day 29 x 3 x
    # 180 = 15,660. February's 20 calls are in call volume mode, and free; the first is on the 2nd (floor(20 x 2/28) = 1).
    "calls that begin when a quota ends": (
        """
        assumptions: {qps_month: 30_days}
        usage: {video_single_face: {calls: {2025-01: 13, 2025-02: 20}, peak_qps: {2025-01: 3, 2025-02: 1}}}
        """,
        "15000.00",
        [{"from": "2025-01-03", "until": "2025-02-02", "mode": "qps"}],
    ),
    # 20 calls as above, from the 2nd of the file's only month: 3 x 5,000 for a month that ends in the next one; by the day
    # 30 x 3 x 180 = 16,200.
    "a quota that ends after the file": (
        "usage: {video_single_face: {calls: {2025-01: 20}, peak_qps: 3}}",
        "15000.00",
        [{"from": "2025-01-02", "until": "2025-02-02", "mode": "qps"}],
    ),
    # 25 x 1,700 for two months from 5 January: 85,000; the file's calls are over on 10 January.
    "an owned quota that ends after the file": (
        """
        usage: {image_basic: {calls: {2025-01-10: 10k}, peak_qps: 25}}
        orders: [{item: qps, for: image_basic, qps: 25, months: 2, date: 2025-01-05, bought: true}]
        """,
        "85000.00",
        [{"from": "2025-01-05", "until": "2025-03-05", "mode": "qps"}],
    ),
    # On the 3rd 1,000 free calls in call volume mode, in which a day of no stated peak is served; 25 QPS for the 20th,
    # 25 x 75 = 1,875, begin with their own calls: days without a quota stay in call volume mode.
    "days without a quota": (
        "usage: {image_basic: {calls: {2025-01-03: 1k, 2025-01-20: 1k}, peak_qps: {2025-01-20: 25}}}",
        "1875.00",
        [{"from": "2025-01-20", "until": "2025-01-21", "mode": "qps"}],
    ),
    # 25 QPS owned for January. The 3rd has calls of a stated peak of 25: from there on the mode is QPS, and on the 1st
    # and 2nd too, which have none; 42,500 as above, the mode is set once.
    "calls on two days of a quota": (
        """
        usage: {image_basic: {calls: {2025-01-03: 1k, 2025-01-20: 1k}, peak_qps: 25}}
        orders: [{item: qps, for: image_basic, qps: 25, months: 1, date: 2025-01-01, bought: true}]
        """,
        "42500.00",
        [{"from": "2025-01-01", "until": "2025-02-01", "mode": "qps"}],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_days_of_the_mode(tmp_path: Path, case: str) -> None:
    """RULES 10: the mode is set on the day the quota begins (its `until`: set back on the day it ends)."""
    text, total, days = CASES[case]
    file, plan = usage_file(tmp_path, text), tmp_path / "plan.yaml"
    best: dict[str, Any] = json_of("recommend", file, "--write", plan)["best"]
    assert best["total"] == total
    (modes,) = best["billing_mode"].values()
    assert modes == days
    # What the plan leaves unused would be warned of, and fail `--strict`.
    assert ffbill("estimate", plan, "--strict").status == 0
    assert estimate_json(plan)["total"] == total
