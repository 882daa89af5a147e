"""What QPS costs a segment at the least, by hand: an order shared out over what it can be used for."""

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.problem import MonthCount, MonthOrder, Problem, Segment
from facefusion_billing.solver.qps_cover import Ladder
from facefusion_billing.solver.qps_shares import QpsShares

BY_DAY = TierTable((Tier(1, None, Price(75, 0)),), "at_least", "image-qps")


def shares(*orders: MonthOrder) -> QpsShares:
    """31 days that need 10 QPS, then 28 that need 20; QPS for a day costs 75.00."""
    rows = (
        Segment(month=0, calls=1_000, until=3, need=10, days=31, orders=orders),
        Segment(month=1, calls=1_000, until=3, need=20, days=28),
        Segment(month=2, calls=1_000, until=3),
    )
    months = (MonthCount(),) * 3
    nothing_sold = Catalogue({})
    return QpsShares(
        Problem(rows, months, nothing_sold, None, "billable", by_day=Ladder(BY_DAY))
    )


def test_by_the_day() -> None:
    found = shares()
    # 10 x 31 x 75.00, and 20 x 28 x 75.00.
    assert [found.of_segment(n) for n in range(3)] == [23_250_00, 42_000_00, 0]


def test_an_order_is_shared_by_what_is_needed() -> None:
    # 20 QPS for both months cost 2 x 34,000.00 and are used for 10 x 31 + 20 x 28 = 870 QPS for a day:
    # 68,000.00 / 870 = 78.16 is more than 75.00, and 34,000.00 / 870 = 39.080459 is less.
    dear = MonthOrder(20, 2, 68_000_00, 2, 2)
    cheap = MonthOrder(20, 1, 34_000_00, 2, 2)
    assert shares(dear).of_segment(0) == 23_250_00
    # 310 x 39.080459 = 12,114.94 and 560 x 39.080459 = 21,885.05: together a cent less than the order.
    found = shares(dear, cheap)
    assert [found.of_segment(n) for n in range(2)] == [12_114_94, 21_885_05]


def test_an_order_of_one_segment_says_nothing_of_another() -> None:
    # 10 QPS for the first month only: 310 x (17,000.00 / 310).
    found = shares(MonthOrder(10, 1, 17_000_00, 1, 1))
    assert 16_999_99 <= found.of_segment(0) <= 17_000_00
    assert found.of_segment(1) == 42_000_00


def test_what_qps_in_force_makes_needless_is_no_less_than_its_share() -> None:
    found = shares()
    # 15 QPS: all 10 of the first segment, 15 of the 20 of the second.
    assert found.saved(15, 0, 2) == 10 * 31 * 75_00 + 15 * 28 * 75_00
    assert found.saved(15, 1, 2) == 15 * 28 * 75_00
    assert found.saved(15, 2, 2) == found.saved(0, 0, 2) == 0


def test_its_worth_is_what_the_day_would_cost_instead() -> None:
    found = shares(MonthOrder(20, 1, 34_000_00, 2, 2))
    assert found.worth(15, 0, 2) == 10 * 31 * 75_00 + 15 * 28 * 75_00


def test_qps_that_is_over_or_needed_by_nothing_is_worth_nothing() -> None:
    found = shares()
    # The third month needs none; no QPS, or QPS that ended before the month, is worth nothing in it.
    assert found.worth(15, 0, 3) == found.worth(15, 0, 2)
    assert found.worth(15, 2, 3) == found.saved(15, 2, 3) == 0
    assert found.worth(0, 0, 2) == found.worth(15, 2, 1) == found.saved(15, 2, 1) == 0
