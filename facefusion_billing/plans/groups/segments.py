"""The segments of an interface group between its decision days: their calls, and the
modes that serve them.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from facefusion_billing.model.calendar import days_in
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.decision_days import decision_days, segment_of
from facefusion_billing.rules import qps, validity
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.solver.problem import Segment
from facefusion_billing.solver.qps_orders import Term
from facefusion_billing.startup.record import NamedTuple


class Kind(NamedTuple):
    """What a plan of some name may use. `metered`: call volume whatever the peaks, what
    QPS is compared with.
    """

    volume: bool = True
    by_day: bool = False
    by_month: bool = False
    packs: bool = False
    pay_as_you_go: bool = True
    metered: bool = False

    @property
    def in_qps(self) -> bool:
        """Whether days may be in QPS mode."""
        return self.by_day or self.by_month


KINDS = {
    "best": Kind(by_day=True, by_month=True, packs=True),
    "metered": Kind(packs=True, metered=True),
    "pay_as_you_go": Kind(),
    "packs": Kind(packs=True, pay_as_you_go=False),
    "qps_month": Kind(volume=False, by_month=True),
    "qps_day": Kind(volume=False, by_day=True),
}


SHORTEST_MONTH = 28
MOST_TERMS = 20_000
"""Orders for QPS by the month that are looked at: of more only those for fewer months,
and the answer says `bounded`.
"""


class Stretch(NamedTuple):
    """A segment under some calls: all of them, how many days it takes to the last one
    with calls, and the least peak that its calls can have.
    """

    calls: int
    busy: int
    average: int


class GroupSegments:
    """The segments of one group on the facts; `days` are its decision days."""

    def __init__(self, facts: PlanFacts, name: str) -> None:
        self.facts, self.name, self.horizon = facts, name, facts.horizon
        self.group = facts.scenario.book.groups[name]
        self.use = facts.scenario.usage[name]
        sold = self.group.call_packs or self.group.free_pack
        self.validity = facts.readings.consult("pack_validity") if sold else ""
        self.days = decision_days(facts, (name,), lambda day: (self.pack_end(day),))
        self.ends = (*self.days[1:], self.horizon.end)
        self.longest = len(self.horizon.months) + 1
        first = self.horizon.first
        self.months = [
            (day.year - first.year) * 12 + day.month - first.month for day in self.days
        ]
        self.until = [self.number(self.pack_end(day)) for day in self.days]
        activated = facts.scenario.account.activated
        self.can_buy = [activated is None or day >= activated for day in self.days]
        peaks = qps.peaks_of(self.use.peaks)
        self.peaks = [peaks.on(day) for day in self.days]
        owned = facts.prepared.scope(name).quota
        self.owned = [owned.at(day) for day in self.days]
        disabled = days_in(facts.scenario.account.disabled)
        self.disabled = [disabled.holds(day) for day in self.days]
        self.limit = self.group.qps.limit if self.group.qps else None

    def pack_end(self, day: date) -> date:
        """When a pack of a day ends."""
        return validity.one_year(day, self.validity).end

    def number(self, day: date) -> int:
        """The number of the segment that begins on a day, or of the first after it."""
        return segment_of(self.days, day)

    def stretches(self, calls: DailyCalls) -> list[Stretch]:
        """The segments under some daily calls."""
        every = calls.of_days(self.horizon.start, self.horizon.end)
        places = [(day - self.horizon.start).days for day in self.days]
        found = []
        for index, (start, end) in enumerate(pairwise([*places, len(every)])):
            own = every[start:end]
            total = sum(own)
            if not total or self.disabled[index]:
                found.append(Stretch(0, 0, 0))
                continue
            # QPS by the day is bought to the last day with calls, not to the segment's
            # end.
            busy = max(place for place, count in enumerate(own, 1) if count)
            found.append(Stretch(total, busy, qps.least_peak(max(own))))
        return found

    def segment(self, index: int, stretch: Stretch, kind: Kind) -> Segment:
        """A segment as a plan of some kind may serve it, without orders by the month."""
        row = Segment(
            month=self.months[index],
            calls=stretch.calls,
            until=self.until[index],
            can_buy=self.can_buy[index],
        )
        if not stretch.calls:
            return row
        return row._replace(
            volume=kind.metered or (kind.volume and self.is_metered(index, stretch)),
            need=self.need(index, stretch) if kind.in_qps else None,
            days=stretch.busy,
        )

    def is_metered(self, index: int, stretch: Stretch) -> bool:
        """Whether call volume mode serves a segment."""
        if self.limit is None or self.facts.limits.allow_throttling:
            return True
        peak = self.peaks[index]
        return (stretch.average if peak is None else peak) <= self.limit

    def need(self, index: int, stretch: Stretch) -> int | None:
        """The QPS to be bought for a segment in QPS mode; None where that mode is
        closed.

        Where no peak is stated only what is owned can serve it.
        """
        peak, owned = self.peaks[index], self.owned[index]
        if peak is None:
            if owned >= max(stretch.average, 1):
                return 0
            return None
        # Calls have a peak of 1 at the least, whatever the file says.
        short = max(max(peak, 1) - owned, 0)
        if short and self.group.qps is None:
            return None
        return short

    def terms(self, stretches: Sequence[Stretch]) -> tuple[list[list[Term]], bool]:
        """For each segment the orders by the month that may begin there, by how long
        they are; and whether these are all.

        Of several that serve to the last calls the shortest is enough; one for several
        months that is the same as two in a row is left out.
        """
        busy_ends = [
            day.toordinal() + row.busy
            for day, row in zip(self.days, stretches, strict=True)
        ]
        used = max((i for i, row in enumerate(stretches, 1) if row.calls), default=0)
        found: list[list[Term]] = []
        for index in range(len(self.days)):
            terms: list[Term] = []
            if index < used and self.can_buy[index]:
                terms += self._terms_from(index, busy_ends, used)
            found.append(terms)
        return found, all(not own or own[-1].until >= used for own in found)

    def _terms_from(
        self, index: int, busy_ends: Sequence[int], used: int
    ) -> Iterator[Term]:
        """The orders that may begin with one segment, the shortest first."""
        term = self._term(index, 1, busy_ends, used)
        yield term
        if term.until < used and self._is_always_chained(index):
            last = bisect_left(
                range(1, self.longest + 1),
                used,
                key=lambda months: self._term(index, months, busy_ends, used).until,
            )
            yield self._term(index, last + 1, busy_ends, used)
            return
        months, most = 1, max(MOST_TERMS // len(self.days), 12)
        while term.until < used and months < most:
            months += 1
            term = self._term(index, months, busy_ends, used)
            if not self._is_chained(index, months) or term.until >= used:
                yield term

    def _term(
        self, index: int, months: int, busy_ends: Sequence[int], used: int
    ) -> Term:
        end = self.month_end(self.days[index], months)
        ordinal = end.toordinal()
        following = self.number(end)
        until = following
        if until > index and busy_ends[until - 1] > ordinal:
            until -= 1
        if until >= used:
            until = len(self.days)
        return Term(months, until, following)

    def _is_always_chained(self, index: int) -> bool:
        """Whether orders of any length from a segment on are shorter ones in a row: one
        can follow on the day on which that for a month ends, and months there do not
        depend on how long February is.
        """
        day = self.days[index]
        end = self.month_end(day, 1)
        place = self.number(end)
        follows = place < len(self.days) and self.days[place] == end
        return follows and day.day <= SHORTEST_MONTH

    def _is_chained(self, index: int, months: int) -> bool:
        """Whether some months from a segment on are shorter orders one after another."""
        day = self.days[index]
        end = self.month_end(day, months)
        for first in range(1, months):
            middle = self.month_end(day, first)
            place = self.number(middle)
            if place < len(self.days) and self.days[place] == middle:
                return self.month_end(middle, months - first) == end
        return False

    def month_end(self, day: date, months: int) -> date:
        """When QPS for some months from a day on ends."""
        reading = self.facts.readings.consult("qps_month")
        return validity.qps_months(day, months, reading).end
