"""Orders that buy the same are looked at, priced and written once; what is each one's own stays so."""

import pytest

from facefusion_billing.billing import bills
from facefusion_billing.billing.metered import MeteringInput
from facefusion_billing.billing.preparation import prepare
from tests.tools import Ask


class TestAlikeOrders:
    def test_each_has_its_day_its_name_and_what_comes_before_it(self, ask: Ask) -> None:
        """31,000 calls of January are 1,000 a day: none before the 1st, 10,000 before the 11th. Each pack costs 60.00,
        the one of 50.00 is agreed.
        """
        answer = ask(
            """
            usage: {image_basic: {calls: {2025-01: 31k}}}
            orders:
              - {id: C, item: call_pack, for: image_basic, size: 1k, date: 2025-01-11}
              - {id: A, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}
              - {id: B, item: call_pack, for: image_basic, size: 1k, date: 2025-01-11, price: 50.00}
            """
        )
        lines = [
            (line["order"], line["date"], line["amount"], line["spread_before"])
            for line in answer["bills"][0]["lines"]
            if line["order"]
        ]
        assert lines == [
            ("A", "2025-01-01", "60.00", None),
            ("B", "2025-01-11", "50.00", 10_000),
            ("C", "2025-01-11", "60.00", 10_000),
        ]

    def test_a_fault_of_all_is_told_of_each(self, ask: Ask) -> None:
        said = ask.refused(
            """
            orders:
              - {item: call_pack, for: image_basic, size: 2k, date: 2025-01-11}
              - {item: call_pack, for: image_basic, size: 2k, date: 2025-01-12}
            """
        )
        assert said.count("the book sells no call_pack of 2,000") == 2

    def test_a_fault_of_one_is_told(self, ask: Ask) -> None:
        """What comes back, and the days, are no part of what is bought."""
        said = ask.refused(
            """
            orders:
              - {item: call_pack, for: image_basic, size: 1k, quantity: 2, date: 2025-01-11}
              - {item: call_pack, for: image_basic, size: 1k, quantity: 2, date: 2025-01-11, refunded: 2025-01-12, refunded_packs: 3}
              - {item: call_pack, for: image_basic, size: 1k, quantity: 2, date: 2025-01-11, delivered: 2026-01-11}
            """
        )
        assert "3 packs returned of 2" in said
        assert "delivered after the year of the pack is over" in said

    def test_a_refund_is_its_own(self, ask: Ask) -> None:
        """Two packs of 60.00 each: both lines of 120.00 stay, and one pack comes back."""
        answer = ask(
            """
            orders:
              - {id: A, item: call_pack, for: image_basic, size: 1k, quantity: 2, date: 2025-01-11}
              - {id: B, item: call_pack, for: image_basic, size: 1k, quantity: 2, date: 2025-01-11, refunded: 2025-01-12, refunded_packs: 1}
            """
        )
        lines = [
            (line["order"], line["amount"]) for line in answer["bills"][0]["lines"]
        ]
        assert lines == [("A", "120.00"), ("B", "120.00"), ("B", "-60.00")]

    @pytest.mark.parametrize(
        ("day", "times"),
        [
            # A year of 365 days in any case.
            ("2025-01-05", 1),
            ("2024-02-29", 1),
            # To 2024-03-01, or so many days: to 2024-02-29.
            ("2023-03-01", 2),
        ],
    )
    def test_the_year_of_a_pack_is_asked_for_where_it_matters(
        self, ask: Ask, monkeypatch: pytest.MonkeyPatch, day: str, times: int
    ) -> None:
        prepared = []

        def counted(*given: object) -> MeteringInput:
            prepared.append(given)
            return prepare(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(bills, "prepare", counted)
        ask(f"orders: [{{item: call_pack, for: image_basic, size: 1k, date: {day}}}]")
        assert len(prepared) == times
