"""What all calls of a pool cost at the least: by hand, and never more than brute force finds."""

import pytest

from facefusion_billing.model.book import TierTable
from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.least_of_all import least_of_all
from facefusion_billing.solver.problem import (
    Claim,
    MonthCount,
    Owned,
    Problem,
    Segment,
)
from facefusion_billing.solver.qps_cover import Ladder
from tests.solver.test_tiny_problems import KINDS
from tests.solver.tiny_problems import brute_force, tiny_problem
from tests.solver.tools import BY_DAY, FALLING, TEN_CENTS

PACKS, HALF_CENTS = {10: 60, 100: 500}, {100: 50}


def pool(
    *rows: Segment,
    packs: dict[int, int] = PACKS,
    basis: str = "billable",
    billed: int = 0,
    owned: tuple[Owned, ...] = (),
    claim: Claim | None = None,
    tiers: TierTable = FALLING,
) -> Problem:
    months = [MonthCount()] * (rows[-1].month + 1)
    months[0] = MonthCount(billed=billed)
    catalogue, by_day = Catalogue(packs), Ladder(BY_DAY)
    return Problem(
        rows, tuple(months), catalogue, tiers, basis, owned, claim, by_day=by_day
    )


def month(calls: int, number: int = 0) -> Segment:
    return Segment(number, calls, 9)


class TestByHand:
    """Of each month that is billed a cent goes off, for its rounding."""

    def test_all_calls_in_the_cheaper_tier(self) -> None:
        """250 x 1 cent; packs for all are 2 x 5.00 + 5 x 0.60, and at 10 cents a call 240 are bought for 12.40."""
        assert least_of_all(pool(month(250))) == 250 - 1

    def test_packs_where_no_month_reaches_the_cheaper_tier(self) -> None:
        """99 calls are 5.00 in packs, 90 in packs and 9 billed 5.40 + 0.90; two such months are 198 calls, 10.00."""
        assert least_of_all(pool(month(99))) == 500
        assert least_of_all(pool(month(99), month(99, 1))) == 1_000

    def test_some_are_billed_in_the_first_tier(self) -> None:
        """101 calls in two months, packs of 100 alone: 5.00 + 0.10, less a cent for each month; a second pack is dearer."""
        rows = month(60), month(41, 1)
        assert least_of_all(pool(*rows, packs={100: 500})) == 500 + 10 - 2

    def test_what_is_billed_before_counts_for_the_tier(self) -> None:
        """With one call before, 99 reach it: 99 x 1 cent."""
        assert least_of_all(pool(month(99), billed=1)) == 99 - 1

    def test_what_is_owned_is_served(self) -> None:
        """50 of 150 calls by the pack, 100 x 1 cent; all of 40 by it."""
        owned = (Owned(50, 0, 1, 0),)
        assert least_of_all(pool(month(150), owned=owned)) == 100 - 1
        assert least_of_all(pool(month(40), owned=owned)) == 0

    def test_so_many_are_billed_as_reach_the_tier(self) -> None:
        """130 calls, packs of 100 for 0.50: two of them. One and 30 calls at 1 cent would be 0.80, but 30 do not reach the
        tier; one and 100 calls are 1.50, and none 1.30.
        """
        assert least_of_all(pool(month(130), packs=HALF_CENTS)) == 100

    def test_a_pack_and_as_many_as_reach_the_tier(self) -> None:
        """230 calls: one pack and 130 calls, 0.50 + 1.30; two and 30 are billed as 100 at the least, 1.00 + 1.00; three are 1.50."""
        assert least_of_all(pool(month(230), packs=HALF_CENTS)) == 150
        packs = {100: 99}
        # 230 x 1 cent; one and 130: 0.99 + 1.30; two and 100: 1.98 + 1.00; three: 2.97.
        assert least_of_all(pool(month(230), packs=packs)) == 99 + 130 - 1

    def test_under_total_packs_count_for_the_tier(self) -> None:
        """One pack and 30 calls: 0.50 + 0.30."""
        own = pool(month(130), packs=HALF_CENTS, basis="total")
        assert least_of_all(own) == 80 - 1

    @pytest.mark.parametrize(("free", "least"), [(40, 100), (70, 79)])
    def test_after_paid_packs_free_calls_count_for_the_tier(
        self, free: int, least: int
    ) -> None:
        """130 calls beside 40 free ones: 60 must be billed, one pack and so many are 1.10. Beside 70: 30 reach it, 0.50 + 0.30."""
        own = pool(
            month(130 + free),
            packs=HALF_CENTS,
            basis="after_paid_packs",
            claim=Claim(free, (1,)),
        )
        assert least_of_all(own) == least

    def test_days_that_only_qps_serves(self) -> None:
        """5 calls at 10 cents, and 2 QPS for 3 days at 40."""
        in_qps = Segment(0, 7, 9, volume=False, need=2, days=3)
        assert least_of_all(pool(month(5), in_qps)) == 50 - 1 + 240

    def test_where_a_segment_has_both_modes_nothing_is_said(self) -> None:
        assert least_of_all(pool(month(5), Segment(0, 7, 9, need=2, days=3))) == 0

    def test_without_calls(self) -> None:
        """Nothing is bought."""
        assert least_of_all(pool(month(0))) == 0
        assert least_of_all(pool(month(0), tiers=TEN_CENTS)) == 0


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_no_plan_is_below_it(kind: dict[str, bool]) -> None:
    told = met = 0
    for seed in range(120):
        problem = tiny_problem(seed, **kind)
        lower = least_of_all(problem)
        if not lower:
            continue
        least = brute_force(problem, 10 if problem.end < 5 else 7)
        told += 1
        assert least is None or lower <= least, seed
        met += least == lower
    assert told > 10
    assert met > 2
