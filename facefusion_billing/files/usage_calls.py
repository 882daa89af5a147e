"""Counts of calls as a usage file states them: by day or month, as a series that grows,
or in a file of their own.
"""

import os
from collections.abc import Iterator
from itertools import repeat
from typing import TYPE_CHECKING, Any

from facefusion_billing.files.numbers import MOST_DIGITS, Growth
from facefusion_billing.files.records import Entry
from facefusion_billing.model.calendar import LAST_YEAR, Month, Span, month_of
from facefusion_billing.model.faults import (
    Fault,
    Location,
    as_read,
    fault_at,
)
from facefusion_billing.model.money import half_up
from facefusion_billing.model.scenario import MAX_DAYS, CallCount, Level

if TYPE_CHECKING:
    from facefusion_billing.files.calls_file import CallsFile


class CallsReader:
    """Reads the counts of one scope after another; faults are noted, not raised."""

    def __init__(self, folder: str, faults: list[Fault]) -> None:
        self.folder = folder
        self.faults = faults
        self.files: dict[tuple[str | tuple[str, str], ...], CallsFile] = {}
        self.days = 0

    def fault(self, template: str, location: Location, /, **values: Any) -> None:
        """Notes a fault."""
        self.faults.append(fault_at(template, location, **values))

    def read(self, name: str, entry: Entry) -> tuple[list[CallCount], list[Level]]:
        """The counts of a scope by day, and the peaks that its file of calls states."""
        calls, peaks = self.calls(name, entry)
        return sorted(self.without_overlaps(calls), key=by_span), peaks

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
        """The months of a series, with what days and months state for themselves."""
        counts = self.months_of_series(row)
        inside = []
        for at, count, location in row.rest:
            if at.whole_month:
                month = month_of(at.span.start)
                counts[month] = _of_series(month, count, location)
            else:
                inside.append(CallCount(at.span, count, False, location))
        return [*counts.values(), *inside]

    def months_of_series(self, row: Entry) -> dict[Month, CallCount]:
        """Each month of a series; none where the series cannot be."""
        if not self.has_months(row) or "start" not in row:
            return {}
        growing = grown(row["start"], row.get("growth"))
        counts: dict[Month, CallCount] = {}
        for step in range(row["months"]):
            month: Month = row["from"].plus(step)
            calls = next(growing)
            # A growth of 100 % doubles each month, and 1,200 of them are many digits.
            if calls >= 10**MOST_DIGITS:
                self.fault(
                    "{month} has a count of more than {most_digits} digits",
                    row.location,
                    month=month,
                    most_digits=MOST_DIGITS,
                )
                return {}
            counts[month] = _of_series(month, calls, row.location)
        return counts

    def has_months(self, row: Entry) -> bool:
        """Whether the months of a series are given, and can be; says where they cannot."""
        if "from" not in row or "months" not in row:
            return False
        # No month has fewer days, so a series that is too long is not even begun.
        if not self.fits(28 * row["months"], row.location):
            return False
        if row["from"].plus(row["months"] - 1).year > LAST_YEAR:
            self.fault(
                "the series runs past the year {last_year}",
                row.location,
                last_year=LAST_YEAR,
            )
            return False
        return True

    def calls_from_file(
        self, name: str, row: Entry
    ) -> tuple[list[CallCount], list[Level]]:
        if "file" not in row:
            return [], []
        file = self.file(row)
        calls, peaks = file.take(name)
        if not self.fits(len(calls), row.at("file")):
            return [], []
        if not calls and not file.faults:
            self.fault(
                "the file of calls has no row for {name!r}", row.at("file"), name=name
            )
        return calls, peaks

    def file(self, row: Entry) -> "CallsFile":
        """The file that an entry names, read once for each way to read its columns."""
        from facefusion_billing.files.calls_file import read_calls_file

        path = os.path.normpath(os.path.join(self.folder, row["file"]))
        columns = row.get("columns") or Entry(row.location)
        named = {name: (text, columns.at(name)) for name, text in columns.items()}
        key = (path, *columns.items())
        if key not in self.files:
            file = self.files[key] = read_calls_file(path, named)
            self.faults.extend(
                Fault(f.message, f.location or row.at("file")) for f in file.faults
            )
        return self.files[key]

    def fits(self, days: int, location: Location) -> bool:
        """Whether so many more days can be looked at; where they first cannot, that is a
        fault.
        """
        fitted = self.days <= MAX_DAYS
        self.days += days
        if self.days <= MAX_DAYS:
            return True
        if fitted:
            self.fault(
                "more than {days:,} days of calls in all", location, days=MAX_DAYS
            )
        return False

    def unclaimed_rows(self) -> None:
        """A row of a file of calls that no scope reads would change the bill in
        silence.
        """
        for file in self.files.values():
            unclaimed = file.unclaimed()
            if file.guess and (unclaimed or file.faults):
                self.faults.append(file.guess)
            for scope, location in unclaimed:
                self.fault(
                    "rows for {scope!r}, but no scope of that name in 'usage' reads this file",
                    location,
                    scope=scope,
                )

    def without_overlaps(self, counts: list[CallCount]) -> list[CallCount]:
        """The counts without those for days that another one, not a whole month, counts
        already: these are faults.
        """
        kept = [count for count in counts if count.whole_month]
        before: CallCount | None = None
        for count in sorted(
            (count for count in counts if not count.whole_month), key=by_span
        ):
            if before is not None and before.span.meets(count.span):
                first, second = as_read(before.location, count.location)
                self.fault(
                    "days that are counted already {where}",
                    second,
                    where=first.words_for(second),
                )
            else:
                kept.append(count)
                before = count
        return kept


def _of_series(month: Month, calls: int, location: Location) -> CallCount:
    """A month of a growth series, or the count that is stated instead."""
    span = Span(month.first, month.end)
    return CallCount(span, calls, True, location, is_series=True)


def grown(start: int, growth: Growth | None) -> Iterator[int]:
    """The counts of a series, month after month: the exact power, rounded half up."""
    if growth is None:
        yield from repeat(start)
        return
    numerator, denominator = start, 1
    while True:
        # From the start each time, as an exact fraction: rounded counts would drift.
        yield half_up(numerator, denominator)
        numerator *= growth.numerator
        denominator *= growth.denominator


def by_span(count: CallCount) -> Span:
    """The days of a count, by which counts are sorted."""
    return count.span
