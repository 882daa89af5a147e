"""Calls while the service is switched off.

The docstring of a test is the sentence of RULES it holds. Amounts are worked by hand from the two documents, the sum
beside them; the spread of a month of N calls over D days puts floor(N*k/D) calls in its first k days.
"""

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
