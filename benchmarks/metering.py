"""What metering a log costs beside DuckDB's own read of the columns used (`max(hash(column))` of each).

`python -m benchmarks.metering [ROWS]` prints CPU seconds and their ratio: of the daily counts with peaks and
de-duplication (goal 10), of all that `ffbill meter` tells (failures by code, what is in the log, its digest), and of
that with `--memory 300MB` (goal 16). The log: Parquet, seed 17, sorted by time, 62 days, 3 accounts, 3 actions of
which one is free, 1 % of the lines logged twice, 3.5 % failures, ids that are UUIDs.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time

import duckdb

from facefusion_billing.cli.metering import metered, metering_options
from facefusion_billing.engines.duckdb_engine import DuckDbLog
from facefusion_billing.files.books import read_book
from facefusion_billing.files.logs.source import log_source
from facefusion_billing.model.call_logs import (
    PARQUET,
    BilledErrors,
    EngineLimits,
    LogMap,
    TimeColumn,
)

ROWS, RUNS = 1_000_000, 3
MADE = """
COPY (
  SELECT * FROM (
    SELECT CAST(1740758400000000 + (i * 5356800 // {rows}) * 1000000 + hash(i) % 1000000 AS BIGINT) AS us,
           'account-' || (hash(i + 1) % 3) AS account,
           CASE hash(i + 2) % 10 WHEN 0 THEN 'QueryVideoFaceFusionJob' WHEN 1 THEN 'SubmitVideoFaceFusionJob'
             ELSE 'FuseFace' END AS action,
           CAST(CAST(md5('17-' || i) AS UUID) AS VARCHAR) AS id,
           CASE WHEN hash(i + 3) % 1000 < 35 THEN 'FailedOperation.NoFaceDetected' END AS error,
           CAST((hash(i + 4) % 3000) / 1000.0 AS DOUBLE) AS took
    FROM range({rows}) t(i)
    UNION ALL
    SELECT CAST(1740758400000000 + (i * 5356800 // {rows}) * 1000000 + hash(i) % 1000000 AS BIGINT),
           'account-' || (hash(i + 1) % 3), 'FuseFace',
           CAST(CAST(md5('17-' || i) AS UUID) AS VARCHAR), NULL, 0.5
    FROM range({rows}) t(i)
    WHERE i % 100 = 0 AND hash(i + 2) % 10 > 1
  ) ORDER BY us
) TO '{path}' (FORMAT parquet)
"""
LOG = LogMap(
    format=PARQUET,
    time=TimeColumn("us", is_end=True, unit="us", duration="took"),
    scope_column="action",
    id="id",
    error="error",
    account="account",
    scopes={
        "FuseFace": "image_basic",
        "SubmitVideoFaceFusionJob": "video_single_face",
    },
    free=("QueryVideoFaceFusionJob",),
)


def read(path: Path) -> float:
    """The CPU seconds of DuckDB's own read."""
    hashes = ", ".join(f"MAX(HASH({column}))" for column in LOG.columns)
    start = process_time()
    duckdb.sql(f"SELECT {hashes} FROM '{path}'").fetchall()
    return process_time() - start


def daily_counts(path: Path) -> float:
    """The CPU seconds of the counts alone."""
    engine = DuckDbLog(
        LOG, log_source(LOG, [str(path)]), BilledErrors(), EngineLimits(None, None)
    )
    accounts = [f"account-{number}" for number in range(3)]
    places = [(account, scope) for account in accounts for scope in LOG.scopes.values()]
    list(engine.inventory())
    start = process_time()
    engine.prepare(places)
    rows = list(engine.count(places))
    cost = process_time() - start
    assert rows
    engine.close()
    return cost


def counted(path: Path, memory: str | None) -> float:
    """The CPU seconds of metering."""
    options = metering_options(read_book("intl"), {}, 0)
    start = process_time()
    answer = metered(LOG, [str(path)], options, memory, quiet=True)
    cost = process_time() - start
    assert answer.calls
    return cost


def limited(path: Path) -> tuple[float, int]:
    """The CPU seconds and the most MiB of a process of its own with 300 MB for DuckDB."""
    code = (
        "import resource, sys; from pathlib import Path; from benchmarks.metering import counted;"
        "cost = counted(Path(sys.argv[1]), '300MB');"
        "print(cost, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        check=True,
        capture_output=True,
        text=True,
    )
    cost, size = ran.stdout.split()
    return float(cost), int(size)


def main() -> int:
    """Prints both ratios; 1 when a goal is missed."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.parquet"
        duckdb.sql(MADE.format(rows=rows, path=path))
        runs = [
            (read(path), daily_counts(path), counted(path, None)) for _ in range(RUNS)
        ]
        base, counts, cost = map(min, zip(*runs, strict=True))
        little, size = limited(path)
    print(
        f"{rows:,} rows: read {base:.2f} s, daily counts {counts:.2f} s, ratio {counts / base:.1f} (goal 10);"
        f" all of meter {cost:.2f} s, ratio {cost / base:.1f}"
    )
    print(
        f"with --memory 300MB: {little:.2f} s, ratio {little / base:.1f} (goal 16), {size} MiB (goal 450)"
    )
    return 1 if counts > 10 * base or little > 16 * base or size > 450 else 0


if __name__ == "__main__":
    sys.exit(main())
