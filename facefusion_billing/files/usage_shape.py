"""What a usage file may hold, as shapes: the reader and the JSON Schema are both made
from this.
"""

from __future__ import annotations

from itertools import islice

from facefusion_billing.files.bill_settings import BILL
from facefusion_billing.files.nodes import Listing, Mapping, Node
from facefusion_billing.files.order_shape import ORDER
from facefusion_billing.files.records import Entry, Record
from facefusion_billing.files.shapes import ListOf, Optional, Table
from facefusion_billing.files.values import (
    AMOUNT,
    BALANCE,
    DAY,
    FLAG,
    LEVEL_SPAN,
    MONTH,
    MONTHS,
    NAME,
    PERCENT,
    SPAN,
    TEXT,
    Shape,
    choice,
    whole,
)
from facefusion_billing.files.variants import Either, has_key
from facefusion_billing.model.assumptions import ASSUMPTIONS, METERING_ASSUMPTIONS
from facefusion_billing.model.calendar import DISTANT, Span
from facefusion_billing.model.faults import (
    MOST_COMPARED,
    Fault,
    Location,
    Message,
    fault_at,
    meant,
)
from facefusion_billing.model.scenario import (
    DEFAULT_WEEKS,
    MODES,
    MOST_WEEKS,
    Balance,
    Forecast,
    Mode,
    TopUp,
)
from facefusion_billing.startup.record import NamedTuple


class LocatedMode(NamedTuple):
    """A span of a billing mode, and where it stands."""

    span: Span
    mode: Mode
    location: Location


MAX_MONTHS = 1200
COUNT = whole("calls")
QPS = whole("QPS")
MATERIALS = whole("materials", 0, 100_000)
MODE = choice(*MODES)

SERIES = Record(
    "a growth series",
    {"from": MONTH, "months": whole("months", 1, MAX_MONTHS), "start": COUNT},
    {"growth": PERCENT},
    rest=(SPAN, COUNT),
)
COLUMNS = Record(
    "a mapping of columns",
    {},
    dict.fromkeys(("date", "calls", "peak_qps", "for"), TEXT),
)
CALLS_FILE = Record("a file of calls", {"file": TEXT}, {"columns": COLUMNS})
CALLS_TABLE = Table("calls by month or day", SPAN, COUNT)


def _calls(node: Node) -> Shape:
    """The shape that the keys are of, also where they are misspelt."""
    if not isinstance(node, Mapping):
        return CALLS_TABLE
    for shape in (CALLS_FILE, SERIES):
        if any(has_key(node, key) for key in shape.fields):
            return shape
    words = (key.text for key, _ in node.entries if not key.text[:1].isdigit())
    for word in islice(words, MOST_COMPARED):
        for shape in (CALLS_FILE, SERIES):
            if meant(word, shape.fields):
                return shape
    return CALLS_TABLE


CALLS = Either(_calls, (CALLS_TABLE, SERIES, CALLS_FILE))
PEAK_TABLE = Table("peak QPS by month or day", LEVEL_SPAN, QPS)
PEAK = Either(
    lambda node: PEAK_TABLE if isinstance(node, Mapping) else QPS, (QPS, PEAK_TABLE)
)
MATERIALS_TABLE = Table("materials by month", MONTHS, MATERIALS)
MATERIAL_COUNT = Either(
    lambda node: MATERIALS_TABLE if isinstance(node, Mapping) else MATERIALS,
    (MATERIALS, MATERIALS_TABLE),
)


def _span(entry: Entry, faults: list[Fault]) -> Span | None:
    """From a day to before another; without end where that is not given."""
    if "from" not in entry:
        return None
    span = Span(entry["from"], entry.get("until", DISTANT))
    if span.start < span.end:
        return span
    faults.append(
        fault_at(
            "'until' is not after 'from'; the day of 'until' is not in the span",
            entry.at("until"),
        )
    )
    return None


def _mode_span(entry: Entry, faults: list[Fault]) -> LocatedMode | None:
    span = _span(entry, faults)
    if span and "mode" in entry:
        return LocatedMode(span, entry["mode"], entry.at("from"))
    return None


def _forecast(entry: Entry, _: list[Fault]) -> Forecast | None:
    # What the usual weeks would not fit is no fault of one whose weeks are unreadable.
    if not entry.sound:
        return None
    growth = entry.get("growth")
    return Forecast(
        until=entry["until"].span.end,
        weeks=entry.get("weeks", DEFAULT_WEEKS),
        numerator=growth.numerator if growth else 1,
        denominator=growth.denominator if growth else 1,
        location=entry.location,
    )


def _top_up(entry: Entry, _: list[Fault]) -> TopUp:
    return TopUp(entry["date"], entry["amount"])


def _balance(entry: Entry, _: list[Fault]) -> Balance:
    return Balance(entry["date"], entry["amount"], entry.location)


MODE_SPANS = ListOf(
    Record(
        "a billing mode",
        {"from": DAY, "mode": MODE},
        {"until": DAY},
        into=_mode_span,
        partial=_mode_span,
    ),
    "billing modes",
)
BILLING_MODE = Either(
    lambda node: MODE_SPANS if isinstance(node, Listing) else MODE, (MODE, MODE_SPANS)
)

FORECAST = Record(
    "a forecast",
    {"until": SPAN},
    {"weeks": whole("weeks", 1, MOST_WEEKS), "growth": PERCENT},
    into=_forecast,
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
        "free_used": COUNT,
        "forecast": FORECAST,
    },
)

ACCOUNT = Record(
    "an account",
    {},
    {
        "activated": DAY,
        "balance": Record("a balance", {"date": DAY, "amount": BALANCE}, into=_balance),
        "top_ups": ListOf(
            Record("a top-up", {"date": DAY, "amount": AMOUNT}, into=_top_up),
            "top-ups",
        ),
        "discontinued": FLAG,
        "disabled": ListOf(
            Record("a disabled span", {"from": DAY}, {"until": DAY}, into=_span),
            "disabled spans",
        ),
    },
)


class _Assumptions(Record):
    """The readings of a file; a question that others ask is not one of them."""

    def _hint(self, name: str, faults: list[Fault]) -> str:
        if name in METERING_ASSUMPTIONS:
            return Message("; a question of call logs: ffbill meter --assume")
        return super()._hint(name, faults)


USAGE_FILE = Record(
    "a usage file",
    {},
    {
        "version": choice("1"),
        "title": TEXT,
        "price_book": TEXT,
        "assumptions": _Assumptions(
            "assumptions",
            {},
            {id: choice(*assumption.choices) for id, assumption in ASSUMPTIONS.items()},
        ),
        "account": ACCOUNT,
        "usage": Table("usage by interface group or activity", NAME, Optional(SCOPE)),
        "orders": ListOf(ORDER, "orders"),
        "actual": Table("what was really billed, by month", MONTH, BALANCE),
        "bill": BILL,
    },
)
