"""What calls cost at the least where some of them may be served in QPS mode: packs are
bought whole, and a segment is served in one mode.

Calls are counted in units that are few, so that a table tells the least for any number
of them: the calls of a large pack and of a segment are rounded up, those to be served
down, and what smaller packs and pay-as-you-go serve costs its least rate. So it is
never more than what a plan costs (docs/planner.md, step 7).
"""

from collections.abc import Sequence

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.problem import Problem
from facefusion_billing.solver.qps_shares import QpsShares

MOST_PACKS = 48
"""Packs of a size are counted whole where at most so many of them serve all calls."""
UNITS_A_PACK = 32
"""How finely the smallest of them is divided."""
MOST_UNITS = 1_024
"""How many units all calls are at the most."""


class WholeUnits:
    """The least cost of calls from each segment on. `tiers`: what a call can cost at the
    least by pay-as-you-go; `most`: how many calls a pack can serve before it ends.
    """

    def __init__(
        self,
        problem: Problem,
        shares: QpsShares,
        calls: int,
        tiers: Sequence[tuple[int, int]],
        most: int,
    ) -> None:
        self.problem, self.shares = problem, shares
        prices, self.most = problem.catalogue.prices, most
        large = _large(problem.catalogue.sizes, calls)
        smallest = large[0] if large else calls
        self.unit = max(smallest // UNITS_A_PACK, calls // MOST_UNITS, 1)
        self.count = calls // self.unit
        self.packs = [(self._units(min(size, most)), prices[size]) for size in large]
        small = {size: prices[size] for size in prices if size not in large}
        self.rate = self._rate(small, tiers)
        self.tables = self._tables()

    def _rate(
        self, small: dict[int, Cents], tiers: Sequence[tuple[int, int]]
    ) -> Cents | None:
        """What a unit costs at the least that is not served by large packs; None where
        nothing else serves it.
        """
        rates = [
            price * self.unit // min(size, self.most) for size, price in small.items()
        ]
        rates += [cents * self.unit // per for cents, per in tiers]
        return min(rates, default=None)

    def _units(self, calls: int) -> int:
        """How many units some calls are, rounded up."""
        return -(-calls // self.unit)

    def _tables(self) -> list[list[Cents]]:
        """For each segment and the end: the least cost of so many units of calls."""
        tables = [self._metered()]
        for index in range(self.problem.end - 1, -1, -1):
            tables.append(self._with_segment(index, tables[-1]))
        return tables[::-1]

    def _metered(self) -> list[Cents]:
        """What packs and pay-as-you-go serve."""
        if self.rate is None and not self.packs:
            return [0] * (self.count + 1)
        table = [NEVER] * (self.count + 1)
        table[0] = 0
        if self.rate is not None:
            table = [units * self.rate for units in range(self.count + 1)]
        for own, price in self.packs:
            # In ascending order, so that a pack is added to what holds it already.
            for units in range(1, self.count + 1):
                cost = price + (table[units - own] if units > own else 0)
                if cost < table[units]:
                    table[units] = cost
        return table

    def _with_segment(self, index: int, table: list[Cents]) -> list[Cents]:
        """The same where one more segment may be served in QPS mode."""
        row = self.problem.segments[index]
        if not (row.calls and row.volume) or row.need is None:
            return table
        cost, own = self.shares.of_segment(index), self._units(row.calls)
        # Where its calls cost no more when they are metered it is no choice: rounded
        # up they would seem to be one.
        if self.rate is not None and cost * self.unit >= self.rate * row.calls:
            return table
        in_qps = [cost] * min(own, len(table)) + [cost + rest for rest in table[:-own]]
        return list(map(min, table, in_qps))


def _large(sizes: Sequence[int], calls: int) -> Sequence[int]:
    """The sizes of packs that are counted whole: those of which few serve all calls, at
    the least the largest.
    """
    return [size for size in sizes if size * MOST_PACKS >= calls] or sizes[-1:]
