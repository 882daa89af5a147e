"""Packs whose sizes do not divide each other: the least price of an exact total, and
which packs make it.

In units of the sizes' common measure. The size that costs least a call is the base: of
all other packs in a best total none add up to a multiple of it, or base packs would do
for no more. So what is left of a total when base packs are taken away depends on its
remainder alone, and the others are a shortest way through the remainders: the table has
as many rows as the base has units, whatever the demand. Only a total that is smaller
than the others its remainder needs is looked up in a table of its own.

>>> odd = OddSizes({1_000: 60, 3_000: 170, 10_000: 450})
>>> odd.least(6_000), odd.packs(6_000), odd.least(1_000_000_000_000)
(340, {3000: 2}, 45000000000)
"""

from math import gcd

from facefusion_billing.model.money import Cents
from facefusion_billing.startup.record import NamedTuple

NEVER = 10**150
"""A cost above any that can be paid: what cannot be bought at all."""
MOST_WORK = 1_000_000
"""Rows of a table times sizes; what lies beyond is not known, and the answer says
`bounded`.
"""


class Others(NamedTuple):
    """Packs beside the base for a remainder: how much dearer they are than base packs
    for the same calls (times the base), their units, and the size taken last.
    """

    dearer: int
    units: int
    last: int


class OddSizes:
    """The packs on sale, by size, with their prices in cents."""

    def __init__(self, prices: dict[int, Cents]) -> None:
        self.unit = gcd(*prices)
        self.prices = {size // self.unit: price for size, price in prices.items()}
        self.base = self._least_a_call()
        self.most_rows = MOST_WORK // max(len(prices), 1)
        self.is_exact = True
        self._others: dict[int, Others] | None = None
        self._table: list[Cents] = [0]
        self._last: list[int] = [0]

    def least(self, calls: int) -> Cents:
        """The least price of packs with exactly so many calls; `NEVER` when none add up
        to it.
        """
        units, rest = divmod(calls, self.unit)
        if rest or units < 0:
            return NEVER
        if self.base <= self.most_rows:
            others = self.others.get(units % self.base)
            if others is None:
                return NEVER
            if others.units <= units:
                whole = others.dearer + self.prices[self.base] * units
                return whole // self.base
        return self._looked_up(units)

    def packs(self, calls: int) -> dict[int, int]:
        """How many packs of each size make a total at its least price."""
        counts: dict[int, int] = {}
        units = calls // self.unit
        if self.least(calls) >= NEVER:
            # Beyond the table: such a total was made of one size.
            size = self._one_size(units)
            return {size * self.unit: units // size}
        while units:
            size = self._size_in(units)
            many = 1
            # A large total is nearly all base packs: one by one would take for ever.
            if size == self.base and self._is_by_base(units):
                many = units // size
            counts[size] = counts.get(size, 0) + many
            units -= many * size
        return {size * self.unit: counts[size] for size in sorted(counts)}

    @property
    def others(self) -> dict[int, Others]:
        """For each remainder the packs beside the base."""
        if self._others is None:
            self._others = self._ways_through_the_remainders()
        return self._others

    def _least_a_call(self) -> int:
        best = 0
        for size, price in sorted(self.prices.items()):
            if not best or price * best < self.prices[best] * size:
                best = size
        return best

    def _ways_through_the_remainders(self) -> dict[int, Others]:
        """Size by size: each goes round every circle of remainders that it makes, twice,
        so that the best place to begin with is met.
        """
        base = self.base
        found = {0: Others(0, 0, 0)}
        for size, price in self.prices.items():
            if size == base:
                continue
            # Never below 0, since a call costs least in the base: so no way gets cheaper
            # by going round.
            dearer = price * base - self.prices[base] * size
            circles = gcd(size, base)
            for start in range(circles):
                steps = 2 * (base // circles)
                self._go_round(found, start, steps, Others(dearer, size, size))
        return found

    def _go_round(
        self, found: dict[int, Others], start: int, steps: int, pack: Others
    ) -> None:
        """Tries one more pack of a size from each remainder of a circle."""
        base, place = self.base, start
        dearer, size, _last = pack
        for _ in range(steps):
            before, place = found.get(place), (place + size) % base
            if before is None:
                continue
            way = Others(before.dearer + dearer, before.units + size, size)
            known = found.get(place)
            if known is None or way[:2] < known[:2]:
                found[place] = way

    def _is_by_base(self, units: int) -> bool:
        """Whether a total is base packs alone."""
        return self.base <= self.most_rows and not units % self.base

    def _one_size(self, units: int) -> int:
        """The size whose packs alone make a total for the least."""
        alone = (
            (units // size * price, size)
            for size, price in self.prices.items()
            if units % size == 0
        )
        return min(alone)[1]

    def _size_in(self, units: int) -> int:
        """The size of a pack in a best total."""
        if self.base <= self.most_rows:
            others = self.others[units % self.base]
            if others.units <= units:
                return others.last or self.base
        self._looked_up(units)
        return self._last[units]

    def _looked_up(self, units: int) -> Cents:
        """From a table of all totals up to this one."""
        if units > self.most_rows:
            self.is_exact = False
            return NEVER
        table = self._table
        for total in range(len(table), units + 1):
            least, last = NEVER, 0
            for size, price in self.prices.items():
                if size <= total and table[total - size] + price < least:
                    least, last = table[total - size] + price, size
            table.append(least)
            self._last.append(last)
        return table[units]
