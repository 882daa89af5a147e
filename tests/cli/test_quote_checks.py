"""A demand is held to what a file is held to."""

from pathlib import Path

import pytest

from tests.tools import ffbill, json_of, usage_file


@pytest.mark.parametrize(
    ("words", "calls", "average"),
    [
        # 10,000,000 / 86,400 = 115.7; of 100,000,000 January's first day has a 31st: 3,225,806 / 86,400 = 37.3
        (("--calls", "10M", "--days", "1"), "10,000,000", 116),
        (("--calls", "100M"), "3,225,806", 38),
    ],
)
def test_a_peak_below_the_average_is_refused(
    words: tuple[str, ...], calls: str, average: int
) -> None:
    """As RULES 2.7 has it for a file; at the average itself the peak is possible."""
    quote = ("quote", *words, "--from", "2025-01", "--peak-qps")
    ran = ffbill(*quote, "5")
    assert (ran.status, ran.out) == (2, "")
    assert f"--peak-qps: a peak of 5 QPS, but the {calls} calls of 2025-01-01" in (
        ran.err
    )
    assert f"are {average} a second on average" in ran.err
    assert ffbill(*quote, str(average)).status == 0


def test_months_in_which_the_book_is_not_in_force_are_refused(tmp_path: Path) -> None:
    book = tmp_path / "ours.yaml"
    book.write_text(
        "book: 1\nextends: intl\nid: ours\nin_force: {from: 2025-01-01, until: 2025-03-01}\n"
    )
    quote = ("quote", "--calls", "10k", "--price-book", book)
    ran = ffbill(*quote, "--from", "2025-02", "--months", "2")
    assert (ran.status, ran.out) == (2, "")
    assert "--from: outside the time in which the price book 'ours'" in ran.err
    # A pack of 10,000 in each of both months.
    answer = json_of(*quote, "--from", "2025-01", "--months", "2")
    assert answer["best"]["total"] == "900.00"


def test_one_day_is_one_day() -> None:
    ran = ffbill("quote", "--calls", "900", "--days", "1", "--from", "2025-01-31")
    assert ran.out.startswith("image_basic: 900 calls in 1 day from 2025-01-31")


def test_what_is_noted_is_told_beside_data_and_can_be_left_out(tmp_path: Path) -> None:
    """Of scripts' formats JSON has room for notes, CSV has none; warnings are told with both."""
    quote = ("quote", "--calls", "95k", "--from", "2025-01")
    assert "note peak_unknown, image_basic, 2025-01" in ffbill(*quote, "-f", "csv").err
    assert ffbill(*quote, "-f", "json").err == ""
    assert ffbill(*quote, "-f", "csv", "-q").err == ""
    assert "peak_unknown" in ffbill(*quote).out
    assert "peak_unknown" not in ffbill(*quote, "-q").out
    left_out = json_of(*quote, "--ignore", "peak_unknown")
    assert left_out["warnings"] == []
    assert ffbill(*quote, "--strict").status == 0
    # QPS that were bought for a day in call volume mode: a warning.
    file = usage_file(
        tmp_path,
        """
        usage: {image_basic: {calls: {2025-01: 5}, peak_qps: 1}}
        orders:
        - {id: Q, item: qps, for: image_basic, qps: 1, days: 1, date: 2025-01-01, bought: true}
        """,
    )
    ran = ffbill("recommend", file, "-f", "json", "--strict")
    assert ran.status == 1
    assert "warning qps_unused, image_basic, 2025-01" in ran.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--from", "2025-1"), "'2025-1' is not a month; expected YYYY-MM"),
        (("--from", "2025-13"), "'2025-13' is not a month of the calendar"),
        (("--from", "2025-01-15"), "months begin on their 1st"),
        (("--from", "2025-02-30"), "'2025-02-30' is not a day of the calendar"),
        (
            ("--from", "2025-1", "--days", "3"),
            "'2025-1' is neither a month nor a day; expected YYYY-MM or YYYY-MM-DD",
        ),
        (("--from", "2025-13", "--days", "3"), "is not a month of the calendar"),
    ],
)
def test_the_start_is_asked_for_as_it_is_taken(
    words: tuple[str, ...], says: str
) -> None:
    ran = ffbill("quote", "--calls", "95k", *words)
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.err


def test_a_month_may_be_written_as_its_first_day() -> None:
    quote = ("quote", "--calls", "95k")
    by_day = json_of(*quote, "--from", "2025-01-01")
    assert by_day == json_of(*quote, "--from", "2025-01")
