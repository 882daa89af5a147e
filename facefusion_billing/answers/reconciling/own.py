"""What the customer's own figures say: the estimate of a usage file, and own counts."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from facefusion_billing.answers.reconciling.own_counts import Key
from facefusion_billing.answers.reconciling.tariff import exact
from facefusion_billing.billing.bills import Billing, compute
from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.bill import PAY_AS_YOU_GO, Bill, BillLine
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.usage_row import UsageRow
from facefusion_billing.rules.volume_tiers import tier_count
from facefusion_billing.startup.record import NamedTuple

if TYPE_CHECKING:
    from facefusion_billing.model.scenario import Scenario


class Own(NamedTuple):
    """A scope's month by own figures. `deducted` and `billable` are None where only
    calls were counted; `price` is None where nothing is billable, and where activities
    have several prices: then only their `amount` together is known. `free` are the calls
    that surely were free, `holders` the scopes that may have had free ones.
    """

    calls: int
    deducted: int | None = None
    billable: int | None = None
    price: Decimal | None = None
    amount: Decimal | None = None
    free: int = 0
    holders: int = 1

    def reached_by(self, tier_basis: str) -> int:
        """The count that reaches the tier, under a reading."""
        billable = self.billable or 0
        packs = self.calls - billable - self.free
        return tier_count(tier_basis, billable, self.free, packs)


class OwnFigures(NamedTuple):
    """The months of every scope, the lines of orders, and the computation they are of."""

    months: dict[Key, Own]
    orders: tuple[tuple[Month, BillLine], ...]
    core: Billing | None


def nothing_own() -> OwnFigures:
    """No own figures: the bill is held against the book alone."""
    return OwnFigures({}, (), None)


def of_scenario(scenario: "Scenario", readings: Readings) -> OwnFigures:
    """The estimate of a usage file. Raises `InputError`."""
    core = compute(billing_inputs(scenario), readings)
    months: dict[Key, Own] = {}
    orders: list[tuple[Month, BillLine]] = []
    for bill in core.bills:
        months |= _of_bill(bill, scenario)
        orders += [(bill.month, line) for line in bill.lines if line.order]
    return OwnFigures(months, tuple(orders), core)


def _of_bill(bill: Bill, scenario: "Scenario") -> dict[Key, Own]:
    if scenario.book.groups:
        return {
            (row.scope, bill.month): _own([row], bill, {row.scope})
            for row in bill.usage
        }
    if not bill.usage:
        return {}
    # A bill of the vendor has one line for all activities, or one for each.
    own = _own(bill.usage, bill, {ACCOUNT, *scenario.usage})
    return {(ACCOUNT, bill.month): own._replace(holders=len(scenario.usage))}


def _own(rows: Sequence[UsageRow], bill: Bill, scopes: set[str]) -> Own:
    """Rows of usage together, with what their lines of a bill charge for them."""
    free = sum(row.free for row in rows)
    packs = sum(row.packs for row in rows)
    billable = sum(row.billable for row in rows)
    lines = [
        (line.quantity, exact(line.unit_price))
        for line in bill.lines
        if line.kind == PAY_AS_YOU_GO and line.scope in scopes and line.unit_price
    ]
    prices = {price for _count, price in lines}
    return Own(
        calls=free + packs + billable,
        deducted=free + packs,
        billable=billable,
        price=prices.pop() if len(prices) == 1 else None,
        amount=sum((count * price for count, price in lines), Decimal(0)),
        free=free,
    )


def with_counts(figures: OwnFigures, calls: dict[Key, int]) -> OwnFigures:
    """The figures with own counts of calls in place of the file's."""
    months = {key: _counted(figures.months.get(key), calls[key]) for key in calls}
    return figures._replace(months={**figures.months, **months})


def _counted(known: Own | None, calls: int) -> Own:
    """A month of the file with own counts in place of its calls."""
    if known is None or known.calls == calls:
        return known or Own(calls)
    billable = max(calls - (known.deducted or 0), 0)
    # Other calls may reach another price than the file's.
    return known._replace(calls=calls, billable=billable, price=None, amount=None)
