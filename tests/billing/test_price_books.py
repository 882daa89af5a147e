"""Whatever book is named, its own prices, months and days of settlement make the bill.

The docstring of a test is the sentence of RULES it holds. Amounts are worked by hand from the two documents, the sum
beside them; the spread of a month of N calls over D days puts floor(N*k/D) calls in its first k days.
"""

import pytest

from tests.answer_parts import IMAGE, VIDEO, line, row, told, totals
from tests.tools import Ask


class TestPriceBooks:
    """1: two price books, and a user's own of the same form."""

    @pytest.mark.parametrize(
        ("name", "id", "currency"),
        [
            ("intl", "intl-2024-11-07", "USD"),
            ("intl-2024-11-07", "intl-2024-11-07", "USD"),
            ("mainland", "mainland-activity", "CNY"),
            ("mainland-activity", "mainland-activity", "CNY"),
        ],
    )
    def test_aliases_and_ids(self, ask: Ask, name: str, id: str, currency: str) -> None:
        """Each book has an id, an alias and one currency."""
        answer = ask(
            f"price_book: {name}\nusage: {{image_basic: {{calls: {{2025-01: 100}}}}}}"
        )
        assert answer["price_book"] == {"id": id, "currency": currency}
        assert answer["currency"] == currency

    def test_a_stranger_s_table(self, ask: Ask) -> None:
        """The same engine must price any book of this form, a stranger's table included."""
        ask.write(
            "ours.yaml",
            """
            book: 1
            id: ours
            title: Ours
            currency: EUR
            settlement: {days: [5, 6]}
            groups:
              stickers:
                pay_as_you_go: {tiers: [{above: 0, up_to: 10, unit_price: 1.50}, {above: 10, unit_price: 0.005}]}
            """,
        )
        answer = ask(
            """
            price_book: ./ours.yaml
            usage: {stickers: {calls: {2025-01-01: 10, 2025-02-01: 11}}}
            """
        )
        assert line(answer, "2025-01") == ("10", "1.50", "15.00")  # 10 x 1.50
        assert line(answer, "2025-02") == (
            "11",
            "0.005",
            "0.06",
        )  # 11 x 0.005 = 0.055, half up
        assert answer["bills"][0]["settles"] == ["2025-02-05", "2025-02-06"]
        assert told(answer, "dead_zone") == [
            ("2025-01", "stickers", "14.94")
        ]  # 15.00 - 0.06

    def test_a_book_that_extends_a_shipped_one(self, ask: Ask) -> None:
        """One that `extends:` a shipped book and overrides prices."""
        ask.write(
            "ours.yaml",
            """
            book: 1
            id: ours
            title: Ours
            extends: intl
            groups: {video_single_face: {pay_as_you_go: {tiers: [{at_least: 0, unit_price: 0.15}]}}}
            """,
        )
        text = "price_book: ./ours.yaml\nusage: {%s: {calls: {2025-01: 100}}}"
        assert ask(text % VIDEO)["total"] == "15.00"  # 100 x 0.15
        assert ask(text % IMAGE)["total"] == "6.50"  # 100 x 0.065, as before

    def test_what_a_book_does_not_sell_is_never_free(self, ask: Ask) -> None:
        """Calls beyond what is sold are an error that names the missing part, never free."""
        ask.write(
            "ours.yaml",
            """
            book: 1
            id: ours
            title: Ours
            currency: EUR
            settlement: {days: [1, 3]}
            groups: {stickers: {free_pack: {calls: 5}}}
            """,
        )
        text = """
            price_book: ./ours.yaml
            usage: {stickers: {calls: {2025-01-01: %d}}}
            orders: [{item: free_pack, for: stickers, date: 2025-01-01}]
            """
        assert ask(text % 5)["total"] == "0.00"
        assert "pay_as_you_go" in ask.refused(text % 6)

    def test_a_book_without_licences(self, ask: Ask) -> None:
        """Activities that can be tried and not licensed: calls beyond the free ones name what is missing."""
        ask.write(
            "ours.yaml",
            """
            book: 1
            id: ours
            title: Ours
            currency: CNY
            settlement: {days: [1, 1]}
            activities: {free: {calls: 5}}
            """,
        )
        text = "price_book: ./ours.yaml\nusage: {fair: {calls: {2025-01-01: %d}}}"
        assert row(ask(text % 5), "2025-01", "fair") == {"free": 5}
        assert "'licences'" in ask.refused(text % 6)

    @pytest.mark.parametrize(
        ("date", "inside"),
        [("2025-01-01", True), ("2025-01-31", True), ("2025-02-01", False)],
    )
    def test_months_outside_in_force(self, ask: Ask, date: str, inside: bool) -> None:
        """Months outside a book's `in_force` are refused."""
        ask.write(
            "ours.yaml",
            """
            book: 1
            id: ours
            title: Ours
            extends: intl
            in_force: {from: 2025-01-01, until: 2025-02-01}
            """,
        )
        orders = f"price_book: ./ours.yaml\norders: [{{item: free_pack, for: image_basic, date: {date}}}]"
        usage = (
            f"price_book: ./ours.yaml\nusage: {{image_basic: {{calls: {{{date}: 1}}}}}}"
        )
        for text in (orders, usage):
            if inside:
                assert list(totals(ask(text))) == ["2025-01"]
            else:
                assert (
                    "outside the time in which the price book 'ours' is in force"
                    in ask.refused(text)
                )
