"""The second engine's mainland rules, worked out by hand; and what both books say of packs and tiers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.second_engine.biller import bill

Data = dict[str, Any]


def mainland(usage: dict[str, Data], orders: list[Data]) -> Data:
    data = {name: {"calls": calls} for name, calls in usage.items()}
    return {"price_book": "mainland", "usage": data, "orders": orders}


def licence(name: str, day: str, package: int = 1, **more: Any) -> Data:
    base = {"id": f"L-{name}-{day}", "item": "licence", "for": name}
    return {**base, "package": package, "date": day, **more}


def shared(day: str, size: int = 100_000) -> Data:
    return {"id": "S", "item": "call_pack", "size": size, "date": day}


def row(answer: Data, month: str, scope: str = "a") -> Data:
    """The parts of a month that are not zero."""
    parts = ("free", "packs", "billable", "refused")
    found = answer["usage"][month][scope]
    return {part: found[part] for part in parts if found[part]}


# After a licence


@pytest.mark.parametrize(
    ("reading", "total", "after"),
    [
        ("postpaid", "20020.00", {"billable": 1_000}),  # 20,000 + 1,000 x 0.02
        ("refused", "20000.00", {"refused": 1_000}),
    ],
)
def test_use_after_a_licence(reading: str, total: str, after: Data) -> None:
    # 15 June 2020 and 365 days: to 14 June 2021
    usage = mainland(
        {"a": {"2021-06-14": 1_500, "2021-07-01": 1_000}},
        [licence("a", "2020-06-15", 2)],
    )
    answer = bill(usage, {"licence_end": reading})
    assert row(answer, "2021-06") == {"free": 500, "packs": 1_000}
    assert row(answer, "2021-07") == after
    assert answer["total"] == total


def test_use_after_a_licence_is_warned_of_with_its_first_day_and_calls() -> None:
    calls = {"2021-06-14": 1_500, "2021-06-15": 20, "2021-07-01": 1_000}
    usage = mainland({"a": calls}, [licence("a", "2020-06-15", 2)])
    expired = [w for w in bill(usage)["warnings"] if w["code"] == "licence_expired"]
    assert expired == [
        {"code": "licence_expired", "for": "a", "date": "2021-06-15", "calls": 1_020}
    ]
    assert bill(usage, {"licence_end": "refused"})["warnings"] == []


def test_use_after_a_licence_goes_to_packs_of_the_account_first() -> None:
    orders = [licence("a", "2020-06-15"), shared("2021-06-14")]
    usage = mainland({"a": {"2021-07-01": 100_600}}, orders)
    # 500 free, 100,000 shared, 100 postpaid: 5,000 + 1,700 + 2.00
    assert row(bill(usage), "2021-07") == {
        "free": 500,
        "packs": 100_000,
        "billable": 100,
    }
    assert bill(usage)["total"] == "6702.00"


def test_shared_licence_packs_serve_an_activity_whose_licence_is_over() -> None:
    orders = [licence("a", "2020-06-15"), licence("b", "2021-01-01")]
    usage = mainland({"a": {"2021-07-01": 700}}, orders)
    assert row(bill(usage), "2021-07") == {"free": 500, "billable": 200}
    reading = {"licence_pack_scope": "account"}
    assert row(bill(usage, reading), "2021-07") == {"free": 500, "packs": 200}


@pytest.mark.parametrize("reading", ["postpaid", "refused"])
def test_without_any_licence_only_the_free_calls_serve(reading: str) -> None:
    orders = [licence("b", "2021-01-01"), shared("2021-01-01")]
    usage = mainland({"a": {"2021-02-01": 700}, "b": {}}, orders)
    answer = bill(usage, {"licence_end": reading})
    assert row(answer, "2021-02") == {"free": 500, "refused": 200}


def test_before_its_first_licence_an_activity_has_only_its_free_calls() -> None:
    usage = mainland({"a": {"2021-03-04": 510}}, [licence("a", "2021-03-05")])
    assert row(bill(usage), "2021-03") == {"free": 500, "refused": 10}


# A renewal bought ahead


def test_a_renewal_bought_ahead_begins_where_the_first_ends() -> None:
    calls = {"2025-12-31": 10_501, "2026-01-01": 300_001, "2026-12-31": 7}
    orders = [
        licence("a", "2025-01-01"),
        licence("a", "2025-06-01", 2, start="2026-01-01"),
    ]
    answer = bill(mainland({"a": calls}, orders))
    # The second licence's calls begin with its year: 1 call of December is postpaid, 1 of January,
    # and 7 of the last day.
    assert row(answer, "2025-12") == {"free": 500, "packs": 10_000, "billable": 1}
    assert row(answer, "2026-01") == {"packs": 300_000, "billable": 1}
    assert row(answer, "2026-12") == {"billable": 7}
    assert answer["bills"]["2025-06"]["total"] == "20000.00"
    assert answer["total"] == "25000.18"  # 0.02 + 0.02 + 0.14
    second = answer["packs"][1]
    assert (second["from"], second["until"]) == ("2026-01-01", "2027-01-01")
    assert second["used_up"] == "2026-01-01"
    assert answer["warnings"] == []


def test_a_renewal_that_has_not_begun_is_to_come() -> None:
    orders = [
        licence("a", "2025-01-01"),
        licence("a", "2025-02-01", start="2026-01-01"),
    ]
    answer = bill(mainland({"a": {"2025-01-01": 1}}, orders))
    assert [pack["status"] for pack in answer["packs"]] == ["valid", "future"]


# Postpaid


@pytest.mark.parametrize(
    ("scope", "amounts"),
    [
        ("account", {"account": "14400.00"}),  # 1,200,000 x 0.012
        ("activity", {"a": "12000.00", "b": "12000.00"}),  # 600,000 x 0.02, twice
    ],
)
def test_one_tier_for_the_account_or_one_for_each_activity(
    scope: str, amounts: dict[str, str]
) -> None:
    calls = {"2025-01-02": 610_500}
    orders = [licence("a", "2025-01-01"), licence("b", "2025-01-01")]
    answer = bill(mainland({"a": calls, "b": calls}, orders), {"postpaid_scope": scope})
    lines = answer["bills"]["2025-01"]["lines"]
    assert {
        line["for"]: line["amount"] for line in lines if line["kind"] == "pay_as_you_go"
    } == amounts


def test_the_tier_of_an_activity_counts_its_own_calls_only() -> None:
    # a: 500 free, 10,000 licence, 989,500 billable: 1,000,000 in all. b: the same and one more.
    orders = [licence("a", "2025-01-01"), licence("b", "2025-01-01")]
    usage = mainland(
        {"a": {"2025-01-02": 1_000_000}, "b": {"2025-01-02": 1_000_001}}, orders
    )
    answer = bill(usage, {"postpaid_scope": "activity", "tier_basis": "total"})
    # 10,000 + 989,500 x 0.02 + 989,501 x 0.012 = 10,000 + 19,790 + 11,874.012
    assert answer["total"] == "41664.01"


# Free calls, and the order of drawing


@pytest.mark.parametrize(
    ("free_used", "found"),
    [
        (0, {"free": 500, "packs": 100}),
        (450, {"free": 50, "packs": 550}),
        (500, {"packs": 600}),
    ],
)
def test_free_calls_used_before_the_file_begins(free_used: int, found: Data) -> None:
    usage = mainland({"a": {"2025-01-02": 600}}, [licence("a", "2025-01-01")])
    usage["usage"]["a"]["free_used"] = free_used
    assert row(bill(usage), "2025-01") == found


def test_activities_licensed_on_one_day_draw_by_name() -> None:
    orders = [
        licence("b", "2025-01-01"),
        licence("a", "2025-01-01"),
        shared("2025-01-01"),
    ]
    calls = {"2025-01-01": 80_500}
    answer = bill(mainland({"b": calls, "a": calls}, orders))
    # each 500 free and 10,000 of its own; a 70,000 shared, b the 30,000 left
    assert row(answer, "2025-01", "a") == {"free": 500, "packs": 80_000}
    assert row(answer, "2025-01", "b") == {
        "free": 500,
        "packs": 40_000,
        "billable": 40_000,
    }


def test_the_activity_licensed_earliest_draws_first_after_its_licence_too() -> None:
    orders = [
        licence("b", "2024-01-01"),
        licence("a", "2025-01-01"),
        shared("2025-01-02"),
    ]
    calls = {"2025-01-02": 110_500}
    answer = bill(mainland({"b": calls, "a": calls}, orders))
    # b, whose licence is over, draws the whole pack; a its own 10,000
    assert row(answer, "2025-01", "b")["packs"] == 100_000
    assert row(answer, "2025-01", "a")["packs"] == 10_000


# Validity, in both books


@pytest.mark.parametrize(
    ("reading", "until"),
    [
        (None, "2025-01-09"),  # 366 days lie between, for 29 February 2024
        ("365_days", "2025-01-09"),
        ("same_date_next_year", "2025-01-10"),
    ],
)
def test_a_shared_pack_has_365_days_and_a_licence_always(
    reading: str | None, until: str
) -> None:
    orders = [licence("a", "2024-01-10"), shared("2024-01-10")]
    usage = mainland({"a": {"2024-01-10": 1}}, orders)
    answer = bill(usage, {"pack_validity": reading} if reading else {})
    assert [pack["until"] for pack in answer["packs"]] == ["2025-01-09", until]


@pytest.mark.parametrize(
    ("reading", "until"),
    [
        (None, "2025-01-10"),
        ("same_date_next_year", "2025-01-10"),
        ("365_days", "2025-01-09"),
    ],
)
def test_pack_validity_covers_free_packs(reading: str | None, until: str) -> None:
    claim = {"id": "F", "item": "free_pack", "for": "image_basic", "date": "2024-01-10"}
    usage = {"usage": {"image_basic": {"calls": {"2025-01-09": 3}}}, "orders": [claim]}
    answer = bill(usage, {"pack_validity": reading} if reading else {})
    assert answer["packs"][0]["until"] == until
    free = answer["usage"]["2025-01"]["image_basic"]["free"]
    assert free == (0 if reading == "365_days" else 3)


# What was drawn, and the tier that was reached


@pytest.mark.parametrize(
    ("basis", "reached"), [("billable", 20_000), ("total", 31_000)]
)
def test_what_each_pack_gave_and_the_tier_of_the_rest(basis: str, reached: int) -> None:
    orders = [
        {"id": "F", "item": "free_pack", "for": "image_basic", "date": "2025-01-01"},
        {
            "id": "P",
            "item": "call_pack",
            "for": "image_basic",
            "size": 1_000,
            "quantity": 10,
            "date": "2025-01-01",
        },
    ]
    usage = {"usage": {"image_basic": {"calls": {"2025-01": 31_000}}}, "orders": orders}
    answer = bill(usage, {"tier_basis": basis})
    found = answer["usage"]["2025-01"]["image_basic"]
    # 1,000 a day: the free pack on the 1st, a pack on each day from the 2nd to the 11th
    packs = [{"order": "P", "pack": n, "calls": 1_000} for n in range(1, 11)]
    assert found["drawn"] == [{"order": "F", "pack": 1, "calls": 1_000}, *packs]
    assert found["tier"] == {
        "from": 10_000,
        "to": 99_999,
        "unit_price": "0.050",
        "reached_by": reached,
    }
    days = [pack["used_up"] for pack in answer["packs"]]
    assert days == [f"2025-01-{day:02d}" for day in range(1, 12)]


@pytest.mark.parametrize(
    ("billable", "first", "last"),
    [
        (1, 1, 1_000_000),
        (1_000_001, 1_000_001, 5_000_000),
        (5_000_001, 5_000_001, None),
    ],
)
def test_the_rows_of_a_table_that_holds_its_upper_bounds(
    billable: int, first: int, last: int | None
) -> None:
    usage = mainland(
        {"a": {"2025-01-02": 10_500 + billable}}, [licence("a", "2025-01-01")]
    )
    tier = bill(usage)["usage"]["2025-01"]["a"]["tier"]
    assert (tier["from"], tier["to"]) == (first, last)


def test_no_tier_where_nothing_is_billed_and_no_end_while_calls_are_left() -> None:
    usage = mainland({"a": {"2025-01-02": 600}}, [licence("a", "2025-01-01")])
    answer = bill(usage)
    assert answer["usage"]["2025-01"]["a"]["tier"] is None
    assert answer["packs"][0]["used_up"] is None


# What an order costs


@pytest.mark.parametrize(
    ("more", "amount"),
    [
        ({}, "450.00"),
        ({"price": "400.00"}, "400.00"),
        ({"paid": {"cash": 400, "discount": 50}}, "400.00"),
        ({"paid": {"cash": 400, "voucher": 50}}, "450.00"),
        ({"source": "gifted"}, "0.00"),
        ({"source": "campaign"}, "450.00"),
        ({"source": "campaign", "paid": {"cash": 99, "card": 1}}, "100.00"),
        (
            {"source": "campaign", "paid": {"cash": 99, "voucher": 1, "discount": 7}},
            "100.00",  # 99 + 1 + 7 less the discount of 7
        ),
    ],
)
def test_the_line_of_an_order(more: Data, amount: str) -> None:
    order = {"id": "P", "item": "call_pack", "for": "image_basic", "size": 10_000}
    order |= {"date": "2025-01-01", **more}
    usage = {"usage": {"image_basic": {"calls": {"2025-01": 1}}}, "orders": [order]}
    assert bill(usage)["total"] == amount
