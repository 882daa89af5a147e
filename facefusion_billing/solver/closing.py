"""The end of a stretch: the packs that are best for it and for the bill of its month."""

from collections.abc import Iterable
from operator import itemgetter

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.bounds import LowerBounds
from facefusion_billing.solver.buckets import Bucket
from facefusion_billing.solver.calendar import Calendar
from facefusion_billing.solver.labels import NO_STRETCH, Label, first_segment
from facefusion_billing.solver.problem import Problem
from facefusion_billing.solver.tariff import Tariff, Tariffs


class Closing:
    """How stretches of a problem end. `idle`: a bill counts as the least of this and
    every larger count that its month can reach.
    """

    def __init__(
        self,
        problem: Problem,
        calendar: Calendar,
        bounds: LowerBounds,
        *,
        idle: bool,
    ) -> None:
        self.problem, self.calendar, self.bounds = problem, calendar, bounds
        self.catalogue, self.idle = problem.catalogue, idle
        self.tariffs = Tariffs(problem.tiers, problem.basis)
        self.least_rate = bounds.rates[0][1:3]

    def tariff(self, segment: int, bucket: Bucket | None) -> Tariff | None:
        """The tariff of a segment's month; None while its tier depends on what is
        still to come.
        """
        month = self.problem.segments[segment].month
        counted = self.calendar.counted[month]
        if counted is None:
            if bucket is None:
                return None
            counted = bucket.counted + self.calendar.outside(month)
        # Only what larger counts would cost asks how large a count can be.
        most = self.calendar.most_billed[month] if self.idle else None
        return self.tariffs.of(counted, most)

    def cheapest(
        self,
        bucket: Bucket,
        labels: Iterable[Label],
        tariff: Tariff,
        segment: int,
        ceiling: Cents,
    ) -> Label | None:
        """Of labels whose stretch ends in this month, the one that costs least with the
        month's bill; None where all cost more than a ceiling.
        """
        best, found = self._limit(bucket, segment, ceiling), None
        for floor, (need, cost, since, least, parent) in self._by_floor(labels):
            if floor >= best:
                break
            if cost + self.bounds.least(need) >= best:
                continue
            highest = need - bucket.before if since != NO_STRETCH else 0
            bill, bought = self.close((least, highest, need), tariff, best - cost)
            if cost + bill < best:
                best = cost + bill
                found = Label(need, best, since, bought, parent)
        if found is None:
            return None
        return _closed(found)

    def _limit(self, bucket: Bucket, segment: int, ceiling: Cents) -> Cents:
        """What a label must cost less than to lead to a plan within a ceiling."""
        qps, until, _ = bucket.quota
        saved = self.bounds.qps.saved(qps, segment, until)
        return ceiling + 1 - self.bounds.rest[segment] + saved

    def _by_floor(self, labels: Iterable[Label]) -> list[tuple[Cents, Label]]:
        """The labels by the least that they come to, where a call costs the least that
        it can: most are told by that to be too dear.
        """
        numerator, denominator = self.least_rate
        rows = [
            (label[1] + label[0] * numerator // denominator, label) for label in labels
        ]
        rows.sort(key=itemgetter(0))
        return rows

    def close(
        self, window: tuple[int, int, int], tariff: Tariff, limit: Cents
    ) -> tuple[Cents, int]:
        """The least of packs with `low` to `high` calls and the bill of what they
        leave; and the packs' calls.

        What costs no less than a limit need not be told apart.
        """
        low, high, need = window
        price, totals = self.catalogue.price, self.catalogue.totals
        best, chosen = limit, need
        if need <= high and price(need) < best:
            best = price(need)
        for index, (first, last, numerator, denominator) in enumerate(tariff.bands):
            if first > need - low:
                break
            bottom = low if last is None or need - last < low else need - last
            top = min(high, need - first)
            # The least bill of the tier alone is too much already.
            if first * numerator // denominator < best:
                for bought in totals(bottom, top, (numerator, denominator)):
                    cost = price(bought) + (
                        # Half up in whole numbers, as the bill is; a function for it
                        # would be called too often.
                        2 * (need - bought) * numerator + denominator
                    ) // (2 * denominator)
                    if cost < best:
                        best, chosen = cost, bought
            if self.idle and tariff.caps[index] < best:
                for bought in totals(bottom, top, (0, 1)):
                    cost = price(bought) + tariff.caps[index]
                    if cost < best:
                        best, chosen = cost, bought
        return best, chosen


def _closed(label: Label) -> Label:
    """A label whose stretch, for which its least was bought, has ended."""
    parent = label.parent
    if label.least:
        parent = parent, ((first_segment(label.since), label.least),), None
    return Label(0, label.cost, NO_STRETCH, 0, parent)
