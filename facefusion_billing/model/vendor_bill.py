"""A vendor's bill as values: its lines with file and line, control totals, evidence.

Amounts and counts are exact decimals with the digits of the file; what a bill does not
give (an empty cell, `-`) is None, never zero.
"""

from datetime import date
from decimal import Context, Decimal

from facefusion_billing.model.calendar import Month, month_of
from facefusion_billing.startup.record import NamedTuple

SETTLEMENT, PURCHASE, REFUND = "settlement", "purchase", "refund"
REVERSAL, ADJUSTMENT, PRECISION = "reversal", "adjustment", "precision"
UNKNOWN = "unknown"
USED, PAID = "used", "paid"
"""The period types of a bill: by month of use, or by month of payment."""

EXACT = Context(prec=150)
"""More digits than the product of any figures of a bill has."""


class BilledLine(NamedTuple):
    """One line of a detailed bill, as its file gives it.

    `line` counts as an editor does; in JSON it is the number of the entry. `statement`
    is the file, archive or set of pages whose lines belong together.
    """

    file: str
    line: int
    statement: str
    kind: str
    product: str = ""
    subproduct: str = ""
    component: str = ""
    item: str = ""
    transaction: str = ""
    payer: str = ""
    owner: str = ""
    order: str = ""
    bill_id: str = ""
    id: str = ""
    resource: str = ""
    associated: str = ""
    paid_at: date | None = None
    since: date | None = None
    until: date | None = None
    bill_month: Month | None = None
    list_price: Decimal | None = None
    price: Decimal | None = None
    price_unit: str = ""
    used: Decimal | None = None
    deducted: Decimal | None = None
    billed: Decimal | None = None
    duration: Decimal | None = None
    duration_unit: str = ""
    original: Decimal | None = None
    multiplier: Decimal | None = None
    after: Decimal | None = None
    voucher: Decimal | None = None
    gift: Decimal | None = None
    share: Decimal | None = None
    cash: Decimal | None = None
    before_tax: Decimal | None = None
    tax_rate: Decimal | None = None
    tax: Decimal | None = None
    total: Decimal | None = None
    currency: str = ""

    @property
    def month(self) -> Month | None:
        """The month it belongs to: a settlement's is that of its use."""
        uses = self.kind in (SETTLEMENT, REVERSAL, PRECISION)
        day = (self.since or self.paid_at) if uses else (self.paid_at or self.since)
        if day:
            return month_of(day)
        return self.bill_month

    @property
    def month_of_use(self) -> Month | None:
        """The same, and for what adjusts a month's use that month, whenever it was
        written.
        """
        if self.kind == ADJUSTMENT and self.since:
            return month_of(self.since)
        return self.month

    @property
    def listed(self) -> Decimal | None:
        """The list price of a unit; where a bill shows none, the price it states."""
        if self.list_price is not None:
            return self.list_price
        return self.price

    @property
    def charged_tax(self) -> Decimal:
        """Its tax; where only the total is stated, what that has more."""
        none = Decimal(0)
        if self.tax is not None:
            return self.tax
        if self.total is None or self.after is None:
            return none
        before = self.before_tax
        if before is None:
            before = self.after - (self.voucher or none)
        return self.total - before

    @property
    def where(self) -> str:
        """Its file and line."""
        return f"{self.file}:{self.line}"


class BillFile(NamedTuple):
    """A file that was read: its name, its rows, its size and the digest of its bytes."""

    file: str
    rows: int
    bytes: int
    sha256: str


class ControlTotal(NamedTuple):
    """What a bill of a higher level (by product, by resource) says of the product."""

    file: str
    line: int
    month: Month | None
    amount: Decimal


class Deduction(NamedTuple):
    """A row of a pack deduction export."""

    file: str
    line: int
    pack: str
    day: date
    before: Decimal
    after: Decimal
    used: Decimal
    deducted: Decimal
    factor: Decimal
    owner: str


class DailyUse(NamedTuple):
    """A row of a daily usage export."""

    file: str
    line: int
    day: date
    total: Decimal
    deducted: Decimal
    remaining: Decimal
    name: str
    owner: str


class OtherProduct(NamedTuple):
    """The lines of another product: how many, and what they come to."""

    name: str
    lines: int
    amount: Decimal


class VendorBill(NamedTuple):
    """All that was read from the files of one account.

    `rounding` is, for each statement, what its transactions come to when each is
    rounded half up, less what its lines come to (None: it cannot be told).
    """

    lines: tuple[BilledLine, ...]
    others: tuple[OtherProduct, ...]
    files: tuple[BillFile, ...]
    currency: str
    account: str
    period: str
    period_stated: bool
    repeats: int
    clashes: tuple[BilledLine, ...]
    rounding: dict[str, Decimal | None]
    controls: tuple[ControlTotal, ...]
    deductions: tuple[Deduction, ...]
    daily: tuple[DailyUse, ...]
    notes: tuple[str, ...]
    chinese: bool
