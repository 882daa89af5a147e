"""Calls by volume: the tier that a month reaches, and what counts towards it.

The docstring of a test is the sentence of RULES it holds. Amounts are worked by hand from the two documents, the sum
beside them; the spread of a month of N calls over D days puts floor(N*k/D) calls in its first k days.
"""

from textwrap import dedent

import pytest

from tests.answer_parts import IMAGE, VIDEO, line, message, others, row, told, totals
from tests.tools import Ask


class TestPayAsYouGo:
    """2.5 to 2.7: pay-as-you-go, settlement and the limit of call volume mode."""

    @pytest.mark.parametrize(
        ("scope", "calls", "unit_price", "amount"),
        [
            (IMAGE, 9_999, "0.065", "649.94"),  # 649.935
            (IMAGE, 10_000, "0.050", "500.00"),
            (IMAGE, 99_999, "0.050", "4999.95"),
            (IMAGE, 100_000, "0.035", "3500.00"),
            (IMAGE, 999_999, "0.035", "34999.97"),  # 34,999.965
            (IMAGE, 1_000_000, "0.020", "20000.00"),
            (IMAGE, 9_999_999, "0.020", "199999.98"),
            (IMAGE, 10_000_000, "0.006", "60000.00"),
            (VIDEO, 10_000_000, "0.20", "2000000.00"),
        ],
    )
    def test_all_at_the_tier_reached(
        self, ask: Ask, scope: str, calls: int, unit_price: str, amount: str
    ) -> None:
        """ALL at the unit price of the tier reached; USD tiers include their lower bound."""
        answer = ask(
            f"price_book: intl\nusage: {{{scope}: {{calls: {{2025-01: {calls}}}}}}}"
        )
        assert line(answer, "2025-01") == (str(calls), unit_price, amount)

    def test_each_month_reaches_its_own_tier(self, ask: Ask) -> None:
        """The group's billable calls of the calendar month."""
        answer = ask(
            "price_book: intl\nusage: {image_basic: {calls: {2025-01: 6000, 2025-02: 6000}}}"
        )
        assert totals(answer) == {
            "2025-01": "390.00",
            "2025-02": "390.00",
        }  # 6,000 x 0.065 twice

    def test_a_month_without_calls(self, ask: Ask) -> None:
        """No calls cost nothing: a bill without lines."""
        answer = ask(
            "price_book: intl\nusage: {image_basic: {calls: {2025-01: 0, 2025-03: 100}}}"
        )
        assert totals(answer) == {
            "2025-01": "0.00",
            "2025-02": "0.00",
            "2025-03": "6.50",
        }
        assert answer["bills"][0]["lines"] == []

    def test_settlement(self, ask: Ask) -> None:
        """The bill of month M is drawn on the 1st to 3rd of M+1; December's in January."""
        text = "price_book: intl\nusage: {image_basic: {calls: {2025-12: 100}}}"
        [bill] = ask(text)["bills"]
        assert bill["settles"] == ["2026-01-01", "2026-01-03"]
        assert [each["date"] for each in bill["lines"]] == ["2026-01-01"]

    @pytest.mark.parametrize("day", ["1", "2", "3"])
    def test_settlement_day(self, ask: Ask, day: str) -> None:
        """`settlement_day` 1, 2 or 3; without a balance it changes no bill and is no alternative."""
        text = "price_book: intl\nusage: {image_basic: {calls: {2025-01: 100}}}"
        answer = ask(text, "--assume", f"settlement_day={day}")
        assert answer["bills"][0]["lines"][0]["date"] == f"2025-02-0{day}"
        assert answer["total"] == "6.50"
        assert others(answer) == {}

    @pytest.mark.parametrize(("scope", "limit"), [(IMAGE, 20), (VIDEO, 2)])
    def test_the_limit_of_call_volume_mode(
        self, ask: Ask, scope: str, limit: int
    ) -> None:
        """QPS limit in this mode: image 20, video 2. Peak above it: warning `over_qps_limit`."""
        text = "price_book: intl\nusage: {%s: {calls: {2025-01: 100}, peak_qps: %d}}"
        assert told(ask(text % (scope, limit)), "over_qps_limit") == []
        over = ask(text % (scope, limit + 1))
        assert told(over, "over_qps_limit") == [("2025-01", scope, None)]
        assert (
            f"peak of {limit + 1} QPS from 2025-01-01 is above the limit of {limit}"
            in message(over, "over_qps_limit")
        )
        assert over["complete"] is True

    def test_the_narrowest_peak_of_a_day_wins(self, ask: Ask) -> None:
        """30 in January, but 12 on the only days with calls; months without calls are not warned of."""
        answer = ask(
            """
            price_book: intl
            usage:
              image_basic:
                calls: {2025-01-10..2025-01-11: 500}
                peak_qps: {2025-01: 30, 2025-01-10..2025-01-11: 12, 2025-02: 90}
            """
        )
        assert told(answer, "over_qps_limit") == []


class TestTierBasis:
    """2.5, 8: which count reaches the tier is `tier_basis`; what is billed is always the billable calls."""

    TEXT = """
        price_book: intl
        usage: {image_basic: {calls: {2025-01: 110k}}}
        orders:
          - {id: F, item: free_pack, for: image_basic, date: 2025-01-01}
          - {id: P, item: call_pack, for: image_basic, size: 100k, date: 2025-01-01}
        """

    @pytest.mark.parametrize(
        ("basis", "unit_price", "amount", "total"),
        [
            (
                "billable",
                "0.065",
                "585.00",
                "3585.00",
            ),  # 110,000 - 1,000 - 100,000 = 9,000 x 0.065
            (
                "after_paid_packs",
                "0.050",
                "450.00",
                "3450.00",
            ),  # 9,000 + 1,000 free reach 10,000
            ("total", "0.035", "315.00", "3315.00"),  # all 110,000 reach 100,000
        ],
    )
    def test_readings(
        self, ask: Ask, basis: str, unit_price: str, amount: str, total: str
    ) -> None:
        """`billable`, `after_paid_packs` (free not subtracted), `total` (all metered calls)."""
        answer = ask(self.TEXT, "--assume", f"tier_basis={basis}")
        assert row(answer, "2025-01") == {
            "free": 1_000,
            "packs": 100_000,
            "billable": 9_000,
        }
        assert line(answer, "2025-01") == ("9000", unit_price, amount)
        assert answer["total"] == total

    def test_alternatives(self, ask: Ask) -> None:
        """Where another value would change the answer, it says by how much."""
        assert others(ask(self.TEXT)) == {
            ("tier_basis", "after_paid_packs"): ("3450.00", "-135.00"),  # 450 - 585
            ("tier_basis", "total"): ("3315.00", "-270.00"),  # 315 - 585
        }
        assert others(ask(self.TEXT, "--assume", "tier_basis=total")) == {
            ("tier_basis", "billable"): ("3585.00", "270.00"),
            ("tier_basis", "after_paid_packs"): ("3450.00", "135.00"),
        }

    def test_the_file_s_own_reading(self, ask: Ask) -> None:
        """A scenario or `--assume` sets them, and the command line goes before the file."""
        text = dedent(self.TEXT) + "assumptions: {tier_basis: total}\n"
        assert ask(text)["total"] == "3315.00"
        assert ask(text, "--assume", "tier_basis=billable")["total"] == "3585.00"

    def test_not_listed_where_nothing_changes(self, ask: Ask) -> None:
        """8,000 billable and 1,000 free calls stay below 10,000 under every reading."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01: 9000}}, video_single_face: {calls: {2025-01: 9000}}}
            orders:
              - {item: free_pack, for: image_basic, date: 2025-01-01}
              - {item: free_pack, for: video_single_face, date: 2025-01-01}
            """
        )
        assert answer["total"] == "2280.00"  # 8,000 x 0.065 + 8,800 x 0.20
        assert others(answer) == {}

    def test_qps_mode_refused_and_undetermined_calls_reach_no_tier(
        self, ask: Ask
    ) -> None:
        """`total` counts free, pack and billable calls, never QPS-mode, refused or undetermined ones."""
        answer = ask(
            """
            price_book: intl
            assumptions: {tier_basis: total}
            account: {disabled: [{from: 2025-01-03, until: 2025-01-04}]}
            usage:
              image_basic:
                calls: {2025-01-01: 50k, 2025-01-02: 60k, 2025-01-03: 70k, 2025-01-04: 9k}
                billing_mode: [{from: 2025-01-01, until: 2025-01-03, mode: qps}]
            orders: [{item: qps, for: image_basic, qps: 1, days: 1, date: 2025-01-01}]
            """
        )
        assert row(answer, "2025-01") == {
            "qps_mode": 50_000,
            "undetermined": 60_000,
            "refused": 70_000,
            "billable": 9_000,
        }
        assert line(answer, "2025-01") == ("9000", "0.065", "585.00")
