"""The second engine's calls by day, worked out by hand: growth with a spike, forecasts, modes, materials."""

from __future__ import annotations

from typing import Any

import pytest

from tests.second_engine.biller import bill
from tests.second_engine.calls import counts_by_day, forecast_days, forecast_peak
from tests.second_engine.days import to_date

Data = dict[str, Any]


def image(**scope: Any) -> Data:
    return {"price_book": "intl", "usage": {"image_basic": scope}}


def rows(usage: Data, part: str, scope: str = "image_basic") -> list[int]:
    """One part of each month."""
    return [row[scope][part] for row in bill(usage)["usage"].values()]


@pytest.mark.parametrize(
    ("inside", "months"),
    [
        # 90,000 over 30 days are 3,000 a day: 90,000 - 3,000 + 40,000; December 99,000
        ({"2025-11-11": 40_000}, [127_000, 99_000]),
        # two days of 3,000 go, 100 come; December grows from 90,000 all the same
        ({"2025-11-11..2025-11-12": 100}, [84_100, 99_000]),
        # November's own count takes the place of 90,000
        ({"2025-11": 30_000}, [30_000, 99_000]),
        # 30,000 over 30 days are 1,000 a day: 30,000 - 1,000 + 7
        ({"2025-11": 30_000, "2025-11-30": 7}, [29_007, 99_000]),
        # 15 on each side of the month's end: 90,000 - 3,000 + 15; the first of December has
        # floor(99,000 / 31) = 3,193: 99,000 - 3,193 + 15
        ({"2025-11-30..2025-12-01": 30}, [87_015, 95_822]),
        # fewer calls than the share, none at all
        ({"2025-11-11": 0}, [87_000, 99_000]),
    ],
)
def test_what_stands_inside_a_growth_series_replaces_its_share(
    inside: Data, months: list[int]
) -> None:
    series = {"from": "2025-11", "months": 2, "start": 90_000, "growth": "10%"}
    assert rows(image(calls=series | inside), "calls") == months


def test_a_growth_series_that_starts_inside_its_month() -> None:
    # 100 over the ten days from the 21st are 10 a day: 100 - 10 + 1
    series = {"from": "2025-04", "months": 1, "start": 100, "2025-04-30": 1}
    assert rows(image(calls=series, starts="2025-04-21"), "calls") == [91]


def test_in_any_other_month_the_days_are_part_of_its_number() -> None:
    calls = {"2025-11": 90_000, "2025-11-11": 40_000}
    # 50,000 over the 29 other days: the first holds floor(50,000 / 29)
    found = counts_by_day(calls, None)
    assert sum(found.values()) == 90_000
    assert found[to_date("2025-11-01")] == 1_724


# Forecast. 17 March 2025 is a Monday. Mondays 10 and 21, Sundays none and 5, no other day.
WEEKS = {
    "calls": {"2025-03-17": 10, "2025-03-24": 21, "2025-03-30": 5},
    "forecast": {"until": "2025-04-07", "weeks": 2, "growth": "10%"},
}


def test_a_forecast_is_the_mean_of_the_weekday_grown_and_rounded_once() -> None:
    found = {str(day): n for day, n in forecast_days(WEEKS).items() if n}
    assert found == {
        "2025-03-31": 16,  # (10 + 21) / 2 = 15.5, half up
        "2025-04-06": 3,  # (0 + 5) / 2 x 1.1 = 2.75
        "2025-04-07": 17,  # 15.5 x 1.1 = 17.05, and not 16 x 1.1 = 17.6
    }


def test_a_forecast_has_a_least_and_a_most_and_is_counted() -> None:
    answer = bill({"price_book": "intl", "usage": {"image_basic": WEEKS}})
    march, april = (row["image_basic"] for row in answer["usage"].values())
    assert (march["calls"], march["forecast"]) == (52, 16)  # 10 + 21 + 5 + 16
    assert (april["calls"], april["forecast"]) == (20, 20)
    assert answer["total"] == "4.68"  # 52 x 0.065 = 3.38, 20 x 0.065 = 1.30
    assert answer["forecast"] == {
        "last_day": "2025-03-30",
        # 36 + 10 = 46: 2.99; 10 x 1.1 = 11 on 7 April, 0 on the 6th: 0.715, half up
        "low": "3.71",
        # 36 + 21 = 57: 3.705, half up 3.71; 23.1 gives 23 and 5.5 gives 6: 29 x 0.065 = 1.885
        "high": "5.60",
        "low_complete": True,
        "high_complete": True,
    }


def test_a_forecast_until_a_month_runs_to_its_last_day() -> None:
    scope = WEEKS | {"forecast": {"until": "2025-04", "weeks": 2, "growth": "10%"}}
    # Mondays 7, 14, 21, 28 at 17; Sundays 6, 13, 20, 27 at 3
    assert rows(image(**scope), "calls") == [52, 80]


def test_growth_of_a_forecast_counts_months_from_that_of_the_last_day() -> None:
    calls = {f"2025-01-{day}": 100 for day in range(25, 32)}
    forecast = {"until": "2025-03", "weeks": 1, "growth": "10%"}
    scope = {"calls": calls, "forecast": forecast}
    # January 700; February 28 x 110; March 31 x 121
    assert rows(image(**scope), "calls") == [700, 3_080, 3_751]


def test_a_forecast_looks_at_four_weeks_where_it_does_not_say() -> None:
    # 3 to 30 March: 28 days; the Mondays 3, 10, 17, 24 have 1, 2, 3, 100: 106 / 4 = 26.5
    calls = {f"2025-03-{day:02d}": 0 for day in range(3, 31)}
    mondays = {"2025-03-03": 1, "2025-03-10": 2, "2025-03-17": 3, "2025-03-24": 100}
    scope = {"calls": calls | mondays, "forecast": {"until": "2025-03-31"}}
    assert rows(image(**scope), "forecast") == [27]


def test_packs_and_tiers_treat_a_forecast_like_any_call() -> None:
    calls = {f"2025-03-{day:02d}": 1_000 for day in range(3, 10)}
    scope = {"calls": calls, "forecast": {"until": "2025-03-14", "weeks": 1}}
    pack = {
        "id": "P",
        "item": "call_pack",
        "for": "image_basic",
        "size": 10_000,
        "date": "2025-03-01",
    }
    answer = bill(image(**scope) | {"orders": [pack]})
    # 12 days of 1,000 from the 3rd to the 14th: the pack ends with the 12th, 2,000 x 0.065
    assert answer["total"] == "580.00"  # 450 + 130
    assert answer["packs"][0]["used_up"] == "2025-03-12"


def test_the_peak_of_a_forecast_day() -> None:
    scope = WEEKS | {"peak_qps": {"2025-03-17": 4, "2025-03-24": 6}}
    assert forecast_peak(scope, to_date("2025-03-31")) == 6
    assert forecast_peak(scope, to_date("2025-04-07")) == 7  # 6 x 1.1 = 6.6, rounded up
    assert forecast_peak(scope, to_date("2025-04-06")) is None


def test_the_peak_of_a_forecast_day_is_not_below_its_average() -> None:
    scope = {
        "calls": {"2025-03-17": 0, "2025-03-24": 864_000, "2025-03-30": 0},
        "peak_qps": {"2025-03-17": 1},
        "forecast": {"until": "2025-03-31", "weeks": 2},
    }
    # 864,000 / 2 = 432,000 calls: 432,000 / 86,400 = 5 a second
    assert forecast_peak(scope, to_date("2025-03-31")) == 5


# Modes


@pytest.mark.parametrize(
    ("entries", "in_qps_mode"),
    [
        # 10 to 19 January
        (
            [
                {"from": "2025-01-10", "mode": "qps"},
                {"from": "2025-01-20", "mode": "call_volume"},
            ],
            10,
        ),
        # the same, written backwards
        (
            [
                {"from": "2025-01-20", "mode": "call_volume"},
                {"from": "2025-01-10", "mode": "qps"},
            ],
            10,
        ),
        # to the end: 30 and 31 January
        ([{"from": "2025-01-30", "mode": "qps"}], 2),
        # call volume after an entry's own end: 10 to 12 and 20 to 31 January
        (
            [
                {"from": "2025-01-10", "until": "2025-01-13", "mode": "qps"},
                {"from": "2025-01-20", "mode": "qps"},
            ],
            15,
        ),
    ],
)
def test_a_mode_lasts_until_the_next_entry(
    entries: list[Data], in_qps_mode: int
) -> None:
    usage = image(calls={"2025-01": 31}, billing_mode=entries)
    # no quota in force: what a call costs is not said
    assert rows(usage, "undetermined") == [in_qps_mode]
    assert rows(usage, "billable") == [31 - in_qps_mode]


# Materials


def over(usage: Data) -> list[tuple[str, int]]:
    """Month, and what is held, of each warning."""
    found = bill(usage)["warnings"]
    return [
        (x["month"], x["held"]) for x in found if x["code"] == "over_material_quota"
    ]


def test_international_materials_by_range_and_month() -> None:
    live = {"2025-01..2025-03": 30, "2025-02": 10}
    usage = image(calls={"2025-01": 1, "2025-03": 1}, materials=live)
    usage["orders"] = [
        {
            "id": "M",
            "item": "material_pack",
            "for": "image_basic",
            "size": 10,
            "quantity": 2,
            "date": "2025-03-15",
            "refunded": "2025-03-16",
            "refunded_packs": 1,
        }
    ]
    # 10 free ones; in March one pack of the two, 20
    assert over(usage) == [("2025-01", 10), ("2025-03", 20)]


@pytest.mark.parametrize(
    ("need", "warned"),
    [
        (10, []),
        # licence 1 holds 10 in March and April; a free test as many as the largest licence
        (11, [("2021-03", 10), ("2021-04", 10)]),
        (1_001, [("2021-02", 1_000), ("2021-03", 10), ("2021-04", 10)]),
    ],
)
def test_mainland_materials(need: int, warned: list[tuple[str, int]]) -> None:
    calls = {"2021-02-10": 1, "2021-03-20": 1, "2021-04-20": 1}
    usage = {
        "price_book": "mainland",
        "usage": {"a": {"calls": calls, "materials": need}},
        "orders": [
            {"item": "licence", "for": "a", "package": 1, "date": "2021-03-05"},
        ],
    }
    assert over(usage) == warned


def test_no_materials_are_judged_once_the_licence_is_over() -> None:
    usage = {
        "price_book": "mainland",
        "usage": {"a": {"calls": {"2022-03-05": 1}, "materials": {"2022-03": 5_000}}},
        "orders": [
            {"item": "licence", "for": "a", "package": 1, "date": "2021-02-01"},
        ],
    }
    assert over(usage) == []
