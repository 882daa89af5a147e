"""The plan that buys packs for all calls: where it costs what no plan is below, nothing
has to be searched.

Packs get cheaper by the call with their size and last for a year, so for a year of
steady use that is often the best plan.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from facefusion_billing.solver.inventory import Inventory
from facefusion_billing.solver.problem import PoolPlan, Problem, Purchase


def packs_alone(problem: Problem, *, claims: bool) -> PoolPlan | None:
    """The cheapest packs for all calls that what is owned leaves, and the free pack if
    it is claimed; None where call volume mode does not serve all, or packs are not on
    sale when they are first needed.
    """
    if any(row.calls and not row.volume for row in problem.segments):
        return None
    inventory = Inventory(problem)
    state, claim = inventory.start, None
    needs = []
    for index, row in enumerate(problem.segments):
        claimed = inventory.claimed(state, index)
        if claims and row.calls and claimed is not None:
            state, claim = claimed, index
        drawn = inventory.draw(index, row.calls, state)
        state = drawn.state
        needs.append(drawn.rest)
    purchases = _as_needed(problem, needs)
    if purchases is None:
        return None
    return PoolPlan(purchases=purchases, claim=claim)


def _as_needed(problem: Problem, needs: Sequence[int]) -> tuple[Purchase, ...] | None:
    """Packs for all that segments need, the largest first, and each size when those
    before it are used up: money is spent late, and what use does not come to need is
    not bought.
    """
    catalogue, rows = problem.catalogue, problem.segments
    packs = catalogue.packs_for(catalogue.cover(sum(needs)).calls)
    needed_by = list(accumulate(needs))
    bought: dict[int, dict[int, int]] = {}
    calls = 0
    for size in sorted(packs, reverse=True):
        place = bisect_right(needed_by, calls)
        while not rows[place].can_buy:
            # Not on sale then, so with those before it.
            place -= 1
            if place < 0 or not calls:
                return None
        bought.setdefault(place, {})[size] = packs[size]
        calls += size * packs[size]
    return tuple(Purchase(*own) for own in bought.items())
