"""How labels go on: where stretches begin, last, end and are paid.

A stretch is a run of segments served by one purchase at its start. In one month at most
one stretch ends, and at most one begins after it; it lasts beyond the month.
"""

from collections.abc import Iterator
from typing import Any

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.buckets import Bucket, Step
from facefusion_billing.solver.calendar import Calendar
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.closing import Closing
from facefusion_billing.solver.labels import (
    NO_STRETCH,
    Label,
    SearchMode,
    Table,
    ended,
    first_segment,
)
from facefusion_billing.solver.problem import Problem
from facefusion_billing.solver.tariff import Tariff


class Stretches:
    """The stretches of one problem; `closing` ends them, none above a ceiling."""

    def __init__(
        self, problem: Problem, mode: SearchMode, calendar: Calendar, closing: Closing
    ) -> None:
        self.problem, self.mode, self.calendar = problem, mode, calendar
        self.closing, self.catalogue = closing, problem.catalogue

    def without_ended(self, table: Table, segment: int) -> Table:
        """The labels at the start of a segment; where packs have ended, a cover was
        bought and what is left is lost. Inside a month it may also be left uncovered,
        as if it lasted to the month's end, where the search allows it.
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
                # Not what really happens, but never dearer than it: a bound
                # (docs/planner.md, step 6).
                if self.mode.outlast and not first and bucket.settled is None:
                    living.append(label._replace(since=ended(since)))
        return found

    def with_starts(self, table: Table, segment: int, ceiling: Cents) -> Table:
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
            # At a month's start nothing is billed yet, so nothing of it can end before.
            if calendar.is_first[segment] and not bucket.before:
                continue
            target = bucket._replace(before=0, open=True)
            for settled, label in self._settled(bucket, labels, segment, ceiling):
                start = target._replace(settled=settled)
                found.setdefault(start, []).append(label._replace(since=segment))
        return found

    def _settled(
        self, bucket: Bucket, labels: list[Label], segment: int, ceiling: Cents
    ) -> Iterator[tuple[tuple[int, ...], Label]]:
        """The labels whose stretch ends here: the one that pays the least, or where the
        tier is not known yet, all that have to pay at the month's end.
        """
        tariff = self.closing.tariff(segment, None)
        if tariff is not None:
            label = self.closing.cheapest(bucket, labels, tariff, segment, ceiling)
            if label is not None:
                yield (), label
            return
        for need, cost, since, least, parent in labels:
            settled = (need, least, bucket.before, since)
            yield settled, Label(0, cost, NO_STRETCH, 0, parent)

    def extend(
        self, labels: list[Label], step: Step, segment: int, following: Table
    ) -> None:
        """Carries labels through a segment in one way."""
        bucket, extra, calls, way, fresh = step
        can_buy, settled = self.problem.segments[segment].can_buy, bucket.settled
        opens = can_buy and self._may_begin(segment, calls)
        renews = can_buy and calls and self.mode.renew
        target = following.setdefault(bucket, [])
        for label in labels:
            need, cost, since, least, parent = label
            # Inside a stretch a claim is worth what it is at its start, where it was
            # tried.
            if fresh and since not in (NO_STRETCH, segment):
                continue
            cost += extra
            if way is not None:
                parent = parent, (), way
            # Calls before packs can be bought are billed, or served by what begins
            # after them in the same month.
            if since == NO_STRETCH and not can_buy and calls:
                after = bucket._replace(before=bucket.before + calls)
                waiting = Label(need + calls, cost, since, least, parent)
                following.setdefault(after, []).append(waiting)
                continue
            if since == NO_STRETCH and opens:
                if not calls:
                    target.append(Label(need, cost, since, least, parent))
                since = segment
            elif since >= 0 and renews:
                target += self._renewed(label, cost, calls, parent, bucket, segment)
            must = least + calls if settled is not None else least
            target.append(Label(need + calls, cost, since, must, parent))

    def _may_begin(self, segment: int, calls: int) -> bool:
        """Whether a stretch may begin with a segment: with calls, before packs cannot
        be bought, or where less need can be dearer and so a pack that ends earlier can
        be better.
        """
        if calls or self.calendar.is_stuck[segment + 1]:
            return True
        return self.mode.renew and not self.mode.monotone

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
            if rest > 0:
                price = self.catalogue.price(bought)
                least = 0 if bucket.settled is None else rest
                way = (parent, ((since, bought),), None)
                yield Label(rest, cost + price, segment, least, way)

    def month_ends(self, table: Table, segment: int, ceiling: Cents) -> Table:
        """The bill of the month is paid, or the stretch lasts beyond it."""
        found: Table = {}
        for bucket, labels in table.items():
            after = Bucket(bucket.state, bucket.quota)
            tariff = self.closing.tariff(segment, bucket)
            assert tariff is not None
            going = [
                Label(need, cost, since, need, parent)
                for need, cost, since, _, parent in labels
                if since >= 0
            ]
            if bucket.settled:
                going = list(self._paid_late(bucket.settled, going, tariff))
            if bucket.settled is not None or not bucket.before:
                found.setdefault(after, []).extend(going)
            if bucket.settled is None:
                closed = self.closing.cheapest(
                    bucket, labels, tariff, segment + 1, ceiling
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
        if bill >= NEVER:
            return
        for label in labels:
            parent = label.parent
            if bought:
                parent = parent, ((first_segment(since), bought),), None
            yield label._replace(cost=label.cost + bill, parent=parent)
