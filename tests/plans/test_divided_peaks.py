"""What the parts of a split activity need at the least: the average of their own busiest day."""

from datetime import date

import pytest

from facefusion_billing.plans.activities.activity import Part
from facefusion_billing.plans.activities.orders import _average
from facefusion_billing.rules.distribution import DailyCalls

FIRST = date(2025, 3, 1)
PART = Part("a", (), DailyCalls(FIRST.toordinal(), (0, 100_000, 400_000, 450_000)), 0)
"""100,000 calls on 1 March, 300,000 on the 2nd, 50,000 on the 3rd, and none after it."""


@pytest.mark.parametrize(
    ("days", "most"),
    [
        ((1, 2, 3), 4),  # 300,000 / 86,400 = 3.5
        ((1, 3), 2),  # 100,000 / 86,400 = 1.2: the 2nd has a peak of its own
        ((3, 4, 9), 1),  # 50,000 / 86,400 = 0.6
        ((7, 9), 0),
        ((), 0),
    ],
)
def test_the_busiest_of_some_days(days: tuple[int, ...], most: int) -> None:
    assert _average(PART, [date(2025, 3, day) for day in days]) == most
