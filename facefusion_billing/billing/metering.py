"""The metering: where every call of every day goes, month by month, and what
pay-as-you-go costs.

Days between two edges (a pack begins or ends, a mode flips, the ledger moves) are
alike, so they are metered together; where two scopes would compete for the last of a
shared pool, the stretch is cut until it is a day. Bills and the account's ledger are
one computation: what is settled can stop the service, and a stop changes what is
metered next.
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from facefusion_billing.billing.draws import PackDraws, Stretch, parts
from facefusion_billing.billing.inputs import BillingInputs
from facefusion_billing.billing.ledger import AccountLedger
from facefusion_billing.billing.metered import MeteredScope, MeteringInput
from facefusion_billing.billing.months import (
    Metering,
    MeterMonth,
    MonthRecord,
    Refusal,
    Tally,
    meter_month,
)
from facefusion_billing.billing.shape import shape_of
from facefusion_billing.billing.usage_lines import usage_lines
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.calendar import ONE_DAY, Month, Span, days_in, inside
from facefusion_billing.model.faults import refuse
from facefusion_billing.rules.burn_down import SHARED, free_pool


def meter(
    inputs: BillingInputs, prepared: MeteringInput, readings: Readings
) -> Metering:
    """Meters the scenario. Raises `InputError` where the book has no price for what
    happens.
    """
    return _Run(inputs, prepared, readings).run()


class _Run:
    def __init__(
        self, inputs: BillingInputs, prepared: MeteringInput, readings: Readings
    ) -> None:
        self.scenario, self.months = inputs.scenario, inputs.scenario.months
        self.prepared, self.readings = prepared, readings
        self.packs = PackDraws(prepared.packs, readings)
        self.trial_left = {scope.name: scope.free for scope in prepared.scopes}
        self.lacks_licences = shape_of(self.scenario.book).lacks_licences()
        self.of_meter: dict[str, list[str]] = {name: [] for name in prepared.meters}
        for scope in prepared.scopes:
            self.of_meter[scope.meter].append(scope.name)
        self.disabled = days_in(self.scenario.account.disabled)
        self.ledger = AccountLedger(inputs, readings)
        self.service = self.ledger.service

    def run(self) -> Metering:
        moving = sorted(self.ledger.days(self.months))
        records = self.all_months(moving)
        return Metering(
            months=tuple(records),
            left=tuple(self.packs.left),
            first_use=tuple(self.packs.first_use),
            used_up=tuple(self.packs.used_up),
            then_billed=self.packs.followed_by_bills(),
            drawn=self.packs.drawn,
            ledger=self.ledger.finished(),
        )

    def all_months(self, moving: list[date]) -> list[MonthRecord]:
        """Every month; the ledger also on its days (`moving`) before and after them."""
        months, records = self.months, []
        breakpoints = sorted({*self.prepared.breakpoints, *moving})
        # The balance may be older than the first month, and what moved it then may have
        # stopped the service by now.
        for day in moving:
            if day < months[0].first:
                self.ledger.advance(day)
        for month in months:
            records.append(self.month(month, breakpoints))
            # Before the next month: what is settled can stop the service in it.
            self.ledger.settle(month, records[-1].lines)
        # The last bill is settled after its month.
        for day in moving:
            if day >= months[-1].end:
                self.ledger.advance(day)
        return records

    def month(self, month: Month, breakpoints: list[date]) -> MonthRecord:
        self.current, scopes = month, self.prepared.scopes
        self.tallies = {scope.name: Tally() for scope in scopes}
        first, end = month.first, month.end
        self.calling = [scope for scope in scopes if scope.calls.between(first, end)]
        inner = inside(breakpoints, Span(first, end))
        for start, stop in pairwise([first, *inner, end]):
            self.begin(start)
            self.stretch(start, stop)
        return self.recorded(month)

    def recorded(self, month: Month) -> MonthRecord:
        """What was counted in a month, and its lines."""
        rows = {
            name: tally.row(name, self.prepared.packs)
            for name, tally in self.tallies.items()
        }
        meters = self.meter_months()
        return MonthRecord(
            month,
            rows,
            {name: tally.refused_by for name, tally in self.tallies.items()},
            meters,
            usage_lines(self.scenario, self.prepared, month, meters, self.readings),
        )

    def begin(self, day: date) -> None:
        """Everything that happens at the start of a day, and since the last one."""
        # Packs first: what ends today expired while the service was as it was yesterday.
        if expired := self.packs.advance(day):
            self.service.lose(expired=expired)
        self.ledger.advance(day)

    def stretch(self, start: date, end: date) -> None:
        """Meters days on which nothing changes but what is left in the packs."""
        drawing, needs = [], {}
        for scope in self.calling:
            calls = scope.calls.between(start, end)
            if not calls:
                continue
            self.tallies[scope.name].calls += calls
            if self.set_aside(scope, start, calls):
                continue
            drawing.append(scope)
            needs[scope.name] = calls
        if drawing:
            self.serve(start, end, drawing, needs)

    def set_aside(self, scope: MeteredScope, day: date, calls: int) -> bool:
        """Counts calls that are refused or in QPS mode; returns whether these are."""
        tally = self.tallies[scope.name]
        # The console comes first: calls refused by it are no loss of an overdue account.
        if self.disabled.holds(day):
            tally.refuse(calls, "disabled")
        elif self.service.stopped:
            tally.refuse(calls, "stopped")
            self.service.lose(refused=calls)
        elif not scope.qps_days.holds(day):
            return False
        elif scope.quota.at(day):
            tally.qps_mode += calls
        else:
            # The document does not say what a call costs without a quota in force.
            tally.undetermined += calls
        return True

    def serve(
        self, start: date, end: date, scopes: list[MeteredScope], needs: dict[str, int]
    ) -> None:
        """Serves the calls (`needs`) of call volume mode: free calls, packs, then
        pay-as-you-go or refusal.
        """
        if self.packs.available(SHARED):
            self.serve_together(start, end, scopes, needs)
            return
        for scope in scopes:
            calls = needs[scope.name]
            served = self.from_own(scope, start, end, calls)
            if served < calls:
                self.beyond_packs(scope, start, calls - served)

    def serve_together(
        self, start: date, end: date, scopes: list[MeteredScope], needs: dict[str, int]
    ) -> None:
        """The same where scopes share packs."""
        own = {scope.name: self.own_left(scope) for scope in scopes}
        beyond = [scope for scope in scopes if needs[scope.name] > own[scope.name]]
        wanting = [scope for scope in beyond if scope.is_licensed(start)]
        if len(wanting) > 1 and end - start > ONE_DAY:
            wanted = sum(needs[scope.name] - own[scope.name] for scope in wanting)
            # Who draws the last of a pack is decided day by day.
            next_pack = self.packs.left_in_next(SHARED)
            if next_pack < wanted:
                before = [(scope, own[scope.name]) for scope in wanting]
                stretch = Stretch(self.current, start, end, before)
                self.serve_in_parts(scopes, parts(stretch, wanted, next_pack))
                return
        for scope in scopes:
            needs[scope.name] -= self.from_own(scope, start, end, needs[scope.name])
        if wanting:
            self.from_shared(start, end, wanting, needs, own)
        for scope in scopes:
            if needs[scope.name]:
                self.beyond_packs(scope, start, needs[scope.name])

    def serve_in_parts(
        self, scopes: list[MeteredScope], stretches: Iterator[tuple[date, date]]
    ) -> None:
        """The same for shorter stretches, one after the other."""
        for first, stop in stretches:
            calls = {scope.name: scope.calls.between(first, stop) for scope in scopes}
            self.serve(first, stop, scopes, calls)

    def beyond_packs(self, scope: MeteredScope, day: date, calls: int) -> None:
        """Bills or refuses what neither free calls nor packs serve."""
        tally = self.tallies[scope.name]
        if scope.is_licensed(day):
            tally.billable += calls
            self.packs.bill(scope.name)
            return
        tally.refuse(calls, _want_of_licence(scope, day))
        if self.lacks_licences:
            raise refuse(
                "{calls:,} calls of {current} need a licence, and the price book has no 'licences'",
                self.scenario.usage[scope.name].location,
                calls=calls,
                current=self.current,
            )

    def own_left(self, scope: MeteredScope) -> int:
        left = self.trial_left[scope.name]
        for pool in scope.pools:
            left += self.packs.available(pool)
        return left

    def from_own(self, scope: MeteredScope, start: date, end: date, calls: int) -> int:
        """Serves what it can from the scope's free calls and own packs; returns how
        many.
        """
        tally = self.tallies[scope.name]
        served = self.from_trial(scope, start, calls)
        for pool in scope.pools:
            if not self.packs.available(pool):
                continue
            stretch = Stretch(self.current, start, end, [(scope, served)])
            taken = 0
            for deduction in self.packs.draw(pool, calls - served, stretch):
                tally.draw(deduction.pack, deduction.calls)
                taken += deduction.calls
            served += taken
            if pool == free_pool(scope.name):
                tally.free += taken
            else:
                tally.packs += taken
        return served

    def from_trial(self, scope: MeteredScope, day: date, calls: int) -> int:
        """Serves what it can from the calls given to an activity once."""
        served = min(self.trial_left[scope.name], calls)
        if not served:
            return 0
        tally = self.tallies[scope.name]
        self.trial_left[scope.name] -= served
        tally.free += served
        # Apart: without a licence they could never have been billed instead.
        if not scope.is_licensed(day):
            tally.free_unlicensed += served
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
        before = [(scope, own[scope.name]) for scope in wanting]
        stretch = Stretch(self.current, start, end, before)
        waiting = iter(wanting)
        scope = next(waiting)
        # One draw for all: scopes that come later go on in the pack where the one before
        # them stopped.
        for deduction in self.packs.draw(SHARED, wanted, stretch):
            left = deduction.calls
            while left:
                if not needs[scope.name]:
                    scope = next(waiting)
                share = min(left, needs[scope.name])
                self.tallies[scope.name].packs += share
                self.tallies[scope.name].draw(deduction.pack, share)
                needs[scope.name] -= share
                left -= share

    def meter_months(self) -> dict[str, MeterMonth]:
        return {
            meter: meter_month([self.tallies[name] for name in names])
            for meter, names in self.of_meter.items()
        }


def _want_of_licence(scope: MeteredScope, day: date) -> Refusal:
    """Whether an activity's licence is over, or it never had one yet."""
    licensed = scope.licensed.boundaries if scope.licensed else ()
    if licensed and licensed[0] <= day:
        return "licence_over"
    return "no_licence"
