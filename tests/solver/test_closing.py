"""The end of a stretch, by hand: which packs and bill are best for it, and what is told to be too dear before they are priced."""

import pytest

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.bounds import LowerBounds
from facefusion_billing.solver.buckets import Bucket
from facefusion_billing.solver.calendar import Calendar
from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.closing import Closing
from facefusion_billing.solver.labels import NO_STRETCH, Label
from facefusion_billing.solver.problem import MonthCount, Problem, Segment
from facefusion_billing.solver.qps_cover import Ladder
from facefusion_billing.solver.tariff import Tariff
from tests.solver.tools import TEN_CENTS

FALLING = TierTable(
    (Tier(1, 99, Price(10, 2)), Tier(100, None, Price(1, 2))), "at_least", "x"
)
START = Bucket(())


def closing(
    prices: dict[int, int], tiers: TierTable, *calls: int, idle: bool = False
) -> Closing:
    """Months of one segment each."""
    rows = tuple(Segment(n, own, len(calls)) for n, own in enumerate(calls))
    months = (MonthCount(),) * len(calls)
    pool = Problem(rows, months, Catalogue(prices), tiers, "billable")
    return Closing(pool, Calendar(pool), LowerBounds(pool), idle=idle)


def ended(own: Closing, *labels: Label, ceiling: int, segment: int = 1) -> Label | None:
    tariff = own.tariff(segment - 1, None)
    assert tariff is not None
    return own.cheapest(START, labels, tariff, segment, ceiling)


class TestCheapest:
    """12 calls after 1.00: a pack of 10 for 60 cents and 2 calls for 10 cents each are 80 cents more."""

    LABEL = Label(need=12, cost=100, since=0, least=0, parent=None)

    def test_a_pack_and_the_rest_by_pay_as_you_go(self) -> None:
        found = ended(closing({10: 60}, TEN_CENTS, 12), self.LABEL, ceiling=180)
        assert found == Label(0, 180, NO_STRETCH, 0, (None, ((0, 10),), None))

    def test_no_plan_above_the_ceiling(self) -> None:
        own = closing({10: 60}, TEN_CENTS, 12)
        assert ended(own, self.LABEL, ceiling=179) is None

    def test_the_months_that_follow_count_for_the_ceiling(self) -> None:
        """10 calls of the second month are 60 cents at the least: what is left of 2.40 for the first month is 1.80,
        and of 2.39 1.79.
        """
        own = closing({10: 60}, TEN_CENTS, 12, 10)
        assert own.bounds.rest[1] == 60
        assert ended(own, self.LABEL, ceiling=240) is not None
        assert ended(own, self.LABEL, ceiling=239) is None

    @pytest.mark.parametrize(("until", "ceiling"), [(1, 220), (2, 180)])
    def test_qps_in_force_may_save_some_of_what_follows(
        self, until: int, ceiling: int
    ) -> None:
        """1.80, and 40 cents for a QPS in the second month, which an order may serve."""
        rows = (
            Segment(0, 12, 2),
            Segment(1, 5, 2, volume=False, need=1, days=1),
        )
        by_day = TierTable((Tier(1, None, Price(40, 2)),), "at_least", "x")
        months, packs = (MonthCount(),) * 2, Catalogue({10: 60})
        pool = Problem(
            rows, months, packs, TEN_CENTS, "billable", by_day=Ladder(by_day)
        )
        own = Closing(pool, Calendar(pool), LowerBounds(pool), idle=False)
        bucket, tariff = Bucket((), (1, until, 2)), own.tariffs.of(0)
        for limit, is_found in ((ceiling, True), (ceiling - 1, False)):
            found = own.cheapest(bucket, [self.LABEL], tariff, 1, limit)
            assert (found is not None) is is_found

    def test_without_a_stretch_nothing_can_be_bought(self) -> None:
        """12 x 10 cents; what came before packs could be bought does not last into them either."""
        own = closing({10: 60}, TEN_CENTS, 12)
        waiting = self.LABEL._replace(since=NO_STRETCH)
        assert ended(own, waiting, ceiling=999) == waiting._replace(need=0, cost=220)

    def test_of_several_the_one_that_costs_least_with_its_bill(self) -> None:
        """1.00 + 0.80, against 1.70 for 1 call, which is 10 cents more: the same, and the first is kept; 1.69 is less."""
        own = closing({10: 60}, TEN_CENTS, 12)
        for cost, least in ((170, 180), (169, 179)):
            other = Label(1, cost, 0, 0, None)
            found = ended(own, other, self.LABEL, ceiling=999)
            assert found is not None
            assert found.cost == least

    def test_one_that_is_too_dear_does_not_hide_those_after_it(self) -> None:
        """12 calls at 1 cent would be 12 cents, and are 1.20 here, where no month reaches 100. Another is done at 50."""
        own = closing({}, FALLING, 12, 100)
        tariff = own.tariffs.of(0)
        labels = [Label(12, 0, 0, 0, None), Label(0, 50, 0, 0, None)]
        found = own.cheapest(START, labels, tariff, segment=2, ceiling=99)
        assert found == Label(0, 50, NO_STRETCH, 0, None)


class TestTooDear:
    """What cannot be below the ceiling is not priced: two bounds, the second closer and slower than the first."""

    LABEL = Label(need=12, cost=100, since=0, least=0, parent=None)

    @pytest.fixture
    def asked(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        asked: list[str] = []
        least, close = LowerBounds.least, Closing.close

        def told_least(own: LowerBounds, calls: int) -> int:
            asked.append("least")
            return least(own, calls)

        def told_close(
            own: Closing, window: tuple[int, int, int], tariff: Tariff, limit: int
        ) -> tuple[int, int]:
            asked.append("close")
            return close(own, window, tariff, limit)

        own = closing({10: 60}, TEN_CENTS, 12)
        monkeypatch.setattr(LowerBounds, "least", told_least)
        monkeypatch.setattr(Closing, "close", told_close)
        self.own = own
        return asked

    @pytest.mark.parametrize(
        ("ceiling", "priced"),
        [
            (171, []),  # 12 x 6 cents are 72: 1.72
            (172, ["least"]),
            (179, ["least"]),  # a pack and 2 calls are 80 at the least: 1.80
            (180, ["least", "close"]),
        ],
    )
    def test_what_is_asked(
        self, asked: list[str], ceiling: int, priced: list[str]
    ) -> None:
        ended(self.own, self.LABEL, ceiling=ceiling)
        assert asked == priced


class TestClose:
    """Packs with `low` to `high` calls, and the bill of what they leave of 12."""

    def test_any_packs(self) -> None:
        """Two of 10 are 1.20, one and 2 calls 0.80, none 1.20."""
        own = closing({10: 60}, TEN_CENTS, 12)
        assert own.close((0, 12, 12), own.tariffs.of(0), 999) == (80, 10)

    def test_none(self) -> None:
        own = closing({10: 60}, TEN_CENTS, 12)
        assert own.close((0, 9, 12), own.tariffs.of(0), 999) == (120, 0)

    def test_all(self) -> None:
        """Of 20 calls 11 or more have to be bought."""
        own = closing({10: 60}, TEN_CENTS, 20)
        assert own.close((11, 20, 20), own.tariffs.of(0), 999) == (120, 20)

    def test_no_less_than_a_limit(self) -> None:
        """80 cents are not less than 80."""
        own = closing({10: 60}, TEN_CENTS, 12)
        assert own.close((0, 12, 12), own.tariffs.of(0), 80)[0] == 80

    def test_fewer_packs_for_a_cheaper_tier(self) -> None:
        """110 calls: all are 1.10 at 1 cent; a pack of 10 for 5 cents leaves 100 at 1.00, two leave 90 at 9.00."""
        own = closing({10: 5}, FALLING, 110)
        assert own.close((0, 110, 110), own.tariffs.of(0), 9_999) == (55, 110)
        assert own.close((0, 30, 110), own.tariffs.of(0), 9_999) == (105, 10)
        assert own.close((20, 30, 110), own.tariffs.of(0), 9_999) == (815, 30)

    def test_what_is_left_is_billed_by_its_own_tier(self) -> None:
        """110 calls are 11.00 where the price rises to 10 cents at 100; with a pack of 20 90 are 0.90."""
        rising = TierTable(
            (Tier(1, 99, Price(1, 2)), Tier(100, None, Price(10, 2))), "at_least", "x"
        )
        own = closing({20: 200}, rising, 110)
        assert own.close((0, 0, 110), own.tariffs.of(0), 9_999) == (1_100, 0)
        assert own.close((0, 110, 110), own.tariffs.of(0), 9_999) == (290, 20)

    def test_no_fewer_than_must_be_bought(self) -> None:
        """Of 90 calls 30, though packs of 10 cost 2.00: 6.00 and 60 calls for 6.00."""
        own = closing({10: 200}, FALLING, 90)
        assert own.close((30, 90, 90), own.tariffs.of(0), 9_999) == (1_200, 30)

    def test_counted_as_if_more_calls_were_made(self) -> None:
        """90 calls at 10 cents are 9.00, but 100 at 1 cent are 1.00. Where 20 must be bought, in packs of 10 for 5
        cents, and at most 30 can be, 20 are 0.10 and the other 70 count as 1.00.
        """
        idle = closing({}, FALLING, 90, idle=True)
        assert idle.close((0, 0, 90), idle.tariffs.of(0), 9_999) == (100, 0)
        idle = closing({10: 5}, FALLING, 90, idle=True)
        assert idle.close((20, 30, 90), idle.tariffs.of(0), 9_999) == (110, 20)


def test_the_tier_is_known_where_nothing_decides_it() -> None:
    own = closing({}, FALLING, 12)
    assert own.tariff(0, None) is own.tariffs.of(0)
    # How many calls can be billed is asked where a bill counts as one of more.
    idle = closing({}, FALLING, 12, idle=True)
    assert idle.tariff(0, None) is idle.tariffs.of(0, 12)
