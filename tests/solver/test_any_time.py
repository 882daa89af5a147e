"""What calls cost with no date looked at: by hand, and beside every way to bill and buy them."""

from itertools import product
from random import Random

import pytest

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.any_time import AnyTime, BilledMonth
from facefusion_billing.solver.catalogue import NEVER, Catalogue
from facefusion_billing.solver.ratios import tier_rate
from facefusion_billing.solver.tariff import Tariff

# A call is 10 cents; from 100 a month on, 1 cent.
DEAR, CHEAP = (1_000, 100), (100, 100)


class TestByHand:
    """40 calls can be billed at 10 cents and 200 at 1 cent; packs of 50 cost 2.00."""

    ANY_TIME = AnyTime(
        Catalogue({50: 200}), [BilledMonth(40, DEAR), BilledMonth(200, CHEAP)]
    )

    @pytest.mark.parametrize(
        ("calls", "cents"),
        [
            # A cent less for each of the two bills.
            (0, 0),
            (3, 3 - 2),
            (200, 200 - 2),
            # 205 with a bill of 5 at 10 cents; with a pack they would be 200 + 155.
            (205, 200 + 50 - 2),
            # 40 at 10 cents; 50 in a pack would be 200 + 190.
            (240, 200 + 190 - 2),
            # More than bills can hold: one pack, two.
            (241, 200 + 191 - 2),
            (300, 2 * 200 + 200 - 2),
        ],
    )
    def test_the_least(self, calls: int, cents: int) -> None:
        assert self.ANY_TIME.least(calls) == cents

    @pytest.mark.parametrize(
        ("calls", "cents"), [(-5, 0), (0, 0), (15, 150 + 1), (50, 200), (60, 400)]
    )
    def test_the_most_that_fewer_calls_save(self, calls: int, cents: int) -> None:
        """Packs for them, or 10 cents each and one for what was cut off."""
        assert self.ANY_TIME.saved(calls) == cents

    def test_packs_alone(self) -> None:
        packs = AnyTime(Catalogue({50: 200}), ())
        assert (packs.least(101), packs.saved(51)) == (600, 400)

    def test_bills_alone(self) -> None:
        bills = AnyTime(Catalogue({}), [BilledMonth(40, DEAR)])
        assert (bills.least(40), bills.saved(7)) == (400 - 1, 71)
        assert bills.least(41) > NEVER // 2

    def test_unit_prices_with_other_decimals(self) -> None:
        """0.065 and 0.1: 40 at 6.5 cents and 10 at 10 cents are 2.60 + 1.00."""
        months = [BilledMonth(40, (6_500, 1_000)), BilledMonth(40, (100, 10))]
        assert AnyTime(Catalogue({}), months).least(50) == 360 - 2

    def test_packs_that_are_not_told_exactly_bound_nothing(self) -> None:
        packs = Catalogue({7: 200, 50: 900})
        packs.odd.is_exact = False
        assert AnyTime(packs, [BilledMonth(40, DEAR)]).least(100) == 0


class World:
    """Months, falling or rising unit prices, and up to three sizes of packs."""

    def __init__(self, seed: int) -> None:
        self.random = random = Random(seed)
        second, third = random.randint(2, 6), random.randint(7, 12)
        units = [Price(random.randint(1, 90), 2) for _ in range(3)]
        firsts, lasts = (1, second, third), (second - 1, third - 1, None)
        rows = tuple(map(Tier, firsts, lasts, units))
        self.tariff = Tariff(TierTable(rows, "at_least", "x"))
        self.most = [random.randint(0, 14) for _ in range(random.randint(1, 3))]
        sizes = random.sample(range(2, 12), random.randint(1, 3))
        self.packs = Catalogue({size: random.randint(1, 400) for size in sizes})
        months = []
        for most in self.most:
            reached = [tier_rate(row) for row in rows if row.first <= max(most, 1)]
            months.append(BilledMonth(most, min(reached)))
        self.any_time = AnyTime(self.packs, months)

    def least(self, calls: int) -> int:
        """The least of all ways to bill some calls in each month and buy the others."""
        return min(
            sum(map(self.tariff.bill, billed))
            + self.packs.cover(max(calls - sum(billed), 0)).price
            for billed in product(*(range(most + 1) for most in self.most))
        )


def test_no_way_to_bill_and_buy_costs_less() -> None:
    close = 0
    for seed in range(300):
        world = World(seed)
        calls = world.random.randint(0, sum(world.most))
        least, bound = world.least(calls), world.any_time.least(calls)
        assert bound <= least, seed
        close += bound >= least - len(world.most)
    assert close > 100


def test_no_more_is_saved() -> None:
    for seed in range(300):
        world = World(seed)
        calls = world.random.randint(0, sum(world.most))
        fewer = world.random.randint(0, calls)
        saved = world.any_time.saved(calls - fewer)
        assert world.any_time.least(calls) <= world.any_time.least(fewer) + saved, seed
