"""The segments of an interface group between its decision days: their calls, and the
modes that serve them.
"""

from datetime import date
from itertools import pairwise

from facefusion_billing.model.calendar import Days, days_in
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.decision_days import decision_days, segment_of
from facefusion_billing.rules import qps, validity
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.rules.qps import Peaks
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.problem import Segment
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


class SegmentFacts(NamedTuple):
    """A segment without its calls: its days, the number of its month, and what can be
    bought on its first day.

    A pack of that day serves the segments before `until`. `peak` is the one stated
    (None: none is), `owned` QPS that is a fact.
    """

    start: date
    end: date
    month: int
    until: int
    can_buy: bool
    peak: int | None
    owned: int
    is_disabled: bool


class Stretch(NamedTuple):
    """A segment under some calls: all of them, how many days it takes to the last one
    with calls, and the least peak that its calls can have.
    """

    calls: int
    busy: int
    average: int


NO_CALLS = Stretch(0, 0, 0)


class GroupSegments:
    """The segments of one group on the facts; `days` are its decision days."""

    def __init__(self, facts: PlanFacts, name: str) -> None:
        self.facts, self.name, self.horizon = facts, name, facts.horizon
        self.group = facts.scenario.book.groups[name]
        self.use = facts.scenario.usage[name]
        self.limit = self.group.qps.limit if self.group.qps else None
        self.quota = facts.prepared.scope(name).quota
        sold = self.group.call_packs or self.group.free_pack
        self.validity = facts.readings.consult("pack_validity") if sold else ""
        self.days = decision_days(facts, (name,), lambda day: (self.pack_end(day),))
        self.rows = self._rows()
        self._known: tuple[DailyCalls, list[Stretch]] | None = None

    def _rows(self) -> list[SegmentFacts]:
        """The segments, without their calls."""
        peaks = qps.peaks_of(self.use.peaks)
        disabled = days_in(self.facts.scenario.account.disabled)
        days = pairwise((*self.days, self.horizon.end))
        return [self._row(start, end, peaks, disabled) for start, end in days]

    def _row(
        self, start: date, end: date, peaks: Peaks, disabled: Days
    ) -> SegmentFacts:
        """The segment of some days."""
        activated = self.facts.scenario.account.activated
        return SegmentFacts(
            start=start,
            end=end,
            month=self.horizon.month_number(start),
            until=segment_of(self.days, self.pack_end(start)),
            can_buy=activated is None or start >= activated,
            peak=peaks.on(start),
            owned=self.quota.at(start),
            is_disabled=disabled.holds(start),
        )

    def pack_end(self, day: date) -> date:
        """When a pack of a day ends."""
        return validity.one_year(day, self.validity).end

    def month_end(self, day: date, months: int) -> date:
        """When QPS for some months from a day on ends."""
        reading = self.facts.readings.consult("qps_month")
        return validity.qps_months(day, months, reading).end

    def stretches(self, calls: DailyCalls) -> list[Stretch]:
        """The segments under some daily calls; those of the calls asked for last are
        kept, as every kind of plan has the same.
        """
        if self._known is None or self._known[0] is not calls:
            self._known = calls, self._stretches(calls)
        return self._known[1]

    def _stretches(self, calls: DailyCalls) -> list[Stretch]:
        """The same worked out."""
        start = self.horizon.start
        every = calls.of_days(start, self.horizon.end)
        found = []
        for row in self.rows:
            own = every[(row.start - start).days : (row.end - start).days]
            total = sum(own)
            if not total or row.is_disabled:
                found.append(NO_CALLS)
                continue
            # QPS by the day is bought to the last day with calls, not to the segment's
            # end.
            busy = next(place for place in range(len(own), 0, -1) if own[place - 1])
            found.append(Stretch(total, busy, qps.least_peak(max(own))))
        return found

    def segment(self, row: SegmentFacts, stretch: Stretch, kind: Kind) -> Segment:
        """A segment as a plan of some kind may serve it, without orders by the month."""
        if not stretch.calls:
            return Segment(row.month, 0, row.until, row.can_buy)
        return Segment(
            month=row.month,
            calls=stretch.calls,
            until=row.until,
            can_buy=row.can_buy,
            volume=kind.metered or (kind.volume and self._is_metered(row, stretch)),
            need=self._need(row, stretch) if kind.in_qps else None,
            days=stretch.busy,
        )

    def _is_metered(self, row: SegmentFacts, stretch: Stretch) -> bool:
        """Whether call volume mode serves a segment."""
        if self.limit is None or self.facts.limits.allow_throttling:
            return True
        if row.peak is None:
            return stretch.average <= self.limit
        return row.peak <= self.limit

    def _need(self, row: SegmentFacts, stretch: Stretch) -> int | None:
        """The QPS to be bought for a segment in QPS mode; None where that mode is
        closed.

        Where no peak is stated only what is owned can serve it.
        """
        if row.peak is None:
            if row.owned >= max(stretch.average, 1):
                return 0
            return None
        # Calls have a peak of 1 at the least, whatever the file says.
        short = max(max(row.peak, 1) - row.owned, 0)
        if short and self.group.qps is None:
            return None
        return short


def why_none(name: str, deadline: Deadline | None) -> str:
    """Why there is no plan of a kind, whose segments can be served."""
    if deadline is not None and deadline.out_of_time:
        return "out_of_time"
    if name in ("qps_month", "qps_day"):
        return "no_qps"
    if name == "packs":
        return "no_packs"
    return "no_pay_as_you_go"
