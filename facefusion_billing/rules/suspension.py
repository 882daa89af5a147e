"""Suspension: when an overdue balance stops the service, and when it runs again.

What: a balance below 0 at the end of a day stops the service from the next day, unless
what comes in on that day lifts it above 0; the stop lasts until the day the balance is
above 0 (exactly 0 stays stopped). While stopped, calls are refused and no pack burns
down, but validity keeps running. The least top-up that prevents a stop is what the
balance lacked, in the account by the day it fell below 0; what had to be put in for the
orders of that day is lacked too. A service switched off in the console refuses calls
alike.

Clauses: overdue, deactivation.

>>> service = Service()
>>> service.end_day(date(2025, 2, 1), -300)
>>> service.start_day(date(2025, 2, 2), 0), service.stopped
(None, True)
>>> service.start_day(date(2025, 2, 9), 1), service.stopped
(None, False)
>>> service.stops[0].since, service.stops[0].until, service.stops[0].top_up
(datetime.date(2025, 2, 2), datetime.date(2025, 2, 9), 300)
"""

from copy import copy
from datetime import date

from facefusion_billing.model.bill import Suspension
from facefusion_billing.model.calendar import ONE_DAY
from facefusion_billing.model.money import Cents


class Service:
    """Whether the service runs, day by day, and the stops so far with what they cost."""

    def __init__(self) -> None:
        self.stopped = False
        self.stops: list[Suspension] = []
        self._short: tuple[Cents, date] | None = None

    def copied(self) -> "Service":
        """The same, to go on from; what becomes of one is no matter of the other."""
        other = copy(self)
        other.stops = [*self.stops]
        return other

    def start_day(self, day: date, balance: Cents) -> None:
        """Decides for a day, its top-ups and refunds counted."""
        # Exactly 0 ends no stop: the guide asks for a balance above it.
        if self.stopped and balance > 0:
            self.stopped = False
            self.stops[-1] = self.stops[-1]._replace(until=day)
        if self._short is not None:
            if balance <= 0:
                self._stop(day)
            self._short = None

    def end_day(self, day: date, balance: Cents, assumed: Cents = 0) -> None:
        """Notes a balance that fell below 0; `assumed` was put in for the day's orders."""
        # Only once the day is over: what comes in later on it is in time.
        if balance < 0 and not self.stopped and self._short is None:
            # Real money pays the orders first, in the place of what was assumed.
            self._short = (assumed - balance, day)

    def end(self) -> None:
        """The ledger ends: a balance still below 0 stops the service on the next day,
        for good.
        """
        if self._short is not None:
            self._stop(self._short[1] + ONE_DAY)

    def lose(self, refused: int = 0, expired: int = 0) -> None:
        """Calls refused and pack calls expired on a day; they count for the stop that
        is on.
        """
        if self.stopped:
            stop = self.stops[-1]
            self.stops[-1] = stop._replace(
                refused=stop.refused + refused,
                expired_calls=stop.expired_calls + expired,
            )

    def _stop(self, day: date) -> None:
        assert self._short is not None
        self.stopped = True
        self.stops.append(Suspension(day, None, 0, 0, *self._short))
