"""Calls while the service is switched off.

The docstring of a test is the sentence of RULES it holds. Amounts are worked by hand from the two documents, the sum
beside them; the spread of a month of N calls over D days puts floor(N*k/D) calls in its first k days.
"""

from datetime import date, timedelta

import pytest

from tests.answer_parts import IMAGE, VIDEO, line, row, told
from tests.tools import Ask


class TestDisabled:
    """5: `account.disabled` (the service switched off in the console) refuses calls."""

    def test_refused_calls(self, ask: Ask) -> None:
        """Calls are refused (counted, not billed), in every group."""
        answer = ask(
            """
            price_book: intl
            account: {disabled: [{from: 2025-01-02}]}
            usage:
              image_basic: {calls: {2025-01-01: 5, 2025-01-02: 7}}
              video_single_face: {calls: {2025-02-01: 9}}
            """
        )
        assert row(answer, "2025-01") == {"billable": 5, "refused": 7}
        assert row(answer, "2025-02", VIDEO) == {"refused": 9}
        assert told(answer, "refused_calls") == [
            ("2025-01", IMAGE, None),
            ("2025-02", VIDEO, None),
        ]
        assert answer["total"] == "0.33"  # 5 x 0.065 = 0.325
        assert answer["complete"] is False

    def test_refused_calls_reach_no_tier(self, ask: Ask) -> None:
        """9,999 served calls stay in the first tier beside any number of refused ones."""
        answer = ask(
            """
            price_book: intl
            account: {disabled: [{from: 2025-01-02}]}
            usage: {image_basic: {calls: {2025-01-01: 9_999, 2025-01-02: 1M}}}
            """
        )
        assert line(answer, "2025-01") == ("9999", "0.065", "649.94")

    @pytest.mark.parametrize(
        ("off", "why"),
        [
            (3, "switched off in the console, no licence yet"),
            (10, "no licence yet, switched off in the console"),
        ],
    )
    def test_what_refuses_stands_in_the_order_of_days(
        self, ask: Ask, off: int, why: str
    ) -> None:
        """100 calls a day: the 500 free ones are used up on the 6th day, one of the first
        five being off, or on the 5th; 3,100 - 500 = 2,600 are refused, 100 of them on
        the day that is off.
        """
        text = f"""
            price_book: mainland
            account: {{disabled: [{{from: 2025-01-{off:02}, until: 2025-01-{off + 1:02}}}]}}
            usage: {{a: {{calls: {{2025-01: 3_100}}}}}}
            """
        assert row(ask(text), "2025-01", "a") == {"free": 500, "refused": 2600}
        shown = " ".join(ask.shown(text).split())
        assert f"2,600 calls refused: not served and not billed ({why})" in shown

    def test_many_spans_are_metered_as_one(
        self, ask: Ask, served: list[object]
    ) -> None:
        """What is served is served once a month: 600 activities and 180 days off were
        metered day by day, 430,000 stretches. 30 days of January have 100 calls, of
        which every other day, 15 days, is off.
        """
        first = date(2025, 1, 1)
        days = [first + timedelta(2 * n) for n in range(15)]
        spans = ", ".join(
            f"{{from: {day}, until: {day + timedelta(1)}}}" for day in days
        )
        answer = ask(
            f"""
            price_book: intl
            account: {{disabled: [{spans}]}}
            usage: {{image_basic: {{calls: {{2025-01-01..2025-01-30: 3_000}}}}}}
            """
        )
        assert row(answer, "2025-01") == {"billable": 1500, "refused": 1500}
        assert answer["total"] == "97.50"  # 1,500 x 0.065
        assert len(served) == 1
