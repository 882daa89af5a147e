"""The conditions a caller sets, as sentences: the option, its limit, and what was held
against it.
"""

from __future__ import annotations

from facefusion_billing.model.bill import Estimate, Gate
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.comparison import ComparedGate, Comparison, Limit
from facefusion_billing.model.money import Cents, Price, half_up, money_text
from facefusion_billing.reports.wording.incomplete import incomplete
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import (
    amount,
    grouped,
    money,
    option,
    signed,
)


def gate_note(answer: Estimate, gate: Gate) -> str:
    """A condition on an estimate, and whether it is met."""
    asked = f"{option(gate.name)} {amount(gate.limit)}"
    if gate.met:
        figure = money(gate.actual, answer.currency)
        return _("{gate}: met ({figure})").format(gate=asked, figure=figure)
    why = gate_reason(answer, gate)
    return _("FAILED {gate}: {why}").format(gate=option(gate.name), why=why)


def gate_reason(answer: Estimate, gate: Gate) -> str:
    """Why a condition is not met, in a few words."""
    if gate.actual > gate.limit:
        return over_limit(answer, gate)
    return _("incomplete")


def gate_failure(answer: Estimate, gate: Gate) -> str:
    """Why a condition on an estimate is not met."""
    if gate.actual <= gate.limit:
        return incomplete(answer)
    return over_limit(answer, gate)


def over_limit(answer: Estimate, gate: Gate) -> str:
    """By how much a figure is over its limit, and in which month."""
    month = answer.dearest if gate.name == "fail_over_month" else None
    return _over(gate.limit, gate.actual, answer.currency, month)


def _over(limit: Cents, actual: Cents, currency: str, month: Month | None) -> str:
    text = _("over the limit of {limit} by {more}")
    if month:
        text = _("over the limit of {limit} by {more} in {month}")
    return text.format(
        limit=money(limit, currency), more=amount(actual - limit), month=month
    )


def compared_gate_note(answer: Comparison, gate: ComparedGate) -> str:
    """A condition on a scenario of a comparison, and whether it is met."""
    name = f", {gate.scenario}" if len(answer.scenarios) > 2 else ""
    if gate.met:
        asked = f"{_asked(gate)}{name}"
        figure = _figure(answer, gate)
        return _("{gate}: met ({figure})").format(gate=asked, figure=figure)
    failed = f"{option(gate.name)}{name}"
    why = compared_over_limit(answer, gate)
    return _("FAILED {gate}: {why}").format(gate=failed, why=why)


def compared_gate_failure(answer: Comparison, gate: ComparedGate) -> str:
    """Why a condition on a scenario is not met."""
    asked = option(gate.name)
    for one in (answer.named(gate.scenario), answer.base):
        if not one.estimate.complete and not gate.usable:
            return f"{asked}: {one.name}: {incomplete(one.estimate)}"
    return f"{asked}: {gate.scenario}: {compared_over_limit(answer, gate)}"


def compared_over_limit(answer: Comparison, gate: ComparedGate) -> str:
    """By how much a scenario is over a limit, or why it has no figure for it."""
    # In two currencies no increase can be told, so none is within a limit.
    if gate.actual is None:
        return _("another currency than the base")
    if not gate.usable:
        return _("incomplete")
    estimate = answer.named(gate.scenario).estimate
    limit = gate.limit
    if limit.percent:
        text = _("over the limit of {limit} % ({figure})")
        return text.format(limit=limit.percent.text, figure=_figure(answer, gate))
    month = estimate.dearest if gate.name == "fail_over_month" else None
    return _over(limit.amount or 0, gate.actual, estimate.currency, month)


def limit_text(limit: Limit) -> str:
    """A limit as it is given: 5%, or an amount."""
    if limit.percent:
        return f"{limit.percent.text}%"
    return money_text(limit.amount or 0)


def percent(share: int | None) -> str:
    """A share for people: +12.50 %; nothing where the base is nothing."""
    if share is None:
        return ""
    return f"{signed(share)} %"


def _asked(gate: ComparedGate) -> str:
    limit = gate.limit
    shown = limit_text(limit) if limit.percent else amount(limit.amount or 0)
    return f"{option(gate.name)} {shown}"


def _figure(answer: Comparison, gate: ComparedGate) -> str:
    """The figure that was held against a gate's limit."""
    actual = gate.actual or 0
    currency = answer.named(gate.scenario).estimate.currency
    if gate.name != "fail_increase":
        return money(actual, currency)
    share = f", {increase(answer, gate)}" if gate.percent is not None else ""
    return f"{signed(actual)} {currency}{share}"


def increase(answer: Comparison, gate: ComparedGate) -> str:
    """An increase in percent, with as many digits as tell it from its limit."""
    limit, actual = gate.limit.percent, gate.actual
    base = abs(answer.base.estimate.total)
    if limit is None or actual is None or not base:
        return percent(gate.percent)
    # Which side of the limit it is on, exactly and as it is shown.
    scale: int = 10**limit.places
    side = _side(100 * actual * scale, limit.digits * base)
    places = 2
    while True:
        shown = half_up(100 * actual * 10**places, base)
        if _side(shown * scale, limit.digits * 10**places) == side:
            break
        places += 1
    text = grouped(Price(abs(shown), places).text)
    sign = {1: "+", 0: "", -1: "-"}[_side(shown, 0)]
    return f"{sign}{text} %"


def _side(value: int, limit: int) -> int:
    """1 above, 0 at, -1 below."""
    return (value > limit) - (value < limit)
