"""Months without events: no pack has calls, nothing begins or ends, and the service
neither stops nor runs again. Every reading counts them alike, so each is metered once;
only its lines are written anew for readings that they state.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from facefusion_billing.billing.metered import MeteredScope, MeteringInput
from facefusion_billing.billing.months import MonthRecord, Refusal
from facefusion_billing.billing.serving import Serving, want_of_licence
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.calendar import Month, Span, inside
from facefusion_billing.startup.record import NamedTuple


class Ways(NamedTuple):
    """Where the calls of a scope go on a day without free calls and packs, as far as
    readings decide it: to which meter; in QPS mode whether there is a quota; and for
    want of a licence nowhere.
    """

    meter: str
    has_quota: bool
    want: Refusal | None


Known = dict[tuple[Month, bool], dict[str, MonthRecord]]
"""Months as they were metered, each by whether the service is stopped, and by what its
lines state of the readings.
"""
QuietMonths = dict[tuple[Ways, ...], Known]
"""The same for where the calls of each scope go."""
STATED = ("settlement_day", "tier_basis")
"""What a line states of the readings, also where it moves no amount."""


class QuietHere:
    """The months without events of one metering; `known` are those of meterings under
    other readings, to which its own are added.
    """

    def __init__(
        self,
        known: QuietMonths,
        prepared: MeteringInput,
        scopes: Sequence[MeteredScope],
        serving: Serving,
        readings: Readings,
    ) -> None:
        self.known, self.scopes, self.serving = known, scopes, serving
        self.stated = " ".join(readings.value(id) for id in STATED)
        self.breakpoints = prepared.breakpoints
        self.since: dict[int, Known] = {}

    def has_events(self, month: Month) -> bool:
        """Whether anything but the account's balance could make a difference between two
        readings in a month that has begun.
        """
        first, end = month.first, month.end
        trial_left = self.serving.trial_left
        return (
            bool(inside(self.breakpoints, Span(first, end)))
            or self.serving.packs.has_calls
            or any(
                trial_left[scope.name] and scope.calls.between(first, end)
                for scope in self.scopes
            )
        )

    def from_day(self, day: date) -> Known:
        """The months in which calls go where they go on a day."""
        # Where they go changes on a breakpoint.
        since = bisect_right(self.breakpoints, day)
        if since not in self.since:
            ways = tuple(_ways(scope, day) for scope in self.scopes)
            self.since[since] = self.known.setdefault(ways, {})
        return self.since[since]


def _ways(scope: MeteredScope, day: date) -> Ways:
    return Ways(
        scope.meter,
        scope.quota.at(day) > 0,
        None if scope.is_licensed(day) else want_of_licence(scope, day),
    )
