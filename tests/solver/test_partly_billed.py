"""What calls cost at the least of which some are billed, by hand."""

import pytest

from facefusion_billing.model.book import TierTable
from facefusion_billing.solver.catalogue import NEVER, Catalogue
from facefusion_billing.solver.partly_billed import PartlyBilled
from facefusion_billing.solver.problem import Claim, MonthCount, Problem, Segment
from tests.solver.tools import table

FALLING = table((1, 10), (100, 5), (1_000, 2))
"""10 cents a call, 5 from 100 in a month on, 2 from 1,000 on."""


def least(
    calls: int,
    packs: dict[int, int],
    *,
    tiers: TierTable | None = FALLING,
    basis: str = "billable",
    month: int = 5_000,
    billed: int = 0,
    free: int = 0,
) -> int:
    """Of a month with so many calls; `free` ones can be claimed."""
    row, counts = Segment(0, month, 1), (MonthCount(billed=billed),)
    claim, catalogue = Claim(free, (1,)) if free else None, Catalogue(packs)
    pool = Problem((row,), counts, catalogue, tiers, basis, claim=claim)
    return PartlyBilled(pool, catalogue).least(calls)


@pytest.mark.parametrize(
    ("calls", "packs", "cents"),
    [
        # All are billed: 99 at 10 cents are more than 100 at 5, 101 are as they are.
        (99, {}, 500),
        (101, {}, 505),
        (40, {}, 400),
        # 399 at 5 cents are 1,995, less than 1,000 at 2; 401 are more.
        (399, {}, 1_995),
        (401, {}, 2_000),
        (1_001, {}, 2_002),
        # A pack of 50 for 300 saves 500 where a call is 10 cents, but is dear beside 5: a pack and 30 calls, 16 packs and 100
        # calls, or 130 and 900 calls at 5.
        (80, {50: 300}, 500),
        (45, {50: 300}, 450),
        (70, {50: 300}, 500),
        (130, {50: 300}, 650),
        # For 200 it is 4 cents a call: two packs and 100 calls at 5; one and 100; three and 5 at 10.
        (200, {50: 200}, 900),
        (150, {50: 200}, 700),
        (155, {50: 200}, 650),
        # One pack and 140 calls, as two that leave 90 of which 100 are billed; three and 40 at 10 cents are 1,000.
        (190, {50: 200}, 900),
        # For 190 two packs and 100 calls are less than one and 140: 380 + 500.
        (190, {50: 190}, 880),
        # 75 are 1.5 cents a call: 28 packs and 100 calls at 5 cents, 2,100 + 500; 29 and 50 at 10 are 2,675, ten and 1,000 at 2 2,750.
        (1_500, {50: 75}, 2_600),
        # At 3 and 3.5 cents a call packs are dear beside 2.
        (1_500, {100: 350, 1_000: 3_000}, 3_000),
    ],
)
def test_by_hand(calls: int, packs: dict[int, int], cents: int) -> None:
    assert least(calls, packs) == cents


def test_only_tiers_that_a_month_reaches() -> None:
    """Of 999 calls a month: the pack of 1,000, four of 100 and 100 calls at 5 cents, 3,000 + 1,400 + 500."""
    packs = {100: 350, 1_000: 3_000}
    assert least(1_500, packs, month=999) == 4_900
    assert least(1_500, packs, month=1_000) == 3_000


def test_a_tier_that_costs_no_less_is_left_out() -> None:
    """From 100 on 10 cents again, from 200 on 12: 150 calls are 10 each, and 250 too, as if no month reached the dearer."""
    dearer = table((1, 10), (100, 10), (200, 12))
    assert least(150, {}, tiers=dearer) == 1_500
    assert least(250, {}, tiers=dearer) == 2_500


def test_what_counts_beside_the_calls_reaches_a_tier_too() -> None:
    """40 calls at 5 cents, where 60 were billed before, or 60 free ones count; where packs count, one call is enough."""
    assert least(40, {}, billed=59) == 205
    assert least(40, {}, billed=60) == 200
    assert least(40, {}, free=60) == 400
    assert least(40, {}, free=60, basis="after_paid_packs") == 200
    assert least(40, {}, billed=20, free=40, basis="after_paid_packs") == 200
    assert least(40, {}, basis="total") == 80


def test_under_total_packs_leave_what_is_cheapest() -> None:
    """A pack of 50 for 75 and 30 calls at 2 cents."""
    assert least(80, {50: 75}, basis="total") == 75 + 60


def test_sizes_that_do_not_divide_each_other() -> None:
    """Two of 20 for 192, and 109 calls at 5 cents; 20 and 30 for 246 leave 99, of which 100 are billed, 746; seven of 20 and 9
    calls at 10 cents are 762.
    """
    assert least(149, {20: 96, 30: 150}) == 192 + 545


def test_nothing_is_billed() -> None:
    """None is sold by the call."""
    assert least(40, {50: 300}, tiers=None) == NEVER
