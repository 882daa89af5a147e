"""Bills of many accounts as values: one row an account, never one sum over currencies."""

from typing import Any

from facefusion_billing.model.money import Cents
from facefusion_billing.startup.record import NamedTuple


class AccountBill(NamedTuple):
    """What one account comes to; with faults nothing of it was computed.

    `best` is what its cheapest plan comes to (None: not asked for, or there is none),
    `plan` the orders of it as a usage file has them. Every value is one of JSON.
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
