"""Packs that all activities share.

The docstring of a test is the sentence of RULES it holds. Amounts are worked by hand from the two documents, the sum
beside them; the spread of a month of N calls over D days puts floor(N*k/D) calls in its first k days.
"""

import pytest

from facefusion_billing.billing import metering
from tests.answer_parts import line, pack, row, used
from tests.tools import Ask


class TestSharedPacks:
    """7.3, 7.4: shared packs serve every licensed activity."""

    @pytest.mark.parametrize(
        ("size", "price"),
        [
            ("100k", "6700.00"),  # 5,000 + 1,700
            ("1M", "21000.00"),  # 5,000 + 16,000
            ("5M", "53000.00"),  # 5,000 + 48,000
            ("10M", "90000.00"),  # 5,000 + 85,000
            ("30M", "131000.00"),  # 5,000 + 126,000
        ],
    )
    def test_prices(self, ask: Ask, size: str, price: str) -> None:
        """100k / 1M / 5M / 10M / 30M at 1,700 / 16,000 / 48,000 / 85,000 / 126,000."""
        answer = ask(
            f"""
            price_book: mainland
            orders:
              - {{item: licence, for: a, package: 1, date: 2021-03-01}}
              - {{item: call_pack, size: {size}, date: 2021-03-01}}
            """
        )
        assert answer["total"] == price

    @pytest.mark.parametrize("date", ["2020-05-31", "2021-06-01"])
    def test_without_a_licensed_activity(self, ask: Ask, date: str) -> None:
        """Ordering one with no licensed activity is an input error: before the licence, and after its last day."""
        text = f"""
            price_book: mainland
            orders:
              - {{item: licence, for: a, package: 1, date: 2020-06-01}}
              - {{item: call_pack, size: 100k, date: {date}}}
            """
        assert f"no activity is licensed on {date}" in ask.refused(text)

    def test_validity_like_the_licence(self, ask: Ask) -> None:
        """Validity like the licence: 365 days, the day of purchase included, whatever `pack_validity` is."""
        answer = ask(
            """
            price_book: mainland
            orders:
              - {id: L, item: licence, for: a, package: 1, date: 2023-06-01}
              - {id: P, item: call_pack, size: 100k, date: 2023-06-01}
            """
        )
        assert (
            pack(answer, "P")["until"] == pack(answer, "L")["until"] == "2024-05-31"
        )  # over 29 February
        assert pack(answer, "P")["for"] == "account"

    def test_order_of_use(self, ask: Ask) -> None:
        """Free 500, licence pack, shared packs, then postpaid."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2021-03-02: 110_501}}}
            orders:
              - {id: L, item: licence, for: a, package: 1, date: 2021-03-02}
              - {id: P, item: call_pack, size: 100k, date: 2021-03-02}
            """
        )
        assert used(answer) == {"L": 10_000, "P": 100_000}
        assert row(answer, "2021-03", "a") == {
            "free": 500,
            "packs": 110_000,
            "billable": 1,
        }
        assert line(answer, "2021-03") == ("1", "0.02", "0.02")

    def test_earliest_expiry_first(self, ask: Ask) -> None:
        """Shared packs: earliest expiry, then order date, then id."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2021-03-05: 110_700}}}
            orders:
              - {id: L, item: licence, for: a, package: 1, date: 2021-03-01}
              - {id: A, item: call_pack, size: 100k, date: 2021-03-03}
              - {id: C, item: call_pack, size: 100k, date: 2021-03-02}
              - {id: B, item: call_pack, size: 100k, date: 2021-03-02}
            """
        )
        assert used(answer) == {"L": 10_000, "A": 0, "B": 100_000, "C": 200}

    @pytest.mark.parametrize(
        ("dates", "first"),
        [(("2021-03-02", "2021-03-01"), "b"), (("2021-03-01", "2021-03-01"), "a")],
    )
    def test_who_draws_first(
        self, ask: Ask, dates: tuple[str, str], first: str
    ) -> None:
        """On one day the activity licensed earliest draws first, then by name."""
        answer = ask(
            f"""
            price_book: mainland
            usage: {{b: {{calls: {{2021-03-05: 80_500}}}}, a: {{calls: {{2021-03-05: 80_500}}}}}}
            orders:
              - {{item: licence, for: a, package: 1, date: {dates[0]}}}
              - {{item: licence, for: b, package: 1, date: {dates[1]}}}
              - {{item: call_pack, size: 100k, date: 2021-03-05}}
            """
        )
        # each needs 80,500 - 500 - 10,000 = 70,000 of the pack's 100,000
        second = "a" if first == "b" else "b"
        assert row(answer, "2021-03", first) == {"free": 500, "packs": 80_000}
        assert row(answer, "2021-03", second) == {
            "free": 500,
            "packs": 40_000,
            "billable": 40_000,
        }

    def test_day_by_day(self, ask: Ask) -> None:
        """Each day for itself: over a month both draw, and the last day of the pack is the first activity's first."""
        # 31 days of 10,000 calls each. Day 1: 500 free, 9,500 of the licence. Day 2: 500 of the licence, 9,500 of
        # the pack. Then 10,000 a day of the pack for each: 19,000 on day 2, 20,000 on days 3 to 6 (99,000 by then);
        # on day 7 a takes the last 1,000. Packs of a: 10,000 + 9,500 + 4 x 10,000 + 1,000 = 60,500; of b 59,500.
        answer = ask(
            """
            price_book: mainland
            usage: {b: {calls: {2021-03: 310k}}, a: {calls: {2021-03: 310k}}}
            orders:
              - {item: licence, for: b, package: 1, date: 2021-03-01}
              - {item: licence, for: a, package: 1, date: 2021-03-01}
              - {item: call_pack, size: 100k, date: 2021-03-01}
            """
        )
        assert row(answer, "2021-03", "a") == {
            "free": 500,
            "packs": 60_500,
            "billable": 249_000,
        }
        assert row(answer, "2021-03", "b") == {
            "free": 500,
            "packs": 59_500,
            "billable": 250_000,
        }
        assert line(answer, "2021-03") == ("499000", "0.02", "9980.00")

    def test_a_licence_that_ends_before_the_pack(self, ask: Ask) -> None:
        """An activity whose licence ended draws on shared packs as before, unless a licence in force is needed."""
        text = """
            price_book: mainland
            usage: {a: {calls: {2020-06-01: 10_500, 2021-05-31: 30, 2021-06-01: 40}}}
            orders:
              - {item: licence, for: a, package: 1, date: 2020-06-01}
              - {id: P, item: call_pack, size: 100k, date: 2021-05-31}
            """
        assert row(ask(text), "2021-05", "a") == {"packs": 30}
        assert row(ask(text), "2021-06", "a") == {"packs": 40}
        refused = ask(text, "--assume", "licence_end=refused")
        assert row(refused, "2021-06", "a") == {"refused": 40}

    def test_for_is_refused(self, ask: Ask) -> None:
        """A shared pack is for no activity in particular."""
        text = """
            price_book: mainland
            orders:
              - {item: licence, for: a, package: 1, date: 2020-06-01}
              - {item: call_pack, for: a, size: 100k, date: 2020-06-01}
            """
        assert (
            "a shared pack serves every licensed activity; leave out 'for'"
            in ask.refused(text)
        )


class TestBoundOfDraws:
    """Which pack served which activity in which month is a row; of these there may be only so many."""

    TEXT = """
        price_book: mainland
        usage:
          a: {calls: {2025-01: 30k, 2025-02: 5k}}
          b: {calls: {2025-01: 30k}}
        orders:
          - {item: licence, for: a, package: 1, date: 2025-01-01}
          - {item: licence, for: b, package: 1, date: 2025-01-01}
          - {item: call_pack, size: 100k, date: 2025-01-01}
        """

    def test_as_many_as_there_are(
        self, ask: Ask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """January: each from its licence's pack and the shared one; February: a from the shared one; 2 * 2 + 1 = 5."""
        monkeypatch.setattr(metering, "MAX_DRAWS", 5)
        rows = [row for bill in ask(self.TEXT)["bills"] for row in bill["usage"]]
        assert sum(len(row["drawn"]) for row in rows) == 5

    def test_one_more(self, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(metering, "MAX_DRAWS", 4)
        said = ask.refused(self.TEXT)
        assert "usage.yaml:" in said
        assert "more than 4 rows; write files of fewer months or activities" in said
