"""Where QPS mode is closed because packs for the same calls cost no more, by hand."""

import pytest

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.dear_qps import without_dear_qps
from facefusion_billing.solver.problem import MonthCount, MonthOrder, Problem, Segment
from facefusion_billing.solver.qps_cover import Ladder
from facefusion_billing.solver.solve import OPTIMAL, solve

BY_DAY = Ladder(
    TierTable((Tier(1, None, Price(75, 0)),), "at_least", "image-qps-daily")
)
"""75.00 for a QPS and day."""
ROW = Segment(month=0, calls=1_000, until=3, need=8, days=10)
"""1,000 calls are 6,000.00 in packs; 8 QPS for 10 days are 8 x 10 x 75.00 as well."""


def pool(*rows: Segment, basis: str = "billable") -> Problem:
    """Rows of three months in which packs of 1,000 for 6,000.00 and QPS by the day are all there is on sale."""
    months = (MonthCount(),) * 3
    packs = Catalogue({1_000: 6_000_00})
    return Problem(rows, months, packs, None, basis, by_day=BY_DAY)


def needs(problem: Problem) -> list[int | None]:
    return [row.need for row in without_dear_qps(problem).segments]


@pytest.mark.parametrize(
    ("row", "need"),
    [
        (ROW, None),
        # 7 x 10 x 75.00 are 5,250.00, and 8 x 9 x 75.00 are 5,400.00.
        (ROW._replace(need=7), 7),
        (ROW._replace(days=9), 8),
        # Two packs are 12,000.00: 16 QPS are as much, and 15 are less.
        (ROW._replace(calls=1_001), 8),
        (ROW._replace(calls=1_001, need=15), 15),
        (ROW._replace(calls=1_001, need=16), None),
        # Where call volume mode does not serve the peak nothing else does.
        (ROW._replace(volume=False), 8),
        # QPS that is owned costs nothing.
        (ROW._replace(need=0), 0),
        # Nobody calls.
        (ROW._replace(calls=0), 8),
    ],
    ids=lambda value: value and str(value),
)
def test_one_segment(row: Segment, need: int | None) -> None:
    assert needs(pool(row)) == [need]


def test_only_where_packs_can_take_its_place() -> None:
    """Some calls come when no pack is for sale; under `after_paid_packs` free calls that are used earlier move tiers."""
    assert needs(pool(ROW, ROW)) == [None, None]
    assert needs(pool(ROW, ROW._replace(can_buy=False))) == [8, 8]
    assert needs(pool(ROW, basis="after_paid_packs")) == [8]


def test_an_order_by_the_month_serves_it_for_less() -> None:
    """The order of the first segment serves the second too, the third is by itself."""
    order = MonthOrder(qps=8, months=1, cost=1, until=2, following=2)
    first = ROW._replace(orders=(order,))
    assert needs(pool(first, ROW, ROW)) == [8, 8, None]
    later = first._replace(orders=(order._replace(until=3),))
    assert needs(pool(ROW, later, ROW)) == [None, 8, 8]


def test_nothing_is_searched() -> None:
    """8,000 calls in two months: eight packs are 48,000.00, by the day 2 x 40 QPS for 10 days 60,000.00."""
    row = ROW._replace(calls=4_000, need=40)
    solved = solve(pool(row, row._replace(month=1)))
    assert (solved.status, solved.cost, solved.labels) == (OPTIMAL, 48_000_00, 1)
