"""Usage files to scenarios.

Every fault of the file is collected; what could be read is still returned.
"""

import os
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from facefusion_billing.files.books import read_book
from facefusion_billing.files.located import Node, load
from facefusion_billing.files.numbers import LAST_YEAR, MOST_DIGITS, DatedSpan, Growth
from facefusion_billing.files.shapes import Entry
from facefusion_billing.files.usage_shape import ORDER, USAGE_FILE
from facefusion_billing.model.book import PriceBook
from facefusion_billing.model.calendar import DISTANT, Month, Span
from facefusion_billing.model.faults import Fault, InputError, Location
from facefusion_billing.model.items import (
    CALL_PACK,
    FREE_PACK,
    KINDS_BY_NAME,
    LICENCE,
    MATERIAL_PACK,
    QPS,
    QPS_UPGRADE,
    CallPack,
    FreePack,
    Item,
    LicenceOrder,
    MaterialPack,
    QpsOrder,
    UpgradeOrder,
)
from facefusion_billing.model.money import half_up
from facefusion_billing.model.scenario import (
    MODES,
    Account,
    Balance,
    CallCount,
    Level,
    ModeSpan,
    Order,
    Scenario,
    ScopeUsage,
    Tenders,
    TopUp,
)
from facefusion_billing.startup.record import NamedTuple

if TYPE_CHECKING:
    from facefusion_billing.files.calls_csv import CallsFile

ALWAYS = Span(date.min, DISTANT)


class UsageFile(NamedTuple):
    """What was read: the scenario (None when there is no book to read it with), and the
    faults.

    `whole` is false when an entry of the file could not be read at all, so that what
    other entries presuppose may be missing.
    """

    scenario: Scenario | None
    faults: list[Fault]
    whole: bool


def read_usage(
    path: str, price_book: str | PriceBook | None = None, node: Node | None = None
) -> UsageFile:
    """The usage file at a path (`-`: standard input), on its own price book or the one
    given, by its name or as it was read.

    `node` is its document when it was loaded before. Files it names are looked for
    beside it; beside the current folder when it is no regular file.

    Raises `InputError` only when nothing of the file can be read.
    """
    node = node or load(path, may_be_pipe=True)
    faults: list[Fault] = []
    entry = USAGE_FILE.read(node, "", faults)
    if entry is None:
        raise InputError(faults)
    folder = os.path.dirname(path) or "." if os.path.isfile(path) else "."
    reader = _Reader(folder, faults)
    return reader.usage_file(entry, price_book)


class _Reader:
    def __init__(self, folder: str, faults: list[Fault]) -> None:
        self.folder = folder
        self.faults = faults
        self.files: dict[str, CallsFile] = {}

    def fault(self, message: str, location: Location) -> None:
        self.faults.append(Fault(message, location))

    def usage_file(self, entry: Entry, price_book: str | PriceBook | None) -> UsageFile:
        if not ("usage" in entry.locations or "orders" in entry.locations):
            self.fault("a usage file without 'usage' or 'orders'", entry.location)
        book = self.book(entry, price_book)
        usage = {
            name: self.scope(name, scope, location)
            for name, scope, location in entry.get("usage") or ()
        }
        self.unclaimed_rows()
        orders = self.orders(entry.get("orders") or [])
        whole = not self.faults
        if book is None:
            return UsageFile(None, self.faults, whole)
        scenario = Scenario(
            title=entry.get("title", ""),
            book=book,
            assumptions=dict(entry.get("assumptions") or {}),
            account=self.account(entry.get("account")),
            usage=usage,
            orders=orders,
            location=entry.location,
            actual={
                month: (cents, location)
                for month, cents, location in entry.get("actual") or ()
            },
        )
        return UsageFile(scenario, self.faults, whole and not self.faults)

    def book(self, entry: Entry, override: str | PriceBook | None) -> PriceBook | None:
        if isinstance(override, PriceBook):
            return override
        try:
            if override is not None:
                return read_book(override)
            if "price_book" in entry:
                return read_book(
                    entry["price_book"], self.folder, entry.at("price_book")
                )
        except InputError as error:
            self.faults.extend(error.faults)
            return None
        if "price_book" not in entry.locations:
            self.fault(
                "a usage file without 'price_book'; expected intl, mainland or a book file",
                entry.location,
            )
        return None

    def account(self, entry: Entry | None) -> Account:
        if entry is None:
            return Account()
        balance = entry.get("balance")
        if entry.get("top_ups") and "balance" not in entry.locations:
            self.fault(
                "top-ups without a 'balance' to add them to", entry.at("top_ups")
            )
        stated = balance is not None and "date" in balance and "amount" in balance
        top_ups = [
            TopUp(row["date"], row["amount"]) for row in self.dated(entry, "top_ups")
        ]
        return Account(
            activated=entry.get("activated"),
            balance=Balance(balance["date"], balance["amount"], entry.at("balance"))
            if balance is not None and stated
            else None,
            top_ups=tuple(sorted(top_ups)),
            discontinued=entry.get("discontinued", False),
            disabled=tuple(
                span
                for span in map(self.from_until, entry.get("disabled") or [])
                if span
            ),
        )

    def dated(self, entry: Entry, key: str) -> list[Entry]:
        return [
            row for row in entry.get(key) or [] if "date" in row and "amount" in row
        ]

    def from_until(self, row: Entry) -> Span | None:
        if "from" not in row:
            return None
        span = Span(row["from"], row.get("until", DISTANT))
        if span.end <= span.start:
            self.fault(
                "'until' is not after 'from'; the day of 'until' is not in the span",
                row.at("until"),
            )
            return None
        return span

    def scope(self, name: str, entry: Entry, location: Location) -> ScopeUsage:
        calls, peaks = self.calls(name, entry)
        if "peak_qps" in entry:
            if peaks:
                self.fault(
                    "peak QPS stands both here and in the file of calls",
                    entry.at("peak_qps"),
                )
            peaks = self.levels(entry, "peak_qps")
        calls = self.without_overlaps(calls)
        return ScopeUsage(
            name=name,
            starts=entry.get("starts"),
            calls=tuple(sorted(calls, key=_by_span)),
            peaks=self.narrowest_first(peaks),
            materials=tuple(self.levels(entry, "materials")),
            modes=self.modes(entry),
            change_days=entry.get("material_change_days"),
            location=location,
        )

    def calls(self, name: str, entry: Entry) -> tuple[list[CallCount], list[Level]]:
        given = entry.get("calls")
        if given is None:
            return [], []
        if isinstance(given, list):
            return [
                CallCount(at.span, count, at.whole_month, location)
                for at, count, location in given
            ], []
        if "file" in given.locations:
            return self.calls_from_file(name, given)
        return self.series(given), []

    def series(self, row: Entry) -> list[CallCount]:
        if any(key not in row for key in ("from", "months", "start")):
            return []
        growth = row.get("growth")
        counts = []
        for step in range(row["months"]):
            month: Month = row["from"].plus(step)
            if month.year > LAST_YEAR:
                self.fault(f"the series runs past the year {LAST_YEAR}", row.location)
                return []
            calls = grown(row["start"], growth, step)
            if calls >= 10**MOST_DIGITS:
                self.fault(
                    f"{month} has a count of more than {MOST_DIGITS} digits",
                    row.location,
                )
                return []
            counts.append(
                CallCount(
                    Span(month.first, month.plus(1).first), calls, True, row.location
                )
            )
        return counts

    def calls_from_file(
        self, name: str, row: Entry
    ) -> tuple[list[CallCount], list[Level]]:
        if "file" not in row:
            return [], []
        from facefusion_billing.files.calls_csv import read_calls_file

        path = os.path.normpath(os.path.join(self.folder, row["file"]))
        try:
            if path not in self.files:
                self.files[path] = read_calls_file(path)
        except InputError as error:
            self.faults.extend(
                Fault(f.message, f.location or row.at("file")) for f in error.faults
            )
            return [], []
        calls, peaks = self.files[path].take(name)
        if not calls:
            self.fault(f"the file of calls has no row for {name!r}", row.at("file"))
        return calls, peaks

    def unclaimed_rows(self) -> None:
        """A row of a file of calls that no scope reads would change the bill in
        silence.
        """
        for file in self.files.values():
            for scope, location in file.unclaimed():
                self.fault(
                    f"rows for {scope!r}, but no scope of that name in 'usage' reads this file",
                    location,
                )

    def without_overlaps(self, counts: list[CallCount]) -> list[CallCount]:
        """The counts without those for days that another one, not a whole month, counts
        already: these are faults.
        """
        kept = [count for count in counts if count.whole_month]
        before: CallCount | None = None
        for count in sorted(
            (count for count in counts if not count.whole_month), key=_by_span
        ):
            if before is not None and before.span.meets(count.span):
                self.fault(
                    f"days that are counted already {before.location.words}",
                    count.location,
                )
            else:
                kept.append(count)
                before = count
        return kept

    def levels(self, entry: Entry, key: str) -> list[Level]:
        given = entry.get(key)
        if given is None:
            return []
        if isinstance(given, int):
            return [Level(ALWAYS, given, entry.at(key))]
        return [Level(_span(at), value, location) for at, value, location in given]

    def narrowest_first(self, levels: list[Level]) -> tuple[Level, ...]:
        ordered = sorted(levels, key=lambda level: (level.span.days, level.span))
        for before, level in pairwise(ordered):
            if before.span.days == level.span.days and before.span.meets(level.span):
                self.fault(
                    f"overlaps an entry that is as narrow, {before.location.words}",
                    level.location,
                )
        return tuple(ordered)

    def modes(self, entry: Entry) -> tuple[ModeSpan, ...]:
        given = entry.get("billing_mode")
        if given is None:
            return ()
        if given in MODES:
            return (ModeSpan(ALWAYS, given),)
        rows = [
            (span, row)
            for row in given
            if "mode" in row and (span := self.from_until(row))
        ]
        rows.sort(key=lambda pair: pair[0])
        for (before, _), (span, row) in pairwise(rows):
            if before.meets(span):
                self.fault("overlaps another billing mode of the group", row.at("from"))
        return tuple(ModeSpan(span, row["mode"]) for span, row in rows)

    def orders(self, rows: list[Entry]) -> tuple[Order, ...]:
        seen: dict[str, Location] = {}
        for row in rows:
            if row.get("id") in seen:
                self.fault(
                    f"the id {row['id']!r} stands twice, first {seen[row['id']].words}",
                    row.at("id"),
                )
            elif "id" in row:
                seen[row["id"]] = row.at("id")
        orders = []
        for number, row in enumerate(rows, 1):
            id = row.get("id") or _free_id(number, seen)
            order = self.order(id, row)
            if order is not None:
                orders.append(order)
        return tuple(orders)

    def order(self, id: str, row: Entry) -> Order | None:
        name: str = row["item"]
        if any(key not in row for key in ORDER.records[name].required):
            return None
        if name == QPS.name and ("days" in row.locations) == (
            "months" in row.locations
        ):
            self.fault(
                "a QPS order is for 'days' or for 'months', one of the two",
                row.location,
            )
        self.check_dates(row)
        paid: Entry | None = row.get("paid")
        return Order(
            id=id,
            item=_item(name, row),
            scope=row.get("for"),
            date=row["date"],
            delivered=row.get("delivered", row["date"]),
            location=row.location,
            source=row.get("source", "purchased"),
            stated_price=row.get("price"),
            paid=Tenders(**paid) if paid is not None and paid.sound else None,
            refunded=row.get("refunded"),
            refundable=row.get("refundable"),
            bought=row.get("bought", False),
            note=row.get("note", ""),
            locations=row.locations,
        )

    def check_dates(self, row: Entry) -> None:
        ordered: date = row["date"]
        for key in ("delivered", "start", "refunded"):
            if row.get(key, ordered) < ordered:
                self.fault(
                    f"{row[key]} lies before the order's date {ordered}", row.at(key)
                )
        if "delivered" in row and not KINDS_BY_NAME[row["item"]].is_pack:
            self.fault(
                "'delivered' is for packs; the order acts from its date",
                row.at("delivered"),
            )


_ITEMS: dict[str, type[Item]] = {
    FREE_PACK.name: FreePack,
    CALL_PACK.name: CallPack,
    MATERIAL_PACK.name: MaterialPack,
    QPS.name: QpsOrder,
    LICENCE.name: LicenceOrder,
    QPS_UPGRADE.name: UpgradeOrder,
}


def _item(name: str, row: Entry) -> Item:
    """What was ordered: the fields of its record are keys of the entry."""
    item = _ITEMS[name]
    return item(**{field: row[field] for field in item._fields if field in row})


def grown(start: int, growth: Growth | None, step: int) -> int:
    """A count after some steps of growth, rounded half up."""
    return (
        half_up(start * growth.numerator**step, growth.denominator**step)
        if growth
        else start
    )


def _span(at: Any) -> Span:
    if isinstance(at, Month):
        return Span(at.first, at.plus(1).first)
    assert isinstance(at, DatedSpan)
    return at.span


def _by_span(count: CallCount) -> Span:
    return count.span


def _free_id(number: int, taken: dict[str, Location]) -> str:
    id = f"order-{number}"
    while id in taken:
        id += "'"
    return id
