"""An order's list price, and what stands in the way of one."""

from facefusion_billing.model.book import Activities, Group, PackTable
from facefusion_billing.model.faults import Message, MessageError
from facefusion_billing.model.items import (
    CallPack,
    LicenceOrder,
    MaterialPack,
    QpsOrder,
    UpgradeOrder,
)
from facefusion_billing.model.money import Cents, Price
from facefusion_billing.model.scenario import Order
from facefusion_billing.rules import licence, qps
from facefusion_billing.startup.record import NamedTuple

_BY_THE = {"day": Message("day"), "month": Message("month")}


class ListPrice(NamedTuple):
    """So many units at a unit price, and the clause that states it."""

    quantity: int
    unit: str
    unit_price: Price
    clause: str

    @property
    def cents(self) -> Cents:
        """The price of all units."""
        return self.unit_price.times(self.quantity)


class NotSoldError(MessageError):
    """The book does not sell what was ordered."""


def not_sold(order: Order) -> NotSoldError:
    """Nothing of that kind is sold at all."""
    return NotSoldError("the book sells no {name}", name=order.kind.name)


def pack_price(
    order: Order, item: CallPack | MaterialPack, table: PackTable | None
) -> ListPrice:
    """The list price of packs. Raises `NotSoldError` for a size that is not sold."""
    price = table.price_of(item.size) if table else None
    if table is None or price is None:
        known = ", ".join(f"{size.size:,}" for size in table.sizes) if table else "none"
        raise NotSoldError(
            "the book sells no {name} of {size:,}; it sells {known}",
            name=order.kind.name,
            size=item.size,
            known=known,
        )
    return ListPrice(item.quantity, "pack", price, table.clause)


def qps_price(item: QpsOrder, group: Group) -> ListPrice:
    """The list price of QPS for a group. Raises `NotSoldError` for QPS not on sale."""
    if group.qps is None:
        raise NotSoldError("the book sells no QPS for {name}", name=group.name)
    price = qps.order_price(item, group.qps)
    if price.unit_price is None:
        raise NotSoldError(
            "the book sells no QPS of {qps} by the {unit} for {name}",
            qps=item.qps,
            unit=_BY_THE[price.unit],
            name=group.name,
        )
    unit, clause = f"QPS-{price.unit}", group.qps.clause
    return ListPrice(price.quantity, unit, price.unit_price, clause)


def licence_price(item: LicenceOrder, activities: Activities) -> ListPrice:
    """The list price of a licence. Raises `NotSoldError` for an unknown package."""
    sold = activities.licences.get(item.package)
    if sold is None:
        known = ", ".join(activities.licences) or "none"
        raise NotSoldError(
            "the book has no licence {package!r}; it has {known}",
            package=item.package,
            known=known,
        )
    return ListPrice(1, "licence", sold.price, sold.clause)


def upgrade_price(item: UpgradeOrder, activities: Activities) -> ListPrice:
    """The list price of an upgrade. Raises `NotSoldError` for part of a unit."""
    rule = activities.qps_upgrade
    if rule is None:
        raise NotSoldError("the book sells no QPS upgrades")
    units = licence.upgrade_units(item.qps, item.days, rule)
    if units is None:
        raise NotSoldError(
            "upgrades are sold in units of {unit} QPS, not {qps}",
            unit=rule.unit,
            qps=item.qps,
        )
    return ListPrice(units, f"{rule.unit}-QPS-day", rule.day, rule.clause)
