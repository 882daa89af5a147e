"""The QPS upgrades that the licences of an activity need."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from facefusion_billing.model.calendar import Span
from facefusion_billing.plans.activities.activity import Activity, Part
from facefusion_billing.rules import qps
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.startup.record import NamedTuple


class _Fixed(NamedTuple):
    """The QPS that is fixed from a day on, in what units more is sold, and how many of
    them; `open`: what QPS there is then is not stated.
    """

    start: date
    fixed: int
    open: bool
    unit: int
    room: int


class Upgrades:
    """The upgrades of one activity."""

    def __init__(self, activity: Activity) -> None:
        self.activity, self.sold = activity, activity.sold
        self._judged: tuple[DailyCalls, list[tuple[date, int]]] | None = None

    def of_parts(
        self, parts: Sequence[Part], calls: DailyCalls
    ) -> list[tuple[date, int]] | None:
        """The QPS to add on each day with calls whose peak is above what is fixed; None
        where none can be had.
        """
        found: list[tuple[date, int]] = []
        peaks = self.peak_days(calls)
        if not peaks:
            return found
        spans = self._spans(parts)
        starts = [span.start for span in spans]
        for day, peak in peaks:
            span = spans[bisect_right(starts, day) - 1]
            short = peak - span.fixed
            if short <= 0 or span.open:
                continue
            units = -(-short // span.unit)
            if units > span.room:
                return None
            found.append((day, units * span.unit))
        return found

    def _spans(self, parts: Sequence[Part]) -> list[_Fixed]:
        """The time of the horizon by what is fixed; a licence or an upgrade changes it."""
        horizon = self.activity.facts.horizon
        terms = [term for _, term in self.activity.all_terms(parts)]
        days = {horizon.start, *self.activity.upgraded.dates}
        for term in terms:
            days.update(term)
        days = {max(day, horizon.start) for day in days}
        return [self._fixed_from(day, parts, terms) for day in sorted(days)]

    def _fixed_from(
        self, day: date, parts: Sequence[Part], terms: Sequence[Span]
    ) -> _Fixed:
        """What is fixed from a day on, and what can be had there."""
        rule = self.sold.qps_upgrade
        fixed = self.activity.fixed_on(parts, day)
        upgraded = self.activity.upgraded.at(day)
        licensed = any(term.holds(day) for term in terms)
        ended = any(term.end <= day for term in terms)
        is_open = self.activity.bills_on and ended and not licensed
        if rule is None or not licensed:
            return _Fixed(day, sum(fixed) + upgraded, is_open, 1, 0)
        taken = [fixed[0] + upgraded, *fixed[1:]]
        room = sum(max((rule.most - own) // rule.unit, 0) for own in taken)
        return _Fixed(day, sum(taken), is_open, rule.unit, room)

    def peak_days(self, calls: DailyCalls) -> list[tuple[date, int]]:
        """The days that need more QPS than some licence has, looked for once."""
        if self._judged is None or self._judged[0] is not calls:
            self._judged = calls, self._peak_days(calls)
        return self._judged[1]

    def _peak_days(self, calls: DailyCalls) -> list[tuple[date, int]]:
        """The days whose peak is above the free test's or some licence's QPS, with the
        peak; the average where none is stated, since it is the least that it can be.
        """
        if self.activity.facts.limits.allow_throttling:
            return []
        horizon = self.activity.facts.horizon
        stated = qps.peaks_of(self.activity.use.peaks)
        trial = (self.sold.free.qps if self.sold.free else 0) or 0
        least = min([trial, *self.activity.fixed.values()])
        counts = calls.of_days(horizon.start, horizon.end)
        highest = max([qps.least_peak(max(counts, default=0)), *self._stated()])
        if highest <= least:
            return []
        found = []
        for index, count in enumerate(counts):
            if not count:
                continue
            day = horizon.start + timedelta(days=index)
            peak = stated.least_on(day, count)
            if peak > least:
                found.append((day, peak))
        return found

    def _stated(self) -> Iterator[int]:
        return (level.value for level in self.activity.use.peaks)
