"""From bills to a usage file: what was really used and bought, so that every other
answer can start from it.

Calls are what the bill says was used, else what it bills. Purchases and refunds are
orders. What was deducted beyond the packs of the bill itself becomes packs that were
there before. The estimate of the result is the bill, or the answer says why not.
"""

from collections.abc import Iterator
from decimal import Decimal, localcontext
from itertools import chain

from facefusion_billing.answers.imported_orders import (
    cents,
    imported_orders,
    licences_before,
)
from facefusion_billing.answers.reconciling.adjustments import reversed_pairs
from facefusion_billing.answers.reconciling.audit import counted, left_of
from facefusion_billing.answers.reconciling.deducted import (
    NOWHERE,
    Stated,
    with_packs,
)
from facefusion_billing.answers.reconciling.discounts import discounts
from facefusion_billing.answers.reconciling.mapping import Mapping
from facefusion_billing.answers.reconciling.settlements import Terms
from facefusion_billing.billing.bills import compute
from facefusion_billing.billing.checks import out_of_bounds
from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.bill_settings import BillSettings
from facefusion_billing.model.book import ACCOUNT, PriceBook
from facefusion_billing.model.calendar import Month, Span
from facefusion_billing.model.faults import Fault, InputError, refuse
from facefusion_billing.model.imported import Imported, Remark
from facefusion_billing.model.money import Cents, Price
from facefusion_billing.model.scenario import (
    Account,
    CallCount,
    Order,
    Scenario,
    ScopeUsage,
)
from facefusion_billing.model.vendor_bill import (
    EXACT,
    PRECISION,
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
        # A reversal and what it reverses were neither used nor paid.
        pairs = reversed_pairs(list(bill.lines), terms)
        self.lines = [line for i, line in enumerate(bill.lines) if i not in pairs]

    def imported(self, discounted: dict[str, Price]) -> Imported:
        """The scenario, completed until its estimate is the bill."""
        used, stated = self._calls()
        orders = imported_orders(self.lines, self.mapping, self.remarks)
        if not used and not orders:
            raise refuse("the bill has no line of the product to import")
        scenario = self._scenario(used, orders)
        _check_bounds(scenario)
        scenario, left = with_packs(scenario, stated)
        self.remarks += left
        actual = self._actual(scenario)
        scenario = scenario._replace(
            actual={month: (cents, NOWHERE) for month, cents in actual.items()}
        )
        differs = self._differs(scenario, actual)
        return Imported(scenario, discounted, tuple(self.remarks), differs)

    def _scenario(
        self, used: dict[str, dict[Month, int]], orders: list[Order]
    ) -> Scenario:
        """What the bill says by itself."""
        usage = {scope: self._scope(scope, months) for scope, months in used.items()}
        if not self.book.groups:
            usage = usage or {ACCOUNT: self._scope(ACCOUNT, {})}
            months = list(chain.from_iterable(used.values()))
            orders = [*licences_before(months, orders, self.book.activities), *orders]
        return Scenario(
            title="",
            book=self.book,
            assumptions={},
            account=Account(),
            usage=usage,
            orders=tuple(orders),
            location=NOWHERE,
            bill=self.settings,
        )

    def _calls(self) -> tuple[dict[str, dict[Month, int]], Stated]:
        """The calls used by scope and month, and what is said of deductions."""
        used: dict[str, dict[Month, int]] = {}
        stated = Stated({}, {})
        for scope, month, billed, line in self._settlements():
            calls = _count(stated, (scope, month), billed, line)
            months = used.setdefault(scope, {})
            months[month] = months.get(month, 0) + calls
        if stated.billed:
            self.remarks.append(Remark("only_billed"))
        return used, stated

    def _settlements(self) -> Iterator[tuple[str, Month, int, BilledLine]]:
        """The lines that bill calls, each with its scope and month, and how many it
        bills; remarks on those that no usage file can have.
        """
        for line in self.lines:
            billed = counted(line)
            if line.kind != SETTLEMENT or line.month is None or billed is None:
                continue
            scope = self.mapping.scope(line)
            if scope and _is_count(billed) and _is_count(line.used or _NONE):
                yield scope, line.month, int(billed), line
            else:
                self.remarks.append(Remark("unmapped", {"where": line.where}))

    def _scope(self, name: str, months: dict[Month, int]) -> ScopeUsage:
        counts = tuple(
            CallCount(Span(m.first, m.end), calls, True, NOWHERE)
            for m, calls in sorted(months.items())
        )
        return ScopeUsage(
            name=name,
            starts=None,
            calls=counts,
            peaks=(),
            materials=(),
            modes=(),
            change_days=None,
            location=NOWHERE,
            free_used=self._free_used(),
        )

    def _free_used(self) -> int:
        """The free calls of an activity: they were used before its first bill."""
        if self.book.groups or self.book.activities.free is None:
            return 0
        return self.book.activities.free.calls

    def _actual(self, scenario: Scenario) -> dict[Month, Cents]:
        """What was billed by month of use: after discount, before voucher and tax, half
        up per line.
        """
        found: dict[Month, Cents] = {}
        for line in self.lines:
            month = line.month_of_use
            if month is not None and line.after is not None and line.kind != PRECISION:
                found[month] = found.get(month, 0) + cents(line.after)
        return {month: found[month] for month in scenario.months if month in found}

    def _differs(
        self, scenario: Scenario, actual: dict[Month, Cents]
    ) -> dict[Month, tuple[Cents, Cents]]:
        """The months whose estimate is not what was billed."""
        # The bill may hold what no usage file can say; the difference is told, not fitted.
        try:
            core = compute(billing_inputs(scenario), Readings({}))
        except InputError as error:
            self.remarks.append(Remark("not_estimated", {"why": error.messages}))
            return {}
        return {
            bill.month: (bill.total, actual[bill.month])
            for bill in core.bills
            if bill.month in actual and bill.total != actual[bill.month]
        }


def _check_bounds(scenario: Scenario) -> None:
    """Raises `InputError` for more than a file may hold: a year that was misread, a
    count among packs.
    """
    too_much = [Fault(fault.message) for fault in out_of_bounds(scenario)]
    if too_much:
        raise InputError(too_much)


def _is_count(calls: Decimal) -> bool:
    """Whether a usage file can have it: no part of a call, nor fewer than none."""
    return calls >= 0 and calls == int(calls)


def _count(
    stated: Stated, key: tuple[str, Month], billed: int, line: BilledLine
) -> int:
    """The calls of a line, noted with what it says of deductions."""
    if line.used is None:
        stated.billed[key] = stated.billed.get(key, 0) + billed
        return billed
    calls = int(line.used)
    deducted = calls - billed
    if left_of(line) is not None:
        # What is billed of a line that contradicts itself says nothing of packs.
        deducted = int(line.deducted or 0)
    stated.deducted[key] = stated.deducted.get(key, 0) + deducted
    return calls
