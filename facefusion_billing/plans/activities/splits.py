"""An activity as several, each with a licence and free calls of its own: the splits
there are, and their ways.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate, pairwise, product, starmap

from facefusion_billing.model.book import QpsUpgrade
from facefusion_billing.model.money import Cents
from facefusion_billing.plans.activities.activity import NewLicence, Part
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


Packages = Counter[str]
"""How many parts of a split have which package: dozens of them are alike."""


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
        self.name, self.fixed = activity.name, activity.fixed
        self.starts = activity.starts if renewed else activity.starts[:1]
        # What the licences of a part cost and serve in all, by their package.
        times = len(self.starts)
        licences = self.sold.licences.items()
        self.prices = {name: own.price.times(times) for name, own in licences}
        self.licence_calls = {name: own.calls * times for name, own in licences}
        self.lasting = set(filter(activity.lasts, self.sold.licences))
        self.need = max(map(activity.need_from, self.starts), default=0)
        self.most = self._most_parts()

    def _most_parts(self) -> int:
        """Into how many it is split at the most: no part is without materials."""
        materials = self.activity.most_materials()
        largest = self.activity.sold.most_materials
        if not materials:
            return MOST_PARTS
        needed = -(-materials // largest) if largest else 0
        return min(max(MOST_PARTS, needed + MORE_PARTS), materials)

    def splits(self, calls: DailyCalls, limit: Cents, rate: Ratio) -> list[Split]:
        """How the activity can be split for no more than a limit, the most promising
        first.

        The bound is what licences and upgrades cost, and the calls that the parts leave
        to the pool, each at a rate.
        """
        horizon, peaks = self.facts.horizon, self._peaks(calls)
        total, found = calls.between(horizon.start, horizon.end), []
        for parts in self._hopeful(limit, total, rate):
            upgrades = self._upgrade_cost(parts, peaks)
            if upgrades is None:
                continue
            cost = upgrades + sum(self.prices[p] * n for p, n in parts.items())
            left = max(total - self._served(parts), 0)
            bound = cost + left * rate[0] // rate[1] - 1
            if bound <= limit:
                found.append(Split(bound, tuple(parts.elements()), cost))
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
        licences = tuple(starmap(NewLicence, product(self.starts, split.packages)))
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
        for count, package in product(range(2, self.most + 1), self.sold.licences):
            parts = Counter({package: count})
            if not self._can_split(parts):
                continue
            if self._upgrade_cost(parts, peaks) is None:
                continue
            way = self.split_way([package] * count, segments, calls)
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

    def _upgrade_cost(self, parts: Packages, peaks: dict[int, int]) -> Cents | None:
        """What the upgrades of a split cost for the peaks of its days; None where none
        are high enough.
        """
        fixed = sum(self.fixed[package] * n for package, n in parts.items())
        short = max(peaks, default=0) - fixed
        if short <= 0:
            return 0
        rule = self.sold.qps_upgrade
        if rule is None or rule.units_for(short) > self._units_above(rule, parts):
            return None
        units = 0
        for peak, days in peaks.items():
            units += rule.units_for(peak - fixed) * days
        return rule.day.times(1) * units

    def _units_above(self, rule: QpsUpgrade, parts: Packages) -> int:
        """How many units of QPS can be added to all parts."""
        return sum(rule.units_above(self.fixed[p]) * n for p, n in parts.items())

    def _hopeful(self, limit: Cents, total: int, rate: Ratio) -> Iterator[Packages]:
        """The packages of splits whose bound can be below a limit."""
        worth = self._worth(rate)
        kinds = [self._kind(package, worth) for package in self.sold.licences]
        # What is taken off each price is rounded down, so each may be a cent too dear.
        room = limit + 1 + self.most - total * worth[0] // worth[1]
        for counts in multisets(kinds, self.need, room, self.most):
            rows = zip(self.sold.licences, counts, strict=True)
            parts = Counter({package: count for package, count in rows if count})
            if self._can_split(parts):
                yield parts

    def _worth(self, rate: Ratio) -> Ratio:
        """The least that a call can cost: at a rate, or as one of a licence."""
        own = [
            (price, max(self._stock(name), 1)) for name, price in self.prices.items()
        ]
        return least_ratio([rate, *own])

    def _kind(self, package: str, worth: Ratio) -> Kind:
        """The parts with a package: of their price what their calls are worth is taken
        off.
        """
        calls_off = self._stock(package) * worth[0] // worth[1]
        materials = self.sold.licences[package].materials
        return Kind(self.prices[package] - calls_off, materials)

    def _stock(self, package: str) -> int:
        """The free and licence calls of a part with a package, but for the first one."""
        return self.licence_calls[package] + self.sold.free_calls

    def _can_split(self, parts: Packages) -> bool:
        """Whether the activity can be several with those licences from each day on
        which one is needed.
        """
        if self.activity.terms or not self.starts or parts.total() > self.most:
            return False
        if not self.lasting.issuperset(parts):
            return False
        licences = self.sold.licences
        return sum(licences[p].materials * n for p, n in parts.items()) >= self.need

    def _served(self, parts: Packages) -> int:
        """The free and licence calls of all parts."""
        licensed = sum(self.licence_calls[package] * n for package, n in parts.items())
        free = self.sold.free_calls * (parts.total() - 1)
        return licensed + self.facts.opening.trial_left[self.name] + free

    def _free(self, packages: Sequence[str]) -> list[int]:
        """The free calls of each part; the first has what is left of the activity's
        own.
        """
        left = self.facts.opening.trial_left[self.name]
        return [left, *[self.sold.free_calls] * (len(packages) - 1)]

    def parts(self, packages: Sequence[str], calls: DailyCalls) -> tuple[Part, ...]:
        """The parts with those licences, the calls of the horizon divided among them."""
        free = self._free(packages)
        shares_of = self._divided(packages, calls, free)
        found = []
        rows = zip(self._names(len(packages)), packages, shares_of, free, strict=True)
        for name, package, daily, own_free in rows:
            licences = tuple(NewLicence(start, package) for start in self.starts)
            own = _daily(self.facts.horizon.start, daily)
            found.append(Part(name, licences, own, own_free))
        return tuple(found)

    def _divided(
        self, packages: Sequence[str], calls: DailyCalls, free: Sequence[int]
    ) -> list[list[int]]:
        """The daily calls of each part: before the licences by what is left of its free
        calls, in the time of each by what is left of its calls as well.
        """
        horizon = self.facts.horizon
        own_calls = [self.sold.licences[package].calls for package in packages]
        left = list(free)
        found: list[list[int]] = [[] for _ in packages]
        days = (horizon.start, *self.starts, horizon.end)
        for number, (start, end) in enumerate(pairwise(days)):
            # A part may not be given more before its licence than is free for it.
            licensed = own_calls if number else [0] * len(packages)
            stocks = list(map(sum, zip(left, licensed, strict=True)))
            for index, own in enumerate(divided(calls.of_days(start, end), stocks)):
                found[index] += own
                left[index] -= min(left[index], sum(own))
        return found

    def _names(self, count: int) -> list[str]:
        """The names of so many parts: the activity's own, and new ones."""
        names, number = [self.name], 2
        while len(names) < count:
            if f"{self.name} {number}" not in self.facts.scenario.usage:
                names.append(f"{self.name} {number}")
            number += 1
        return names


def _daily(first: date, calls: Sequence[int]) -> DailyCalls:
    """The calls of each day from one on."""
    return DailyCalls(first.toordinal(), tuple(accumulate(calls, initial=0)))


def least_bounds(wholes: Sequence[Cents], splits: Sequence[list[Split]]) -> list[Cents]:
    """What each activity costs at the least, whole or split."""
    least = []
    for whole, found in zip(wholes, splits, strict=True):
        # The least split is first.
        bounds = [split.bound for split in found[:1]]
        least.append(min([whole, *bounds]))
    return least


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
