"""Bills of many accounts as values: one row an account, never one sum over currencies."""

from typing import Any

from facefusion_billing.model.money import Cents
from facefusion_billing.startup.record import NamedTuple


class AccountBill(NamedTuple):
    """What one account comes to; with faults nothing of it was computed.

    `best` is what its cheapest plan comes to (None: not asked for, or there is none),
    `plan` the orders of it as a usage file has them, `forecast` how many calls of each
    month are one (None: none). Every value is one of JSON.
    """

    account: str
    currency: str | None
    total: Cents | None
    by_kind: dict[str, Cents]
    complete: bool
    warnings: dict[str, int]
    faults: tuple[str, ...]
    best: Cents | None = None
    saving: Cents | None = None
    plan: tuple[dict[str, Any], ...] = ()
    forecast: dict[str, Any] | None = None


class ForecastCalls(NamedTuple):
    """Of the accounts that have a forecast: how many they are, on which days their
    counts end, and how many of their calls it is.
    """

    accounts: int = 0
    days: tuple[str, ...] = ()
    calls: int = 0
    forecast: int = 0

    def add(self, forecast: dict[str, Any]) -> "ForecastCalls":
        """With another account's."""
        days = sorted({*self.days, forecast["last_day"]})
        months = forecast["months"]
        return ForecastCalls(
            accounts=self.accounts + 1,
            days=(days[0], days[-1]),
            calls=self.calls + sum(month["calls"] for month in months),
            forecast=self.forecast + sum(month["forecast"] for month in months),
        )


class Pooled(NamedTuple):
    """What all accounts would come to as one, which they are not: the vendor bills each
    account by itself. `total` is None where they cannot be taken for one, for `faults`.
    """

    currency: str
    total: Cents | None
    apart: Cents
    faults: tuple[str, ...] = ()

    @property
    def saving(self) -> Cents | None:
        """What pooling would save."""
        if self.total is None:
            return None
        return self.apart - self.total


class Portfolio(NamedTuple):
    """The answer of `ffbill portfolio`: sums, and the accounts that matter most.

    `by_kind` is by currency; `dearest`, `savings` and `faulty` hold some accounts only,
    the largest first.
    """

    accounts: int
    totals: dict[str, Cents]
    by_kind: dict[str, dict[str, Cents]]
    warnings: dict[str, int]
    saved: dict[str, Cents]
    dearest: tuple[AccountBill, ...]
    savings: tuple[AccountBill, ...]
    faulty: tuple[AccountBill, ...]
    faults: int
    incomplete: int
    pooled: Pooled | None = None
    forecast: ForecastCalls = ForecastCalls()
