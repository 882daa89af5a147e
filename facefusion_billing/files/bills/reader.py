"""Bills of one account, read from any number of files, to one `VendorBill`.

Raises `InputError` for what must not be reconciled: overlapping files, several owners,
mixed currencies, bills of another nature.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import localcontext
from itertools import combinations
from typing import Protocol

from facefusion_billing.files.bills import columns as headers
from facefusion_billing.files.bills import evidence
from facefusion_billing.files.bills.lines import Reader
from facefusion_billing.files.bills.names import NamedPeriod, named_period
from facefusion_billing.files.bills.repeats import without_repeats
from facefusion_billing.files.bills.sources import Part, parts
from facefusion_billing.files.bills.tables import PAGES, Rows, Table, tables
from facefusion_billing.files.numbers import UnreadableError
from facefusion_billing.model.bill_settings import PRODUCT, BillSettings, pattern_of
from facefusion_billing.model.faults import InputError, Message, fault_at, refuse
from facefusion_billing.model.vendor_bill import (
    EXACT,
    PAID,
    SETTLEMENT,
    USED,
    BilledLine,
    BillFile,
    ControlTotal,
    DailyUse,
    Deduction,
    OtherProduct,
    VendorBill,
)

Progress = Callable[[int], None]
_CONTENT = BilledLine._fields.index("product")


def read_bill(
    paths: list[str],
    settings: BillSettings | None = None,
    account: str | None = None,
    progress: Progress | None = None,
) -> VendorBill:
    """The bill in the files at the paths (`-`: standard input).

    `account` is the owner id whose lines are read. Raises `InputError`.
    """
    settings = settings or BillSettings()
    pattern = pattern_of(settings.product or PRODUCT)
    reader = Reader(pattern, account)
    gathering = Gathering(reader, pattern)
    with localcontext(EXACT):
        for part in parts(paths):
            gathering.add(part, progress)
        return gathering.bill(reader, account)


class ReadsTables(Protocol):
    """What takes the rows of detailed bills."""

    def read(self, table: Table) -> None:
        """Reads the rows of a table."""


class Gathering:
    """What was read so far."""

    def __init__(self, reader: ReadsTables, pattern: re.Pattern[str]) -> None:
        self.reader, self.pattern = reader, pattern
        self.files: dict[str, tuple[int, int, str]] = {}
        self.periods: dict[str, NamedPeriod] = {}
        self.controls: list[ControlTotal] = []
        self.deductions = evidence.Exported[Deduction]()
        self.daily = evidence.Exported[DailyUse]()
        self.claims: dict[str, int] = {}
        self.detailed = 0
        self.chinese = False

    def add(self, part: Part, progress: Progress | None) -> None:
        """Reads a file."""
        for table in tables(part):
            rows = _Counted(table.rows, progress)
            try:
                self._read(table._replace(rows=iter(rows)))
            except UnreadableError as error:
                raise refuse("{name}: {error}", name=table.name, error=error) from None
            known, *_ = self.files.get(part.statement, (0,))
            self.files[part.statement] = known + rows.count, part.size, part.digest

    def _read(self, table: Table) -> None:
        """Reads a table by what its header says it is."""
        # Before all else: such files have the columns of a bill as well.
        refused = headers.refused_as(table.header)
        if refused:
            raise refuse("{name}: {refused}", name=table.name, refused=refused)
        found = headers.places(table.header)
        if evidence.is_deductions(table.header):
            self.deductions.add(evidence.deductions(table, self.pattern))
        elif evidence.is_daily(table.header):
            self.daily.add(evidence.daily(table, self.pattern))
        elif {"transaction", "item", "after"} <= found.keys():
            self._detailed(table)
        # After the detailed bill, whose columns hold those of a total.
        elif evidence.is_control(table.header):
            self.controls += evidence.controls(table, self.pattern)
        else:
            raise refuse(
                "{name}: no bill that is known; expected the detailed bill (L3) with "
                "columns such as 交易类型 and 组件名称, or Transaction Type and Component Name",
                name=table.name,
            )

    def _detailed(self, table: Table) -> None:
        self.detailed += 1
        self.chinese |= any(ord(letter) > 0x2E80 for letter in "".join(table.header))
        period = named_period(table.name, table.statement)
        if table.statement != PAGES and period is not None:
            self.periods[table.statement] = period
        if table.claims:
            self.claims[table.statement] = table.claims
        self.reader.read(table)

    def bill(self, reader: Reader, account: str | None) -> VendorBill:
        """All that was read, once it is known to belong together: the lines are those
        of the reader.
        """
        if not self.detailed:
            raise refuse(
                "control totals and evidence only; reconcile the detailed bill (L3)"
            )
        if reader.faults:
            raise InputError(reader.faults)
        _check_owners(reader, account)
        owner = account or next(iter(reader.owners), "")
        currency = _currency(reader)
        lines, repeats, clashes = without_repeats(reader.lines)
        self._check_overlaps(lines)
        period, stated = self._period(lines)
        return VendorBill(
            lines=tuple(lines),
            others=_others(reader),
            files=tuple(BillFile(f, *known) for f, known in self.files.items()),
            currency=currency,
            account=owner,
            period=period,
            period_stated=stated,
            repeats=repeats,
            clashes=tuple(clashes),
            rounding=reader.rounding(lines),
            controls=tuple(self.controls),
            deductions=tuple(self.deductions.of(owner)),
            daily=tuple(self.daily.of(owner)),
            notes=tuple(self._notes(reader)),
            chinese=self.chinese,
        )

    def _notes(self, reader: Reader) -> list[str]:
        notes = []
        if reader.without_seconds:
            notes.append("without_seconds")
        read = sum(line.statement == PAGES for line in reader.lines)
        if self.claims.get(PAGES, 0) > read + _lines_of_others(reader):
            notes.append("pages_missing")
        return notes

    def _check_overlaps(self, lines: list[BilledLine]) -> None:
        """Days that are in two files would be counted twice."""
        faults = [
            fault_at(
                "{one} and {other} overlap: {days} and {other_days}{hint}",
                one=one,
                other=other,
                days=a.text,
                other_days=b.text,
                hint=_RUNNING_TOTALS if b.daily else "",
            )
            for (one, a), (other, b) in combinations(self.periods.items(), 2)
            if a.span.meets(b.span) and len({a.owner, b.owner} - {""}) < 2
        ]
        if faults:
            raise InputError(faults)
        _check_transactions(lines)

    def _period(self, lines: list[BilledLine]) -> tuple[str, bool]:
        """Whether the bill is by use or by payment, and whether anything says so."""
        for period in self.periods.values():
            if period.kind:
                return period.kind, True
        # No name says it: use in a month other than the bill's shows that it is by payment.
        for line in lines:
            if line.kind == SETTLEMENT and line.bill_month and line.since:
                used = (line.since.year, line.since.month) == line.bill_month
                return USED if used else PAID, True
        return USED, False


_RUNNING_TOTALS = Message("; daily files are running totals, take the last")


def _currency(reader: Reader) -> str:
    """The one currency of the bill; nothing where it names none."""
    currencies = sorted(filter(None, reader.currencies))
    if len(currencies) > 1:
        found = ", ".join(currencies)
        raise refuse("mixed currencies in one bill: {found}", found=found)
    return "".join(currencies)


def _check_owners(reader: Reader, account: str | None) -> None:
    owners = sorted(reader.owners)
    if len(owners) > 1:
        raise refuse(
            "the bill is of several accounts: {known}; choose one with --account UIN",
            known=", ".join(owners[:10]),
        )
    if account and not owners:
        raise refuse(
            "--account {account}: no line of the product is of it", account=account
        )


def _lines_of_others(reader: Reader) -> int:
    return sum(count for count, _ in reader.others.values())


def _others(reader: Reader) -> tuple[OtherProduct, ...]:
    return tuple(
        OtherProduct(name, count, amount)
        for name, (count, amount) in sorted(reader.others.items())
    )


class _Counted:
    """Rows that are counted as they are read; told every ten thousand."""

    def __init__(self, rows: Rows, progress: Progress | None) -> None:
        self.rows, self.progress = rows, progress
        self.count = 0

    def __iter__(self) -> Rows:
        for row in self.rows:
            self.count += 1
            if self.progress is not None and not self.count % 10_000:
                self.progress(10_000)
            yield row


def _check_transactions(lines: list[BilledLine]) -> None:
    """A transaction in two statements would be counted twice, whatever they are called;
    so would a line that has no transaction id, and is the same in both.
    """
    seen: dict[object, BilledLine] = {}
    for line in lines:
        first = seen.setdefault(line.bill_id or line[_CONTENT:], line)
        if first.statement != line.statement and not line.bill_id:
            raise refuse(
                "the same line stands in {where} and in {where2}: the files overlap",
                where=first.where,
                where2=line.where,
            )
        if first.statement != line.statement:
            raise refuse(
                "the transaction {bill_id} stands in {where} and in {where2}: the files overlap",
                bill_id=line.bill_id,
                where=first.where,
                where2=line.where,
            )
