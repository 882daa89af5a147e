"""Calls by day (RULES 2.7, 2.8, 2.9, 3.1): growth with a spike, forecasts, peaks, switches of the mode.

Image calls: 0.065, from 10,000 in a month 0.050, from 100,000 on 0.035; 1 QPS 75 a day.
"""

import pytest

from tests.answer_parts import row, told
from tests.by_hand.answers import calls, charged, usage
from tests.tools import Ask

GROWTH = """
    price_book: intl
    usage:
      image_basic:
        calls: {from: 2025-11, months: 2, start: 90_000, growth: 10%%, %s}
    """


class TestGrowth:
    """2.8: what stands inside a growth series takes the place of the days' even shares."""

    @pytest.mark.parametrize(
        ("inside", "november", "december"),
        [
            # 3,000 a day: 90,000 - 3,000 + 40,000; later months grow without it
            ("2025-11-11: 40k", 127_000, 99_000),
            ("2025-11-11: 0", 87_000, 99_000),
            # a range holds its count in all: 90,000 - 2 x 3,000 + 100
            ("2025-11-11..2025-11-12: 100", 84_100, 99_000),
            # 15 calls on each day; the share of 1 December is floor(99,000 / 31) = 3,193
            ("2025-11-30..2025-12-01: 30", 87_015, 95_822),
            # a month's count takes the place of that month's
            ("2025-11: 30k", 30_000, 99_000),
            ("2025-12: 30k", 90_000, 30_000),
        ],
    )
    def test_days_ranges_months(
        self, ask: Ask, inside: str, november: int, december: int
    ) -> None:
        found = calls(ask(GROWTH % inside))
        assert found == {"2025-11": november, "2025-12": december}

    def test_money(self, ask: Ask) -> None:
        """127,000 x 0.035 = 4,445.00; 99,000 x 0.050 = 4,950.00."""
        answer = ask(GROWTH % "2025-11-11: 40k")
        assert charged(answer) == {"2025-11": "4445.00", "2025-12": "4950.00"}

    def test_a_start_inside_the_month(self, ask: Ask) -> None:
        """100 over the ten days from 21 April are 10 a day: 100 - 10 + 1."""
        text = """
            price_book: intl
            usage:
              image_basic:
                starts: 2025-04-21
                calls: {from: 2025-04, months: 1, start: 100, %s}
            """
        assert calls(ask(text % "2025-04-30: 1")) == {"2025-04": 91}
        assert "2025-04-20" in ask.refused(text % "2025-04-20: 1")

    def test_an_ordinary_month_holds_its_days(self, ask: Ask) -> None:
        """No growth: 40,000 of the 90,000 fall on the 11th."""
        text = """
            price_book: intl
            usage: {image_basic: {calls: {2025-11: 90k, %s}}}
            """
        assert calls(ask(text % "2025-11-11: 40k")) == {"2025-11": 90_000}
        assert "90,001" in ask.refused(text % "2025-11-11: 90_001")


# 17 March 2025 is a Monday. Mondays have 10 and 21 calls, Sundays none and 5.
DAILY = """
    price_book: intl
    usage:
      image_basic:
        calls: {2025-03-17: 10, 2025-03-24: 21, 2025-03-30: 5%s}
        forecast: {%s}
    """


class TestForecast:
    """2.9: counts by day go on with the mean of the last weeks' same weekdays."""

    def test_mean_growth_and_one_rounding(self, ask: Ask) -> None:
        """31 March 15.5, half up 16; 6 April 2.5 x 1.1 = 2.75, 3; 7 April 15.5 x 1.1 = 17.05, 17."""
        answer = ask(DAILY % ("", "until: 2025-04-07, weeks: 2, growth: 10%"))
        assert calls(answer) == {"2025-03": 52, "2025-04": 20}
        assert usage(answer, "2025-03")["forecast"] == 16
        assert usage(answer, "2025-04")["forecast"] == 20
        # 52 x 0.065 = 3.38; 20 x 0.065 = 1.30
        assert charged(answer) == {"2025-03": "3.38", "2025-04": "1.30"}

    def test_least_and_most(self, ask: Ask) -> None:
        """Low: 46 and 11 calls, 2.99 + 0.72 (0.715). High: 57 and 23 + 6, 3.71 (3.705) + 1.89 (1.885)."""
        answer = ask(DAILY % ("", "until: 2025-04-07, weeks: 2, growth: 10%"))
        assert answer["forecast"] == {
            "last_day": "2025-03-30",
            "low": "3.71",
            "high": "5.60",
            "low_complete": True,
            "high_complete": True,
        }

    def test_until_a_month(self, ask: Ask) -> None:
        """To its last day: four Mondays of 17 and four Sundays of 3."""
        answer = ask(DAILY % ("", "until: 2025-04, weeks: 2, growth: 10%"))
        assert calls(answer) == {"2025-03": 52, "2025-04": 80}

    def test_without_growth_or_weeks(self, ask: Ask) -> None:
        """Four weeks from 3 March: the Mondays have 0, 0, 10, 21: 7.75, 8. The Sundays 5 / 4 = 1.25."""
        answer = ask(DAILY % (", 2025-03-03: 0", "until: 2025-04-07"))
        # 36 and 8 on 31 March; 1 on 6 April and 8 on the 7th
        assert calls(answer) == {"2025-03": 44, "2025-04": 9}

    def test_the_option_sets_it(self, ask: Ask) -> None:
        text = """
            price_book: intl
            usage: {image_basic: {calls: {2025-03-17: 10, 2025-03-24: 21, 2025-03-30: 5}}}
            """
        answer = ask(text, "--forecast", "2025-04-07,2,10%")
        assert calls(answer) == {"2025-03": 52, "2025-04": 20}

    def test_none(self, ask: Ask) -> None:
        answer = ask("usage: {image_basic: {calls: {2025-01: 9}}}\nprice_book: intl")
        assert answer["forecast"] is None

    def test_packs_treat_it_like_any_calls(self, ask: Ask) -> None:
        """1,000 a day from 3 to 14 March: a pack of 10,000 ends with the 12th, 2,000 x 0.065 = 130."""
        days = ", ".join(f"2025-03-{day:02d}: 1k" for day in range(3, 10))
        text = f"""
            price_book: intl
            usage:
              image_basic:
                calls: {{{days}}}
                forecast: {{until: 2025-03-14, weeks: 1}}
            orders: [{{id: P, item: call_pack, for: image_basic, size: 10k, date: 2025-03-01}}]
            """
        answer = ask(text)
        assert answer["total"] == "580.00"
        assert answer["packs"][0]["used_up"] == "2025-03-12"

    @pytest.mark.parametrize(
        ("more", "forecast"),
        [
            ("", "until: 2025-04"),  # four weeks asked for, two there
            ("", "until: 2025-04, weeks: 3"),
            (
                ", 2025-04: 100",
                "until: 2025-05, weeks: 2",
            ),  # a month after the last day
            (", 2025-04-01..2025-04-02: 9", "until: 2025-05, weeks: 2"),  # a range
            ("", "until: 2025-03-30, weeks: 2"),  # nothing to continue
        ],
    )
    def test_refused(self, ask: Ask, more: str, forecast: str) -> None:
        assert "forecast" in ask.refused(DAILY % (more, forecast))

    @pytest.mark.parametrize(
        "counts", ["{2025-01: 100}", "{from: 2025-01, months: 2, start: 5}"]
    )
    def test_a_scope_without_counts_by_day(self, ask: Ask, counts: str) -> None:
        text = f"""
            price_book: intl
            usage: {{image_basic: {{calls: {counts}, forecast: {{until: 2025-06}}}}}}
            """
        assert "forecast" in ask.refused(text)


class TestPeaks:
    """2.7: a peak below its own day's average contradicts the calls."""

    @pytest.mark.parametrize(
        ("counts", "peak", "day", "average"),
        [
            # 5,000,000 / 86,400 = 57.9
            ("2025-11-11: 5M", "1", "2025-11-11", "58"),
            ("2025-11-11: 86_401", "1", "2025-11-11", "2"),
            # of 172,801 calls the first day has 86,400
            ("2025-06-10..2025-06-11: 172_801", "1", "2025-06-11", "2"),
            ("2025-11: 30M", "{2025-11-05: 11}", "2025-11-05", "12"),  # 1M / 86,400
        ],
    )
    @pytest.mark.parametrize("scope", ["image_basic", "a"])
    def test_refused_with_the_day_and_the_average(
        self, ask: Ask, counts: str, peak: str, day: str, average: str, scope: str
    ) -> None:
        book = "mainland" if scope == "a" else "intl"
        text = f"""
            price_book: {book}
            usage: {{{scope}: {{calls: {{{counts}}}, peak_qps: {peak}}}}}
            """
        said = ask.refused(text)
        assert day in said
        assert average in said

    @pytest.mark.parametrize(
        ("counts", "peak"),
        [
            ("2025-11-11: 86_400", "1"),
            ("2025-01: 2_678_400", "1"),  # 31 x 86,400
            ("2025-11-11: 5M", "{2025-11-12: 1}"),  # another day's peak
            ("2025-11-11: 5M", "58"),
        ],
    )
    def test_a_peak_that_can_be(self, ask: Ask, counts: str, peak: str) -> None:
        ask(
            f"""
            price_book: intl
            usage: {{image_basic: {{calls: {{{counts}}}, peak_qps: {peak}}}}}
            """
        )

    @pytest.mark.parametrize(
        ("count", "warned"), [("1_728_000", False), ("1_728_001", True)]
    )
    def test_without_a_peak_the_average_is_the_least_it_can_be(
        self, ask: Ask, count: str, warned: bool
    ) -> None:
        """20 x 86,400 = 1,728,000: one call more is 21 in some second."""
        text = f"""
            price_book: intl
            usage: {{image_basic: {{calls: {{2025-11-11: {count}}}}}}}
            """
        assert bool(told(ask(text), "over_qps_limit")) is warned


class TestModes:
    """3.1: an entry without `until` lasts until the next entry's `from`, the last one to the end."""

    @pytest.mark.parametrize(
        ("entries", "days"),
        [
            (
                "{from: 2025-01-10, mode: qps}, {from: 2025-01-20, mode: call_volume}",
                10,
            ),
            (
                "{from: 2025-01-20, mode: call_volume}, {from: 2025-01-10, mode: qps}",
                10,
            ),
            ("{from: 2025-01-30, mode: qps}", 2),
            # 10 to 12 January, and from the 20th to the end
            (
                "{from: 2025-01-10, until: 2025-01-13, mode: qps}, {from: 2025-01-20, mode: qps}",
                15,
            ),
        ],
    )
    def test_switches_as_in_the_console(
        self, ask: Ask, entries: str, days: int
    ) -> None:
        """One call a day; QPS for the whole of January, so that every day has a quota."""
        answer = ask(
            f"""
            price_book: intl
            usage: {{image_basic: {{calls: {{2025-01: 31}}, billing_mode: [{entries}]}}}}
            orders: [{{item: qps, for: image_basic, qps: 1, days: 31, date: 2025-01-01}}]
            """
        )
        assert row(answer, "2025-01") == {"qps_mode": days, "billable": 31 - days}

    def test_money(self, ask: Ask) -> None:
        """1 QPS for ten days 750.00; the 21 calls of the other days 1.365, half up."""
        answer = ask(
            """
            price_book: intl
            usage:
              image_basic:
                calls: {2025-01: 31}
                billing_mode:
                  - {from: 2025-01-10, mode: qps}
                  - {from: 2025-01-20, mode: call_volume}
            orders: [{item: qps, for: image_basic, qps: 1, days: 10, date: 2025-01-10}]
            """
        )
        assert answer["total"] == "751.37"
        assert answer["complete"] is True
