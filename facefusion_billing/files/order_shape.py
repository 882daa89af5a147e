"""What an order may hold, as a shape for each kind; each reads to an `Order`."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date
from typing import Any

from facefusion_billing.files.records import Entry, Into, Record
from facefusion_billing.files.values import (
    AMOUNT,
    DAY,
    FLAG,
    NAME,
    TEXT,
    Schema,
    Shape,
    choice,
    whole,
)
from facefusion_billing.files.variants import Tagged
from facefusion_billing.model.calendar import LAST_YEAR
from facefusion_billing.model.faults import Fault, Message, fault_at
from facefusion_billing.model.items import (
    CallPack,
    FreePack,
    Item,
    LicenceOrder,
    MaterialPack,
    QpsOrder,
    UpgradeOrder,
)
from facefusion_billing.model.scenario import ORIGINS, Draft, Order, Tenders

MAX_MONTHS = 1200
_SOME: Any = 1
_SOME_DAY = date(LAST_YEAR, 12, 31)
"""What stands in drafts where nothing was read; nobody looks at it."""


def numbered(
    read: list[Order | Draft], faults: list[Fault]
) -> tuple[tuple[Order, ...], tuple[Draft, ...]]:
    """The orders, each with an id of its own, and the drafts; an id that stands twice
    is a fault.
    """
    orders, drafts, taken = [], [], _ids(read, faults)
    for number, each in enumerate(read, 1):
        if isinstance(each, Draft):
            drafts.append(each)
        # The one that stands first keeps the id; the others are a fault and get one of
        # their own.
        elif taken.get(each.id) is each:
            orders.append(each)
        else:
            orders.append(each._replace(id=_free_id(number, taken)))
    return tuple(orders), tuple(drafts)


def _ids(read: list[Order | Draft], faults: list[Fault]) -> dict[str, Order]:
    """The ids that orders state, and the order that has each first."""
    taken: dict[str, Order] = {}
    for each in read:
        order = each.order if isinstance(each, Draft) else each
        if order.id in taken:
            faults.append(
                fault_at(
                    "the id {id!r} stands twice, first {where}",
                    order.at("id"),
                    id=order.id,
                    where=taken[order.id].at("id").words,
                )
            )
        elif order.id:
            taken[order.id] = order
    return taken


def _free_id(number: int, taken: Container[str]) -> str:
    id = f"order-{number}"
    while id in taken:
        id += "'"
    return id


def _order_of(item: type[Item]) -> Into:
    """Makes an order of a kind: the fields of its record are keys of the entry."""

    def order(entry: Entry, faults: list[Fault]) -> Order:
        fields = {field: entry[field] for field in item._fields if field in entry}
        ordered = _order(entry, item(**fields))
        faults.extend(_faults(ordered, entry))
        return ordered

    return order


def _draft_of(item: type[Item], required: Iterable[str]) -> Into:
    """Makes a draft of an order of a kind."""

    def draft(entry: Entry, faults: list[Fault]) -> Draft:
        unread = {name for name in (*required, *entry.locations) if name not in entry}
        made_up = {field: _SOME for field in item._fields if field in unread}
        fields = {field: entry[field] for field in item._fields if field in entry}
        # A day after all others, so that nothing seems to lie before its order.
        filled = Entry(entry.location)
        filled.locations = entry.locations
        filled.update({"date": _SOME_DAY, **entry})
        order = _order(filled, item(**made_up, **fields))
        faults.extend(_faults(order, entry))
        return Draft(order, frozenset(unread))

    return draft


def _order(entry: Entry, item: Item) -> Order:
    return Order(
        id=entry.get("id", ""),
        item=item,
        scope=entry.get("for"),
        date=entry["date"],
        delivered=entry.get("delivered", entry["date"]),
        location=entry.location,
        source=entry.get("source", "purchased"),
        stated_price=entry.get("price"),
        paid=entry.get("paid"),
        refunded=entry.get("refunded"),
        refunded_packs=entry.get("refunded_packs"),
        refundable=entry.get("refundable"),
        bought=entry.get("bought", False),
        note=entry.get("note", ""),
        locations=entry.locations,
    )


def _faults(order: Order, entry: Entry) -> list[Fault]:
    """What does not go together within an order, as far as it was read."""
    found = []
    if isinstance(order.item, QpsOrder) and not _is_for_one_unit(entry):
        found.append(
            fault_at(
                "a QPS order is for 'days' or for 'months', one of the two",
                order.location,
            )
        )
    if "refunded_packs" in entry and "refunded" not in entry.locations:
        found.append(
            fault_at(
                "'refunded_packs' goes with the day, 'refunded'",
                order.at("refunded_packs"),
            )
        )
    for key in ("delivered", "start", "refunded"):
        if key in entry and "date" in entry and entry[key] < order.date:
            message = Message(
                "{day} lies before the order's date {date}",
                day=entry[key],
                date=order.date,
            )
            found.append(Fault(message, order.at(key)))
    if "delivered" in entry.locations and not order.kind.is_pack:
        found.append(
            fault_at(
                "'delivered' is for packs; the order acts from its date",
                order.at("delivered"),
            )
        )
    return found


def _is_for_one_unit(entry: Entry) -> bool:
    """Whether QPS are for days or for months."""
    # By what is written, also where it could not be read: then something else is wrong.
    return ("days" in entry.locations) != ("months" in entry.locations)


def _tenders(entry: Entry, _: list[Fault]) -> Tenders | None:
    if entry.sound:
        return Tenders(**entry)
    return None


_COMMON: dict[str, Shape] = {
    "id": TEXT,
    "delivered": DAY,
    "source": choice(*ORIGINS),
    "paid": Record(
        "tenders", {}, dict.fromkeys(Tenders._fields, AMOUNT), into=_tenders
    ),
    "price": AMOUNT,
    "refunded": DAY,
    "refunded_packs": whole("packs", 1, 10_000),
    "refundable": FLAG,
    "bought": FLAG,
    "note": TEXT,
}
_QUANTITY: dict[str, Shape] = {"quantity": whole("packs", 1, 10_000)}
_USED: dict[str, Shape] = {"used_calls": whole("calls")}
_QPS: dict[str, Shape] = {"for": NAME, "qps": whole("QPS", 1)}
_DAYS = whole("days", 1, 36_500)


def _written(key: str) -> Schema:
    """That a key stands in an order, with something under it."""
    return {"required": [key], "properties": {key: {"not": {"type": "null"}}}}


class _OrderRecord(Record):
    """An order of a kind; its schema says what `_faults` says of keys together."""

    def schema(self) -> Schema:
        schema = super().schema()
        schema["if"] = _written("refunded_packs")
        schema["then"] = _written("refunded")
        if {"days", "months"} <= self.fields.keys():
            schema["oneOf"] = [_written("days"), _written("months")]
        return schema


def _record(
    what: str,
    item: type[Item],
    required: dict[str, Shape],
    optional: dict[str, Shape],
) -> Record:
    required = {"item": TEXT, **required, "date": DAY}
    return _OrderRecord(
        what,
        required,
        {**optional, **_COMMON},
        into=_order_of(item),
        partial=_draft_of(item, required),
    )


ORDER = Tagged(
    "an order",
    "item",
    {
        "free_pack": _record("a free pack", FreePack, {"for": NAME}, _USED),
        "call_pack": _record(
            "a call pack",
            CallPack,
            {"size": whole("calls", 1)},
            {"for": NAME, **_QUANTITY, **_USED},
        ),
        "material_pack": _record(
            "a material pack",
            MaterialPack,
            {"for": NAME, "size": whole("materials", 1)},
            _QUANTITY,
        ),
        "qps": _record(
            "a QPS order",
            QpsOrder,
            _QPS,
            {"days": _DAYS, "months": whole("months", 1, MAX_MONTHS), "start": DAY},
        ),
        "licence": _record(
            "a licence",
            LicenceOrder,
            {"for": NAME, "package": TEXT},
            {"start": DAY, **_USED},
        ),
        "qps_upgrade": _record(
            "a QPS upgrade", UpgradeOrder, {**_QPS, "days": _DAYS}, {"start": DAY}
        ),
    },
)
