"""The search for the cheapest plan of a pool: labels segment by segment, exact (the
argument: docs/planner.md).

How many calls a stretch bought is left open while it lasts: a label keeps only the need
since it began and the cost so far, and the purchase is chosen when the stretch ends,
where its size is best for the bill of that month.
"""

from itertools import chain

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.bounds import LowerBounds
from facefusion_billing.solver.buckets import Bucket, Steps
from facefusion_billing.solver.calendar import Calendar
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.closing import Closing
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.inventory import Inventory
from facefusion_billing.solver.labels import (
    NO_STRETCH,
    Label,
    SearchMode,
    SearchResult,
    Table,
    open_apart,
    plan_of,
)
from facefusion_billing.solver.problem import Problem
from facefusion_billing.solver.pruning import Pruning
from facefusion_billing.solver.stretches import Stretches
from facefusion_billing.startup.record import NamedTuple

MOST_LABELS = 60_000
"""Labels kept after a segment; beyond them the least promising are dropped and the
answer says `bounded`.
"""
GROWTH = 2
"""Inside a month labels are pruned once there are so many times as many."""
FEW, FEW_IN_ALL = 4, 96
"""Labels kept in the quick run before, and for all segments together where these are
few: the bounds are close, so most plans are proved by them.
"""
MOST_IN_SECOND_RUN, MORE = 120, 8
"""The same in a second one, whose plan is a closer ceiling; and how many times as many
it must keep.
"""
MOST_IN_ALL, MOST_WHERE_FAR = 7_200, 24_000
"""The same for all segments together: as a rule, and in a second run after a first one
whose plan costs a tenth more than its bound.
"""


class Swept(NamedTuple):
    """The cheapest label after all segments and its cost, the least bound of what was
    dropped on the way, and how many labels were looked at.
    """

    cost: Cents
    label: Label | None
    dropped: Cents
    seen: int


class Search:
    """One search over a problem."""

    def __init__(
        self,
        problem: Problem,
        mode: SearchMode,
        bounds: LowerBounds,
        ceiling: Cents = NEVER,
        deadline: Deadline | None = None,
    ) -> None:
        self.problem, self.mode, self.ceiling = problem, mode, ceiling
        self.deadline = deadline or Deadline()
        self.inventory = Inventory(problem)
        self.bounds, self.calendar = bounds, Calendar(problem)
        closing = Closing(problem, self.calendar, bounds, idle=mode.idle)
        self.stretches = Stretches(problem, mode, self.calendar, closing)
        self.steps = Steps(problem, self.inventory, self.calendar, renew=mode.renew)

    def run(self) -> SearchResult:
        """The cheapest plan; none when every plan costs more than the ceiling.

        Quick runs with few labels come first. Where no label one of them dropped can
        lead to a cheaper plan, it is the proof; else what its plan costs is a ceiling
        for the next.
        """
        few = self._few()
        best = self._sweep(few, self.ceiling)
        for most in (self._some(few, best), MOST_LABELS):
            unproved = best.dropped < min(best.cost, self.ceiling + 1)
            if most > few and unproved and not self.deadline.out_of_time:
                best = self._wider(most, best)
        if best.label is None or best.cost >= NEVER:
            return SearchResult(None, NEVER, best.dropped, best.seen)
        plan = plan_of(best.label, self.problem.catalogue)
        lower = min(best.cost, best.dropped)
        return SearchResult(plan, best.cost, lower, best.seen)

    def _few(self) -> int:
        """How many labels the first run keeps: so few that it comes to its end."""
        segments = self.problem.end
        affordable = max(MOST_IN_ALL // segments, 1)
        return min(max(FEW, FEW_IN_ALL // segments), affordable)

    def _some(self, few: int, first: Swept) -> int:
        """The same of the second run; 0 where there is none."""
        some = min(MOST_IN_SECOND_RUN, MOST_IN_ALL // self.problem.end)
        # One that keeps hardly more would find hardly more.
        if some >= MORE * few:
            return some
        # A plan far above its bound is hardly a ceiling.
        if 10 * first.cost > 11 * first.dropped:
            return min(MOST_IN_SECOND_RUN, MOST_WHERE_FAR // self.problem.end)
        return 0

    def _wider(self, most: int, quick: Swept) -> Swept:
        """A run with more labels after a quick one; if time runs out, the better of
        both.
        """
        found = self._sweep(most, min(self.ceiling, quick.cost))
        dropped = found.dropped
        if self.deadline.out_of_time:
            # A search that was cut off may bound less than the quick one had: both
            # hold.
            dropped = max(dropped, min(quick.dropped, quick.cost))
        best = found if found.cost <= quick.cost else quick
        return best._replace(dropped=dropped, seen=found.seen)

    def _sweep(self, most: int, ceiling: Cents) -> Swept:
        """The cheapest label after all segments, at most so many being kept on the way,
        none above a ceiling.
        """
        pruning = Pruning(
            self.mode, self.inventory, self.bounds, self.deadline, ceiling, most=most
        )
        start = Bucket(self.inventory.start)
        table: Table = {start: [Label(0, 0, NO_STRETCH, 0, None)]}
        seen, kept = 0, 1
        for segment in range(self.problem.end):
            # Pruned between segments, where all labels stand at the same day and can be
            # compared; inside a month only once there are more of them.
            table = self._segment(table, segment, ceiling)
            count = sum(map(len, table.values()))
            seen += count
            over = self.deadline.spend(count)
            if over or self.calendar.is_last[segment] or count > GROWTH * kept:
                table = pruning.kept(table, segment + 1)
                kept = sum(map(len, table.values()))
                # Every plan costs more than the ceiling.
                if not kept:
                    break
        cost, label = self._cheapest(table)
        return Swept(cost, label, pruning.dropped, seen)

    def _cheapest(self, table: Table) -> tuple[Cents, Label | None]:
        """The label that costs least once its stretch is paid for, and its cost."""
        cost, found = NEVER, None
        for label in chain.from_iterable(table.values()):
            whole = label.cost + self.problem.catalogue.cover(label.need).price
            if whole < cost:
                cost, found = whole, label
        return cost, found

    def _month_begins(self, table: Table, segment: int) -> Table:
        """Nothing of the month is settled; what is billed already counts."""
        billed = self.problem.months[self.problem.segments[segment].month].billed
        if not billed:
            return table
        begun: Table = {}
        for bucket, labels in table.items():
            own = [label._replace(need=label.need + billed) for label in labels]
            begun[bucket._replace(before=billed)] = own
        return begun

    def _segment(self, table: Table, segment: int, ceiling: Cents) -> Table:
        """The labels after a segment."""
        if self.calendar.is_first[segment]:
            table = self._month_begins(table, segment)
        if self.mode.renew:
            table = self.stretches.without_ended(table, segment)
        table = self.stretches.with_starts(table, segment, ceiling)
        following: Table = {}
        for bucket, labels in table.items():
            for step in self.steps.of_bucket(bucket, segment):
                self.stretches.extend(labels, step, segment, following)
        if self.calendar.is_last[segment]:
            following = self.stretches.month_ends(following, segment, ceiling)
        if self.calendar.is_stuck[segment + 1]:
            return open_apart(following)
        return following
