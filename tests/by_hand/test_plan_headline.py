"""What the headline of a plan speaks of: the months of its figure, and the calls that no plan has in it."""

from pathlib import Path

import pytest

from tests.tools import Answer, estimate_json, ffbill, json_of, usage_file

WIDE = {"COLUMNS": "200"}

# January: 50,000 x 0.05 = 2,500.00. February's 1,000 are free once the free pack is claimed.
TWO_MONTHS = "usage: {image_basic: {calls: {2025-01: 50k, 2025-02: 1k}, peak_qps: 5}}"

# 2,800 calls in February: 100 a day. On the 3rd and 4th QPS mode without QPS: 200 are undetermined.
UNDETERMINED = """
    usage:
      image_basic:
        calls: {2025-01: 31k, 2025-02: 2800}
        peak_qps: 3
        billing_mode: [{from: 2025-02-03, until: 2025-02-05, mode: qps}]
    """

# 100 calls a day; those of the 20th find the service switched off.
SWITCHED_OFF = """
    account: {disabled: [{from: 2025-02-20, until: 2025-02-21}]}
    usage: {image_basic: {calls: {2025-02: 2800}, peak_qps: 3}}
    """

# Undetermined on the 4th (100 calls), before the 10th, and off on the 20th (100 calls).
BOTH = """
    account: {disabled: [{from: 2025-02-20, until: 2025-02-21}]}
    usage:
      image_basic:
        calls: {2025-02: 2800}
        peak_qps: 3
        billing_mode: [{from: 2025-02-04, until: 2025-02-05, mode: qps}]
    """

# 100 calls a day without a licence: 500 are free, the other 400 before the 10th refused.
UNLICENSED = """
    price_book: mainland
    usage: {spring: {calls: {2025-02: 2800}, peak_qps: 1}}
    """


def shown(folder: Path, text: str, *words: str) -> str:
    """The screen of a plan."""
    ran = ffbill("recommend", usage_file(folder, text), *words, env=WIDE)
    assert ran.status == 0, ran.err
    return ran.out


class TestPeriod:
    """The first lines hold the figure and its period; `total` is of all the file's months."""

    def test_the_months_of_the_figure(self, tmp_path: Path) -> None:
        """2,500.00 are January's, and February costs 0.00."""
        screen = shown(tmp_path, TWO_MONTHS, "--from", "2025-02")
        said = "2,500.00 USD is the cheapest plan, 2025-01 to 2025-02, book"
        assert said in screen
        assert "0.00 USD of it in the months planned, 2025-02" in screen

    def test_all_months_are_planned(self, tmp_path: Path) -> None:
        """Nothing of the figure lies before the plan."""
        screen = shown(tmp_path, TWO_MONTHS)
        assert "is the cheapest plan, 2025-01 to 2025-02, book" in screen
        assert "months planned" not in screen

    def test_a_plan_from_a_day_on(self, tmp_path: Path) -> None:
        """That month's bill is of days before the plan too."""
        screen = shown(tmp_path, TWO_MONTHS, "--from", "2025-02-10")
        assert "is the cheapest plan, 2025-01 to 2025-02, book" in screen
        said = "Planned from 2025-02-10 on; the figure holds what lies before that day"
        assert said in screen

    def test_months_without_a_bill(self, tmp_path: Path) -> None:
        """Nothing is needed, so the pack of March, 60.00, is not bought: the plan has no bill."""
        text = (
            "orders: [{item: call_pack, for: image_basic, size: 1k, date: 2025-03-01}]"
        )
        screen = shown(tmp_path, text)
        assert "0.00 USD is the cheapest plan, 2025-03, book" in screen


CASES = {
    UNDETERMINED: (
        "INCOMPLETE: 200 calls undetermined in 2025-02, before the plan begins, and in no plan's amount",
        {"refused": 0, "undetermined": 200},
    ),
    SWITCHED_OFF: (
        "INCOMPLETE: 100 calls refused in 2025-02, not in the amount; the service is switched off in the console then",
        {"refused": 100, "undetermined": 0},
    ),
    BOTH: (
        "INCOMPLETE: 100 calls refused in 2025-02 (100 of them with the service switched off in the console) and "
        "100 calls undetermined in 2025-02, the others before the plan begins, and in no plan's amount",
        {"refused": 100, "undetermined": 100},
    ),
    UNLICENSED: (
        "INCOMPLETE: 400 calls refused in 2025-02, before the plan begins, and in no plan's amount",
        {"refused": 400, "undetermined": 0},
    ),
}


def left_out(answer: Answer) -> dict[str, int]:
    """The calls that a bill leaves out."""
    rows = [row for bill in answer["bills"] for row in bill["usage"]]
    return {
        kind: sum(row[kind] for row in rows) for kind in ("refused", "undetermined")
    }


@pytest.mark.parametrize("text", CASES)
def test_calls_outside_every_plan(tmp_path: Path, text: str) -> None:
    """A headline says INCOMPLETE where the written plan's estimate does, with the same calls."""
    said, calls = CASES[text]
    assert said in shown(tmp_path, text, "--from", "2025-02-10")
    file, plan = usage_file(tmp_path, text), tmp_path / "plan.yaml"
    answer = json_of("recommend", file, "--from", "2025-02-10", "--write", plan)
    assert answer["complete"] is False
    billed = estimate_json(plan)
    assert billed["complete"] is False
    assert left_out(billed) == calls


def test_scripts_are_told(tmp_path: Path) -> None:
    """Whoever runs a script sees it on standard error, as `estimate` tells it."""
    file = usage_file(tmp_path, UNDETERMINED)
    ran = ffbill("recommend", file, "--from", "2025-02-10", "-f", "json")
    assert "ffbill: INCOMPLETE: 200 calls undetermined in 2025-02" in ran.err


def test_every_call_has_a_price(tmp_path: Path) -> None:
    """Nothing is left out of this plan."""
    assert json_of("recommend", usage_file(tmp_path, TWO_MONTHS))["complete"] is True
    assert "INCOMPLETE" not in shown(tmp_path, TWO_MONTHS)


def test_no_plan_is_not_complete(tmp_path: Path) -> None:
    """1,001 QPS are more than a licence and its upgrades serve."""
    text = """
        price_book: mainland
        usage: {spring: {calls: {2025-02: 2800}, peak_qps: 1001}}
        """
    assert json_of("recommend", usage_file(tmp_path, text))["complete"] is False
