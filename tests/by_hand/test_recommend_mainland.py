"""The cheapest plan of small scenarios of activities, worked by hand (RULES 10).

The docstring of a test says what the scenario shows; the comments hold the sum of the cheapest plan and of every plan
that comes near it.
"""

from pathlib import Path

import pytest

from tests.by_hand.recommending import lines, months, recommend

PROMO = """
version: 1
price_book: mainland
usage:
  promo: {{starts: 2025-03-01, calls: {{2025-03: 200_000}}, peak_qps: 10, materials: 25{more}}}
"""

LAUNCH = """
version: 1
price_book: mainland
usage:
  launch: {{calls: {{from: 2021-01, months: {months}, start: {calls}}}}}
"""


def test_the_licence_must_hold_the_materials(tmp_path: Path) -> None:
    """25 materials need licence 2, whose calls then serve the whole month; what a split would save is said."""
    found = recommend(tmp_path, PROMO.format(more=""))
    # licence 1 holds 10 materials, licence 2 30: 20,000.00; its 300,000 calls (and 500 free) exceed the 200,000
    # licence 3: 80,000
    assert found.total == "20000.00"
    assert found.kinds == {"licence": "20000.00"}
    # split over three with licence 1: 18,070 (next test); 20,000 - 18,070 = 1,930
    assert found.says("1,930.00")
    # As written the activity has no licence, so 199,500 calls are refused.
    assert not found.plan("current")["feasible"]


def test_a_split_over_three_small_licences_is_cheaper(tmp_path: Path) -> None:
    """With --allow-split: three activities with licence 1 hold 30 materials, and the calls beyond them cost less."""
    found = recommend(tmp_path, PROMO.format(more=""), "--allow-split")
    # 3 x licence 1 = 15,000; free 3 x 500 = 1,500 and included 3 x 10,000 = 30,000; 168,500 are left
    # 1 x 100k = 1,700 and 68,500 x 0.02 = 1,370: 3,070; together 18,070.00
    #   no pack: 168,500 x 0.02 = 3,370: 18,370; 2 x 100k = 3,400: 18,400
    #   two activities hold 20 materials only; a fourth costs 5,000 and spares 10,500 x 0.02 = 210
    assert found.total == "18070.00"
    assert found.kinds == {
        "licence": "15000.00",
        "call_pack": "1700.00",
        "pay_as_you_go": "1370.00",
    }
    licences = [
        line["amount"] for line in lines(found.bill) if line["kind"] == "licence"
    ]
    assert licences == ["5000.00"] * 3


@pytest.mark.parametrize("options", [(), ("--allow-split",)])
def test_materials_to_be_changed_for_60_days_rule_licence_1_out(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    """Licence 1 lets materials change for 30 days: at 60 neither it nor a split onto it is offered."""
    found = recommend(
        tmp_path, PROMO.format(more=", material_change_days: 60"), *options
    )
    # licence 2 changes for 365 days: 20,000.00; two of them: 40,000
    assert found.total == "20000.00"
    assert found.kinds == {"licence": "20000.00"}
    assert not found.says("1,930.00")


@pytest.mark.parametrize(
    ("calls", "peak", "best"),
    [
        # 500 free calls at 1 QPS
        (500, 1, "0.00"),
        # the 501st call needs a licence; the cheapest is licence 1
        (501, 1, "5000.00"),
        # 500 calls, but 2 QPS: the free test has 1
        (500, 2, "5000.00"),
    ],
)
def test_a_trial_needs_no_licence(
    tmp_path: Path, calls: int, peak: int, best: str
) -> None:
    """At most 500 calls and a peak of 1 are free; one call or one QPS more costs a licence."""
    found = recommend(
        tmp_path,
        f"""
        version: 1
        price_book: mainland
        usage:
          trial: {{starts: 2025-03-01, calls: {{2025-03: {calls}}}, peak_qps: {peak}}}
        """,
    )
    assert found.total == best
    # As written the activity has no licence.
    assert found.plan("current")["feasible"] == (best == "0.00")


def test_postpaid_calls_of_two_activities_reach_a_tier_together(tmp_path: Path) -> None:
    """Neither activity passes a million calls alone; together they do, and every call costs 0.012."""
    found = recommend(
        tmp_path,
        """
        version: 1
        price_book: mainland
        usage:
          spring: {starts: 2025-03-01, calls: {2025-03: 610_500}, peak_qps: 10, materials: 10}
          summer: {starts: 2025-03-01, calls: {2025-03: 610_500}, peak_qps: 10, materials: 10}
        """,
    )
    # each: 610,500 - 500 free - 10,000 of licence 1 = 600,000; together 1,200,000 x 0.012 = 14,400
    # 2 x licence 1 = 10,000; 24,400.00
    #   packs: 1 x 1M, 200,000 x 0.02 or 2 x 100k = 3,400: 19,400; 12 x 100k = 20,400
    #   1 x 100k = 1,700 and 1,100,000 x 0.012 = 13,200: 14,900; from 2 x 100k on, 1,000,000 x 0.02 = 20,000 is left
    #   licence 2 for one: 15,000 more, and 910,000 x 0.02 = 18,200 is left
    #   each alone: 600,000 x 0.02 = 12,000 twice
    assert found.total == "24400.00"
    assert found.kinds == {"licence": "10000.00", "pay_as_you_go": "14400.00"}


@pytest.mark.parametrize(
    ("calls", "best", "kinds"),
    [
        # exactly 1,000,000 left, and the tier includes its upper bound: x 0.02 = 20,000; 1 x 1M = 16,000
        # 9 x 100k = 15,300 and 100,000 x 0.02 = 2,000: 17,300; 10 x 100k = 17,000
        # 5,000 + 16,000 = 21,000.00
        (1_010_500, "21000.00", {"licence": "5000.00", "call_pack": "16000.00"}),
        # 1,000,001 left x 0.012 = 12,000.012, so 12,000.01; any pack would bring 0.02 back
        # 5,000 + 12,000.01 = 17,000.01
        (1_010_501, "17000.01", {"licence": "5000.00", "pay_as_you_go": "12000.01"}),
    ],
)
def test_a_pack_would_undo_a_tier(
    tmp_path: Path, calls: int, best: str, kinds: dict[str, str]
) -> None:
    """At a million postpaid calls a pack pays; one call more and every pack, the smallest too, makes it dearer.

    A larger licence is no way round: licence 2 costs 15,000 more than licence 1.
    """
    found = recommend(
        tmp_path,
        f"""
        version: 1
        price_book: mainland
        usage:
          promo: {{starts: 2025-03-01, calls: {{2025-03: {calls}}}, peak_qps: 10, materials: 10}}
        """,
    )
    assert found.total == best
    assert found.kinds == kinds


@pytest.mark.parametrize(
    ("days", "best", "kinds"),
    [
        # 31 QPS above licence 1: 4 units of 10; 4 x 210 x 3 days = 2,520; 5,000 + 2,520 = 7,520.00
        (3, "7520.00", {"licence": "5000.00", "qps_upgrade": "2520.00"}),
        # 4 x 210 x 17 = 14,280; 5,000 + 14,280 = 19,280.00
        (17, "19280.00", {"licence": "5000.00", "qps_upgrade": "14280.00"}),
        # 4 x 210 x 18 = 15,120; 5,000 + 15,120 = 20,120, so licence 2: 20,000.00
        (18, "20000.00", {"licence": "20000.00"}),
    ],
)
def test_an_upgrade_for_some_days_or_a_larger_licence(
    tmp_path: Path, days: int, best: str, kinds: dict[str, str]
) -> None:
    """A peak of 41 for up to 17 days is cheapest as an upgrade of licence 1 (10 QPS); from 18 on licence 2 has 50."""
    found = recommend(
        tmp_path,
        f"""
        version: 1
        price_book: mainland
        usage:
          promo:
            starts: 2025-03-01
            calls: {{2025-03: 10_500}}
            peak_qps: {{2025-03: 10, 2025-03-10..2025-03-{9 + days}: 41}}
            materials: 10
        """,
    )
    # 10,500 calls: 500 free and the 10,000 of licence 1; no postpaid in any plan
    assert found.total == best
    assert found.kinds == kinds


def test_an_activity_bills_on_after_its_licence(tmp_path: Path) -> None:
    """By the page's words use is postpaid once the licence has ended; the plan with a renewal stands beside it."""
    found = recommend(
        tmp_path,
        f"""
        version: 1
        price_book: mainland
        usage:
          shop: {{starts: 2025-01-01, calls: {months("2025-01", 13, 1_000)}, peak_qps: 5, materials: 10}}
        """,
    )
    # licence 1 5,000; 1,500 calls of 2025 and 1,000 of January 2026 x 0.02 = 30 + 20. Renewed: 10,000 + 30
    assert found.total == "5050.00"
    assert found.plan("with_renewals")["total"] == "10030.00"


def test_a_licence_is_renewed_when_it_ends_inside_the_horizon(tmp_path: Path) -> None:
    """365 days from 1 January 2025 end with 31 December; the thirteenth month has a licence of its own."""
    found = recommend(
        tmp_path,
        f"""
        version: 1
        price_book: mainland
        assumptions: {{licence_end: refused}}
        usage:
          shop: {{starts: 2025-01-01, calls: {months("2025-01", 13, 1_000)}, peak_qps: 5, materials: 10}}
        """,
    )
    # licence 1 twice: 10,000. To the end of December 12,000 calls: 500 free, 10,000 included, 1,500 postpaid:
    #   500 in November x 0.02 = 10.00, 1,000 in December x 0.02 = 20.00. January 2026: from the second licence.
    # 10,000 + 30 = 10,030.00; 1 x 100k instead of the 30: 1,700; licence 2 first: 15,000 more
    assert found.total == "10030.00"
    assert found.kinds == {"licence": "10000.00", "pay_as_you_go": "30.00"}
    dates = [line["date"] for line in lines(found.bill) if line["kind"] == "licence"]
    assert dates == ["2025-01-01", "2026-01-01"]


def test_a_leap_year_needs_a_second_licence_for_its_last_day(tmp_path: Path) -> None:
    """2024 has 366 days: a licence of 1 January has ended on the 31st of December, when there are calls still."""
    found = recommend(
        tmp_path,
        f"""
        version: 1
        price_book: mainland
        assumptions: {{licence_end: refused}}
        usage:
          shop: {{starts: 2024-01-01, calls: {months("2024-01", 12, 700)}, peak_qps: 5, materials: 10}}
        """,
    )
    # 12 x 700 = 8,400 calls, within 500 free and 10,000 included; licence 1 on 1 January and on 31 December:
    # 2 x 5,000 = 10,000.00 (a later first licence will not do: 5 QPS on 1 January are above the free test's 1)
    assert found.total == "10000.00"
    assert found.kinds == {"licence": "10000.00"}
    dates = [line["date"] for line in lines(found.bill) if line["kind"] == "licence"]
    assert dates == ["2024-01-01", "2024-12-31"]


def test_pay_as_you_go_alone_takes_the_licence_that_holds_all_calls(
    tmp_path: Path,
) -> None:
    """What a licence spares a plan without packs is billed calls, not packs for them."""
    found = recommend(
        tmp_path,
        LAUNCH.format(months=12, calls=415_000),
    )
    # 12 x 415,000 = 4,980,000. Licence 3 holds them: 80,000.00. With licence 1 the free 500 and 10,000 are off, and
    # 4,969,500 x 0.02 = 99,390: 104,390.00; with licence 2, 4,679,500 x 0.02 = 93,590: 113,590.00
    assert found.plan("pay_as_you_go")["total"] == "80000.00"
    # With packs, licence 1 and 5,000,000 calls: 5,000 + 48,000
    assert found.total == "53000.00"


def test_packs_for_the_months_after_a_licence_are_bought_before_it_ends(
    tmp_path: Path,
) -> None:
    """Two years of 30,000 calls, and a licence for the first: it is proved that no plan costs less."""
    found = recommend(
        tmp_path,
        LAUNCH.format(months=24, calls=30_000),
    )
    # 24 x 30,000 = 720,000; 500 are free and licence 1 holds 10,000: 709,500 are left
    # Packs can be ordered up to December 2021, so none serves the 30,000 of December 2022: 600.00 by the tier.
    # Six packs of 100,000 are 10,200, and the other 79,500 calls 1,590: 5,000 + 10,200 + 1,590 + 600 = 17,390.00
    #   a seventh: 5,000 + 11,900 + 600 = 17,500; five: 5,000 + 8,500 + 3,590 + 600 = 17,690
    #   a second licence is 5,000 more, and spares 600.00 and 10,000 calls at most
    assert found.total == "17390.00"
    assert found.answer["best"]["proof"]["status"] == "optimal"
