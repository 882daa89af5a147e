"""The cheapest plan, proved, beside its alternatives; every total is billed by the
rules core.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from facefusion_billing.answers.listed_plans import (
    current_plan,
    listed_plan,
    order_lines,
    parted_orders,
    priced_orders,
)
from facefusion_billing.billing.bills import Billing, check_returns
from facefusion_billing.billing.even_spread import with_spread
from facefusion_billing.billing.forecast import last_days
from facefusion_billing.billing.left_out import refused_by, unpriced, unpriced_in
from facefusion_billing.billing.shape import relevant
from facefusion_billing.billing.views import EVERYTHING
from facefusion_billing.model.bill import Finding
from facefusion_billing.model.calendar import ONE_DAY, month_of
from facefusion_billing.model.faults import refuse
from facefusion_billing.model.recommendation import (
    Horizon,
    Plan,
    Recommendation,
)
from facefusion_billing.model.scenario import Scenario
from facefusion_billing.plans.baseline import PlanFacts, PlanLimits, plan_facts
from facefusion_billing.plans.choosing import Chosen, chosen_plan, overlooked, proof_of
from facefusion_billing.plans.demand import since_activation
from facefusion_billing.plans.even_shares import even_shares
from facefusion_billing.plans.funding import funded, not_paid
from facefusion_billing.plans.own_tiers import or_apart
from facefusion_billing.plans.planner import Planner
from facefusion_billing.plans.pricing import (
    Priced,
    cheaper,
    notes,
    planner_of,
)
from facefusion_billing.plans.sensitivity import Solved, explained
from facefusion_billing.plans.solving import (
    WORK_OF_OTHERS,
    Found,
    days_of,
    on_all_days,
    on_fewer_days,
    solved_as,
)
from facefusion_billing.plans.unknown_peaks import unknown_peaks
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.startup.record import NamedTuple

if TYPE_CHECKING:
    from facefusion_billing.model.chart_data import Pictures


MOST_CHANGED = 3_000
"""Up to how many bills of a scope for a month it is told what a change of demand or of
a reading costs, unless seconds are given for it.
"""
MOST_STATED_CHANGED = 50_000
"""Counts and peaks of which it is told: each change distributes them all anew."""
MOST_DAYS_CHANGED = 500
"""The same for decision days, where the search for the best plan took all its work: each
of a dozen others goes through all days at least once.
"""


class RecommendOptions(NamedTuple):
    """What a caller asks of a plan: the first day it may decide anything on (None: the
    scenario's first month), what it may do, and how long to search.

    Without `details` only the plans are made, not what demand and readings would
    change; in `brief` a quarter more and less demand alone. With `pictures` also the
    best plan's.
    """

    since: date | None = None
    limits: PlanLimits = PlanLimits()
    seconds: float | None = None
    watch: Callable[[str], None] | None = None
    details: bool = True
    brief: bool = False
    pictures: bool = False


class _Search(NamedTuple):
    """What plans are searched with; `fewer` are the best plans on fewer days, where
    there are many.
    """

    on: PlanFacts
    planner: Planner
    deadline: Deadline
    fewer: tuple[Found, ...]


def recommend(
    scenario: Scenario, assumptions: dict[str, str], asked: RecommendOptions
) -> Recommendation:
    """The cheapest plan of a scenario from a day on. Raises `InputError`."""
    search = _search_of(scenario, assumptions, asked)
    plans, chosen = _compared(search)
    answer = _answer(search, plans, chosen)
    core = chosen.priced.core
    if core is None:
        return answer
    answer = answer._replace(
        written=_written(search.on, core, assumptions),
        findings=tuple(_findings(search.on, core, chosen)),
        pictures=_pictures(core, asked),
        bills=with_spread(core, core.bills),
        unpriced=unpriced(core.bills),
        unpriced_in=unpriced_in(core.bills),
        refused_by=refused_by(core),
    )
    if not _tells_details(search, asked):
        return answer
    return _with_details(answer, search, chosen, core, brief=asked.brief)


def _search_of(
    scenario: Scenario, assumptions: dict[str, str], asked: RecommendOptions
) -> _Search:
    # Of a file that states what cannot be, no plan is told.
    check_returns(scenario, scenario.readings(assumptions))
    scenario = since_activation(scenario)
    horizon = _horizon(scenario, asked.since)
    on = plan_facts(scenario, scenario.readings(assumptions), horizon, asked.limits)
    planner, deadline = planner_of(on), _deadline(asked)
    return _Search(on, planner, deadline, on_fewer_days(on, planner, deadline))


def _compared(search: _Search) -> tuple[tuple[Plan, ...], Chosen]:
    """The current plan, those listed beside the best one, and the best; and how this
    was chosen.
    """
    on, planner, deadline, fewer = search
    # The best first: what time there is belongs to it, and so do its bills.
    best = on_all_days(on, planner, fewer, deadline)
    listed, least = _listed(search, best)
    for found in fewer:
        least = cheaper(least, found.priced)
    current = current_plan(on)
    chosen = chosen_plan(on, planner, best, least, current, deadline)
    return (current, *listed, listed_plan(on, "best", chosen.priced)), chosen


def _with_details(
    answer: Recommendation,
    search: _Search,
    chosen: Chosen,
    core: Billing,
    *,
    brief: bool,
) -> Recommendation:
    """The answer with what demand and readings would change."""
    on, planner, deadline, fewer = search
    outcome = chosen.priced.outcome
    # What a plan decided can be asked about only where it was found.
    for found in fewer:
        if outcome.decided is found.priced.outcome.decided:
            on, planner = found.on, found.planner
    solved = Solved(on, planner, outcome, core)
    return explained(answer, solved, deadline, brief=brief)


def _tells_details(search: _Search, asked: RecommendOptions) -> bool:
    """Whether it is told what demand would change: each change takes a search and bills
    of its own.
    """
    on, planner = search.on, search.planner
    if not asked.details or asked.seconds is not None:
        return asked.details
    bills = len(on.scenario.usage) * len(on.horizon.months)
    stated = sum(len(use.calls) + len(use.peaks) for use in on.scenario.usage.values())
    is_long = search.deadline.out_of_time and days_of(planner) > MOST_DAYS_CHANGED
    return bills <= MOST_CHANGED and stated <= MOST_STATED_CHANGED and not is_long


def _listed(search: _Search, best: Priced) -> tuple[list[Plan], Priced]:
    """The cheapest plan of each kind that stands beside the best one, and the one that
    costs least of all: where the best is not proved, that can be another.
    """
    on, deadline = search.on, search.deadline
    places = _searched_for_listed(search)
    plans, least = [], best
    for name in search.planner.names:
        # Of a plan that is only listed the bills are let go: they take the most memory.
        own = solved_as(*places[0], name, deadline, best.core)
        for other, planner in places[1:]:
            own = cheaper(own, solved_as(other, planner, name, deadline))
        plans.append(listed_plan(on, name, own))
        least = cheaper(least, own)
    return plans, or_apart(on, least, deadline)


def _searched_for_listed(search: _Search) -> list[tuple[PlanFacts, Planner]]:
    """The decision days on which listed plans are looked for: all, and fewer; where the
    best took all the work, those alone of which one look at each is in the work left.
    """
    places = [(search.on, search.planner)]
    places += [(found.on, found.planner) for found in search.fewer]
    if not search.deadline.out_of_time:
        return places
    few = [place for place in places if days_of(place[1]) <= WORK_OF_OTHERS]
    return few or places[-1:]


def _findings(on: PlanFacts, core: Billing, chosen: Chosen) -> Iterator[Finding]:
    """What a reader should know of the best plan."""
    yield from notes(core, on.horizon)
    yield from overlooked(chosen, on.horizon)
    yield from not_paid(funded(on, core).missing)
    yield from even_shares(on, chosen.priced.outcome)
    yield from unknown_peaks(on, core)


def _answer(search: _Search, plans: tuple[Plan, ...], chosen: Chosen) -> Recommendation:
    """The answer before the best plan's bills and file, where there is one."""
    scenario = search.on.written
    book = search.on.written.book
    facts, decided = parted_orders(search.on)
    return Recommendation(
        title=scenario.title,
        book_id=book.id,
        currency=book.currency,
        horizon=search.on.horizon,
        assumptions=relevant(search.on.readings, book),
        plans=plans,
        proof=proof_of(search.planner, chosen),
        decided=priced_orders(scenario, decided),
        facts=priced_orders(scenario, facts),
        best_lines=order_lines(scenario, plans[-1].orders),
        written=None,
        origin=book.origin,
        leaves_balance_out=scenario.account.balance is not None,
        last_days=last_days(scenario),
    )


def _written(on: PlanFacts, core: Billing, assumptions: dict[str, str]) -> Scenario:
    """The usage file of the best plan, with the readings it was planned under: its
    estimate is the total promised.
    """
    readings = {**on.written.assumptions, **assumptions}
    return funded(on, core).scenario._replace(assumptions=readings)


def _pictures(core: Billing, asked: RecommendOptions) -> "Pictures | None":
    if not asked.pictures:
        return None
    from facefusion_billing.billing.chart_data import pictures

    return pictures(core, EVERYTHING)


def _horizon(scenario: Scenario, since: date | None) -> Horizon:
    months = scenario.months
    if not months:
        raise refuse(
            "nothing to plan: the file has no usage and no orders", scenario.location
        )
    if since is None:
        # What was metered is over; what comes after it is planned. Nothing can be bought
        # any more on a day that some scope has counted already.
        counted = max(last_days(scenario).values(), default=None)
        since = counted + ONE_DAY if counted else None
    if since is None:
        return Horizon(months[0], months[-1])
    first = month_of(since)
    if first not in months:
        raise refuse(
            "--from {since}: the months of the scenario are {first} to {last}",
            since=since,
            first=months[0],
            last=months[-1],
        )
    return Horizon(first, months[-1], since if since > first.first else None)


def _deadline(asked: RecommendOptions) -> Deadline:
    """The end of the search; tells the watcher when a second has passed."""
    watch = asked.watch
    if watch is None:
        return Deadline(asked.seconds)
    return Deadline(asked.seconds, lambda passed: watch(f"planning, {passed:.0f} s"))
