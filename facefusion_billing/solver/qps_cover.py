"""The cheapest QPS for the days of a month: by day, by month, or a monthly base with
daily top-ups.

An order of q QPS costs q at the unit price its quantity reaches, so more QPS than the
peak can cost less than the peak itself. Exact: over the base the cost is linear between
the counts where a unit price or a cheaper larger order begins, so the least is at one
of those.

>>> from facefusion_billing.model.book import Tier
>>> from facefusion_billing.model.money import Price
>>> month = Ladder(
...     TierTable(
...         (Tier(1, 49, Price(1_700, 0)), Tier(50, None, Price(1_450, 0))),
...         "above",
...         "image-qps",
...     )
... )
>>> month.at_least(45), month.at_least(20)
((50, 7250000), (20, 3400000))
"""

from collections import Counter
from collections.abc import Sequence

from facefusion_billing.model.book import TierTable
from facefusion_billing.model.money import Cents
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.startup.record import NamedTuple


class Ladder:
    """What one order for a day or a month costs, by its quantity."""

    def __init__(self, table: TierTable | None) -> None:
        self.tiers = (
            [tier for tier in table.tiers if tier.price is not None] if table else []
        )
        self.whole_cents = all(
            tier.price.places <= 2 for tier in self.tiers if tier.price
        )
        self._least: dict[int, tuple[int, Cents]] = {}

    def price(self, qps: int) -> Cents:
        """An order of exactly so many QPS; `NEVER` when that is not sold."""
        for tier in self.tiers:
            if tier.first <= qps and (tier.last is None or qps <= tier.last):
                assert tier.price is not None
                return tier.price.times(qps)
        return NEVER if qps else 0

    def at_least(self, qps: int) -> tuple[int, Cents]:
        """The cheapest order of so many QPS or more, and its price; none needed is none
        bought.
        """
        if qps not in self._least:
            sizes = {qps, *(max(tier.first, qps) for tier in self.tiers)}
            self._least[qps] = min(
                ((size, self.price(size)) for size in sizes), key=_by_price
            )
        return self._least[qps]

    def turns(self) -> set[int]:
        """The quantities at which the price of a cheapest order begins to rise, or to
        rise faster.
        """
        return {
            0,
            *(count for tier in self.tiers for count in (tier.first - 1, tier.first)),
        }


def _by_price(order: tuple[int, Cents]) -> tuple[Cents, int]:
    return order[1], order[0]


MOST_BASES = 10_000
"""Bases tried one by one where a unit price has parts of a cent, so that rounding
breaks the lines.
"""


class Quota(NamedTuple):
    """QPS for a month: an order by the month (0: none), the order of each day (0:
    none), and the price of all.
    """

    base: int
    days: tuple[int, ...]
    cost: Cents


def by_day(needs: Sequence[int], day: Ladder) -> Quota:
    """Each day bought by itself."""
    orders = [day.at_least(need) for need in needs]
    return Quota(
        0, tuple(qps for qps, _ in orders), min(sum(cost for _, cost in orders), NEVER)
    )


def by_month(needs: Sequence[int], covered: int, day: Ladder, month: Ladder) -> Quota:
    """One order for the month that serves its first `covered` days, the days left over
    by day.
    """
    base, cost = month.at_least(max(needs[:covered], default=0))
    rest = by_day([0] * covered + list(needs[covered:]), day)
    return Quota(base, rest.days[: len(needs)], min(cost + rest.cost, NEVER))


def cheapest(needs: Sequence[int], covered: int, day: Ladder, month: Ladder) -> Quota:
    """The cheapest of all: every base that can be best, with top-ups by day for what it
    leaves.
    """
    served = Counter(needs[:covered])
    beyond = by_day(needs[covered:], day).cost
    if day.whole_cents and month.whole_cents:
        turns = day.turns()
        bases = {0, *(max(need - turn, 0) for need in served for turn in turns)}
    else:
        bases = set(range(min(max(served, default=0), MOST_BASES) + 1))
    bases |= {
        max(base, 0) for tier in month.tiers for base in (tier.first - 1, tier.first)
    }
    least, best = NEVER, 0
    for base in sorted(bases):
        cost = month.price(base) + beyond
        if cost < least:
            cost += sum(
                day.at_least(max(need - base, 0))[1] * days
                for need, days in served.items()
            )
            if cost < least:
                least, best = cost, base
    left = [*(max(need - best, 0) for need in needs[:covered]), *needs[covered:]]
    return Quota(best, by_day(left, day).days, least)
