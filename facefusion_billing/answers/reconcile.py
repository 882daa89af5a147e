"""Is this bill right? Every line of a vendor's bill held against the price book, and
against an estimate or own counts where they are given.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import TYPE_CHECKING

from facefusion_billing.answers.reconciling import orders as ties
from facefusion_billing.answers.reconciling import own as ours
from facefusion_billing.answers.reconciling.files_as_a_whole import findings
from facefusion_billing.answers.reconciling.mapping import Mapping
from facefusion_billing.answers.reconciling.own import Key, OwnFigures
from facefusion_billing.answers.reconciling.prices import READINGS, TIER
from facefusion_billing.answers.reconciling.settlements import (
    Terms,
    settlement,
    unmapped,
)
from facefusion_billing.model.assumptions import ASSUMPTIONS, Readings
from facefusion_billing.model.bill_settings import BillSettings
from facefusion_billing.model.book import ACCOUNT, PriceBook
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.faults import refuse
from facefusion_billing.model.reconciliation import (
    DIFFERENCES,
    Check,
    Finding,
    JudgedLine,
    Reconciliation,
)
from facefusion_billing.model.vendor_bill import (
    ADJUSTMENT,
    PAID,
    PRECISION,
    PURCHASE,
    REFUND,
    REVERSAL,
    SETTLEMENT,
    BilledLine,
    VendorBill,
)
from facefusion_billing.startup.record import NamedTuple

if TYPE_CHECKING:
    from facefusion_billing.model.scenario import CallCount, Scenario

EXACT = Context(prec=150)
"""More digits than the product of any figures of a bill has."""
_NONE = Decimal(0)
_CENT = Decimal("0.01")


class ReconcileOptions(NamedTuple):
    """What a bill is held against, and what is passed over.

    `tolerance`: amounts that differ by less agree. `calls_tolerance`: own counts that
    differ by less, in percent, are explained. `months`: only these.
    """

    settings: BillSettings = BillSettings()
    scenario: "Scenario | None" = None
    counts: "dict[str | None, list[CallCount]] | None" = None
    tolerance: Decimal = _CENT
    calls_tolerance: Decimal = _NONE
    months: tuple[Month, ...] = ()


def reconcile(
    bill: VendorBill,
    book: PriceBook,
    assumptions: dict[str, str],
    options: ReconcileOptions,
) -> Reconciliation:
    """Every line of a bill with its verdict, and the bridge from what was expected to
    what is payable. Raises `InputError`.
    """
    with localcontext(EXACT):
        return _reconciled(bill, book, assumptions, options)


def _reconciled(
    bill: VendorBill,
    book: PriceBook,
    assumptions: dict[str, str],
    options: ReconcileOptions,
) -> Reconciliation:
    if bill.currency and bill.currency != book.currency:
        raise refuse(
            f"the bill is in {bill.currency}, the price book {book.id} in {book.currency}"
        )
    mapping = Mapping(book, options.settings)
    readings = Readings(assumptions)
    terms = Terms(mapping, readings, options.tolerance, options.calls_tolerance)
    figures = _own(bill, options, readings, terms)
    lines = [
        line
        for line in bill.lines
        if not options.months or line.month in options.months
    ]
    if options.months and not lines:
        named = ", ".join(map(str, options.months))
        raise refuse(f"--month: the bill has no line of {named}")
    judging = _Judging(bill, lines, figures, terms)
    judged = _accepted(judging.lines(), options.settings)
    settled, settled_by = _settles(judged, figures)
    return Reconciliation(
        bill=bill,
        book_id=book.id,
        currency=book.currency,
        months=tuple(sorted({line.month for line in lines if line.month})),
        assumptions={TIER: readings[TIER]},
        lines=tuple(judged),
        bridge=bridge(judged),
        settles=settled,
        settled_by=settled_by,
        findings=(
            *findings(bill, lines, options.counts),
            *judging.uncounted(options.counts is not None),
        ),
        clauses={id: clause.where for id, clause in book.clauses.items()},
    )


def _own(
    bill: VendorBill, options: ReconcileOptions, readings: Readings, terms: Terms
) -> OwnFigures:
    """The estimate of the usage file, with own counts in place of its calls."""
    figures = ours.nothing_own()
    if options.scenario is not None:
        figures = ours.of_scenario(options.scenario, readings)
    if options.counts is None:
        return figures
    groups = terms.mapping.book.groups
    scopes = list(groups) if groups else [ACCOUNT]
    if None in options.counts and len(scopes) > 1:
        found = {terms.mapping.scope(line) for line in bill.lines} - {""}
        if len(found) != 1:
            raise refuse(
                "--calls: the counts do not say what they are of; add a column 'for'"
            )
        scopes = list(found)
    for name in options.counts:
        if name is not None and groups and name not in groups:
            raise refuse(f"--calls: the price book has no interface group {name!r}")
    return ours.with_counts(figures, options.counts, scopes)


class _Judging:
    """The lines of a bill, each judged once."""

    def __init__(
        self,
        bill: VendorBill,
        lines: list[BilledLine],
        figures: OwnFigures,
        terms: Terms,
    ) -> None:
        self.bill, self.source, self.figures, self.terms = bill, lines, figures, terms
        self.clashes = set(bill.clashes)
        self.purchases = ties.Purchases(lines)
        self.orders = ties.OrderLines(figures.orders)
        self.pairs = ties.reversed_pairs(lines, terms)
        self.unused = dict(figures.months)
        self.precision_told: set[str] = set()

    def lines(self) -> list[JudgedLine]:
        """Every line, in the order of the files, then what is missing."""
        judged = [self._line(index, line) for index, line in enumerate(self.source)]
        judged = [self._with_clash(line) for line in judged]
        return [*ties.balanced(judged), *self._missing(judged)]

    def _line(self, index: int, line: BilledLine) -> JudgedLine:
        scope = self.terms.mapping.scope(line)
        if index in self.pairs:
            return ties.cancelled(line, self.pairs[index], scope)
        if line.kind == SETTLEMENT:
            return self._settlement(line, scope)
        if line.kind == PURCHASE:
            return ties.purchase(line, self.orders, self.terms)
        if line.kind == REFUND:
            return ties.refund(line, self.purchases, self.orders, self.terms)
        if line.kind in (ADJUSTMENT, REVERSAL):
            return ties.adjustment(line, scope)
        if line.kind == PRECISION:
            return self._precision(line)
        return unmapped(line)

    def _settlement(self, line: BilledLine, scope: str) -> JudgedLine:
        if not self.figures.months or line.month is None:
            return settlement(line, None, self.terms)
        key: Key = scope, line.month
        own = self.unused.pop(key, None)
        judged = settlement(line, own, self.terms)
        if own is not None or judged.verdict == "unmapped":
            return judged
        if not line.after and self.figures.core is None:
            return judged
        if key not in self.figures.months and self.figures.core is None:
            return judged
        return _unexpected(judged)

    def _precision(self, line: BilledLine) -> JudgedLine:
        """The line that makes up for rounding, held against all lines of its bill."""
        after = _NONE if line.after is None else line.after
        rounding = self.bill.rounding.get(line.statement, _NONE)
        check = Check("precision_open", after)
        if rounding is not None:
            told = sum(
                (
                    other.after or _NONE
                    for other in self.source
                    if other.kind == PRECISION and other.statement == line.statement
                ),
                _NONE,
            )
            facts = {"theirs": told, "ours": rounding}
            code = "precision" if told == rounding else "precision_wrong"
            check = Check(code, told - rounding, facts)
        return JudgedLine(
            line=line,
            kind=PRECISION,
            scope="",
            month=line.month,
            expected=_NONE,
            parts={"precision": after},
            checks=(check,),
        )

    def _with_clash(self, judged: JudgedLine) -> JudgedLine:
        if not self.clashes or judged.line not in self.clashes:
            return judged
        amount = judged.billed
        return judged._replace(checks=(*judged.checks, Check("clash", amount)))

    def _missing(self, judged: list[JudgedLine]) -> Iterable[JudgedLine]:
        """What the estimate expects in the months of the bill and no line is of."""
        if self.figures.core is None:
            return
        months = {j.month for j in judged if j.kind == SETTLEMENT and j.month}
        prices = self.terms.mapping
        for (scope, month), own in self.unused.items():
            if month in months and own.billable and own.price is not None:
                table = prices.tiers(scope)
                expected = own.price * own.billable
                clauses = (table.clause,) if table else ()
                yield _lacking(SETTLEMENT, scope, month, expected, clauses)
        paid = {month.plus(1) for month in months}
        for month, line in self.orders.missing(
            paid if self.bill.period == PAID else months
        ):
            kind = REFUND if line.amount < 0 else PURCHASE
            yield _lacking(
                kind, line.scope, month, ties.cents(line.amount), line.clauses
            )

    def uncounted(self, counted: bool) -> Iterable[Finding]:
        """Own counts of months of the bill for which it has no line."""
        if not counted or self.figures.core is not None:
            return
        months = {line.month for line in self.source if line.kind == SETTLEMENT}
        for (scope, month), own in self.unused.items():
            if month in months and own.calls:
                facts = {"scope": scope, "month": month, "calls": own.calls}
                yield Finding("no_line", facts)


def _unexpected(judged: JudgedLine) -> JudgedLine:
    """A settlement of which the own figures know nothing."""
    return judged._replace(
        expected=_NONE,
        parts={"unexpected": judged.billed},
        checks=(*judged.checks, Check("unexpected", judged.billed)),
    )


def _lacking(
    kind: str, scope: str, month: Month, expected: Decimal, clauses: tuple[str, ...]
) -> JudgedLine:
    return JudgedLine(
        line=None,
        kind=kind,
        scope=scope,
        month=month,
        expected=expected,
        parts={"missing": -expected},
        checks=(Check("missing", expected),),
        clauses=clauses,
    )


def _accepted(lines: list[JudgedLine], settings: BillSettings) -> list[JudgedLine]:
    """The lines, with what was accepted once marked as such."""
    if not settings.accepted:
        return lines
    why = {accepted.transaction: accepted.why for accepted in settings.accepted}
    return [
        line._replace(
            accepted=True,
            checks=(*line.checks, Check("accepted", facts={"why": why[_id(line)]})),
        )
        if _id(line) in why and line.checks
        else line
        for line in lines
    ]


def _id(line: JudgedLine) -> str:
    return line.line.bill_id or line.line.id if line.line else ""


def bridge(lines: Iterable[JudgedLine]) -> dict[str, Decimal]:
    """From what is expected to what is payable; all parts, zero or not."""
    found = dict.fromkeys(("expected", *DIFFERENCES), _NONE)
    paid = dict.fromkeys(("voucher", "gift", "tax"), _NONE)
    for judged in lines:
        found["expected"] += judged.expected
        for part, amount in judged.parts.items():
            found[part] += amount
        line = judged.line
        if line is not None:
            paid["voucher"] -= line.voucher or _NONE
            paid["gift"] -= line.gift or _NONE
            paid["tax"] += line.tax or _NONE
    found["billed"] = sum(found.values(), _NONE)
    payable = found["billed"] + sum(paid.values(), _NONE)
    rounded = payable.quantize(_CENT, ROUND_HALF_UP)
    return {**found, **paid, "payable": rounded}


def _settles(
    lines: list[JudgedLine], figures: OwnFigures
) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """The readings that are left of each question the bill tells apart, and the line
    that leaves the fewest.
    """
    left, best = set(READINGS), ""
    for judged in lines:
        if judged.fits and judged.line and len(judged.fits) < len(READINGS):
            if len(left & set(judged.fits)) < len(left):
                best = judged.line.where
            left &= set(judged.fits)
    settled: dict[str, tuple[str, ...]] = {}
    if left and len(left) < len(READINGS):
        settled[TIER] = tuple(value for value in READINGS if value in left)
    settled = {**_by_estimate(lines, figures), **settled}
    return settled, {TIER: best} if TIER in settled and best else {}


def _by_estimate(
    lines: list[JudgedLine], figures: OwnFigures
) -> dict[str, tuple[str, ...]]:
    """What the amounts of whole months say of the other questions, where a usage file
    makes them comparable.
    """
    if figures.core is None or any(line.outcome == "dispute" for line in lines):
        return {}
    from facefusion_billing.answers.invoices import invoices

    core = figures.core
    actual = _amounts(lines)
    scenario = core.inputs.scenario
    compared = {
        month: (cents, scenario.location)
        for month, cents in actual.items()
        if month in {bill.month for bill in core.bills}
    }
    if not compared:
        return {}
    inputs = core.inputs._replace(scenario=scenario._replace(actual=compared))
    found = invoices(core._replace(inputs=inputs), ())
    settled = found.settled if found else {}
    return {id: values for id, values in settled.items() if id in ASSUMPTIONS}


def _amounts(lines: list[JudgedLine]) -> dict[Month, int]:
    """What each month with a settlement was billed, in cents, half up per line."""
    found: dict[Month, int] = {}
    months = {judged.month for judged in lines if judged.kind == SETTLEMENT}
    for judged in lines:
        if judged.month in months and judged.month and judged.kind != PRECISION:
            cents = int((judged.billed * 100).quantize(Decimal(1), ROUND_HALF_UP))
            found[judged.month] = found.get(judged.month, 0) + cents
    return found
