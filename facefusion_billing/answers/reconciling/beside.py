"""A settlement line beside what was expected of it: what more calls, fewer deducted ones
and another price make of the difference.
"""

from collections.abc import Iterator
from decimal import Decimal
from operator import ne

from facefusion_billing.answers.reconciling.audit import left_of
from facefusion_billing.answers.reconciling.own import Own
from facefusion_billing.answers.reconciling.parted import PartedMonth
from facefusion_billing.answers.reconciling.prices import Priced
from facefusion_billing.model.reconciliation import Check, Facts
from facefusion_billing.model.vendor_bill import BilledLine
from facefusion_billing.startup.record import NamedTuple

_NONE = Decimal(0)


class Settled(NamedTuple):
    """A settlement line with the units it bills and its amount, beside the own figures
    and the price that its count reaches; where its month has several lines, with that.
    """

    line: BilledLine
    units: Decimal
    after: Decimal
    own: Own | None
    price: Priced
    month: PartedMonth | None

    @property
    def counts(self) -> BilledLine:
        """The counts of its month: its own, or those of all lines."""
        if self.month is None:
            return self.line._replace(billed=self.units)
        return self.month.whole

    @property
    def states_use(self) -> bool:
        """Whether the bill says of its month what was used and what deducted."""
        return None not in (self.counts.used, self.counts.deducted)

    def bridge(self) -> tuple[Decimal, dict[str, Decimal]]:
        """The amount expected, and the parts that lead from it to the one billed."""
        unit_price = self._unit_price()
        volumes = self._volumes(unit_price)
        expected = volumes.billable * unit_price
        price = self._of_price(unit_price)
        own = self.own
        if own and own.amount and own.price is None and not volumes.differ:
            # One line for activities with prices of their own.
            expected = own.amount
            price = self.price.price * self.units - own.amount
        parts = {"calls": volumes.calls, "packs": volumes.packs, "price": price}
        # What no part explains is a part too: they add up to the difference, whatever
        # it is.
        parts["rest"] = self.after - expected - sum(parts.values(), _NONE)
        return expected, parts

    def _unit_price(self) -> Decimal:
        """The unit price expected: that of the own figures, where they have one."""
        if self.own is not None and self.own.price is not None:
            return self.own.price
        return self.price.expected

    def _of_price(self, unit_price: Decimal) -> Decimal:
        """What the billed count costs more than at the unit price expected."""
        if self.line.listed is None and self.price.check is not None:
            # Of a bill without prices the amount says it exactly.
            return self.after - unit_price * self.units
        return (self.price.price - unit_price) * self.units

    def _volumes(self, price: Decimal) -> "_Volumes":
        """The volumes of the line beside the own figures, at the price expected."""
        own = self.own
        if own is None:
            left = left_of(self.line)
            # A line that contradicts itself is expected to bill what was used.
            return _Volumes(self.units if left is None else left)
        used, deducted = self.line.used, self.line.deducted
        if not self.states_use or used is None or deducted is None:
            billable = _billable(own, _NONE)
            return _Volumes(billable, calls=(self.units - billable) * price)
        ours = deducted if own.deducted is None else Decimal(own.deducted)
        return _Volumes(
            _billable(own, ours),
            calls=(used - own.calls) * price,
            # More cannot be deducted than was called.
            packs=(min(ours, Decimal(own.calls)) - deducted) * price,
        )

    def volume_checks(
        self, parts: dict[str, Decimal], calls_tolerance: Decimal
    ) -> Iterator[Check]:
        """Calls and deductions that differ from the own figures."""
        if self.own is None:
            return
        line = self.line._replace(billed=self.units)
        # Of a month in several lines each that differs says it: what the month has.
        own = self.own_of_month or self.own
        theirs, ours = self._calls(own, self.counts)
        is_near = abs(theirs - ours) * 100 < calls_tolerance * ours
        if theirs != ours and ne(*self._calls(self.own, line)):
            code = "calls_tolerance" if is_near else "calls"
            # With the price: other calls may have reached another tier.
            worth = parts["calls"] + parts["price"]
            facts: Facts = {"theirs": theirs, "ours": ours}
            if ours != own.calls:
                # What is held against the bill is what free calls and packs leave.
                facts["counted"] = own.calls
            yield Check(code, worth, facts)
            yield from self._tier_checks()
        # A call that one side did not count is one that it did not deduct either.
        explained = abs(theirs - ours) if is_near else _NONE
        yield from self._pack_checks(parts["packs"], explained)

    def _tier_checks(self) -> Iterator[Check]:
        """That other calls reach another tier, by which the line is valued."""
        ours, theirs = self._unit_price(), self.price.expected
        if ours != theirs:
            yield Check("calls_tier", facts={"theirs": theirs, "ours": ours})

    @property
    def own_of_month(self) -> Own | None:
        """The own figures of its month."""
        return self.own if self.month is None else self.month.own

    def _calls(self, own: Own, counts: BilledLine) -> tuple[Decimal, Decimal]:
        """The calls by the bill and by own figures: those used, else those billed."""
        if self.states_use and counts.used is not None:
            return counts.used, Decimal(own.calls)
        return counts.billed or _NONE, _billable(own, _NONE)

    def _pack_checks(self, worth: Decimal, explained: Decimal) -> Iterator[Check]:
        """Deductions that differ by more than is explained, where both sides state them."""
        own, of_month = self.own, self.own_of_month
        if own is None or of_month is None or not self.states_use:
            return
        theirs, ours = self.counts.deducted, of_month.deducted
        if (
            theirs is None
            or ours in (None, theirs)
            or self.line.deducted == own.deducted
        ):
            return
        if ours is not None and abs(theirs - ours) <= explained:
            return
        code = "more_packs" if theirs > ours else "packs"
        yield Check(code, worth, {"theirs": theirs, "ours": ours})


class _Volumes(NamedTuple):
    """The billable calls expected, and what more `calls` and fewer deducted ones from
    `packs` cost.
    """

    billable: Decimal
    calls: Decimal = _NONE
    packs: Decimal = _NONE

    @property
    def differ(self) -> bool:
        """Whether the own figures have others."""
        return bool(self.calls or self.packs)


def _billable(own: Own, deducted: Decimal) -> Decimal:
    """The billable calls by own figures; where only calls were counted, what the bill's
    deductions leave of them.
    """
    if own.billable is not None and own.deducted is not None:
        return Decimal(max(own.calls - own.deducted, 0))
    return max(own.calls - deducted, _NONE)
