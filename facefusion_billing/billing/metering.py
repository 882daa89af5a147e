"""The metering: where every call of every day goes, month by month, and what
pay-as-you-go costs.

Calls on days on which the service is switched off go nowhere: they are set aside first.
A month is parted where the service stops or starts for all. In between, the days on
which a scope's own packs and modes stay are metered together, as no other scope touches
them; only scopes that compete for shared packs are metered from each day to the next on
which anything begins or ends. Bills and the account's ledger are one computation: what
is settled can stop the service, and a stop changes what is metered next.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from facefusion_billing.billing.inputs import BillingInputs
from facefusion_billing.billing.ledger import AccountLedger
from facefusion_billing.billing.metered import MeteredScope, MeteringInput
from facefusion_billing.billing.months import (
    Metering,
    MonthRecord,
    Tally,
    meter_months,
)
from facefusion_billing.billing.periods import Period, changes_of, shared_begins
from facefusion_billing.billing.quiet_months import QuietHere, QuietMonths
from facefusion_billing.billing.serving import Serving
from facefusion_billing.billing.sharing import Sharing
from facefusion_billing.billing.usage_lines import usage_lines, with_lines
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.calendar import Days, Month, Span, days_in, inside
from facefusion_billing.model.faults import refuse
from facefusion_billing.model.usage_row import Drawn
from facefusion_billing.rules.burn_down import SHARED

MAX_DRAWS = 200_000
"""The packs that served each activity in each month, all together. Where hundreds share
thousands of packs day by day there would be a million of them, and hundreds of MB.
"""


def meter(
    inputs: BillingInputs,
    prepared: MeteringInput,
    readings: Readings,
    quiet: QuietMonths | None = None,
    *,
    draws: bool = False,
) -> Metering:
    """Meters the scenario; its rows list the packs that served them where `draws` are
    asked for. Raises `InputError` where the book has no price for what happens, or too
    many packs would be listed.

    `quiet` are the months without events, as they were metered under other readings;
    those of this metering are added.
    """
    quiet = {} if quiet is None else quiet
    return _Run(inputs, prepared, readings, quiet, draws=draws).run()


class _Run:
    def __init__(
        self,
        inputs: BillingInputs,
        prepared: MeteringInput,
        readings: Readings,
        quiet: QuietMonths,
        *,
        draws: bool,
    ) -> None:
        self.lists_draws, self.listed = draws, 0
        self.scenario, self.months = inputs.scenario, inputs.scenario.months
        self.prepared, self.readings = prepared, readings
        self.serving = Serving(self.scenario, prepared, readings)
        self.packs = self.serving.packs
        self.meter_of = prepared.meter_of
        self.changes = changes_of(prepared)
        self.shared_begins = shared_begins(prepared.packs)
        self.disabled = days_in(self.scenario.account.disabled)
        self.scopes = tuple(_without(self.disabled, scope) for scope in prepared.scopes)
        self.quiet = QuietHere(quiet, prepared, self.scopes, self.serving, readings)
        self.ledger = AccountLedger(inputs, readings)
        self.service = self.ledger.service

    def run(self) -> Metering:
        moving = self.moving = sorted(self.ledger.days(self.months))
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
        first, end = month.first, month.end
        self.begin(first)
        # However often the balance moves, few days change anything for the calls.
        moving = inside(self.moving, Span(first, end))
        pauses = self.ledger.turns([first, *moving])
        if pauses or self.quiet.has_events(month):
            return self.metered(month, pauses, breakpoints)
        key = (month, self.service.stopped)
        known = self.quiet.from_day(first).setdefault(key, {})
        stated = self.quiet.stated
        if not known:
            known[stated] = self.metered(month, pauses, breakpoints)
            return known[stated]
        if stated not in known:
            known[stated] = with_lines(
                next(iter(known.values())), self.scenario, self.prepared, self.readings
            )
        self.pass_quietly(known[stated], moving)
        return known[stated]

    def pass_quietly(self, record: MonthRecord, moving: Sequence[date]) -> None:
        """Lets a month pass that was metered before."""
        for day in moving:
            self.begin(day)
        refused = sum(by.get("stopped", 0) for by in record.refused_by.values())
        self.service.lose(refused=refused)
        for name, row in record.rows.items():
            if row.billable:
                self.packs.bill(name)

    def metered(
        self, month: Month, pauses: list[date], breakpoints: list[date]
    ) -> MonthRecord:
        """A month metered, in the periods between the pauses of the service."""
        first, end = month.first, month.end
        scopes = self.scopes
        self.tallies = {scope.name: Tally() for scope in scopes}
        self.serving.begin_month(month, self.tallies)
        self.calling = [scope for scope in scopes if scope.calls.between(first, end)]
        for start, stop in pairwise([first, *pauses, end]):
            self.period(start, stop, inside(breakpoints, Span(start, stop)))
        if self.disabled.boundaries:
            self.switch_off(Span(first, end))
        return self.recorded(month)

    def period(self, start: date, end: date, breakpoints: Sequence[date]) -> None:
        """Meters days on which the service runs for all, or for none."""
        self.begin(start)
        period = self.parted(start, end)
        sharing = period.shared_packs(self.serving)
        for first, stop in pairwise([start, *breakpoints, end]):
            if first > start:
                self.begin(first)
            if period.sharing:
                self.stretch(first, stop, sharing)
            # Before what is next begins: it may be a pack of theirs.
            for scope, since in period.due.get(stop, ()):
                self.alone(scope, since, stop)
        sharing.steady.finish()

    def switch_off(self, month: Span) -> None:
        """Counts the calls of a month on days on which the service is switched off."""
        off = self.disabled.inside(month)
        for given, scope in zip(self.prepared.scopes, self.scopes, strict=True):
            calls = given.calls.between(*month) - scope.calls.between(*month)
            if calls:
                since = next(span for span in off if given.calls.between(*span)).start
                tally = self.tallies[scope.name]
                tally.switch_off(calls, given.calls.first_from(since))

    def recorded(self, month: Month) -> MonthRecord:
        """What was counted in a month, and its lines."""
        rows = {
            name: tally.row(name, self.draws_of(tally))
            for name, tally in self.tallies.items()
        }
        counts = {name: tally.counted() for name, tally in self.tallies.items()}
        meters = meter_months(counts, self.meter_of, self.prepared.meters)
        return MonthRecord(
            month,
            rows,
            {name: tally.refused_by for name, tally in self.tallies.items()},
            counts,
            meters,
            usage_lines(self.scenario, self.prepared, month, meters, self.readings),
        )

    def draws_of(self, tally: Tally) -> tuple[Drawn, ...]:
        """The packs that served a scope in a month, for those who list them."""
        if not self.lists_draws:
            return ()
        self.listed += len(tally.drawn)
        # While they are counted: what is listed is what takes the memory.
        if self.listed > MAX_DRAWS:
            raise refuse(
                "which packs served each activity in each month are more than"
                " {max_draws:,} rows; write files of fewer months or activities",
                self.scenario.location,
                max_draws=MAX_DRAWS,
            )
        return tally.draws(self.prepared.packs)

    def begin(self, day: date) -> None:
        """Everything that happens at the start of a day, and since the last one."""
        # Packs first: what ends today expired while the service was as it was yesterday.
        if expired := self.packs.advance(day):
            self.service.lose(expired=expired)
        self.ledger.advance(day)

    def parted(self, start: date, end: date) -> Period:
        """The scopes that call in a period, by how they are metered in it."""
        period = Period(start, end)
        is_shared = self.packs.available(SHARED) > 0
        is_shared |= bool(inside(self.shared_begins, Span(start, end)))
        for scope in self.calling:
            changes = inside(self.changes[scope.name], Span(start, end))
            if self.service.stopped:
                period.add_alone(scope, ())
            # The first call without a licence ends everything, so days go one by one.
            elif self.serving.lacks_licences:
                period.sharing.append(scope)
            elif not is_shared:
                period.add_alone(scope, changes)
            elif changes:
                period.sharing.append(scope)
            else:
                self.part_sharing(period, scope)
        return period

    def part_sharing(self, period: Period, scope: MeteredScope) -> None:
        """The same for a scope of which nothing changes while there are shared packs."""
        left = self.serving.own_left(scope)
        calls = scope.calls.between(period.start, period.end)
        if left >= calls or not scope.is_licensed(period.start):
            period.add_alone(scope, ())
        elif left:
            period.sharing.append(scope)
        else:
            period.add_steady(scope)

    def stretch(self, start: date, end: date, sharing: Sharing) -> None:
        """Meters days on which nothing changes but what is left in the packs, for
        scopes that may share them.
        """
        drawing, needs = [], {}
        for scope in sharing.mixed:
            calls = scope.calls.between(start, end)
            if calls:
                self.tallies[scope.name].calls += calls
                drawing.append(scope)
                needs[scope.name] = calls
        sharing.serve(start, end, drawing, needs)

    def alone(self, scope: MeteredScope, start: date, end: date) -> None:
        """Meters days on which nothing of a scope changes, and no shared pack serves it."""
        calls = scope.calls.between(start, end)
        self.tallies[scope.name].calls += calls
        if calls and not self.set_aside(scope, start, calls):
            self.serving.serve(scope, start, end, calls)

    def set_aside(self, scope: MeteredScope, day: date, calls: int) -> bool:
        """Counts calls that are refused or in QPS mode; returns whether these are."""
        tally = self.tallies[scope.name]
        if self.service.stopped:
            tally.refuse(calls, "stopped", scope.calls, scope.calls.before(day))
            self.service.lose(refused=calls)
        elif not scope.qps_days.holds(day):
            return False
        elif scope.quota.at(day):
            tally.qps_mode += calls
        else:
            # The document does not say what a call costs without a quota in force.
            tally.undetermined += calls
        return True


def _without(disabled: Days, scope: MeteredScope) -> MeteredScope:
    """A scope without the calls of days on which the service is switched off: these are
    no loss of an overdue account either.
    """
    if not disabled.boundaries:
        return scope
    return scope._replace(calls=scope.calls.without(disabled))
