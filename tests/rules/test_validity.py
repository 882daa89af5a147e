"""Validity (RULES 2.3, 3.3, 7.2, 8 `pack_validity` and `qps_month`): how long things hold."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facefusion_billing.model.calendar import Span
from facefusion_billing.rules.validity import n_days, one_year, qps_months

DATES = st.dates(date(2000, 1, 1), date(2150, 12, 31))


class TestPackValidity:
    """2.3: usable from the day of the order to the day before the same date next year (`pack_validity`)."""

    @pytest.mark.parametrize(
        ("ordered", "last"),
        [
            (date(2025, 1, 15), date(2026, 1, 14)),
            (date(2025, 1, 1), date(2025, 12, 31)),
            (date(2023, 3, 1), date(2024, 2, 29)),  # over a leap day
            (
                date(2024, 2, 29),
                date(2025, 2, 27),
            ),  # 29 Feb to 28 Feb, which is no longer inside
            (date(2023, 2, 28), date(2024, 2, 27)),
        ],
    )
    def test_same_date_next_year(self, ordered: date, last: date) -> None:
        """To the day before the same date next year; 29 Feb to 28 Feb."""
        assert one_year(ordered, "same_date_next_year") == Span(
            ordered, last + timedelta(1)
        )

    @pytest.mark.parametrize(
        ("ordered", "last"),
        [
            (date(2025, 1, 15), date(2026, 1, 14)),
            (date(2023, 3, 1), date(2024, 2, 28)),  # the leap day is the 366th
            (date(2024, 2, 29), date(2025, 2, 27)),
            (date(2024, 1, 1), date(2024, 12, 30)),
        ],
    )
    def test_365_days(self, ordered: date, last: date) -> None:
        """`365_days`: until order date + 365 days, the day of purchase included."""
        assert one_year(ordered, "365_days") == Span(ordered, last + timedelta(1))

    @given(DATES)
    def test_same_date_against_a_walk(self, ordered: date) -> None:
        """Walking day by day, the first same date of a later year (28 Feb for 29 Feb) is outside, all before inside."""
        term = one_year(ordered, "same_date_next_year")
        target = (
            (2, 28)
            if (ordered.month, ordered.day) == (2, 29)
            else (ordered.month, ordered.day)
        )
        day = ordered + timedelta(1)
        while (day.month, day.day) != target:
            day += timedelta(1)
        assert term == Span(ordered, day)

    @given(DATES)
    def test_the_readings_differ_by_a_leap_day_at_most(self, ordered: date) -> None:
        """`365_days` ends a day earlier where a leap day lies inside the year, else on the same day."""
        longer, shorter = (
            one_year(ordered, "same_date_next_year").days,
            one_year(ordered, "365_days").days,
        )
        assert shorter == 365
        assert longer in (365, 366)


class TestLicence:
    """7.2: 365 natural days including the day of purchase."""

    def test_the_day_of_purchase_is_the_first(self) -> None:
        """Bought on 2020-06-01: the last day is 2021-05-31."""
        assert n_days(date(2020, 6, 1), 365).last == date(2021, 5, 31)

    def test_over_a_leap_day(self) -> None:
        """Bought on 2023-06-01: the 365 natural days hold 29 Feb 2024, so the last is 30 May."""
        assert n_days(date(2023, 6, 1), 365).last == date(2024, 5, 30)

    def test_a_single_day(self) -> None:
        """QPS for one day holds on that day only."""
        term = n_days(date(2025, 6, 10), 1)
        assert term.holds(date(2025, 6, 10))
        assert not term.holds(date(2025, 6, 11))


class TestQpsMonth:
    """3.3: n months run to the same day n months later (`qps_month`), counted in one step and clamped."""

    @pytest.mark.parametrize(
        ("start", "months", "end"),
        [
            (date(2025, 1, 10), 1, date(2025, 2, 10)),
            (date(2025, 1, 31), 1, date(2025, 2, 28)),
            (
                date(2025, 1, 31),
                2,
                date(2025, 3, 31),
            ),  # not 28 Mar, as month by month would give
            (date(2024, 1, 31), 1, date(2024, 2, 29)),
            (date(2025, 10, 31), 4, date(2026, 2, 28)),
            (date(2025, 12, 1), 12, date(2026, 12, 1)),
        ],
    )
    def test_same_day_next_month(self, start: date, months: int, end: date) -> None:
        """31 Jan, 2 months: to 31 Mar."""
        assert qps_months(start, months, "same_day_next_month") == Span(start, end)

    @pytest.mark.parametrize(
        ("start", "months", "end"),
        [
            (
                date(2025, 2, 1),
                1,
                date(2025, 3, 3),
            ),  # 28 days of February and two of March
            (date(2025, 1, 31), 2, date(2025, 4, 1)),  # 60 days: 1 + 28 + 31
        ],
    )
    def test_30_days(self, start: date, months: int, end: date) -> None:
        """`30_days`: a month is 30 days."""
        assert qps_months(start, months, "30_days") == Span(start, end)

    @pytest.mark.parametrize(
        ("start", "months", "end"),
        [
            (date(2025, 1, 31), 1, date(2025, 2, 1)),
            (date(2025, 1, 31), 2, date(2025, 3, 1)),
            (date(2025, 12, 1), 1, date(2026, 1, 1)),
        ],
    )
    def test_calendar_month(self, start: date, months: int, end: date) -> None:
        """`calendar_month`: the quota ends with a calendar month, the first of the n being that of the order."""
        assert qps_months(start, months, "calendar_month") == Span(start, end)

    @given(DATES, st.integers(1, 30))
    def test_against_a_walk(self, start: date, months: int) -> None:
        """The end is the same day n months later, or that month's last day where it has no such day."""
        number = start.year * 12 + start.month - 1 + months
        day = date(number // 12, number % 12 + 1, 1)
        while day.day < start.day and (day + timedelta(1)).month == day.month:
            day += timedelta(1)
        assert qps_months(start, months, "same_day_next_month").end == day
