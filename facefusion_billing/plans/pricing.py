"""Plans billed by the rules core: what they cost in all, and why a plan is none."""

from typing import assert_never

from facefusion_billing.billing.bills import Billing, compute
from facefusion_billing.billing.checks import relations, too_many
from facefusion_billing.billing.findings import findings, unserved
from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.billing.packs import pack_states
from facefusion_billing.model.bill import Finding
from facefusion_billing.model.book import ACCOUNT, Activities, Groups
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.faults import InputError, TooLargeError
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import Horizon, Reason
from facefusion_billing.plans.baseline import PlanFacts, disabled_calls, too_large
from facefusion_billing.plans.planner import Outcome, Planner, planned_scenario


def planner_of(on: PlanFacts) -> Planner:
    """The planner for the shape of the scenario's book."""
    match on.scenario.book.offer:
        case Groups():
            from facefusion_billing.plans.groups.planner import GroupsPlanner

            return GroupsPlanner(on)
        case Activities():
            from facefusion_billing.plans.activities.planner import ActivitiesPlanner

            return ActivitiesPlanner(on)
        case _:
            assert_never(on.scenario.book.offer)


def billed(
    on: PlanFacts, outcome: Outcome
) -> tuple[Billing | None, tuple[Reason | Finding, ...]]:
    """An outcome billed by the rules core, and why it is no plan if it is none."""
    if outcome.decided is None:
        return None, outcome.reasons
    try:
        core = core_of(on, outcome)
    # Not a reason against one plan: no plan of this demand can be billed.
    except TooLargeError:
        raise
    except InputError as error:
        return None, (conflict(error),)
    return core, why_not(core, on)


def core_of(on: PlanFacts, outcome: Outcome) -> Billing:
    """A plan billed by the rules core. Raises `InputError` where its orders do not go
    with the facts.

    Raises `TooLargeError` where it has more orders than can be billed.
    """
    planned = planned_scenario(on, outcome)
    if any(too_many(planned)):
        raise too_large()
    if faults := list(relations(planned, on.readings)):
        raise InputError(faults)
    return compute(billing_inputs(planned), on.readings)


def conflict(error: InputError) -> Reason:
    """What the rules core could not price, as the reason against a plan."""
    return Reason("conflict", ACCOUNT, None, {"why": str(error)})


def total_of(core: Billing) -> Cents:
    """All that is billed."""
    return sum(bill.total for bill in core.bills)


def notes(core: Billing, horizon: Horizon) -> tuple[Finding, ...]:
    """The warnings and notes of the months of a horizon."""
    told = findings(
        core.inputs.scenario,
        core.prepared,
        core.metering,
        pack_states(core),
        core.readings,
    )
    return tuple(finding for finding in told if finding.month >= horizon.first)


def why_not(core: Billing, on: PlanFacts) -> tuple[Finding, ...]:
    """The warnings of the horizon that make a plan infeasible.

    Calls on days on which the service is switched off, and what was not served before
    the horizon, are outside every plan; throttling that is allowed lifts the limit of
    call volume mode only.
    """
    told = unserved(
        core.inputs.scenario,
        core.prepared,
        core.metering,
        since=on.horizon.start,
        throttled=on.limits.allow_throttling,
    )
    off = disabled_calls(on)
    return tuple(
        finding
        for finding in told
        if finding.month >= on.horizon.first and not _is_outside(finding, on, off)
    )


def _is_outside(
    finding: Finding, on: PlanFacts, off: dict[tuple[str, Month], int]
) -> bool:
    """Whether the calls of a finding are only those of disabled days and of days before
    the horizon.
    """
    if finding.code not in ("refused_calls", "undetermined_calls"):
        return False
    outside, lost = 0, on.lost.get(finding.scope)
    if lost is not None and finding.month == on.horizon.first:
        outside = lost.undetermined
        if finding.code == "refused_calls":
            outside = lost.refused
    if finding.code == "refused_calls":
        outside += off.get((finding.scope, finding.month), 0)
    calls: int = finding.facts["calls"]
    return calls == outside
