"""The cheapest plan, proved, beside its alternatives; every total is billed by the rules core."""

from collections.abc import Callable, Iterator
from time import monotonic

from facefusion_billing.answers.checks import MOST_PACKS, relations, too_many
from facefusion_billing.answers.core import Core, compute, ground, pack_states, running_cost
from facefusion_billing.answers.estimate import relevant
from facefusion_billing.answers.findings import findings
from facefusion_billing.answers.orders import order_line
from facefusion_billing.answers.plan_ground import Ground, Wishes, ground_of, is_fact, scaled
from facefusion_billing.answers.planner import Outcome, Planner, planned_scenario
from facefusion_billing.answers.views import EVERYTHING
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.bill import Finding
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.calendar import Month, Span
from facefusion_billing.model.faults import Fault, InputError, TooLargeError, refuse
from facefusion_billing.model.money import Cents
from facefusion_billing.model.picture import Pictures
from facefusion_billing.model.recommendation import (
    BOUNDED,
    INFEASIBLE,
    OPTIMAL,
    PLAN_NAMES,
    Horizon,
    OtherReading,
    Plan,
    Proof,
    Reason,
    Recommendation,
    ScopeCost,
    Sensitivity,
)
from facefusion_billing.model.record import NamedTuple
from facefusion_billing.model.scenario import QPS_MODE, Order, Scenario

DEMANDS = (-50, -25, -10, 10, 25, 50)
STEPS = 1
"""How often the interval between two rows of demand is halved to find where the plan stops being the cheapest."""
UNSERVED = ("undetermined_calls", "refused_calls", "over_qps_limit", "over_material_quota")
"""The warnings with which a plan is infeasible."""


class Asked(NamedTuple):
    """What a caller asks of a plan: its first month (None: the scenario's), what it may do, and how long to search.

    Without `details` only the plans are made, not what demand and readings would change; with `pictures` also
    the best plan's.
    """

    first: Month | None = None
    wishes: Wishes = Wishes()
    seconds: float | None = None
    watch: Callable[[str], None] | None = None
    details: bool = True
    pictures: bool = False


def recommend(scenario: Scenario, assumptions: dict[str, str], asked: Asked) -> Recommendation:
    """The cheapest plan of a scenario from a month on. Raises `InputError`."""
    readings = Readings({**scenario.assumptions, **assumptions})
    horizon = _horizon(scenario, asked.first)
    late = _clock(asked)
    on = ground_of(scenario, readings, horizon, asked.wishes)
    planner = planner_of(on)
    outcomes = {name: planner.solve(name, on.calls, late) for name in PLAN_NAMES[1:]}
    best = _least(outcomes)
    core, failures = _billed(on, best)
    written = core.ground.scenario if core is not None and not failures else None
    plans = [_current(scenario, readings, horizon, asked.wishes)]
    plans += [_plan(on, name, outcomes[name]) for name in PLAN_NAMES[1:-1]]
    total = _total(core) if core is not None and not failures else None
    running = running_cost(core.bills) if core is not None and total is not None else ()
    plans.append(Plan("best", total, failures, *_decisions(on, written, best), running))
    answer = Recommendation(
        title=scenario.title,
        book_id=scenario.book.id,
        currency=scenario.book.currency,
        horizon=horizon,
        assumptions=relevant(readings, scenario),
        plans=tuple(plans),
        proof=Proof(INFEASIBLE, None, best.labels, planner.space()),
        decided=tuple(_priced(scenario, [o for o in scenario.orders if not is_fact(o, horizon)])),
        facts=tuple(_priced(scenario, [o for o in scenario.orders if is_fact(o, horizon)])),
        per_scope=(),
        break_even=(),
        stable=None,
        sensitivity=(),
        others=(),
        findings=(),
        best_lines=tuple(order_line(order, scenario.book) for order in plans[-1].orders),
        written=written._replace(assumptions={**scenario.assumptions, **assumptions}) if written is not None else None,
    )
    if core is None or total is None:
        return answer
    gap = max(best.cost - best.lower, 0)
    proof = Proof(BOUNDED if gap else OPTIMAL, total - gap, best.labels, planner.space())
    answer = answer._replace(proof=proof, findings=_notes(core, horizon), pictures=_pictures(core, asked))
    return _explained(answer, scenario, core, _Solved(on, planner, best, total), late) if asked.details else answer


def _pictures(core: Core, asked: Asked) -> Pictures | None:
    if not asked.pictures:
        return None
    from facefusion_billing.answers.pictures import pictures

    return pictures(core, EVERYTHING)


class _Solved(NamedTuple):
    """The best plan with what it was found on."""

    ground: Ground
    planner: Planner
    best: Outcome
    total: Cents


def _horizon(scenario: Scenario, first: Month | None) -> Horizon:
    months = scenario.months
    if not months:
        raise refuse("nothing to plan: the file has no usage and no orders", scenario.place)
    if first is not None and first not in months:
        raise refuse(f"--from {first}: the months of the scenario are {months[0]} to {months[-1]}")
    return Horizon(first or months[0], months[-1])


def planner_of(on: Ground) -> Planner:
    """The planner for the shape of the scenario's book."""
    if on.scenario.book.activities is None:
        from facefusion_billing.answers.groups_planner import GroupsPlanner

        return GroupsPlanner(on)
    from facefusion_billing.answers.activities_planner import ActivitiesPlanner

    return ActivitiesPlanner(on)


def _clock(asked: Asked) -> Callable[[], bool] | None:
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


def _core(on: Ground, outcome: Outcome) -> Core:
    """A plan billed by the rules core. Raises `InputError` where its orders do not go with the facts.

    Raises `TooLargeError` where it has more orders than can be billed.
    """
    planned = planned_scenario(on, outcome)
    if any(too_many(planned)):
        raise TooLargeError([Fault(f"a plan of more than {MOST_PACKS:,} packs and other orders; plan for fewer calls")])
    if faults := list(relations(planned, on.readings)):
        raise InputError(faults)
    return compute(ground(planned), on.readings)


def _least(outcomes: dict[str, Outcome]) -> Outcome:
    """The best outcome; where it is not proved, another plan can cost less and takes its place, with its bound."""
    best = outcomes["best"]
    found = [outcome for outcome in outcomes.values() if outcome.decided is not None]
    least = min(found, key=lambda outcome: (outcome.cost, outcome is not best), default=best)
    return least._replace(lower=best.lower) if best.decided is not None else best


def _billed(on: Ground, outcome: Outcome) -> tuple[Core | None, tuple[Reason | Finding, ...]]:
    """An outcome billed by the rules core, and why it is no plan if it is none."""
    if outcome.decided is None:
        return None, outcome.reasons
    try:
        core = _core(on, outcome)
    except TooLargeError:
        raise
    except InputError as error:
        return None, (_conflict(error),)
    return core, _failures(core, on.horizon, on.wishes)


def _total(core: Core) -> Cents:
    return sum(bill.total for bill in core.bills)


def _notes(core: Core, horizon: Horizon) -> tuple[Finding, ...]:
    """The warnings and notes of the months of a horizon."""
    told = findings(core.ground.scenario, core.prepared, core.metering, pack_states(core), core.readings)
    return tuple(finding for finding in told if finding.month >= horizon.first)


def _failures(core: Core, horizon: Horizon, wishes: Wishes) -> tuple[Finding, ...]:
    """The warnings of the horizon that make a plan infeasible."""
    lifted = ("over_qps_limit",) if wishes.allow_throttling else ()
    return tuple(f for f in _notes(core, horizon) if f.code in UNSERVED and f.code not in lifted)


def _current(scenario: Scenario, readings: Readings, horizon: Horizon, wishes: Wishes) -> Plan:
    """The scenario as it is written, without its balance."""
    orders = tuple(order for order in scenario.orders if not is_fact(order, horizon))
    modes = {
        name: tuple(mode.span for mode in use.modes if mode.mode == QPS_MODE) for name, use in scenario.usage.items()
    }
    try:
        core = compute(ground(scenario._replace(account=scenario.account._replace(balance=None, top_ups=()))), readings)
    except InputError as error:
        return Plan("current", None, (_conflict(error),), orders, modes)
    failures = _failures(core, horizon, wishes)
    if failures:
        return Plan("current", None, failures, orders, modes)
    return Plan("current", _total(core), (), orders, modes, running_cost(core.bills))


def _conflict(error: InputError) -> Reason:
    """What the rules core could not price, as the reason against a plan."""
    return Reason("conflict", ACCOUNT, None, {"why": str(error)})


def _plan(on: Ground, name: str, outcome: Outcome) -> Plan:
    core, failures = _billed(on, outcome)
    if core is None or failures:
        return Plan(name, None, failures)
    return Plan(name, _total(core), (), *_decisions(on, core.ground.scenario, outcome), running_cost(core.bills))


def _decisions(
    on: Ground, planned: Scenario | None, outcome: Outcome
) -> tuple[tuple[Order, ...], dict[str, tuple[Span, ...]]]:
    """The orders a plan adds to the facts, and its days in QPS mode."""
    if planned is None:
        return (), {}
    return planned.orders[len(on.scenario.orders) :], outcome.modes


def _priced(scenario: Scenario, orders: list[Order]) -> Iterator[tuple[Order, Cents]]:
    for order in orders:
        line = order_line(order, scenario.book)
        yield order, line.amount if line is not None else 0


# What a buyer needs beside the number.


def _explained(
    answer: Recommendation, scenario: Scenario, core: Core, solved: _Solved, late: Callable[[], bool] | None
) -> Recommendation:
    on, planner, best, _ = solved
    rows = tuple(_demand(solved, percent, late) for percent in DEMANDS)
    return answer._replace(
        per_scope=tuple(_per_scope(core)),
        break_even=tuple(planner.break_even(best, on.calls)),
        stable=_stable(solved, rows, late),
        sensitivity=rows,
        others=tuple(_other_readings(scenario, solved, late)),
        findings=(*answer.findings, *_split_note(solved, late)),
    )


def _split_note(solved: _Solved, late: Callable[[], bool] | None) -> Iterator[Finding]:
    """What splitting activities would save, where the caller did not allow it."""
    on = solved.ground
    if on.scenario.book.activities is None or on.wishes.allow_split:
        return
    split = on._replace(wishes=on.wishes._replace(allow_split=True))
    found = planner_of(split).solve("best", on.calls, late)
    if found.decided is not None and found.cost < solved.best.cost:
        facts = {"total": solved.total - solved.best.cost + found.cost, "activities": len(found.usage)}
        yield Finding("split_saves", on.horizon.first, ACCOUNT, facts, solved.best.cost - found.cost)


def _per_scope(core: Core) -> Iterator[ScopeCost]:
    """What each scope costs in all, and what becomes of the pack calls of its orders."""
    names = list(core.ground.scenario.usage)
    lines = [line for bill in core.bills for line in bill.lines]
    packs = pack_states(core)
    for name in [*names, *dict.fromkeys(line.scope for line in lines if line.scope not in names)]:
        mine = [pack for pack in packs if pack.scope == name and pack.order.item != "free_pack"]
        yield ScopeCost(
            name,
            sum(line.amount for line in lines if line.scope == name),
            sum(pack.size for pack in mine),
            sum(pack.used for pack in mine),
            sum(pack.size - pack.used for pack in mine),
        )


def _demand(solved: _Solved, percent: int, late: Callable[[], bool] | None) -> Sensitivity:
    """The costs at another demand. What is not planned (facts, earlier months) stays as it is."""
    keep, best = solved.planner.regret(solved.best, scaled(solved.ground, percent).calls, late)
    beside = solved.total - solved.best.cost
    return Sensitivity(percent, None if keep is None else keep + beside, None if best is None else best + beside)


def _stable(solved: _Solved, rows: tuple[Sensitivity, ...], late: Callable[[], bool] | None) -> tuple[int, int]:
    """The demands, in percent of change, up to which no plan is cheaper, as far as they were tried."""
    ends = []
    for side in (-1, 1):
        good = 0
        for row in sorted((row for row in rows if row.percent * side > 0), key=lambda row: abs(row.percent)):
            if row.regret != 0:
                bad = row.percent
                for _ in range(STEPS):
                    middle = (good + bad) // 2
                    if middle in (good, bad):
                        break
                    good, bad = (middle, bad) if _demand(solved, middle, late).regret == 0 else (good, middle)
                break
            good = row.percent
        ends.append(good)
    return ends[0], ends[1]


def _other_readings(scenario: Scenario, solved: _Solved, late: Callable[[], bool] | None) -> Iterator[OtherReading]:
    """The best total under each other reading that can change it, and what this plan would cost too much there."""
    on, planner, best, total = solved
    for id, values in planner.questions(best).items():
        for value in values:
            readings = on.readings.other(id, value)
            other = ground_of(scenario, readings, on.horizon, on.wishes)
            cost, regret = _other_reading(other, on, best, late)
            if cost != total or regret != 0:
                yield OtherReading(id, value, cost, regret)


def _other_reading(
    other: Ground, on: Ground, best: Outcome, late: Callable[[], bool] | None
) -> tuple[Cents | None, Cents | None]:
    """The best total under other readings, and the regret of this plan there.

    Where the plan serves every call there too, what is not planned costs the same for both, so the core bills it once.
    """
    planner = planner_of(other)
    kept = _kept(other, on, best)
    if kept is not None:
        found = planner.regret(best, other.calls, late)
        if found.keep is not None and found.best is not None:
            return kept - found.keep + found.best, found.keep - found.best
    outcome = planner.solve("best", other.calls, late)
    cost = _total(_core(other, outcome)) if outcome.decided is not None else None
    return cost, None if cost is None or kept is None else kept - cost


def _kept(other: Ground, on: Ground, best: Outcome) -> Cents | None:
    """What this plan costs under other readings; None when it does not serve every call there."""
    try:
        core = _core(on._replace(readings=other.readings), best)
    except InputError:
        return None
    return None if _failures(core, on.horizon, on.wishes) else _total(core)
