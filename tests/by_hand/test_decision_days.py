"""Plans on decision days, worked by hand: what anybody would buy in the middle of a month."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.tools import ffbill, json_of, usage_file

INTL, MAINLAND = "price_book: intl\n", "price_book: mainland\n"

CASES = {
    # 40 QPS for one month from 20 January: 40 x 1,700. By the day 31 x 40 x 75 = 93,000.
    "a campaign over a month's end": (
        INTL
        + "usage: {image_basic: {calls: {2025-01-20..2025-02-19: 3.1M}, peak_qps: {2025-01-20..2025-02-19: 40}}}",
        "68000.00",
    ),
    # 60 x 1,450; by the day 30 x 60 x 60 = 108,000
    "sixty QPS": (
        INTL
        + "usage: {image_basic: {calls: {2025-06-10..2025-07-09: 3M}, peak_qps: {2025-06-10..2025-07-09: 60}}}",
        "87000.00",
    ),
    # 30 QPS for two months from 15 January: 2 x 30 x 1,700; by the day 59 x 30 x 75 = 132,750
    "two months in one order": (
        INTL
        + "usage: {image_basic: {calls: {2025-01-15..2025-03-14: 6M}, peak_qps: {2025-01-15..2025-03-14: 30}}}",
        "102000.00",
    ),
    # 10M on 15 January, to 14 January: 45,700
    "the first year of an account": (
        INTL
        + "account: {activated: 2025-01-15}\nusage: {image_basic: {calls: {2025-01-15..2026-01-14: 10M}}}",
        "45700.00",
    ),
    # 65 x 60 = 3,900 for 11 November, whose share is floor(130,000 x 11/30) - floor(130,000 x 10/30) = 47,666 - 43,333 =
    # 4,333; 125,667 - 1,000 free are left: 100k 3,000, 10k 450, and 14,667 x 0.05 = 733.35; in all 8,083.35
    "a day named by its peak": (
        INTL
        + "usage: {image_basic: {calls: {2026-11: 130k}, peak_qps: {2026-11-11: 65}}}",
        "8083.35",
    ),
    # 1 QPS by the month 1,700 and 300 for the rest, as QPS for 25 days by the day would be 1,875
    "a month's base for days": (
        INTL
        + "usage: {{image_basic: {{calls: {{{}}}, peak_qps: {{{}}}}}}}".format(
            ", ".join(
                f"2025-01-{day:02}: {80_000 if day <= 25 else 1000}"
                for day in range(1, 32)
            ),
            ", ".join(
                f"2025-01-{day:02}: {1 if day <= 25 else 20}" for day in range(1, 32)
            ),
        ),
        "2000.00",
    ),
    # a needs licence 2 for 30 materials and 11 QPS, 20,000, and b licence 1, 5,000. On 1 March already, though a's 249
    # calls are free and its peak is on the 19th: 310,000 calls for the whole account serve the 99,500 of b. From the
    # 19th on 47,564 of them would be billed before, 951.28.
    "a licence that serves another activity": (
        MAINLAND + "assumptions: {licence_pack_scope: account}\nusage:\n"
        "  a: {calls: {2023-03-01..2023-03-21: 249}, peak_qps: {2023-03-19..2023-03-21: 11}, materials: 30}\n"
        "  b: {calls: {2023-03: 100k}, peak_qps: 10}",
        "25000.00",
    ),
    # The 300,000 calls of licence 2 for 20 materials of b are worth most from 1 March on. a: licence 1, 5,000; in
    # February 1,005,000 - 500 - 10,000 = 994,500 x 0.012 (all 1,005,100 reach the tier) = 11,934; March is served by
    # b's licence, 20,000; April 12,000 + 90,000 - 350 = 101,650: a pack, 1,700, and 1,650 x 0.02 = 33.
    "a licence that must not be drawn too early": (
        MAINLAND
        + "assumptions: {licence_pack_scope: account, tier_basis: total}\nusage:\n"
        "  a: {starts: 2025-02-01, calls: {2025-02: 1005000, 2025-03: 300000, 2025-04: 12000}}\n"
        "  b: {starts: 2025-02-01, calls: {2025-02: 100, 2025-03: 50, 2025-04: 90000}, materials: 20}",
        "38667.00",
    ),
    # Two licences 1, 10,000. February: 12,000 - 500 - 10,000 = 1,500 x 0.02 = 30; March 1,020,000 x 0.012 = 12,240;
    # April, b licensed on its 1st: 200 + 11,600 - 10,000 = 1,800 x 0.02 = 36. From February on b's calls would leave
    # 1,011,500 to March: 102 less; and 11,800 to April: 200 more.
    "a licence that is needed as late as it can be": (
        MAINLAND + "assumptions: {licence_pack_scope: account}\nusage:\n"
        "  a: {starts: 2025-02-01, calls: {2025-02: 12000, 2025-03: 1020000, 2025-04: 200}}\n"
        "  b: {starts: 2025-02-01, calls: {2025-02: 100, 2025-04: 12000}}",
        "22306.00",
    ),
    # Licence 2 for 30 materials, 20,000, its 300,000 calls: on 1 January 2025 for 50,000; on 1 January 2026, when it
    # ends and long before the next calls, for 200,000 + 100,000; and a year later for 150,000 + 140,000 + 9,000. On
    # 1 March 2026, when calls need it again, it would last into 2027: 100,000 more calls there, for three packs.
    "a licence that is renewed on the day it ends": (
        MAINLAND + "assumptions: {licence_end: refused}\nusage:\n"
        "  a: {starts: 2025-01-01, materials: 30, calls: {2025-01: 50k, 2026-03: 200k, 2026-06: 100k, 2027-01: 150k, "
        "2027-02: 140k, 2027-03: 9k}}",
        "60000.00",
    ),
    # a needs licence 3 for 500 materials, 80,000, whose 5,000,000 calls serve the account: renewed on 1 February 2026, the
    # first day of b's 3,000,000, and not in June, when a's own calls need it. b: licence 1, 5,000.
    "a licence that is renewed for the calls of another activity": (
        MAINLAND
        + "assumptions: {licence_pack_scope: account, licence_end: refused}\nusage:\n"
        "  a: {starts: 2025-01-01, calls: {2025-01: 20k, 2026-06: 20k}, materials: 500}\n"
        "  b: {starts: 2026-02-01, calls: {2026-02: 1M, 2026-03: 1M, 2026-04: 1M}, materials: 10}",
        "165000.00",
    ),
    # 100,000 calls on 1 March: a pack of 100k, 3,000; the 5,000 of the 20th are outside every plan. That the service was
    # off before the first calls too moves none of them.
    "disabled before the first calls and after": (
        INTL
        + "account: {activated: 2025-01-01, disabled: [{from: 2025-02-20, until: 2025-02-24}, {from: 2025-03-20, until: 2025-03-21}]}\n"
        "usage: {image_basic: {calls: {2025-03-01: 100k, 2025-03-20: 5k}}}",
        "3000.00",
    ),
    # One order of 30 QPS for 30 days from 1 February lasts to 2 March: 30 x 1,700
    "thirty days reach into March": (
        INTL
        + "assumptions: {qps_month: 30_days}\n"
        + "usage: {image_basic: {calls: {2025-02: 30M, 2025-03-01: 2M, 2025-03-02: 2M, 2025-03-20: 5}, "
        + "peak_qps: {2025-02: 30, 2025-03-01..2025-03-02: 30, 2025-03-20: 1}}}",
        "51000.00",
    ),
    # Licence 1 5,000 and four packs of 100k 6,800 on one day; 389,500 x 0.02 = 7,790 postpaid
    "packs on the day of the licence": (
        MAINLAND
        + "usage: {a: {calls: {2021-03-15..2021-03-31: 400k}, peak_qps: 5, materials: 5}}",
        "11800.00",
    ),
    # 910,500 - 500 - 10,000 = 900,000: nine packs 15,300 and 5,000
    "a campaign from the fifth": (
        MAINLAND
        + "usage: {spring: {calls: {2021-03-05..2021-03-20: 910_500}, materials: 8}}",
        "20300.00",
    ),
    # Licensed on 10 March 2022: 9,400 - 500 = 8,900 calls fit its 10,000
    "a licence when the free calls run out": (
        MAINLAND + "usage: {a: {calls: {2021-03-01: 400, 2022-03-10: 9000}}}",
        "5000.00",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_cheapest_plan(name: str, tmp_path: Path) -> None:
    text, total = CASES[name]
    plan = tmp_path / "plan.yaml"
    best = json_of("recommend", usage_file(tmp_path, text), "--write", plan, "-q")
    assert (best["best"]["total"], best["best"]["proof"]["status"]) == (
        total,
        "optimal",
    )
    assert json_of("estimate", plan)["total"] == total


def test_first_days_that_are_not_tried_prove_nothing(tmp_path: Path) -> None:
    """31 days are open for the first licence of a, whose calls b may use: more than are tried, so another may cost less.

    Without b nobody else uses them, and the last of these days is the best: licence 1, 5,000.
    """
    a = "a: {calls: {2021-03-01..2021-03-31: 310}, peak_qps: {2021-03-31: 5}}"
    shared = "assumptions: {licence_pack_scope: account}\n"
    for others, status in (
        ("", "optimal"),
        (", b: {calls: {2021-03: 100k}}", "bounded"),
    ):
        text = f"{MAINLAND}{shared}usage: {{{a}{others}}}"
        answer = json_of("recommend", usage_file(tmp_path, text), "--every-day", "-q")
        assert answer["best"]["proof"]["status"] == status
        if not others:
            assert answer["best"]["total"] == "5000.00"


def test_qps_that_is_owned_serves_days_without_a_peak(tmp_path: Path) -> None:
    """60 QPS for twelve months were bought: 12 x 60 x 1,450 = 1,044,000, and nothing has to be added."""
    text = (
        INTL
        + "usage: {image_basic: {calls: {2025-02: 30M, 2025-03: 30M}, billing_mode: qps}}\n"
        + "orders: [{id: Q, item: qps, for: image_basic, qps: 60, months: 12, date: 2025-01-01}]"
    )
    answer = json_of("recommend", usage_file(tmp_path, text), "--from", "2025-02", "-q")
    assert (answer["best"]["total"], answer["best"]["orders"]) == ("1044000.00", [])


def test_nothing_is_decided_before_the_account_exists(tmp_path: Path) -> None:
    text = (
        INTL
        + "account: {activated: 2025-04-05}\nusage: {image_basic: {calls: {2025-04: 300k}}}"
    )
    answer = json_of("recommend", usage_file(tmp_path, text), "-q")
    assert {order["date"] for order in answer["best"]["orders"]} <= {
        "2025-04-05",
        "2025-04-06",
    }


def test_materials_that_a_licence_of_before_does_not_hold(tmp_path: Path) -> None:
    """Licence 1 of 15 January 2025 holds 10 materials and ends on 14 January 2026. The 90,000 calls of 20 January could
    be paid by a shared pack of 100,000 (1,700.00), but 20 materials are live: licence 2 (30 materials, 300,000 calls,
    20,000.00) beside the 5,000.00 of before.
    """
    file = usage_file(
        tmp_path,
        "version: 1\nprice_book: mainland\nusage: {a: {calls: {2026-01-20: 90k}, materials: 20}}\n"
        "orders: [{id: L, item: licence, for: a, package: 1, date: 2025-01-15, bought: true}]",
    )
    answer = json_of("recommend", file, "--from", "2026-01", "-q")
    assert answer["best"]["total"] == "25000.00"
    assert answer["best"]["proof"]["status"] == "optimal"
    (order,) = answer["best"]["orders"]
    assert (order["item"], order["package"]) == ("licence", "2")


def test_calls_stay_on_their_days_when_a_licence_waits_for_the_service(
    tmp_path: Path,
) -> None:
    """31,000 calls in January, 29,000 in February, 1,000 a day; the service is off until the last day of February. A first
    licence on 29 February 2024 would, by the file, put all 29,000 on that day; a plan keeps 1,000 there. 500 are
    free, so licence 1 (10,000 calls) for 5,000.00 serves the other 500.
    """
    file = usage_file(
        tmp_path,
        "version: 1\nprice_book: mainland\nusage: {a: {calls: {2024-01: 31k, 2024-02: 29k}}}\n"
        "account: {disabled: [{from: 2024-01-01, until: 2024-02-29}]}\n"
        "orders: [{id: L, item: licence, for: a, package: 1, date: 2024-01-01}]",
    )
    plan = tmp_path / "plan.yaml"
    answer = json_of("recommend", file, "--write", plan, "-q")
    (order,) = answer["best"]["orders"]
    assert (order["date"], order["package"]) == ("2024-02-29", "1")
    assert answer["best"]["total"] == "5000.00"
    assert json_of("estimate", plan)["total"] == "5000.00"


def test_from_a_day(tmp_path: Path) -> None:
    """From 18 March on: no order before it, and the plan costs with all that lies before it what `estimate` says."""
    months = ", ".join(f"2025-{month:02}: 120k" for month in range(1, 13))
    file, plan = (
        usage_file(tmp_path, INTL + f"usage: {{image_basic: {{calls: {{{months}}}}}}}"),
        tmp_path / "p.yaml",
    )
    answer = json_of("recommend", file, "--from", "2025-03-18", "--write", plan, "-q")
    assert answer["horizon"]["from"] == "2025-03-18"
    assert min(order["date"] for order in answer["best"]["orders"]) >= "2025-03-18"
    assert json_of("estimate", plan)["total"] == answer["best"]["total"]


def test_where_packs_pay(tmp_path: Path) -> None:
    """10,000 for 450: 450 / 0.065 = 6,923; to 10,000 + 3,333 x 0.065 = 666.65 <= 13,333 x 0.05, and where the rest or the
    whole reaches the next tier: from 20,000 to 99,999.
    """
    file = usage_file(tmp_path, INTL + "usage: {image_basic: {calls: {2025-01: 100k}}}")
    rows = json_of("recommend", file, "-q")["break_even"]
    (ten,) = [row["pays"] for row in rows if row["size"] == 10_000]
    assert ten == [{"from": 6923, "until": 13_333}, {"from": 20_000, "until": 99_999}]
    file = usage_file(tmp_path, MAINLAND + "usage: {a: {calls: {2021-03: 100k}}}")
    pays = {
        row["size"]: row["pays"]
        for row in json_of("recommend", file, "-q")["break_even"]
    }
    assert pays[10_000_000] == []
    assert pays[30_000_000] == [
        {"from": 25_199_999, "until": 33_428_572},
        {"from": 35_000_001, "until": None},
    ]


def test_a_pack_pays_by_the_tier_of_all_calls_where_they_count(tmp_path: Path) -> None:
    """Under `total` a pack leaves the tier as it is, so there is no gap.

    10,000 for 450.00: 6,923 x 0.065 = 449.995, rounded 450.00; from 10,000 to 99,999 it takes 10,000 x 0.050 = 500.00
    off; from 100,000 on 10,000 x 0.035 = 350.00, too little. 10 million for 45,700.00: 2,285,000 x 0.020 = 45,700.00,
    and more from there on. Mainland, 30 million for 126,000.00: 25,199,999 x 0.005 = 125,999.995, rounded 126,000.00;
    beyond 30 million it takes 150,000.00 off.
    """
    file = usage_file(tmp_path, INTL + "usage: {image_basic: {calls: {2025-01: 100k}}}")
    assert pays_under_total(file, 10_000) == [{"from": 6923, "until": 99_999}]
    assert pays_under_total(file, 10_000_000) == [{"from": 2_285_000, "until": None}]
    file = usage_file(tmp_path, MAINLAND + "usage: {a: {calls: {2021-03: 100k}}}")
    assert pays_under_total(file, 30_000_000) == [{"from": 25_199_999, "until": None}]


def pays_under_total(file: Path, size: int) -> object:
    answer = json_of("recommend", file, "-q", "--assume", "tier_basis=total")
    (row,) = (row for row in answer["break_even"] if row["size"] == size)
    return row["pays"]


def test_packs_alone_serve_what_is_left_of_a_month_that_has_begun(
    tmp_path: Path,
) -> None:
    """100 calls a day, planned from 16 March on: what was called before has its bill, whatever is bought.

    1,500 x 0.065 = 97.50, then the free pack of 1,000 and one of 1,000 for 60.00: 157.50. Billed on, 500 calls more
    with the free pack and 100 beyond: 2,100 x 0.065 = 136.50.
    """
    usage = "usage: {image_basic: {calls: {2025-03-01..2025-03-31: 3100}}}"
    file = usage_file(tmp_path, INTL + usage)
    answer = json_of("recommend", file, "-q", "--from", "2025-03-16")
    totals = {plan["name"]: plan["total"] for plan in answer["plans"]}
    assert (totals["packs"], totals["best"]) == ("157.50", "136.50")


def test_packs_alone_serve_what_is_left_of_activities(tmp_path: Path) -> None:
    """Mainland, the same: licence 1 for 5,000 on 1 March, whose 10,000 calls and the 500 free ones end before the 16th.

    25,000 - 10,500 = 14,500 x 0.02 = 290.00 is billed before; 40,000 more calls: one pack of 100,000 for 1,700.00,
    6,990.00 in all; billed on, 40,000 x 0.02 = 800.00, 6,090.00.
    """
    calls = "{2021-03-01..2021-03-15: 25k, 2021-03-16..2021-04-30: 40k}"
    licence = "orders: [{item: licence, for: a, package: 1, date: 2021-03-01}]"
    file = usage_file(
        tmp_path, MAINLAND + f"usage: {{a: {{calls: {calls}}}}}\n" + licence
    )
    answer = json_of("recommend", file, "-q", "--from", "2021-03-16")
    totals = {plan["name"]: plan["total"] for plan in answer["plans"]}
    assert (totals["packs"], totals["best"]) == ("6990.00", "6090.00")


def peaks_that_pay(answer: dict[str, Any]) -> tuple[object, ...]:
    """The highest peaks for which QPS by the month and by the day pays."""
    rows = {row["item"]: row.get("peak_qps") for row in answer["break_even"]}
    return rows["qps_month"], rows["qps_day"]


@pytest.mark.parametrize(
    ("calls", "words", "peaks"),
    [
        # 22 days, one order from 20 January on; packs 80,100: 55 x 1,450 = 79,750; 60 x 60 x 22 = 79,200.
        ("{2025-01-20..2025-02-10: 12M}", (), (55, 60)),
        # 30 days, one order; packs 45,700: 26 x 1,700 = 44,200; 20 x 75 x 30 = 45,000.
        ("{2025-01-16..2025-02-14: 6M}", (), (26, 20)),
        # Two days, one order; packs 29,200: 17 x 1,700 = 28,900; 292 x 50 x 2 = 29,200.
        ("{2025-01-31: 700k, 2025-02-01: 700k}", (), (17, 292)),
        # 151 days, an order for six times 30; packs 137,100: 13 x 1,700 x 6 = 132,600; 12 x 75 x 151 = 135,900.
        ("{2025-01-01..2025-05-31: 30M}", ("--assume", "qps_month=30_days"), (13, 12)),
        # Begun on 11 February: of 65,700 in packs and pay-as-you-go 1M x 0.020 = 20,000 is billed anyway, so 45,700:
        # two months x 13 x 1,700 = 44,200; 12 x 75 x 49 days = 44,100.
        ("{2025-02: 2.8M, 2025-03: 1.2M}", ("--from", "2025-02-11"), (13, 12)),
    ],
)
def test_qps_pays_by_the_orders_that_serve_every_day(
    calls: str, words: tuple[str, ...], peaks: tuple[int, int], tmp_path: Path
) -> None:
    usage = f"usage: {{image_basic: {{calls: {calls}}}}}\n"
    file = usage_file(tmp_path, INTL + usage)
    assert peaks_that_pay(json_of("recommend", file, "-q", *words)) == peaks


def test_a_balance_lacks_what_all_orders_of_a_day_cost(tmp_path: Path) -> None:
    """13,000 calls: the free pack, one of 10,000 and two of 1,000, 450 + 120; of 100.00 there lack 470.00 that day."""
    account = "account: {balance: {date: 2025-01-01, amount: 100}}\n"
    usage = "usage: {image_basic: {calls: {2025-01: 13k}}}\n"
    answer = json_of("recommend", usage_file(tmp_path, INTL + account + usage), "-q")
    (said,) = (row for row in answer["warnings"] if row["code"] == "plan_not_paid")
    assert "470.00 on 2025-01-01" in said["message"]


@pytest.mark.parametrize(
    ("usage", "total"),
    [
        # Two packs of 100,000 hold 196,000 calls: 2 x 3,000. A day of 2 QPS costs 150, and 59 days may have some.
        ("image_basic: {calls: {2025-01: 98k, 2025-02: 98k}, peak_qps: 2}", "6000.00"),
        # Too many plans for a search among 90 days, which found none at all.
        (
            "image_basic: {calls: {2025-01: 98k, 2025-02: 7k, 2025-03: 980k}, peak_qps: 2}",
            None,
        ),
    ],
)
def test_every_day_is_no_dearer_than_decision_days(
    usage: str, total: str | None, tmp_path: Path
) -> None:
    text = "assumptions: {tier_basis: after_paid_packs}\nusage:\n  " + usage
    file = usage_file(tmp_path, INTL + text)
    fewer = json_of("recommend", file, "-q")["best"]["total"]
    every = json_of("recommend", file, "-q", "--every-day")["best"]
    assert every["total"] == fewer
    assert total in (None, fewer)
    assert every["proof"]["status"] == "bounded"


def test_the_mode_is_set_back_with_the_quota() -> None:
    """Ten days from 1 March: QPS by the day, and the mode ends with it."""
    ran = ffbill(
        *("quote", "--calls", "5M", "--days", "10", "--peak-qps", "60"),
        *("--from", "2025-03-01", "-f", "json"),
    )
    answer = json.loads(ran.out)
    assert (answer["current"], answer["saving"]) == (None, None)
    assert (
        answer["best"]["total"] == "36000.00"
    )  # 10 x 60 x 60; 5M in packs: 5 x 15,000, and the peak is above 20
    (mode,) = answer["best"]["billing_mode"]["image_basic"]
    assert (mode["from"], mode["until"]) == ("2025-03-01", "2025-03-11")


def test_more_packs_than_one_order_holds(tmp_path: Path) -> None:
    """A book that sells packs of 1,000 alone at 1.00: 15M calls need 14,999 beside the free pack, in two orders."""
    (tmp_path / "book.yaml").write_text(
        "book: 1\nextends: intl\ngroups: {image_basic: {call_packs: {sizes: [{calls: 1000, price: 1}]}}}\n"
    )
    file = usage_file(
        tmp_path,
        "price_book: ./book.yaml\nusage: {image_basic: {calls: {2025-02: 15M}}}",
    )
    plan = tmp_path / "plan.yaml"
    answer = json_of("recommend", file, "--write", plan, "-q")
    quantities = [
        o["quantity"] for o in answer["best"]["orders"] if o["item"] == "call_pack"
    ]
    assert (answer["best"]["total"], sorted(quantities)) == ("14999.00", [4999, 10_000])
    assert json_of("estimate", plan)["total"] == "14999.00"


def test_packs_of_a_year_of_the_same_date(tmp_path: Path) -> None:
    """2023-03-10 and 365 days is to 2024-03-08, a year of the same date to 2024-03-09.

    Licence 1 5,000 leaves 50,000 calls on the first day, and 50,000 come on the last: one pack of 100k 1,700, or, where
    it has ended, 0.02 for each 2,000.
    """
    text = MAINLAND + "usage: {a: {calls: {2023-03-10: 60_500, 2024-03-09: 50k}}}"
    file = usage_file(tmp_path, text)
    answer = json_of("recommend", file, "-q")
    assert answer["best"]["total"] == "7000.00"
    (other,) = [
        row for row in answer["alternatives"] if row["value"] == "same_date_next_year"
    ]
    assert other["best"] == "6700.00"
    longer = ("--assume", "pack_validity=same_date_next_year")
    best = json_of("recommend", file, "-q", *longer)["best"]
    assert (best["total"], best["proof"]["status"]) == ("6700.00", "optimal")


def test_activities_with_tiers_of_their_own(tmp_path: Path) -> None:
    """Two licences 10,000; 600,000 calls are left of each. Packs for all, 16,000 + 2 x 1,700: 29,400.

    No plan is below one with a single tier: 1,200,000 x 0.012 = 14,400 and 10,000, a cent less for two lines' rounding.
    """
    text = (
        MAINLAND
        + "assumptions: {postpaid_scope: activity}\n"
        + "usage: {a: {calls: {2023-03: 610_500}}, b: {calls: {2023-03: 610_500}}}"
    )
    plan = tmp_path / "plan.yaml"
    answer = json_of("recommend", usage_file(tmp_path, text), "--write", plan, "-q")
    proof = answer["best"]["proof"]
    assert (answer["best"]["total"], proof["status"], proof["lower_bound"]) == (
        "29400.00",
        "bounded",
        "24399.99",
    )
    assert json_of("estimate", plan)["total"] == "29400.00"


def test_an_activity_that_must_be_split_has_several_tiers(tmp_path: Path) -> None:
    """1,200 materials need two licences 3, 160,000, whose 10M calls and 1,000 free ones leave 5,999,000 of April's 8M:
    x 0.005 = 29,995.00, on one line. A plan of 64 lines a month could be half a cent less on each: 2 x 32 cents.
    """
    text = (
        MAINLAND
        + "assumptions: {postpaid_scope: activity}\n"
        + "usage: {a: {calls: {2021-03: 8M, 2021-04: 8M}, materials: 1200}}"
    )
    best = json_of("recommend", usage_file(tmp_path, text), "-q")["best"]
    proof = best["proof"]
    assert (best["total"], proof["status"]) == ("189995.00", "bounded")
    assert proof["lower_bound"] == "189994.36"


def test_one_activity_has_its_own_tier_anyway(tmp_path: Path) -> None:
    """5,000 and six packs of 100k: proved, whoever the tier is for."""
    text = (
        MAINLAND
        + "assumptions: {postpaid_scope: activity}\nusage: {a: {calls: {2023-03: 610_500}}}"
    )
    best = json_of("recommend", usage_file(tmp_path, text), "-q")["best"]
    assert (best["total"], best["proof"]["status"]) == ("15200.00", "optimal")


def test_no_licence_is_bought_before_the_account_exists(tmp_path: Path) -> None:
    """The service is activated on the 10th, so the month's 31,000 calls lie on its 22 days from then on, 1,409 of them on
    the first: its 500 free calls run out there. 5,000.00 + (31,000 - 500 - 10,000) x 0.02 = 5,410.00.
    """
    text = (
        "version: 1\nprice_book: mainland\naccount: {activated: 2021-03-10}\n"
        "usage: {a: {calls: {2021-03: 31000}}}\n"
    )
    file = usage_file(tmp_path, text)
    answer = json_of("recommend", file, "-q", "--write", str(tmp_path / "plan.yaml"))
    assert answer["best"]["total"] == "5410.00"
    assert [order["date"] for order in answer["best"]["orders"]] == ["2021-03-10"]
    assert "starts: 2021-03-10" in (tmp_path / "plan.yaml").read_text(encoding="utf-8")
    assert json_of("estimate", tmp_path / "plan.yaml", "-q")["total"] == "5410.00"
