"""Forecast (RULES 2.9): the days to come take what the same weekdays took before, grown by the month."""

from datetime import date, timedelta

from facefusion_billing.rules.forecast import (
    Pick,
    Rule,
    forecast,
    is_alike,
    least,
    mean,
    most,
)

FIRST, LAST = date(2025, 11, 17), date(2025, 11, 30)
"""Two weeks, from a Monday to a Sunday."""
OLDER, NEWER = (10, 20, 30, 40, 50, 60, 70), (20, 30, 40, 50, 60, 70, 80)
TWO_WEEKS = {
    FIRST + timedelta(index): calls for index, calls in enumerate(OLDER + NEWER)
}
MONDAY, TUESDAY = date(2025, 12, 1), date(2025, 12, 2)


def rule(until: date, numerator: int = 1, denominator: int = 1) -> Rule:
    """A forecast from the last two weeks."""
    return Rule(until, 2, numerator, denominator)


def calls_of(
    counts: dict[date, int], asked: Rule, pick: Pick = mean
) -> dict[date, int]:
    """The calls of each day to come."""
    return {each.day: each.calls for each in forecast(counts, {}, asked, pick)}


class TestWeekdays:
    """A day takes the mean of the last counts of its weekday."""

    def test_nine_days_to_come(self) -> None:
        """Mondays had 10 and 20, so 15; Sundays 70 and 80, so 75; then it is Monday again."""
        days = forecast(TWO_WEEKS, {}, rule(date(2025, 12, 10)))
        assert [each.calls for each in days] == [15, 25, 35, 45, 55, 65, 75, 15, 25]
        assert [each.day.day for each in days] == [1, 2, 3, 4, 5, 6, 7, 8, 9]

    def test_the_least_and_the_most(self) -> None:
        """Of 10 and 20 on Mondays."""
        asked = rule(TUESDAY)
        assert calls_of(TWO_WEEKS, asked, least) == {MONDAY: 10}
        assert calls_of(TWO_WEEKS, asked, most) == {MONDAY: 20}

    def test_older_weeks_say_nothing(self) -> None:
        """A Monday of 1,000 three weeks before is not looked at: (10 + 20) / 2."""
        counts = {**TWO_WEEKS, date(2025, 11, 10): 1_000}
        assert calls_of(counts, rule(TUESDAY)) == {MONDAY: 15}

    def test_a_day_without_a_count_had_no_calls(self) -> None:
        """(0 + 20) / 2 for Monday, where the older one has no count."""
        counts = {day: calls for day, calls in TWO_WEEKS.items() if day != FIRST}
        assert calls_of(counts, rule(TUESDAY)) == {MONDAY: 10}
        assert calls_of(counts, rule(TUESDAY), least) == {MONDAY: 0}

    def test_nothing_is_left_to_come(self) -> None:
        """A forecast to the day after the last count is none."""
        assert forecast(TWO_WEEKS, {}, rule(MONDAY)) == []


class TestGrowth:
    """What a weekday took grows by the calendar months that lie between."""

    def test_across_the_end_of_a_year(self) -> None:
        """Doubled a month: Wednesday 31 December 2 x 35, Thursday 1 January, two months on, 2 x 2 x 45."""
        found = calls_of(TWO_WEEKS, rule(date(2026, 1, 2), numerator=2))
        assert found[MONDAY] == 30
        assert found[date(2025, 12, 31)] == 70
        assert found[date(2026, 1, 1)] == 180

    def test_one_rounding(self) -> None:
        """15 a Monday, a tenth more a month: 16.5 is 17; in January 15 x 1.21 = 18.15 is 18, not 17 x 1.1 = 18.7."""
        found = calls_of(TWO_WEEKS, rule(date(2026, 1, 6), 11, 10))
        assert found[MONDAY] == 17
        assert found[date(2026, 1, 5)] == 18


class TestPeaks:
    """A day's peak is the highest of its weekday, grown alike and rounded up."""

    PEAKS = {FIRST: 7, FIRST + timedelta(7): 5}

    def test_the_highest_of_the_weekday(self) -> None:
        """7 and 5 on Mondays; none was stated for a Tuesday, and none is made up."""
        monday, tuesday = forecast(TWO_WEEKS, self.PEAKS, rule(date(2025, 12, 3)))
        assert (monday.peak, tuesday.peak) == (7, None)

    def test_growth_is_rounded_up(self) -> None:
        """7 x 1.1 = 7.7: a limit of 7 is passed."""
        (monday,) = forecast(TWO_WEEKS, self.PEAKS, rule(TUESDAY, 11, 10))
        assert monday.peak == 8

    def test_never_below_the_average_of_the_day(self) -> None:
        """10,000,000 calls in 86,400 seconds are 115.7 a second, whatever peak was stated."""
        counts = {FIRST: 10_000_000, FIRST + timedelta(7): 10_000_000, LAST: 0}
        (monday,) = forecast(counts, self.PEAKS, rule(TUESDAY))
        assert (monday.calls, monday.peak) == (10_000_000, 116)


class TestAlike:
    """Whether the last weeks are the same, so that the mean, the least and the most are."""

    SAME = dict(zip(TWO_WEEKS, OLDER + OLDER, strict=True))

    def test_two_weeks_that_are_the_same(self) -> None:
        assert is_alike(self.SAME, 2)

    def test_of_one_week_there_is_no_other(self) -> None:
        assert not is_alike(self.SAME, 1)

    def test_one_day_differs(self) -> None:
        """The first of the older week, or the last of the newer one."""
        for at in (FIRST, LAST):
            assert not is_alike({**self.SAME, at: 11}, 2)

    def test_a_third_week_without_counts(self) -> None:
        """A day that is not counted has no calls."""
        assert not is_alike(self.SAME, 3)

    def test_only_the_last_weeks_are_looked_at(self) -> None:
        """The last day is the last that is counted: 30 November. The Sunday before these weeks had none of theirs."""
        before = {FIRST - timedelta(1): 1}
        assert is_alike({**before, **self.SAME}, 2)

    def test_a_day_without_a_count_is_one_without_calls(self) -> None:
        """Fridays had none in either week, counted or not."""
        friday = FIRST + timedelta(4)
        counts = {**self.SAME, friday: 0}
        del counts[friday + timedelta(7)]
        assert is_alike(counts, 2)
