"""The QPS upgrades that the licences of an activity need."""

from collections.abc import Sequence
from datetime import date, timedelta

from facefusion_billing.plans.activities.activity import Activity, Part
from facefusion_billing.rules import qps
from facefusion_billing.rules.distribution import DailyCalls


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
        rule = self.sold.qps_upgrade
        terms = [term for _, term in self.activity.all_terms(parts)]
        for day, peak in self.peak_days(calls):
            fixed = self.activity.fixed_on(parts, day)
            upgraded = self.activity.upgraded.at(day)
            short = peak - sum(fixed) - upgraded
            if short <= 0:
                continue
            licensed = any(term.holds(day) for term in terms)
            ended = any(term.end <= day for term in terms)
            if self.activity.bills_on and ended and not licensed:
                continue  # what QPS it has then is not stated
            if rule is None or not licensed:
                return None
            taken = [fixed[0] + upgraded, *fixed[1:]]
            room = sum(max((rule.most - own) // rule.unit, 0) for own in taken)
            units = -(-short // rule.unit)
            if units > room:
                return None
            found.append((day, units * rule.unit))
        return found

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
        found = []
        for index, count in enumerate(calls.of_days(horizon.start, horizon.end)):
            if not count:
                continue
            day = horizon.start + timedelta(days=index)
            peak = stated.least_on(day, count)
            if peak > least:
                found.append((day, peak))
        return found
