"""Lines of a vendor's bill: their month, their list price, and the tax they charge."""

from datetime import date
from decimal import Decimal

import pytest

from facefusion_billing.model.calendar import Month
from facefusion_billing.model.vendor_bill import BilledLine

USED, PAID = date(2025, 1, 31), date(2025, 2, 2)
JANUARY, FEBRUARY, MARCH = (Month(2025, number) for number in (1, 2, 3))
LINE = BilledLine("bill.csv", 7, "bill.csv", "settlement", bill_month=MARCH)


class TestMonth:
    """A settlement's month is that of its use, any other line's that of its payment."""

    @pytest.mark.parametrize("kind", ["settlement", "reversal", "precision"])
    def test_what_was_used(self, kind: str) -> None:
        """Used in January, paid in February."""
        line = LINE._replace(kind=kind, since=USED, paid_at=PAID)
        assert line.month == JANUARY
        assert line._replace(since=None).month == FEBRUARY

    @pytest.mark.parametrize("kind", ["purchase", "refund", "adjustment", "unknown"])
    def test_what_was_paid(self, kind: str) -> None:
        """The same days the other way round."""
        line = LINE._replace(kind=kind, since=USED, paid_at=PAID)
        assert line.month == FEBRUARY
        assert line._replace(paid_at=None).month == JANUARY

    def test_a_line_without_days(self) -> None:
        """The month of its bill."""
        assert LINE.month == MARCH

    def test_an_adjustment_is_of_the_month_that_it_adjusts(self) -> None:
        """Written in February for what was used in January; one that names no day of use is of February."""
        line = LINE._replace(kind="adjustment", since=USED, paid_at=PAID)
        assert line.month_of_use == JANUARY
        assert line._replace(since=None).month_of_use == FEBRUARY

    @pytest.mark.parametrize("kind", ["purchase", "refund", "unknown"])
    def test_any_other_line_is_of_its_month(self, kind: str) -> None:
        """Paid in February, whatever day of January it names."""
        line = LINE._replace(kind=kind, since=USED, paid_at=PAID)
        assert line.month_of_use == FEBRUARY


def test_where_no_list_price_is_shown_the_price_is_it() -> None:
    stated = LINE._replace(price=Decimal("0.045"))
    assert stated.listed == Decimal("0.045")
    assert stated._replace(list_price=Decimal("0.050")).listed == Decimal("0.050")


class TestChargedTax:
    """The tax that is stated; else what the total is more than the amount before tax."""

    def test_stated(self) -> None:
        """6.00, whatever the total says."""
        line = LINE._replace(tax=Decimal(6), total=Decimal(99), after=Decimal(90))
        assert line.charged_tax == 6

    def test_from_the_total(self) -> None:
        """106 - 100 before tax; without that figure 106 - (103 - a voucher of 3), or 106 - 103 where there is none."""
        line = LINE._replace(total=Decimal(106), after=Decimal(103))
        assert line._replace(before_tax=Decimal(100)).charged_tax == 6
        assert line._replace(voucher=Decimal(3)).charged_tax == 6
        assert line.charged_tax == 3

    def test_not_to_be_told(self) -> None:
        """Without a total or an amount there is none."""
        assert LINE._replace(total=Decimal(106)).charged_tax == 0
        assert LINE._replace(after=Decimal(103)).charged_tax == 0
