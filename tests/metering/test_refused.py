"""What of a log or a map cannot be counted is refused with its file and line."""

import gzip
from pathlib import Path

import duckdb
import pytest

from tests.tools import ffbill

GOOD = '{"time": "2025-03-01T00:00:00Z", "action": "FuseFace", "RequestId": "a"}\n'


def refused(log: Path, *options: str | Path) -> str:
    ran = ffbill("meter", log, "-q", *options)
    assert (ran.status, ran.out) == (2, "")
    return ran.err


def written(folder: Path, text: str, name: str = "log.jsonl") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "place", "said"),
    [
        (
            '{"time": "2025-03-01T00:00:00", "action": "FuseFace"}',
            ":2:1:",
            "without a zone",
        ),
        ('{"time": "yesterday Z", "action": "FuseFace"}', ":2:1:", "not a time"),
        (
            '{"time": "2025-02-30T00:00:00Z", "action": "FuseFace"}',
            ":2:1:",
            "not a time",
        ),
        ('{"action": "FuseFace"}', ":2:1:", "without a time"),
        (
            '{"time": "2025-03-01T00:00:00Z", "action": "Fuse"}',
            ":2:1:",
            "does not name",
        ),
        ('{"time": "2025-03-01T00:00:00Z"}', ":2:1:", "does not name"),
        ("{no json", ":2:1:", "unreadable row"),
        (
            '{"time": "2025-03-01T00:00:00Z", "action": "SubmitVideoFaceFusionJob",'
            ' "RequestId": "a"}',
            ":1:1:",
            "two accounts or scopes",
        ),
    ],
)
def test_a_row_that_cannot_be_counted(
    line: str, place: str, said: str, tmp_path: Path
) -> None:
    told = refused(written(tmp_path, f"{GOOD}{line}\n"))
    assert f"log.jsonl{place}" in told
    assert said in told


def test_unreadable_rows_are_left_out_when_so_many_are_allowed(tmp_path: Path) -> None:
    """Two lines are none, one has no readable time: three are left out of four."""
    bad = '{"time": "x", "action": "FuseFace"}\n'
    log = written(tmp_path, f"{GOOD}{{\n{bad}nothing\n")
    assert "unreadable row" in refused(log, "--allow-unreadable", "1")
    assert "not a time" in refused(log, "--allow-unreadable", "2")
    ran = ffbill("meter", log, "-f", "csv", "--allow-unreadable", "3")
    assert ran.status == 0
    assert ran.out == "date,calls,peak_qps,for\n2025-03-01,1,1,image_basic\n"
    assert "unreadable rows left out: 3" in ran.err


def test_a_csv_row_with_too_many_fields(tmp_path: Path) -> None:
    rows = (
        "time,action\n2025-03-01T00:00:00Z,FuseFace\n2025-03-01T00:00:00Z,FuseFace,1\n"
    )
    assert "log.csv:3:1: an unreadable row" in refused(
        written(tmp_path, rows, "log.csv")
    )


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("version: 1\n", ":1:1:", "without 'read'"),
        ("version: 1\nread: {format: xml}\n", ":2:16:", "'xml' is not one of json"),
        (
            "version: 1\nread: {format: json}\ntime: {column: time, zone: Beijing}\n"
            "scope: {column: action}\n",
            ":3:28:",
            "is not a zone",
        ),
        (
            "version: 1\nread: {format: json}\n"
            "time: {column: time, duration: {column: took}}\nscope: {column: action}\n",
            ":3:32:",
            "is: end",
        ),
        (
            "version: 1\nread: {format: text, log_format: '[$time_local] $status'}\n"
            "time: {column: time_local}\nscope: {column: action}\n",
            ":4:17:",
            "no $action",
        ),
        (
            "version: 1\nread: {format: text, log_format: '[$time_local] $host${path}'}\n"
            "time: {column: time_local}\nscope: {column: path}\n",
            ":2:34:",
            "nothing stands between $host and $path",
        ),
        (
            "version: 1\nread: {format: json}\ntime: {column: when}\n"
            "scope: {column: action}\n",
            ":3:7:",
            "no column 'when'",
        ),
    ],
)
def test_a_map(text: str, place: str, said: str, tmp_path: Path) -> None:
    told = refused(
        written(tmp_path, GOOD), "--map", written(tmp_path, text, "map.yaml")
    )
    assert f"map.yaml{place}" in told
    assert said in told


def test_a_debug_log_of_the_sdk(tmp_path: Path) -> None:
    line = "2025-03-01 12:00:00,123 4711 client.py L99 DEBUG SendRequest: <https>\n"
    told = refused(written(tmp_path, line, "sdk.log"))
    assert "sdk.log:1:1: a debug log of the vendor's SDK" in told
    assert "RequestId" in told


def test_two_columns_that_could_be_it(tmp_path: Path) -> None:
    log = written(tmp_path, GOOD.replace('"action"', '"EventName": "x", "action"'))
    assert "could be action or EventName" in refused(log)


def test_a_log_that_is_not_there_and_one_that_is_broken(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "none.jsonl")
    path = tmp_path / "log.jsonl.gz"
    path.write_bytes(gzip.compress(GOOD.encode())[:-12])
    assert "cannot be read" in refused(path)


def test_an_output_that_is_the_log(tmp_path: Path) -> None:
    log = written(tmp_path, "time,action\n2025-03-01T00:00:00Z,FuseFace\n", "log.csv")
    assert "is one of the files" in refused(log, "-o", log)


def test_nothing_of_a_log_reaches_the_terminal_unescaped(tmp_path: Path) -> None:
    line = '{"time": "2025-03-01T00:00:00Z", "action": "\\u001b[31m"}\n'
    assert "\x1b" not in refused(written(tmp_path, GOOD + line))


def test_the_wrapper_to_log_calls_with_can_be_copied(tmp_path: Path) -> None:
    line = "2025-03-01 12:00:00,123 4711 client.py L99 DEBUG SendRequest: <https>\n"
    told = refused(written(tmp_path, line, "sdk.log")).splitlines()
    assert "    try:" in told
    assert '        "RequestId": response.RequestId if response else error.requestId}) + "\\n")' in told  # fmt: skip


MAP = """version: 1
read: {format: json}
time: {column: time, is: end, duration: {column: took}}
scope: {column: action, image_basic: [FuseFace]}
"""


def mapped(folder: Path, text: str = MAP) -> Path:
    path = folder / "map.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_row_is_told_with_its_own_value(tmp_path: Path) -> None:
    rows = (
        '{"time": "2025-03-01T00:00:01", "action": "FuseFace"}\n'
        '{"time": "2025-03-01T00:00:02", "action": "FuseFace"}\n'
        '{"time": "2025-03-01T00:00:03Z", "took": "long", "action": "FuseFace"}\n'
    )
    told = refused(written(tmp_path, rows), "--map", mapped(tmp_path))
    assert ":1:1: '2025-03-01T00:00:01' is a time without a zone" in told
    assert ":2:1: '2025-03-01T00:00:02' is a time without a zone" in told
    assert ":3:1: 'long' is not a duration" in told


def test_a_row_with_several_faults_is_one(tmp_path: Path) -> None:
    """Of a row with two fields too many each is a fault, and one row is allowed."""
    rows = (
        "time,action\n2025-03-01T00:00:00Z,FuseFace,1,2\n2025-03-01T00:00:00Z,FuseFace"
    )
    log = written(tmp_path, rows, "log.csv")
    assert refused(log).count("an unreadable row") == 1
    ran = ffbill("meter", log, "-f", "csv", "--allow-unreadable", "1")
    assert (ran.status, ran.out.splitlines()[1:]) == (
        0,
        ["2025-03-01,1,1,image_basic"],
    )


def test_parquet_times_that_carry_no_zone(tmp_path: Path) -> None:
    log = tmp_path / "log.parquet"
    duckdb.execute(
        "COPY (SELECT TIMESTAMP '2025-03-01 00:00:00' AS time, 'FuseFace' AS action)"
        f" TO '{log}' (FORMAT parquet)"
    )
    assert "time: times without a zone" in refused(log)
    text = (
        MAP.replace("json", "parquet")
        .replace("is: end, duration: {column: took}", 'zone: "+08:00"')
        .replace("time: {column: time,", "time: {column: time,")
    )
    ran = ffbill("meter", log, "--map", mapped(tmp_path, text), "-f", "csv")
    assert ran.out.splitlines()[1:] == ["2025-03-01,1,1,image_basic"]


def test_an_action_under_two_keys_of_a_map(tmp_path: Path) -> None:
    text = MAP.replace("[FuseFace]}", "[FuseFace], free: [FuseFace]}")
    told = refused(written(tmp_path, GOOD), "--map", mapped(tmp_path, text))
    assert "map.yaml:4:56: scope.free: the action 'FuseFace' stands under" in told


def damaged(text: str) -> bytes:
    """Packed, with wrong bits in the middle."""
    data = bytearray(gzip.compress(text.encode(), mtime=0))
    middle = len(data) // 2
    data[middle : middle + 20] = bytes(
        byte ^ 0x5A for byte in data[middle : middle + 20]
    )
    return bytes(data)


MANY = "".join(GOOD.replace('a"}', f'{n:08x}-{n * n:x}"}}') for n in range(200))
HEADER = "time,action,RequestId\n"
STRANGE: dict[str, tuple[str, bytes, str]] = {
    "wrong bits in the middle": ("log.jsonl.gz", damaged(MANY), "log.jsonl.gz"),
    "no zstd at all": ("log.jsonl.zst", GOOD.encode(), "cannot be read"),
    "brackets without measure": (
        "log.jsonl",
        b'{"a":' * 20_000,
        "no row of json in it",
    ),
    "brackets after rows": (
        "log.jsonl",
        GOOD.encode() + b"[" * 100_000 + b"\n",
        "log.jsonl:2:1: ",
    ),
    "empty lines without measure": (
        "log.csv.gz",
        gzip.compress(HEADER.encode() + b"\n" * 20_000_000),
        "no row of csv in it",
    ),
    "cells without measure": (
        "log.csv.gz",
        gzip.compress(HEADER.encode() + b"," * 20_000_000),
        "log.csv.gz:2:1: not valid CSV: more than 10,000 columns",
    ),
    "20,000 columns": (
        "log.csv",
        ",".join(f"c{n}" for n in range(20_000)).encode(),
        "log.csv:1:1: not valid CSV: more than 10,000 columns",
    ),
    "a field without end": (
        "log.csv",
        HEADER.encode() + b'"' + b"a" * 200_000,
        "log.csv:2:1: not valid CSV: a field of more than 131,072 characters",
    ),
    "a name without end": ("log.csv", b'"' + b"a" * 200_000, "log.csv:1:1: not valid"),
}


@pytest.mark.parametrize("kind", STRANGE)
def test_what_is_no_log_is_refused_soon(tmp_path: Path, kind: str) -> None:
    """A map is guessed of 10,000 lines; nothing is held, or nested, without measure."""
    name, data, said = STRANGE[kind]
    path = tmp_path / name
    path.write_bytes(data)
    assert said in refused(path)


def test_a_unit_that_is_another(tmp_path: Path) -> None:
    """1,740,758,400,123 ms are of March 2025; as seconds they are 20,147,666 days, which
    is about 55,162 years after 1970.
    """
    log = written(tmp_path, '{"ts": 1740758400123, "action": "FuseFace"}\n')
    map = written(
        tmp_path,
        "version: 1\nread: {format: json}\ntime: {column: ts, unit: s}\n"
        "scope: {column: action, image_basic: [FuseFace]}\n",
        "map.yaml",
    )
    said = refused(log, "--map", map)
    assert ":3:7: time: times of about the year 57132 in 'ts'" in said
    assert "look at their unit" in said


def rows_with_durations() -> str:
    """The end of February, minus a second more: a call of March, if it were one."""
    row = '{"time": "2025-02-28T23:59:59.500+08:00", "took": "-1", "action": "FuseFace"}\n'
    return row + row.replace('"-1"', '"1"') + row.replace('"-1"', '"-0"')


def test_a_duration_below_zero(tmp_path: Path) -> None:
    log = written(tmp_path, rows_with_durations())
    said = refused(log, "--map", mapped(tmp_path))
    assert "log.jsonl:1:1: '-1' is a negative duration" in said
    assert "log.jsonl:2" not in said
    words = ("--map", mapped(tmp_path), "--allow-unreadable", "1", "-f", "csv")
    assert ffbill("meter", log, *words).out.splitlines()[1:] == [
        "2025-02-28,2,1,image_basic"
    ]


@pytest.mark.parametrize(
    ("took", "readable"),
    [("1.5", True), ("NULL::DOUBLE", True), ("-1.0", False), ("'nan'::DOUBLE", False), ("-1", False), ("'-1'", False)],
)  # fmt: skip
def test_a_duration_of_parquet(took: str, readable: bool, tmp_path: Path) -> None:
    """A row of Parquet has no line: its time is named, and what may be wrong."""
    log = tmp_path / "log.parquet"
    duckdb.execute(
        "COPY (SELECT TIMESTAMPTZ '2025-02-28 15:59:59.5Z' AS time, 'FuseFace' AS action,"
        f" {took} AS took) TO '{log}' (FORMAT parquet)"
    )
    map = mapped(tmp_path, MAP.replace("json", "parquet"))
    ran = ffbill("meter", log, "--map", map, "-f", "csv", "-q")
    assert (ran.status == 0) == readable
    if readable:
        assert ran.out.splitlines()[1:] == ["2025-02-28,1,1,image_basic"]
    else:
        assert "in 'time': the duration beside it cannot be read" in ran.err


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ("1740758400", "'1740758400' is a number, not a date; say in the map what it counts since 1970: "
         "time: {column: ..., unit: s}"),
        ("1740758400123", "unit: ms}"),
        ('"1740758400123456"', "unit: us}"),
        ("20250301", "is not a time that can be read"),
        ('"2025-03-01"', "is a time without a zone"),
    ],
)  # fmt: skip
def test_a_number_without_a_unit(time: str, said: str, tmp_path: Path) -> None:
    """The cause is the unit, whether the map has a zone or not."""
    log = written(tmp_path, f'{{"time": {time}, "action": "FuseFace"}}\n')
    text = MAP.replace("is: end, duration: {column: took}", "is: start")
    assert said in refused(log, "--map", mapped(tmp_path, text))
    if said.startswith("'") or "unit" in said:
        text = text.replace("is: start", 'zone: "+08:00"')
        assert said in refused(log, "--map", mapped(tmp_path, text))


def test_a_unit_of_dates(tmp_path: Path) -> None:
    text = MAP.replace("is: end, duration: {column: took}", "unit: s")
    said = refused(written(tmp_path, GOOD), "--map", mapped(tmp_path, text))
    assert "is a date; 'unit' in the map is for numbers since 1970" in said


def test_numbers_of_parquet_without_a_unit(tmp_path: Path) -> None:
    log = tmp_path / "log.parquet"
    duckdb.execute(
        "COPY (SELECT 1740758400 AS time, 'FuseFace' AS action)"
        f" TO '{log}' (FORMAT parquet)"
    )
    text = MAP.replace("json", "parquet").replace(", duration: {column: took}", "")
    said = refused(log, "--map", mapped(tmp_path, text))
    assert "time: numbers, not dates; say in the map what they count since 1970" in said
