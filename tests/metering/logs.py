"""A made log, a plain loop that counts it, and sqlite3 as a further engine."""

import csv
import gzip
import json
import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import duckdb

from facefusion_billing.answers.meter import meter
from facefusion_billing.answers.metering_engine import MeterOptions
from facefusion_billing.engines import dialects
from facefusion_billing.model.call_logs import (
    BilledErrors,
    Counted,
    Group,
    LogMap,
    MeteredCalls,
    TimeColumn,
)
from facefusion_billing.model.faults import Fault

BEIJING = timezone(timedelta(hours=8))
COLUMNS = ("time", "request_time", "action", "uin", "RequestId", "error")
SCOPES = {"FuseFace": "image_basic", "SubmitVideoFaceFusionJob": "video_single_face"}
FACE_ERRORS = {"NoFaceDetected", "FaceSizeTooSmall", "NoFaceInPhoto"}
CODES = (
    "FailedOperation.NoFaceDetected",
    "InternalError",
    "RequestLimitExceeded",
    "RequestLimitExceeded.Uin",
)
LOG = LogMap(
    format="json",
    time=TimeColumn("time", is_end=True, duration="request_time"),
    scope_column="action",
    id="RequestId",
    error="error",
    account="uin",
    scopes=SCOPES,
    free=("QueryVideoFaceFusionJob",),
)
Line = dict[str, str]
Key = tuple[str, str, str]


def made(rows: int, seed: int = 17) -> list[Line]:
    """Lines around the midnights of three days, so dense that seconds are shared, with
    repeats, copies that differ, failures and missing ids.
    """
    rng = random.Random(seed)
    first = datetime(2025, 3, 30, 15, 30, tzinfo=UTC)
    lines: list[Line] = []
    for _ in range(rows):
        span = timedelta(days=rng.randrange(3), milliseconds=rng.randrange(3_600_000))
        zone = rng.choice((UTC, BEIJING, timezone(timedelta(hours=-3))))
        lines.append(
            {
                "time": (first + span).astimezone(zone).isoformat("T", "milliseconds"),
                "request_time": f"{rng.randrange(4_000) / 1000:.3f}",
                "action": rng.choice((*SCOPES, "FuseFace", "QueryVideoFaceFusionJob")),
                "uin": rng.choice(("100", "200", "u=3")),
                "RequestId": "" if rng.random() < 0.01 else _uuid(rng),
                "error": rng.choice(CODES) if rng.random() < 0.1 else "",
            }
        )
    for line in rng.sample(lines, rows // 50):
        copy = dict(line)
        if rng.random() < 0.5:
            copy["error"] = rng.choice(("", *CODES))
        lines.append(copy)
    return lines


def _uuid(rng: random.Random) -> str:
    digits = f"{rng.getrandbits(128):032x}"
    cuts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    return "-".join(cuts)


def start_of(line: Line) -> int:
    """The start in whole milliseconds."""
    end = datetime.fromisoformat(line["time"])
    since = end - datetime(1970, 1, 1, tzinfo=UTC)
    return since // timedelta(milliseconds=1) - round(
        float(line["request_time"]) * 1000
    )


def outcome_of(code: str, billed: set[str]) -> int:
    if code.startswith("RequestLimitExceeded"):
        return 2
    return 1 if code and code.rpartition(".")[2] not in billed else 0


def plain_loop(lines: list[Line], billed: set[str] = frozenset()) -> dict[Key, Any]:  # type: ignore[assignment]
    """Calls, attempts, throttled, repeats, peak and failures by account, scope and day."""
    calls: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(lines):
        if line["action"] not in SCOPES:
            continue
        id = line["RequestId"] or f"#{number}"
        code = line["error"]
        known = calls.setdefault(
            id, {"start": start_of(line), "copies": 0, "worst": (0, ""), **line}
        )
        known["copies"] += 1
        known["start"] = min(known["start"], start_of(line))
        known["worst"] = max(known["worst"], (outcome_of(code, billed), code))
    days: dict[Key, Any] = {}
    seconds: dict[tuple[Key, int], int] = {}
    for call in calls.values():
        at = datetime.fromtimestamp(call["start"] // 1000, BEIJING)
        key = call["uin"], SCOPES[call["action"]], str(at.date())
        day = days.setdefault(key, {"n": 0, "billed": 0, "throttled": 0, "repeats": 0,
                                    "peak": 0, "failed": {}})  # fmt: skip
        outcome, code = call["worst"]
        day["n"] += 1
        day["billed"] += outcome == 0
        day["throttled"] += outcome == 2
        day["repeats"] += call["copies"] - 1
        if outcome == 1:
            day["failed"][code] = day["failed"].get(code, 0) + 1
        second = call["start"] // 1000
        seconds[key, second] = seconds.get((key, second), 0) + 1
    for (key, _), count in seconds.items():
        days[key]["peak"] = max(days[key]["peak"], count)
    return days


def sliding_days(lines: list[Line]) -> dict[Key, int]:
    """The most calls in any second by account, scope and the day of the last of them."""
    starts: dict[str, tuple[str, str, int]] = {}
    for number, line in enumerate(lines):
        if line["action"] in SCOPES:
            id = line["RequestId"] or f"#{number}"
            at = start_of(line)
            if id in starts:
                at = min(at, starts[id][2])
            starts[id] = line["uin"], SCOPES[line["action"]], at
    calls: dict[tuple[str, str], list[int]] = {}
    for account, scope, at in starts.values():
        calls.setdefault((account, scope), []).append(at)
    found: dict[Key, int] = {}
    for (account, scope), times in calls.items():
        for at, count in _windows(sorted(times)):
            day = datetime.fromtimestamp(at / 1000, BEIJING).date().isoformat()
            key = account, scope, day
            found[key] = max(found.get(key, 0), count)
    return found


def _windows(times: list[int]) -> Iterator[tuple[int, int]]:
    """How many calls lie in the second that ends with each."""
    first = 0
    for last, at in enumerate(times):
        while at - times[first] >= 1000:
            first += 1
        yield at, last - first + 1


def sliding_loop(lines: list[Line]) -> dict[tuple[str, str], int]:
    """The most calls in any second by account and scope."""
    found: dict[tuple[str, str], int] = {}
    for (account, scope, _), count in sliding_days(lines).items():
        found[account, scope] = max(found.get((account, scope), 0), count)
    return found


def as_days(answer: MeteredCalls) -> dict[Key, Any]:
    """The answer in the form of `plain_loop`."""
    return {
        (day.account or "", day.scope, str(day.day)): {
            "n": day.attempts,
            "billed": day.calls,
            "throttled": day.throttled,
            "repeats": day.repeats,
            "peak": day.peak_qps,
            "failed": day.failed,
        }
        for day in answer.days
    }


def as_json_lines(lines: list[Line]) -> str:
    return "".join(f"{json.dumps(line)}\n" for line in lines)


def write_csv(lines: list[Line], path: Path, delimiter: str = ",") -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(lines)
    return path


def write_gzip(text: str, path: Path) -> Path:
    path.write_bytes(gzip.compress(text.encode()))
    return path


def convert(source: Path, target: Path, options: str) -> Path:
    """A CSV as DuckDB writes it: Parquet, or compressed."""
    duckdb.execute(
        f"COPY (SELECT * FROM read_csv('{source}', all_varchar=true, header=true))"
        f" TO '{target}' ({options})"
    )
    return target


class SqliteLog:
    """sqlite3 as an engine: rows made in Python, then the shared statements."""

    def __init__(self, lines: list[Line], billed: set[str]) -> None:
        self.lines, self.billed = lines, billed
        self.connection = sqlite3.connect(":memory:")

    def inventory(self) -> Iterator[Group]:
        for line in self.lines:
            scope, id = SCOPES.get(line["action"]), int(bool(line["RequestId"]))
            code = line["error"] or None
            is_free = scope is None
            yield Group(
                "x", line["uin"], line["action"], scope, is_free, code, 1, id, 1
            )

    def rejects(self) -> list[Fault]:
        return []

    def prepare(self, places: list[tuple[str, str]]) -> None:
        self.connection.execute(
            "CREATE TABLE calls (id, request_id, place, us, outcome, error)"
        )
        for number, line in enumerate(self.lines):
            scope, id = SCOPES.get(line["action"]), line["RequestId"] or None
            place = places.index((line["uin"], scope)) if scope else None
            row = (id, id or f"#{number}", place, start_of(line) * 1000,
                   outcome_of(line["error"], self.billed), line["error"] or None)  # fmt: skip
            self.connection.execute("INSERT INTO calls VALUES (?, ?, ?, ?, ?, ?)", row)

    def leave_out_unreadable(self) -> None:
        raise NotImplementedError

    def rows(self, name: str) -> list[Any]:
        """The statement with sqlite's own remainder: its MOD gives a real number."""
        text = dialects.statement(name)
        for inside in ("us", "us + 28800000000", "sec + 28800000000"):
            for unit in ("1000000", "86400000000"):
                text = text.replace(f"MOD({inside}, {unit})", f"(({inside}) % {unit})")
        assert "MOD(" not in text
        return self.connection.execute(text).fetchall()

    def count(self, places: list[tuple[str, str]]) -> Iterator[Counted]:
        for code, *rest in self.rows(dialects.COUNT):
            yield Counted(*places[code], *rest)

    def failures(
        self, places: list[tuple[str, str]]
    ) -> Iterator[tuple[str, str, int, str, int]]:
        for code, *rest in self.rows(dialects.FAILURES):
            yield *places[code], *rest

    def sliding_peaks(
        self, places: list[tuple[str, str]], counted: list[Counted]
    ) -> Iterator[tuple[str, str, int, int]]:
        self.connection.execute("CREATE TABLE peaks (place, beijing_day, peak)")
        for row in counted:
            peak = places.index((row.account, row.scope)), row.day, row.busiest[0]
            self.connection.execute("INSERT INTO peaks VALUES (?, ?, ?)", peak)
        for code, *rest in self.rows(dialects.ANY_SECOND):
            yield *places[code], *rest

    def clashing_ids(self) -> list[str]:
        return [id for id, _ in self.rows(dialects.CLASHES)]

    def unreadable_times(self) -> tuple[int, list[tuple[str, bool]]]:
        return 0, []


def by_sqlite(lines: list[Line], window: str, billed: set[str]) -> MeteredCalls:
    options = MeterOptions(
        "face_errors" if billed else "none",
        window,
        BilledErrors(frozenset(FACE_ERRORS)),
    )
    return meter(SqliteLog(lines, billed), LOG, options)
