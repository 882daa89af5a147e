"""When more bought calls never make a plan dearer, by hand and against every number of free calls.

10 calls cost 50 cents in a pack. A call is 10 cents, or 5 where 10 count: 10 calls are 50, but with 3 that count
besides 7 are 35, and the pack that covers them costs more.
"""

from random import Random

import pytest

import facefusion_billing.solver.monotone as module
from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.monotone import (
    can_be_swapped,
    falls_or_stays,
    is_monotone,
)
from facefusion_billing.solver.problem import (
    Claim,
    MonthCount,
    Owned,
    Problem,
    Segment,
)
from facefusion_billing.solver.tariff import Tariff
from tests.solver.tools import table

FALLING = table((1, 10), (10, 5))


def pool(
    basis: str,
    *owned: Owned,
    tiers: TierTable | None = FALLING,
    packs: Catalogue | None = None,
    free: int = 0,
    billed: int = 0,
    claim: Claim | None = None,
    can_buy: bool = True,
) -> Problem:
    rows = Segment(0, 5, 2, can_buy=can_buy), Segment(0, 0, 2, can_buy=False)
    months = MonthCount(free=free, billed=billed), MonthCount()
    sizes = packs or Catalogue({10: 50})
    return Problem(rows, months, sizes, tiers, basis, owned, claim)


class TestFreeCalls:
    """They count for the tier under one reading alone."""

    FREE, PAID = Owned(3, 0, 1, 0, free=True), Owned(3, 0, 1, 0)
    CLAIM = Claim(3, (2, 2))

    def test_where_they_do_not_count(self) -> None:
        assert is_monotone(pool("billable", self.FREE, free=3, claim=self.CLAIM))

    def test_where_there_are_none(self) -> None:
        assert is_monotone(pool("after_paid_packs", self.PAID))

    def test_given_in_a_month_owned_or_claimed(self) -> None:
        assert not is_monotone(pool("after_paid_packs", free=3))
        assert not is_monotone(pool("after_paid_packs", self.FREE))
        assert not is_monotone(pool("after_paid_packs", claim=self.CLAIM))

    def test_together(self) -> None:
        """A call is 9 cents where 30 count: with 3 x 3 free ones 21 are 189, less than the 190 of a pack; with 6 of them
        24 are 216.
        """
        tiers, packs = table((1, 10), (30, 9)), Catalogue({30: 190})
        for owned, claim, free, monotone in (
            ([self.FREE], self.CLAIM, 3, False),
            ([self.FREE], self.CLAIM, 0, True),
            ([self.FREE], None, 3, True),
            ([], self.CLAIM, 3, True),
        ):
            own = pool(
                "after_paid_packs",
                *owned,
                claim=claim,
                free=free,
                tiers=tiers,
                packs=packs,
            )
            assert is_monotone(own) is monotone

    def test_of_every_number_up_to_the_most(self) -> None:
        """Only some are looked at; none of the others says otherwise."""
        seen = set()
        for seed in range(400):
            rng = Random(seed)
            firsts = sorted(rng.sample(range(2, 20), 2))
            cents = sorted((rng.randint(1, 12) for _ in range(3)), reverse=True)
            tiers = table(*zip([1, *firsts], cents, strict=True))
            size, free = rng.randint(1, 6), rng.randint(0, 25)
            prices = {
                size: rng.randint(1, 8 * size),
                3 * size: rng.randint(1, 20 * size),
            }
            packs = Catalogue(prices)
            own = pool("after_paid_packs", tiers=tiers, packs=packs, free=free)
            every = all(
                Tariff(tiers, others).is_monotone(packs) for others in range(free + 1)
            )
            assert is_monotone(own) is every, seed
            seen.add(every)
        assert seen == {True, False}

    def test_one_number_alone(self) -> None:
        """A pack of 6 costs 8, a call 3 cents, or 2 where 23 count. With 16 free ones 7 calls are 14, and their two packs
        16; with 15 of them 8 calls are 16, and with 17 6 are 12.
        """
        tiers, packs = table((1, 3), (23, 2)), Catalogue({6: 8})
        for free, monotone in ((15, True), (16, False), (19, False)):
            own = pool("after_paid_packs", tiers=tiers, packs=packs, free=free)
            assert is_monotone(own) is monotone

    def test_only_where_packs_begin_to_cost_more(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Of 0 to 30 the multiples of 10 are four."""
        monkeypatch.setattr(module, "MOST_TRIED", 4)
        tiers = table((1, 10))
        assert is_monotone(pool("after_paid_packs", tiers=tiers, free=30))
        assert not is_monotone(pool("after_paid_packs", tiers=tiers, free=31))

    @pytest.mark.parametrize(("free", "monotone"), [(3, True), (4, False)])
    def test_too_many_to_look_at(
        self, free: int, monotone: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Without packs each of 0 to 3 is one of four; with one more nothing is said, though a single price never falls."""
        monkeypatch.setattr(module, "MOST_TRIED", 4)
        own = pool(
            "after_paid_packs", tiers=table((1, 10)), packs=Catalogue({}), free=free
        )
        assert is_monotone(own) is monotone


def test_packs_must_be_on_sale_when_they_are_needed() -> None:
    assert not is_monotone(pool("total", can_buy=False))


def test_without_pay_as_you_go_nothing_falls() -> None:
    assert is_monotone(pool("after_paid_packs", tiers=None, free=3))


class TestSwapped:
    """Calls that are metered more can be served by packs for them at no other cost."""

    def test_where_the_price_falls_for_no_less_than_packs(self) -> None:
        assert can_be_swapped(pool("billable"))
        assert can_be_swapped(pool("total", tiers=None))

    def test_not_where_free_calls_would_count(self) -> None:
        assert not can_be_swapped(pool("after_paid_packs"))

    def test_not_where_calls_were_billed_before_the_plan(self) -> None:
        assert not can_be_swapped(pool("billable", billed=1))

    def test_not_where_a_price_rises_or_packs_cost_more(self) -> None:
        assert not can_be_swapped(pool("billable", tiers=table((1, 5), (10, 6))))
        assert not can_be_swapped(pool("billable", packs=Catalogue({10: 51})))


@pytest.mark.parametrize(
    ("rows", "result"),
    [
        ([(1, 10)], True),
        ([(1, 10), (5, 10)], True),
        ([(1, 10), (5, 9), (9, 8)], True),
        ([(1, 10), (5, 9), (9, 10)], False),
    ],
)
def test_prices_that_never_rise(rows: list[tuple[int, int]], result: bool) -> None:
    assert falls_or_stays(table(*rows)) is result


def test_prices_of_different_places() -> None:
    """0.5 and 0.45, and 0.50 that is not less than 0.5."""
    rows = Tier(1, 9, Price(5, 1)), Tier(10, None, Price(45, 2))
    assert falls_or_stays(TierTable(rows, "at_least", "x"))
    same = Tier(1, 9, Price(50, 2)), Tier(10, None, Price(5, 1))
    assert falls_or_stays(TierTable(same, "at_least", "x"))
    back = Tier(1, 9, Price(45, 2)), Tier(10, None, Price(5, 1))
    assert not falls_or_stays(TierTable(back, "at_least", "x"))
