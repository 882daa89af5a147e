"""What holds for a book's prices, so that partial plans can be compared."""

from itertools import chain, pairwise

from facefusion_billing.model.book import TierTable
from facefusion_billing.solver.problem import Problem
from facefusion_billing.solver.tariff import Tariff

MOST_TRIED = 2_000


def is_monotone(problem: Problem) -> bool:
    """Whether less need at no more cost is always at least as good (docs/planner.md,
    step 5).
    """
    # The argument buys a cover when it is needed, so it must be for sale then.
    if not all(row.can_buy for row in problem.segments if row.calls):
        return False
    # Under `total` packs move no tier: a bill only rises with what is left to it.
    if problem.basis == "total" or problem.tiers is None:
        return True
    if problem.basis == "billable":
        return Tariff(problem.tiers).is_monotone(problem.catalogue)
    others = _critical(problem, problem.most_free)
    if len(others) > MOST_TRIED:
        return False
    return all(
        Tariff(problem.tiers, count).is_monotone(problem.catalogue) for count in others
    )


def can_be_swapped(problem: Problem) -> bool:
    """Whether calls that are metered more can be served by packs for them at no other
    cost.
    """
    # Free calls would be used earlier, and here they count for the tier.
    if problem.basis == "after_paid_packs":
        return False
    # What was billed before the plan cannot be covered any more.
    if problem.months[0].billed:
        return False
    return prices_never_rise(problem) and is_monotone(problem)


def prices_never_rise(problem: Problem) -> bool:
    """Whether no tier has a higher unit price than one before it."""
    return problem.tiers is None or falls_or_stays(problem.tiers)


def falls_or_stays(table: TierTable) -> bool:
    """Whether no tier of a table has a higher unit price than one before it."""
    prices = [
        (tier.price.digits, 10**tier.price.places) for tier in table.tiers if tier.price
    ]
    return all(
        after * below <= before * over
        for (before, below), (after, over) in pairwise(prices)
    )


def _critical(problem: Problem, most: int) -> set[int]:
    """The free calls at which the test can fail: a cover's price steps at multiples of
    the least size.

    One more is the last number with which a single call is left below a tier.
    """
    assert problem.tiers is not None
    sizes = problem.catalogue.sizes
    step = sizes[0] if sizes and problem.catalogue.chain else 1
    steps = (
        range((tier.first - 1) % step, most + 1, step)[: MOST_TRIED + 1]
        for tier in problem.tiers.tiers
    )
    below = (
        tier.first - 2 for tier in problem.tiers.tiers if 0 <= tier.first - 2 <= most
    )
    return {0, most, *below, *chain.from_iterable(steps)}
