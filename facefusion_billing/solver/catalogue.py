"""The call packs on sale as a set to choose from: the least price of a total, of a
cover, and of a window.

Exact. Where each size divides the next, a total is its digits in the mixed radix of the
sizes, a larger pack standing for as many smaller ones where that is dearer; the least
of price less value over a window of totals lies at a bound rounded to a size
(docs/planner.md, step 2). Sizes that do not divide each other are searched with bounds.

>>> image = Catalogue({1_000: 6_000, 10_000: 45_000, 100_000: 300_000})
>>> image.cover(95_000), image.packs_for(image.cover(13_000).calls)
(Bought(calls=100000, price=300000), {1000: 3, 10000: 1})
"""

from itertools import pairwise
from math import gcd

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.odd_sizes import NEVER as NEVER
from facefusion_billing.solver.odd_sizes import OddSizes
from facefusion_billing.startup.record import NamedTuple


class Bought(NamedTuple):
    """Packs with so many calls in all, at their least price."""

    calls: int
    price: Cents


NOTHING = Bought(0, 0)
MOST_TOTALS, MOST_IN_ALL = 2_000, 12_000
"""Totals of odd sizes that are looked at in the window of one size, and of all sizes;
more, and the answer says `bounded`.
"""


def _least_by_smaller(
    prices: dict[int, Cents], *, chain: bool
) -> list[tuple[int, Cents]]:
    """Each size with the least that so many calls cost: as smaller packs, it may be."""
    found: list[tuple[int, Cents]] = []
    for size, price in prices.items():
        # Only where sizes divide each other do smaller ones make up a larger one.
        if chain and found:
            smaller, least = found[-1]
            price = min(price, size // smaller * least)
        found.append((size, price))
    return found


class Catalogue:
    """The packs on sale, by size, with their prices in cents."""

    def __init__(self, prices: dict[int, Cents]) -> None:
        self.prices = dict(sorted(prices.items()))
        self.sizes = list(self.prices)
        self.chain = all(
            larger % smaller == 0 for smaller, larger in pairwise(self.sizes)
        )
        self.steps = _least_by_smaller(self.prices, chain=self.chain)
        self.falling = self.steps[::-1]
        self._covers: dict[int, Bought] = {0: NOTHING}
        self._prices: dict[int, Cents] = {}
        # Of the sizes from each one on.
        self.measures = [gcd(*self.sizes[index:]) for index in range(len(self.sizes))]
        self.odd = OddSizes(self.prices)
        self.most_totals = min(MOST_TOTALS, MOST_IN_ALL // max(len(prices), 1))

    @property
    def is_exact(self) -> bool:
        """Whether every total asked for so far was told exactly."""
        return self.odd.is_exact

    def price(self, calls: int) -> Cents:
        """The least price of packs with exactly so many calls; `NEVER` when none add up
        to it.
        """
        found = self._prices.get(calls)
        if found is None:
            found = self._prices[calls] = self._price(calls)
        return found

    def _price(self, calls: int) -> Cents:
        if not self.chain:
            return self.odd.least(calls)
        total = 0
        for size, price in self.falling:
            count, calls = divmod(calls, size)
            total += count * price
        return NEVER if calls else total

    def packs_for(self, calls: int) -> dict[int, int]:
        """How many packs of each size add up to so many calls at the least price."""
        if not self.chain:
            return self.odd.packs(calls)
        counts: dict[int, int] = {}
        for size in reversed(self.sizes):
            count, calls = divmod(calls, size)
            if count:
                own = self._cheapest_form(size)
                counts[own] = counts.get(own, 0) + count * (size // own)
        return dict(sorted(counts.items()))

    def _cheapest_form(self, size: int) -> int:
        """The size itself, or the smaller one that is as many calls for less."""
        least = dict(self.steps)[size]
        return next(
            own
            for own in reversed(self.sizes)
            if own <= size and size // own * self.prices[own] == least
        )

    def cover(self, calls: int) -> Bought:
        """The cheapest packs with at least so many calls; among equals the one with the
        most calls.
        """
        found = self._covers.get(calls)
        if found is None:
            cover = self._digits_up if self.chain else self._odd_cover
            found = self._covers[calls] = cover(calls)
        return found

    def _digits_up(self, calls: int) -> Bought:
        """Whole packs from the largest size down, and the first that is cut short
        rounded up: each size in turn.
        """
        least, most, spent, rest = NEVER, 0, 0, calls
        for size, price in self.falling:
            whole, left = divmod(rest, size)
            cost = spent + (whole + 1) * price if left else spent + whole * price
            if cost < least:
                least, most = cost, calls - left + size if left else calls
            spent, rest = spent + whole * price, left
        return Bought(most, least)

    def roundings(self, calls: int) -> list[int]:
        """The count rounded up to each size."""
        return [-(-calls // size) * size for size in self.sizes]

    def totals(self, low: int, high: int, worth: tuple[int, int]) -> list[int]:
        """The totals in a window one of which has the least price less value, a call
        being worth a fraction of a cent.

        Of the sizes in the best total take the smallest: more of it, up to the window's
        end, where its calls are worth its price, and less of it, down to the window's
        start, where they are not, is no dearer.
        """
        if low > high:
            return []
        if not self.chain:
            return self._odd_totals(low, high, worth)
        found = [0] if low <= 0 else []
        value, per = worth
        for size, price in self.steps:
            if size > high:
                break
            total = -(-low // size) * size
            if price * per <= value * size:
                total = high // size * size
            # None at all is among them already.
            if total and low <= total <= high:
                found.append(total)
        return found

    # Sizes that do not divide each other.

    def _odd_totals(self, low: int, high: int, worth: tuple[int, int]) -> list[int]:
        """The same: of the packs in the best total take the smallest; all are multiples
        of the common measure of the sizes from there on.
        """
        found = [0] if low <= 0 else []
        for index, (size, price) in enumerate(self.prices.items()):
            measure = self.measures[index]
            if price * worth[1] <= worth[0] * size:
                # More than a pack below the window's end, another pack of it would
                # still fit.
                first, last = max(low, high - size + 1), high
            else:
                first, last = low, min(high, low + size - 1)
            first = max(-(-first // measure), 1) * measure
            window = range(first, last + 1, measure)
            if len(window) > self.most_totals:
                self.odd.is_exact = False
            found += window[: self.most_totals]
        return [
            total for total in dict.fromkeys(found) if self.odd.least(total) < NEVER
        ]

    def _odd_cover(self, calls: int) -> Bought:
        totals = self._odd_totals(calls, calls + self.sizes[-1], (0, 1))
        if not totals:
            # The table did not reach so far: one size covers it by itself, at some cost.
            alone = (
                (-(-calls // size) * price, -(-calls // size) * size)
                for size, price in self.prices.items()
            )
            least, most = min(alone)
            return Bought(most, least)
        least, most = min((self.odd.least(total), -total) for total in totals)
        return Bought(-most, least)
