"""Which days of a month to put into QPS mode: the sets that can be best, by their cost
and the calls they take.

Days above the call volume limit must be in every set. Of two sets the one that takes
more calls away for no more cost is at least as good, where less need never makes a plan
dearer. Where all metered calls reach the tier, that holds only for sets that leave the
month in the same tier, so partial sets are compared only when they take the same calls.
"""

from collections.abc import Callable, Sequence
from operator import add, ge
from typing import Any

from facefusion_billing.model.money import Cents
from facefusion_billing.startup.record import NamedTuple

MOST_SETS = 4_000


class Day(NamedTuple):
    """A day that can be in QPS mode: its place in the month, calls by segment, the cost
    of its QPS; if it must be.
    """

    number: int
    calls: tuple[int, ...]
    cost: Cents
    must: bool


class DaySet(NamedTuple):
    """Days in QPS mode, by place: their cost, and the calls they take out of the
    metering, by segment.
    """

    cost: Cents
    calls: tuple[int, ...]
    indices: tuple[int, ...]


def day_sets(
    days: Sequence[Day],
    below: Cents,
    tier_left: Callable[[int], Any] | None,
    *,
    ordered: bool = True,
) -> tuple[list[DaySet], bool]:
    """The sets that cost less than `below`, and whether none that could be best was
    left out.

    `tier_left` tells the tier that the month is left in by the calls taken away; None
    where the tier does not depend on them. Where less need can make a plan dearer (not
    `ordered`), sets with the same calls alone are compared.
    """
    comparable = ordered and tier_left is None
    sets, whole = [_set([day for day in days if day.must], days)], True
    for day in (day for day in days if not day.must):
        sets += [_with(found, day) for found in sets]
        sets = _best_by(
            [s for s in sets if s.cost < below], None if comparable else _calls
        )
        if len(sets) > MOST_SETS:
            sets, whole = sets[:MOST_SETS], False
    if ordered and tier_left is not None:
        sets = _best_by(sets, lambda found: tier_left(sum(found.calls)))
    return [found for found in sets if found.indices and found.cost < below], whole


def _set(chosen: Sequence[Day], days: Sequence[Day]) -> DaySet:
    found = DaySet(0, (0,) * len(days[0].calls), ())
    for day in chosen:
        found = _with(found, day)
    return found


def _with(found: DaySet, day: Day) -> DaySet:
    calls = tuple(map(add, found.calls, day.calls))
    return DaySet(found.cost + day.cost, calls, (*found.indices, day.number))


def _calls(found: DaySet) -> tuple[int, ...]:
    return found.calls


def _best_by(sets: list[DaySet], group: Callable[[DaySet], Any] | None) -> list[DaySet]:
    """The sets of each group of which no cheaper one takes as many calls away from
    every segment.
    """
    kept: list[DaySet] = []
    most: dict[Any, list[tuple[int, ...]]] = {}
    for found in sorted(
        sets, key=lambda found: (found.cost, [-calls for calls in found.calls])
    ):
        before = most.setdefault(group(found) if group is not None else None, [])
        if not any(all(map(ge, calls, found.calls)) for calls in before):
            kept.append(found)
            before[:] = [
                calls for calls in before if not all(map(ge, found.calls, calls))
            ] + [found.calls]
    return kept
