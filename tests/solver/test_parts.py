"""The planner's parts, each against a computation of another kind."""

import itertools
from pathlib import Path
from random import Random

import pytest

from facefusion_billing.cli.inputs import load_scenario
from facefusion_billing.files.books import read_book
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.money import Price
from facefusion_billing.model.recommendation import Horizon
from facefusion_billing.plans.activities.planner import ActivitiesPlanner
from facefusion_billing.plans.baseline import PlanLimits, plan_facts
from facefusion_billing.rules import volume_tiers
from facefusion_billing.solver.catalogue import NEVER, Catalogue
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.monotone import is_monotone
from facefusion_billing.solver.problem import MonthCount, Problem, Segment
from facefusion_billing.solver.qps_cover import Ladder
from facefusion_billing.solver.split import Kind, divided, multisets, shares
from facefusion_billing.solver.tariff import Tariff, Tariffs

IMAGE = read_book("intl").groups["image_basic"]
POSTPAID = read_book("mainland").activities.pay_as_you_go


def table(*rows: tuple[int, int], indices: int = 3) -> TierTable:
    """Tiers from first counts and the digits of unit prices."""
    lasts = [*(first - 1 for first, _ in rows[1:]), None]
    tiers = (
        Tier(first, last, Price(digits, indices))
        for (first, digits), last in zip(rows, lasts, strict=True)
    )
    return TierTable(tuple(tiers), "above", "x")


def image_packs() -> Catalogue:
    assert IMAGE.call_packs is not None
    return Catalogue({row.size: row.price.times(1) for row in IMAGE.call_packs.sizes})


class TestCatalogue:
    @pytest.mark.parametrize(
        "sizes", [(1, 3, 6), (2, 4, 12), (2, 3, 5), (4, 6, 9), (2, 4, 6), (4, 6, 10)]
    )
    def test_totals_covers_and_packs(self, sizes: tuple[int, ...]) -> None:
        """Least prices of exact totals and of covers, against all combinations of packs."""
        for seed in range(40):
            rng = Random(seed)
            prices = {size: rng.randint(1, 4 * size) for size in sizes}
            packs = Catalogue(prices)
            least: dict[int, int] = {}
            for counts in itertools.product(range(13), repeat=3):
                total = sum(
                    size * count for size, count in zip(sizes, counts, strict=True)
                )
                cost = sum(
                    prices[size] * count
                    for size, count in zip(sizes, counts, strict=True)
                )
                least[total] = min(cost, least.get(total, cost))
            for calls in range(1, 13):
                assert packs.price(calls) == least.get(calls, NEVER)
                assert packs.cover(calls).price == min(
                    cost for total, cost in least.items() if total >= calls
                )
                bought = packs.packs_for(packs.cover(calls).calls)
                assert (
                    sum(prices[size] * count for size, count in bought.items())
                    == packs.cover(calls).price
                )

    @pytest.mark.parametrize("prices", [{5: 100, 10: 100}, {4: 100, 6: 100}])
    def test_of_covers_that_cost_the_same_the_one_with_the_most_calls(
        self, prices: dict[int, int]
    ) -> None:
        """3 calls: either pack is 1.00; sizes that divide each other, and sizes that do not."""
        assert Catalogue(prices).cover(3) == (max(prices), 100)

    def test_a_window_holds_the_best_total(self) -> None:
        """Price less value is least at one of the totals named, for any window and any worth of a call."""
        for seed in range(300):
            rng = Random(seed)
            sizes = rng.choice(
                [(1, 3, 6), (2, 4, 12), (2, 3, 5), (2, 4, 6), (4, 6, 10)]
            )
            packs = Catalogue({size: rng.randint(1, 4 * size) for size in sizes})
            low, worth, per = rng.randint(0, 20), rng.randint(0, 5), rng.randint(1, 3)
            high = low + rng.randint(0, 25)
            values = [
                per * packs.price(t) - worth * t
                for t in range(low, high + 1)
                if packs.price(t) < NEVER
            ]
            named = [
                per * packs.price(t) - worth * t
                for t in packs.totals(low, high, (worth, per))
            ]
            assert min(named, default=None) == min(values, default=None), seed

    def test_a_larger_pack_that_costs_more_than_smaller_ones_is_not_bought(
        self,
    ) -> None:
        """Ten packs of 10 at 3.00 are 30.00, the pack of 100 is 31.00."""
        packs = Catalogue({10: 300, 100: 3_100})
        assert packs.packs_for(120) == {10: 12}
        assert packs.price(120) == 3_600

    def test_a_total_that_packs_do_not_add_up_to_is_not_named(self) -> None:
        """Packs of 3 and 5: neither 1, 2 nor 4."""
        packs = Catalogue({3: 1, 5: 1})
        assert (packs.totals(1, 2, (0, 1)), packs.totals(4, 4, (0, 1))) == ([], [])

    def test_nothing_on_sale(self) -> None:
        assert Catalogue({}).cover(0).price == 0
        assert Catalogue({}).cover(1).price == NEVER


class TestTariff:
    @pytest.mark.parametrize("tiers", [IMAGE.pay_as_you_go, POSTPAID])
    @pytest.mark.parametrize("others", [0, 7, 1_000])
    def test_the_bill_is_that_of_the_rules(self, tiers: TierTable, others: int) -> None:
        tariff = Tariff(tiers, others)
        edges = [tier.first for tier in tiers.tiers] + [1, 5, 12_345, 20_000_000]
        for calls in {
            max(edge + step, 0) for edge in edges for step in (-others, -1, 0, 1)
        }:
            assert tariff.bill(calls) == volume_tiers.amount(
                tiers, calls, calls + others
            ), calls

    def test_idle_is_the_least_of_this_and_every_larger_count(self) -> None:
        tariff = Tariff(table((1, 40), (5, 25), (9, 30), (12, 10)), 0)
        for calls in range(1, 15):
            assert tariff.bill_or_cheaper_above(calls) == min(
                tariff.bill(more) for more in range(calls, 60)
            ), calls

    def test_no_calls_cost_nothing(self) -> None:
        """Though one call costs something, and any count is idle up to a tier."""
        tariff = Tariff(table((1, 40), (5, 1)), 0)
        assert (tariff.bill(0), tariff.bill_or_cheaper_above(0)) == (0, 0)
        assert (Tariff(None, 0).bill(0), Tariff(None, 0).bill_or_cheaper_above(0)) == (
            0,
            0,
        )

    def test_nothing_on_sale(self) -> None:
        """A call that cannot be billed cannot be served."""
        nothing = Tariff(None, 0)
        assert (nothing.bill(1), nothing.bill_or_cheaper_above(1)) == (NEVER, NEVER)

    def test_the_tier_of_the_month_whatever_is_billed(self) -> None:
        """`total`: 12 metered calls reach the tier of 10; 3 billable ones cost 30 cents each there, not 40."""
        tiers = TierTable(
            (
                Tier(1, 9, Price(400, 3)),
                Tier(10, 19, Price(300, 3)),
                Tier(20, None, Price(0, 3)),
            ),
            "at_least",
            "x",
        )
        assert Tariffs(tiers, "total").of(12).bill(3) == 90
        assert [
            Tariffs(tiers, "total").of(metered).bill(1) for metered in (9, 10, 19, 20)
        ] == [40, 30, 30, 0]
        assert Tariffs(tiers, "total").of(12).bill_or_cheaper_above(3) == 90

    def test_free_calls_count_for_the_tier_under_one_reading(self) -> None:
        """8 billable and 2 free calls are 10: 8 x 30. Billable calls alone are 8: 8 x 40."""
        tiers = table((1, 400), (10, 300))
        assert Tariffs(tiers, "after_paid_packs").of(2).bill(8) == 240
        assert Tariffs(tiers, "billable").of(0).bill(8) == 320
        assert Tariffs(tiers, "after_paid_packs").of(2).bill(7) == 280

    def test_a_tier_that_the_other_calls_fill_alone(self) -> None:
        """With 12 other calls the tier below 10 is never billed; with 9 it is neither, with 8 its last call is."""
        tiers = table((1, 400), (10, 300))
        assert [Tariff(tiers, others).bill(1) for others in (8, 9, 12)] == [40, 30, 30]
        # So no price falls from it to the next, which packs would have to cover.
        assert Tariff(tiers, 9).is_monotone(Catalogue({10: 300}))

    def test_which_book_never_punishes_more_calls(self) -> None:
        """USD: 450 <= 500, 3,000 <= 3,500, 17,200 <= 20,000, 45,700 <= 60,000. CNY: 17,700 > 12,000.01."""
        shared = Catalogue(
            {100_000: 170_000, 1_000_000: 1_600_000, 5_000_000: 4_800_000}
        )
        assert Tariff(IMAGE.pay_as_you_go, 0).is_monotone(image_packs())
        assert shared.cover(1_000_001).price == 1_770_000
        assert not Tariff(POSTPAID, 0).is_monotone(shared)


class TestRising:
    """Without packs only a bill that never falls is safe."""

    @pytest.mark.parametrize(("second", "result"), [(20, True), (10, True), (9, False)])
    def test_no_packs(self, second: int, result: bool) -> None:
        assert (
            Tariff(table((1, 10), (5, second), indices=1), 0).is_monotone(Catalogue({}))
            == result
        )


def test_what_is_divided_runs_out_together() -> None:
    for seed in range(200):
        rng = Random(seed)
        daily = [rng.randint(0, 30) for _ in range(8)]
        stocks = [rng.randint(0, 60) for _ in range(rng.randint(1, 4))]
        parts = divided(daily, stocks)
        assert [sum(day) for day in zip(*parts, strict=True)] == daily
        unused = [
            max(stock - sum(own), 0) for own, stock in zip(parts, stocks, strict=True)
        ]
        beyond = [
            max(sum(own) - stock, 0) for own, stock in zip(parts, stocks, strict=True)
        ]
        assert not (sum(unused) and sum(beyond)), seed


def test_without_stocks_all_calls_are_the_first_part_s() -> None:
    assert divided([5, 0], [0, 0]) == [[5, 0], [0, 0]]


def test_shares_fill_one_part_after_the_other() -> None:
    assert shares(25, [10, 10, 10]) == [10, 10, 5]
    assert shares(35, [10, 10, 10]) == [10, 10, 15]


def test_multisets_are_all_within_the_limit() -> None:
    """Of 5 and 20 with at most 25 in all and two or more: 5+5 to 5x5, 20+5; with 30 held: 3 x 10, 4 x 10, 10 + 30."""
    kinds = [Kind(5, 10), Kind(20, 30)]
    assert sorted(multisets(kinds, 0, 25, 10)) == [
        (1, 1),
        (2, 0),
        (3, 0),
        (4, 0),
        (5, 0),
    ]
    assert sorted(multisets(kinds, 30, 25, 4)) == [(1, 1), (3, 0), (4, 0)]
    for need in range(0, 90, 7):
        found = {
            (n, m)
            for n in range(5)
            for m in range(5)
            if 2 <= n + m <= 4 and 5 * n + 20 * m <= 60
        }
        assert set(multisets(kinds, need, 60, 4)) == {
            (n, m) for n, m in found if 10 * n + 30 * m >= need
        }


def test_the_least_rate_counts_what_a_split_may_leave(tmp_path: Path) -> None:
    """31,000,000 calls; licence 3 leaves 25,999,500, ten of licence 1 leave 30,895,000: 126,000 / 30,000,000."""
    file = tmp_path / "usage.yaml"
    file.write_text(
        "version: 1\nprice_book: mainland\nusage: {a: {calls: {2021-03: 31M}, materials: 95}}\n"
    )
    scenario = load_scenario(str(file), None, {})
    facts = plan_facts(
        scenario,
        Readings({}),
        Horizon(Month(2021, 3), Month(2021, 3)),
        PlanLimits(allow_split=True),
    )
    planner = ActivitiesPlanner(facts)
    ways = planner.options[0].ways(planner.pool.days, facts.calls["a"], Deadline())
    assert [sum(way.rests) for way in ways] == [25_999_500]
    assert planner.pool.least_rate([ways]) == (12_600_000, 30_000_000)


def test_the_shipped_books_are_monotone_as_the_argument_says() -> None:
    assert IMAGE.pay_as_you_go is not None
    segments, months = (Segment(0, 1, 1),), (MonthCount(),)
    for basis in ("billable", "total"):
        image = Problem(segments, months, image_packs(), IMAGE.pay_as_you_go, basis)
        assert is_monotone(image)
    shared = Catalogue({100_000: 170_000, 1_000_000: 1_600_000})
    assert not is_monotone(Problem(segments, months, shared, POSTPAID, "billable"))
    assert not is_monotone(
        Problem(segments, months, shared, POSTPAID, "after_paid_packs")
    )
    # Under `total` packs move no tier: less is left to a bill whose tier stays.
    assert is_monotone(Problem(segments, months, shared, POSTPAID, "total"))


def test_several_orders_where_the_unit_price_rises() -> None:
    """1 at 3, 2 and more at 6 each: three orders of 1 cost 9, one of 3 costs 18."""
    rising = Ladder(table((1, 3), (2, 6), indices=0))
    assert (rising.orders(3), rising.at_least(3)) == ((1, 1, 1), (3, 900))


def test_more_than_the_peak_where_that_is_cheaper() -> None:
    """45 x 1,700 = 76,500; 50 x 1,450 = 72,500."""
    falling = Ladder(table((1, 1700), (50, 1450), indices=0))
    assert falling.at_least(45) == (50, 7_250_000)


def test_a_price_rounded_down_for_a_bound() -> None:
    """3 QPS at 0.015 are 4.5 cents: 5 on a bill, 4 for a bound."""
    tiers = table((1, 15))
    assert (Ladder(tiers).price(3), Ladder(tiers, down=True).price(3)) == (5, 4)
