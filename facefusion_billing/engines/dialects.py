"""The one SELECT that differs between engines: a log's columns as `calls`, of which the
shared statements make counts.

The columns of the log come as expressions, so that a nested field and a text behave
alike. Names and values from a map are quoted here and nowhere else.
"""

from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from itertools import groupby

from facefusion_billing.model.call_logs import (
    TEXT,
    THROTTLED,
    UNITS,
    UNREADABLE,
    BilledErrors,
    LogMap,
    steps_of,
)
from facefusion_billing.model.faults import refuse
from facefusion_billing.startup.record import NamedTuple

COUNT, ANY_SECOND = "count_calls", "any_second"
FAILURES, CLASHES = "failures", "clashing_ids"
_ZONED = "(Z|[+-][0-9][0-9]:?[0-9][0-9])$"


class Dialect(NamedTuple):
    """How an engine says what the shared text does not: times, patterns, texts."""

    name: str
    matches: Callable[[str, str], str]
    zoned: Callable[[str], str]
    naive: Callable[[str], str]
    common_log: Callable[[str], str]
    own_id: str


def _spark_micros(text: str) -> str:
    return f"UNIX_MICROS({text})"


DUCKDB = Dialect(
    "duckdb",
    lambda text, pattern: f"REGEXP_MATCHES({text}, '{pattern}')",
    lambda text: f"EPOCH_US(TRY_CAST({text} AS TIMESTAMPTZ))",
    lambda text: f"EPOCH_US(TRY_CAST({text} AS TIMESTAMP))",
    lambda text: f"EPOCH_US(TRY_STRPTIME({text}, '%d/%b/%Y:%H:%M:%S %z'))",
    "UUID()",
)
SPARK = Dialect(
    "spark",
    lambda text, pattern: f"({text} RLIKE '{pattern}')",
    lambda text: _spark_micros(f"TRY_CAST({text} AS TIMESTAMP)"),
    lambda text: _spark_micros(f"TRY_CAST({text} AS TIMESTAMP)"),
    lambda text: _spark_micros(f"TRY_TO_TIMESTAMP({text}, 'dd/MMM/yyyy:HH:mm:ss Z')"),
    "UUID()",
)
DIALECTS = {dialect.name: dialect for dialect in (DUCKDB, SPARK)}


def statement(name: str) -> str:
    """A shared statement, as it stands in its file.

    >>> statement(COUNT).count("SELECT")
    4
    """
    return (files(__package__) / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def literal(text: str) -> str:
    """A text as SQL.

    >>> literal("it's")
    "'it''s'"
    """
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def named(name: str, dialect: Dialect) -> str:
    """A column's name as SQL."""
    mark = '"' if dialect.name == "duckdb" else "`"
    return f"{mark}{name.replace(mark, mark * 2)}{mark}"


def check_times(log: LogMap, times: Mapping[str, str]) -> None:
    """Refuses a column of times that carry no zone, or of numbers, where the map does not
    say which.
    """
    if times.get(log.time.column) == "number" and log.time.unit is None:
        raise refuse(
            "{column}: numbers, not dates; say in the map what they count since 1970: "
            "time: {{column: ..., unit: s}}",
            column=log.time.column,
        )
    if times.get(log.time.column) == "naive" and log.time.zone is None:
        raise refuse(
            "{column}: times without a zone; say in the map which it is: time: "
            '{{column: ..., zone: "+08:00"}}',
            column=log.time.column,
        )


class Columns:
    """The expressions of one log in one dialect, by the columns of its map.

    `times` says which columns are timestamps already: `zoned`, `naive`, or `number`.
    """

    def __init__(
        self,
        log: LogMap,
        dialect: Dialect,
        column: Mapping[str, str],
        times: Mapping[str, str],
    ) -> None:
        self.log, self.dialect, self.column, self.times = log, dialect, column, times

    def text(self, name: str | None) -> str:
        """A column as text; null where it is empty or not mapped."""
        if name is None:
            return "NULL"
        text = f"NULLIF({self._as_text(name)}, '')"
        # nginx writes a hyphen where nothing is, which is neither an id nor a code: calls
        # without an id would be copies of each other.
        if self.log.format == TEXT or name in (self.log.id, self.log.error):
            return f"NULLIF({text}, '-')"
        return text

    def _as_text(self, name: str) -> str:
        column = self.column[name]
        if name in self.times:
            return f"CAST({column} AS STRING)"
        return column

    def scope(self) -> str:
        """The scope that a row is counted for; null where it is not billed."""
        log = self.log
        action = self.text(log.action)
        if log.scopes:
            # One test for all actions of a scope: thousands of them one by one take
            # seconds and 200 MiB, whatever the log.
            whens = [
                f"WHEN {self.like(action, list(names))} THEN {literal(scope)}"
                for scope, names in groupby(log.scopes, log.scopes.__getitem__)
            ]
            return f"CASE {' '.join(whens)} END"
        if not log.billed:
            # All actions are billed, but those that are said to be free.
            billed = self.text(log.scope_column)
            if log.free:
                return f"CASE WHEN {self.is_free()} THEN NULL ELSE {billed} END"
            return billed
        billed = self.like(action, log.billed)
        return f"CASE WHEN {billed} THEN {self.text(log.scope_column)} END"

    def is_free(self) -> str:
        """Whether a row is of an action that costs nothing."""
        free = self.log.free
        if free:
            return self.like(self.text(self.log.action or self.log.scope_column), free)
        return "FALSE"

    def like(self, text: str, names: Iterable[str]) -> str:
        """Whether a text is one of the names, or begins as one that ends with `*`."""
        whole = [literal(name) for name in names if not name.endswith("*")]
        tests = [f"{text} IN ({', '.join(whole)})"] if whole else []
        for name in names:
            if name.endswith("*"):
                start = name[:-1]
                tests.append(f"LEFT({text}, {len(start)}) = {literal(start)}")
        return f"({' OR '.join(tests)})"

    def outcome(self, billed: BilledErrors) -> str:
        """0 billed, 1 failed and not billed, 2 throttled."""
        if self.log.error is None:
            return "0"
        error = self.text(self.log.error)
        whens = [
            f"WHEN {error} IS NULL THEN 0",
            f"WHEN LEFT({error}, {len(THROTTLED)}) = {literal(THROTTLED)} THEN 2",
        ]
        if billed.codes:
            # A code also goes by its last part: "FailedOperation.X" and "X" are one.
            codes = ", ".join(map(literal, sorted(billed.codes)))
            last = f"REGEXP_REPLACE({error}, '^.*[.]', '')"
            whens.append(f"WHEN {error} IN ({codes}) OR {last} IN ({codes}) THEN 0")
        return f"CASE {' '.join(whens)} ELSE 1 END"

    def started(self) -> str:
        """The start of a call in microseconds; null where it cannot be read."""
        time, end = self.log.time, self.logged()
        if not time.is_end or time.duration is None:
            return end
        if self.times.get(time.duration) == "number":
            length = self.column[time.duration]
        else:
            length = f"NULLIF({self.text(time.duration)}, '-')"
        # Below zero is none: no call ends before it starts. GREATEST passes over null.
        taken = f"NULLIF(GREATEST({_scaled(length, time.duration_unit)}, -1), -1)"
        return f"({end} - CASE WHEN {length} IS NULL THEN 0 ELSE {taken} END)"

    def logged(self) -> str:
        """The time as it is logged, in microseconds; null where it cannot be read."""
        return self._instant(self.log.time.column)

    def _instant(self, name: str) -> str:
        time, raw, is_a = self.log.time, self.column[name], self.times.get(name)
        if is_a == "zoned":
            return _micros(raw, self.dialect)
        if is_a == "naive":
            return f"({_micros(raw, self.dialect)} - ({time.zone or 0}))"
        if time.unit is not None:
            return _scaled(raw, time.unit)
        return self._instant_of_text(self.text(name))

    def _instant_of_text(self, text: str) -> str:
        """A date and time with its zone, or with the map's; a decimal comma and the
        form of nginx's common log are tried where the usual one is not it.
        """
        dialect = self.dialect
        point = f"REPLACE({text}, ',', '.')"
        tried = (dialect.zoned(text), dialect.zoned(point), dialect.common_log(text))
        zoned = f"COALESCE({', '.join(tried)})"
        # The two usual ends are compared much faster than any pattern.
        usual = f"{text} LIKE '%Z' OR {text} LIKE '%+08:00'"
        has_zone = f"{usual} OR {dialect.matches(text, _ZONED)}"
        naive = self._naive(text, point)
        return f"CASE WHEN {has_zone} THEN {zoned}{naive} END"

    def _naive(self, text: str, point: str) -> str:
        """What becomes of a text without a zone: null, unless the map names one."""
        zone = self.log.time.zone
        if zone is None:
            return ""
        naive = f"COALESCE({self.dialect.naive(text)}, {self.dialect.naive(point)})"
        return f" ELSE {naive} - ({zone})"

    def calls(self, billed: BilledErrors, relation: str, place: str) -> str:
        """The SELECT that the shared statements name `calls`."""
        id = self.text(self.log.id)
        return (
            f"SELECT {id} AS id,\n"
            f"       COALESCE({id}, CONCAT('#', {self.dialect.own_id})) AS request_id,\n"
            f"       {place} AS place,\n"
            f"       COALESCE({self.started()}, {UNREADABLE}) AS us,\n"
            f"       {self.outcome(billed)} AS outcome,\n"
            f"       {self.text(self.log.error)} AS error\n"
            f"FROM {relation}"
        )

    def place(self) -> str:
        """Account and scope as one text: a JSON list, null where nothing is counted."""
        account = f"COALESCE({self.text(self.log.account)}, '')"
        # A list, not two texts with a mark between them: an account may hold any mark.
        inside = f"TO_JSON(ARRAY({account}, {self.scope()}))"
        if self.dialect.name == "duckdb":
            inside = f"TO_JSON([{account}, {self.scope()}])"
        return f"CASE WHEN {self.scope()} IS NOT NULL THEN CAST({inside} AS STRING) END"


def _micros(raw: str, dialect: Dialect) -> str:
    if dialect.name == "duckdb":
        return f"EPOCH_US({raw})"
    return _spark_micros(raw)


def _scaled(raw: str, unit: str) -> str:
    """A number of some unit in microseconds. A double holds whole microseconds up to
    the year 2255.
    """
    factor = UNITS[unit]
    return f"TRY_CAST(ROUND(TRY_CAST({raw} AS DOUBLE) * {factor}) AS BIGINT)"


def printed(log: LogMap, dialect: Dialect, billed: BilledErrors) -> str:
    """The whole text for any warehouse: `log` as `calls`, then the counts."""
    columns = {name: path_of(name, log, dialect) for name in log.columns}
    made = Columns(log, dialect, columns, {})
    calls = made.calls(billed, "log", made.place())
    counts = statement(COUNT)
    comments = [line for line in counts.splitlines() if line.startswith("--")]
    body = [line for line in counts.splitlines() if not line.startswith("--")]
    return (
        "\n".join(comments)
        + f"\n--\n-- `log` is the table of the log. Its session's time zone is UTC.\n"
        f"CREATE OR REPLACE TEMPORARY VIEW calls AS\n{calls};\n\n"
        + "\n".join(body)
        + ";\n"
    )


def path_of(name: str, log: LogMap, dialect: Dialect) -> str:
    """A column of a map as SQL: in JSON, dots lead into nested fields."""
    steps = steps_of(name) if log.format == "json" else [name]
    return ".".join(named(step, dialect) for step in steps)
