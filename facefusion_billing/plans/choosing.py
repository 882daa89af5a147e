"""Which plan is shown, and how good it is: all totals are those of the rules core.

The best plan found is improved by the core and held beside the file's own; a cheaper
one is taken. Where the search had proved that there is none, that is a fault of it.
"""

from collections.abc import Iterator

from facefusion_billing.model.bill import Finding
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import (
    BOUNDED,
    INFEASIBLE,
    OPTIMAL,
    Horizon,
    Plan,
    Proof,
    ProofStatus,
)
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.improvement import improved
from facefusion_billing.plans.own_tiers import bound_of
from facefusion_billing.plans.planner import Planner
from facefusion_billing.plans.pricing import Priced, priced
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.startup.record import NamedTuple


class Chosen(NamedTuple):
    """The plan that is shown, a total that no plan is below (None: not known), and
    whether the search overlooked it.
    """

    priced: Priced
    lower: Cents | None = None
    overlooked: bool = False


def proof_of(planner: Planner, chosen: Chosen) -> Proof:
    """How good the plan is: `optimal` only where a bound equals what is billed."""
    labels, lower, total = (
        chosen.priced.outcome.labels,
        chosen.lower,
        chosen.priced.total,
    )
    status: ProofStatus = INFEASIBLE
    if total is not None:
        proved = not chosen.overlooked and lower == total
        status = OPTIMAL if proved else BOUNDED
    return Proof(status, lower, labels, planner.space(), planner.days())


def chosen_plan(
    on: PlanFacts,
    planner: Planner,
    best: Priced,
    least: Priced,
    current: Plan,
    deadline: Deadline,
) -> Chosen:
    """The best plan as the core bills it; a cheaper one inside the space (`least` of
    those found, the file's own, what the core improves) takes its place, and is a fault
    of the search where that had proved that there is none.
    """
    if least.core is None:
        return Chosen(best)
    lower = None
    if best.core is not None:
        # The bound of the search, before the core improves what it found.
        lower = bound_of(on, best.outcome, best.core)
    found = improved(on, least, deadline)
    if found.total != lower:
        found = _climbed(on, planner, found, deadline)
    found = _or_own_plan(on, found, current)
    # A plan below the bound: the proof was wrong, so nothing is proved any more.
    if lower is not None and found.total is not None and found.total < lower:
        return Chosen(found, None, overlooked=True)
    return Chosen(found, lower)


def _climbed(
    on: PlanFacts, planner: Planner, plan: Priced, deadline: Deadline
) -> Priced:
    """A plan without a proof, or what its neighbours lead to."""
    # Most plans are proved, and load nothing for it.
    from facefusion_billing.plans.nearby import climbed

    return climbed(on, planner, plan, deadline)


def _or_own_plan(on: PlanFacts, plan: Priced, current: Plan) -> Priced:
    """The file's own plan, where it is inside the space and costs less; else the plan."""
    # Billed again only where it can be cheaper.
    if current.total is None or plan.total is None or current.total >= plan.total:
        return plan
    # Most plans cost less, and load nothing for it.
    from facefusion_billing.plans.current import current_outcome, is_inside_the_space

    if not is_inside_the_space(on, plan.outcome):
        return plan
    own = priced(on, current_outcome(on, plan.outcome))
    if own.total is not None and own.total < plan.total:
        return own
    return plan


def overlooked(chosen: Chosen, horizon: Horizon) -> Iterator[Finding]:
    """A plan that the search should have found, as a fault of ours to report."""
    if chosen.overlooked:
        yield Finding("plan_overlooked", horizon.first, ACCOUNT, {})
