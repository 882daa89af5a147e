"""What many accounts come to, each by the rules of `estimate` alone: accounts are never
pooled.
"""

from collections.abc import Callable, Collection
from heapq import heappush, heappushpop

from facefusion_billing.answers.estimate import estimate
from facefusion_billing.billing.views import EstimateOptions
from facefusion_billing.model.bill import Estimate
from facefusion_billing.model.faults import Fault, InputError, Message
from facefusion_billing.model.forecast_months import forecast_by_month
from facefusion_billing.model.money import Cents
from facefusion_billing.model.portfolio import AccountBill, ForecastCalls, Portfolio
from facefusion_billing.model.scenario import Scenario
from facefusion_billing.model.usage_fields import order_entry

MOST_NAMED = 20
"""So many accounts are named on a screen."""
_BILLS_ONLY = EstimateOptions(others=False)


def bill_account(scenario: Scenario, chosen: dict[str, str]) -> Estimate:
    """The bills of one account, without those of other readings. Raises `InputError`."""
    return estimate(scenario, chosen, _BILLS_ONLY)


def account_bill(
    account: str, answer: Estimate, ignored: Collection[str] = ()
) -> AccountBill:
    """The row of an account that was billed, without warnings of the codes ignored."""
    warnings: dict[str, int] = {}
    for finding in answer.findings:
        if finding.severity == "warning" and finding.code not in ignored:
            warnings[finding.code] = warnings.get(finding.code, 0) + 1
    days = answer.forecast.last_days if answer.forecast else {}
    return AccountBill(
        account=account,
        currency=answer.currency,
        total=answer.total,
        by_kind=answer.by_kind,
        complete=answer.complete,
        warnings=warnings,
        faults=(),
        forecast=forecast_by_month(days, answer.bills),
    )


def with_plan(
    row: AccountBill, scenario: Scenario, chosen: dict[str, str]
) -> AccountBill:
    """The row with the cheapest plan of its account. Raises `InputError`."""
    from facefusion_billing.answers.recommend import RecommendOptions, recommend

    found = recommend(scenario, chosen, RecommendOptions(details=False))
    orders = [order_entry(order) for order in found.best.orders]
    plan = [
        {k: v if isinstance(v, int | dict) else str(v) for k, v in order.items()}
        for order in orders
    ]
    return row._replace(best=found.best.total, saving=found.saving, plan=tuple(plan))


def faulty_account(account: str, error: InputError) -> AccountBill:
    """The row of an account whose input is wrong."""
    faults = tuple(map(placed, error.faults))
    return AccountBill(account, None, None, {}, False, {}, faults)


def placed(fault: Fault) -> str:
    """What is wrong after the place where it stands: `usage.yaml:7:3: orders[2].date:
    ...`.
    """
    location = fault.location
    if location is None:
        return fault.message
    file = ""
    path = f"{location.path}: " if location.path else ""
    if location.line:
        file = f"{location.place} "
    return Message("{place}{what}", place=file + path, what=fault.message)


class Tally:
    """What the accounts come to so far, in a memory that does not grow with them."""

    def __init__(self) -> None:
        self.accounts = self.faults = self.incomplete = 0
        self.totals: dict[str, Cents] = {}
        self.by_kind: dict[str, dict[str, Cents]] = {}
        self.warnings: dict[str, int] = {}
        self.saved: dict[str, Cents] = {}
        self.dearest: dict[str, _Largest] = {}
        self.savings: dict[str, _Largest] = {}
        self.faulty: list[AccountBill] = []
        self.forecast = ForecastCalls()

    def add(self, row: AccountBill) -> None:
        """Another account."""
        self.accounts += 1
        if row.faults:
            self.faults += 1
            if len(self.faulty) < MOST_NAMED:
                self.faulty.append(row)
        for code, count in row.warnings.items():
            self.warnings[code] = self.warnings.get(code, 0) + count
        # An account with faults has no amount; 0 would be one.
        if row.currency is None or row.total is None:
            return
        self.incomplete += not row.complete
        if row.forecast is not None:
            self.forecast = self.forecast.add(row.forecast)
        self._add_money(row, row.currency, row.total)

    def _add_money(self, row: AccountBill, currency: str, total: Cents) -> None:
        self.totals[currency] = self.totals.get(currency, 0) + total
        kinds = self.by_kind.setdefault(currency, {})
        for kind, cents in row.by_kind.items():
            kinds[kind] = kinds.get(kind, 0) + cents
        self.dearest.setdefault(currency, _Largest(_total)).add(row)
        if row.saving is not None:
            self.saved[currency] = self.saved.get(currency, 0) + row.saving
            if row.saving:
                self.savings.setdefault(currency, _Largest(_saving)).add(row)

    def portfolio(self) -> Portfolio:
        """The answer."""
        return Portfolio(
            accounts=self.accounts,
            totals=self.totals,
            by_kind=self.by_kind,
            warnings=self.warnings,
            saved=self.saved,
            dearest=_in_order(self.dearest),
            savings=_in_order(self.savings),
            faulty=tuple(self.faulty),
            faults=self.faults,
            incomplete=self.incomplete,
            forecast=self.forecast,
        )


class _Largest:
    """The rows with the largest amounts, the first of equal ones first."""

    def __init__(self, amount: Callable[[AccountBill], Cents]) -> None:
        self.amount, self.count = amount, 0
        self.heap: list[tuple[Cents, int, AccountBill]] = []

    def add(self, row: AccountBill) -> None:
        self.count += 1
        # The count keeps equal amounts in their order, and rows from being compared.
        entry = self.amount(row), -self.count, row
        if len(self.heap) < MOST_NAMED:
            heappush(self.heap, entry)
        else:
            heappushpop(self.heap, entry)

    def rows(self) -> list[AccountBill]:
        return [row for _, _, row in sorted(self.heap, reverse=True)]


def _in_order(largest: dict[str, _Largest]) -> tuple[AccountBill, ...]:
    found: list[AccountBill] = []
    for rows in largest.values():
        found += rows.rows()
    return tuple(found)


def _total(row: AccountBill) -> Cents:
    return row.total or 0


def _saving(row: AccountBill) -> Cents:
    return row.saving or 0
