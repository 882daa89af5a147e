"""Scenarios side by side: month by month, by kind, by scope and in all, each against
the first.
"""

from collections.abc import Callable, Collection, Iterator, Sequence

from facefusion_billing.answers.changes import are_alike, changes
from facefusion_billing.model.bill import LINE_KINDS, Estimate, sums
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.comparison import (
    Cell,
    Change,
    Compared,
    ComparedGate,
    ComparedRow,
    Comparison,
    Limit,
)
from facefusion_billing.model.faults import refuse
from facefusion_billing.model.money import Cents, half_up
from facefusion_billing.startup.record import NamedTuple

Amounts = dict[str, Cents]


class Conditions(NamedTuple):
    """What a caller demands of every scenario but the base."""

    fail_over: Cents | None = None
    fail_over_month: Cents | None = None
    fail_increase: Limit | None = None
    allow_incomplete: bool = False


NO_CONDITIONS = Conditions()


def compare(
    scenarios: Sequence[Compared],
    months: Collection[Month] = (),
    conditions: Conditions = NO_CONDITIONS,
) -> Comparison:
    """The comparison of estimates, the first of which is the base; with months, of
    their bills only.

    Raises `InputError` for a month of which no scenario has a bill.
    """
    base, *others = scenarios
    shown = tuple(_of_months(scenario, months) for scenario in scenarios)
    estimates = [scenario.estimate for scenario in shown]
    _check_months(estimates, months)
    (total,) = _rows(estimates, _in_all, list)
    unlike = [one for one in others if not are_alike(base.estimate, one.estimate)]
    return Comparison(
        scenarios=shown,
        total=total,
        months=_rows(estimates, _by_month, sorted),
        kinds=_rows(estimates, _by_kind, _in_order),
        scopes=_rows(estimates, _by_scope, sorted),
        gates=tuple(_gates(shown, total, conditions)),
        changes=tuple(_changes(base, others, months)),
        unlike=tuple(one.name for one in unlike),
    )


def _changes(
    base: Compared, others: list[Compared], months: Collection[Month]
) -> Iterator[Change]:
    """Why each of the others costs more or less, of the months that are shown."""
    for other in others:
        if not are_alike(base.estimate, other.estimate):
            continue
        # Of all months, then those shown: an order that moved out of them is no new one.
        for change in changes(base, other):
            if not months or change.month in months:
                yield change


def _check_months(estimates: list[Estimate], months: Collection[Month]) -> None:
    billed: set[Month] = set()
    for estimate in estimates:
        billed.update(bill.month for bill in estimate.bills)
    for month in months:
        if month not in billed:
            raise refuse("no bill for {month} in any of the scenarios", month=month)


def _in_all(estimate: Estimate) -> Amounts:
    return {"total": estimate.total}


def _by_month(estimate: Estimate) -> Amounts:
    return {str(bill.month): bill.total for bill in estimate.bills}


def _by_kind(estimate: Estimate) -> Amounts:
    return estimate.by_kind


def _by_scope(estimate: Estimate) -> Amounts:
    return sums(estimate.bills, lambda line: line.scope)


def _of_months(scenario: Compared, months: Collection[Month]) -> Compared:
    if not months:
        return scenario
    bills = tuple(bill for bill in scenario.estimate.bills if bill.month in months)
    found = scenario.estimate.findings
    findings = tuple(finding for finding in found if finding.month in months)
    # What is prepaid is so at the end of all bills, which is not where these end.
    months_only = scenario.estimate._replace(bills=bills, findings=findings, prepaid=())
    return scenario._replace(estimate=months_only)


def _in_order(kinds: Collection[str]) -> list[str]:
    return [kind for kind in LINE_KINDS if kind in kinds]


def _rows(
    estimates: list[Estimate],
    amounts_of: Callable[[Estimate], Amounts],
    ordered: Callable[[Collection[str]], list[str]],
) -> tuple[ComparedRow, ...]:
    """A row for each key under which some scenario has an amount."""
    currencies = [estimate.currency for estimate in estimates]
    amounts = list(map(amounts_of, estimates))
    keys: set[str] = set().union(*amounts)
    return tuple(_row(key, currencies, amounts) for key in ordered(keys))


def _row(key: str, currencies: list[str], amounts: list[Amounts]) -> ComparedRow:
    """A row of what each scenario has under a key; what only one of two has counts as 0
    in the other.
    """
    base = amounts[0].get(key)
    cells = []
    for currency, found in zip(currencies, amounts, strict=True):
        amount = found.get(key)
        comparable = currency == currencies[0]
        difference = None
        if comparable and (amount, base) != (None, None):
            difference = (amount or 0) - (base or 0)
        cells.append(Cell(amount, difference, _percent(difference, base or 0)))
    return ComparedRow(key, tuple(cells))


def _percent(difference: Cents | None, base: Cents) -> int | None:
    """A difference in hundredths of a percent of the base (of its size, where that is a
    refund), half up.
    """
    if difference is None or (base == 0 and difference != 0):
        return None
    if base:
        return half_up(difference * 10_000, abs(base))
    return 0


def _gates(
    scenarios: tuple[Compared, ...], total: ComparedRow, conditions: Conditions
) -> Iterator[ComparedGate]:
    """The conditions on every scenario but the base; incomplete figures meet none
    unless the caller allows them.
    """
    base = scenarios[0].estimate
    for scenario, cell in zip(scenarios[1:], total.cells[1:], strict=True):
        yield from _gates_on_totals(scenario, conditions)
        if conditions.fail_increase is not None:
            yield _gate_on_increase(
                conditions.fail_increase, scenario, base, cell, conditions
            )


def _gates_on_totals(
    scenario: Compared, conditions: Conditions
) -> Iterator[ComparedGate]:
    estimate = scenario.estimate
    usable = estimate.complete or conditions.allow_incomplete
    totals = (
        ("fail_over", conditions.fail_over, estimate.total),
        ("fail_over_month", conditions.fail_over_month, estimate.dearest_month),
    )
    for name, most, actual in totals:
        if most is not None:
            met = usable and actual <= most
            limit = Limit(most, None)
            figures = (actual, None, usable, met)
            yield ComparedGate(name, scenario.name, limit, *figures)


def _gate_on_increase(
    limit: Limit,
    scenario: Compared,
    base: Estimate,
    cell: Cell,
    conditions: Conditions,
) -> ComparedGate:
    # What the base leaves out would be part of the difference.
    complete = scenario.estimate.complete and base.complete
    usable = complete or conditions.allow_incomplete
    met = usable and _within(cell.difference, base.total, limit)
    figures = cell.difference, cell.percent, usable, met
    return ComparedGate("fail_increase", scenario.name, limit, *figures)


def _within(increase: Cents | None, base: Cents, limit: Limit) -> bool:
    """Whether an increase is no more than its limit; one that cannot be told, in
    another currency, is not.
    """
    if increase is None:
        return False
    if limit.percent is None:
        return limit.amount is not None and increase <= limit.amount
    scale: int = 100 * 10**limit.percent.places
    # Multiplied out: a percentage rounded for the screen would let through what is
    # over.
    return increase * scale <= limit.percent.digits * abs(base)
