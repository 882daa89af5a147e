"""Reversals and adjustments: each beside what it cancels or makes good."""

from decimal import Decimal

from facefusion_billing.answers.reconciling.settlements import Terms, unexpected
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.reconciliation import Check, JudgedLine
from facefusion_billing.model.vendor_bill import (
    ADJUSTMENT,
    PURCHASE,
    REVERSAL,
    SETTLEMENT,
    BilledLine,
)

_CENT = Decimal("0.01")


def reversed_pairs(lines: list[BilledLine], terms: Terms) -> dict[int, BilledLine]:
    """The settlement lines that a reversal cancels, and these: each with the other, by
    their place.
    """
    # Few bills have one, and finding a line's scope is what takes time.
    if not any(line.kind == REVERSAL for line in lines):
        return {}
    open_lines = _open_settlements(lines, terms)
    pairs: dict[int, BilledLine] = {}
    for index, line in enumerate(lines):
        if line.kind == REVERSAL and line.after is not None:
            key = terms.mapping.scope(line), line.month, -line.after
            if open_lines.get(key):
                other = open_lines[key].pop(0)
                pairs[index], pairs[other] = lines[other], line
    return pairs


def _open_settlements(
    lines: list[BilledLine], terms: Terms
) -> dict[tuple[str, Month | None, Decimal], list[int]]:
    """The places of settlements by scope, month and amount."""
    found: dict[tuple[str, Month | None, Decimal], list[int]] = {}
    for index, line in enumerate(lines):
        if line.kind == SETTLEMENT and line.after:
            key = terms.mapping.scope(line), line.month, line.after
            found.setdefault(key, []).append(index)
    return found


def cancelled(line: BilledLine, other: BilledLine, scope: str) -> JudgedLine:
    """A line that another one cancels."""
    return unexpected(line, scope, "adjustment", "reversed", {"other": other.where})


def adjustment(line: BilledLine, scope: str) -> JudgedLine:
    """An adjustment, or a reversal of nothing in the bill."""
    code = "unreversed" if line.kind == REVERSAL else "adjustment"
    return unexpected(line, scope, "adjustment", code)


def balanced(lines: list[JudgedLine]) -> list[JudgedLine]:
    """The lines, with adjustments that make good what another line has too much (or
    what another adjustment took).
    """
    open_ones = [
        index
        for index, line in enumerate(lines)
        if line.kind == ADJUSTMENT and line.difference
    ]
    if not open_ones:
        return lines
    by_amount = _by_difference(lines)
    found = list(lines)
    for index in open_ones:
        if found[index].checks[0].code != "adjustment":
            continue
        # To the cent: an adjustment is paid in cents, what it makes good need not be.
        key = -found[index].difference.quantize(_CENT)
        for others in by_amount.get(key, []):
            if index not in others and all(_open(found[other]) for other in others):
                found[index] = _balanced(lines[index], lines[others[0]])
                for other in others:
                    found[other] = _balanced(lines[other], lines[index])
                break
    return found


def _by_difference(lines: list[JudgedLine]) -> dict[Decimal, list[list[int]]]:
    """The places of lines that an adjustment may be for, by what they have too much:
    each by itself, and all of a month that is settled in several.
    """
    adjustable = [
        [index]
        for index, line in enumerate(lines)
        if line.stake and line.kind in (ADJUSTMENT, SETTLEMENT, PURCHASE)
    ]
    found: dict[Decimal, list[list[int]]] = {}
    for indexes in (*adjustable, *_parted_months(lines)):
        more = sum((lines[index].difference for index in indexes), Decimal(0))
        found.setdefault(more.quantize(_CENT), []).append(indexes)
    return found


def _parted_months(lines: list[JudgedLine]) -> list[list[int]]:
    """The places of the settlements of each month that is settled in several."""
    months: dict[tuple[str, Month | None], list[int]] = {}
    for index, line in enumerate(lines):
        if line.stake and line.kind == SETTLEMENT:
            months.setdefault((line.scope, line.month), []).append(index)
    return [several for several in months.values() if len(several) > 1]


def _open(line: JudgedLine) -> bool:
    return all(check.code != "balanced" for check in line.checks)


def _balanced(line: JudgedLine, other: JudgedLine) -> JudgedLine:
    where = other.line.where if other.line else ""
    check = Check("balanced", line.difference, {"other": where})
    return line._replace(checks=(check,))
