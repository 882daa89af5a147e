"""What the account costs at the least when no date is looked at, for every combination
of the ways of its activities (docs/planner.md, step 8).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from operator import add

from facefusion_billing.model.book import TierTable
from facefusion_billing.model.money import Cents
from facefusion_billing.plans.activities.licence_options import LicenceOption
from facefusion_billing.plans.activities.pool import ActivityPool
from facefusion_billing.solver.any_time import AnyTime, BilledMonth
from facefusion_billing.solver.combinations import Choice
from facefusion_billing.solver.problem import MonthCount
from facefusion_billing.solver.ratios import least_ratio, tier_rate

Ways = Sequence[list[LicenceOption]]
"""The ways of each activity, the one that costs least by itself first."""


class Relaxation:
    """Plans of some kind with one of the ways of each activity, dates left aside."""

    def __init__(self, pool: ActivityPool, kind: str, ways: Ways) -> None:
        self.pool, self.ways = pool, ways
        self.basis = pool.facts.readings.consult("tier_basis")
        # How often a call of each kind counts for the tier beside what is billed.
        self.of_free = MonthCount(free=1).outside(self.basis)
        self.of_packs = MonthCount(packs=1).outside(self.basis)
        self.segments = list(self._segments())
        tiers = pool.tiers(kind)
        months = [] if tiers is None else list(self._billed_months(tiers))
        self.any_time = AnyTime(pool.catalogue_of(kind), months)
        # What is billed already is billed again with what is left.
        self.fixed = pool.begun().billed if months else 0
        self.fixed -= self._owned()

    def bound(self, ways: Sequence[LicenceOption]) -> Cents:
        """A cost that no plan of a combination is below."""
        left = self.fixed + sum(map(_left, ways))
        return sum(way.cost for way in ways) + self.any_time.least(max(left, 0))

    def choices(self, ways: Sequence[LicenceOption]) -> list[Choice]:
        """The ways of an activity as choices, each with the most that it can save."""
        first, found = ways[0], []
        for way in ways:
            saved = self.any_time.saved(_left(first) - _left(way))
            found.append(Choice(way.cost, way.cost - first.cost - saved))
        return found

    def _owned(self) -> int:
        """The calls that the packs owned can serve: no more than while they are in
        force.
        """
        rests = _sums(_most(way.rests for way in own) for own in self.ways)
        packs = self.pool.owned
        return sum(min(own.calls, sum(rests[own.first : own.end])) for own in packs)

    def _billed_months(self, tiers: TierTable) -> Iterator[BilledMonth]:
        """The most that each month can bill, at the least unit price that it can
        reach.
        """
        begun, later = self.pool.begun(), len(self.pool.facts.horizon.months) - 1
        own = list(map(self._months, self.ways))
        billed = _sums([[begun.billed, *[0] * later], *(most for most, _ in own)])
        count = begun.billed + begun.outside(self.basis)
        counted = _sums([[count, *[0] * later], *(most for _, most in own)])
        for most, count in zip(billed, counted, strict=True):
            reached = [tier for tier in tiers.tiers if tier.first <= max(count, 1)]
            yield BilledMonth(most, least_ratio(list(map(tier_rate, reached))))

    def _months(self, ways: Iterable[LicenceOption]) -> tuple[list[int], list[int]]:
        """The most calls of an activity that each month can bill, and the most that
        count for its tier.
        """
        billed, counted = [], []
        for way in ways:
            left = self._by_month(way)
            billed.append(left)
            counted.append(list(map(add, left, self._outside(way))))
        return _most(billed), _most(counted)

    def _by_month(self, way: LicenceOption) -> list[int]:
        """The calls that a way leaves in each month."""
        # As differences of running sums: there may be a hundred thousand ways of as many
        # segments.
        running = [0, *accumulate(way.rests)]
        return [running[end] - running[first] for first, end in self.segments]

    def _outside(self, way: LicenceOption) -> list[int]:
        """The calls of each month that count for its tier beside what is billed."""
        calls = zip(way.free, way.packs, strict=True)
        return [free * self.of_free + packs * self.of_packs for free, packs in calls]

    def _segments(self) -> Iterator[tuple[int, int]]:
        """The first segment of each month, and that after its last one."""
        months = [row.month for row in self.pool.empty]
        for month in range(len(self.pool.facts.horizon.months)):
            yield bisect_left(months, month), bisect_right(months, month)


def _left(way: LicenceOption) -> int:
    """The calls that a way leaves to shared packs and bills."""
    return sum(way.rests) - sum(grant.calls for grant in way.grants)


def _most(rows: Iterable[Iterable[int]]) -> list[int]:
    """The most of each column."""
    return [max(column) for column in zip(*rows, strict=True)]


def _sums(rows: Iterable[Iterable[int]]) -> list[int]:
    """The sum of each column."""
    return [sum(column) for column in zip(*rows, strict=True)]
