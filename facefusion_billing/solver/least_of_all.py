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

from facefusion_billing.model.book import Tier
from facefusion_billing.model.money import Cents
from facefusion_billing.solver.bounds import tier_rate
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.problem import Problem
from facefusion_billing.solver.qps_shares import QpsShares


def least_of_all(problem: Problem) -> Cents:
    """A cost that no plan is below; 0 where a segment can be served in either mode.

    Packs serve all calls, or some are billed: then in some cheapest tier that a month
    reaches, and so at least as many as reach it.
    """
    rows = [row for row in problem.segments if row.calls]
    if any((row.need is None) != row.volume for row in rows):
        return 0
    metered = sum(row.calls for row in rows if row.volume)
    calls = max(metered - problem.given, 0)
    # Each month's bill is rounded by itself, by up to half a cent.
    months = len({row.month for row in rows})
    ways = [_billed(problem, calls, tier) - months for tier in problem.reached()]
    return min([problem.catalogue.cover(calls).price, *ways]) + _of_qps(problem)


def _of_qps(problem: Problem) -> Cents:
    """What the segments cost that only QPS mode serves."""
    rows = [n for n, row in enumerate(problem.segments) if row.calls and row.need]
    if not rows:
        return 0
    return sum(map(QpsShares(problem).of_segment, rows))


def _billed(problem: Problem, calls: int, tier: Tier) -> Cents:
    """The least that calls cost some of which are billed, a tier being the cheapest that
    a month reaches.
    """
    catalogue, (rate, per) = problem.catalogue, tier_rate(tier)
    fewest, least = _fewest_billed(problem, tier), NEVER
    if fewest > 1:
        # Where packs leave fewer, so many are billed all the same.
        packs = catalogue.cover(max(calls - fewest, 0)).price
        least = packs + fewest * rate // per
    for bought in catalogue.totals(0, calls - fewest, (rate, per)):
        billed = (calls - bought) * rate // per
        least = min(least, catalogue.price(bought) + billed)
    return least


def _fewest_billed(problem: Problem, tier: Tier) -> int:
    """How many of the calls are billed at the least where a month reaches a tier: those
    that count beside them may all be in it.
    """
    # Calls that packs serve count too.
    if problem.basis == "total":
        return 1
    beside = problem.months[0].billed
    if problem.basis == "after_paid_packs":
        beside += problem.most_free
    return max(tier.first - beside, 1)
