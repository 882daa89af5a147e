"""Usage files to scenarios.

Every fault of the file is collected; what could be read is still returned.
"""

import os
from datetime import date
from itertools import pairwise
from typing import Any

from facefusion_billing.files.bill_settings import bill_settings
from facefusion_billing.files.books import edition_like, read_book
from facefusion_billing.files.dates import DatedSpan
from facefusion_billing.files.located import load
from facefusion_billing.files.nodes import Node
from facefusion_billing.files.order_shape import numbered
from facefusion_billing.files.records import Entry
from facefusion_billing.files.usage_calls import CallsReader
from facefusion_billing.files.usage_shape import USAGE_FILE
from facefusion_billing.model.book import ACCOUNT, PriceBook
from facefusion_billing.model.calendar import DISTANT, Month, Span, month_of
from facefusion_billing.model.faults import (
    Fault,
    InputError,
    Location,
    as_read,
    did_you_mean,
    fault_at,
)
from facefusion_billing.model.scenario import (
    MODES,
    Account,
    Draft,
    Level,
    ModeSpan,
    Scenario,
    ScopeUsage,
)
from facefusion_billing.startup.record import NamedTuple

ALWAYS = Span(date.min, DISTANT)


class UsageFile(NamedTuple):
    """What was read: the scenario (None when there is no book to read it with), and the
    faults.

    `drafts` are orders of which something could not be read. `whole` is false when
    anything could not, so that what other entries presuppose may be missing.
    """

    scenario: Scenario | None
    faults: list[Fault]
    whole: bool
    drafts: tuple[Draft, ...] = ()


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
        self.folder, self.faults = folder, faults
        self.counts = CallsReader(folder, faults)

    def fault(self, template: str, location: Location, /, **values: Any) -> None:
        self.faults.append(fault_at(template, location, **values))

    def usage_file(self, entry: Entry, price_book: str | PriceBook | None) -> UsageFile:
        if not ("usage" in entry.locations or "orders" in entry.locations):
            self.fault("a usage file without 'usage' or 'orders'", entry.location)
        book = self.book(entry, price_book)
        usage = {
            name: self.scope(name, scope, location)
            for name, scope, location in entry.get("usage") or ()
        }
        # After all scopes: only then is it known whose rows nobody read.
        self.counts.unclaimed_rows()
        orders, drafts = numbered(entry.get("orders") or [], self.faults)
        whole = not self.faults
        if book is None:
            return UsageFile(None, self.faults, whole)
        actual = entry.get("actual") or ()
        scenario = Scenario(
            title=entry.get("title", ""),
            book=book,
            assumptions=dict(entry.get("assumptions") or {}),
            account=self.account(entry.get("account")),
            usage=usage,
            orders=orders,
            location=entry.location,
            actual={month: (cents, location) for month, cents, location in actual},
            bill=bill_settings(entry.get("bill")),
        )
        whole = whole and not self.faults
        # No calls or orders presuppose a pattern: of all else the file is still whole.
        self.check_patterns(entry.get("bill"), book)
        return UsageFile(scenario, self.faults, whole, drafts)

    def check_patterns(self, bill: Entry | None, book: PriceBook) -> None:
        """Notes the patterns of what the book does not have."""
        patterns = bill.get("scopes") if bill else None
        for name, _, location in patterns or ():
            if name not in (*book.groups, ACCOUNT):
                self.fault(
                    "the price book {book_id!r} has no interface group {name!r}{hint}",
                    location,
                    book_id=book.id,
                    name=name,
                    hint=did_you_mean(name, book.groups),
                )

    def book(self, entry: Entry, override: str | PriceBook | None) -> PriceBook | None:
        if isinstance(override, PriceBook):
            return override
        named, at = override or entry.get("price_book"), entry.at("price_book")
        if named is None:
            if "price_book" not in entry.locations:
                self.fault(
                    "a usage file without 'price_book'; expected intl, mainland or a book file",
                    entry.location,
                )
            return None
        try:
            if override is not None:
                return read_book(override)
            return read_book(named, self.folder, at)
        except InputError as error:
            self.faults.extend(error.faults)
            # The rest of the file can still be checked on the book that was probably
            # meant.
            return edition_like(named)

    def account(self, entry: Entry | None) -> Account:
        if entry is None:
            return Account()
        if entry.get("top_ups") and "balance" not in entry.locations:
            self.fault(
                "top-ups without a 'balance' to add them to", entry.at("top_ups")
            )
        return Account(
            activated=entry.get("activated"),
            balance=entry.get("balance"),
            top_ups=tuple(sorted(entry.get("top_ups") or ())),
            discontinued=entry.get("discontinued", False),
            disabled=tuple(entry.get("disabled") or ()),
        )

    def scope(self, name: str, entry: Entry, location: Location) -> ScopeUsage:
        calls, peaks = self.counts.read(name, entry)
        if "peak_qps" in entry:
            if peaks:
                self.fault(
                    "peak QPS stands both here and in the file of calls",
                    entry.at("peak_qps"),
                )
            peaks = self.levels(entry, "peak_qps")
        return ScopeUsage(
            name=name,
            starts=entry.get("starts"),
            calls=tuple(calls),
            peaks=self.narrowest_first(peaks),
            materials=self.by_month(self.levels(entry, "materials")),
            modes=self.modes(entry),
            change_days=entry.get("material_change_days"),
            location=location,
            free_used=entry.get("free_used", 0),
            forecast=entry.get("forecast"),
        )

    def levels(self, entry: Entry, key: str) -> list[Level]:
        given = entry.get(key)
        if given is None:
            return []
        if isinstance(given, int):
            return [Level(ALWAYS, given, entry.at(key))]
        return [Level(_span(at), value, location) for at, value, location in given]

    def by_month(self, levels: list[Level]) -> tuple[Level, ...]:
        """Ranges of months as their months; the narrowest entry for a month wins."""
        found: dict[Month, Level] = {}
        for level in self.narrowest_first(levels):
            if level.span == ALWAYS:
                return (level,)
            month = month_of(level.span.start)
            while month.first < level.span.end:
                span = Span(month.first, month.end)
                found.setdefault(month, level._replace(span=span))
                month = month.plus(1)
        return tuple(found[month] for month in sorted(found))

    def narrowest_first(self, levels: list[Level]) -> tuple[Level, ...]:
        ordered = sorted(levels, key=lambda level: (level.span.days, level.span))
        for before, level in pairwise(ordered):
            if before.span.days == level.span.days and before.span.meets(level.span):
                first, second = as_read(before.location, level.location)
                self.fault(
                    "overlaps an entry that is as narrow, {words}",
                    second,
                    words=first.words_for(second),
                )
        return tuple(ordered)

    def modes(self, entry: Entry) -> tuple[ModeSpan, ...]:
        given = entry.get("billing_mode")
        if given is None:
            return ()
        if given in MODES:
            return (ModeSpan(ALWAYS, given),)
        modes = _until_the_next(sorted(given, key=lambda mode: mode.span))
        for before, mode in pairwise(modes):
            if before.span.meets(mode.span):
                self.fault("overlaps another billing mode of the group", mode.location)
        return tuple(ModeSpan(mode.span, mode.mode) for mode in modes)


def _until_the_next(modes: list[Any]) -> list[Any]:
    """Modes in their order, with an end where a switch made in the console has none:
    it lasts until the next one.
    """
    ended = list(modes)
    for index, (own, following) in enumerate(pairwise(modes)):
        start, end = own.span
        if end == DISTANT and start < following.span.start:
            until = Span(start, following.span.start)
            ended[index] = own._replace(span=until)
    return ended


def _span(at: Any) -> Span:
    if isinstance(at, Month):
        return Span(at.first, at.end)
    assert isinstance(at, DatedSpan)
    return at.span
