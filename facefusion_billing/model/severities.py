"""The codes of warnings and notes, each with how much it matters."""

from typing import Literal

Severity = Literal["warning", "note"]

SEVERITIES: dict[str, Severity] = {
    "over_qps_limit": "warning",
    "over_material_quota": "warning",
    "undetermined_calls": "warning",
    "refused_calls": "warning",
    "qps_unused": "warning",
    "pack_unusable": "warning",
    "suspension": "warning",
    "order_not_paid": "warning",
    "licence_expired": "warning",
    "material_change_days": "warning",
    "plan_not_paid": "warning",
    "dead_zone": "note",
    "pack_raised_bill": "note",
    "pack_expired_unused": "note",
    "split_saves": "note",
    "even_share": "note",
    "peak_unknown": "note",
    "plan_overlooked": "note",
    "old_price_book": "note",
}
"""`warning` where money or service is at risk, else `note`."""

METERING_SEVERITIES: dict[str, Severity] = {
    "no_calls": "warning",
    "days_without_rows": "warning",
    "month_not_covered": "warning",
    "unknown_scopes": "warning",
    "peak_over_limit": "warning",
    "clocks_apart": "warning",
    "unreadable_rows": "warning",
    "failures_unknown": "note",
    "peak_of_completions": "note",
    "no_ids": "note",
    "without_id": "note",
}
"""The same of what is found in logs."""
