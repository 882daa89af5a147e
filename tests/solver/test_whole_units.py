"""What calls cost at the least in whole packs and whole segments, by hand."""

import random

import pytest

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.bounds import LowerBounds
from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.problem import MonthCount, Problem, Segment
from facefusion_billing.solver.qps_cover import Ladder
from facefusion_billing.solver.qps_shares import QpsShares
from facefusion_billing.solver.solve import OPTIMAL, floor, solve
from facefusion_billing.solver.whole_units import WholeUnits

PACKS = Catalogue({1_000_000: 17_200_00, 10_000_000: 45_700_00})
BY_DAY = TierTable((Tier(1, None, Price(60, 0)),), "at_least", "image-qps")


def problem(calls: tuple[int, ...], needs: tuple[int, ...]) -> Problem:
    """Months of 30 days in packs or in QPS mode, at 60.00 for one QPS for a day; no pay-as-you-go."""
    rows = tuple(
        Segment(month=n, calls=count, until=len(calls), need=need, days=30)
        for n, (count, need) in enumerate(zip(calls, needs, strict=True))
    )
    months = (MonthCount(),) * len(calls)
    return Problem(rows, months, PACKS, None, "billable", by_day=Ladder(BY_DAY))


def test_a_second_pack_or_a_whole_month_in_qps_mode() -> None:
    # 12,000,000 calls: one pack of 10M and two of 1M cost 80,100.00, two of 10M 91,400.00. The smaller month in QPS
    # mode costs 12 x 30 x 60.00 = 21,600.00 and one pack serves the other: 67,300.00. By rates alone a call costs
    # 0.00457, so that all would cost 54,840.00 at the least.
    pool = problem((9_000_000, 3_000_000), (30, 12))
    bounds = LowerBounds(pool)
    # Each month's bill may be half a cent less than it is counted: 2 months, less than 2 cents.
    assert bounds.rest[0] == 67_300_00 - 2
    solved = solve(pool)
    assert (solved.cost, solved.status) == (67_300_00, OPTIMAL)


def test_a_month_that_is_dear_in_qps_mode_is_no_way_out() -> None:
    # 100 QPS cost 180,000.00 for a month, more than a pack of 10M for each: 45,700.00 x 1 serves both months.
    pool = problem((6_000_000, 4_000_000), (100, 100))
    assert LowerBounds(pool).rest[0] == 45_700_00 - 2


def test_a_floor_by_the_rate_of_all_calls() -> None:
    # 12,000,000 calls at 0.00457 are 54,840.00, and in QPS mode they cost more: 54,000.00 / 9,000,000 = 0.006.
    # Each month's bill may be half a cent less than it is counted, and what is owned (nothing) is rounded by a cent.
    pool = problem((9_000_000, 3_000_000), (30, 12))
    assert floor(pool) == 54_840_00 - 2 - 1
    # Where a QPS for a day is 30.00 at the least: 10,800.00 for the 3,000,000 are 0.0036, 27,000.00 for the others 0.003.
    assert floor(pool, (30_00, 1)) == 27_000_00 + 10_800_00 - 2 - 1
    assert floor(problem((0, 0), (1, 1))) == 0


@pytest.mark.parametrize(("calls", "least"), [(999, 999_00), (1_000, 100_00)])
def test_a_floor_where_more_calls_cost_less(calls: int, least: int) -> None:
    # 999 calls at 1.00 are 999.00, for no plan can bill more; 1,000 at 0.10 are 100.00. QPS costs 1,800.00.
    tiers = TierTable(
        (Tier(1, 999, Price(1, 0)), Tier(1_000, None, Price(10, 2))), "at_least", "x"
    )
    pool = problem((calls,), (1,))._replace(catalogue=Catalogue({}), tiers=tiers)
    assert floor(pool) == least - 1 - 1


def units(
    prices: dict[int, int],
    calls: int,
    *segments: Segment,
    tiers: tuple[tuple[int, int], ...] = (),
    most: int = 10**9,
) -> WholeUnits:
    """Packs and calls; QPS for a day costs 10 cents."""
    pool = Problem(segments, (MonthCount(),), Catalogue(prices), None, "billable")
    return WholeUnits(pool, QpsShares(pool, (10, 1)), calls, tiers, most)


class TestUnits:
    """A unit is a thirty-second of the smallest large pack, and there are at most 1,024 of them."""

    def test_of_a_large_pack(self) -> None:
        """100 // 32 = 3; 100 calls are 33 whole units, and a pack of 100 is 34 when it is rounded up."""
        own = units({2: 7, 100: 200}, 100)
        assert (own.unit, own.count, own.packs) == (3, 33, [(34, 200)])

    def test_of_many_calls(self) -> None:
        """48 packs of 214 serve 10,272 calls: 214 // 32 = 6 are less than 10,272 // 1,024 = 10."""
        assert units({214: 1}, 10_272).unit == 10

    def test_never_less_than_a_call(self) -> None:
        assert units({10: 1}, 20).unit == 1

    def test_without_packs(self) -> None:
        """100 calls // 32."""
        assert units({}, 100).unit == 3

    def test_large_is_what_serves_all_in_48_packs(self) -> None:
        """Of 2 calls 48 serve 96, not 97. Where none is large the largest is."""
        assert len(units({1: 1, 2: 1, 4: 1}, 96).packs) == 2
        assert len(units({1: 1, 2: 1, 4: 1}, 97).packs) == 1
        assert units({1: 3, 2: 5, 4: 9}, 400).packs == [(4, 9)]

    def test_a_pack_that_ends_before_it_is_used_up(self) -> None:
        """Of 100 calls 60 can be used: 20 units of 3."""
        assert units({100: 200}, 100, most=60).packs == [(20, 200)]


class TestRate:
    """What a unit costs in small packs or by pay-as-you-go, cut off below."""

    @pytest.mark.parametrize(
        ("tiers", "most", "rate"),
        [
            ((), 100, 10),  # packs of 2 for 7: 3 x 7 / 2 = 10.5
            ((), 1, 21),  # one call of a pack can be used: 3 x 7 / 1
            (((9, 2),), 100, 10),  # pay-as-you-go is 3 x 9 / 2 = 13.5
            (((5, 2), (9, 2)), 100, 7),  # 3 x 5 / 2 = 7.5
        ],
    )
    def test_the_least(
        self, tiers: tuple[tuple[int, int], ...], most: int, rate: int
    ) -> None:
        assert units({2: 7, 100: 200}, 100, tiers=tiers, most=most).rate == rate


class TestTable:
    """The least cost of each number of units, from each segment on."""

    def test_metered(self) -> None:
        """A unit is 7 by pay-as-you-go, and a pack of 34 units is 200: 28 x 7 = 196, 29 x 7 = 203."""
        own = units({2: 7, 100: 200}, 100, tiers=((5, 2),))
        assert own.tables == [[*range(0, 197, 7), 200, 200, 200, 200, 200]]

    def test_packs_alone(self) -> None:
        """Of 2 and 3 calls: 5 and 6; a unit is a call."""
        assert units({2: 5, 3: 6}, 6).tables == [[0, 5, 5, 6, 10, 11, 12]]

    def test_what_nobody_sells_costs_nothing(self) -> None:
        """Then the table bounds nothing."""
        assert units({}, 3).tables == [[0, 0, 0, 0]]

    def test_a_segment_in_qps_mode_or_not_at_all(self) -> None:
        """One that needs 1 QPS for a day is 10 for its 2 calls, and packs of 2 are 12 each: of 4 calls 2 in QPS mode."""
        row = Segment(0, 2, 3, need=1, days=1)
        closed, empty = row._replace(need=None), row._replace(calls=0)
        own = units({2: 12}, 4, row, closed, empty)
        metered = [0, 12, 12, 24, 24]
        assert own.tables == [[0, 10, 10, 22, 22], metered, metered, metered]

    @pytest.mark.parametrize(("days", "is_choice"), [(5, True), (6, False)])
    def test_a_segment_that_is_dear_in_qps_mode_is_no_choice(
        self, days: int, is_choice: bool
    ) -> None:
        """6 calls are 60 by pay-as-you-go, as are 6 days of one QPS. Of 160 calls a unit is 5: 6 calls are two of them
        when they are rounded up, which are 100, and 50 in QPS mode for 5 days.
        """
        row = Segment(0, 6, 1, need=1, days=days)
        own = units({}, 160, row, tiers=((10, 1),))
        assert own.unit == 5
        metered = list(range(0, 1_601, 50))
        in_qps = [0, 50, *range(50, 1_551, 50)]
        assert own.tables == [in_qps if is_choice else metered, metered]


@pytest.mark.parametrize("seed", range(40))
def test_no_bound_is_above_the_least_cost(seed: int) -> None:
    rng = random.Random(seed)
    count = rng.randint(1, 6)
    calls = tuple(rng.randrange(0, 9_000_000) for _ in range(count))
    needs = tuple(rng.randint(1, 40) for _ in range(count))
    pool = problem(calls, needs)
    least = min(
        PACKS.cover(sum(c for n, c in enumerate(calls) if not chosen >> n & 1)).price
        + sum(
            needs[n] * 30 * 60_00 for n in range(count) if chosen >> n & 1 and calls[n]
        )
        for chosen in range(2**count)
    )
    assert LowerBounds(pool).rest[0] <= least == solve(pool).cost
