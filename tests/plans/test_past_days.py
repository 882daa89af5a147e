"""A plan from a day inside a month: what was not served before that day is over, and no reason against a plan."""

from pathlib import Path

import pytest

from tests.tools import json_of, usage_file


def best(folder: Path, text: str, *words: str, book: str = "intl") -> str | None:
    """The total of the best plan from 10 February on."""
    file = usage_file(folder, text, book=book)
    answer = json_of("recommend", file, "--from", "2025-02-10", *words)
    found: str | None = answer["best"]["total"]
    return found


def test_a_peak_of_a_day_that_is_over(tmp_path: Path) -> None:
    """100 calls a day: 900 before the 10th, then 1,000 free ones and 900 more: 1,800 x 0.065 = 117.00."""
    text = """
        usage: {image_basic: {calls: {2025-02: 2800}, peak_qps: {2025-02-05: 25, 2025-02: 10}}}
        """
    assert best(tmp_path, text) == "117.00"


def test_calls_without_a_price_on_days_that_are_over(tmp_path: Path) -> None:
    """On 3 and 4 February no QPS are in force: 200 calls are undetermined, 1,600 are billed: 104.00."""
    text = """
        usage:
          image_basic:
            calls: {2025-02: 2800}
            peak_qps: 3
            billing_mode: [{from: 2025-02-03, until: 2025-02-05, mode: qps}]
        """
    assert best(tmp_path, text) == "104.00"


def test_days_switched_off_on_both_sides(tmp_path: Path) -> None:
    """Off on the 3rd, 4th and 13th (300 calls), and 100 undetermined on the 6th.

    2,800 - 300 - 100 - 1,000 free = 1,400 x 0.065 = 91.00.
    """
    text = """
        account:
          disabled:
          - {from: 2025-02-03, until: 2025-02-05}
          - {from: 2025-02-13, until: 2025-02-14}
        usage:
          image_basic:
            calls: {2025-02: 2800}
            peak_qps: 3
            billing_mode: [{from: 2025-02-06, until: 2025-02-07, mode: qps}]
        """
    assert best(tmp_path, text) == "91.00"


def test_calls_refused_before_a_licence_can_be_bought(tmp_path: Path) -> None:
    """100 a day: 500 are free, 400 refused; a licence on the 10th includes the other 1,900: 5,000.00."""
    text = """
        usage:
          a:
            calls: {2025-02: 2800}
            peak_qps: {2025-02-01..2025-02-09: 1, 2025-02-10..2025-02-28: 8}
        """
    assert best(tmp_path, text, book="mainland") == "5000.00"


@pytest.mark.parametrize(("peak", "total"), [(25, "1985.50"), (20, "117.00")])
def test_a_peak_that_is_to_come_is_a_reason(
    tmp_path: Path, peak: int, total: str
) -> None:
    """25 QPS for the 12th are 1,875.00 and take 100 calls from those that are billed.

    900 billed and 1,000 free before, 800 or (at 20 QPS) 900 billed after: 1,875.00 + 110.50 = 1,985.50, or
    117.00. A pack of 1,000 for 60.00 on the 10th costs more than the 52.00 or 58.50 that it saves.
    """
    text = f"""
        usage: {{image_basic: {{calls: {{2025-02: 2800}}, peak_qps: {{2025-02-12: {peak}, 2025-02: 10}}}}}}
        """
    assert best(tmp_path, text) == total
