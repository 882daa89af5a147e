"""The second engine against amounts worked out by hand from the two price documents."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.second_engine.biller import PARTS, bill
from tests.second_engine.worlds import random_usage, to_yaml

Data = dict[str, Any]
LICENCE_1 = {
    "id": "L-1",
    "item": "licence",
    "for": "a",
    "package": 1,
    "date": "2025-01-01",
}


def image(calls: Data, orders: list[Data] | None = None, **account: Any) -> Data:
    usage = {"image_basic": {"calls": calls}}
    return {
        "price_book": "intl",
        "usage": usage,
        "orders": orders or [],
        "account": account,
    }


def mainland(usage: dict[str, Data], orders: list[Data]) -> Data:
    data = {name: {"calls": calls} for name, calls in usage.items()}
    return {"price_book": "mainland", "usage": data, "orders": orders}


def order(item: str, day: str, **more: Any) -> Data:
    return {
        "id": f"{item}-{day}",
        "item": item,
        "for": "image_basic",
        "date": day,
        **more,
    }


@pytest.mark.parametrize(
    ("calls", "total"),
    [
        (9_999, "649.94"),  # 9,999 x 0.065 = 649.935, half up
        (10_000, "500.00"),  # 10,000 x 0.050: a USD tier holds its lower bound
        (99_999, "4999.95"),  # 99,999 x 0.050
        (100_000, "3500.00"),  # 100,000 x 0.035
        (1_000_000, "20000.00"),  # 1,000,000 x 0.020
        (10_000_000, "60000.00"),  # 10,000,000 x 0.006
    ],
)
def test_all_calls_of_the_month_cost_the_price_of_the_tier_reached(
    calls: int, total: str
) -> None:
    assert bill(image({"2025-01": calls}))["bills"]["2025-01"] == {
        "total": total,
        "lines": [
            {
                "kind": "pay_as_you_go",
                "for": "image_basic",
                "order": None,
                "date": "2025-02-01",
                "amount": total,
            }
        ],
    }


@pytest.mark.parametrize(
    ("basis", "total"),
    [
        ("billable", "4950.00"),  # 100,000 - 1,000 free = 99,000 x 0.050
        ("after_paid_packs", "3465.00"),  # the tier of 100,000: 99,000 x 0.035
        ("total", "3465.00"),  # the same here
    ],
)
def test_a_free_pack_and_the_count_that_reaches_the_tier(
    basis: str, total: str
) -> None:
    usage = image({"2025-01": 100_000}, [order("free_pack", "2025-01-01")])
    assert bill(usage, {"tier_basis": basis})["total"] == total


def test_paid_packs_count_for_the_tier_only_under_total() -> None:
    # 109,500 calls: 10,000 from the pack (450.00), 99,500 billable.
    usage = image({"2025-01": 109_500}, [order("call_pack", "2025-01-01", size=10_000)])
    assert bill(usage)["total"] == "5425.00"  # 450 + 99,500 x 0.050 = 450 + 4,975
    assert (
        bill(usage, {"tier_basis": "after_paid_packs"})["total"] == "5425.00"
    )  # no free calls
    assert (
        bill(usage, {"tier_basis": "total"})["total"] == "3932.50"
    )  # 450 + 99,500 x 0.035


@pytest.mark.parametrize(
    ("qps", "span", "total"),
    [
        (49, {"months": 1}, "83300.00"),  # 49 x 1,700
        (50, {"months": 1}, "72500.00"),  # 50 x 1,450
        (100, {"months": 2}, "260000.00"),  # 100 x 1,300 x 2
        (49, {"days": 3}, "11025.00"),  # 49 x 75 x 3
        (100, {"days": 3}, "15000.00"),  # 100 x 50 x 3
    ],
)
def test_qps_all_units_at_the_price_of_the_order(
    qps: int, span: Data, total: str
) -> None:
    assert (
        bill(image({}, [order("qps", "2025-01-01", qps=qps, **span)]))["total"] == total
    )


@pytest.mark.parametrize(
    ("rule", "without_quota"),
    [
        ("same_day_next_month", 1),  # 31 Jan + 2 months: to 31 Mar, which is left out
        ("30_days", 0),  # 31 Jan + 60 days: 28 to 28 Feb, 59 to 31 Mar, 60 to 1 Apr
        ("calendar_month", 31),  # January and February: to 1 Mar
    ],
)
def test_the_end_of_a_qps_month(rule: str, without_quota: int) -> None:
    usage = image({"2025-03": 31}, [order("qps", "2025-01-31", qps=1, months=2)])
    usage["usage"]["image_basic"]["billing_mode"] = "qps"
    row = bill(usage, {"qps_month": rule})["usage"]["2025-03"]["image_basic"]
    assert (row["undetermined"], row["qps_mode"]) == (without_quota, 31 - without_quota)


def test_video_has_one_price_and_dear_qps() -> None:
    usage = {
        "price_book": "intl",
        "usage": {"video_single_face": {"calls": {"2025-01": 1_234}}},
        "orders": [
            {
                "item": "call_pack",
                "for": "video_single_face",
                "size": 1_000,
                "date": "2025-01-01",
            },
            {
                "item": "qps",
                "for": "video_single_face",
                "qps": 10,
                "days": 28,
                "date": "2025-02-01",
            },
        ],
    }
    # January: the pack 180 + 234 x 0.20 = 46.80; February: 10 x 160 x 28 = 44,800
    bills = bill(usage)["bills"]
    assert {month: bills[month]["total"] for month in bills} == {
        "2025-01": "226.80",
        "2025-02": "44800.00",
    }


@pytest.mark.parametrize(
    ("rule", "bought", "last_day", "until"),
    [
        ("same_date_next_year", "2024-01-10", "2025-01-09", "2025-01-10"),
        ("same_date_next_year", "2024-02-29", "2025-02-27", "2025-02-28"),
        (
            "365_days",
            "2024-01-10",
            "2025-01-08",
            "2025-01-09",
        ),  # 366 days lie between, for 29 Feb 2024
        ("365_days", "2024-03-01", "2025-02-28", "2025-03-01"),
    ],
)
def test_a_pack_works_up_to_the_day_before_it_ends(
    rule: str, bought: str, last_day: str, until: str
) -> None:
    usage = image({last_day: 10, until: 7}, [order("call_pack", bought, size=1_000)])
    result = bill(usage, {"pack_validity": rule})
    pack = result["packs"][0]
    assert (pack["from"], pack["until"], pack["status"]) == (bought, until, "expired")
    assert (pack["used"], pack["remaining"], pack["expired"]) == (10, 0, 990)
    assert result["total"] == "60.46"  # the pack 60 + 7 x 0.065 = 0.455, half up


def test_packs_are_drawn_by_expiry_or_by_order_then_by_id_as_text() -> None:
    day = {
        "item": "call_pack",
        "for": "image_basic",
        "size": 1_000,
        "date": "2025-01-01",
    }
    usage = image({"2025-01": 1_500}, [{"id": "P-2", **day}, {"id": "P-10", **day}])
    assert [(p["order"], p["used"], p["status"]) for p in bill(usage)["packs"]] == [
        ("P-10", 1_000, "exhausted"),
        ("P-2", 500, "valid"),
    ]


def test_a_month_is_spread_over_the_days_its_own_days_leave() -> None:
    usage = image({"2025-04": 100, "2025-04-01": 10}, disabled=[{"from": "2025-04-30"}])
    # 100 less 10 over 29 days: the first 28 hold floor(90 x 28 / 29) = 86, so the last holds 4
    row = bill(usage)["usage"]["2025-04"]["image_basic"]
    assert (row["billable"], row["refused"]) == (96, 4)
    # from 1 to 20 April nothing else: 90 over the 10 days from the 21st, 9 on the last
    usage["usage"]["image_basic"] = {"calls": {"2025-04": 90}, "starts": "2025-04-21"}
    assert bill(usage)["usage"]["2025-04"]["image_basic"]["refused"] == 9


def test_growth_is_rounded_half_up_from_the_exact_power() -> None:
    usage = image({"from": "2025-01", "months": 3, "start": 105, "growth": "10%"})
    rows = bill(usage)["usage"]
    # 105; 115.5 gives 116; 127.05 gives 127 (not 116 x 1.1 = 127.6)
    assert [rows[month]["image_basic"]["calls"] for month in rows] == [105, 116, 127]


def test_a_refund_is_a_negative_line_without_the_voucher() -> None:
    paid = {
        "cash": "100.00",
        "gifted": "20.00",
        "card": "200.00",
        "voucher": "30",
        "discount": "10",
    }
    pack = order(
        "call_pack",
        "2025-01-30",
        size=1_000,
        quantity=6,
        paid=paid,
        refunded="2025-02-06",
    )
    bills = bill(image({"2025-03": 1}, [pack]))["bills"]
    # 6 x 60 = 360, less 10; back: 100 + 20 + 200; March: 0.065 half up
    assert [bills[month]["total"] for month in bills] == ["350.00", "-320.00", "0.07"]


def test_an_overdue_account_stops_the_next_day_until_it_is_above_zero() -> None:
    usage = image(
        {"2025-01": 31_000, "2025-02": 28_000},
        balance={"date": "2025-01-01", "amount": "1000.00"},
        top_ups=[
            {"date": "2025-02-05", "amount": "550"},
            {"date": "2025-02-11", "amount": "0.01"},
        ],
    )
    # January: 31,000 x 0.050 = 1,550: 1,000 - 1,550 = -550 on 1 Feb. Stopped from 2 Feb; 550 on the
    # 5th lifts it to exactly 0, which stays stopped; 0.01 on the 11th ends it: 9 days of 1,000.
    # February: 19,000 x 0.050 = 950: 0.01 - 950 = -949.99 on 1 Mar, the last settlement.
    result = bill(usage)
    assert result["bills"]["2025-02"]["total"] == "950.00"
    assert result["usage"]["2025-02"]["image_basic"]["refused"] == 9_000
    assert [tuple(row.values()) for row in result["account"]["ledger"]] == [
        ("2025-01-01", "opening", "1000.00", "1000.00"),
        ("2025-02-01", "settlement", "-1550.00", "-550.00"),
        ("2025-02-05", "top_up", "550.00", "0.00"),
        ("2025-02-11", "top_up", "0.01", "0.01"),
        ("2025-03-01", "settlement", "-950.00", "-949.99"),
    ]
    assert result["account"]["suspensions"] == [
        {
            "from": "2025-02-02",
            "until": "2025-02-11",
            "refused": 9_000,
            "top_up": "550.00",
            "top_up_by": "2025-02-01",
        },
        {
            "from": "2025-03-02",
            "until": None,
            "refused": 0,
            "top_up": "949.99",
            "top_up_by": "2025-03-01",
        },
    ]


def test_a_top_up_on_the_next_day_prevents_the_stop() -> None:
    usage = image(
        {"2025-01": 31_000, "2025-02": 28},
        balance={"date": "2025-01-01", "amount": "1549.99"},
        top_ups=[{"date": "2025-02-02", "amount": "10.00"}],
    )
    account = bill(usage)["account"]  # -0.01 on 1 Feb, 9.99 on 2 Feb
    assert account["suspensions"] == []
    assert account["ledger"][-1]["balance"] == "8.17"  # 9.99 - 28 x 0.065 = 9.99 - 1.82


@pytest.mark.parametrize(
    ("billable", "amount"),
    [
        (1_000_000, "20000.00"),  # 1,000,000 x 0.02: a CNY tier holds its upper bound
        (1_000_001, "12000.01"),  # 1,000,001 x 0.012 = 12,000.012
        (5_000_001, "25000.01"),  # 5,000,001 x 0.005 = 25,000.005, half up
    ],
)
def test_mainland_postpaid(billable: int, amount: str) -> None:
    # 500 free and the licence's 10,000 go first; the licence costs 5,000.
    result = bill(mainland({"a": {"2025-01": 10_500 + billable}}, [LICENCE_1]))
    postpaid = result["bills"]["2025-01"]["lines"][-1]
    assert (postpaid["for"], postpaid["date"], postpaid["amount"]) == (
        "account",
        "2025-02-01",
        amount,
    )
    row = result["usage"]["2025-01"]["a"]
    assert (row["free"], row["packs"], row["billable"]) == (500, 10_000, billable)


def test_mainland_activity_before_during_and_after_its_licence() -> None:
    # Before the licence 500 free and 100 refused; then its 10,000 for 365 days from 1 Jan 2025;
    # then postpaid: 5,000 + 3 x 0.02.
    calls = {"2024-12-31": 600, "2025-12-31": 7, "2026-01-01": 3}
    result = bill(mainland({"a": calls}, [LICENCE_1]))
    rows = [row["a"] for row in result["usage"].values() if row["a"]["calls"]]
    parts = ("free", "packs", "refused", "billable")
    assert [tuple(row[part] for part in parts) for row in rows] == [
        (500, 0, 100, 0),
        (0, 7, 0, 0),
        (0, 0, 0, 3),
    ]
    assert result["total"] == "5000.06"
    assert result["packs"][0]["until"] == "2026-01-01"
    assert result["packs"][0]["expired"] == 9_993


@pytest.mark.parametrize("scope", ["own_activity", "account"])
def test_mainland_shared_packs_go_to_the_activity_licensed_earliest(scope: str) -> None:
    orders = [
        {"id": "P", "item": "call_pack", "size": 100_000, "date": "2025-01-02"},
        {
            "id": "L-b",
            "item": "licence",
            "for": "b",
            "package": 1,
            "date": "2025-01-01",
        },
        {
            "id": "L-a",
            "item": "licence",
            "for": "a",
            "package": 1,
            "date": "2025-01-02",
        },
    ]
    calls = {"a": {"2025-01-02": 60_500}, "b": {"2025-01-02": 80_500}}
    result = bill(mainland(calls, orders), {"licence_pack_scope": scope})
    # Own: b draws 10,000 of its own and 70,000 shared; a its own 10,000 and the last 30,000 shared.
    # Account: b draws both licences and 60,000 shared; a the last 40,000. a is left 20,000.
    used = {pack["order"]: pack["used"] for pack in result["packs"]}
    assert used == {"L-a": 10_000, "L-b": 10_000, "P": 100_000}
    assert result["usage"]["2025-01"]["a"]["billable"] == 20_000
    assert result["usage"]["2025-01"]["b"]["packs"] == 80_000
    # 5,000 + 5,000 + 1,700 + 20,000 x 0.02
    assert result["total"] == "12100.00"


def test_mainland_tier_of_all_calls_counts_the_unlicensed_activity_too() -> None:
    # a: 500 free, 10,000 licence, 989,300 billable; idle: 200 free. In all 1,000,000, and one more.
    usage = mainland({"a": {"2025-01": 999_800}, "idle": {"2025-01": 200}}, [LICENCE_1])
    assert (
        bill(usage, {"tier_basis": "total"})["total"] == "24786.00"
    )  # 5,000 + 989,300 x 0.02
    usage["usage"]["idle"]["calls"]["2025-01"] = 201
    assert (
        bill(usage, {"tier_basis": "total"})["total"] == "16871.60"
    )  # 5,000 + 989,300 x 0.012


def test_a_qps_upgrade_costs_210_a_day_for_each_ten() -> None:
    upgrade = {
        "id": "U",
        "item": "qps_upgrade",
        "for": "a",
        "qps": 30,
        "days": 4,
        "date": "2025-01-05",
    }
    # 5,000 + 3 x 210 x 4
    assert bill(mainland({"a": {}}, [LICENCE_1, upgrade]))["total"] == "7520.00"


@pytest.mark.parametrize("book", ["intl", "mainland"])
@pytest.mark.parametrize("seed", range(20))
def test_random_worlds_conserve_calls_and_are_the_same_for_a_seed(
    book: str, seed: int
) -> None:
    usage = random_usage(seed, book)
    assert usage == random_usage(seed, book)
    assert yaml.safe_load(to_yaml(usage))["usage"].keys() == usage["usage"].keys()
    for rows in bill(usage)["usage"].values():
        for row in rows.values():
            assert row["calls"] == sum(row[part] for part in PARTS if part != "calls")
