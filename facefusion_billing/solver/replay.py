"""What a plan costs: every pack drawn in its order, segment by segment, and each month
billed by the real tariff.

This is the rules core in small. It shares no step with the search, so that a plan is
believed only when both agree; the answer a user sees is billed once more by the core
itself.
"""

from collections.abc import Iterator

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.problem import MonthCount, PoolPlan, Problem, Segment
from facefusion_billing.solver.tariff import Tariffs

FREE, PAID = 0, 1
"""Free packs go before all others."""


class _Pack:
    __slots__ = ("end", "first", "left", "rank")

    def __init__(self, rank: tuple[int, int], calls: int, first: int, end: int) -> None:
        self.rank, self.left, self.first, self.end = rank, calls, first, end


def replay(problem: Problem, plan: PoolPlan) -> Cents:
    """The cost of a plan; `NEVER` when it leaves calls for which nothing is sold."""
    packs, qps = _packs(problem, plan), frozenset(plan.qps)
    months = [_Month(month) for month in problem.months]
    for index, row in enumerate(problem.segments):
        if index in qps:
            continue
        if row.calls and not row.volume:
            return NEVER
        _serve(row, index, packs, months[row.month])
    cost = _purchases(problem, plan) + quota_cost(problem, plan)
    tariffs = Tariffs(problem.tiers, problem.basis)
    for month in months:
        cost += tariffs.of(month.counted(problem.basis)).bill(month.billable)
    return min(cost, NEVER)


class _Month:
    """What a month has counted."""

    __slots__ = ("all", "billable", "free")

    def __init__(self, begun: MonthCount) -> None:
        self.free, self.billable = begun.free, begun.billed
        self.all = begun.free + begun.packs + begun.billed

    def counted(self, basis: str) -> int:
        """What counts for the tier beside the billable calls, or all that counts."""
        return {"total": self.all, "after_paid_packs": self.free, "billable": 0}[basis]


def _serve(row: Segment, index: int, packs: list[_Pack], month: _Month) -> None:
    """Draws the calls of a segment from all packs in their order, bills the rest."""
    calls = row.calls
    month.all += calls
    for pack in packs:
        if calls and pack.left and pack.first <= index < pack.end:
            taken = min(pack.left, calls)
            pack.left -= taken
            calls -= taken
            if pack.rank[0] == FREE:
                month.free += taken
    month.billable += calls


def _purchases(problem: Problem, plan: PoolPlan) -> Cents:
    return sum(
        count * problem.catalogue.prices[size]
        for bought in plan.purchases
        for size, count in bought.sizes.items()
    )


def quota_cost(problem: Problem, plan: PoolPlan) -> Cents:
    """What the QPS of a plan costs: the orders by the month, and by the day what they
    leave short.
    """
    bought = plan.orders
    cost = sum(order.cost for _, order in bought)
    for place in plan.qps:
        row = problem.segments[place]
        have = sum(order.qps for first, order in bought if first <= place < order.until)
        if row.need is None:
            return NEVER
        cost += problem.by_day.at_least(max(row.need - have, 0))[1] * row.days
    return cost


def _packs(problem: Problem, plan: PoolPlan) -> list[_Pack]:
    """All packs in drawing order: free ones, then by the date of their order."""
    packs = [*_owned(problem), *_bought(problem, plan)]
    if plan.claim is not None and problem.claim is not None:
        claim = problem.claim
        until = claim.until[plan.claim]
        packs.append(_Pack((FREE, 0), claim.calls, plan.claim, until))
    return sorted(packs, key=lambda pack: pack.rank)


def _owned(problem: Problem) -> Iterator[_Pack]:
    for owned in problem.owned:
        kind = FREE if owned.free else PAID
        # Before what is bought with the segment `before`, after what was bought earlier.
        rank = (kind, 2 * owned.before - 1)
        yield _Pack(rank, owned.calls, owned.first, owned.end)


def _bought(problem: Problem, plan: PoolPlan) -> Iterator[_Pack]:
    for bought in plan.purchases:
        first = bought.segment
        calls = sum(size * count for size, count in bought.sizes.items())
        until = problem.segments[first].until
        yield _Pack((PAID, 2 * first), calls, first, until)
