"""The ways to license one activity: its licences, the QPS upgrades they need, and what
they leave to the pool.

A licence begins on a decision day between the activity's first day of calls and the
day its free calls run out; after one has ended another may follow, before the next
calls. The latest such day is at least as good as an earlier one: till then free calls
serve, and what is licensed later lasts longer. Only where a licence can end inside the
horizon are earlier days worth a thought. An activity may be split into several, where
the caller allows it or no licence holds its materials.
"""

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import product

from facefusion_billing.model.book import Activities
from facefusion_billing.model.calendar import Span
from facefusion_billing.model.items import LICENCE, LicenceOrder
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import Reason
from facefusion_billing.model.scenario import Order, ScopeUsage
from facefusion_billing.plans.activities.licence_starts import (
    LicenceStarts,
    licence_end,
)
from facefusion_billing.plans.baseline import PlanFacts, segment_of
from facefusion_billing.rules import materials, qps, validity
from facefusion_billing.rules.burn_down import licence_pool
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.rules.licence import qps_of_licence
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.problem import Owned
from facefusion_billing.startup.record import NamedTuple

WORK_OF_A_WAY = 50
"""What a way to license an activity counts as, in partial plans."""
MOST_SEQUENCES = 729
"""Rows of licences that are tried one by one."""


class Part(NamedTuple):
    """An activity, or one of those it is split into: its licences (day and package),
    and its calls.
    """

    name: str
    licences: tuple[tuple[date, str], ...]
    calls: DailyCalls
    free: int


class LicenceOption(NamedTuple):
    """A way to license an activity: its parts, the upgrades (day, QPS of all parts),
    and the cost of both.

    It leaves `rests` calls to the pool by segment, and serves `free` and `packs` calls
    by month outside it; `grants` are licence packs that the whole account draws on.
    `licensed`: when packs may be ordered on its account. `packages`: those of a split
    whose calls are still to be divided.
    """

    parts: tuple[Part, ...]
    upgrades: tuple[tuple[date, int], ...]
    cost: Cents
    rests: tuple[int, ...]
    free: tuple[int, ...]
    packs: tuple[int, ...]
    grants: tuple[Owned, ...]
    licensed: tuple[Span, ...]
    packages: tuple[str, ...] = ()


def _package(order: Order) -> str:
    assert isinstance(order.item, LicenceOrder)
    return order.item.package


class Activity:
    """An activity with its facts: free calls left, licences and upgrades that stand."""

    def __init__(self, facts: PlanFacts, name: str, days: Sequence[date]) -> None:
        self.facts, self.name, self.days = facts, name, days
        self.use: ScopeUsage = facts.scenario.usage[name]
        self.sold: Activities = facts.scenario.book.activities
        self.account_wide = facts.readings.consult("licence_pack_scope") == "account"
        self.terms = [
            (_package(order), term)
            for order, term in facts.prepared.terms_of(LICENCE, name)
        ]
        self.upgraded = facts.prepared.scope(name).quota
        self.own = [
            (pack, left)
            for pack, left in zip(facts.prepared.packs, facts.left, strict=True)
            if pack.pool == licence_pool(name) and left
        ]
        self.bills_on = licence_end(facts.readings) == "postpaid"
        starts = LicenceStarts(facts, self.use, days, [term for _, term in self.terms])
        self.sequences = tuple(starts.sequences(facts.calls[name]))
        self.starts = self.sequences[0]
        self.is_cut_short = False
        self._known: tuple[DailyCalls, list[LicenceOption]] | None = None
        self._judged: tuple[DailyCalls, list[tuple[date, int]]] | None = None
        self.fixed = {
            package: qps_of_licence(licence, facts.readings)
            for package, licence in self.sold.licences.items()
        }

    def term(self, start: date) -> Span:
        """The days of a licence."""
        return validity.n_days(start, self.sold.licence_days)

    # Ways.

    def ways(
        self, segments: Sequence[date], calls: DailyCalls, deadline: Deadline
    ) -> list[LicenceOption]:
        """Every way that serves all calls with the activity whole, the cheapest
        licences first; once the time is up those that were found by then.
        """
        if self._known is not None and self._known[0] is calls:
            return self._known[1]
        found: list[LicenceOption] = []
        for licences in self._licences():
            if deadline.spend(WORK_OF_A_WAY) and found:
                self.is_cut_short = True
                break
            way = self.way(self._one(licences, calls), segments, calls)
            if way is not None:
                found.append(way)
        found.sort(key=lambda way: (way.cost, [part.licences for part in way.parts]))
        self._known = calls, found
        return found

    def _licences(self) -> Iterator[tuple[tuple[date, str], ...]]:
        """A package for each day on which a licence begins, or none from one of them
        on.

        Beyond `MOST_SEQUENCES` renewals are of one package each.
        """
        for starts in self.sequences:
            choices = [
                [(start, p) for p in self.sold.licences if self.suits((p,), start)]
                for start in starts
            ]
            for length in range(len(starts) + 1):
                if math.prod(map(len, choices[:length])) <= MOST_SEQUENCES:
                    yield from product(*choices[:length])
                else:
                    yield from self._steady(starts[:length])

    def _steady(self, starts: Sequence[date]) -> Iterator[tuple[tuple[date, str], ...]]:
        """The same package again and again."""
        for package in self.sold.licences:
            if all(self.suits((package,), start) for start in starts):
                yield tuple((start, package) for start in starts)

    def is_whole(self) -> bool:
        """Whether every row of licences was tried."""
        if self.is_cut_short:
            return False
        longest = max(map(len, self.sequences))
        rows: int = len(self.sold.licences) ** longest
        return rows <= MOST_SEQUENCES

    def renews(self) -> bool:
        """Whether a licence can be followed by another."""
        first = not self.terms
        return max(map(len, self.sequences)) > int(first)

    def can_end(self) -> bool:
        """Whether one of its licences can end inside the horizon."""
        starts = {start for starts in self.sequences for start in starts}
        ends = [self.term(start).end for start in starts]
        ends += [term.end for _, term in self.terms]
        horizon = self.facts.horizon
        return any(horizon.start <= end < horizon.end for end in ends)

    def suits(self, packages: Sequence[str], start: date) -> bool:
        """Whether licences from a day hold the materials of their time, changeable for
        as long as asked.
        """
        term = self.term(start)
        need = materials.max_live(
            self.use.materials, Span(start, min(term.end, self.facts.horizon.end))
        )
        sold = [self.sold.licences[package] for package in packages]
        lasting = all(
            licence.change_days >= (self.use.change_days or 0) for licence in sold
        )
        return lasting and sum(licence.materials for licence in sold) >= need

    def _one(
        self, licences: tuple[tuple[date, str], ...], calls: DailyCalls
    ) -> tuple[Part, ...]:
        return (Part(self.name, licences, calls, self.facts.trial_left[self.name]),)

    def most_materials(self) -> int:
        """The most materials live at once in the horizon."""
        return materials.max_live(
            self.use.materials, Span(self.facts.horizon.start, self.facts.horizon.end)
        )

    def must_split(self) -> bool:
        """Whether no licence holds the materials."""
        return self.most_materials() > max(
            (row.materials for row in self.sold.licences.values()), default=0
        )

    def way(
        self, parts: tuple[Part, ...], segments: Sequence[date], calls: DailyCalls
    ) -> LicenceOption | None:
        """The way of some parts; None when it leaves calls without a licence or peaks
        that no upgrade serves.
        """
        upgrades = self._upgrades(parts, calls)
        if upgrades is None:
            return None
        unit = self.sold.qps_upgrade
        cost = sum(
            self.sold.licences[package].price.times(1)
            for part in parts
            for _, package in part.licences
        )
        cost += (
            sum(unit.day.times(amount // unit.unit) for _, amount in upgrades)
            if unit
            else 0
        )
        return self.with_upgrades(parts, tuple(upgrades), cost, segments)

    def with_upgrades(
        self,
        parts: tuple[Part, ...],
        upgrades: tuple[tuple[date, int], ...],
        cost: Cents,
        segments: Sequence[date],
    ) -> LicenceOption | None:
        """The way of some parts with upgrades that are known, and the cost of all."""
        served = self._served(parts, segments)
        if served is None:
            return None
        rests, free, packs = served
        grants: tuple[Owned, ...] = ()
        if self.account_wide:
            grants = tuple(
                self._grant(start, package, segments)
                for part in parts
                for start, package in part.licences
            )
        licensed = [term for _, term in self.terms]
        licensed += [self.term(start) for part in parts for start, _ in part.licences]
        return LicenceOption(
            parts, upgrades, cost, rests, free, packs, grants, tuple(licensed)
        )

    def _grant(self, start: date, package: str, segments: Sequence[date]) -> Owned:
        first = segment_of(segments, start)
        end = segment_of(segments, self.term(start).end)
        return Owned(self.sold.licences[package].calls, first, end, first)

    def _upgrades(
        self, parts: Sequence[Part], calls: DailyCalls
    ) -> list[tuple[date, int]] | None:
        """The QPS to add on each day with calls whose peak is above what is fixed; None
        where none can be had.
        """
        found: list[tuple[date, int]] = []
        rule = self.sold.qps_upgrade
        for day, peak in self.peak_days(calls):
            fixed = self.fixed_on(parts, day)
            short = peak - sum(fixed) - self.upgraded.at(day)
            if short <= 0:
                continue
            terms = [term for _, term in self._all_lives(parts)]
            licensed = any(term.holds(day) for term in terms)
            if self.bills_on and not licensed and any(t.end <= day for t in terms):
                continue  # what QPS it has then is not stated
            if rule is None or not licensed:
                return None
            room = [
                (rule.most - own - (0 if n else self.upgraded.at(day))) // rule.unit
                for n, own in enumerate(fixed)
            ]
            units = -(-short // rule.unit)
            if units > sum(max(free, 0) for free in room):
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
        if self.facts.limits.allow_throttling:
            return []
        horizon, stated = self.facts.horizon, qps.peaks_of(self.use.peaks)
        trial = (self.sold.free.qps if self.sold.free else 0) or 0
        least = min([trial, *self.fixed.values()])
        found = []
        for index, count in enumerate(calls.of_days(horizon.start, horizon.end)):
            if not count:
                continue
            day = horizon.start + timedelta(days=index)
            peak = stated.least_on(day, count)
            if peak > least:
                found.append((day, peak))
        return found

    def _all_lives(self, parts: Sequence[Part]) -> list[tuple[str, Span]]:
        return [
            *self.terms,
            *(
                (package, self.term(start))
                for part in parts
                for start, package in part.licences
            ),
        ]

    def fixed_on(self, parts: Sequence[Part], day: date) -> list[int]:
        """The fixed QPS of each part on a day; that of the free test where none is
        licensed.
        """
        trial_left = self.sold.free.qps if self.sold.free else None
        found = []
        for index, part in enumerate(parts):
            terms = [
                (package, self.term(start)) for start, package in part.licences
            ] + (self.terms if index == 0 else [])
            own = next(
                (self.fixed[package] for package, term in terms if term.holds(day)),
                None,
            )
            found.append(
                own
                if own is not None
                else 0
                if index or trial_left is None
                else trial_left
            )
        return found

    def _served(
        self, parts: Sequence[Part], segments: Sequence[date]
    ) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]] | None:
        """What is left to the pool by segment, and the free and licence calls by month;
        None when calls are refused.
        """
        horizon = self.facts.horizon
        months = [horizon.start, *(month.first for month in horizon.months[1:])]
        rests, free, packs = [0] * len(segments), [0] * len(months), [0] * len(months)
        for index, part in enumerate(parts):
            stock = self._stock(part, index == 0)
            spans = (
                [span for _, span in self._all_lives([part])]
                if index == 0
                else [self.term(s) for s, _ in part.licences]
            )
            left, month = part.free, -1
            for segment, (start, end) in enumerate(
                zip(segments, [*segments[1:], self.facts.horizon.end], strict=True)
            ):
                month += month + 1 < len(months) and months[month + 1] <= start
                calls = part.calls.between(start, end)
                taken = min(left, calls)
                left -= taken
                free[month] += taken
                calls -= taken
                for pack in stock:
                    if calls and pack.term.holds(start):
                        taken = min(pack.left, calls)
                        pack.left -= taken
                        packs[month] += taken
                        calls -= taken
                if calls and not self._is_served(spans, start):
                    return None
                rests[segment] += calls
        return tuple(rests), tuple(free), tuple(packs)

    def _is_served(self, spans: Sequence[Span], day: date) -> bool:
        """Whether an activity with those licences has more than its free calls."""
        if self.bills_on:
            return any(span.start <= day for span in spans)
        return any(span.holds(day) for span in spans)

    def _stock(self, part: Part, facts: bool) -> list["_Licensed"]:
        """The licence packs that serve a part alone, first to expire first."""
        if self.account_wide:
            return []
        stock = [_Licensed(left, pack.term) for pack, left in self.own] if facts else []
        stock += [
            _Licensed(self.sold.licences[package].calls, self.term(start))
            for start, package in part.licences
        ]
        return sorted(stock, key=lambda pack: pack.term.end)


class _Licensed:
    __slots__ = ("left", "term")

    def __init__(self, left: int, term: Span) -> None:
        self.left, self.term = left, term


def why_none(activity: Activity) -> Reason:
    """Why no way serves an activity."""
    if not activity.sold.licences:
        return Reason("no_licences", activity.name)
    if not any(
        activity.suits((package,), start)
        for package in activity.sold.licences
        for start in activity.starts
    ):
        facts = {
            "materials": activity.most_materials(),
            "change_days": activity.use.change_days,
        }
        return Reason(
            "no_licence_lasts" if activity.use.change_days else "no_licence_suits",
            activity.name,
            None,
            facts,
        )
    peak = max((level.value for level in activity.use.peaks), default=0)
    return Reason("over_upgrades", activity.name, None, {"peak": peak})
