"""Labels of the search: partial plans, and which of them no other is at least as good as."""

from typing import Any

from facefusion_billing.model.money import Cents
from facefusion_billing.model.record import NamedTuple
from facefusion_billing.planning.catalogue import NEVER
from facefusion_billing.planning.world import PoolPlan


class Label(NamedTuple):
    """A partial plan: the need of the open stretch, the cost so far, the month it began in, and how it came about."""

    need: int
    cost: Cents
    since: int
    trail: Any


class Found(NamedTuple):
    """The best plan found, its cost as the search counts it, and a cost that no plan is below; labels looked at."""

    plan: PoolPlan | None
    cost: Cents
    lower: Cents
    labels: int


class Rules(NamedTuple):
    """How a search counts and compares.

    `idle`: bill by the least of this and every larger count (a relaxation). `ordered`: less need at no more cost is at
    least as good. `renew`: packs can expire in the horizon, so a stretch may be followed by a purchase while calls
    are left.
    """

    idle: bool
    ordered: bool
    renew: bool


def by_need(label: Label) -> tuple[int, Cents]:
    """Less need first, then less cost; an open stretch without need can still buy, so it is first."""
    return label.need - (label.need == 0 <= label.since), label.cost


def staircase(labels: list[Label]) -> list[Label]:
    """Of the labels, those that cost less than every one with less need."""
    kept: list[Label] = []
    for label in sorted(labels, key=by_need):
        if not kept or label.cost < kept[-1].cost:
            kept.append(label)
    return kept


def staircases(labels: list[Label]) -> list[Label]:
    """The same where a stretch that began later lives longer: it must also be beaten on that."""
    by_start: dict[int, list[Label]] = {}
    for label in labels:
        by_start.setdefault(label.since if label.since >= 0 else NEVER, []).append(label)
    kept: list[Label] = []
    steps: list[Label] = []
    for start in sorted(by_start, reverse=True):
        steps = staircase([*steps, *by_start[start]])
        kept += [label for label in steps if (label.since if label.since >= 0 else NEVER) == start]
    return kept
