"""When the licences of an activity begin.

A first licence begins between the activity's first day of calls and the day its free
calls run out. The latest such decision day is at least as good as an earlier one: till
then free calls serve, and what is licensed later lasts longer. Only where a licence can
end inside the horizon are earlier days worth a thought. What no single activity holds
needs licences from the day on which it is live, however few the calls are.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.calendar import ONE_DAY, Span
from facefusion_billing.model.scenario import ScopeUsage
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.demand import first_day
from facefusion_billing.rules import qps, validity
from facefusion_billing.rules.distribution import DailyCalls

MOST_STARTS = 24
"""Days earlier than the latest on which a first licence may begin."""
MOST_ROWS = 100
"""Rows of days, one licence after another, that are tried."""


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

    def sequences(self, calls: DailyCalls) -> list[tuple[date, ...]]:
        """The days on which licences begin, one after another; the latest first days
        first.
        """
        found = list(islice(self._sequences(calls), MOST_ROWS + 1))
        self.is_cut_short |= len(found) > MOST_ROWS
        return found[:MOST_ROWS]

    def _sequences(self, calls: DailyCalls) -> Iterator[tuple[date, ...]]:
        """All of them."""
        needed = self._needed_on(calls)
        if needed is None:
            yield ()
            begun = first_day(calls, self.facts.horizon.start)
            if self.terms or not self.serves_others or begun is None:
                return
            # Nothing needs a licence here, but its calls may be worth it elsewhere.
            needed = self.facts.horizon.end
        if self._is_served(needed):
            ended = max(term.end for term in self.terms if term.start <= needed)
            yield from self._renewals(calls, ended)
            return
        yield from self._with_a_first(calls, needed)

    def _with_a_first(
        self, calls: DailyCalls, needed: date
    ) -> Iterator[tuple[date, ...]]:
        """The same where a first licence may begin up to the day on which it is needed."""
        firsts = [day for day in self.days if day <= needed and self._is_free(day)]
        if not firsts:
            # A fact stands in the way: what can be licensed follows it.
            since = min((term.start for term in self.terms), default=needed)
            yield from self._renewals(calls, since)
            return
        # Without calls materials alone need it.
        begun = first_day(calls, self.facts.horizon.start) or needed
        for first in (firsts[-1], *self._earlier(firsts, begun)):
            for renewals in self._renewals(calls, self.term(first).end):
                yield first, *renewals

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
        """The first day of the horizon whose calls or materials need a licence; None
        when there is none.
        """
        days = [self._called_on(calls), *self._too_many_on(calls)]
        return min((day for day in days if day is not None), default=None)

    def _too_many_on(self, calls: DailyCalls) -> Iterator[date]:
        """The days from which on there are more materials than any licence holds, and
        so than a free test: those of a month with the first calls from those on.
        """
        # Beside a licence that is a fact nothing is split.
        if self.terms:
            return
        horizon = self.facts.horizon
        given = (horizon.start, self.facts.scenario.account.activated, self.use.starts)
        since = max(day for day in given if day is not None)
        begun = first_day(calls, horizon.start)
        for level in self.use.materials:
            start = max(level.span.start, since)
            end = min(level.span.end, horizon.end)
            if level.value > self.sold.most_materials and start < end:
                called = begun is not None and start <= begun < end
                yield begun if begun is not None and called else start

    def _called_on(self, calls: DailyCalls) -> date | None:
        """The first day of the horizon whose calls need a licence: free ones have run
        out, or its peak is above the free test's; None when there is none.
        """
        horizon = self.facts.horizon
        left = self.facts.opening.trial_left[self.use.name]
        trial = self.sold.trial_qps
        peaks = qps.peaks_of(self.use.peaks)
        # Throttled calls fail above the free test's QPS; that is no reason for a
        # licence then.
        judged = not self.facts.limits.allow_throttling
        for day, count in calls.each_day(horizon.start, horizon.end):
            left -= count
            if not count:
                continue
            if left < 0:
                return day
            if judged and peaks.least_on(day, count) > trial and not self._had(day):
                return day
        return None

    def _had(self, day: date) -> bool:
        """Whether a licence that is a fact was in force before a day: what QPS there is
        after it is not stated.
        """
        return any(term.end <= day for term in self.terms)

    def _is_served(self, day: date) -> bool:
        """Whether a licence that is a fact serves a day, or bills on after its end."""
        return any(
            term.holds(day) or (self.bills_on and term.end <= day)
            for term in self.terms
        )

    def _is_free(self, day: date) -> bool:
        """Whether a licence from a day on would overlap none that is a fact."""
        return not any(term.meets(self.term(day)) for term in self.terms)

    def _free_until(self, calls: DailyCalls) -> date:
        """The first day on which free calls do not serve all calls of the horizon up to
        then; its end where they do.
        """
        horizon = self.facts.horizon
        left = self.facts.opening.trial_left[self.use.name]
        if calls.between(horizon.start, horizon.end) <= left:
            return horizon.end
        return calls.first_from(horizon.start, left)

    def _renewals(self, calls: DailyCalls, since: date) -> Iterator[tuple[date, ...]]:
        """The rows of days on which licences follow one that has ended."""
        days = self._renewal_days(calls, since)
        if not days:
            yield ()
        for day in days:
            for later in self._renewals(calls, self.term(day).end):
                yield day, *later

    def _renewal_days(self, calls: DailyCalls, since: date) -> Sequence[date]:
        """The decision days on which the next licence may begin: from the end of the
        last one to the next calls. The latest serves longest; an earlier one ends, and
        makes room for another, before the calls of a year are too many for it.
        """
        while since < self.facts.horizon.end:
            needed = self._called_next(calls, since)
            if needed is None:
                return ()
            fact = next((term for term in self.terms if term.holds(needed)), None)
            if fact is not None:
                since = fact.end
                continue
            days = [day for day in self.days if since <= day <= needed]
            free = [day for day in days if self._is_free(day)]
            if free or not days:
                # Where not all rows are tried, the two ends are the most promising.
                return (*free[-1:], *free[:-1])
            last = self.term(days[-1])
            since = max(own.end for own in self.terms if own.meets(last))
        return ()

    def _called_next(self, calls: DailyCalls, since: date) -> date | None:
        """The next day with calls that nothing serves without a licence; the last one
        where those of a licence are worth it to others. None when there is none.
        """
        horizon = self.facts.horizon
        since = max(since, horizon.start)
        if not self.bills_on:
            # Free calls that are left serve after a licence too.
            since = max(since, self._free_until(calls))
        needed = first_day(calls, since)
        if needed is not None and needed < horizon.end:
            return needed
        return horizon.end - ONE_DAY if self.serves_others else None
