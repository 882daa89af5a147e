"""Where the calls of a month went, by scope."""

from facefusion_billing.model.money import Price
from facefusion_billing.startup.record import NamedTuple


class Drawn(NamedTuple):
    """Calls of a month drawn from one pack of an order."""

    order: str
    pack: int
    calls: int


class ReachedTier(NamedTuple):
    """The tier that a month's billable calls are priced at: its first and last count
    (None: no end), its unit price, and the count that reached it.
    """

    first: int
    last: int | None
    unit_price: Price
    reached_by: int


class UsageRow(NamedTuple):
    """Where a scope's calls of a month went; `calls` is the sum of the seven counts.

    `drawn` are the packs that served `free` and `packs` calls (a free test draws on
    none), `tier` is that of the billable ones, `forecast` how many of all calls are one,
    `by_day` how many are of days with a count of their own.
    """

    scope: str
    calls: int
    free: int
    packs: int
    billable: int
    qps_mode: int
    refused: int
    undetermined: int
    drawn: tuple[Drawn, ...] = ()
    tier: ReachedTier | None = None
    forecast: int = 0
    by_day: int = 0
