"""Which orders for QPS by the month can be part of a cheapest plan.

For a stretch of segments the cost of a base with top-ups by the day is linear in the
base between the quantities at which a unit price or a cheaper larger order begins, so
only those are tried. An order is left out when its price is at least all that it can
save: each segment it serves could be bought by the day instead, or, where call volume
mode serves it, be metered with packs for its calls (docs/planner.md, step 7).
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, chain

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.problem import MonthOrder, Problem, Segment
from facefusion_billing.solver.qps_cover import Ladder
from facefusion_billing.startup.record import NamedTuple

MOST_QUANTITIES = 400
"""Quantities of a base that are tried; beyond them the answer says `bounded`."""


class Term(NamedTuple):
    """An order for so many months that begins with a segment: it serves the segments
    before `until`, and another may begin with `following`.
    """

    months: int
    until: int
    following: int


class MonthOrders:
    """The orders by the month for one problem, `swaps` where a segment in QPS mode is
    never worth more than packs for its calls.
    """

    def __init__(self, problem: Problem, by_month: Ladder, *, swaps: bool) -> None:
        self.problem, self.by_month = problem, by_month
        self.rates: list[tuple[Cents, int] | None] = [None]
        if swaps:
            self.rates += [
                (price, size) for size, price in problem.catalogue.prices.items()
            ]
        self.quantities, self.is_whole = self._quantities()
        self._values: dict[int, list[tuple[tuple[Cents, int] | None, list[int]]]] = {}

    def of_segment(self, place: int, terms: Sequence[Term]) -> tuple[MonthOrder, ...]:
        """The orders that may begin with a segment."""
        return tuple(chain.from_iterable(self._of_term(place, term) for term in terms))

    def _of_term(self, place: int, term: Term) -> Iterator[MonthOrder]:
        rows = self.problem.segments[place : term.until]
        highest = max((row.need or 0 for row in rows if row.calls), default=0)
        for qps in self.quantities:
            bought, price = self.by_month.at_least(qps)
            cost = price * term.months
            # Where more costs less, the larger quantity is tried in its own turn.
            if cost >= NEVER or bought != qps:
                continue
            if cost < self._saved(qps, place, term.until):
                yield MonthOrder(qps, term.months, cost, term.until, term.following)
            # More serves nothing more.
            if qps >= highest:
                return

    def _quantities(self) -> tuple[list[int], bool]:
        """The quantities that a base can have, ascending; and whether these are all
        that can be best.
        """
        rows = self.problem.segments
        needs = {row.need for row in rows if row.need and row.calls}
        steps = self.problem.by_day.steps()
        found = {need - step for need in needs for step in steps}
        found |= self.by_month.steps()
        if self.by_month.rises or self.problem.by_day.rises:
            found |= set(range(min(max(needs, default=0), MOST_QUANTITIES) + 1))
        sizes = sorted(qps for qps in found if qps > 0)
        return sizes[:MOST_QUANTITIES], len(sizes) <= MOST_QUANTITIES

    def _saved(self, qps: int, start: int, until: int) -> Cents:
        """The most that a base saves over some segments."""
        if qps not in self._values:
            self._values[qps] = [(rate, self._sums(qps, rate)) for rate in self.rates]
        least = NEVER
        for rate, sums in self._values[qps]:
            saved = sums[until] - sums[start]
            if rate is not None:
                # Packs bought at its start must last as long as the order does.
                if self.problem.segments[start].until < until:
                    break
                # The last pack may be needed in part only.
                saved += rate[0]
            least = min(least, saved)
        return least

    def _sums(self, qps: int, rate: tuple[Cents, int] | None) -> list[int]:
        """What a base saves at the most up to each segment, a metered call at a rate."""
        return list(
            accumulate(
                (self._saved_in(row, qps, rate) for row in self.problem.segments),
                initial=0,
            )
        )

    def _saved_in(
        self, row: Segment, qps: int, rate: tuple[Cents, int] | None
    ) -> Cents:
        if not row.need or not row.calls:
            return 0
        by_day = self.problem.by_day
        topped_up = by_day.at_least(max(row.need - qps, 0))[1] * row.days
        without = by_day.at_least(row.need)[1] * row.days
        if rate is not None and row.volume:
            price, size = rate
            without = min(without, -(-row.calls * price // size))
        return max(without - topped_up, 0)
