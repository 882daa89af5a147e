"""The search for the cheapest plan of a pool: labels segment by segment, exact (the
argument: docs/planner.md).

A stretch is a run of segments served by one purchase at its start. How many calls were
bought is left open while the stretch lasts: a label keeps only the need since it began
and the cost so far, and the purchase is chosen when the stretch ends, where its size is
best for the bill of that month. In one month at most one stretch ends, and at most one
begins after it; it lasts beyond the month.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.bounds import LowerBounds
from facefusion_billing.solver.buckets import QPS, Bucket, Step, Steps
from facefusion_billing.solver.calendar import Calendar
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.closing import Closing
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.inventory import Inventory, State
from facefusion_billing.solver.labels import (
    NO_STRETCH,
    Label,
    SearchMode,
    SearchResult,
    ended,
    lasting_front,
    pareto_front,
    same_need,
)
from facefusion_billing.solver.problem import PoolPlan, Problem, Purchase
from facefusion_billing.solver.tariff import Tariff

MOST_LABELS = 60_000
"""Labels kept after a segment; beyond them the least promising are dropped and the
answer says `bounded`.
"""
FEW = 3
"""Labels kept in the quick run before, for a year."""
MOST_IN_QUICK_RUN = 40
"""The same for more years."""
FEW_LABELS = 12
"""Labels kept once the time is up."""
Table = dict[Bucket, list[Label]]


class Search:
    """One search over a problem."""

    def __init__(
        self,
        problem: Problem,
        mode: SearchMode,
        ceiling: Cents = NEVER,
        deadline: Deadline | None = None,
    ) -> None:
        self.problem, self.mode, self.ceiling = problem, mode, ceiling
        self.deadline = deadline or Deadline()
        self.catalogue, self.inventory = problem.catalogue, Inventory(problem)
        self.bounds = LowerBounds(problem, idle=mode.idle)
        self.calendar = Calendar(problem)
        self.closing = Closing(problem, self.calendar, self.bounds)
        self.steps = Steps(problem, self.inventory, self.calendar, renew=mode.renew)
        self.dropped = NEVER
        self.seen = 0

    def run(self) -> SearchResult:
        """The cheapest plan; none when every plan costs more than the ceiling.

        A quick run with few labels comes first. Where no label it dropped can lead to a
        cheaper plan, it is the proof; else what its plan costs is a ceiling for the
        whole search.
        """
        months = len(self.problem.months)
        best = self._sweep(min(max(FEW, months - 9), MOST_IN_QUICK_RUN))
        unproved = self.dropped < min(best[0], self.ceiling + 1)
        if unproved and not self.deadline.out_of_time:
            self.ceiling = min(self.ceiling, best[0])
            quick, dropped = best, self.dropped
            self.dropped, self.seen = NEVER, 0
            best = min(self._sweep(MOST_LABELS), quick, key=_first)
            if self.deadline.out_of_time:
                self.dropped = max(self.dropped, min(dropped, quick[0]))
        cost, label = best
        if label is None or cost >= NEVER:
            return SearchResult(None, NEVER, self.dropped, self.seen)
        lower = min(cost, self.dropped)
        return SearchResult(self._plan(label), cost, lower, self.seen)

    def _sweep(self, most: int) -> tuple[Cents, Label | None]:
        """The cheapest label after all segments, at most so many being kept on the way,
        and its cost.
        """
        start = Bucket(self.inventory.start)
        table: Table = {start: [Label(0, 0, NO_STRETCH, 0, None)]}
        for segment in range(self.problem.end):
            if self.calendar.is_first[segment]:
                table = self._month_begins(table, segment)
            table = self._segment(table, segment, most)
        best: tuple[Cents, Label | None] = (NEVER, None)
        for label in (label for labels in table.values() for label in labels):
            cost = label.cost + self.catalogue.cover(label.need).price
            if cost < best[0]:
                best = cost, label
        return best

    # One segment.

    def _month_begins(self, table: Table, segment: int) -> Table:
        """Nothing of the month is settled; what is billed already counts."""
        month = self.problem.months[self.problem.segments[segment].month]
        if not month.billed:
            return table
        return {
            bucket._replace(before=month.billed): [
                label._replace(need=label.need + month.billed) for label in labels
            ]
            for bucket, labels in table.items()
        }

    def _segment(self, table: Table, segment: int, most: int) -> Table:
        """The labels after a segment."""
        if self.mode.renew:
            table = self._without_ended(table, segment)
        table = self._with_starts(table, segment)
        following: Table = {}
        for bucket, labels in table.items():
            for step in self.steps.of_bucket(bucket, segment):
                self._extend(labels, step, segment, following)
        if self.calendar.is_last[segment]:
            following = self._month_ends(following, segment)
        return self._kept(following, segment + 1, most)

    def _without_ended(self, table: Table, segment: int) -> Table:
        """The labels at the start of a segment; where packs have ended, a cover was
        bought and what is left is lost. Inside a month it may also be left uncovered,
        as if it lasted to the month's end.
        """
        rows, first = self.problem.segments, self.calendar.is_first[segment]
        found: Table = {}
        for bucket, labels in table.items():
            living = found.setdefault(bucket, [])
            for label in labels:
                need, cost, since, _, parent = label
                if since < 0 or rows[since].until > segment:
                    living.append(label)
                    continue
                bought = self.catalogue.cover(need)
                parent = parent, ((since, bought.calls),), None
                fresh = Label(0, cost + bought.price, NO_STRETCH, 0, parent)
                living.append(fresh)
                if not first and bucket.settled is None:
                    living.append(label._replace(since=ended(since)))
        return found

    def _with_starts(self, table: Table, segment: int) -> Table:
        """The labels with those for which a stretch ends before this segment, and
        another begins with it and lasts beyond the month.
        """
        row, calendar = self.problem.segments[segment], self.calendar
        if not row.can_buy or not (row.calls or calendar.is_stuck[segment + 1]):
            return table
        found = dict(table)
        for bucket, labels in table.items():
            if bucket.settled is not None:
                continue
            if calendar.is_first[segment] and not bucket.before:
                continue
            target = bucket._replace(settled=(), before=0, open=True)
            for settled, label in self._settled(bucket, labels, segment):
                start = target._replace(settled=settled)
                found.setdefault(start, []).append(label._replace(since=segment))
        return found

    def _settled(
        self, bucket: Bucket, labels: list[Label], segment: int
    ) -> Iterator[tuple[tuple[int, ...], Label]]:
        """The labels whose stretch ends here: the one that pays the least, or where the
        tier is not known yet, all that have to pay at the month's end.
        """
        tariff = self.closing.tariff(segment, None)
        if tariff is not None:
            label = self.closing.cheapest(bucket, labels, tariff, segment, self.ceiling)
            if label is not None:
                yield (), label
            return
        for need, cost, since, least, parent in labels:
            settled = (need, least, bucket.before, since)
            yield settled, Label(0, cost, NO_STRETCH, 0, parent)

    def _extend(
        self, labels: list[Label], step: Step, segment: int, following: Table
    ) -> None:
        """Carries labels through a segment in one way."""
        bucket, extra, calls, way, fresh = step
        can_buy, settled = self.problem.segments[segment].can_buy, bucket.settled
        # Where less need can be dearer, a pack that ends earlier can be better.
        early = self.mode.renew and not self.mode.monotone
        opens = can_buy and (calls or early or self.calendar.is_stuck[segment + 1])
        target = following.setdefault(bucket, [])
        for label in labels:
            need, cost, since, least, parent = label
            if fresh and since not in (NO_STRETCH, segment):
                continue
            cost += extra
            if way is not None:
                parent = parent, (), way
            if since == NO_STRETCH and not can_buy and calls:
                after = bucket._replace(before=bucket.before + calls)
                waiting = Label(need + calls, cost, since, least, parent)
                following.setdefault(after, []).append(waiting)
                continue
            if since == NO_STRETCH and opens:
                if not calls:
                    target.append(Label(need, cost, since, least, parent))
                since = segment
            elif since >= 0 and calls and self.mode.renew and can_buy:
                target += self._renewed(label, cost, calls, parent, bucket, segment)
            must = least + calls if settled is not None else least
            target.append(Label(need + calls, cost, since, must, parent))

    def _renewed(
        self,
        label: Label,
        cost: Cents,
        calls: int,
        parent: Any,
        bucket: Bucket,
        segment: int,
    ) -> Iterator[Label]:
        """A stretch that ends with calls left for part of this segment; a new one takes
        over.
        """
        need, since = label.need, label.since
        if since == segment:
            return
        for bought in dict.fromkeys(self.catalogue.roundings(need)):
            rest = calls - (bought - need)
            if 0 < rest <= calls:
                price = self.catalogue.price(bought)
                least = 0 if bucket.settled is None else rest
                way = (parent, ((since, bought),), None)
                yield Label(rest, cost + price, segment, least, way)

    def _month_ends(self, table: Table, segment: int) -> Table:
        """The bill of the month is paid, or the stretch lasts beyond it."""
        found: Table = {}
        for bucket, labels in table.items():
            after = Bucket(bucket.state, bucket.quota)
            tariff = self.closing.tariff(segment, bucket)
            assert tariff is not None
            going = [
                label._replace(least=label.need) for label in labels if label.since >= 0
            ]
            if bucket.settled:
                going = list(self._paid_late(bucket.settled, going, tariff))
            if bucket.settled is not None or not bucket.before:
                found.setdefault(after, []).extend(going)
            if bucket.settled is None:
                closed = self.closing.cheapest(
                    bucket, labels, tariff, segment + 1, self.ceiling
                )
                if closed is not None:
                    found.setdefault(after, []).append(closed)
        return found

    def _paid_late(
        self, settled: tuple[int, ...], labels: list[Label], tariff: Tariff
    ) -> Iterator[Label]:
        """The labels of stretches that began after one whose bill is known only now."""
        need, least, before, since = settled
        highest = need - before if since != NO_STRETCH else 0
        bill, bought = self.closing.close((least, highest, need), tariff, NEVER)
        place = since if since >= 0 else ended(since)
        for label in labels if bill < NEVER else ():
            parent = label.parent
            if bought:
                parent = parent, ((place, bought),), None
            yield label._replace(cost=label.cost + bill, parent=parent)

    # Which labels are worth keeping.

    def _kept(self, table: Table, segment: int, most: int) -> Table:
        """The labels that may still lead to the cheapest plan."""
        if self.calendar.is_stuck[segment]:
            table = _apart(table)
        kept: Table = {}
        count = 0
        richer: dict[Bucket, list[tuple[State, list[Label]]]] = {}
        for bucket in self._in_order(table):
            labels = table[bucket]
            self.seen += len(labels)
            self.deadline.spend(len(labels))
            rest = [label for label in labels if self._hopeful(bucket, label, segment)]
            others: list[Label] = []
            if not self.inventory.is_empty:
                alike = richer.setdefault(bucket._replace(state=()), [])
                others = self._richer(bucket.state, alike)
            rest = self._undominated(rest, others, bucket)
            if rest:
                kept[bucket] = rest
                count += len(rest)
                if not self.inventory.is_empty:
                    alike.append((bucket.state, rest))
        if self.deadline.out_of_time:
            most = min(most, FEW_LABELS)
        if count <= most:
            return kept
        return self._best(kept, segment, most)

    def _in_order(self, table: Table) -> Iterable[Bucket]:
        if self.inventory.is_empty or len(table) == 1:
            return table
        order = self.inventory.richest_first({bucket.state for bucket in table})
        rank = {state: index for index, state in enumerate(order)}
        return sorted(table, key=lambda bucket: rank[bucket.state])

    def _hopeful(self, bucket: Bucket, label: Label, segment: int) -> bool:
        bound = self.bounds.bound(label.need, label.least, label.cost, segment)
        if bound <= self.ceiling:
            return True
        qps, until, _ = bucket.quota
        return bound - self.bounds.credit(qps, segment, until) <= self.ceiling

    def _richer(
        self, state: State, alike: list[tuple[State, list[Label]]]
    ) -> list[Label]:
        """The labels of states that have at least as much of every pack."""
        if not self.mode.monotone:
            return []
        covers = self.inventory.covers
        found = [labels for other, labels in alike if covers(other, state)]
        return [label for labels in found for label in labels]

    def _undominated(
        self, labels: list[Label], better: list[Label], bucket: Bucket
    ) -> list[Label]:
        """The labels that no other is at least as good as; `better` ones are of states
        that are never worse.
        """
        if len(labels) + len(better) < 2:
            return labels
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
            credit = self.bounds.credit(bucket.quota[0], segment, bucket.quota[1])
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

    def _plan(self, label: Label) -> PoolPlan:
        """The plan a label stands for, read back along its parents."""
        bought: dict[int, int] = {}
        if label.need:
            bought[label.since] = self.catalogue.cover(label.need).calls
        qps, orders, claim, parent = [], [], None, label.parent
        while parent is not None:
            parent, purchases, way = parent
            for segment, calls in purchases:
                bought[segment] = bought.get(segment, 0) + calls
            if way is not None:
                segment, mode, order, claims = way
                qps += [segment] if mode == QPS else []
                orders += [(segment, order)] if order else []
                claim = segment if claims else claim
        purchases = tuple(
            Purchase(segment, self.catalogue.packs_for(calls))
            for segment, calls in sorted(bought.items())
            if calls
        )
        return PoolPlan(tuple(qps[::-1]), tuple(orders[::-1]), purchases, claim)


def _apart(table: Table) -> Table:
    """The labels without a stretch in buckets of their own: where packs cannot be
    bought, what has a purchase open can still make it larger.
    """
    found: Table = {}
    for bucket, labels in table.items():
        for label in labels:
            own = bucket._replace(open=label.since != NO_STRETCH)
            found.setdefault(own, []).append(label)
    return found


def _first(pair: tuple[Any, ...]) -> Cents:
    cents: Cents = pair[0]
    return cents
