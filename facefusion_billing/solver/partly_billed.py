"""What calls cost at the least where packs serve some and the others are billed.

Of the tiers that the months reach one is the cheapest. Each call that is billed costs at
least its price, and at least as many are billed as reach it.

>>> from facefusion_billing.model.book import Tier, TierTable
>>> from facefusion_billing.model.money import Price
>>> from facefusion_billing.solver.problem import MonthCount, Segment
>>> tiers = (Tier(1, 99, Price(10, 2)), Tier(100, None, Price(5, 2)))
>>> packs, table = Catalogue({50: 300}), TierTable(tiers, "at_least", "x")
>>> month = Segment(month=0, calls=130, until=1)
>>> pool = Problem((month,), (MonthCount(),), packs, table, "billable")
>>> [PartlyBilled(pool, packs).least(calls) for calls in (130, 80, 30)]
[650, 500, 300]
"""

from collections.abc import Iterable

from facefusion_billing.model.book import Tier
from facefusion_billing.model.money import Cents
from facefusion_billing.solver.catalogue import NEVER, Catalogue
from facefusion_billing.solver.problem import Problem
from facefusion_billing.solver.ratios import is_less, tier_rate
from facefusion_billing.startup.record import NamedTuple


class _Reached(NamedTuple):
    """A tier as the cheapest that a month reaches: the fewest calls that are billed, a
    call's price as a fraction, what the fewest cost, and the smallest pack that serves
    its calls for no more (0: none does, or sizes do not divide each other).
    """

    fewest: int
    rate: int
    per: int
    bill: Cents
    step: int


class PartlyBilled:
    """The least for any number of calls of a problem, beside such packs."""

    def __init__(self, problem: Problem, packs: Catalogue) -> None:
        self.packs = packs
        self.tiers = self._reached(problem)

    def _reached(self, problem: Problem) -> list[_Reached]:
        """The tiers that can be the cheapest, from the cheapest on."""
        found: list[_Reached] = []
        for tier in problem.reached():
            rate, per = tier_rate(tier)
            # One that is reached later and costs no less is never the cheapest.
            if found and not is_less((rate, per), (found[-1].rate, found[-1].per)):
                continue
            fewest = _fewest_billed(problem, tier)
            step = self._step(rate, per)
            found.append(_Reached(fewest, rate, per, fewest * rate // per, step))
        return found[::-1]

    def _step(self, rate: int, per: int) -> int:
        """The smallest pack that serves its calls for no more than a tier bills them."""
        steps = self.packs.steps if self.packs.chain else []
        worth = (size for size, price in steps if price * per <= rate * size)
        return min(worth, default=0)

    def least(self, calls: int) -> Cents:
        """The least that so many calls cost, one or more of which are billed."""
        least, price = NEVER, self.packs.price
        for fewest, rate, per, bill, step in self.tiers:
            # Nor can more of them be billed for less.
            if bill >= least:
                continue
            rest = calls - fewest
            if rest <= 0:
                least = bill
                continue
            for bought in self._bought(rest, rate, per, step):
                cost = price(bought) + (calls - bought) * rate // per
                least = cost if cost < least else least
            if fewest > 1:
                # With more packs the fewest are billed all the same.
                cost = self.packs.cover(rest).price + bill
                least = cost if cost < least else least
        return least

    def _bought(self, most: int, rate: int, per: int, step: int) -> Iterable[int]:
        """How many calls of packs may be best, a call that they leave being billed."""
        if not self.packs.chain:
            return self.packs.totals(0, most, (rate, per))
        # Every larger size is a multiple of this one, which still serves for less.
        return (most - most % step if step else 0,)


def _fewest_billed(problem: Problem, tier: Tier) -> int:
    """How many calls are billed at the least where a month reaches a tier: those that
    count beside them may all be in it.
    """
    # Calls that packs serve count too.
    if problem.basis == "total":
        return 1
    beside = problem.months[0].billed
    if problem.basis == "after_paid_packs":
        beside += problem.most_free
    return max(tier.first - beside, 1)
