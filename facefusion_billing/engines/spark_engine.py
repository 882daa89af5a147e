"""Logs counted by a Spark session that the user has: the same statements as everywhere.

Nothing of Spark is imported here; a session and a DataFrame come from the caller. The
session's time zone is UTC while it counts, since a time without a zone takes it.
"""

from collections.abc import Iterator
from typing import Any

from facefusion_billing.engines import dialects
from facefusion_billing.engines.dialects import SPARK, Columns, path_of
from facefusion_billing.engines.sql_log import SqlLog
from facefusion_billing.model.call_logs import (
    UNREADABLE,
    BilledErrors,
    Counted,
    Group,
    LogMap,
)
from facefusion_billing.model.faults import Fault, refuse

_ZONE = "spark.sql.session.timeZone"
_LOG, _PLACES, _CALLS, _PEAKS = "ffbill_log", "places", "calls", "peaks"
_NUMBERS = ("tinyint", "smallint", "int", "bigint", "float", "double", "decimal")


class SparkLog(SqlLog):
    """One log in a DataFrame, from its making until `close`."""

    def __init__(
        self,
        session: Any,
        frame: Any,
        log: LogMap,
        billed: BilledErrors,
        file: str = "'the DataFrame'",
    ) -> None:
        """`file` is the expression that names the file of a row."""
        self.session, self.log, self.billed, self.file = session, log, billed, file
        self.zone = session.conf.get(_ZONE)
        session.conf.set(_ZONE, "UTC")
        frame.createOrReplaceTempView(_LOG)
        kinds = self._kinds(frame)
        dialects.check_times(log, kinds)
        self.columns = Columns(log, SPARK, self._expressions(kinds), kinds)
        self.readable_only = False

    def close(self) -> None:
        """Gives the session back as it was."""
        for name in (_LOG, _PLACES, _CALLS, _PEAKS):
            self.session.catalog.dropTempView(name)
        self.session.conf.set(_ZONE, self.zone)

    def _kinds(self, frame: Any) -> dict[str, str]:
        """Which columns of the map hold times or numbers already. Raises `InputError`
        for one that the frame does not have.
        """
        found: dict[str, str] = {}
        time = self.log.time
        for name in self.log.columns:
            try:
                [(_, kind)] = frame.selectExpr(path_of(name, self.log, SPARK)).dtypes
            except Exception as error:
                # Spark is not imported here, so its exception has only a name.
                if type(error).__name__ != "AnalysisException":
                    raise
                raise refuse("the log has no column {name!r}", name=name) from None
            if name not in (time.column, time.duration):
                continue
            if kind in ("timestamp", "timestamp_ntz", "date"):
                found[name] = "zoned" if kind == "timestamp" else "naive"
            elif kind.startswith(_NUMBERS):
                found[name] = "number"
        return found

    def _expressions(self, kinds: dict[str, str]) -> dict[str, str]:
        found = {}
        for name in self.log.columns:
            path = path_of(name, self.log, SPARK)
            kind = kinds.get(name)
            found[name] = path
            if kind is None:
                found[name] = f"CAST({path} AS STRING)"
            elif kind != "number":
                found[name] = f"CAST({path} AS TIMESTAMP)"
        return found

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a statement."""
        return [tuple(row) for row in self.session.sql(sql).collect()]

    def inventory(self) -> Iterator[Group]:
        """What is in the log, by account, action, scope and error."""
        made = self.columns
        id = made.text(self.log.id)
        time = self.columns.column[self.log.time.column]
        names = (
            self.file,
            f"COALESCE({made.text(self.log.account)}, '')",
            made.text(self.log.action),
            made.scope(),
            f"COALESCE({made.is_free()}, FALSE)",
            made.text(self.log.error),
        )
        listed = ", ".join(f"{text} AS g{n}" for n, text in enumerate(names))
        keys = ", ".join(f"g{number}" for number in range(len(names)))
        found = self.rows(
            f"SELECT {keys}, COUNT(*), COUNT(i), COUNT(t) FROM (SELECT"
            f" {listed}, {id} AS i, {time} AS t FROM {_LOG}) GROUP BY {keys}"
        )
        return (Group(*row) for row in found)

    def rejects(self) -> list[Fault]:
        """A DataFrame has no rows that are none."""
        return []

    def prepare(self, places: list[tuple[str, str]]) -> None:
        """Makes `calls`; a place is counted under its position in the list."""
        rows = [(code, *place) for code, place in enumerate(places)]
        schema = "code INT, account STRING, scope STRING"
        made = self.session.createDataFrame(rows, schema)
        made.createOrReplaceTempView(_PLACES)
        self._make_calls()

    def take_peaks(self, peaks: list[tuple[int, int, int]]) -> None:
        """Makes `peaks` of the statement of any second."""
        schema = "place INT, beijing_day BIGINT, peak BIGINT"
        made = self.session.createDataFrame(peaks, schema)
        made.createOrReplaceTempView(_PEAKS)

    def leave_out_unreadable(self) -> None:
        """Counts without the rows whose time cannot be read."""
        self.readable_only = True
        self._make_calls()

    def _make_calls(self) -> None:
        made = self.columns
        id = made.text(self.log.id)
        started = made.started()
        account = f"COALESCE({made.text(self.log.account)}, '')"
        readable = f" WHERE {started} IS NOT NULL" if self.readable_only else ""
        self.session.sql(
            f"CREATE OR REPLACE TEMPORARY VIEW {_CALLS} AS SELECT l.id,"
            f" COALESCE(l.id, CONCAT('#', UUID())) AS request_id, p.code AS place,"
            f" l.us, l.outcome, l.error FROM (SELECT {id} AS id, {account} AS account,"
            f" {made.scope()} AS scope, COALESCE({started}, {UNREADABLE}) AS us,"
            f" {made.outcome(self.billed)} AS outcome,"
            f" {made.text(self.log.error)} AS error FROM {_LOG}{readable}) l"
            f" LEFT JOIN {_PLACES} p ON p.account = l.account AND p.scope = l.scope"
        )

    def count(self, places: list[tuple[str, str]]) -> Iterator[Counted]:
        """The counts of each place and Beijing day."""
        for code, *rest in self.rows(dialects.statement(dialects.COUNT)):
            yield Counted(*places[code], *map(int, rest))

    def unreadable_times(self) -> tuple[int, list[tuple[str, bool]]]:
        """How many counted rows have a time that cannot be read, and some of those: each
        with whether that is for its duration alone.
        """
        time = self.columns.column[self.log.time.column]
        where = f"{self.columns.started()} IS NULL"
        rows = self.rows(
            f"SELECT COALESCE(CAST({time} AS STRING), ''),"
            f" {self.columns.logged()} IS NOT NULL, COUNT(*) FROM {_LOG} WHERE {where}"
            f" AND {self.columns.scope()} IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"
        )
        return sum(count for *_, count in rows), [(t, d) for t, d, _ in rows[:20]]
