"""What is said of a log beside its counts: how far it reaches, clocks, files with nothing in them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.tools import ffbill

MAP = """version: 1
read: {format: json, files: hours/*.jsonl}
time: {column: time, zone: "+08:00"}
id: RequestId
scope: {column: action, image_basic: [FuseFace]}
"""


def row(time: str, id: str = "a") -> str:
    return f'{{"time": "{time}", "action": "FuseFace", "RequestId": "{id}"}}\n'


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


def test_files_of_a_csv_with_delimiters_of_their_own(tmp_path: Path) -> None:
    one = log(tmp_path, "time,action\n2025-03-01T00:00:00Z,FuseFace\n", name="1.csv")
    two = log(tmp_path, "action;time\nFuseFace;2025-03-01T00:00:00Z\n", name="2.csv")
    assert metered(one, two)["rows"][0]["calls"] == 2


def test_a_guessed_map_names_the_book_that_is_asked(tmp_path: Path) -> None:
    words = ("--price-book", "mainland", "--show-map")
    ran = ffbill("meter", log(tmp_path, row("2025-03-01T00:00:00Z")), *words)
    assert "price_book: mainland" in ran.out
