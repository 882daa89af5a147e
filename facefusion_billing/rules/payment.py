"""Payment: what an order costs, and which money pays it.

What: an order costs its list price, or the price agreed for it. A gift costs nothing
and takes nothing from the account; what a campaign's bundle costs is what was paid for
it, unless its price is stated. Without tenders all is paid from the account's cash. The
bill's line is the price less the discount; what the account pays is neither by card nor
voucher.

Clauses: none; the documents state prices, and how they are paid is the file's to say.

>>> from datetime import date
>>> from facefusion_billing.model.faults import Location, Source
>>> from facefusion_billing.model.items import CallPack
>>> day, here = date(2025, 1, 5), Location(Source("", ""), 1, 1, 0, "")
>>> order = Order("P", CallPack(100_000), "image_basic", day, day, here)
>>> paid = payment(order._replace(paid=Tenders(cash=400_000, voucher=95_000)), 495_000)
>>> paid.amount, paid.from_account
(495000, 400000)
>>> payment(order._replace(source="gifted"), 495_000).amount
0
"""

from facefusion_billing.model.money import Cents, share
from facefusion_billing.model.scenario import Order, Tenders
from facefusion_billing.startup.record import NamedTuple


class Payment(NamedTuple):
    """How an order is paid: the price agreed (None: the list price held), and the
    tenders.
    """

    agreed: Cents | None
    price: Cents
    tenders: Tenders

    @property
    def amount(self) -> Cents:
        """The order's line amount: its price less the discount."""
        return self.price - self.tenders.discount

    @property
    def from_account(self) -> Cents:
        """What the order takes from the account: all but card, voucher and discount."""
        return self.tenders.cash + self.tenders.transferred + self.tenders.gifted

    @property
    def is_whole(self) -> bool:
        """Whether the tenders add up to the price."""
        return sum(self.tenders) == self.price


def returned_tenders(order: Order, tenders: Tenders) -> Tenders:
    """What a refunded order gives back: the shares of the packs that went back, without
    vouchers and discounts.
    """
    # Those with the highest numbers: the first packs are drawn first.
    first = order.quantity - order.returned_packs + 1
    numbers = range(first, order.quantity + 1)

    def back(amount: Cents) -> Cents:
        return sum(share(amount, order.quantity, number) for number in numbers)

    return Tenders(*map(back, tenders.returned))


def payment(order: Order, list_price: Cents) -> Payment:
    """What an order costs and how it was paid, in cents."""
    if order.source == "gifted":
        return Payment(0, 0, Tenders())
    agreed = order.stated_price
    if order.source == "campaign" and order.paid is not None and agreed is None:
        agreed = sum(order.paid)
    price = list_price
    if agreed is not None:
        # Not `or`: a price of 0 is agreed too.
        price = agreed
    if order.paid is None:
        return Payment(agreed, price, Tenders(cash=price))
    return Payment(agreed, price, order.paid)
