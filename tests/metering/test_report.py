"""What is said of a log beside its counts: how far it reaches, clocks, files with nothing in them."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.tools import ffbill

MAP = """version: 1
read: {format: json, files: hours/*.jsonl}
time: {column: time, zone: "+08:00"}
id: RequestId
scope: {column: action, image_basic: [FuseFace]}
"""


def row(time: str, id: str = "a") -> str:
    return (
        f'{{"time": "{time}", "action": "FuseFace", "RequestId": "{id}", '
        '"error": null}\n'
    )


def log(folder: Path, *rows: str, name: str = "log.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(rows), encoding="utf-8")
    return path


def metered(*words: str | Path) -> dict[str, Any]:
    ran = ffbill("meter", *words, "-f", "json", "-q")
    assert ran.status == 0, ran.err
    answer: dict[str, Any] = json.loads(ran.out)
    return answer


def codes(answer: dict[str, Any]) -> list[str]:
    return [finding["code"] for finding in answer["report"]["findings"]]


@pytest.mark.parametrize(
    ("last", "covered"),
    [("2025-02-28T23:59:59.9", True), ("2025-02-28T23:59:58.9", False)],
)
def test_a_month_is_covered_to_its_last_second(
    last: str, covered: bool, tmp_path: Path
) -> None:
    days = [row(f"2025-02-{day:02}T12:00:00+08:00", str(day)) for day in range(1, 29)]
    answer = metered(log(tmp_path, *days, row(f"{last}+08:00", "z")))
    assert codes(answer) == ([] if covered else ["month_not_covered"])
    report = answer["report"]
    assert report["first"] == "2025-02-01T12:00:00+08:00"
    assert report["last"] == f"{last[:19]}+08:00"


@pytest.mark.parametrize(("second", "told"), [("01", False), ("02", True)])
def test_clocks_that_disagree(second: str, told: bool, tmp_path: Path) -> None:
    """Copies of one call are at the same time, but for a second."""
    first, again = row("2025-03-01T00:00:00Z"), row(f"2025-03-01T00:00:{second}Z")
    answer = metered(log(tmp_path, first, again))
    assert ("clocks_apart" in codes(answer)) == told


def test_a_log_with_nothing_in_it(tmp_path: Path) -> None:
    map = log(tmp_path, MAP, name="map.yaml")
    for text in ("", "\n\n"):
        answer = metered(log(tmp_path, text), "--map", map)
        assert (answer["rows"], codes(answer)) == ([], ["no_calls"])
        assert answer["report"]["last"] is None
    # The first of several files may be empty too.
    full = log(tmp_path, row("2025-03-01T00:00:00Z"), name="z.jsonl")
    assert metered(log(tmp_path, ""), full)["report"]["calls"] == 1


def test_the_files_of_a_map_are_beside_it(tmp_path: Path) -> None:
    hours = tmp_path / "hours"
    hours.mkdir()
    log(hours, row("2025-03-01T00:00:00"))
    map = log(tmp_path, MAP, name="map.yaml")
    assert metered("--map", map)["report"]["calls"] == 1


def test_the_book_of_a_map_is_beside_it(tmp_path: Path) -> None:
    text = f"{MAP}price_book: ./ours.yaml\n"
    map = log(tmp_path, text, name="map.yaml")
    full = log(tmp_path, row("2025-03-01T00:00:00"))
    ran = ffbill("meter", full, "--map", map)
    assert (ran.status, "map.yaml:6:13" in ran.err) == (2, True)
    log(tmp_path, "book: 1\nextends: intl\nid: ours\n", name="ours.yaml")
    assert metered(full, "--map", map)["price_book"] == "ours"


def test_files_of_a_csv_with_delimiters_of_their_own(tmp_path: Path) -> None:
    one = log(tmp_path, "time,action\n2025-03-01T00:00:00Z,FuseFace\n", name="1.csv")
    two = log(tmp_path, "action;time\nFuseFace;2025-03-01T00:00:00Z\n", name="2.csv")
    assert metered(one, two)["rows"][0]["calls"] == 2


def test_a_guessed_map_names_the_book_that_is_asked(tmp_path: Path) -> None:
    words = ("--price-book", "mainland", "--show-map")
    ran = ffbill("meter", log(tmp_path, row("2025-03-01T00:00:00Z")), *words)
    assert "price_book: mainland" in ran.out


def test_what_is_split_is_written_with_the_rest_or_not_at_all(tmp_path: Path) -> None:
    line = row("2025-03-01T00:00:00Z").replace("{", '{"account": "../a", ')
    out = tmp_path / "calls.csv"
    ran = ffbill("meter", log(tmp_path, line), "--split", tmp_path / "each", "-o", out)
    assert (ran.status, ran.out, out.exists()) == (2, "", False)
    assert "'../a' cannot be the name of a file" in ran.err
    # Nor over a log: that of account 7 has its name.
    seven = log(tmp_path, "time,action,uin\n2025-03-01T00:00:00Z,FuseFace,7\n", name="7.csv")  # fmt: skip
    ran = ffbill("meter", seven, "--split", tmp_path)
    assert "--split" in ran.err
    assert "FuseFace" in seven.read_text(encoding="utf-8")


def test_a_map_is_printed_as_sql_without_a_log(tmp_path: Path) -> None:
    map = log(tmp_path, MAP, name="map.yaml")
    ran = ffbill("meter", "--map", map, "--print-sql", "duckdb")
    assert ran.status == 0, ran.err
    # Scripts part it at its semicolons.
    view, counts, rest = ran.out.split(";")
    assert view.rpartition("\n--")[2].count("CREATE OR REPLACE TEMPORARY VIEW") == 1
    assert counts.strip().startswith("WITH once AS")
    assert not rest.strip()
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(
            "CREATE TABLE log AS SELECT '2025-03-01T00:00:00' AS time,"
            " 'FuseFace' AS action, 'a' AS \"RequestId\""
        )
        connection.execute(view)
        [found] = connection.execute(counts).fetchall()
    assert found[2:4] == (1, 1)


def test_nested_fields_of_parquet_are_guessed(tmp_path: Path) -> None:
    """One call that was logged twice; no call fails, so its code is null in every row."""
    path = tmp_path / "log.parquet"
    nested = "{'RequestId': 'a', 'Error': {'Code': NULL::VARCHAR}}"
    one = f"SELECT '2025-03-01T00:00:00Z' AS time, 'FuseFace' AS action, {nested} AS Response"
    duckdb.execute(f"COPY ({one} UNION ALL {one}) TO '{path}' (FORMAT parquet)")
    [day] = metered(path)["rows"]
    assert (day["calls"], day["repeats"], day["failed"]) == (1, 1, {})


def test_failures_that_no_column_names(tmp_path: Path) -> None:
    """Of two calls the web server answered one with 500, which says nothing of the vendor's answer."""
    path = log(
        tmp_path,
        '1.2.3.4 - - [01/Mar/2025:00:00:00 +0800] "POST /fuse HTTP/1.1" 500 1 "-" "c"\n',
        '1.2.3.4 - - [31/Mar/2025:23:59:59 +0800] "POST /fuse HTTP/1.1" 200 1 "-" "c"\n',
        name="access.log",
    )
    text = (
        "version: 1\nread: {format: text, log_format: combined}\n"
        "time: {column: time_local, is: end}\n"
        "scope: {column: path, image_basic: [/fuse*]}\n"
    )
    map = log(tmp_path, text, name="map.yaml")
    answer = metered(path, "--map", map)
    assert (answer["report"]["calls"], answer["report"]["failed"]) == (2, None)
    assert codes(answer)[1:] == ["failures_unknown", "peak_of_completions", "no_ids"]
    screen = ffbill("meter", path, "--map", map, env={"COLUMNS": "200"}).out
    assert (
        "no error code is mapped: which calls failed is unknown, and all of them count as billed\n"
    ) in screen
    # Where a code is mapped it is known, also where no call failed.
    one = log(tmp_path, row("2025-03-01T00:00:00+08:00"))
    assert "failures_unknown" not in codes(metered(one))


def test_scopes_that_the_book_does_not_have(tmp_path: Path) -> None:
    """Activities under an international book: what `estimate` refuses has no price here either."""
    rows = (
        "t,activity,action,code\n"
        "2025-03-01T00:00:00Z,party,FuseFace,\n"
        "2025-03-01T00:00:01Z,spring,FuseFace,FailedOperation.NoFaceDetected\n"
    )
    path = log(tmp_path, rows, name="log.csv")
    text = (
        "version: 1\nread: {format: csv}\ntime: {column: t}\nerror: code\n"
        "scope: {column: activity}\naction: {column: action, billed: [FuseFace]}\n"
    )
    map = log(tmp_path, text, name="map.yaml")
    ran = ffbill("meter", path, "--map", map, "--strict", env={"COLUMNS": "200"})
    assert ran.status == 1
    assert (
        "intl-2024-11-07 has no interface groups 'party', 'spring', so none of its bills takes those calls; "
        "name other scopes or another price_book\n"
    ) in ran.out
    assert (
        "billed_errors decides on 1 call, for which the book has no price." in ran.out
    )
    assert "?" not in ran.out
    assert "unknown_scopes" in codes(metered(path, "--map", map))
    mainland = metered(path, "--map", map, "--price-book", "mainland")
    assert "unknown_scopes" not in codes(mainland)
