"""Bills of many accounts as values: one row an account, never one sum over currencies."""

from facefusion_billing.model.money import Cents
from facefusion_billing.startup.record import NamedTuple


class AccountBill(NamedTuple):
    """What one account comes to; with faults nothing of it was computed."""

    account: str
    currency: str | None
    total: Cents | None
    by_kind: dict[str, Cents]
    complete: bool
    warnings: dict[str, int]
    faults: tuple[str, ...]
    best: Cents | None = None

    @property
    def saving(self) -> Cents | None:
        """What the cheapest plan saves; None where none was asked for or there is none."""
        if self.best is None or self.total is None:
            return None
        return self.total - self.best


class Portfolio(NamedTuple):
    """The answer of `ffbill portfolio`, its accounts in the order of the input."""

    accounts: tuple[AccountBill, ...]

    @property
    def totals(self) -> dict[str, Cents]:
        """The total of each currency."""
        found: dict[str, Cents] = {}
        for row in self.accounts:
            if row.currency is not None and row.total is not None:
                found[row.currency] = found.get(row.currency, 0) + row.total
        return found

    @property
    def warnings(self) -> dict[str, int]:
        """How often each warning was given."""
        found: dict[str, int] = {}
        for row in self.accounts:
            for code, count in row.warnings.items():
                found[code] = found.get(code, 0) + count
        return found
