"""What a plan costs: every pack drawn in its order, segment by segment, and each month
billed by the real tariff.

This is the rules core in small. It shares no step with the search, so that a plan is
believed only when both agree; the answer a user sees is billed once more by the core
itself.
"""

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.problem import PoolPlan, World
from facefusion_billing.solver.tariff import Tariffs

FREE, PAID = 0, 1
"""Free packs go before all others."""


class _Pack:
    __slots__ = ("end", "first", "left", "rank")

    def __init__(self, rank: tuple[int, int], calls: int, first: int, end: int) -> None:
        self.rank, self.left, self.first, self.end = rank, calls, first, end


def replay(world: World, plan: PoolPlan) -> Cents:
    """The cost of a plan; `NEVER` when it leaves calls for which nothing is sold."""
    packs = _packs(world, plan)
    tariffs = Tariffs(world.tiers, world.basis)
    cost = sum(
        count * world.catalogue.prices[size]
        for bought in plan.purchases
        for size, count in bought.sizes.items()
    )
    for month, index in zip(world.months, plan.options, strict=True):
        option = month.options[index]
        billable = free = 0
        for segment, calls in enumerate(option.needs, month.first):
            for pack in packs:
                if not calls:
                    break
                if pack.left and pack.first <= segment < pack.end:
                    taken = min(pack.left, calls)
                    pack.left -= taken
                    calls -= taken
                    free += taken if pack.rank[0] == FREE else 0
            billable += calls
        tariff = tariffs.of(
            option.metered + option.free + option.packs, option.free + free
        )
        cost += option.cost + tariff.line(billable)
    return min(cost, NEVER)


def _packs(world: World, plan: PoolPlan) -> list[_Pack]:
    """All packs in drawing order: free ones, then by the date of their order."""
    packs = [
        _Pack(
            (FREE if held.free else PAID, 2 * held.before - 1),
            held.calls,
            held.first,
            held.end,
        )
        for held in world.held
    ]
    for bought in plan.purchases:
        month = world.months[bought.month]
        calls = sum(size * count for size, count in bought.sizes.items())
        packs.append(_Pack((PAID, 2 * bought.month), calls, month.first, month.until))
    if plan.claim is not None and world.claim is not None:
        first = world.months[plan.claim].first
        packs.append(
            _Pack((FREE, 0), world.claim.calls, first, world.claim.until[plan.claim])
        )
    return sorted(packs, key=lambda pack: pack.rank)
