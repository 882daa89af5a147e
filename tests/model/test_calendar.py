"""The calendar (RULES 0): periods are half-open `[start, end)`, and nothing reads the clock."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facefusion_billing.model.book import Groups, PriceBook, Settlement
from facefusion_billing.model.calendar import (
    DISTANT,
    Days,
    Month,
    Span,
    add_months,
    days_in,
    merged,
    month_of,
    months_between,
    steps_of,
)
from facefusion_billing.model.faults import Location, Source
from facefusion_billing.model.items import QpsOrder
from facefusion_billing.model.scenario import (
    Account,
    CallCount,
    Level,
    Order,
    Scenario,
    ScopeUsage,
)

NOWHERE = Location(Source("", ""), 1, 1, 0, "")
BASE = date(2024, 2, 20)
EDGES = st.integers(0, 40).map(lambda n: BASE + timedelta(n))
SPANS = st.lists(
    st.tuples(EDGES, EDGES).map(lambda pair: Span(min(pair), max(pair))), max_size=6
)
WINDOW = [BASE + timedelta(n) for n in range(-2, 44)]


class TestMonth:
    """A calendar month."""

    def test_text(self) -> None:
        """As the interface writes months."""
        assert str(Month(2025, 1)) == "2025-01"

    @pytest.mark.parametrize(
        ("month", "days"),
        [
            (Month(2025, 1), 31),
            (Month(2025, 2), 28),
            (Month(2024, 2), 29),
            (Month(2100, 2), 28),
            (Month(2000, 2), 29),
            (Month(2025, 4), 30),
            (Month(2025, 12), 31),
        ],
    )
    def test_days(self, month: Month, days: int) -> None:
        """2100 is no leap year, 2000 is one."""
        assert month.days == days

    @pytest.mark.parametrize(
        ("months", "later"),
        [
            (0, Month(2025, 11)),
            (1, Month(2025, 12)),
            (2, Month(2026, 1)),
            (14, Month(2027, 1)),
            (-11, Month(2024, 12)),
        ],
    )
    def test_plus(self, months: int, later: Month) -> None:
        """Over the year's end, and back."""
        assert Month(2025, 11).plus(months) == later

    @given(st.dates(date(1, 1, 1), date(9998, 12, 31)))
    def test_month_of(self, day: date) -> None:
        """A day lies in its month, on or after its first day."""
        month = month_of(day)
        assert month.first <= day < month.plus(1).first
        assert month.first.day == 1

    def test_months_between(self) -> None:
        """Both ends are included; none where the last is before the first."""
        assert list(months_between(Month(2025, 11), Month(2026, 2))) == [
            Month(2025, 11),
            Month(2025, 12),
            Month(2026, 1),
            Month(2026, 2),
        ]
        assert list(months_between(Month(2025, 1), Month(2025, 1))) == [Month(2025, 1)]
        assert list(months_between(Month(2025, 2), Month(2025, 1))) == []


class TestAddMonths:
    """The same day of a later month, at most that month's last day."""

    @pytest.mark.parametrize(
        ("day", "months", "later"),
        [
            (date(2025, 1, 31), 1, date(2025, 2, 28)),
            (date(2025, 1, 31), 2, date(2025, 3, 31)),
            (date(2025, 1, 31), 3, date(2025, 4, 30)),
            (date(2024, 1, 31), 1, date(2024, 2, 29)),
            (date(2024, 2, 29), 12, date(2025, 2, 28)),
            (date(2024, 2, 29), 48, date(2028, 2, 29)),
            (date(2025, 12, 15), 1, date(2026, 1, 15)),
        ],
    )
    def test_by_hand(self, day: date, months: int, later: date) -> None:
        """Counted in one step, so 31 Jan and two months is 31 Mar."""
        assert add_months(day, months) == later

    @given(st.dates(date(2000, 1, 1), date(2150, 1, 1)), st.integers(0, 30))
    def test_against_a_search(self, day: date, months: int) -> None:
        """The last day of the target month whose number is not above the day's."""
        number = day.year * 12 + day.month - 1 + months
        at = date(number // 12, number % 12 + 1, 1)
        in_month = [
            at + timedelta(n)
            for n in range(31)
            if (at + timedelta(n)).month == at.month
        ]
        assert (
            add_months(day, months)
            == [each for each in in_month if each.day <= day.day][-1]
        )


class TestSpan:
    """Periods are half-open `[start, end)`."""

    SPAN = Span(date(2025, 1, 1), date(2025, 1, 3))

    def test_the_end_is_outside(self) -> None:
        """Two days: the 1st and the 2nd."""
        assert [self.SPAN.holds(date(2025, 1, n)) for n in (1, 2, 3)] == [
            True,
            True,
            False,
        ]
        assert not self.SPAN.holds(date(2024, 12, 31))
        assert self.SPAN.days == 2
        assert self.SPAN.last == date(2025, 1, 2)

    def test_each_day(self) -> None:
        """From the first on to before the end, over the end of a February of 29 days."""
        over_february = Span(date(2024, 2, 28), date(2024, 3, 2))
        assert list(over_february.each_day) == [
            date(2024, 2, 28),
            date(2024, 2, 29),
            date(2024, 3, 1),
        ]
        assert list(Span(BASE, BASE).each_day) == []

    def test_neighbours_do_not_meet(self) -> None:
        """One ends where the other begins: no day in common."""
        after = Span(date(2025, 1, 3), date(2025, 1, 5))
        assert not self.SPAN.meets(after)
        assert not after.meets(self.SPAN)

    @given(EDGES, EDGES, EDGES, EDGES)
    def test_meets_against_days(self, a: date, b: date, c: date, d: date) -> None:
        """Two spans of days meet when they have a day in common."""
        one, two = (
            Span(min(a, b), max(a, b) + timedelta(1)),
            Span(min(c, d), max(c, d) + timedelta(1)),
        )
        assert one.meets(two) == any(
            one.holds(day) and two.holds(day) for day in WINDOW
        )


class TestDays:
    """Sets of days, against sets of days."""

    @given(SPANS)
    def test_merged(self, spans: list[Span]) -> None:
        """The same days, as spans in order with a day between any two."""
        joined = merged(spans)
        assert all(span.start < span.end for span in joined)
        assert all(before.end < after.start for before, after in pairwise(joined))
        for day in WINDOW:
            assert any(span.holds(day) for span in joined) == any(
                span.holds(day) for span in spans
            )

    def test_merged_neighbours(self) -> None:
        """Spans that touch become one; a span inside another adds nothing; an empty one is left out."""
        first, second, third, fourth = (date(2025, 1, n) for n in (1, 2, 3, 4))
        assert merged([Span(second, third), Span(first, second)]) == (
            Span(first, third),
        )
        assert merged([Span(first, fourth), Span(second, third)]) == (
            Span(first, fourth),
        )
        assert merged([Span(third, third), Span(first, second)]) == (
            Span(first, second),
        )
        assert merged([]) == ()

    @given(SPANS)
    def test_holds(self, spans: list[Span]) -> None:
        """A day is in the set when a span holds it."""
        days = days_in(spans)
        for day in WINDOW:
            assert days.holds(day) == any(span.holds(day) for span in spans)

    @given(SPANS)
    def test_spans(self, spans: list[Span]) -> None:
        """The set as its spans, which are those joined."""
        assert tuple(days_in(spans).spans) == merged(spans)

    @given(SPANS, EDGES, EDGES)
    def test_within(self, spans: list[Span], a: date, b: date) -> None:
        """How many days of a span are in the set, counted one by one."""
        span = Span(min(a, b), max(a, b))
        expected = sum(
            span.holds(day) and any(each.holds(day) for each in spans) for day in WINDOW
        )
        assert days_in(spans).within(span) == expected

    @given(SPANS, EDGES, EDGES)
    def test_outside(self, spans: list[Span], a: date, b: date) -> None:
        """The parts of a span that are not in the set, day by day."""
        span = Span(min(a, b), max(a, b) + timedelta(1))
        parts = list(days_in(spans).outside(span))
        assert all(part.start < part.end for part in parts)
        for day in WINDOW:
            in_set = any(each.holds(day) for each in spans)
            assert any(part.holds(day) for part in parts) == (
                span.holds(day) and not in_set
            )

    def test_outside_by_hand(self) -> None:
        """Of 1 to 9 January without the 3rd, 4th and 7th: the 1st and 2nd, the 5th and 6th, the 8th."""
        first, third, fifth, seventh, eighth, ninth = (
            date(2025, 1, n) for n in (1, 3, 5, 7, 8, 9)
        )
        days = days_in([Span(third, fifth), Span(seventh, eighth)])
        assert list(days.outside(Span(first, ninth))) == [
            Span(first, third),
            Span(fifth, seventh),
            Span(eighth, ninth),
        ]
        assert list(days.outside(Span(third, fifth))) == []

    @given(SPANS, EDGES, EDGES)
    def test_inside(self, spans: list[Span], a: date, b: date) -> None:
        """The parts of a span that are in the set, day by day."""
        span = Span(min(a, b), max(a, b) + timedelta(1))
        parts = days_in(spans).inside(span)
        assert all(part.start < part.end for part in parts)
        for day in WINDOW:
            in_set = any(each.holds(day) for each in spans)
            assert any(part.holds(day) for part in parts) == (
                span.holds(day) and in_set
            )

    @pytest.mark.parametrize(
        ("first", "end", "parts"),
        [
            (1, 9, [(3, 5), (7, 8)]),
            (4, 9, [(4, 5), (7, 8)]),
            (1, 4, [(3, 4)]),
            (3, 5, [(3, 5)]),
            (5, 7, []),
            (9, 31, []),
        ],
    )
    def test_inside_by_hand(
        self, first: int, end: int, parts: list[tuple[int, int]]
    ) -> None:
        """Of the 3rd, 4th and 7th: what lies in a span that begins or ends before, in, between or behind them."""
        third, fifth, seventh, eighth = (date(2025, 1, n) for n in (3, 5, 7, 8))
        days = days_in([Span(third, fifth), Span(seventh, eighth)])
        assert days.inside(Span(date(2025, 1, first), date(2025, 1, end))) == [
            Span(date(2025, 1, start), date(2025, 1, stop)) for start, stop in parts
        ]

    @given(SPANS)
    def test_counter(self, spans: list[Span]) -> None:
        """How many days of the set come before a day, counted one by one."""
        before = days_in(spans).counter()
        for day in WINDOW:
            assert before(day) == sum(
                any(span.holds(each) for span in spans) for each in WINDOW if each < day
            )

    def test_counter_by_hand(self) -> None:
        """The 3rd, 4th, 7th and 8th, and from the 11th on without an end."""
        edges = [date(2025, 1, n) for n in (3, 5, 7, 9, 11)]
        before = Days(tuple(edges)).counter()
        days = [date(2025, 1, n) for n in (1, 3, 4, 5, 7, 8, 9, 11, 12, 31)]
        assert [before(day) for day in days] == [0, 0, 1, 2, 2, 3, 4, 4, 5, 24]


class TestSteps:
    """Orders in force at once add up."""

    @given(
        st.lists(
            st.tuples(
                SPANS.filter(bool).map(lambda spans: spans[0]), st.integers(0, 90)
            ),
            max_size=6,
        )
    )
    def test_against_a_sum(self, parts: list[tuple[Span, int]]) -> None:
        """The quantity on a day is the sum of those whose span holds it."""
        steps = steps_of(parts)
        for day in WINDOW:
            assert steps.at(day) == sum(
                quantity for span, quantity in parts if span.holds(day)
            )
        assert list(steps.dates) == sorted(set(steps.dates))

    def test_before_the_first_and_after_the_last(self) -> None:
        """Nothing is in force outside."""
        steps = steps_of([(Span(date(2025, 1, 10), date(2025, 1, 12)), 60)])
        assert [steps.at(date(2025, 1, n)) for n in (9, 10, 11, 12)] == [0, 60, 60, 0]
        assert steps_of([]).at(date(2025, 1, 1)) == 0


def use(
    calls: tuple[CallCount, ...] = (), materials: tuple[Level, ...] = ()
) -> ScopeUsage:
    """What a group uses."""
    return ScopeUsage("image_basic", None, calls, (), materials, (), None, NOWHERE)


def order(on: date, *, refunded: date | None = None) -> Order:
    """An order of a date."""
    item = QpsOrder(60, days=3)
    return Order("P", item, None, on, on, NOWHERE, refunded=refunded)


def scenario(usage: ScopeUsage | None = None, *orders: Order) -> Scenario:
    """A scenario of a book that sells nothing."""
    always = Span(date.min, DISTANT)
    book = PriceBook(
        "b", "", "USD", {}, always, Settlement(1, 1, ""), Groups({}), None, {}, ""
    )
    return Scenario(
        "", book, {}, Account(), {usage.name: usage} if usage else {}, orders, NOWHERE
    )


COUNT_OVER_NEW_YEAR = CallCount(
    Span(date(2024, 12, 30), date(2025, 1, 2)), 9, False, NOWHERE
)
MARCH = Span(date(2025, 3, 1), date(2025, 4, 1))


class TestMonthsOfAScenario:
    """Every month from the first to the last with usage, an order or a refund has a bill."""

    @pytest.mark.parametrize(
        ("given_scenario", "first", "last"),
        [
            (
                lambda: scenario(use((COUNT_OVER_NEW_YEAR,))),
                Month(2024, 12),
                Month(2025, 1),
            ),
            (
                lambda: scenario(None, order(date(2025, 1, 31))),
                Month(2025, 1),
                Month(2025, 1),
            ),
            (
                lambda: scenario(
                    None, order(date(2025, 1, 31), refunded=date(2025, 2, 1))
                ),
                Month(2025, 1),
                Month(2025, 2),
            ),
            (
                lambda: scenario(use((COUNT_OVER_NEW_YEAR,)), order(date(2025, 4, 2))),
                Month(2024, 12),
                Month(2025, 4),
            ),
            (
                lambda: scenario(use(materials=(Level(MARCH, 9, NOWHERE),))),
                Month(2025, 3),
                Month(2025, 3),
            ),
        ],
    )
    def test_from_the_first_to_the_last(
        self, given_scenario: Callable[[], Scenario], first: Month, last: Month
    ) -> None:
        """Usage, orders and refunds, whichever is first and last, and every month between."""
        assert given_scenario().months == tuple(months_between(first, last))

    def test_a_count_to_the_end_of_a_month(self) -> None:
        """The day after it lies in the next month, and is not asked for."""
        march = CallCount(MARCH, 9, True, NOWHERE)
        assert scenario(use((march,))).months == (Month(2025, 3),)

    def test_materials_of_no_month(self) -> None:
        """Materials given for all times name no month."""
        always = Level(Span(date.min, DISTANT), 9, NOWHERE)
        assert scenario(use(materials=(always,))).months == ()
        assert scenario().months == ()
