"""What packs give while a scenario is metered: they begin and end on their days, and each
deduction is recorded with the day on which a pack was first used.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from operator import itemgetter
from typing import Any

from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.calendar import ONE_DAY, Month
from facefusion_billing.rules import burn_down
from facefusion_billing.rules.burn_down import SHARED, Deduction, Pack, Pool
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.startup.record import NamedTuple

_DAY = itemgetter(0)
"""The day of an event."""


class Stretch(NamedTuple):
    """Days of a month that are alike, and the calls of those that draw, each with how
    many of them something else serves `before` a pack does.
    """

    month: Month
    start: date
    end: date
    before: Sequence[tuple[DailyCalls, int]]


def parts(stretch: Stretch, wanted: int, next_pack: int) -> Iterator[tuple[date, date]]:
    """A stretch in days where each may empty a pack; else up to the day that empties the
    next one, that day, and the days after it.
    """
    start, days = stretch.start, (stretch.end - stretch.start).days
    if wanted > days * next_pack:
        return pairwise(start + timedelta(day) for day in range(days + 1))
    day = _day_reached(stretch)(next_pack)
    return pairwise(sorted({start, day, day + ONE_DAY, stretch.end}))


class PackDraws:
    """The packs in force, what is left of each, what each month drew, and since when."""

    def __init__(self, packs: tuple[Pack, ...], readings: Readings) -> None:
        self.packs = packs
        self.pools = burn_down.Pools(packs, _drawing_keys(packs, readings))
        self.first_use: list[date | None] = [None] * len(packs)
        self.used_up: list[date | None] = [None] * len(packs)
        self.drawn: dict[tuple[Month, int], int] = {}
        self.last_drawn: dict[str, tuple[date, bool, int]] = {}
        self.then_billed: set[int] = set()
        self.events: list[tuple[date, int, int]] = []
        for index, pack in enumerate(packs):
            self.events += _events(index, pack)
        self.events.sort()
        self.next_event = 0

    @property
    def left(self) -> list[int]:
        """What is left of each pack."""
        return self.pools.left

    @property
    def has_calls(self) -> bool:
        """Whether any pack can be drawn today."""
        return any(self.pools.available.values())

    def available(self, pool: Pool) -> int:
        """The calls that a pool has left today."""
        return self.pools.available.get(pool, 0)

    def left_in_next(self, pool: Pool) -> int:
        """The calls left in the pack that a pool draws next; 0 without one."""
        waiting = self.pools.in_force.get(pool)
        if waiting:
            return self.left[waiting[0]]
        return 0

    def advance(self, day: date) -> int:
        """Begins and ends packs up to a day; returns the calls that expired with them."""
        expired, first = 0, self.next_event
        self.next_event = bisect_right(self.events, day, lo=first, key=_DAY)
        for when, begins, index in self.events[first : self.next_event]:
            if begins:
                self.pools.begin(index)
                continue
            self.pools.end(index)
            pack = self.packs[index]
            # What went back to the vendor is no loss.
            if pack.order.refunded_on(pack.number) != when:
                expired += self.left[index]
        return expired

    def draw(self, pool: Pool, calls: int, stretch: Stretch) -> list[Deduction]:
        """Draws calls from a pool and records the deductions."""
        deductions = self.pools.draw(pool, calls)
        day_reached = _day_reached(stretch)
        for deduction in deductions:
            key = (stretch.month, deduction.pack)
            self.drawn[key] = self.drawn.get(key, 0) + deduction.calls
            if self.first_use[deduction.pack] is None:
                self.first_use[deduction.pack] = day_reached(deduction.before)
            if not self.left[deduction.pack]:
                last_call = deduction.before + deduction.calls - 1
                self.used_up[deduction.pack] = day_reached(last_call)
        if deductions:
            self.note_last(pool, deductions[-1], stretch)
        return deductions

    def note_last(self, pool: Pool, last: Deduction, stretch: Stretch) -> None:
        """Notes until when a pool served, and from which pack last."""
        until, is_shared = stretch.end, pool == SHARED
        if not is_shared:
            last_call = last.before + last.calls - 1
            until = _day_reached(stretch)(last_call) + ONE_DAY
        # On the same days shared packs come after a scope's own.
        self.last_drawn[pool[1]] = (until, is_shared, last.pack)

    def bill(self, scope: str) -> None:
        """Notes which pack the billed calls of a scope come after: the last one that
        served it, where that has run out.
        """
        never = (date.min, False, -1)
        own = self.last_drawn.get(scope, never)
        *_when, pack = max(own, self.last_drawn.get(SHARED[1], never))
        if pack >= 0 and self.used_up[pack] is not None:
            self.then_billed.add(pack)

    def followed_by_bills(self) -> tuple[bool, ...]:
        """Whether pay-as-you-go came after each pack: calls were billed before another
        pack served, and none began on the day after its last call.
        """
        begins = {
            (pack.pool[1], pack.term.start)
            for pack, used in zip(self.packs, self.first_use, strict=True)
            if used is not None
        }
        return tuple(
            index in self.then_billed
            and day is not None
            and (self.packs[index].pool[1], day + ONE_DAY) not in begins
            for index, day in enumerate(self.used_up)
        )


def _events(index: int, pack: Pack) -> list[tuple[date, int, int]]:
    """The days on which a pack begins and ends."""
    # Events are sorted as they are, so the 0 of an end comes before the 1 of a start.
    if pack.term.start >= pack.term.end:
        return []
    return [(pack.term.start, 1, index), (pack.term.end, 0, index)]


def _drawing_keys(packs: tuple[Pack, ...], readings: Readings) -> Sequence[Any]:
    """The keys by which packs are drawn."""
    # Where the readings draw alike the question is not asked: no alternative needs it.
    if burn_down.alike_in_order(packs):
        return range(len(packs))
    order = readings.consult("pack_order")
    return [burn_down.drawing_key(pack, order) for pack in packs]


def _day_reached(stretch: Stretch) -> Callable[[int], date]:
    """What tells the first day by whose end more than so many calls were left over by
    what serves before a pack does.
    """
    if len(stretch.before) == 1:
        ((daily, first),) = stretch.before
        reached = daily.before(stretch.start) + first
        return lambda calls: daily.day_beyond(reached + calls)
    left_over = _left_over(stretch)
    lengths = range(1, (stretch.end - stretch.start).days + 1)

    def day_reached(calls: int) -> date:
        days = bisect_right(lengths, calls, key=left_over)
        return stretch.start + timedelta(days=days)

    return day_reached


def _left_over(stretch: Stretch) -> Callable[[int], int]:
    """How many calls of the first days were left over by what came before."""
    # Two bisections ask for it for each deduction, mostly for the same days.
    known: dict[int, int] = {}

    def left_over(days: int) -> int:
        if days not in known:
            until = stretch.start + timedelta(days=days)
            known[days] = sum(
                max(0, daily.between(stretch.start, until) - first)
                for daily, first in stretch.before
            )
        return known[days]

    return left_over
