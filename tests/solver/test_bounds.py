"""What the rest of a plan costs at the least, by hand."""

import pytest

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.bounds import LowerBounds
from facefusion_billing.solver.catalogue import NEVER, Catalogue
from facefusion_billing.solver.problem import (
    Claim,
    MonthCount,
    Owned,
    Problem,
    Segment,
)
from facefusion_billing.solver.qps_cover import Ladder
from facefusion_billing.solver.ratios import least_ratio, tier_rate
from tests.solver.tools import BY_DAY, FALLING, TEN_CENTS

PACKS = {10: 60, 100: 500}


def month(number: int, calls: int, until: int = 9) -> Segment:
    return Segment(number, calls, until)


def bounds(
    *rows: Segment,
    prices: dict[int, int] = PACKS,
    tiers: TierTable | None = TEN_CENTS,
    counts: tuple[MonthCount, ...] = (),
    owned: tuple[Owned, ...] = (),
    claim: Claim | None = None,
) -> LowerBounds:
    """Packs of 10 for 60 cents and of 100 for 500; a call by pay-as-you-go is 10, a QPS for a day 40."""
    months = counts or (MonthCount(),) * (rows[-1].month + 1)
    pool = Problem(
        rows,
        months,
        Catalogue(prices),
        tiers,
        "billable",
        owned,
        claim,
        by_day=Ladder(BY_DAY),
    )
    return LowerBounds(pool)


def cheapest(own: LowerBounds) -> tuple[int, int]:
    """The least price of a call that a month can reach."""
    first = own.billed.tiers[0]
    return first.rate, first.per


class TestWhatIsLeft:
    """Of each segment and the end: calls, months, and whether there is a choice how to serve them."""

    ROWS = (
        month(0, 5),
        Segment(0, 7, 9, need=2, days=3),
        Segment(1, 3, 9, volume=False, need=2, days=3),
        month(1, 4),
    )

    def test_calls_that_can_be_metered(self) -> None:
        assert bounds(*self.ROWS).volume == [16, 11, 4, 4, 0]

    def test_months_that_end(self) -> None:
        assert bounds(*self.ROWS).months_left == [2, 2, 1, 1, 0]

    def test_whether_there_is_one_way(self) -> None:
        """The second segment can be in either mode, the third in QPS mode only."""
        assert bounds(*self.ROWS).known == [False, False, True, True, True]

    def test_what_qps_costs_at_the_least(self) -> None:
        """2 x 3 x 40 where packs are no way out; the second segment's calls may be metered, for nothing here."""
        assert bounds(*self.ROWS).fixed == [240, 240, 240, 0, 0]

    def test_a_segment_in_qps_mode_where_that_is_cheaper(self) -> None:
        """60 calls are 5 cents each and 240 in QPS mode: 300 metered. A cent for each of two months, and one for what
        is owned. Without calls no QPS is needed.
        """
        rows = (Segment(0, 60, 9, need=2, days=3), month(1, 40))
        assert bounds(*rows).rates[0][3] == [240 + 200 - 3, 200 - 2, -1]
        rows = (Segment(0, 0, 9, need=2, days=3), month(1, 100))
        assert bounds(*rows).rates[0][3][0] == 500 - 3


class TestOfAPack:
    """The most calls that one can serve: to the end of the month in which it ends."""

    def test_the_most(self) -> None:
        """5 + 6 from the first segment on, 6 + 7 + 8 from the second; the others cannot buy, or serve 8."""
        rows = (
            month(0, 5, 1),
            month(0, 6, 3),
            month(1, 7, 4)._replace(can_buy=False),
            month(1, 8, 4),
        )
        own = bounds(*rows)
        assert own.most_of_a_pack == 21
        assert own.outlives

    def test_all(self) -> None:
        assert not bounds(month(0, 5, 2), month(1, 6, 2)).outlives

    def test_one_that_ends_inside_a_month(self) -> None:
        """It serves all of that month: 5 + 6 + 7."""
        rows = month(0, 5, 1), month(0, 6, 3), month(0, 7, 3), month(1, 1, 4)
        assert bounds(*rows).most_of_a_pack == 18

    def test_one_that_serves_no_segment(self) -> None:
        """It would end before it begins; where none serves any it is said to serve one call."""
        assert bounds(month(0, 9, 0), month(1, 6, 2)).most_of_a_pack == 6
        assert bounds(month(0, 0)).most_of_a_pack == 1


class TestPacksUsedInPart:
    """Each month has packs of its own; of 100 calls for 250 cents the first uses 50 or 45. Tens are 60 cents."""

    @pytest.mark.parametrize(
        ("first", "prices", "least"),
        [
            # 50 for 250, and ten for 60; a pack of 100 for both months would be 250.
            (50, {10: 60, 100: 250}, 310),
            # 45 are counted as 50, so that tens divide them: 60 calls are 250 + 60.
            (45, {10: 60, 100: 250}, 310),
            # Of packs that have more than can be used the cheapest.
            (50, {10: 60, 100: 250, 1_000: 240}, 300),
            # Where there are no smaller ones, two are needed.
            (50, {100: 250}, 500),
            # No pack has more than can be used: six of ten.
            (50, {10: 60}, 360),
            (50, {10: 60, 50: 250}, 310),
        ],
    )
    def test_60_calls(self, first: int, prices: dict[int, int], least: int) -> None:
        rows = month(0, first, 1), month(1, 60 - first, 2)
        assert bounds(*rows, prices=prices, tiers=None).least(60) == least

    def test_some_are_billed(self) -> None:
        """At 10 cents a call: 50 in one pack and 8 more are 250 + 80; a ten for 90 is dearer."""
        rows = month(0, 50, 1), month(1, 8, 2)
        assert bounds(*rows, prices={10: 90, 100: 250}).least(58) == 250 + 80

    def test_what_must_be_bought_is_counted_in_whole_packs(self) -> None:
        """100 calls at the least are one pack for 250, whatever of it is used."""
        rows = month(0, 50, 1), month(1, 10, 2)
        own = bounds(*rows, prices={10: 60, 100: 250}, tiers=None)
        assert own.bound(0, 100, 0, 2) == 250


class TestRates:
    """The least price of a call for the whole volume, half of it, a quarter and an eighth."""

    def rates(self, own: LowerBounds) -> list[tuple[int, int, int]]:
        return [rate[:3] for rate in own.rates]

    def test_of_a_large_pack_only_what_is_needed_is_used(self) -> None:
        """A month of 100 calls uses all of a pack of 100; of 50 calls one for 500 costs 10 each, and packs of 10 cost 6."""
        own = bounds(month(0, 100, 1), month(1, 100, 2))
        assert self.rates(own) == [
            (200, 500, 100),
            (100, 500, 100),
            (50, 60, 10),
            (25, 60, 10),
        ]
        # 5 x 100 for each month, a cent for each that is left, and one for what is owned.
        assert [rate[3] for rate in own.rates[:2]] == [[997, 498, -1]] * 2
        assert own.floor() == 997

    def test_calls_from_before_the_plan_count(self) -> None:
        own = bounds(month(0, 92), counts=(MonthCount(billed=8),))
        assert own.rates[0][0] == 100

    def test_what_is_owned_is_taken_off(self) -> None:
        """20 calls of a fact and 10 of a claim, at 5 cents each; one for a cut, and one for the month."""
        own = bounds(month(0, 200), owned=(Owned(20, 0, 1, 0),), claim=Claim(10, (1,)))
        assert own.given == 30
        assert own.floor() == 1_000 - 150 - 1 - 1

    def test_tiers_that_a_month_reaches(self) -> None:
        """60 calls, 20 free ones, 10 of packs and 9 from before are 99: not 100, where a call is 1 cent."""
        counts = (MonthCount(free=20, packs=10, billed=9),)
        own = bounds(month(0, 60), counts=counts, tiers=FALLING, prices={})
        assert cheapest(own) == (1_000, 100)
        own = bounds(month(0, 61), counts=counts, tiers=FALLING, prices={})
        assert cheapest(own) == (100, 100)

    def test_a_month_without_calls_reaches_the_first(self) -> None:
        second = TierTable(
            (Tier(1, 1, Price(10, 2)), Tier(2, None, Price(1, 2))), "at_least", "x"
        )
        assert cheapest(bounds(month(0, 0), tiers=second, prices={})) == (1_000, 100)

    def test_cut_off_below(self) -> None:
        """5 calls at 6.1 cents are 30.5, 3 that are owned 18.3; one for that cut, and one for each month."""
        own = bounds(
            month(0, 5), month(1, 5), prices={10: 61}, owned=(Owned(3, 0, 2, 0),)
        )
        assert own.rates[0][3] == [60 - 19 - 2, 30 - 19 - 1, -19]

    def test_calls_in_qps_mode_reach_no_tier(self) -> None:
        """40 calls can be billed, at 10 cents: QPS mode keeps the other 60 out of the month. 100 reach 1 cent."""
        for volume, price in ((False, (1_000, 100)), (True, (100, 100))):
            rows = month(0, 40), Segment(0, 60, 9, volume=volume, need=1, days=1)
            assert cheapest(bounds(*rows, tiers=FALLING, prices={})) == price

    def test_nothing_is_sold(self) -> None:
        own = bounds(month(0, 8), tiers=None, prices={})
        assert own.billed.tiers == []
        assert self.rates(own) == [(8, 0, 1), (4, 0, 1), (2, 0, 1), (1, 0, 1)]

    def test_one_call(self) -> None:
        """There is no half of it."""
        assert self.rates(bounds(month(0, 1))) == [(1, 1_000, 100)]
        assert self.rates(bounds(month(0, 0))) == [(1, 1_000, 100)]


class TestBound:
    """No plan that goes on from a label costs less."""

    @pytest.mark.parametrize(
        ("need", "least", "segment", "rest"),
        [
            (0, 0, 0, 1_000),  # 200 calls: two packs of 100, and nothing is billed
            (0, 0, 1, 500),
            (5, 0, 2, 50),  # by pay-as-you-go; the last bill is drawn
            (15, 0, 2, 110),  # a pack of 10 and 5 calls
            (15, 15, 2, 120),  # two packs: all must be bought
            (15, 5, 2, 110),
            (0, 0, 2, 0),
            # Packs of 100, 5 of 10 and 5 calls are 850, less a cent for each month.
            (5, 0, 1, 549),
            (55, 0, 1, 849),
        ],
    )
    def test_by_whole_packs(
        self, need: int, least: int, segment: int, rest: int
    ) -> None:
        own = bounds(month(0, 100, 1), month(1, 100, 2))
        assert own.bound(need, least, 7, segment) == 7 + rest

    def test_what_must_be_bought_besides_qps(self) -> None:
        """Two packs, and 2 x 3 x 40 in QPS mode."""
        own = bounds(month(0, 5), Segment(1, 3, 9, volume=False, need=2, days=3))
        assert own.bound(15, 15, 7, 1) == 7 + 120 + 240

    def test_packs_besides_qps(self) -> None:
        """10 calls are a pack; 3 others have to be in QPS mode, at 2 x 3 x 40."""
        own = bounds(month(0, 10), Segment(0, 3, 9, volume=False, need=2, days=3))
        assert own.bound(0, 0, 7, 0) == 7 + 60 + 240

    def test_what_is_owned_serves_some(self) -> None:
        """30 of 100 calls: 7 packs of 10; of 105 calls 5 are billed, less a cent."""
        own = bounds(month(0, 100), owned=(Owned(30, 0, 1, 0),))
        assert own.bound(0, 0, 7, 0) == 7 + 420
        own = bounds(month(0, 105), owned=(Owned(30, 0, 1, 0),))
        assert own.bound(0, 0, 7, 0) == 7 + 420 + 50 - 1

    def test_by_rate_where_packs_end(self) -> None:
        """Four months of 105 calls, of which a pack serves one: of 1,000 calls for 905 105 are used, at 8.62 each, 30 for 258; a ten
        is 9 each. A cent less for each month that is left, and one for what is owned. In whole packs they count as 110, so
        three and nine tens are 3,525, and one, two tens and five calls at 10 cents 1,135. One pack that lasts is 905.
        """
        rows = [month(n, 105, n + 1) for n in range(4)]
        prices = {10: 90, 1_000: 905}
        own = bounds(*rows, prices=prices)
        assert own.least(420) == 3_525
        assert own.bound(0, 0, 0, 0) == 3_620 - 4 - 1
        assert own.least(135) == 1_135
        assert own.bound(30, 0, 0, 3) == 258 + 905 - 1 - 1
        lasting = bounds(*[month(n, 105) for n in range(4)], prices=prices)
        assert lasting.bound(0, 0, 0, 0) == 905

    def test_by_whole_packs_that_are_used_in_part(self) -> None:
        """Four months of 100 calls, and nothing smaller on sale: four packs, or one for 130 calls and 30 of them at 10 cents."""
        own = bounds(*[month(n, 100, n + 1) for n in range(4)], prices={1_000: 905})
        assert own.bound(0, 0, 0, 0) == 4 * 905
        assert own.bound(30, 0, 0, 3) == 905 + 300 - 1

    def test_by_the_rate_of_what_is_left(self) -> None:
        """4,100 of 40,000 calls are no more than an eighth: of a pack of 10,000 for 50,000 at most 5,000 are used, so
        that packs of 1,000 at 6 cents a call cost less.
        """
        either = Segment(1, 4_100, 9, need=99, days=99)
        own = bounds(month(0, 35_900), either, prices={1_000: 6_000, 10_000: 50_000})
        assert own.bound(0, 0, 7, 1) == 7 + 24_600 - 1 - 1

    def test_by_whole_units_where_there_is_a_choice(self) -> None:
        """100 calls are 500 in packs; 50 of them are 300, and the others 3 x 40 = 120 in QPS mode. 10 of the 50 are owned:
        240, less a cent for the month. At the end nothing is left to choose.
        """
        rows = month(0, 50), Segment(0, 50, 9, need=3, days=1)
        assert bounds(*rows).bound(0, 0, 7, 0) == 7 + 420 - 1
        own = bounds(*rows, owned=(Owned(10, 0, 2, 0),))
        assert own.bound(0, 0, 7, 0) == 7 + 240 + 120 - 1
        assert own.bound(0, 0, 7, 2) == 7
        # Of a month in QPS mode only 2 x 3 x 40 are certain besides.
        closed = Segment(0, 9, 9, volume=False, need=2, days=3)
        assert bounds(*rows, closed).bound(0, 0, 7, 0) == 7 + 420 + 240 - 1

    def test_a_single_unit(self) -> None:
        """One call is a pack of 10 for 60, less a cent for the month."""
        own = bounds(Segment(0, 1, 9, need=3, days=1), prices={10: 60}, tiers=None)
        assert own.bound(0, 0, 7, 0) == 7 + 60 - 1


class TestLeast:
    """The least that calls cost in packs and by pay-as-you-go together."""

    @pytest.mark.parametrize(
        ("calls", "cost"), [(-5, 0), (0, 0), (1, 10), (5, 50), (6, 60), (16, 120)]
    )
    def test_both(self, calls: int, cost: int) -> None:
        """16 calls are two packs, or one and 6 calls for 120 as well."""
        own = bounds(month(0, 100))
        assert [own.least(calls), own.least(calls)] == [cost, cost]

    def test_packs_alone(self) -> None:
        assert bounds(month(0, 100), tiers=None).least(11) == 120

    def test_pay_as_you_go_alone(self) -> None:
        """Cut off below: 3 x 0.5 cents."""
        half = TierTable((Tier(1, None, Price(5, 3)),), "at_least", "x")
        assert bounds(month(0, 100), prices={}, tiers=half).least(3) == 1
        assert bounds(month(0, 100), prices={}, tiers=None).least(3) == NEVER


def test_the_least_of_some_fractions() -> None:
    """5 / 3 < 7 / 4 < 2."""
    assert least_ratio([(7, 4), (5, 3), (2, 1)]) == (5, 3)
    assert least_ratio([]) == (0, 1)


def test_the_cents_of_a_unit() -> None:
    """0.065 are 6.5 cents."""
    assert tier_rate(Tier(1, None, Price(65, 3))) == (6_500, 1_000)
