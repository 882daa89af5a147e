"""What calls cost at the least when no date is looked at: packs serve any of them, and
of its own calls each month bills as many as suits.

Whatever a plan bills in each month, and whatever packs it buys, this counts no more for
as many calls; and another plan with fewer calls to serve saves no more than packs for
the difference, or its highest unit price. Neither holds of a search that draws packs
day by day, however its bills are relaxed: it has to use up a pack at once, which moves
what is billed into the next months, where fewer calls can reach a dearer tier.

>>> from facefusion_billing.solver.catalogue import Catalogue
>>> month = BilledMonth(most=100, rate=(5, 1))
>>> any_time = AnyTime(Catalogue({50: 200}), [month, BilledMonth(100, (3, 1))])
>>> any_time.least(100), any_time.least(160), any_time.saved(60)
(298, 548, 301)
"""

from collections.abc import Sequence

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.ratios import Ratio
from facefusion_billing.startup.record import NamedTuple


class BilledMonth(NamedTuple):
    """The most calls that a month can bill, and the least that one can cost there."""

    most: int
    rate: Ratio


class _Piece(NamedTuple):
    """Billed calls from one number to another: what those before cost, and each one."""

    first: int
    last: int
    before: int
    rate: int


class AnyTime:
    """The least that calls cost with the packs on sale and the bills of some months (none:
    nothing is billed).
    """

    def __init__(self, catalogue: Catalogue, months: Sequence[BilledMonth]) -> None:
        self.catalogue, self.months = catalogue, len(months)
        # Unit prices are decimals, so the largest denominator is one of all.
        self.denominator = max((month.rate[1] for month in months), default=1)
        self.pieces = self._pieces(months)

    def _pieces(self, months: Sequence[BilledMonth]) -> list[_Piece]:
        """The months by what a call costs there, the cheapest first."""
        most: dict[int, int] = {}
        for month in months:
            numerator, denominator = month.rate
            rate = numerator * (self.denominator // denominator)
            most[rate] = most.get(rate, 0) + month.most
        found, first, before = [], 0, 0
        for rate, calls in sorted(most.items()):
            found.append(_Piece(first, first + calls, before, rate))
            first, before = first + calls, before + calls * rate
        return found

    def least(self, calls: int) -> Cents:
        """A cost that no plan is below which serves so many calls."""
        best = self.catalogue.cover(calls).price
        for first, last, before, rate in self.pieces:
            worth = rate, self.denominator
            low, high = max(calls - last, 0), calls - first
            for bought in self.catalogue.totals(low, high, worth):
                billed = (before + (high - bought) * rate) // self.denominator
                best = min(best, self.catalogue.price(bought) + billed)
        # Packs that were not told exactly may cost less.
        if not self.catalogue.is_exact:
            return 0
        # Each month's bill is rounded by itself.
        return max(best - self.months, 0)

    def saved(self, calls: int) -> Cents:
        """The most that so many calls fewer save."""
        if calls <= 0:
            return 0
        packs = self.catalogue.cover(calls).price
        if not self.pieces:
            return packs
        return min(packs, calls * self.pieces[-1].rate // self.denominator + 1)
