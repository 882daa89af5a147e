"""Parts of the search (docs/planner.md, steps 1 to 4) against every count, and what a book must be like for them."""

import itertools
from random import Random

import pytest

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.catalogue import NEVER, Catalogue
from facefusion_billing.solver.inventory import State
from facefusion_billing.solver.labels import Found, Label, Rules
from facefusion_billing.solver.problem import (
    Claim,
    Held,
    MonthNeeds,
    Option,
    PoolPlan,
    World,
)
from facefusion_billing.solver.search import Search
from facefusion_billing.solver.solve import (
    OPTIMAL,
    Solved,
    _best,
    expires,
    falls,
    is_ordered,
    replaceable,
    solve,
    useful,
)
from facefusion_billing.solver.tariff import Tariff
from tests.solver.small_worlds import small_world


def table(*rows: tuple[int, int]) -> TierTable:
    """Tiers from first counts and whole cents."""
    lasts = [*(first - 1 for first, _ in rows[1:]), None]
    return TierTable(
        tuple(
            Tier(first, last, Price(cents, 2))
            for (first, cents), last in zip(rows, lasts, strict=True)
        ),
        "above",
        "x",
    )


def pool(
    packs: dict[int, int],
    tiers: TierTable | None,
    basis: str = "billable",
    *,
    can_buy: tuple[bool, ...] = (True,),
    free: int = 0,
    held: tuple[Held, ...] = (),
    claim: Claim | None = None,
) -> World:
    """Months of one segment with 20 calls."""
    months = tuple(
        MonthNeeds(n, (Option(0, (20,), free),), can, len(can_buy))
        for n, can in enumerate(can_buy)
    )
    return World(months, Catalogue(packs), tiers, basis, held, claim)


def close_against_every_count(seed: int, *, idle: bool) -> None:
    """The least of packs with `low` to `high` calls and the bill of what they leave."""
    rng = Random(seed)
    world = small_world(seed, expiry=False)
    search, tariff = (
        Search(world, Rules(idle, True, False)),
        Tariff(world.tiers, rng.randint(0, 3)),
    )
    low = rng.randint(0, 12)
    high = low + rng.randint(0, 12)
    need = high + rng.choice([0, 0, rng.randint(0, 12)])
    bill = tariff.idle if idle else tariff.line
    costs = {
        bought: search.catalogue.price(bought) + bill(need - bought)
        for bought in range(low, high + 1)
    }
    least = min(*costs.values(), NEVER)
    cost, bought = search.close(low, high, need, tariff, NEVER)
    assert cost == least, seed
    assert cost == NEVER or costs[bought] == least, seed
    if least < NEVER:
        assert search.close(low, high, need, tariff, least + 1)[0] == least, seed
        assert search.close(low, high, need, tariff, least)[0] == least, seed
        assert search.close(low, high, need, tariff, least - 1)[0] == least - 1, seed


class TestClose:
    """Against every count of packs bought."""

    def test_the_bill_as_it_is(self) -> None:
        for seed in range(400):
            close_against_every_count(seed, idle=False)

    def test_with_idle_calls(self) -> None:
        for seed in range(400):
            close_against_every_count(seed, idle=True)

    def test_a_plan_called_optimal_is_the_cheapest(self) -> None:
        """2, 7 and 7 calls; packs of 2 for 9 and of 5 for 7 serve one month; a call is 40, from 7 calls on 1.

        A pack of 5 for the first month and 7 + 7 for the others are 21; with a pack of 2 it is 9 + 7 + 7 = 23.
        """
        months = tuple(
            MonthNeeds(n, (Option(0, (calls,)),), True, n + 1)
            for n, calls in enumerate((2, 7, 7))
        )
        solved = solve(
            World(months, Catalogue({2: 9, 5: 7}), table((1, 40), (7, 1)), "billable")
        )
        assert solved.status != OPTIMAL or solved.cost == 21
        assert solved.lower <= 21


class TestSearch:
    """Labels are carried through the months: those that none is at least as good as."""

    TWO = tuple(MonthNeeds(n, (Option(0, (10,)),), True, 2) for n in range(2))

    @pytest.mark.parametrize("few", [1, 3])
    def test_the_labels_of_two_months_by_hand(
        self, few: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A pack of 10 for 1.00; 10 calls each month. First to pay 1.00 or to begin a stretch: 2 labels. Then to pay
        2.00 in all, to begin a stretch after 1.00, or to go on with the first for 20 calls, which can only cost as
        much: 3 labels. A quick run with one label proves nothing and is not counted.
        """
        monkeypatch.setattr("facefusion_billing.solver.search.FEW", few)
        found = Search(
            World(self.TWO, Catalogue({10: 100}), table((1, 20)), "billable"),
            Rules(False, True, False),
        ).run()
        assert (found.cost, found.lower, found.labels) == (200, 200, 5)

    def test_a_pack_that_is_past_serves_nothing_more(self) -> None:
        """Packs end with the first of a month's two segments, the second has no calls: 5 calls twice are two packs.

        One pack of 10 for 1.01 would be cheaper than two of 5 for 2.00, if it lived.
        """
        months = (
            MonthNeeds(0, (Option(0, (5, 0)),), True, 1),
            MonthNeeds(2, (Option(0, (5, 0)),), True, 3),
        )
        solved = solve(World(months, Catalogue({5: 100, 10: 101}), None, "billable"))
        assert (solved.status, solved.cost) == (OPTIMAL, 200)

    def test_a_month_without_calls(self) -> None:
        """Nothing is to be decided: 1 label."""
        month = MonthNeeds(0, (Option(0, (0,)),), True, 1)
        found = Search(
            World((month,), Catalogue({10: 100}), None, "billable"),
            Rules(False, True, False),
        ).run()
        assert (found.cost, found.labels) == (0, 1)

    def test_what_costs_as_much_as_a_month_that_is_paid_is_not_begun(self) -> None:
        """10 calls by a pack for 1.00, or 5 calls beside a cost of 1.00: to pay or to go on with the 10, 2 labels."""
        month = MonthNeeds(0, (Option(0, (10,)), Option(100, (5,))), True, 1)
        found = Search(
            World((month,), Catalogue({10: 100}), None, "billable"),
            Rules(False, True, False),
        ).run()
        assert (found.cost, found.labels) == (100, 2)

    def test_idle_calls_make_the_bound(self) -> None:
        """A pack of 5 for 1.00 ends with its month; a call is 0.60, from 5 on 0.01. 3 calls, then 6: 1.00 + 0.06.

        If the pack lived, 4 of the 6 calls would be billed, for 2.40: no bound of a plan in which it does not.
        """
        months = tuple(
            MonthNeeds(n, (Option(0, (calls,)),), True, n + 1)
            for n, calls in enumerate((3, 6))
        )
        solved = solve(
            World(
                months,
                Catalogue({5: 100, 7: 1_000}),
                table((1, 60), (5, 1)),
                "billable",
            )
        )
        assert (solved.cost, solved.lower <= 106) == (106, True)

    @pytest.mark.parametrize("answers", range(9))
    def test_a_bound_once_labels_were_dropped(
        self, answers: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A pack of 3 for 0.45; a call is 0.89, from 7 on 0.03. First 5 calls or 1, then 8.

        5 by two packs leave one call of them, and 7 are billed: 0.90 + 0.21 = 1.11. More need is better here: 1 call is
        0.89, or 0.45 with two left over, and then 6 would be billed; with all 8 billed it is 0.89 + 0.24 = 1.13.
        """
        monkeypatch.setattr("facefusion_billing.solver.search.FEW", 1)
        monkeypatch.setattr("facefusion_billing.solver.search.FEW_LABELS", 1)
        months = (
            MonthNeeds(0, (Option(0, (5,)), Option(0, (1,))), True, 2),
            MonthNeeds(1, (Option(0, (8,)),), True, 2),
        )
        world = World(months, Catalogue({3: 45}), table((1, 89), (7, 3)), "billable")
        asked = itertools.count()
        solved = solve(world, lambda: next(asked) < answers)
        assert solved.lower <= 111 <= solved.cost

    def test_a_plan_that_only_works_if_packs_lived_is_none(self) -> None:
        """3 calls and 2, packs of 5 for 1.00 that end with their month: 2.00, and nothing for 1.50."""
        months = tuple(
            MonthNeeds(n, (Option(0, (calls,)),), True, n + 1)
            for n, calls in enumerate((3, 2))
        )
        world = World(months, Catalogue({5: 100, 7: 1_000}), None, "billable")
        assert (solve(world).cost, solve(world).lower <= 200) == (200, True)
        assert (solve(world, ceiling=150).plan, solve(world, ceiling=150).cost) == (
            None,
            NEVER,
        )

    def test_nothing_on_sale(self) -> None:
        """No plan, and that is certain; the calls can only be put off: 1 label."""
        found = Search(pool({}, None), Rules(False, True, False)).run()
        assert found == Found(None, NEVER, NEVER, 1)

    def test_a_stretch_that_began_later_lives_longer(self) -> None:
        """1 call for 0.60, 20 for 1.00, for two months. 1 call; 15, or none for 0.50; 5.

        0.60 for the first month, and 20 calls from the second on: 1.60. Without the 15: 0.50 + 0.60 + 1.00. With 20 at
        first: 1.00, and 1.00 for the third month.
        """
        months = (
            MonthNeeds(0, (Option(0, (1,)),), True, 2),
            MonthNeeds(1, (Option(0, (15,)), Option(50, (0,))), True, 3),
            MonthNeeds(2, (Option(0, (5,)),), True, 3),
        )
        solved = solve(World(months, Catalogue({1: 60, 20: 100}), None, "billable"))
        assert (solved.status, solved.cost) == (OPTIMAL, 160)

    def test_a_stretch_goes_on_through_the_last_month_that_can_buy(self) -> None:
        """5 calls, none, and 5 when nothing is sold any more: 10 at first for 1.50, not 5 twice for 2.00."""
        months = tuple(
            MonthNeeds(n, (Option(0, (calls,)),), n < 2, 3)
            for n, calls in enumerate((5, 0, 5))
        )
        solved = solve(World(months, Catalogue({5: 100, 10: 150}), None, "billable"))
        assert (solved.status, solved.cost) == (OPTIMAL, 150)

    @pytest.mark.parametrize("last", [3, 4])
    def test_what_cannot_buy_any_more_is_not_as_good_as_a_purchase_that_can_grow(
        self, last: int
    ) -> None:
        """None, 1 and 10 calls, and packs only in the first month: one of 11 for 0.01 serves all. A call is 0.004.

        The one call alone is 0.004, which is 0.00, but then ten are 0.04. With a fourth month the pack ends before it.
        """
        months = tuple(
            MonthNeeds(n, (Option(0, (calls,)),), n == 0, 3)
            for n, calls in enumerate((0, 1, 10, 0)[:last])
        )
        tiers = TierTable((Tier(1, None, Price(4, 3)),), "above", "x")
        world = World(months, Catalogue({11: 1}), tiers, "billable")
        assert (
            Search(world, Rules(idle=True, ordered=True, renew=last == 4)).run().lower
            <= 1
        )
        solved = solve(world)
        assert (solved.status, solved.cost) == (OPTIMAL, 1)

    def test_what_is_left_when_a_pack_ends_inside_a_month(self) -> None:
        """A pack of 8 for 0.45 ends with the second month's first segment; a call is 0.10.

        It serves 5 and 2, one is lost, 4 are billed: 0.45 + 0.40. Two packs are 0.90, and so on.
        """
        months = (
            MonthNeeds(0, (Option(0, (5, 0)),), True, 3),
            MonthNeeds(2, (Option(0, (2, 4)),), True, 4),
        )
        solved = solve(World(months, Catalogue({8: 45}), table((1, 10)), "billable"))
        assert (solved.status, solved.cost) == (OPTIMAL, 85)

    def test_where_no_month_follows_that_can_buy_a_pack_may_have_to_be_bought_before_it_is_needed(
        self,
    ) -> None:
        """Packs of 5 for 1.00 live two months; 4, 1 and 5 calls, and nothing is sold in the third month.

        One for the first two months and one bought in the second for the third: 2.00.
        """
        months = tuple(
            MonthNeeds(n, (Option(0, (calls,)),), n < 2, min(n + 2, 3))
            for n, calls in enumerate((4, 1, 5))
        )
        assert solve(World(months, Catalogue({5: 100}), None, "billable")).lower <= 200

    def test_a_fact_is_drawn_after_a_pack_that_was_bought_before_it(self) -> None:
        """5 calls in each of three months, a pack of 10 for 1.00 that lives two, and a fact of 5 from the second on.

        The pack serves the first two months, the fact is left for the third.
        """
        months = tuple(
            MonthNeeds(n, (Option(0, (5,)),), True, min(n + 2, 3)) for n in range(3)
        )
        solved = solve(
            World(months, Catalogue({10: 100}), None, "billable", (Held(5, 1, 3, 1),))
        )
        assert (solved.status, solved.cost) == (OPTIMAL, 100)

    def test_a_fact_from_before_ends_when_it_ends(self) -> None:
        """1 call, then 5; a fact of 5 ends with the first month: a pack of 5 for 1.00, not one of 2 for 0.90."""
        months = tuple(
            MonthNeeds(n, (Option(0, (calls,)),), True, n + 1)
            for n, calls in enumerate((1, 5))
        )
        solved = solve(
            World(
                months,
                Catalogue({2: 90, 5: 100}),
                None,
                "billable",
                (Held(5, 0, 1, 0),),
            )
        )
        assert (solved.status, solved.cost) == (OPTIMAL, 100)

    def kept(
        self, labels: dict[State, list[Label]], *, ordered: bool = True
    ) -> dict[State, list[tuple[int, int]]]:
        """The need and cost of the labels kept of states of two facts."""
        held = (Held(5, 0, 2, 0), Held(5, 0, 2, 0))
        world = World(self.TWO, Catalogue({10: 100}), table((1, 20)), "billable", held)
        kept = Search(world, Rules(False, ordered, False))._kept(labels, 1, 100)
        return {
            state: [(label.need, label.cost) for label in found]
            for state, found in kept.items()
        }

    def test_a_label_is_dropped_for_one_of_a_state_with_more_left(self) -> None:
        """Need 3 for 50 in both: the one with 5 calls left is enough. Need 2 for 60 has less need."""
        richer, poorer = (
            [Label(3, 50, 0, None)],
            [Label(3, 50, 0, None), Label(2, 60, 0, None)],
        )
        assert self.kept({(0, 0): poorer, (5, 0): richer}) == {
            (5, 0): [(3, 50)],
            (0, 0): [(2, 60)],
        }
        assert self.kept({(0, 0): poorer, (5, 0): richer}, ordered=False) == {
            (0, 0): [(2, 60), (3, 50)],
            (5, 0): [(3, 50)],
        }

    def test_a_state_is_compared_with_all_that_have_more_left(self) -> None:
        """Of three states with 5 calls left each has a label; 4 for 40 is beaten by one, 3 for 50 by another."""
        labels: dict[State, list[Label]] = {
            (0, 0): [
                Label(3, 50, 0, None),
                Label(4, 40, 0, None),
                Label(5, 30, 0, None),
            ],
            (5, 0): [Label(4, 40, 0, None)],
            (0, 5): [Label(3, 50, 0, None)],
        }
        assert self.kept(labels) == {
            (5, 0): [(4, 40)],
            (0, 5): [(3, 50)],
            (0, 0): [(5, 30)],
        }

    def test_a_later_stretch_is_no_better_where_no_pack_ends(self) -> None:
        """Need 4 for 60 is no use beside need 3 for 50, nor with equal needs the dearer one, whenever it began."""
        later, dearer = (
            [Label(3, 50, 0, None), Label(4, 60, 1, None)],
            [Label(3, 50, 0, None), Label(3, 60, 1, None)],
        )
        assert self.kept({(0, 0): later}) == {(0, 0): [(3, 50)]}
        assert self.kept({(0, 0): dearer}, ordered=False) == {(0, 0): [(3, 50)]}
        world = World(self.TWO, Catalogue({10: 100}), table((1, 20)), "billable")
        assert Search(world, Rules(False, False, True))._kept({(): dearer}, 1, 100) == {
            (): dearer
        }

    def test_a_stretch_whose_packs_are_past_is_closed(self) -> None:
        """A need of 5 was covered by a pack of 10 for 1.00."""
        months = tuple(
            MonthNeeds(n, (Option(0, (10,)),), True, n + 1) for n in range(2)
        )
        search = Search(
            World(months, Catalogue({10: 100}), None, "billable"),
            Rules(False, True, True),
        )
        labels = [Label(5, 7, 0, None), Label(0, 9, -1, None)]
        assert [label[:3] for label in search._living(labels, 1)] == [
            (0, 107, -1),
            (0, 9, -1),
        ]

    def test_states_of_which_neither_has_more(self) -> None:
        labels: dict[State, list[Label]] = {
            (5, 0): [Label(3, 50, 0, None)],
            (0, 5): [Label(3, 50, 0, None)],
        }
        assert self.kept(labels) == {(5, 0): [(3, 50)], (0, 5): [(3, 50)]}


class TestIsOrdered:
    """Step 4: wherever the unit price falls, packs for that count cost no more than its bill."""

    FALLING = table((1, 100), (10, 50))

    @pytest.mark.parametrize(("price", "ordered"), [(500, True), (501, False)])
    def test_packs_where_the_price_falls(self, price: int, ordered: bool) -> None:
        """10 calls at 0.50 are 5.00."""
        assert is_ordered(pool({10: price}, self.FALLING)) == ordered

    def test_under_total_always(self) -> None:
        """The tier does not depend on what is billed."""
        assert is_ordered(pool({10: 501}, self.FALLING, "total"))

    def test_nothing_but_packs(self) -> None:
        assert is_ordered(pool({10: 501}, None))

    @pytest.mark.parametrize("basis", ["billable", "total", "after_paid_packs"])
    @pytest.mark.parametrize("can_buy", [(True, False), (False, True)])
    def test_not_where_a_month_cannot_buy(
        self, basis: str, can_buy: tuple[bool, ...]
    ) -> None:
        """The cover could not be bought in that month."""
        assert not is_ordered(pool({10: 500}, self.FALLING, basis, can_buy=can_buy))

    @pytest.mark.parametrize(
        ("free", "held", "claim", "ordered"),
        [
            (1, (), None, True),
            (2, (), None, False),
            (0, (Held(1, 0, 1, 0, free=True),), Claim(1, (1,)), False),
            (1, (Held(1, 0, 1, 0, free=True),), None, False),
            (0, (Held(1, 0, 1, 0, free=True),), None, True),
            (0, (Held(5, 0, 1, 0),), Claim(1, (1,)), True),
        ],
    )
    def test_free_calls_count_for_the_tier(
        self, free: int, held: tuple[Held, ...], claim: Claim | None, ordered: bool
    ) -> None:
        """A pack of 10 for 4.50. With f free calls the price falls at 10 - f billable ones: 9 are 4.50, 8 are 4.00."""
        world = pool(
            {10: 450},
            self.FALLING,
            "after_paid_packs",
            free=free,
            held=held,
            claim=claim,
        )
        assert is_ordered(world) == ordered

    @pytest.mark.parametrize(
        ("free", "ordered"), [(3, True), (4, True), (5, False), (6, False)]
    )
    def test_every_number_of_free_calls_up_to_the_most(
        self, free: int, ordered: bool
    ) -> None:
        """Packs of 4 for 1.50. With f free calls the price falls at 10 - f billable ones, for 0.50 each.

        10: 5.00, packs 4.50. 9: 4.50, packs 4.50. 8: 4.00, packs 3.00. 6: 3.00, packs 3.00. 5: 2.50, packs 3.00.
        """
        assert (
            is_ordered(pool({4: 150}, self.FALLING, "after_paid_packs", free=free))
            == ordered
        )

    def of_random_books(self, first: int, last: int) -> None:
        """With every number of free calls; sizes that divide each other or do not, or none on sale."""
        for seed in range(300):
            rng = Random(seed)
            sizes = rng.choice([(), (2,), (2, 4), (3, 6), (3, 5), (4, 6)])
            packs = {size: rng.randint(20, 110) * size for size in sizes}
            tiers, most = (
                table((1, 100), (rng.randint(first, last), rng.randint(30, 110))),
                rng.randint(0, 7),
            )
            world = pool(packs, tiers, "after_paid_packs", free=most)
            each = (
                Tariff(tiers, free).rising(world.catalogue) for free in range(most + 1)
            )
            assert is_ordered(world) == all(each), seed

    def test_every_number_of_free_calls(self) -> None:
        self.of_random_books(10, 14)

    def test_every_number_of_free_calls_that_leaves_one_call_below_a_tier(self) -> None:
        self.of_random_books(2, 9)

    def test_one_call_below_a_tier(self) -> None:
        """A call is 1.00, from 3 on 0.40; packs of 3 for 0.87. With a free call two billable ones are 0.80 < 0.87."""
        assert not is_ordered(
            pool({3: 87}, table((1, 100), (3, 40)), "after_paid_packs", free=2)
        )

    def test_sizes_that_do_not_divide_each_other_need_every_number(self) -> None:
        """Packs of 2 for 1.02, of 5 for 1.75; a call is 1.00, from 9 on 0.44. With 3 of 4 free calls it fails alone.

        9: 3.96, packs 3.50. 8: 3.52, packs 3.50. 7: 3.08, packs 2.77. 6: 2.64, packs 2.77. 5: 2.20, packs 1.75.
        """
        assert not is_ordered(
            pool({2: 102, 5: 175}, table((1, 100), (9, 44)), "after_paid_packs", free=4)
        )
        assert is_ordered(
            pool({2: 102, 5: 175}, table((1, 100), (9, 44)), "after_paid_packs", free=2)
        )

    def test_many_free_calls(self) -> None:
        """5,000: the price of a cover steps only at thousands, so few need to be tried; a call by packs is 0.04."""
        falling = table((1, 100), (10_000, 50))
        assert is_ordered(pool({1_000: 4_000}, falling, "after_paid_packs", free=5_000))

    @pytest.mark.parametrize("basis", ["billable", "total"])
    def test_free_calls_that_do_not_count(self, basis: str) -> None:
        """However many there are."""
        assert is_ordered(pool({2: 2, 3: 3}, self.FALLING, basis, free=5_000))

    def test_as_many_as_may_be_tried(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """With packs of 10 the cover of 10 - f calls steps at f = 0 and 9 alone; f = 8 leaves one below the tier."""
        monkeypatch.setattr("facefusion_billing.solver.solve.MOST_TRIED", 3)
        assert is_ordered(pool({10: 10}, self.FALLING, "after_paid_packs", free=9))

    def test_too_many_to_try(self) -> None:
        """With sizes that do not divide each other every number counts: 5,000 are not tried, and nothing is claimed."""
        assert not is_ordered(
            pool({2: 2, 3: 3}, self.FALLING, "after_paid_packs", free=5_000)
        )
        assert is_ordered(
            pool({2: 2, 3: 3}, self.FALLING, "after_paid_packs", free=500)
        )


class TestFalls:
    """Whether no tier has a higher unit price than one before it."""

    @pytest.mark.parametrize(
        ("second", "third", "result"),
        [(9, 9, True), (9, 8, True), (11, 8, False), (9, 10, False)],
    )
    def test_by_hand(self, second: int, third: int, result: bool) -> None:
        assert falls(pool({}, table((1, 10), (5, second), (9, third)))) == result

    def test_places_do_not_matter(self) -> None:
        """0.100 is more than 0.09, and as much as 0.10."""
        rows = (Tier(1, 4, Price(9, 2)), Tier(5, None, Price(100, 3)))
        assert not falls(pool({}, TierTable(rows, "above", "x")))
        assert falls(
            pool(
                {},
                TierTable(
                    (rows[0]._replace(price=Price(10, 2)), rows[1]), "above", "x"
                ),
            )
        )
        assert not falls(
            pool(
                {},
                TierTable(
                    (Tier(1, 4, Price(10, 2)), Tier(5, None, Price(101, 3))),
                    "above",
                    "x",
                ),
            )
        )
        assert falls(pool({}, None))

    def test_what_can_be_replaced_by_packs(self) -> None:
        """Not where free calls count for the tier, nor where a higher tier is dearer."""
        falling, rising = table((1, 10), (5, 9)), table((1, 10), (5, 11))
        assert [
            replaceable(pool({}, falling, basis))
            for basis in ("billable", "total", "after_paid_packs")
        ] == [
            True,
            True,
            False,
        ]
        assert not replaceable(pool({}, rising))


class TestUseful:
    """An option is left out when another with packs for the calls it leaves more is no dearer."""

    PACKS = Catalogue({10: 100})

    @pytest.mark.parametrize(("cost", "kept"), [(99, True), (100, False), (101, False)])
    def test_ten_calls_fewer(self, cost: int, kept: bool) -> None:
        """A pack of 10 costs 1.00."""
        options = [Option(0, (10,)), Option(cost, (0,))]
        assert (options[1] in useful(options, self.PACKS)) == kept

    def test_the_same_calls_for_more(self) -> None:
        """No pack is needed to do without it."""
        options = [Option(0, (5,)), Option(1, (5,))]
        assert useful(options, self.PACKS) == options[:1]

    def test_options_of_one_month_have_its_segments(self) -> None:
        with pytest.raises(ValueError, match="argument 2 is shorter"):
            useful([Option(0, (5, 1)), Option(1, (5,))], self.PACKS)

    def test_calls_of_each_segment(self) -> None:
        """5 more in the first and 5 fewer in the second: the first 5 need a pack, the others do not spare it."""
        options = [Option(0, (5, 0)), Option(50, (0, 5)), Option(100, (0, 0))]
        assert useful(options, self.PACKS) == options[:2]


def test_the_cheaper_plan_with_the_better_bound() -> None:
    """Two searches: the plan of the one that found the cheaper, the higher bound, the labels of both."""
    plan, other = PoolPlan((0,), (), None), PoolPlan((1,), (), None)
    cheap, dear, none = (
        Solved(plan, 9, 3, 4),
        Solved(other, 10, 5, 2),
        Solved(None, NEVER, 6, 1),
    )
    assert _best(cheap, dear) == _best(dear, cheap) == Solved(plan, 9, 5, 6)
    assert _best(none, cheap) == _best(cheap, none) == Solved(plan, 9, 6, 5)


@pytest.mark.parametrize(
    ("until", "can_buy", "result"),
    [((2, 2), True, False), ((1, 2), True, True), ((1, 2), False, False)],
)
def test_a_pack_that_ends_in_the_horizon(
    until: tuple[int, ...], can_buy: bool, result: bool
) -> None:
    """Where none can be bought none ends."""
    months = tuple(
        MonthNeeds(n, (Option(0, (1,)),), can_buy, end) for n, end in enumerate(until)
    )
    assert expires(World(months, Catalogue({1: 1}), None, "billable")) == result
