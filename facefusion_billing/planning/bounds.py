"""Bounds: what the rest of a plan costs at the least, for every label in the time of an addition."""

from facefusion_billing.model.money import Cents
from facefusion_billing.planning.catalogue import Catalogue
from facefusion_billing.planning.world import World


class Bounds:
    """The bounds of one world. `idle`: bills are counted as the least of this and every larger count."""

    def __init__(self, world: World, catalogue: Catalogue, *, idle: bool) -> None:
        self.world, self.catalogue, self.idle = world, catalogue, idle
        self.fixed, self.floor = self._remaining()

    def bound(self, need: int, cost: Cents, month: int) -> Cents:
        """A cost that no plan is below which goes on from a label at the start of a month."""
        numerator, denominator = self.least_rate
        floor = need * numerator // denominator + self.floor[month]
        cover = self.catalogue.cover(need).price + self.fixed[month] if need else self.fixed[month]
        return cost + (cover if cover > floor else floor)

    def _remaining(self) -> tuple[list[Cents], list[Cents]]:
        """From each month on: the least that options cost, and the least with each call at the least it can cost."""
        self.least_rate = numerator, denominator = _least_ratio(self._rates())
        free = sum(held.calls for held in self.world.held) + (self.world.claim.calls if self.world.claim else 0)
        fixed, floor = [0], [0]
        for month in reversed(self.world.months):
            fixed.append(fixed[-1] + min(option.cost for option in month.options))
            floor.append(floor[-1] + min(o.cost + o.metered * numerator // denominator - 1 for o in month.options))
        given = free * numerator // denominator + 1
        return fixed[::-1], [amount - given for amount in reversed(floor)]

    def _rates(self) -> list[tuple[int, int]]:
        """What a call can cost at the least: in packs that are used up, and in the tiers that a month can reach."""
        served = [max(option.metered for option in month.options) for month in self.world.months]
        most, peak = max(sum(served), 1), max(*served, 1)
        counted = max(o.metered + o.free + o.packs for month in self.world.months for o in month.options)
        counted += sum(held.calls for held in self.world.held if held.free)
        counted += self.world.claim.calls if self.world.claim else 0
        rates = [(price, min(size, most)) for size, price in self.catalogue.prices.items()]
        for tier in self.world.tiers.tiers if self.world.tiers else ():
            assert tier.price is not None
            if tier.first <= counted:
                rates.append((tier.price.digits * 100, 10**tier.price.places))
            elif self.idle:
                rates.append((tier.price.times(tier.first), peak))
        return rates


def _least_ratio(prices: list[tuple[int, int]]) -> tuple[int, int]:
    least = (0, 1)
    for place, (numerator, denominator) in enumerate(prices):
        if not place or numerator * least[1] < least[0] * denominator:
            least = (numerator, denominator)
    return least
