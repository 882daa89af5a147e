"""QPS mode is closed where packs for the same calls cost no more than QPS by the day.

Such a segment is metered in one of the cheapest plans: from any plan that has it in QPS
mode, go over to packs for its calls, bought on its first day (docs/planner.md, step 7).
With fewer ways to serve calls the bounds are closer, and most pools of an app with
moderate peaks need no search.
"""

from itertools import repeat

from facefusion_billing.solver.monotone import can_be_swapped
from facefusion_billing.solver.problem import Problem, Segment


def without_dear_qps(problem: Problem) -> Problem:
    """The problem with a cheapest plan of the same cost, and QPS mode only where it can
    pay.
    """
    if not problem.catalogue.sizes or not can_be_swapped(problem):
        return problem
    rows = zip(problem.segments, _are_served(problem), strict=True)
    segments = tuple(
        row._replace(need=None) if not served and _is_dear(problem, row) else row
        for row, served in rows
    )
    return problem._replace(segments=segments)


def _are_served(problem: Problem) -> list[bool]:
    """For each segment whether an order by the month can serve it."""
    served = [False] * problem.end
    for start, row in enumerate(problem.segments):
        for order in row.orders:
            served[start : order.until] = repeat(True, order.until - start)
    return served


def _is_dear(problem: Problem, row: Segment) -> bool:
    """Whether packs for the calls of a segment cost no more than QPS by the day."""
    if not (row.calls and row.volume and row.need):
        return False
    _, price = problem.by_day.at_least(row.need)
    return problem.catalogue.cover(row.calls).price <= price * row.days
