"""Which labels are worth keeping after a segment."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.bounds import LowerBounds
from facefusion_billing.solver.buckets import NO_ORDER, Bucket
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.inventory import Inventory, State
from facefusion_billing.solver.labels import (
    Label,
    SearchMode,
    Table,
    lasting_front,
    pareto_front,
    same_need,
)

FEW_LABELS = 12
"""Labels kept once the time is up."""
FEW_IN_ALL = 480
"""The same for all segments together: what is left to do then is soon done."""


Kept = tuple[State, list[Label]]
"""Labels that are kept, with what is left of the facts."""


class Pruning:
    """What one sweep keeps: at most so many labels, none of which costs more than a
    ceiling.

    `dropped` is the least bound of those that were promising.
    """

    def __init__(
        self,
        mode: SearchMode,
        inventory: Inventory,
        bounds: LowerBounds,
        deadline: Deadline,
        ceiling: Cents,
        *,
        most: int,
    ) -> None:
        self.mode, self.inventory, self.bounds = mode, inventory, bounds
        self.deadline, self.ceiling, self.most = deadline, ceiling, most
        segments = len(bounds.problem.segments)
        self.few = min(FEW_LABELS, max(FEW_IN_ALL // segments, 1))
        self.dropped = NEVER

    def kept(self, table: Table, segment: int) -> Table:
        """The labels that may still lead to the cheapest plan."""
        kept: Table = {}
        richer: dict[Bucket, list[Kept]] = {}
        for bucket in self._in_order(table):
            hopeful = self._hopeful(bucket, table[bucket], segment)
            # Those with the same QPS and month: they differ in what is left of packs.
            alike = richer.setdefault(bucket._replace(state=()), [])
            better = self._richer(bucket.state, alike)
            if bucket.quota != NO_ORDER:
                better += self._without_order(bucket, segment, kept)
            labels = self._undominated(hopeful, better, bucket)
            if labels:
                kept[bucket] = labels
                alike.append((bucket.state, labels))
        return self._no_more(kept, segment)

    def _no_more(self, table: Table, segment: int) -> Table:
        """The labels, or the most promising where there are too many."""
        most = self.most
        if self.deadline.out_of_time:
            most = min(most, self.few)
        if sum(map(len, table.values())) <= most:
            return table
        return self._best(table, segment, most)

    def _in_order(self, table: Table) -> Iterable[Bucket]:
        """The buckets, those that others are compared with first."""
        if len(table) == 1:
            return table
        order = self.inventory.richest_first({bucket.state for bucket in table})
        rank = {state: index for index, state in enumerate(order)}
        # Without QPS in force first: what others are compared with.
        return sorted(
            table, key=lambda bucket: (rank[bucket.state], bucket.quota != NO_ORDER)
        )

    def _hopeful(
        self, bucket: Bucket, labels: list[Label], segment: int
    ) -> list[Label]:
        """The labels that may lead to a plan that costs no more than the ceiling."""
        # QPS that is paid for may still save something, which the bound leaves out.
        qps, until, _ = bucket.quota
        most = self.ceiling + self.bounds.qps.saved(qps, segment, until)
        bound = self.bounds.bound
        return [
            label
            for label in labels
            if bound(label.need, label.least, label.cost, segment) <= most
        ]

    def _richer(self, state: State, alike: list[Kept]) -> list[Label]:
        """The labels of states that have at least as much of every pack."""
        if not self.mode.monotone:
            return []
        covers = self.inventory.covers
        found = [labels for other, labels in alike if covers(other, state)]
        return list(chain.from_iterable(found))

    def _without_order(self, bucket: Bucket, segment: int, kept: Table) -> list[Label]:
        """The labels with no QPS in force, as dear as they are if they buy by the day
        what the QPS of a bucket would have saved them.
        """
        others = kept.get(bucket._replace(quota=NO_ORDER), [])
        if not others or not self.mode.monotone:
            return []
        qps, until, _ = bucket.quota
        worth = self.bounds.qps.worth(qps, segment, until)
        return [label._replace(cost=label.cost + worth) for label in others]

    def _undominated(
        self, labels: list[Label], better: list[Label], bucket: Bucket
    ) -> list[Label]:
        """The labels that no other is at least as good as; `better` ones are of states
        that are never worse.
        """
        if len(labels) + len(better) < 2:
            return labels
        # In its first month a plan cannot cover what was billed before it, so less need
        # is not always better there.
        first_bill = bucket.before and bucket.settled is None
        if not self.mode.monotone or first_bill:
            return same_need(labels, renew=self.mode.renew)
        if self.mode.renew:
            return lasting_front(labels, better)
        return pareto_front(labels, better)

    def _best(self, table: Table, segment: int, most: int) -> Table:
        """The most promising labels; the least bound of those dropped is kept, as a
        bound of the answer.
        """
        ranked = []
        for bucket, labels in table.items():
            credit = self.bounds.qps.saved(bucket.quota[0], segment, bucket.quota[1])
            for label in labels:
                need, cost, _, least, _ = label
                bound = self.bounds.bound(need, least, cost, segment) - credit
                ranked.append((bound, bucket, label))
        ranked.sort(key=_first)
        self.dropped = min(self.dropped, ranked[most][0])
        chosen: Table = {}
        for _, bucket, label in ranked[:most]:
            chosen.setdefault(bucket, []).append(label)
        return chosen


def _first(pair: tuple[Any, ...]) -> Cents:
    """The bound of a label that is ranked."""
    cents: Cents = pair[0]
    return cents
