"""The planner's parts, each against a computation of another kind."""

import itertools
from operator import ge
from pathlib import Path
from random import Random

import pytest

from facefusion_billing.answers.activities_planner import ActivitiesPlanner
from facefusion_billing.answers.plan_ground import Wishes, ground_of
from facefusion_billing.cli.inputs import load_scenario
from facefusion_billing.files.books import read_book
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.money import Price
from facefusion_billing.model.recommendation import Horizon
from facefusion_billing.planning import qps_cover
from facefusion_billing.planning.bounds import Bounds
from facefusion_billing.planning.catalogue import NEVER, Catalogue
from facefusion_billing.planning.combine import Choice, combine
from facefusion_billing.planning.day_sets import Day, day_sets
from facefusion_billing.planning.qps_cover import Ladder
from facefusion_billing.planning.solve import Solved, is_ordered, useful
from facefusion_billing.planning.split import Kind, divided, multisets, shares
from facefusion_billing.planning.tariff import Tariff
from facefusion_billing.planning.world import MonthNeeds, Option, PoolPlan, World
from facefusion_billing.rules import volume_tiers
from tests.planning.small_worlds import small_world

IMAGE = read_book("intl").groups["image_basic"]
POSTPAID = read_book("mainland").activities.pay_as_you_go  # type: ignore[union-attr]


def table(*rows: tuple[int, int], places: int = 3) -> TierTable:
    """Tiers from first counts and the digits of unit prices."""
    lasts = [*(first - 1 for first, _ in rows[1:]), None]
    tiers = (Tier(first, last, Price(digits, places)) for (first, digits), last in zip(rows, lasts, strict=True))
    return TierTable(tuple(tiers), "above", "x")


def image_packs() -> Catalogue:
    assert IMAGE.call_packs is not None
    return Catalogue({row.size: row.price.times(1) for row in IMAGE.call_packs.sizes})


class TestCatalogue:
    @pytest.mark.parametrize("sizes", [(1, 3, 6), (2, 4, 12), (2, 3, 5), (4, 6, 9)])
    def test_totals_covers_and_packs(self, sizes: tuple[int, ...]) -> None:
        """Least prices of exact totals and of covers, against all combinations of packs."""
        for seed in range(40):
            rng = Random(seed)
            prices = {size: rng.randint(1, 4 * size) for size in sizes}
            packs = Catalogue(prices)
            least: dict[int, int] = {}
            for counts in itertools.product(range(13), repeat=3):
                total = sum(size * count for size, count in zip(sizes, counts, strict=True))
                cost = sum(prices[size] * count for size, count in zip(sizes, counts, strict=True))
                least[total] = min(cost, least.get(total, cost))
            for calls in range(1, 13):
                assert packs.price(calls) == least.get(calls, NEVER)
                assert packs.cover(calls).price == min(cost for total, cost in least.items() if total >= calls)
                bought = packs.packs_for(packs.cover(calls).calls)
                assert sum(prices[size] * count for size, count in bought.items()) == packs.cover(calls).price

    def test_a_window_holds_the_best_total(self) -> None:
        """Price less value is least at one of the totals named, for any window and any worth of a call."""
        for seed in range(300):
            rng = Random(seed)
            sizes = rng.choice([(1, 3, 6), (2, 4, 12), (2, 3, 5)])
            packs = Catalogue({size: rng.randint(1, 4 * size) for size in sizes})
            low, worth = rng.randint(0, 20), rng.randint(0, 5)
            high = low + rng.randint(0, 25)
            values = [packs.price(t) - worth * t for t in range(low, high + 1) if packs.price(t) < NEVER]
            named = [packs.price(t) - worth * t for t in packs.totals(low, high, (worth, 1))]
            assert min(named, default=None) == min(values, default=None), seed

    def test_a_larger_pack_that_costs_more_than_smaller_ones_is_not_bought(self) -> None:
        """Ten packs of 10 at 3.00 are 30.00, the pack of 100 is 31.00."""
        packs = Catalogue({10: 300, 100: 3_100})
        assert packs.packs_for(120) == {10: 12}
        assert packs.price(120) == 3_600

    def test_nothing_on_sale(self) -> None:
        assert Catalogue({}).cover(0).price == 0
        assert Catalogue({}).cover(1).price == NEVER


class TestTariff:
    @pytest.mark.parametrize("tiers", [IMAGE.pay_as_you_go, POSTPAID])
    @pytest.mark.parametrize("others", [0, 7, 1_000])
    def test_the_bill_is_that_of_the_rules(self, tiers: TierTable, others: int) -> None:
        tariff = Tariff(tiers, others)
        edges = [tier.first for tier in tiers.tiers] + [1, 5, 12_345, 20_000_000]
        for calls in {max(edge + step, 0) for edge in edges for step in (-others, -1, 0, 1)}:
            assert tariff.line(calls) == volume_tiers.amount(tiers, calls, calls + others), calls

    def test_idle_is_the_least_of_this_and_every_larger_count(self) -> None:
        tariff = Tariff(table((1, 40), (5, 25), (9, 30), (12, 10)), 0)
        for calls in range(1, 15):
            assert tariff.idle(calls) == min(tariff.line(more) for more in range(calls, 60)), calls

    def test_the_first_count_at_a_price(self) -> None:
        """923 x 0.065 = 59.995, billed 60.00: a pack of 60 costs no more from there on."""
        tariff = Tariff(IMAGE.pay_as_you_go, 0)
        assert (tariff.first_at(6_000), tariff.line(922), tariff.line(923)) == (923, 5_993, 6_000)

    def test_which_book_never_punishes_more_calls(self) -> None:
        """USD: 450 <= 500, 3,000 <= 3,500, 17,200 <= 20,000, 45,700 <= 60,000. CNY: 17,700 > 12,000.01."""
        shared = Catalogue({100_000: 170_000, 1_000_000: 1_600_000, 5_000_000: 4_800_000})
        assert Tariff(IMAGE.pay_as_you_go, 0).rising(image_packs())
        assert shared.cover(1_000_001).price == 1_770_000
        assert not Tariff(POSTPAID, 0).rising(shared)


class TestQpsCover:
    def test_more_than_the_peak_where_that_is_cheaper(self) -> None:
        """45 x 1,700 = 76,500; 50 x 1,450 = 72,500."""
        assert IMAGE.qps is not None
        assert Ladder(IMAGE.qps.month).at_least(45) == (50, 7_250_000)

    @pytest.mark.parametrize("covered", [4, 3])
    def test_base_and_top_ups_against_every_base(self, covered: int) -> None:
        for seed in range(300):
            rng = Random(seed)
            edge, places = rng.randint(2, 9), rng.choice([2, 2, 3])
            day = Ladder(table((1, rng.randint(1, 9)), (edge, rng.randint(1, 9)), places=places))
            month = Ladder(table((1, rng.randint(1, 25)), (rng.randint(2, 12), rng.randint(1, 25)), places=places))
            needs = [rng.choice([0, 0, rng.randint(1, 12)]) for _ in range(4)]
            found = qps_cover.cheapest(needs, covered, day, month)
            costs = []
            for base in range(25):
                rests = [max(need - base, 0) if place < covered else need for place, need in enumerate(needs)]
                tops = [min(day.price(qps) for qps in range(rest, 40)) if rest else 0 for rest in rests]
                costs.append(month.price(base) + sum(tops))
            assert found.cost == min(costs), seed
            served = [own + (found.base if place < covered else 0) for place, own in enumerate(found.days)]
            assert all(have >= need for have, need in zip(served, needs, strict=True)), seed
            assert found.cost == month.price(found.base) + sum(map(day.price, found.days)), seed


class TestDaySets:
    @pytest.mark.parametrize("by_tier", [False, True])
    def test_every_set_has_one_that_is_as_good(self, by_tier: bool) -> None:
        """For each set of days one is kept that costs no more and takes as many calls (into the same tier)."""
        for seed in range(60):
            rng = Random(seed)
            cuts = rng.choice([1, 2])
            days = [
                Day(n, tuple(rng.randint(0, 9) for _ in range(cuts)), rng.randint(1, 9), rng.random() < 0.2)
                for n in range(6)
            ]

            def tier(taken: int) -> int:
                return taken // 7

            sets, whole = day_sets(days, NEVER, tier if by_tier else None)
            assert whole
            for chosen in itertools.product([False, True], repeat=6):
                rows = [day for day, taken in zip(days, chosen, strict=True) if taken or day.must]
                cost = sum(day.cost for day in rows)
                calls = [sum(part) for part in zip(*(day.calls for day in rows), strict=True)]
                if not any(calls):
                    continue
                same = [found for found in sets if not by_tier or tier(sum(found.calls)) == tier(sum(calls))]
                as_good = (all(map(ge, found.calls, calls)) for found in same if found.cost <= cost)
                assert not rows or any(as_good), seed


def test_what_is_divided_runs_out_together() -> None:
    for seed in range(200):
        rng = Random(seed)
        daily = [rng.randint(0, 30) for _ in range(8)]
        stocks = [rng.randint(0, 60) for _ in range(rng.randint(1, 4))]
        parts = divided(daily, stocks)
        assert [sum(day) for day in zip(*parts, strict=True)] == daily
        unused = [max(stock - sum(own), 0) for own, stock in zip(parts, stocks, strict=True)]
        beyond = [max(sum(own) - stock, 0) for own, stock in zip(parts, stocks, strict=True)]
        assert not (sum(unused) and sum(beyond)), seed


def test_shares_fill_one_part_after_the_other() -> None:
    assert shares(25, [10, 10, 10]) == [10, 10, 5]
    assert shares(35, [10, 10, 10]) == [10, 10, 15]


def test_multisets_are_all_within_the_limit() -> None:
    """Of 5 and 20 with at most 25 in all and two or more: 5+5 to 5x5, 20+5; with 30 held: 3 x 10, 4 x 10, 10 + 30."""
    kinds = [Kind(5, 10), Kind(20, 30)]
    assert sorted(multisets(kinds, 0, 25, 10)) == [(1, 1), (2, 0), (3, 0), (4, 0), (5, 0)]
    assert sorted(multisets(kinds, 30, 25, 4)) == [(1, 1), (3, 0), (4, 0)]
    for need in range(0, 90, 7):
        found = {(n, m) for n in range(5) for m in range(5) if 2 <= n + m <= 4 and 5 * n + 20 * m <= 60}
        assert set(multisets(kinds, need, 60, 4)) == {(n, m) for n, m in found if 10 * n + 30 * m >= need}


def test_the_least_rate_counts_what_a_split_may_leave(tmp_path: Path) -> None:
    """31,000,000 calls; licence 3 leaves 25,999,500, ten of licence 1 leave 30,895,000: 126,000 / 30,000,000."""
    file = tmp_path / "usage.yaml"
    file.write_text("version: 1\nprice_book: mainland\nusage: {a: {calls: {2021-03: 31M}, materials: 95}}\n")
    scenario = load_scenario(str(file), None, {})
    ground = ground_of(scenario, Readings({}), Horizon(Month(2021, 3), Month(2021, 3)), Wishes(allow_split=True))
    planner = ActivitiesPlanner(ground)
    ways = planner.activities[0].ways(planner.segments, ground.calls["a"])
    assert [sum(way.rests) for way in ways] == [25_999_500]
    assert planner._least_rate([ways]) == (12_600_000, 30_000_000)


def test_combinations_against_all_of_them() -> None:
    """Branch and bound finds the least of all, with bounds that are bounds."""
    for seed in range(200):
        rng = Random(seed)
        own = [[(rng.randint(0, 20), rng.randint(0, 9)) for _ in range(rng.randint(1, 4))] for _ in range(3)]

        def pool(needs: int) -> int:
            return min(4 * needs, 30)

        def price(places: tuple[int, ...]) -> Solved:
            cost = pool(sum(rows[place][1] for rows, place in zip(own, places, strict=True)))  # noqa: B023
            return Solved(PoolPlan((), (), None), cost, cost, 1)

        choices = [[Choice(cost, cost) for cost, _ in rows] for rows in own]
        found = combine(choices, [False] * 3, price, lambda _: 0)
        least = min(
            sum(cost for cost, _ in chosen) + pool(sum(need for _, need in chosen))
            for chosen in itertools.product(*own)
        )
        assert (found.cost, found.lower) == (least, least), seed


def test_an_option_left_out_is_never_needed() -> None:
    """Call volume with packs for its calls costs no more than the QPS left out."""
    options = [Option(0, (90_000,)), Option(300_000, (0,)), Option(299_999, (0,))]
    assert useful(options, image_packs()) == [options[0], options[2]]


def test_bounds_are_not_above_what_a_plan_costs() -> None:
    """From the start of each world the bound is at most the cost of the cheapest plan."""
    from facefusion_billing.planning.solve import solve

    for seed in range(200):
        world = small_world(seed, expiry=False)
        solved = solve(world)
        if solved.plan is not None:
            assert Bounds(world, world.catalogue, idle=False).bound(0, 0, 0) <= solved.cost, seed


def test_the_shipped_books_are_ordered_as_the_argument_says() -> None:
    month = MonthNeeds(0, (Option(0, (1,)),), True, 1)
    assert IMAGE.pay_as_you_go is not None
    assert all(
        is_ordered(World((month,), image_packs(), IMAGE.pay_as_you_go, basis)) for basis in ("billable", "total")
    )
    shared = Catalogue({100_000: 170_000, 1_000_000: 1_600_000})
    assert not is_ordered(World((month,), shared, POSTPAID, "billable"))
