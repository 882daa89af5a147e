"""The files of a log as a table of DuckDB: one SELECT for each format."""

import glob
from collections.abc import Collection, Mapping
from typing import Any

import duckdb

from facefusion_billing.engines.dialects import DUCKDB, literal, named
from facefusion_billing.model.call_logs import (
    CSV,
    JSON,
    PARQUET,
    TEXT,
    LogMap,
    LogSource,
    steps_of,
)
from facefusion_billing.model.faults import refuse

_LONGEST_LINE = 16 * 1024 * 1024


class Reader:
    """The columns of a map, read from files: c0, c1 ... in its order.

    `types` are those of Parquet's columns; those in `typed` stay as they are, all
    others become texts.
    """

    def __init__(
        self,
        log: LogMap,
        source: LogSource,
        types: Mapping[str, str],
        typed: Collection[str],
    ) -> None:
        self.log, self.source, self.types, self.typed = log, source, types, typed
        self.aliases = {name: f"c{n}" for n, name in enumerate(log.columns)}

    def relation(self, *, keep_rejects: bool) -> str:
        """The files as a table: a column c0, c1 ... for each of the map's, and f, the
        file.
        """
        if self.log.format != CSV:
            reader = self._reader()
            return f"({self._select(reader)})"
        # One reader for each header: columns are named by place, so files in which they
        # stand in another order must not be read together.
        selects = [
            self._select(self._csv(*head, names, keep_rejects=keep_rejects))
            for head, names in self._by_header().items()
        ]
        return f"({' UNION ALL '.join(selects)})"

    def _by_header(self) -> dict[tuple[str, tuple[str, ...]], list[str]]:
        """The files of each delimiter and header."""
        source = self.source
        found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        heads = zip(source.delimiters, source.headers, strict=True)
        for name, head in zip(source.files, heads, strict=True):
            found.setdefault(head, []).append(name)
        return found

    def _select(self, reader: str) -> str:
        made = ", ".join(
            f"{self._expression(name)} AS {alias}"
            for name, alias in self.aliases.items()
        )
        return f"SELECT {made}, filename AS f FROM {reader}"

    def _expression(self, name: str) -> str:
        if self.log.format == TEXT:
            return f"s.{named(name, DUCKDB)}"
        if self.log.format == CSV:
            return named(name, DUCKDB)
        root, *steps = [name] if name in self._whole_names() else steps_of(name)
        column = named(root, DUCKDB)
        if self.log.format == PARQUET:
            path = ".".join((column, *(named(step, DUCKDB) for step in steps)))
            if name in self.typed:
                return path
            return f"CAST({path} AS VARCHAR)"
        if not steps:
            return column
        path = "$" + "".join(f'."{step}"' for step in steps)
        return f"JSON_EXTRACT_STRING({column}, {literal(path)})"

    def _whole_names(self) -> frozenset[str]:
        return self.source.flat | self.types.keys()

    def _reader(self) -> str:
        files = _listed(self.source.files)
        if self.log.format == PARQUET:
            return f"READ_PARQUET({files}, filename = true, union_by_name = true)"
        if self.log.format == JSON:
            return self._json(files)
        fields = ", ".join(map(literal, self.source.fields))
        lines = (
            f"READ_CSV({files}, columns = {{line: 'VARCHAR'}}, delim = '\x01',"
            f" quote = '', escape = '', header = false, auto_detect = false,"
            f" filename = true, max_line_size = {_LONGEST_LINE})"
        )
        pattern = literal(self.source.pattern)
        return (
            f"(SELECT REGEXP_EXTRACT(line, {pattern}, [{fields}]) AS s, filename"
            f" FROM {lines})"
        )

    def _json(self, files: str) -> str:
        kinds: dict[str, str] = {}
        for name in self.log.columns:
            root, *steps = [name] if name in self.source.flat else steps_of(name)
            if steps or kinds.get(root) == "JSON":
                kinds[root] = "JSON"
            else:
                kinds[root] = "VARCHAR"
        columns = ", ".join(
            f"{literal(name)}: '{kind}'" for name, kind in kinds.items()
        )
        return (
            f"READ_JSON({files}, format = 'newline_delimited', columns = {{{columns}}},"
            f" ignore_errors = true, filename = true,"
            f" maximum_object_size = {_LONGEST_LINE})"
        )

    def _csv(
        self,
        delimiter: str,
        header: tuple[str, ...],
        names: list[str],
        *,
        keep_rejects: bool,
    ) -> str:
        # Texts, never guessed types: a sample of the file would decide what 010 is.
        columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in header)
        rejects = "store_rejects" if keep_rejects else "ignore_errors"
        return (
            f"READ_CSV({_listed(names)}, columns = {{{columns}}}, header = true,"
            f" delim = {literal(delimiter)}, quote = '\"', escape = '\"',"
            f" auto_detect = false, filename = true, {rejects} = true)"
        )


def _listed(names: "tuple[str, ...] | list[str]") -> str:
    return f"[{', '.join(literal(glob.escape(name)) for name in names)}]"


def parquet_columns(source: LogSource) -> str:
    """The statement that names the columns of Parquet files with their types."""
    files = _listed(source.files)
    return f"DESCRIBE SELECT * FROM READ_PARQUET({files}, union_by_name = true)"


def first_rows(name: str) -> list[dict[str, Any]]:
    """The first rows of a Parquet file: texts, and nested fields as mappings. Raises
    `InputError`.
    """
    try:
        with duckdb.connect() as connection:
            connection.execute("SET TimeZone = 'UTC'")
            found = connection.execute(
                "SELECT * FROM READ_PARQUET([?]) LIMIT 200", [glob.escape(name)]
            )
            columns = [column[0] for column in found.description or ()]
            rows = found.fetchall()
    except duckdb.Error as error:
        raise refuse(
            "{name}: cannot be read: {first_line}",
            name=name,
            first_line=first_line(error),
        ) from None
    return [dict(zip(columns, map(_cell, row), strict=True)) for row in rows]


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        return value
    return "" if value is None else str(value)


def first_line(error: Exception) -> str:
    """What DuckDB says of a fault, without its advice."""
    return str(error).partition("\n")[0][:300]
