"""Labels of the search: partial plans, and which of them no other is at least as good
as.
"""

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.problem import PoolPlan
from facefusion_billing.startup.record import NamedTuple


class Label(NamedTuple):
    """A partial plan: the need of the open stretch, the cost so far, the month it began
    in, and how it came about.
    """

    need: int
    cost: Cents
    since: int
    trail: Any


class Found(NamedTuple):
    """The best plan found, its cost as the search counts it, and a cost that no plan is
    below; labels looked at.
    """

    plan: PoolPlan | None
    cost: Cents
    lower: Cents
    labels: int


class Rules(NamedTuple):
    """How a search counts and compares.

    `idle`: bill by the least of this and every larger count (a relaxation). `ordered`:
    less need at no more cost is at least as good. `renew`: packs can expire in the
    horizon, so a stretch may be followed by a purchase while calls are left.
    """

    idle: bool
    ordered: bool
    renew: bool


by_need: Callable[[Label], Any] = itemgetter(0, 1)
"""Less need first, then less cost."""


def apart(labels: Iterable[Label]) -> tuple[list[Label], list[Label]]:
    """Those without a stretch, and those that have one."""
    found: tuple[list[Label], list[Label]] = ([], [])
    for label in labels:
        found[label.since >= 0].append(label)
    return found


def staircase(labels: Iterable[Label], better: Sequence[Label] = ()) -> list[Label]:
    """Of the labels, those that cost less than every one with less need, and than such
    of the `better` ones.
    """
    kept: list[Label] = []
    least, index = NEVER, 0
    for label in sorted(labels, key=by_need):
        while index < len(better) and better[index].need <= label.need:
            least = min(least, better[index].cost)
            index += 1
        if label.cost < least:
            kept.append(label)
            least = label.cost
    return kept


def staircases(labels: Iterable[Label], better: Sequence[Label] = ()) -> list[Label]:
    """The same where a stretch that began later lives longer: it must also be beaten on
    that.
    """
    by_start: dict[int, list[Label]] = {}
    for label in labels:
        by_start.setdefault(_begun(label), []).append(label)
    richer: dict[int, list[Label]] = {}
    for label in better:
        richer.setdefault(_begun(label), []).append(label)
    kept: list[Label] = []
    steps: list[Label] = []
    for start in sorted({*by_start, *richer}, reverse=True):
        steps = staircase([*steps, *richer.get(start, ())])
        own = staircase(by_start.get(start, ()), steps)
        kept += own
        steps = staircase([*steps, *own])
    return kept


def _begun(label: Label) -> int:
    """The month a label's stretch began in; no stretch is later than any."""
    return label.since if label.since >= 0 else NEVER
