"""A bill held against the price book: each line judged, the bridge, what it settles."""

from decimal import Decimal
from typing import Any

from facefusion_billing.model.calendar import Month
from facefusion_billing.model.vendor_bill import BilledLine, VendorBill
from facefusion_billing.startup.record import NamedTuple

APPROVE, DECIDE, DISPUTE = "approve", "decide", "dispute"
"""The verdicts of a bill, the worst last."""
AGREES, EXPLAINED, DISPUTED = "agrees", "explained", "disputed"
MISSING, UNEXPECTED, UNMAPPED = "missing", "unexpected", "unmapped"
VERDICTS = (AGREES, EXPLAINED, DISPUTED, MISSING, UNEXPECTED, UNMAPPED)

DIFFERENCES = (
    "missing",
    "unexpected",
    "calls",
    "price",
    "packs",
    "refund",
    "adjustment",
    "precision",
    "rest",
)
"""The parts of the bridge between what is expected and what is billed."""
BRIDGE = ("expected", *DIFFERENCES, "billed", "voucher", "gift", "tax", "payable")

NOTE = "note"
CHECKS: dict[str, str] = {
    "original": DISPUTE,
    "discounted": DISPUTE,
    "contract_price": DISPUTE,
    "counts": DISPUTE,
    "duration": DISPUTE,
    "amount": DISPUTE,
    "payments": DISPUTE,
    "before_tax": DISPUTE,
    "tax": DISPUTE,
    "total": DISPUTE,
    "tax_reading": DECIDE,
    "other_tier": DISPUTE,
    "not_in_book": DISPUTE,
    "reading": DECIDE,
    "discount": DECIDE,
    "calls": DISPUTE,
    "packs": DISPUTE,
    "more_packs": DECIDE,
    "calls_tolerance": APPROVE,
    "calls_tier": APPROVE,
    "missing": DISPUTE,
    "unexpected": DISPUTE,
    "unmapped": DECIDE,
    "refund_amount": DISPUTE,
    "untied_refund": DECIDE,
    "reversed": APPROVE,
    "unreversed": DECIDE,
    "adjustment": DECIDE,
    "balanced": APPROVE,
    "precision": APPROVE,
    "precision_open": APPROVE,
    "precision_wrong": DISPUTE,
    "accepted": APPROVE,
    "clash": DISPUTE,
}
"""What can be said of a line, each with the verdict that it leaves possible."""
BEYOND_THE_AMOUNT = {
    "payments",
    "before_tax",
    "tax",
    "total",
    "tax_reading",
    "untied_refund",
    "clash",
}
"""What can be wrong with a line whose amount is the one expected, and is worth money."""
FINDINGS: dict[str, str] = {
    "control": DECIDE,
    "deduction_law": DECIDE,
    "deducted": DECIDE,
    "daily_law": DECIDE,
    "daily_total": DECIDE,
    "calls_of_day": DECIDE,
    "deducted_of_day": DECIDE,
    "no_line": DECIDE,
    "no_count": DECIDE,
    "pages_missing": DECIDE,
    "repeats": NOTE,
    "without_seconds": NOTE,
    "period_assumed": NOTE,
    "no_settlement": NOTE,
}
"""What can be said of the files as a whole, each with the verdict it leaves possible."""


Facts = dict[str, Any]
"""What the sentence about something is made of."""


class Check(NamedTuple):
    """Something that was found of a line: what it is worth, and its facts."""

    code: str
    amount: Decimal = Decimal(0)
    facts: Facts = {}


class Finding(NamedTuple):
    """Something that was found of the files as a whole."""

    code: str
    facts: Facts = {}


class JudgedLine(NamedTuple):
    """A line of the bill beside what is expected of it; `line` None: it is missing.

    `expected` and the `parts` add up to what is billed.
    """

    line: BilledLine | None
    kind: str
    scope: str
    month: Month | None
    expected: Decimal
    parts: dict[str, Decimal] = {}
    checks: tuple[Check, ...] = ()
    clauses: tuple[str, ...] = ()
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    fits: tuple[str, ...] | None = None
    accepted: bool = False

    @property
    def billed(self) -> Decimal:
        """What the bill asks for it, after discount, before voucher and tax."""
        amount = self.line.after if self.line else None
        if amount is None:
            return Decimal(0)
        return amount

    @property
    def difference(self) -> Decimal:
        """What it is more than expected."""
        return self.billed - self.expected

    @property
    def outcome(self) -> str:
        """The verdict of a bill that this line leaves possible."""
        if self.accepted:
            return APPROVE
        found = {CHECKS[check.code] for check in self.checks}
        return next((v for v in (DISPUTE, DECIDE) if v in found), APPROVE)

    @property
    def verdict(self) -> str:
        """The verdict of the line."""
        if self.accepted:
            return EXPLAINED
        codes = {check.code for check in self.checks}
        for verdict in (UNMAPPED, MISSING, UNEXPECTED):
            if verdict in codes:
                return verdict
        if self.outcome == DISPUTE:
            return DISPUTED
        if self.checks:
            return EXPLAINED
        return AGREES

    @property
    def stake(self) -> Decimal:
        """The money in question: the size of its parts' sum; where they come to nothing,
        what is wrong beyond the amount, such as a tax.
        """
        if self.outcome == APPROVE:
            return Decimal(0)
        parts = abs(sum(self.parts.values(), Decimal(0)))
        worth = (abs(c.amount) for c in self.checks if c.code in BEYOND_THE_AMOUNT)
        return parts or max(worth, default=Decimal(0))


class Reconciliation(NamedTuple):
    """A bill, judged. `settles` names the readings that are left, and by which line."""

    bill: VendorBill
    book_id: str
    currency: str
    months: tuple[Month, ...]
    assumptions: dict[str, str]
    lines: tuple[JudgedLine, ...]
    bridge: dict[str, Decimal]
    settles: dict[str, tuple[str, ...]]
    settled_by: dict[str, str]
    findings: tuple[Finding, ...]
    clauses: dict[str, str]

    @property
    def verdict(self) -> str:
        """The worst of all lines and findings."""
        found = {line.outcome for line in self.lines}
        found |= {FINDINGS[finding.code] for finding in self.findings}
        return next((v for v in (DISPUTE, DECIDE) if v in found), APPROVE)

    @property
    def stake(self) -> Decimal:
        """What is disputed or to be decided, its size without sign."""
        return sum((line.stake for line in self.lines), Decimal(0))

    @property
    def in_question(self) -> tuple[JudgedLine, ...]:
        """The lines that forbid approval."""
        return tuple(line for line in self.lines if line.outcome != APPROVE)
