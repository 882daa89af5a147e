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

    base: int
    sums: list[list[Cents]]
    months: list[Cents]


class MonthOrders:
    """The orders by the month for one problem, `swaps` where a segment in QPS mode is
    never worth more than packs for its calls; `is_whole` where all quantities that can
    be best are tried.
    """

    def __init__(self, problem: Problem, by_month: Ladder, *, swaps: bool) -> None:
        self.problem, self.by_month = problem, by_month
        self.needs = [row.need or 0 if row.calls else 0 for row in problem.segments]
        self.without = self._by_day()
        prices = problem.catalogue.prices if swaps else {}
        self.alone = self._alone() if prices else self.without
        self.month_ends = _month_ends(problem)
        every = self._breaks(frozenset(self.needs))
        self.is_whole = len(every) <= MOST_QUANTITIES
        self.month_starts = _month_starts(self.month_ends)
        # Where each month is one segment, no part of a month has more.
        if len(set(self.month_ends)) == problem.end:
            prices = {}
        self.packs = [self._instead(size, price) for size, price in prices.items()]
        self._savings: dict[int, Savings] = {}
        self._of_needs: dict[frozenset[int], list[int]] = {}

    def of_segment(self, place: int, terms: Sequence[Term]) -> tuple[MonthOrder, ...]:
        """The orders that may begin with a segment."""
        return tuple(chain.from_iterable(self._of_term(place, term) for term in terms))

    def _of_term(self, place: int, term: Term) -> Iterator[MonthOrder]:
        if term.until - place == 1:
            yield from self._of_one_segment(place, term)
            return
        needs = frozenset(self.needs[place : term.until])
        highest = max(needs, default=0)
        most = self._most_saved(highest, place, term.until)
        for qps in self.quantities(needs):
            bought, price = self.by_month.at_least(qps)
            cost = price * term.months
            # Nor can a larger one pay: it costs no less.
            if cost >= min(most, NEVER):
                return
            # Where more costs less, the larger quantity is tried in its own turn.
            if bought != qps:
                continue
            if self._can_pay(cost, qps, place, term.until):
                yield MonthOrder(qps, term.months, cost, term.until, term.following)
            # More serves nothing more.
            if qps >= highest:
                return

    def _of_one_segment(self, place: int, term: Term) -> Iterator[MonthOrder]:
        """The order that costs least with its top-ups, where it serves one segment."""
        least, best, need = self.alone[place], None, self.needs[place]
        for qps in self.quantities(frozenset((need,))):
            bought, price = self.by_month.at_least(qps)
            cost = price * term.months
            # Nor can a larger one pay: it costs no less.
            if cost >= least:
                break
            # Where more costs less, the larger quantity is tried in its own turn.
            if bought != qps:
                continue
            whole = cost + self._topped_up(qps, place)
            if whole < least:
                least = whole
                best = MonthOrder(qps, term.months, cost, term.until, term.following)
            # More serves nothing more.
            if qps >= need:
                break
        if best is not None:
            yield best

    def quantities(self, needs: frozenset[int]) -> list[int]:
        """The quantities, ascending, that a base can have over segments with such needs:
        the first of them where there are very many.
        """
        if needs not in self._of_needs:
            self._of_needs[needs] = sorted(self._breaks(needs))[:MOST_QUANTITIES]
        return self._of_needs[needs]

    def _breaks(self, needs: frozenset[int]) -> set[int]:
        """The quantities between which the cost is linear."""
        steps = self.problem.by_day.steps()
        found = {need - step for need in needs for step in steps}
        found |= self.by_month.steps()
        if self.by_month.rises or self.problem.by_day.rises:
            found |= set(range(min(max(needs, default=0), MOST_QUANTITIES) + 1))
        return {qps for qps in found if qps > 0}

    def _can_pay(self, cost: Cents, qps: int, start: int, until: int) -> bool:
        """Whether a base may save more than it costs over some segments."""
        by_day = self._savings_of(qps).sums[0]
        # No way saves more than beside QPS by the day alone, which is soon told.
        if cost >= by_day[until] - by_day[start]:
            return False
        return cost < self._most_saved(qps, start, until)

    def _most_saved(self, base: int, start: int, until: int) -> Cents:
        """The most that a base saves over some segments."""
        savings = self._savings_of(base)
        # Packs bought at its start must last as long as the order does.
        if self.problem.segments[start].until < until:
            return savings.sums[0][until] - savings.sums[0][start]
        begun = self.month_ends[start]
        if begun >= until:
            return self._in_month(savings, start, until)
        # The months between the first and the last one are whole, and summed up before.
        last = self.month_starts[until]
        saved = self._in_month(savings, start, begun)
        saved += savings.months[last] - savings.months[begun]
        if last < until:
            saved += self._in_month(savings, last, until)
        return saved

    def _saved_alone(self, base: int, place: int) -> Cents:
        """The most that a base saves in one segment."""
        return max(self.alone[place] - self._topped_up(base, place), 0)

    def _in_month(self, savings: Savings, first: int, end: int) -> Cents:
        """The same over some segments of one month."""
        if end - first == 1:
            return self._saved_alone(savings.base, first)
        by_day, *by_packs = savings.sums
        ways = [by_day[end] - by_day[first]]
        for pack, saved in zip(self.packs, by_packs, strict=True):
            # The last pack may be needed in part only. What is left of it goes to other
            # calls, whose bill it need not lower: each month takes its own.
            ways.append(saved[end] - saved[first] + pack.price)
        return min(ways)

    def _savings_of(self, base: int) -> Savings:
        """What a base saves up to each segment, worked out once."""
        if base not in self._savings:
            self._savings[base] = self._summed_up(base)
        return self._savings[base]

    def _summed_up(self, base: int) -> Savings:
        topped_up = self._by_day(base)
        ways = [self.without, *(pack.costs for pack in self.packs)]
        sums = [list(accumulate(_saved(costs, topped_up), initial=0)) for costs in ways]
        months = [0]
        savings = Savings(base, sums, months)
        for end in range(1, len(self.month_starts)):
            start = self.month_starts[end - 1]
            month = 0
            if self.month_starts[end] == end:
                month = self._in_month(savings, start, end)
            months.append(months[start] + month)
        return savings

    def _by_day(self, base: int = 0) -> list[Cents]:
        """What QPS by the day in addition to a base costs in each segment."""
        return [self._topped_up(base, place) for place in range(len(self.needs))]

    def _topped_up(self, base: int, place: int) -> Cents:
        short = max(self.needs[place] - base, 0)
        price = self.problem.by_day.at_least(short)[1]
        return price * self.problem.segments[place].days

    def _alone(self) -> list[Cents]:
        """What each segment costs by itself at the most: by the day, or by packs for its
        calls that are bought with it.
        """
        costs = []
        for row, by_day in zip(self.problem.segments, self.without, strict=True):
            if by_day and row.volume and row.can_buy:
                by_day = min(by_day, self.problem.catalogue.cover(row.calls).price)
            costs.append(by_day)
        return costs

    def _instead(self, size: int, price: Cents) -> Instead:
        """Packs of a size: metered, a segment costs no more than the calls it draws."""
        costs = []
        for row, by_day in zip(self.problem.segments, self.without, strict=True):
            metered = -(-row.calls * price // size)
            costs.append(min(by_day, metered) if row.volume else by_day)
        return Instead(price, costs)


def _saved(costs: Sequence[Cents], topped_up: Sequence[Cents]) -> list[Cents]:
    """What a base with its top-ups saves in each segment that costs so much without."""
    return [max(c - t, 0) for c, t in zip(costs, topped_up, strict=True)]


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
