"""Bounds: what the rest of a plan costs at the least, for every label in the time of a
few additions.
"""

from operator import eq

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.catalogue import NEVER, Catalogue
from facefusion_billing.solver.problem import World
from facefusion_billing.solver.tariff import Tariff

HALVINGS = 4


class Bounds:
    """The bounds of one world. `idle`: bills are counted as the least of this and every
    larger count.

    Calls cost at least the least price a call can have, and that depends on how many
    there are: of a large pack only those that are needed are used. So there is a rate
    for the volume of the whole horizon, for half of it, and so on. Where each month
    that is left has one way to be served, the volume itself is known, and with it the
    least whole packs and pay-as-you-go that serve it.
    """

    def __init__(self, world: World, catalogue: Catalogue, *, idle: bool) -> None:
        self.world, self.catalogue, self.idle = world, catalogue, idle
        self.fixed = self._from_each_month(
            [min(option.cost for option in month.options) for month in world.months]
        )
        most = [
            max(option.metered for option in month.options) for month in world.months
        ]
        self.volume = self._from_each_month(most)
        fewest = self._from_each_month(
            [min(option.metered for option in month.options) for month in world.months]
        )
        self.known = list(map(eq, fewest, self.volume))
        self.given = sum(held.calls for held in world.held) + (
            world.claim.calls if world.claim else 0
        )
        tiers = self._tier_rates(max(*most, 1))
        self.unit_price = least_ratio(tiers) if tiers else None
        self._served: dict[int, Cents] = {}
        volumes = [max(self.volume[0], 1) >> halving for halving in range(HALVINGS)]
        self.rates = [self._rate(volume, tiers) for volume in volumes if volume]
        self.rest = [self.bound(0, 0, month) for month in range(len(world.months) + 1)]

    def bound(self, need: int, cost: Cents, month: int) -> Cents:
        """A cost that no plan is below which goes on from a label at the start of a
        month.
        """
        volume = need + self.volume[month]
        if self.known[month]:
            floor = (
                self.fixed[month]
                + self._least(volume - self.given)
                - (len(self.world.months) - month)
            )
        else:
            rate = self.rates[0]
            for smaller in self.rates:
                if volume > smaller[0]:
                    break
                rate = smaller
            _, numerator, denominator, floors = rate
            floor = need * numerator // denominator + floors[month]
        cover = (
            self.fixed[month] + self.catalogue.cover(need).price
            if need
            else self.fixed[month]
        )
        return cost + (cover if cover > floor else floor)

    def _least(self, calls: int) -> Cents:
        """The least that so many calls cost, by whole packs and pay-as-you-go at its
        least unit price together.
        """
        if calls < 0:
            return 0
        if calls not in self._served:
            price, least = self.catalogue.price, self.catalogue.cover(calls).price
            if self.unit_price is not None:
                rate, per = self.unit_price
                totals = self.catalogue.totals(0, calls, self.unit_price)
                least = min(
                    least,
                    *(
                        price(bought) + (calls - bought) * rate // per
                        for bought in totals
                    ),
                )
            self._served[calls] = least
        return self._served[calls]

    def serving(self, need: int, tariff: Tariff) -> Cents:
        """A cost below which no packs and bill of one month serve so many calls."""
        least = NEVER
        for size, price in self.catalogue.steps:
            cost = price if need <= size else price * need // size
            if cost < least:
                least = cost
        for index, (first, _, numerator, denominator) in enumerate(tariff.bands):
            if first > need:
                break
            cost = numerator * need // denominator
            if self.idle and tariff.caps[index] < cost:
                cost = tariff.caps[index]
            if cost < least:
                least = cost
        return least - 1

    def _from_each_month(self, amounts: list[int]) -> list[int]:
        sums = [0]
        for amount in reversed(amounts):
            sums.append(sums[-1] + amount)
        return sums[::-1]

    def _rate(
        self, volume: int, tiers: list[tuple[int, int]]
    ) -> tuple[int, int, int, list[Cents]]:
        """For at most so many calls: the least one can cost, as a fraction, and the
        least of each month's rest.
        """
        packs = [
            (price, min(size, volume)) for size, price in self.catalogue.prices.items()
        ]
        numerator, denominator = least_ratio([*packs, *tiers])
        months = [
            min(
                o.cost + o.metered * numerator // denominator - 1 for o in month.options
            )
            for month in self.world.months
        ]
        free = self.given * numerator // denominator + 1
        return (
            volume,
            numerator,
            denominator,
            [rest - free for rest in self._from_each_month(months)],
        )

    def _tier_rates(self, peak: int) -> list[tuple[int, int]]:
        """The unit prices that a month can reach; where bills are idle, what a tier
        beyond costs each of its calls.
        """
        counted = max(
            o.metered + o.free + o.packs
            for month in self.world.months
            for o in month.options
        )
        counted += sum(held.calls for held in self.world.held if held.free)
        counted += self.world.claim.calls if self.world.claim else 0
        rates = []
        for tier in self.world.tiers.tiers if self.world.tiers else ():
            assert tier.price is not None
            if tier.first <= counted:
                rates.append((tier.price.digits * 100, 10**tier.price.places))
            elif self.idle:
                rates.append((tier.price.times(tier.first), peak))
        return rates


def least_ratio(prices: list[tuple[int, int]]) -> tuple[int, int]:
    """The least of some fractions; 0 where there are none."""
    least = (0, 1)
    for index, (numerator, denominator) in enumerate(prices):
        if not index or numerator * least[1] < least[0] * denominator:
            least = (numerator, denominator)
    return least
