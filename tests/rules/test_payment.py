"""Payment (RULES 0): what an order costs, which money pays it, and what a refund gives back."""

from datetime import date

import pytest

from facefusion_billing.model.faults import Location, Source
from facefusion_billing.model.items import CallPack
from facefusion_billing.model.scenario import Order, Tenders
from facefusion_billing.rules.payment import Payment, payment, returned_tenders

NOWHERE = Location(Source("", ""), 1, 1, 0, "")
DAY = date(2025, 1, 5)
LIST_PRICE = 45_000
BOUGHT = Order("P", CallPack(10_000, 3), "image_basic", DAY, DAY, NOWHERE)
GIFT = BOUGHT._replace(source="gifted")
BUNDLE = BOUGHT._replace(source="campaign")


class TestWhatAnOrderCosts:
    """Its list price, or the price agreed for it."""

    def test_the_list_price_from_the_account(self) -> None:
        """Nothing was agreed, and without tenders all is cash."""
        assert payment(BOUGHT, LIST_PRICE) == Payment(None, 45_000, Tenders(45_000))

    @pytest.mark.parametrize("agreed", [40_000, 0])
    def test_an_agreed_price(self, agreed: int) -> None:
        """It stands in the list price's place, also where it is 0."""
        order = BOUGHT._replace(stated_price=agreed)
        assert payment(order, LIST_PRICE) == Payment(agreed, agreed, Tenders(agreed))

    def test_tenders_do_not_make_a_price(self) -> None:
        """350.00 + 50.00 were paid for what costs 450.00: the price is still that of the list."""
        paid = Tenders(cash=35_000, voucher=5_000)
        order = BOUGHT._replace(paid=paid)
        assert payment(order, LIST_PRICE) == Payment(None, 45_000, paid)

    def test_a_gift_costs_nothing(self) -> None:
        """Nothing is taken from the account, and 0 is its price, not that of the list."""
        assert payment(GIFT, LIST_PRICE) == Payment(0, 0, Tenders())


class TestACampaignsBundle:
    """It costs what was paid for it, unless its price is stated."""

    PAID = Tenders(cash=9_900, voucher=100)

    def test_what_was_paid(self) -> None:
        """99.00 + 1.00."""
        order = BUNDLE._replace(paid=self.PAID)
        assert payment(order, LIST_PRICE) == Payment(10_000, 10_000, self.PAID)

    def test_a_stated_price(self) -> None:
        """120.00, though 100.00 were paid."""
        order = BUNDLE._replace(paid=self.PAID, stated_price=12_000)
        assert payment(order, LIST_PRICE) == Payment(12_000, 12_000, self.PAID)

    def test_where_nothing_is_stated(self) -> None:
        """The list price, as for what is bought."""
        assert payment(BUNDLE, LIST_PRICE) == Payment(None, 45_000, Tenders(45_000))


class TestTheMoneyOfAPayment:
    """The bill's line, what the account gives, and whether the tenders are the price."""

    TENDERS = Tenders(
        cash=100, transferred=20, gifted=3, card=4_000, voucher=500, discount=60
    )

    def test_the_line_is_the_price_less_the_discount(self) -> None:
        """46.83 - 0.60 = 46.23."""
        assert Payment(None, 4_683, self.TENDERS).amount == 4_623

    def test_the_account_gives_its_three_kinds_of_money(self) -> None:
        """1.00 cash + 0.20 transferred + 0.03 gifted; neither card nor voucher."""
        assert Payment(None, 4_683, self.TENDERS).from_account == 123

    def test_the_tenders_are_the_price(self) -> None:
        """1.00 + 0.20 + 0.03 + 40.00 + 5.00 + 0.60 = 46.83."""
        assert Payment(None, 4_683, self.TENDERS).is_whole
        assert not Payment(None, 4_682, self.TENDERS).is_whole


class TestWhatARefundGivesBack:
    """The shares of the packs that went back: the last ones, since the first are drawn first."""

    PAID = Tenders(cash=1_000, card=500, voucher=300, discount=60)

    @pytest.mark.parametrize(
        ("packs", "cash", "card"),
        [
            (1, 333, 166),  # of 334 + 333 + 333, and of 167 + 167 + 166, the last
            (2, 666, 333),  # 333 + 333, 167 + 166
            (3, 1_000, 500),
            (None, 1_000, 500),  # no number stated: all
        ],
    )
    def test_of_three_packs(self, packs: int | None, cash: int, card: int) -> None:
        """10.00 cash and 5.00 by card, each in three shares; vouchers and discounts stay."""
        order = BOUGHT._replace(refunded=date(2025, 1, 8), refunded_packs=packs)
        assert returned_tenders(order, self.PAID) == Tenders(cash=cash, card=card)

    def test_an_order_that_was_kept(self) -> None:
        """Nothing comes back."""
        assert returned_tenders(BOUGHT, self.PAID) == Tenders()
