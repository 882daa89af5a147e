"""Even spread (RULES 2.8): counts for months and ranges as calls of single days."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facefusion_billing.model.calendar import DISTANT, Month, Span, days_in
from facefusion_billing.model.faults import Location, Source
from facefusion_billing.model.scenario import CallCount
from facefusion_billing.rules.distribution import (
    DailyCalls,
    distribute,
    distribute_over,
)

NOWHERE = Location(Source("", ""), 1, 1, 0, "")


def month(number: int, calls: int, year: int = 2025) -> CallCount:
    """A count for a whole month of 2025."""
    first = Month(year, number)
    return CallCount(Span(first.first, first.plus(1).first), calls, True, NOWHERE)


def series(number: int, calls: int) -> CallCount:
    """A month of a growth series."""
    return month(number, calls)._replace(is_series=True)


def days(start: date, last: date, calls: int) -> CallCount:
    """A count for the days from one to another, both included."""
    return CallCount(Span(start, last + timedelta(1)), calls, False, NOWHERE)


def day(at: date, calls: int) -> CallCount:
    """A count for a day."""
    return days(at, at, calls)


def by_day(calls: DailyCalls, start: date, last: date) -> list[int]:
    """The calls of each day from one to another."""
    count = (last - start).days + 1
    return [
        calls.between(start + timedelta(n), start + timedelta(n + 1))
        for n in range(count)
    ]


class TestEvenly:
    """2.8: calls up to the end of the k-th of D days = floor(N*k/D)."""

    def test_ten_calls_over_four_days(self) -> None:
        """Up to the ends of the days: floor(2.5), floor(5), floor(7.5), 10."""
        assert distribute_over(10, 4) == [2, 3, 2, 3]

    def test_fewer_calls_than_days(self) -> None:
        """Two calls over five days: floor(0.4), floor(0.8), floor(1.2), floor(1.6), 2."""
        assert distribute_over(2, 5) == [0, 0, 1, 0, 1]

    @given(st.integers(0, 10**9), st.integers(1, 400))
    def test_no_call_is_lost(self, calls: int, count: int) -> None:
        """The days add up to the count, and no two differ by more than one."""
        each = distribute_over(calls, count)
        assert len(each) == count
        assert sum(each) == calls
        assert max(each) - min(each) <= 1

    def test_a_month(self) -> None:
        """3,100 calls in January are 100 a day."""
        calls, misfits = distribute([month(1, 3_100)], None, strict=True)
        assert misfits == []
        assert by_day(calls, date(2025, 1, 1), date(2025, 1, 31)) == [100] * 31

    def test_a_range(self) -> None:
        """A range is spread over its days in the same way: 7 calls over 3 days are 2, 2, 3."""
        calls, misfits = distribute(
            [days(date(2025, 6, 10), date(2025, 6, 12), 7)], None, strict=True
        )
        assert misfits == []
        assert by_day(calls, date(2025, 6, 9), date(2025, 6, 13)) == [0, 2, 2, 3, 0]

    def test_daily_counts_are_used_as_they_are(self) -> None:
        """A day's count is that day's, and days between two are without calls."""
        calls, misfits = distribute(
            [day(date(2025, 2, 3), 9), day(date(2025, 2, 1), 4)], None, strict=True
        )
        assert misfits == []
        assert by_day(calls, date(2025, 1, 31), date(2025, 2, 4)) == [0, 4, 0, 9, 0]


class TestDaysInsideAMonth:
    """2.8: a month with days or ranges inside it spreads what is left of its number over its other days."""

    def test_the_rest_over_the_other_days(self) -> None:
        """30,000 in April, of which 2,000 on the 1st: 28,000 over 29 days."""
        calls, misfits = distribute(
            [month(4, 30_000), day(date(2025, 4, 1), 2_000)], None, strict=True
        )
        assert misfits == []
        assert calls.between(date(2025, 4, 1), date(2025, 4, 2)) == 2_000
        assert (
            calls.between(date(2025, 4, 2), date(2025, 4, 3)) == 965
        )  # floor(28,000 / 29) = 965.5
        assert (
            calls.between(date(2025, 4, 2), date(2025, 4, 4)) == 1_931
        )  # floor(56,000 / 29) = 1,931.03
        assert calls.between(date(2025, 4, 1), date(2025, 5, 1)) == 30_000

    def test_a_range_that_leaves_the_month(self) -> None:
        """Of a range over the month's end, only its days in the month are taken off the month."""
        # 4 calls over 30 Apr to 3 May: one a day, so 29 of April's 30 are left for 29 days, and 28 of May's 31 for 28
        given = [
            month(4, 30),
            month(5, 31),
            days(date(2025, 4, 30), date(2025, 5, 3), 4),
        ]
        calls, misfits = distribute(given, None, strict=True)
        assert misfits == []
        assert by_day(calls, date(2025, 4, 1), date(2025, 5, 31)) == [1] * 61

    def test_more_in_the_days_than_in_the_month(self) -> None:
        """More in the days than in the month is an input error."""
        _, misfits = distribute(
            [month(4, 99), day(date(2025, 4, 1), 100)], None, strict=True
        )
        assert [(misfit.given, misfit.why) for misfit in misfits] == [
            (month(4, 99), "99 calls in the month, but 100 in its days")
        ]

    def test_as_many_in_the_days_as_in_the_month(self) -> None:
        """Nothing is left, and the other days are without calls."""
        calls, misfits = distribute(
            [month(4, 100), day(date(2025, 4, 7), 100)], None, strict=True
        )
        assert misfits == []
        assert calls.between(date(2025, 4, 1), date(2025, 5, 1)) == 100
        assert calls.between(date(2025, 4, 7), date(2025, 4, 8)) == 100

    def test_a_rest_and_no_day_to_put_it_on(self) -> None:
        """A month whose days are all counted cannot have calls beside them."""
        all_days = days(date(2025, 2, 1), date(2025, 2, 28), 280)
        _, misfits = distribute([month(2, 281), all_days], None, strict=True)
        assert [(misfit.given, misfit.why) for misfit in misfits] == [
            (
                month(2, 281),
                "1 of the month's calls are left, and no day to put them on",
            )
        ]
        assert distribute([month(2, 280), all_days], None, strict=True)[1] == []


class TestAMonthOfASeries:
    """2.8: a growth series is spread over all days of its months; days inside take the place of their shares."""

    APRIL_1 = date(2025, 4, 1)

    def test_a_day_takes_the_place_of_its_share(self) -> None:
        """3,000 in April are 100 a day; 5,000 on the 1st, more than the month has, leave the others as they are."""
        given = [series(4, 3_000), day(self.APRIL_1, 5_000)]
        calls, misfits = distribute(given, None, strict=True)
        assert misfits == []
        assert calls.of_days(self.APRIL_1, date(2025, 5, 1)) == [5_000, *[100] * 29]

    def test_from_the_first_day_of_use_on(self) -> None:
        """March is 31 a day; April's 300 lie on the 21st to the 30th, 30 a day."""
        given = [month(3, 961), series(4, 300)]
        calls, _ = distribute(given, date(2025, 4, 21), strict=False)
        assert calls.of_days(date(2025, 3, 30), date(2025, 4, 3)) == [31, 31, 0, 0]
        assert calls.of_days(date(2025, 4, 20), date(2025, 5, 1)) == [0, *[30] * 10]

    def test_a_month_that_ends_as_the_use_begins(self) -> None:
        """None of its days is one of use."""
        calls, _ = distribute([series(4, 300)], date(2025, 5, 1), strict=True)
        assert calls.before(date(2025, 6, 1)) == 0


class TestTheFirstDayOfUse:
    """2.8: the days are those of the month on or after the scope's start."""

    def test_a_start_inside_the_month(self) -> None:
        """310 calls from 22 January on: 31 a day for ten days."""
        calls, misfits = distribute([month(1, 310)], date(2025, 1, 22), strict=True)
        assert misfits == []
        assert by_day(calls, date(2025, 1, 20), date(2025, 1, 31)) == [0, 0, *[31] * 10]

    def test_later_months_are_whole(self) -> None:
        """The start shapes only the month it falls in."""
        calls, _ = distribute([month(2, 280)], date(2025, 1, 22), strict=True)
        assert by_day(calls, date(2025, 2, 1), date(2025, 2, 28)) == [10] * 28

    @pytest.mark.parametrize(
        "before",
        [
            day(date(2025, 1, 21), 1),
            days(date(2025, 1, 20), date(2025, 1, 23), 5),
            month(1, 5, 2024),
        ],
    )
    def test_a_count_before_the_start(self, before: CallCount) -> None:
        """A count on a day before the start is an input error."""
        _, misfits = distribute([before], date(2025, 1, 22), strict=True)
        assert [(misfit.given, misfit.why) for misfit in misfits] == [
            (before, "calls before the first day of use, 2025-01-22")
        ]

    def test_a_month_that_ends_as_the_use_begins(self) -> None:
        """The first of the next month is the first day of use: all of the month is before it."""
        _, misfits = distribute([month(1, 5)], date(2025, 2, 1), strict=True)
        assert [misfit.why for misfit in misfits] == [
            "calls before the first day of use, 2025-02-01"
        ]

    @pytest.mark.parametrize("before", [day(date(2025, 1, 21), 0), month(1, 0, 2024)])
    def test_no_calls_before_the_start(self, before: CallCount) -> None:
        """A count of zero before the start says nothing wrong."""
        calls, misfits = distribute([before], date(2025, 1, 22), strict=True)
        assert misfits == []
        assert calls.before(date(2026, 1, 1)) == 0

    def test_all_days_from_the_start_on_are_counted(self) -> None:
        """A rest that could only lie before the start has no day."""
        _, misfits = distribute(
            [month(1, 11), days(date(2025, 1, 22), date(2025, 1, 31), 10)],
            date(2025, 1, 22),
            strict=True,
        )
        assert [misfit.why for misfit in misfits] == [
            "1 of the month's calls are left, and no day to put them on"
        ]

    def test_a_lenient_start_shapes_its_own_month_only(self) -> None:
        """An activity may be tried before its licence: that day shapes its month, and counts before it stand."""
        given = [month(12, 31, 2024), day(date(2025, 1, 3), 7), month(1, 37)]
        calls, misfits = distribute(given, date(2025, 1, 29), strict=False)
        assert misfits == []
        assert by_day(calls, date(2024, 12, 1), date(2024, 12, 31)) == [1] * 31
        # 37 - 7 = 30 calls over 29, 30 and 31 January
        assert by_day(calls, date(2025, 1, 1), date(2025, 1, 31)) == [
            0,
            0,
            7,
            *[0] * 25,
            10,
            10,
            10,
        ]


class TestDailyCalls:
    """Calls by day as running sums."""

    def test_before_and_after_all_days(self) -> None:
        """There are no calls outside the days given."""
        calls, _ = distribute([day(date(2025, 2, 1), 4)], None, strict=True)
        assert calls.before(date(2025, 1, 1)) == 0
        assert calls.before(date(2025, 2, 1)) == 0
        assert calls.before(date(2025, 2, 2)) == 4
        assert calls.before(date(2030, 1, 1)) == 4

    def test_the_calls_of_each_day(self) -> None:
        """3, 4 and 5 calls on the 2nd to the 4th; none outside, before, after and far away."""
        given = [
            day(date(2025, 2, at), calls) for at, calls in ((2, 3), (3, 4), (4, 5))
        ]
        calls, _ = distribute(given, None, strict=True)
        assert calls.of_days(date(2025, 2, 2), date(2025, 2, 5)) == [3, 4, 5]
        assert calls.of_days(date(2025, 2, 3), date(2025, 2, 4)) == [4]
        assert calls.of_days(date(2025, 1, 31), date(2025, 2, 7)) == [
            0,
            0,
            3,
            4,
            5,
            0,
            0,
        ]
        assert calls.of_days(date(2025, 2, 1), date(2025, 2, 3)) == [0, 3]
        assert calls.of_days(date(2025, 2, 4), date(2025, 2, 6)) == [5, 0]
        assert calls.of_days(date(2025, 1, 29), date(2025, 1, 31)) == [0, 0]
        assert calls.of_days(date(2025, 1, 31), date(2025, 2, 2)) == [0, 0]
        assert calls.of_days(date(2025, 2, 5), date(2025, 2, 7)) == [0, 0]
        assert calls.of_days(date(2025, 3, 1), date(2025, 3, 3)) == [0, 0]
        assert calls.of_days(date(2025, 2, 3), date(2025, 2, 3)) == []

    def test_the_first_day_with_calls(self) -> None:
        """3 on the 2nd, none on the 3rd, 5 on the 4th: from the 3rd on, the 4th is the first."""
        given = [day(date(2025, 2, 2), 3), day(date(2025, 2, 4), 5)]
        calls, _ = distribute(given, None, strict=True)
        asked = [calls.first_from(date(2025, 2, at)).day for at in (1, 2, 3, 4)]
        assert asked == [2, 2, 4, 4]

    def test_the_first_day_beyond_some_calls(self) -> None:
        """1 on the 1st, 3 on the 2nd, 5 on the 4th. From the 2nd on more than 2 came by its end, more than 3 by that
        of the 4th: 3 + 5.
        """
        given = [day(date(2025, 2, at), n) for at, n in ((1, 1), (2, 3), (4, 5))]
        calls, _ = distribute(given, None, strict=True)
        second = date(2025, 2, 2)
        asked = [calls.first_from(second, beyond).day for beyond in (2, 3, 7)]
        assert asked == [2, 4, 4]

    @pytest.mark.parametrize(
        ("start", "end", "expected"),
        [
            (1, 4, [(2, 3), (3, 0)]),
            (3, 28, [(3, 0), (4, 5)]),
            (5, 28, []),
            (1, 2, []),
        ],
    )
    def test_each_day_of_a_span(
        self, start: int, end: int, expected: list[tuple[int, int]]
    ) -> None:
        """The 2nd to the 4th are counted, the 3rd without calls; other days do not come up."""
        given = [day(date(2025, 2, 2), 3), day(date(2025, 2, 4), 5)]
        calls, _ = distribute(given, None, strict=True)
        found = calls.each_day(date(2025, 2, start), date(2025, 2, end))
        assert [(each.day, number) for each, number in found] == expected

    def test_up_to_a_day(self) -> None:
        """That day is in, what is after it is not: 3 + 4 of 12 calls by the 3rd; none by the 1st or long before."""
        calls, _ = distribute(
            [day(date(2025, 2, at), n) for at, n in ((2, 3), (3, 4), (4, 5))],
            None,
            strict=True,
        )
        later = date(2025, 3, 1)
        ends = [date(2025, 1, 1), *(date(2025, 2, at) for at in (1, 2, 3, 4, 9))]
        assert [calls.up_to(last).before(later) for last in ends] == [
            0,
            0,
            3,
            7,
            12,
            12,
        ]

    @pytest.mark.parametrize(
        ("at", "expected"),
        [
            (date(2025, 1, 1), [10, 20, 30]),
            (date(2025, 2, 2), [10, 20, 30]),
            (date(2025, 2, 3), [3, 20, 30]),
            (date(2025, 2, 4), [3, 4, 30]),
            (date(2025, 2, 5), [3, 4, 5]),
            (date(2025, 3, 1), [3, 4, 5]),
        ],
    )
    def test_continued_by_others(self, at: date, expected: list[int]) -> None:
        """3, 4 and 5 on the 2nd to the 4th, and from a day on the 10, 20 and 30 of others; however far away it is."""
        ours, theirs = (
            distribute(
                [day(date(2025, 2, 2 + place), n) for place, n in enumerate(numbers)],
                None,
                strict=True,
            )[0]
            for numbers in ((3, 4, 5), (10, 20, 30))
        )
        continued = ours.continued(theirs, at)
        assert continued.first == ours.first
        assert by_day(continued, date(2025, 2, 2), date(2025, 2, 4)) == expected
        assert continued.before(date(2025, 3, 1)) == sum(expected)

    @pytest.mark.parametrize(
        ("spans", "left"),
        [
            ([], [3, 4, 5]),
            ([(3, 4)], [3, 0, 5]),
            ([(1, 3), (4, 9)], [0, 4, 0]),
            ([(1, 2), (5, 9)], [3, 4, 5]),
            ([(1, 9)], [0, 0, 0]),
        ],
    )
    def test_without_some_days(
        self, spans: list[tuple[int, int]], left: list[int]
    ) -> None:
        """3, 4 and 5 calls on the 2nd to the 4th; spans end before their last number."""
        given = [
            day(date(2025, 2, at), calls) for at, calls in ((2, 3), (3, 4), (4, 5))
        ]
        calls, _ = distribute(given, None, strict=True)
        off = days_in(
            Span(date(2025, 2, start), date(2025, 2, end)) for start, end in spans
        )
        kept = calls.without(off)
        assert kept.of_days(date(2025, 2, 2), date(2025, 2, 5)) == left
        assert kept.before(date(2025, 3, 1)) == sum(left)

    def test_without_all_days_from_one_on(self) -> None:
        calls, _ = distribute([month(2, 28)], None, strict=True)
        off = days_in([Span(date(2025, 2, 8), DISTANT)])
        # One call a day: the 1st to the 7th are left.
        assert calls.without(off).before(date(2025, 3, 1)) == 7

    def test_days_far_away_are_not_looked_at(self) -> None:
        """1,500 activities looked at each of 1,100 days off, of which 16 were counted."""
        calls, _ = distribute([month(2, 28)], None, strict=True)
        first = date(2025, 3, 1)
        days_off = (first + timedelta(2 * n) for n in range(1100))
        off = days_in(Span(at, at + timedelta(1)) for at in days_off)
        assert calls.without(off) is calls

    def test_no_counts(self) -> None:
        """A scope without counts has no calls on any day."""
        calls, misfits = distribute([], None, strict=True)
        assert misfits == []
        assert calls.between(date(2000, 1, 1), date(2100, 1, 1)) == 0
        assert calls.before(date(2100, 1, 1)) == 0


COUNTS = st.integers(0, 200)
STARTS = st.none() | st.dates(date(2023, 12, 25), date(2024, 4, 5))


@st.composite
def worlds(draw: st.DrawFn) -> list[CallCount]:
    """Months of early 2024, and days and ranges that do not overlap."""
    counts = [
        month(number, draw(st.integers(0, 600)), 2024)
        for number in sorted(draw(st.sets(st.integers(1, 3))))
    ]
    at = date(2023, 12, 28)
    for _ in range(draw(st.integers(0, 4))):
        start = at + timedelta(draw(st.integers(0, 30)))
        last = start + timedelta(draw(st.integers(0, 12)))
        counts.append(days(start, last, draw(COUNTS)))
        at = last + timedelta(1)
    return draw(st.permutations(counts))


def naive(
    counts: list[CallCount], start: date | None, *, strict: bool
) -> tuple[dict[date, int], list[CallCount]]:
    """The sentence of the rules as a loop over days, and the counts it refuses."""
    calls: dict[date, int] = {}
    refused = []
    for count in counts:
        if count.whole_month:
            continue
        length = (count.span.end - count.span.start).days
        for k in range(length):
            calls[count.span.start + timedelta(k)] = (
                count.calls * (k + 1) // length - count.calls * k // length
            )
        if strict and start is not None and count.calls and count.span.start < start:
            refused.append(count)
    single = dict(calls)
    for count in counts:
        if not count.whole_month:
            continue
        all_days = [
            count.span.start + timedelta(n)
            for n in range((count.span.end - count.span.start).days)
        ]
        rest = count.calls - sum(single.get(at, 0) for at in all_days)
        first = count.span.start
        if start is not None and (strict or start in all_days):
            first = start
        free = [at for at in all_days if at not in single and at >= first]
        if rest < 0 or (rest and not free):
            refused.append(count)
            continue
        for k, at in enumerate(free, 1):
            calls[at] = rest * k // len(free) - rest * (k - 1) // len(free)
    return calls, refused


class TestAgainstADayLoop:
    """The spread of any file, day by day."""

    @settings(deadline=None)
    @given(worlds(), STARTS, st.booleans())
    def test_every_day(
        self, counts: list[CallCount], start: date | None, strict: bool
    ) -> None:
        """The same calls on every day, and the same counts refused."""
        calls, misfits = distribute(counts, start, strict=strict)
        expected, refused = naive(counts, start, strict=strict)
        assert sorted(misfit.given for misfit in misfits) == sorted(refused)
        for n in range(180):
            at = date(2023, 12, 1) + timedelta(n)
            assert calls.between(at, at + timedelta(1)) == expected.get(at, 0)
