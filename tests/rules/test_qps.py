"""QPS (RULES 2.7, 3.4): the peak of a day against the limit of that day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facefusion_billing.model.book import QpsTable, Tier, TierTable
from facefusion_billing.model.calendar import Span
from facefusion_billing.model.faults import Location, Source
from facefusion_billing.model.items import QpsOrder
from facefusion_billing.model.money import Price
from facefusion_billing.model.scenario import Level
from facefusion_billing.rules.qps import (
    Peak,
    QpsPrice,
    order_price,
    peak_on,
    peaks_of,
    worst_excess,
)

NOWHERE = Location(Source("", ""), 1, 1, 0, "")
MAY = Span(date(2025, 5, 1), date(2025, 6, 1))
FAIR = Span(date(2025, 5, 10), date(2025, 5, 13))
LEVELS = (Level(FAIR, 60, NOWHERE), Level(MAY, 12, NOWHERE))
"""As the reader gives them: the narrowest first."""


def tiers(low: Price | None, high: Price) -> TierTable:
    """A price below 50 QPS, and one from 50 on."""
    return TierTable((Tier(0, 49, low), Tier(50, None, high)), "at_least", "image-qps")


class TestOrderPrice:
    """2.7: the tier is picked by the QPS of an order alone, never by its length."""

    TABLE = QpsTable(
        limit=5,
        day=tiers(None, Price(60, 0)),
        month=tiers(Price(900, 0), Price(800, 0)),
        clause="image-qps",
    )

    @pytest.mark.parametrize(
        ("item", "price"),
        [
            # 60 x 3 QPS-days, at the price from 50 QPS on
            (QpsOrder(60, days=3), QpsPrice(180, "day", Price(60, 0))),
            # 60 x 2 QPS-months, likewise
            (QpsOrder(60, months=2), QpsPrice(120, "month", Price(800, 0))),
            # 30 x 4 are 120 as well, but no order of 50 QPS
            (QpsOrder(30, months=4), QpsPrice(120, "month", Price(900, 0))),
            # not on sale by the day
            (QpsOrder(30, days=4), QpsPrice(120, "day", None)),
        ],
    )
    def test_by_the_day_and_by_the_month(self, item: QpsOrder, price: QpsPrice) -> None:
        """The quantity is the QPS times the days or months."""
        assert order_price(item, self.TABLE) == price


class TestPeak:
    """The narrowest entry for a day wins."""

    @pytest.mark.parametrize(
        ("day", "peak"), [(1, 12), (9, 12), (10, 60), (12, 60), (13, 12), (31, 12)]
    )
    def test_the_narrowest_entry(self, day: int, peak: int) -> None:
        """12 in May, 60 on three days of it."""
        assert peak_on(LEVELS, date(2025, 5, day)) == peak

    def test_no_entry(self) -> None:
        """A day without a stated peak has none; it is not zero."""
        assert peak_on(LEVELS, date(2025, 6, 1)) is None
        assert peak_on((), date(2025, 5, 1)) is None

    def test_the_least_that_the_peak_of_a_day_can_be(self) -> None:
        """12 is stated for 1 May; for 1 June nothing is: 5,000,000 calls in 86,400 s are 57.9 a second, so 58."""
        peaks = peaks_of(LEVELS)
        assert peaks.least_on(date(2025, 5, 1), 5_000_000) == 12
        assert peaks.least_on(date(2025, 6, 1), 5_000_000) == 58


class TestExcess:
    """2.7: peak above the limit: warning `over_qps_limit`."""

    @pytest.mark.parametrize(
        ("peak", "limit"), [(20, 20), (19, 20), (None, 20), (21, None), (None, None)]
    )
    def test_at_or_below_the_limit(self, peak: int | None, limit: int | None) -> None:
        """A peak equal to the limit is served; where nothing is stated, nothing is above it."""
        assert worst_excess([(date(2025, 5, 1), peak, limit)]) is None

    def test_one_above(self) -> None:
        """21 against 20."""
        assert worst_excess([(date(2025, 5, 1), 21, 20)]) == Peak(
            21, 20, date(2025, 5, 1)
        )

    def test_the_furthest_above_is_told(self) -> None:
        """25 of 20 is 5 above; 64 of 60 only 4."""
        days: list[tuple[date, int | None, int | None]] = [
            (date(2025, 5, 1), 64, 60),
            (date(2025, 5, 2), 25, 20),
            (date(2025, 5, 3), 20, 20),
        ]
        assert worst_excess(days) == Peak(25, 20, date(2025, 5, 2))

    def test_the_furthest_above_though_its_limit_is_high(self) -> None:
        """70 of 60 is 10 above; 25 of 20 only 5."""
        days: list[tuple[date, int | None, int | None]] = [
            (date(2025, 5, 1), 25, 20),
            (date(2025, 5, 2), 70, 60),
        ]
        assert worst_excess(days) == Peak(70, 60, date(2025, 5, 2))

    def test_the_first_of_equals(self) -> None:
        """Of days as far above, the first."""
        days: list[tuple[date, int | None, int | None]] = [
            (date(2025, 5, 2), 25, 20),
            (date(2025, 5, 1), 15, 10),
            (date(2025, 5, 3), 25, 20),
        ]
        assert worst_excess(days) == Peak(15, 10, date(2025, 5, 1))

    def test_no_days(self) -> None:
        """A month without calls has no peak."""
        assert worst_excess([]) is None

    @given(
        st.lists(
            st.tuples(st.none() | st.integers(0, 9), st.none() | st.integers(0, 9)),
            max_size=8,
        )
    )
    def test_against_a_loop(self, pairs: list[tuple[int | None, int | None]]) -> None:
        """The largest excess of any day, found by looking at each."""
        days = [
            (date(2025, 5, 1) + timedelta(n), *pair) for n, pair in enumerate(pairs)
        ]
        best: Peak | None = None
        for day, peak, limit in days:
            if peak is None or limit is None or peak <= limit:
                continue
            if best is None or peak - limit > best.peak - best.limit:
                best = Peak(peak, limit, day)
        assert worst_excess(days) == best


@st.composite
def some_levels(draw: st.DrawFn) -> tuple[Level, ...]:
    """Levels that lie across each other, narrowest first."""
    spans = st.tuples(st.integers(0, 20), st.integers(1, 12))
    drawn = draw(st.lists(st.tuples(spans, st.integers(0, 9)), max_size=8))
    levels = [
        Level(
            Span(
                date(2025, 1, 1) + timedelta(first),
                date(2025, 1, 1) + timedelta(first + days),
            ),
            value,
            NOWHERE,
        )
        for (first, days), value in drawn
    ]
    return tuple(sorted(levels, key=lambda level: (level.span.days, level.span)))


@given(some_levels())
def test_all_days_at_once_are_what_each_day_is(levels: tuple[Level, ...]) -> None:
    peaks = peaks_of(levels)
    for number in range(-1, 40):
        day = date(2025, 1, 1) + timedelta(number)
        assert peaks.on(day) == peak_on(levels, day)
