"""The conditions a caller sets, as sentences: the option, its limit, and what was held
against it.
"""

from __future__ import annotations

from facefusion_billing.model.bill import Estimate, Gate
from facefusion_billing.model.comparison import ComparedGate, Comparison, Limit
from facefusion_billing.model.money import money_text
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import amount, option, signed


def gate_note(gate: Gate) -> str:
    """A condition on an estimate, and whether it is met."""
    if gate.met:
        text = _("{gate} {limit}: met ({actual})")
    elif gate.actual <= gate.limit:
        text = _("{gate} {limit}: NOT MET (incomplete)")
    else:
        text = _("{gate} {limit}: NOT MET ({actual})")
    return text.format(
        gate=option(gate.name), limit=amount(gate.limit), actual=amount(gate.actual)
    )


def gate_failure(answer: Estimate, gate: Gate) -> str:
    """Why a condition on an estimate is not met."""
    if gate.actual <= gate.limit:
        return phrases.incomplete(answer)
    text = _("{actual} is more than {limit}")
    return text.format(actual=amount(gate.actual), limit=amount(gate.limit))


def compared_gate_note(gate: ComparedGate) -> str:
    """A condition on a scenario of a comparison, and whether it is met."""
    verdict = _("met") if gate.met else _("NOT MET")
    return f"{_asked(gate)}, {gate.scenario}: {verdict} ({_figure(gate)})"


def compared_gate_failure(answer: Comparison, gate: ComparedGate) -> str:
    """Why a condition on a scenario is not met."""
    scenario = next(one for one in answer.scenarios if one.name == gate.scenario)
    for one in (scenario, answer.base):
        if not one.estimate.complete:
            return f"{_asked(gate)}: {one.name}: {phrases.incomplete(one.estimate)}"
    return f"{_asked(gate)}: {gate.scenario}: {_figure(gate)}"


def limit_text(limit: Limit) -> str:
    """A limit as it is given: 5%, or an amount."""
    return f"{limit.percent.text}%" if limit.percent else money_text(limit.amount or 0)


def percent(share: int | None) -> str:
    """A share for people: +12.50 %; nothing where the base is nothing."""
    return "" if share is None else f"{signed(share)} %"


def _asked(gate: ComparedGate) -> str:
    return f"{option(gate.name)} {limit_text(gate.limit)}"


def _figure(gate: ComparedGate) -> str:
    """The figure that was held against a gate's limit, or why it is none."""
    if gate.actual is None:
        return _("another currency than the base")
    if not gate.usable:
        return _("incomplete")
    if gate.name != "fail_increase":
        return amount(gate.actual)
    share = f", {percent(gate.percent)}" if gate.percent is not None else ""
    return f"{signed(gate.actual)}{share}"
