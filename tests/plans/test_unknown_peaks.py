"""Where no peak is stated, limits are held against averages: a plan and a quote say so once."""

from pathlib import Path
from typing import Any

import pytest

from tests.tools import json_of, usage_file


def unknown(answer: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The notes on it: severity, month and what they are for."""
    return [
        (row["severity"], row["month"], row["for"])
        for row in answer["warnings"]
        if row["code"] == "peak_unknown"
    ]


@pytest.mark.parametrize(
    ("usage", "said"),
    [
        # 95,000 calls in January, none of them with a peak.
        (
            "image_basic: {calls: {2025-01: 95k}}",
            [("note", "2025-01", "image_basic")],
        ),
        # Only February has none.
        (
            "image_basic: {calls: {2025-01: 5k, 2025-02: 5k}, peak_qps: {2025-01: 3}}",
            [("note", "2025-02", "image_basic")],
        ),
        # Two scopes, one note: for the account.
        (
            "image_basic: {calls: {2025-02: 5k}}\n  video_single_face: {calls: {2025-01: 300}}",
            [("note", "2025-01", "account")],
        ),
        # Every day with calls has a peak; March, which has none, has no calls.
        (
            "image_basic: {calls: {2025-01: 5k, 2025-03: 0}, peak_qps: {2025-01: 3}}",
            [],
        ),
    ],
)
def test_a_plan_says_once_that_peaks_are_not_known(
    tmp_path: Path, usage: str, said: list[tuple[str, str, str]]
) -> None:
    file = usage_file(tmp_path, f"usage:\n  {usage}\n")
    assert unknown(json_of("recommend", file)) == said


def test_a_plan_looks_at_the_months_it_plans(tmp_path: Path) -> None:
    """January has no peak, and is over."""
    file = usage_file(
        tmp_path,
        "usage: {image_basic: {calls: {2025-01: 5k, 2025-02: 5k}, peak_qps: {2025-02: 3}}}\n",
    )
    assert unknown(json_of("recommend", file, "--from", "2025-02")) == []
    assert unknown(json_of("recommend", file)) == [("note", "2025-01", "image_basic")]


def test_throttling_that_is_allowed_holds_no_limit(tmp_path: Path) -> None:
    file = usage_file(tmp_path, "usage: {image_basic: {calls: {2025-01: 95k}}}\n")
    assert unknown(json_of("recommend", file, "--allow-throttling")) == []


@pytest.mark.parametrize("book", ["intl", "mainland"])
def test_a_quote_says_it(book: str) -> None:
    quote = ("quote", "--calls", "95k", "--from", "2025-01", "--price-book", book)
    [(severity, month, _)] = unknown(json_of(*quote))
    assert (severity, month) == ("note", "2025-01")
    assert unknown(json_of(*quote, "--peak-qps", "9")) == []


def test_the_note_says_what_to_do_and_on_what_it_rests() -> None:
    answer = json_of("quote", "--calls", "95k", "--from", "2025-01")
    [note] = [row for row in answer["warnings"] if row["code"] == "peak_unknown"]
    assert "averages only" in note["message"]
    assert "peak_qps" in note["remedy"]
    assert note["clauses"] == ["call-volume-limit", "image-qps"]
