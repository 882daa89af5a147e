"""What orders cost and how they are paid.

The docstring of a test is the sentence of RULES it holds. Amounts are worked by hand from the two documents, the sum
beside them; the spread of a month of N calls over D days puts floor(N*k/D) calls in its first k days.
"""

import pytest

from tests.answer_parts import amounts, line, pack, row, totals
from tests.tools import Ask


class TestMoneyOfOrders:
    """0: an order's line amount is its price less `discount`."""

    @pytest.mark.parametrize(
        ("terms", "amount"),
        [
            ("", "450.00"),
            ("quantity: 3", "1350.00"),  # 3 x 450
            ("paid: {cash: 400, discount: 50}", "400.00"),
            (
                "paid: {cash: 400, voucher: 50}",
                "450.00",
            ),  # vouchers are tenders, not part of it
            ("paid: {cash: 1, transferred: 2, gifted: 3, card: 444}", "450.00"),
            ("price: 399.99", "399.99"),
            ("price: 400, paid: {cash: 380, discount: 20}", "380.00"),
            ("price: 0", "0.00"),
            ("source: gifted", "0.00"),
            ("source: campaign", "450.00"),  # default: the list price
            (
                "source: campaign, paid: {cash: 99, voucher: 1}",
                "100.00",
            ),  # the sum of its `paid`
            ("quantity: 3, price: 1000", "1000.00"),
        ],
    )
    def test_amounts(self, ask: Ask, terms: str, amount: str) -> None:
        """Gifted costs 0; `price` states an agreed price; a campaign order costs the sum of its `paid`."""
        comma = ", " if terms else ""
        answer = ask(
            f"""
            price_book: intl
            orders: [{{id: P, item: call_pack, for: image_basic, size: 10k, date: 2025-01-05{comma}{terms}}}]
            """
        )
        assert amounts(answer) == {"P": amount}
        assert answer["total"] == amount

    @pytest.mark.parametrize(
        "terms",
        [
            "paid: {cash: 449.99}",
            "paid: {cash: 450, discount: 1}",
            "price: 400, paid: {cash: 450}",
            "source: gifted, paid: {cash: 450}",
        ],
    )
    def test_tenders_that_do_not_add_up(self, ask: Ask, terms: str) -> None:
        """`paid` must add up to the price."""
        text = f"""
            price_book: intl
            orders: [{{item: call_pack, for: image_basic, size: 10k, date: 2025-01-05, {terms}}}]
            """
        assert "the tenders add up to" in ask.refused(
            text
        ) or "a gifted order costs nothing" in ask.refused(text)

    def test_a_gifted_pack_serves_calls(self, ask: Ask) -> None:
        """A gifted pack is a pack: each of the two packs of the order is listed, and used in turn."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-05: 1500}}}
            orders:
              - {id: P, item: call_pack, for: image_basic, size: 1k, quantity: 2, source: gifted, date: 2025-01-05}
            """
        )
        assert row(answer, "2025-01") == {"packs": 1_500}
        assert [pack(answer, "P", n)["used"] for n in (1, 2)] == [1_000, 500]
        assert [pack(answer, "P", n)["status"] for n in (1, 2)] == [
            "exhausted",
            "valid",
        ]
        assert answer["total"] == "0.00"

    def test_used_calls(self, ask: Ask) -> None:
        """6.8: `used_calls` states what was used outside the scenario's months: it lowers the balance."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-05: 800}}}
            orders:
              - {id: P, item: call_pack, for: image_basic, size: 1k, quantity: 2, used_calls: 1300, date: 2025-01-05}
            """
        )
        assert row(answer, "2025-01") == {"packs": 700, "billable": 100}
        assert [pack(answer, "P", n)["used"] for n in (1, 2)] == [1_000, 1_000]

    def test_more_used_calls_than_the_pack_holds(self, ask: Ask) -> None:
        """A pack cannot have been used more than it holds."""
        text = """
            price_book: intl
            orders: [{item: call_pack, for: image_basic, size: 1k, used_calls: 1001, date: 2025-01-05}]
            """
        assert "1,001 used calls of 1,000" in ask.refused(text)

    def test_what_a_refund_gives_back(self, ask: Ask) -> None:
        """6.5, 6.7: a negative line in that month's bill; vouchers and discounts are not returned."""
        answer = ask(
            """
            price_book: intl
            orders:
              - {id: P, item: call_pack, for: image_basic, size: 10k, date: 2025-01-31, refunded: 2025-02-02,
                 paid: {cash: 200, transferred: 50, gifted: 30, card: 20, voucher: 100, discount: 50}}
            """
        )
        # 450 - 50 = 400 paid; 200 + 50 + 30 + 20 = 300 come back
        assert totals(answer) == {"2025-01": "400.00", "2025-02": "-300.00"}
        assert line(answer, "2025-02", "refund") == ("-1", "300.00", "-300.00")

    def test_a_refund_takes_back_the_whole_order(self, ask: Ask) -> None:
        """6.7: all n packs of the order go back."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-05: 100}}}
            orders:
              - {id: P, item: call_pack, for: image_basic, size: 1k, quantity: 2, date: 2025-01-02,
                 refunded: 2025-01-05}
            """
        )
        assert row(answer, "2025-01") == {"billable": 100}
        assert [pack(answer, "P", n)["status"] for n in (1, 2)] == [
            "refunded",
            "refunded",
        ]
        assert answer["by_kind"] == {
            "pay_as_you_go": "6.50",
            "call_pack": "120.00",
            "refund": "-120.00",
        }

    def test_each_line_is_rounded_once(self, ask: Ask) -> None:
        """0: a bill's total is the sum of its rounded lines."""
        answer = ask(
            "price_book: intl\nusage: {image_basic: {calls: {2025-01: 1, 2025-02: 1}}}",
        )
        # 0.065 is 0.07 in each month: 0.14, not 0.13
        assert answer["total"] == "0.14"
        assert answer["by_kind"] == {"pay_as_you_go": "0.14"}
