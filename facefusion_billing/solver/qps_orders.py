"""Which orders for QPS by the month can be part of a cheapest plan.

For a stretch of segments the cost of a base with top-ups by the day is linear in the
base between the quantities at which a unit price or a cheaper larger order begins, so
only those are tried. An order is left out when its price is at least all that it can
save: each segment it serves could be bought by the day instead, or, where call volume
mode serves it, be metered with packs for its calls (docs/planner.md, step 7).
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.problem import MonthOrder, Problem
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


class Instead(NamedTuple):
    """Packs of a size in place of QPS: the price of one, and what each segment costs at
    the most by them.
    """

    price: Cents
    costs: list[Cents]


class Savings(NamedTuple):
    """What a base saves up to each segment, beside QPS by the day alone and beside each
    size of packs (`sums`); and in all months that are over by then, each by the way that
    saves least (`months`).
    """

    sums: list[list[Cents]]
    months: list[Cents]


class MonthOrders:
    """The orders by the month for one problem, `swaps` where a segment in QPS mode is
    never worth more than packs for its calls.
    """

    def __init__(self, problem: Problem, by_month: Ladder, *, swaps: bool) -> None:
        self.problem, self.by_month = problem, by_month
        self.without = self._by_day()
        prices = problem.catalogue.prices.items() if swaps else ()
        self.packs = [self._instead(size, price) for size, price in prices]
        self.month_ends = _month_ends(problem)
        self.quantities, self.is_whole = self._quantities()
        self.month_starts = _month_starts(self.month_ends)
        self._savings: dict[int, Savings] = {}

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
            if self._can_pay(cost, qps, place, term.until):
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

    def _can_pay(self, cost: Cents, qps: int, start: int, until: int) -> bool:
        """Whether a base may save more than it costs over some segments."""
        if qps not in self._savings:
            self._savings[qps] = self._savings_of(qps)
        savings = self._savings[qps]
        by_day = savings.sums[0]
        # No way saves more than beside QPS by the day alone, which is soon looked up.
        if cost >= by_day[until] - by_day[start]:
            return False
        # Packs bought at its start must last as long as the order does.
        if self.problem.segments[start].until < until:
            return True
        return cost < self._saved(savings, start, until)

    def _saved(self, savings: Savings, start: int, until: int) -> Cents:
        """The most that a base saves over some segments, month by month."""
        begun = self.month_ends[start]
        if begun >= until:
            return self._in_month(savings.sums, start, until)
        # The months between the first and the last one are whole, and summed up before.
        last = self.month_starts[until]
        saved = self._in_month(savings.sums, start, begun)
        saved += savings.months[last] - savings.months[begun]
        if last < until:
            saved += self._in_month(savings.sums, last, until)
        return saved

    def _in_month(self, sums: list[list[Cents]], first: int, end: int) -> Cents:
        """The same over some segments of one month."""
        by_day, *by_packs = sums
        ways = [by_day[end] - by_day[first]]
        for pack, saved in zip(self.packs, by_packs, strict=True):
            # The last pack may be needed in part only. What is left of it goes to other
            # calls, whose bill it need not lower: each month takes its own.
            ways.append(saved[end] - saved[first] + pack.price)
        return min(ways)

    def _savings_of(self, base: int) -> Savings:
        """What a base saves up to each segment."""
        sums, months = self._sums(base), [0]
        for end in range(1, len(self.month_starts)):
            start = self.month_starts[end - 1]
            month = 0
            if self.month_starts[end] == end:
                month = self._in_month(sums, start, end)
            months.append(months[start] + month)
        return Savings(sums, months)

    def _sums(self, base: int) -> list[list[Cents]]:
        """What a base saves at the most up to each segment, beside QPS by the day alone
        and beside each size of packs.
        """
        topped_up = self._by_day(base)
        found = []
        for costs in (self.without, *(pack.costs for pack in self.packs)):
            saved = [max(c - t, 0) for c, t in zip(costs, topped_up, strict=True)]
            found.append(list(accumulate(saved, initial=0)))
        return found

    def _by_day(self, base: int = 0) -> list[Cents]:
        """What QPS by the day in addition to a base costs in each segment."""
        costs = []
        for row in self.problem.segments:
            need = row.need or 0 if row.calls else 0
            short = max(need - base, 0)
            costs.append(self.problem.by_day.at_least(short)[1] * row.days)
        return costs

    def _instead(self, size: int, price: Cents) -> Instead:
        """Packs of a size: metered, a segment costs no more than the calls it draws."""
        costs = []
        for row, by_day in zip(self.problem.segments, self.without, strict=True):
            metered = -(-row.calls * price // size)
            costs.append(min(by_day, metered) if row.volume else by_day)
        return Instead(price, costs)


def _month_ends(problem: Problem) -> list[int]:
    """For each segment the first one after its month."""
    months = [row.month for row in problem.segments]
    return [bisect_right(months, month) for month in months]


def _month_starts(month_ends: Sequence[int]) -> list[int]:
    """For each segment, and the end, the first segment of its month."""
    starts = [0]
    for place, end in enumerate(month_ends, 1):
        starts.append(place if place == end else starts[-1])
    return starts
