"""List prices under names of their own: what is sold, and the row of the book's table
that prices it.

A name is made of the book's id, the group (or `activities`), the table, and the size or
the first count of the tier; it is the same for every scenario on that book.
"""

from typing import assert_never

from facefusion_billing.billing.list_prices import ListPrice
from facefusion_billing.billing.orders import before_discount
from facefusion_billing.billing.shape import shape_of
from facefusion_billing.model.book import PriceBook, Tier
from facefusion_billing.model.charge import (
    CALLS,
    PIECES,
    QPS_DAYS,
    QPS_MONTHS,
    UPGRADE_DAYS,
    Rate,
    Unit,
)
from facefusion_billing.model.items import (
    CallPack,
    FreePack,
    LicenceOrder,
    MaterialPack,
    QpsOrder,
    UpgradeOrder,
)
from facefusion_billing.model.money import Price
from facefusion_billing.model.scenario import Order


def call_rate(book: PriceBook, scope: str | None, count: int) -> Rate | None:
    """The pay-as-you-go price that a count of calls reaches; None where the book sells
    no calls that way.
    """
    table = shape_of(book).postpaid(scope)
    if table is None:
        return None
    tier = table.tier_at(count)
    if tier is None:
        return None
    return _tier_rate(book, f"{_shop(scope, book)}/calls", "calls", CALLS, tier)


def free_rate(book: PriceBook, scope: str | None) -> Rate:
    """The list price of a call that is given, in a book that sells no single calls: it
    states none, so 0.
    """
    sku = f"{_shop(scope, book)}/calls"
    none = Price(0, 2)
    return Rate(sku, f"{book.id}/{sku}/none", "calls", CALLS, none, none, {})


def order_rate(order: Order, book: PriceBook, price: ListPrice) -> Rate:
    """The list price an order stands under."""
    shop, item, name = _shop(order.scope, book), order.item, order.kind.name
    unit: Unit = PIECES
    details: dict[str, int | None]
    match item:
        case QpsOrder():
            return _qps_rate(order, item, book)
        case LicenceOrder():
            sku, details = f"{shop}/{name}/{item.package}", {}
        case UpgradeOrder():
            assert book.activities.qps_upgrade is not None
            sku, unit = f"{shop}/{name}", UPGRADE_DAYS
            details = {"unit_qps": book.activities.qps_upgrade.unit}
        case CallPack() | MaterialPack():
            sku, details = f"{shop}/{name}/{item.size}", {"size": item.size}
        case FreePack():
            raise AssertionError("a claim has no price")
        case _:
            assert_never(item)
    ours = price.unit_price
    listed = before_discount(order, book) or ours
    return Rate(sku, f"{book.id}/{sku}", name, unit, listed, ours, details)


def _qps_rate(order: Order, item: QpsOrder, book: PriceBook) -> Rate:
    table = book.groups[order.scope or ""].qps
    assert table is not None
    unit: Unit
    tiers, name, unit = table.month, "month", QPS_MONTHS
    if item.days:
        tiers, name, unit = table.day, "day", QPS_DAYS
    # The tier of this order alone: orders in force at once do not reach one together.
    tier = tiers.tier_at(item.qps)
    assert tier is not None
    return _tier_rate(book, f"{_shop(order.scope, book)}/qps/{name}", "qps", unit, tier)


def _tier_rate(book: PriceBook, sku: str, meter: str, unit: Unit, tier: Tier) -> Rate:
    assert tier.price is not None
    row: dict[str, int | None] = {"tier_first": tier.first, "tier_last": tier.last}
    id, listed = f"{book.id}/{sku}/{tier.first}", tier.listed or tier.price
    return Rate(sku, id, meter, unit, listed, tier.price, row)


def _shop(scope: str | None, book: PriceBook) -> str:
    """Where something is sold: its interface group, or to activities, whichever they
    are.
    """
    return shape_of(book).shop(scope)
