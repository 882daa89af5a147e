"""The bills of an answer: their months, rows, warnings and assumptions.

The docstring of a test is the sentence of RULES it holds. Amounts are worked by hand from the two documents, the sum
beside them; the spread of a month of N calls over D days puts floor(N*k/D) calls in its first k days.
"""

import pytest

from tests.answer_parts import IMAGE, VIDEO, totals
from tests.tools import Ask


class TestBills:
    """Which bills there are, and what each call of a scenario came to."""

    def test_every_month_has_a_bill(self, ask: Ask) -> None:
        """Every month from the first to the last with usage, an order or a refund has a bill."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-03-31: 1}}}
            orders:
              - {item: free_pack, for: image_basic, date: 2025-01-31}
              - {item: call_pack, for: video_single_face, size: 1k, date: 2025-05-30, refunded: 2025-06-01}
            """
        )
        assert totals(answer) == {
            "2025-01": "0.00",
            "2025-02": "0.00",
            "2025-03": "0.00",
            "2025-04": "0.00",
            "2025-05": "180.00",
            "2025-06": "-180.00",
        }

    @pytest.mark.parametrize(
        ("change", "complete"),
        [
            ("", True),
            ("account: {disabled: [{from: 2025-01-31}]}", False),
        ],
    )
    def test_complete(self, ask: Ask, change: str, complete: bool) -> None:
        """A result is `complete` when every call of the scenario was priced or deducted."""
        text = f"price_book: intl\nusage: {{image_basic: {{calls: {{2025-01: 31}}}}}}\n{change}\n"
        assert ask(text)["complete"] is complete

    def test_the_title(self, ask: Ask) -> None:
        """A result carries the scenario's title."""
        answer = ask(
            "title: Küche 春\nprice_book: intl\nusage: {image_basic: {calls: {2025-01: 31}}}"
        )
        assert answer["title"] == "Küche 春"
        assert answer["account"] is None

    def test_warnings_before_notes(self, ask: Ask) -> None:
        """By month, warnings before notes."""
        answer = ask(
            "price_book: intl\nusage: {image_basic: {calls: {2025-01: 9_999, 2025-02: 9_999}, peak_qps: 21}}"
        )
        assert [
            (each["month"], each["code"], each["severity"])
            for each in answer["warnings"]
        ] == [
            ("2025-01", "over_qps_limit", "warning"),
            ("2025-01", "dead_zone", "note"),
            ("2025-02", "over_qps_limit", "warning"),
            ("2025-02", "dead_zone", "note"),
        ]

    def test_the_rows_of_a_bill(self, ask: Ask) -> None:
        """Groups as the book lists them, activities by name, whatever the file's order and who was licensed first."""
        groups = ask(
            f"price_book: intl\nusage: {{{VIDEO}: {{calls: {{2025-01: 1}}}}, {IMAGE}: {{calls: {{2025-01: 1}}}}}}"
        )
        assert [each["for"] for each in groups["bills"][0]["usage"]] == [IMAGE, VIDEO]
        activities = ask(
            """
            price_book: mainland
            usage: {b: {calls: {2021-03: 1}}, c: {calls: {2021-03: 1}}, a: {calls: {2021-03: 1}}}
            orders: [{item: licence, for: c, package: 1, date: 2021-03-01}]
            """
        )
        assert [each["for"] for each in activities["bills"][0]["usage"]] == [
            "a",
            "b",
            "c",
        ]

    def test_the_assumptions_of_a_line(self, ask: Ask) -> None:
        """Each line names the assumptions it rests on."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01: 5000}}, video_single_face: {calls: {2025-01: 500}}}
            orders:
              - {id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}
              - {id: M, item: material_pack, for: image_basic, size: 10, date: 2025-01-01}
              - {id: D, item: qps, for: image_basic, qps: 1, days: 1, date: 2025-01-01}
              - {id: N, item: qps, for: image_basic, qps: 1, months: 1, date: 2025-01-01}
            """
        )
        lines = {
            each["order"] or each["for"]: each["assumptions"]
            for each in answer["bills"][0]["lines"]
        }
        assert lines == {
            "P": ["pack_validity"],
            "M": [],
            "D": [],
            "N": ["qps_month"],
            IMAGE: ["tier_basis"],
            VIDEO: [],  # one tier: no count could reach another
        }
