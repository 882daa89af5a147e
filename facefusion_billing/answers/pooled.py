"""Many accounts as one: what would be billed if the vendor pooled them, which it does
not.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate, pairwise
from operator import add
from typing import Any

from facefusion_billing.billing.bills import compute
from facefusion_billing.billing.inputs import billing_inputs, distribute_calls
from facefusion_billing.billing.metered import Calls, filed
from facefusion_billing.model.calendar import Month, month_of
from facefusion_billing.model.items import FREE_PACK
from facefusion_billing.model.money import Cents
from facefusion_billing.model.scenario import Scenario
from facefusion_billing.rules.distribution import DailyCalls


class Pool:
    """The daily calls and the orders of all accounts so far: its memory grows with days,
    scopes and orders, not with the accounts that share them.

    Peaks cannot be added and are not in it.
    """

    def __init__(self) -> None:
        self.days: dict[str, _Days] = {}
        self.orders: list[dict[str, Any]] = []
        self.claims: dict[str | None, _Claim] = {}

    def add(
        self, account: str, scenario: Scenario, orders: Sequence[dict[str, Any]]
    ) -> None:
        """Another account, with its orders as they were written."""
        # Spread and forecast by itself: what one account counts by day says nothing of
        # another's month, and one that is counted longer ends no forecast.
        calls, _misfits = distribute_calls(scenario, filed(scenario.orders))
        for scope, daily in calls.items():
            if daily.sums[-1]:
                self.days.setdefault(scope, _Days(daily.first)).add(daily)
        for order, entry in zip(scenario.orders, orders, strict=True):
            name = f"{account}/{order.id}"
            written = {**entry, "id": name}
            if order.kind is not FREE_PACK:
                self.orders.append(written)
                continue
            # One account has one for ever, however many it was made of: the first.
            claim = (order.date, order.begins, name), written
            kept = self.claims.setdefault(order.scope, claim)
            self.claims[order.scope] = min(kept, claim, key=_when)

    def usage_file(self, price_book: str) -> dict[str, Any]:
        """All accounts as the usage file of one, its counts by month."""
        usage = {
            scope: {"calls": {str(month): calls for month, calls in days.by_month()}}
            for scope, days in sorted(self.days.items())
        }
        claims = [written for _, written in self.claims.values()]
        orders = [*claims, *self.orders]
        return {
            "version": 1,
            "price_book": price_book,
            "orders": orders,
            "usage": usage,
        }

    def total(self, scenario: Scenario, chosen: dict[str, str]) -> Cents:
        """What its usage file, read as a scenario, comes to with the calls on the days
        on which the accounts made them. Raises `InputError`.
        """
        calls: Calls = {scope: days.daily() for scope, days in self.days.items()}
        billing = compute(billing_inputs(scenario, calls), scenario.readings(chosen))
        return sum(bill.total for bill in billing.bills)


_Claim = tuple[tuple[date, date, str], dict[str, Any]]
"""The claim of a free pack: when, and as it was written."""


def _when(claim: _Claim) -> tuple[date, date, str]:
    return claim[0]


class _Days:
    """The calls of each day from a first one on."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.calls: list[int] = []

    def add(self, daily: DailyCalls) -> None:
        """The calls of another account."""
        earlier = self.first - daily.first
        if earlier > 0:
            self.calls[:0] = [0] * earlier
            self.first = daily.first
        begins = daily.first - self.first
        end = begins + len(daily.sums) - 1
        self.calls += [0] * (end - len(self.calls))
        more = (after - before for before, after in pairwise(daily.sums))
        self.calls[begins:end] = map(add, self.calls[begins:end], more)

    def daily(self) -> DailyCalls:
        """These calls, as they are metered."""
        return DailyCalls(self.first, tuple(accumulate(self.calls, initial=0)))

    def by_month(self) -> Iterator[tuple[Month, int]]:
        """The calls of each month that has some."""
        months: dict[Month, int] = {}
        for place, calls in enumerate(self.calls, self.first):
            if calls:
                month = month_of(date.fromordinal(place))
                months[month] = months.get(month, 0) + calls
        yield from months.items()
