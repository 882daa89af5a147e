"""An activity as several, each with a licence and free calls of its own: the splits
there are, and their ways.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain

from facefusion_billing.model.money import Cents
from facefusion_billing.plans.activities.activity import Part
from facefusion_billing.plans.activities.licence_options import (
    LicenceOption,
    LicenceOptions,
)
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.solver.bounds import Ratio, least_ratio
from facefusion_billing.solver.split import Kind, divided, multisets
from facefusion_billing.startup.record import NamedTuple

MOST_PARTS = 64
"""Into how many an activity is split at the most, unless its materials need more."""
MORE_PARTS = 8
"""How many more parts than its materials need at the least."""
MOST_SPLITS = 300
"""Ways to split an activity that are priced; the bound of the first left out bounds the
answer.
"""
MOST_IN_ALL = 3_000
"""The same for all activities together."""


class Split(NamedTuple):
    """A way to split an activity: a bound with the calls it leaves, the package of each
    part, and what these cost.
    """

    bound: Cents
    packages: tuple[str, ...]
    cost: Cents


class Splits:
    """The ways to split one activity: its parts are licensed on the same days, `renewed`
    where the licences end or only once.
    """

    def __init__(self, options: LicenceOptions, *, renewed: bool) -> None:
        self.options, self.activity = options, options.activity
        activity = self.activity
        self.facts, self.sold = activity.facts, activity.sold
        self.name, self.use, self.fixed = activity.name, activity.use, activity.fixed
        self.starts = activity.starts if renewed else activity.starts[:1]
        largest = max(
            (licence.materials for licence in self.sold.licences.values()), default=0
        )
        needed = -(-activity.most_materials() // largest) if largest else 0
        self.licence_prices = {
            package: licence.price.times(len(self.starts))
            for package, licence in self.sold.licences.items()
        }
        self.lasting = set(filter(activity.lasts, self.sold.licences))
        self.need = max(map(activity.need_from, self.starts), default=0)
        self.most = min(
            max(MOST_PARTS, needed + MORE_PARTS),
            activity.most_materials() or MOST_PARTS,
        )

    def splits(self, calls: DailyCalls, limit: Cents, rate: Ratio) -> list[Split]:
        """How the activity can be split for no more than a limit, the most promising
        first.

        The bound is what licences and upgrades cost, and the calls that the parts leave
        to the pool, each at a rate.
        """
        horizon, peaks = self.facts.horizon, self._peaks(calls)
        total, found = calls.between(horizon.start, horizon.end), []
        for packages in self._packages(limit, total, rate):
            upgrades = self._upgrade_cost(packages, peaks)
            if upgrades is None:
                continue
            own = upgrades + sum(self.licence_prices[name] for name in packages)
            left = max(total - sum(self._stocks(packages)), 0)
            bound = own + left * rate[0] // rate[1] - 1
            if bound <= limit:
                found.append(Split(bound, tuple(packages), own))
        return sorted(found)

    def split_way(
        self, packages: Sequence[str], segments: Sequence[date], calls: DailyCalls
    ) -> LicenceOption | None:
        """The way of a split, its calls divided."""
        return self.options.way(self.parts(packages, calls), segments, calls)

    def together(
        self, split: Split, segments: Sequence[date], calls: DailyCalls
    ) -> LicenceOption | None:
        """The way of a split before its calls are divided: together the parts draw as
        one with all they hold would.

        Only which calls of a month are free can differ, which counts under
        `after_paid_packs` alone.
        """
        if self.facts.readings.value("tier_basis") == "after_paid_packs":
            return self.split_way(split.packages, segments, calls)
        licences = tuple(
            (start, package) for start in self.starts for package in split.packages
        )
        free = sum(self._free(split.packages))
        one = Part(self.name, licences, calls, free)
        way = self.options.with_upgrades((one,), (), split.cost, segments)
        if way is not None:
            return way._replace(packages=split.packages)
        return None

    def some_split(
        self, segments: Sequence[date], calls: DailyCalls
    ) -> list[LicenceOption]:
        """A way that splits the activity, with as few parts as one package allows; none
        when no number does.
        """
        peaks = self._peaks(calls)
        for count in range(2, self.most + 1):
            for package in self.sold.licences:
                packages = [package] * count
                if (
                    self._can_split(packages)
                    and self._upgrade_cost(packages, peaks) is not None
                ):
                    way = self.split_way(packages, segments, calls)
                    if way is not None:
                        return [way]
        return []

    def _peaks(self, calls: DailyCalls) -> dict[int, int]:
        """How many licensed days with calls have which peak."""
        terms = [self.activity.term(start) for start in self.starts]
        days = self.options.upgrades.peak_days(calls) if terms else []
        return Counter(
            peak for day, peak in days if any(term.holds(day) for term in terms)
        )

    def _upgrade_cost(
        self, packages: Sequence[str], peaks: dict[int, int]
    ) -> Cents | None:
        """What the upgrades of a split cost for the peaks of its days; None where none
        are high enough.
        """
        rule, fixed = (
            self.sold.qps_upgrade,
            sum(self.fixed[package] for package in packages),
        )
        if max(peaks, default=0) <= fixed:
            return 0
        if rule is None:
            return None
        room = sum(
            max((rule.most - self.fixed[package]) // rule.unit, 0)
            for package in packages
        )
        units = {peak: -(-max(peak - fixed, 0) // rule.unit) for peak in peaks}
        if max(units.values()) > room:
            return None
        return rule.day.times(1) * sum(
            units[peak] * days for peak, days in peaks.items()
        )

    def _packages(self, limit: Cents, total: int, rate: Ratio) -> Iterator[list[str]]:
        """The packages of splits whose bound can be below a limit: of the price of each
        licence what its calls are worth at the rate is taken off.
        """
        given = self.sold.free.calls if self.sold.free else 0
        stocks = {
            package: licence.calls * len(self.starts) + given
            for package, licence in self.sold.licences.items()
        }
        own = [(self.licence_prices[name], max(stocks[name], 1)) for name in stocks]
        worth, per = least_ratio([rate, *own])
        kinds = [
            Kind(
                price - stocks[name] * worth // per, self.sold.licences[name].materials
            )
            for name, price in self.licence_prices.items()
        ]
        # What is taken off each price is rounded down, so each may be a cent too dear.
        room = limit + 1 + self.most - total * worth // per
        need = self.activity.most_materials()
        packages = list(self.sold.licences)
        for counts in multisets(kinds, need, room, self.most):
            rows = zip(packages, counts, strict=True)
            chosen = list(chain.from_iterable([name] * count for name, count in rows))
            if self._can_split(chosen):
                yield chosen

    def _can_split(self, packages: Sequence[str]) -> bool:
        """Whether the activity can be several with those licences from each day on
        which one is needed.
        """
        if self.activity.terms or not self.starts or len(packages) > self.most:
            return False
        if not self.lasting.issuperset(packages):
            return False
        held = sum(self.sold.licences[package].materials for package in packages)
        return held >= self.need

    def _stocks(self, packages: Sequence[str]) -> list[int]:
        """The free and licence calls of each part."""
        calls = (
            self.sold.licences[package].calls * len(self.starts) for package in packages
        )
        return [had + own for had, own in zip(self._free(packages), calls, strict=True)]

    def _free(self, packages: Sequence[str]) -> list[int]:
        """The free calls of each part; the first has what is left of the activity's
        own.
        """
        given = self.sold.free.calls if self.sold.free else 0
        return [
            self.facts.opening.trial_left[self.name],
            *[given] * (len(packages) - 1),
        ]

    def parts(self, packages: Sequence[str], calls: DailyCalls) -> tuple[Part, ...]:
        """The parts with those licences, the calls of the horizon divided among them."""
        free = self._free(packages)
        shares_of = self._divided(packages, calls, list(free))
        licences = [
            tuple((start, package) for start in self.starts) for package in packages
        ]
        rows = zip(self._names(len(packages)), licences, shares_of, free, strict=True)
        return tuple(
            Part(name, own, _daily(self.facts.horizon.start, daily), had)
            for name, own, daily, had in rows
        )

    def _divided(
        self, packages: Sequence[str], calls: DailyCalls, free: list[int]
    ) -> list[list[int]]:
        """The daily calls of each part: in the time of each licence by what is left of
        its calls and the free ones.
        """
        horizon = self.facts.horizon
        found: list[list[int]] = [[] for _ in packages]
        begins = [horizon.start, *self.starts[1:]]
        for start, end in zip(begins, [*begins[1:], horizon.end], strict=True):
            stocks = [
                had + self.sold.licences[package].calls
                for had, package in zip(free, packages, strict=True)
            ]
            for index, own in enumerate(divided(calls.of_days(start, end), stocks)):
                found[index] += own
                free[index] -= min(free[index], sum(own))
        return found

    def _names(self, count: int) -> list[str]:
        names, number = [self.name], 2
        while len(names) < count:
            if f"{self.name} {number}" not in self.facts.scenario.usage:
                names.append(f"{self.name} {number}")
            number += 1
        return names


def _daily(first: date, calls: Sequence[int]) -> DailyCalls:
    sums = [0]
    for count in calls:
        sums.append(sums[-1] + count)
    return DailyCalls(first.toordinal(), tuple(sums))


def least_bounds(wholes: Sequence[Cents], splits: Sequence[list[Split]]) -> list[Cents]:
    """What each activity costs at the least, whole or split; the least split is first."""
    rows = zip(wholes, splits, strict=True)
    return [min([whole, *(own.bound for own in found[:1])]) for whole, found in rows]


def least_left_out(
    hopeful: Sequence[list[Split]], least: Sequence[Cents], most: int
) -> Cents | None:
    """By how much the best split that is not priced is above the least of its activity;
    None where all are priced.
    """
    above = []
    for found, own in zip(hopeful, least, strict=True):
        if len(found) > most:
            above.append(found[most].bound - own)
    return min(above, default=None)
