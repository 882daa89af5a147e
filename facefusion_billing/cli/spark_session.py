"""A Spark session for `--engine spark`: the user's own pyspark, never one of ours."""

import os
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from facefusion_billing.cli.choices import choice, option
from facefusion_billing.model.call_logs import CSV, JSON, PARQUET, LogMap, LogSource
from facefusion_billing.model.faults import refuse

DUCKDB, SPARK = "duckdb", "spark"
Engine = Annotated[
    str, choice("--engine", words=(DUCKDB, SPARK), help="What computes.")
]
PortfolioEngine = Annotated[
    str | None, choice("--engine", words=(SPARK,), help="Compute on Spark.")
]
Master = Annotated[
    str | None,
    option("--master", metavar="URL", help="Spark's master, as local[2]."),
]


def spark_session(master: str | None) -> Any:
    """The session, on a master or on the one that Spark is set up for.

    Raises `InputError` where pyspark is not installed.
    """
    if find_spec("pyspark") is None:
        raise refuse("--engine spark: pyspark is not installed; it comes with Spark")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = import_module("pyspark.sql").SparkSession.builder.appName("ffbill")
    if master:
        builder = builder.master(master)
    return builder.getOrCreate()


def log_frame(session: Any, log: LogMap, source: LogSource) -> Any:
    """The files of a log as a DataFrame. Raises `InputError` for text."""
    files = [os.path.realpath(name) for name in source.files]
    if log.format == PARQUET:
        return session.read.parquet(*files)
    if log.format == JSON:
        return session.read.json(files, primitivesAsString=True)
    if log.format == CSV:
        if len(set(source.delimiters)) > 1:
            raise refuse("--engine spark: CSV files whose columns are parted alike")
        quoted = {"sep": source.delimiters[0], "quote": '"', "escape": '"'}
        return session.read.csv(files, header=True, **quoted)
    raise refuse("--engine spark: reads JSON lines, CSV and Parquet")


def path_of_address(address: str) -> str:
    """The path in an address as Spark names a file.

    >>> path_of_address("file:///logs/a%20b.csv")
    '/logs/a b.csv'
    """
    return unquote(urlsplit(address).path)
