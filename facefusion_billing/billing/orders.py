"""What an order costs: its list price from the book, what was agreed or paid instead,
and its bill line.
"""

from typing import assert_never

from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.bill import REFUND, BillLine
from facefusion_billing.model.book import (
    ACCOUNT,
    Activities,
    Group,
    Licence,
    PackTable,
    PriceBook,
)
from facefusion_billing.model.items import (
    CallPack,
    FreePack,
    Kind,
    LicenceOrder,
    MaterialPack,
    QpsOrder,
    UpgradeOrder,
)
from facefusion_billing.model.money import Cents, Price, price_of
from facefusion_billing.model.scenario import Order, Scenario, Tenders
from facefusion_billing.rules import volume_tiers
from facefusion_billing.rules.licence import upgrade_units
from facefusion_billing.startup.record import NamedTuple


class Listed(NamedTuple):
    """An order's list price: so many units at a unit price, and the clause that states
    it.
    """

    quantity: int
    unit: str
    unit_price: Price
    clause: str

    @property
    def cents(self) -> Cents:
        """The list price."""
        return self.unit_price.times(self.quantity)


class NotSoldError(Exception):
    """The book does not sell what was ordered; carries the message."""


def scope_of(order: Order) -> str:
    """What an order is for: its interface group or activity, else the account."""
    return order.scope or ACCOUNT


def orders_of(scenario: Scenario, kind: Kind, scope: str | None) -> list[Order]:
    """The orders of one kind for a group or activity, as the file has them.

    The last scenario's are kept filed: looking through all orders for each of thousands
    of activities takes seconds.
    """
    if not _filed or _filed[0][0] is not scenario.orders:
        found: dict[tuple[str, str | None], list[Order]] = {}
        for order in scenario.orders:
            found.setdefault((order.kind.name, order.scope), []).append(order)
        _filed[:] = [(scenario.orders, found)]
    return _filed[0][1].get((kind.name, scope), [])


_filed: list[tuple[tuple[Order, ...], dict[tuple[str, str | None], list[Order]]]] = []


def listed(order: Order, book: PriceBook) -> Listed:
    """The list price of an order.

    Raises `NotSoldError` when the book has no price for it.
    """
    if book.activities is not None:
        return _listed_for_activities(order, book.activities)
    group = book.groups[scope_of(order)]
    match order.item:
        case CallPack():
            return _pack(order, order.item, group.call_packs)
        case MaterialPack():
            table = group.materials.packs if group.materials else None
            return _pack(order, order.item, table)
        case QpsOrder():
            return _qps(order.item, group)
        case FreePack() | LicenceOrder() | UpgradeOrder():
            raise NotSoldError(f"the book sells no {order.kind.name}")
        case _:
            assert_never(order.item)


def clause_of(order: Order, book: PriceBook) -> str:
    """The clause of the table an order, or the claim of a free pack, was taken from."""
    if isinstance(order.item, FreePack):
        free = book.groups[scope_of(order)].free_pack
        assert free is not None
        return free.clause
    return listed(order, book).clause


def _qps(item: QpsOrder, group: Group) -> Listed:
    if group.qps is None:
        raise NotSoldError(f"the book sells no QPS for {group.name}")
    table, unit = (group.qps.day, "day") if item.days else (group.qps.month, "month")
    price = volume_tiers.unit_price(table, item.qps)
    if price is None:
        raise NotSoldError(
            f"the book sells no QPS of {item.qps} by the {unit} for {group.name}"
        )
    quantity = item.qps * (item.days or item.months)
    return Listed(quantity, f"QPS-{unit}", price, group.qps.clause)


def _listed_for_activities(order: Order, activities: Activities) -> Listed:
    match order.item:
        case CallPack():
            return _pack(order, order.item, activities.call_packs)
        case LicenceOrder():
            return _licence(order.item, activities)
        case UpgradeOrder():
            return _upgrade(order.item, activities)
        case FreePack() | MaterialPack() | QpsOrder():
            raise NotSoldError(f"the book sells no {order.kind.name}")
        case _:
            assert_never(order.item)


def _licence(item: LicenceOrder, activities: Activities) -> Listed:
    licence = activities.licences.get(item.package)
    if licence is None:
        known = ", ".join(activities.licences) or "none"
        raise NotSoldError(f"the book has no licence {item.package!r}; it has {known}")
    return Listed(1, "licence", licence.price, licence.clause)


def _upgrade(item: UpgradeOrder, activities: Activities) -> Listed:
    upgrade = activities.qps_upgrade
    if upgrade is None:
        raise NotSoldError("the book sells no QPS upgrades")
    units = upgrade_units(item.qps, item.days, upgrade)
    if units is None:
        raise NotSoldError(
            f"upgrades are sold in units of {upgrade.unit} QPS, not {item.qps}"
        )
    return Listed(units, f"{upgrade.unit}-QPS-day", upgrade.day, upgrade.clause)


def _pack(
    order: Order, item: CallPack | MaterialPack, table: PackTable | None
) -> Listed:
    price = table.price_of(item.size) if table else None
    if table is None or price is None:
        known = ", ".join(f"{size.size:,}" for size in table.sizes) if table else "none"
        raise NotSoldError(
            f"the book sells no {order.kind.name} of {item.size:,}; it sells {known}"
        )
    return Listed(item.quantity, "pack", price, table.clause)


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


def payment(order: Order, list_price: Cents) -> Payment:
    """What an order costs and how it was paid.

    A gifted order costs nothing; a campaign's price is what was paid.
    """
    if order.source == "gifted":
        return Payment(0, 0, Tenders())
    agreed = order.stated_price
    if order.source == "campaign" and order.paid is not None and agreed is None:
        agreed = sum(order.paid)
    price = list_price if agreed is None else agreed
    return Payment(
        agreed, price, order.paid if order.paid is not None else Tenders(cash=price)
    )


def order_line(order: Order, book: PriceBook) -> BillLine | None:
    """The line of an order in the bill of its month; None for the claim of a free pack."""
    if isinstance(order.item, FreePack):
        return None
    price = listed(order, book)
    paid = payment(order, price.cents)
    quantity, unit, unit_price = price.quantity, price.unit, price.unit_price
    if paid.agreed is not None:
        quantity, unit, unit_price = 1, "order", price_of(paid.agreed)
    return BillLine(
        kind=order.kind.name,
        scope=scope_of(order),
        date=order.date,
        order=order,
        quantity=quantity,
        unit=unit,
        unit_price=unit_price,
        amount=paid.amount,
        clauses=(price.clause,),
        assumptions=_assumptions(order, book),
        discount=paid.tenders.discount,
        facts={"list_price": price.cents} if paid.agreed is not None else {},
    )


def _assumptions(order: Order, book: PriceBook) -> tuple[str, ...]:
    match order.item:
        case LicenceOrder():
            assert book.activities is not None
            reading = book.activities.licences[order.item.package].qps_reading
            return (
                ("licence_pack_scope", reading) if reading else ("licence_pack_scope",)
            )
        case CallPack():
            return ("pack_validity",) if book.activities is None else ()
        case QpsOrder():
            return ("qps_month",) if order.item.months else ()
        case FreePack() | MaterialPack() | UpgradeOrder():
            return ()
        case _:
            assert_never(order.item)


def refund_line(order: Order, book: PriceBook) -> BillLine:
    """The negative line of a refunded order: the tenders that come back."""
    assert order.refunded is not None
    price = listed(order, book)
    returned = sum(payment(order, price.cents).tenders.returned)
    clause = book.refund.clause if book.refund else price.clause
    return BillLine(
        REFUND,
        scope_of(order),
        order.refunded,
        order,
        -1,
        "order",
        price_of(returned),
        -returned,
        (clause,),
        ("refund_window",),
    )


def licence_of(order: Order, book: PriceBook) -> Licence:
    """The licence on sale that an order is of."""
    assert isinstance(order.item, LicenceOrder)
    assert book.activities is not None
    return book.activities.licences[order.item.package]


def fixed_qps(order: Order, book: PriceBook, readings: Readings) -> int:
    """The fixed QPS of a licence that was ordered."""
    return qps_of(licence_of(order, book), readings)


def qps_of(licence: Licence, readings: Readings) -> int:
    """The fixed QPS of a licence on sale, by the reading its book leaves open if it
    does.
    """
    return int(readings[licence.qps_reading]) if licence.qps_reading else licence.qps
