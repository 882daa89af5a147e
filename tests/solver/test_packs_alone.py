"""Packs for all calls, by hand; and the proof that needs no search."""

import pytest

from facefusion_billing.solver import solve as module
from facefusion_billing.solver.catalogue import NEVER, Catalogue
from facefusion_billing.solver.packs_alone import packs_alone
from facefusion_billing.solver.problem import (
    Claim,
    MonthCount,
    Owned,
    PoolPlan,
    Problem,
    Purchase,
    Segment,
)
from facefusion_billing.solver.solve import OPTIMAL, Solved, solve
from tests.solver.tools import TEN_CENTS

CLAIM = Claim(8, (2, 2))


def pool(
    *calls: int, claim: Claim | None = None, owned: tuple[Owned, ...] = ()
) -> Problem:
    """Months of calls; packs of 10 for 60 cents and of 100 for 5.00, a call 10 cents."""
    rows = tuple(Segment(month, own, len(calls)) for month, own in enumerate(calls))
    months, packs = (MonthCount(),) * len(calls), Catalogue({10: 60, 100: 500})
    return Problem(rows, months, packs, TEN_CENTS, "billable", owned, claim)


class TestPacksAlone:
    def test_where_calls_first_need_it(self) -> None:
        """5 and 7 of 12 calls; the first 8 are owned, or free once they are claimed."""
        two = (Purchase(0, {10: 2}),)
        assert packs_alone(pool(5, 7), claims=False) == PoolPlan(purchases=two)
        one = (Purchase(1, {10: 1}),)
        own = pool(5, 7, owned=(Owned(8, 0, 2, 0),))
        assert packs_alone(own, claims=False) == PoolPlan(purchases=one)
        own = pool(5, 7, claim=CLAIM)
        assert packs_alone(own, claims=True) == PoolPlan(purchases=one, claim=0)
        assert packs_alone(own, claims=False) == PoolPlan(purchases=two)

    def test_each_size_when_those_before_are_used_up(self) -> None:
        """60 + 40 + 0 + 15 calls: one of 100 and two of 10, 6.20, are less than two of 100. The 100 serve two months
        and nothing is called in the third, so the others are bought with the fourth.
        """
        plan = PoolPlan(purchases=(Purchase(0, {100: 1}), Purchase(3, {10: 2})))
        assert packs_alone(pool(60, 40, 0, 15), claims=False) == plan
        # One call more in the second month needs the first of them there.
        plan = PoolPlan(purchases=(Purchase(0, {100: 1}), Purchase(1, {10: 2})))
        assert packs_alone(pool(60, 41, 0, 15), claims=False) == plan

    def test_three_sizes(self) -> None:
        """100 + 18 + 2 + 2 calls, and single ones at 7 cents: 5.00 + 2 x 0.60 + 2 x 0.07. The 100 and the two of 10 are
        used up when the last month begins.
        """
        own = pool(100, 18, 2, 2)._replace(
            catalogue=Catalogue({1: 7, 10: 60, 100: 500})
        )
        bought = Purchase(0, {100: 1}), Purchase(1, {10: 2}), Purchase(3, {1: 2})
        assert packs_alone(own, claims=False) == PoolPlan(purchases=bought)

    def test_what_is_not_on_sale_when_it_is_needed_is_bought_before(self) -> None:
        """In the fourth month nothing is sold, so the two of 10 come with the third, or where that is closed, too,
        with the first.
        """
        own = pool(60, 40, 0, 15)
        first, *later = own.segments
        closed = [row._replace(can_buy=False) for row in later]
        rows = (first, *later[:2], closed[2])
        plan = PoolPlan(purchases=(Purchase(0, {100: 1}), Purchase(2, {10: 2})))
        assert packs_alone(own._replace(segments=rows), claims=False) == plan
        rows = (first, *closed)
        plan = PoolPlan(purchases=(Purchase(0, {100: 1, 10: 2}),))
        assert packs_alone(own._replace(segments=rows), claims=False) == plan

    def test_nothing(self) -> None:
        own = pool(0, 7, claim=CLAIM)
        assert packs_alone(own, claims=True) == PoolPlan(claim=1)
        assert packs_alone(pool(0, 0), claims=True) == PoolPlan()

    def test_none_where_packs_are_off_sale_or_qps_is_needed(self) -> None:
        own = pool(5, 7)
        closed = own.segments[0]._replace(can_buy=False), own.segments[1]
        assert packs_alone(own._replace(segments=closed), claims=False) is None
        in_qps = own.segments[0]._replace(volume=False, need=2), own.segments[1]
        assert packs_alone(own._replace(segments=in_qps), claims=False) is None


class TestProof:
    @pytest.fixture(autouse=True)
    def no_search(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delattr(module, "Search")

    def test_what_no_plan_is_below(self) -> None:
        """19 calls: two packs are 1.20; one pack and 9 calls would be 1.50, all of them 1.90."""
        plan = PoolPlan(purchases=(Purchase(0, {10: 2}),))
        assert solve(pool(12, 7)) == Solved(plan, 120, 120, 1)
        assert solve(pool(12, 7)).status == OPTIMAL

    def test_a_free_pack_that_saves_nothing_is_left(self) -> None:
        """19 calls are two packs, 17 after 2 free ones as well (one and 7 calls would be 1.30); 10 after 8 are one."""
        plan = PoolPlan(purchases=(Purchase(0, {10: 2}),))
        few = CLAIM._replace(calls=2)
        assert solve(pool(12, 7, claim=few)) == Solved(plan, 120, 120, 1)
        plan = PoolPlan(purchases=(Purchase(0, {10: 1}),), claim=0)
        assert solve(pool(11, 7, claim=CLAIM)) == Solved(plan, 60, 60, 1)

    def test_none_within_the_ceiling(self) -> None:
        assert solve(pool(12, 7), ceiling=119) == Solved(None, NEVER, NEVER, 0)
        # What costs as much as the ceiling is within it.
        assert solve(pool(12, 7), ceiling=120).cost == 120

    def test_none_within_the_ceiling_where_packs_end(self) -> None:
        """50 calls and 10 in packs of 100 for 2.50 and of 10 for 0.60, each for its month: 3.10. One for both would be 2.50."""
        first, second = pool(50, 10).segments
        rows = (first._replace(until=1), second)
        packs = Catalogue({10: 60, 100: 250})
        own = pool(50, 10)._replace(segments=rows, catalogue=packs, tiers=None)
        assert solve(own, ceiling=300) == Solved(None, NEVER, NEVER, 0)

    def test_a_plan_that_is_known(self) -> None:
        """19 calls, as above."""
        plan = PoolPlan(purchases=(Purchase(0, {10: 2}),))
        solved = solve(pool(12, 7), simplest=False, known=plan)
        assert solved == Solved(plan, 120, 120, 1)

    def test_only_where_it_is_asked_for(self) -> None:
        with pytest.raises(NameError):
            solve(pool(12, 7), simplest=False)

    def test_not_where_something_else_may_cost_less(self) -> None:
        """13 calls: a pack and three calls are 0.90 of 1.20; a pack that ends before the second month serves half."""
        ends = pool(10, 10)
        rows = ends.segments[0]._replace(until=1), ends.segments[1]
        for own in (pool(10, 3), ends._replace(segments=rows)):
            with pytest.raises(NameError):
                solve(own)

    def test_not_where_totals_were_not_told_exactly(self) -> None:
        own = pool(12, 7)
        own.catalogue.odd.is_exact = False
        with pytest.raises(NameError):
            solve(own)


class TestKnown:
    """13 calls: packs for all are 1.20, one pack and three calls 0.90, all of them by the call 1.30."""

    PACK, NONE = PoolPlan(purchases=(Purchase(0, {10: 1}),)), PoolPlan()

    def test_the_best_is_found_whatever_is_known(self) -> None:
        for known in (None, self.NONE, self.PACK):
            solved = solve(pool(10, 3), known=known)
            assert (solved.cost, solved.lower) == (90, 90)

    def test_it_is_the_answer_where_none_costs_less(self) -> None:
        """Another with the same cost, its pack bought a month later, would be as good; only what costs less is searched for."""
        later = PoolPlan(purchases=(Purchase(1, {10: 1}),))
        own = pool(3, 10)
        assert solve(own).plan == self.PACK
        assert solve(own, known=later).plan == later

    def test_packs_alone_are_shown_where_they_cost_as_much(self) -> None:
        """19 calls: two packs with the first month, or one with each."""
        apart = PoolPlan(purchases=(Purchase(0, {10: 1}), Purchase(1, {10: 1})))
        whole = PoolPlan(purchases=(Purchase(0, {10: 2}),))
        assert solve(pool(12, 7), known=apart).plan == whole

    def test_not_above_a_ceiling(self) -> None:
        assert solve(pool(10, 3), known=self.PACK, ceiling=89).plan is None
        assert solve(pool(10, 3), known=self.PACK, ceiling=90).plan == self.PACK

    def test_what_is_no_plan_here_is_none(self) -> None:
        """Nothing is sold by the call: a pack leaves three calls; two are needed."""
        closed = pool(10, 3)._replace(tiers=None)
        assert solve(closed, known=self.PACK).cost == 120
        alone = closed._replace(catalogue=Catalogue({}))
        assert solve(alone, known=self.NONE).plan is None
