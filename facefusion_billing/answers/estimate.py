"""What will the bill be: bills, pack states, findings, and every other reading's total."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from facefusion_billing.billing.bills import (
    Billing,
    compute,
    recompute,
)
from facefusion_billing.billing.even_spread import with_spread
from facefusion_billing.billing.findings import findings
from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.billing.left_out import refused_by, unpriced, unpriced_in
from facefusion_billing.billing.packs import pack_states
from facefusion_billing.billing.shape import relevant
from facefusion_billing.billing.views import EVERYTHING, EstimateOptions, shown
from facefusion_billing.model.assumptions import ASSUMPTIONS
from facefusion_billing.model.bill import (
    CASH,
    Alternative,
    Bill,
    Estimate,
    Finding,
    Gate,
    Ledger,
    PackState,
    Prepaid,
)
from facefusion_billing.model.book import TierTable
from facefusion_billing.model.faults import InputError, Message, refuse
from facefusion_billing.model.scenario import Scenario

if TYPE_CHECKING:
    from facefusion_billing.model.charge import Charge
    from facefusion_billing.model.chart_data import Pictures
    from facefusion_billing.model.forecasted import Forecasted
    from facefusion_billing.model.invoice import Invoices


def estimate(
    scenario: Scenario,
    assumptions: dict[str, str],
    request: EstimateOptions = EVERYTHING,
) -> Estimate:
    """The itemised bills of a scenario, proved: each line with clause and arithmetic,
    each other reading priced.

    `assumptions` are chosen over those of the file. Raises `InputError`.
    """
    readings = scenario.readings(assumptions)
    billing = compute(billing_inputs(scenario), readings)
    _check_months(billing, request)
    packs, ledger = pack_states(billing), _ledger(billing)
    answer = Estimate(
        title=scenario.title,
        book_id=scenario.book.id,
        currency=scenario.book.currency,
        assumptions=relevant(readings, scenario.book),
        bills=with_spread(billing, shown(billing, request)),
        packs=packs,
        ledger=ledger,
        findings=_findings(billing, packs, ledger, request),
        alternatives=_alternatives(billing, request),
        unpriced=unpriced(billing.bills),
        unpriced_in=unpriced_in(billing.bills),
        refused_by=refused_by(billing),
        clauses={id: clause.where for id, clause in scenario.book.clauses.items()},
        view=request.view,
        prepaid=_prepaid(billing, request),
        charges=_charges(billing, request),
        pictures=_pictures(billing, request),
        invoices=_invoices(billing, request),
        forecast=_forecast(billing, request),
        origin=scenario.book.origin,
        shape=scenario.book.shape,
        tiers=_tiers(billing),
    )
    return answer._replace(gates=_gates(answer, request))


def _alternatives(
    billing: Billing, request: EstimateOptions
) -> tuple[Alternative, ...]:
    if not request.others:
        return ()
    return alternatives(billing, lambda other: shown(other, request))


def _check_months(billing: Billing, request: EstimateOptions) -> None:
    """Raises `InputError` for a month that has no bill."""
    for month in request.months:
        if month not in billing.inputs.scenario.months:
            raise refuse(
                "no bill for {month}; the bills are {first_to_last}",
                month=month,
                first_to_last=_first_to_last(billing.bills),
            )


def _ledger(billing: Billing) -> Ledger | None:
    """The account's ledger, with what prevents all of its stops."""
    ledger = billing.metering.ledger
    if ledger is None or not ledger.suspensions:
        return ledger
    # A stop that is prevented may set another one free: the calls that are served then
    # are billed. That takes a computation of its own.
    from facefusion_billing.billing.top_ups import least_top_up

    top_up = least_top_up(billing)
    if len(ledger.suspensions) == 1:
        # Money of the next day is no part of what prevents one stop (RULES 5).
        top_up = max(top_up or 0, ledger.suspensions[0].top_up)
    return ledger._replace(top_up=top_up)


def _findings(
    billing: Billing,
    packs: tuple[PackState, ...],
    ledger: Ledger | None,
    request: EstimateOptions,
) -> tuple[Finding, ...]:
    """The findings of the months that are shown."""
    found = findings(
        billing.inputs.scenario,
        billing.prepared,
        billing.metering,
        packs,
        billing.readings,
    )
    if ledger and ledger.suspensions:
        found = tuple(_together(finding, ledger) for finding in found)
    months = request.months
    return tuple(one for one in found if not months or one.month in months)


def _together(finding: Finding, ledger: Ledger) -> Finding:
    """A finding; that of a stop with what prevents all of them, where that is more."""
    if finding.code != "suspension" or not ledger.is_more_than_one_stop:
        return finding
    # None: not known, and no sum of what each of them lacks either.
    facts = {**finding.facts, "together": ledger.top_up}
    if len(ledger.suspensions) == 1:
        facts["then"] = ledger.top_up
    return finding._replace(facts=facts)


def _forecast(billing: Billing, request: EstimateOptions) -> "Forecasted | None":
    """What comes after the last day that was counted; None where nothing does."""
    if not billing.inputs.scenario.has_forecast:
        return None
    # Few estimates have a forecast; the others need not load it.
    from facefusion_billing.answers.forecast import forecasted

    return forecasted(billing, request, lambda other: shown(other, request))


def _first_to_last(bills: tuple[Bill, ...]) -> str:
    if bills:
        return Message("{first} to {last}", first=bills[0].month, last=bills[-1].month)
    return "none"


def _tiers(billing: Billing) -> dict[str, TierTable]:
    meters = billing.prepared.meters
    return {name: meter.tiers for name, meter in meters.items() if meter.tiers}


def _prepaid(billing: Billing, request: EstimateOptions) -> tuple[Prepaid, ...]:
    if request.view == CASH or not billing.bills:
        return ()
    from facefusion_billing.billing.amortised import prepaid

    return prepaid(billing, max(request.months, default=billing.bills[-1].month))


def _charges(billing: Billing, request: EstimateOptions) -> "tuple[Charge, ...]":
    if not request.charges:
        return ()
    from facefusion_billing.billing.charges import charges

    return tuple(
        charge
        for charge in charges(billing)
        if not request.months or charge.month in request.months
    )


def _invoices(billing: Billing, request: EstimateOptions) -> "Invoices | None":
    if not billing.inputs.scenario.actual:
        return None
    from facefusion_billing.answers.invoices import invoices

    return invoices(billing, request.months)


def _pictures(billing: Billing, request: EstimateOptions) -> "Pictures | None":
    if not request.pictures:
        return None
    from facefusion_billing.billing.chart_data import pictures

    return pictures(billing, request)


def alternatives(
    billing: Billing, shown: Callable[[Billing], tuple[Bill, ...]]
) -> tuple[Alternative, ...]:
    """What each other reading would change, each computed anew."""
    # A question that was never asked cannot change anything.
    asked = [id for id in ASSUMPTIONS if id in billing.readings.consulted]
    here = shown(billing)
    found = (
        _alternative(billing, id, value, here, shown)
        for id in asked
        for value in ASSUMPTIONS[id].choices
        if value != billing.readings.value(id)
    )
    return tuple(alternative for alternative in found if alternative is not None)


def _alternative(
    billing: Billing,
    id: str,
    value: str,
    here: tuple[Bill, ...],
    shown: Callable[[Billing], tuple[Bill, ...]],
) -> Alternative | None:
    try:
        other = recompute(billing, billing.readings.other(id, value))
    except InputError as error:
        # As text, not as they stand: the order of a file changes nothing.
        why = tuple(sorted(fault.message for fault in error.faults))
        return Alternative(id, value, None, None, why)
    there = shown(other)
    # By month, not in all: a reading may move money from one month to another.
    ours = [bill.total for bill in here]
    theirs = [bill.total for bill in there]
    if ours == theirs and unpriced(here) == unpriced(there):
        return None
    # Of the whole scenario, as `complete` of the answer is.
    left_out = unpriced(other.bills)
    return Alternative(id, value, sum(theirs), sum(theirs) - sum(ours), (), left_out)


def _gates(answer: Estimate, request: EstimateOptions) -> tuple[Gate, ...]:
    """The conditions on money; an incomplete answer meets none of them unless the
    caller allows it.
    """
    # A figure that leaves calls out may be below a limit only because it does.
    usable = answer.complete or request.allow_incomplete
    figures = (
        ("fail_over", request.fail_over, answer.total),
        ("fail_over_month", request.fail_over_month, answer.dearest_month),
    )
    return tuple(
        Gate(name, limit, actual, usable and actual <= limit)
        for name, limit, actual in figures
        if limit is not None
    )
