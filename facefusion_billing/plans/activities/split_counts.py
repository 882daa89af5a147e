"""Into which parts an activity can be split, and what each split costs at the least.

A split is told by its counts: how many of its parts have which package, in the order of
the price book. There may be tens of thousands, so what each is asked for is a sum.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from heapq import nsmallest
from itertools import chain, repeat
from operator import mul

from facefusion_billing.model.book import Activities
from facefusion_billing.model.money import Cents
from facefusion_billing.plans.activities.licence_options import LicenceOptions
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.ratios import Ratio, least_ratio
from facefusion_billing.solver.split import Kind, multisets
from facefusion_billing.startup.record import NamedTuple

MOST_PARTS = 64
"""Into how many an activity is split at the most, unless its materials need more."""
MORE_PARTS = 8
"""How many more parts than its materials need at the least."""
MOST_LOOKED_AT = 1_000_000
"""Splits of all activities that are looked at, some two seconds; a few thousand of them
between two looks at the clock.
"""
TICK = 4_000

Counts = tuple[int, ...]


class Split(NamedTuple):
    """A way to split an activity: a bound with the calls it leaves, the package of each
    part, and what these cost.
    """

    bound: Cents
    packages: tuple[str, ...]
    cost: Cents


class Promise(NamedTuple):
    """What a split may cost where each call it leaves costs a rate, how many of the
    most promising ones are asked for, and how many are looked at.
    """

    limit: Cents
    rate: Ratio
    most: int
    looks: int


class SplitCounts:
    """The splits of one activity whose parts are licensed from some days on."""

    def __init__(self, options: LicenceOptions, starts: Sequence[date]) -> None:
        activity = options.activity
        self.options, self.activity, self.starts = options, activity, starts
        self.sold: Activities = activity.sold
        self.names = tuple(self.sold.licences)
        # What the licences of a part cost and serve in all, by package.
        packages, times = self.sold.licences.values(), len(starts)
        self.prices = [own.price.times(times) for own in packages]
        self.licence_calls: list[int] = [own.calls * times for own in packages]
        self.materials: list[int] = [own.materials for own in packages]
        self.fixed = [activity.fixed[name] for name in self.names]
        self.lasting = [activity.lasts(name) for name in self.names]
        rule = self.sold.qps_upgrade
        self.units_above = [rule.units_above(own) if rule else 0 for own in self.fixed]
        self.free: int = activity.facts.opening.trial_left[activity.name]
        self.need: int = max(map(activity.need_from, starts), default=0)
        self.most = self._most_parts()
        self.is_cut_short = False

    def _most_parts(self) -> int:
        """Into how many it is split at the most: no part is without materials."""
        materials = self.activity.most_materials()
        largest = self.activity.sold.most_materials
        if not materials:
            return MOST_PARTS
        needed = -(-materials // largest) if largest else 0
        return min(max(MOST_PARTS, needed + MORE_PARTS), materials)

    def splits(
        self, calls: DailyCalls, promise: Promise, deadline: Deadline
    ) -> list[Split]:
        """The most promising ways to split the activity for no more than a limit, the
        best first; of those that there is time to look at.
        """
        # Thousands may be within the limit, few are priced.
        best = nsmallest(promise.most, self._within(calls, promise, deadline))
        return [Split(bound, self._packages(own), cost) for bound, own, cost in best]

    def _within(
        self, calls: DailyCalls, promise: Promise, deadline: Deadline
    ) -> Iterator[tuple[Cents, Counts, Cents]]:
        """The counts within a limit, each after its bound and before its cost.

        The bound is what licences and upgrades cost, and the calls that the parts leave
        to the pool, each at a rate.
        """
        horizon, peaks = self.activity.facts.horizon, self.peaks(calls)
        total = calls.between(horizon.start, horizon.end)
        limit, rate, _, looks = promise
        for number, counts in enumerate(self._hopeful(promise, total), 1):
            if number > looks or (not number % TICK and deadline.is_late):
                self.is_cut_short = True
                return
            upgrades = self.upgrade_cost(counts, peaks)
            if upgrades is None:
                continue
            cost = upgrades + sum(map(mul, self.prices, counts))
            left = max(total - self._served(counts), 0)
            bound = cost + left * rate[0] // rate[1] - 1
            if bound <= limit:
                yield bound, counts, cost

    def _packages(self, counts: Counts) -> tuple[str, ...]:
        """The package of each part."""
        return tuple(chain.from_iterable(map(repeat, self.names, counts)))

    def _hopeful(self, promise: Promise, total: int) -> Iterator[Counts]:
        """The splits whose bound can be below a limit."""
        worth = self._worth(promise.rate)
        rows = zip(self.prices, self._stocks(), self.materials, strict=True)
        # Of the price of a part what its calls are worth is taken off.
        kinds = [
            Kind(price - stock * worth[0] // worth[1], materials)
            for price, stock, materials in rows
        ]
        # That is rounded down, so each may be a cent too dear.
        room = promise.limit + 1 + self.most - total * worth[0] // worth[1]
        found = multisets(kinds, self.need, room, self.most)
        return filter(self.can_be, found)

    def _worth(self, rate: Ratio) -> Ratio:
        """The least that a call can cost: at a rate, or as one of a licence."""
        rows = zip(self.prices, self._stocks(), strict=True)
        return least_ratio([rate, *((price, max(stock, 1)) for price, stock in rows)])

    def _stocks(self) -> list[int]:
        """The free and licence calls of a part with each package, but for the first."""
        return [calls + self.sold.free_calls for calls in self.licence_calls]

    def can_be(self, counts: Counts) -> bool:
        """Whether the activity can be several with those licences from each day on
        which one is needed.
        """
        if self.activity.terms or not self.starts or sum(counts) > self.most:
            return False
        if any(map(_too_short, counts, self.lasting)):
            return False
        held: int = sum(map(mul, self.materials, counts))
        return held >= self.need

    def _served(self, counts: Counts) -> int:
        """The free and licence calls of all parts."""
        licensed: int = sum(map(mul, self.licence_calls, counts))
        return licensed + self.free + self.sold.free_calls * (sum(counts) - 1)

    def peaks(self, calls: DailyCalls) -> Counter[int]:
        """How many licensed days with calls have which peak."""
        terms = [self.activity.term(start) for start in self.starts]
        days = self.options.upgrades.peak_days(calls) if terms else []
        return Counter(
            peak for day, peak in days if any(term.holds(day) for term in terms)
        )

    def upgrade_cost(self, counts: Counts, peaks: Counter[int]) -> Cents | None:
        """What the upgrades of a split cost for the peaks of its days; None where none
        are high enough.
        """
        if not peaks:
            return 0
        fixed = sum(map(mul, self.fixed, counts))
        short = max(peaks) - fixed
        if short <= 0:
            return 0
        rule = self.sold.qps_upgrade
        above = sum(map(mul, self.units_above, counts))
        if rule is None or rule.units_for(short) > above:
            return None
        units = sum(rule.units_for(peak - fixed) * days for peak, days in peaks.items())
        return rule.day.times(1) * units


def _too_short(count: int, lasts: bool) -> bool:
    """Whether there are parts whose materials cannot be changed for as long as asked."""
    return count > 0 and not lasts
