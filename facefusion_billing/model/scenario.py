"""A usage scenario: what a usage file says, as values that know where they stand in it."""

import datetime
from collections.abc import Mapping
from typing import Final, Literal, get_args

from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.bill_settings import BillSettings
from facefusion_billing.model.book import Activities, PriceBook
from facefusion_billing.model.calendar import DISTANT, Month, Span
from facefusion_billing.model.faults import Location
from facefusion_billing.model.items import (
    Item,
    Kind,
    LicenceOrder,
    QpsOrder,
    UpgradeOrder,
    kind_of,
    quantity_of,
    used_calls_of,
)
from facefusion_billing.model.money import Cents
from facefusion_billing.startup.record import NamedTuple

Mode = Literal["call_volume", "qps"]
CALL_VOLUME: Final = "call_volume"
QPS_MODE: Final = "qps"
MODES: tuple[Mode, ...] = get_args(Mode)

MAX_DAYS = 1_000_000
"""How many days all scopes together may have counts for."""
MAX_FORECAST_DAYS = 100_000
"""How many of them may be a forecast: each is a count of its own."""

Origin = Literal["purchased", "gifted", "campaign"]
"""How an order came about: bought, given, or part of a campaign with rules of its own."""
ORIGINS: tuple[Origin, ...] = get_args(Origin)


class CallCount(NamedTuple):
    """A count of calls in all for a span: a day, a range of days, or a whole month.

    The month of a growth series is spread over all its days (`is_series`); a day or
    range inside it replaces their shares. `is_forecast` marks a day to come.
    """

    span: Span
    calls: int
    whole_month: bool
    location: Location
    is_series: bool = False
    is_forecast: bool = False


class Level(NamedTuple):
    """A level (peak QPS, live materials) that holds during a span."""

    span: Span
    value: int
    location: Location
    is_forecast: bool = False


DEFAULT_WEEKS, MOST_WEEKS = 4, 520
"""From how many weeks a forecast is made where none are stated, and at the most."""


class Forecast(NamedTuple):
    """Counts by day go on to before `until`: from how many weeks, and their growth a
    month as a fraction.
    """

    until: datetime.date
    weeks: int
    numerator: int
    denominator: int
    location: Location


class ModeSpan(NamedTuple):
    """A span in which a group's billing mode is the one named."""

    span: Span
    mode: Mode


class ScopeUsage(NamedTuple):
    """What one interface group or activity uses.

    `free_used`: free calls of an activity that were used before the file begins.
    """

    name: str
    starts: datetime.date | None
    calls: tuple[CallCount, ...]
    peaks: tuple[Level, ...]
    materials: tuple[Level, ...]
    modes: tuple[ModeSpan, ...]
    change_days: int | None
    location: Location
    free_used: int = 0
    forecast: Forecast | None = None


class Tenders(NamedTuple):
    """How an order was paid, in cents.

    All but the discount are money or money's worth given.
    """

    cash: Cents = 0
    transferred: Cents = 0
    gifted: Cents = 0
    card: Cents = 0
    voucher: Cents = 0
    discount: Cents = 0

    @property
    def returned(self) -> "Tenders":
        """What a refund gives back: neither vouchers nor discounts."""
        # Nearly all are paid in cash alone: thousands of packs share their tenders.
        if not (self.voucher or self.discount):
            return self
        return self._replace(voucher=0, discount=0)


class Order(NamedTuple):
    """One order line, or the claim of a free pack: what was ordered, and what any order
    has.

    `stated_price` and `paid` are None when not given.
    """

    id: str
    item: Item
    scope: str | None
    date: datetime.date
    delivered: datetime.date
    location: Location
    source: Origin = "purchased"
    stated_price: Cents | None = None
    paid: Tenders | None = None
    refunded: datetime.date | None = None
    refundable: bool | None = None
    bought: bool = False
    note: str = ""
    refunded_packs: int | None = None
    locations: Mapping[str, Location] = {}

    @property
    def returned_packs(self) -> int:
        """How many of its packs went back: all, or as many as the file states."""
        if self.refunded is None:
            return 0
        if self.refunded_packs is None:
            return self.quantity
        return self.refunded_packs

    def refunded_on(self, number: int) -> datetime.date | None:
        """The day on which one of its packs went back: those of the highest numbers do."""
        if self.refunded is None:
            return None
        kept = self.quantity - self.returned_packs
        if number > kept:
            return self.refunded
        return None

    @property
    def purchase(self) -> tuple[object, ...]:
        """All that decides what it costs: orders that have it in common are priced
        alike, whatever their days.
        """
        # The type as well: records of two kinds are equal where their fields are.
        return (
            type(self.item),
            self.item,
            self.scope,
            self.source,
            self.stated_price,
            self.paid,
        )

    @property
    def kind(self) -> Kind:
        """What is true of every order of its kind."""
        return kind_of(self.item)

    @property
    def quantity(self) -> int:
        """How many packs it is of; 1 for what is not sold in packs."""
        return quantity_of(self.item)

    @property
    def used_calls(self) -> int:
        """The calls drawn from it outside the file's months."""
        return used_calls_of(self.item)

    @property
    def begins(self) -> datetime.date:
        """The day from which it acts: the stated start, else the delivery."""
        match self.item:
            case QpsOrder() | UpgradeOrder() | LicenceOrder():
                return self.item.start or self.delivered
            case _:
                return self.delivered

    def at(self, key: str) -> Location:
        """Where a key of the order stands; the order itself when the key was not
        written.
        """
        return self.locations.get(key, self.location)


class Draft(NamedTuple):
    """An order of which something could not be read: what would stand under the keys
    in `unread` is made up.
    """

    order: Order
    unread: frozenset[str]


class TopUp(NamedTuple):
    """Money added to the account at the start of a day."""

    date: datetime.date
    amount: Cents


class Balance(NamedTuple):
    """The account at the start of a day, with all earlier events in it."""

    date: datetime.date
    amount: Cents
    location: Location


class Account(NamedTuple):
    """The account: activation, money, closure, and spans in which the service is
    switched off.
    """

    activated: datetime.date | None = None
    balance: Balance | None = None
    top_ups: tuple[TopUp, ...] = ()
    discontinued: bool = False
    disabled: tuple[Span, ...] = ()


class Scenario(NamedTuple):
    """One usage file on one price book; `actual` is what was really billed, and where
    that stands.
    """

    title: str
    book: PriceBook
    assumptions: dict[str, str]
    account: Account
    usage: dict[str, ScopeUsage]
    orders: tuple[Order, ...]
    location: Location
    actual: dict[Month, tuple[Cents, Location]] = {}
    bill: BillSettings = BillSettings()

    def readings(self, chosen: Mapping[str, str] | None = None) -> Readings:
        """The readings in force: those chosen now, else the file's, else the defaults."""
        return Readings(
            {**self.assumptions, **(chosen or {})},
            activities=isinstance(self.book.offer, Activities),
        )

    @property
    def has_forecast(self) -> bool:
        """Whether the counts of a scope go on as a forecast."""
        return any(use.forecast is not None for use in self.usage.values())

    @property
    def months(self) -> tuple[Month, ...]:
        """Every month from the first to the last with usage, an order or a refund."""
        from facefusion_billing.model.calendar import ONE_DAY, month_of, months_between

        uses = self.usage.values()
        spans = [count.span for use in uses for count in use.calls]
        days = [span.start for span in spans]
        if spans:
            days.append(max(span.end for span in spans) - ONE_DAY)
        for use in uses:
            # Materials that stay for good ask for no bill of their own.
            ending = (each.span for each in use.materials if each.span.end < DISTANT)
            days += (span.start for span in ending)
        days += [order.date for order in self.orders]
        refunds = [order.refunded for order in self.orders]
        days += [day for day in refunds if day is not None]
        if not days:
            return ()
        return tuple(months_between(month_of(min(days)), month_of(max(days))))
