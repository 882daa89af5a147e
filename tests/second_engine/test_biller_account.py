"""The second engine's account and refunds, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.second_engine.biller import bill
from tests.second_engine.orders import ImpossibleError
from tests.second_engine.worlds import random_usage

Data = dict[str, Any]


def image(calls: Data, orders: list[Data] | None = None, **account: Any) -> Data:
    return {
        "price_book": "intl",
        "usage": {"image_basic": {"calls": calls}},
        "orders": orders or [],
        "account": account,
    }


def pack(day: str, **more: Any) -> Data:
    base = {"id": "P", "item": "call_pack", "for": "image_basic", "size": 1_000}
    return {**base, "date": day, **more}


def opening(day: str, amount: str) -> Data:
    return {"date": day, "amount": amount}


def ledger(answer: Data) -> list[tuple[str, ...]]:
    return [tuple(row.values()) for row in answer["account"]["ledger"]]


def stops(answer: Data) -> list[tuple[str, str | None, int]]:
    found = answer["account"]["suspensions"]
    return [(stop["from"], stop["until"], stop["refused"]) for stop in found]


def test_card_money_comes_back_into_the_account() -> None:
    returned = pack("2025-01-06", paid={"card": 60}, refunded="2025-01-10")
    usage = image(
        {"2025-01-20": 500, "2025-02-01": 100},
        [returned],
        balance=opening("2025-01-01", "10.00"),
    )
    answer = bill(usage)
    assert ledger(answer) == [
        ("2025-01-01", "opening", "10.00", "10.00"),
        ("2025-01-10", "refund", "60.00", "70.00"),
        ("2025-02-01", "settlement", "-32.50", "37.50"),  # 500 x 0.065
        ("2025-03-01", "settlement", "-6.50", "31.00"),  # 100 x 0.065
    ]
    assert stops(answer) == []
    assert answer["total"] == "39.00"  # 60 - 60 + 32.50 + 6.50


# Some of an order's packs


@pytest.mark.parametrize(
    ("back", "returned", "billable"),
    [
        # Four packs, 100.01 cash and a voucher of 139.99: 25.01 for the first, 25.00 for each other.
        # 1,500 calls use the first and half of the second. After the refund 2,000 calls:
        (1, "-25.00", 500),  # 500 of pack 2, 1,000 of pack 3; pack 4 is gone
        (2, "-50.00", 1_500),  # 500 of pack 2; 3 and 4 are gone
    ],
)
def test_the_unused_packs_with_the_highest_numbers_go_back(
    back: int, returned: str, billable: int
) -> None:
    paid = {"cash": "100.01", "voucher": "139.99"}
    order = pack("2025-01-01", quantity=4, paid=paid, refunded="2025-01-08")
    order["refunded_packs"] = back
    answer = bill(image({"2025-01-02": 1_500, "2025-01-09": 2_000}, [order]))
    lines = {x["kind"]: x["amount"] for x in answer["bills"]["2025-01"]["lines"]}
    assert (lines["call_pack"], lines["refund"]) == ("240.00", returned)
    assert answer["usage"]["2025-01"]["image_basic"]["billable"] == billable
    statuses = [each["status"] for each in answer["packs"]]
    left = ["exhausted"] * (4 - back)
    assert statuses == left + ["refunded"] * back
    assert answer["packs"][-1]["until"] == "2025-01-08"


@pytest.mark.parametrize("back", [{"refunded_packs": 3}, {}])
def test_more_packs_than_are_unused_cannot_go_back(back: Data) -> None:
    order = pack("2025-01-01", quantity=4, refunded="2025-01-08", **back)
    with pytest.raises(ImpossibleError) as fault:
        bill(image({"2025-01-02": 1_500}, [order]))
    assert fault.value.unused == 2


def test_each_tender_is_shared_with_the_odd_cents_to_the_first_packs() -> None:
    paid = {"cash": "100.01", "gifted": "50.01", "card": "29.98"}
    order = pack("2025-01-01", quantity=3, paid=paid, refunded="2025-01-02")
    order["refunded_packs"] = 2
    bills = bill(image({"2025-02-01": 1}, [order]))["bills"]
    # cash 33.34 33.34 33.33, gifted 16.67 each, card 10.00 9.99 9.99.
    # Packs 2 and 3: 60.00 + 59.99 = 119.99; the order was 180.00.
    assert bills["2025-01"]["total"] == "60.01"


def test_used_calls_make_the_first_packs_used() -> None:
    order = pack("2025-01-01", quantity=3, used_calls=1_001, refunded="2025-01-02")
    with pytest.raises(ImpossibleError) as fault:
        bill(image({"2025-01-01": 1}, [order | {"refunded_packs": 2}]))
    assert fault.value.unused == 1


# Orders that the balance cannot pay


def test_what_an_order_lacks_is_assumed_to_be_topped_up() -> None:
    order = pack("2025-01-05", size=10_000)
    balance = opening("2025-01-01", "100.00")
    answer = bill(image({"2025-01-10": 5}, [order], balance=balance))
    assert ledger(answer) == [
        ("2025-01-01", "opening", "100.00", "100.00"),
        ("2025-01-05", "assumed_top_up", "350.00", "450.00"),  # 450 - 100
        ("2025-01-05", "order", "-450.00", "0.00"),
    ]
    assert [w for w in answer["warnings"] if w["code"] == "order_not_paid"] == [
        {
            "code": "order_not_paid",
            "for": "image_basic",
            "order": "P",
            "date": "2025-01-05",
            "amount": "350.00",
        }
    ]


def test_each_order_of_a_day_lacks_its_own_part() -> None:
    # 100 pays the first 60; the second lacks 20, the third 60. Card money lacks nothing.
    orders = [pack("2025-01-05") | {"id": name} for name in ("P-3", "P-1", "P-2")]
    orders.append(pack("2025-01-05", paid={"card": 60}) | {"id": "P-4"})
    usage = image({"2025-01-10": 5}, orders, balance=opening("2025-01-01", "100.00"))
    assert [row[1:] for row in ledger(bill(usage))[1:]] == [
        ("order", "-60.00", "40.00"),
        ("assumed_top_up", "20.00", "60.00"),
        ("order", "-60.00", "0.00"),
        ("assumed_top_up", "60.00", "60.00"),
        ("order", "-60.00", "0.00"),
    ]


def test_an_assumed_top_up_pays_the_debt_and_lifts_the_stop() -> None:
    usage = image(
        {"2025-01": 31}, [pack("2025-01-03")], balance=opening("2025-01-01", "-20.00")
    )
    answer = bill(usage)
    # 20 + 60 on the 3rd; the service stood still on the 2nd only. The call of the 1st, 0.07, is
    # settled on 1 February from a balance of 0.
    assert ledger(answer)[1] == ("2025-01-03", "assumed_top_up", "80.00", "60.00")
    assert stops(answer) == [
        ("2025-01-02", "2025-01-03", 1),
        ("2025-02-02", None, 0),
    ]


def test_who_tops_up_what_was_assumed_gets_the_same_bills() -> None:
    found = 0
    for seed in range(80):
        usage = random_usage(seed, "intl")
        before = bill(usage)
        lacking = [w for w in before["warnings"] if w["code"] == "order_not_paid"]
        if not lacking:
            continue
        found += 1
        paid = [{"date": w["date"], "amount": w["amount"]} for w in lacking]
        account = usage["account"]
        account["top_ups"] = account.get("top_ups", []) + paid
        after = bill(usage)
        assert "order_not_paid" not in [w["code"] for w in after["warnings"]]
        for part in ("bills", "usage", "packs"):
            assert after[part] == before[part]
        assert stops(after) == stops(before)
    assert found > 4


# Stops


@pytest.mark.parametrize(
    ("top_up", "refused"),
    [
        (None, 30),  # from 2 January on
        (("2025-01-01", "5.00"), 0),  # not below 0 at the end of its first day
        (("2025-01-02", "5.00"), 30),  # exactly 0 does not prevent it
        (("2025-01-02", "5.01"), 0),
        (("2025-01-10", "5.01"), 8),  # 2 to 9 January
    ],
)
def test_a_negative_opening_balance_stops_the_next_day(
    top_up: tuple[str, str] | None, refused: int
) -> None:
    usage = image({"2025-01": 31}, balance=opening("2025-01-01", "-5.00"))
    if top_up:
        usage["account"]["top_ups"] = [{"date": top_up[0], "amount": top_up[1]}]
    rows = bill(usage)["usage"]["2025-01"]["image_basic"]
    assert rows["refused"] == refused


def test_the_ledger_begins_with_the_balance_and_ends_with_the_last_settlement() -> None:
    # January is settled before the balance's day begins: 10 February holds it already.
    usage = image(
        {"2025-01": 1_000, "2025-02": 1_000},
        [pack("2025-02-09")],
        balance=opening("2025-02-10", "100.00"),
        top_ups=[
            {"date": "2025-02-09", "amount": "1.00"},
            {"date": "2025-03-03", "amount": "2.00"},
            {"date": "2025-03-04", "amount": "4.00"},
        ],
    )
    usage["assumptions"] = {"settlement_day": "3"}
    # February: 1,000 over 28 days, floor(1,000 x 8 / 28) = 285 before the 9th; 715 from the pack
    # on and after the 9th; 285 x 0.065 = 18.525, half up 18.53
    assert ledger(bill(usage)) == [
        ("2025-02-10", "opening", "100.00", "100.00"),
        ("2025-03-03", "top_up", "2.00", "102.00"),
        ("2025-03-03", "settlement", "-18.53", "83.47"),
    ]


def test_a_stop_does_not_pause_the_life_of_a_pack() -> None:
    # Stopped from 2 January; the pack's last day is the 4th, its calls stay undrawn.
    usage = image(
        {"2025-01": 31},
        [pack("2024-01-05", paid={"card": 60})],
        balance=opening("2025-01-01", "-5.00"),
        top_ups=[{"date": "2025-01-05", "amount": "10.00"}],
    )
    answer = bill(usage)
    [found] = answer["packs"]
    # 1 January is drawn, 2 to 4 January refused, 27 days from the 5th on billed
    assert (found["used"], found["expired"], found["last_call"]) == (
        1,
        999,
        "2025-01-01",
    )
    rows = answer["usage"]["2025-01"]["image_basic"]
    assert (rows["packs"], rows["refused"], rows["billable"]) == (1, 3, 27)
