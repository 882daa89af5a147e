"""When the licences of an activity begin.

A first licence begins between the activity's first day of calls and the day its free
calls run out. The latest such decision day is at least as good as an earlier one: till
then free calls serve, and what is licensed later lasts longer. Only where a licence can
end inside the horizon are earlier days worth a thought.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.calendar import Span
from facefusion_billing.model.scenario import ScopeUsage
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.demand import first_day
from facefusion_billing.rules import qps, validity
from facefusion_billing.rules.distribution import DailyCalls

MOST_STARTS = 24
"""Days earlier than the latest on which a first licence may begin."""


def licence_end(readings: Readings) -> str:
    """What becomes of an activity whose licence has ended."""
    if "licence_end" in readings.values:
        return readings.consult("licence_end")
    return "refused"


def is_account_wide(readings: Readings) -> bool:
    """Whether the calls of a licence serve every activity of the account."""
    return readings.consult("licence_pack_scope") == "account"


class LicenceStarts:
    """The days on which licences of one activity may begin; `terms` are its licences
    that are facts, `days` the decision days.
    """

    def __init__(
        self,
        facts: PlanFacts,
        use: ScopeUsage,
        days: Sequence[date],
        terms: Sequence[Span],
    ) -> None:
        self.facts, self.use, self.days, self.terms = facts, use, days, terms
        self.sold = facts.scenario.book.activities
        self.bills_on = licence_end(facts.readings) == "postpaid"
        has_others = len(facts.scenario.usage) > 1
        self.serves_others = has_others and is_account_wide(facts.readings)
        self.is_cut_short = False

    def term(self, start: date) -> Span:
        """The days of a licence."""
        return validity.n_days(start, self.sold.licence_days)

    def sequences(self, calls: DailyCalls) -> Iterator[tuple[date, ...]]:
        """The days on which licences begin, one after another; the latest first days
        first.
        """
        needed = self._needed_on(calls)
        if needed is None and self.serves_others and not self.terms:
            # Nothing needs a licence here, but its calls may be worth it elsewhere.
            yield ()
            needed = self.facts.horizon.end
        if needed is None or self._ends_before(needed):
            yield tuple(self._renewals(calls, self._last_end(needed)))
            return
        firsts = [day for day in self.days if day <= needed and self._is_free(day)]
        begun = first_day(calls, self.facts.horizon.start)
        if not firsts or begun is None:
            later = min((term.start for term in self.terms), default=needed)
            yield tuple(self._renewals(calls, later))
            return
        for first in (firsts[-1], *self._earlier(firsts, begun)):
            yield first, *self._renewals(calls, self.term(first).end)

    def _earlier(self, firsts: Sequence[date], begun: date) -> Iterator[date]:
        """The days before the latest that may be better, the later ones first; `begun`:
        the first day of calls.
        """
        if not self.serves_others and self.term(begun).end >= self.facts.horizon.end:
            return
        earlier = [day for day in firsts[:-1] if day >= begun]
        self.is_cut_short = len(earlier) > MOST_STARTS
        yield from reversed(earlier[-MOST_STARTS:])

    def _needed_on(self, calls: DailyCalls) -> date | None:
        """The first day of the horizon whose calls need a licence: free ones have run
        out, or its peak is above the free test's; None when there is none.
        """
        horizon = self.facts.horizon
        left = self.facts.opening.trial_left[self.use.name]
        trial = (self.sold.free.qps if self.sold.free else 0) or 0
        peaks = qps.peaks_of(self.use.peaks)
        # Throttled calls fail above the free test's QPS; that is no reason for a
        # licence then.
        judged = not self.facts.limits.allow_throttling
        for index, count in enumerate(calls.of_days(horizon.start, horizon.end)):
            day = horizon.start + timedelta(days=index)
            left -= count
            over = judged and peaks.least_on(day, count) > trial
            if count and (left < 0 or over):
                return day
        return None

    def _ends_before(self, needed: date) -> bool:
        """Whether a licence that is a fact serves that day, or bills on after its end."""
        return any(
            term.holds(needed) or (self.bills_on and term.end <= needed)
            for term in self.terms
        )

    def _last_end(self, needed: date | None) -> date:
        """When the licences that are facts have ended, from a day on."""
        if needed is None:
            return self.facts.horizon.end
        ends = [term.end for term in self.terms if term.start <= needed]
        return max(ends)

    def _is_free(self, day: date) -> bool:
        """Whether a licence from a day on would overlap none that is a fact."""
        return not any(term.meets(self.term(day)) for term in self.terms)

    def _renewals(self, calls: DailyCalls, since: date) -> Iterator[date]:
        """The days on which a licence follows one that has ended."""
        horizon = self.facts.horizon
        while since < horizon.end:
            day = first_day(calls, max(since, horizon.start))
            if day is None or day >= horizon.end:
                return
            held = next((term for term in self.terms if term.holds(day)), None)
            if held is not None:
                since = held.end
                continue
            days = [own for own in self.days if since <= own <= day]
            later = [
                t.start for t in self.terms if days and t.meets(self.term(days[-1]))
            ]
            if not days or later:  # a licence from that day would overlap the fact
                since = min(later, default=horizon.end)
                continue
            yield days[-1]
            since = self.term(days[-1]).end
