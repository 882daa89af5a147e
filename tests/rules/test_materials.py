"""Material quota (RULES 4, 7.7): the cheapest set of what is on sale that holds a need."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facefusion_billing.model.book import Licence
from facefusion_billing.model.calendar import Span
from facefusion_billing.model.faults import Location, Source
from facefusion_billing.model.items import MaterialPack
from facefusion_billing.model.money import Price
from facefusion_billing.model.scenario import Level, Order
from facefusion_billing.rules.materials import (
    Cover,
    Holder,
    PackUse,
    cheapest_cover,
    cheapest_licences,
    held_by_activity,
    held_by_licences,
    held_by_packs,
    max_live,
    used_packs,
)

NOWHERE = Location(Source("", ""), 1, 1, 0, "")
MARCH = Span(date(2025, 3, 1), date(2025, 4, 1))

LICENCES = (
    Holder("1", 10, 500_000),
    Holder("2", 30, 2_000_000),
    Holder("3", 1_000, 8_000_000),
)
IMAGE_PACKS = (
    Holder("10", 10, 6_000),
    Holder("100", 100, 46_000),
    Holder("1000", 1_000, 343_000),
)


class TestWhatIsLiveAndHeld:
    """4: materials are a stock: the most live at once against what is held."""

    def test_the_max_live_in_a_month(self) -> None:
        """25 in March, 40 from 1 April on, which is outside."""
        levels = [Level(Span(date(2025, 3, 5), date(2025, 3, 9)), 25, NOWHERE)]
        levels.append(Level(Span(date(2025, 4, 1), date(2025, 5, 1)), 40, NOWHERE))
        assert max_live(levels, MARCH) == 25
        assert max_live(levels, Span(date(2025, 5, 1), date(2025, 6, 1))) == 0

    @pytest.mark.parametrize(
        ("delivered", "refunded", "held"),
        [
            (date(2025, 3, 31), None, 300),
            (date(2025, 4, 1), None, 0),  # delivered on the first day after
            (date(2025, 3, 5), date(2025, 3, 31), 0),
            (
                date(2025, 3, 5),
                date(2025, 4, 1),
                300,
            ),  # returned on the first day after
        ],
    )
    def test_three_packs_of_a_hundred(
        self, delivered: date, refunded: date | None, held: int
    ) -> None:
        """3 x 100 slots by the end of March, unless delivered later or returned before."""
        item = MaterialPack(100, 3)
        order = Order("M", item, "g", delivered, delivered, NOWHERE, refunded=refunded)
        assert held_by_packs([order]).at(MARCH.last) == held


class TestHeldByLicences:
    """7.7: a licence holds a fixed number; the free test, before the first, as much as the largest."""

    TERMS = (
        (Span(date(2025, 2, 10), date(2025, 3, 16)), 10),
        (Span(date(2025, 3, 16), date(2025, 5, 1)), 30),
    )
    LARGEST = 1_000
    JANUARY = Span(date(2025, 1, 1), date(2025, 2, 1))
    MAY = Span(date(2025, 5, 1), date(2025, 6, 1))

    def test_the_larger_of_two_that_meet_in_a_month(self) -> None:
        """10 to 15 March, 30 from the 16th on: 30, since no one knows when materials were live."""
        assert held_by_licences(self.TERMS, MARCH) == 30
        assert held_by_activity(self.TERMS, MARCH, self.LARGEST) == 30

    def test_a_month_without_a_licence(self) -> None:
        """None, which is not 0."""
        assert held_by_licences(self.TERMS, self.MAY) is None

    def test_the_free_test_comes_before_the_first_licence(self) -> None:
        """January is before 10 February; without any licence all of it is the free test."""
        assert held_by_activity(self.TERMS, self.JANUARY, self.LARGEST) == 1_000
        assert held_by_activity((), self.JANUARY, self.LARGEST) == 1_000

    def test_once_a_licence_is_over(self) -> None:
        """Nothing says what May holds, whatever the largest licence does."""
        assert held_by_activity(self.TERMS, self.MAY, self.LARGEST) is None


class TestUsedPacks:
    """6: how many materials each pack of an order alone holds: the first are filled first."""

    ITEM = MaterialPack(100, 3)
    JANUARY, FEBRUARY, MARCH = (date(2025, month, 1) for month in (1, 2, 3))

    def test_the_most_live_decides(self) -> None:
        """50, then 250, then 100 beyond all older packs: 100 + 100 + 50, the last two since February."""
        live = [(self.JANUARY, 50), (self.FEBRUARY, 250), (self.MARCH, 100)]
        assert used_packs(self.ITEM, live) == [
            PackUse(100, self.JANUARY),
            PackUse(100, self.FEBRUARY),
            PackUse(50, self.FEBRUARY),
        ]

    def test_a_pack_that_is_just_full(self) -> None:
        """100 live are in the first; the other two hold nothing and were never used."""
        unused = PackUse(0, None)
        assert used_packs(self.ITEM, [(self.JANUARY, 100)]) == [
            PackUse(100, self.JANUARY),
            unused,
            unused,
        ]

    @pytest.mark.parametrize("live", [[], [(JANUARY, 0)]])
    def test_nothing_live_beyond(self, live: list[tuple[date, int]]) -> None:
        """No pack holds anything."""
        assert used_packs(self.ITEM, live) == [PackUse(0, None)] * 3


class TestFurtherActivities:
    """7.7: the cheapest set of further activities that would hold the materials above the licence's."""

    @pytest.mark.parametrize(
        ("need", "counts", "cost"),
        [
            (1, {"1": 1}, 500_000),
            (10, {"1": 1}, 500_000),
            (11, {"1": 2}, 1_000_000),
            (
                30,
                {"1": 3},
                1_500_000,
            ),  # three of licence 1 cost 15,000, one of licence 2 costs 20,000
            (150, {"1": 15}, 7_500_000),  # 15 x 5,000 = 75,000 < 80,000
            (160, {"3": 1}, 8_000_000),  # 16 x 5,000 = 80,000: as dear as one licence 3
            (161, {"3": 1}, 8_000_000),
            (1_000, {"3": 1}, 8_000_000),
            (1_020, {"1": 2, "3": 1}, 9_000_000),
            (1_170, {"3": 2}, 16_000_000),  # 170 more as 17 x 5,000 = 85,000 > 80,000
        ],
    )
    def test_licences(self, need: int, counts: dict[str, int], cost: int) -> None:
        """Licence 1 holds 10 for 5,000, licence 2 holds 30 for 20,000, licence 3 holds 1,000 for 80,000."""
        cover = cheapest_cover(need, LICENCES)
        assert cover is not None
        assert cover.cost == cost
        if need != 160:  # two sets cost the same there
            assert cover.counts == counts

    @pytest.mark.parametrize(
        ("need", "cost"),
        [
            (70, 42_000),  # 7 x 60 = 420
            (80, 46_000),  # 8 x 60 = 480 > 460
            (110, 52_000),  # 460 + 60
            (740, 343_000),  # 7 x 460 + 4 x 60 = 3,460 > 3,430
            (730, 340_000),  # 7 x 460 + 3 x 60 = 3,400 < 3,430
            (5_000, 1_715_000),  # 5 x 3,430
        ],
    )
    def test_material_packs(self, need: int, cost: int) -> None:
        """Image packs of 10, 100 and 1,000 at 60, 460 and 3,430."""
        cover = cheapest_cover(need, IMAGE_PACKS)
        assert cover is not None
        assert cover.cost == cost

    def test_licences_of_a_book(self) -> None:
        """12 more than held: two of licence 1 for 2 x 5,000 are cheaper than one of licence 2 for 20,000."""
        first = Licence("1", 100_000, 10, 10, 90, Price(5_000, 0), "licence", None)
        second = first._replace(package="2", materials=30, price=Price(20_000, 0))
        assert cheapest_licences(12, [first, second]) == Cover({"1": 2}, 1_000_000)

    def test_of_two_as_cheap_by_the_slot_the_larger(self) -> None:
        """Two slots for 10 or twice one for 5: one purchase rather than two, however they are listed."""
        one, two = Holder("1", 1, 5), Holder("2", 2, 10)
        assert cheapest_cover(2, (one, two)) == Cover({"2": 1}, 10)
        assert cheapest_cover(2, (two, one)) == Cover({"2": 1}, 10)

    def test_a_need_of_nothing(self) -> None:
        """Nothing needs to be held, nothing is bought."""
        assert cheapest_cover(0, LICENCES) == Cover({}, 0)

    @pytest.mark.parametrize("holders", [(), (Holder("none", 0, 0),)])
    def test_nothing_on_sale_holds_anything(self, holders: tuple[Holder, ...]) -> None:
        """None when nothing on sale holds anything."""
        assert cheapest_cover(5, holders) is None

    def test_what_holds_nothing_is_never_bought(self) -> None:
        """A licence without materials is no help, though it is free."""
        assert cheapest_cover(5, (Holder("none", 0, 0), Holder("1", 10, 7))) == Cover(
            {"1": 1}, 7
        )

    def test_the_best_by_the_slot_is_not_always_in_the_set(self) -> None:
        """Three slots for 3 and two for 2: four slots are two of the small (4), not one of each (5)."""
        assert cheapest_cover(4, (Holder("3", 3, 3), Holder("2", 2, 2))) == Cover(
            {"2": 2}, 4
        )

    def test_shares_of_a_cent_decide_which_is_best_by_the_slot(self) -> None:
        """7 cents for two are 3.5 a slot, 11 for three 3.67: 50 of the first are 350, with the second it is more."""
        holders = (Holder("3", 3, 11), Holder("2", 2, 7), Holder("1", 1, 100))
        assert cheapest_cover(100, holders) == Cover({"2": 50}, 350)

    def test_a_cent_decides_at_any_size(self) -> None:
        """Two slots for 2 x 10^16 are a third of a cent less each than three for 3 x 10^16 + 1: no float tells."""
        holders = (Holder("3", 3, 3 * 10**16 + 1), Holder("2", 2, 2 * 10**16))
        assert cheapest_cover(100, holders) == Cover({"2": 50}, 10**18)

    def test_a_need_of_nothing_where_single_slots_are_sold(self) -> None:
        """Nothing is bought for nothing."""
        assert cheapest_cover(0, (Holder("1", 1, 5),)) == Cover({}, 0)

    def test_a_huge_need(self) -> None:
        """A billion materials are a million licences 3, found without a table of a billion rows."""
        assert cheapest_cover(1_000_000_000, LICENCES) == Cover(
            {"3": 1_000_000}, 8_000_000_000_000
        )


HOLDERS = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 20)), min_size=1, max_size=3
).map(
    lambda rows: tuple(
        Holder(str(index), holds, cost) for index, (holds, cost) in enumerate(rows)
    )
)


def naive_least(need: int, holders: tuple[Holder, ...]) -> int | None:
    """The least cost of every set of so many of each holder as could be needed."""
    able = [holder for holder in holders if holder.holds]
    ranges = [range(-(-need // holder.holds) + 1) for holder in able]
    costs = [
        sum(count * holder.cost for count, holder in zip(counts, able, strict=True))
        for counts in product(*ranges)
        if sum(count * holder.holds for count, holder in zip(counts, able, strict=True))
        >= need
    ]
    return min(costs) if able else None


class TestAgainstEverySet:
    """The exact optimum, though only a bounded part of it is searched."""

    @settings(deadline=None)
    @given(st.integers(0, 30), HOLDERS)
    def test_the_least_cost(self, need: int, holders: tuple[Holder, ...]) -> None:
        """No set costs less, and the one found holds the need at the cost it states."""
        cover = cheapest_cover(need, holders)
        assert (cover.cost if cover else None) == naive_least(need, holders)
        if cover:
            by_name = {holder.name: holder for holder in holders}
            assert (
                sum(by_name[name].holds * count for name, count in cover.counts.items())
                >= need
            )
            assert (
                sum(by_name[name].cost * count for name, count in cover.counts.items())
                == cover.cost
            )
            assert all(count > 0 for count in cover.counts.values())
