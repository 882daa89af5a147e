"""What each warning and note of `meter` means, and what to do."""

from __future__ import annotations

LOG_FINDINGS = {
    "no_calls": (
        "No row of the logs is a call of a scope: there are none, or all are of free actions or of actions "
        "that the map leaves out. Look at the map (--show-map): which column has the actions, and whose they are."
    ),
    "days_without_rows": (
        "Days between the first and the last one have no call; JSON lists them all. Add the files of those days "
        "if calls were made: what is not in a log is not counted."
    ),
    "month_not_covered": (
        "The log begins after the first day of its first month, or ends before the last second of its last "
        "one, so the bill of that month would be too low. Add the rest of the log, or wait for the end of the "
        "month."
    ),
    "unknown_scopes": (
        "Calls of scopes that are no interface groups of the price book: their counts are refused where bills are "
        "computed by it, and nothing of them has a price. Name the groups of the book in the map (`ffbill prices` "
        "lists them), or the book that has these scopes: `price_book` in the map, or --price-book. Activities belong "
        "to `mainland`."
    ),
    "peak_over_limit": (
        "An interface group had more calls within a second than are served in call volume mode without QPS: "
        "calls above the limit fail. The warning gives the highest peak and the days; `ffbill recommend` finds "
        "the QPS to buy."
    ),
    "failures_unknown": (
        "The map names no column with the error code of the vendor's answer, so calls that failed cannot be told "
        "from those that succeeded, and count as billed. The HTTP status does not say it: the vendor answers "
        "200 to calls that fail. Log the error code of the answer and map it as `error`."
    ),
    "peak_of_completions": (
        "The times of the log are ends of calls, and no duration is mapped, so peaks count ends and not "
        "starts. Where the log has a duration, map it under `time`."
    ),
    "no_ids": (
        "The map names no column with the vendor's RequestId, so a call that was logged twice counts twice. "
        "Log the id and map it as `id`."
    ),
    "without_id": (
        "Some rows have no RequestId, and each of them counts as a call of its own: repeats among them cannot "
        "be told. Calls that never reached the vendor have none."
    ),
    "clocks_apart": (
        "Calls that stand in the log more than once, by their RequestId, at times more than a second apart. "
        "The earlier time counts; set the clocks of the machines that write the log, since days and peaks "
        "rest on them."
    ),
    "unreadable_rows": (
        "Rows that could not be read were left out, as --allow-unreadable lets up to so many; calls in them "
        "are not counted. Mend the rows, or see that they are few."
    ),
}
"""By code."""
