"""How many calls of each month are a forecast, as every answer's JSON has it."""

from datetime import date
from typing import Any

from facefusion_billing.model.bill import Bill


def forecast_by_month(
    last_days: dict[str, date], bills: tuple[Bill, ...]
) -> dict[str, Any] | None:
    """Where counts end and how many calls of each bill are a forecast, as values of
    JSON; None without a forecast.
    """
    if not last_days:
        return None
    months = [
        {
            "month": str(bill.month),
            "calls": sum(row.calls for row in bill.usage),
            "forecast": sum(row.forecast for row in bill.usage),
        }
        for bill in bills
    ]
    return {"last_day": str(max(last_days.values())), "months": months}
