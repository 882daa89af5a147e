"""Logs counted by DuckDB (the extra `meter`): an adapter for each format of file, and
the shared statements.

Accounts and scopes become whole numbers. Where memory is limited, ids that are UUIDs
become UUIDs: half of the memory of texts, for a third more work.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import duckdb

from facefusion_billing.engines import dialects
from facefusion_billing.engines.dialects import DUCKDB, Columns, literal
from facefusion_billing.engines.duckdb_readers import (
    Reader,
    first_line,
    parquet_columns,
)
from facefusion_billing.engines.named_actions import SeenTexts
from facefusion_billing.engines.sql_log import SqlLog
from facefusion_billing.model.call_logs import (
    CSV,
    PARQUET,
    UNREADABLE,
    BilledErrors,
    Counted,
    EngineLimits,
    Group,
    LogMap,
    LogSource,
)
from facefusion_billing.model.faults import (
    Fault,
    Location,
    Source,
    fault_at,
    refuse,
)

_SETTINGS = (
    "SET TimeZone = 'UTC'",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET preserve_insertion_order = false",
)
_ZONED = "TIMESTAMP WITH TIME ZONE"


class DuckDbLog(SqlLog):
    """One log in one connection. Every method raises `InputError` for what DuckDB
    cannot read.
    """

    def __init__(
        self,
        log: LogMap,
        source: LogSource,
        billed: BilledErrors,
        limits: EngineLimits,
    ) -> None:
        self.log, self.source, self.billed = log, source, billed
        self.limits = limits
        self.connection = duckdb.connect()
        self._limit(limits)
        self.types = self._types() if log.format == PARQUET else {}
        typed = self._typed()
        self.reader = Reader(log, source, self.types, typed)
        dialects.check_times(log, typed)
        self.columns = Columns(log, DUCKDB, self.reader.aliases, typed)
        self.relation = self.reader.relation(keep_rejects=False)
        self.seen = SeenTexts(log)
        self.has_uuids = False
        self.readable_only = False

    def close(self) -> None:
        """Ends the connection and what it spilled."""
        self.connection.close()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a statement."""
        try:
            return self.connection.execute(sql).fetchall()
        except duckdb.OutOfMemoryException as error:
            raise refuse(
                "--memory: too little for this log; {first_line}",
                first_line=first_line(error),
            ) from None
        except duckdb.Error as error:
            raise refuse(
                "the log cannot be read: {first_line}", first_line=first_line(error)
            ) from None

    def inventory(self) -> Iterator[Group]:
        """What is in the log, by file, account, action, scope and error."""
        error = self.columns.text(self.log.error)
        rows = self.rows(
            f"SELECT f, {error}, SUM(n), SUM(ids), SUM(times), {', '.join(self._texts())}"
            f" FROM ({self._alike()}) GROUP BY ALL"
        )
        return self.seen.groups(rows)

    def _texts(self) -> list[str]:
        """The texts of a row that say for whom and for what it is counted."""
        texts = map(self.columns.text, self.seen.columns)
        return [f"COALESCE({text}, '')" for text in texts]

    def _alike(self) -> str:
        """Rows that are alike, counted as they stand, so that what their texts say is
        worked out once for all of them.
        """
        log, made = self.log, self.columns
        told = *self.seen.columns, log.error
        columns = dict.fromkeys(made.column[name] for name in told if name is not None)
        time = made.text(log.time.column)
        if log.format == PARQUET:
            # A row of Parquet is one, and its time need not be a text.
            time = "1"
        relation = self.reader.relation(keep_rejects=log.format == CSV)
        return (
            f"SELECT {', '.join(['f', *columns])}, COUNT(*) AS n,"
            f" COUNT({made.text(log.id)}) AS ids,"
            f" COUNT({time}) AS times FROM {relation} GROUP BY ALL"
        )

    def rejects(self) -> list[Fault]:
        """Rows of CSV that are none, after `inventory`."""
        if self.log.format != CSV:
            return []
        found = self.rows(
            "SELECT file_path, line, csv_line, error_message"
            " FROM reject_errors JOIN reject_scans USING (scan_id, file_id)"
            " ORDER BY file_path, line"
        )
        # A row has a fault for each of its fields that is too many or too few.
        first = {(file, line): (file, line, *rest) for file, line, *rest in found[::-1]}
        return [_rejected(*row) for row in reversed(first.values())]

    def prepare(self, places: list[tuple[str, str]]) -> None:
        """Makes `calls` by what `inventory` saw; a place is counted as its position."""
        texts = "".join(f", t{n} VARCHAR" for n in range(len(self.seen.columns)))
        made = f"CREATE OR REPLACE TEMP TABLE places (code INTEGER{texts})"
        self.connection.execute(made)
        self._insert("places", self.seen.coded(places))
        # 50 million texts do not fit where as many UUIDs do, but are counted faster.
        is_limited = self.limits.memory is not None
        self.has_uuids = is_limited and self._ids_are_uuids()
        self._make_calls()

    def take_peaks(self, peaks: list[tuple[int, int, int]]) -> None:
        """Makes `peaks` of the statement of any second."""
        self.connection.execute(
            "CREATE OR REPLACE TEMP TABLE peaks"
            " (place INTEGER, beijing_day BIGINT, peak BIGINT)"
        )
        self._insert("peaks", peaks)

    def _insert(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Fills a table."""
        if rows:
            # Column by column: row by row takes a millisecond each.
            columns = [list(column) for column in zip(*rows, strict=True)]
            unnested = ", ".join("UNNEST(?)" for _ in columns)
            self.connection.execute(f"INSERT INTO {table} SELECT {unnested}", columns)

    def leave_out_unreadable(self) -> None:
        """Counts without the rows whose time cannot be read."""
        self.readable_only = True
        self._make_calls()

    def _make_calls(self, relation: str | None = None) -> None:
        relation = relation or self.relation
        id = self.columns.text(self.log.id)
        started = self.columns.started()
        readable = f" WHERE {started} IS NOT NULL" if self.readable_only else ""
        self.rows(
            f"CREATE OR REPLACE TEMP VIEW calls AS SELECT {id} AS id,"
            f" {self._request_id(id)} AS request_id, p.code AS place,"
            f" COALESCE({started}, {UNREADABLE}) AS us,"
            f" CAST({self.columns.outcome(self.billed)} AS TINYINT) AS outcome,"
            f" {self.columns.text(self.log.error)} AS error"
            f" FROM {relation} LEFT JOIN places p ON {self._same_texts()}{readable}"
        )

    def _same_texts(self) -> str:
        """That a row has the texts of `p`, a row of `places`."""
        return " AND ".join(f"p.t{n} = {text}" for n, text in enumerate(self._texts()))

    def _request_id(self, id: str) -> str:
        """The id of a row's call."""
        # A row without an id is a call of its own: it gets one that no other row has.
        known, own = id, "CONCAT('#', UUID())"
        if self.has_uuids:
            known, own = f"CAST({id} AS UUID)", "UUID()"
        if self.log.id:
            return f"COALESCE({known}, {own})"
        return own

    def count(self, places: list[tuple[str, str]]) -> Iterator[Counted]:
        """The counts of each place and Beijing day."""
        found = self._once_more_without_uuids(dialects.statement(dialects.COUNT))
        return (Counted(*places[code], *map(int, rest)) for code, *rest in found)

    def _once_more_without_uuids(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows; ids that were UUIDs in the first rows and are none later become
        texts.
        """
        try:
            return self.connection.execute(sql).fetchall()
        except duckdb.ConversionException:
            # Only the first rows were looked at when UUIDs were chosen.
            self.has_uuids = False
            self._make_calls()
        except duckdb.Error:
            pass
        return self.rows(sql)

    def failures(
        self, places: list[tuple[str, str]]
    ) -> Iterator[tuple[str, str, int, str, int]]:
        """Account, scope, Beijing day, code after its outcome, and how many."""
        # Few calls fail: their lines, and the copies of those, are taken aside as they
        # stand before anything of them is computed.
        id = self.columns.text(self.log.id)
        error = self.columns.text(self.log.error)
        failing = f"SELECT {id} FROM {self.relation} WHERE {error} IS NOT NULL"
        copies = f" OR {id} IN ({failing})" if self.log.id else ""
        self.rows(
            f"CREATE OR REPLACE TEMP TABLE failing AS SELECT * FROM {self.relation}"
            f" WHERE {error} IS NOT NULL{copies}"
        )
        self._make_calls("failing")
        found = list(super().failures(places))
        self._make_calls()
        yield from found

    def unreadable_times(self) -> tuple[int, list[tuple[str, bool]]]:
        """How many counted rows have a time that cannot be read, and some of those: each
        with whether that is for its duration alone.
        """
        time = self.columns.text(self.log.time.column)
        rows = self.rows(
            f"SELECT COALESCE({time}, ''), {self.columns.logged()} IS NOT NULL,"
            f" COUNT(*) FROM {self.relation} JOIN places p ON {self._same_texts()}"
            f" WHERE {self.columns.started()} IS NULL GROUP BY 1, 2 ORDER BY 1, 2"
        )
        return sum(count for *_, count in rows), [(t, d) for t, d, _ in rows[:20]]

    def _limit(self, limits: EngineLimits) -> None:
        for setting in _SETTINGS:
            self.connection.execute(setting)
        try:
            if limits.memory is not None:
                # One thread: every further one wants buffers of its own.
                self.connection.execute("SET threads = 1")
                memory = literal(limits.memory)
                self.connection.execute(f"SET memory_limit = {memory}")
            if limits.folder is not None:
                folder = literal(limits.folder)
                self.connection.execute(f"SET temp_directory = {folder}")
        except duckdb.Error as error:
            raise refuse(
                "--memory {memory}: {first_line}; for example 300MB",
                memory=limits.memory,
                first_line=first_line(error),
            ) from None

    def _types(self) -> dict[str, str]:
        rows = self.rows(parquet_columns(self.source))
        return {name: kind for name, kind, *_ in rows}

    def _typed(self) -> dict[str, str]:
        """Which columns of the map hold times or numbers already."""
        found = {}
        for name in (self.log.time.column, self.log.time.duration or ""):
            kind = self.types.get(name, "VARCHAR")
            if kind == _ZONED:
                found[name] = "zoned"
            elif kind.startswith(("TIMESTAMP", "DATE")):
                found[name] = "naive"
            elif kind != "VARCHAR":
                found[name] = "number"
        return found

    def _ids_are_uuids(self) -> bool:
        """Whether the ids of the first rows are UUIDs as they are usually written."""
        if self.log.id is None:
            return False
        id = self.columns.text(self.log.id)
        [(known, written)] = self.rows(
            f"SELECT COUNT(i), COUNT(CASE WHEN CAST(TRY_CAST(i AS UUID) AS VARCHAR) = i"
            f" THEN 1 END) FROM (SELECT {id} AS i FROM {self.relation} LIMIT 2000)"
        )
        return bool(known) and known == written


def _rejected(file: str, line: int, text: str, message: str) -> Fault:
    source = Source(file, "\n" * (line - 1) + text.strip("\n").partition("\n")[0])
    location = Location(source, line, 1, max(len(source.line(line)), 1), "")
    return fault_at("an unreadable row: {message}", location, message=message)
