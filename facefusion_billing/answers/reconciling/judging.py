"""Every line of a bill, judged by what it is."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from facefusion_billing.answers.reconciling import adjustments
from facefusion_billing.answers.reconciling import orders as ties
from facefusion_billing.answers.reconciling.own import Own, OwnFigures
from facefusion_billing.answers.reconciling.own_counts import Key
from facefusion_billing.answers.reconciling.parted import (
    PartedMonth,
    own_shares,
    parted_months,
    whole,
)
from facefusion_billing.answers.reconciling.returns import Purchases
from facefusion_billing.answers.reconciling.settlements import (
    Terms,
    judged_line,
    settlement,
    unmapped,
)
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.reconciliation import (
    APPROVE,
    Check,
    Finding,
    JudgedLine,
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

_NONE = Decimal(0)


class Beside(NamedTuple):
    """What a settlement line is judged beside: own figures of its calls, and its month
    where that has several lines.
    """

    own: Own | None
    month: PartedMonth | None = None


class Judging:
    """The lines of a bill, each judged once."""

    def __init__(self, bill: VendorBill, figures: OwnFigures, terms: Terms) -> None:
        lines = list(bill.lines)
        self.bill, self.source, self.figures, self.terms = bill, lines, figures, terms
        self.clashes = set(bill.clashes)
        self.purchases = Purchases(lines)
        self.orders = ties.OrderLines(figures.orders)
        self.pairs = adjustments.reversed_pairs(lines, terms)
        self.unused = dict(figures.months)
        parted = parted_months(lines, self.pairs, terms.mapping)
        self.beside: dict[int, Beside] = {}
        for key, parts in parted.items():
            self.beside |= zip(parts, self._beside(key, [*parts.values()]), strict=True)

    def lines(self) -> list[JudgedLine]:
        """Every line, in the order of the files, then what is missing."""
        judged = [self._line(index, line) for index, line in enumerate(self.source)]
        if self.clashes:
            judged = [self._with_clash(line) for line in judged]
        return [*adjustments.balanced(judged), *self._missing(judged)]

    def _line(self, index: int, line: BilledLine) -> JudgedLine:
        scope = self.terms.mapping.scope(line)
        if index in self.pairs:
            return adjustments.cancelled(line, self.pairs[index], scope)
        if line.after is None:
            # Not given is not zero, of whatever kind the line is.
            return unmapped(line, scope)
        if line.kind == SETTLEMENT:
            return self._settlement(index, line, scope)
        if line.kind == PURCHASE:
            return ties.purchase(line, self.orders, self.terms)
        if line.kind == REFUND:
            return ties.refund(line, self.purchases, self.orders, self.terms)
        if line.kind in (ADJUSTMENT, REVERSAL):
            return adjustments.adjustment(line, scope)
        if line.kind == PRECISION:
            return self._precision(line)
        return unmapped(line)

    def _beside(self, key: Key, parts: list[BilledLine]) -> Iterable[Beside]:
        """What each line of a month that has several is judged beside."""
        own = self.figures.months.get(key)
        month = PartedMonth(whole(parts), own, self._may_be_by_activity())
        if own is None:
            return [Beside(None, month) for _part in parts]
        if not month.agrees(own, self.terms.calls_tolerance):
            alone = [settlement(part, own, self.terms).outcome for part in parts]
            if APPROVE in alone:
                # That line is the month, and every other one is one too many.
                right = alone.index(APPROVE)
                return [Beside(own if n == right else None) for n in range(len(parts))]
        return [Beside(share, month) for share in own_shares(parts, month, own)]

    def _may_be_by_activity(self) -> bool:
        """Whether several lines of a month may be of an activity each."""
        if self.terms.mapping.book.groups:
            return False
        core = self.figures.core
        return core is None or len(core.inputs.scenario.usage) > 1

    def _settlement(self, index: int, line: BilledLine, scope: str) -> JudgedLine:
        if line.month is None:
            # Nothing says which own figures it should be held against.
            if self.figures.months:
                return unmapped(line, scope)
            return settlement(line, None, self.terms)
        key: Key = scope, line.month
        unused = self.unused.pop(key, None)
        own, month = self.beside.get(index, Beside(unused))
        judged = settlement(line, own, self.terms, month)
        if own is not None or judged.verdict == "unmapped":
            return judged
        # A month without calls needs no line, and may have one.
        if not (line.after or line.used or line.billed):
            return judged
        # What only counts calls does not say what is billable: a line of nothing agrees
        # with it, and of what was not counted `uncounted` tells.
        is_counted = key in self.figures.months and line.after
        if self.figures.core is None and not is_counted:
            return judged
        return _unexpected(judged)

    def _precision(self, line: BilledLine) -> JudgedLine:
        """The line that makes up for rounding, held against all lines of its bill."""
        after = _NONE if line.after is None else line.after
        rounding = self.bill.rounding.get(line.statement, _NONE)
        check = Check("precision_open", after)
        if rounding is not None:
            check = self._rounded(line.statement, rounding)
        judged = judged_line(line, "", _NONE, {"precision": after}, [check])
        return judged._replace(quantity=None, unit_price=None)

    def _rounded(self, statement: str, rounding: Decimal) -> Check:
        """All such lines of a statement beside what its transactions round to."""
        told = _NONE
        for other in self.source:
            if other.kind == PRECISION and other.statement == statement:
                told += other.after or _NONE
        facts = {"theirs": told, "ours": rounding}
        code = "precision" if told == rounding else "precision_wrong"
        return Check(code, told - rounding, facts)

    def _with_clash(self, judged: JudgedLine) -> JudgedLine:
        if judged.line not in self.clashes:
            return judged
        amount = judged.billed
        return judged._replace(checks=(*judged.checks, Check("clash", amount)))

    def _missing(self, judged: list[JudgedLine]) -> Iterable[JudgedLine]:
        """What the estimate expects in the months of the bill and no line is of."""
        if self.figures.core is None:
            return
        # Only months that the bill settles: it may begin or end between two months.
        months = {j.month for j in judged if j.kind == SETTLEMENT and j.month}
        yield from self._missing_calls(months)
        if self.bill.period == PAID:
            # By month of payment: the calls of one month stand with the orders of the next.
            months = {month.plus(1) for month in months}
        for month, line in self.orders.missing(months):
            kind = REFUND if line.amount < 0 else PURCHASE
            amount = ties.cents(line.amount)
            yield _lacking(kind, line.scope, month, amount, line.clauses)

    def _missing_calls(self, months: set[Month]) -> Iterable[JudgedLine]:
        for (scope, month), own in self.unused.items():
            if month in months and own.amount:
                tariff = self.terms.mapping.tariff(scope)
                clauses = (tariff.clause,) if tariff else ()
                yield _lacking(SETTLEMENT, scope, month, own.amount, clauses)

    def uncounted(self) -> Iterator[tuple[Month, Finding]]:
        """Own counts of months of the bill for which it has no line, and its lines for
        which there are no counts; each with its month.
        """
        months = {line.month for line in self.source if line.kind == SETTLEMENT}
        for (scope, month), own in self.unused.items():
            # What an estimate has an amount for is missing.
            if month in months and own.amount is None and own.calls:
                facts = {"scope": scope, "month": month, "calls": own.calls}
                yield month, Finding("no_line", facts)
        for (scope, month), calls in self._not_counted().items():
            facts = {"scope": scope, "month": month, "calls": calls}
            yield month, Finding("no_count", facts)

    def _not_counted(self) -> dict[Key, Decimal]:
        """The calls of settlements that were held against no own count."""
        found: dict[Key, Decimal] = {}
        # What an estimate does not have is unexpected.
        if self.figures.core is not None:
            return found
        for index, line in enumerate(self.source):
            calls = line.used or line.billed
            if line.kind != SETTLEMENT or index in self.pairs or not calls:
                continue
            scope = self.terms.mapping.scope(line)
            if scope and line.month and (scope, line.month) not in self.figures.months:
                key: Key = scope, line.month
                found[key] = found.get(key, _NONE) + calls
        return found


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
