"""Which plan is shown, and how good it is: all totals are those of the rules core.

The best plan found is improved by the core and held beside the file's own; a cheaper
one is taken. Where the search had proved that there is none, that is a fault of it.
"""

from collections.abc import Iterator

from facefusion_billing.billing.bills import Billing
from facefusion_billing.model.bill import Finding
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import (
    BOUNDED,
    OPTIMAL,
    Horizon,
    Plan,
    Proof,
    ProofStatus,
    Reason,
)
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.current import current_outcome, is_inside_the_space
from facefusion_billing.plans.improvement import improved
from facefusion_billing.plans.own_tiers import bound_of
from facefusion_billing.plans.planner import Outcome, Planner
from facefusion_billing.plans.pricing import billed, total_of
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.startup.record import NamedTuple


class Priced(NamedTuple):
    """What was decided, its bills (None: no plan), and why it is none."""

    outcome: Outcome
    core: Billing | None
    failures: tuple[Reason | Finding, ...] = ()

    @property
    def total(self) -> Cents | None:
        """All that is billed; None where it is no plan."""
        if self.core is None or self.failures:
            return None
        return total_of(self.core)


class Chosen(NamedTuple):
    """The plan that is shown, a total that no plan is below (None: not known), and
    whether the search overlooked it.
    """

    priced: Priced
    lower: Cents | None = None
    overlooked: bool = False


def proof_of(planner: Planner, chosen: Chosen, total: Cents) -> Proof:
    """How good the plan is: `optimal` only where a bound equals what is billed."""
    labels, lower = chosen.priced.outcome.labels, chosen.lower
    proved = not chosen.overlooked and lower == total
    status: ProofStatus = OPTIMAL if proved else BOUNDED
    return Proof(status, lower, labels, planner.space(), planner.days())


def chosen_plan(
    on: PlanFacts, best: Priced, least: Priced, current: Plan, deadline: Deadline
) -> Chosen:
    """The best plan as the core bills it; a cheaper one inside the space (`least` of
    those found, the file's own, what the core improves) takes its place, and is a fault
    of the search where that had proved that there is none.
    """
    if best.core is None or best.failures:
        return Chosen(best)
    # The bound of the search, before the core improves what it found.
    lower = bound_of(on, best.outcome, best.core)
    assert least.core is not None
    better = improved(on, least.outcome, least.core, deadline)
    total = total_of(better.core)
    found = Priced(better.outcome, better.core)
    own = _own_plan(on, least.outcome, current, total)
    if own is not None and own.core is not None:
        found, total = own, total_of(own.core)
    # A plan below the bound: the proof was wrong, so nothing is proved any more.
    overlooked = lower is not None and total < lower
    return Chosen(found, None if overlooked else lower, overlooked)


def _own_plan(
    on: PlanFacts, like: Outcome, current: Plan, limit: Cents
) -> Priced | None:
    """The file's own plan, where it is inside the space and costs less than a limit."""
    if current.total is None or current.total >= limit or not is_inside_the_space(on):
        return None
    own = current_outcome(on, like)
    found = Priced(own, *billed(on, own))
    if found.total is not None and found.total < limit:
        return found
    return None


def overlooked(chosen: Chosen, horizon: Horizon) -> Iterator[Finding]:
    """A plan that the search should have found, as a fault of ours to report."""
    if chosen.overlooked:
        yield Finding("plan_overlooked", horizon.first, ACCOUNT, {})


def cheaper(first: Priced, other: Priced) -> Priced:
    """The one that costs less, or serves every call; of equal ones the first, whose
    proof goes with it.
    """
    if other.total is None or (first.total is not None and first.total <= other.total):
        return first
    return other
