"""`--month` shows some months: what is said beside them is of those, or names the others."""

from pathlib import Path

import pytest

from tests.tools import ffbill, json_of, usage_file

WIDE = {"COLUMNS": "200"}

# January: 10,000 x 0.05 = 500.00. February: 100 of 2,800 calls, those of the 1st, are in QPS mode without QPS.
LATER = """
    usage:
      image_basic:
        calls: {2025-01: 10_000, 2025-02: 2800}
        billing_mode: [{from: 2025-02-01, until: 2025-02-02, mode: qps}]
    """
# The whole of February (2,800) and of April (3,000) is.
TWO_MONTHS = """
    usage:
      image_basic:
        calls: {2025-01: 10_000, 2025-02: 2800, 2025-04: 3000}
        billing_mode: [{from: 2025-02-01, mode: qps}]
    """


class TestIncomplete:
    """`complete` speaks of the whole file, so the sentence names a month that is not shown."""

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (LATER, "INCOMPLETE: 100 calls undetermined in 2025-02, not in the amount"),
            # 2,800 + 3,000
            (
                TWO_MONTHS,
                "INCOMPLETE: 5,800 calls undetermined in 2 months from 2025-02 to 2025-04, not in the amount",
            ),
        ],
    )
    def test_another_month(self, tmp_path: Path, text: str, said: str) -> None:
        """On the screen, and on standard error beside data."""
        file = usage_file(tmp_path, text)
        ran = ffbill("estimate", file, "--month", "2025-01", env=WIDE)
        assert said in ran.out
        data = ffbill("estimate", file, "--month", "2025-01", "-f", "json")
        assert f"ffbill: {said}" in data.err

    def test_the_month_that_is_shown(self, tmp_path: Path) -> None:
        """The warning beside it names the month."""
        file = usage_file(tmp_path, LATER)
        ran = ffbill("estimate", file, "--month", "2025-02", env=WIDE)
        assert "INCOMPLETE: 100 calls undetermined, not in the amount" in ran.out

    def test_beside_another(self, tmp_path: Path) -> None:
        """A comparison says the same of each scenario."""
        file = usage_file(tmp_path, LATER)
        ran = ffbill("compare", file, file, "--month", "2025-01", env=WIDE)
        assert "INCOMPLETE: 100 calls undetermined in 2025-02" in ran.out


class TestCompared:
    """A comparison of some months has the warnings and notes of those, as `estimate` has."""

    # 9,999 x 0.065 = 649.94 is in the dead zone (10,000 cost 500.00), in January or in both months.
    BOTH = "usage: {image_basic: {calls: {2025-01: 9999, 2025-02: 9999}}}"
    NONE = "usage: {image_basic: {calls: {2025-01: 100, 2025-02: 100}}}"

    def test_notes_of_other_months(self, tmp_path: Path) -> None:
        """February's note alone is no longer there."""
        base = usage_file(tmp_path, self.BOTH, name="base.yaml")
        other = usage_file(tmp_path, self.NONE, name="other.yaml")
        ran = ffbill("compare", base, other, "--month", "2025-02", env=WIDE)
        assert "note dead_zone, image_basic, 2025-02" in ran.out
        assert "2025-01" not in ran.out
        answer = json_of("compare", base, other, "--month", "2025-02")
        told = [one["month"] for one in answer["scenarios"][0]["warnings"]]
        assert told == ["2025-02"]

    def test_calls_of_other_months(self, tmp_path: Path) -> None:
        """The totals of January are of the same service: what has no price is February's."""
        base = usage_file(tmp_path, self.BOTH, name="base.yaml")
        other = usage_file(tmp_path, LATER, name="other.yaml")
        ran = ffbill("compare", base, other, "--month", "2025-01", env=WIDE)
        assert "Not the same service" not in ran.out


class TestWithoutAPrice:
    """RULES 3.6: calls in QPS mode without QPS are undetermined; nothing says that they fail."""

    SERVED = "usage: {image_basic: {calls: {2025-01: 10_000, 2025-02: 2800}}}"

    def test_undetermined_calls(self, tmp_path: Path) -> None:
        """100 calls of 1 February."""
        base = usage_file(tmp_path, self.SERVED, name="base.yaml")
        other = usage_file(tmp_path, LATER, name="other.yaml")
        ran = ffbill("compare", base, other, env=WIDE)
        assert (
            f"Not the same service: no price is stated for 100 calls in {other}; calls without a price are in no "
            "total, so a lower total is no saving there"
        ) in " ".join(ran.out.split())
        assert "fail" not in ran.out

    def test_undetermined_and_refused_calls(self, tmp_path: Path) -> None:
        """100 calls of 1 February have no price, 100 of the 2nd are refused, as the service is off then."""
        base = usage_file(tmp_path, self.SERVED, name="base.yaml")
        off = "\n    account: {disabled: [{from: 2025-02-02, until: 2025-02-03}]}"
        other = usage_file(tmp_path, off + LATER, name="o.yaml")
        ran = ffbill("compare", base, other, env=WIDE)
        assert (
            f"Not the same service: 100 calls are not served in {other}; no price is stated for 100 calls in {other}; "
            "calls that fail cost nothing, those without a price are in no total, so a lower total is no saving there"
        ) in " ".join(ran.out.split())
