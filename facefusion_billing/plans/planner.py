"""What plans an account, whatever the shape of its book: the face of a planner, and its
outcome as a scenario.
"""

from datetime import date
from typing import Any, Protocol

from facefusion_billing.billing.metered import Calls
from facefusion_billing.model.calendar import Span
from facefusion_billing.model.items import (
    CallPack,
    FreePack,
    Item,
    LicenceOrder,
    MaterialPack,
    QpsOrder,
    UpgradeOrder,
)
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import BreakEven, Reason
from facefusion_billing.model.scenario import (
    CALL_VOLUME,
    ModeSpan,
    Order,
    Scenario,
    ScopeUsage,
)
from facefusion_billing.plans.baseline import PlanFacts, qps_modes
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.startup.record import NamedTuple

STEPS: tuple[type[Item], ...] = (
    LicenceOrder,
    UpgradeOrder,
    CallPack,
    MaterialPack,
    FreePack,
    QpsOrder,
)
"""The items in the order in which they are bought on one day."""


class Outcome(NamedTuple):
    """What planning came to: what was decided (None, with the reasons: nothing serves
    every call), its cost and bound.

    `usage` is that of the scopes as the plan has them; an activity may be several.
    """

    decided: Any
    cost: Cents
    lower: Cents
    labels: int
    reasons: tuple[Reason, ...] = ()
    orders: tuple[Order, ...] = ()
    modes: dict[str, tuple[Span, ...]] = {}
    usage: dict[str, ScopeUsage] = {}


class Regret(NamedTuple):
    """The cost of a plan that is kept, and of the best one (None: calls are not
    served).
    """

    keep: Cents | None
    best: Cents | None


class Planner(Protocol):
    """Plans an account on its facts."""

    @property
    def names(self) -> tuple[str, ...]:
        """The plans that are compared, but for the current one and the best."""
        ...

    def solve(
        self, name: str, calls: Calls, deadline: Deadline | None = None
    ) -> Outcome:
        """The cheapest plan of a kind for some daily calls."""
        ...

    def regret(
        self, outcome: Outcome, calls: Calls, deadline: Deadline | None = None
    ) -> Regret:
        """What a plan and the best one cost with other calls."""
        ...

    def questions(self, best: Outcome) -> dict[str, tuple[str, ...]]:
        """The assumptions whose other readings can change the plan or its cost, with
        these readings.
        """
        ...

    def break_even(self, outcome: Outcome, calls: Calls) -> list[BreakEven]:
        """Where each purchase begins to pay."""
        ...

    def space(self) -> tuple[str, ...]:
        """The codes of what the proof covers."""
        ...

    def days(self) -> dict[str, tuple[date, ...]]:
        """The decision days, by scope."""
        ...


def planned_scenario(facts: PlanFacts, outcome: Outcome) -> Scenario:
    """The facts with the plan's orders, usage and billing modes: what the rules core
    bills and `--write` writes.
    """
    taken = {order.id for order in facts.scenario.orders}
    orders = sorted(outcome.orders, key=_place)
    named = []
    number = 0
    for order in orders:
        number += 1
        # A file that was written by a plan has such ids already.
        while f"plan-{number}" in taken:
            number += 1
        named.append(order._replace(id=f"plan-{number}"))
    usage = {
        name: use._replace(modes=_modes(facts, name, use, outcome))
        for name, use in outcome.usage.items()
    }
    return facts.scenario._replace(orders=(*facts.scenario.orders, *named), usage=usage)


def _place(order: Order) -> tuple[date, int, str, int]:
    size = 0
    if isinstance(order.item, CallPack | MaterialPack):
        size = order.item.size
    return order.date, STEPS.index(type(order.item)), order.scope or "", size


def _modes(
    facts: PlanFacts, name: str, use: ScopeUsage, outcome: Outcome
) -> tuple[ModeSpan, ...]:
    """The billing modes before the horizon as they were, and the plan's in it."""
    start = facts.horizon.start
    before = [mode for mode in use.modes if mode.span.start < start]
    kept = [
        mode._replace(span=Span(mode.span.start, min(mode.span.end, start)))
        for mode in before
    ]
    return (
        *(mode for mode in kept if mode.mode != CALL_VOLUME),
        *qps_modes(outcome.modes.get(name, ())),
    )
