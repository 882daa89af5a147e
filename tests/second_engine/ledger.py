"""The account by day: what comes in, what goes out, and when the service stands still."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tests.second_engine.days import ONE_DAY, Data, money, show
from tests.second_engine.orders import from_account


@dataclass
class Suspension:
    """Stopped from `first` on. `short` by `short_on` is what would have prevented it."""

    first: date
    until: date | None
    refused: int
    short: Fraction
    short_on: date


class Ledger:
    """Nothing happens in it before the day of the opening balance, or without one."""

    def __init__(self, account: Data, orders: list[Data]) -> None:
        self.account = account
        self.orders = sorted(orders, key=lambda order: str(order.get("id")))
        self.balance: Fraction | None = None
        self.overdue = False
        self.short, self.short_on = Fraction(0), date.min
        self.rows: list[Data] = []
        self.suspensions: list[Suspension] = []
        self.not_paid: list[Data] = []

    def post(self, day: date, event: str, amount: Fraction) -> None:
        """Move the balance and write it down; no money leaves no trace."""
        if self.balance is None or not amount:
            return
        self.balance += amount
        if amount > 0 and self.balance > 0:
            self.overdue = False
        self.write(day, event, amount, self.balance)

    def write(self, day: date, event: str, amount: Fraction, after: Fraction) -> None:
        self.rows.append(
            {
                "date": day.isoformat(),
                "event": event,
                "amount": show(amount),
                "balance": show(after),
            }
        )

    def start_day(self, day: date, refunds: list[tuple[Data, Fraction]]) -> bool:
        """Opening, top-ups, refunds, orders; whether the service is stopped on this day."""
        opens = self.open(day)
        if self.balance is None:
            return False
        text = day.isoformat()
        for top_up in self.account.get("top_ups", []):
            if top_up["date"] == text:
                self.post(day, "top_up", money(top_up["amount"]))
        for _, amount in sorted(refunds, key=lambda pair: str(pair[0].get("id"))):
            self.post(day, "refund", amount)
        for order in self.orders:
            if order["date"] == text:
                self.pay(day, order)
        if opens:
            # What the account is short of at the end of its first day stops the next one.
            self.owe(day)
            return False
        self.note_stop(day)
        return self.overdue

    def open(self, day: date) -> bool:
        opening = self.account.get("balance")
        if not opening or opening["date"] != day.isoformat():
            return False
        self.balance = money(opening["amount"])
        self.write(day, "opening", self.balance, self.balance)
        return True

    def pay(self, day: date, order: Data) -> None:
        """What the balance lacks for an order is assumed to be topped up just before it."""
        amount = from_account(order)
        assert self.balance is not None
        if amount > self.balance and amount:
            missing = amount - self.balance
            self.post(day, "assumed_top_up", missing)
            self.not_paid.append(
                {
                    "for": order.get("for", "account"),
                    "order": order.get("id"),
                    "date": day.isoformat(),
                    "amount": show(missing),
                }
            )
        self.post(day, "order", -amount)

    def settle(self, day: date, amount: Fraction) -> None:
        self.post(day, "settlement", -amount)
        if amount:
            self.owe(day)

    def owe(self, day: date) -> None:
        if self.balance is None or self.balance >= 0:
            return
        if not self.overdue or self.short_on == day:
            self.short, self.short_on = -self.balance, day
            # Money that is there by then pays the day's orders first.
            lacked = (w["amount"] for w in self.not_paid if w["date"] == str(day))
            self.short += sum(money(amount) for amount in lacked)
        self.overdue = True

    def note_stop(self, day: date) -> None:
        running = bool(self.suspensions) and self.suspensions[-1].until is None
        if self.overdue and not running:
            self.suspensions.append(Suspension(day, None, 0, self.short, self.short_on))
        if running and not self.overdue:
            self.suspensions[-1].until = day

    def close(self, last: date) -> None:
        """A debt of the last day stops the day after it."""
        self.note_stop(last + ONE_DAY)

    def answer(self) -> Data:
        suspensions = [
            {
                "from": stop.first.isoformat(),
                "until": stop.until.isoformat() if stop.until else None,
                "refused": stop.refused,
                "top_up": show(stop.short),
                "top_up_by": stop.short_on.isoformat(),
            }
            for stop in self.suspensions
        ]
        return {"ledger": self.rows, "suspensions": suspensions}
