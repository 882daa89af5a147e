"""What labels share, and the ways to serve a segment from there."""

from collections.abc import Iterator
from typing import Any

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.calendar import Calendar
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.inventory import Inventory, State
from facefusion_billing.solver.monotone import can_be_swapped
from facefusion_billing.solver.problem import MonthOrder, Problem
from facefusion_billing.startup.record import NamedTuple

VOLUME, QPS = 0, 1
NO_ORDER = (0, 0, 0)
"""The QPS in force by the month (how much, until which segment it serves, and the one
from which another may follow) where there is none.
"""


class Bucket(NamedTuple):
    """What labels must share to be compared: what is left of the facts, the QPS in
    force by the month, and the month so far.

    `settled` is None until the bill of the month is decided; then nothing, or what has
    to be billed at the month's end. `before`: calls of the month from before packs
    could be bought. `counted`: calls of the month that count for its tier.
    """

    state: State
    quota: tuple[int, int, int] = NO_ORDER
    settled: tuple[int, ...] | None = None
    before: int = 0
    counted: int = 0
    open: bool = True


class Step(NamedTuple):
    """A way to serve a segment from a bucket: the bucket it leads to, its cost, the
    calls that are left to packs and pay-as-you-go, and what it adds to a label's way.
    """

    bucket: Bucket
    cost: Cents
    calls: int
    way: tuple[Any, ...] | None
    fresh: bool = False


class Steps:
    """The ways to serve each segment of a problem; `renew` as in a search."""

    def __init__(
        self,
        problem: Problem,
        inventory: Inventory,
        calendar: Calendar,
        *,
        renew: bool,
    ) -> None:
        self.problem, self.inventory, self.calendar = problem, inventory, calendar
        self.swaps = can_be_swapped(problem)
        self.claims_anywhere = self._claims_anywhere(renew=renew)

    def of_bucket(self, bucket: Bucket, segment: int) -> Iterator[Step]:
        """Every way to serve a segment from a bucket."""
        row = self.problem.segments[segment]
        quota = bucket.quota if segment < bucket.quota[2] else NO_ORDER
        orders: list[MonthOrder | None] = [None]
        if quota == NO_ORDER:
            # One base at a time: another only once the one before it has ended.
            orders += row.orders
        for order in orders:
            force, cost = quota, 0
            if order is not None:
                force, cost = (order.qps, order.until, order.following), order.cost
            after = bucket._replace(quota=force)
            if row.volume or not row.calls:
                yield from self._metered(after, cost, segment, order)
            if row.need is not None and row.calls:
                have = force[0] if segment < force[1] else 0
                short = max(row.need - have, 0)
                topped_up = self.problem.by_day.at_least(short)[1] * row.days
                if not self._better_metered(segment, topped_up):
                    yield from self._in_qps(after, cost + topped_up, segment, order)

    def _in_qps(
        self, bucket: Bucket, cost: Cents, segment: int, order: MonthOrder | None
    ) -> Iterator[Step]:
        """A segment in QPS mode; none where that much QPS is not sold."""
        if cost >= NEVER:
            return
        # No calls are drawn, but packs that are owned go on to their end.
        drawn = self.inventory.draw(segment, 0, bucket.state)
        after = bucket._replace(state=drawn.state)
        yield Step(after, cost, 0, (segment, QPS, order, False))

    def _better_metered(self, segment: int, topped_up: Cents) -> bool:
        """Whether packs for the calls of a segment cost no more than QPS by the day."""
        row = self.problem.segments[segment]
        if not (self.swaps and topped_up and row.volume and row.can_buy):
            return False
        lasts = row.until >= self.inventory.lasting
        return lasts and topped_up >= self.problem.catalogue.cover(row.calls).price

    def _metered(
        self, bucket: Bucket, cost: Cents, segment: int, order: MonthOrder | None
    ) -> Iterator[Step]:
        """A segment in call volume mode, with the free pack claimed or not."""
        calls = self.problem.segments[segment].calls
        states = [(bucket.state, False)]
        # Without calls a claim can as well wait, and lasts longer then.
        if calls and self.problem.claim is not None:
            claimed = self.inventory.claimed(bucket.state, segment)
            if claimed is not None:
                states.append((claimed, True))
        for state, claims in states:
            drawn = self.inventory.draw(segment, calls, state)
            counted = bucket.counted + self.calendar.counts(calls, drawn.free)
            after = bucket._replace(state=drawn.state, counted=counted)
            way = (segment, VOLUME, order, claims) if claims or order else None
            fresh = claims and not self.claims_anywhere
            yield Step(after, cost, drawn.rest, way, fresh)

    def _claims_anywhere(self, *, renew: bool) -> bool:
        """Whether the day of a claim makes a difference inside a stretch: where it
        counts for a tier, or something ends.
        """
        problem, used = self.problem, self.problem.used_until
        bought_always = all(row.can_buy for row in problem.segments)
        if problem.basis == "after_paid_packs" or renew or not bought_always:
            return True
        ends = [owned.end for owned in problem.owned]
        ends += problem.claim.until if problem.claim else ()
        return any(end < used for end in ends)
