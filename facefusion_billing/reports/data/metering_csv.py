"""What was metered, as the CSV that `calls: {file: ...}` reads."""

from collections.abc import Iterable

from facefusion_billing.model.call_logs import MeteredDay
from facefusion_billing.reports.data.csv_text import table_csv

COLUMNS = ("date", "calls", "peak_qps", "for")


def metering_csv(days: Iterable[MeteredDay], *, with_accounts: bool) -> str:
    """Dates, calls and peaks, by account where one is mapped."""
    columns = ("account", *COLUMNS) if with_accounts else COLUMNS
    rows = [
        {
            "account": day.account,
            "date": str(day.day),
            "calls": day.calls,
            "peak_qps": day.peak_qps,
            "for": day.scope,
        }
        for day in days
    ]
    return table_csv(columns, rows, {"calls", "peak_qps"})
