"""Volume tiers (RULES 2.5, 3.3, 7.5, 8 `tier_basis`, 9): every amount worked by hand from the two documents."""

from fractions import Fraction
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from facefusion_billing.model.book import Sense, Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.rules.volume_tiers import (
    DeadZone,
    amount,
    dead_zone,
    tier_count,
)

IMAGE = TierTable(
    (
        Tier(0, 9_999, Price(65, 3)),
        Tier(10_000, 99_999, Price(50, 3)),
        Tier(100_000, 999_999, Price(35, 3)),
        Tier(1_000_000, 9_999_999, Price(20, 3)),
        Tier(10_000_000, None, Price(6, 3)),
    ),
    "at_least",
    "image-payg",
)
POSTPAID = TierTable(
    (
        Tier(1, 1_000_000, Price(2, 2)),
        Tier(1_000_001, 5_000_000, Price(12, 3)),
        Tier(5_000_001, None, Price(5, 3)),
    ),
    "above",
    "postpaid",
)
VIDEO = TierTable((Tier(0, None, Price(20, 2)),), "at_least", "video-payg")
QPS_BY_DAY = TierTable(
    (Tier(1, 49, None), Tier(50, None, Price(60, 0))), "at_least", "image-qps"
)
"""A table of a user's book that sells no small quantities."""


def of_tens(first: Price, second: Price, third: Price) -> TierTable:
    """A table of a user's book: a price each up to 9 calls, up to 19, and beyond."""
    tiers = Tier(0, 9, first), Tier(10, 19, second), Tier(20, None, third)
    return TierTable(tiers, "at_least", "")


class TestAllCallsAtTheTierReached:
    """2.5: the group's billable calls of the month, all at the unit price of the tier reached."""

    def test_the_second_tier_prices_the_first_calls_too(self) -> None:
        """Volume pricing, not graduated: no call keeps the price of a lower tier."""
        # 20,000 x 0.050 = 1,000.00; graduated it would be 9,999 x 0.065 + 10,001 x 0.050 = 1,149.985
        assert amount(IMAGE, 20_000, 20_000) == 100_000

    @pytest.mark.parametrize(
        ("calls", "cents"),
        [
            (1, 7),  # 0.065, half up
            (9_999, 64_994),  # 9,999 x 0.065 = 649.935
            (10_000, 50_000),  # 10,000 x 0.050 = 500
            (99_999, 499_995),  # 99,999 x 0.050 = 4,999.95
            (100_000, 350_000),  # 100,000 x 0.035 = 3,500
            (999_999, 3_499_997),  # 999,999 x 0.035 = 34,999.965
            (1_000_000, 2_000_000),  # 1,000,000 x 0.020 = 20,000
            (9_999_999, 19_999_998),  # 9,999,999 x 0.020 = 199,999.98
            (10_000_000, 6_000_000),  # 10,000,000 x 0.006 = 60,000
        ],
    )
    def test_usd_tiers_include_their_lower_bound(self, calls: int, cents: int) -> None:
        """Boundary: USD tiers include their lower bound."""
        assert amount(IMAGE, calls, calls) == cents

    @pytest.mark.parametrize(
        ("calls", "cents"),
        [
            (1, 2),  # 1 x 0.02
            (1_000_000, 2_000_000),  # 1,000,000 x 0.02 = 20,000
            (1_000_001, 1_200_001),  # 1,000,001 x 0.012 = 12,000.012
            (5_000_000, 6_000_000),  # 5,000,000 x 0.012 = 60,000
            (5_000_001, 2_500_001),  # 5,000,001 x 0.005 = 25,000.005, half up
        ],
    )
    def test_cny_tiers_include_their_upper_bound(self, calls: int, cents: int) -> None:
        """7.5: CNY tiers include their upper bound."""
        assert amount(POSTPAID, calls, calls) == cents

    def test_a_table_of_one_tier(self) -> None:
        """Video has one price at any volume."""
        assert (
            amount(VIDEO, 1_234_567, 1_234_567) == 24_691_340
        )  # 1,234,567 x 0.20 = 246,913.40

    def test_zero_calls_reach_no_tier_and_cost_nothing(self) -> None:
        """7.5: zero calls reach no tier and cost nothing."""
        assert POSTPAID.tier_at(0) is None
        assert POSTPAID.price_at(0) is None
        assert amount(POSTPAID, 0, 0) == 0
        assert amount(IMAGE, 0, 10_000_000) == 0

    def test_the_first_usd_tier_holds_zero(self) -> None:
        """The USD table begins with zero calls, the CNY table above them."""
        assert IMAGE.tier_at(0) == IMAGE.tiers[0]
        assert POSTPAID.tier_at(1) == POSTPAID.tiers[0]

    def test_a_tier_without_a_price_has_none(self) -> None:
        """A missing price is never zero or the nearest: it is None, for the caller to refuse."""
        assert QPS_BY_DAY.price_at(49) is None
        assert QPS_BY_DAY.price_at(50) == Price(60, 0)


class TestTierBasis:
    """8: `tier_basis` chooses only the tier; what is billed is always the billable calls."""

    @pytest.mark.parametrize(
        ("basis", "count"),
        [("billable", 9_000), ("after_paid_packs", 10_000), ("total", 110_000)],
    )
    def test_what_each_reading_counts(self, basis: str, count: int) -> None:
        """9,000 billable, 1,000 free and 100,000 pack calls."""
        assert tier_count(basis, 9_000, 1_000, 100_000) == count

    def test_what_is_billed_stays_the_billable_calls(self) -> None:
        """The same 9,000 calls at the price of each tier."""
        assert amount(IMAGE, 9_000, 9_000) == 58_500  # 9,000 x 0.065 = 585
        assert amount(IMAGE, 9_000, 10_000) == 45_000  # 9,000 x 0.050 = 450
        assert amount(IMAGE, 9_000, 110_000) == 31_500  # 9,000 x 0.035 = 315


class TestDeadZone:
    """9: the month's line costs more than the least line of any larger billable count; bounds and difference."""

    @pytest.mark.parametrize(
        ("calls", "zone"),
        [
            # 500.00 / 0.065 = 7,692.3; 7,693 x 0.065 = 500.045
            (9_999, DeadZone(7_693, 9_999, 10_000, 50_000)),
            # 3,500 / 0.050 = 70,000, which costs as much, not more
            (70_001, DeadZone(70_001, 99_999, 100_000, 350_000)),
            # 20,000 / 0.035 = 571,428.57...; 571,429 x 0.035 = 20,000.015
            (800_000, DeadZone(571_429, 999_999, 1_000_000, 2_000_000)),
            # 60,000 / 0.020 = 3,000,000
            (9_999_999, DeadZone(3_000_001, 9_999_999, 10_000_000, 6_000_000)),
        ],
    )
    def test_the_zones_of_the_image_table(self, calls: int, zone: DeadZone) -> None:
        """Below each tier of the image table lies a zone of counts dearer than the tier's first."""
        assert dead_zone(IMAGE, calls, 0) == zone

    @pytest.mark.parametrize(
        "calls", [7_692, 10_000, 70_000, 571_428, 3_000_000, 10_000_000, 50_000_000]
    )
    def test_the_counts_beside_the_zones(self, calls: int) -> None:
        """A count that costs no more than every larger one lies in no zone."""
        assert dead_zone(IMAGE, calls, 0) is None

    @pytest.mark.parametrize(
        ("calls", "zone"),
        [
            # 1,000,001 x 0.012 = 12,000.01; 600,000 x 0.02 = 12,000.00 is less, 600,001 x 0.02 = 12,000.02 is more
            (1_000_000, DeadZone(600_001, 1_000_000, 1_000_001, 1_200_001)),
            # 5,000,001 x 0.005 = 25,000.01 (half up); 2,083,334 x 0.012 = 25,000.008, rounded the same;
            # 2,083,335 x 0.012 = 25,000.02
            (5_000_000, DeadZone(2_083_335, 5_000_000, 5_000_001, 2_500_001)),
        ],
    )
    def test_the_zones_of_the_postpaid_table(self, calls: int, zone: DeadZone) -> None:
        """The CNY table's tiers begin one call later, and the rounded lines are compared."""
        assert dead_zone(POSTPAID, calls, 0) == zone

    def test_the_line_of_the_rules(self) -> None:
        """Crossing a tier can lower the bill: image 9,999 calls cost 649.94, 10,000 cost 500.00."""
        zone = dead_zone(IMAGE, 9_999, 0)
        assert zone is not None
        assert amount(IMAGE, 9_999, 9_999) - zone.least == 14_994  # 649.94 - 500.00

    def test_other_calls_count_for_the_tier_as_they_are(self) -> None:
        """Free and pack calls as they are: with 91,000 others, 9,000 more calls reach 0.035."""
        # 8,999 x 0.050 = 449.95; 9,000 x 0.035 = 315.00; 315 / 0.050 = 6,300
        assert dead_zone(IMAGE, 8_999, 91_000) == DeadZone(6_301, 8_999, 9_000, 31_500)
        assert dead_zone(IMAGE, 6_300, 91_000) is None

    def test_no_billable_call_lies_in_no_zone(self) -> None:
        """Nothing is billed, so nothing could be cheaper."""
        assert dead_zone(IMAGE, 0, 9_999) is None

    def test_the_least_line_may_be_tiers_away(self) -> None:
        """10 a call, from 10 calls 9, from 20 calls 1: five calls (50) cost more than twenty (20)."""
        # 20 / 10 = 2 calls cost as much; 3 to 19 cost more: 30..90, then 90..171
        table = of_tens(Price(10, 0), Price(9, 0), Price(1, 0))
        assert dead_zone(table, 5, 0) == DeadZone(3, 19, 20, 2_000)

    def test_a_zone_that_begins_in_a_lower_tier(self) -> None:
        """The bounds are those of the whole zone, whichever of its counts is asked about."""
        # the table above: 15 calls cost 135, and 3 to 14 cost more than 20 as well
        table = of_tens(Price(10, 0), Price(9, 0), Price(1, 0))
        assert dead_zone(table, 15, 0) == DeadZone(3, 19, 20, 2_000)

    def test_the_nearer_of_two_equal_lines_is_named(self) -> None:
        """Two larger counts cost the same least: the nearer is better."""
        # 10 x 2 = 20 and 20 x 1 = 20; 5 x 5 = 25
        table = of_tens(Price(5, 0), Price(2, 0), Price(1, 0))
        assert dead_zone(table, 5, 0) == DeadZone(5, 9, 10, 2_000)

    def test_free_calls_of_a_lower_tier_are_in_no_zone(self) -> None:
        """Nine calls are free, and no number of calls costs less."""
        # 10 x 1 = 10 to 19 x 1 = 19, all dearer than 20 x 0.1 = 2
        table = of_tens(Price(0, 0), Price(1, 0), Price(1, 1))
        assert dead_zone(table, 15, 0) == DeadZone(10, 19, 20, 200)


class Edge(NamedTuple):
    """A bound of a table as its document writes it, and the unit price on its far side."""

    bound: int
    price: Price


CEILING = 140
"""No table below has a bound above 45, so beyond it every larger count only costs more."""


def naive_price(edges: list[Edge], sense: Sense, count: int) -> Price | None:
    """The price of the last bound that the count passes, by the document's own inequality."""
    price = None
    for edge in edges:
        if count >= edge.bound if sense == "at_least" else count > edge.bound:
            price = edge.price
    return price


def naive_cents(edges: list[Edge], sense: Sense, billable: int, others: int) -> int:
    """The rounded line, with fractions."""
    price = naive_price(edges, sense, billable + others)
    if not billable:
        return 0
    assert price is not None
    return int(
        Fraction(price.digits * billable * 100, 10**price.places) + Fraction(1, 2)
    )


def naive_dead_zone(lines: list[int], billable: int) -> DeadZone | None:
    """The dead zone of a count among the lines of all counts."""
    larger = lines[billable + 1 :]
    least = min(larger)
    if not billable or lines[billable] <= least:
        return None
    first = last = billable
    while first > 1 and lines[first - 1] > least:
        first -= 1
    while lines[last + 1] > least:
        last += 1
    return DeadZone(first, last, billable + 1 + larger.index(least), least)


def zones(
    edges: list[Edge], sense: Sense, others: int
) -> list[tuple[int, DeadZone | None, DeadZone | None]]:
    """Each count of a table with the dead zone that is found, and the one that pricing every count gives."""
    table, lines = (
        table_of(edges, sense),
        [naive_cents(edges, sense, count, others) for count in range(CEILING)],
    )
    return [
        (count, dead_zone(table, count, others), naive_dead_zone(lines, count))
        for count in range(60)
    ]


def table_of(edges: list[Edge], sense: Sense) -> TierTable:
    """The table as the reader of price books would make it."""
    firsts = [edge.bound + (sense == "above") for edge in edges]
    lasts = [*(first - 1 for first in firsts[1:]), None]
    rows = zip(firsts, lasts, edges, strict=True)
    return TierTable(
        tuple(Tier(first, last, edge.price) for first, last, edge in rows), sense, ""
    )


PRICES = st.builds(Price, st.integers(0, 120), st.integers(0, 3))


@st.composite
def tables(draw: st.DrawFn) -> list[Edge]:
    """Small tables: the first bound is 0, prices in any order."""
    bounds = [0, *sorted(draw(st.sets(st.integers(1, 45), max_size=4)))]
    return [Edge(bound, draw(PRICES)) for bound in bounds]


STEEP = [Edge(0, Price(10, 0)), Edge(10, Price(9, 0)), Edge(20, Price(1, 0))]
SENSES = st.sampled_from(("at_least", "above"))


class TestAgainstEveryCount:
    """Small tables, priced count by count."""

    @settings(deadline=None)
    @given(tables(), SENSES, st.integers(0, 60), st.integers(0, 60))
    def test_amount(
        self, edges: list[Edge], sense: Sense, billable: int, others: int
    ) -> None:
        """A line is the billable calls at the price the reaching count has."""
        table = table_of(edges, sense)
        assert table.price_at(billable + others) == naive_price(
            edges, sense, billable + others
        )
        assert amount(table, billable, billable + others) == naive_cents(
            edges, sense, billable, others
        )

    @settings(deadline=None)
    @given(tables(), SENSES, st.integers(0, 60))
    @example(STEEP, "at_least", 0)
    @example(STEEP, "above", 3)
    def test_dead_zones(self, edges: list[Edge], sense: Sense, others: int) -> None:
        """Whether a count lies in one, what is better, and the bounds within the count's own tier."""
        for count, found, naive in zones(edges, sense, others):
            if found is None or naive is None:
                assert found is naive
                continue
            assert (found.better, found.least, found.last) == (
                naive.better,
                naive.least,
                naive.last,
            )
            tier = table_of(edges, sense).tier_at(count + others)
            assert tier is not None
            if naive.first + others >= tier.first:
                assert found.first == naive.first

    @settings(deadline=None)
    @given(tables(), SENSES, st.integers(0, 60))
    @example(STEEP, "at_least", 0)
    @example(STEEP, "above", 3)
    def test_the_bounds_of_dead_zones(
        self, edges: list[Edge], sense: Sense, others: int
    ) -> None:
        """Every count between the bounds costs more than the better one, and no count beside them does."""
        for _, found, naive in zones(edges, sense, others):
            assert found == naive
