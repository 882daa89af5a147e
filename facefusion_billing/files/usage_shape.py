"""What a usage file may hold, as shapes: the reader and the JSON Schema are both made
from this.
"""

from __future__ import annotations

from facefusion_billing.files.located import Listing, Mapping, Node
from facefusion_billing.files.shapes import (
    AMOUNT,
    BALANCE,
    DAY,
    FLAG,
    MONTH,
    NAME,
    PERCENT,
    SPAN,
    TEXT,
    Either,
    ListOf,
    Record,
    Shape,
    Table,
    Tagged,
    choice,
    has_key,
    whole,
)
from facefusion_billing.model.assumptions import ASSUMPTIONS
from facefusion_billing.model.scenario import CALL_VOLUME, QPS_MODE, Tenders

MOST_MONTHS = 1200
COUNT = whole("calls")
QPS = whole("QPS")
MATERIALS = whole("materials", 0, 100_000)
MODE = choice(CALL_VOLUME, QPS_MODE)

SERIES = Record(
    "a growth series",
    {"from": MONTH, "months": whole("months", 1, MOST_MONTHS), "start": COUNT},
    {"growth": PERCENT},
)
CALLS_FILE = Record("a file of calls", {"file": TEXT})
CALLS_TABLE = Table("calls by month or day", SPAN, COUNT)


def _calls(node: Node) -> Shape:
    if has_key(node, "file"):
        return CALLS_FILE
    return (
        SERIES
        if any(has_key(node, key) for key in ("from", "start", "growth"))
        else CALLS_TABLE
    )


CALLS = Either(_calls, (CALLS_TABLE, SERIES, CALLS_FILE))
PEAK_TABLE = Table("peak QPS by month or day", SPAN, QPS)
PEAK = Either(
    lambda node: PEAK_TABLE if isinstance(node, Mapping) else QPS, (QPS, PEAK_TABLE)
)
MATERIALS_TABLE = Table("materials by month", MONTH, MATERIALS)
MATERIAL_COUNT = Either(
    lambda node: MATERIALS_TABLE if isinstance(node, Mapping) else MATERIALS,
    (MATERIALS, MATERIALS_TABLE),
)
MODE_SPANS = ListOf(
    Record("a billing mode", {"from": DAY, "mode": MODE}, {"until": DAY}),
    "billing modes",
)
BILLING_MODE = Either(
    lambda node: MODE_SPANS if isinstance(node, Listing) else MODE, (MODE, MODE_SPANS)
)

SCOPE = Record(
    "the usage of an interface group or activity",
    {},
    {
        "starts": DAY,
        "calls": CALLS,
        "peak_qps": PEAK,
        "materials": MATERIAL_COUNT,
        "billing_mode": BILLING_MODE,
        "material_change_days": whole("days"),
    },
)

ACCOUNT = Record(
    "an account",
    {},
    {
        "activated": DAY,
        "balance": Record("a balance", {"date": DAY, "amount": BALANCE}),
        "top_ups": ListOf(
            Record("a top-up", {"date": DAY, "amount": AMOUNT}), "top-ups"
        ),
        "discontinued": FLAG,
        "disabled": ListOf(
            Record("a disabled span", {"from": DAY}, {"until": DAY}), "disabled spans"
        ),
    },
)

_COMMON: dict[str, Shape] = {
    "id": TEXT,
    "delivered": DAY,
    "source": choice("purchased", "gifted", "campaign"),
    "paid": Record("tenders", {}, dict.fromkeys(Tenders._fields, AMOUNT)),
    "price": AMOUNT,
    "refunded": DAY,
    "refundable": FLAG,
    "bought": FLAG,
    "note": TEXT,
}
_QUANTITY: dict[str, Shape] = {"quantity": whole("packs", 1, 10_000)}
_USED: dict[str, Shape] = {"used_calls": COUNT}


def _item(what: str, required: dict[str, Shape], optional: dict[str, Shape]) -> Record:
    return Record(
        what, {"item": TEXT, **required, "date": DAY}, {**optional, **_COMMON}
    )


ORDER = Tagged(
    "an order",
    "item",
    {
        "free_pack": _item("a free pack", {"for": NAME}, _USED),
        "call_pack": _item(
            "a call pack",
            {"size": whole("calls", 1)},
            {"for": NAME, **_QUANTITY, **_USED},
        ),
        "material_pack": _item(
            "a material pack", {"for": NAME, "size": whole("materials", 1)}, _QUANTITY
        ),
        "qps": _item(
            "a QPS order",
            {"for": NAME, "qps": whole("QPS", 1)},
            {
                "days": whole("days", 1, 36_500),
                "months": whole("months", 1, MOST_MONTHS),
                "start": DAY,
            },
        ),
        "licence": _item("a licence", {"for": NAME, "package": TEXT}, _USED),
        "qps_upgrade": _item(
            "a QPS upgrade",
            {"for": NAME, "qps": whole("QPS", 1), "days": whole("days", 1, 36_500)},
            {"start": DAY},
        ),
    },
)

USAGE_FILE = Record(
    "a usage file",
    {},
    {
        "version": choice("1"),
        "title": TEXT,
        "price_book": TEXT,
        "assumptions": Record(
            "assumptions",
            {},
            {id: choice(*assumption.choices) for id, assumption in ASSUMPTIONS.items()},
        ),
        "account": ACCOUNT,
        "usage": Table("usage by interface group or activity", NAME, SCOPE),
        "orders": ListOf(ORDER, "orders"),
        "actual": Table("what was really billed, by month", MONTH, BALANCE),
    },
)
