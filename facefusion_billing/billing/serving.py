"""What serves the calls of a scope that competes with no other: its free calls, then its
own packs; what is left over is billed or refused.
"""

from datetime import date

from facefusion_billing.billing.draws import PackDraws, Stretch
from facefusion_billing.billing.metered import MeteredScope, MeteringInput
from facefusion_billing.billing.months import Refusal, Tally
from facefusion_billing.billing.shape import shape_of
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.faults import refuse
from facefusion_billing.model.scenario import Scenario
from facefusion_billing.rules.burn_down import free_pool


class Serving:
    """What is left of free calls and packs, and what a month counts (`tallies`)."""

    def __init__(
        self, scenario: Scenario, prepared: MeteringInput, readings: Readings
    ) -> None:
        self.scenario = scenario
        self.packs = PackDraws(prepared.packs, readings)
        self.trial_left = {scope.name: scope.free for scope in prepared.scopes}
        self.lacks_licences = shape_of(scenario.book).lacks_licences()

    def begin_month(self, month: Month, tallies: dict[str, Tally]) -> None:
        """Counts from now on for a month."""
        self.current, self.tallies = month, tallies

    def serve(self, scope: MeteredScope, start: date, end: date, calls: int) -> None:
        """Serves calls without shared packs: free calls, own packs, then pay-as-you-go
        or refusal.
        """
        served = self.from_own(scope, start, end, calls)
        if served < calls:
            self.beyond_packs(scope, start, end, calls - served)

    def beyond_packs(
        self, scope: MeteredScope, start: date, end: date, calls: int
    ) -> None:
        """Bills or refuses what neither free calls nor packs serve: the last calls of
        the stretch.
        """
        tally = self.tallies[scope.name]
        if scope.is_licensed(start):
            tally.billable += calls
            self.packs.bill(scope.name)
            return
        earlier = scope.calls.before(end) - calls
        tally.refuse(calls, want_of_licence(scope, start), scope.calls, earlier)
        if self.lacks_licences:
            raise refuse(
                "{calls:,} calls of {current} need a licence, and the price book has no 'licences'",
                self.scenario.usage[scope.name].location,
                calls=calls,
                current=self.current,
            )

    def own_left(self, scope: MeteredScope) -> int:
        """The free calls and those of its own packs that a scope has left today."""
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
            stretch = Stretch(self.current, start, end, [(scope.calls, served)])
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


def want_of_licence(scope: MeteredScope, day: date) -> Refusal:
    """Whether an activity's licence is over, or it never had one yet."""
    licensed = scope.licensed.boundaries if scope.licensed else ()
    if licensed and licensed[0] <= day:
        return "licence_over"
    return "no_licence"
