"""The prices of an order as charges need them: per unit, at list price and as agreed, and
how much it holds.
"""

from bisect import bisect_left
from typing import assert_never

from facefusion_billing.billing.bills import Billing
from facefusion_billing.billing.metered import first_pack
from facefusion_billing.billing.rates import call_rate, order_rate
from facefusion_billing.model.calendar import ONE_DAY, Month, Span
from facefusion_billing.model.charge import Count, Rate
from facefusion_billing.model.items import (
    CallPack,
    FreePack,
    Item,
    LicenceOrder,
    MaterialPack,
    QpsOrder,
    UpgradeOrder,
)
from facefusion_billing.model.money import Cents, Price, half_up, share
from facefusion_billing.model.scenario import Order
from facefusion_billing.rules.burn_down import Pack
from facefusion_billing.rules.payment import Payment
from facefusion_billing.startup.record import NamedTuple

PLACES = 10
"""The decimal places of a quantity or price which has no end: a day of a licence, say,
is 1/365 of it.
"""


class Deal(NamedTuple):
    """An order's prices: equal `parts` (its packs) of `units` each, at list price and
    as agreed; and the days for which it was ordered, a day for what never ends.
    """

    rate: Rate
    parts: int
    units: int
    paid: Payment
    term: Span

    def agreed(self, number: int) -> Price:
        """What was agreed for a unit of one part."""
        if self.paid.agreed is None:
            return self.rate.discounted
        cents = share(self.paid.price, self.parts, number)
        return trimmed(half_up(cents * 10 ** (PLACES - 2), self.units), PLACES)

    def returned(self, number: int) -> Cents:
        """What the vendor gives back for one part."""
        tenders = self.paid.tenders.returned
        return sum(share(amount, self.parts, number) for amount in tenders)


class Deals:
    """The prices of orders, and of calls by month and meter: thousands of packs have
    one order, and each is looked up once.
    """

    def __init__(self, billing: Billing) -> None:
        self.billing = billing
        self._orders: dict[str, Deal] = {}
        self._calls: dict[tuple[Month, str], Rate | None] = {}

    def of(self, order: Order) -> Deal:
        """The prices of an order."""
        if order.id not in self._orders:
            self._orders[order.id] = _deal_of(self.billing, order)
        return self._orders[order.id]

    def call(self, month: Month, meter: str) -> Rate | None:
        """What a call of a month would cost had none been free or from a pack: all of
        them reach the tier.
        """
        if (month, meter) not in self._calls:
            months = self.billing.metering.months
            at = bisect_left(months, month, key=lambda record: record.month)
            count = months[at].meters[meter].all
            rate = call_rate(self.billing.inputs.scenario.book, meter, count)
            self._calls[month, meter] = rate
        return self._calls[month, meter]


def _deal_of(billing: Billing, order: Order) -> Deal:
    priced, parts = billing.inputs.priced[order.id], order.quantity
    rate = order_rate(order, billing.inputs.scenario.book, priced.price)
    units = priced.price.quantity // parts
    return Deal(rate, parts, units, priced.payment, _term_of(billing, order))


def trimmed(digits: int, places: int) -> Price:
    """An exact decimal without the zeros at its end."""
    while places and digits % 10 == 0:
        digits, places = digits // 10, places - 1
    return Price(digits, places)


def in_its_unit(order: Order, number: int) -> Count:
    """What a prepaid order holds, in the one unit in which it is used up."""
    unit = order.kind.used_up
    assert unit is not None
    return Count(number, unit)


def all_of(order: Order, term: Span) -> int:
    """All that an order holds (of several packs, one of them), in that unit."""
    if isinstance(order.item, CallPack):
        return order.item.size
    return term.days * qps_of(order.item)


def qps_of(item: Item) -> int:
    """The QPS that each day of an order is of; 1 for what is counted in days."""
    if isinstance(item, QpsOrder | UpgradeOrder):
        return item.qps
    return 1


def within(month: Month, term: Span) -> Span:
    """The days of a term that lie in a month."""
    return Span(max(term.start, month.first), min(term.end, month.end))


def _term_of(billing: Billing, order: Order) -> Span:
    match order.item:
        case QpsOrder() | UpgradeOrder() | LicenceOrder():
            return billing.prepared.terms[order.id]
        case CallPack():
            return _pack_term(first_pack(billing.prepared.packs, order))
        case FreePack() | MaterialPack():
            return Span(order.delivered, order.delivered + ONE_DAY)
        case _:
            assert_never(order.item)


def _pack_term(pack: Pack) -> Span:
    # Delivered after its year, a pack has no day; a charge needs one to stand on.
    return Span(pack.term.start, max(pack.expires, pack.term.start + ONE_DAY))
