"""`ffbill estimate`: gates, and the months shown.

The docstring of a test is the sentence of RULES it holds. Amounts are worked by hand from the two documents, the sum
beside them; the spread of a month of N calls over D days puts floor(N*k/D) calls in its first k days.
"""

import pytest

from tests.answer_parts import others, totals
from tests.tools import Ask


class TestGates:
    """A gate fails when the figure is greater than the amount."""

    TEXT = "price_book: intl\nusage: {image_basic: {calls: {2025-01: 1000, 2025-02: 2000}}}"
    """65.00 and 130.00."""

    @pytest.mark.parametrize(
        ("option", "amount", "met"),
        [
            ("--fail-over", "195.00", True),
            ("--fail-over", "194.99", False),
            ("--fail-over-month", "130", True),
            ("--fail-over-month", "129.99", False),
        ],
    )
    def test_a_gate(self, ask: Ask, option: str, amount: str, met: bool) -> None:
        """Equal is not greater; the exit status is 1 when it is not met."""
        answer = ask(self.TEXT, option, amount, status=0 if met else 1)
        actual = "195.00" if option == "--fail-over" else "130.00"
        limit = amount if "." in amount else f"{amount}.00"
        name = option[2:].replace("-", "_")
        assert answer["gates"] == [
            {"name": name, "limit": limit, "actual": actual, "met": met}
        ]

    def test_without_a_gate(self, ask: Ask) -> None:
        """No condition, none listed."""
        assert ask(self.TEXT)["gates"] == []

    def test_no_bills(self, ask: Ask) -> None:
        """Nothing to bill is 0.00, which is not more than 0."""
        answer = ask(
            "price_book: intl\nusage: {image_basic: {calls: {}}}",
            "--fail-over",
            "0",
            "--fail-over-month",
            "0",
        )
        assert answer["bills"] == []
        assert [(gate["actual"], gate["met"]) for gate in answer["gates"]] == [
            ("0.00", True),
            ("0.00", True),
        ]

    def test_gates_of_the_months_shown(self, ask: Ask) -> None:
        """`--month`: totals, `by_kind`, `alternatives` and gates are theirs."""
        answer = ask(
            self.TEXT,
            "--month",
            "2025-01",
            "--fail-over",
            "65",
            "--fail-over-month",
            "65",
        )
        assert [gate["actual"] for gate in answer["gates"]] == ["65.00", "65.00"]
        ask(self.TEXT, "--month", "2025-02", "--fail-over", "65", status=1)

    def test_an_incomplete_answer_meets_no_gate(self, ask: Ask) -> None:
        """Any money gate on it fails unless `--allow-incomplete`."""
        text = "price_book: mainland\nusage: {a: {calls: {2021-03: 501}}}"
        refused = ask(text, "--fail-over", "1000", status=1)
        assert [gate["met"] for gate in refused["gates"]] == [False]
        allowed = ask(text, "--fail-over", "1000", "--allow-incomplete")
        assert [gate["met"] for gate in allowed["gates"]] == [True]

    def test_allow_incomplete_lifts_no_limit(self, ask: Ask) -> None:
        """It admits the incomplete answer, not a figure above the amount."""
        text = """
            price_book: intl
            account: {disabled: [{from: 2025-01-02}]}
            usage: {image_basic: {calls: {2025-01-01: 1000, 2025-01-02: 1}}}
            """
        ask(text, "--fail-over", "64.99", "--allow-incomplete", status=1)
        ask(text, "--fail-over", "65.00", "--allow-incomplete", status=0)
        ask(text, "--fail-over", "65.00", status=1)

    def test_strict(self, ask: Ask) -> None:
        """`--strict` fails on warnings, not notes; an ignored code is no warning."""
        note = "price_book: intl\nusage: {image_basic: {calls: {2025-01: 9_999}}}"
        assert [each["code"] for each in ask(note, "--strict")["warnings"]] == [
            "dead_zone"
        ]
        warned = "price_book: intl\nusage: {image_basic: {calls: {2025-01: 5}, peak_qps: 21}}"
        assert [
            each["code"] for each in ask(warned, "--strict", status=1)["warnings"]
        ] == ["over_qps_limit"]
        assert ask(warned, "--strict", "--ignore", "over_qps_limit")["warnings"] == []


class TestMonth:
    """`--month` shows only those bills; totals, `by_kind`, `alternatives` and gates are theirs."""

    TEXT = """
        price_book: intl
        usage: {image_basic: {calls: {2025-01: 100k, 2025-02: 101k, 2025-03: 9_999}}}
        orders:
          - {item: free_pack, for: image_basic, date: 2025-01-01}
          - {item: call_pack, for: image_basic, size: 10k, date: 2025-02-01}
        """

    def test_the_whole(self, ask: Ask) -> None:
        """All three months, to compare with."""
        # 99,000 x 0.050 + (450 + 91,000 x 0.050) + 9,999 x 0.065
        assert totals(ask(self.TEXT)) == {
            "2025-01": "4950.00",
            "2025-02": "5000.00",
            "2025-03": "649.94",
        }
        # 99,000 x 0.035 = 3,465, and with all calls 91,000 x 0.035 = 3,185 instead of 4,550
        assert others(ask(self.TEXT)) == {
            ("tier_basis", "after_paid_packs"): ("9114.94", "-1485.00"),
            ("tier_basis", "total"): ("7749.94", "-2850.00"),
        }

    def test_one_month(self, ask: Ask) -> None:
        """February alone: its line and its pack, and what other readings change in it."""
        answer = ask(self.TEXT, "--month", "2025-02")
        assert totals(answer) == {"2025-02": "5000.00"}
        assert answer["total"] == "5000.00"
        assert answer["by_kind"] == {"pay_as_you_go": "4550.00", "call_pack": "450.00"}
        assert others(answer) == {("tier_basis", "total"): ("3635.00", "-1365.00")}
        assert {each["month"] for each in answer["warnings"]} == {"2025-02"}

    def test_several_months(self, ask: Ask) -> None:
        """Repeatable, in the order of the calendar."""
        answer = ask(self.TEXT, "--month", "2025-03", "--month", "2025-01")
        assert totals(answer) == {"2025-01": "4950.00", "2025-03": "649.94"}
        assert list(totals(answer)) == ["2025-01", "2025-03"]
        assert answer["total"] == "5599.94"

    def test_a_month_without_a_bill(self, ask: Ask) -> None:
        """A month the scenario does not have is an error, never a total of zero."""
        assert "2025-04" in ask.refused(self.TEXT, "--month", "2025-04")
