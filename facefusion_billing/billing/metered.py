"""What the metering works on: scopes, meters and packs as they are metered, whatever
the shape of the price book, and the orders of a scenario, filed.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date

from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.book import ACCOUNT, TierTable
from facefusion_billing.model.calendar import Days, Span, Steps
from facefusion_billing.model.items import Kind, QpsOrder, UpgradeOrder
from facefusion_billing.model.scenario import Order
from facefusion_billing.rules import validity
from facefusion_billing.rules.burn_down import Pack, Pool
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.startup.record import NamedTuple

PacksByOrder = dict[str, list[tuple[int, Pack]]]
Calls = dict[str, DailyCalls]
Terms = dict[str, Span]
"""The days on which what was ordered is in force, by the order's id."""


def scope_of(order: Order) -> str:
    """What an order is for: its interface group or activity, else the account."""
    return order.scope or ACCOUNT


def qps_bought(order: Order) -> int:
    """The QPS of an order for QPS or an upgrade."""
    assert isinstance(order.item, QpsOrder | UpgradeOrder)
    return order.item.qps


class FiledOrders(NamedTuple):
    """Orders by kind and by what they are for, each list as the file has it."""

    # Looking through all orders for each of thousands of activities would take seconds.
    drawers: dict[tuple[str, str | None], list[Order]]

    def of(self, kind: Kind, scope: str | None) -> Sequence[Order]:
        """The orders of one kind for a group or activity."""
        return self.drawers.get((kind.name, scope), ())

    def first_date(self, kind: Kind, scope: str | None) -> date | None:
        """The day on which the first of them begins; None when there is none."""
        return min((order.begins for order in self.of(kind, scope)), default=None)


def filed(orders: Iterable[Order]) -> FiledOrders:
    """The orders, filed."""
    drawers: dict[tuple[str, str | None], list[Order]] = {}
    for order in orders:
        drawers.setdefault((order.kind.name, order.scope), []).append(order)
    return FiledOrders(drawers)


class MeteredScope(NamedTuple):
    """A scope as it is metered.

    `free` calls are given once, without a pack, and go first; then its own `pools` in
    the order of use, then the shared pool. `licensed` is None where no licence is
    needed. `quota` is QPS that was bought, `limit` what holds without it. On the days
    `after_licence` a licence is over: no limit is stated there.
    """

    name: str
    calls: DailyCalls
    free: int
    pools: tuple[Pool, ...]
    meter: str
    qps_days: Days
    quota: Steps
    limit: Steps
    licensed: Days | None
    after_licence: Days = Days(())

    @property
    def changes(self) -> set[date]:
        """The days on which its calls begin to go elsewhere."""
        licensed = self.licensed.boundaries if self.licensed else ()
        return {*self.qps_days.boundaries, *self.quota.dates, *licensed}

    def is_licensed(self, day: date) -> bool:
        """Whether its calls are admitted beyond the free ones."""
        return self.licensed is None or self.licensed.holds(day)


class Meter(NamedTuple):
    """Where billable calls are counted together: its unit prices (None: not sold) and
    their clause; `assumptions` decide which calls these are.
    """

    name: str
    tiers: TierTable | None
    assumptions: tuple[str, ...] = ()


class MeteringInput(NamedTuple):
    """Everything the metering needs, in the order in which scopes draw on shared packs."""

    scopes: tuple[MeteredScope, ...]
    meters: dict[str, Meter]
    packs: tuple[Pack, ...]
    breakpoints: tuple[date, ...]
    orders: FiledOrders
    terms: Terms

    def scope(self, name: str) -> MeteredScope:
        """The scope of that name."""
        return next(scope for scope in self.scopes if scope.name == name)

    @property
    def meter_of(self) -> dict[str, str]:
        """The meter of each scope."""
        return {scope.name: scope.meter for scope in self.scopes}

    def moves_calls_as(self, other: "MeteringInput") -> bool:
        """Whether every call goes where it goes with another: only the meters, and the
        limits that calls are held against, may differ.
        """
        return (
            self.packs == other.packs
            and self.terms == other.terms
            and self.breakpoints == other.breakpoints
            and _without_meters(self.scopes) == _without_meters(other.scopes)
        )

    def terms_of(self, kind: Kind, scope: str) -> list[tuple[Order, Span]]:
        """The orders of one kind for a scope, each with the days on which it is in
        force.
        """
        return [(order, self.terms[order.id]) for order in self.orders.of(kind, scope)]


def _without_meters(scopes: Iterable[MeteredScope]) -> list[MeteredScope]:
    nowhere = Steps((), ())
    return [scope._replace(meter="", limit=nowhere) for scope in scopes]


def by_order(packs: tuple[Pack, ...]) -> PacksByOrder:
    """The packs of each order, by its id, with their index."""
    found: PacksByOrder = {}
    for index, pack in enumerate(packs):
        found.setdefault(pack.order.id, []).append((index, pack))
    return found


def by_date_and_id(order: Order) -> str:
    """The place of an order among others, and of its packs among theirs."""
    # One text is compared in a fraction of the time that a day and a text take.
    return f"{order.date}{order.id}"


def first_pack(packs: tuple[Pack, ...], order: Order) -> Pack:
    """The first pack of an order among all packs, which are in their order."""
    key = by_date_and_id(order)
    return packs[bisect_left(packs, key, key=lambda pack: by_date_and_id(pack.order))]


class PackYears(dict[date, Span]):
    """The years of packs by the day on which they are bought: to the same date, or so
    many days. Many are bought on one day.
    """

    def __init__(self, days: int, readings: Readings) -> None:
        self.days, self.readings = days, readings

    def __missing__(self, start: date) -> Span:
        year = validity.one_year(start, "same_date_next_year")
        # A question is consulted only where it can matter: each one costs a whole
        # computation of the alternatives.
        if year != validity.one_year(start, "365_days", self.days):
            reading = self.readings.consult("pack_validity")
            year = validity.one_year(start, reading, self.days)
        self[start] = year
        return year


def packs_of(
    order: Order, scope: str, pool: Pool, size: int, year: Span, clause: str
) -> list[Pack]:
    """The packs of an order: usable from delivery to the end of the year that began
    with the order, or to a refund.
    """
    # The year begins with the order, whenever it is delivered: the document counts from
    # the purchase, and delivery only moves the first day of use.
    start, term = order.delivered, year
    if start > year.start:
        term = Span(start, max(year.end, start))
    packs, used = [], order.used_calls
    for number in range(1, order.quantity + 1):
        # The first packs of an order are drawn first, so they are used up first.
        used_before = min(used, size)
        refunded = order.refunded and order.refunded_on(number)
        if refunded is not None:
            term = Span(term.start, max(min(year.end, refunded), term.start))
        packs.append(
            Pack(
                order=order,
                number=number,
                scope=scope,
                pool=pool,
                size=size,
                term=term,
                expires=year.end,
                used_before=used_before,
                clauses=(clause,),
            )
        )
        used -= used_before
    return packs
