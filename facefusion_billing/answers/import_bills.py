"""From bills to a usage file: what was really used and bought, so that every other
answer can start from it.

Calls are what the bill says was used, else what it bills. Purchases and refunds are
orders. What was deducted beyond the packs of the bill itself becomes packs that were
there before. The estimate of the result is the bill, or the answer says why not.
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext

from facefusion_billing.answers.reconciling.adjustments import reversed_pairs
from facefusion_billing.answers.reconciling.deducted import (
    NOWHERE,
    Stated,
    with_packs,
)
from facefusion_billing.answers.reconciling.discounts import discounts
from facefusion_billing.answers.reconciling.mapping import Mapping
from facefusion_billing.answers.reconciling.orders import Purchases
from facefusion_billing.answers.reconciling.settlements import Terms
from facefusion_billing.billing.bills import compute
from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.bill_settings import BillSettings
from facefusion_billing.model.book import ACCOUNT, PriceBook
from facefusion_billing.model.calendar import Month, Span
from facefusion_billing.model.faults import InputError, refuse
from facefusion_billing.model.imported import Imported, Remark
from facefusion_billing.model.items import LicenceOrder, UpgradeOrder
from facefusion_billing.model.money import Cents, Price
from facefusion_billing.model.scenario import (
    Account,
    CallCount,
    Order,
    Scenario,
    ScopeUsage,
    Tenders,
)
from facefusion_billing.model.vendor_bill import (
    EXACT,
    PRECISION,
    PURCHASE,
    REFUND,
    SETTLEMENT,
    BilledLine,
    VendorBill,
)

_NONE = Decimal(0)


def import_bill(
    bill: VendorBill,
    book: PriceBook,
    settings: BillSettings,
    discounted: "dict[str, Price] | None" = None,
) -> Imported:
    """The usage file of a bill. Raises `InputError`.

    `discounted` are the discounts that `book` has already.
    """
    with localcontext(EXACT):
        return _Import(bill, book, settings).imported(discounted or {})


def shown_discounts(
    bill: VendorBill, book: PriceBook, settings: BillSettings
) -> dict[str, Price | None]:
    """The discounts of a bill by scope; None where its months differ."""
    with localcontext(EXACT):
        return discounts(list(bill.lines), Mapping(book, settings))


class _Import:
    def __init__(
        self, bill: VendorBill, book: PriceBook, settings: BillSettings
    ) -> None:
        self.bill, self.book, self.settings = bill, book, settings
        self.mapping = Mapping(book, settings)
        self.remarks: list[Remark] = []
        terms = Terms(self.mapping, Readings({}), _NONE, _NONE)
        pairs = reversed_pairs(list(bill.lines), terms)
        self.lines = [line for i, line in enumerate(bill.lines) if i not in pairs]

    def imported(self, discounted: dict[str, Price]) -> Imported:
        """The scenario, completed until its estimate is the bill."""
        used, stated = self._calls()
        orders = self._orders()
        if not used and not orders:
            raise refuse("the bill has no line of the product to import")
        usage = {scope: self._scope(scope, months) for scope, months in used.items()}
        if not self.book.groups:
            usage = usage or {ACCOUNT: self._scope(ACCOUNT, {})}
            orders = [*self._licences(used, orders), *orders]
        scenario = Scenario(
            title=f"From the bill of account {self.bill.account or '-'}",
            book=self.book,
            assumptions={},
            account=Account(),
            usage=usage,
            orders=tuple(orders),
            location=NOWHERE,
            bill=self.settings,
        )
        scenario, left = with_packs(scenario, stated)
        self.remarks += left
        actual = self._actual(scenario)
        scenario = scenario._replace(
            actual={month: (cents, NOWHERE) for month, cents in actual.items()}
        )
        differs = self._differs(scenario, actual)
        return Imported(scenario, discounted, tuple(self.remarks), differs)

    def _calls(self) -> tuple[dict[str, dict[Month, int]], Stated]:
        """The calls used by scope and month, and what is said of deductions."""
        used: dict[str, dict[Month, int]] = {}
        stated = Stated({}, {})
        for line in self.lines:
            scope = self.mapping.scope(line)
            if line.kind != SETTLEMENT or line.month is None or line.billed is None:
                continue
            if not scope:
                self.remarks.append(Remark("unmapped", {"where": line.where}))
                continue
            billed = int(line.billed)
            calls = billed if line.used is None else int(line.used)
            key = scope, line.month
            months = used.setdefault(scope, {})
            months[line.month] = months.get(line.month, 0) + calls
            if line.used is None:
                stated.billed[key] = stated.billed.get(key, 0) + billed
            else:
                stated.deducted[key] = stated.deducted.get(key, 0) + calls - billed
        if stated.billed:
            self.remarks.append(Remark("only_billed"))
        return used, stated

    def _scope(self, name: str, months: dict[Month, int]) -> ScopeUsage:
        counts = tuple(
            CallCount(Span(m.first, m.end), calls, True, NOWHERE)
            for m, calls in sorted(months.items())
        )
        free = None if self.book.groups else self.book.activities.free
        return ScopeUsage(
            name=name,
            starts=None,
            calls=counts,
            peaks=(),
            materials=(),
            modes=(),
            change_days=None,
            location=NOWHERE,
            free_used=free.calls if free else 0,
        )

    def _orders(self) -> list[Order]:
        """The purchases as orders, the refunded ones marked."""
        refunds = self._refunds()
        orders, seen = [], set()
        for line in self.lines:
            if line.kind != PURCHASE:
                continue
            bought = self.mapping.bought(line)
            if bought is None or line.paid_at is None or line.after is None:
                self.remarks.append(Remark("unmapped", {"where": line.where}))
                continue
            name = line.order or line.bill_id or f"line-{line.line}"
            id = name if name not in seen else f"{name}-{line.line}"
            seen.add(id)
            listed = _cents(bought.price * bought.units)
            scope = None if bought.scope == ACCOUNT else bought.scope
            if isinstance(bought.what, LicenceOrder | UpgradeOrder):
                scope = ACCOUNT
            order = Order(
                id=id,
                item=bought.what,
                scope=scope,
                date=line.paid_at,
                delivered=line.paid_at,
                location=NOWHERE,
                paid=_tenders(line, listed),
                refunded=refunds.get(line),
            )
            if listed < _cents(line.after):
                order = order._replace(
                    stated_price=_cents(line.after),
                    paid=_tenders(line, _cents(line.after)),
                )
            orders.append(order)
        return orders

    def _refunds(self) -> dict[BilledLine, date]:
        """The purchases that were returned, with the day."""
        purchases = Purchases(self.lines)
        found = {}
        for line in self.lines:
            if line.kind != REFUND:
                continue
            bought = purchases.take(line)
            if bought is None or line.paid_at is None or self.book.refund is None:
                self.remarks.append(Remark("untied_refund", {"where": line.where}))
            else:
                found[bought] = line.paid_at
        return found

    def _licences(
        self, used: dict[str, dict[Month, int]], orders: list[Order]
    ) -> list[Order]:
        """Licences that were there before, with all their calls used: until the first
        one that the bill has, year by year.
        """
        activities = self.book.activities
        days = [m.first for months in used.values() for m in months]
        days += [order.date for order in orders]
        own = [o.date for o in orders if isinstance(o.item, LicenceOrder)]
        if not activities.licences or not days or (own and min(own) <= min(days)):
            return []
        package, licence = next(iter(activities.licences.items()))
        year = timedelta(days=activities.licence_days)
        last = max([*days, *(m.end for ms in used.values() for m in ms)])
        first = min(own) - year if own else min(days) - timedelta(days=1)
        while first > min(days):
            first -= year
        starts = []
        while first < (min(own) if own else last):
            starts.append(first)
            first += year
        return [
            Order(
                id=f"assumed-licence-{number}",
                item=LicenceOrder(package, licence.calls),
                scope=ACCOUNT,
                date=start,
                delivered=start,
                location=NOWHERE,
                source="gifted",
                note="assumed",
            )
            for number, start in enumerate(starts, 1)
        ]

    def _actual(self, scenario: Scenario) -> dict[Month, Cents]:
        """What was billed by month of use: after discount, before voucher and tax, half
        up per line.
        """
        found: dict[Month, Cents] = {}
        for line in self.lines:
            month = line.month
            if month is not None and line.after is not None and line.kind != PRECISION:
                found[month] = found.get(month, 0) + _cents(line.after)
        return {m: cents for m, cents in sorted(found.items()) if m in scenario.months}

    def _differs(
        self, scenario: Scenario, actual: dict[Month, Cents]
    ) -> dict[Month, tuple[Cents, Cents]]:
        """The months whose estimate is not what was billed."""
        try:
            core = compute(billing_inputs(scenario), Readings({}))
        except InputError as error:
            self.remarks.append(Remark("not_estimated", {"why": str(error)}))
            return {}
        return {
            bill.month: (bill.total, actual[bill.month])
            for bill in core.bills
            if bill.month in actual and bill.total != actual[bill.month]
        }


def _cents(amount: Decimal) -> Cents:
    return int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _tenders(line: BilledLine, listed: Cents) -> Tenders:
    """How a purchase was paid; what the list price has more is its discount."""
    after = _cents(line.after or _NONE)
    voucher, gift = _cents(line.voucher or _NONE), _cents(line.gift or _NONE)
    share = _cents(line.share or _NONE)
    return Tenders(
        cash=after - voucher - gift - share,
        transferred=share,
        gifted=gift,
        voucher=voucher,
        discount=max(listed - after, 0),
    )
