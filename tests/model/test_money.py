"""Money (RULES 0): exact decimals, rounded once, half up, to 0.01, per bill line; a bill is the sum of its lines."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facefusion_billing.model.bill import Bill, BillLine, Estimate
from facefusion_billing.model.book import PackTable, Size
from facefusion_billing.model.calendar import Month, Span
from facefusion_billing.model.money import (
    Price,
    half_up,
    less,
    money_text,
    price_of,
    share,
)

LARGE = 10**30


class TestHalfUp:
    """A half goes away from zero; everything else to the nearest."""

    @pytest.mark.parametrize(
        ("numerator", "denominator", "rounded"),
        [
            (0, 1, 0),
            (1, 2, 1),
            (-1, 2, -1),
            (3, 2, 2),
            (5, 2, 3),
            (149, 100, 1),
            (150, 100, 2),
            (-150, 100, -2),
        ],
    )
    def test_by_hand(self, numerator: int, denominator: int, rounded: int) -> None:
        """2.5 is 3, not the even 2."""
        assert half_up(numerator, denominator) == rounded

    @given(st.integers(-LARGE, LARGE), st.integers(1, LARGE))
    def test_against_fractions(self, numerator: int, denominator: int) -> None:
        """The same as with exact fractions, at any size."""
        size = floor(abs(Fraction(numerator, denominator)) + Fraction(1, 2))
        assert half_up(numerator, denominator) == (size if numerator >= 0 else -size)


class TestPrice:
    """Unit prices keep their printed digits."""

    @given(st.integers(1, 10**12), st.integers(0, 20), st.integers(0, LARGE))
    def test_most_for_is_the_last_count_that_costs_no_more(
        self, digits: int, places: int, cents: int
    ) -> None:
        """One unit more costs more, rounded as every amount is."""
        price = Price(digits, places)
        most = price.most_for(cents)
        assert price.times(most) <= cents < price.times(most + 1)

    @pytest.mark.parametrize(
        ("price", "text"),
        [
            (Price(50, 3), "0.050"),
            (Price(20, 2), "0.20"),
            (Price(1700, 0), "1700"),
            (Price(1, 5), "0.00001"),
            (Price(12_345, 2), "123.45"),
            (Price(0, 0), "0"),
            (Price(0, 2), "0.00"),
        ],
    )
    def test_text(self, price: Price, text: str) -> None:
        """0.050 USD stays 0.050, and 1,700 USD has no decimals."""
        assert price.text == text

    @given(st.integers(0, LARGE), st.integers(0, 12))
    def test_text_is_the_price(self, digits: int, places: int) -> None:
        """Read as a decimal, the text is the price, with as many places."""
        text = Price(digits, places).text
        assert Fraction(text) == Fraction(digits, 10**places)
        assert len(text.partition(".")[2]) == places

    @pytest.mark.parametrize(
        ("price", "count", "cents"),
        [
            (Price(50, 3), 99_000, 495_000),  # 99,000 x 0.050 = 4,950.00
            (Price(65, 3), 9_999, 64_994),  # 649.935
            (Price(65, 3), 9, 59),  # 0.585
            (Price(12, 3), 1_000_001, 1_200_001),  # 12,000.012
            (Price(60, 0), 3, 18_000),
            (Price(5, 3), 0, 0),
            (Price(4, 3), 1, 0),  # 0.004
        ],
    )
    def test_a_charge_is_rounded_once(
        self, price: Price, count: int, cents: int
    ) -> None:
        """The exact product, half up to 0.01."""
        assert price.times(count) == cents

    @given(st.integers(0, 10**9), st.integers(0, 9), st.integers(0, 10**12))
    def test_times_against_decimals(self, digits: int, places: int, count: int) -> None:
        """The same as the decimal module's ROUND_HALF_UP."""
        exact = (Decimal(digits) * count).scaleb(-places)
        assert Price(digits, places).times(count) == exact.quantize(
            Decimal("0.01"), ROUND_HALF_UP
        ).scaleb(2)

    @given(st.integers(0, LARGE))
    def test_price_of_cents(self, cents: int) -> None:
        """A price made of cents is exactly these cents."""
        assert price_of(cents).times(1) == cents


class TestWholeCents:
    """Whether one unit costs whole cents, and what it is rounded down to."""

    @pytest.mark.parametrize(
        ("price", "whole", "below"),
        [
            (Price(60, 0), True, 6_000),
            (Price(50, 3), True, 5),  # 0.050
            (Price(99_999, 3), False, 9_999),  # 99.999
            (Price(4, 3), False, 0),  # 0.004
        ],
    )
    def test_by_hand(self, price: Price, whole: bool, below: int) -> None:
        """0.050 is five cents, though it is printed with three places."""
        assert (price.is_whole_cents, price.cents_below) == (whole, below)


class TestLess:
    """A price less a percentage of it, exact, with the digits it needs."""

    @pytest.mark.parametrize(
        ("price", "percent", "text"),
        [
            (Price(50, 3), Price(125, 1), "0.04375"),  # 0.050 x 0.875
            (Price(60, 0), Price(10, 0), "54"),
            (Price(60, 0), Price(125, 2), "59.25"),  # 60 x 0.9875
        ],
    )
    def test_by_hand(self, price: Price, percent: Price, text: str) -> None:
        """12.5 % off 0.050, 10 % and 1.25 % off 60."""
        assert less(price, percent).text == text

    def test_never_fewer_digits_than_are_printed(self) -> None:
        """0.050 less nothing, and 0.050 less 20 %."""
        assert less(Price(50, 3), Price(0, 0)).text == "0.050"
        assert less(Price(50, 3), Price(20, 0)).text == "0.040"


class TestText:
    """Cents as a plain decimal."""

    @pytest.mark.parametrize(
        ("cents", "text"),
        [
            (0, "0.00"),
            (5, "0.05"),
            (-5, "-0.05"),
            (100, "1.00"),
            (-123, "-1.23"),
            (-495_000, "-4950.00"),
        ],
    )
    def test_money_text(self, cents: int, text: str) -> None:
        """Two decimals, no grouping, the sign in front."""
        assert money_text(cents) == text

    @given(st.integers(-LARGE, LARGE))
    def test_it_is_the_amount(self, cents: int) -> None:
        """Read back, it is the amount."""
        assert Fraction(money_text(cents)) == Fraction(cents, 100)


def shares(total: int, parts: int) -> tuple[int, ...]:
    return tuple(share(total, parts, number) for number in range(1, parts + 1))


class TestShares:
    """6: n packs with equal shares of the tenders, cents to the first ones."""

    def test_odd_cents_to_the_first(self) -> None:
        """10.00 in three: 3.34, 3.33, 3.33; 0.05 in three: 0.02, 0.02, 0.01."""
        assert shares(1_000, 3) == (334, 333, 333)
        assert shares(5, 3) == (2, 2, 1)
        assert shares(2, 3) == (1, 1, 0)

    @given(st.integers(0, 10**12), st.integers(1, 60))
    def test_no_cent_is_lost(self, total: int, parts: int) -> None:
        """The parts add up, differ by a cent at most, and the larger ones come first."""
        each = shares(total, parts)
        assert len(each) == parts
        assert sum(each) == total
        assert max(each) - min(each) <= 1
        assert list(each) == sorted(each, reverse=True)


class TestPricesOfPacks:
    """What is not sold has no price."""

    TABLE = PackTable(
        (Size(1_000, Price(60, 0)), Size(10_000, Price(450, 0))), "image-packs"
    )

    def test_a_size_on_sale(self) -> None:
        """10,000 calls are sold for 450."""
        assert self.TABLE.price_of(10_000) == Price(450, 0)

    def test_a_size_that_is_not(self) -> None:
        """5,000 calls are not sold: no price, not the nearest."""
        assert self.TABLE.price_of(5_000) is None


def line(kind: str, cents: int) -> BillLine:
    """A line of an amount."""
    return BillLine(
        kind,
        "image_basic",
        date(2025, 1, 1),
        None,
        1,
        "pack",
        price_of(cents),
        cents,
        (),
    )


def bill(month: int, *lines: BillLine) -> Bill:
    """A bill of a month of 2025."""
    return Bill(
        Month(2025, month),
        Span(date(2025, month + 1, 1), date(2025, month + 1, 3)),
        lines,
        (),
    )


def answer(*bills: Bill, refused: int = 0, undetermined: int = 0) -> Estimate:
    """An estimate of bills."""
    unpriced = {"refused": refused, "undetermined": undetermined}
    return Estimate(
        "", "intl-2024-11-07", "USD", {}, bills, (), None, (), (), unpriced, {}
    )


class TestSums:
    """A bill's total is the sum of its rounded lines."""

    def test_a_bill(self) -> None:
        """Two lines of 0.065 each are 0.07 + 0.07 = 0.14, not 0.13."""
        cents = Price(65, 3).times(1)
        assert (
            bill(1, line("pay_as_you_go", cents), line("pay_as_you_go", cents)).total
            == 14
        )

    def test_an_empty_bill(self) -> None:
        """A month with nothing to pay costs 0."""
        assert bill(1).total == 0

    def test_an_estimate(self) -> None:
        """Totals and kinds over all bills; a kind that does not occur is not listed, one that cancels out is."""
        whole = answer(
            bill(1, line("pay_as_you_go", 700), line("call_pack", 45_000)),
            bill(
                2, line("refund", -45_000), line("pay_as_you_go", 300), line("qps", 0)
            ),
        )
        assert whole.total == 1_000
        assert whole.by_kind == {
            "pay_as_you_go": 1_000,
            "call_pack": 45_000,
            "qps": 0,
            "refund": -45_000,
        }

    @pytest.mark.parametrize(
        ("refused", "undetermined", "complete"),
        [(0, 0, True), (1, 0, False), (0, 1, False)],
    )
    def test_complete(self, refused: int, undetermined: int, complete: bool) -> None:
        """An answer is complete when every call was priced or deducted."""
        assert answer(refused=refused, undetermined=undetermined).complete is complete
