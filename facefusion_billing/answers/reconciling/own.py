"""What the customer's own figures say: the estimate of a usage file, and own counts."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from facefusion_billing.answers.reconciling.tariff import exact
from facefusion_billing.billing.bills import Billing, compute
from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.bill import PAY_AS_YOU_GO, Bill, BillLine
from facefusion_billing.model.book import ACCOUNT, PriceBook
from facefusion_billing.model.calendar import Month, month_of
from facefusion_billing.startup.record import NamedTuple

if TYPE_CHECKING:
    from facefusion_billing.model.scenario import CallCount, Scenario

Key = tuple[str, Month]
"""A scope and a month."""


class Own(NamedTuple):
    """A scope's month by own figures. `deducted` and `billable` are None where only
    calls were counted; `price` is None where nothing is billable. `of_month` are the
    calls of the month where these are a part of it.
    """

    calls: int
    deducted: int | None = None
    billable: int | None = None
    price: Decimal | None = None
    of_month: int | None = None


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
        months |= _of_bill(bill, scenario.book)
        orders += [(bill.month, line) for line in bill.lines if line.order]
    return OwnFigures(months, tuple(orders), core)


def _prices(bill: Bill) -> dict[str, Decimal]:
    """The unit price of each scope's pay-as-you-go."""
    return {
        line.scope: exact(line.unit_price)
        for line in bill.lines
        if line.kind == PAY_AS_YOU_GO and line.unit_price is not None
    }


def _of_bill(bill: Bill, book: PriceBook) -> dict[Key, Own]:
    """What a bill counts in each of its scopes."""
    prices = _prices(bill)
    found: dict[Key, Own] = {}
    for row in bill.usage:
        # A bill of activities has one line for all of them.
        scope = row.scope if book.groups else ACCOUNT
        deducted, billable = row.free + row.packs, row.billable
        before = found.get((scope, bill.month), Own(0, 0, 0))
        found[scope, bill.month] = Own(
            before.calls + deducted + billable,
            (before.deducted or 0) + deducted,
            (before.billable or 0) + billable,
            prices.get(scope),
        )
    return found


def with_counts(
    figures: OwnFigures, counts: dict[str | None, list["CallCount"]], scopes: list[str]
) -> OwnFigures:
    """The figures with the calls of own counts in place of the file's.

    Counts without a scope are those of the only one; mainland activities are one
    account.
    """
    months: dict[Key, Own] = {}
    for name, rows in counts.items():
        scope = _scope(name, scopes)
        for month, calls in _by_month(rows):
            key = scope, month
            known = figures.months.get(key, Own(0))
            before = months[key].calls if key in months else 0
            months[key] = known._replace(calls=before + calls)
    return figures._replace(months={**figures.months, **months})


def _scope(name: str | None, scopes: list[str]) -> str:
    if scopes == [ACCOUNT] or name is None:
        return scopes[0]
    return name


def _by_month(rows: Iterable["CallCount"]) -> list[tuple[Month, int]]:
    found: dict[Month, int] = {}
    for row in rows:
        month = month_of(row.span.start)
        found[month] = found.get(month, 0) + row.calls
    return sorted(found.items())
