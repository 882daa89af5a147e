"""What is planned: the segments of one pool of calls, and what is on sale.

A pool is what draws on the same packs and reaches the same tier: an interface group, or
all activities together. Time is cut into segments at the decision days: what is bought,
claimed or switched begins with a segment, and a bill is drawn for each month.
"""

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Cents
from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.qps_cover import Ladder
from facefusion_billing.startup.record import NamedTuple


class MonthOrder(NamedTuple):
    """QPS bought by the month: its cost, and what it is in force for.

    It serves the segments before `until`; another may begin with the segment
    `following`, the first on whose first day it has ended.
    """

    qps: int
    months: int
    cost: Cents
    until: int
    following: int


class Segment(NamedTuple):
    """The days from one decision day to the next.

    `volume`: call volume mode serves them. `need` is the QPS that has to be bought to
    serve them in QPS mode, by the day for `days` (None: QPS mode is closed). Packs can
    be bought on the first day where `can_buy`; they serve the segments before `until`.
    `orders` are the orders for QPS by the month that may begin here.
    """

    month: int
    calls: int
    until: int
    can_buy: bool = True
    volume: bool = True
    need: int | None = None
    days: int = 0
    orders: tuple[MonthOrder, ...] = ()


class MonthCount(NamedTuple):
    """Calls of a month that nothing decides any more but that count for its tier: free
    ones, pack calls, and those which are `billed` with what is left.
    """

    free: int = 0
    packs: int = 0
    billed: int = 0

    def outside(self, basis: str) -> int:
        """Those that count for the tier beside what is billed."""
        if basis == "total":
            return self.free + self.packs
        return self.free if basis == "after_paid_packs" else 0

    def without_bill(self) -> "MonthCount":
        """The same for a plan without pay-as-you-go: what is billed already costs the
        same whatever it buys.
        """
        return self._replace(billed=0)


class Owned(NamedTuple):
    """A pack that is a fact: its calls, and the segments it serves.

    A pack that is bought with the segment `before` or a later one is drawn after it;
    `free` packs go before all others.
    """

    calls: int
    first: int
    end: int
    before: int
    free: bool = False


class Claim(NamedTuple):
    """A free pack that can still be claimed: its calls, and for a claim in each segment
    the segment it ends before.
    """

    calls: int
    until: tuple[int, ...]


class Problem(NamedTuple):
    """One pool over the horizon. `tiers` is None where no pay-as-you-go is sold."""

    segments: tuple[Segment, ...]
    months: tuple[MonthCount, ...]
    catalogue: Catalogue
    tiers: TierTable | None
    basis: str
    owned: tuple[Owned, ...] = ()
    claim: Claim | None = None
    by_day: Ladder = Ladder(None)

    @property
    def end(self) -> int:
        """The number of segments."""
        return len(self.segments)

    def most_billed(self) -> list[int]:
        """The most calls that each month can bill, with those which are billed already."""
        most = [month.billed for month in self.months]
        for row in self.segments:
            most[row.month] += row.calls if row.volume else 0
        return most

    def reached(self) -> list[Tier]:
        """The tiers that a month can reach with what it can bill, and those that count
        with them.
        """
        counts = zip(self.months, self.most_billed(), strict=True)
        highest = max(month.free + month.packs + most for month, most in counts)
        tiers = self.tiers.tiers if self.tiers else ()
        return [tier for tier in tiers if tier.first <= max(highest, 1)]

    @property
    def given(self) -> int:
        """The calls of the packs that are owned, and of the free one."""
        owned = sum(pack.calls for pack in self.owned)
        return owned + (self.claim.calls if self.claim else 0)

    @property
    def most_free(self) -> int:
        """The most free calls that a month can have: before the horizon, from packs that
        are owned, and from one that can be claimed.
        """
        before = max(month.free for month in self.months)
        owned = sum(pack.calls for pack in self.owned if pack.free)
        return before + owned + (self.claim.calls if self.claim else 0)

    @property
    def used_until(self) -> int:
        """The number of segments up to the last one with calls."""
        used = [index for index, row in enumerate(self.segments) if row.calls]
        if used:
            return used[-1] + 1
        return 0


class Purchase(NamedTuple):
    """Packs bought on the first day of a segment: how many of each size."""

    segment: int
    sizes: dict[int, int]


class PoolPlan(NamedTuple):
    """A plan: the segments in QPS mode, the orders for QPS by the month and the segment
    each begins with, the packs, and the segment of the claim (None: never).
    """

    qps: tuple[int, ...] = ()
    orders: tuple[tuple[int, MonthOrder], ...] = ()
    purchases: tuple[Purchase, ...] = ()
    claim: int | None = None
