"""What the other readings come to, at the prices of the book and without packs; answers fit their schema."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.metering.logs import as_json_lines
from tests.metering.test_engines import LINES
from tests.tools import ffbill

SCHEMA = json.loads(ffbill("schema", "metering").out)


def metered(path: Path, *words: str) -> dict[str, Any]:
    ran = ffbill("meter", path, *words, "-f", "json", "-q")
    assert ran.status == 0, ran.err
    answer: dict[str, Any] = json.loads(ran.out)
    jsonschema.Draft7Validator(SCHEMA).validate(answer)
    return answer


def log(folder: Path, calls: list[tuple[str, str]]) -> Path:
    """Calls of images by their time on 1 March and their error."""
    path = folder / "log.jsonl"
    rows = [
        {
            "time": f"2025-03-01T09:00:{time}+08:00",
            "action": "FuseFace",
            "RequestId": str(n),
            "error": error,
        }
        for n, (time, error) in enumerate(calls)
    ]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("reading", "amount"), [("none", "0.20"), ("face_errors", "-0.20")]
)
def test_failed_calls(reading: str, amount: str, tmp_path: Path) -> None:
    """Two calls 0.13, with three without a face five: 0.325, half up 0.33. The throttled one is in neither."""
    failed = "FailedOperation.NoFaceDetected"
    calls = [
        ("01", ""),
        ("02", ""),
        ("03", failed),
        ("04", failed),
        ("05", failed),
        ("06", "RequestLimitExceeded"),
    ]
    answer = metered(log(tmp_path, calls), "--assume", f"billed_errors={reading}")
    assert answer["report"]["other_readings"]["billed_errors"] == {
        "calls": 3,
        "amount": amount,
    }
    screen = ffbill("meter", tmp_path / "log.jsonl", "-q").out
    assert (
        "billed_errors decides on 3 calls: 0.20 USD at the most, without packs."
        in screen
    )


def test_peaks_across_a_second(tmp_path: Path) -> None:
    """15 calls before a second ends and 15 after: 15 in each, 30 in one that lies across. 20 are free of charge;
    10 more cost 1,700 a month each: 17,000.00."""
    calls = [("01.900", "")] * 15 + [("02.100", "")] * 15
    answer = metered(log(tmp_path, calls))
    (peak,) = answer["report"]["other_readings"]["qps_window"]
    assert (peak["fixed_second"], peak["any_second"], peak["amount"]) == (
        15,
        30,
        "17000.00",
    )


def test_answers_fit_their_schema(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text(as_json_lines(LINES[:2_000]), encoding="utf-8")
    for words in (
        (),
        ("--assume", "qps_window=any_second"),
        ("--price-book", "mainland"),
    ):
        metered(path, *words)
