"""Packs that are bought before they are needed, by hand."""

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.postponed import as_sold, postponed
from facefusion_billing.solver.problem import (
    MonthCount,
    PoolPlan,
    Problem,
    Purchase,
    Segment,
)
from facefusion_billing.solver.solve import OPTIMAL, solve

# A call is 10 cents; ten are 60 in a pack.
TEN_CENTS = TierTable((Tier(1, None, Price(10, 2)),), "at_least", "x")


def pool(*rows: tuple[int, int, bool]) -> Problem:
    """A month for each row: its calls, when a pack of it ends, and whether it is on sale."""
    segments = tuple(
        Segment(month, calls, until, can_buy)
        for month, (calls, until, can_buy) in enumerate(rows)
    )
    months = (MonthCount(),) * len(rows)
    return Problem(segments, months, Catalogue({10: 60}), TEN_CENTS, "billable")


def test_on_sale_until_those_of_the_last_day_of_sale_end() -> None:
    found = postponed(
        pool((1, 3, False), (1, 4, True), (1, 5, False), (1, 6, False), (1, 7, False))
    )
    assert [(row.can_buy, row.until) for row in found.segments] == [
        (False, 3),
        (True, 4),
        (True, 4),
        (True, 4),
        (False, 7),
    ]


def test_what_was_postponed_is_bought_on_the_last_day_of_sale() -> None:
    own = pool((1, 4, True), (1, 5, True), (1, 6, False), (1, 7, False))
    bought = (Purchase(0, {10: 1}), Purchase(1, {10: 2}), Purchase(3, {10: 3}))
    assert as_sold(own, PoolPlan(purchases=bought)).purchases == (
        Purchase(0, {10: 1}),
        Purchase(1, {10: 5}),
    )


def test_a_plan_that_buys_ahead_is_proved() -> None:
    """10 calls in each of four months, packs on sale in the first two, for three months each. Four packs are 240, but
    the last serves to the third month's end only after one of the first month, to the fourth's after one of the second:
    one in the first month and three in the second.
    """
    own = pool((10, 3, True), (10, 4, True), (10, 4, False), (10, 4, False))
    found = solve(own)
    assert (found.cost, found.status) == (240, OPTIMAL)


def test_calls_after_the_last_pack_has_ended_are_billed() -> None:
    """The fourth month's 10 calls are 100: no pack of the first serves them. Three packs are 180."""
    own = pool((10, 3, True), (10, 4, False), (10, 4, False), (10, 4, False))
    found = solve(own)
    assert (found.cost, found.status) == (280, OPTIMAL)
