"""`discount: 15%` in a price book: at its top, or in one of its tables.

Prices are exact: 0.050 less 15 % is 0.0425, and only the line of a bill is rounded. A
table's own discount stands in place of the book's; the list price is kept beside.
"""

from __future__ import annotations

from typing import Any, assert_never

from facefusion_billing.files.records import Entry
from facefusion_billing.model.book import (
    Activities,
    Group,
    Groups,
    Licence,
    PackTable,
    PriceBook,
    TierTable,
)
from facefusion_billing.model.money import Price, less


def with_discounts(book: PriceBook, entry: Entry) -> PriceBook:
    """The book at the prices that its discounts leave."""
    whole: Price | None = entry.get("discount")
    match book.offer:
        case Groups(by_name=groups):
            rows = {name: row for name, row, _ in entry.get("groups") or ()}
            named = {n: _group(group, rows[n], whole) for n, group in groups.items()}
            cheaper = book._replace(offer=Groups(named))
        case Activities():
            row = entry["activities"]
            cheaper = book._replace(offer=_activities(book.offer, row, whole))
        case _:
            assert_never(book.offer)
    if cheaper.offer == book.offer:
        return book
    # The list prices stay at hand: reports show them beside, and bills are compared by
    # both.
    return cheaper._replace(undiscounted=book)


def _of(entry: Any, key: str, whole: Price | None) -> Price | None:
    """The discount of a table of an entry: its own, else the book's."""
    table = entry.get(key)
    own: Price | None = table.get("discount") if isinstance(table, Entry) else None
    if own is None:
        return whole
    return own


def _group(group: Group, entry: Entry, whole: Price | None) -> Group:
    qps, materials = group.qps, group.materials
    by_qps = _of(entry, "qps", whole)
    if qps is not None:
        days, months = _tiers(qps.day, by_qps), _tiers(qps.month, by_qps)
        assert days is not None
        assert months is not None
        qps = qps._replace(day=days, month=months)
    if materials is not None:
        packs = _packs(materials.packs, _of(entry, "materials", whole))
        assert packs is not None
        materials = materials._replace(packs=packs)
    return group._replace(
        call_packs=_packs(group.call_packs, _of(entry, "call_packs", whole)),
        pay_as_you_go=_tiers(group.pay_as_you_go, _of(entry, "pay_as_you_go", whole)),
        qps=qps,
        materials=materials,
    )


def _activities(
    activities: Activities, entry: Entry, whole: Price | None
) -> Activities:
    upgrade, by_upgrade = activities.qps_upgrade, _of(entry, "qps_upgrade", whole)
    if upgrade is not None and by_upgrade is not None:
        upgrade = upgrade._replace(day=less(upgrade.day, by_upgrade))
    rows = {name: row for name, row, _ in entry.get("licences") or ()}
    licences = {
        name: _licence(licence, rows[name], whole)
        for name, licence in activities.licences.items()
    }
    prices = _of(entry, "pay_as_you_go", whole)
    return activities._replace(
        licences=licences,
        qps_upgrade=upgrade,
        call_packs=_packs(activities.call_packs, _of(entry, "call_packs", whole)),
        pay_as_you_go=_tiers(activities.pay_as_you_go, prices),
    )


def _licence(licence: Licence, row: Entry, whole: Price | None) -> Licence:
    percent = row.get("discount", whole)
    if percent is None:
        return licence
    return licence._replace(price=less(licence.price, percent))


def _tiers(table: TierTable | None, percent: Price | None) -> TierTable | None:
    if table is None or percent is None:
        return table
    tiers = []
    for tier in table.tiers:
        # A tier without a price is not sold, at whatever discount.
        if tier.price is not None:
            tier = tier._replace(price=less(tier.price, percent), listed=tier.price)
        tiers.append(tier)
    return table._replace(tiers=tuple(tiers))


def _packs(table: PackTable | None, percent: Price | None) -> PackTable | None:
    if table is None or percent is None:
        return table
    sizes = (
        size._replace(price=less(size.price, percent), listed=size.price)
        for size in table.sizes
    )
    return table._replace(sizes=tuple(sizes))
