"""Sums of bills, and what an estimate says of itself."""

from datetime import date

import pytest

from facefusion_billing.model.bill import (
    Alternative,
    Bill,
    BillLine,
    Estimate,
    Finding,
    Ledger,
    Portion,
    Prepaid,
    Suspension,
)
from facefusion_billing.model.book import PackTable, Size
from facefusion_billing.model.calendar import Month, Span
from facefusion_billing.model.charge import Priced, Rate
from facefusion_billing.model.comparison import Compared, ComparedRow, Comparison
from facefusion_billing.model.faults import Location, Source
from facefusion_billing.model.invoice import InvoicedMonth
from facefusion_billing.model.items import CallPack
from facefusion_billing.model.list_price import below_list
from facefusion_billing.model.money import Price
from facefusion_billing.model.portfolio import Pooled
from facefusion_billing.model.scenario import Order, Tenders
from facefusion_billing.model.severities import SEVERITIES
from tests.model.completeness import COMPLETE

NOWHERE = Location(Source("", ""), 1, 1, 0, "")
JANUARY, FEBRUARY = Month(2025, 1), Month(2025, 2)
ORDER = Order(
    "P",
    CallPack(1_000),
    None,
    date(2025, 1, 5),
    date(2025, 1, 5),
    NOWHERE,
    locations={"size": NOWHERE},
)


def line(kind: str, amount: int) -> BillLine:
    return BillLine(kind, "g", date(2025, 1, 5), None, 1, "call", None, amount, ())


def bill(month: Month, *lines: BillLine) -> Bill:
    return Bill(month, Span(date(2025, 2, 1), date(2025, 2, 3)), lines, ())


def estimate(
    *bills: Bill,
    unpriced: dict[str, int] | None = None,
    prepaid: tuple[Prepaid, ...] = (),
) -> Estimate:
    return Estimate(
        "", "b", "USD", {}, bills, (), None, (), (), unpriced or {}, {}, prepaid=prepaid
    )


class TestEstimate:
    """Totals are sums of lines."""

    BILLS = (
        bill(JANUARY, line("call_pack", 6_000), line("pay_as_you_go", 250)),
        bill(FEBRUARY, line("pay_as_you_go", 100), line("refund", -6_000)),
    )

    def test_the_dearest_month(self) -> None:
        """60.00 + 2.50 in January, 1.00 - 60.00 in February; alone the latter is the dearest, though negative."""
        assert estimate(*self.BILLS).dearest_month == 6_250
        assert estimate(self.BILLS[1]).dearest_month == -5_900
        assert estimate().dearest_month == 0

    def test_which_month_is_the_dearest(self) -> None:
        """January; of two that cost the same the first; without bills none."""
        same = bill(FEBRUARY, line("call_pack", 6_250))
        assert estimate(*self.BILLS).dearest == JANUARY
        assert estimate(self.BILLS[0], same).dearest == JANUARY
        assert estimate(same._replace(month=JANUARY), self.BILLS[1]).dearest == JANUARY
        assert estimate(self.BILLS[1], same._replace(month=JANUARY)).dearest == JANUARY
        assert estimate().dearest is None

    def test_totals(self) -> None:
        """60.00 + 2.50 = 62.50; 1.00 - 60.00 = -59.00; together 3.50."""
        assert [each.total for each in self.BILLS] == [6_250, -5_900]
        assert estimate(*self.BILLS).total == 350
        assert estimate().total == 0

    def test_by_kind(self) -> None:
        """Only kinds that occur, in the order of the interface; a kind that comes to nothing occurs."""
        assert list(estimate(*self.BILLS).by_kind.items()) == [
            ("pay_as_you_go", 350),
            ("call_pack", 6_000),
            ("refund", -6_000),
        ]
        assert estimate(bill(JANUARY, line("qps", 0))).by_kind == {"qps": 0}

    @pytest.mark.parametrize(
        ("unpriced", "complete"),
        [
            ({}, True),
            ({"refused": 0, "undetermined": 0}, True),
            ({"refused": 1, "undetermined": 0}, False),
            ({"refused": 0, "undetermined": 1}, False),
        ],
    )
    def test_complete(self, unpriced: dict[str, int], complete: bool) -> None:
        """Every call was priced or deducted."""
        assert estimate(unpriced=unpriced).complete == complete

    def test_prepaid(self) -> None:
        """10.00 and 0.50 are paid and not yet used."""
        rows = (Prepaid(ORDER, 1, "g", 1_000), Prepaid(ORDER, 2, "g", 50))
        assert estimate(prepaid=rows).prepaid_total == 1_050


class TestStops:
    """Whether stops are to be prevented together: one top-up for all, not one for each."""

    STOP = Suspension(date(2025, 2, 1), None, 10, 0, 5_000, date(2025, 1, 31))
    """Prevented by 50.00."""

    def test_none(self) -> None:
        assert not Ledger((), ()).is_more_than_one_stop

    def test_one(self) -> None:
        """50.00 prevent it, and with them there is no other."""
        assert not Ledger((), (self.STOP,), 5_000).is_more_than_one_stop

    def test_one_that_others_would_follow(self) -> None:
        """With 50.00 another would come: 80.00 prevent both, or it is not known how much does."""
        assert Ledger((), (self.STOP,), 8_000).is_more_than_one_stop
        assert Ledger((), (self.STOP,), None).is_more_than_one_stop

    def test_two(self) -> None:
        """Also where each is prevented by what prevents both."""
        assert Ledger((), (self.STOP, self.STOP), 5_000).is_more_than_one_stop


@pytest.mark.parametrize(("total", "unpriced", "complete"), COMPLETE)
def test_whether_another_reading_prices_all(
    total: int | None, unpriced: dict[str, int], complete: bool
) -> None:
    """There is a total, be it nothing, and no call is left out of it."""
    other = Alternative("licence_end", "refused", total, None, (), unpriced)
    assert other.complete == complete


@pytest.mark.parametrize(
    ("code", "severity"),
    [
        ("over_qps_limit", "warning"),
        ("over_material_quota", "warning"),
        ("undetermined_calls", "warning"),
        ("refused_calls", "warning"),
        ("qps_unused", "warning"),
        ("pack_unusable", "warning"),
        ("suspension", "warning"),
        ("order_not_paid", "warning"),
        ("licence_expired", "warning"),
        ("material_change_days", "warning"),
        ("plan_not_paid", "warning"),
        ("dead_zone", "note"),
        ("pack_raised_bill", "note"),
        ("pack_expired_unused", "note"),
        ("split_saves", "note"),
        ("plan_overlooked", "note"),
        ("old_price_book", "note"),
        ("even_share", "note"),
        ("peak_unknown", "note"),
    ],
)
def test_money_or_service_at_risk_is_a_warning(code: str, severity: str) -> None:
    assert Finding(code, JANUARY, "g", {}).severity == severity
    assert len(SEVERITIES) == 19


def test_the_price_of_a_size() -> None:
    """A size that is not sold has no price."""
    table = PackTable((Size(1_000, Price(60, 0)), Size(10_000, Price(450, 0))), "packs")
    assert [table.price_of(size) for size in (1_000, 10_000, 5_000)] == [
        Price(60, 0),
        Price(450, 0),
        None,
    ]


def test_the_exact_cost_of_a_charge() -> None:
    """2.5 units at 0.065 are 0.1625, at 0.05 as agreed 0.125: as many places as both have."""
    priced = Priced(
        Rate("s", "s-1", "m", "calls", Price(65, 3), Price(65, 3), {}),
        Price(5, 2),
        Price(25, 1),
    )
    assert (priced.list_cost.text, priced.agreed_cost.text) == ("0.1625", "0.125")


def test_the_base_of_a_comparison() -> None:
    """The first scenario; its view is that of all."""
    both = (
        Compared("a", estimate()._replace(view="amortised")),
        Compared("b", estimate()._replace(view="cash")),
    )
    comparison = Comparison(both, ComparedRow("total", ()), (), (), (), ())
    assert (comparison.base.name, comparison.view) == ("a", "amortised")
    assert comparison.named("b") == both[1]


def test_what_was_billed_above_the_estimate() -> None:
    """62.50 billed, 60.00 estimated."""
    assert InvoicedMonth(JANUARY, 6_250, 6_000, ()).difference == 250


def test_a_refund_returns_neither_vouchers_nor_discounts() -> None:
    assert Tenders(1, 2, 3, 4, 5, 6).returned == Tenders(1, 2, 3, 4, 0, 0)


def test_where_a_key_of_an_order_stands() -> None:
    """A key that was not written is looked for at the order."""
    key = Location(Source("", ""), 7, 3, 4, "orders.size")
    order = ORDER._replace(locations={"size": key})
    assert (order.at("size"), order.at("paid")) == (key, NOWHERE)


def test_what_a_line_is_below_the_list_price() -> None:
    """1,000 at 0.065 are 65.00, billed as 48.00: 17.00. Without a list price beside it, its own discount of 2.00."""
    sold = line("pay_as_you_go", 4_800)._replace(quantity=1_000, discount=200)
    assert below_list(sold._replace(listed=Price(65, 3))) == 1_700
    assert below_list(sold) == 200
    # A part of an order is counted in calls or days, which the list price is not of.
    part = Portion("drawn", 1, 0, 1_000, 10_000, 48_000)
    assert below_list(sold._replace(portion=part)) is None


def test_what_pooling_would_save() -> None:
    """100.00 apart and 80.00 together; accounts that cannot be taken for one save nothing that is known."""
    assert Pooled("USD", 8_000, 10_000).saving == 2_000
    assert Pooled("USD", None, 10_000, ("two books",)).saving is None
