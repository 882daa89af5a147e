"""Plans billed by the rules core: what they cost in all, and why a plan is none."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import assert_never

from facefusion_billing.billing.bills import Billing, compute
from facefusion_billing.billing.checks import relations, too_many
from facefusion_billing.billing.findings import findings, unserved
from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.billing.metered import Calls
from facefusion_billing.billing.packs import pack_states
from facefusion_billing.model.bill import Finding
from facefusion_billing.model.book import ACCOUNT, Activities, Groups
from facefusion_billing.model.calendar import Month, Span, merged
from facefusion_billing.model.faults import InputError, TooLargeError
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import Horizon, Reason
from facefusion_billing.plans.baseline import LostCalls, PlanFacts
from facefusion_billing.plans.demand import distributed
from facefusion_billing.plans.planner import (
    Outcome,
    Planner,
    planned_scenario,
    too_large,
)
from facefusion_billing.startup.record import NamedTuple


class Priced(NamedTuple):
    """What was decided, its bills (None: it is no plan), and why it is none."""

    outcome: Outcome
    core: Billing | None
    failures: tuple[Reason | Finding, ...] = ()

    @property
    def total(self) -> Cents | None:
        """All that is billed; None where it is no plan."""
        if self.core is None:
            return None
        return total_of(self.core)


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


def priced(on: PlanFacts, outcome: Outcome, known: Billing | None = None) -> Priced:
    """An outcome billed by the rules core, and why it is no plan if it is none; the same
    orders as in a plan that is `known` are not billed again.
    """
    if outcome.decided is None or known is None:
        return _if_served(on, _billed(on, outcome))
    if planned_scenario(on, outcome) == known.inputs.scenario:
        return Priced(outcome, known)
    return _if_served(on, _billed(on, outcome))


def or_cheaper(on: PlanFacts, plan: Priced, other: Outcome) -> Priced:
    """A plan, or another outcome where that serves every call and costs less."""
    found = _billed(on, other)
    # What it does not serve is asked only where it would be taken.
    if cheaper(plan, found) is plan:
        return plan
    return cheaper(plan, _if_served(on, found))


def _billed(on: PlanFacts, outcome: Outcome) -> Priced:
    """An outcome billed, whatever it does not serve."""
    if outcome.decided is None:
        return Priced(outcome, None, outcome.reasons)
    try:
        return Priced(outcome, core_of(on, outcome))
    # Not a reason against one plan: no plan of this demand can be billed.
    except TooLargeError:
        raise
    except InputError as error:
        return Priced(outcome, None, (conflict(error),))


def _if_served(on: PlanFacts, found: Priced) -> Priced:
    """What was billed; no plan where that leaves calls unserved."""
    if found.core is None:
        return found
    failures = why_not(found.core, on)
    if failures:
        return Priced(found.outcome, None, failures)
    return found


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
    return compute(billing_inputs(planned, _calls_of(on)), on.readings)


def _calls_of(on: PlanFacts) -> Calls | None:
    """The daily calls of every plan; None where each may have its own: licences move
    calls, and an activity may be several.
    """
    match on.scenario.book.offer:
        case Groups():
            return on.spread
        case Activities():
            return None
        case _:
            assert_never(on.scenario.book.offer)


def cheaper(first: Priced, other: Priced) -> Priced:
    """The one that costs less, or serves every call; of equal ones the first, whose
    proof goes with it.
    """
    if other.total is None or (first.total is not None and first.total <= other.total):
        return first
    return other


def conflict(error: InputError) -> Reason:
    """What the rules core could not price, as the reason against a plan."""
    return Reason("conflict", ACCOUNT, None, {"why": error.messages})


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
    disabled = _disabled_calls(on)
    return tuple(
        finding
        for finding in told
        if finding.month >= on.horizon.first and not _is_outside(finding, on, disabled)
    )


def _is_outside(
    finding: Finding, on: PlanFacts, disabled: Counter[tuple[str, Month]]
) -> bool:
    """Whether the calls of a finding are only those of disabled days and of days before
    the horizon.
    """
    lost = LostCalls()
    if finding.month == on.horizon.first:
        lost = on.opening.lost.get(finding.scope, lost)
    calls: int = finding.facts.get("calls", 0)
    match finding.code:
        case "refused_calls":
            return calls == lost.refused + disabled[finding.scope, finding.month]
        case "undetermined_calls":
            return calls == lost.undetermined
        case _:
            return False


def _disabled_calls(on: PlanFacts) -> Counter[tuple[str, Month]]:
    """The calls on days on which the service is switched off, by scope and month."""
    found = Counter[tuple[str, Month]]()
    disabled = merged(on.scenario.account.disabled)
    # Spreading the calls over their days is not free, and hardly an account needs it.
    if not disabled:
        return found
    for name, daily in distributed(on.scenario).items():
        for month in on.horizon.months:
            spans = _within(month, disabled)
            found[name, month] = sum(daily.between(*span) for span in spans)
    return found


def _within(month: Month, spans: Sequence[Span]) -> Iterator[Span]:
    """What of some spans lies in a month."""
    for span in spans:
        start, end = max(span.start, month.first), min(span.end, month.end)
        if start < end:
            yield Span(start, end)
