"""What all lines of a bill come to: the bridge, and what they say of open questions."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from facefusion_billing.answers.reconciling.own import OwnFigures
from facefusion_billing.answers.reconciling.prices import READINGS, TIER
from facefusion_billing.billing.bills import Billing
from facefusion_billing.model.assumptions import ASSUMPTIONS
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.reconciliation import DIFFERENCES, DISPUTE, JudgedLine
from facefusion_billing.model.vendor_bill import PRECISION, SETTLEMENT, BilledLine

_NONE = Decimal(0)
_CENT = Decimal("0.01")


def bridge(lines: Iterable[JudgedLine]) -> dict[str, Decimal]:
    """From what is expected to what is payable; all parts, zero or not."""
    found = dict.fromkeys(("expected", *DIFFERENCES), _NONE)
    paid = dict.fromkeys(("voucher", "gift", "tax"), _NONE)
    for judged in lines:
        found["expected"] += judged.expected
        for part, amount in judged.parts.items():
            found[part] += amount
        # What is missing from the bill was not paid either.
        if judged.line is not None:
            _add_payment(paid, judged.line)
    found["billed"] = sum(found.values(), _NONE)
    payable = found["billed"] + sum(paid.values(), _NONE)
    rounded = payable.quantize(_CENT, ROUND_HALF_UP)
    return {**found, **paid, "payable": rounded}


def _add_payment(paid: dict[str, Decimal], line: BilledLine) -> None:
    paid["voucher"] -= line.voucher or _NONE
    paid["gift"] -= line.gift or _NONE
    paid["tax"] += line.charged_tax


def settles(
    lines: list[JudgedLine], figures: OwnFigures
) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """The readings that are left of each question the bill tells apart, and the line
    that leaves the fewest.
    """
    left, best = _left_by_prices(lines)
    settled = _by_estimate(lines, figures)
    # None left means that the lines contradict each other, which settles nothing.
    if left and len(left) < len(READINGS):
        settled[TIER] = tuple(value for value in READINGS if value in left)
    if TIER in settled and best:
        return settled, {TIER: best}
    return settled, {}


def _left_by_prices(lines: list[JudgedLine]) -> tuple[set[str], str]:
    """The readings that every price allows, and the line that excluded the last one."""
    left, best = set(READINGS), ""
    for judged in lines:
        if not judged.fits or judged.line is None:
            continue
        still = left & set(judged.fits)
        if len(still) < len(left):
            best = judged.line.where
        left = still
    return left, best


def _by_estimate(
    lines: list[JudgedLine], figures: OwnFigures
) -> dict[str, tuple[str, ...]]:
    """What the amounts of whole months say of the other questions, where a usage file
    makes them comparable.
    """
    if figures.core is None or any(line.outcome == DISPUTE for line in lines):
        return {}
    from facefusion_billing.answers.invoices import invoices

    found = invoices(_with_billed(figures.core, _amounts(lines)), ())
    settled = found.settled if found else {}
    return {id: values for id, values in settled.items() if id in ASSUMPTIONS}


def _with_billed(core: Billing, amounts: dict[Month, int]) -> Billing:
    """The estimate with what was billed in those of its months that the bill has."""
    inputs, scenario = core.inputs, core.inputs.scenario
    estimated = {bill.month for bill in core.bills}
    billed = {
        month: (cents, scenario.location)
        for month, cents in amounts.items()
        if month in estimated
    }
    return core._replace(
        inputs=inputs._replace(scenario=scenario._replace(actual=billed))
    )


def _amounts(lines: list[JudgedLine]) -> dict[Month, int]:
    """What each month with a settlement was billed, in cents, half up per line."""
    found: dict[Month, int] = {}
    months = {judged.month for judged in lines if judged.kind == SETTLEMENT}
    for judged in lines:
        if judged.month in months and judged.month and judged.kind != PRECISION:
            cents = int((judged.billed * 100).quantize(Decimal(1), ROUND_HALF_UP))
            found[judged.month] = found.get(judged.month, 0) + cents
    return found
