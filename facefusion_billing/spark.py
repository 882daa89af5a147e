"""The same on a cluster: `meter` and `portfolio` on a Spark session of your own.

    from facefusion_billing import spark

    calls = spark.meter(session, session.read.json("logs/*.jsonl.gz"), "map.yaml")
    bills = spark.portfolio(session, calls, orders)

The statements that count, and the rules that bill, are those of the commands. Spark
itself is not a dependency: the session and the DataFrames are the user's.
"""

import os
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from facefusion_billing.answers.meter import meter as _metered
from facefusion_billing.answers.portfolio import (
    account_bill,
    bill_account,
    faulty_account,
)
from facefusion_billing.api.loading import load_price_book, load_scenario, readings_of
from facefusion_billing.cli.metering import billed_errors, metering_options
from facefusion_billing.engines.spark_engine import SparkLog
from facefusion_billing.files.accounts import as_mapping
from facefusion_billing.files.logs.log_map import read_log_map
from facefusion_billing.model.book import PriceBook
from facefusion_billing.model.call_logs import LogMap, MeteredDay
from facefusion_billing.model.faults import InputError
from facefusion_billing.reports.data.estimate_csv import rows

METERED = (
    "account STRING, date DATE, `for` STRING, calls BIGINT, peak_qps BIGINT, "
    "attempts BIGINT, throttled BIGINT, repeats BIGINT"
)
"""The columns of what `meter` returns; `failed` calls are in the command's JSON only."""
LINE = (
    "month STRING, kind STRING, `for` STRING, date STRING, `order` STRING, "
    "description STRING, quantity STRING, unit STRING, unit_price STRING, "
    "amount STRING, arithmetic STRING, currency STRING"
)
BILLED = (
    "account STRING, currency STRING, total DECIMAL(18, 2), complete BOOLEAN, "
    "warnings MAP<STRING, BIGINT>, faults ARRAY<STRING>, "
    f"lines ARRAY<STRUCT<{LINE.replace(' STRING', ': STRING')}>>"
)
"""The columns of what `portfolio` returns: a row for each account."""


def meter(
    session: Any,
    frame: Any,
    log_map: str | os.PathLike[str] | LogMap,
    *,
    price_book: str = "intl",
    assumptions: Mapping[str, str] | None = None,
    allow_unreadable: int = 0,
) -> Any:
    """The billed calls and peaks of a log by account, scope and Beijing day, as a
    DataFrame. `assumptions` are `billed_errors` and `qps_window`.

    Raises `InputError` for rows that cannot be counted.
    """
    log = log_map if isinstance(log_map, LogMap) else read_log_map(os.fspath(log_map))
    book = load_price_book(price_book)
    options = metering_options(book, dict(assumptions or {}), allow_unreadable)
    engine = SparkLog(session, frame, log, billed_errors(options))
    try:
        answer = _metered(engine, log, options)
    finally:
        engine.close()
    return session.createDataFrame(list(map(_day, answer.days)), METERED)


def _day(day: MeteredDay) -> tuple[Any, ...]:
    counts = day.calls, day.peak_qps, day.attempts, day.throttled, day.repeats
    return day.account, day.day, day.scope, *counts


def portfolio(
    session: Any,  # noqa: ARG001 - as `meter` has it; the DataFrames know theirs
    calls: Any,
    orders: Any = None,
    price_book: str = "intl",
    assumptions: Mapping[str, str] | None = None,
) -> Any:
    """The bill of each account, as a DataFrame; a faulty account is a row with its
    faults. `calls` is what `meter` returns, `orders` has an `account` and the keys of
    orders as columns.

    Each account is billed where its rows are, by the rules of `estimate`. Raises
    `InputError` for a price book or a reading that there is not.
    """
    book = load_price_book(price_book)
    chosen = readings_of(assumptions or {})
    grouped = _together(calls, "calls")
    if orders is None:
        grouped = grouped.selectExpr("account", "calls", "NULL AS orders")
    else:
        grouped = grouped.join(_together(orders, "orders"), "account", "full")

    def billed(batches: Iterator[Any]) -> Iterator[Any]:
        pyarrow = import_module("pyarrow")
        for batch in batches:
            made = [_billed(row, book, chosen) for row in batch.to_pylist()]
            yield pyarrow.RecordBatch.from_pylist(made, schema=_arrow(pyarrow))

    return grouped.mapInArrow(billed, BILLED)


def _together(frame: Any, name: str) -> Any:
    """The rows of each account as one list of texts by column."""
    columns = [column for column in frame.columns if column != "account"]
    texts = ", ".join(f"'{c}', CAST(`{c}` AS STRING)" for c in columns)
    return (
        frame.selectExpr("account", f"MAP({texts}) AS row")
        .selectExpr("account", "row")
        .groupBy("account")
        .agg({"row": "collect_list"})
        .toDF("account", name)
    )


def _billed(
    row: dict[str, Any], book: PriceBook, chosen: dict[str, str]
) -> dict[str, Any]:
    """One account, as a row of the answer."""
    account = row["account"] or ""
    counts = [dict(pairs) for pairs in row["calls"] or ()]
    orders = [dict(pairs) for pairs in row["orders"] or ()]
    try:
        mapping = as_mapping(counts, orders, book.id)
        scenario = load_scenario(mapping, price_book=book, assume=chosen)
        answer = bill_account(scenario, chosen)
    except InputError as error:
        return _row(faulty_account(account, error), [])
    lines = [{k: line[k] for k in LINE_KEYS} for line in rows(answer)]
    return _row(account_bill(account, answer), lines)


LINE_KEYS = tuple(part.split()[0].strip("`") for part in LINE.split(", "))


def _row(bill: Any, lines: list[dict[str, Any]]) -> dict[str, Any]:
    from decimal import Decimal

    total = None if bill.total is None else Decimal(bill.total).scaleb(-2)
    return {
        "account": bill.account,
        "currency": bill.currency,
        "total": total,
        "complete": bill.complete,
        "warnings": list(bill.warnings.items()),
        "faults": list(bill.faults),
        "lines": lines,
    }


def _arrow(pyarrow: Any) -> Any:
    """The same columns for Arrow."""
    text = pyarrow.string()
    line = pyarrow.struct([(key, text) for key in LINE_KEYS])
    return pyarrow.schema(
        [
            ("account", text),
            ("currency", text),
            ("total", pyarrow.decimal128(18, 2)),
            ("complete", pyarrow.bool_()),
            ("warnings", pyarrow.map_(text, pyarrow.int64())),
            ("faults", pyarrow.list_(text)),
            ("lines", pyarrow.list_(line)),
        ]
    )
