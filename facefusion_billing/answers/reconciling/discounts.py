"""The discounts that a bill's settlements show, by scope."""

from decimal import Decimal

from facefusion_billing.answers.reconciling.mapping import Mapping
from facefusion_billing.model.money import Price
from facefusion_billing.model.vendor_bill import SETTLEMENT, BilledLine

_ONE = Decimal(1)


def discounts(lines: list[BilledLine], mapping: Mapping) -> dict[str, Price | None]:
    """The percentage off the list price of each scope; None where months differ.

    A scope without a discount is left out.
    """
    found: dict[str, set[Decimal]] = {}
    for line in lines:
        if line.kind == SETTLEMENT and line.billed and line.multiplier is not None:
            scope = mapping.scope(line)
            # What nobody knows the scope of has no table whose discount it could be.
            if scope:
                found.setdefault(scope, set()).add(line.multiplier.normalize())
    return {
        scope: _percent(factors)
        for scope, factors in found.items()
        if factors != {_ONE}
    }


def _percent(factors: set[Decimal]) -> Price | None:
    """What a factor takes off, in percent; None where it adds, or there are several."""
    if len(factors) > 1:
        return None
    (factor,) = factors
    off = (_ONE - factor) * 100
    if off < 0:
        return None
    whole, _dot, part = format(off.normalize(), "f").partition(".")
    return Price(int(whole + part), len(part))


def factor_of(percent: Price) -> tuple[int, int]:
    """What a discount leaves, as a fraction."""
    scale = 100 * 10**percent.places
    return scale - percent.digits, scale
