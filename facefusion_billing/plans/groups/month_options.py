"""The ways to serve each month of an interface group: call volume, QPS for all of it,
or QPS for some of its days.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from facefusion_billing.model.calendar import Month, Span, days_in, inside
from facefusion_billing.model.money import Cents
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.rules import qps
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.solver import qps_cover
from facefusion_billing.solver.catalogue import NEVER, Catalogue
from facefusion_billing.solver.problem import Option
from facefusion_billing.solver.qps_cover import Ladder, Quota
from facefusion_billing.startup.record import NamedTuple

CALL_VOLUME, BY_MONTH, BY_DAY, CHEAPEST, SOME_DAYS = (
    "call_volume",
    "qps_month",
    "qps_day",
    "qps",
    "some_days",
)
METERED = "metered"
"""Call volume whatever the peaks: no plan, but what QPS is compared with."""
WAYS = {
    "best": (CALL_VOLUME, CHEAPEST, SOME_DAYS),
    "metered": (METERED,),
    "pay_as_you_go": (CALL_VOLUME,),
    "packs": (CALL_VOLUME,),
    "qps_month": (BY_MONTH,),
    "qps_day": (BY_DAY,),
}
"""The ways to serve a month that a plan of each name may use."""


class Serving(NamedTuple):
    """How a month is served: its days in QPS mode, by place (None: none of them), and
    the QPS bought for them.
    """

    kind: str
    indices: tuple[int, ...]
    quota: Quota


class MonthDays(NamedTuple):
    """A month's days: the calls of each, the QPS it needs in QPS mode, and what is
    known of it.

    `place` is the month's in the horizon; `busy`: every day has calls. A need is None
    where no peak is stated; a day is `over` when its peak is above the call volume
    limit, and `given` when it has a count of its own.
    """

    number: int
    month: Month
    calls: tuple[int, ...]
    needs: tuple[int | None, ...]
    over: tuple[bool, ...]
    given: tuple[bool, ...]
    busy: bool


NO_QUOTA = Quota(0, (), 0)


class MonthWays:
    """The months of one group on the facts.

    `segments` are cut at the places `firsts` into months.
    """

    def __init__(
        self,
        ground: PlanFacts,
        name: str,
        catalogue: Catalogue,
        segments: Sequence[date],
        firsts: Sequence[int],
    ) -> None:
        self.ground, self.name, self.catalogue, self.segments, self.firsts = (
            ground,
            name,
            catalogue,
            segments,
            firsts,
        )
        self.group, self.use = (
            ground.scenario.book.groups[name],
            ground.scenario.usage[name],
        )
        self.day = Ladder(self.group.qps.day if self.group.qps else None)
        self.month = Ladder(self.group.qps.month if self.group.qps else None)
        self.limit = self.group.qps.limit if self.group.qps else None
        self.months = ground.horizon.months
        self.edges = [self._edges(index) for index in range(len(self.months))]
        self.stated = qps.peaks_of(self.use.peaks)
        self.peaks = self._peaks()
        self.given = self._given()
        self._latest: tuple[DailyCalls, list[MonthDays]] | None = None
        self._whole: dict[tuple[str, int, tuple[int | None, ...]], Option] = {}

    def _peaks(self) -> list[tuple[tuple[int | None, ...], tuple[bool, ...]]]:
        """For each month the QPS its days need beside what is held, and which are above
        the call volume limit.
        """
        held = self.ground.prepared.scope(self.name).quota
        edges = sorted({*self.stated.dates, *held.dates})
        found = []
        for month in self.months:
            first, end = month.first, month.plus(1).first
            inner = inside(edges, Span(first, end))
            needs: tuple[int | None, ...] = ()
            over: tuple[bool, ...] = ()
            for start, stop in pairwise([first, *inner, end]):
                peak, days = self.stated.on(start), (stop - start).days
                needs += (
                    None if peak is None else max(max(peak, 1) - held.at(start), 0),
                ) * days
                over += (
                    self.limit is not None and peak is not None and peak > self.limit,
                ) * days
            found.append((needs, over))
        return found

    def highest_peak(self, days: MonthDays) -> int:
        """The highest peak stated for a day of a month."""
        dates = (
            days.month.first + timedelta(days=index) for index in range(len(days.calls))
        )
        return max(self.stated.on(day) or 0 for day in dates)

    def _given(self) -> list[tuple[bool, ...]]:
        """For each month which of its days have a count of their own; nothing where
        none has.
        """
        given = days_in(count.span for count in self.use.calls if not count.whole_month)
        found: list[tuple[bool, ...]] = []
        for month in self.months:
            any_day = given.within(Span(month.first, month.plus(1).first))
            days = range(month.days) if any_day else ()
            found.append(
                tuple(
                    given.holds(month.first + timedelta(days=index)) for index in days
                )
            )
        return found

    def month_days(self, calls: DailyCalls) -> list[MonthDays]:
        """The days of each month of the horizon under some daily calls."""
        if self._latest and self._latest[0] is calls:
            return self._latest[1]
        horizon, found, past = self.ground.horizon, [], 0
        every = calls.of_days(horizon.start, horizon.end)
        for index, (month, (needs, over), given) in enumerate(
            zip(self.months, self.peaks, self.given, strict=True)
        ):
            daily = tuple(every[past : past + len(needs)])
            past += len(needs)
            found.append(
                MonthDays(index, month, daily, needs, over, given, min(daily) > 0)
            )
        self._latest = (calls, found)
        return found

    def options(
        self, days: MonthDays, kinds: Sequence[str], *, replaceable: bool, ordered: bool
    ) -> tuple[list[Option], bool]:
        """The ways to serve a month among those allowed, and whether none that could be
        best was left out.

        `replaceable`: a day in QPS mode is not worth more than packs for its calls;
        `ordered`: less need is no dearer.
        """
        if not any(days.calls):
            return [self.option(days, Serving(CALL_VOLUME, (), NO_QUOTA))], True
        found, whole = [], True
        if METERED in kinds or (CALL_VOLUME in kinds and self._may_meter(days)):
            found.append(self.option(days, Serving(CALL_VOLUME, (), NO_QUOTA)))
        in_qps = [kind for kind in kinds if kind in (BY_MONTH, BY_DAY, CHEAPEST)]
        if in_qps and self.is_known(days):
            whole_month = self._in_qps(in_qps[0], days)
            if whole_month.cost < NEVER:
                found.append(whole_month)
        if SOME_DAYS in kinds and days.given:
            below = min((o.cost for o in found if o.tag.indices), default=NEVER)
            sets, whole = self._some_days(
                days, below, replaceable=replaceable, ordered=ordered
            )
            found += [self.option(days, serving) for serving in sets]
        return found, whole

    def _may_meter(self, days: MonthDays, without: Sequence[int] = ()) -> bool:
        """Whether call volume mode serves the month's peaks (on days other than those
        given).
        """
        if self.ground.limits.allow_throttling or True not in days.over:
            return True
        return not any(
            over and calls
            for index, (over, calls) in enumerate(
                zip(days.over, days.calls, strict=True)
            )
            if index not in without
        )

    def is_known(self, days: MonthDays) -> bool:
        """Whether QPS can be bought for the month: it is sold, and every day with calls
        has a peak.
        """
        if not (self.day.tiers or self.month.tiers):
            return False
        stated = None not in days.needs
        return stated or all(
            need is not None
            for need, calls in zip(days.needs, days.calls, strict=True)
            if calls
        )

    def _in_qps(self, kind: str, days: MonthDays) -> Option:
        """All days with calls in QPS mode; how many calls they have makes no
        difference.
        """
        needs = (
            days.needs
            if days.busy
            else tuple(
                n if c else 0 for n, c in zip(days.needs, days.calls, strict=True)
            )
        )
        key = (kind, days.number, () if days.busy else needs)
        if key not in self._whole:
            bought, covered = [need or 0 for need in needs], self._covered(len(needs))
            if kind == BY_MONTH:
                quota = qps_cover.by_month(bought, covered, self.day, self.month)
            elif kind == BY_DAY:
                quota = qps_cover.by_day(bought, self.day)
            else:
                quota = qps_cover.cheapest(bought, covered, self.day, self.month)
            self._whole[key] = self.option(
                days, Serving(kind, tuple(range(len(needs))), quota)
            )
        return self._whole[key]

    def _some_days(
        self, days: MonthDays, below: Cents, *, replaceable: bool, ordered: bool
    ) -> tuple[list[Serving], bool]:
        """The sets of days with counts of their own that may be worth QPS bought by
        day.
        """
        from facefusion_billing.solver.day_sets import Day, day_sets

        rows, edges = [], self.edges[days.number]
        for index, (calls, need, own) in enumerate(
            zip(days.calls, days.needs, days.given, strict=True)
        ):
            if not (calls and own) or need is None:
                continue
            cost, must = (
                self.day.at_least(need)[1],
                days.over[index] and not self.ground.limits.allow_throttling,
            )
            if must or not replaceable or cost < self.catalogue.cover(calls).price:
                taken = tuple(
                    calls if start <= index < end else 0 for start, end in edges
                )
                rows.append(Day(index, taken, cost, must))
        if (
            not self._may_meter(days, [row.number for row in rows if row.must])
            or not rows
        ):
            return [], True
        total, table = sum(days.calls), self.group.pay_as_you_go
        by_tier = (
            table is not None and self.ground.readings.value("tier_basis") == "total"
        )
        tier = (
            (lambda taken: getattr(table.tier_at(total - taken), "first", 0))
            if by_tier and table
            else None
        )
        sets, whole = day_sets(rows, below, tier, ordered=ordered)
        servings = []
        for found in sets:
            needs = [
                (days.needs[index] or 0) if index in found.indices else 0
                for index in range(len(days.calls))
            ]
            servings.append(
                Serving(SOME_DAYS, found.indices, qps_cover.by_day(needs, self.day))
            )
        return servings, whole

    def option(self, days: MonthDays, serving: Serving) -> Option:
        """The option of serving a month so: the calls it leaves to be metered, by
        segment.
        """
        edges = self.edges[days.number]
        if len(serving.indices) == len(days.calls):
            return Option(serving.quota.cost, (0,) * len(edges), tag=serving)
        if len(edges) == 1 and not serving.indices:
            return Option(serving.quota.cost, (sum(days.calls),), tag=serving)
        metered = list(days.calls)
        for day in serving.indices:
            metered[day] = 0
        needs = tuple(sum(metered[start:end]) for start, end in edges)
        return Option(serving.quota.cost, needs, tag=serving)

    def _edges(self, index: int) -> list[tuple[int, int]]:
        """A month's segments: the place of the first day, and of the first after the
        last.
        """
        month = self.months[index]
        begins = self.segments[self.firsts[index] : self.firsts[index + 1]]
        indices = [(day - month.first).days for day in begins]
        return list(pairwise([*indices, month.days]))

    def still_served(self, days: MonthDays, serving: Serving) -> bool:
        """Whether every day in QPS mode with calls has the QPS it needs."""
        covered = self._covered(len(days.calls))
        if not serving.indices:
            return True
        for index in serving.indices:
            bought = serving.quota.days[index] + (
                serving.quota.base if index < covered else 0
            )
            need = days.needs[index]
            if days.calls[index] and (need is None or bought < need):
                return False
        return True

    def _covered(self, days: int) -> int:
        """How many days of a month an order for a month from its first day serves."""
        return (
            min(30, days)
            if self.ground.readings.consult("qps_month") == "30_days"
            else days
        )

    def sells_months(self) -> bool:
        """Whether QPS by the month is open to some month of the horizon."""
        return bool(self.month.tiers) and any(
            None not in needs for needs, _ in self.peaks
        )
