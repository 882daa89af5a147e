"""DuckDB, sqlite3 and a plain loop agree to the call, whatever the form of the log.

FFBILL_ROWS says how long the log is (20,000 lines where it is not set; 2,000,000 were run).
"""

import json
import os
import random
from pathlib import Path
from typing import Any

import pytest

from tests.metering import logs
from tests.metering.logs import FACE_ERRORS, Line
from tests.tools import ffbill

LINES = logs.made(int(os.environ.get("FFBILL_ROWS", "20_000")))
PLAIN = logs.plain_loop(LINES)


def cut(lines: list[Line], folder: Path) -> list[Path]:
    """Three files, by rows that have nothing to do with time."""
    return [
        logs.write_gzip(
            logs.as_json_lines(lines[number::3]), folder / f"{number}.jsonl.gz"
        )
        for number in range(3)
    ]


def written(form: str, folder: Path) -> list[Path]:
    lines = list(LINES)
    if form == "shuffled":
        random.Random(3).shuffle(lines)
    if form == "files":
        return cut(lines, folder)
    if form in ("json", "shuffled"):
        path = folder / "log.jsonl"
        path.write_text(logs.as_json_lines(lines), encoding="utf-8")
        return [path]
    table = logs.write_csv(
        lines, folder / "log.csv", ";" if form == "semicolons" else ","
    )
    if form == "parquet":
        return [logs.convert(table, folder / "log.parquet", "FORMAT parquet")]
    if form == "zstd":
        return [logs.convert(table, folder / "log.csv.zst", "HEADER, COMPRESSION zstd")]
    return [table]


def metered(*words: str | Path) -> dict[str, Any]:
    ran = ffbill("meter", *words, "-f", "json", "-q")
    assert ran.status == 0, ran.err
    answer: dict[str, Any] = json.loads(ran.out)
    return answer


def days_of(answer: dict[str, Any]) -> dict[logs.Key, Any]:
    return {
        (row["account"], row["for"], row["date"]): {
            "n": row["attempts"],
            "billed": row["calls"],
            "throttled": row["throttled"],
            "repeats": row["repeats"],
            "peak": row["peak_qps"],
            "failed": row["failed"],
        }
        for row in answer["rows"]
    }


@pytest.mark.parametrize(
    "form", ["json", "csv", "semicolons", "parquet", "shuffled", "files", "zstd"]
)
def test_duckdb_counts_as_a_plain_loop(form: str, tmp_path: Path) -> None:
    answer = metered(*written(form, tmp_path))
    assert days_of(answer) == PLAIN
    assert answer["report"]["rows"] == len(LINES)


def test_sqlite_counts_as_a_plain_loop() -> None:
    assert logs.as_days(logs.by_sqlite(LINES, "fixed_second", set())) == PLAIN


def test_billed_face_errors(tmp_path: Path) -> None:
    """The other reading moves exactly the calls that the report names."""
    files = written("csv", tmp_path)
    plain = logs.plain_loop(LINES, FACE_ERRORS)
    assert plain != PLAIN
    answer = metered(*files, "--assume", "billed_errors=face_errors")
    assert days_of(answer) == plain
    assert logs.as_days(logs.by_sqlite(LINES, "fixed_second", FACE_ERRORS)) == plain
    moved = sum(day["billed"] for day in plain.values())
    moved -= sum(day["billed"] for day in PLAIN.values())
    other = metered(*files)["report"]["other_readings"]["billed_errors"]
    assert other["calls"] == moved


def test_peaks_of_any_second(tmp_path: Path) -> None:
    """Day by day, midnights included, around which the lines are."""
    plain = logs.sliding_days(LINES)
    answer = metered(*written("json", tmp_path), "--assume", "qps_window=any_second")
    rows = answer["rows"]
    peaks = {(row["account"], row["for"], row["date"]): row["peak_qps"] for row in rows}
    assert peaks == plain
    by_sqlite = logs.by_sqlite(LINES, "any_second", set())
    days = {(d.account, d.scope, str(d.day)): d.peak_qps for d in by_sqlite.days}
    assert days == plain
    highest = {(p.account, p.scope): p.sliding for p in by_sqlite.peaks}
    assert highest == logs.sliding_loop(LINES)


def test_little_memory_changes_nothing(tmp_path: Path) -> None:
    assert days_of(metered(*written("parquet", tmp_path), "--memory", "150MB")) == PLAIN


def test_little_memory_and_ids_that_turn_into_others(tmp_path: Path) -> None:
    """Only the first 2,000 lines are looked at before ids are taken for UUIDs."""
    first, last = LINES[:2_500], LINES[2_500:2_600]
    lines = [
        *first,
        *(line | {"RequestId": f"id-{n % 70}"} for n, line in enumerate(last)),
    ]
    # An id of two accounts would be refused: copies are of one call.
    lines[2_500:] = [
        line | {"uin": "100", "action": "FuseFace"} for line in lines[2_500:]
    ]
    path = tmp_path / "log.jsonl"
    path.write_text(logs.as_json_lines(lines), encoding="utf-8")
    found = days_of(metered(path, "--memory", "150MB"))
    assert found == logs.plain_loop(lines)


def test_what_is_in_the_log_is_mixed_enough() -> None:
    """Every case that can go wrong occurs."""
    assert any(day["peak"] > 3 for day in PLAIN.values())
    assert all(day["repeats"] and day["throttled"] for day in PLAIN.values())
    assert sum(not line["RequestId"] for line in LINES) > 100
    assert len({date for _, _, date in PLAIN}) == 4
