"""Calls of activities by volume: tiers that hold their upper bound, all activities together.

The docstring of a test is the sentence of RULES it holds. Amounts are worked by hand from the two documents, the sum
beside them; the spread of a month of N calls over D days puts floor(N*k/D) calls in its first k days.
"""

from textwrap import dedent

import pytest

from tests.answer_parts import line, others, row
from tests.tools import Ask


class TestPostpaid:
    """7.5: all licensed activities' remaining calls of the month together, volume pricing."""

    @pytest.mark.parametrize(
        ("billable", "unit_price", "amount"),
        [
            (1_000_000, "0.02", "20000.00"),
            (1_000_001, "0.012", "12000.01"),  # 12,000.012
            (5_000_000, "0.012", "60000.00"),
            (5_000_001, "0.005", "25000.01"),  # 25,000.005, half up
        ],
    )
    def test_tiers_include_their_upper_bound(
        self, ask: Ask, billable: int, unit_price: str, amount: str
    ) -> None:
        """CNY tiers include their **upper** bound."""
        answer = ask(
            f"""
            price_book: mainland
            usage: {{a: {{calls: {{2021-03: {billable + 10_500}}}}}}}
            orders: [{{item: licence, for: a, package: 1, date: 2021-03-01}}]
            """
        )
        assert row(answer, "2021-03", "a") == {
            "free": 500,
            "packs": 10_000,
            "billable": billable,
        }
        assert line(answer, "2021-03") == (str(billable), unit_price, amount)

    def test_all_activities_together(self, ask: Ask) -> None:
        """Two activities with 600,000 remaining calls each reach 1,000,000 together; the line is the account's."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2021-03: 610_500}}, b: {calls: {2021-03: 610_500}}}
            orders:
              - {item: licence, for: a, package: 1, date: 2021-03-01}
              - {item: licence, for: b, package: 1, date: 2021-03-01}
            """
        )
        assert line(answer, "2021-03") == ("1200000", "0.012", "14400.00")
        [postpaid] = [
            each
            for each in answer["bills"][0]["lines"]
            if each["kind"] == "pay_as_you_go"
        ]
        assert postpaid["for"] == "account"

    def test_settled_on_the_first(self, ask: Ask) -> None:
        """Settled on the 1st of the next month; December's in January."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2021-12-31: 10_501}}}
            orders: [{item: licence, for: a, package: 1, date: 2021-12-01}]
            """
        )
        assert answer["bills"][0]["settles"] == ["2022-01-01", "2022-01-01"]
        assert [each["date"] for each in answer["bills"][0]["lines"]] == [
            "2021-12-01",
            "2022-01-01",
        ]

    def test_zero_calls(self, ask: Ask) -> None:
        """Zero calls reach no tier and cost nothing."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2021-03: 10_500}}}
            orders: [{item: licence, for: a, package: 1, date: 2021-03-01}]
            """
        )
        assert answer["by_kind"] == {"licence": "5000.00"}


class TestMainlandTierBasis:
    """8: in the mainland book the calls of every activity of the account count."""

    TEXT = """
        price_book: mainland
        usage: {a: {calls: {2021-03: 1_000_400}}, b: {calls: {2021-03: 200}}}
        orders: [{item: licence, for: a, package: 1, date: 2021-03-01}]
        """

    def test_alternatives(self, ask: Ask) -> None:
        """Licence calls count as pack calls; free ones of an unlicensed activity count too."""
        # billable 1,000,400 - 500 - 10,000 = 989,900; with the free calls of both 990,600; with the licence's
        # 1,000,600, which is above 1,000,000: 989,900 x 0.02 = 19,798.00, and x 0.012 = 11,878.80
        answer = ask(self.TEXT)
        assert answer["total"] == "24798.00"
        assert others(answer) == {("tier_basis", "total"): ("16878.80", "-7919.20")}

    def test_free_calls_of_an_unlicensed_activity(self, ask: Ask) -> None:
        """Just above 1,000,000 only with b's 200 free calls."""
        text = dedent(self.TEXT).replace("1_000_400", "999_900")
        # billable 989,400 + free 500 + 200 + licence 10,000 = 1,000,100: 989,400 x 0.012 = 11,872.80
        answer = ask(text, "--assume", "tier_basis=total")
        assert line(answer, "2021-03") == ("989400", "0.012", "11872.80")
        without_b = text.replace(", b: {calls: {2021-03: 200}}", "")
        # 999,900 x 0.02 = 19,788.00 for the billable 989,400
        assert line(ask(without_b, "--assume", "tier_basis=total"), "2021-03") == (
            "989400",
            "0.02",
            "19788.00",
        )

    def test_after_paid_packs(self, ask: Ask) -> None:
        """Free not subtracted: 999,600 billable and 500 free calls reach 1,000,001."""
        text = """
            price_book: mainland
            usage: {a: {calls: {2021-03: 1_010_100}}}
            orders: [{item: licence, for: a, package: 1, date: 2021-03-01}]
            """
        assert line(ask(text), "2021-03") == ("999600", "0.02", "19992.00")
        # 999,600 x 0.012
        assert line(
            ask(text, "--assume", "tier_basis=after_paid_packs"), "2021-03"
        ) == ("999600", "0.012", "11995.20")

    def test_the_assumptions_of_each_book(self, ask: Ask) -> None:
        """Every result lists those in force for its book."""
        assert ask(self.TEXT)["assumptions"] == {
            "tier_basis": "billable",
            "pack_order": "earliest_expiry",
            "pack_validity": "365_days",
            "licence_pack_scope": "own_activity",
            "licence_end": "postpaid",
            "postpaid_scope": "account",
            "licence_3_qps": "50",
        }
        assert ask("price_book: intl\nusage: {image_basic: {calls: {2025-01: 1}}}")[
            "assumptions"
        ] == {
            "tier_basis": "billable",
            "pack_order": "earliest_expiry",
            "pack_validity": "same_date_next_year",
            "qps_month": "same_day_next_month",
            "refund_window": "delivery_day_is_day_0",
            "settlement_day": "1",
        }
