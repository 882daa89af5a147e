"""What is on sale for an interface group, as the search counts it: call packs, and QPS
by the day and by the month.
"""

from facefusion_billing.model.book import Group
from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.problem import Problem, Segment
from facefusion_billing.solver.qps_cover import Ladder
from facefusion_billing.solver.ratios import Ratio, least_ratio, tier_rate

NO_PACKS = Catalogue({})
LONGEST_MONTH = 31


class GroupPrices:
    """The prices of one group."""

    def __init__(self, group: Group) -> None:
        self.packs = group.call_packs.sizes if group.call_packs else ()
        self.qps = group.qps
        self.catalogue = Catalogue({row.size: row.price.times(1) for row in self.packs})
        self.by_day = Ladder(self.qps.day if self.qps else None)
        self.by_month = Ladder(self.qps.month if self.qps else None)
        self.whole_cents = (
            self.by_day.whole_cents
            and self.by_month.whole_cents
            and all(row.price.is_whole_cents for row in self.packs)
        )
        self.qps_rises = self.by_day.rises or self.by_month.rises

    def least_qps_day(self) -> Ratio:
        """The least that one QPS for a day costs, in orders of any length."""
        rates = [tier_rate(tier) for tier in self.by_day.tiers]
        for tier in self.by_month.tiers:
            cents, per = tier_rate(tier)
            rates.append((cents, per * LONGEST_MONTH))
        return least_ratio(rates)

    def below(self, problem: Problem) -> Problem:
        """A problem with each unit at whole cents below its price."""
        prices = {row.size: row.price.cents_below for row in self.packs}
        by_month = Ladder(self.qps.month if self.qps else None, down=True)
        by_day = self.qps.day if self.qps and problem.by_day.tiers else None
        return problem._replace(
            catalogue=Catalogue(prices) if problem.catalogue.sizes else NO_PACKS,
            by_day=Ladder(by_day, down=True),
            segments=tuple(_below(row, by_month) for row in problem.segments),
        )


def _below(row: Segment, by_month: Ladder) -> Segment:
    """A segment with its orders at whole cents below their price."""
    orders = (
        order._replace(cost=by_month.at_least(order.qps)[1] * order.months)
        for order in row.orders
    )
    return row._replace(orders=tuple(orders))
