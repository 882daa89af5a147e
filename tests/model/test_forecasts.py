"""Forecasts as values: what of an answer is one, its range, and sums over accounts."""

from datetime import date

import pytest

from facefusion_billing.model.bill import Bill
from facefusion_billing.model.calendar import Month, Span
from facefusion_billing.model.forecast_months import forecast_by_month
from facefusion_billing.model.forecasted import Forecasted
from facefusion_billing.model.portfolio import ForecastCalls
from facefusion_billing.model.usage_row import UsageRow
from tests.model.completeness import COMPLETE

TENTH, TWELFTH = date(2025, 2, 10), date(2025, 2, 12)


def row(scope: str, calls: int, forecast: int) -> UsageRow:
    """All calls billed, so many of them a forecast."""
    return UsageRow(scope, calls, 0, 0, calls, 0, 0, 0, forecast=forecast)


def bill(month: Month, *usage: UsageRow) -> Bill:
    settles = Span(month.end, month.end)
    return Bill(month, settles, (), usage)


class TestMonths:
    """How many calls of each bill are a forecast, as every answer's JSON has it."""

    BILLS = (
        bill(Month(2025, 1), row("a", 700, 0)),
        bill(Month(2025, 2), row("a", 900, 500), row("b", 80, 30)),
    )

    def test_by_hand(self) -> None:
        """January is counted; in February 900 + 80 calls, of which 500 + 30. The later of the last days."""
        assert forecast_by_month({"a": TWELFTH, "b": TENTH}, self.BILLS) == {
            "last_day": "2025-02-12",
            "months": [
                {"month": "2025-01", "calls": 700, "forecast": 0},
                {"month": "2025-02", "calls": 980, "forecast": 530},
            ],
        }

    def test_without_a_forecast(self) -> None:
        assert forecast_by_month({}, self.BILLS) is None


class TestRange:
    """The totals at the least and at the most counts of the weekdays before."""

    FORECAST = Forecasted({"a": TWELFTH, "b": TENTH}, 100, 300, is_alike=False)

    def test_the_last_day_of_any_scope(self) -> None:
        assert self.FORECAST.last_day == TWELFTH

    @pytest.mark.parametrize(("total", "unpriced", "complete"), COMPLETE)
    def test_complete(
        self, total: int | None, unpriced: dict[str, int], complete: bool
    ) -> None:
        """There is a total, be it nothing, and no call is left out; each end of the range by itself."""
        low = self.FORECAST._replace(low=total, low_unpriced=unpriced)
        assert (low.low_complete, low.high_complete) == (complete, True)
        high = self.FORECAST._replace(high=total, high_unpriced=unpriced)
        assert (high.low_complete, high.high_complete) == (True, complete)


class TestAccounts:
    """What all accounts with a forecast have of it."""

    ONE = {
        "last_day": "2025-02-12",
        "months": [
            {"month": "2025-01", "calls": 700, "forecast": 0},
            {"month": "2025-02", "calls": 980, "forecast": 530},
        ],
    }
    TWO = {
        "last_day": "2025-02-10",
        "months": [{"month": "2025-02", "calls": 40, "forecast": 25}],
    }
    THREE = {**TWO, "last_day": "2025-02-11"}

    def test_the_first(self) -> None:
        """700 + 980 calls, of which 530; it ends on one day, the first and the last."""
        assert ForecastCalls().add(self.ONE) == ForecastCalls(
            accounts=1, days=("2025-02-12", "2025-02-12"), calls=1_680, forecast=530
        )

    def test_three(self) -> None:
        """1,680 + 40 + 40 calls, of which 530 + 25 + 25; from the 10th to the 12th, in whatever order they come."""
        together = ForecastCalls(
            accounts=3, days=("2025-02-10", "2025-02-12"), calls=1_760, forecast=580
        )
        for accounts in (
            (self.ONE, self.TWO, self.THREE),
            (self.TWO, self.THREE, self.ONE),
            (self.THREE, self.ONE, self.TWO),
        ):
            found = ForecastCalls()
            for account in accounts:
                found = found.add(account)
            assert found == together
