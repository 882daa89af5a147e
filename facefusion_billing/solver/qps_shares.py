"""What one QPS for one day costs at the least, segment by segment: a share of what is
bought that no plan's orders undercut.

An order is shared out evenly over the QPS that it can be used for: those that each
segment needs, for its days. The least share of all orders that serve a segment, or of
one by the day, is what it costs there. Summed over what an order serves that is never
more than its price, so the sum over the segments in QPS mode is never more than what
their orders cost (docs/planner.md, step 7).
"""

from heapq import heappop, heappush
from itertools import accumulate

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.problem import Problem, Segment

SCALE = 10**6
"""Shares are whole millionths of a cent, cut off below."""


class QpsShares:
    """The shares of one problem. `rate`: the same one everywhere, for what is not among
    its orders.
    """

    def __init__(self, problem: Problem, rate: tuple[int, int] | None = None) -> None:
        self.problem = problem
        self._saved: dict[int, list[Cents]] = {}
        self._worth: dict[int, list[Cents]] = {}
        self._useful_before: dict[int, list[int]] = {}
        self._by_day_shares: dict[int, int] = {}
        if rate is not None:
            self.rates = [rate[0] * SCALE // rate[1]] * problem.end
        else:
            self.rates = self._least_shares()

    def of_segment(self, index: int) -> Cents:
        """The least that a segment in QPS mode costs."""
        row = self.problem.segments[index]
        return (row.need or 0) * row.days * self.rates[index] // SCALE

    def saved(self, qps: int, segment: int, until: int) -> Cents:
        """The most of these shares that QPS in force makes needless from a segment on."""
        if segment >= until or not qps:
            return 0
        found = self._saved.get(qps)
        if found is None:
            rows = zip(self._useful(qps), self.rates, strict=True)
            found = _before([-(-useful * rate // SCALE) for useful, rate in rows])
            self._saved[qps] = found
        return found[until] - found[segment]

    def worth(self, qps: int, segment: int, until: int) -> Cents:
        """What QPS in force from a segment on saves at the most: its segments can buy
        by the day instead.
        """
        if segment >= until or not qps:
            return 0
        found = self._worth.get(qps)
        if found is None:
            rows = self.problem.segments
            found = _before([self._by_the_day_instead(qps, row) for row in rows])
            self._worth[qps] = found
        return found[until] - found[segment]

    def _by_the_day_instead(self, qps: int, row: Segment) -> Cents:
        """What a segment buys by the day less with some QPS in force."""
        if not row.need or not row.calls:
            return 0
        price = self.problem.by_day.at_least
        return (price(row.need)[1] - price(max(row.need - qps, 0))[1]) * row.days

    def _useful(self, qps: int) -> list[int]:
        """Of so many QPS, those that each segment needs, for its days."""
        return [
            min(qps, row.need) * row.days if row.need and row.calls else 0
            for row in self.problem.segments
        ]

    def _least_shares(self) -> list[int]:
        """For each segment the least share of what can serve it: an order that is in
        force, or one by the day.
        """
        in_force: list[tuple[int, int]] = []
        rates = []
        for index, row in enumerate(self.problem.segments):
            for order in row.orders:
                used = self._used(order.qps, index, order.until)
                if used:
                    heappush(in_force, (order.cost * SCALE // used, order.until))
            while in_force and in_force[0][1] <= index:
                heappop(in_force)
            least = [share for share, _ in in_force[:1]]
            if row.need and row.calls:
                least.append(self._by_day(row.need))
            rates.append(min(least, default=0))
        return rates

    def _used(self, qps: int, segment: int, until: int) -> int:
        """Of so many QPS from a segment on, those that are needed, for their days."""
        sums = self._useful_before.get(qps)
        if sums is None:
            sums = self._useful_before[qps] = _before(self._useful(qps))
        return sums[until] - sums[segment]

    def _by_day(self, need: int) -> int:
        """The least share of an order by the day where so many QPS are needed."""
        if need not in self._by_day_shares:
            ladder = self.problem.by_day
            sizes = {need, *(step for step in ladder.steps() if 0 < step <= need)}
            shares = (ladder.at_least(size)[1] * SCALE // size for size in sizes)
            self._by_day_shares[need] = min(shares)
        return self._by_day_shares[need]


def _before(amounts: list[int]) -> list[int]:
    """For each place the sum of what lies before it."""
    return list(accumulate(amounts, initial=0))
