"""The QPS upgrades that the licences of an activity need."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, pairwise

from facefusion_billing.model.calendar import Span
from facefusion_billing.model.money import Cents
from facefusion_billing.plans.activities.activity import Activity, Part
from facefusion_billing.rules import qps
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.startup.record import NamedTuple


class Upgrade(NamedTuple):
    """QPS that is added on a day."""

    day: date
    qps: int


class DayPeak(NamedTuple):
    """The peak of a day."""

    day: date
    peak: int


class _PeakDays:
    """Days in order with their peaks, and where another peak begins."""

    def __init__(self, peaks: list[DayPeak]) -> None:
        self.peaks, self.days = peaks, [own.day for own in peaks]
        self.changes = [
            place
            for place, (before, own) in enumerate(pairwise(peaks), 1)
            if own.peak != before.peak
        ]

    def alike(self, first: int, end: int) -> Iterator[tuple[Sequence[date], int]]:
        """The days from one place to another, those of one peak together."""
        changes = self.changes
        inner = changes[bisect_right(changes, first) : bisect_left(changes, end)]
        for start, stop in pairwise([first, *inner, end]):
            if start < stop:
                yield self.days[start:stop], self.peaks[start].peak


class _Fixed(NamedTuple):
    """The QPS that is fixed from a day on, in what units more is sold, and how many of
    them; `is_open`: what QPS there is then is not stated.
    """

    start: date
    qps: int
    is_open: bool
    unit: int
    room: int

    def upgrade_for(self, peak: int) -> int | None:
        """The QPS to add for a peak; None where so much cannot be had."""
        if self.is_open or peak <= self.qps:
            return 0
        units = -(-(peak - self.qps) // self.unit)
        if units > self.room:
            return None
        return units * self.unit


class Upgrades:
    """The upgrades of one activity."""

    def __init__(self, activity: Activity) -> None:
        self.activity, self.sold = activity, activity.sold
        self._judged: tuple[DailyCalls, _PeakDays] | None = None

    def of_parts(
        self, parts: Sequence[Part], calls: DailyCalls
    ) -> list[Upgrade] | None:
        """The QPS to add on each day with calls whose peak is above what is fixed; None
        where none can be had.
        """
        found: list[Upgrade] = []
        for days, added in self._added(parts, calls):
            if added is None:
                return None
            if added:
                found += (Upgrade(day, added) for day in days)
        return found

    def cost(self, parts: Sequence[Part], calls: DailyCalls) -> Cents | None:
        """What these upgrades cost; None where none can be had."""
        cost: Cents = 0
        for days, added in self._added(parts, calls):
            if added is None:
                return None
            if added:
                rule = self.sold.qps_upgrade
                assert rule is not None, "what is not sold cannot be had"
                cost += rule.day.times(added // rule.unit) * len(days)
        return cost

    def _added(
        self, parts: Sequence[Part], calls: DailyCalls
    ) -> Iterator[tuple[Sequence[date], int | None]]:
        """The same for days that are alike, which years of days mostly are."""
        peaks = self._peaks_of(calls)
        if not peaks.days:
            return
        stretches = self._stretches(parts)
        edges = [bisect_left(peaks.days, own.start) for own in stretches]
        ends = [*edges[1:], len(peaks.days)]
        for own, first, end in zip(stretches, edges, ends, strict=True):
            for days, peak in peaks.alike(first, end):
                yield days, own.upgrade_for(peak)

    def _stretches(self, parts: Sequence[Part]) -> list[_Fixed]:
        """The time of the horizon by what is fixed; a licence or an upgrade changes it."""
        start = self.activity.facts.horizon.start
        terms = [term.span for term in self.activity.all_terms(parts)]
        days = {start, *self.activity.upgraded.dates, *chain.from_iterable(terms)}
        changes = sorted({max(day, start) for day in days})
        return [self._fixed_from(day, parts, terms) for day in changes]

    def _fixed_from(
        self, day: date, parts: Sequence[Part], terms: Sequence[Span]
    ) -> _Fixed:
        """What is fixed from a day on, and what can be had there."""
        fixed = self.activity.fixed_on(parts, day)
        # Upgrades that are facts are those of the part that keeps the activity's name.
        fixed[0] += self.activity.upgraded.at(day)
        rule = self.sold.qps_upgrade
        licensed = any(term.holds(day) for term in terms)
        unit, room = 1, 0
        if licensed and rule is not None:
            unit, room = rule.unit, sum(map(rule.units_above, fixed))
        # What QPS an activity has after its licence is stated nowhere, also for the free
        # calls that are served then where its other calls are refused.
        is_open = not licensed and any(term.end <= day for term in terms)
        return _Fixed(day, sum(fixed), is_open, unit, room)

    def peak_days(self, calls: DailyCalls) -> list[DayPeak]:
        """The days that need more QPS than some licence has."""
        return self._peaks_of(calls).peaks

    def changes(self, calls: DailyCalls) -> int:
        """How often another peak begins."""
        return len(self._peaks_of(calls).changes)

    def _peaks_of(self, calls: DailyCalls) -> "_PeakDays":
        """Those days, looked for once."""
        if self._judged is None or self._judged[0] is not calls:
            self._judged = calls, _PeakDays(list(self._peak_days(calls)))
        return self._judged[1]

    def _peak_days(self, calls: DailyCalls) -> Iterator[DayPeak]:
        """The days whose peak is above the free test's or some licence's QPS; the
        average where none is stated, since it is the least that it can be.
        """
        if self.activity.facts.limits.allow_throttling:
            return
        horizon = self.activity.facts.horizon
        least = min([self.sold.trial_qps, *self.activity.fixed.values()])
        most_calls = max(calls.of_days(horizon.start, horizon.end), default=0)
        # Hardly a plan has such days, and what none of them can reach needs no look.
        if max([qps.least_peak(most_calls), *self._stated()]) <= least:
            return
        stated = qps.peaks_of(self.activity.use.peaks)
        for day, count in calls.each_day(horizon.start, horizon.end):
            if count:
                peak = stated.least_on(day, count)
                if peak > least:
                    yield DayPeak(day, peak)

    def _stated(self) -> Iterator[int]:
        """The peaks that are stated."""
        return (level.value for level in self.activity.use.peaks)
