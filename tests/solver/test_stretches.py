"""How labels go on, by hand: packs of 10 calls cost 60 cents, a call by pay-as-you-go 10 cents."""

from typing import Any

import pytest

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.bounds import LowerBounds
from facefusion_billing.solver.buckets import (
    NO_ORDER,
    QPS,
    VOLUME,
    Bucket,
    Decision,
    Step,
)
from facefusion_billing.solver.calendar import Calendar
from facefusion_billing.solver.catalogue import NEVER, Catalogue
from facefusion_billing.solver.closing import Closing
from facefusion_billing.solver.labels import (
    NO_STRETCH,
    Label,
    SearchMode,
    Table,
    ended,
)
from facefusion_billing.solver.problem import Claim, MonthCount, Problem, Segment
from facefusion_billing.solver.stretches import Stretches

TIERS = TierTable((Tier(1, None, Price(10, 2)),), "at_least", "x")
START = Bucket(())
ROWS = (Segment(0, 5, until=1), Segment(0, 5, until=2), Segment(1, 5, until=3))
"""Two segments of a month and one of the next; packs end one segment later."""
LASTING = tuple(row._replace(until=3) for row in ROWS)


def stretches(
    *rows: Segment,
    renew: bool = False,
    monotone: bool = True,
    basis: str = "billable",
    claim: Claim | None = None,
    tiers: TierTable | None = TIERS,
    size: int = 10,
) -> Stretches:
    months = (MonthCount(),) * (rows[-1].month + 1)
    pool = Problem(rows, months, Catalogue({size: 6 * size}), tiers, basis, claim=claim)
    calendar, bounds = Calendar(pool), LowerBounds(pool)
    mode = SearchMode(idle=False, monotone=monotone, renew=renew)
    return Stretches(pool, mode, calendar, Closing(pool, calendar, bounds, idle=False))


def label(need: int, cost: int, since: int, least: int = 0, parent: Any = "x") -> Label:
    return Label(need, cost, since, least, parent)


class TestPacksThatHaveEnded:
    """A cover was bought for what was needed, and what is left of it is lost."""

    def test_inside_a_month(self) -> None:
        """5 calls from the first segment on: a pack of 10 for 60, or not covered as if it lasted to the month's end."""
        others = [label(3, 9, NO_STRETCH), label(2, 8, ended(0)), label(4, 6, 1)]
        table: Table = {START: [label(5, 7, 0), *others]}
        assert stretches(*ROWS, renew=True).without_ended(table, 1) == {
            START: [
                label(0, 67, NO_STRETCH, parent=("x", ((0, 10),), None)),
                label(5, 7, ended(0)),
                *others,
            ]
        }

    @pytest.mark.parametrize(
        ("bucket", "segment", "since"),
        [(START, 2, 1), (START._replace(settled=()), 1, 0)],
        ids=["the month is over", "its bill is decided"],
    )
    def test_where_the_bill_cannot_take_them(
        self, bucket: Bucket, segment: int, since: int
    ) -> None:
        table: Table = {bucket: [label(5, 7, since)]}
        fresh = label(0, 67, NO_STRETCH, parent=("x", ((since, 10),), None))
        own = stretches(*ROWS, renew=True)
        assert own.without_ended(table, segment) == {bucket: [fresh]}


class TestStarts:
    """Inside a month one stretch may end, and another begins that lasts beyond it."""

    def test_one_ends_and_one_begins(self) -> None:
        """12 calls are 80 as a pack and 2 calls, and nothing is left to settle."""
        table: Table = {START: [label(12, 7, 0)]}
        paid = label(0, 87, 1, parent=("x", ((0, 10),), None))
        assert stretches(*LASTING).with_starts(table, 1, NEVER) == {
            START: [label(12, 7, 0)],
            START._replace(settled=()): [paid],
        }

    def test_from_each_bucket_that_can(self) -> None:
        """One is settled; where none was open one is from here on."""
        settled, closed = START._replace(settled=()), START._replace(open=False)
        table: Table = {settled: [label(9, 9, 0)], closed: [label(12, 7, 0)]}
        paid = label(0, 87, 1, parent=("x", ((0, 10),), None))
        found = stretches(*LASTING).with_starts(table, 1, NEVER)
        assert found[settled] == [label(9, 9, 0), paid]
        # At a month's start only what was billed before the plan can end.
        before = START._replace(before=12)
        table = {START: [label(9, 9, 0)], before: [label(12, 7, NO_STRETCH)]}
        assert len(stretches(*LASTING).with_starts(table, 2, NEVER)) == 3

    def test_where_the_tier_is_not_known_yet(self) -> None:
        """A claim may still come: need, what must be bought, calls before packs, and the beginning are carried along."""
        own = stretches(*LASTING, basis="after_paid_packs", claim=Claim(5, (3, 3, 3)))
        bucket = START._replace(before=3)
        begun = bucket._replace(settled=(12, 2, 3, 0), before=0)
        table: Table = {bucket: [label(12, 7, 0, least=2)]}
        assert own.with_starts(table, 1, NEVER) == {
            bucket: [label(12, 7, 0, least=2)],
            begun: [label(0, 7, 1)],
        }

    def test_no_plan_above_the_ceiling(self) -> None:
        """87 here, and 5 calls each of two segments for a pack of 60: 147."""
        table: Table = {START: [label(12, 7, 0)]}
        own = stretches(*LASTING)
        assert len(own.with_starts(table, 1, 147)) == 2
        assert own.with_starts(table, 1, 146) == table

    def test_none_begins(self) -> None:
        """At a month's start, after one that was settled, where packs cannot be bought, or where there are no calls."""
        table: Table = {START: [label(12, 7, 0)]}
        settled: Table = {START._replace(settled=()): [label(12, 7, 0)]}
        closed = LASTING[1]._replace(can_buy=False)
        empty = LASTING[1]._replace(calls=0)
        own = stretches(*LASTING)
        assert own.with_starts(table, 2, NEVER) == table
        assert own.with_starts(settled, 1, NEVER) == settled
        own = stretches(LASTING[0], closed, LASTING[2])
        assert own.with_starts(table, 1, NEVER) == table
        own = stretches(LASTING[0], empty, LASTING[2])
        assert own.with_starts(table, 1, NEVER) == table

    def test_before_calls_for_which_none_can_be_bought(self) -> None:
        """Though it has no calls itself, it is the last day to buy for them."""
        stuck = LASTING[2]._replace(can_buy=False)
        own = stretches(LASTING[0], LASTING[1]._replace(calls=0), stuck)
        assert len(own.with_starts({START: [label(12, 7, 0)]}, 1, NEVER)) == 2

    def test_what_was_billed_before_the_plan_can_end_at_a_month_s_start(self) -> None:
        bucket = START._replace(before=12)
        table: Table = {bucket: [label(12, 7, NO_STRETCH)]}
        assert stretches(*LASTING).with_starts(table, 2, NEVER) == {
            **table,
            START._replace(settled=()): [label(0, 127, 2)],
        }


class TestExtend:
    """Labels carried through the second segment; its step costs 4."""

    def after(
        self,
        own: Stretches,
        *labels: Label,
        calls: int = 5,
        bucket: Bucket = START,
        way: Decision | None = None,
        fresh: bool = False,
    ) -> Table:
        found: Table = {}
        own.extend(list(labels), Step(bucket, 4, calls, way, fresh), 1, found)
        return found

    def test_with_a_stretch(self) -> None:
        assert self.after(stretches(*LASTING), label(7, 10, 0)) == {
            START: [label(12, 14, 0)]
        }

    def test_without_a_stretch_one_begins(self) -> None:
        assert self.after(stretches(*LASTING), label(0, 10, NO_STRETCH)) == {
            START: [label(5, 14, 1)]
        }

    def test_without_calls_none_begins(self) -> None:
        own = stretches(*LASTING)
        assert self.after(own, label(0, 10, NO_STRETCH), calls=0) == {
            START: [label(0, 14, NO_STRETCH)]
        }

    def test_without_calls_on_the_last_day_to_buy(self) -> None:
        """One may begin or not."""
        own = stretches(*LASTING[:2], LASTING[2]._replace(can_buy=False))
        assert self.after(own, label(0, 10, NO_STRETCH), calls=0) == {
            START: [label(0, 14, NO_STRETCH), label(0, 14, 1)]
        }

    @pytest.mark.parametrize(
        ("renew", "monotone", "count"),
        [(True, False, 2), (True, True, 1), (False, False, 1)],
    )
    def test_early_where_a_pack_that_ends_earlier_can_be_better(
        self, renew: bool, monotone: bool, count: int
    ) -> None:
        own = stretches(*LASTING, renew=renew, monotone=monotone)
        found = self.after(own, label(0, 10, NO_STRETCH), calls=0)
        assert len(found[START]) == count

    def test_calls_before_packs_can_be_bought(self) -> None:
        """They wait for what begins after them in the month; a stretch serves them."""
        own = stretches(LASTING[0], LASTING[1]._replace(can_buy=False), LASTING[2])
        bucket = START._replace(before=3)
        waiting, served = label(3, 10, NO_STRETCH), label(7, 10, 0)
        assert self.after(own, waiting, served, bucket=bucket) == {
            bucket: [label(12, 14, 0)],
            bucket._replace(before=8): [label(8, 14, NO_STRETCH)],
        }

    def test_after_the_month_s_bill_was_decided_all_calls_must_be_bought(self) -> None:
        bucket = START._replace(settled=())
        assert self.after(stretches(*LASTING), label(7, 10, 0, 2), bucket=bucket) == {
            bucket: [label(12, 14, 0, 7)]
        }

    def test_the_way_is_kept(self) -> None:
        found = self.after(
            stretches(*LASTING), label(7, 10, 0), way=Decision(1, QPS, None, False)
        )
        assert found[START][0].parent == ("x", (), Decision(1, QPS, None, False))

    def test_a_claim_inside_a_stretch_was_tried_at_its_start(self) -> None:
        way = Decision(1, VOLUME, None, True)
        labels = label(7, 10, 0), label(0, 10, 1), label(0, 10, NO_STRETCH)
        found = self.after(stretches(*LASTING), *labels, way=way, fresh=True)
        assert found == {START: [label(5, 14, 1, parent=("x", (), way))] * 2}

    @pytest.mark.parametrize(
        ("need", "calls", "rest"),
        [(5, 8, 3), (5, 6, 1), (10, 8, 8), (5, 5, None), (5, 0, None)],
    )
    def test_a_new_purchase_while_calls_are_left(
        self, need: int, calls: int, rest: int | None
    ) -> None:
        """A pack of 10 serves the 5 so far and 5 of these; what is left of these begins another."""
        own = stretches(*ROWS, renew=True)
        found = self.after(own, label(need, 10, 0), calls=calls)
        renewed = label(rest or 0, 74, 1, parent=("x", ((0, 10),), None))
        lasting = label(need + calls, 14, 0)
        assert found == {START: [lasting] if rest is None else [renewed, lasting]}

    def test_a_new_purchase_after_the_month_s_bill_was_decided(self) -> None:
        """What it must serve has to be bought too."""
        bucket = START._replace(settled=())
        own = stretches(*ROWS, renew=True)
        found = self.after(own, label(5, 10, 0, 5), calls=8, bucket=bucket)
        assert [each.least for each in found[bucket]] == [3, 13]

    def test_no_new_purchase(self) -> None:
        """For a stretch that begins here, has ended, where packs do not end or cannot be bought."""
        own = stretches(*ROWS, renew=True)
        assert len(self.after(own, label(0, 10, 1))[START]) == 1
        assert len(self.after(own, label(5, 10, ended(0)), calls=8)[START]) == 1
        own = stretches(*LASTING)
        assert len(self.after(own, label(5, 10, 0), calls=8)[START]) == 1
        own = stretches(ROWS[0], ROWS[1]._replace(can_buy=False), ROWS[2], renew=True)
        assert len(self.after(own, label(5, 10, 0), calls=8)[START]) == 1


class TestMonthEnds:
    """The bill of the month is paid, or the stretch lasts beyond it."""

    QUOTA = (7, 3, 3)

    def test_paid_or_not(self) -> None:
        """12 calls are 80 as a pack and 2 calls; of what goes on all that it needs must be bought."""
        bucket = Bucket((4,), self.QUOTA, counted=9)
        table: Table = {bucket: [label(12, 7, 0), label(0, 99, NO_STRETCH)]}
        closed = label(0, 87, NO_STRETCH, parent=("x", ((0, 10),), None))
        assert stretches(*LASTING).month_ends(table, 1, NEVER) == {
            Bucket((4,), self.QUOTA): [label(12, 7, 0, 12), closed]
        }

    def test_calls_before_packs_could_be_bought_are_paid(self) -> None:
        """So a stretch that served them ends: of 12 calls 9 can be of packs, that is none, and 12 x 10 is 120."""
        bucket = START._replace(before=3)
        table: Table = {bucket: [label(12, 7, 0)]}
        assert stretches(*LASTING).month_ends(table, 1, NEVER) == {
            START: [label(0, 127, NO_STRETCH)]
        }

    def test_no_plan_above_the_ceiling(self) -> None:
        """87, and 5 calls of the month after for 50, less a cent for rounding: 136."""
        table: Table = {START: [label(12, 7, 0)]}
        own = stretches(*LASTING)
        assert len(own.month_ends(table, 1, 136)[START]) == 2
        assert len(own.month_ends(table, 1, 135)[START]) == 1

    def test_after_the_bill_was_decided_only_what_lasts_goes_on(self) -> None:
        bucket = START._replace(settled=())
        table: Table = {bucket: [label(5, 7, 1), label(0, 9, NO_STRETCH)]}
        assert stretches(*LASTING).month_ends(table, 1, NEVER) == {
            START: [label(5, 7, 1, 5)]
        }

    @pytest.mark.parametrize(
        ("settled", "cost", "bought"),
        [
            ((12, 0, 0, 0), 80, (0, 10)),  # a pack and 2 calls
            ((12, 0, 0, ended(0)), 80, (0, 10)),  # bought when it began
            ((12, 0, 3, 0), 120, None),  # of 12 calls 9 can be of packs: none
            ((12, 0, 0, NO_STRETCH), 120, None),  # nothing can
            ((20, 11, 0, 0), 120, (0, 20)),  # more than 10 must be
        ],
    )
    def test_paid_late(
        self,
        settled: tuple[int, ...],
        cost: int,
        bought: tuple[int, int] | None,
    ) -> None:
        """What a stretch that ended before had to pay is paid by all that began after it."""
        own = stretches(*LASTING, basis="after_paid_packs", claim=Claim(5, (3, 3, 3)))
        table: Table = {START._replace(settled=settled): [label(5, 7, 1)]}
        parent = ("x", (bought,), None) if bought else "x"
        assert own.month_ends(table, 1, NEVER) == {
            Bucket((), NO_ORDER): [label(5, 7 + cost, 1, 5, parent)]
        }

    def test_without_a_stretch_not_even_one_call_is_of_a_pack(self) -> None:
        """Though one of a single call is 6 cents."""
        own = stretches(*LASTING, size=1)
        table: Table = {
            START._replace(settled=(12, 0, 0, NO_STRETCH)): [label(5, 7, 1)]
        }
        assert own.month_ends(table, 1, NEVER) == {START: [label(5, 7 + 120, 1, 5)]}

    def test_what_nobody_sells_cannot_be_paid(self) -> None:
        """12 calls for which no pack can be bought any more, and no pay-as-you-go is sold."""
        own = stretches(*LASTING, tiers=None)
        bucket = START._replace(settled=(12, 0, 0, NO_STRETCH))
        assert own.month_ends({bucket: [label(5, 7, 1)]}, 1, NEVER) == {START: []}
