"""Which searches prove a plan, by hand, and what their answers are worth together."""

import pytest

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver import solve as module
from facefusion_billing.solver.bounds import LowerBounds
from facefusion_billing.solver.catalogue import NEVER, Catalogue
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.labels import SearchMode, SearchResult
from facefusion_billing.solver.problem import (
    MonthCount,
    Owned,
    PoolPlan,
    Problem,
    Purchase,
    Segment,
)
from facefusion_billing.solver.solve import (
    BOUNDED,
    NONE,
    OPTIMAL,
    Solved,
    expires,
    solve,
)
from tests.solver.tools import TEN_CENTS, spent

FALLING = TierTable(
    (Tier(1, 9, Price(10, 2)), Tier(10, None, Price(1, 2))), "at_least", "x"
)
EMPTY = PoolPlan()
PACK = PoolPlan(purchases=(Purchase(0, {10: 1}),))


@pytest.mark.parametrize(
    ("plan", "cost", "lower", "status"),
    [
        (None, NEVER, NEVER, NONE),
        (EMPTY, 100, 99, BOUNDED),
        (EMPTY, 100, 100, OPTIMAL),
        (EMPTY, 100, 101, OPTIMAL),
    ],
)
def test_what_is_proved(
    plan: PoolPlan | None, cost: int, lower: int, status: str
) -> None:
    assert Solved(plan, cost, lower, 0).status == status


class TestExpires:
    """Whether a pack can end before the last calls."""

    @pytest.mark.parametrize(
        ("rows", "result"),
        [
            ((Segment(0, 5, 2), Segment(0, 5, 2)), False),
            ((Segment(0, 5, 1), Segment(0, 5, 2)), True),
            ((Segment(0, 5, 1), Segment(0, 0, 2)), False),
            ((Segment(0, 5, 1, can_buy=False), Segment(0, 5, 2)), False),
        ],
    )
    def test_before(self, rows: tuple[Segment, ...], result: bool) -> None:
        pool = Problem(rows, (MonthCount(),), Catalogue({10: 60}), None, "billable")
        assert expires(pool) is result


class Searches:
    """What each search is said to find, and what it was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *found: SearchResult) -> None:
        self.found = list(found)
        self.asked: list[tuple[SearchMode, Problem, int]] = []
        searches = self

        class Told:
            def __init__(
                self,
                on: Problem,
                mode: SearchMode,
                bounds: LowerBounds,
                ceiling: int,
                deadline: Deadline,
            ) -> None:
                assert bounds.problem is on
                assert isinstance(deadline, Deadline)
                searches.asked.append((mode, on, ceiling))

            def run(self) -> SearchResult:
                return searches.found.pop(0)

        monkeypatch.setattr(module, "Search", Told)

    @property
    def idle(self) -> list[bool]:
        return [mode.idle for mode, _, _ in self.asked]


def found(plan: PoolPlan | None, cost: int, lower: int, labels: int) -> SearchResult:
    return SearchResult(plan, cost, lower, labels)


class TestPacksThatLast:
    """5 calls are 50 by pay-as-you-go and 60 in a pack."""

    ROWS = (Segment(0, 5, 1),)

    def pool(self, tiers: TierTable, price: int = 60) -> Problem:
        packs = Catalogue({10: price})
        return Problem(self.ROWS, (MonthCount(),), packs, tiers, "billable")

    def test_one_search_as_the_bills_are(self, monkeypatch: pytest.MonkeyPatch) -> None:
        searches = Searches(monkeypatch, found(EMPTY, 50, 50, 7))
        assert solve(self.pool(TEN_CENTS), ceiling=99) == Solved(EMPTY, 50, 50, 7)
        [(mode, _, ceiling)] = searches.asked
        assert mode == SearchMode(idle=False, monotone=True, renew=False)
        # A pack is 60: only what costs less is looked for.
        assert ceiling == 59

    def test_a_ceiling_below_the_simplest_plan(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A pack for 60 is above it, so it is no answer either."""
        searches = Searches(monkeypatch, found(None, NEVER, NEVER, 7))
        solved = solve(self.pool(TEN_CENTS), ceiling=55)
        assert (solved.plan, solved.cost) == (None, NEVER)
        assert [ceiling for _, _, ceiling in searches.asked] == [55]

    def test_nothing_costs_less_than_the_simplest_plan(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The pack is shown, and what was looked at is told; a plan that was dropped
        at 55 leaves that as the bound.
        """
        Searches(monkeypatch, found(None, NEVER, NEVER, 7))
        assert solve(self.pool(TEN_CENTS)) == Solved(PACK, 60, 60, 7)
        Searches(monkeypatch, found(None, NEVER, 55, 7))
        assert solve(self.pool(TEN_CENTS)) == Solved(PACK, 60, 55, 7)

    def test_where_less_need_is_better_a_second_would_say_the_same(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        searches = Searches(monkeypatch, found(EMPTY, 50, 40, 7))
        assert solve(self.pool(TEN_CENTS)) == Solved(EMPTY, 50, 40, 7)
        assert searches.idle == [False]

    def test_where_it_can_be_dearer_a_relaxed_one_may_close_the_gap(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """10 calls are 10 in the tier of 1 cent, and a pack is 60: more calls in packs can cost more."""
        searches = Searches(
            monkeypatch, found(PACK, 60, 40, 7), found(EMPTY, 50, 50, 20)
        )
        assert solve(self.pool(FALLING)) == Solved(EMPTY, 50, 50, 27)
        assert [mode for mode, _, _ in searches.asked] == [
            SearchMode(idle=False, monotone=False, renew=False),
            SearchMode(idle=True, monotone=True, renew=False),
        ]

    def test_a_relaxed_one_may_prove_that_nothing_costs_less(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Packs for all calls are 60. The first search finds nothing for 59, but it dropped a label that may come to 40;
        the relaxed one drops nothing.
        """
        searches = Searches(
            monkeypatch, found(None, NEVER, 40, 7), found(None, NEVER, NEVER, 20)
        )
        assert solve(self.pool(FALLING)) == Solved(PACK, 60, 60, 27)
        assert searches.idle == [False, True]
        searches = Searches(
            monkeypatch, found(None, NEVER, 59, 7), found(None, NEVER, NEVER, 20)
        )
        assert solve(self.pool(FALLING)) == Solved(PACK, 60, 60, 27)
        # What was dropped costs as much as the pack: that is a proof.
        searches = Searches(monkeypatch, found(None, NEVER, 60, 7))
        assert solve(self.pool(FALLING)) == Solved(PACK, 60, 60, 7)
        assert searches.idle == [False]

    def test_the_better_bound_and_the_cheaper_plan(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Searches(monkeypatch, found(EMPTY, 50, 45, 7), found(PACK, 60, 40, 20))
        assert solve(self.pool(FALLING)) == Solved(EMPTY, 50, 45, 27)

    def test_of_plans_that_cost_the_same_the_first(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Searches(monkeypatch, found(PACK, 50, 30, 7), found(EMPTY, 50, 40, 20))
        assert solve(self.pool(FALLING, price=50)) == Solved(PACK, 50, 40, 27)

    def test_no_second_after_the_time_is_up(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        searches = Searches(monkeypatch, found(EMPTY, 50, 40, 7))
        assert solve(self.pool(FALLING), spent()).status == BOUNDED
        assert searches.idle == [False]

    def test_a_plan_that_leaves_calls_is_none(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As the replay sees it, whatever the search said; a relaxed one may be asked, too."""
        closed = tuple(row._replace(can_buy=False) for row in self.ROWS)
        pool = self.pool(TEN_CENTS)._replace(tiers=None, segments=closed)
        Searches(monkeypatch, found(EMPTY, 50, 50, 7), found(None, NEVER, NEVER, 2))
        assert solve(pool) == Solved(None, NEVER, NEVER, 9)
        Searches(monkeypatch, found(EMPTY, 50, 50, 7))
        assert solve(pool, spent()) == Solved(None, NEVER, 50, 7)

    def test_the_replay_has_the_last_word(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Searches(monkeypatch, found(EMPTY, 49, 49, 7))
        assert solve(self.pool(TEN_CENTS)) == Solved(EMPTY, 50, 49, 7)

    def test_where_totals_were_not_told_exactly_the_rate_is_the_bound(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """5 calls at 6 cents are 30, a cent less for the month's rounding and one for what is owned."""
        pool = self.pool(TEN_CENTS)
        pool.catalogue.odd.is_exact = False
        Searches(monkeypatch, found(EMPTY, 50, 50, 7), found(EMPTY, 50, 20, 7))
        assert solve(pool) == Solved(EMPTY, 50, 50 - 2, 7)
        assert solve(pool) == Solved(EMPTY, 50, 20, 7)


ROWS = Segment(0, 5, 1), Segment(1, 5, 2)
"""5 and 5 calls by pay-as-you-go are 100, and in two packs 120."""


def ending(*owned: Owned, rows: tuple[Segment, ...] = ROWS) -> Problem:
    months = (MonthCount(),) * 2
    return Problem(rows, months, Catalogue({10: 60}), TEN_CENTS, "billable", owned)


class TestPacksThatEnd:
    """The relaxed search first: its plan, billed as it is, proves itself where it costs what the search said."""

    def test_proved(self, monkeypatch: pytest.MonkeyPatch) -> None:
        searches = Searches(monkeypatch, found(EMPTY, 100, 100, 7))
        assert solve(ending()) == Solved(EMPTY, 100, 100, 7)
        assert searches.idle == [True]

    def test_else_a_search_as_the_bills_are_may_find_a_cheaper_plan(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Its own bound says nothing, since it leaves out plans."""
        searches = Searches(
            monkeypatch,
            found(PACK, 105, 90, 7),
            found(EMPTY, 100, 100, 20),
            found(PACK, 110, 110, 3),
        )
        # The pack serves 5 calls for 60, the others are 50.
        assert solve(ending()) == Solved(EMPTY, 100, 90, 30)
        assert searches.idle == [True, False, False]

    def test_and_one_in_which_no_pack_outlasts_its_end(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Both others counted on a pack for 10 calls; it serves 5 of them."""
        searches = Searches(
            monkeypatch,
            found(PACK, 60, 60, 7),
            found(PACK, 60, 60, 20),
            found(EMPTY, 100, 100, 3),
        )
        assert solve(ending()) == Solved(EMPTY, 100, 60, 30)
        assert [mode.outlast for mode, _, _ in searches.asked] == [True, True, False]

    def test_none_where_nothing_is_within_the_ceiling_even_so(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        searches = Searches(monkeypatch, found(None, NEVER, 100, 7))
        assert solve(ending(), ceiling=99) == Solved(None, NEVER, 100, 7)
        assert searches.idle == [True]
        # A plan that costs the ceiling may still be found.
        Searches(monkeypatch, found(PACK, 90, 100, 7), found(EMPTY, 100, 100, 20))
        assert solve(ending(), ceiling=100) == Solved(EMPTY, 100, 100, 27)

    def test_not_after_the_time_is_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        searches = Searches(monkeypatch, found(PACK, 105, 90, 7))
        assert solve(ending(), spent()) == Solved(PACK, 110, 90, 7)
        assert searches.idle == [True]

    def test_but_where_no_plan_was_found(self, monkeypatch: pytest.MonkeyPatch) -> None:
        searches = Searches(
            monkeypatch, found(None, NEVER, 90, 7), found(EMPTY, 100, 100, 20)
        )
        assert solve(ending(), spent()) == Solved(EMPTY, 100, 90, 27)
        assert searches.idle == [True, False]

    @pytest.mark.parametrize(
        ("pool", "lasts"),
        [
            (ending(), False),
            (ending(Owned(1, 0, 2, 0)), False),
            (ending(Owned(1, 0, 2, 1, free=True)), False),
            (ending(Owned(1, 0, 2, 1)), True),  # drawn between purchases
            (ending()._replace(catalogue=Catalogue({2: 9, 3: 9})), True),
            (ending(rows=(ROWS[0]._replace(can_buy=False), *ROWS)), False),
            (
                ending(rows=(ROWS[0], ROWS[0]._replace(can_buy=False), ROWS[1])),
                True,
            ),
        ],
    )
    def test_relaxed_as_if_packs_lasted(
        self, pool: Problem, lasts: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where stretches cannot be opened just where the need is, no pack is said to end."""
        searches = Searches(monkeypatch, found(EMPTY, NEVER, NEVER, 7))
        solve(pool, spent())
        untils = [row.until for row in searches.asked[0][1].segments]
        plain = [row.until for row in pool.segments]
        assert untils == ([pool.end] * pool.end if lasts else plain)
