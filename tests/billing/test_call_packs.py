"""Call packs: price, days in force, which is drawn first, which serve nothing.

The docstring of a test is the sentence of RULES it holds. Amounts are worked by hand from the two documents, the sum
beside them; the spread of a month of N calls over D days puts floor(N*k/D) calls in its first k days.
"""

import pytest

from tests.answer_parts import (
    IMAGE,
    VIDEO,
    message,
    others,
    pack,
    row,
    told,
    totals,
    used,
)
from tests.tools import Ask


class TestCallPacks:
    """2.3: call packs."""

    @pytest.mark.parametrize(
        ("scope", "size", "price"),
        [
            (IMAGE, "1k", "60.00"),
            (IMAGE, "10k", "450.00"),
            (IMAGE, "100k", "3000.00"),
            (IMAGE, "1M", "17200.00"),
            (IMAGE, "10M", "45700.00"),
            (VIDEO, "1k", "180.00"),
            (VIDEO, "10k", "1500.00"),
            (VIDEO, "100k", "4300.00"),
        ],
    )
    def test_sizes_and_prices(
        self, ask: Ask, scope: str, size: str, price: str
    ) -> None:
        """Sizes and prices of the document."""
        answer = ask(
            f"price_book: intl\norders: [{{item: call_pack, for: {scope}, size: {size}, date: 2025-01-01}}]"
        )
        assert answer["total"] == price

    def test_groups_never_share(self, ask: Ask) -> None:
        """2.1: groups never share: an image pack serves no video call, and their calls reach tiers apart."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-01: 9_999}}, video_single_face: {calls: {2025-01-01: 9_999}}}
            orders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}]
            """
        )
        assert row(answer, "2025-01", IMAGE) == {"packs": 1_000, "billable": 8_999}
        assert row(answer, "2025-01", VIDEO) == {"billable": 9_999}
        by_scope = {
            each["for"]: each["amount"]
            for each in answer["bills"][0]["lines"]
            if not each["order"]
        }
        # 8,999 x 0.065 = 584.935; 9,999 x 0.20 = 1,999.80
        assert by_scope == {IMAGE: "584.94", VIDEO: "1999.80"}

    def test_from_the_day_of_the_order(self, ask: Ask) -> None:
        """Usable from the day of the order ..."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-09: 30, 2025-01-10: 40}}}
            orders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-10}]
            """
        )
        assert row(answer, "2025-01") == {"billable": 30, "packs": 40}

    def test_to_the_day_before_the_same_date_next_year(self, ask: Ask) -> None:
        """... to the day before the same date next year."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2026-01-09: 30, 2026-01-10: 40}}}
            orders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-10}]
            """
        )
        assert row(answer, "2026-01") == {"packs": 30, "billable": 40}
        assert pack(answer, "P")["last_day"] == "2026-01-09"
        assert others(answer) == {}

    def test_pack_validity_readings(self, ask: Ask) -> None:
        """`365_days`: until order date + 365 days, which is a day less over a leap day."""
        text = """
            price_book: intl
            usage: {image_basic: {calls: {2024-02-29: 400}}}
            orders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: 2023-03-01}]
            """
        answer = ask(text)
        assert pack(answer, "P")["until"] == "2024-03-01"
        assert answer["total"] == "60.00"
        # the 29th is the 366th day: 400 x 0.065 = 26.00 more
        assert others(answer) == {("pack_validity", "365_days"): ("86.00", "26.00")}
        shorter = ask(text, "--assume", "pack_validity=365_days")
        assert pack(shorter, "P")["until"] == "2024-02-29"
        assert shorter["total"] == "86.00"
        assert shorter["assumptions"]["pack_validity"] == "365_days"
        assert others(shorter) == {
            ("pack_validity", "same_date_next_year"): ("60.00", "-26.00")
        }

    def test_from_29_february(self, ask: Ask) -> None:
        """29 Feb to 28 Feb: bought on a leap day, the last day is 27 February."""
        text = "price_book: intl\norders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: 2024-02-29}]"
        assert pack(ask(text), "P")["until"] == "2025-02-28"
        assert pack(ask(text), "P")["last_day"] == "2025-02-27"

    def test_unused_calls_expire_with_the_money_they_cost(self, ask: Ask) -> None:
        """Unused calls expire: report them, and the money they cost."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-02-01: 350, 2026-03-01: 10}}}
            orders:
              - {id: P, item: call_pack, for: image_basic, size: 1k, quantity: 2, date: 2025-01-10,
                 paid: {cash: 100, discount: 20}}
            """
        )
        # two packs for 100 - 50.00 each: 650 of the first's 1,000 calls are 32.50, all of the second's 50.00
        assert told(answer, "pack_expired_unused") == [
            ("2026-01", IMAGE, "32.50"),
            ("2026-01", IMAGE, "50.00"),
        ]
        assert [pack(answer, "P", n)["expired"] for n in (1, 2)] == [650, 1_000]
        assert [pack(answer, "P", n)["remaining"] for n in (1, 2)] == [0, 0]
        assert answer["complete"] is True

    def test_a_pack_whose_last_day_is_that_of_the_last_bill(self, ask: Ask) -> None:
        """`status`, as of the last day of the last bill: a pack is valid on its own last day."""
        text = """
            price_book: intl
            usage: {image_basic: {calls: {%s: 1}}}
            orders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}]
            """
        assert pack(ask(text % "2025-12-31"), "P")["status"] == "valid"
        assert pack(ask(text % "2025-12-31"), "P")["remaining"] == 999
        after = pack(ask(text % "2026-01-01"), "P")
        assert (after["status"], after["used"], after["expired"]) == (
            "expired",
            0,
            1_000,
        )

    def test_a_pack_that_is_delivered_later(self, ask: Ask) -> None:
        """1: `delivered`, where given, for packs: it acts from then, and its year is still that of the order."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-09: 30, 2025-01-10: 40, 2026-01-04: 5, 2026-01-05: 6}}}
            orders:
              - {id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-05, delivered: 2025-01-10}
            """
        )
        assert row(answer, "2025-01") == {"billable": 30, "packs": 40}
        assert row(answer, "2026-01") == {"packs": 5, "billable": 6}
        assert (pack(answer, "P")["from"], pack(answer, "P")["until"]) == (
            "2025-01-10",
            "2026-01-05",
        )
        assert totals(answer)["2025-01"] == "61.95"  # 60 + 30 x 0.065

    def test_a_pack_that_is_delivered_after_the_last_bill(self, ask: Ask) -> None:
        """A pack not yet delivered is `future`."""
        answer = ask(
            """
            price_book: intl
            orders:
              - {id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-31, delivered: 2025-02-01}
            """
        )
        assert (pack(answer, "P")["status"], pack(answer, "P")["remaining"]) == (
            "future",
            1_000,
        )

    def test_validity_keeps_running_while_disabled(self, ask: Ask) -> None:
        """5: no pack or free pack burns down while the service is off, and validity keeps running."""
        answer = ask(
            """
            price_book: intl
            account: {disabled: [{from: 2025-01-05, until: 2026-01-05}]}
            usage: {image_basic: {calls: {2025-01-05: 70, 2026-01-05: 90}}}
            orders:
              - {id: F, item: free_pack, for: image_basic, date: 2025-01-02}
              - {id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-06}
            """
        )
        assert row(answer, "2025-01") == {"refused": 70}
        assert row(answer, "2026-01") == {"packs": 90}
        assert (pack(answer, "F")["used"], pack(answer, "F")["expired"]) == (0, 1_000)
        assert (pack(answer, "P")["used"], pack(answer, "P")["expired"]) == (90, 910)
        assert told(answer, "refused_calls") == [("2025-01", IMAGE, None)]
        assert answer["complete"] is False


class TestPackOrder:
    """2.4: several paid packs: earliest expiry first, then earliest order date, then id (`pack_order`)."""

    def test_earliest_expiry_is_the_earlier_order(self, ask: Ask) -> None:
        """Packs of one year expire in the order in which they were bought."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-03: 1200}}}
            orders:
              - {id: A, item: call_pack, for: image_basic, size: 1k, date: 2025-01-02}
              - {id: B, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}
            """
        )
        assert used(answer) == {"A": 200, "B": 1_000}
        assert others(answer) == {}

    def test_a_late_delivery(self, ask: Ask) -> None:
        """`delivered` makes a difference: the older order is drawn first only from its delivery on."""
        text = """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-03: 300, 2025-01-10: 800}}}
            orders:
              - {id: OLD, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01%s}
              - {id: NEW, item: call_pack, for: image_basic, size: 1k, date: 2025-01-02}
            """
        assert used(ask(text % "")) == {"OLD": 1_000, "NEW": 100}
        assert used(ask(text % ", delivered: 2025-01-05")) == {"OLD": 800, "NEW": 300}
        assert used(
            ask(
                text % ", delivered: 2025-01-05",
                "--assume",
                "pack_order=earliest_order",
            )
        ) == {
            "OLD": 800,
            "NEW": 300,
        }

    def test_packs_of_29_and_28_february_expire_together(self, ask: Ask) -> None:
        """Then earliest order date: the packs of 28 and 29 February 2024 both end before 28 February 2025."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2024-03-01: 1}}}
            orders:
              - {id: A, item: call_pack, for: image_basic, size: 1k, date: 2024-02-29}
              - {id: B, item: call_pack, for: image_basic, size: 1k, date: 2024-02-28}
            """
        )
        assert pack(answer, "A")["until"] == pack(answer, "B")["until"] == "2025-02-28"
        assert used(answer) == {"A": 0, "B": 1}

    def test_ids_are_compared_as_text(self, ask: Ask) -> None:
        """1: ids are compared as text."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-03: 1200}}}
            orders:
              - {id: P-9, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}
              - {id: P-10, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}
            """
        )
        assert used(answer) == {"P-9": 200, "P-10": 1_000}

    def test_a_refund_to_come_does_not_change_the_order(self, ask: Ask) -> None:
        """6.7: an order marked `refunded` ends that day; its expiry, which decides the order of use, is no other."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-03: 5000}}}
            orders:
              - {id: A, item: call_pack, for: image_basic, size: 10k, date: 2025-01-01}
              - {id: B, item: call_pack, for: image_basic, size: 10k, date: 2025-01-02, refunded: 2025-01-08}
            """
        )
        assert used(answer) == {"A": 5_000, "B": 0}

    def test_both_readings_are_offered(self, ask: Ask) -> None:
        """A user can choose either, and the result says which was in force."""
        text = "price_book: intl\nusage: {image_basic: {calls: {2025-01: 1}}}"
        assert ask(text)["assumptions"]["pack_order"] == "earliest_expiry"
        assert (
            ask(text, "--assume", "pack_order=earliest_order")["assumptions"][
                "pack_order"
            ]
            == "earliest_order"
        )


class TestPackUnusable:
    """Warning `pack_unusable`: a pack that cannot be drawn in its whole life."""

    def test_qps_mode_throughout(self, ask: Ask) -> None:
        """2.3: not usable while the group is in QPS mode; the warning states what it cost."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-01: 5}, billing_mode: qps}}
            orders:
              - {item: qps, for: image_basic, qps: 1, days: 1, date: 2025-01-01}
              - {id: P, item: call_pack, for: image_basic, size: 10k, date: 2025-01-01, price: 400}
            """
        )
        assert told(answer, "pack_unusable") == [("2025-01", IMAGE, "400.00")]
        assert (
            message(answer, "pack_unusable")
            == "P: none of its 10,000 calls can be drawn in its whole life"
        )

    @pytest.mark.parametrize(
        ("until", "warned"), [("2026-01-05", True), ("2026-01-04", False)]
    )
    def test_the_service_switched_off(self, ask: Ask, until: str, warned: bool) -> None:
        """Switched off for the whole year the pack is valid, or but for its last day."""
        answer = ask(
            f"""
            price_book: intl
            account: {{disabled: [{{from: 2025-01-01, until: {until}}}]}}
            orders: [{{item: call_pack, for: image_basic, size: 10k, date: 2025-01-05}}]
            """
        )
        assert bool(told(answer, "pack_unusable")) is warned

    def test_qps_mode_and_switched_off_by_turns(self, ask: Ask) -> None:
        """QPS mode on some days and off on all others leave no day to draw it."""
        text = """
            price_book: intl
            account: {disabled: [{from: 2025-02-01}]}
            usage: {image_basic: {calls: {}, billing_mode: [{from: 2025-01-05, until: %s, mode: qps}]}}
            orders: [{item: call_pack, for: image_basic, size: 10k, date: 2025-01-05}]
            """
        assert told(ask(text % "2025-02-01"), "pack_unusable") == [
            ("2025-01", IMAGE, "450.00")
        ]
        assert told(ask(text % "2025-01-31"), "pack_unusable") == []
