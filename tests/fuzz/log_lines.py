"""Call logs: calls around two midnights, how a log has them, what a plain loop counts in them, and their files."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from tests.fuzz import hostile, trees
from tests.fuzz.trees import Pairs, Tree

Call = dict[str, Any]
BEIJING = timezone(timedelta(hours=8))
SCOPES = {"FuseFace": "image_basic", "SubmitVideoFaceFusionJob": "video_single_face"}
FREE = ("QueryVideoFaceFusionJob", "DescribeMaterialList")
CODES = (
    "FailedOperation.NoFaceDetected",
    "InternalError",
    "RequestLimitExceeded",
    "RequestLimitExceeded.Uin",
)
TIMES = ("2025-03-01T00:00:00", "2025-03-01 08:00:00,123Z", "1740758400", "1740758400.123", "2025-02-30T00:00:00Z", "-", "",
         "2025-03-01T00:00:60Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "1e400", "NaN", "-1", "9223372036854775807",
         "infinity", "epoch", "29/Feb/2025:00:00:00 +0800", "2025-03-01T00:00:00+99:99", "2025-03-01T00:00:00-0330", "today")  # fmt: skip
NAMES: dict[str, tuple[tuple[str, ...], ...]] = {
    "time": (("time",), ("timestamp",), ("@timestamp",), ("ts",), ("data", "time")),
    "duration": (("request_time",), ("duration_ms",), ("took",)),
    "action": (
        ("action",),
        ("X-TC-Action",),
        ("type",),
        ("data", "action"),
        ("EventName",),
    ),
    "account": (("uin",), ("account",), ("data", "account"), ("OwnerUin",)),
    "id": (
        ("RequestId",),
        ("Response", "RequestId"),
        ("data", "Response", "RequestId"),
        ("Response.RequestId",),
    ),
    "error": (
        ("error",),
        ("Response", "Error", "Code"),
        ("ErrorCode",),
        ("Error.Code",),
    ),
    "project": (("ProjectId",), ("activity",)),
}
"""The columns of each field; of more than one step in logs of JSON only."""


class Layout(NamedTuple):
    """How a log has its calls: its format, the column of each field, the form of its times."""

    format: str
    columns: dict[str, tuple[str, ...]]
    form: str
    unit: str

    def name(self, field: str) -> str:
        return ".".join(self.columns[field])


FORMS: dict[str, Callable[[int], str]] = {
    "utc": lambda ms: _moment(ms).isoformat("T", "milliseconds").replace("+00:00", "Z"),
    "beijing": lambda ms: (
        _moment(ms).astimezone(BEIJING).isoformat("T", "milliseconds")
    ),
    "comma": lambda ms: (
        _moment(ms)
        .isoformat(" ", "milliseconds")
        .replace(".", ",")
        .replace("+00:00", "Z")
    ),
    "naive": lambda ms: (
        _moment(ms).astimezone(BEIJING).isoformat("T", "milliseconds")[:-6]
    ),
    "number": lambda ms: f"{ms // 1000}.{ms % 1000:03}",
    "common": lambda ms: (
        _moment(ms).astimezone(BEIJING).strftime("%d/%b/%Y:%H:%M:%S +0800")
    ),
}
"""A moment in milliseconds as a log writes it; the last form drops those."""


def _moment(ms: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)


def layout(rng: Random) -> Layout:
    """Any way to have a log."""
    format = rng.choice(["json", "json", "csv", "csv", "text"])
    kept = [
        "time",
        "action",
        *(
            field
            for field in NAMES
            if rng.randrange(3) and field not in ("time", "action", "project")
        ),
    ]
    kept += ["project"] * (rng.randrange(8) == 0)
    columns = {field: rng.choice(NAMES[field]) for field in kept}
    if format != "json":
        columns = {
            field: (steps[-1].replace(".", "_"),) for field, steps in columns.items()
        }
    if format == "text":
        columns = {
            field: ("".join(c if c.isalnum() else "_" for c in steps[-1]).lower(),)
            for field, steps in columns.items()
        }
    form = (
        "common" if format == "text" and rng.randrange(2) else rng.choice(list(FORMS))
    )
    return Layout(format, columns, form, rng.choice(["s", "s", "ms"]))


def calls(rng: Random, form: str) -> list[Call]:
    """Calls around the midnight of Beijing, some in one second, with repeats, failures and missing ids."""
    first = 1740758400_000 - rng.choice([0, 500, 3_000, 86_400_000])
    made: list[Call] = []
    for number in range(rng.choice([0, 1, 2, 8, 30])):
        start = first + rng.randrange(4_000) + rng.choice([0, 0, 86_400_000])
        taken = rng.choice([0, 250, 1_500])
        if form == "common":
            start, taken = start // 1000 * 1000, taken // 1000 * 1000
        made.append({
            "start": start, "duration": taken, "action": rng.choice([*SCOPES, "FuseFace", "FuseFace", *FREE]),
            "account": rng.choice(["100", "200"]), "id": "" if rng.randrange(9) == 0 else _id(rng, number),
            "error": rng.choice(CODES) if rng.randrange(4) == 0 else "", "project": rng.choice(["at_1", "at_2"]),
        })  # fmt: skip
    if made and rng.randrange(3) == 0:
        made.append(dict(rng.choice(made)))
    return made


def _id(rng: Random, number: int) -> str:
    if rng.randrange(4) == 0:
        return f"r-{number}"
    digits = f"{rng.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def plain_loop(made: list[Call], how: Layout) -> list[list[Any]]:
    """Account, day, scope, billed calls, attempts and peak, counted one by one."""
    known: dict[str, Call] = {}
    for number, call in enumerate(made):
        scope = SCOPES.get(call["action"])
        if scope is None:
            continue
        key = (call["id"] if "id" in how.columns else "") or f"#{number}"
        start = (
            call["start"]
            if "duration" in how.columns
            else call["start"] + call["duration"]
        )
        one = known.setdefault(
            key, call | {"scope": scope, "at": start, "failed": False}
        )
        one["at"] = min(one["at"], start)
        one["failed"] |= bool(call["error"]) and "error" in how.columns
    days: dict[tuple[Any, str, str], list[Call]] = {}
    for call in known.values():
        day = str(_moment(call["at"]).astimezone(BEIJING).date())
        account = call["account"] if "account" in how.columns else None
        days.setdefault((account, day, call["scope"]), []).append(call)
    return [
        [*key, sum(not c["failed"] for c in found), len(found), _peak(found)]
        for key, found in days.items()
    ]


def _peak(found: list[Call]) -> int:
    seconds = [call["at"] // 1000 for call in found]
    return max(map(seconds.count, seconds))


def values(call: Call, how: Layout) -> Call:
    """What the columns of a log hold; its time is the end of the call."""
    length = call["duration"] / 1000 if how.unit == "s" else call["duration"]
    given = call | {
        "time": FORMS[how.form](call["start"] + call["duration"]),
        "duration": f"{length:g}",
    }
    return {field: given[field] for field in how.columns}


def map_tree(how: Layout, rng: Random, log_format: str = "") -> Pairs:
    """The map that reads such a log."""
    read = Pairs(
        [("format", how.format), *([("log_format", log_format)] if log_format else [])]
    )
    time = Pairs([("column", how.name("time")), ("is", "end")])
    if how.form == "naive":
        time.append(("zone", "+08:00"))
    if how.form == "number":
        time.append(("unit", "s"))
    if "duration" in how.columns:
        time.append(
            ("duration", Pairs([("column", how.name("duration")), ("unit", how.unit)]))
        )
    top = Pairs([("version", "1"), ("read", read), ("time", time)])
    top += [
        (field, how.name(field))
        for field in ("id", "error", "account")
        if field in how.columns
    ]
    free: list[Tree] = list(FREE)
    if "project" in how.columns:
        top.append(("scope", Pairs([("column", how.name("project"))])))
        top.append(
            (
                "action",
                Pairs(
                    [
                        ("column", how.name("action")),
                        ("billed", list[Tree](SCOPES)),
                        ("free", free),
                    ]
                ),
            )
        )
    else:
        by_scope: list[tuple[str, Tree]] = [
            (scope, [action]) for action, scope in SCOPES.items()
        ]
        top.append(
            (
                "scope",
                Pairs([("column", how.name("action")), *by_scope, ("free", free)]),
            )
        )
    if rng.randrange(4) == 0:
        top.append(("others", rng.choice(["refuse", "leave_out"])))
    if rng.randrange(6) == 0:
        top.append(
            ("price_book", rng.choice(["intl", "mainland", "./book.yaml", "no-such"]))
        )
    return top


def hurt(rows: list[Call], rng: Random) -> None:
    """A few values become others."""
    for _ in range(rng.choice([1, 1, 2, 4])):
        if not rows:
            return
        row = rng.choice(rows)
        field = rng.choice(list(row))
        others: list[Any] = [
            str(hostile.scalar(rng)),
            rng.choice(TIMES),
            trees.near(str(row[field]), rng),
            None,
            5,
            1.5,
            [],
            {"a": "b"},
        ]
        row[field] = rng.choice(others)


def _nested(row: Call, how: Layout) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for field, value in row.items():
        *above, last = how.columns.get(field, (field,))
        inside = made
        for step in above:
            found = inside.setdefault(step, {})
            inside = found if isinstance(found, dict) else {}
        inside[last] = value if value != "" else None
    return made


def as_text(rows: list[Call], how: Layout, log_format: str, rng: Random) -> bytes:
    """The rows as a file of the log's format."""
    if how.format == "json":
        plain = rng.randrange(3) > 0
        lines = [json.dumps(_nested(row, how), ensure_ascii=not plain) for row in rows]
    elif how.format == "csv":
        out = io.StringIO()
        writer = csv.writer(out, delimiter=rng.choice(",,;\t"), lineterminator="\n")
        writer.writerows(
            [
                [how.name(field) for field in how.columns],
                *(list(row.values()) for row in rows),
            ]
        )
        lines = out.getvalue().splitlines()
    else:
        lines = []
        for row in rows:
            line = log_format
            for field, value in row.items():
                line = line.replace("${" + how.name(field) + "}", str(value or "-"))
            lines.append(line)
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")


def log_format_of(how: Layout, rng: Random) -> str:
    """A `log_format` with the variables of a layout."""
    wrapped = [
        rng.choice(['"${%s}"', "[${%s}]"]) % how.name(field) for field in how.columns
    ]
    return rng.choice([" ", " ", "", " - "]).join(wrapped)


def as_parquet(rows: list[Call], how: Layout, rng: Random) -> bytes:
    """The rows as Parquet: texts, or times and numbers of their own types."""
    import duckdb

    kind = rng.choice(
        ["VARCHAR", "TIMESTAMP", "TIMESTAMPTZ", "BIGINT", "DATE", "DOUBLE"]
    )
    fields = list(how.columns)
    made = ", ".join(f"c{n} VARCHAR" for n, _ in enumerate(fields))
    shown = ", ".join(
        f'TRY_CAST(c{n} AS {kind if field == "time" else "VARCHAR"}) AS "{how.name(field)}"'
        for n, field in enumerate(fields)
    )
    marks = ", ".join("?" for _ in fields)
    texts = [
        [str(row[field]).encode("utf-8", "replace").decode() for field in fields]
        for row in rows
    ]
    with TemporaryDirectory() as folder, duckdb.connect() as connection:
        target = Path(folder, "x.parquet")
        connection.execute(f"CREATE TABLE t ({made})")
        if texts:
            connection.executemany(f"INSERT INTO t VALUES ({marks})", texts)
        try:
            connection.execute(f"COPY (SELECT {shown} FROM t) TO '{target}'")
        except duckdb.Error:
            return b"PAR1"
        return target.read_bytes()


def packed(data: bytes, rng: Random) -> bytes:
    """A file as it is packed, whole or torn."""
    made = gzip.compress(data, 1)
    if rng.randrange(5):
        return made
    at = rng.randrange(len(made))
    return rng.choice(
        [made[:at], made[:at] + b"\0" + made[at + 1 :], made + made, made + b"x", data]
    )
