"""What a plan of a group costs that is kept while its calls change."""

from facefusion_billing.model.calendar import Span
from facefusion_billing.model.money import Cents
from facefusion_billing.plans.groups.segments import KINDS, GroupSegments, Stretch
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.problem import PoolPlan, Problem, Segment
from facefusion_billing.solver.replay import quota_cost, replay
from facefusion_billing.startup.record import NamedTuple


class Kept(NamedTuple):
    """A plan of the pool of a group, and its days in QPS mode."""

    segments: GroupSegments
    problem: Problem
    pool: PoolPlan
    modes: tuple[Span, ...]

    def cost(self, calls: DailyCalls) -> Cents | None:
        """The cost with other calls; None when the segments do not serve them, or do
        not tell: inside of them a mode may change and a quota end.
        """
        stretches = self.segments.stretches(calls)
        # The mode lasts to the end of a quota, over days on which the plan has no calls.
        in_mode = sum(calls.between(*span) for span in self.modes)
        if in_mode > sum(stretches[index].calls for index in self.pool.qps):
            return None
        rows: list[Segment] = []
        for index, stretch in enumerate(stretches):
            row = self._segment(index, stretch)
            if row is None:
                return None
            rows.append(row)
        kept = self.problem._replace(segments=tuple(rows))
        cost = replay(kept, self.pool._replace(qps=(), orders=()))
        if cost >= NEVER:
            return None
        return cost + quota_cost(self.problem, self.pool)

    def _segment(self, index: int, stretch: Stretch) -> Segment | None:
        """A segment with other calls, those in QPS mode left out; None where its mode
        does not serve them for sure.
        """
        own = self.segments.segment(self.segments.rows[index], stretch, KINDS["best"])
        if not own.calls:
            return own
        if index not in self.pool.qps:
            return own if own.volume else None
        planned = self.problem.segments[index]
        if planned.need is None or own.need is None or own.need > planned.need:
            return None
        if own.days > planned.days:
            return None
        # Not metered: what is paid is the quota, however many calls there are.
        return own._replace(calls=0)


def plan_here(here: Problem, there: Problem, plan: PoolPlan) -> PoolPlan | None:
    """The plan of one problem as one of another; None where it may be none: what can be
    bought and served must be the same, and only bills may differ. How long QPS by the
    month lasts is not looked at.
    """
    if plan.orders:
        return None
    rows = [
        [row._replace(orders=()) for row in each.segments] for each in (here, there)
    ]
    facts = [(each.owned, each.claim) for each in (here, there)]
    if rows[0] == rows[1] and facts[0] == facts[1]:
        return plan
    return None
