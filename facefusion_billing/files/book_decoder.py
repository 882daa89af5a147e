"""An entry of a price book's shape as a `PriceBook`: clauses are named and known, and what
belongs together is there together.
"""

from __future__ import annotations

import os
from datetime import date
from typing import Any

from facefusion_billing.files.records import Entry
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
from facefusion_billing.model.faults import Fault, Location, did_you_mean, fault_at

MOST_SIZES = 100
"""How many sizes a table may have: the cheapest of them are sought for any need."""


class BookDecoder:
    """An entry of the book shape to a `PriceBook`; faults are noted, not raised."""

    def __init__(self, faults: list[Fault], file: str) -> None:
        self.faults, self.file = faults, file
        self.known: dict[str, Clause] | None = None

    def book(self, entry: Entry) -> PriceBook | None:
        for key in ("id", "currency", "settlement"):
            if key not in entry.locations and ("extends" in entry) == (
                "extends" in entry.locations
            ):
                self.fault("a price book without {key!r}", entry.location, key=key)
        rows = entry.get("clauses")
        if rows is not None:
            self.known = {id: self.clause_row(row) for id, row, _ in rows}
        offer = self.offer(entry)
        book = PriceBook(
            id=self.id(entry),
            title=entry.get("title", entry.get("id", "")),
            currency=self.currency(entry),
            source=dict(entry.get("source", {})),
            in_force=self.in_force(entry),
            settlement=self.settlement(entry.get("settlement")),
            offer=offer,
            refund=self.refund(entry),
            clauses=self.known or {},
            file=self.file,
        )
        return None if self.faults else book

    def offer(self, entry: Entry) -> Groups | Activities:
        """What the book sells: to groups or to activities, never both."""
        groups = {
            name: self.group(name, row) for name, row, _ in entry.get("groups") or ()
        }
        sold = entry.get("activities")
        activities = self.activities(sold) if sold is not None else None
        if bool(groups) == bool(activities):
            self.fault(
                "a price book holds either 'groups' or 'activities'", entry.location
            )
        return activities or Groups(groups)

    def fault(self, template: str, location: Location, /, **values: Any) -> None:
        self.faults.append(fault_at(template, location, **values))

    def id(self, entry: Entry) -> str:
        """The book's id; a book that extends another without one of its own is told
        apart by its file.
        """
        id: str = entry.get("id", "")
        stem = os.path.splitext(os.path.basename(self.file))[0]
        if entry.at("id").source is entry.location.source:
            return id
        return f"{id}+{stem}"

    def currency(self, entry: Entry) -> str:
        code: str = entry.get("currency", "")
        if code and not (
            len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()
        ):
            self.fault(
                "{code!r} is not a currency; expected three capital letters, for example USD",
                entry.at("currency"),
                code=code,
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
                "the clause {name!r} is not in the book's 'clauses'{hint}",
                location,
                name=name,
                hint=did_you_mean(name, self.known),
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
        rows = entry.get(key, [])
        if len(rows) > MOST_SIZES:
            self.fault(
                "{count:,} sizes; at most {most_sizes:,}",
                entry.at(key),
                count=len(rows),
                most_sizes=MOST_SIZES,
            )
            return None
        seen: set[int] = set()
        for row in rows:
            if unit in row and row[unit] in seen:
                self.fault(
                    "the size {size:,} stands twice", row.at(unit), size=row[unit]
                )
            seen.add(row.get(unit, 0))
        sizes = (
            Size(row[unit], row["price"])
            for row in rows
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
        # Both tables have the same bounds: their faults are told once.
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
