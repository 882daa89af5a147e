"""Maps: guessed, shown, read; and the forms of logs they stand for."""

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from facefusion_billing.files.logs.log_map import LOG_MAP
from facefusion_billing.files.logs.text_format import PRESETS, line_pattern
from tests.tools import ffbill

ROWS = {"account": None, "throttled": 0, "repeats": 0}


def shown(*words: str | Path) -> str:
    ran = ffbill("meter", *words, "--show-map")
    assert ran.status == 0, ran.err
    return ran.out


def counted(*words: str | Path) -> list[tuple[str, str, int, int]]:
    ran = ffbill("meter", *words, "-q", "-f", "json")
    assert ran.status == 0, ran.err
    rows: list[dict[str, Any]] = json.loads(ran.out)["rows"]
    return [(r["date"], r["for"], r["calls"], r["peak_qps"]) for r in rows]


@pytest.mark.parametrize(
    "row",
    [
        {"time": "2025-03-01T00:00:00+08:00", "action": "FuseFace", "RequestId": "r"},
        {"@timestamp": "2025-02-28 16:00:00,000Z", "X-TC-Action": "FuseFace"},
        {"msec": "1740758400.123", "http_x_tc_action": "FuseFace"},
        {"ts": 1740758400123, "EventName": "FuseFace", "Response": {"RequestId": "r"}},
        {"specversion": "1.0", "id": "1", "time": "2025-02-28T16:00:00Z",
         "type": "FuseFace", "data": {"RequestId": "r"}},
        {"specversion": "1.0", "type": "com.x.call", "time": "2025-02-28T16:00:00Z",
         "data": {"action": "FuseFace", "account": "7"}},
        {"time": "2025-02-28T16:00:00Z", "action": "FuseFace", "Response.Error.Code": ""},
    ],
)  # fmt: skip
def test_json_lines_that_are_guessed(row: dict[str, Any], tmp_path: Path) -> None:
    """All at the first second of March in Beijing."""
    log = tmp_path / "log.jsonl"
    log.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert counted(log) == [("2025-03-01", "image_basic", 1, 1)]


def test_the_shown_map_is_read_and_means_the_same(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text(
        "time_iso8601,request_time,ProjectId,action,RequestId,uin\n"
        "2025-03-01T00:00:00.5Z,1.25,at_1,FaceFusion,a,7\n"
        "2025-03-01T00:00:00.5Z,1.25,at_1,DescribeMaterialList,b,7\n",
        encoding="utf-8",
    )
    text = shown(log)
    map = tmp_path / "map.yaml"
    map.write_text(text, encoding="utf-8")
    assert shown(log, "--map", map) == text
    assert "price_book: mainland" in text
    assert counted(log, "--map", map) == counted(log) == [("2025-03-01", "at_1", 1, 1)]


def test_a_request_id_of_ones_own_is_never_guessed(tmp_path: Path) -> None:
    """It spans retries, each of which is billed."""
    log = tmp_path / "log.csv"
    row = "2025-03-01T00:00:00Z,FuseFace,same\n"
    log.write_text("time,action,request_id\n" + row * 2, encoding="utf-8")
    assert counted(log) == [("2025-03-01", "image_basic", 2, 2)]


def test_an_access_log_by_path(tmp_path: Path) -> None:
    """The second line lacks the space before the status, as the vendor's sample does;
    the peak is of ends. 06/Aug 23:30 -0100 is 08:30 of the next day in Beijing.
    """
    log, map = tmp_path / "access.log", tmp_path / "map.yaml"
    log.write_text(
        '1.2.3.4 - - [06/Aug/2019:12:12:19 +0800] "GET /fuse?a=1 HTTP/1.1" 200 368 "-" "x"\n'
        '1.2.3.4 - - [06/Aug/2019:12:12:19 +0800] "GET /fuse HTTP/1.1"200 368 "-" "x"\n'
        '1.2.3.4 - - [06/Aug/2019:23:30:00 -0100] "POST /fuse HTTP/1.1" 500 0 "-" "x"\n'
        '1.2.3.4 - - [06/Aug/2019:12:12:19 +0800] "GET /logo.png HTTP/1.1" 200 1 "-" "x"\n',
        encoding="utf-8",
    )
    map.write_text(
        "version: 1\nread: {format: text, log_format: combined}\n"
        "time: {column: time_local, is: end}\n"
        "scope: {column: path, image_basic: [/fuse*]}\nothers: leave_out\n",
        encoding="utf-8",
    )
    assert counted(log, "--map", map) == [
        ("2019-08-06", "image_basic", 2, 2),
        ("2019-08-07", "image_basic", 1, 1),
    ]
    ran = ffbill("meter", log, "--map", map, "-f", "json")
    answer = json.loads(ran.out)
    assert answer["rows"][0]["failed"] is None
    assert answer["rows"][0]["throttled"] is None
    assert answer["report"]["unknown_actions"] == {"/logo.png": 1}
    assert "peaks are of completions" in ran.err


@pytest.mark.parametrize(
    "line",
    [
        '1.2.3.4 - - [06/Aug/2019:12:12:19 +0800] "GET ' + "a" * 95_000,
        '1.2.3.4 - - [06/Aug/2019:12:12:19 +0800] "GET / HTTP" 200 3 "-" "'
        + " " * 95_000,
    ],
)
def test_a_long_line_without_an_end_is_read_at_once(line: str) -> None:
    """It can be no line in one way only: all ways took 40 s."""
    pattern, began = line_pattern("combined").pattern, time.process_time()
    assert re.match(pattern, line) is None
    assert time.process_time() - began < 2


def test_the_gateway_preset(tmp_path: Path) -> None:
    log, map = tmp_path / "gateway.log", tmp_path / "map.yaml"
    values = {"uri": "/fuse", "time_local": "01/Mar/2025:00:00:00 +0800",
              "request_time": "0.250"}  # fmt: skip
    line = PRESETS["api_gateway"]
    for name in sorted(set(_variables(line)), key=len, reverse=True):
        line = line.replace(f"${name}", values.get(name, "x"))
    log.write_text(f"{line}\n", encoding="utf-8")
    map.write_text(
        "version: 1\nread: {format: text, log_format: api_gateway}\n"
        "time: {column: time_local, is: end, duration: {column: request_time}}\n"
        "scope: {column: uri, image_basic: [/fuse]}\n",
        encoding="utf-8",
    )
    # It ended with the first second of March and began before it.
    assert counted(log, "--map", map) == [("2025-02-28", "image_basic", 1, 1)]


def _variables(text: str) -> list[str]:
    return [piece.split("]")[0] for piece in text.split("$")[1:]]


def test_a_zone_for_times_without_one(tmp_path: Path) -> None:
    log, map = tmp_path / "log.csv", tmp_path / "map.yaml"
    log.write_text(
        "t,a\n2025-03-01 00:00:00,F\n2025-03-01T00:00:00Z,F\n", encoding="utf-8"
    )
    map.write_text(
        'version: 1\nread: {format: csv}\ntime: {column: t, zone: "+09:00"}\n'
        "scope: {column: a, image_basic: [F]}\n",
        encoding="utf-8",
    )
    assert [row[0] for row in counted(log, "--map", map)] == [
        "2025-02-28",
        "2025-03-01",
    ]


def test_what_is_written_per_account_is_what_usage_files_read(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    row = "2025-03-01T00:00:00Z,FuseFace,"
    log.write_text(f"time,action,uin\n{row}7\n{row}8\n{row}8\n", encoding="utf-8")
    out = tmp_path / "calls.csv"
    ran = ffbill("meter", log, "-o", out, "--split", tmp_path / "each")
    assert ran.status == 0
    assert out.read_text().splitlines()[1:] == [
        "7,2025-03-01,1,1,image_basic",
        "8,2025-03-01,2,2,image_basic",
    ]
    assert (tmp_path / "each" / "8.csv").read_text() == (
        "date,calls,peak_qps,for\n2025-03-01,2,2,image_basic\n"
    )


@pytest.mark.parametrize("dialect", ["duckdb", "spark"])
def test_the_printed_sql_is_the_shared_one(dialect: str, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("time,action\n2025-03-01T00:00:00Z,FuseFace\n", encoding="utf-8")
    ran = ffbill("meter", log, "--print-sql", dialect)
    assert ran.status == 0
    assert "WITH once AS" in ran.out
    assert ran.out.count("MOD(us, 1000000)") == 2


def test_the_schema_of_maps_names_their_keys() -> None:
    ran = ffbill("schema", "log-map")
    assert set(json.loads(ran.out)["properties"]) == set(LOG_MAP.fields)


def test_a_hyphen_of_nginx_is_no_id_and_no_code(tmp_path: Path) -> None:
    """Three calls: two without an id are two, none of them failed; the last one did. So
    2 billed + 1 failed = 3 attempts, of which none is a copy.
    """
    log, map = tmp_path / "access.log", tmp_path / "map.yaml"
    log.write_text(
        '"2025-03-01T00:00:00Z" "FuseFace" "-" "-"\n'
        '"2025-03-01T00:00:09Z" "FuseFace" "-" "-"\n'
        '"2025-03-01T00:00:09Z" "FuseFace" "a" "InternalError"\n',
        encoding="utf-8",
    )
    map.write_text(
        "version: 1\n"
        'read: {format: text, log_format: \'"$time" "$action" "$id" "$code"\'}\n'
        "time: {column: time}\nid: id\nerror: code\n"
        "scope: {column: action, image_basic: [FuseFace]}\n",
        encoding="utf-8",
    )
    ran = ffbill("meter", log, "--map", map, "-q", "-f", "json")
    answer = json.loads(ran.out)
    (row,) = answer["rows"]
    assert (row["calls"], row["attempts"], row["repeats"]) == (2, 3, 0)
    assert row["failed"] == {"InternalError": 1}
    assert answer["report"]["without_id"] == 2


def test_what_is_not_seen_is_an_escape_and_never_sql(tmp_path: Path) -> None:
    map = tmp_path / "map.yaml"
    text = (
        'version: 1\nread: {format: json}\ntime: {column: "\\u202ets", is: start}\n'
        "# id: Response.RequestId   # the vendor's, never an own trace id\n"
        "scope: {column: action, image_basic: [FuseFace]}\nprice_book: intl\n"
    )
    map.write_text(text, encoding="utf-8")
    assert shown("--map", map) == text
    ran = ffbill("meter", "--map", map, "--print-sql", "duckdb")
    assert (ran.status, ran.out) == (2, "")
    assert "characters that are not seen" in ran.err


@pytest.mark.parametrize("free", ["action: {column: action, free: [Query*]}", ""])
def test_what_is_free_is_not_billed_where_no_action_is_named(
    free: str, tmp_path: Path
) -> None:
    """Of three calls of an activity one is free, whichever key says so: two are billed."""
    log, map = tmp_path / "log.csv", tmp_path / "map.yaml"
    column = "ProjectId" if free else "action, free: [Query*]"
    log.write_text(
        "time,ProjectId,action\n"
        "2025-03-01T00:00:00Z,at_1,FuseFace\n"
        "2025-03-01T00:00:01Z,at_1,QueryVideoFaceFusionJob\n"
        "2025-03-01T00:00:02Z,at_1,FuseFace\n",
        encoding="utf-8",
    )
    map.write_text(
        "version: 1\nread: {format: csv}\ntime: {column: time}\n"
        f"scope: {{column: {column}}}\n{free}\nprice_book: mainland\n",
        encoding="utf-8",
    )
    ran = ffbill("meter", log, "--map", map, "-q", "-f", "json")
    answer = json.loads(ran.out)
    (row,) = answer["rows"]
    assert (row["for"], row["calls"]) == ("at_1" if free else "FuseFace", 2)
    assert answer["report"]["free"] == 1


@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_first_name_that_an_action_is_or_begins_as_counts(
    form: str, tmp_path: Path
) -> None:
    """`Fuse*` stands before `FuseFace`, so both of those are `early`, and `Swap` is
    `late`; a row without an action and one that is free are not counted: 2 + 1 of 5 are.
    """
    log, map = tmp_path / "log", tmp_path / "map.yaml"
    actions = ("FuseFace", "FuseFaceUltra", "Swap", "", "QueryJob")
    rows = [{"time": f"2025-03-01T00:00:0{n}Z", "action": name}
            for n, name in enumerate(actions)]  # fmt: skip
    text = "".join(json.dumps(row) + "\n" for row in rows)
    if form == "csv":
        lines = [",".join(row.values()) for row in rows]
        text = "\n".join(["time,action", *lines, ""])
    log.write_text(text, encoding="utf-8")
    map.write_text(
        f"version: 1\nread: {{format: {form}}}\ntime: {{column: time}}\n"
        "scope: {column: action, early: [Fuse*], late: [FuseFace, Sw*, Swap],"
        " free: [Query*]}\nothers: leave_out\n",
        encoding="utf-8",
    )
    ran = ffbill("meter", log, "--map", map, "-q", "-f", "json")
    answer = json.loads(ran.out)
    found = {row["for"]: row["calls"] for row in answer["rows"]}
    assert found == {"early": 2, "late": 1}
    assert (answer["report"]["free"], answer["report"]["unknown_actions"]) == (
        1,
        {"(none)": 1},
    )


def test_scopes_that_are_not_billed_are_one_group_of_rows(tmp_path: Path) -> None:
    """Of 6 rows of three activities the two with `FuseFace` are billed, 1 + 1; of the
    others, 3 are free and 1 is of an action that nobody named.
    """
    log, map = tmp_path / "log.csv", tmp_path / "map.yaml"
    log.write_text(
        "time,project,action\n"
        "2025-03-01T00:00:00Z,a,FuseFace\n2025-03-01T00:00:00Z,b,FuseFace\n"
        "2025-03-01T00:00:01Z,a,Query\n2025-03-01T00:00:01Z,b,Query\n"
        "2025-03-01T00:00:02Z,c,Query\n2025-03-01T00:00:03Z,c,Other\n",
        encoding="utf-8",
    )
    map.write_text(
        "version: 1\nread: {format: csv}\ntime: {column: time}\n"
        "scope: {column: project}\nothers: leave_out\nprice_book: mainland\n"
        "action: {column: action, billed: [Fuse*], free: [Query]}\n",
        encoding="utf-8",
    )
    answer = json.loads(ffbill("meter", log, "--map", map, "-q", "-f", "json").out)
    assert {row["for"]: row["calls"] for row in answer["rows"]} == {"a": 1, "b": 1}
    assert (answer["report"]["free"], answer["report"]["unknown_actions"]) == (
        3,
        {"Other": 1},
    )
