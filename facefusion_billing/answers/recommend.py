"""The cheapest plan, proved, beside its alternatives; every total is billed by the
rules core.
"""

from collections.abc import Callable, Iterator
from time import monotonic
from typing import TYPE_CHECKING

from facefusion_billing.answers.estimate import relevant
from facefusion_billing.billing.bills import (
    Billing,
    compute,
    running_cost,
)
from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.billing.orders import price_order
from facefusion_billing.billing.views import EVERYTHING
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.bill import BillLine, Finding
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.faults import InputError, refuse
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import (
    BOUNDED,
    INFEASIBLE,
    OPTIMAL,
    PLAN_NAMES,
    Horizon,
    Plan,
    Proof,
    ProofStatus,
    Reason,
    Recommendation,
)
from facefusion_billing.model.scenario import QPS_MODE, Order, Scenario
from facefusion_billing.plans.baseline import PlanFacts, PlanLimits, ground_of, is_fact
from facefusion_billing.plans.planner import Late, Outcome
from facefusion_billing.plans.pricing import (
    billed,
    conflict,
    notes,
    planner_of,
    total_of,
    why_not,
)
from facefusion_billing.plans.sensitivity import Solved, explained
from facefusion_billing.startup.record import NamedTuple

if TYPE_CHECKING:
    from facefusion_billing.model.chart_data import Pictures


class RecommendOptions(NamedTuple):
    """What a caller asks of a plan: its first month (None: the scenario's), what it may
    do, and how long to search.

    Without `details` only the plans are made, not what demand and readings would
    change; with `pictures` also the best plan's.
    """

    first: Month | None = None
    limits: PlanLimits = PlanLimits()
    seconds: float | None = None
    watch: Callable[[str], None] | None = None
    details: bool = True
    pictures: bool = False


def recommend(
    scenario: Scenario, assumptions: dict[str, str], asked: RecommendOptions
) -> Recommendation:
    """The cheapest plan of a scenario from a month on. Raises `InputError`."""
    readings = scenario.readings(assumptions)
    horizon = _horizon(scenario, asked.first)
    late = _clock(asked)
    facts = ground_of(scenario, readings, horizon, asked.limits)
    planner = planner_of(facts)
    outcomes = {n: planner.solve(n, facts.calls, late) for n in PLAN_NAMES[1:]}
    best = _least(outcomes)
    billing, failures = billed(facts, best)
    served = billing if not failures else None
    plans = (
        _current(scenario, readings, horizon, asked.limits),
        *(_plan(facts, name, outcomes[name]) for name in PLAN_NAMES[1:-1]),
        _plan_of("best", facts, best, served, failures),
    )
    decided = [order for order in scenario.orders if not is_fact(order, horizon)]
    answer = Recommendation(
        title=scenario.title,
        book_id=scenario.book.id,
        currency=scenario.book.currency,
        horizon=horizon,
        assumptions=relevant(readings, scenario),
        plans=plans,
        proof=_proof(best, served, planner.space()),
        decided=tuple(_priced(scenario, decided)),
        facts=_facts(scenario, horizon),
        best_lines=tuple(_line(order, scenario) for order in plans[-1].orders),
        written=_written(scenario, assumptions, served),
    )
    if served is None:
        return answer
    answer = answer._replace(
        findings=notes(served, horizon), pictures=_pictures(served, asked)
    )
    if not asked.details:
        return answer
    solved = Solved(facts, planner, best, total_of(served))
    return explained(answer, scenario, served, solved, late)


def _proof(best: Outcome, served: Billing | None, space: tuple[str, ...]) -> Proof:
    """How good the best plan is; its bound is as far below its bills as below its cost."""
    if served is None:
        return Proof(INFEASIBLE, None, best.labels, space)
    gap = max(best.cost - best.lower, 0)
    status: ProofStatus = BOUNDED if gap else OPTIMAL
    return Proof(status, total_of(served) - gap, best.labels, space)


def _written(
    scenario: Scenario, assumptions: dict[str, str], served: Billing | None
) -> Scenario | None:
    """The best plan as a scenario, with the assumptions it was made under."""
    if served is None:
        return None
    chosen = {**scenario.assumptions, **assumptions}
    return served.inputs.scenario._replace(assumptions=chosen)


def _pictures(billing: Billing, asked: RecommendOptions) -> "Pictures | None":
    if not asked.pictures:
        return None
    from facefusion_billing.billing.chart_data import pictures

    return pictures(billing, EVERYTHING)


def _facts(scenario: Scenario, horizon: Horizon) -> tuple[tuple[Order, Cents], ...]:
    """The orders that the plan keeps as they are."""
    kept = [order for order in scenario.orders if is_fact(order, horizon)]
    return tuple(_priced(scenario, kept))


def _horizon(scenario: Scenario, first: Month | None) -> Horizon:
    months = scenario.months
    if not months:
        raise refuse(
            "nothing to plan: the file has no usage and no orders", scenario.location
        )
    if first is not None and first not in months:
        raise refuse(
            f"--from {first}: the months of the scenario are {months[0]} to {months[-1]}"
        )
    return Horizon(first or months[0], months[-1])


def _clock(asked: RecommendOptions) -> Late | None:
    """Whether the time is up; tells the watcher when a second has passed."""
    if asked.seconds is None and asked.watch is None:
        return None
    begun, told = monotonic(), [1.0]

    def late() -> bool:
        passed = monotonic() - begun
        if asked.watch is not None and passed >= told[0]:
            asked.watch(f"planning, {passed:.0f} s")
            told[0] = passed + 1
        return asked.seconds is not None and passed > asked.seconds

    return late


def _least(outcomes: dict[str, Outcome]) -> Outcome:
    """The best outcome; where it is not proved, another plan can cost less and takes
    its place, with its bound.
    """
    best = outcomes["best"]
    found = [outcome for outcome in outcomes.values() if outcome.decided is not None]
    least = min(
        found, key=lambda outcome: (outcome.cost, outcome is not best), default=best
    )
    return least._replace(lower=best.lower) if best.decided is not None else best


def _current(
    scenario: Scenario, readings: Readings, horizon: Horizon, limits: PlanLimits
) -> Plan:
    """The scenario as it is written, without its balance."""
    orders = tuple(order for order in scenario.orders if not is_fact(order, horizon))
    modes = {
        name: tuple(mode.span for mode in use.modes if mode.mode == QPS_MODE)
        for name, use in scenario.usage.items()
    }
    try:
        billing = compute(
            billing_inputs(
                scenario._replace(
                    account=scenario.account._replace(balance=None, top_ups=())
                )
            ),
            readings,
        )
    except InputError as error:
        return Plan("current", None, (conflict(error),), orders, modes)
    failures = why_not(billing, horizon, limits)
    if failures:
        return Plan("current", None, failures, orders, modes)
    return Plan(
        "current", total_of(billing), (), orders, modes, running_cost(billing.bills)
    )


def _plan(facts: PlanFacts, name: str, outcome: Outcome) -> Plan:
    billing, failures = billed(facts, outcome)
    if billing is None or failures:
        return Plan(name, None, failures)
    return _plan_of(name, facts, outcome, billing, ())


def _plan_of(
    name: str,
    facts: PlanFacts,
    outcome: Outcome,
    served: Billing | None,
    failures: tuple[Reason | Finding, ...],
) -> Plan:
    """A plan as it was billed; without its bills (None) where it does not serve."""
    if served is None:
        return Plan(name, None, failures)
    return Plan(
        name=name,
        total=total_of(served),
        orders=served.inputs.scenario.orders[len(facts.scenario.orders) :],
        modes=outcome.modes,
        running=running_cost(served.bills),
    )


def _priced(scenario: Scenario, orders: list[Order]) -> Iterator[tuple[Order, Cents]]:
    for order in orders:
        line = _line(order, scenario)
        yield order, line.amount if line is not None else 0


def _line(order: Order, scenario: Scenario) -> BillLine | None:
    """The line of an order in its bill; None for the claim of a free pack."""
    priced = price_order(order, scenario.book)
    return priced.line if priced is not None else None
