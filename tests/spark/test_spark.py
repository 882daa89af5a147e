"""A real Spark, `local[2]`, counts to the call and bills to the cent what the commands do.

pyspark and Java are installed by `.ci/spark` alone; without them these tests are passed over.
FFBILL_ROWS says how long the log is, FFBILL_ACCOUNTS how many accounts are billed.
"""

import csv
import json
import os
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from facefusion_billing import InputError, load_scenario, spark
from facefusion_billing.answers.estimate import estimate
from facefusion_billing.reports.data import estimate_csv
from tests.cli.test_portfolio import mapping_of, random_tables
from tests.metering import logs
from tests.tools import ffbill

pyspark = pytest.importorskip("pyspark.sql", reason="Spark is not installed")
LINES = logs.made(int(os.environ.get("FFBILL_ROWS", "4_000")))
ACCOUNTS = int(os.environ.get("FFBILL_ACCOUNTS", "40"))


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    made = (
        pyspark.SparkSession.builder.master("local[2]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "Asia/Tokyo")
        .getOrCreate()
    )
    yield made
    made.stop()


def written(form: str, session: Any, folder: Path) -> Any:
    """The log as a DataFrame, in a form."""
    if form == "json":
        path = folder / "log.jsonl"
        path.write_text(logs.as_json_lines(LINES), encoding="utf-8")
        return session.read.json(str(path))
    table = logs.write_csv(LINES, folder / "log.csv")
    if form == "csv":
        return session.read.csv(str(table), header=True)
    return session.read.parquet(
        str(logs.convert(table, folder / "log.parquet", "FORMAT parquet"))
    )


def days_of(rows: list[Any]) -> dict[logs.Key, tuple[int, ...]]:
    return {
        (row["account"], row["for"], str(row["date"])): tuple(
            row[key]
            for key in ("attempts", "calls", "throttled", "repeats", "peak_qps")
        )
        for row in rows
    }


@pytest.mark.parametrize("form", ["json", "csv", "parquet"])
def test_spark_counts_as_a_plain_loop(form: str, session: Any, tmp_path: Path) -> None:
    found = spark.meter(session, written(form, session, tmp_path), logs.LOG)
    keys = ("n", "billed", "throttled", "repeats", "peak")
    assert days_of(found.collect()) == {
        place: tuple(day[key] for key in keys)
        for place, day in logs.plain_loop(LINES).items()
    }
    assert session.conf.get("spark.sql.session.timeZone") == "Asia/Tokyo"


def test_peaks_of_any_second(session: Any, tmp_path: Path) -> None:
    frame = written("csv", session, tmp_path)
    found = spark.meter(
        session, frame, logs.LOG, assumptions={"qps_window": "any_second"}
    )
    peaks: dict[tuple[str, str], int] = {}
    for row in found.collect():
        key = row["account"], row["for"]
        peaks[key] = max(peaks.get(key, 0), row["peak_qps"])
    assert peaks == logs.sliding_loop(LINES)


def test_an_action_that_nobody_mapped_is_refused(session: Any, tmp_path: Path) -> None:
    frame = written("csv", session, tmp_path)
    with pytest.raises(InputError, match="QueryVideoFaceFusionJob"):
        spark.meter(session, frame, logs.LOG._replace(free=()))
    with pytest.raises(InputError, match="no column 'verb'"):
        spark.meter(session, frame, logs.LOG._replace(scope_column="verb"))


def test_spark_bills_each_account_as_estimate(session: Any, tmp_path: Path) -> None:
    calls, orders = random_tables(tmp_path, ACCOUNTS, 8)
    frames = [session.read.csv(str(path), header=True) for path in (calls, orders)]
    found = {row["account"]: row for row in spark.portfolio(session, *frames).collect()}
    for account, mapping in mapping_of(calls, orders).items():
        alone = estimate(load_scenario(mapping), {})
        row = found.pop(account)
        assert row["total"] == Decimal(alone.total).scaleb(-2)
        lines = [
            {key: line[key] for key in spark.LINE_KEYS}
            for line in estimate_csv.rows(alone)
        ]
        key = operator_key(lines)
        assert sorted((line.asDict() for line in row["lines"]), key=key) == sorted(
            lines, key=key
        )
    assert not found


def operator_key(_lines: list[Any]) -> Any:
    return lambda line: json.dumps(line, sort_keys=True)


def test_a_faulty_account_is_a_row(session: Any, tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(
            [
                ("account", "date", "calls", "for"),
                ("a", "2025-03", "-1", "image_basic"),
                ("b", "2025-03", "100", "image_basic"),
            ]
        )
    frame = session.read.csv(str(path), header=True)
    rows = {row["account"]: row for row in spark.portfolio(session, frame).collect()}
    assert "negative" in rows["a"]["faults"][0]
    assert rows["b"]["total"] == Decimal("6.50")  # 100 x 0.065


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_the_command_says_the_same_on_spark(form: str, tmp_path: Path) -> None:
    """Every key of the answer, the rows of each file included."""
    for number in (0, 1):
        lines, path = LINES[number::2], tmp_path / f"a b{number}.{form}"
        if form == "csv":
            logs.write_csv(lines, path)
        else:
            path.write_text(logs.as_json_lines(lines), encoding="utf-8")
    words: list[str | Path] = [
        "meter",
        *sorted(tmp_path.glob(f"*.{form}")),
        "-f",
        "json",
        "-q",
    ]
    expected = ffbill(*words)
    ran = ffbill(*words, "--engine", "spark", "--master", "local[2]")
    assert ran.status == expected.status == 0, ran.err
    assert json.loads(ran.out) == json.loads(expected.out)


@pytest.mark.usefixtures("session")
def test_a_portfolio_on_spark_has_the_same_lines(tmp_path: Path) -> None:
    calls, orders = random_tables(tmp_path, 30, 9)
    answers = []
    words: tuple[str, ...]
    for name, words in (("a.csv", ()), ("b.csv", ("--engine", "spark"))):
        out = tmp_path / name
        ran = ffbill(
            "portfolio",
            "--calls",
            calls,
            "--orders",
            orders,
            "-o",
            out,
            *words,
            "-f",
            "json",
        )
        assert ran.status == 0, ran.err
        answers.append((ran.out, out.read_bytes()))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("kind", ["STRING", "DOUBLE"])
def test_a_duration_below_zero(kind: str, session: Any) -> None:
    """Two calls of February, one of them without a duration; the third would be one of March."""
    frame = session.sql(
        "SELECT '2025-02-28T23:59:59.500+08:00' AS time, 'FuseFace' AS action, 'a' AS RequestId, '1' AS uin,"
        f" '' AS error, CAST(t AS {kind}) AS request_time FROM VALUES ('1'), (NULL), ('-1') AS v(t)"
    )
    log = logs.LOG._replace(id=None)
    with pytest.raises(InputError, match="the duration beside it cannot be read"):
        spark.meter(session, frame, log)
    [day] = spark.meter(session, frame, log, allow_unreadable=1).collect()
    assert (str(day["date"]), day["calls"]) == ("2025-02-28", 2)
