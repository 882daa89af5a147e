"""The plan that buys packs for all calls on one day: where it costs what no plan is
below, nothing has to be searched.

Packs get cheaper by the call with their size and last for a year, so for a year of
steady use that is often the best plan.
"""

from facefusion_billing.solver.inventory import Inventory
from facefusion_billing.solver.problem import PoolPlan, Problem, Purchase


def bought_at_once(problem: Problem, *, claims: bool) -> PoolPlan | None:
    """Packs for all calls that what is owned leaves, and the free pack if it is claimed,
    bought where they are first needed; None where call volume mode does not serve all.
    """
    if any(row.calls and not row.volume for row in problem.segments):
        return None
    inventory = Inventory(problem)
    state, claim, first, need = inventory.start, None, None, 0
    for index, row in enumerate(problem.segments):
        claimed = inventory.claimed(state, index)
        if claims and row.calls and claimed is not None:
            state, claim = claimed, index
        drawn = inventory.draw(index, row.calls, state)
        state = drawn.state
        if drawn.rest and first is None:
            first = index
        need += drawn.rest
    if first is None:
        return PoolPlan(claim=claim)
    if not problem.segments[first].can_buy:
        return None
    catalogue = problem.catalogue
    packs = catalogue.packs_for(catalogue.cover(need).calls)
    return PoolPlan(purchases=(Purchase(first, packs),), claim=claim)
