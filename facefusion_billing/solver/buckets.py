"""What labels share, and the ways to serve a segment from there."""

from collections.abc import Iterator

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.calendar import Calendar
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.inventory import Inventory, State
from facefusion_billing.solver.monotone import can_be_swapped
from facefusion_billing.solver.problem import MonthOrder, Problem
from facefusion_billing.startup.record import NamedTuple

VOLUME, QPS = 0, 1
Quota = tuple[int, int, int]
NO_ORDER: Quota = (0, 0, 0)
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
    quota: Quota = NO_ORDER
    settled: tuple[int, ...] | None = None
    before: int = 0
    counted: int = 0
    open: bool = True


class Decision(NamedTuple):
    """What is decided with a segment: its mode, an order for QPS by the month that
    begins with it, and whether the free pack is claimed.
    """

    segment: int
    mode: int
    order: MonthOrder | None
    claims: bool


class Step(NamedTuple):
    """A way to serve a segment from a bucket: the bucket it leads to, its cost, the
    calls that are left to packs and pay-as-you-go, and what it decides (None: nothing
    but call volume mode).

    `fresh`: the free pack is claimed, which inside a stretch is as good at its start.
    """

    bucket: Bucket
    cost: Cents
    calls: int
    way: Decision | None
    fresh: bool = False


class Served(NamedTuple):
    """A mode for a segment, with an order or without: what it leaves in force, and its
    cost.
    """

    mode: int
    quota: Quota
    cost: Cents
    order: MonthOrder | None


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
        self._found: dict[tuple[int, Quota], tuple[Served, ...]] = {}

    def of_bucket(self, bucket: Bucket, segment: int) -> Iterator[Step]:
        """Every way to serve a segment from a bucket."""
        for served in self._served(segment, bucket.quota):
            if served.mode == QPS:
                # No calls are drawn, but packs that are owned go on to their end.
                drawn = self.inventory.draw(segment, 0, bucket.state)
                after = bucket._replace(state=drawn.state, quota=served.quota)
                way = Decision(segment, QPS, served.order, False)
                yield Step(after, served.cost, 0, way)
            else:
                yield from self._metered(bucket, served, segment)

    def _served(self, segment: int, quota: Quota) -> tuple[Served, ...]:
        """The modes and orders for a segment where some QPS is in force: of those that
        leave the same QPS in force the cheapest.
        """
        found = self._found.get((segment, quota))
        if found is None:
            best: dict[tuple[int, Quota], Served] = {}
            for served in self._each_served(segment, quota):
                key = served.mode, served.quota
                if key not in best or served.cost < best[key].cost:
                    best[key] = served
            found = self._found[segment, quota] = tuple(best.values())
        return found

    def _each_served(self, segment: int, quota: Quota) -> Iterator[Served]:
        """The modes for a segment, without and with each order that may begin there."""
        yield from self._modes(segment, quota, None)
        # One base at a time: another only once the one before it has ended.
        if quota == NO_ORDER:
            for order in self.problem.segments[segment].orders:
                force = order.qps, order.until, order.following
                yield from self._modes(segment, force, order)

    def _modes(
        self, segment: int, force: Quota, order: MonthOrder | None
    ) -> Iterator[Served]:
        """The modes for a segment with some QPS in force, which an order brings."""
        row = self.problem.segments[segment]
        left = _left(force, segment + 1)
        cost = order.cost if order is not None else 0
        if row.volume or not row.calls:
            yield Served(VOLUME, left, cost, order)
        if row.need is None or not row.calls:
            return
        have = force[0] if segment < force[1] else 0
        short = max(row.need - have, 0)
        topped_up = self.problem.by_day.at_least(short)[1] * row.days
        is_sold = cost + topped_up < NEVER
        if is_sold and not self._better_metered(segment, topped_up):
            yield Served(QPS, left, cost + topped_up, order)

    def _better_metered(self, segment: int, topped_up: Cents) -> bool:
        """Whether packs for the calls of a segment cost no more than QPS by the day."""
        row = self.problem.segments[segment]
        # Where they can be swapped packs are on sale with every segment that has calls.
        if not (self.swaps and topped_up and row.volume):
            return False
        lasts = row.until >= self.inventory.lasting
        return lasts and topped_up >= self.problem.catalogue.cover(row.calls).price

    def _metered(self, bucket: Bucket, served: Served, segment: int) -> Iterator[Step]:
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
            after = Bucket(
                drawn.state,
                served.quota,
                bucket.settled,
                bucket.before,
                counted,
                bucket.open,
            )
            way = None
            if claims or served.order:
                way = Decision(segment, VOLUME, served.order, claims)
            fresh = claims and not self.claims_anywhere
            yield Step(after, served.cost, drawn.rest, way, fresh)

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


def _left(quota: Quota, segment: int) -> Quota:
    """The QPS in force from a segment on: what has ended makes labels no different."""
    qps, until, following = quota
    if following <= segment:
        return NO_ORDER
    if until <= segment:
        return 0, 0, following
    return qps, until, following
