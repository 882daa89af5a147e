"""What QPS costs a segment at the least, by hand: an order shared out over what it can be used for."""

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.problem import MonthCount, MonthOrder, Problem, Segment
from facefusion_billing.solver.qps_cover import Ladder
from facefusion_billing.solver.qps_shares import QpsShares

BY_DAY = TierTable((Tier(1, None, Price(75, 0)),), "at_least", "image-qps")


FIRST = Segment(month=0, calls=1_000, until=3, need=10, days=31)
SECOND = Segment(month=1, calls=1_000, until=3, need=20, days=28)
LAST = Segment(month=2, calls=1_000, until=3)


def pool(
    *rows: Segment, by_day: TierTable = BY_DAY, rate: tuple[int, int] | None = None
) -> QpsShares:
    months, nothing_sold = (MonthCount(),) * 3, Catalogue({})
    problem = Problem(
        rows, months, nothing_sold, None, "billable", by_day=Ladder(by_day)
    )
    return QpsShares(problem, rate)


def shares(*orders: MonthOrder) -> QpsShares:
    """31 days that need 10 QPS, then 28 that need 20; QPS for a day costs 75.00."""
    return pool(FIRST._replace(orders=orders), SECOND, LAST)


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


def test_shares_are_millionths_of_a_cent_cut_off_below() -> None:
    # 34,000.00 / 870 = 39.08045977 for each QPS and day, however it is divided by the months.
    assert shares(MonthOrder(20, 1, 34_000_00, 2, 2)).rates == [
        3_908_045_977,
        3_908_045_977,
        0,
    ]
    # At a third of a cent 3 QPS for a day are 0.999999 cents: none is sure.
    third = pool(FIRST._replace(need=1, days=3), rate=(1, 3))
    assert (third.rates, third.of_segment(0)) == ([333_333], 0)
    # What is saved is rounded up instead: 2 x 0.333333 cents are at most one cent.
    assert pool(FIRST._replace(need=2, days=1), rate=(1, 3)).saved(2, 0, 1) == 1


def test_an_order_is_shared_by_nothing_that_needs_no_qps() -> None:
    # In force for the third month too, which is closed to QPS: 870 as before.
    order = MonthOrder(20, 1, 34_000_00, 3, 3)
    assert shares(order).rates[:2] == [3_908_045_977] * 2


def test_an_order_is_shared_from_its_first_segment_on() -> None:
    # 20 QPS from the second month on are used for 20 x 28 = 560: 34,000.00 / 560 = 60.71428571, less than 75.00.
    second = SECOND._replace(orders=(MonthOrder(20, 1, 34_000_00, 2, 2),))
    assert pool(FIRST, second, LAST).rates == [7_500_000_000, 6_071_428_571, 0]


def test_by_the_day_the_cheapest_order_up_to_the_need() -> None:
    # 45 QPS by the day as 50 at 1,450.00: 72,500.00 / 45 = 1,611.11 each, less than 1,700.00.
    falling = TierTable(
        (Tier(1, 49, Price(1_700, 0)), Tier(50, None, Price(1_450, 0))), "at_least", "x"
    )
    own = pool(FIRST._replace(need=45, days=1), by_day=falling)
    assert own.rates == [161_111_111_111]
    # Where the unit price rises, an order of 501 is 6.00 each, but 501 orders of one are 3.00 each.
    rising = TierTable(
        (Tier(1, 1, Price(3, 0)), Tier(2, None, Price(6, 0))), "at_least", "x"
    )
    assert pool(FIRST._replace(need=501), by_day=rising).rates == [300_000_000]
