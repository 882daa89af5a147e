"""Price books: the shipped editions by id or alias, a user's own by path, and
`extends:`.

Refused: gaps, overlaps and mixed senses in a tier table, clauses that are not in the
book's register, a book that extends itself, a part that a book leaves out but names.
"""

from __future__ import annotations

import os
from copy import copy
from datetime import date

from facefusion_billing.files.book_shape import BOOK_FILE
from facefusion_billing.files.located import Mapping, Node, Scalar, load
from facefusion_billing.files.shapes import Entry
from facefusion_billing.files.tier_tables import tier_table
from facefusion_billing.model.book import (
    Activities,
    Clause,
    FreeCalls,
    Group,
    Groups,
    Licence,
    Materials,
    PackTable,
    PriceBook,
    QpsTable,
    QpsUpgrade,
    RefundRule,
    Settlement,
    Size,
    TierTable,
)
from facefusion_billing.model.calendar import DISTANT, Span
from facefusion_billing.model.faults import (
    Fault,
    InputError,
    Location,
    did_you_mean,
    refuse,
)

EDITIONS = {"intl-2024-11-07": "intl", "mainland-activity": "mainland"}
"""The shipped editions and the alias of each."""

_FOLDER = os.path.join(
    os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "price_books"
)
_DEEPEST_EXTENDS = 8


def edition_path(name: str) -> str | None:
    """The file of a shipped edition, by id or alias; None when the name is neither."""
    for edition, alias in EDITIONS.items():
        if name in (edition, alias):
            return os.path.join(_FOLDER, f"{edition}.yaml")
    return None


def read_book(
    name: str, beside: str = ".", location: Location | None = None
) -> PriceBook:
    """The price book of that id, alias or path (relative to the folder `beside`).

    Raises `InputError`.
    """
    node, trail = _document(name, beside, location, ())
    faults: list[Fault] = []
    entry = BOOK_FILE.read(node, "", faults)
    book = _Decoder(faults, trail[0]).book(entry) if entry is not None else None
    if faults or book is None:
        raise InputError(faults)
    return book


def _document(
    name: str, beside: str, location: Location | None, trail: tuple[str, ...]
) -> tuple[Node, tuple[str, ...]]:
    """The book's document with what it extends laid under it, and the files it came
    from.
    """
    if "\0" in name:
        raise refuse("a path with a NUL character", location)
    path = edition_path(name) or _own_path(name, beside, location)
    real = os.path.realpath(path)
    if real in trail or len(trail) >= _DEEPEST_EXTENDS:
        raise refuse(
            f"{name}: the price book extends itself"
            if real in trail
            else f"{name}: more than {_DEEPEST_EXTENDS} books extend each other",
            location,
        )
    try:
        node = load(path)
    except InputError as error:
        located = [
            Fault(fault.message, fault.location or location) for fault in error.faults
        ]
        raise InputError(located) from None
    base = _value(node, "extends")
    if isinstance(base, Scalar) and not base.is_null:
        under, _ = _document(
            base.text, os.path.dirname(path), base.location("extends"), (*trail, real)
        )
        node = _overlaid(under, node)
    return node, (path,)


def _own_path(name: str, beside: str, location: Location | None) -> str:
    if not (name.endswith((".yaml", ".yml")) or "/" in name or os.sep in name):
        known = [*EDITIONS, *EDITIONS.values()]
        hint = (
            did_you_mean(name, known)
            or f"; expected {', '.join(known)} or the path of a book file (.yaml)"
        )
        raise refuse(f"no price book is called {name!r}{hint}", location)
    return os.path.normpath(os.path.join(beside, name))


def _value(node: Node, key: str) -> Node | None:
    if not isinstance(node, Mapping):
        return None
    return next((value for name, value in node.entries if name.text == key), None)


def _overlaid(under: Node, over: Node) -> Node:
    """The upper document with the keys it does not give taken from the lower one; lists
    are not joined.
    """
    if not (isinstance(under, Mapping) and isinstance(over, Mapping)):
        return over
    upper: dict[str, list[tuple[Scalar, Node]]] = {}
    for key, value in over.entries:
        upper.setdefault(key.text, []).append((key, value))
    both = copy(over)  # an alias may stand for the same mapping elsewhere
    both.entries = []
    for key, value in under.entries:
        if key.text in upper:
            both.entries += [
                (mine, _overlaid(value, given)) for mine, given in upper.pop(key.text)
            ]
        elif key.text != "extends":
            both.entries.append((key, value))
    both.entries += [pair for pairs in upper.values() for pair in pairs]
    return both


class _Decoder:
    """An entry of the book shape to a `PriceBook`; faults are noted, not raised."""

    def __init__(self, faults: list[Fault], file: str) -> None:
        self.faults = faults
        self.file = file
        self.known: dict[str, Clause] | None = None

    def book(self, entry: Entry) -> PriceBook | None:
        for key in ("id", "currency", "settlement"):
            if key not in entry.locations and ("extends" in entry) == (
                "extends" in entry.locations
            ):
                self.fault(f"a price book without {key!r}", entry.location)
        rows = entry.get("clauses")
        self.known = (
            {id: self.clause_row(row) for id, row, _ in rows}
            if rows is not None
            else None
        )
        groups = {
            name: self.group(name, row) for name, row, _ in entry.get("groups") or ()
        }
        sold = entry.get("activities")
        activities = self.activities(sold) if sold is not None else None
        if bool(groups) == bool(activities):
            self.fault(
                "a price book holds either 'groups' or 'activities'", entry.location
            )
        book = PriceBook(
            id=self.id(entry),
            title=entry.get("title", entry.get("id", "")),
            currency=self.currency(entry),
            source=dict(entry.get("source", {})),
            in_force=self.in_force(entry),
            settlement=self.settlement(entry.get("settlement")),
            offer=activities or Groups(groups),
            refund=self.refund(entry),
            clauses=self.known or {},
            file=self.file,
        )
        return None if self.faults else book

    def fault(self, message: str, location: Location) -> None:
        self.faults.append(Fault(message, location))

    def id(self, entry: Entry) -> str:
        """The book's id; a book that extends another without one of its own is told
        apart by its file.
        """
        id: str = entry.get("id", "")
        stem = os.path.splitext(os.path.basename(self.file))[0]
        return (
            f"{id}+{stem}" if entry.at("id").source is not entry.location.source else id
        )

    def currency(self, entry: Entry) -> str:
        code: str = entry.get("currency", "")
        if code and not (
            len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()
        ):
            self.fault(
                f"{code!r} is not a currency; expected three capital letters, for example USD",
                entry.at("currency"),
            )
        return code

    def in_force(self, entry: Entry) -> Span:
        period = entry.get("in_force") or {}
        span = Span(period.get("from") or date.min, period.get("until") or DISTANT)
        if span.end <= span.start:
            self.fault("the period ends before it begins", entry.at("in_force"))
        return span

    def settlement(self, entry: Entry | None) -> Settlement:
        days = entry.get("days", []) if entry else []
        if not entry or not days:
            return Settlement(1, 1, "")
        if days[-1] < days[0]:
            self.fault("the settlement days run backwards", entry.at("days"))
        return Settlement(days[0], days[-1], self.clause(entry, "days"))

    def refund(self, entry: Entry) -> RefundRule | None:
        rule = entry.get("refund")
        if rule is None:
            return None
        clause = self.clause(rule, "window_days")
        named = {key: rule[key] for key in ("exclusions", "campaign") if key in rule}
        items = {item: name for item, name, _ in rule.get("items") or ()}
        for name in [*named.values(), *items.values()]:
            self.known_clause(name, rule.location)
        return RefundRule(
            rule.get("window_days"),
            clause,
            named.get("exclusions", clause),
            named.get("campaign", clause),
            items,
        )

    def clause_row(self, row: Entry) -> Clause:
        if ("rule" in row) == ("not_modelled" in row) and "rule" in row:
            self.fault("a clause has either 'rule' or 'not_modelled'", row.location)
        return Clause(
            row.get("where", ""),
            row.get("rule"),
            row.get("not_modelled"),
            row.get("says") or "",
        )

    def clause(self, entry: Entry, prices: str) -> str:
        """The clause a table names; its own place when it names none, or replaces the
        `prices` the clause states.
        """
        name: str | None = entry.get("clause")
        if name is not None:
            self.known_clause(name, entry.at("clause"))
        if name is None or entry.at(prices).source is not entry.at("clause").source:
            return f"{os.path.basename(entry.at(prices).source.name)}: {entry.location.path}"
        return name

    def known_clause(self, name: str, location: Location) -> None:
        if self.known is not None and name not in self.known:
            self.fault(
                f"the clause {name!r} is not in the book's 'clauses'{did_you_mean(name, self.known)}",
                location,
            )

    def group(self, name: str, entry: Entry) -> Group:
        return Group(
            name=name,
            title=entry.get("title", name),
            free_pack=self.free_calls(entry.get("free_pack")),
            call_packs=self.packs(entry.get("call_packs"), "calls", "sizes"),
            pay_as_you_go=self.unit_prices(entry.get("pay_as_you_go")),
            qps=self.qps(entry.get("qps")),
            materials=self.materials(entry.get("materials")),
        )

    def free_calls(self, entry: Entry | None) -> FreeCalls | None:
        if entry is None or "calls" not in entry:
            return None
        return FreeCalls(entry["calls"], self.clause(entry, "calls"), entry.get("qps"))

    def packs(self, entry: Entry | None, unit: str, key: str) -> PackTable | None:
        if entry is None:
            return None
        seen: set[int] = set()
        for row in entry.get(key, []):
            if unit in row and row[unit] in seen:
                self.fault(f"the size {row[unit]:,} stands twice", row.at(unit))
            seen.add(row.get(unit, 0))
        sizes = (
            Size(row[unit], row["price"])
            for row in entry.get(key, [])
            if unit in row and "price" in row
        )
        return PackTable(tuple(sorted(sizes)), self.clause(entry, key))

    def materials(self, entry: Entry | None) -> Materials | None:
        if entry is None:
            return None
        packs = self.packs(entry, "materials", "packs")
        return Materials(entry.get("free", 0), packs) if packs else None

    def qps(self, entry: Entry | None) -> QpsTable | None:
        if entry is None:
            return None
        tiers = entry.get("tiers", [])
        for row in tiers:
            if not ("day" in row.locations or "month" in row.locations):
                self.fault("a tier without 'day' or 'month'", row.location)
        clause = self.clause(entry, "tiers")
        day = tier_table(tiers, "day", clause, self.faults)
        return QpsTable(
            entry.get("limit"), day, tier_table(tiers, "month", clause, []), clause
        )

    def unit_prices(self, entry: Entry | None) -> TierTable | None:
        if entry is None:
            return None
        return tier_table(
            entry.get("tiers", []),
            "unit_price",
            self.clause(entry, "tiers"),
            self.faults,
        )

    def activities(self, entry: Entry) -> Activities:
        upgrade = entry.get("qps_upgrade")
        licences = {
            name: self.licence(name, row)
            for name, row, _ in entry.get("licences") or ()
        }
        if licences and "licence_days" not in entry.locations:
            self.fault("licences without 'licence_days'", entry.location)
        if (
            entry.get("call_packs") is not None
            and "licence_days" not in entry.locations
        ):
            self.fault(
                "call packs without 'licence_days', which they are valid for",
                entry.location,
            )
        return Activities(
            free=self.free_calls(entry.get("free")),
            licences={name: licence for name, licence in licences.items() if licence},
            licence_days=entry.get("licence_days", 0),
            qps_upgrade=self.upgrade(upgrade) if upgrade is not None else None,
            call_packs=self.packs(entry.get("call_packs"), "calls", "sizes"),
            pay_as_you_go=self.unit_prices(entry.get("pay_as_you_go")),
        )

    def licence(self, name: str, row: Entry) -> Licence | None:
        if any(
            key not in row
            for key in ("calls", "qps", "materials", "change_days", "price")
        ):
            return None
        return Licence(
            name,
            row["calls"],
            row["qps"],
            row["materials"],
            row["change_days"],
            row["price"],
            self.clause(row, "price"),
            self.qps_reading(row),
        )

    def qps_reading(self, row: Entry) -> str | None:
        """The open question about a licence's QPS; closed where another file replaces
        the number.
        """
        if row.at("qps").source is not row.at("qps_reading").source:
            return None
        reading: str | None = row.get("qps_reading")
        return reading

    def upgrade(self, row: Entry) -> QpsUpgrade | None:
        if any(key not in row for key in ("unit", "day", "most", "window_days")):
            return None
        return QpsUpgrade(
            row["unit"],
            row["day"],
            row["most"],
            row["window_days"],
            self.clause(row, "day"),
        )
