"""What months used of packs: the calls drawn, and the rest in the month of the last day.

Image packs: 1,000 calls 60 USD, 10,000 calls 450; image calls 0.065, from 10,000 in a month 0.050, from 100,000 on
0.035. Every amount stands beside its sum, worked by hand from the price documents (RULES 11, 12).
"""

import json
from pathlib import Path

import pytest

from tests.by_hand.amounts import IMAGE, PACK_OVER_MONTHS, Money, amounts, months, used
from tests.tools import estimate_json, ffbill, usage_file


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
