"""The packs that are facts, as the search draws from them."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date

from facefusion_billing.model.calendar import Span
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.decision_days import segment_of
from facefusion_billing.rules.burn_down import Pack, Pool
from facefusion_billing.solver.problem import Owned
from facefusion_billing.startup.record import NamedTuple


class PackLeft(NamedTuple):
    """A pack, and what is left of it when the horizon begins."""

    pack: Pack
    left: int


def packs_left(facts: PlanFacts, pools: Collection[Pool]) -> list[PackLeft]:
    """The facts of some pools that have calls left."""
    rows = zip(facts.prepared.packs, facts.opening.left, strict=True)
    return [PackLeft(pack, left) for pack, left in rows if left and pack.pool in pools]


def owned_packs(
    facts: PlanFacts, pools: Collection[Pool], days: Sequence[date]
) -> tuple[Owned, ...]:
    """The facts that some pools draw from in the horizon, in the order in which they
    are drawn; `days` begin its segments.
    """
    horizon = Span(facts.horizon.start, facts.horizon.end)
    packs = [own for own in packs_left(facts, pools) if own.pack.term.meets(horizon)]
    packs.sort(key=lambda own: (own.pack.expires, own.pack.order.date))
    # Each is a number in every state of the search, so those that are alike are one.
    calls = Counter[Owned]()
    for pack, left in packs:
        calls[_empty(pack, days)] += left
    return tuple(empty._replace(calls=left) for empty, left in calls.items())


def _empty(pack: Pack, days: Sequence[date]) -> Owned:
    """When a pack is drawn from, whatever is left of it."""
    return Owned(
        calls=0,
        first=segment_of(days, pack.term.start),
        end=segment_of(days, pack.term.end),
        before=segment_of(days, pack.order.date),
        free=pack.pool[0] == "free",
    )
