"""The account and refunds (RULES 5, 6): what comes back, what an order lacks, when the service stands still.

Image packs: 1,000 calls 60 USD, 10,000 calls 450; image calls 0.065.
"""

import pytest

from tests.answer_parts import message, pack, row, told
from tests.by_hand.answers import ledger, lines, stops
from tests.tools import Ask


class TestRefundsInTheLedger:
    """6.5: all of it goes to the Tencent Cloud account, card money too."""

    def test_card_money(self, ask: Ask) -> None:
        answer = ask(
            """
            price_book: intl
            account: {balance: {date: 2025-01-01, amount: 10}}
            usage: {image_basic: {calls: {2025-01-20: 500, 2025-02-01: 100}}}
            orders:
              - {id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-06,
                 paid: {card: 60}, refunded: 2025-01-10}
            """
        )
        assert ledger(answer) == [
            ("2025-01-01", "opening", "10.00", "10.00"),
            ("2025-01-10", "refund", "60.00", "70.00"),
            ("2025-02-01", "settlement", "-32.50", "37.50"),  # 500 x 0.065
            ("2025-03-01", "settlement", "-6.50", "31.00"),  # 100 x 0.065
        ]
        assert stops(answer) == []

    def test_not_the_voucher(self, ask: Ask) -> None:
        """30 of the 60 were a voucher's."""
        answer = ask(
            """
            price_book: intl
            account: {balance: {date: 2025-01-07, amount: 10}}
            usage: {image_basic: {calls: {2025-01-20: 100}}}
            orders:
              - {item: call_pack, for: image_basic, size: 1k, date: 2025-01-06,
                 paid: {cash: 10, card: 20, voucher: 30}, refunded: 2025-01-13}
            """
        )
        assert ledger(answer)[1] == ("2025-01-13", "refund", "30.00", "40.00")


class TestSomePacksOfAnOrder:
    """6.7: the unused ones with the highest numbers, with their shares of the tenders."""

    # 1,500 calls use pack 1 and half of pack 2 before the refund on D+7.
    TEXT = """
        price_book: intl
        usage: {image_basic: {calls: {2025-01-02: 1500, 2025-01-09: 2000}}}
        orders:
          - {id: P, item: call_pack, for: image_basic, size: 1k, quantity: 4, date: 2025-01-01,
             paid: {cash: 100.01, voucher: 139.99}, refunded: 2025-01-08, refunded_packs: %d}
        """

    @pytest.mark.parametrize(
        ("back", "amount", "billable"),
        [
            # cash 25.01 for the first, 25.00 for each other. Afterwards 500 of pack 2, 1,000 of 3
            (1, "-25.00", 500),
            (2, "-50.00", 1_500),  # 500 of pack 2
        ],
    )
    def test_those_nobody_drew_from(
        self, ask: Ask, back: int, amount: str, billable: int
    ) -> None:
        answer = ask(self.TEXT % back)
        assert lines(answer, "2025-01", "refund") == {"image_basic": amount}
        assert lines(answer, "2025-01", "call_pack") == {"image_basic": "240.00"}
        assert row(answer, "2025-01")["billable"] == billable
        statuses = [pack(answer, "P", n)["status"] for n in (1, 2, 3, 4)]
        assert statuses == ["exhausted"] * (4 - back) + ["refunded"] * back

    @pytest.mark.parametrize("back", [0, 3, 4, 5])
    def test_no_more_than_are_unused(self, ask: Ask, back: int) -> None:
        assert "refunded" in ask.refused(self.TEXT % back)

    def test_all_of_them_where_no_number_stands(self, ask: Ask) -> None:
        """Two are used: not the whole order can go back."""
        assert "refunded" in ask.refused(self.TEXT.replace(", refunded_packs: %d", ""))

    def test_equal_shares_cents_to_the_first(self, ask: Ask) -> None:
        """Packs 2 and 3 of 3: 33.34 + 16.67 + 9.99 = 60.00 and 33.33 + 16.67 + 9.99 = 59.99."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-02-01: 1}}}
            orders:
              - {id: P, item: call_pack, for: image_basic, size: 1k, quantity: 3, date: 2025-01-01,
                 paid: {cash: 100.01, gifted: 50.01, card: 29.98},
                 refunded: 2025-01-02, refunded_packs: 2}
            """
        )
        assert lines(answer, "2025-01", "refund") == {"image_basic": "-119.99"}

    def test_material_packs(self, ask: Ask) -> None:
        """Two of three packs of 10 unused: 120.00 back; 20 slots are left for 20 materials."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01: 1}, materials: 20}}
            orders:
              - {id: M, item: material_pack, for: image_basic, size: 10, quantity: 3, date: 2025-01-01,
                 refunded: 2025-01-02, refunded_packs: 2}
            """
        )
        assert lines(answer, "2025-01", "refund") == {"image_basic": "-120.00"}
        assert told(answer, "over_material_quota") == []


class TestOrdersNotPaid:
    """5: what an order lacks is put into the ledger as an event of its own."""

    TEXT = """
        price_book: intl
        account: {balance: {date: 2025-01-01, amount: 100}}
        usage: {image_basic: {calls: {2025-01-10: 5}}}
        orders: [{id: P, item: call_pack, for: image_basic, size: 10k, date: 2025-01-05%s}]
        """

    def test_ledger(self, ask: Ask) -> None:
        answer = ask(self.TEXT % "")
        assert ledger(answer) == [
            ("2025-01-01", "opening", "100.00", "100.00"),
            ("2025-01-05", "assumed_top_up", "350.00", "450.00"),  # 450 - 100
            ("2025-01-05", "order", "-450.00", "0.00"),
        ]
        assert answer["total"] == "450.00"
        assert stops(answer) == []

    def test_message(self, ask: Ask) -> None:
        """The amount, the day, and how to pay it otherwise; a warning, not a note."""
        answer = ask(self.TEXT % "")
        said = message(answer, "order_not_paid")
        for word in ("350.00", "2025-01-05", "paid: {card:"):
            assert word in said
        [found] = [w for w in answer["warnings"] if w["code"] == "order_not_paid"]
        assert found["severity"] == "warning"

    def test_paid_by_card(self, ask: Ask) -> None:
        answer = ask(self.TEXT % ", paid: {card: 450}")
        assert told(answer, "order_not_paid") == []
        assert len(ledger(answer)) == 1

    def test_several_orders_of_a_day(self, ask: Ask) -> None:
        """100 pays the first 60; the second lacks 20, the third 60."""
        pack = (
            "{id: P-%d, item: call_pack, for: image_basic, size: 1k, date: 2025-01-05}"
        )
        text = f"""
            price_book: intl
            account: {{balance: {{date: 2025-01-01, amount: 100}}}}
            usage: {{image_basic: {{calls: {{2025-01-10: 5}}}}}}
            orders: [{pack % 3}, {pack % 1}, {pack % 2}]
            """
        assert [row[1:] for row in ledger(ask(text))[1:]] == [
            ("order", "-60.00", "40.00"),
            ("assumed_top_up", "20.00", "60.00"),
            ("order", "-60.00", "0.00"),
            ("assumed_top_up", "60.00", "60.00"),
            ("order", "-60.00", "0.00"),
        ]

    def test_who_tops_up_what_was_assumed_gets_the_same_bills(self, ask: Ask) -> None:
        """A debt of 20 stops the 2nd of January; 80 on the 3rd pay it and the pack, and end the stop."""
        text = """
            price_book: intl
            account: {balance: {date: 2025-01-01, amount: -20}%s}
            usage: {image_basic: {calls: {2025-01: 31}}}
            orders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-03}]
            """
        assumed = ask(text % "")
        stated = ask(text % ", top_ups: [{date: 2025-01-03, amount: 80}]")
        assert ledger(assumed)[1] == ("2025-01-03", "assumed_top_up", "80.00", "60.00")
        assert assumed["bills"] == stated["bills"]
        assert stops(assumed) == stops(stated)
        assert stops(assumed)[0] == ("2025-01-02", "2025-01-03", 1)


class TestStops:
    """5: a negative opening balance stops the next day; exactly 0 stays stopped."""

    @pytest.mark.parametrize(
        ("top_up", "refused"),
        [
            ("", 30),  # from 2 January on
            ("{date: 2025-01-02, amount: 5}", 30),
            ("{date: 2025-01-02, amount: 5.01}", 0),
            ("{date: 2025-01-10, amount: 5.01}", 8),  # 2 to 9 January
        ],
    )
    def test_opening(self, ask: Ask, top_up: str, refused: int) -> None:
        answer = ask(
            f"""
            price_book: intl
            account: {{balance: {{date: 2025-01-01, amount: -5}}, top_ups: [{top_up}]}}
            usage: {{image_basic: {{calls: {{2025-01: 31}}}}}}
            """
        )
        assert row(answer, "2025-01").get("refused", 0) == refused

    def test_a_stop_without_an_end(self, ask: Ask) -> None:
        answer = ask(
            """
            price_book: intl
            account: {balance: {date: 2025-01-01, amount: 1}}
            usage: {image_basic: {calls: {2025-01: 100, 2025-02: 28}}}
            """
        )
        # 100 x 0.065 = 6.50 against 1.00 on 1 February: stopped from the 2nd, 27 calls refused
        assert stops(answer) == [("2025-02-02", None, 27)]
        [stop] = answer["account"]["suspensions"]
        assert (stop["top_up"], stop["top_up_by"]) == ("5.50", "2025-02-01")

    def test_the_mainland_book_states_no_such_rule(self, ask: Ask) -> None:
        said = ask.refused(
            """
            price_book: mainland
            account: {balance: {date: 2025-01-01, amount: 1}}
            usage: {a: {calls: {2025-01: 100}}}
            """
        )
        assert "balance" in said


class TestActivation:
    """2.2: a claim cannot lie before the activation."""

    TEXT = """
        price_book: intl
        account: {activated: 2025-03-01}
        usage: {image_basic: {calls: {2025-03-05: 10}}}
        orders: [{item: free_pack, for: image_basic, date: %s}]
        """

    def test_before(self, ask: Ask) -> None:
        assert "2025-03-01" in ask.refused(self.TEXT % "2025-02-28")

    def test_on_the_day(self, ask: Ask) -> None:
        assert row(ask(self.TEXT % "2025-03-01"), "2025-03") == {"free": 10}

    def test_the_account_may_buy_packs_before(self, ask: Ask) -> None:
        """What the guide asks for before a purchase is an account, not the service."""
        text = """
            price_book: intl
            account: {activated: 2025-03-01}
            usage: {image_basic: {calls: {2025-03-05: 10}}}
            orders: [{item: call_pack, for: image_basic, size: 1k, date: 2025-02-28}]
            """
        assert row(ask(text), "2025-03") == {"packs": 10}
