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


def log(
    folder: Path,
    calls: list[tuple[str, str]],
    action: str = "FuseFace",
    date: str = "2025-03-01",
) -> Path:
    """Calls by their time in one minute and their error: of images, unless said."""
    path = folder / "log.jsonl"
    rows = [
        {
            "time": f"{date}T09:00:{time}+08:00",
            "action": action,
            "RequestId": str(n),
            "error": error,
        }
        for n, (time, error) in enumerate(calls)
    ]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("reading", "amount", "shown"),
    [("none", "0.20", "+0.20"), ("face_errors", "-0.20", "-0.20")],
)
def test_failed_calls(reading: str, amount: str, shown: str, tmp_path: Path) -> None:
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
    screen = ffbill(
        "meter", tmp_path / "log.jsonl", "-q", "--assume", f"billed_errors={reading}"
    ).out
    assert (
        "billed_errors decides on 3 calls: the other reading changes the bills by "
        f"{shown} USD in all, without packs."
    ) in " ".join(screen.split())


def test_failed_calls_that_lower_a_bill(tmp_path: Path) -> None:
    """A tier at ten calls, 1.005 before it and 0.50 from it on. March has nine calls, 9.045 or 9.05, and with three
    without a face twelve, 6.00: -3.05. April has four of these alone, 4.02. In all +0.97; without the last three of
    April, 1.005 or 1.01, -2.04: a fall and a rise, of which neither is the most."""
    book = tmp_path / "book.yaml"
    book.write_text(
        "book: 1\nextends: intl\nid: tiny\ngroups:\n  image_basic:\n"
        "    pay_as_you_go: {clause: image-payg, tiers: "
        "[{at_least: 0, below: 10, unit_price: 1.005}, {at_least: 10, unit_price: 0.5}]}\n",
        encoding="utf-8",
    )
    failed = "FailedOperation.NoFaceDetected"
    march = [("01", "")] * 9 + [("02", failed)] * 3
    rows = log(tmp_path, march).read_text(encoding="utf-8")
    for calls, amount in ((4, "+0.97"), (1, "-2.04")):
        april = log(tmp_path, [("01", failed)] * calls, date="2025-04-01")
        text = april.read_text(encoding="utf-8").replace('Id": "', 'Id": "April')
        april.write_text(rows + text, encoding="utf-8")
        answer = metered(april, "--price-book", str(book))
        found = answer["report"]["other_readings"]["billed_errors"]
        assert found == {"calls": 3 + calls, "amount": amount.removeprefix("+")}
        words = ("meter", april, "-q", "--price-book", str(book))
        english, chinese = ffbill(*words).out, ffbill(*words, "--lang", "zh").out
        assert f"changes the bills by {amount} USD in all" in " ".join(english.split())
        assert f"账单合计变化 {amount} USD" in " ".join(chinese.split())


def peaks_of(
    folder: Path, fixed: int, sliding: int, *words: str, action: str = "FuseFace"
) -> dict[str, Any]:
    """What is said of peaks: calls before the end of a second, and the rest after it, so that all lie in one second
    that begins within."""
    calls = [("01.900", "")] * fixed + [("02.100", "")] * (sliding - fixed)
    answer = metered(
        log(folder, calls, action), "--assume", "qps_window=any_second", *words
    )
    (peak,) = answer["report"]["other_readings"]["qps_window"]
    assert (peak["fixed_second"], peak["any_second"]) == (fixed, sliding)
    found: dict[str, Any] = peak
    return found


def test_peaks_across_a_second(tmp_path: Path) -> None:
    """15 calls before a second ends and 15 after: 15 in each, 30 in one that lies across. 15 are free of charge; bought
    QPS take the place of the limit of 20, so that 30 need 30 at 1,700 a month: 51,000.00."""
    calls = [("01.900", "")] * 15 + [("02.100", "")] * 15
    answer = metered(log(tmp_path, calls))
    (peak,) = answer["report"]["other_readings"]["qps_window"]
    assert (peak["fixed_second"], peak["any_second"], peak["amount"]) == (
        15,
        30,
        "51000.00",
    )
    screen = " ".join(ffbill("meter", tmp_path / "log.jsonl", "-q").out.split())
    assert (
        "qps_window decides on the peak of image_basic: 15 or 30; 51,000.00 USD of QPS by the month."
        in screen
    )


@pytest.mark.parametrize(
    ("fixed", "sliding", "amount"),
    [
        # 20 keep to the limit, and so do 10: nothing is bought.
        (10, 20, "0.00"),
        # 18 need none; 31 x 1,700.
        (18, 31, "52700.00"),
        # 25 x 1,700 = 42,500; 49 x 1,700 = 83,300, and 50 x 1,450 = 72,500 is less.
        (25, 49, "30000.00"),
        # 30 x 1,700 = 51,000; 60 x 1,450 = 87,000.
        (30, 60, "36000.00"),
        # 45 x 1,700 = 76,500, and 50 x 1,450 = 72,500 is less; 87,000.
        (45, 60, "14500.00"),
        # 50 x 1,450 = 72,500 is the cheapest for both.
        (45, 50, "0.00"),
    ],
)
def test_peaks_of_images(fixed: int, sliding: int, amount: str, tmp_path: Path) -> None:
    assert peaks_of(tmp_path, fixed, sliding)["amount"] == amount


@pytest.mark.parametrize(
    ("fixed", "sliding", "amount"),
    [
        # 2 keep to the limit; 4 x 5,000.
        (2, 4, "20000.00"),
        # 9 x 5,000 = 45,000, as much as 10 x 4,500; 18 x 4,500 = 81,000.
        (9, 18, "36000.00"),
    ],
)
def test_peaks_of_videos(fixed: int, sliding: int, amount: str, tmp_path: Path) -> None:
    video = "SubmitVideoFaceFusionJob"
    assert peaks_of(tmp_path, fixed, sliding, action=video)["amount"] == amount


@pytest.mark.parametrize(
    ("book", "amount"),
    [
        # 1,700 less 10 % = 1,530; 31 x 1,530.
        ("discount: 10%\n", "47430.00"),
        # By the day alone: the month has no price, which is not 0.
        (
            "groups: {image_basic: {qps: {limit: 20, clause: image-qps, tiers: [{above: 0, day: 75}]}}}\n",
            None,
        ),
        # Without a limit nothing is bought.
        (
            "groups: {image_basic: {qps: {limit: null, clause: image-qps, tiers: [{above: 0, day: 75, month: 1_700}]}}}\n",
            "0.00",
        ),
    ],
)
def test_peaks_in_a_book_of_ones_own(
    book: str, amount: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "book.yaml"
    path.write_text(f"book: 1\nextends: intl\nid: own\n{book}", encoding="utf-8")
    found = peaks_of(tmp_path, 18, 31, "--price-book", str(path))
    assert found["amount"] == amount


def test_peaks_of_months_are_added(tmp_path: Path) -> None:
    """18 or 31 in March, 52,700 as above; 11 or 22 in April: 22 x 1,700 = 37,400. Together 90,100."""
    march = [("01.900", "")] * 18 + [("02.100", "")] * 13
    april = [("01.900", "")] * 11 + [("02.100", "")] * 11
    rows = log(tmp_path, march).read_text(encoding="utf-8")
    path = log(tmp_path, april, date="2025-04-01")
    text = path.read_text(encoding="utf-8").replace('Id": "', 'Id": "April')
    path.write_text(rows + text, encoding="utf-8")
    (peak,) = metered(path)["report"]["other_readings"]["qps_window"]
    assert peak["amount"] == "90100.00"


def test_peaks_of_activities(tmp_path: Path) -> None:
    """What QPS an activity of the mainland book has hangs on its licence, which no log knows: no amount, and nothing
    said on the screen."""
    words = ("--price-book", "mainland")
    assert peaks_of(tmp_path, 18, 31, *words)["amount"] is None
    window = ("--assume", "qps_window=any_second")
    screen = ffbill("meter", tmp_path / "log.jsonl", "-q", *words, *window).out
    assert "qps_window decides" not in screen


def test_answers_fit_their_schema(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text(as_json_lines(LINES[:2_000]), encoding="utf-8")
    for words in (
        (),
        ("--assume", "qps_window=any_second"),
        ("--price-book", "mainland"),
    ):
        metered(path, *words)
