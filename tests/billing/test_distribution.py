"""Months of calls become days.

The docstring of a test is the sentence of RULES it holds. Amounts are worked by hand from the two documents, the sum
beside them; the spread of a month of N calls over D days puts floor(N*k/D) calls in its first k days.
"""

import pytest

from tests.answer_parts import row
from tests.tools import Ask


class TestSpread:
    """2.8: a month given as one number is spread evenly over its days."""

    FREE_ON_THE_16TH = (
        "\norders: [{item: free_pack, for: image_basic, date: 2025-01-16}]"
    )

    def test_evenly(self, ask: Ask) -> None:
        """Calls up to the end of its k-th of D days = floor(N*k/D): floor(100 x 15 / 31) = 48 come before the 16th."""
        answer = ask(
            "price_book: intl\nusage: {image_basic: {calls: {2025-01: 100}}}"
            + self.FREE_ON_THE_16TH
        )
        assert row(answer, "2025-01") == {"billable": 48, "free": 52}

    def test_from_the_scope_s_start(self, ask: Ask) -> None:
        """The days are those of the month on or after `starts:`: floor(100 x 5 / 21) = 23 on 11 to 15 January."""
        answer = ask(
            "price_book: intl\nusage: {image_basic: {starts: 2025-01-11, calls: {2025-01: 100}}}"
            + self.FREE_ON_THE_16TH
        )
        assert row(answer, "2025-01") == {"billable": 23, "free": 77}

    def test_else_from_the_activation(self, ask: Ask) -> None:
        """Else `account.activated` for the international book; `starts` goes before it."""
        text = "price_book: intl\naccount: {activated: 2025-01-11}\nusage: {image_basic: {%scalls: {2025-01: 100}}}"
        assert row(ask(text % "" + self.FREE_ON_THE_16TH), "2025-01") == {
            "billable": 23,
            "free": 77,
        }
        assert row(
            ask(text % "starts: 2025-01-16, " + self.FREE_ON_THE_16TH), "2025-01"
        ) == {"free": 100}

    def test_else_from_the_first_licence(self, ask: Ask) -> None:
        """Else the activity's first licence for the mainland book, where that falls in the month."""
        answer = ask(
            """
            price_book: mainland
            usage: {fair: {calls: {2021-02: 2800, 2021-03: 2100}}}
            orders: [{item: licence, for: fair, package: 1, date: 2021-03-11}]
            """
        )
        # February comes before the licence: 500 free, 2,300 refused; March is spread over the 21 licensed days
        assert row(answer, "2021-02", "fair") == {"free": 500, "refused": 2_300}
        assert row(answer, "2021-03", "fair") == {"packs": 2_100}

    def test_a_range(self, ask: Ask) -> None:
        """A range is spread over its days in the same way: 14, 15 and 16 January, floor(100 x 2 / 3) = 66 before."""
        answer = ask(
            "price_book: intl\nusage: {image_basic: {calls: {2025-01-14..2025-01-16: 100}}}"
            + self.FREE_ON_THE_16TH
        )
        assert row(answer, "2025-01") == {"billable": 66, "free": 34}

    def test_a_month_with_days_inside_it(self, ask: Ask) -> None:
        """A month with days inside it spreads what is left of its number over its other days."""
        # 100 - 40 = 60 over 30 days are 2 a day: 14 x 2 + 40 before the 16th
        answer = ask(
            "price_book: intl\nusage: {image_basic: {calls: {2025-01: 100, 2025-01-03: 40}}}"
            + self.FREE_ON_THE_16TH
        )
        assert row(answer, "2025-01") == {"billable": 68, "free": 32}

    @pytest.mark.parametrize(
        ("usage", "why"),
        [
            (
                "{calls: {2025-01: 39, 2025-01-03: 40}}",
                "39 calls in the month, but 40 in its days",
            ),
            (
                "{starts: 2025-01-04, calls: {2025-01-03: 1}}",
                "calls before the first day of use, 2025-01-04",
            ),
            (
                "{starts: 2025-02-04, calls: {2025-01: 1}}",
                "calls before the first day of use, 2025-02-04",
            ),
        ],
    )
    def test_input_errors(self, ask: Ask, usage: str, why: str) -> None:
        """More in the days than in the month, or a count on a day before the start, is an input error."""
        assert why in ask.refused(f"price_book: intl\nusage: {{image_basic: {usage}}}")
