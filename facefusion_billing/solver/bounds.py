"""Bounds: what the rest of a plan costs at the least, for every label in the time of a
few additions.
"""

from itertools import accumulate, pairwise
from operator import eq, sub

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.catalogue import NEVER, Catalogue
from facefusion_billing.solver.partly_billed import PartlyBilled
from facefusion_billing.solver.problem import Problem, Segment
from facefusion_billing.solver.qps_shares import QpsShares
from facefusion_billing.solver.ratios import Ratio, least_ratio, tier_rate
from facefusion_billing.solver.whole_units import WholeUnits

HALVINGS = 4


class LowerBounds:
    """The bounds of one problem, also where a bill is the least of this and every
    larger count that its month can reach.

    Calls cost at least the least price a call can have, and that depends on how many
    there are: of a large pack only those that are needed are used. So there is a rate
    for the volume of the whole horizon, for half of it, and so on. Where each segment
    that is left has one way to be served, the volume itself is known, and with it the
    least whole packs and pay-as-you-go that serve it. QPS costs at least the segment's
    share of the orders that can serve it, and packs and segments can be counted whole.
    """

    def __init__(self, problem: Problem, *, qps_day: Ratio | None = None) -> None:
        self.problem, self.catalogue = problem, problem.catalogue
        self.qps = QpsShares(problem, qps_day)
        self.given = problem.given
        rows = problem.segments
        self.volume = _sums([row.calls if row.volume else 0 for row in rows])
        self.known = self._have_one_way()
        self.months_left = self._months_left()
        self.fixed = self._rests((0, 1))
        tiers = list(map(tier_rate, problem.reached()))
        self.most_of_a_pack = self._most_of_a_pack()
        self.outlives = self.most_of_a_pack < self.volume[0]
        self.packs = problem.catalogue
        if self.outlives:
            self.packs = _used_in_part(problem.catalogue, self.most_of_a_pack)
        self.billed = PartlyBilled(problem, self.packs)
        calls = max(self.volume[0] + problem.months[0].billed, 1)
        volumes = [calls >> halving for halving in range(HALVINGS)]
        self.rates = [self._rate(volume, tiers) for volume in volumes if volume]
        self.units = self._whole_units(calls, tiers)
        self._served: dict[int, tuple[Cents, Cents]] = {}
        self.rest = [self.bound(0, 0, 0, index) for index in range(len(rows) + 1)]

    def bound(self, need: int, least: int, cost: Cents, segment: int) -> Cents:
        """A cost that no plan is below which goes on from a label at the start of a
        segment, if QPS that it has in force saves nothing.
        """
        volume = need + self.volume[segment]
        floor = self.fixed[segment]
        if least:
            floor += self.catalogue.cover(least).price
        if self.known[segment]:
            whole, mixed = self._ways(volume - self.given)
            # Each month's bill is rounded by itself, by up to half a cent.
            mixed -= self.months_left[segment]
            served = (whole if whole < mixed else mixed) + self.fixed[segment]
            floor = served if served > floor else floor
        if self.outlives or not self.known[segment]:
            rate = self.rates[0]
            for smaller in self.rates:
                if volume > smaller[0]:
                    break
                rate = smaller
            _, numerator, denominator, floors = rate
            by_rate = need * numerator // denominator + floors[segment]
            # Not `max`: a call of it takes longer than the rest of the line.
            floor = by_rate if by_rate > floor else floor
        if not self.known[segment]:
            assert self.units is not None
            count = (volume - self.given) // self.units.unit
            if count > 0:
                served = self.units.tables[segment][count] - self.months_left[segment]
                served += self.fixed[segment]
                floor = served if served > floor else floor
        return cost + floor

    def floor(self) -> Cents:
        """A cost that no plan is below, from the rate of all calls alone."""
        return self.rates[0][3][0]

    def least(self, calls: int) -> Cents:
        """The least that so many calls cost, by whole packs and pay-as-you-go
        together.
        """
        whole, mixed = self._ways(calls)
        return whole if whole < mixed else mixed

    def _ways(self, calls: int) -> tuple[Cents, Cents]:
        """The least that so many calls cost by packs alone, and where some are billed."""
        if calls <= 0:
            return 0, NEVER
        found = self._served.get(calls)
        if found is None:
            found = self._served[calls] = (
                self.packs.cover(calls).price,
                self.billed.least(calls),
            )
        return found

    def _whole_units(self, calls: int, tiers: list[Ratio]) -> WholeUnits | None:
        """The table of whole packs and segments; None where each segment has one way to
        be served.
        """
        if all(self.known):
            return None
        most = self.most_of_a_pack
        return WholeUnits(self.problem, self.qps, calls, tiers, most)

    def _have_one_way(self) -> list[bool]:
        """For each segment and the end whether each of those left has one way to be
        served.
        """
        rows = self.problem.segments
        metered = _sums([row.calls if row.need is None else 0 for row in rows])
        return list(map(eq, metered, self.volume))

    def _months_left(self) -> list[int]:
        """For each segment and the end how many months end from there on."""
        months = [row.month for row in self.problem.segments]
        ends = [own != following for own, following in pairwise([*months, None])]
        return _sums([int(end) for end in ends])

    def _most_of_a_pack(self) -> int:
        """The most calls that one pack can serve: those until it ends, or to the end of
        the month in which it does; one where there are none.
        """
        rows, most = self.problem.segments, 1
        ends = list(range(1, len(rows) + 1))
        for index in range(len(rows) - 2, -1, -1):
            if rows[index + 1].month == rows[index].month:
                ends[index] = ends[index + 1]
        for index, row in enumerate(rows):
            if row.can_buy and row.until > index:
                end = ends[min(row.until, len(rows)) - 1]
                most = max(most, self.volume[index] - self.volume[end])
        return most

    def _rests(self, rate: Ratio) -> list[Cents]:
        """For each segment the least that it and those after it cost, a metered call
        at a rate.
        """
        rows = enumerate(self.problem.segments)
        return _sums([self._segment(*row, rate) for row in rows])

    def _segment(self, index: int, row: Segment, rate: Ratio) -> Cents:
        metered = row.calls * rate[0] // rate[1]
        if row.need is None or not row.calls:
            return metered
        in_qps = self.qps.of_segment(index)
        if row.volume:
            return min(metered, in_qps)
        return in_qps

    def _rate(self, volume: int, tiers: list[Ratio]) -> tuple[int, int, int, list[int]]:
        """For at most so many calls: the least one can cost, as a fraction, and the
        least of each segment's rest.
        """
        most = min(volume, self.most_of_a_pack)
        packs = [
            (price, min(size, most)) for size, price in self.catalogue.prices.items()
        ]
        rate = least_ratio([*packs, *tiers])
        free = self.given * rate[0] // rate[1] + 1
        rests = map(sub, self._rests(rate), self.months_left)
        floors = [rest - free for rest in rests]
        return volume, *rate, floors


def _used_in_part(catalogue: Catalogue, most: int) -> Catalogue:
    """Packs of which at most so many calls can be used: none is worth more than the
    cheapest that has so many, rounded up so that sizes divide each other as before.
    """
    smaller = {size: price for size, price in catalogue.prices.items() if size < most}
    larger = [price for size, price in catalogue.prices.items() if size >= most]
    if not larger:
        return catalogue
    step = max(smaller, default=1)
    return Catalogue({**smaller, -(-most // step) * step: min(larger)})


def _sums(amounts: list[int]) -> list[int]:
    """For each place the sum from there on, and 0 at the end."""
    return list(accumulate(reversed(amounts), initial=0))[::-1]
