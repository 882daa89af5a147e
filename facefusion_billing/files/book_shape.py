"""What a price book may hold, as shapes: the reader and the JSON Schema are both made
from this.
"""

from __future__ import annotations

from facefusion_billing.files.records import Record
from facefusion_billing.files.shapes import ListOf, Optional, Table
from facefusion_billing.files.values import (
    DAY,
    DISCOUNT,
    PRICE,
    TEXT,
    Schema,
    Shape,
    choice,
    whole,
)
from facefusion_billing.model.items import KINDS_BY_NAME

CLAUSE: dict[str, Shape] = {"clause": TEXT}
DISCOUNTED: dict[str, Shape] = {**CLAUSE, "discount": DISCOUNT}
CALLS = whole("calls", 1)
BOUND = whole("calls or QPS")
_BOUNDS: dict[str, Shape] = {
    "at_least": BOUND,
    "above": BOUND,
    "below": BOUND,
    "up_to": BOUND,
}


class _Tier(Record):
    """A tier, of which the schema says that it has a lower bound; which of the two its
    table needs, only the whole table tells.
    """

    def schema(self) -> Schema:
        bounds: list[Schema] = [
            {"required": [bound], "properties": {bound: {"not": {"type": "null"}}}}
            for bound in ("at_least", "above")
        ]
        return {**super().schema(), "anyOf": bounds}


PAY_AS_YOU_GO = Record(
    "pay-as-you-go prices",
    {"tiers": ListOf(_Tier("a tier", {"unit_price": PRICE}, _BOUNDS), "tiers", 1)},
    DISCOUNTED,
)
CALL_PACKS = Record(
    "call packs",
    {"sizes": ListOf(Record("a pack", {"calls": CALLS, "price": PRICE}), "packs", 1)},
    DISCOUNTED,
)
GROUP = Record(
    "an interface group",
    {},
    {
        "title": TEXT,
        "free_pack": Optional(Record("a free pack", {"calls": CALLS}, CLAUSE)),
        "call_packs": Optional(CALL_PACKS),
        "pay_as_you_go": Optional(PAY_AS_YOU_GO),
        "qps": Optional(
            Record(
                "QPS prices",
                {},
                {
                    "limit": whole("QPS"),
                    "tiers": ListOf(
                        _Tier("a tier", {}, {**_BOUNDS, "day": PRICE, "month": PRICE}),
                        "tiers",
                        1,
                    ),
                    **DISCOUNTED,
                },
            )
        ),
        "materials": Optional(
            Record(
                "material quota",
                {},
                {
                    "free": whole("materials"),
                    "packs": ListOf(
                        Record(
                            "a pack",
                            {"materials": whole("materials", 1), "price": PRICE},
                        ),
                        "packs",
                    ),
                    **DISCOUNTED,
                },
            )
        ),
    },
)
LICENCE = Record(
    "a licence",
    {
        "calls": whole("calls"),
        "qps": whole("QPS"),
        "materials": whole("materials"),
        "change_days": whole("days"),
        "price": PRICE,
    },
    {"qps_reading": choice("licence_3_qps"), **DISCOUNTED},
)
ACTIVITIES = Record(
    "activities",
    {},
    {
        "free": Optional(
            Record("free calls", {"calls": CALLS}, {"qps": whole("QPS"), **CLAUSE})
        ),
        "licences": Optional(Table("licences by package", TEXT, LICENCE)),
        "licence_days": whole("days", 1, 36_500),
        "qps_upgrade": Optional(
            Record(
                "QPS upgrades",
                {
                    "unit": whole("QPS", 1),
                    "day": PRICE,
                    "most": whole("QPS", 1),
                    "window_days": whole("days", 1, 36_500),
                },
                DISCOUNTED,
            )
        ),
        "call_packs": Optional(CALL_PACKS),
        "pay_as_you_go": Optional(PAY_AS_YOU_GO),
    },
)
BOOK_FILE = Record(
    "a price book",
    {},
    {
        "book": choice("1"),
        "extends": TEXT,
        "id": TEXT,
        "title": TEXT,
        "currency": TEXT,
        "discount": DISCOUNT,
        "source": Record("a source", {}, {"document": TEXT, "last_updated": TEXT}),
        "in_force": Record(
            "a period", {}, {"from": Optional(DAY), "until": Optional(DAY)}
        ),
        "settlement": Record(
            "settlement days",
            {"days": ListOf(whole("a month's days", 1, 28), "days", 1, 2)},
            CLAUSE,
        ),
        "groups": Optional(Table("interface groups", TEXT, GROUP)),
        "activities": Optional(ACTIVITIES),
        "refund": Optional(
            Record(
                "a refund rule",
                {"window_days": Optional(whole("days", 0, 36_500))},
                {
                    "exclusions": TEXT,
                    "campaign": TEXT,
                    "items": Table("clauses by item", choice(*KINDS_BY_NAME), TEXT),
                    **CLAUSE,
                },
            )
        ),
        "clauses": Table(
            "clauses",
            TEXT,
            Record(
                "a clause",
                {"where": TEXT},
                {"rule": TEXT, "not_modelled": TEXT, "says": TEXT},
            ),
        ),
    },
)


def book_schema() -> Schema:
    """The JSON Schema of a price book: what a part must hold may come from the book that
    it extends, but for what stands in lists, which are replaced whole.
    """
    schema = BOOK_FILE.schema()
    extends = {
        "required": ["extends"],
        "properties": {"extends": {"not": {"type": "null"}}},
    }
    return {**_without_needs(schema), "if": extends, "else": _needed(schema)}


def _needed(schema: Schema) -> Schema:
    """The required keys of a schema and of what stands below its keys."""
    found: Schema = {}
    if "required" in schema:
        found["required"] = schema["required"]
    parts = {key: _needed(part) for key, part in schema.get("properties", {}).items()}
    if below := {key: part for key, part in parts.items() if part}:
        found["properties"] = below
    names = schema.get("additionalProperties")
    if named := _needed(names) if isinstance(names, dict) else None:
        found["additionalProperties"] = named
    # What may be nothing has one form beside it, and nothing lacks no key.
    for form in schema.get("anyOf", ()):
        found |= _needed(form)
    return found


def _without_needs(schema: Schema) -> Schema:
    """A schema whose keys, and those below them, may all be absent."""
    found = {word: part for word, part in schema.items() if word != "required"}
    if "properties" in schema:
        parts = schema["properties"].items()
        found["properties"] = {key: _without_needs(part) for key, part in parts}
    names = schema.get("additionalProperties")
    if isinstance(names, dict):
        found["additionalProperties"] = _without_needs(names)
    if "anyOf" in schema:
        found["anyOf"] = [_without_needs(form) for form in schema["anyOf"]]
    return found
