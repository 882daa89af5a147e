"""What months used of QPS and of the mainland book: each its days.

QPS below 50: 75 a day, 1,700 a month; 50 and more: 60 a day. Mainland: licences 5,000 and 20,000 CNY for 365 days,
100,000 shared calls 1,700, 10 QPS more 210 a day, calls 0.02. Every amount stands beside its sum, worked by hand from the price documents (RULES 11, 12).
"""

from pathlib import Path

import pytest

from tests.by_hand.amounts import Money, amounts, months, used
from tests.tools import usage_file


@pytest.mark.parametrize(
    ("order", "expected", "left"),
    [
        # 10 x 75 x 5 = 3,750: 30 and 31 January 2/5, three days of February 3/5.
        (
            "qps: 10, days: 5, date: 2025-01-30",
            {"2025-01": "1500.00", "2025-02": "2250.00"},
            "0.00",
        ),
        # 100.00 agreed for three days: 33.33 for the first, 66.67 for the others.
        (
            "qps: 1, days: 3, price: 100, date: 2025-01-31",
            {"2025-01": "33.33", "2025-02": "66.67"},
            "0.00",
        ),
        # 10 x 75 x 2 = 1,500, paid in January, in force in February.
        (
            "qps: 10, days: 2, date: 2025-01-20, start: 2025-02-03",
            {"2025-02": "1500.00"},
            "0.00",
        ),
        # 10 x 1,700 = 17,000 for 10 February to 9 March, 28 days: x 19 / 28 = 11,535.714.
        (
            "qps: 10, months: 1, date: 2025-02-10",
            {"2025-02": "11535.71", "2025-03": "5464.29"},
            "0.00",
        ),
        # The 31st, one month: to 28 February, 28 days; the first is 17,000 / 28 = 607.14.
        (
            "qps: 10, months: 1, date: 2025-01-31",
            {"2025-01": "607.14", "2025-02": "16392.86"},
            "0.00",
        ),
        # In March and April: 10 March to 9 April, 31 days, 22 of them in March: 12,064.52; the rest is prepaid.
        ("qps: 10, months: 1, date: 2025-03-10", {"2025-03": "12064.52"}, "4935.48"),
    ],
)
def test_qps_cost_their_days(
    tmp_path: Path, order: str, expected: Money, left: str
) -> None:
    """The last bill is that of March 2025, in which nothing else costs anything."""
    path = usage_file(
        tmp_path,
        f"""
        usage:
          image_basic: {{calls: {{2025-03: 0}}}}
        orders:
          - {{id: Q-1, item: qps, for: image_basic, {order}}}
        """,
    )
    answer = used(path)
    assert months(answer) == expected
    assert answer["prepaid"]["total"] == left


def test_qps_in_a_leap_february(tmp_path: Path) -> None:
    """17,000 for 10 February to 9 March 2024, 29 days, 20 of them in February: 11,724.138; 5,275.86 for March."""
    path = usage_file(
        tmp_path,
        """
        usage:
          image_basic: {calls: {2024-03: 0}}
        orders:
          - {id: Q-1, item: qps, for: image_basic, qps: 10, months: 1, date: 2024-02-10}
        """,
    )
    assert months(used(path)) == {"2024-02": "11724.14", "2024-03": "5275.86"}


def test_orders_of_qps_in_force_at_once_cost_each_its_days(tmp_path: Path) -> None:
    """10 x 75 x 4 = 3,000 from 29 April, half in April; 50 x 60 x 3 = 9,000 from 30 April, a third in April."""
    path = usage_file(
        tmp_path,
        """
        usage:
          image_basic: {calls: {2025-05-20: 100}}
        orders:
          - {id: Q-1, item: qps, for: image_basic, qps: 10, days: 4, date: 2025-04-29}
          - {id: Q-2, item: qps, for: image_basic, qps: 50, days: 3, date: 2025-04-30}
        """,
    )
    # 1,500 + 3,000; 1,500 + 6,000 + 100 x 0.065
    assert months(used(path)) == {"2025-04": "4500.00", "2025-05": "7506.50"}


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        # To 19 March: 12 + 28 + 19 = 59 days. 10,200 x 12 / 59 = 2,074.576; x 40 / 59 = 6,915.254.
        (
            "same_day_next_month",
            {"2025-01": "2074.58", "2025-02": "4840.67", "2025-03": "3284.75"},
        ),
        # 60 days, to 20 March: 12 + 28 + 20.
        ("30_days", {"2025-01": "2040.00", "2025-02": "4760.00", "2025-03": "3400.00"}),
        # To the end of February: 12 + 28 = 40 days.
        ("calendar_month", {"2025-01": "3060.00", "2025-02": "7140.00"}),
    ],
)
def test_the_reading_of_a_month_of_qps_moves_its_days(
    tmp_path: Path, reading: str, expected: Money
) -> None:
    """3 x 1,700 x 2 = 10,200 from 20 January 2025."""
    path = usage_file(
        tmp_path,
        """
        usage:
          image_basic: {calls: {2025-03: 0}}
        orders:
          - {id: Q-1, item: qps, for: image_basic, qps: 3, months: 2, date: 2025-01-20}
        """,
    )
    answer = used(path, "--assume", f"qps_month={reading}")
    assert months(answer) == expected
    assert answer["prepaid"]["total"] == "0.00"


def test_a_licence_costs_its_days(tmp_path: Path) -> None:
    """20,000 x 31 / 365 = 1,698.630; x 59 / 365 = 3,232.877, less 1,698.63 = 1,534.25; 16,767.12 are left."""
    path = usage_file(
        tmp_path,
        """
        usage:
          spring: {calls: {2021-02: 100}}
        orders:
          - {id: L-1, item: licence, for: spring, package: 2, date: 2021-01-01}
        """,
        book="mainland",
    )
    answer = used(path)
    assert months(answer) == {"2021-01": "1698.63", "2021-02": "1534.25"}
    assert answer["prepaid"]["total"] == "16767.12"


def test_a_licence_over_a_leap_day_has_365_days(tmp_path: Path) -> None:
    """20 February 2024 to 18 February 2025. 5,000 x 10 / 365 = 136.986; 347 days to the end of January: 4,753.425, so
    5,000 - 4,753.42 = 246.58 for the last 18."""
    path = usage_file(
        tmp_path,
        """
        usage:
          spring: {calls: {2025-02-10: 5}}
        orders:
          - {id: L-1, item: licence, for: spring, package: 1, date: 2024-02-20}
        """,
        book="mainland",
    )
    answer = used(path)
    assert (months(answer)["2024-02"], months(answer)["2025-02"]) == (
        "136.99",
        "246.58",
    )
    assert answer["prepaid"]["total"] == "0.00"


def test_an_upgrade_costs_its_days(tmp_path: Path) -> None:
    """20 QPS are 2 x 210 x 3 = 1,260 for 30 and 31 January and 1 February: 840 and 420."""
    path = usage_file(
        tmp_path,
        """
        usage:
          spring: {calls: {2021-02: 100}}
        orders:
          - {id: L-1, item: licence, for: spring, package: 1, date: 2021-01-20}
          - {id: U-1, item: qps_upgrade, for: spring, qps: 20, start: 2021-01-30, days: 3, date: 2021-01-20}
        """,
        book="mainland",
    )
    answer = used(path)
    assert amounts(answer, "2021-01", "qps_upgrade") == ["840.00"]
    assert amounts(answer, "2021-02", "qps_upgrade") == ["420.00"]


def test_a_shared_pack_costs_the_calls_of_all_activities(tmp_path: Path) -> None:
    """Each has 500 free calls and 10,000 of its licence. a draws 10,000 and b 30,000 of the shared pack: 1,700 x
    40,000 / 100,000 = 680.00. Two licences: 5,000 x 31 / 365 = 424.658 each. 1,020.00 and 2 x 4,575.34 are left."""
    path = usage_file(
        tmp_path,
        """
        usage:
          a: {calls: {2021-01: 20_500}}
          b: {calls: {2021-01: 40_500}}
        orders:
          - {id: L-1, item: licence, for: a, package: 1, date: 2021-01-01}
          - {id: L-2, item: licence, for: b, package: 1, date: 2021-01-01}
          - {id: P-1, item: call_pack, size: 100k, date: 2021-01-01}
        """,
        book="mainland",
    )
    answer = used(path)
    assert answer["by_kind"] == {"call_pack": "680.00", "licence": "849.32"}
    assert answer["prepaid"]["total"] == "10170.68"


def test_a_shared_pack_is_rounded_once(tmp_path: Path) -> None:
    """a and b draw 5 calls each: 1,700 x 10 / 100,000 = 0.17, not twice 0.085."""
    path = usage_file(
        tmp_path,
        """
        usage:
          a: {calls: {2021-01: 10_505}}
          b: {calls: {2021-01: 10_505}}
        orders:
          - {id: L-1, item: licence, for: a, package: 1, date: 2021-01-01}
          - {id: L-2, item: licence, for: b, package: 1, date: 2021-01-01}
          - {id: P-1, item: call_pack, size: 100k, date: 2021-01-01}
        """,
        book="mainland",
    )
    assert used(path)["by_kind"]["call_pack"] == "0.17"


def test_a_shared_pack_ends_like_a_licence(tmp_path: Path) -> None:
    """15 February 2024 and 365 days: the last day is 13 February 2025, and 1,700 end undrawn. The licence: 352 of 365
    days to the end of January, 20,000 x 352 / 365 = 19,287.671, so 712.33 in February. 2,412.33 in all."""
    path = usage_file(
        tmp_path,
        """
        usage:
          spring: {calls: {2024-03: 1000, 2025-02-01: 10}}
        orders:
          - {id: L-1, item: licence, for: spring, package: 2, date: 2024-02-15}
          - {id: P-1, item: call_pack, size: 100k, date: 2024-02-15}
        """,
        book="mainland",
    )
    answer = used(path)
    assert months(answer)["2025-02"] == "2412.33"
    assert amounts(answer, "2025-02", "call_pack") == ["1700.00"]
    assert answer["prepaid"]["total"] == "0.00"
