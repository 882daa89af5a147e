"""What a plan costs, by hand: packs of 10 cost 60 cents, a call by pay-as-you-go 10 cents."""

import pytest

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.catalogue import NEVER, Catalogue
from facefusion_billing.solver.problem import (
    Claim,
    MonthCount,
    MonthOrder,
    Owned,
    PoolPlan,
    Problem,
    Purchase,
    Segment,
)
from facefusion_billing.solver.qps_cover import Ladder
from facefusion_billing.solver.replay import replay
from tests.solver.tools import BY_DAY, TEN_CENTS

FALLING = TierTable(
    (Tier(1, 9, Price(40, 2)), Tier(10, None, Price(30, 2))), "at_least", "x"
)
PACK = {10: 1}
NOTHING = MonthCount()


def pool(
    *rows: Segment,
    owned: tuple[Owned, ...] = (),
    claim: Claim | None = None,
    tiers: TierTable | None = TEN_CENTS,
    basis: str = "billable",
    begun: MonthCount = NOTHING,
) -> Problem:
    months = (begun, *(NOTHING,) * rows[-1].month)
    packs, by_day = Catalogue({10: 60}), Ladder(BY_DAY)
    return Problem(rows, months, packs, tiers, basis, owned, claim, by_day)


class TestPacks:
    """Drawn in the order of their orders, free ones first."""

    @pytest.mark.parametrize(
        ("segment", "before", "cost"),
        [(1, 1, 210), (2, 2, 210), (0, 1, 160), (1, 2, 160), (2, 3, 160)],
    )
    def test_a_fact_ordered_before_or_after(
        self, segment: int, before: int, cost: int
    ) -> None:
        """Four segments of 5 calls. A pack that ends with its segment is bought, and 5 calls are owned from there on.
        Drawn first the pack leaves them for another segment: 60 and 10 calls for 100; drawn last it is lost: 15 calls
        for 150.
        """
        rows = [Segment(0, 5, until=index + 1) for index in range(4)]
        fact = Owned(5, segment, 4, before)
        plan = PoolPlan(purchases=(Purchase(segment, PACK),))
        assert replay(pool(*rows, owned=(fact,)), plan) == cost

    def test_free_ones_first(self) -> None:
        """5 free calls for the first segment alone, and 5 that were paid for: together all 10 calls."""
        rows = (Segment(0, 5, 2),) * 2
        facts = Owned(5, 0, 2, 0), Owned(5, 0, 1, 0, free=True)
        assert replay(pool(*rows, owned=facts), PoolPlan()) == 0

    def test_a_claim(self) -> None:
        """It serves 4 of the second segment's 5 calls and ends with it: 5 + 1 + 5 are billed."""
        rows = (Segment(0, 5, 3),) * 3
        own = pool(*rows, claim=Claim(4, (1, 2, 3)))
        assert replay(own, PoolPlan(claim=1)) == 110
        assert replay(own, PoolPlan()) == 150

    def test_more_than_one(self) -> None:
        """2 x 60 for 20 of 25 calls."""
        rows = (Segment(0, 25, 1),)
        plan = PoolPlan(purchases=(Purchase(0, {10: 2}),))
        assert replay(pool(*rows), plan) == 120 + 50


class TestTier:
    """What counts for it beside the billable calls: 40 cents each below 10, 30 from 10 on."""

    FREE = (Owned(2, 0, 1, 0, free=True),) * 2

    @pytest.mark.parametrize(
        ("basis", "cost"),
        [("billable", 240), ("after_paid_packs", 180), ("total", 180)],
    )
    def test_free_calls(self, basis: str, cost: int) -> None:
        """2 and 2 free ones, and 6 that are billed."""
        rows = (Segment(0, 10, 1),)
        own = pool(*rows, owned=self.FREE, tiers=FALLING, basis=basis)
        assert replay(own, PoolPlan()) == cost

    @pytest.mark.parametrize(
        ("basis", "cost"),
        [("billable", 200), ("after_paid_packs", 200), ("total", 150)],
    )
    def test_calls_of_packs(self, basis: str, cost: int) -> None:
        """10 of a pack, and 5 that are billed."""
        rows = (Segment(0, 15, 1),)
        plan = PoolPlan(purchases=(Purchase(0, PACK),))
        assert replay(pool(*rows, tiers=FALLING, basis=basis), plan) == 60 + cost

    @pytest.mark.parametrize(
        ("basis", "cost"),
        [("billable", 280), ("after_paid_packs", 280), ("total", 210)],
    )
    def test_what_was_before_the_plan(self, basis: str, cost: int) -> None:
        """2 billed, 1 free and 2 of packs; 5 calls are billed with the 2."""
        begun = MonthCount(free=1, packs=2, billed=2)
        own = pool(Segment(0, 5, 1), tiers=FALLING, basis=basis, begun=begun)
        assert replay(own, PoolPlan()) == cost

    def test_months_have_bills_of_their_own(self) -> None:
        """6 and 6 calls are 40 cents each."""
        rows = Segment(0, 6, 2), Segment(1, 6, 2)
        assert replay(pool(*rows, tiers=FALLING), PoolPlan()) == 480


class TestQps:
    """A QPS for a day is 40 cents."""

    ROWS = (Segment(0, 5, 2, need=3, days=2),) * 2

    def test_by_the_day(self) -> None:
        """3 x 2 x 40 and 5 calls."""
        assert replay(pool(*self.ROWS), PoolPlan(qps=(1,))) == 240 + 50

    def test_by_the_month(self) -> None:
        """2 of 3 QPS for 100 in the first segment; 1 x 2 x 40 by the day, and 3 x 2 x 40 in the second."""
        order = MonthOrder(2, 1, 100, until=1, following=1)
        plan = PoolPlan(qps=(0, 1), orders=((0, order),))
        assert replay(pool(*self.ROWS), plan) == 100 + 80 + 240

    def test_more_than_is_needed(self) -> None:
        order = MonthOrder(5, 1, 100, until=2, following=2)
        plan = PoolPlan(qps=(0, 1), orders=((0, order),))
        assert replay(pool(*self.ROWS), plan) == 100


class TestNoPlan:
    """Calls for which nothing is sold."""

    def test_no_pay_as_you_go(self) -> None:
        assert replay(pool(Segment(0, 5, 1), tiers=None), PoolPlan()) == NEVER

    def test_no_call_volume_mode(self) -> None:
        row = Segment(0, 5, 1, volume=False, need=3, days=2)
        assert replay(pool(row), PoolPlan()) == NEVER
        assert replay(pool(row._replace(calls=0)), PoolPlan()) == 0

    def test_no_qps_mode(self) -> None:
        assert replay(pool(Segment(0, 5, 1)), PoolPlan(qps=(0,))) == NEVER
