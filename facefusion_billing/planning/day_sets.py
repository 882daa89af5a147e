"""Which days of a month to put into QPS mode: the sets that can be best, by their cost and the calls they take.

Days above the call volume limit must be in every set. Of two sets the one that takes more calls away for no more cost
is at least as good, where less need never makes a plan dearer. Where all metered calls reach the tier, that holds
only for sets that leave the month in the same tier, so partial sets are compared only when they take the same calls.
"""

from collections.abc import Callable, Sequence

from facefusion_billing.model.money import Cents
from facefusion_billing.model.record import NamedTuple

MOST_SETS = 4_000


class Day(NamedTuple):
    """A day that can be in QPS mode: its place in the month, its calls, what its QPS costs, and whether it must be."""

    place: int
    calls: int
    cost: Cents
    must: bool


class DaySet(NamedTuple):
    """Days in QPS mode, by place: their cost, and the calls they take out of the metering."""

    cost: Cents
    calls: int
    places: tuple[int, ...]


def day_sets(days: Sequence[Day], below: Cents, tier_left: Callable[[int], int] | None) -> tuple[list[DaySet], bool]:
    """The sets that cost less than `below`, and whether none that could be best was left out.

    `tier_left` tells the tier that the month is left in by the calls taken away; None where the tier does not depend
    on them.
    """
    must = [day for day in days if day.must]
    sets = [DaySet(sum(d.cost for d in must), sum(d.calls for d in must), tuple(d.place for d in must))]
    whole = True
    for day in sorted((day for day in days if not day.must), key=lambda day: (day.cost, -day.calls, day.place)):
        sets += [DaySet(s.cost + day.cost, s.calls + day.calls, (*s.places, day.place)) for s in sets]
        sets = _best_by([s for s in sets if s.cost < below], None if tier_left is None else _calls)
        if len(sets) > MOST_SETS:
            sets, whole = sets[:MOST_SETS], False
    if tier_left is not None:
        sets = _best_by(sets, lambda found: tier_left(found.calls))
    return [found for found in sets if found.places and found.cost < below], whole


def _calls(found: DaySet) -> int:
    return found.calls


def _best_by(sets: list[DaySet], group: Callable[[DaySet], int] | None) -> list[DaySet]:
    """The sets that take more calls away than every cheaper one of their group."""
    most: dict[int, int] = {}
    kept = []
    for found in sorted(sets, key=lambda found: (found.cost, -found.calls)):
        own = group(found) if group is not None else 0
        if found.calls > most.get(own, -1):
            most[own] = found.calls
            kept.append(found)
    return kept
