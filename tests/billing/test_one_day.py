"""What comes first on one day, and which day is the last.

The docstring of a test is the sentence of RULES it holds. Amounts are worked by hand from the two documents, the sum
beside them; the spread of a month of N calls over D days puts floor(N*k/D) calls in its first k days.
"""

import itertools

from tests.answer_parts import line, pack, row, used
from tests.tools import Ask


class TestOrderOfThingsOnOneDay:
    """1: the order of things on one day, whatever the order of a file."""

    def test_a_licence_admits_a_pack_and_an_upgrade_of_the_same_day(
        self, ask: Ask
    ) -> None:
        """Orders act from the start of their date, so a licence admits a pack or an upgrade of the same day."""
        answer = ask(
            """
            price_book: mainland
            usage: {fair: {calls: {2021-03-01: 10_600}}}
            orders:
              - {id: U, item: qps_upgrade, for: fair, qps: 10, days: 1, date: 2021-03-01}
              - {id: P, item: call_pack, size: 100k, date: 2021-03-01}
              - {id: L, item: licence, for: fair, package: 1, date: 2021-03-01}
            """
        )
        # 500 free, 10,000 of the licence, 100 of the pack
        assert row(answer, "2021-03", "fair") == {"free": 500, "packs": 10_100}
        assert used(answer) == {"L": 10_000, "P": 100}
        assert answer["total"] == "6910.00"  # 5,000 + 1,700 + 210

    def test_until_is_excluded(self, ask: Ask) -> None:
        """`until` days are excluded: the service is off on the 1st and 2nd, on again on the 3rd."""
        answer = ask(
            """
            price_book: intl
            account: {disabled: [{from: 2025-01-01, until: 2025-01-03}]}
            usage: {image_basic: {calls: {2025-01-01: 1, 2025-01-02: 10, 2025-01-03: 100}}}
            """
        )
        assert row(answer, "2025-01") == {"refused": 11, "billable": 100}

    def test_the_day_of_a_refund_is_excluded(self, ask: Ask) -> None:
        """`refunded` days are excluded: on that day the pack no longer pays."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-12: 100}}}
            orders: [{id: P, item: call_pack, for: image_basic, size: 10k, date: 2025-01-10, refunded: 2025-01-12}]
            """
        )
        assert row(answer, "2025-01") == {"billable": 100}
        assert pack(answer, "P")["status"] == "refunded"
        assert pack(answer, "P")["used"] == 0
        # 450 - 450 + 100 x 0.065
        assert answer["by_kind"] == {
            "pay_as_you_go": "6.50",
            "call_pack": "450.00",
            "refund": "-450.00",
        }
        assert answer["total"] == "6.50"

    def test_refused_comes_before_qps_mode(self, ask: Ask) -> None:
        """Each call is, in this order: refused, in QPS mode, ..."""
        answer = ask(
            """
            price_book: intl
            account: {disabled: [{from: 2025-01-02, until: 2025-01-03}]}
            usage: {image_basic: {calls: {2025-01-01: 3, 2025-01-02: 5}, billing_mode: qps}}
            orders: [{item: qps, for: image_basic, qps: 1, days: 2, date: 2025-01-01}]
            """
        )
        assert row(answer, "2025-01") == {"qps_mode": 3, "refused": 5}

    def test_qps_mode_comes_before_free_and_packs(self, ask: Ask) -> None:
        """... in QPS mode, free, pack, ..."""
        answer = ask(
            """
            price_book: intl
            usage:
              image_basic:
                calls: {2025-01-01: 700, 2025-01-02: 800}
                billing_mode: [{from: 2025-01-01, until: 2025-01-02, mode: qps}]
            orders:
              - {item: qps, for: image_basic, qps: 1, days: 1, date: 2025-01-01}
              - {id: F, item: free_pack, for: image_basic, date: 2025-01-01}
              - {id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}
            """
        )
        assert row(answer, "2025-01") == {"qps_mode": 700, "free": 800}
        assert used(answer) == {"F": 800, "P": 0}

    def test_free_then_pack_then_pay_as_you_go(self, ask: Ask) -> None:
        """... free, pack, pay-as-you-go, on a single day."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-01: 3000}}}
            orders:
              - {id: A, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}
              - {id: B, item: free_pack, for: image_basic, date: 2025-01-01}
            """
        )
        assert row(answer, "2025-01") == {
            "free": 1_000,
            "packs": 1_000,
            "billable": 1_000,
        }
        assert line(answer, "2025-01") == ("1000", "0.065", "65.00")

    def test_no_order_of_the_file_changes_the_answer(self, ask: Ask) -> None:
        """Whatever the order of a file: orders, scopes and days permuted give the same bills and packs."""
        orders = [
            "{id: L1, item: licence, for: a, package: 1, date: 2021-03-02}",
            "{id: L2, item: licence, for: b, package: 1, date: 2021-03-01}",
            "{id: P-10, item: call_pack, size: 100k, date: 2021-03-02}",
            "{id: P-9, item: call_pack, size: 100k, date: 2021-03-02}",
        ]
        scopes = [
            "a: {calls: {2021-03-05: 90k, 2021-03-02: 4k}}",
            "b: {calls: {2021-03-02: 60k, 2021-03-05: 90k}}",
        ]
        answers = []
        for listed, used_by in itertools.product(
            itertools.permutations(orders), itertools.permutations(scopes)
        ):
            text = f"price_book: mainland\nusage: {{{', '.join(used_by)}}}\norders: [{', '.join(listed)}]"
            answers.append(ask(text))
        assert all(answer == answers[0] for answer in answers)
        # Day 2: b needs 60,000 - 500 - 10,000 = 49,500 of the packs, a 4,000 - 500 - 3,500 of its licence = 0;
        # day 5: a needs 90,000 - 6,500 left of its licence = 83,500, b 90,000; b was licensed first and draws 90,000,
        # then a the last 200,000 - 49,500 - 90,000 = 60,500, and 23,000 are postpaid
        assert row(answers[0], "2021-03", "b") == {"free": 500, "packs": 149_500}
        assert row(answers[0], "2021-03", "a") == {
            "free": 500,
            "packs": 70_500,
            "billable": 23_000,
        }
        assert line(answers[0], "2021-03") == ("23000", "0.02", "460.00")
