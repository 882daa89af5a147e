"""What is held and claimed, drawn month by month (docs/planner.md, step 5), and what a plan costs, call by call.

Against the simulator of tests/solver/small_worlds.py, which draws single calls.
"""

import itertools
from collections.abc import Iterator
from random import Random

import pytest

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.catalogue import NEVER, Catalogue
from facefusion_billing.solver.inventory import UNCLAIMED, State, Stock
from facefusion_billing.solver.problem import (
    Claim,
    Held,
    MonthNeeds,
    Option,
    PoolPlan,
    Purchase,
    World,
)
from facefusion_billing.solver.replay import replay
from tests.solver.small_worlds import (
    Buys,
    simulate,
    small_world,
    world_with_a_fact_between,
)

CLAIM = Claim(5, (2, 2))
FREE, PAID = Held(4, 0, 2, 0, free=True), Held(9, 0, 2, 0)


def world(
    *needs: int,
    held: tuple[Held, ...] = (),
    claim: Claim | None = None,
    basis: str = "billable",
) -> World:
    """Months of one segment and one option; nothing is on sale."""
    months = tuple(
        MonthNeeds(index, (Option(0, (calls,)),), True, len(needs))
        for index, calls in enumerate(needs)
    )
    return World(months, Catalogue({}), None, basis, held, claim)


class TestStart:
    """What is left at first: of the free pack and its claim, then of each fact, free ones first."""

    def test_all(self) -> None:
        assert Stock(world(1, 1, held=(PAID, FREE), claim=CLAIM)).start == (
            UNCLAIMED,
            0,
            4,
            9,
        )

    def test_no_claim(self) -> None:
        assert Stock(world(1, 1, held=(PAID, FREE))).start == (4, 9)
        assert Stock(world(1, 1)).start == ()


class TestBeginnings:
    """The free pack can be claimed once, in a month in which it would still serve."""

    def test_a_claim_or_none(self) -> None:
        stock = Stock(world(1, 1, held=(PAID,), claim=CLAIM))
        assert list(stock.beginnings((UNCLAIMED, 0, 9), 1)) == [
            ((UNCLAIMED, 0, 9), False),
            ((5, 1, 9), True),
        ]

    @pytest.mark.parametrize("state", [(5, 0, 9), (0, 0, 9)])
    def test_it_is_claimed_once(self, state: State) -> None:
        stock = Stock(world(1, 1, held=(PAID,), claim=CLAIM))
        assert list(stock.beginnings(state, 1)) == [(state, False)]

    @pytest.mark.parametrize(("until", "claimed"), [(1, False), (2, True)])
    def test_a_claim_that_would_end_before_it_begins(
        self, until: int, claimed: bool
    ) -> None:
        """The second month's segment is 1: a claim that ends before it serves nothing."""
        stock = Stock(world(1, 1, claim=Claim(5, (1, until))))
        assert [claims for _, claims in stock.beginnings((UNCLAIMED, 0), 1)] == [
            False,
            True,
        ][: 1 + claimed]

    def test_nothing_to_claim(self) -> None:
        assert list(Stock(world(1, 1, held=(PAID,))).beginnings((9,), 0)) == [
            ((9,), False)
        ]


class TestThrough:
    """A month: free packs first, then the others; what is past is gone."""

    def test_in_order(self) -> None:
        """12 calls: 5 claimed, 4 free, 3 of the 9 paid; none is left to bill."""
        stock = Stock(world(12, 3, held=(PAID, FREE), claim=CLAIM))
        after, rests, _ = stock.through(0, 0, (5, 0, 4, 9))
        assert (after, rests) == ((0, 0, 0, 6), (0,))

    def test_what_has_ended_is_past(self) -> None:
        """After the second month all is past, used or not; 20 - 5 - 9 = 6 are left."""
        stock = Stock(world(1, 20, held=(PAID,), claim=CLAIM))
        after, rests, _ = stock.through(1, 0, (5, 1, 9))
        assert (after, rests) == ((0, 0, 0), (6,))
        assert stock.through(0, 0, (5, 0, 9))[0] == (4, 0, 9)

    def test_what_is_left_of_a_claim_that_ends(self) -> None:
        """It ends with the first month: 4 of 5 expire."""
        stock = Stock(world(1, 1, claim=Claim(5, (1, 2))))
        assert stock.through(0, 0, (5, 0))[0] == (0, 0)

    def test_a_fact_that_has_not_begun(self) -> None:
        """It serves from the second month on."""
        stock = Stock(world(3, 3, held=(Held(9, 1, 2, 0),)))
        assert stock.through(0, 0, (9,))[:2] == ((9,), (3,))

    def test_by_segment(self) -> None:
        """Segments of 3 and 4; a pack of 9 serves the second alone, a claim of 2 the first alone."""
        months = (MonthNeeds(0, (Option(0, (3, 4)),), True, 2),)
        stock = Stock(
            World(
                months,
                Catalogue({}),
                None,
                "billable",
                (Held(9, 1, 2, 0),),
                Claim(2, (1,)),
            )
        )
        assert stock.through(0, 0, (2, 0, 9))[:2] == ((0, 0, 0), (1, 0))


def test_only_the_calls_drawn_from_a_claim_count_for_the_tier() -> None:
    """A claim of 5 serves the first of two segments: 1 call of it is drawn. 5 and 1 are 6: 0.40 each, not 0.10."""
    tiers = TierTable(
        (Tier(1, 7, Price(40, 2)), Tier(8, None, Price(10, 2))), "above", "x"
    )
    months = (MonthNeeds(0, (Option(0, (1, 5)),), True, 2),)
    stock = Stock(
        World(months, Catalogue({}), tiers, "after_paid_packs", (), Claim(5, (1,)))
    )
    after, rests, tariff = stock.through(0, 0, (5, 0))
    assert (after, rests, tariff.line(5)) == ((0, 0), (0, 5), 200)


def chosen(of: World, options: tuple[int, ...], claim: int | None) -> int | None:
    """The cost of a plan that buys nothing, from the states month by month; None when a bill is not sold."""
    stock = Stock(of)
    state, cost = stock.start, 0
    for month, index in enumerate(options):
        claimed = [
            begin
            for begin, claims in stock.beginnings(state, month)
            if claims == (month == claim)
        ]
        if not claimed:
            return None
        state, rests, tariff = stock.through(month, index, claimed[0])
        cost += of.months[month].options[index].cost + tariff.line(sum(rests))
    return cost if cost < NEVER else None


def plans(of: World) -> Iterator[tuple[tuple[int, ...], int | None]]:
    """Every choice of options with every claim that would serve."""
    claims: list[int | None] = [None]
    if of.claim is not None:
        claims += [
            t for t, month in enumerate(of.months) if of.claim.until[t] > month.first
        ]
    for options in itertools.product(
        *(range(len(month.options)) for month in of.months)
    ):
        for claim in claims:
            yield options, claim


@pytest.mark.parametrize("expiry", [False, True])
def test_facts_and_claims_serve_as_single_calls_would(expiry: bool) -> None:
    """Without purchases the states alone give the bills."""
    for seed in range(150):
        of = small_world(seed, expiry=expiry)
        for options, claim in plans(of):
            expected = simulate(of, options, ((0, 0),) * len(of.months), claim)
            assert chosen(of, options, claim) == expected, (seed, options, claim)


def bought(of: World, rng: Random) -> tuple[tuple[Purchase, ...], Buys]:
    """Some packs in some months: as a plan has them, and as calls and prices."""
    purchases, buys = [], [(0, 0)] * len(of.months)
    for month in range(len(of.months)):
        sizes = {size: rng.choice([0, 0, 1, 2]) for size in of.catalogue.prices}
        purchases.append(Purchase(month, sizes))
        cost = sum(of.catalogue.prices[size] * count for size, count in sizes.items())
        buys[month] = (sum(size * count for size, count in sizes.items()), cost)
    return tuple(purchases), tuple(buys)


@pytest.mark.parametrize("kind", ["lasting", "ending", "between"])
def test_a_plan_costs_what_its_single_calls_cost(kind: str) -> None:
    """Random purchases: packs in the order of their orders, free ones first, and the bill of each month."""
    for seed in range(300):
        rng = Random(seed)
        of = (
            world_with_a_fact_between(seed)
            if kind == "between"
            else small_world(seed, expiry=kind == "ending")
        )
        for options, claim in plans(of):
            purchases, buys = bought(of, rng)
            expected = simulate(of, options, buys, claim)
            cost = replay(of, PoolPlan(options, purchases, claim))
            assert cost == (NEVER if expected is None else expected), (
                seed,
                options,
                claim,
            )


def test_a_plan_of_another_horizon_is_refused() -> None:
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        replay(world(1, 1), PoolPlan((0,), (), None))


class TestCovers:
    """Whether a state has at least as much of every pack."""

    NOT_YET, FIVE, NONE = (UNCLAIMED, 0), (5, 0), (0, 0)
    LATER, LATER_BUT_LESS = (5, 1), (3, 1)

    @pytest.mark.parametrize(
        ("state", "other", "covers"),
        [
            ((4, 9), (4, 9), True),
            ((4, 9), (3, 9), True),
            ((4, 9), (4, 10), False),
            ((5, 8), (4, 9), False),
        ],
    )
    def test_facts_alone(self, state: State, other: State, covers: bool) -> None:
        assert Stock(world(1, 1, held=(FREE, PAID))).covers(state, other) == covers

    @pytest.mark.parametrize(
        ("state", "other", "covers"),
        [
            (NOT_YET, NOT_YET, True),
            (NOT_YET, NONE, True),
            (NOT_YET, FIVE, True),  # a later claim gives five as well, and longer
            (FIVE, NOT_YET, False),
            (NONE, NOT_YET, False),
            (FIVE, NONE, True),
            (NONE, FIVE, False),
            (LATER, FIVE, True),
            (LATER, LATER_BUT_LESS, True),
            (LATER_BUT_LESS, LATER, False),
            (FIVE, LATER, False),  # it ends earlier
            (LATER_BUT_LESS, FIVE, False),
            (FIVE, LATER_BUT_LESS, False),
        ],
    )
    def test_the_claim(self, state: State, other: State, covers: bool) -> None:
        stock = Stock(world(1, 1, held=(PAID,), claim=CLAIM))
        assert stock.covers((*state, 9), (*other, 9)) == covers
        assert not stock.covers((*state, 8), (*other, 9))

    @pytest.mark.parametrize(
        ("state", "other", "covers"),
        [
            (NOT_YET, NOT_YET, True),
            (FIVE, FIVE, True),
            (NOT_YET, NONE, True),
            (NOT_YET, FIVE, False),  # claimed calls count for the tier
            (FIVE, NONE, False),
            (LATER, FIVE, False),
        ],
    )
    def test_where_free_calls_count_for_the_tier(
        self, state: State, other: State, covers: bool
    ) -> None:
        stock = Stock(world(1, 1, claim=CLAIM, basis="after_paid_packs"))
        assert stock.covers(state, other) == covers


class TestRichestFirst:
    """Each state comes after all that cover it."""

    @pytest.mark.parametrize("basis", ["billable", "after_paid_packs"])
    @pytest.mark.parametrize("claim", [None, CLAIM])
    def test_every_pair(self, basis: str, claim: Claim | None) -> None:
        stock = Stock(world(1, 1, held=(FREE, PAID), claim=claim, basis=basis))
        claims = (
            [(UNCLAIMED, 0), (0, 0), (3, 0), (5, 0), (3, 1), (5, 1)]
            if claim is not None
            else [()]
        )
        facts = list(itertools.product(range(3), repeat=2))
        states: list[State] = [(*begun, *left) for begun in claims for left in facts]
        for seed in range(5):
            mixed = Random(seed).sample(states, len(states))
            index = {
                state: number for number, state in enumerate(stock.richest_first(mixed))
            }
            assert sorted(index) == sorted(states)
            for one, other in itertools.permutations(states, 2):
                assert not stock.covers(one, other) or index[one] < index[other], (
                    one,
                    other,
                )
