"""An activity as several, each with a licence and free calls of its own: the splits
there are, and their ways.
"""

from collections.abc import Sequence
from datetime import date
from itertools import accumulate, pairwise, product, starmap

from facefusion_billing.model.money import Cents
from facefusion_billing.plans.activities.activity import NewLicence, Part
from facefusion_billing.plans.activities.licence_options import (
    SEGMENTS_A_WORK,
    LicenceOption,
    LicenceOptions,
)
from facefusion_billing.plans.activities.split_counts import Split, SplitCounts
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.solver.split import divided

MOST_SPLITS = 300
"""Ways to split an activity that are priced; the bound of the first left out bounds the
answer.
"""
MOST_IN_ALL = 3_000
"""The same for all activities together."""


class Splits:
    """The ways to split one activity: its parts are licensed on the same days, `renewed`
    where the licences end or only once.
    """

    def __init__(self, options: LicenceOptions, *, renewed: bool) -> None:
        self.options, self.activity = options, options.activity
        activity = self.activity
        self.facts, self.sold = activity.facts, activity.sold
        self.name = activity.name
        self.starts = activity.starts if renewed else activity.starts[:1]
        self.counts = SplitCounts(options, self.starts)

    def split_way(
        self, packages: Sequence[str], segments: Sequence[date], calls: DailyCalls
    ) -> LicenceOption | None:
        """The way of a split, its calls divided."""
        return self.options.way(self.parts(packages, calls), segments, calls)

    def work(self, split: Split, segments: Sequence[date]) -> int:
        """As how many partial plans a split counts."""
        licences = len(self.starts) * len(split.packages)
        return 1 + (len(segments) + licences) // SEGMENTS_A_WORK

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
        way = self.options.with_cost((one,), split.cost, segments)
        if way is not None:
            return way._replace(packages=split.packages)
        return None

    def some_split(
        self, segments: Sequence[date], calls: DailyCalls
    ) -> list[LicenceOption]:
        """A way that splits the activity, with as few parts as one package allows; none
        when no number does.
        """
        counts, names = self.counts, self.counts.names
        peaks = counts.peaks(calls)
        for number, package in product(range(2, counts.most + 1), names):
            own = tuple(number if name == package else 0 for name in names)
            if not counts.can_be(own) or counts.upgrade_cost(own, peaks) is None:
                continue
            way = self.split_way([package] * number, segments, calls)
            if way is not None:
                return [way]
        return []

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
