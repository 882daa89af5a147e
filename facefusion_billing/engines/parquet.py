"""Parquet by DuckDB (the extra `meter`): tables of accounts in, bill lines out."""

import glob
from collections.abc import Iterator
from itertools import count

import duckdb

from facefusion_billing.model.faults import refuse

_AT_ONCE = 10_000
_SETTINGS = (
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET memory_limit = '60MB'",
    "SET threads = 1",
)
_TYPES = {
    "date": "DATE",
    "quantity": "BIGINT",
    "unit_price": "DECIMAL(38, 18)",
    "amount": "DECIMAL(18, 2)",
    "clauses": "VARCHAR[]",
    "assumptions": "VARCHAR[]",
}
"""The columns of bill lines that are not texts."""


def table_rows(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The columns' names as a row, then the rows of a Parquet file as texts, with their
    numbers. Raises `InputError`.
    """
    number = count(2)
    try:
        with _connected() as connection:
            found = connection.execute(
                "SELECT * FROM READ_PARQUET([?])", [glob.escape(name)]
            )
            columns = [column[0] for column in found.description or ()]
            yield 1, dict.fromkeys(columns, "")
            while rows := found.fetchmany(_AT_ONCE):
                for row in rows:
                    texts = ["" if cell is None else str(cell) for cell in row]
                    yield next(number), dict(zip(columns, texts, strict=True))
    except duckdb.Error as error:
        raise refuse(
            "{name}: cannot be read: {reason}",
            name=name,
            reason=str(error).splitlines()[0],
        ) from None


def write_lines(source: str, target: str, columns: tuple[str, ...]) -> None:
    """Bill lines as JSON lines to a Parquet file: dates, whole numbers, exact decimals.

    Raises `InputError`.
    """
    types = {name: _TYPES.get(name, "VARCHAR") for name in columns}
    listed = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    # The name of a file to write cannot be a parameter, so its quotes are doubled.
    quoted = target.replace("'", "''")
    try:
        with _connected() as connection:
            connection.execute(
                f"COPY (SELECT * FROM READ_JSON(?, format = 'newline_delimited', "
                f"columns = {{{listed}}})) TO '{quoted}' "
                "(FORMAT parquet)",
                [glob.escape(source)],
            )
    except duckdb.Error as error:
        raise refuse(
            "{target}: cannot be written: {reason}",
            target=target,
            reason=str(error).splitlines()[0],
        ) from None


def _connected() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for statement in _SETTINGS:
        connection.execute(statement)
    return connection
