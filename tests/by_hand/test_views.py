"""What months used, scenarios side by side and real bills, worked by hand from the price documents (RULES 11, 12).

Every amount stands beside its sum. Image packs: 1,000 calls 60 USD, 10,000 calls 450; image calls 0.065, from 10,000 in
a month 0.050, from 100,000 on 0.035; QPS below 50: 75 a day, 1,700 a month; 50 and more: 60 a day; a video call 0.20.
Mainland: licences 5,000 and 20,000 CNY for 365 days, 100,000 shared calls 1,700, 10 QPS more 210 a day, calls 0.02.
"""

import json
from decimal import Decimal
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from tests.tools import Ran, estimate_json, ffbill, usage_file

IMAGE, VIDEO = "image_basic", "video_single_face"

Answer = dict[str, Any]
Money = dict[str, str]


def months(answer: Answer) -> Money:
    """The totals of the bills that are not zero."""
    return {
        bill["month"]: bill["total"]
        for bill in answer["bills"]
        if bill["total"] != "0.00"
    }


def amounts(answer: Answer, month: str, kind: str) -> list[str]:
    """The amounts of that kind in that month, in the order of the bill."""
    (bill,) = (bill for bill in answer["bills"] if bill["month"] == month)
    return [line["amount"] for line in bill["lines"] if line["kind"] == kind]


def used(path: Path, *words: str) -> Answer:
    """What each month used; together with what is prepaid it must be what was paid, to the cent."""
    answer = estimate_json(path, "--view", "amortised", *words)
    paid = estimate_json(path, *words)
    assert answer["view"] == "amortised"
    lines = [line for bill in answer["bills"] for line in bill["lines"]]
    assert sum(Decimal(line["amount"]) for line in lines) == Decimal(answer["total"])
    assert Decimal(answer["total"]) + Decimal(answer["prepaid"]["total"]) == Decimal(
        paid["total"]
    )
    return answer


# --- the amortised view: call packs --------------------------------------------------------------------------------


PACK_OVER_MONTHS = """
    usage:
      image_basic:
        calls: {2025-02: 3000, 2025-03: 2500}
    orders:
      - {id: P-1, item: call_pack, for: image_basic, size: 10k, date: 2025-01-10}
"""


def test_a_pack_costs_the_months_that_draw_on_it(tmp_path: Path) -> None:
    """450 x 3,000 / 10,000 = 135.00; 450 x 2,500 / 10,000 = 112.50; 4,500 calls are left: 450 x 0.45 = 202.50."""
    answer = used(usage_file(tmp_path, PACK_OVER_MONTHS))
    assert months(answer) == {"2025-02": "135.00", "2025-03": "112.50"}
    assert answer["prepaid"] == {
        "month": "2025-03",
        "total": "202.50",
        "orders": [{"order": "P-1", "pack": 1, "for": IMAGE, "amount": "202.50"}],
    }


def test_the_default_stays_cash(tmp_path: Path) -> None:
    """The pack is paid in January, 450.00, and drawn for nothing."""
    path = usage_file(tmp_path, PACK_OVER_MONTHS)
    answer = estimate_json(path)
    assert (answer["view"], answer["prepaid"], months(answer)) == (
        "cash",
        None,
        {"2025-01": "450.00"},
    )
    assert answer == estimate_json(path, "--view", "cash")


def test_a_month_shown_alone_costs_what_it_used(tmp_path: Path) -> None:
    """March drew 2,500 of 10,000: 112.50, though February drew before it."""
    answer = estimate_json(
        usage_file(tmp_path, PACK_OVER_MONTHS),
        "--view",
        "amortised",
        "--month",
        "2025-03",
    )
    assert (months(answer), answer["total"]) == ({"2025-03": "112.50"}, "112.50")
    assert answer["by_kind"]["call_pack"] == "112.50"


@pytest.mark.parametrize(
    ("gate", "amount", "view", "status"),
    [
        ("--fail-over", "247.50", "amortised", 0),  # 135.00 + 112.50
        ("--fail-over", "247.49", "amortised", 1),
        ("--fail-over-month", "135.00", "amortised", 0),
        ("--fail-over-month", "134.99", "amortised", 1),
        ("--fail-over-month", "135.00", "cash", 1),  # 450.00 in January
    ],
)
def test_gates_judge_the_view(
    tmp_path: Path, gate: str, amount: str, view: str, status: int
) -> None:
    """A gate fails when the figure that is shown is greater than the amount, and the data is printed all the same."""
    ran = ffbill(
        "estimate",
        usage_file(tmp_path, PACK_OVER_MONTHS),
        "--view",
        view,
        gate,
        amount,
        "-f",
        "json",
    )
    assert ran.status == status, ran.err
    assert json.loads(ran.out)["gates"][0]["met"] is (status == 0)


def test_odd_cents_are_shares_of_the_whole_order(tmp_path: Path) -> None:
    """100.01 x 333 / 1,000 = 33.30333: 33.30; x 666 = 66.60666: 66.61, less 33.30 = 33.31; x 999 = 99.90999: 99.91,
    less 66.61 = 33.30; 0.10 is left for one call."""
    path = usage_file(
        tmp_path,
        """
        usage:
          image_basic: {calls: {2025-01: 333, 2025-02: 333, 2025-03: 333}}
        orders:
          - {id: P-1, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01, price: 100.01}
        """,
    )
    answer = used(path)
    assert months(answer) == {
        "2025-01": "33.30",
        "2025-02": "33.31",
        "2025-03": "33.30",
    }
    assert answer["prepaid"]["total"] == "0.10"


def test_half_a_cent_goes_up(tmp_path: Path) -> None:
    """10.05 x 100 / 1,000 = 1.005: 1.01; x 300 = 3.015: 3.02, less 1.01 = 2.01; x 500 = 5.025: 5.03, less 3.02 = 2.01;
    10.05 - 5.03 = 5.02 is left."""
    path = usage_file(
        tmp_path,
        """
        usage:
          image_basic: {calls: {2025-01: 100, 2025-02: 200, 2025-03: 200}}
        orders:
          - {id: P-1, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01, price: 10.05}
        """,
    )
    answer = used(path)
    assert months(answer) == {"2025-01": "1.01", "2025-02": "2.01", "2025-03": "2.01"}
    assert answer["prepaid"]["total"] == "5.02"


def test_three_packs_of_one_order_are_spread_by_themselves(tmp_path: Path) -> None:
    """100.00 for three packs: 33.34, 33.33 and 33.33. January has the first, 33.34; February half of the second, 16.67
    (16.665); March the rest of it, 33.33 - 16.67 = 16.66, and half of the third, 16.67; 16.66 is left."""
    path = usage_file(
        tmp_path,
        """
        usage:
          image_basic: {calls: {2025-01: 1000, 2025-02: 500, 2025-03: 1000}}
        orders:
          - {id: P-1, item: call_pack, for: image_basic, size: 1k, quantity: 3, date: 2025-01-01, price: 100.00}
        """,
    )
    answer = used(path)
    assert months(answer) == {
        "2025-01": "33.34",
        "2025-02": "16.67",
        "2025-03": "33.33",
    }
    assert answer["prepaid"]["total"] == "16.66"


@pytest.mark.parametrize(
    ("terms", "february", "left"),
    [
        (
            "paid: {cash: 400, discount: 50}",
            "100.00",
            "300.00",
        ),  # 450 - 50 = 400; x 2,500 / 10,000
        (
            "paid: {cash: 400, voucher: 50}",
            "112.50",
            "337.50",
        ),  # a voucher pays: 450 x 0.25
        ("price: 333.33", "83.33", "250.00"),  # 333.33 x 0.25 = 83.3325
        ("source: campaign, paid: {cash: 30, gifted: 5}", "8.75", "26.25"),  # 35 x 0.25
        ("source: campaign", "112.50", "337.50"),  # the list price
        ("source: gifted", None, "0.00"),
    ],
)
def test_a_pack_costs_what_the_order_cost(
    tmp_path: Path, terms: str, february: str | None, left: str
) -> None:
    """A quarter of the pack is drawn in February."""
    path = usage_file(
        tmp_path,
        f"""
        usage:
          image_basic: {{calls: {{2025-02: 2500}}}}
        orders:
          - {{id: P-1, item: call_pack, for: image_basic, size: 10k, date: 2025-01-10, {terms}}}
        """,
    )
    answer = used(path)
    assert months(answer) == ({"2025-02": february} if february else {})
    assert answer["prepaid"]["total"] == left


def test_the_unused_rest_costs_the_month_of_the_last_day(tmp_path: Path) -> None:
    """60 x 400 / 1,000 = 24.00 in February 2024; 600 calls end with 14 January 2025: 36.00; then 100 x 0.065 = 6.50."""
    path = usage_file(
        tmp_path,
        """
        usage:
          image_basic: {calls: {2024-02: 400, 2025-02: 100}}
        orders:
          - {id: P-1, item: call_pack, for: image_basic, size: 1k, date: 2024-01-15}
        """,
    )
    answer = used(path)
    assert months(answer) == {"2024-02": "24.00", "2025-01": "36.00", "2025-02": "6.50"}
    assert (answer["prepaid"]["total"], answer["prepaid"]["orders"]) == ("0.00", [])


@pytest.mark.parametrize(
    ("ordered", "march", "left"),
    [
        (
            "2024-04-01",
            "60.00",
            "0.00",
        ),  # last day 31 March 2025: 6.00 drawn, 54.00 unused
        ("2024-04-02", "6.00", "54.00"),  # last day 1 April 2025, after the last bill
    ],
)
def test_a_pack_may_end_with_the_last_bill_or_a_day_later(
    tmp_path: Path, ordered: str, march: str, left: str
) -> None:
    """100 of 1,000 calls are drawn in March 2025, the last bill."""
    path = usage_file(
        tmp_path,
        f"""
        usage:
          image_basic: {{calls: {{2025-03-03: 100}}}}
        orders:
          - {{id: P-1, item: call_pack, for: image_basic, size: 1k, date: {ordered}}}
        """,
    )
    answer = used(path)
    assert months(answer) == {"2025-03": march}
    assert answer["prepaid"]["total"] == left


def test_a_pack_delivered_later_is_drawn_from_its_delivery(tmp_path: Path) -> None:
    """Ten calls a day. January 310 x 0.065 = 20.15; 1 to 10 February 100 x 0.065 = 6.50; 11 to 28 February 180 calls of
    the pack: 60 x 180 / 1,000 = 10.80."""
    path = usage_file(
        tmp_path,
        """
        usage:
          image_basic: {calls: {2025-01: 310, 2025-02: 280}}
        orders:
          - {id: P-1, item: call_pack, for: image_basic, size: 1k, date: 2025-01-20, delivered: 2025-02-11}
        """,
    )
    answer = used(path)
    assert months(answer) == {"2025-01": "20.15", "2025-02": "17.30"}
    assert amounts(answer, "2025-02", "call_pack") == ["10.80"]
    assert answer["prepaid"]["total"] == "49.20"


TWO_PACKS = """
    usage:
      image_basic: {calls: {2025-02: 1500, 2025-03: 310}}
    orders:
      - {id: P-1, item: call_pack, for: image_basic, size: 10k, date: 2025-01-01}
      - {id: P-2, item: call_pack, for: image_basic, size: 1k, date: 2024-03-10}
"""


def test_two_packs_are_drawn_by_their_ends(tmp_path: Path) -> None:
    """P-2 first: its 1,000 calls in February are 60.00, then 500 of P-1: 450 x 500 / 10,000 = 22.50. March: 310 of P-1:
    13.95. 9,190 are left: 413.55."""
    answer = used(usage_file(tmp_path, TWO_PACKS))
    assert months(answer) == {"2025-02": "82.50", "2025-03": "13.95"}
    assert sorted(amounts(answer, "2025-02", "call_pack")) == ["22.50", "60.00"]
    assert answer["prepaid"]["total"] == "413.55"


def test_the_order_of_packs_of_equal_life_is_no_question(tmp_path: Path) -> None:
    """Packs of one book live equally long, so the first to end is the first ordered under either reading."""
    path = usage_file(tmp_path, TWO_PACKS)
    assert months(used(path, "--assume", "pack_order=earliest_order")) == months(
        used(path)
    )


def test_one_pack_ends_while_the_next_is_drawn(tmp_path: Path) -> None:
    """Ten calls a day in March 2025. 1 to 9: 90 of P-1, 5.40; its other 910 end: 54.60; 10 to 31: 220 of P-2, 13.20."""
    path = usage_file(
        tmp_path,
        """
        usage:
          image_basic: {calls: {2025-03: 310}}
        orders:
          - {id: P-1, item: call_pack, for: image_basic, size: 1k, date: 2024-03-10}
          - {id: P-2, item: call_pack, for: image_basic, size: 1k, date: 2025-03-01}
        """,
    )
    answer = used(path)
    assert months(answer) == {"2025-03": "73.20"}
    assert sorted(amounts(answer, "2025-03", "call_pack")) == ["13.20", "5.40", "54.60"]
    assert answer["prepaid"]["total"] == "46.80"


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        # Last day 1 February 2025: one call is drawn that day, 0.06, 749 end, 44.94, and 27 x 0.065 = 1.755: 1.76.
        ("same_date_next_year", {"2024-03": "15.00", "2025-02": "46.76"}),
        # 2 February 2024 and 365 days: ends on 1 February 2025, last day 31 January: 750 end, 45.00; 28 x 0.065 = 1.82.
        ("365_days", {"2024-03": "15.00", "2025-01": "45.00", "2025-02": "1.82"}),
    ],
)
def test_the_reading_of_a_year_moves_the_rest(
    tmp_path: Path, reading: str, expected: Money
) -> None:
    """250 calls in March 2024, 60 x 250 / 1,000 = 15.00, and one a day in February 2025."""
    path = usage_file(
        tmp_path,
        """
        usage:
          image_basic: {calls: {2024-03: 250, 2025-02: 28}}
        orders:
          - {id: P-1, item: call_pack, for: image_basic, size: 1k, date: 2024-02-02}
        """,
    )
    assert months(used(path, "--assume", f"pack_validity={reading}")) == expected


def test_calls_used_elsewhere_are_a_part_of_the_order(tmp_path: Path) -> None:
    """450 x 1,000 / 10,000 = 45.00 in February; 10,000 - 4,000 - 1,000 = 5,000 are left, 225.00; the 4,000 used outside
    the scenario's months are 180.00, in the month of the order, the only one left for them."""
    path = usage_file(
        tmp_path,
        """
        usage:
          image_basic: {calls: {2025-02: 1000}}
        orders:
          - {id: P-1, item: call_pack, for: image_basic, size: 10k, date: 2025-01-10, used_calls: 4000}
        """,
    )
    answer = used(path)
    assert answer["prepaid"]["total"] == "225.00"
    assert months(answer) == {"2025-01": "180.00", "2025-02": "45.00"}


@pytest.mark.parametrize(
    ("quantity", "paid", "february"),
    [
        ("1", "cash: 40, voucher: 20", "20.00"),  # 60 unused, 40 come back
        ("1", "cash: 40, discount: 20", "0.00"),  # it cost 40, and 40 come back
        ("3", "cash: 100, voucher: 80", "80.00"),  # 180 unused, 100 come back
    ],
)
def test_a_returned_pack_costs_what_does_not_come_back(
    tmp_path: Path, quantity: str, paid: str, february: str
) -> None:
    """Ordered on 28 January, returned unused on 3 February: the rest and the refund stand in February."""
    path = usage_file(
        tmp_path,
        f"""
        usage:
          image_basic: {{calls: {{2025-03: 100}}}}
        orders:
          - {{id: P-1, item: call_pack, for: image_basic, size: 1k, quantity: {quantity}, date: 2025-01-28,
             refunded: 2025-02-03, paid: {{{paid}}}}}
        """,
    )
    answer = used(path)
    march = {"2025-03": "6.50"}  # 100 x 0.065
    assert months(answer) == (
        march if february == "0.00" else {"2025-02": february, **march}
    )
    assert answer["prepaid"]["total"] == "0.00"


def test_a_stopped_service_freezes_a_pack_until_it_ends(tmp_path: Path) -> None:
    """The order leaves 0.00. Ten video calls in March are 2.00: on 1 April the balance is -2.00, and from the 2nd on
    calls are refused. Drawn: 290 in February, 17.40; 50 on 1 April, 3.00. 660 end with 31 January 2025: 39.60."""
    path = usage_file(
        tmp_path,
        """
        account:
          balance: {date: 2024-02-01, amount: 60.00}
        usage:
          image_basic: {calls: {2024-02: 290, 2024-04-01: 50, 2024-04-05: 100, 2025-01-10: 7}}
          video_single_face: {calls: {2024-03: 10}}
        orders:
          - {id: P-1, item: call_pack, for: image_basic, size: 1k, date: 2024-02-01}
        """,
    )
    answer = used(path)
    assert months(answer) == {
        "2024-02": "17.40",
        "2024-03": "2.00",
        "2024-04": "3.00",
        "2025-01": "39.60",
    }
    assert answer["prepaid"]["total"] == "0.00"


def test_a_pack_rests_in_qps_mode(tmp_path: Path) -> None:
    """100 calls a day, 11 to 20 January in QPS mode: 21 x 100 of the pack, 450 x 2,100 / 10,000 = 94.50, and
    5 x 75 x 10 = 3,750.00."""
    path = usage_file(
        tmp_path,
        """
        usage:
          image_basic:
            calls: {2025-01: 3100}
            billing_mode: [{from: 2025-01-11, until: 2025-01-21, mode: qps}]
        orders:
          - {id: P-1, item: call_pack, for: image_basic, size: 10k, date: 2025-01-01}
          - {id: Q-1, item: qps, for: image_basic, qps: 5, days: 10, date: 2025-01-11}
        """,
    )
    answer = used(path)
    assert answer["by_kind"] == {"call_pack": "94.50", "qps": "3750.00"}
    assert months(answer) == {"2025-01": "3844.50"}
    assert answer["prepaid"]["total"] == "355.50"


def test_materials_cost_the_month_of_their_order(tmp_path: Path) -> None:
    """100 materials for good are 460.00 in January, the free pack is nothing, 1,000 calls of February are free."""
    path = usage_file(
        tmp_path,
        """
        usage:
          image_basic: {calls: {2025-02: 1000}, materials: 50}
        orders:
          - {id: F-1, item: free_pack, for: image_basic, date: 2025-01-05}
          - {id: M-1, item: material_pack, for: image_basic, size: 100, date: 2025-01-06}
        """,
    )
    answer = used(path)
    assert months(answer) == {"2025-01": "460.00"}
    assert answer["prepaid"]["total"] == "0.00"


# --- the amortised view: QPS ---------------------------------------------------------------------------------------


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


# --- the amortised view: the mainland book -------------------------------------------------------------------------


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


# --- scenarios side by side ----------------------------------------------------------------------------------------


def priced(folder: Path, amount: str, month: str = "2025-01") -> Path:
    """A scenario that costs just that amount, in that month."""
    text = f"""
        usage:
          image_basic: {{calls: {{{month}: 0}}}}
        orders:
          - {{id: P-1, item: call_pack, for: image_basic, size: 10k, date: {month}-01, price: {amount}}}
    """
    return usage_file(folder, text, name=f"{month}-{amount}.yaml")


def compare(*words: str | Path) -> tuple[Ran, Answer]:
    """How `ffbill compare` ended and what it printed."""
    ran = ffbill("compare", *words, "--format", "json")
    assert ran.status in (0, 1), ran.err
    answer: Answer = json.loads(ran.out)
    return ran, answer


def cell(amount: str | None, difference: str | None, percent: str | None) -> Answer:
    """One figure of a comparison."""
    return {"amount": amount, "difference": difference, "percent": percent}


def test_a_scenario_differs_from_itself_in_nothing(tmp_path: Path) -> None:
    """All zeros, status 0, even when no increase at all is allowed."""
    path = usage_file(tmp_path, PACK_OVER_MONTHS)
    for view in ("cash", "amortised"):
        ran, answer = compare(path, path, "--view", view, "--fail-increase", "0%")
        rows = [
            answer["total"],
            *(
                row["cells"]
                for key in ("months", "by_kind", "by_scope")
                for row in answer[key]
            ),
        ]
        assert ran.status == 0
        assert {(cells[1]["difference"], cells[1]["percent"]) for cells in rows} <= {
            ("0.00", "0.00"),
            ("0.00", None),
        }


@pytest.mark.parametrize(
    ("base", "other", "difference", "percent"),
    [
        ("800.00", "801.00", "1.00", "0.13"),  # 0.125
        (
            "800.00",
            "799.00",
            "-1.00",
            "-0.13",
        ),  # -0.125: half a hundredth away from zero, as an increase
        ("200.00", "200.01", "0.01", "0.01"),  # 0.005
        ("200.00", "199.99", "-0.01", "-0.01"),
        ("800.00", "800.01", "0.01", "0.00"),  # 0.00125
        ("3.00", "4.00", "1.00", "33.33"),
        ("4.00", "3.00", "-1.00", "-25.00"),
        ("0.00", "12.00", "12.00", None),  # nothing is a percentage of nothing
        ("0.00", "0.00", "0.00", "0.00"),  # no difference is none in percent either
    ],
)
def test_percentages_are_of_the_base(
    tmp_path: Path, base: str, other: str, difference: str, percent: str | None
) -> None:
    """Two decimals, half up."""
    _, answer = compare(priced(tmp_path, base), priced(tmp_path, other))
    assert answer["total"][1] == cell(other, difference, percent)


def test_what_only_one_scenario_has_is_nothing_in_the_other(tmp_path: Path) -> None:
    """January: 0 - 800; February: 900 - 0, of which no percentage is; in all 100 of 800 = 12.5 %."""
    _, answer = compare(
        priced(tmp_path, "800.00"), priced(tmp_path, "900.00", "2025-02")
    )
    january, february = answer["months"]
    assert january["cells"][1] == cell(None, "-800.00", "-100.00")
    assert february["cells"][1] == cell("900.00", "900.00", None)
    assert answer["total"][1] == cell("900.00", "100.00", "12.50")


def test_a_month_of_the_base_below_zero_gives_no_percentage_of_the_other_sign(
    tmp_path: Path,
) -> None:
    """400 come back in February of the base, -400.00; the other pays 100.00: 500.00 more, not less."""
    refund = """
        usage:
          image_basic: {calls: {2025-02: 0}}
        orders:
          - {id: P-1, item: call_pack, for: image_basic, size: 10k, date: 2025-01-28, refunded: 2025-02-03,
             paid: {cash: 400, voucher: 50}}
    """
    _, answer = compare(
        usage_file(tmp_path, refund), priced(tmp_path, "100.00", "2025-02")
    )
    _, february = answer["months"]
    base, other = february["cells"]
    assert (base["amount"], other["amount"], other["difference"]) == (
        "-400.00",
        "100.00",
        "500.00",
    )
    assert other["percent"] is None or Decimal(other["percent"]) > 0


def test_each_of_three_stands_against_the_first(tmp_path: Path) -> None:
    """720 - 800 = -80, -10 %; 1,000 - 800 = 200, 25 %; the gate of 10 % fails for the third alone."""
    paths = [priced(tmp_path, amount) for amount in ("800.00", "720.00", "1000.00")]
    ran, answer = compare(*paths, "--fail-increase", "10%")
    assert answer["total"] == [
        cell("800.00", "0.00", "0.00"),
        cell("720.00", "-80.00", "-10.00"),
        cell("1000.00", "200.00", "25.00"),
    ]
    assert [gate["met"] for gate in answer["gates"]] == [True, False]
    assert ran.status == 1


def test_scopes_and_kinds_are_compared(tmp_path: Path) -> None:
    """Image 100 x 0.065 = 6.50 and 200 x 0.065 = 13.00; video 10 x 0.20 = 2.00; 6.50 of 8.50 = 76.47 %."""
    few, many = (
        usage_file(
            tmp_path,
            f"""
            usage:
              image_basic: {{calls: {{2025-01: {calls}}}}}
              video_single_face: {{calls: {{2025-01: 10}}}}
            """,
            name=str(calls),
        )
        for calls in (100, 200)
    )
    _, answer = compare(few, many)
    assert {row["for"]: row["cells"][1] for row in answer["by_scope"]} == {
        IMAGE: cell("13.00", "6.50", "100.00"),
        VIDEO: cell("2.00", "0.00", "0.00"),
    }
    assert answer["by_kind"] == [
        {
            "kind": "pay_as_you_go",
            "cells": [cell("8.50", "0.00", "0.00"), cell("15.00", "6.50", "76.47")],
        }
    ]


def test_every_scope_and_kind_has_a_row_of_its_own(tmp_path: Path) -> None:
    """Three activities cost the same 5,000, which makes them no range of anything: each is named in the table."""
    path = usage_file(
        tmp_path,
        """
        usage:
          north: {calls: {2021-01: 100}}
          plum: {calls: {2021-01: 100}}
          spring: {calls: {2021-01: 100}}
        orders:
          - {id: L-1, item: licence, for: north, package: 1, date: 2021-01-15}
          - {id: L-2, item: licence, for: plum, package: 1, date: 2021-01-15}
          - {id: L-3, item: licence, for: spring, package: 1, date: 2021-01-15}
        """,
        book="mainland",
    )
    out = ffbill("compare", path, path).out
    rows = [line.split() for line in out.splitlines()]
    assert [row[0] for row in rows if row[1:2] == ["5,000.00"]] == [
        "north",
        "plum",
        "spring",
    ]


@pytest.mark.parametrize(
    ("gate", "limit", "other", "status"),
    [
        ("--fail-increase", "5%", "840.00", 0),  # 800 x 1.05
        ("--fail-increase", "5%", "840.01", 1),  # 5.00125 %, shown as 5.00
        ("--fail-increase", "0.125%", "801.00", 0),
        ("--fail-increase", "40", "840.00", 0),
        ("--fail-increase", "40", "840.01", 1),
        ("--fail-over", "840", "840.00", 0),
        ("--fail-over", "840", "840.01", 1),
        ("--fail-over-month", "840", "840.01", 1),
        ("--fail-over", "790", "780.00", 0),  # the base is over it, and is not judged
    ],
)
def test_a_gate_holds_at_its_limit_and_not_a_cent_past(
    tmp_path: Path, gate: str, limit: str, other: str, status: int
) -> None:
    """The base costs 800.00; past a gate the status is 1 and the data is printed all the same."""
    ran, answer = compare(
        priced(tmp_path, "800.00"), priced(tmp_path, other), gate, limit
    )
    assert ran.status == status
    assert answer["total"][1]["amount"] == other
    assert [found["met"] for found in answer["gates"]] == [status == 0]


@pytest.mark.parametrize(("other", "status"), [("0.00", 0), ("0.01", 1)])
def test_any_increase_is_past_a_percentage_of_nothing(
    tmp_path: Path, other: str, status: int
) -> None:
    """5 % of 0.00 is 0.00."""
    ran, _ = compare(
        priced(tmp_path, "0.00"), priced(tmp_path, other), "--fail-increase", "5%"
    )
    assert ran.status == status


def test_one_scenario_under_several_readings(tmp_path: Path) -> None:
    """Billable 100,500 - 1,000 - 1,000 = 98,500 x 0.050 = 4,925.00; 99,500 after paid packs reach no more; all
    100,500 reach 0.035: 98,500 x 0.035 = 3,447.50, 1,477.50 less, 30 %."""
    path = usage_file(
        tmp_path,
        """
        usage:
          image_basic: {calls: {2025-02: 100_500}}
        orders:
          - {id: F-1, item: free_pack, for: image_basic, date: 2025-02-01}
          - {id: P-1, item: call_pack, for: image_basic, size: 1k, date: 2025-01-31, price: 0.00}
        """,
    )
    words = ("--assume", "tier_basis=after_paid_packs", "--assume", "tier_basis=total")
    _, answer = compare(path, *words)
    assert answer["total"] == [
        cell("4925.00", "0.00", "0.00"),
        cell("4925.00", "0.00", "0.00"),
        cell("3447.50", "-1477.50", "-30.00"),
    ]


def test_two_currencies_stand_without_a_difference(tmp_path: Path) -> None:
    """400 calls are 26.00 USD; as an activity they are free, 0.00 CNY; our own book sells them at 0.060: 24.00, less by
    2 of 26."""
    path = usage_file(tmp_path, "usage:\n  image_basic: {calls: {2025-01: 400}}\n")
    ours = tmp_path / "ours.yaml"
    ours.write_text(
        dedent("""
            book: 1
            id: ours
            extends: intl
            groups: {image_basic: {pay_as_you_go: {tiers: [{at_least: 0, unit_price: 0.060}]}}}
        """),
        encoding="utf-8",
    )
    ran, answer = compare(path, "--price-book", "mainland", "--price-book", ours)
    assert answer["total"] == [
        cell("26.00", "0.00", "0.00"),
        cell("0.00", None, None),
        cell("24.00", "-2.00", "-7.69"),
    ]
    assert ran.status == 0
    gated, _ = compare(path, "--price-book", "mainland", "--fail-increase", "100%")
    assert gated.status == 1


def test_what_was_used_is_compared(tmp_path: Path) -> None:
    """3,000 calls of a pack are 135.00, without it 195.00: 60 of 135 = 44.44 % more, though 255 less was paid."""
    usage = "usage:\n  image_basic: {calls: {2025-02: 3000}}\n"
    order = "orders:\n  - {id: P-1, item: call_pack, for: image_basic, size: 10k, date: 2025-02-01}\n"
    base, other = (
        usage_file(tmp_path, usage + order, name="pack.yaml"),
        usage_file(tmp_path, usage, name="none.yaml"),
    )
    assert compare(base, other, "--view", "amortised")[1]["total"][1] == cell(
        "195.00", "60.00", "44.44"
    )
    assert compare(base, other)[1]["total"][1] == cell("195.00", "-255.00", "-56.67")


# --- real bills ----------------------------------------------------------------------------------------------------


def real(path: Path, *words: str) -> Answer:
    """What the answer says about real bills."""
    found: Answer = estimate_json(path, *words)["actual"]
    return found


TOTAL, AFTER_PAID = {"tier_basis": "total"}, {"tier_basis": "after_paid_packs"}


@pytest.mark.parametrize(
    ("billed", "difference", "explained", "settled"),
    [
        # 110,000 - 1,000 - 100,000 = 9,000 x 0.065; 10,000 reach 0.050: 450.00; 110,000 reach 0.035: 315.00.
        ("585.00", "0.00", [{}], {"tier_basis": ["billable"]}),
        ("450.00", "-135.00", [AFTER_PAID], {"tier_basis": ["after_paid_packs"]}),
        ("315.00", "-270.00", [TOTAL], {"tier_basis": ["total"]}),
        ("315.01", "-269.99", [], {}),
    ],
)
def test_one_real_bill_settles_the_tier(
    tmp_path: Path,
    billed: str,
    difference: str,
    explained: list[Money],
    settled: dict[str, list[str]],
) -> None:
    """1,000 free calls and a pack of 100,000 before 9,000 billable ones: each reading reaches another tier."""
    path = usage_file(
        tmp_path,
        f"""
        usage:
          image_basic: {{calls: {{2025-02: 110_000}}}}
        orders:
          - {{id: F-1, item: free_pack, for: image_basic, date: 2025-01-05}}
          - {{id: P-1, item: call_pack, for: image_basic, size: 100k, date: 2025-01-05}}
        actual: {{2025-02: {billed}}}
        """,
    )
    answer = real(path)
    (month,) = answer["months"]
    assert (month["estimated"], month["actual"], month["difference"]) == (
        "585.00",
        billed,
        difference,
    )
    assert month["explained_by"] == answer["explained_by"] == explained
    assert answer["settled"] == settled


BOTH_MONTHS = """
    usage:
      image_basic: {{calls: {{2025-01: 100_000, 2025-02: 100_000}}}}
    orders:
      - {{id: F-1, item: free_pack, for: image_basic, date: 2025-01-01}}
      - {{id: P-1, item: call_pack, for: image_basic, size: 1k, date: 2025-02-01}}
    actual: {{2025-01: {january}, 2025-02: {february}}}
"""


@pytest.mark.parametrize(
    ("january", "february", "explained", "settled"),
    [
        # January, 1,000 free: 99,000 x 0.050 = 4,950.00 (billable), x 0.035 = 3,465.00 (the others, 100,000).
        # February, 1,000 of the pack: 60 + 4,950.00 (99,000 by all but total), 60 + 3,465.00 (total).
        ("3465.00", "5010.00", [AFTER_PAID], ["after_paid_packs"]),
        ("4950.00", "5010.00", [{}], ["billable"]),
        ("3465.00", "3525.00", [TOTAL], ["total"]),
        (
            "4950.00",
            "3525.00",
            [],
            None,
        ),  # each month has a reading, both together have none
    ],
)
def test_two_real_bills_must_have_one_reading(
    tmp_path: Path,
    january: str,
    february: str,
    explained: list[Money],
    settled: list[str] | None,
) -> None:
    """January tells billable from the others, February total from the others."""
    answer = real(
        usage_file(tmp_path, BOTH_MONTHS.format(january=january, february=february))
    )
    assert answer["explained_by"] == explained
    assert answer["settled"] == ({"tier_basis": settled} if settled else {})
    assert all(month["explained_by"] for month in answer["months"])


@pytest.mark.parametrize(
    ("billed", "explained", "settled"),
    [
        # The pack lives on 14 January: 100,400 - 1,000 - 1,000 = 98,400 x 0.050 (99,400 after paid packs).
        (
            "4920.00",
            [{}],
            {
                "pack_validity": ["same_date_next_year"],
                "tier_basis": ["billable", "after_paid_packs"],
            },
        ),
        # All 100,400 reach 0.035: 98,400 x 0.035.
        (
            "3444.00",
            [TOTAL],
            {"pack_validity": ["same_date_next_year"], "tier_basis": ["total"]},
        ),
        # The pack ended on 13 January: 99,400 x 0.050.
        (
            "4970.00",
            [{"pack_validity": "365_days"}],
            {"pack_validity": ["365_days"], "tier_basis": ["billable"]},
        ),
        # It ended, and 100,400 reach 0.035: 99,400 x 0.035.
        (
            "3479.00",
            [
                {"pack_validity": "365_days", **AFTER_PAID},
                {"pack_validity": "365_days", **TOTAL},
            ],
            {
                "pack_validity": ["365_days"],
                "tier_basis": ["after_paid_packs", "total"],
            },
        ),
    ],
)
def test_one_real_bill_settles_two_questions(
    tmp_path: Path, billed: str, explained: list[Money], settled: dict[str, list[str]]
) -> None:
    """A pack of 15 January 2024 ends with 14 January 2025, or after 365 days with the 13th."""
    path = usage_file(
        tmp_path,
        f"""
        usage:
          image_basic: {{calls: {{2025-01-14: 2000, 2025-01-20: 98_400}}}}
        orders:
          - {{id: F-1, item: free_pack, for: image_basic, date: 2025-01-01}}
          - {{id: P-1, item: call_pack, for: image_basic, size: 1k, date: 2024-01-15}}
        actual: {{2025-01: {billed}}}
        """,
    )
    answer = real(path)
    in_order = sorted(
        answer["explained_by"], key=lambda found: str(found.get("tier_basis"))
    )
    assert in_order == explained
    assert {name: sorted(values) for name, values in answer["settled"].items()} == {
        name: sorted(values) for name, values in settled.items()
    }


@pytest.mark.parametrize(
    ("billed", "day"),
    [("0.65", "1"), ("1.30", "2"), ("1.95", "3")],  # 10, 20, 30 x 0.065
)
def test_a_real_bill_settles_the_day_of_settlement(
    tmp_path: Path, billed: str, day: str
) -> None:
    """200 x 0.065 = 13.00 of January leave 10.00 - 13.00 = -3.00 on the day of settlement: the service stops on the
    next, after 1, 2 or 3 days of February with 10 calls each."""
    path = usage_file(
        tmp_path,
        f"""
        account:
          balance: {{date: 2025-01-01, amount: 10.00}}
        usage:
          image_basic: {{calls: {{2025-01: 200, 2025-02-01: 10, 2025-02-02: 10, 2025-02-03: 10}}}}
        actual: {{2025-02: {billed}}}
        """,
    )
    answer = real(path)
    assert answer["explained_by"] == [{} if day == "1" else {"settlement_day": day}]
    assert answer["settled"] == {"settlement_day": [day]}


@pytest.mark.parametrize(
    ("billed", "scope"),
    [("200.00", "own_activity"), ("0.00", "account")],
)
def test_a_real_bill_settles_who_draws_on_a_licence(
    tmp_path: Path, billed: str, scope: str
) -> None:
    """b makes 20,500 calls: 500 free, 10,000 of its licence; 10,000 are postpaid at 0.02, 200.00, unless the 300,000 of
    a serve all activities."""
    path = usage_file(
        tmp_path,
        f"""
        usage:
          a: {{calls: {{2021-02: 100}}}}
          b: {{calls: {{2021-02: 20_500}}}}
        orders:
          - {{id: L-1, item: licence, for: a, package: 2, date: 2021-01-01}}
          - {{id: L-2, item: licence, for: b, package: 1, date: 2021-01-01}}
        actual: {{2021-02: {billed}}}
        """,
        book="mainland",
    )
    answer = real(path)
    assert answer["explained_by"] == [
        {} if scope == "own_activity" else {"licence_pack_scope": scope}
    ]
    assert answer["settled"] == {"licence_pack_scope": [scope]}


def test_a_postpaid_bill_settles_the_tier(tmp_path: Path) -> None:
    """1,005,000 calls, 500 free and 10,000 of the licence: 994,500 x 0.02 = 19,890.00, or x 0.012 = 11,934.00 when all
    of them pass a million; 995,000 after paid packs do not."""
    path = usage_file(
        tmp_path,
        """
        usage:
          a: {calls: {2021-02: 1_005_000}}
        orders:
          - {id: L-1, item: licence, for: a, package: 1, date: 2021-01-01}
        actual: {2021-02: 11934.00}
        """,
        book="mainland",
    )
    answer = real(path)
    assert answer["months"][0]["estimated"] == "19890.00"
    assert answer["explained_by"] == [TOTAL]
    assert answer["settled"] == {"tier_basis": ["total"]}


def test_a_real_bill_below_zero(tmp_path: Path) -> None:
    """Of 450 the 400 in cash come back in February: -400.00; a bill of -399.99 has no reading."""
    text = """
        usage:
          image_basic: {{calls: {{2025-01: 0}}}}
        orders:
          - {{id: P-1, item: call_pack, for: image_basic, size: 10k, date: 2025-01-28, refunded: 2025-02-03,
             paid: {{cash: 400, voucher: 50}}}}
        actual: {{2025-02: {billed}}}
    """
    exact = real(usage_file(tmp_path, text.format(billed="-400.00")))
    assert (exact["months"][0]["difference"], exact["explained_by"]) == ("0.00", [{}])
    near = real(usage_file(tmp_path, text.format(billed="-399.99")))
    assert (near["months"][0]["difference"], near["explained_by"]) == ("0.01", [])


def test_a_real_refund_settles_the_last_day_for_it(tmp_path: Path) -> None:
    """Delivered on 28 January, returned on 4 February, D+7: a real bill of -400.00 is none that the stricter reading,
    whose last day is the 3rd, could give."""
    path = usage_file(
        tmp_path,
        """
        usage:
          image_basic: {calls: {2025-01: 0}}
        orders:
          - {id: P-1, item: call_pack, for: image_basic, size: 10k, date: 2025-01-28, refunded: 2025-02-04,
             paid: {cash: 400, voucher: 50}}
        actual: {2025-02: -400.00}
        """,
    )
    answer = real(path)
    assert answer["explained_by"] == [{}]
    assert answer["settled"] == {"refund_window": ["delivery_day_is_day_0"]}


def test_a_real_bill_is_compared_with_what_is_paid_in_either_view(
    tmp_path: Path,
) -> None:
    """February pays 450 for the pack of which it uses 135.00."""
    path = usage_file(
        tmp_path,
        """
        usage:
          image_basic: {calls: {2025-02: 3000}}
        orders:
          - {id: P-1, item: call_pack, for: image_basic, size: 10k, date: 2025-02-01}
        actual: {2025-02: 450.00}
        """,
    )
    answer = estimate_json(path, "--view", "amortised")
    assert months(answer) == {"2025-02": "135.00"}
    assert answer["actual"]["months"][0]["estimated"] == "450.00"
    assert answer["actual"]["months"][0]["difference"] == "0.00"
    assert answer["actual"]["explained_by"] == [{}]
