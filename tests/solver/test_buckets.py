"""The ways to serve a segment, by hand: packs of 10 cost 300 cents, a QPS for a day 40."""

from typing import Any

import pytest

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.buckets import (
    QPS,
    VOLUME,
    Bucket,
    Decision,
    Step,
    Steps,
)
from facefusion_billing.solver.calendar import Calendar
from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.inventory import UNCLAIMED, Inventory
from facefusion_billing.solver.problem import (
    Claim,
    MonthCount,
    MonthOrder,
    Owned,
    Problem,
    Segment,
)
from facefusion_billing.solver.qps_cover import Ladder

BY_DAY = TierTable((Tier(1, None, Price(40, 2)),), "at_least", "x")
METERED = Segment(0, 5, until=2)
EITHER = METERED._replace(need=2, days=3)
"""2 x 3 x 40 = 240 in QPS mode."""
IN_QPS = EITHER._replace(volume=False)
START = Bucket(())


def steps(*rows: Segment, renew: bool = False, price: int = 300, **words: Any) -> Steps:
    words = {"tiers": None, "basis": "billable", "by_day": Ladder(BY_DAY), **words}
    months = (MonthCount(),) * (rows[-1].month + 1)
    pool = Problem(rows, months, Catalogue({10: price}), **words)
    return Steps(pool, Inventory(pool), Calendar(pool), renew=renew)


def ways(own: Steps, bucket: Bucket = START, segment: int = 0) -> list[Step]:
    return list(own.of_bucket(bucket, segment))


class TestModes:
    def test_call_volume_mode(self) -> None:
        assert ways(steps(METERED, METERED)) == [Step(START, 0, 5, None, False)]

    def test_qps_mode(self) -> None:
        """No calls are metered."""
        way = Decision(0, QPS, None, False)
        assert ways(steps(IN_QPS, METERED)) == [Step(START, 240, 0, way, False)]

    def test_either(self) -> None:
        own = steps(EITHER, METERED)
        assert [(step.cost, step.calls) for step in ways(own)] == [(0, 5), (240, 0)]

    def test_without_calls_no_qps_is_needed(self) -> None:
        own = steps(EITHER._replace(calls=0), IN_QPS._replace(calls=0))
        assert ways(own) == ways(own, segment=1) == [Step(START, 0, 0, None, False)]

    def test_qps_that_nobody_sells(self) -> None:
        row = IN_QPS._replace(days=1)
        assert ways(steps(row, METERED, by_day=Ladder(None))) == []

    @pytest.mark.parametrize(
        ("price", "rows", "words", "count"),
        [
            (241, (EITHER, METERED), {}, 2),
            (240, (EITHER, METERED), {}, 1),
            (240, (EITHER._replace(until=1), METERED), {}, 2),  # they end before
            (240, (EITHER._replace(until=1), METERED._replace(calls=0)), {}, 1),
            (240, (IN_QPS, METERED), {}, 1),  # packs are no way out
            (240, (EITHER, METERED._replace(can_buy=False)), {}, 2),
            (240, (EITHER, METERED), {"basis": "after_paid_packs"}, 2),
        ],
    )
    def test_packs_that_cost_no_more_than_qps_by_the_day(
        self, price: int, rows: tuple[Segment, ...], words: Any, count: int
    ) -> None:
        """Then QPS mode is no choice, if they last."""
        assert len(ways(steps(*rows, price=price, **words))) == count


class TestOrders:
    """An order for 2 QPS for both segments costs 100, one for 1 QPS 30."""

    TWO, ONE = MonthOrder(2, 1, 100, 2, 2), MonthOrder(1, 1, 30, 1, 2)
    ROWS = IN_QPS._replace(orders=(TWO, ONE)), IN_QPS._replace(orders=(TWO,))

    def test_by_the_day_what_an_order_leaves_short(self) -> None:
        """The order for 1 QPS serves the first segment alone, and no other may be placed before it ends."""
        assert ways(steps(*self.ROWS)) == [
            Step(START, 240, 0, Decision(0, QPS, None, False)),
            Step(
                START._replace(quota=(2, 2, 2)),
                100,
                0,
                Decision(0, QPS, self.TWO, False),
            ),
            Step(
                START._replace(quota=(0, 0, 2)),
                30 + 120,
                0,
                Decision(0, QPS, self.ONE, False),
            ),
        ]

    def test_one_at_a_time(self) -> None:
        """The one in force serves the second segment; then it has ended."""
        bucket = START._replace(quota=(2, 2, 2))
        assert ways(steps(*self.ROWS), bucket, 1) == [
            Step(START, 0, 0, Decision(1, QPS, None, False))
        ]

    def test_one_that_serves_no_more(self) -> None:
        bucket = START._replace(quota=(2, 1, 2))
        assert ways(steps(*self.ROWS), bucket, 1) == [
            Step(START, 240, 0, Decision(1, QPS, None, False))
        ]

    def test_more_than_is_needed(self) -> None:
        bucket = START._replace(quota=(5, 2, 2))
        assert ways(steps(*self.ROWS), bucket, 1)[0].cost == 0

    def test_of_those_that_leave_the_same_in_force_the_cheapest(self) -> None:
        """Both have ended after the segment: 100 for 2, and 30 for 1 with 120 by the day."""
        short = self.TWO._replace(until=1, following=1)
        other = self.ONE._replace(following=1)
        for orders in ((short, other), (other, short)):
            own = steps(IN_QPS._replace(orders=orders))
            assert [step.cost for step in ways(own)] == [100]

    def test_an_order_for_later_in_call_volume_mode(self) -> None:
        row = METERED._replace(orders=(self.TWO,))
        assert ways(steps(row, IN_QPS)) == [
            Step(START, 0, 5, None),
            Step(
                START._replace(quota=(2, 2, 2)),
                100,
                5,
                Decision(0, VOLUME, self.TWO, False),
            ),
        ]


class TestFacts:
    """What is owned is drawn by metered calls, and ends in QPS mode as well."""

    def test_drawn(self) -> None:
        own = steps(EITHER, METERED, owned=(Owned(3, 0, 2, 0),))
        assert [(way.bucket.state, way.calls) for way in ways(own, Bucket((3,)))] == [
            ((0,), 2),
            ((3,), 0),
        ]

    def test_over(self) -> None:
        own = steps(IN_QPS, METERED, owned=(Owned(3, 0, 1, 0),))
        assert [way.bucket.state for way in ways(own, Bucket((3,)))] == [(0,)]

    @pytest.mark.parametrize(
        ("basis", "counted"), [("billable", 7), ("after_paid_packs", 10), ("total", 12)]
    )
    def test_what_counts_for_the_tier(self, basis: str, counted: int) -> None:
        """7 so far, and of 5 calls 3 free ones."""
        free = Owned(3, 0, 2, 0, free=True)
        own = steps(METERED, METERED, owned=(free,), basis=basis)
        bucket = Bucket((3,), counted=7)
        assert [way.bucket.counted for way in ways(own, bucket)] == [counted]


class TestClaim:
    """A free pack of 4 calls that can be claimed in either segment, for both."""

    CLAIM = Claim(4, (2, 2))
    OPEN = Bucket((UNCLAIMED, 0))

    def test_claimed_or_not(self) -> None:
        own = steps(METERED, METERED, claim=self.CLAIM)
        assert ways(own, self.OPEN) == [
            Step(self.OPEN, 0, 5, None, False),
            Step(Bucket((0, 0)), 0, 1, Decision(0, VOLUME, None, True), True),
        ]

    def test_without_calls_it_can_wait(self) -> None:
        own = steps(METERED._replace(calls=0), METERED, claim=self.CLAIM)
        assert len(ways(own, self.OPEN)) == 1

    def test_once(self) -> None:
        own = steps(METERED, METERED, claim=self.CLAIM)
        assert len(ways(own, Bucket((0, 0)))) == 1

    @pytest.mark.parametrize(
        ("words", "anywhere"),
        [
            ({}, False),
            ({"basis": "total"}, False),
            ({"basis": "after_paid_packs"}, True),  # it counts for a tier
            ({"renew": True}, True),  # packs end
            ({"claim": Claim(4, (2, 1))}, True),  # it ends itself
            ({"owned": (Owned(3, 0, 1, 0),)}, True),  # a fact ends
            ({"owned": (Owned(3, 0, 2, 0),)}, False),
        ],
    )
    def test_where_its_day_makes_a_difference(self, words: Any, anywhere: bool) -> None:
        """Inside a stretch it is as good at its start, unless something ends or counts."""
        own = steps(METERED, METERED, **{"claim": self.CLAIM, **words})
        assert own.claims_anywhere is anywhere

    def test_where_packs_cannot_be_bought_on_every_day(self) -> None:
        closed = METERED._replace(can_buy=False)
        assert steps(METERED, closed, claim=self.CLAIM).claims_anywhere
        assert not steps(METERED, METERED).claims_anywhere
        assert steps(METERED, METERED, renew=True).claims_anywhere
