"""What calls cost at the least in whole packs and whole segments, by hand."""

import random

import pytest

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.bounds import LowerBounds
from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.problem import MonthCount, Problem, Segment
from facefusion_billing.solver.qps_cover import Ladder
from facefusion_billing.solver.solve import OPTIMAL, floor, solve

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
    bounds = LowerBounds(pool, idle=False)
    # Each month's bill may be half a cent less than it is counted: 2 months, less than 2 cents.
    assert bounds.rest[0] == 67_300_00 - 2
    solved = solve(pool)
    assert (solved.cost, solved.status) == (67_300_00, OPTIMAL)


def test_a_month_that_is_dear_in_qps_mode_is_no_way_out() -> None:
    # 100 QPS cost 180,000.00 for a month, more than a pack of 10M for each: 45,700.00 x 1 serves both months.
    pool = problem((6_000_000, 4_000_000), (100, 100))
    assert LowerBounds(pool, idle=False).rest[0] == 45_700_00 - 2


def test_a_floor_by_the_rate_of_all_calls() -> None:
    # 12,000,000 calls at 0.00457 are 54,840.00, and in QPS mode they cost more: 54,000.00 / 9,000,000 = 0.006.
    # Each month's bill may be half a cent less than it is counted, and what is owned (nothing) is rounded by a cent.
    pool = problem((9_000_000, 3_000_000), (30, 12))
    assert floor(pool) == 54_840_00 - 2 - 1
    # Where a QPS for a day is 30.00 at the least: 10,800.00 for the 3,000,000 are 0.0036, 27,000.00 for the others 0.003.
    assert floor(pool, (30_00, 1)) == 27_000_00 + 10_800_00 - 2 - 1
    assert floor(problem((0, 0), (1, 1))) == 0


def test_a_floor_where_more_calls_cost_less() -> None:
    # 500 calls at 1.00 are 500.00, but a bill may be that of 1,000 calls at 0.10, which is 100.00; QPS costs 1,800.00.
    tiers = TierTable(
        (Tier(1, 999, Price(1, 0)), Tier(1_000, None, Price(10, 2))), "at_least", "x"
    )
    pool = problem((500,), (1,))._replace(catalogue=Catalogue({}), tiers=tiers)
    assert floor(pool) == 100_00 - 1 - 1


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
    assert LowerBounds(pool, idle=False).rest[0] <= least == solve(pool).cost
