"""What is planned: the months of one pool of calls, each with its ways to be served,
and what is on sale.

A pool is what draws on the same packs and reaches the same tier: an interface group, or
all licensed activities together. Time is cut into segments, numbered through the
horizon: nothing begins or ends inside one.
"""

from typing import Any

from facefusion_billing.model.book import TierTable
from facefusion_billing.model.money import Cents
from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.startup.record import NamedTuple


class Option(NamedTuple):
    """A way to serve a month: what it costs beside calls, and the metered calls it
    leaves, by segment of the month.

    `free` and `packs` are calls served outside the pool that still count for the
    month's tier.
    """

    cost: Cents
    needs: tuple[int, ...]
    free: int = 0
    packs: int = 0
    tag: Any = None

    @property
    def metered(self) -> int:
        """All calls of the month that the pool's packs or pay-as-you-go must serve."""
        return sum(self.needs)


class MonthNeeds(NamedTuple):
    """A month: its number of segments is that of any option's needs, the first of them
    is `first`.

    A pack bought in the month (where `can_buy`) serves from `first` to before the
    segment `until`.
    """

    first: int
    options: tuple[Option, ...]
    can_buy: bool
    until: int


class Held(NamedTuple):
    """A pack that is a fact: its calls, the segments it serves, and the month it was
    ordered in.

    `before` is the number of the first month whose new packs are drawn after it; `free`
    packs go before all others.
    """

    calls: int
    first: int
    end: int
    before: int
    free: bool = False


class Claim(NamedTuple):
    """A free pack that can still be claimed: its calls, and for a claim in each month
    the segment it ends before.
    """

    calls: int
    until: tuple[int, ...]


class World(NamedTuple):
    """One pool over the horizon. `tiers` is None where no pay-as-you-go is sold."""

    months: tuple[MonthNeeds, ...]
    catalogue: Catalogue
    tiers: TierTable | None
    basis: str
    held: tuple[Held, ...] = ()
    claim: Claim | None = None

    @property
    def end(self) -> int:
        """The number of segments."""
        last = self.months[-1]
        return last.first + len(last.options[0].needs)


class Purchase(NamedTuple):
    """Packs bought on the first of a month: how many of each size."""

    month: int
    sizes: dict[int, int]


class PoolPlan(NamedTuple):
    """A plan: the option of each month (its place), the purchases, and the month of the
    claim (None: never).
    """

    options: tuple[int, ...]
    purchases: tuple[Purchase, ...]
    claim: int | None
