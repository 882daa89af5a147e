"""Validity: from and until when packs, licences and QPS months hold.

What: a pack of one year ends with the day before the same date of the next year (or
after 365 days, as `pack_validity` reads it); a licence and its like hold a stated
number of days, the day of purchase included; n months of QPS run to the same day n
months later, counted in one step and clamped to the month's end.

Clauses: pack-validity, licence, packs, image-qps, video-qps.

>>> one_year(date(2024, 2, 29), "same_date_next_year").last
datetime.date(2025, 2, 27)
>>> n_days(date(2020, 6, 1), 365).last
datetime.date(2021, 5, 31)
>>> qps_months(date(2025, 1, 31), 2, "same_day_next_month").end
datetime.date(2025, 3, 31)
"""

from __future__ import annotations

from datetime import date, timedelta

from facefusion_billing.model.calendar import Span, add_months, month_of

DAYS_OF_A_YEAR = 365


def one_year(start: date, pack_validity: str, days: int = DAYS_OF_A_YEAR) -> Span:
    """The life of a pack that is valid for one year, where the document counts a year in
    so many days.
    """
    if pack_validity == "365_days":
        return n_days(start, days)
    return Span(start, add_months(start, 12))


def n_days(start: date, days: int) -> Span:
    """A life of so many days, the first included."""
    return Span(start, start + timedelta(days=days))


def qps_months(start: date, months: int, qps_month: str) -> Span:
    """The time for which QPS bought by the month is in force."""
    if qps_month == "30_days":
        return n_days(start, 30 * months)
    if qps_month == "calendar_month":
        return Span(start, month_of(start).plus(months).first)
    # In one step from the start: month by month the 31st would stay clamped to the 28th.
    return Span(start, add_months(start, months))
