"""The planner's parts, each against a computation of another kind."""

import itertools
from operator import ge
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
from facefusion_billing.plans.baseline import PlanLimits, ground_of
from facefusion_billing.rules import volume_tiers
from facefusion_billing.solver import qps_cover
from facefusion_billing.solver.bounds import Bounds
from facefusion_billing.solver.catalogue import NEVER, Catalogue
from facefusion_billing.solver.combinations import Choice, combine
from facefusion_billing.solver.day_sets import Day, day_sets
from facefusion_billing.solver.problem import MonthNeeds, Option, PoolPlan, World
from facefusion_billing.solver.qps_cover import Ladder
from facefusion_billing.solver.solve import Solved, is_ordered, useful
from facefusion_billing.solver.split import Kind, divided, multisets, shares
from facefusion_billing.solver.tariff import Tariff, Tariffs
from tests.solver.small_worlds import small_world

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
            low, worth = rng.randint(0, 20), rng.randint(0, 5)
            high = low + rng.randint(0, 25)
            values = [
                packs.price(t) - worth * t
                for t in range(low, high + 1)
                if packs.price(t) < NEVER
            ]
            named = [
                packs.price(t) - worth * t for t in packs.totals(low, high, (worth, 1))
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
            assert tariff.line(calls) == volume_tiers.amount(
                tiers, calls, calls + others
            ), calls

    def test_idle_is_the_least_of_this_and_every_larger_count(self) -> None:
        tariff = Tariff(table((1, 40), (5, 25), (9, 30), (12, 10)), 0)
        for calls in range(1, 15):
            assert tariff.idle(calls) == min(
                tariff.line(more) for more in range(calls, 60)
            ), calls

    def test_no_calls_cost_nothing(self) -> None:
        """Though one call costs something, and any count is idle up to a tier."""
        tariff = Tariff(table((1, 40), (5, 1)), 0)
        assert (tariff.line(0), tariff.idle(0)) == (0, 0)
        assert (Tariff(None, 0).line(0), Tariff(None, 0).idle(0)) == (0, 0)

    def test_nothing_on_sale(self) -> None:
        """A call that cannot be billed cannot be served; no count reaches a price."""
        nothing = Tariff(None, 0)
        assert (nothing.line(1), nothing.idle(1), nothing.first_at(1)) == (
            NEVER,
            NEVER,
            None,
        )

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
        assert Tariffs(tiers, "total").of(12, 5).line(3) == 90
        assert [
            Tariffs(tiers, "total").of(metered, 0).line(1)
            for metered in (9, 10, 19, 20)
        ] == [40, 30, 30, 0]
        assert Tariffs(tiers, "total").of(12, 0).idle(3) == 90

    def test_free_calls_count_for_the_tier_under_one_reading(self) -> None:
        """8 billable and 2 free calls are 10: 8 x 30. Billable calls alone are 8: 8 x 40."""
        tiers = table((1, 400), (10, 300))
        assert Tariffs(tiers, "after_paid_packs").of(12, 2).line(8) == 240
        assert Tariffs(tiers, "billable").of(12, 2).line(8) == 320
        assert Tariffs(tiers, "after_paid_packs").of(12, 2).line(7) == 280

    def test_a_tier_that_the_other_calls_fill_alone(self) -> None:
        """With 12 other calls the tier below 10 is never billed; with 9 it is neither, with 8 its last call is."""
        tiers = table((1, 400), (10, 300))
        assert [Tariff(tiers, others).line(1) for others in (8, 9, 12)] == [40, 30, 30]

    def test_the_least_count_at_a_price_by_counting(self) -> None:
        """In any tariff, by trying every count."""
        for seed in range(100):
            rng = Random(seed)
            rows = table(
                (1, rng.randint(0, 60)),
                (rng.randint(2, 6), rng.randint(0, 60)),
                (9, rng.randint(0, 60)),
            )
            tariff = Tariff(rows, rng.randint(0, 3))
            for price in range(1, 30):
                reached = (
                    calls for calls in range(1, 500) if tariff.line(calls) >= price
                )
                assert tariff.first_at(price) == next(reached, None), (seed, price)

    def test_the_first_count_at_a_price(self) -> None:
        """923 x 0.065 = 59.995, billed 60.00: a pack of 60 costs no more from there on."""
        tariff = Tariff(IMAGE.pay_as_you_go, 0)
        assert (tariff.first_at(6_000), tariff.line(922), tariff.line(923)) == (
            923,
            5_993,
            6_000,
        )

    def test_which_book_never_punishes_more_calls(self) -> None:
        """USD: 450 <= 500, 3,000 <= 3,500, 17,200 <= 20,000, 45,700 <= 60,000. CNY: 17,700 > 12,000.01."""
        shared = Catalogue(
            {100_000: 170_000, 1_000_000: 1_600_000, 5_000_000: 4_800_000}
        )
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
            edge, indices, by_month = (
                rng.randint(2, 9),
                rng.choice([2, 2, 3]),
                rng.choice([2, 2, 3]),
            )
            day = Ladder(
                table(
                    (1, rng.randint(1, 9)), (edge, rng.randint(1, 9)), indices=indices
                )
            )
            month = Ladder(
                table(
                    (1, rng.randint(1, 25)),
                    (rng.randint(2, 12), rng.randint(1, 25)),
                    indices=by_month,
                )
            )
            needs = [rng.choice([0, 0, rng.randint(1, 12)]) for _ in range(4)]
            found = qps_cover.cheapest(needs, covered, day, month)
            costs = []
            for base in range(25):
                rests = [
                    max(need - base, 0) if index < covered else need
                    for index, need in enumerate(needs)
                ]
                tops = [
                    min(day.price(qps) for qps in range(rest, 40)) if rest else 0
                    for rest in rests
                ]
                costs.append(month.price(base) + sum(tops))
            assert found.cost == min(costs), seed
            served = [
                own + (found.base if index < covered else 0)
                for index, own in enumerate(found.days)
            ]
            assert all(
                have >= need for have, need in zip(served, needs, strict=True)
            ), seed
            assert found.cost == month.price(found.base) + sum(
                map(day.price, found.days)
            ), seed


class TestRising:
    """Without packs only a bill that never falls is safe."""

    @pytest.mark.parametrize(("second", "result"), [(20, True), (10, True), (9, False)])
    def test_no_packs(self, second: int, result: bool) -> None:
        assert (
            Tariff(table((1, 10), (5, second), indices=1), 0).rising(Catalogue({}))
            == result
        )


class TestWaysToBuyQps:
    """5 QPS for 1.00 each by day, from 5 on 0.50; by month 10.00 each."""

    DAY, MONTH = (
        Ladder(table((1, 100), (5, 50), indices=2)),
        Ladder(table((1, 1_000), indices=2)),
    )

    def test_by_day(self) -> None:
        """4 QPS are 4.00, 5 are 2.50: five are bought for four; for two 2.00; for none nothing."""
        assert qps_cover.by_day([4, 2, 0], self.DAY) == qps_cover.Quota(
            0, (5, 2, 0), 250 + 200
        )

    def test_by_month_with_days_left_over(self) -> None:
        """2 QPS for the month are 20.00; the third day is not in it and costs 2.50."""
        assert qps_cover.by_month(
            [2, 1, 4], 2, self.DAY, self.MONTH
        ) == qps_cover.Quota(2, (0, 0, 5), 2_000 + 250)
        assert qps_cover.by_month(
            [2, 1, 4], 3, self.DAY, self.MONTH
        ) == qps_cover.Quota(4, (0, 0, 0), 4_000)

    def test_by_month_with_no_day_covered(self) -> None:
        """No month is bought."""
        assert qps_cover.by_month([2], 0, self.DAY, self.MONTH) == qps_cover.Quota(
            0, (2,), 200
        )

    def test_what_is_not_sold(self) -> None:
        """No QPS by the day: any need costs more than can be paid; none needed costs nothing."""
        none = Ladder(None)
        assert (
            none.price(0),
            none.price(1),
            none.at_least(0),
            none.at_least(3)[1],
        ) == (0, NEVER, (0, 0), NEVER)
        assert qps_cover.by_day([1, 1], none).cost == NEVER
        assert qps_cover.by_month([1, 1], 1, none, self.MONTH).cost == NEVER
        assert qps_cover.cheapest([1, 1], 1, none, self.MONTH)[::2] == (0, NEVER)
        assert qps_cover.cheapest([1, 2], 2, none, self.MONTH) == qps_cover.Quota(
            2, (0, 0), 2_000
        )

    def test_no_qps_by_the_month(self) -> None:
        """Each day by itself."""
        by_day = qps_cover.by_day([4, 2, 0], self.DAY)
        assert qps_cover.cheapest([4, 2, 0], 3, self.DAY, Ladder(None)) == by_day

    def test_no_qps_by_the_month_and_one_price(self) -> None:
        day = Ladder(table((1, 100), indices=2))
        assert qps_cover.cheapest([7], 1, day, Ladder(None)) == qps_cover.Quota(
            0, (7,), 700
        )

    def test_parts_of_a_cent_are_rounded_for_each_day(self) -> None:
        """A day is half a cent for each QPS, half up; a month 2 cents.

        With 3 for the month 4 are left on three days: 6 + 3 x 2 = 12. With 1 it is 2 + 3 x 3 + 2 x 1 = 13, with 2
        4 + 3 x 3 = 13, with 4 8 + 3 x 2 = 14, with none 3 x 4 + 2 x 1 = 14, with 7 14.
        """
        day, month = Ladder(table((1, 5))), Ladder(table((1, 2), indices=2))
        assert qps_cover.cheapest([7, 7, 7, 2, 2], 5, day, month) == qps_cover.Quota(
            3, (4, 4, 4, 0, 0), 12
        )

    @pytest.mark.parametrize("indices", [2, 3])
    def test_no_day_covered_by_a_month(self, indices: int) -> None:
        """Whether or not a price has parts of a cent."""
        day = Ladder(table((1, 10**indices), indices=indices))
        assert qps_cover.cheapest([2], 0, day, day) == qps_cover.Quota(0, (2,), 200)

    def test_a_peak_of_any_size(self) -> None:
        """20,000 QPS on both days: 200.00 by the month, 400.00 by the day."""
        ladder = Ladder(table((1, 1), indices=2))
        assert qps_cover.cheapest(
            [20_000, 20_000], 2, ladder, ladder
        ) == qps_cover.Quota(20_000, (0, 0), 20_000)

    def test_a_row_without_a_price_is_not_sold(self) -> None:
        """From 5 QPS on the book names no price."""
        rows = TierTable(
            (Tier(1, 4, Price(1_000, 3)), Tier(5, None, None)), "above", "x"
        )
        assert [Ladder(rows).price(qps) for qps in (4, 5)] == [400, NEVER]

    def test_of_orders_as_dear_the_smaller(self) -> None:
        """4 at 1.00 are 4.00, and so are 8 at 0.50."""
        assert Ladder(table((1, 1_000), (8, 500))).at_least(4) == (4, 400)


class TestDaySets:
    @pytest.mark.parametrize("by_tier", [False, True])
    def test_every_set_has_one_that_is_as_good(self, by_tier: bool) -> None:
        """For each set of days one is kept that costs no more and takes as many calls (into the same tier)."""
        for seed in range(60):
            rng = Random(seed)
            cuts = rng.choice([1, 2])
            days = [
                Day(
                    n,
                    tuple(rng.randint(0, 9) for _ in range(cuts)),
                    rng.randint(1, 9),
                    rng.random() < 0.2,
                )
                for n in range(6)
            ]

            def tier(taken: int) -> int:
                return taken // 7

            sets, whole = day_sets(days, NEVER, tier if by_tier else None)
            assert whole
            for chosen in itertools.product([False, True], repeat=6):
                rows = [
                    day
                    for day, taken in zip(days, chosen, strict=True)
                    if taken or day.must
                ]
                cost = sum(day.cost for day in rows)
                calls = [
                    sum(part) for part in zip(*(day.calls for day in rows), strict=True)
                ]
                if not any(calls):
                    continue
                same = [
                    found
                    for found in sets
                    if not by_tier or tier(sum(found.calls)) == tier(sum(calls))
                ]
                as_good = (
                    all(map(ge, found.calls, calls))
                    for found in same
                    if found.cost <= cost
                )
                assert not rows or any(as_good), seed

    @pytest.mark.parametrize("ordered", [True, False])
    @pytest.mark.parametrize("by_tier", [False, True])
    def test_the_sets_kept_are_those_that_none_is_as_good_as(
        self, ordered: bool, by_tier: bool
    ) -> None:
        """Compared: sets with the same calls where less need can be dearer, of the same tier where tiers count."""

        def tier(taken: int) -> int:
            return taken // 7

        def group(calls: tuple[int, ...]) -> object:
            return calls if not ordered else tier(sum(calls)) if by_tier else None

        for seed in range(60):
            rng = Random(seed)
            days = [
                Day(
                    n,
                    tuple(rng.randint(0, 5) for _ in range(1 + seed % 2)),
                    rng.randint(1, 6),
                    rng.random() < 0.2,
                )
                for n in range(5)
            ]
            below = rng.choice([9, 14, NEVER])
            every = []
            for chosen in itertools.product([False, True], repeat=5):
                rows = [
                    day
                    for day, taken in zip(days, chosen, strict=True)
                    if taken or day.must
                ]
                calls = tuple(
                    sum(day.calls[cut] for day in rows) for cut in range(1 + seed % 2)
                )
                every.append((sum(day.cost for day in rows), calls, len(rows)))
            best = {
                (cost, calls)
                for cost, calls, count in every
                if count
                and cost < below
                and not any(
                    (more != calls or less != cost)
                    and less <= cost
                    and all(map(ge, more, calls))
                    and group(more) == group(calls)
                    for less, more, _ in every
                )
            }
            sets, whole = day_sets(
                days, below, tier if by_tier else None, ordered=ordered
            )
            assert whole
            assert sorted((found.cost, found.calls) for found in sets) == sorted(
                best
            ), seed
            for found in sets:
                assert found.cost == sum(days[index].cost for index in found.indices)
                assert all(day.number in found.indices for day in days if day.must)

    def test_less_need_is_better_unless_told(self) -> None:
        """4 calls for 4 are no use beside 5 calls for 3, but where less need can be dearer they stay."""
        days = [Day(0, (5,), 3, False), Day(1, (4,), 4, False)]
        assert [found.indices for found in day_sets(days, NEVER, None)[0]] == [
            (0,),
            (0, 1),
        ]
        assert [
            found.indices for found in day_sets(days, NEVER, None, ordered=False)[0]
        ] == [(0,), (1,), (0, 1)]

    def test_a_set_must_cost_less_than_the_limit(self) -> None:
        """QPS for the month costs as much: days that cost the same are not needed."""
        days = [Day(0, (5,), 3, False)]
        assert [len(day_sets(days, below, None)[0]) for below in (3, 4)] == [0, 1]
        assert day_sets([Day(0, (5,), 3, True)], 3, None) == ([], True)

    def test_of_too_many_sets_the_cheapest_are_kept_and_it_is_said(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """None, 1, 2 and 1 + 2 are four; with a third day they are eight, and the four cheapest cost at most 3."""
        monkeypatch.setattr("facefusion_billing.solver.day_sets.MOST_SETS", 4)
        days = [Day(n, (2**n,), 2**n, False) for n in range(3)]
        assert [found.cost for found in day_sets(days[:2], NEVER, None)[0]] == [1, 2, 3]
        assert day_sets(days[:2], NEVER, None)[1]
        cut, whole = day_sets(days, NEVER, None)
        assert ([found.cost for found in cut], whole) == ([1, 2, 3], False)


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
    ground = ground_of(
        scenario,
        Readings({}),
        Horizon(Month(2021, 3), Month(2021, 3)),
        PlanLimits(allow_split=True),
    )
    planner = ActivitiesPlanner(ground)
    ways = planner.activities[0].ways(planner.pool.segments, ground.calls["a"])
    assert [sum(way.rests) for way in ways] == [25_999_500]
    assert planner.pool.least_rate([ways]) == (12_600_000, 30_000_000)


def test_combinations_against_all_of_them() -> None:
    """Branch and bound finds the least of all, with bounds that are bounds."""
    for seed in range(200):
        rng = Random(seed)
        own = [
            [(rng.randint(0, 20), rng.randint(0, 9)) for _ in range(rng.randint(1, 4))]
            for _ in range(3)
        ]

        def pool(needs: int) -> int:
            return min(4 * needs, 30)

        def price(indices: tuple[int, ...]) -> Solved:
            cost = pool(
                sum(
                    rows[index][1]
                    for rows, index in zip(own, indices, strict=True)  # noqa: B023
                )
            )
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
    from facefusion_billing.solver.solve import solve

    for seed in range(200):
        world = small_world(seed, expiry=False)
        solved = solve(world)
        if solved.plan is not None:
            assert (
                Bounds(world, world.catalogue, idle=False).bound(0, 0, 0) <= solved.cost
            ), seed


def test_the_shipped_books_are_ordered_as_the_argument_says() -> None:
    month = MonthNeeds(0, (Option(0, (1,)),), True, 1)
    assert IMAGE.pay_as_you_go is not None
    assert all(
        is_ordered(World((month,), image_packs(), IMAGE.pay_as_you_go, basis))
        for basis in ("billable", "total")
    )
    shared = Catalogue({100_000: 170_000, 1_000_000: 1_600_000})
    assert not is_ordered(World((month,), shared, POSTPAID, "billable"))
