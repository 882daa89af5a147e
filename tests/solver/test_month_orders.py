"""Which orders for QPS by the month can be part of a cheapest plan, by hand."""

from typing import Any

import pytest

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.problem import MonthCount, MonthOrder, Problem, Segment
from facefusion_billing.solver.qps_cover import Ladder
from facefusion_billing.solver.qps_orders import MonthOrders, Term


def ladder(*rows: tuple[int, int]) -> Ladder:
    """Tiers from first quantities and prices."""
    lasts = [*(first - 1 for first, _ in rows[1:]), None]
    tiers = (
        Tier(first, last, Price(price, 0))
        for (first, price), last in zip(rows, lasts, strict=True)
    )
    return Ladder(TierTable(tuple(tiers), "at_least", "image-qps"))


BY_DAY, BY_MONTH = ladder((1, 75)), ladder((1, 1_700), (50, 1_450))
ONE_MONTH, BOTH_MONTHS = Term(1, 1, 1), Term(2, 2, 2)
FIRST = Segment(month=0, calls=1_000, until=3, need=10, days=31)
SECOND = Segment(month=1, calls=1_000, until=3, need=20, days=28)
LAST = Segment(month=2, calls=1_000, until=3)


def orders(
    first: Segment = FIRST,
    second: Segment = SECOND,
    *,
    by_month: Ladder = BY_MONTH,
    swaps: bool = False,
) -> MonthOrders:
    """31 days that need 10 QPS, 28 that need 20, and a month that is closed to them; 1,000 calls are 60.00 in packs."""
    packs = Catalogue({1_000: 60_00})
    months = (MonthCount(),) * 3
    segments = (first, second, LAST)
    pool = Problem(segments, months, packs, None, "billable", by_day=BY_DAY)
    return MonthOrders(pool, by_month, swaps=swaps)


def sizes(found: tuple[MonthOrder, ...]) -> list[int]:
    return [order.qps for order in found]


def tried(found: MonthOrders) -> tuple[list[int], bool]:
    """The quantities tried over all segments, and whether these are all."""
    return found.quantities(frozenset(found.needs)), found.is_whole


class TestQuantities:
    """Where a unit price, a need or a need less the first QPS by the day begins: between those costs are linear."""

    def test_of_two_needs(self) -> None:
        """10 and 20, and one less; tiers from 1 and 50 on, and one less."""
        found = orders()
        assert tried(found) == ([1, 9, 10, 19, 20, 49, 50], True)

    def test_what_serves_no_calls_is_no_need(self) -> None:
        """20 QPS for days without calls."""
        found = orders(second=SECOND._replace(calls=0))
        assert tried(found) == ([1, 9, 10, 49, 50], True)

    def test_where_the_unit_price_rises(self) -> None:
        """Several orders can be best then: every quantity up to the need is tried."""
        found = orders(by_month=ladder((1, 300), (2, 600)))
        assert tried(found) == ([*range(1, 21)], True)

    def test_where_nothing_is_needed(self) -> None:
        """Only where the two prices begin."""
        found = orders(
            FIRST._replace(need=None),
            SECOND._replace(need=None),
            by_month=ladder((1, 300), (2, 600)),
        )
        assert tried(found) == ([1, 2], True)
        assert found.needs == [0, 0, 0]

    def test_too_many(self) -> None:
        """Of 1 to 400, 499 and 500 the first 400; that these are all is not said. 1 to 400 alone are."""
        just = orders(
            second=SECOND._replace(need=400), by_month=ladder((1, 300), (2, 600))
        )
        assert tried(just) == ([*range(1, 401)], True)
        found = orders(
            second=SECOND._replace(need=500), by_month=ladder((1, 300), (2, 600))
        )
        assert tried(found) == ([*range(1, 401)], False)


class TestOrdersOfASegment:
    """An order is left out when its price is at least all that it can save by the day."""

    def test_one_month(self) -> None:
        """A QPS by the day costs 31 x 75 = 2,325, by the month 1,700: each of the 10 pays, and more serve nothing more."""
        found = orders().of_segment(0, [ONE_MONTH])
        assert found == (MonthOrder(10, 1, 17_000_00, 1, 1),)

    def test_two_months_that_serve_one(self) -> None:
        """10 for both cost 34,000, and by the day 10 x 31 x 75 = 23,250; at 1,000 they are 20,000."""
        first_alone = Term(2, 1, 1)
        assert orders().of_segment(0, [first_alone]) == ()
        cheap = orders(by_month=ladder((1, 1_000)))
        own = MonthOrder(10, 2, 20_000_00, 1, 1)
        assert cheap.of_segment(0, [first_alone]) == (own,)

    def test_two_months(self) -> None:
        """10 for both cost 34,000 and save 10 x 59 x 75 = 44,250. 20 cost 68,000 and save 10 x 31 x 75 + 20 x 28 x 75
        = 65,250; 19 cost 64,600 and save 23,250 + 39,900 = 63,150.
        """
        found = orders().of_segment(0, [BOTH_MONTHS])
        assert sizes(found) == [1, 9, 10]
        assert found[-1] == MonthOrder(10, 2, 34_000_00, 2, 2)

    def test_every_term(self) -> None:
        """One month, then both."""
        found = orders().of_segment(0, [ONE_MONTH, BOTH_MONTHS])
        assert [(each.qps, each.months) for each in found] == [
            (10, 1),
            (1, 2),
            (9, 2),
            (10, 2),
        ]

    def test_from_a_later_segment(self) -> None:
        """28 x 75 = 2,100 are more than 1,700 for each of the 20, whatever the first segment needs."""
        found = orders().of_segment(1, [Term(1, 2, 2)])
        assert sizes(found) == [20]

    def test_dearer_than_the_days_of_a_later_segment(self) -> None:
        """2,150 by the month: less than 31 x 75 = 2,325, more than 28 x 75 = 2,100."""
        found = orders(by_month=ladder((1, 2_150)))
        assert found.of_segment(0, [ONE_MONTH])
        assert found.of_segment(1, [Term(1, 2, 2)]) == ()

    def test_more_than_the_need_where_that_is_cheaper(self) -> None:
        """50 x 1,450 = 72,500 are less than 45 x 1,700 and 44 x 1,700: these are never bought."""
        found = orders(FIRST._replace(need=45)).of_segment(0, [ONE_MONTH])
        assert sizes(found) == [50]
        assert found[-1].cost == 72_500_00

    def test_a_price_that_is_just_what_it_saves(self) -> None:
        """2,325 by the month are 31 x 75: the day does as well."""
        found = orders(by_month=ladder((1, 2_325)))
        assert found.of_segment(0, [ONE_MONTH]) == ()

    def test_more_than_the_need_serves_nothing_more(self) -> None:
        """11 and 12 at 1,000 would cost less than the 23,250 that 10 save, and are tried where they are needed: a
        price begins there. For both months 10 save 2,325 + 2,100 each, and 10 more in the second 2,100 for 2,000.
        """
        cheap = orders(by_month=ladder((1, 1_000), (12, 1_000)))
        assert sizes(cheap.of_segment(0, [ONE_MONTH])) == [10]
        assert 12 in sizes(cheap.of_segment(0, [BOTH_MONTHS]))

    def test_an_order_that_serves_nothing(self) -> None:
        """It ends before the last calls of the first segment; a price may rise there or not."""
        for by_month in (BY_MONTH, ladder((1, 300), (2, 600))):
            found = orders(by_month=by_month)
            assert found.of_segment(0, [Term(1, 0, 1)]) == ()

    def test_a_month_without_calls_saves_nothing(self) -> None:
        """A QPS for both months is 2 x 1,200, and 32 x 75 by the day for the first alone."""
        first, second = FIRST._replace(days=32), SECOND._replace(calls=0)
        found = orders(first, second, by_month=ladder((1, 1_200)))
        assert found.of_segment(0, [BOTH_MONTHS]) == ()

    def test_where_nothing_is_sold_by_the_month(self) -> None:
        assert orders(by_month=Ladder(None)).of_segment(0, [ONE_MONTH]) == ()

    def test_days_without_calls_save_nothing(self) -> None:
        """All that both months save is the second's: 20 x 28 x 75 = 42,000, less than 2 x 1,700 a QPS."""
        found = orders(FIRST._replace(calls=0)).of_segment(0, [BOTH_MONTHS])
        assert found == ()
        # A month in which nobody calls needs no QPS at all.
        assert orders(FIRST._replace(calls=0)).of_segment(0, [ONE_MONTH]) == ()


class TestPacksInstead:
    """Where call volume mode serves a segment, packs for its calls bound what an order can save."""

    def test_packs_for_all_calls(self) -> None:
        """1,000 calls are 60.00 in packs, and no order is that cheap."""
        assert orders(swaps=True).of_segment(0, [ONE_MONTH, BOTH_MONTHS]) == ()

    def test_the_last_pack_may_be_needed_in_part_only(self) -> None:
        """30,001 calls take 31 packs, 1,860: 10 at 185 may pay and 10 at 186 cannot. 9 leave 31 x 75 = 2,325 to the
        day, more than packs cost.
        """
        many = FIRST._replace(calls=30_001)
        for price, found in ((185, [10]), (186, [])):
            asked = orders(many, by_month=ladder((1, price)), swaps=True)
            assert sizes(asked.of_segment(0, [ONE_MONTH])) == found

    def test_each_month_may_leave_its_last_pack_in_part(self) -> None:
        """30,001 calls in each of two months take 31 packs each, 3,720 in all: 10 at 185 for both (3,700) may pay, and
        10 at 186 (3,720) cannot.
        """
        first, second = (row._replace(calls=30_001, need=10) for row in (FIRST, SECOND))
        for price, found in ((185, [10]), (186, [])):
            asked = orders(first, second, by_month=ladder((1, price)), swaps=True)
            assert sizes(asked.of_segment(0, [BOTH_MONTHS])) == found

    def test_what_leaves_more_to_the_day_than_packs_cost_saves_nothing(self) -> None:
        """But the last pack: 60.00, and 1 QPS for a month costs as much."""
        found = orders(by_month=ladder((1, 60)), swaps=True)
        assert found.of_segment(0, [ONE_MONTH]) == ()

    def test_packs_that_last_just_as_long_as_the_order(self) -> None:
        """60.00 for each month."""
        found = orders(FIRST._replace(until=2), swaps=True)
        assert found.of_segment(0, [BOTH_MONTHS]) == ()

    def test_packs_that_end_before_the_order_does(self) -> None:
        """Bought with the first segment they do not serve the second: only the day is left to compare with."""
        short = FIRST._replace(until=1)
        found = orders(short, swaps=True)
        assert sizes(found.of_segment(0, [BOTH_MONTHS])) == [1, 9, 10]
        assert found.of_segment(0, [ONE_MONTH]) == ()

    def test_a_month_in_which_no_packs_can_be_bought(self) -> None:
        """Of 10 QPS at 500 for both months, 10,000, the second saves 10 x 28 x 75 = 21,000 by the day; where packs
        can be bought in it, their 60.00 are less than the 21,000 that 10 leave to the day.
        """
        both = [BOTH_MONTHS]
        cheap, closed = ladder((1, 500)), SECOND._replace(can_buy=False)
        assert orders(by_month=cheap, swaps=True).of_segment(0, both) == ()
        found = orders(second=closed, by_month=cheap, swaps=True)
        assert 10 in sizes(found.of_segment(0, both))

    def test_what_call_volume_mode_does_not_serve(self) -> None:
        """Packs are no way out of QPS mode."""
        closed = FIRST._replace(volume=False)
        found = orders(closed, swaps=True).of_segment(0, [ONE_MONTH])
        assert sizes(found) == [10]


class TestLongTerms:
    """An order for many months is worth the sum of its months, whichever it begins in; whole ones are summed up once."""

    MONTHS = 24

    def orders(
        self, price: int = 60_00, calls: int = 1_000, **later: Any
    ) -> MonthOrders:
        """Two halves in each month, of 15 days and 1,000 calls each: 10 QPS by the day are 11,250.00, packs for each half
        60.00, so for both 120.00 and one pack that is needed in part, 60.00. `later` is said of second halves.
        """
        half = Segment(
            month=0, calls=calls, until=2 * self.MONTHS, need=10, days=15, volume=True
        )
        rows = [half._replace(month=place // 2) for place in range(2 * self.MONTHS)]
        rows[1::2] = [row._replace(**later) for row in rows[1::2]]
        months = (MonthCount(),) * self.MONTHS
        packs = Catalogue({1_000: price})
        pool = Problem(tuple(rows), months, packs, None, "billable", by_day=BY_DAY)
        return MonthOrders(pool, BY_MONTH, swaps=True)

    def test_one_month(self) -> None:
        """Both halves of the third: 180.00. 1 of 10 QPS leaves 9 x 15 x 75 = 10,125.00 of each half to the day, more
        than packs cost: only the pack that is needed in part is left, 60.00.
        """
        saved = self.orders()._most_saved
        assert saved(10, 4, 6) == 180_00
        assert saved(1, 4, 6) == 60_00

    def test_by_the_day_for_less(self) -> None:
        """Packs at 10,000.00: 10,000.00 for each half and one more, 30,000.00; by the day 2 x 11,250.00."""
        saved = self.orders(10_000_00)._most_saved
        assert saved(10, 4, 6) == 22_500_00
        # Half a month has packs of its own, and no other is needed in part.
        assert saved(10, 5, 6) == 10_000_00

    def test_parts_of_a_cent(self) -> None:
        """1,001 of 1,000 calls for 60.01 are 60.07001, rounded up for each half: 2 x 60.08 + 60.01 = 180.17."""
        assert self.orders(60_01, 1_001)._most_saved(10, 4, 6) == 180_17

    def test_a_half_that_call_volume_mode_does_not_serve(self) -> None:
        """It stays by the day: 60.00 + 11,250.00 + 60.00."""
        assert self.orders(volume=False)._most_saved(10, 4, 6) == 11_370_00

    def test_packs_that_end_before_the_order_does(self) -> None:
        """Bought in the second half of the third month, they end with it: by the day, 3 x 11,250.00."""
        assert self.orders(until=6)._most_saved(10, 5, 8) == 33_750_00

    def test_parts_of_months_at_both_ends(self) -> None:
        """From the middle of a month to the middle of one, 11 whole months between: 11 x 180.00 and twice the 60.00 of
        a half, whose pack is used up.
        """
        saved = self.orders()._most_saved
        assert saved(10, 1, 24) == 11 * 180_00 + 60_00
        assert saved(10, 1, 25) == 11 * 180_00 + 2 * 60_00
        assert saved(10, 0, 24) == 12 * 180_00
        assert saved(10, 3, 4) == 60_00

    def test_whole_months_are_not_gone_through(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Of 23 months only the first and the last one are looked at."""
        own = self.orders()
        own._savings_of(10)
        looked_at = []
        in_month = MonthOrders._in_month

        def counted(self: MonthOrders, *given: Any) -> int:
            looked_at.append(given[1:])
            return in_month(self, *given)

        monkeypatch.setattr(MonthOrders, "_in_month", counted)
        own._most_saved(10, 1, 47)
        assert looked_at == [(1, 2), (46, 47)]
