"""The cheapest plan, proved, beside its alternatives; every total is billed by the
rules core.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from facefusion_billing.answers.estimate import relevant
from facefusion_billing.billing.bills import (
    Billing,
    compute,
    running_cost,
)
from facefusion_billing.billing.forecast import last_day
from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.billing.orders import price_order
from facefusion_billing.billing.shape import shape_of
from facefusion_billing.billing.views import EVERYTHING
from facefusion_billing.model.bill import BillLine, Finding
from facefusion_billing.model.calendar import ONE_DAY, month_of
from facefusion_billing.model.faults import InputError, refuse
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import (
    INFEASIBLE,
    Horizon,
    Plan,
    Proof,
    Recommendation,
)
from facefusion_billing.model.scenario import QPS_MODE, Order, Scenario
from facefusion_billing.plans.baseline import (
    PlanFacts,
    PlanLimits,
    plan_facts,
)
from facefusion_billing.plans.choosing import (
    Chosen,
    chosen_plan,
    overlooked,
    proof_of,
)
from facefusion_billing.plans.even_shares import even_shares
from facefusion_billing.plans.funding import funded, not_paid
from facefusion_billing.plans.own_tiers import apart
from facefusion_billing.plans.planner import Outcome, Planner
from facefusion_billing.plans.pricing import (
    Priced,
    cheaper,
    conflict,
    notes,
    planner_of,
    priced,
    total_of,
    why_not,
)
from facefusion_billing.plans.sensitivity import Solved, explained
from facefusion_billing.plans.solving import on_decision_days, solved_as
from facefusion_billing.plans.unknown_peaks import unknown_peaks
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.startup.record import NamedTuple

if TYPE_CHECKING:
    from facefusion_billing.model.chart_data import Pictures


MOST_CHANGED = 3_000
"""Up to how many bills of a scope for a month it is told what a change of demand or of
a reading costs, unless seconds are given for it.
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


def recommend(
    scenario: Scenario, assumptions: dict[str, str], asked: RecommendOptions
) -> Recommendation:
    """The cheapest plan of a scenario from a day on. Raises `InputError`."""
    readings = scenario.readings(assumptions)
    horizon = _horizon(scenario, asked.since)
    on = plan_facts(scenario, readings, horizon, asked.limits)
    planner, deadline = planner_of(on), _deadline(asked)
    fewer = on_decision_days(on, deadline)
    # The best first: what time there is belongs to it, and so do its bills.
    best = solved_as(on, planner, "best", deadline)
    listed, least = _listed(on, planner, best, deadline)
    if fewer is not None:
        least = cheaper(least, fewer.priced)
    current = _current(on)
    chosen = chosen_plan(on, best, least, current, deadline)
    plans = current, *listed, _plan(on, "best", chosen.priced)
    answer = _answer(on, plans, planner, chosen, assumptions)
    core = chosen.priced.core
    if core is None:
        return answer
    total = total_of(core)
    answer = answer._replace(
        proof=proof_of(planner, chosen, total),
        findings=tuple(_findings(on, core, chosen)),
        pictures=_pictures(core, asked),
        bills=core.bills,
    )
    if not asked.details or _is_too_large(on, asked):
        return answer
    outcome = chosen.priced.outcome
    solved = Solved(on, planner, outcome, total)
    # What a plan decided can be asked about only where it was found.
    if fewer is not None and outcome.decided is fewer.priced.outcome.decided:
        solved = Solved(fewer.on, fewer.planner, outcome, total)
    return explained(answer, scenario, core, solved, deadline, brief=asked.brief)


def _is_too_large(on: PlanFacts, asked: RecommendOptions) -> bool:
    """Whether what demand would change is left out: each change takes bills of its own."""
    bills = len(on.scenario.usage) * len(on.horizon.months)
    return asked.seconds is None and bills > MOST_CHANGED


def _listed(
    on: PlanFacts, planner: Planner, best: Priced, deadline: Deadline
) -> tuple[list[Plan], Priced]:
    """The cheapest plan of each kind that stands beside the best one, and the one that
    costs least of all: where the best is not proved, that can be another.
    """
    plans, least = [], best
    for name in planner.names:
        # Of a plan that is only listed the bills are let go: they take the most memory.
        own = solved_as(on, planner, name, deadline)
        plans.append(_plan(on, name, own))
        least = cheaper(least, own)
    if on.has_own_tiers and len(on.scenario.usage) > 1:
        least = cheaper(least, priced(on, apart(on, deadline)))
    return plans, least


def _findings(on: PlanFacts, core: Billing, chosen: Chosen) -> Iterator[Finding]:
    """What a reader should know of the best plan."""
    yield from notes(core, on.horizon)
    yield from overlooked(chosen, on.horizon)
    yield from not_paid(funded(on, core).missing)
    yield from even_shares(on, chosen.priced.outcome)
    yield from unknown_peaks(on, core)


def _answer(
    on: PlanFacts,
    plans: tuple[Plan, ...],
    planner: Planner,
    chosen: Chosen,
    assumptions: dict[str, str],
) -> Recommendation:
    """The answer before what demand and readings would change."""
    scenario, horizon, best = on.written, on.horizon, plans[-1]
    facts = [order for order in scenario.orders if on.is_fact(order)]
    decided = [order for order in scenario.orders if not on.is_fact(order)]
    labels = chosen.priced.outcome.labels
    return Recommendation(
        title=scenario.title,
        book_id=scenario.book.id,
        currency=scenario.book.currency,
        horizon=horizon,
        assumptions=relevant(on.readings, scenario),
        plans=plans,
        # Until a plan is found that can be written.
        proof=Proof(INFEASIBLE, None, labels, planner.space(), planner.days()),
        decided=tuple(_priced(scenario, decided)),
        facts=tuple(_priced(scenario, facts)),
        best_lines=tuple(_lines(scenario, best.orders)),
        written=_written(on, chosen, assumptions),
        origin=scenario.book.origin,
        leaves_balance_out=scenario.account.balance is not None,
    )


def _written(
    on: PlanFacts, chosen: Chosen, assumptions: dict[str, str]
) -> Scenario | None:
    """The usage file of the best plan; None where there is none."""
    core = chosen.priced.core
    if core is None:
        return None
    # With the readings it was planned under, so that its estimate is the total promised.
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
        # What was metered is over; what comes after it is planned.
        counted = last_day(scenario)
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


def _current(on: PlanFacts) -> Plan:
    """The scenario as it is written, without its balance."""
    scenario = on.written
    orders = tuple(order for order in scenario.orders if not on.is_fact(order))
    modes = {
        name: tuple(mode.span for mode in use.modes if mode.mode == QPS_MODE)
        for name, use in scenario.usage.items()
    }
    # Plans are priced without a balance, so what they are compared with is too.
    account = scenario.account._replace(balance=None, top_ups=())
    try:
        core = compute(billing_inputs(scenario._replace(account=account)), on.readings)
    except InputError as error:
        return Plan("current", None, (conflict(error),), orders, modes)
    failures = why_not(core, on)
    if failures:
        return Plan("current", None, failures, orders, modes)
    return Plan("current", total_of(core), (), orders, modes, running_cost(core.bills))


def _plan(on: PlanFacts, name: str, found: Priced) -> Plan:
    """A plan as it is listed, or why there is none."""
    if found.core is None:
        return Plan(name, None, found.failures)
    return _planned(on, name, found.core, found.outcome)


def _planned(on: PlanFacts, name: str, core: Billing, outcome: Outcome) -> Plan:
    """A plan with the orders it adds to the facts, and its days in QPS mode."""
    orders = core.inputs.scenario.orders[len(on.scenario.orders) :]
    running = running_cost(core.bills)
    return Plan(name, total_of(core), (), orders, outcome.modes, running)


def _priced(scenario: Scenario, orders: list[Order]) -> Iterator[tuple[Order, Cents]]:
    """Each order with what it costs; the claim of a free pack costs nothing."""
    for order, line in zip(orders, _lines(scenario, orders), strict=True):
        yield order, line.amount if line is not None else 0


def _lines(scenario: Scenario, orders: Sequence[Order]) -> Iterator[BillLine | None]:
    """The line of each order in its bill; None for the claim of a free pack."""
    shape = shape_of(scenario.book)
    for order in orders:
        priced = price_order(order, scenario.book, shape)
        yield priced.line if priced is not None else None
