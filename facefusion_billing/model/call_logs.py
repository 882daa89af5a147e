"""Call logs as values: how a log is read, what was counted in it, and what was seen on
the way.
"""

import datetime
from collections.abc import Iterable, Mapping

from facefusion_billing.model.calendar import Month
from facefusion_billing.model.faults import Location
from facefusion_billing.model.money import Cents
from facefusion_billing.model.severities import METERING_SEVERITIES, Severity
from facefusion_billing.startup.record import NamedTuple

JSON, CSV, PARQUET, TEXT = "json", "csv", "parquet", "text"
LOG_FORMATS = (JSON, CSV, PARQUET, TEXT)
UNITS = {"s": 1_000_000, "ms": 1_000, "us": 1}
"""How many microseconds each unit of time has."""
START, END = "start", "end"
REFUSE, LEAVE_OUT = "refuse", "leave_out"
THROTTLED = "RequestLimitExceeded"
"""The vendor's code of a call above the QPS limit; longer codes begin with it."""

BEIJING = 28_800_000_000
A_DAY = 86_400_000_000
A_SECOND = 1_000_000
UNREADABLE = -BEIJING
"""Stands for a time that cannot be read: Beijing day 0, on which nobody called."""


def steps_of(column: str) -> list[str]:
    """The steps that the dots of a column's name are; where nothing stands between two
    of them, the name is one.

    >>> steps_of("Response.Error.Code"), steps_of("a..b")
    (['Response', 'Error', 'Code'], ['a..b'])
    """
    steps = column.split(".")
    if all(steps):
        return steps
    return [column]


class TimeColumn(NamedTuple):
    """Where the time of a call stands.

    `zone` (microseconds east of Greenwich) holds for times that carry none; `unit`
    is that of numbers since 1970, None for dates. `duration` is a column, and is taken
    off a time that `is` the end.
    """

    column: str
    zone: int | None = None
    is_end: bool = False
    unit: str | None = None
    duration: str | None = None
    duration_unit: str = "s"


class LogMap(NamedTuple):
    """Which column of a log says what; None where the log does not say it.

    `scopes` is the scope of each action that is billed; where it is empty the scope is
    the value of `scope_column`, for the actions in `billed` (empty: for all). A name
    that ends with `*` stands for all that begin with it.
    """

    format: str
    time: TimeColumn
    scope_column: str
    files: str | None = None
    log_format: str | None = None
    id: str | None = None
    error: str | None = None
    account: str | None = None
    scopes: dict[str, str] = {}
    action_column: str | None = None
    billed: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    others: str = REFUSE
    price_book: str = "intl"
    locations: Mapping[str, Location] = {}

    @property
    def action(self) -> str | None:
        """The column that names the action, where one does."""
        if self.scopes:
            return self.scope_column
        return self.action_column

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read, each once."""
        named = (
            self.time.column,
            self.time.duration,
            self.id,
            self.error,
            self.account,
            self.action,
            self.scope_column,
        )
        return tuple(dict.fromkeys(name for name in named if name is not None))

    def at(self, key: str) -> Location | None:
        """Where a key of the map stands; None for a map that was guessed."""
        return self.locations.get(key)


class LogSource(NamedTuple):
    """The files of a log and what must be known of them to read a column.

    `delimiters` and `headers` are those of each CSV file, `flat` the JSON keys that hold a dot,
    `pattern` and `fields` the regular expression of a line of text and its groups.
    """

    files: tuple[str, ...]
    delimiters: tuple[str, ...] = ()
    headers: tuple[tuple[str, ...], ...] = ()
    flat: frozenset[str] = frozenset()
    pattern: str = ""
    fields: tuple[str, ...] = ()


class EngineLimits(NamedTuple):
    """What an engine may use: memory (as DuckDB writes it), a folder for the rest."""

    memory: str | None = None
    folder: str | None = None


class Group(NamedTuple):
    """How many rows of a file have one account, action, scope and error."""

    file: str
    account: str
    action: str | None
    scope: str | None
    is_free: bool
    error: str | None
    rows: int
    ids: int
    times: int


class Counted(NamedTuple):
    """A row of count_calls.sql, its place as account and scope. `first` and `last` are
    microseconds of the day.
    """

    account: str
    scope: str
    day: int
    attempts: int
    calls: int
    throttled: int
    repeats: int
    peak: int
    clashes: int
    apart: int
    first: int
    last: int

    @property
    def busiest(self) -> tuple[int, int]:
        """The most calls in a second of the clock, and the microsecond of the day at
        which it begins.

        >>> Counted("", "", 0, 3, 3, 0, 0, 2 * A_DAY - 5 * A_SECOND, 0, 0, 0, 0).busiest
        (2, 5000000)
        """
        calls = -(-self.peak // A_DAY)
        return calls, calls * A_DAY - self.peak


class BilledErrors(NamedTuple):
    """Which failed calls are billed: those whose whole code, or its last part, is one
    of these.
    """

    codes: frozenset[str] = frozenset()

    def holds(self, code: str) -> bool:
        """Whether a call that failed with the code is billed."""
        return code in self.codes or code.rpartition(".")[2] in self.codes


class LogFile(NamedTuple):
    """A file that was read: how many rows it has, and its SHA-256."""

    name: str
    rows: int
    size: int
    sha256: str


class MeteredDay(NamedTuple):
    """What one scope of one account was asked for on one Beijing day.

    `calls` are billed, `attempts` all that reached the vendor. `failed` and
    `throttled` are None where the log cannot tell. `peak_second` is the first second
    with the peak, in seconds of the day.
    """

    account: str | None
    day: datetime.date
    scope: str
    calls: int
    attempts: int
    throttled: int | None
    repeats: int
    peak_qps: int
    peak_second: int | None
    failed: dict[str, int] | None


class MeteringReport(NamedTuple):
    """What was seen in the logs beside the counts. `apart` are calls whose copies lie
    more than a second apart; `first` and `last` are the first and the last second with
    a call, in Beijing.
    """

    inputs: tuple[LogFile, ...]
    rows: int
    without_id: int | None
    repeats: int
    free: int
    unreadable: int
    unknown: dict[str, int]
    of_completions: bool
    apart: int
    first: datetime.datetime | None
    last: datetime.datetime | None


class OtherPeak(NamedTuple):
    """The peak of a scope under both readings of the vendor's second; `sliding` is None
    where it was not counted, since it can pass no limit (it is at most twice).

    `stake` is what QPS by the month would cost more for it, all months together; None
    where it is not known. `months` are those whose QPS it decides on, above the `limit`,
    each with both peaks, the highest first.
    """

    account: str | None
    scope: str
    fixed: int
    sliding: int | None
    stake: Cents | None = None
    limit: int | None = None
    months: tuple[tuple[Month, int, int], ...] = ()


class MeteredFinding(NamedTuple):
    """A warning or note of a metering: its code and the facts of its sentence."""

    code: str
    facts: dict[str, object] = {}

    @property
    def severity(self) -> Severity:
        """`warning` where counts or calls are at risk, else `note`."""
        return METERING_SEVERITIES[self.code]


class MeteredCalls(NamedTuple):
    """The answer of `ffbill meter`.

    `face_errors` are the calls that the other reading of `billed_errors` moves, and
    `stake` is by how much they change the bills of all months together, without packs:
    below zero, by how much these fall (None: not known).
    """

    days: tuple[MeteredDay, ...]
    report: MeteringReport
    book_id: str
    assumptions: dict[str, str]
    has_accounts: bool
    findings: tuple[MeteredFinding, ...] = ()
    face_errors: int | None = None
    peaks: tuple[OtherPeak, ...] = ()
    stake: Cents | None = None
    currency: str = ""

    @property
    def calls(self) -> int:
        """All calls that are billed."""
        return sum(day.calls for day in self.days)


def totals(rows: Iterable[dict[str, int] | None]) -> dict[str, int]:
    """The sum of counts by their key, largest first.

    >>> totals([{"a": 1}, None, {"b": 2, "a": 3}])
    {'a': 4, 'b': 2}
    """
    found: dict[str, int] = {}
    for row in rows:
        for key, count in (row or {}).items():
            found[key] = found.get(key, 0) + count
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
