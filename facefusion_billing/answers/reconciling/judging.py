"""Every line of a bill, judged by what it is."""

from collections.abc import Iterable
from decimal import Decimal

from facefusion_billing.answers.reconciling import adjustments
from facefusion_billing.answers.reconciling import orders as ties
from facefusion_billing.answers.reconciling.own import Key, Own, OwnFigures
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

    def __init__(
        self,
        bill: VendorBill,
        lines: list[BilledLine],
        figures: OwnFigures,
        terms: Terms,
    ) -> None:
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
            return settlement(line, None, self.terms)
        key: Key = scope, line.month
        unused = self.unused.pop(key, None)
        own, month = self.beside.get(index, Beside(unused))
        judged = settlement(line, own, self.terms, month)
        if own is not None or not self.figures.months or judged.verdict == "unmapped":
            return judged
        # Counts alone do not say what is billable, so a line of nothing agrees with them.
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
            if month in months and own.billable and own.price is not None:
                tariff = self.terms.mapping.tariff(scope)
                clauses = (tariff.clause,) if tariff else ()
                expected = own.price * own.billable
                yield _lacking(SETTLEMENT, scope, month, expected, clauses)

    @property
    def months(self) -> tuple[Month, ...]:
        """The months that lines are of."""
        return tuple(sorted({line.month for line in self.source if line.month}))

    def uncounted(self) -> Iterable[Finding]:
        """Own counts of months of the bill for which it has no line."""
        if self.figures.core is not None:
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
