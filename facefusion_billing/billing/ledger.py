"""The account's ledger while the months are metered: what moves it, day by day, to the
last bill's settlement.

Each day top-ups, then refunds, orders and settlements. Bills and ledger are one
computation: what is settled can stop the service, and what is refused then is not
billed later.
"""

from bisect import insort
from collections.abc import Sequence
from copy import copy
from datetime import date
from itertools import pairwise, takewhile
from typing import Final

from facefusion_billing.billing.inputs import BillingInputs
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.bill import BillLine, Event, Ledger, LedgerEvent
from facefusion_billing.model.calendar import ONE_DAY, Month
from facefusion_billing.model.money import Cents
from facefusion_billing.rules.payment import returned_tenders
from facefusion_billing.rules.settlement import settlement_day
from facefusion_billing.rules.suspension import Service
from facefusion_billing.startup.record import NamedTuple

TOP_UP, REFUNDED, ORDERED, SETTLED = range(4)
EVENTS: tuple[Event, ...] = ("top_up", "refund", "order", "settlement")
ASSUMED_TOP_UP: Final = "assumed_top_up"


class _Movement(NamedTuple):
    date: date
    kind: int
    subject: str
    amount: int


class AccountLedger:
    """The ledger of an account with a balance; without one, nothing ever happens in it."""

    def __init__(self, inputs: BillingInputs, readings: Readings) -> None:
        scenario = inputs.scenario
        self.opening = scenario.account.balance
        self.settlement = scenario.book.settlement
        self.which = 1
        self.waiting: list[_Movement] = []
        if self.opening:
            # Without a balance the day of a settlement moves nothing, so none is asked.
            self.which = int(readings.consult("settlement_day"))
            self.waiting = _movements(inputs)
        self.balance = 0
        self.opened = False
        self.events: list[LedgerEvent] = []
        self.service = Service()
        self.now = date.min

    def days(self, months: tuple[Month, ...]) -> set[date]:
        """The days on which the ledger can move or the service stop, to the settlement
        of the last bill.
        """
        if not self.opening or not months:
            return set()
        settled = [
            settlement_day(month, self.settlement, self.which) for month in months
        ]
        last = settled[-1]
        days = {self.opening.date, *settled, *(move.date for move in self.waiting)}
        # What moves on a day can stop the service from the next day on.
        following = {day + ONE_DAY for day in days}
        return {day for day in days | following if day <= last}

    def settle(self, month: Month, lines: tuple[BillLine, ...]) -> None:
        """The bill of a month is due on its settlement day."""
        if not self.opening:
            return
        amount = sum(line.amount for line in lines)
        day = settlement_day(month, self.settlement, self.which)
        # The balance that is given holds what was settled before its day.
        if amount and day >= self.opening.date:
            settled = _Movement(day, SETTLED, str(month), -amount)
            insort(self.waiting, settled, key=_by_day)

    def advance(self, day: date) -> None:
        """Brings the ledger to the start of a day's calls, and the service to the state
        it is in then.
        """
        if not self.opening or day < self.opening.date or day <= self.now:
            return
        self.now = day
        if not self.opened:
            self.opened = True
            self.balance = self.opening.amount
            self.events.append(
                LedgerEvent(day, "opening", self.opening.amount, self.balance)
            )
        # Money comes in before it goes out, and whether the service runs is decided
        # between the two: what a day's orders take can stop it only on the next one.
        self.move(day, (TOP_UP, REFUNDED))
        self.service.start_day(day, self.highest_on(day))
        self.move(day, (ORDERED, SETTLED))
        self.service.end_day(day, self.balance, self.assumed_on(day))

    def turns(self, days: Sequence[date]) -> list[date]:
        """Of days to come, in order and in one month, those after the first on which the
        service stops or runs again.
        """
        if len(days) < 2 or self.stays_as_it_is(days[-1]):
            return []
        # What is called in a month is settled after it, so it changes none of them.
        rehearsal = copy(self)
        rehearsal.waiting, rehearsal.events = [*self.waiting], []
        rehearsal.service = self.service.copied()
        stopped = []
        for day in days:
            rehearsal.advance(day)
            stopped.append(rehearsal.service.stopped)
        return [
            day
            for day, (was, on) in zip(days[1:], pairwise(stopped), strict=True)
            if was != on
        ]

    def stays_as_it_is(self, last: date) -> bool:
        """Whether it is plain, without going through the days up to the last of them,
        that the service neither stops nor runs again.
        """
        if not self.opening:
            return True
        if not self.opened:
            return False
        moves = list(takewhile(lambda move: move.date <= last, self.waiting))
        if self.service.stopped:
            return all(move.kind == SETTLED and move.amount < 0 for move in moves)
        # Whatever comes in between, what goes out is there.
        return self.balance + sum(min(move.amount, 0) for move in moves) >= 0

    def highest_on(self, day: date) -> Cents:
        """The balance before the orders of a day, or what is assumed to be topped up
        for one of them: whoever tops up that much has the service running.
        """
        balance = highest = self.balance
        for move in self.waiting:
            if move.date > day or move.kind != ORDERED:
                break
            # What is missing would be put in, so the balance was at least the price.
            highest = max(highest, balance, -move.amount)
            balance = max(balance + move.amount, 0)
        return highest

    def move(self, day: date, kinds: tuple[int, ...]) -> None:
        """Books the movements of a day (and of those kinds), in their order."""
        while (
            self.waiting
            and self.waiting[0].date <= day
            and self.waiting[0].kind in kinds
        ):
            move = self.waiting.pop(0)
            if move.kind == ORDERED and self.balance + move.amount < 0:
                self.assume(day, -move.amount - self.balance, move.subject)
            self.balance += move.amount
            self.events.append(
                LedgerEvent(
                    day, EVENTS[move.kind], move.amount, self.balance, move.subject
                )
            )

    def assume(self, day: date, missing: Cents, order: str) -> None:
        """Puts in what the balance lacks to pay an order."""
        self.balance += missing
        self.events.append(
            LedgerEvent(day, ASSUMED_TOP_UP, missing, self.balance, order)
        )

    def assumed_on(self, day: date) -> Cents:
        """What was put in for the orders of a day."""
        assumed = 0
        for event in reversed(self.events):
            if event.date != day:
                break
            if event.event == ASSUMED_TOP_UP:
                assumed += event.amount
        return assumed

    def finished(self) -> Ledger | None:
        """The whole ledger; None when no balance was given."""
        if not self.opening:
            return None
        self.service.end()
        return Ledger(tuple(self.events), tuple(self.service.stops))


def _by_day(move: _Movement) -> tuple[date, int, str]:
    return move.date, move.kind, move.subject


def _movements(inputs: BillingInputs) -> list[_Movement]:
    """Top-ups, refunds and orders from the day of the balance on; what the account did
    not pay is left out.
    """
    account = inputs.scenario.account
    assert account.balance is not None
    moves = [
        _Movement(top_up.date, TOP_UP, "", top_up.amount) for top_up in account.top_ups
    ]
    for row in inputs.priced.values():
        order, paid = row.order, row.payment.from_account
        moves.append(_Movement(order.date, ORDERED, order.id, -paid))
        if order.refunded:
            # All of it comes to the account, card money too: withdrawing is another step.
            back = sum(returned_tenders(order, row.payment.tenders))
            moves.append(_Movement(order.refunded, REFUNDED, order.id, back))
    first = account.balance.date
    return sorted(
        (move for move in moves if move.amount and move.date >= first), key=_by_day
    )
