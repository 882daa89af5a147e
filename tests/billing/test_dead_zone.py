"""Bills that more calls would make cheaper.

The docstring of a test is the sentence of RULES it holds. Amounts are worked by hand from the two documents, the sum
beside them; the spread of a month of N calls over D days puts floor(N*k/D) calls in its first k days.
"""

import pytest

from tests.answer_parts import IMAGE, line, message, others, told
from tests.tools import Ask


class TestDeadZone:
    """9: `dead_zone`: the month's line costs more than the least line of any larger billable count."""

    @pytest.mark.parametrize(
        ("calls", "amount", "bounds"),
        [
            # 649.94 - 10,000 x 0.050; 7,692 x 0.065 = 499.98, 7,693 x 0.065 = 500.05
            (9_999, "149.94", "every count from 7,693 to 9,999"),
            (
                7_693,
                "0.05",
                "every count from 7,693 to 9,999",
            ),  # 500.045, half up: 500.05
            # 90,000 x 0.050 = 4,500 against 100,000 x 0.035 = 3,500
            (90_000, "1000.00", "every count from 70,001 to 99,999"),
            # 900,000 x 0.035 = 31,500 against 1,000,000 x 0.020; 20,000 / 0.035 = 571,428.57
            (900_000, "11500.00", "every count from 571,429 to 999,999"),
            # 4,000,000 x 0.020 = 80,000 against 10,000,000 x 0.006 = 60,000
            (4_000_000, "20000.00", "every count from 3,000,001 to 9,999,999"),
        ],
    )
    def test_bounds_and_difference(
        self, ask: Ask, calls: int, amount: str, bounds: str
    ) -> None:
        """Give the bounds and the difference."""
        answer = ask(
            f"price_book: intl\nusage: {{image_basic: {{calls: {{2025-01: {calls}}}}}}}"
        )
        assert told(answer, "dead_zone") == [("2025-01", IMAGE, amount)]
        assert bounds in message(answer, "dead_zone")

    @pytest.mark.parametrize("calls", [7_692, 10_000, 70_000, 100_000, 10_000_000])
    def test_outside(self, ask: Ask, calls: int) -> None:
        """A count that no larger one undercuts is in none; equal is not more."""
        answer = ask(
            f"price_book: intl\nusage: {{image_basic: {{calls: {{2025-01: {calls}}}}}}}"
        )
        assert told(answer, "dead_zone") == []

    def test_the_account_s_line(self, ask: Ask) -> None:
        """In the mainland book it is the account's line."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2021-03: 1_010_500}}}
            orders: [{item: licence, for: a, package: 1, date: 2021-03-01}]
            """
        )
        # 1,000,000 x 0.02 = 20,000 against 1,000,001 x 0.012 = 12,000.01
        assert told(answer, "dead_zone") == [("2021-03", "account", "7999.99")]

    def test_free_and_pack_calls_as_they_are(self, ask: Ask) -> None:
        """Under `total`, 91,000 deducted calls stay: 8,999 billable ones lie below the tier that 9,000 reach."""
        answer = ask(
            """
            price_book: intl
            assumptions: {tier_basis: total}
            usage: {image_basic: {calls: {2025-01: 99_999}}}
            orders:
              - {item: free_pack, for: image_basic, date: 2025-01-01}
              - {item: call_pack, for: image_basic, size: 10k, quantity: 9, date: 2025-01-01}
            """
        )
        # 8,999 x 0.050 = 449.95 against 9,000 x 0.035 = 315.00; 315 / 0.050 = 6,300
        assert told(answer, "dead_zone") == [("2025-01", IMAGE, "134.95")]
        assert "every count from 6,301 to 8,999" in message(answer, "dead_zone")


class TestPackRaisedBill:
    """9: `pack_raised_bill`: the line costs more than with none of the month's free and pack calls deducted."""

    def test_the_example_of_the_interface(self, ask: Ask) -> None:
        """100,000 calls with the free 1,000: 99,000 x 0.050 = 4,950 against 100,000 x 0.035 = 3,500."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01: 100k}}}
            orders: [{id: F-1, item: free_pack, for: image_basic, date: 2025-01-01}]
            """
        )
        assert line(answer, "2025-01") == ("99000", "0.050", "4950.00")
        assert told(answer, "pack_raised_bill") == [("2025-01", IMAGE, "1450.00")]
        assert told(answer, "dead_zone") == [("2025-01", IMAGE, "1450.00")]
        assert others(answer) == {
            ("tier_basis", "after_paid_packs"): (
                "3465.00",
                "-1485.00",
            ),  # 99,000 x 0.035
            ("tier_basis", "total"): ("3465.00", "-1485.00"),
        }
        total = ask(
            """
            price_book: intl
            assumptions: {tier_basis: total}
            usage: {image_basic: {calls: {2025-01: 100k}}}
            orders: [{id: F-1, item: free_pack, for: image_basic, date: 2025-01-01}]
            """
        )
        assert told(total, "pack_raised_bill") == []  # 3,465 is less than 3,500

    def test_purchase_prices_left_out(self, ask: Ask) -> None:
        """Purchase prices left out: a pack that lowers the line raises no bill, though it cost more than it saved."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01: 5000}}}
            orders: [{item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}]
            """
        )
        assert answer["total"] == "320.00"  # 4,000 x 0.065 + 60, without the pack 325
        assert told(answer, "pack_raised_bill") == []

    def test_the_account_s_line(self, ask: Ask) -> None:
        """Mainland: the account's line; what an unlicensed activity tries stays free."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2021-03: 1_000_500}}, b: {calls: {2021-03: 400}}}
            orders: [{item: licence, for: a, package: 1, date: 2021-03-01}]
            """
        )
        # 990,000 x 0.02 = 19,800 against 1,000,500 x 0.012 = 12,006, without b's 400
        assert told(answer, "pack_raised_bill") == [("2021-03", "account", "7794.00")]
