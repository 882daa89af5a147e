"""Packs that have to be bought before they are needed, because they are not on sale
then: bounded as if they were on sale until they end.

Bought on the last day of sale, packs serve no more than they would if they were bought
later with the same end: a plan can wait with them, and bill what is called meanwhile.
"""

from facefusion_billing.solver.problem import PoolPlan, Problem, Purchase, Segment


def postponed(problem: Problem) -> Problem:
    """The problem with packs on sale in every segment before those of the last day of
    sale end; no plan of it costs more than it does as things are.
    """
    rows: list[Segment] = []
    until = 0
    for index, row in enumerate(problem.segments):
        if row.can_buy:
            until = row.until
        elif index < until:
            row = row._replace(can_buy=True, until=until)
        rows.append(row)
    return problem._replace(segments=tuple(rows))


def as_sold(problem: Problem, plan: PoolPlan) -> PoolPlan:
    """A plan with its purchases on the last days of sale before them."""
    rows = problem.segments
    if all(rows[purchase.segment].can_buy for purchase in plan.purchases):
        return plan
    bought: dict[int, dict[int, int]] = {}
    for segment, sizes in plan.purchases:
        day = segment
        while not rows[day].can_buy:
            day -= 1
        own = bought.setdefault(day, {})
        for size, count in sizes.items():
            own[size] = own.get(size, 0) + count
    return plan._replace(purchases=tuple(Purchase(*own) for own in bought.items()))
