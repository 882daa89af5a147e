"""Free packs: claimed once, drawn first.

The docstring of a test is the sentence of RULES it holds. Amounts are worked by hand from the two documents, the sum
beside them; the spread of a month of N calls over D days puts floor(N*k/D) calls in its first k days.
"""

import pytest

from tests.answer_parts import IMAGE, VIDEO, line, pack, row, told
from tests.tools import Ask


class TestFreePack:
    """2.1, 2.2: the free pack of a group."""

    def test_it_exists_only_if_claimed(self, ask: Ask) -> None:
        """Exists only if claimed (an order line `free_pack`)."""
        text = "price_book: intl\nusage: {image_basic: {calls: {2025-01-01: 1000}}}"
        assert row(ask(text), "2025-01") == {"billable": 1_000}
        claimed = ask(
            text + "\norders: [{item: free_pack, for: image_basic, date: 2025-01-01}]"
        )
        assert row(claimed, "2025-01") == {"free": 1_000}
        assert claimed["total"] == "0.00"
        assert claimed["bills"][0]["lines"] == []

    @pytest.mark.parametrize(("scope", "free"), [(IMAGE, 1_000), (VIDEO, 200)])
    def test_its_size(self, ask: Ask, scope: str, free: int) -> None:
        """Image 1,000 calls, video 200."""
        answer = ask(
            f"""
            price_book: intl
            usage: {{{scope}: {{calls: {{2025-01-01: 5000}}}}}}
            orders: [{{id: F, item: free_pack, for: {scope}, date: 2025-01-01}}]
            """
        )
        assert row(answer, "2025-01", scope) == {"free": free, "billable": 5_000 - free}

    def test_one_per_group_for_ever(self, ask: Ask) -> None:
        """One per group for ever: a second is refused, one for the other group is not."""
        text = """
            price_book: intl
            orders:
              - {item: free_pack, for: image_basic, date: 2025-01-01}
              - {item: free_pack, for: %s, date: 2027-01-01}
            """
        assert "a second free pack for image_basic" in ask.refused(text % IMAGE)
        assert ask(text % VIDEO)["total"] == "0.00"

    def test_calls_before_the_claim(self, ask: Ask) -> None:
        """It pays from the day of the claim."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-09: 300, 2025-01-10: 400}}}
            orders: [{item: free_pack, for: image_basic, date: 2025-01-10}]
            """
        )
        assert row(answer, "2025-01") == {"billable": 300, "free": 400}

    def test_valid_one_year_from_the_claim(self, ask: Ask) -> None:
        """Valid one year from the claim; unused calls expire, and cost nothing."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2026-01-14: 400, 2026-01-15: 300}}}
            orders: [{id: F, item: free_pack, for: image_basic, date: 2025-01-15}]
            """
        )
        assert row(answer, "2026-01") == {"free": 400, "billable": 300}
        state = pack(answer, "F")
        assert (state["from"], state["until"], state["last_day"]) == (
            "2025-01-15",
            "2026-01-15",
            "2026-01-14",
        )
        assert (
            state["used"],
            state["remaining"],
            state["expired"],
            state["status"],
        ) == (400, 0, 600, "expired")
        assert told(answer, "pack_expired_unused") == [("2026-01", IMAGE, "0.00")]
        assert line(answer, "2026-01") == ("300", "0.065", "19.50")

    def test_pack_validity_covers_free_packs(self, ask: Ask) -> None:
        """8: `pack_validity` covers free packs too: 365 days from 2023-03-01 end before 29 February 2024."""
        text = """
            price_book: intl
            usage: {image_basic: {calls: {2024-02-29: 100}}}
            orders: [{item: free_pack, for: image_basic, date: 2023-03-01}]
            """
        assert row(ask(text), "2024-02") == {"free": 100}
        assert row(ask(text, "--assume", "pack_validity=365_days"), "2024-02") == {
            "billable": 100
        }
