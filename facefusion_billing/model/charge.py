"""Charges: what was bought and what was used of it, each at list price, as agreed, as
billed and in effect.

What a month billed and what it used stand beside each other: a purchase is billed and
costs nothing in effect where later charges carry its cost. Quantities and prices are
exact; a negative quantity takes something back.
"""

from typing import Final, Literal, get_args

from facefusion_billing.model.calendar import Month, Span
from facefusion_billing.model.money import Cents, Price
from facefusion_billing.model.scenario import Order
from facefusion_billing.startup.record import NamedTuple

Act = Literal["purchase", "use"]
PURCHASE: Final = "purchase"
USE: Final = "use"

Part = Literal[
    "ordered",
    "returned",
    "metered",
    "free",
    "included",
    "drawn",
    "in_force",
    "unused",
    "outside",
]
"""What of an order or a month a charge is; the last four are the portions of the
amortised view.
"""
ORDERED: Final = "ordered"
RETURNED: Final = "returned"
METERED: Final = "metered"
FREE: Final = "free"
INCLUDED: Final = "included"
DRAWN: Final = "drawn"
IN_FORCE: Final = "in_force"
UNUSED: Final = "unused"
OUTSIDE: Final = "outside"
PARTS: tuple[Part, ...] = get_args(Part)

Unit = Literal["calls", "pieces", "days", "qps_days", "qps_months", "upgrade_days"]
"""What is counted: calls; packs and licences; days; a QPS for a day or month; the unit
of a QPS upgrade for a day.
"""
CALLS: Final = "calls"
PIECES: Final = "pieces"
DAYS: Final = "days"
QPS_DAYS: Final = "qps_days"
QPS_MONTHS: Final = "qps_months"
UPGRADE_DAYS: Final = "upgrade_days"
UNITS: tuple[Unit, ...] = get_args(Unit)


class Rate(NamedTuple):
    """A list price: the thing sold (`sku`), its `meter`, the `price` of one `unit`, and
    the row of the book's table.

    `discounted` is what a discount of the book leaves of the price; `id` names the
    price in its book; `details` say what the row is of.
    """

    sku: str
    id: str
    meter: str
    unit: Unit
    price: Price
    discounted: Price
    details: dict[str, int | None]


class Count(NamedTuple):
    """So many of a unit: calls, days, or QPS held for days."""

    number: int
    unit: Unit


class Priced(NamedTuple):
    """So much at a list price, and at the price agreed for one unit."""

    rate: Rate
    agreed: Price
    quantity: Price

    @property
    def list_cost(self) -> Price:
        """The exact cost at list price."""
        return _product(self.rate.price, self.quantity)

    @property
    def agreed_cost(self) -> Price:
        """The exact cost as agreed."""
        return _product(self.agreed, self.quantity)


def _product(price: Price, quantity: Price) -> Price:
    return Price(price.digits * quantity.digits, price.places + quantity.places)


class Resource(NamedTuple):
    """The interface group or activity a charge is on, and its title."""

    name: str
    title: str


class Charge(NamedTuple):
    """One charge of a month. `kind` is that of the bill line it comes from, or
    `free_calls` or `licence_calls`.

    `resource` is None for the account. `prepaid` says that the charge buys, uses,
    leaves over or returns an order whose cost is spread, `committed` how much of it;
    `consumed` is what was used. `number` is the pack's within its order. `corrects`: it
    takes back what an earlier month billed.
    """

    act: Act
    kind: str
    part: Part
    month: Month
    period: Span
    priced: Priced
    resource: Resource | None
    clauses: tuple[str, ...]
    assumptions: tuple[str, ...] = ()
    order: Order | None = None
    number: int = 1
    billed: Cents = 0
    effective: Cents = 0
    discount: Cents = 0
    consumed: Count | None = None
    prepaid: bool = False
    committed: Count | None = None
    corrects: bool = False
