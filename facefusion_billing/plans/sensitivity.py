"""What a buyer needs beside the cheapest plan: its costs at another demand and under
the other readings.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain, takewhile

from facefusion_billing.billing.bills import Billing, recompute
from facefusion_billing.billing.left_out import unpriced
from facefusion_billing.billing.packs import pack_states
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.bill import Finding, PackState
from facefusion_billing.model.book import ACCOUNT, Groups
from facefusion_billing.model.faults import InputError
from facefusion_billing.model.items import FreePack
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import (
    OtherReading,
    Recommendation,
    ScopeCost,
    Sensitivity,
)
from facefusion_billing.plans.baseline import (
    PlanFacts,
    plan_facts_at,
    read_as,
    scaled,
)
from facefusion_billing.plans.own_tiers import cheapest_of
from facefusion_billing.plans.planner import (
    Outcome,
    Planner,
    Regret,
    compared,
    planned_scenario,
)
from facefusion_billing.plans.pricing import (
    core_of,
    planner_of,
    priced,
    total_of,
    why_not,
)
from facefusion_billing.plans.solving import WORK_OF_A_ROW, for_others
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.startup.record import NamedTuple

DEMANDS = (-50, -25, -10, 10, 25, 50)
"""Changes of demand in percent, from the least to the most."""
FEW_DEMANDS = (-25, 25)
"""Those of a first screen."""


class Solved(NamedTuple):
    """The best plan with what it was found on, and its bills."""

    facts: PlanFacts
    planner: Planner
    best: Outcome
    core: Billing

    @property
    def total(self) -> Cents:
        """All that is billed."""
        return total_of(self.core)


def explained(
    answer: Recommendation, solved: Solved, deadline: Deadline, *, brief: bool
) -> Recommendation:
    """The answer with what a buyer needs beside the number; each demand and reading is
    a search of its own, so `brief` tries those alone that a first screen shows. The
    answer as it was when the time is over before all of it is known.
    """
    on, planner, best, core = solved
    demands = FEW_DEMANDS if brief else DEMANDS
    try:
        rows = tuple(_demand(solved, percent, deadline) for percent in demands)
        notes = tuple(_split_note(solved, deadline))
        others = () if brief else tuple(_other_readings(answer, solved, deadline))
    except _LateError:
        return answer
    known = answer._replace(
        sensitivity=rows, findings=(*answer.findings, *notes), others=others
    )
    if brief:
        return known
    return known._replace(
        stable=_stable(rows),
        per_scope=tuple(_per_scope(core)),
        break_even=tuple(planner.break_even(best, on.calls)),
    )


class _LateError(Exception):
    """The seconds that were asked for are over."""


def _keep_time(deadline: Deadline) -> None:
    """Raises `_LateError` once the time is over."""
    if deadline.is_late:
        raise _LateError


def _split_note(solved: Solved, deadline: Deadline) -> Iterator[Finding]:
    """What splitting activities would save, where the caller did not allow it."""
    on = solved.facts
    if on.limits.allow_split or isinstance(on.scenario.book.offer, Groups):
        return
    # A split has tiers of its own too, so what it saves is not known this way.
    if on.has_own_tiers:
        return
    _keep_time(deadline)
    split = on._replace(limits=on.limits._replace(allow_split=True))
    found = planner_of(split).solve("best", on.calls, for_others(deadline))
    saved = solved.best.cost - found.cost
    if found.decided is not None and saved > 0:
        facts = {"total": solved.total - saved, "activities": len(found.usage)}
        yield Finding("split_saves", on.horizon.first, ACCOUNT, facts, saved)


def _per_scope(core: Billing) -> Iterator[ScopeCost]:
    """What each scope costs in all, and what becomes of the pack calls of its orders."""
    lines = list(chain.from_iterable(bill.lines for bill in core.bills))
    # Those with usage first, then what only has orders: the account, say.
    amounts = Counter[str](dict.fromkeys(core.inputs.scenario.usage, 0))
    for line in lines:
        amounts[line.scope] += line.amount
    packs = defaultdict[str, list[PackState]](list)
    for pack in pack_states(core):
        if not isinstance(pack.order.item, FreePack):
            packs[pack.scope].append(pack)
    for name, amount in amounts.items():
        yield _scope_cost(name, amount, packs[name])


def _scope_cost(name: str, amount: Cents, packs: list[PackState]) -> ScopeCost:
    """What a scope costs with what becomes of its pack calls."""
    return ScopeCost(
        name,
        amount,
        sum(pack.size for pack in packs),
        sum(pack.used for pack in packs),
        sum(pack.expired for pack in packs),
        sum(pack.size - pack.used - pack.expired for pack in packs),
    )


def _demand(solved: Solved, percent: int, deadline: Deadline) -> Sensitivity:
    """The costs at another demand."""
    _keep_time(deadline)
    deadline = for_others(deadline, WORK_OF_A_ROW)
    # What was decided is then not what is bought, so only the bills tell.
    if solved.facts.has_own_tiers or solved.best.was_changed:
        return Sensitivity(percent, *_billed_regret(solved, percent, deadline))
    calls = scaled(solved.facts, percent).calls
    planned = solved.planner.regret(solved.best, calls, deadline)
    keep, best = _in_all(solved, planned.keep), _in_all(solved, planned.best)
    # What its segments do not tell is seldom asked: bills take their time.
    if keep is None:
        keep = _billed(solved, plan_facts_at(solved.facts, percent))
    return Sensitivity(percent, *compared(keep, best))


def _in_all(solved: Solved, cost: Cents | None) -> Cents | None:
    """A cost of what is planned with what is not (facts, earlier months), which stays
    as it is.
    """
    if cost is None:
        return None
    return solved.total - solved.best.cost + cost


def _billed_regret(solved: Solved, percent: int, deadline: Deadline) -> Regret:
    """The costs at another demand where only the rules core knows what a plan costs."""
    on = plan_facts_at(solved.facts, percent)
    found = cheapest_of(on, planner_of(on), deadline)
    return compared(_billed(solved, on), found.total)


def _billed(solved: Solved, on: PlanFacts) -> Cents | None:
    """What the plan costs on the facts of another demand, as the rules core bills it;
    None where it does not serve every call there, or splits an activity.
    """
    if set(solved.best.usage) != set(on.scenario.usage):
        return None
    return priced(on, solved.best._replace(usage=on.scenario.usage)).total


def _stable(rows: tuple[Sensitivity, ...]) -> tuple[int, int]:
    """The demands tried, in percent of change, up to which no plan is cheaper."""
    fewer = takewhile(_no_regret, (row for row in reversed(rows) if row.percent < 0))
    more = takewhile(_no_regret, (row for row in rows if row.percent > 0))
    least = min((row.percent for row in fewer), default=0)
    return least, max((row.percent for row in more), default=0)


def _no_regret(row: Sensitivity) -> bool:
    return row.regret == 0


def _other_readings(
    answer: Recommendation, solved: Solved, deadline: Deadline
) -> Iterator[OtherReading]:
    """The best total under each other reading that can change it or what it leaves out,
    and what this plan would cost too much there.
    """
    on, planner, best, core = solved
    total = solved.total
    for id, values in planner.questions(best).items():
        for value in values:
            _keep_time(deadline)
            readings = on.readings.other(id, value)
            other = read_as(on, readings)
            keep = _kept(core, on, readings)
            found = _best_there(other, solved, for_others(deadline, WORK_OF_A_ROW))
            there = compared(_total(keep), _total(found))
            left_out = _left_out(found or keep)
            changes = there.best != total or there.amount != 0
            if changes or left_out != answer.unpriced:
                yield OtherReading(id, value, there.best, there.amount, left_out)


def _total(core: Billing | None) -> Cents | None:
    return total_of(core) if core else None


def _left_out(core: Billing | None) -> dict[str, int]:
    """The calls outside every plan; which plan it is does not matter."""
    return unpriced(core.bills) if core else {}


def _best_there(other: PlanFacts, solved: Solved, deadline: Deadline) -> Billing | None:
    """The bills of the best plan under other readings, taken from those of the plan
    that is kept where it is the same; None where there is none.
    """
    planner, core = planner_of(other), solved.core
    if other.has_own_tiers:
        return cheapest_of(other, planner, deadline).core
    outcome = planner.best_beside(solved.best, other.calls, deadline)
    if outcome.decided is None:
        return None
    if planned_scenario(other, outcome) == core.inputs.scenario:
        return recompute(core, other.readings)
    return core_of(other, outcome)


def _kept(core: Billing, on: PlanFacts, readings: Readings) -> Billing | None:
    """The plan's bills under other readings; None when it does not serve every call
    there.
    """
    try:
        there = recompute(core, readings)
    except InputError:
        return None
    if why_not(there, on):
        return None
    return there
