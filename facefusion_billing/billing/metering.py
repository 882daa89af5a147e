"""The metering: where every call of every day goes, month by month, and what
pay-as-you-go costs.

Days between two edges (a pack begins or ends, a mode flips, the ledger moves) are
alike, so they are metered together; where two scopes would compete for the last of a
shared pool, the stretch is halved until it is a day. Bills and the account's ledger are
one computation: what is settled can stop the service, and a stop changes what is
metered next.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from facefusion_billing.billing.ledger import AccountLedger
from facefusion_billing.billing.preparation import (
    SHARED,
    MeteredScope,
    MeteringInput,
    Pool,
)
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.bill import PAY_AS_YOU_GO, BillLine, Ledger, UsageRow
from facefusion_billing.model.calendar import ONE_DAY, Month, Span, days_in, inside
from facefusion_billing.model.faults import refuse
from facefusion_billing.model.scenario import Scenario
from facefusion_billing.rules import burn_down, volume_tiers
from facefusion_billing.rules.settlement import settlement_day
from facefusion_billing.startup.record import NamedTuple


class Tally:
    """A scope's calls of one month as they are counted."""

    __slots__ = (
        "billable",
        "calls",
        "free",
        "free_unlicensed",
        "packs",
        "qps_mode",
        "refused",
        "undetermined",
    )

    def __init__(self) -> None:
        self.calls = self.free = self.packs = self.billable = 0
        self.qps_mode = self.refused = self.undetermined = self.free_unlicensed = 0

    def row(self, scope: str) -> UsageRow:
        """The finished row."""
        return UsageRow(
            scope,
            self.calls,
            self.free,
            self.packs,
            self.billable,
            self.qps_mode,
            self.refused,
            self.undetermined,
        )


class MeterMonth(NamedTuple):
    """A meter's calls of a month, for its line and for what is said about it."""

    billable: int
    free: int
    packs: int
    free_unlicensed: int


class MonthRecord(NamedTuple):
    """What a month came to."""

    month: Month
    rows: dict[str, UsageRow]
    meters: dict[str, MeterMonth]
    lines: tuple[BillLine, ...]


class Metering(NamedTuple):
    """The whole horizon: its months, what is left of each pack, and the account's
    ledger.
    """

    months: tuple[MonthRecord, ...]
    left: tuple[int, ...]
    first_use: tuple[date | None, ...]
    drawn: dict[tuple[Month, int], int]
    ledger: Ledger | None


def meter(scenario: Scenario, prepared: MeteringInput, readings: Readings) -> Metering:
    """Meters the scenario. Raises `InputError` where the book has no price for what
    happens.
    """
    return _Run(scenario, prepared, readings).run()


class _Run:
    def __init__(
        self, scenario: Scenario, prepared: MeteringInput, readings: Readings
    ) -> None:
        self.scenario, self.prepared, self.readings = scenario, prepared, readings
        self.pools = burn_down.Pools(
            prepared.packs, _drawing_keys(prepared.packs, readings)
        )
        self.tried = {scope.name: scope.free for scope in prepared.scopes}
        self.first_use: list[date | None] = [None] * len(prepared.packs)
        self.drawn: dict[tuple[Month, int], int] = {}
        self.disabled = days_in(scenario.account.disabled)
        self.ledger = AccountLedger(scenario, readings)
        self.service = self.ledger.service
        self.pack_events = sorted(
            turn
            for index, pack in enumerate(prepared.packs)
            if pack.term.start < pack.term.end
            for turn in ((pack.term.start, 1, index), (pack.term.end, 0, index))
        )
        self.turn = 0

    def run(self) -> Metering:
        months = self.scenario.months
        records = []
        moving = sorted(self.ledger.days(months))
        breakpoints = sorted({*self.prepared.breakpoints, *moving})
        for day in moving:
            if day < months[0].first:
                self.ledger.advance(day)
        for month in months:
            records.append(self.month(month, breakpoints))
            self.ledger.settle(month, records[-1].lines)
        for day in moving:
            if day >= months[-1].plus(1).first:
                self.ledger.advance(day)
        return Metering(
            tuple(records),
            tuple(self.pools.left),
            tuple(self.first_use),
            self.drawn,
            self.ledger.finished(),
        )

    def month(self, month: Month, breakpoints: list[date]) -> MonthRecord:
        self.current = month
        self.tallies = {scope.name: Tally() for scope in self.prepared.scopes}
        first, end = month.first, month.plus(1).first
        self.calling = [
            scope for scope in self.prepared.scopes if scope.calls.between(first, end)
        ]
        inner = inside(breakpoints, Span(first, end))
        starts = [first, *inner]
        for start, stop in zip(starts, [*inner, end], strict=True):
            self.begin(start)
            self.stretch(start, stop)
        rows = {
            scope.name: self.tallies[scope.name].row(scope.name)
            for scope in self.prepared.scopes
        }
        meters = self.meter_months()
        return MonthRecord(
            month,
            rows,
            meters,
            _lines(self.scenario, self.prepared, month, meters, self.readings),
        )

    def begin(self, day: date) -> None:
        """Everything that happens at the start of a day, and before it since the last
        one.
        """
        while (
            self.turn < len(self.pack_events) and self.pack_events[self.turn][0] <= day
        ):
            when, begins, pack = self.pack_events[self.turn]
            self.turn += 1
            if begins:
                self.pools.begin(pack)
            else:
                self.pools.end(pack)
                if self.prepared.packs[pack].order.refunded != when:
                    self.service.lose(expired=self.pools.left[pack])
        self.ledger.advance(day)

    def stretch(self, start: date, end: date) -> None:
        """Meters days on which nothing changes but what is left in the packs."""
        drawing, needs = [], {}
        for scope in self.calling:
            calls = scope.calls.between(start, end)
            if not calls:
                continue
            tally = self.tallies[scope.name]
            tally.calls += calls
            if self.disabled.holds(start):
                tally.refused += calls
            elif self.service.stopped:
                tally.refused += calls
                self.service.lose(refused=calls)
            elif scope.qps_days.holds(start):
                if scope.quota.at(start):
                    tally.qps_mode += calls
                else:
                    tally.undetermined += calls
            else:
                drawing.append(scope)
                needs[scope.name] = calls
        if drawing:
            self.serve(start, end, drawing, needs)

    def serve(
        self, start: date, end: date, scopes: list[MeteredScope], needs: dict[str, int]
    ) -> None:
        """Serves the calls (`needs`) of call volume mode: free calls, packs, then
        pay-as-you-go or refusal.
        """
        own = {scope.name: self.own_left(scope) for scope in scopes}
        sharing = [scope for scope in scopes if self.is_licensed(scope, start)]
        wanting = [scope for scope in sharing if needs[scope.name] > own[scope.name]]
        wanted = sum(needs[scope.name] - own[scope.name] for scope in wanting)
        available = self.pools.available.get(SHARED, 0)
        if len(wanting) > 1 and 0 < available < wanted and end - start > ONE_DAY:
            middle = start + timedelta(days=(end - start).days // 2)
            for first, stop in ((start, middle), (middle, end)):
                self.serve(
                    first,
                    stop,
                    scopes,
                    {scope.name: scope.calls.between(first, stop) for scope in scopes},
                )
            return
        for scope in scopes:
            needs[scope.name] -= self.from_own(scope, start, end, needs[scope.name])
        if wanting:
            self.from_shared(start, end, wanting, needs, own)
        for scope in scopes:
            tally, rest = self.tallies[scope.name], needs[scope.name]
            if self.is_licensed(scope, start):
                tally.billable += rest
            else:
                tally.refused += rest
                self.need_licences(scope, rest)

    def is_licensed(self, scope: MeteredScope, day: date) -> bool:
        return scope.licensed is None or scope.licensed.holds(day)

    def need_licences(self, scope: MeteredScope, refused: int) -> None:
        activities = self.scenario.book.activities
        if refused and activities is not None and not activities.licences:
            raise refuse(
                f"{refused:,} calls of {self.current} need a licence, and the price book has no 'licences'",
                self.scenario.usage[scope.name].location,
            )

    def own_left(self, scope: MeteredScope) -> int:
        return self.tried[scope.name] + sum(
            self.pools.available.get(pool, 0) for pool in scope.pools
        )

    def from_own(self, scope: MeteredScope, start: date, end: date, calls: int) -> int:
        """Serves what it can from the scope's free calls and own packs; returns how
        many.
        """
        tally = self.tallies[scope.name]
        served = min(self.tried[scope.name], calls)
        self.tried[scope.name] -= served
        tally.free += served
        if not self.is_licensed(scope, start):
            tally.free_unlicensed += served
        for pool in scope.pools:
            if not self.pools.available.get(pool):
                continue
            taken = self.deduct(pool, calls - served, start, end, [(scope, served)])
            served += taken
            if pool[0] == "free":
                tally.free += taken
            else:
                tally.packs += taken
        return served

    def from_shared(
        self,
        start: date,
        end: date,
        wanting: list[MeteredScope],
        needs: dict[str, int],
        own: dict[str, int],
    ) -> None:
        """Serves from the shared pool, the scopes in their drawing order."""
        wanted = sum(needs[scope.name] for scope in wanting)
        taken = self.deduct(
            SHARED, wanted, start, end, [(scope, own[scope.name]) for scope in wanting]
        )
        for scope in wanting:
            share = min(taken, needs[scope.name])
            self.tallies[scope.name].packs += share
            needs[scope.name] -= share
            taken -= share

    def deduct(
        self,
        pool: Pool,
        calls: int,
        start: date,
        end: date,
        before: Sequence[tuple[MeteredScope, int]],
    ) -> int:
        """Draws calls from a pool and records the deductions; `before`: what each
        scope's other calls were.
        """
        total = 0
        left_over = _left_over(start, before)
        for deduction in self.pools.draw(pool, calls):
            key = (self.current, deduction.pack)
            self.drawn[key] = self.drawn.get(key, 0) + deduction.calls
            total += deduction.calls
            if self.first_use[deduction.pack] is None:
                self.first_use[deduction.pack] = _day_reached(
                    start, end, left_over, deduction.before
                )
        return total

    def meter_months(self) -> dict[str, MeterMonth]:
        months = {}
        for name in self.prepared.meters:
            tallies = [
                self.tallies[scope.name]
                for scope in self.prepared.scopes
                if scope.meter == name
            ]
            months[name] = MeterMonth(
                sum(tally.billable for tally in tallies),
                sum(tally.free for tally in tallies),
                sum(tally.packs for tally in tallies),
                sum(tally.free_unlicensed for tally in tallies),
            )
        return months


TIER = "tier_basis"


def repriced(
    metering: Metering, scenario: Scenario, prepared: MeteringInput, readings: Readings
) -> Metering:
    """The same calls on the same ways, under readings that differ in `tier_basis` only:
    it is about their price.

    Without a balance, that is; where bills can stop the service, their amounts decide
    what is served.
    """
    return metering._replace(
        months=tuple(
            record._replace(
                lines=_lines(scenario, prepared, record.month, record.meters, readings)
            )
            for record in metering.months
        )
    )


def _lines(
    scenario: Scenario,
    prepared: MeteringInput,
    month: Month,
    meters: dict[str, MeterMonth],
    readings: Readings,
) -> tuple[BillLine, ...]:
    """The pay-as-you-go lines of a month."""
    return tuple(
        _line(scenario, prepared, month, name, counts, readings)
        for name, counts in meters.items()
        if counts.billable
    )


def _line(
    scenario: Scenario,
    prepared: MeteringInput,
    month: Month,
    name: str,
    counts: MeterMonth,
    readings: Readings,
) -> BillLine:
    """The pay-as-you-go line of a meter."""
    table = prepared.meters[name].tiers
    if table is None:
        raise refuse(
            f"{counts.billable:,} calls of {month} are beyond what packs hold, "
            f"and the price book has no 'pay_as_you_go' for {name}",
            next(
                scenario.usage[s.name].location
                for s in prepared.scopes
                if s.meter == name
            ),
        )
    several = len(table.tiers) > 1
    basis = (
        readings[TIER]
        if several and counts.free + counts.packs
        else readings.value(TIER)
    )
    reaching = volume_tiers.tier_count(
        basis, counts.billable, counts.free, counts.packs
    )
    price = volume_tiers.unit_price(table, reaching)
    assert price is not None
    settlement = scenario.book.settlement
    return BillLine(
        kind=PAY_AS_YOU_GO,
        scope=name,
        date=settlement_day(month, settlement, int(readings.value("settlement_day"))),
        order=None,
        quantity=counts.billable,
        unit="call",
        unit_price=price,
        amount=price.times(counts.billable),
        clauses=tuple(
            dict.fromkeys(
                clause for clause in (table.clause, settlement.clause) if clause
            )
        ),
        assumptions=(TIER,) if several else (),
        facts={"reaching": reaching, "basis": basis},
    )


def _drawing_keys(
    packs: tuple[burn_down.Pack, ...], readings: Readings
) -> Sequence[Any]:
    """The keys by which packs are drawn; the question in which order is asked only
    where its readings differ.
    """
    if burn_down.alike_in_order(packs):
        return range(len(packs))
    order = readings["pack_order"]
    return [burn_down.drawing_key(pack, order) for pack in packs]


def _left_over(
    start: date, scopes: Sequence[tuple[MeteredScope, int]]
) -> Callable[[int], int]:
    """How many calls of so many days were left over by what came first in each scope;
    each count is made once.
    """
    known: dict[int, int] = {}

    def left_over(days: int) -> int:
        if days not in known:
            until = start + timedelta(days=days)
            known[days] = sum(
                max(0, scope.calls.between(start, until) - first)
                for scope, first in scopes
            )
        return known[days]

    return left_over


def _day_reached(
    start: date, end: date, left_over: Callable[[int], int], before: int
) -> date:
    """The first day of a stretch by whose end more than `before` calls were left over
    by what came first.
    """
    lengths = range(1, (end - start).days + 1)
    return start + timedelta(days=bisect_right(lengths, before, key=left_over))
