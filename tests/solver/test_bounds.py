"""Bounds (docs/planner.md, steps 3 and 8): what the rest of a plan costs at the least, worked by hand.

Packs of 4 for 2.00 and of 8 for 3.20: 50 and 40 cents a call. Pay-as-you-go is 60 cents a call, 30 from 100 calls on.
A bound may be a cent lower for each amount that is rounded down, never higher than a plan. Where a month may also be
served without calls (`BESIDE`, dearer than all else), their number is open and only what one costs is known.
"""

import pytest

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.bounds import Bounds, least_ratio
from facefusion_billing.solver.catalogue import NEVER, Catalogue
from facefusion_billing.solver.problem import Claim, Held, MonthNeeds, Option, World
from facefusion_billing.solver.tariff import Tariff

TIERS = TierTable(
    (Tier(1, 99, Price(600, 3)), Tier(100, None, Price(300, 3))), "above", "x"
)
PACKS = {4: 200, 8: 320}
BESIDE = Option(10**6, (0,))


def world(
    *months: tuple[Option, ...],
    packs: dict[int, int] | None = None,
    tiers: TierTable | None = TIERS,
    held: tuple[Held, ...] = (),
    claim: Claim | None = None,
    beside: tuple[Option, ...] = (BESIDE,),
) -> World:
    """Months of one segment in each of which packs can be bought."""
    needs = tuple(
        MonthNeeds(index, (*options, *beside), True, len(months))
        for index, options in enumerate(months)
    )
    return World(
        needs,
        Catalogue(PACKS if packs is None else packs),
        tiers,
        "billable",
        held,
        claim,
    )


def bounds(of: World, *, idle: bool = False) -> Bounds:
    return Bounds(of, of.catalogue, idle=idle)


def calls(count: int, cost: int = 0) -> Option:
    return Option(cost, (count,))


class TestBound:
    """The cost so far, and the least of what is needed from then on."""

    def test_one_month(self) -> None:
        """10 calls at 40 cents and 1.00 beside them are 5.00, but for two roundings."""
        found = bounds(world((calls(10, 100),))).bound(0, 0, 0)
        assert (found, type(found)) == (500 - 2, int)

    def test_the_cost_so_far_and_the_need_of_the_stretch(self) -> None:
        """7.00 spent; 10 calls needed before and 10 in the month at 40 cents, 1.00 beside them: 7.00 + 8.00 + 1.00."""
        found = bounds(world((calls(10, 100),))).bound(10, 700, 0)
        assert (found, type(found)) == (700 + 800 + 100 - 2, int)

    def test_a_need_must_be_covered_by_whole_packs(self) -> None:
        """After the last month: 5 calls need one pack of 8, 3.20, not 5 x 40 cents."""
        assert bounds(world((calls(10, 100),))).bound(5, 700, 1) == 700 + 320

    def test_what_the_months_cost_beside_calls(self) -> None:
        """A need covered for 3.20 and two months at 1.00 and 9.00 without calls."""
        three = bounds(world((calls(5),), (calls(0, 100),), (calls(0, 900),)))
        assert [three.bound(5, 0, month) for month in (1, 2, 3)] == [
            320 + 1_000,
            320 + 900,
            320,
        ]
        assert [three.bound(0, 0, month) for month in (1, 2, 3)] == [1_000, 900, 0]

    def test_the_cheaper_option_of_a_month(self) -> None:
        """20 calls at 40 cents are 8.00; QPS without calls is 5.00."""
        assert bounds(world((calls(20), calls(0, 500)))).bound(0, 0, 0) == 500 - 2
        assert bounds(world((calls(20), calls(0, 900)))).bound(0, 0, 0) == 800 - 2

    def test_of_a_pack_larger_than_all_calls_only_those_are_used(self) -> None:
        """3 calls: a pack of 4 is 2.00 for 3, a pack of 8 is 3.20 for 3, pay-as-you-go 60 cents each: 1.80."""
        assert bounds(world((calls(3),))).bound(0, 0, 0) == 180 - 2

    def test_the_rate_for_the_volume_that_is_left(self) -> None:
        """With 32 calls in all the rate is 40 cents; for 4 calls or fewer a pack of 8 is 80 cents, of 4 50 cents."""
        months = bounds(world((calls(28),), (calls(4),)))
        assert months.bound(0, 0, 0) == 32 * 40 - 3
        assert months.bound(0, 0, 1) == 4 * 50 - 2

    def test_calls_that_are_held_or_can_be_claimed_cost_nothing(self) -> None:
        """Of 20 calls 3 are held and 2 can be claimed: 15 x 40 = 6.00."""
        given = world((calls(20),), held=(Held(3, 0, 1, 0),), claim=Claim(2, (1,)))
        assert bounds(given).bound(0, 0, 0) == 600 - 2

    def test_nothing_on_sale(self) -> None:
        """No price is known, so nothing is claimed of it but what months cost beside calls."""
        assert (
            bounds(world((calls(10, 100),), packs={}, tiers=None)).bound(0, 0, 0) == 100
        )


class TestKnownVolume:
    """One way to serve each month that is left: so many calls by whole packs and pay-as-you-go, a cent off a month."""

    def test_packs_and_pay_as_you_go_together(self) -> None:
        """10 calls: 8 for 3.20 and 2 at 60 cents are 4.40, 12 for 5.20; 1.00 beside them."""
        found = bounds(world((calls(10, 100),), beside=())).bound(0, 0, 0)
        assert (found, type(found)) == (440 + 100 - 1, int)

    def test_with_the_need_of_the_stretch(self) -> None:
        """7.00 spent, 10 calls before and 10 in the month: 20 for 6.40 + 2.00, and 1.00 beside them."""
        assert (
            bounds(world((calls(10, 100),), beside=())).bound(10, 700, 0)
            == 700 + 840 + 100 - 1
        )

    def test_without_what_is_given(self) -> None:
        """Of 20 calls 3 are held and 2 can be claimed: 15 by 16 for 6.40, cheaper than 12 for 5.20 and 3 at 60."""
        given = world(
            (calls(20),), held=(Held(3, 0, 1, 0),), claim=Claim(2, (1,)), beside=()
        )
        assert bounds(given).bound(0, 0, 0) == 640 - 1

    def test_more_is_given_than_needed(self) -> None:
        """Nothing is to be served: 1.00 beside the calls."""
        given = world((calls(5, 100),), held=(Held(6, 0, 1, 0),), beside=())
        assert bounds(given).bound(0, 0, 0) == 100

    @pytest.mark.parametrize(("count", "cost"), [(99, 3_840 + 180), (100, 3_000)])
    def test_the_least_unit_price_that_a_month_reaches(
        self, count: int, cost: int
    ) -> None:
        """99: 96 by 12 packs of 8 for 38.40 and 3 at 60 cents; 100 calls are 30 cents each."""
        assert bounds(world((calls(count),), beside=())).bound(0, 0, 0) == cost - 1

    def test_only_from_the_month_on_in_which_it_is_known(self) -> None:
        """10 calls, or 9.00 without them; then 10 for 4.40. Before, 20 calls are at least 40 cents each: 8.00."""
        two = bounds(world((calls(10), calls(0, 900)), (calls(10),), beside=()))
        assert [two.bound(0, 0, month) for month in (0, 1, 2)] == [800 - 3, 440 - 1, 0]

    def test_a_cent_off_each_month(self) -> None:
        """4 calls in each of two months: a pack of 8 for 3.20; in the last one alone a pack of 4 for 2.00."""
        two = bounds(world((calls(4),), (calls(4),), beside=()))
        assert [two.bound(0, 0, month) for month in (0, 1)] == [320 - 2, 200 - 1]

    def test_nothing_on_sale_serves_no_call(self) -> None:
        """Neither packs nor pay-as-you-go: no plan."""
        assert (
            bounds(world((calls(1),), packs={}, tiers=None, beside=())).bound(0, 0, 0)
            >= NEVER - 1
        )


class TestTiers:
    """The unit prices a month can reach, and with idle calls those beyond."""

    @pytest.mark.parametrize(("count", "cost"), [(99, 99 * 40), (100, 100 * 30)])
    def test_a_tier_that_no_month_reaches(self, count: int, cost: int) -> None:
        """30 cents are for 100 calls or more: with 99 the packs' 40 cents are the least."""
        assert bounds(world((calls(count),))).bound(0, 0, 0) == cost - 2

    @pytest.mark.parametrize("free", [0, 1])
    def test_calls_served_elsewhere_count_for_the_tier(self, free: int) -> None:
        """98 calls and one that is free are 99; with a call of another pack 100."""
        option = Option(0, (98,), free, 1)
        assert bounds(world((option,))).bound(0, 0, 0) == 98 * (30 if free else 40) - 2

    def test_free_packs_and_claims_count_for_the_tier(self) -> None:
        """95 calls, 3 held free and 2 to claim are 100: 90 of them at 30 cents."""
        held = (Held(3, 0, 1, 0, free=True),)
        assert (
            bounds(world((calls(95),), held=held, claim=Claim(2, (1,)))).bound(0, 0, 0)
            == 90 * 30 - 2
        )
        assert (
            bounds(world((calls(95),), held=held, claim=Claim(1, (1,)))).bound(0, 0, 0)
            == 91 * 40 - 2
        )

    def test_idle_calls_reach_a_tier_beyond(self) -> None:
        """Without packs: 80 calls at 60 are 48.00, but 100 at 30 are 30.00, 37.5 cents for each of the 80."""
        alone = world((calls(80),), packs={})
        assert bounds(alone).bound(0, 0, 0) == 4_800 - 2
        assert bounds(alone, idle=True).bound(0, 0, 0) == 3_000 - 2

    def test_one_call_with_idle_ones(self) -> None:
        """6.00 for one, 1.00 each from two on: 2.00 for the one."""
        tiers = TierTable(
            (Tier(1, 1, Price(6, 0)), Tier(2, None, Price(1, 0))), "above", "x"
        )
        assert (
            bounds(world((calls(1),), packs={}, tiers=tiers), idle=True).bound(0, 0, 0)
            == 200 - 2
        )


class TestServing:
    """A cost below which no packs and bill of one month serve so many calls."""

    def test_the_least_of_packs_and_tiers(self) -> None:
        """10 calls: 4 for 2.00 is 50 a call, 8 for 3.20 is 40: 4.00; 3 calls: 1.80 by pay-as-you-go; 4: 2.00."""
        of = bounds(world((calls(200),)))
        tariff = Tariff(TIERS, 0)
        found = [of.serving(need, tariff) for need in (10, 3, 4)]
        assert found == [400 - 1, 180 - 1, 200 - 1]
        assert [type(cost) for cost in found] == [int, int, int]

    def test_a_tier_only_from_its_first_count(self) -> None:
        """99 calls at 40 are 39.60; 100 at 30 are 30.00."""
        of = bounds(world((calls(200),)))
        assert [of.serving(need, Tariff(TIERS, 0)) for need in (99, 100)] == [
            3_960 - 1,
            3_000 - 1,
        ]

    def test_idle_calls_reach_a_tier_beyond(self) -> None:
        """90 calls at 40 are 36.00; with ten idle ones the bill is 30.00."""
        of = world((calls(200),))
        tariff = Tariff(TIERS, 0)
        assert bounds(of, idle=True).serving(90, tariff) == 3_000 - 1
        assert bounds(of).serving(90, tariff) == 3_600 - 1


def test_the_least_of_fractions() -> None:
    """3/7 = 0.429 is less than 4/9 = 0.444 and 1/2; of equals the first."""
    assert least_ratio([(1, 2), (3, 7), (4, 9)]) == (3, 7)
    assert least_ratio([(2, 4), (1, 2)]) == (2, 4)
    assert least_ratio([]) == (0, 1)
