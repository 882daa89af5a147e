"""The ways to license one activity: its licences, the QPS upgrades they need, and what
they leave to the pool.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, product, starmap

from facefusion_billing.model.calendar import Span
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import Reason
from facefusion_billing.plans.activities.activity import Activity, NewLicence, Part
from facefusion_billing.plans.activities.served import grants, served
from facefusion_billing.plans.activities.upgrades import Upgrade, Upgrades
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.problem import Owned
from facefusion_billing.startup.record import NamedTuple

SEGMENTS_A_WORK, PEAKS_A_WORK = 20, 8
"""How many segments, and days from which on another QPS is needed, of a way to license an
activity count as one partial plan.
"""
MOST_SEQUENCES = 729
"""Rows of licences that are tried one by one."""
MOST_WAYS, LEAST_WAYS = 10_000, 100
"""Ways that are tried for all activities together, each having its share of them, and
for one in any case.
"""
Licences = tuple[NewLicence, ...]


class LicenceOption(NamedTuple):
    """A way to license an activity: its parts, and their cost with the upgrades of all.

    It leaves `rests` calls to the pool by segment, and serves `free` and `packs` calls
    by month outside it; `grants` are licence packs that the whole account draws on.
    `licensed`: when packs may be ordered on its account. `packages`: those of a split
    whose calls are still to be divided.
    """

    parts: tuple[Part, ...]
    cost: Cents
    rests: tuple[int, ...]
    free: tuple[int, ...]
    packs: tuple[int, ...]
    grants: tuple[Owned, ...]
    licensed: tuple[Span, ...]
    packages: tuple[str, ...] = ()

    @property
    def calls(self) -> int:
        """All calls that it serves or leaves."""
        return sum(self.rests) + sum(self.free) + sum(self.packs)


class LicenceOptions:
    """The ways of one activity."""

    def __init__(self, activity: Activity) -> None:
        self.activity, self.sold = activity, activity.sold
        self.upgrades = Upgrades(activity)
        self.is_cut_short = False
        self._known: tuple[DailyCalls, list[LicenceOption]] | None = None

    def ways(
        self, segments: Sequence[date], calls: DailyCalls, deadline: Deadline
    ) -> list[LicenceOption]:
        """Every way that serves all calls with the activity whole, the cheapest
        licences first; once the time is up those that were found by then.
        """
        if self._known is not None and self._known[0] is calls:
            return self._known[1]
        found: list[LicenceOption] = []
        work = self._work(segments, calls)
        activities = len(self.activity.facts.scenario.usage)
        most = max(MOST_WAYS // activities, LEAST_WAYS)
        for number, licences in enumerate(self._licences()):
            # With at least one way there is a plan; without any there would be no
            # answer.
            if (deadline.spend(work) or number >= most) and found:
                self.is_cut_short = True
                break
            way = self.whole(licences, segments, calls)
            if way is not None:
                found.append(way)
        # By cost, then by licences: what is first must not depend on how they were made.
        found.sort(key=lambda way: (way.cost, [part.licences for part in way.parts]))
        self._known = calls, found
        return found

    def _work(self, segments: Sequence[date], calls: DailyCalls) -> int:
        """As how many partial plans a way counts."""
        peaks = self.upgrades.changes(calls)
        return 1 + len(segments) // SEGMENTS_A_WORK + peaks // PEAKS_A_WORK

    def holding(self, ways: list[LicenceOption]) -> list[LicenceOption]:
        """Those of some ways under which the materials of every month are held."""
        activity = self.activity
        # A licence that a plan buys holds them, and a free test what the largest does;
        # only one that is a fact may hold less.
        judged = activity.terms or activity.facts.must_split(activity.name)
        if not judged or not self.sold.licences:
            return ways
        return [way for way in ways if activity.holds_materials(way.parts)]

    def _licences(self) -> Iterator[Licences]:
        """A package for each day on which a licence begins, or none from one of them
        on.

        Beyond `MOST_SEQUENCES` renewals are of one package each.
        """
        tried: set[tuple[date, ...]] = set()
        for starts in self.activity.sequences:
            choices = [self.choices(start) for start in starts]
            for length in range(len(starts) + 1):
                # Rows begin alike; that nothing is licensed is how all begin.
                if starts[:length] in tried:
                    continue
                tried.add(starts[:length])
                if math.prod(map(len, choices[:length])) <= MOST_SEQUENCES:
                    yield from product(*choices[:length])
                else:
                    yield from self._steady(starts[:length])

    def choices(self, start: date) -> list[NewLicence]:
        """The packages that suit a licence from a day on."""
        suits = self.activity.suits
        return [
            NewLicence(start, own) for own in self.sold.licences if suits(own, start)
        ]

    def _steady(self, starts: Sequence[date]) -> Iterator[Licences]:
        """The same package again and again."""
        for package in self.sold.licences:
            if all(self.activity.suits(package, start) for start in starts):
                yield tuple(NewLicence(start, package) for start in starts)

    def is_whole(self) -> bool:
        """Whether every row of licences was tried."""
        if self.is_cut_short or not self.activity.has_all_starts:
            return False
        longest = max(map(len, self.activity.sequences))
        rows: int = len(self.sold.licences) ** longest
        return rows <= MOST_SEQUENCES

    def whole(
        self,
        licences: Iterable[NewLicence],
        segments: Sequence[date],
        calls: DailyCalls,
    ) -> LicenceOption | None:
        """The way of the activity whole with some licences, as `way` has it."""
        name = self.activity.name
        left = self.activity.facts.opening.trial_left[name]
        one = Part(name, tuple(licences), calls, left)
        return self.way((one,), segments, calls)

    def way(
        self, parts: tuple[Part, ...], segments: Sequence[date], calls: DailyCalls
    ) -> LicenceOption | None:
        """The way of some parts; None when it leaves calls without a licence or peaks
        that no upgrade serves.
        """
        upgrades = self.upgrades.cost(parts, calls)
        if upgrades is None:
            return None
        licences = chain.from_iterable(part.licences for part in parts)
        prices = (self.sold.licences[own.package].price.times(1) for own in licences)
        return self.with_cost(parts, upgrades + sum(prices), segments)

    def upgrades_of(self, way: LicenceOption) -> list[Upgrade]:
        """The upgrades of a way for the calls that are planned."""
        # Not kept with each way: there may be one for every day, in hundreds of ways.
        calls = self.activity.facts.calls[self.activity.name]
        found = self.upgrades.of_parts(way.parts, calls)
        assert found is not None, "a way has the upgrades that it needs"
        return found

    def with_cost(
        self, parts: tuple[Part, ...], cost: Cents, segments: Sequence[date]
    ) -> LicenceOption | None:
        """The way of some parts whose cost, with their upgrades, is known."""
        found = served(self.activity, parts, segments)
        if found is None:
            return None
        licensed = [term.span for term in self.activity.all_terms(parts)]
        return LicenceOption(
            parts=parts,
            cost=cost,
            rests=found.rests,
            free=found.free,
            packs=found.packs,
            grants=grants(self.activity, parts, segments),
            licensed=tuple(licensed),
        )


def why_none(activity: Activity) -> Reason:
    """Why no way serves an activity."""
    if not activity.sold.licences:
        return Reason("no_licences", activity.name)
    choices = product(activity.sold.licences, activity.starts)
    if not any(starmap(activity.suits, choices)) and not _holds_in_parts(activity):
        days = activity.use.change_days
        facts = {"materials": activity.most_materials(), "change_days": days}
        code = "no_licence_lasts" if days else "no_licence_suits"
        return Reason(code, activity.name, None, facts)
    peak = max((level.value for level in activity.use.peaks), default=0)
    return Reason("over_upgrades", activity.name, None, {"peak": peak})


def _holds_in_parts(activity: Activity) -> bool:
    """Whether an activity can be so many that licences hold its materials."""
    licences = activity.sold.licences
    lasting = any(licences[own].materials for own in filter(activity.lasts, licences))
    may_split = activity.facts.may_split(activity.name)
    return may_split and lasting and not activity.terms
