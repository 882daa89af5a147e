"""What QPS costs: one order by its quantity, or several where the unit price rises.

An order of q QPS costs q at the unit price its quantity reaches, so more QPS than the
peak can cost less than the peak itself.

>>> from facefusion_billing.model.book import Tier
>>> from facefusion_billing.model.money import Price
>>> month = Ladder(
...     TierTable(
...         (Tier(1, 49, Price(1_700, 0)), Tier(50, None, Price(1_450, 0))),
...         "above",
...         "image-qps",
...     )
... )
>>> month.at_least(45), month.at_least(20), month.orders(45)
((50, 7250000), (20, 3400000), (50,))
"""

from collections.abc import Iterable
from itertools import pairwise

from facefusion_billing.model.book import TierTable
from facefusion_billing.model.money import Cents
from facefusion_billing.solver.catalogue import NEVER

MOST_SPLIT = 500
"""Up to how many QPS several orders are weighed against one."""


class Ladder:
    """What QPS for a day or a month costs, by its quantity."""

    def __init__(self, table: TierTable | None, *, down: bool = False) -> None:
        rows = table.tiers if table else ()
        self.tiers = [tier for tier in rows if tier.price is not None]
        self.down = down
        rates = [tier.price.times(10**9) for tier in self.tiers if tier.price]
        self.rises = any(below < above for below, above in pairwise(rates))
        self.whole_cents = all(
            tier.price.is_whole_cents for tier in self.tiers if tier.price
        )
        self._least: dict[int, tuple[Cents, int]] = {0: (0, 0)}
        self._sums: dict[int, tuple[int, Cents]] = {}

    def price(self, qps: int) -> Cents:
        """One order of exactly so many QPS; `NEVER` when that is not sold."""
        for tier in self.tiers:
            if tier.first <= qps and (tier.last is None or qps <= tier.last):
                assert tier.price is not None
                if self.down:
                    scale: int = 10**tier.price.places
                    return qps * tier.price.digits * 100 // scale
                return tier.price.times(qps)
        return NEVER

    def at_least(self, qps: int) -> tuple[int, Cents]:
        """The cheapest orders of so many QPS or more in all, and their price."""
        found = self._sums.get(qps)
        if found is None:
            found = self._sums[qps] = sum(self.orders(qps)), self._least[qps][0]
        return found

    def orders(self, qps: int) -> tuple[int, ...]:
        """The quantities of the cheapest orders of so many QPS or more in all: one, or
        several where the unit price rises.
        """
        found: list[int] = []
        while qps > 0:
            self._ask(qps)
            found.append(self._least[qps][1])
            qps -= found[-1]
        return tuple(found)

    def steps(self) -> set[int]:
        """The quantities at which the price of the cheapest orders begins to rise, or to
        rise faster.
        """
        firsts = {tier.first for tier in self.tiers}
        return {0, *firsts, *(first - 1 for first in firsts)}

    def _ask(self, qps: int) -> None:
        if qps in self._least:
            return
        # Several orders can cost less than one only where the unit price rises.
        several = self.rises and qps <= MOST_SPLIT
        wanted: Iterable[int] = (qps,)
        if several:
            wanted = range(1, qps + 1)
        for asked in wanted:
            if asked not in self._least:
                self._least[asked] = min(self._choices(asked, several=several))

    def _choices(self, qps: int, *, several: bool) -> Iterable[tuple[Cents, int]]:
        """The prices of so many QPS or more by the quantity of their first order."""
        # More than is needed pays only where it begins a tier.
        for size in {qps, *(max(tier.first, qps) for tier in self.tiers)}:
            yield self.price(size), size
        if several:
            for size in range(1, qps):
                yield self.price(size) + self._least[qps - size][0], size
