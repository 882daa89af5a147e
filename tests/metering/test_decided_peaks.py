"""Peaks of any second beside those of the clock's where these are above the limit already, by month and account."""

import json
from pathlib import Path
from typing import Any

import pytest

from facefusion_billing.answers.metering_peaks import sliding_peaks
from facefusion_billing.cli.metering import metering_options
from facefusion_billing.files.books import read_book
from facefusion_billing.model.call_logs import A_DAY, A_SECOND, Counted
from tests.metering import logs
from tests.metering.test_stakes import metered
from tests.tools import ffbill

IMAGE, VIDEO = "FuseFace", "SubmitVideoFaceFusionJob"
Burst = tuple[str, int, str]
"""A time to the tenth of a second, how many calls it has, and whose."""


def burst(day: str, before: int, after: int, account: str = "A") -> list[Burst]:
    """Calls before the end of a second and after it: in one second that begins within."""
    return [
        (f"{day}T10:00:00.9", before, account),
        (f"{day}T10:00:01.1", after, account),
    ]


def written(folder: Path, bursts: list[Burst], action: str = IMAGE) -> Path:
    path = folder / "log.jsonl"
    rows = [
        {"time": f"{time}+08:00", "action": action, "uin": account}
        for time, count, account in bursts
        for _ in range(count)
    ]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def decided(path: Path, *words: str) -> list[str]:
    """The sentences about peaks."""
    ran = ffbill("meter", path, "-q", *words, env={"COLUMNS": "300"})
    assert ran.status == 0, ran.err
    return [line for line in ran.out.splitlines() if line.startswith("qps_window")]


def peaks(path: Path, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = metered(path, *words)["report"]["other_readings"][
        "qps_window"
    ]
    return found


@pytest.mark.parametrize(
    ("action", "scope", "count", "amount"),
    [
        # 42 x 1,700 - 21 x 1,700 = 71,400 - 35,700.
        (IMAGE, "image_basic", 21, "35,700.00"),
        # 6 x 5,000 - 3 x 5,000.
        (VIDEO, "video_single_face", 3, "15,000.00"),
    ],
)
def test_a_peak_that_is_above_the_limit_already(
    action: str, scope: str, count: int, amount: str, tmp_path: Path
) -> None:
    path = written(tmp_path, burst("2025-03-10", count, count), action)
    said = (
        f"qps_window decides on the peak of {scope}, account A: {count} or {2 * count}; "
        f"{amount} USD of QPS by the month."
    )
    for words in ((), ("--assume", "qps_window=any_second")):
        assert decided(path, *words) == [said]
        [peak] = peaks(path, *words)
        assert (peak["fixed_second"], peak["any_second"]) == (count, 2 * count)
        assert peak["amount"] == amount.replace(",", "")


def test_a_book_without_qps_by_the_month(tmp_path: Path) -> None:
    """Two or four calls at a limit of three: one reading needs QPS, whose price is by the day only."""
    book = tmp_path / "book.yaml"
    book.write_text(
        "book: 1\nextends: intl\nid: own\n"
        "groups: {image_basic: {qps: {limit: 3, clause: image-qps, tiers: [{above: 0, day: 75}]}}}\n",
        encoding="utf-8",
    )
    words = ("--price-book", str(book))
    path = written(tmp_path, burst("2025-03-10", 2, 2))
    assert decided(path, *words) == [
        "qps_window decides on the peak of image_basic, account A: 2 or 4; the limit without QPS is 3, and the book "
        "sells none by the month."
    ]
    # One and two calls keep to it: nothing hangs on the reading, so nothing is counted.
    path = written(tmp_path, burst("2025-03-10", 1, 1))
    assert decided(path, *words) == []
    [peak] = peaks(path, *words)
    assert (peak["any_second"], peak["amount"]) == (None, None)


def test_a_month_of_several(tmp_path: Path) -> None:
    """March needs 40 either way; April 11 or 22: 22 x 1,700 = 37,400, as 11 are within the limit of 20. With 12 or
    24 in May 24 x 1,700 = 40,800 more: 78,200."""
    march, april = burst("2025-03-10", 40, 0), burst("2025-04-10", 11, 11)
    path = written(tmp_path, march + april)
    assert decided(path) == [
        "qps_window decides on the peak of image_basic, account A in 2025-04: 11 or 22; 37,400.00 USD of QPS by the "
        "month."
    ]
    path = written(tmp_path, march + april + burst("2025-05-10", 12, 12))
    assert decided(path) == [
        "qps_window decides on the peak of image_basic, account A in 2 months, the highest in 2025-05: 12 or 24; "
        "78,200.00 USD of QPS by the month."
    ]
    # As JSON has it, March's 40 are the highest of both.
    [peak] = peaks(path)
    assert (peak["fixed_second"], peak["any_second"], peak["amount"]) == (
        40,
        40,
        "78200.00",
    )


def test_a_second_over_midnight_and_the_end_of_a_month(tmp_path: Path) -> None:
    """15 calls before the midnight of March and 15 after it are 30 in a second of April, whose own days have 15 and
    fewer: 30 x 1,700 = 51,000."""
    bursts = [
        ("2025-03-31T23:59:59.9", 15, "A"),
        ("2025-04-01T00:00:00.1", 15, "A"),
        ("2025-04-02T10:00:00", 9, "A"),
    ]
    path = written(tmp_path, bursts)
    assert decided(path) == [
        "qps_window decides on the peak of image_basic, account A in 2025-04: 15 or 30; 51,000.00 USD of QPS by the "
        "month."
    ]
    answers = [
        peaks(path, *words) for words in ((), ("--assume", "qps_window=any_second"))
    ]
    assert answers[0] == answers[1]


def test_accounts_are_named(tmp_path: Path) -> None:
    """Two accounts on one day, each with 42 calls in a second; the third keeps to the limit."""
    bursts = (
        burst("2025-03-10", 22, 20, "A")
        + burst("2025-03-10", 21, 21, "B")
        + burst("2025-03-11", 2, 2, "C")
    )
    path = written(tmp_path, bursts)
    said = ffbill("meter", path, "-f", "csv").err
    assert (
        "warning: image_basic, account A: 22 calls in a second on 2025-03-10; the limit without QPS is 20, passed by 2 "
        "accounts on 1 day\n"
    ) in said
    # 42 x 1,700 = 71,400, less 21 x 1,700 = 35,700 and less 22 x 1,700 = 37,400: the dearest first.
    assert decided(path) == [
        "qps_window decides on the peak of image_basic, account B: 21 or 42; 35,700.00 USD of QPS by the month.",
        "qps_window decides on the peak of image_basic, account A: 22 or 42; 34,000.00 USD of QPS by the month.",
    ]
    one = ffbill(
        "meter", written(tmp_path, burst("2025-03-10", 22, 0)), "-f", "csv"
    ).err
    assert (
        "account A: 22 calls in a second on 2025-03-10; the limit without QPS is 20, passed on 1 day\n"
        in one
    )


def test_many_accounts_are_not_all_told(tmp_path: Path) -> None:
    bursts = [each for n in range(12) for each in burst("2025-03-10", 11, 11, f"a{n}")]
    found = decided(written(tmp_path, bursts))
    assert len(found) == 11
    assert found[-1] == "qps_window decides on 2 more peaks; -f json has all"


class _LooksAt:
    """An engine that remembers which days it was asked to look at."""

    def __init__(self) -> None:
        self.days: list[tuple[str, int]] = []

    def sliding_peaks(self, _places: object, counted: list[Counted]) -> list[Any]:
        self.days = [(row.scope, row.day // A_DAY) for row in counted]
        return []


def _counted(scope: str, day: int, peak: int) -> Counted:
    at = 9 * 3600 * A_SECOND
    return Counted(
        "", scope, day * A_DAY, peak, peak, 0, 0, peak * A_DAY - at, 0, 0, at, at
    )


def test_only_days_that_can_decide_are_looked_at() -> None:
    """Of videos (limit 2) no second can have more than 2 x 1 calls. Of images (limit 20) day 1 has 30, day 2 14, day
    3 16, day 5 8: only a second of day 1 (at most 60), of day 2 (30 + 14) and of day 3 (16 + 16) can have more than
    30, and those need the days before them, 0 (without a call), 1 and 2."""
    counted = [_counted("video_single_face", day, 1) for day in (1, 2)]
    counted += [
        _counted("image_basic", day, peak)
        for day, peak in ((1, 30), (2, 14), (3, 16), (5, 8))
    ]
    options = metering_options(read_book("intl"), {}, 0)
    engine = _LooksAt()
    seen: Any = type("Seen", (), {"counted": counted, "places": []})
    found = sliding_peaks(engine, seen, options)  # type: ignore[arg-type]
    assert engine.days == [("image_basic", 1), ("image_basic", 2), ("image_basic", 3)]
    assert {scope for _, scope, _ in found} == {"image_basic"}


def test_what_is_looked_at_is_enough(tmp_path: Path) -> None:
    """By account and scope, what is found beside the fixed seconds is what a loop over all calls finds."""
    lines = logs.made(4_000, 29)
    path = tmp_path / "log.jsonl"
    path.write_text(logs.as_json_lines(lines), encoding="utf-8")
    book = tmp_path / "book.yaml"
    tiers = "clause: image-qps, tiers: [{above: 0, month: 1}]"
    book.write_text(
        f"book: 1\nextends: intl\nid: low\ngroups: {{image_basic: {{qps: {{limit: 1, {tiers}}}}}, "
        f"video_single_face: {{qps: {{limit: 1, {tiers}}}}}}}\n",
        encoding="utf-8",
    )
    found = {
        (p["account"], p["for"]): p["any_second"]
        for p in peaks(path, "--price-book", str(book))
    }
    assert found == logs.sliding_loop(lines)


def test_a_month_in_chinese(tmp_path: Path) -> None:
    """April alone decides: 11 or 22. Chinese has one form for one and for many, which named a count of months."""
    path = written(tmp_path, burst("2025-03-10", 40, 0) + burst("2025-04-10", 11, 11))
    shown = ffbill("meter", path, "--lang", "zh").out
    assert "账号 A）在 2025-04 的峰值：11 或 22" in shown.replace(" 在", "在")
    assert "个月（最高为" not in shown
