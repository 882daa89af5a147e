"""Plans of a kind, each billed by the rules core."""

from functools import reduce

from facefusion_billing.billing.bills import Billing
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.recommendation import Reason
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.planner import Planner, no_plan
from facefusion_billing.plans.pricing import Priced, cheaper, planner_of, priced
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.startup.record import NamedTuple

WORK_OF_OTHERS, WORK_OF_A_ROW = 20_000, 5_000
"""Partial plans of a plan that stands beside the best one, and of the best one at another
demand or reading, where what came before took all there were.
"""

MANY_DAYS = 100
"""From how many decision days on a plan is looked for on fewer of them too."""


class Found(NamedTuple):
    """A plan, and what it was found on."""

    on: PlanFacts
    planner: Planner
    priced: Priced


def on_fewer_days(
    on: PlanFacts, planner: Planner, deadline: Deadline
) -> tuple[Found, ...]:
    """Where there are many decision days, the best plans on fewer of them: a search
    among so many that runs out of work may find less. Where every day is one, on those
    that are without it; and on those that no count names.
    """
    limits = on.limits
    fewer = [limits._replace(every_day=False)] if limits.every_day else []
    if max(map(len, planner.days().values()), default=0) > MANY_DAYS:
        fewer.append(limits._replace(every_day=False, few_days=True))
    return tuple(_found(on._replace(limits=each), deadline) for each in fewer)


def _found(on: PlanFacts, deadline: Deadline) -> Found:
    planner = planner_of(on)
    return Found(on, planner, solved_as(on, planner, "best", deadline))


def on_all_days(
    on: PlanFacts, planner: Planner, fewer: tuple[Found, ...], deadline: Deadline
) -> Priced:
    """The best plan on all decision days. Where those on fewer took all the work, and
    one look at each of all days is more than others have, it is the best of them.
    """
    is_over = fewer and deadline.out_of_time
    if not is_over or days_of(planner) <= WORK_OF_OTHERS:
        return solved_as(on, planner, "best", deadline)
    best = reduce(cheaper, (found.priced for found in fewer))
    # Its own bound holds on its own days alone.
    bounded = best.outcome._replace(lower=planner.bound(on.calls))
    return best._replace(outcome=bounded)


def days_of(planner: Planner) -> int:
    """The decision days of all scopes."""
    return sum(map(len, planner.days().values()))


def solved_as(
    on: PlanFacts,
    planner: Planner,
    name: str,
    deadline: Deadline,
    known: Billing | None = None,
) -> Priced:
    """The cheapest plan of a kind, billed by the rules core, but for the same plan as
    one that is `known`; once the seconds are over
    only the best is made. Where the best took all the work, the others have some of
    their own: they have less to choose from, and may cost less than what it found.
    """
    if name != "best" and deadline.is_late:
        return priced(on, no_plan([Reason("out_of_time", ACCOUNT)]))
    if name != "best":
        deadline = for_others(deadline)
    return priced(on, planner.solve(name, on.calls, deadline), known)


def for_others(deadline: Deadline, work: int = WORK_OF_OTHERS) -> Deadline:
    """The work there is for what stands beside the best plan: some of its own, where
    that took all.
    """
    if deadline.out_of_time:
        return Deadline(work=work)
    return deadline
