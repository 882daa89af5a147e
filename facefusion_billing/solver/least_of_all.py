"""What all calls of a pool cost at the least, whatever is decided: closer than what
bounds a label, and too slow for that.

>>> from facefusion_billing.model.book import Tier, TierTable
>>> from facefusion_billing.model.money import Price
>>> from facefusion_billing.solver.catalogue import Catalogue
>>> from facefusion_billing.solver.problem import MonthCount, Problem, Segment
>>> tiers = (Tier(1, 99, Price(10, 2)), Tier(100, None, Price(5, 2)))
>>> month = Segment(month=0, calls=130, until=1)
>>> packs = Catalogue({50: 300})
>>> table = TierTable(tiers, "at_least", "x")
>>> least_of_all(Problem((month,), (MonthCount(),), packs, table, "billable"))
649
"""

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.partly_billed import PartlyBilled
from facefusion_billing.solver.problem import Problem
from facefusion_billing.solver.qps_shares import QpsShares


def least_of_all(problem: Problem) -> Cents:
    """A cost that no plan is below; 0 where a segment can be served in either mode.

    Packs serve all calls, or some are billed.
    """
    rows = [row for row in problem.segments if row.calls]
    if any((row.need is None) != row.volume for row in rows):
        return 0
    metered = sum(row.calls for row in rows if row.volume)
    calls = max(metered - problem.given, 0)
    # Each month's bill is rounded by itself, by up to half a cent.
    months = len({row.month for row in rows})
    packs = problem.catalogue
    mixed = PartlyBilled(problem, packs).least(calls) - months if calls else NEVER
    return min(packs.cover(calls).price, mixed) + _of_qps(problem)


def _of_qps(problem: Problem) -> Cents:
    """What the segments cost that only QPS mode serves."""
    rows = [n for n, row in enumerate(problem.segments) if row.calls and row.need]
    if not rows:
        return 0
    return sum(map(QpsShares(problem).of_segment, rows))
