"""What plans an account, whatever the shape of its book: the face of a planner, and its
outcome as a scenario.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import count
from typing import Any, Protocol

from facefusion_billing.billing.checks import MAX_PACKS
from facefusion_billing.billing.metered import Calls
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.calendar import Span, merged
from facefusion_billing.model.faults import Location, TooLargeError, fault_at
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
    QPS_MODE,
    ModeSpan,
    Order,
    Scenario,
    ScopeUsage,
)
from facefusion_billing.plans.baseline import PlanFacts
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
MOST_OF_AN_ORDER = 10_000
"""The most packs that one order of a usage file holds."""


class Outcome(NamedTuple):
    """What planning came to: what was decided (None, with the reasons: nothing serves
    every call), its cost and bound.

    `usage` is that of the scopes as the plan has them; an activity may be several. Once
    it `was_changed` its orders are others than what was decided came to.
    """

    decided: Any
    cost: Cents
    lower: Cents
    labels: int
    reasons: tuple[Reason, ...] = ()
    orders: tuple[Order, ...] = ()
    modes: dict[str, tuple[Span, ...]] = {}
    usage: dict[str, ScopeUsage] = {}
    was_changed: bool = False


class Shelf(NamedTuple):
    """The call packs for a scope (None: for the account) up to the first that holds all
    its calls, and the days on which a plan may buy them.
    """

    scope: str | None
    sizes: tuple[int, ...]
    days: tuple[date, ...]
    location: Location


def shelf(
    facts: PlanFacts, scope: str | None, sizes: Sequence[int], days: Iterable[date]
) -> Shelf:
    """What a plan can buy of the sizes on sale, on those of some days on which the
    account exists.
    """
    calls, horizon = facts.calls, facts.horizon
    drawing = [scope] if scope is not None else list(calls)
    need = sum(calls[own].between(horizon.start, horizon.end) for own in drawing)
    below = [size for size in sizes if size < need]
    activated = facts.scenario.account.activated or horizon.start
    return Shelf(
        scope,
        (*below, *sizes[len(below) : len(below) + 1]),
        tuple(day for day in days if day >= activated),
        facts.scenario.location,
    )


def no_plan(reasons: Iterable[Reason], labels: int = 0) -> Outcome:
    """That nothing serves every call, and why."""
    return Outcome(None, 0, 0, labels, tuple(reasons))


class Regret(NamedTuple):
    """The cost of a plan that is kept, and of the best one (None: calls are not
    served).
    """

    keep: Cents | None
    best: Cents | None

    @property
    def amount(self) -> Cents | None:
        """What keeping the plan costs too much."""
        if self.keep is None or self.best is None:
            return None
        return self.keep - self.best


def compared(keep: Cents | None, found: Cents | None) -> Regret:
    """What a plan costs that is kept beside one that was found; a search that ran out
    of work may find less than what is there already.
    """
    costs = [cost for cost in (keep, found) if cost is not None]
    return Regret(keep, min(costs, default=None))


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

    def best_beside(
        self, known: Outcome, calls: Calls, deadline: Deadline | None = None
    ) -> Outcome:
        """The cheapest plan, where the one under other readings is known: it may be a
        plan here too, and then no dearer one is searched for.
        """
        ...

    def regret(
        self, outcome: Outcome, calls: Calls, deadline: Deadline | None = None
    ) -> Regret:
        """What a plan and the best one cost with other calls; `keep` is None also where
        only the rules core can tell.
        """
        ...

    def questions(self, best: Outcome) -> dict[str, tuple[str, ...]]:
        """The assumptions whose other readings can change the plan or its cost, with
        these readings.
        """
        ...

    def break_even(self, outcome: Outcome, calls: Calls) -> list[BreakEven]:
        """Where each purchase begins to pay."""
        ...

    def bound(self, calls: Calls) -> Cents:
        """A cost that no plan is below, told without a search."""
        ...

    def space(self) -> tuple[str, ...]:
        """The codes of what the proof covers."""
        ...

    def days(self) -> dict[str, tuple[date, ...]]:
        """The decision days, by scope."""
        ...

    def shelves(self) -> Iterator[Shelf]:
        """Where call packs are bought."""
        ...

    def licensed_otherwise(self, outcome: Outcome) -> Iterator[tuple[Order, ...]]:
        """The orders of a plan with one activity licensed in each other way."""
        ...


def other_values(
    readings: Readings, id: str, choices: Iterable[str]
) -> tuple[str, ...]:
    """The choices of an assumption but for the one in force."""
    return tuple(choice for choice in choices if choice != readings.value(id))


def planned_scenario(facts: PlanFacts, outcome: Outcome) -> Scenario:
    """The facts with the plan's orders, usage and billing modes: what the rules core
    bills and `--write` writes.
    """
    kept = facts.scenario.orders
    planned = _with_ids(sorted(outcome.orders, key=_place), kept)
    usage = {
        name: use._replace(modes=_modes(facts, use, outcome.modes.get(name, ())))
        for name, use in outcome.usage.items()
    }
    return facts.scenario._replace(orders=(*kept, *planned), usage=usage)


def _place(order: Order) -> tuple[date, int, str, int]:
    """Where an order stands among those of a plan."""
    size = 0
    if isinstance(order.item, CallPack | MaterialPack):
        size = order.item.size
    return order.date, STEPS.index(type(order.item)), order.scope or "", size


def _with_ids(orders: Sequence[Order], kept: Sequence[Order]) -> Iterator[Order]:
    """Orders numbered as those of a plan."""
    # A file that was written by a plan has such ids already.
    taken = {order.id for order in kept}
    ids = (f"plan-{number}" for number in count(1))
    free = (id for id in ids if id not in taken)
    for order, id in zip(orders, free, strict=False):
        yield order._replace(id=id)


def _modes(
    facts: PlanFacts, use: ScopeUsage, planned: Sequence[Span]
) -> tuple[ModeSpan, ...]:
    """The billing modes before the horizon as they were, and in it the days in QPS mode
    that a plan has; neighbours are joined.
    """
    start = facts.horizon.start
    before = [
        ModeSpan(Span(own.span.start, min(own.span.end, start)), own.mode)
        for own in use.modes
        if own.span.start < start and own.mode != CALL_VOLUME
    ]
    return (*before, *(ModeSpan(span, QPS_MODE) for span in merged(planned)))


def quantities(count: int) -> list[int]:
    """So many packs as orders that a usage file can hold.

    Raises `TooLargeError` for more than can be billed.
    """
    # Before they are listed: of 10^30 calls there would be 10^20 orders.
    if count > MAX_PACKS:
        raise too_large()
    whole, rest = divmod(count, MOST_OF_AN_ORDER)
    full = [MOST_OF_AN_ORDER] * whole
    if rest:
        return [*full, rest]
    return full


def too_large() -> TooLargeError:
    """That a plan has more orders than can be billed."""
    return TooLargeError(
        [
            fault_at(
                "a plan of more than {max_packs:,} packs and other orders; plan for fewer calls",
                max_packs=MAX_PACKS,
            )
        ]
    )
