"""QPS: the mode, its orders, and when an order by month ends.

The docstring of a test is the sentence of RULES it holds. Amounts are worked by hand from the two documents, the sum
beside them; the spread of a month of N calls over D days puts floor(N*k/D) calls in its first k days.
"""

import pytest

from tests.answer_parts import (
    IMAGE,
    VIDEO,
    line,
    message,
    others,
    pack,
    row,
    told,
    totals,
)
from tests.tools import Ask


class TestQpsMode:
    """3.1, 3.2, 3.5: the billing mode is a timeline, and calls in QPS mode are not metered."""

    def test_a_switch_takes_effect_at_the_start_of_its_day(self, ask: Ask) -> None:
        """QPS mode from the 2nd to before the 4th; groups may differ."""
        answer = ask(
            """
            price_book: intl
            usage:
              image_basic:
                calls: {2025-01-01: 1, 2025-01-02: 10, 2025-01-03: 100, 2025-01-04: 1000}
                billing_mode: [{from: 2025-01-02, until: 2025-01-04, mode: qps}]
              video_single_face: {calls: {2025-01-02: 50}}
            orders: [{item: qps, for: image_basic, qps: 2, days: 2, date: 2025-01-02}]
            """
        )
        assert row(answer, "2025-01", IMAGE) == {"billable": 1_001, "qps_mode": 110}
        assert row(answer, "2025-01", VIDEO) == {"billable": 50}

    def test_not_metered_and_no_burn_down(self, ask: Ask) -> None:
        """In QPS mode calls are not metered and no pack burns down; those calls count for no tier."""
        answer = ask(
            """
            price_book: intl
            usage:
              image_basic:
                calls: {2025-01-01: 90k, 2025-01-02: 200k, 2025-01-03: 8k}
                billing_mode: [{from: 2025-01-02, until: 2025-01-03, mode: qps}]
            orders:
              - {item: qps, for: image_basic, qps: 1, days: 1, date: 2025-01-02}
              - {id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-02}
            """
        )
        assert row(answer, "2025-01") == {
            "billable": 97_000,
            "packs": 1_000,
            "qps_mode": 200_000,
        }
        assert line(answer, "2025-01") == ("97000", "0.050", "4850.00")
        assert pack(answer, "P")["used"] == 1_000
        assert answer["total"] == "4985.00"  # 4,850 + 75 + 60

    def test_undetermined_calls(self, ask: Ask) -> None:
        """Days in QPS mode with no quota in force: left out of the amount, counted, and warned of."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-01: 70, 2025-01-02: 80}, billing_mode: qps}}
            orders:
              - {item: qps, for: image_basic, qps: 1, days: 1, date: 2025-01-01}
              - {id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}
            """
        )
        assert row(answer, "2025-01") == {"qps_mode": 70, "undetermined": 80}
        assert told(answer, "undetermined_calls") == [("2025-01", IMAGE, None)]
        assert "80 calls" in message(answer, "undetermined_calls")
        assert answer["complete"] is False
        assert answer["total"] == "135.00"  # 75 + 60; nothing for the 80 calls

    def test_quota_of_the_other_group(self, ask: Ask) -> None:
        """QPS of one group serves no call of the other."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-01: 70}, billing_mode: qps}}
            orders: [{item: qps, for: video_single_face, qps: 1, days: 1, date: 2025-01-01}]
            """
        )
        assert row(answer, "2025-01") == {"undetermined": 70}


class TestQpsOrders:
    """3.3: q QPS for n days or months: q x unit price of the tier reached by that order x n."""

    @pytest.mark.parametrize(
        ("scope", "qps", "length", "amount"),
        [
            (IMAGE, 1, "days: 1", "75.00"),
            (IMAGE, 49, "days: 2", "7350.00"),  # 49 x 75 x 2
            (IMAGE, 50, "days: 1", "3000.00"),  # 50 x 60
            (IMAGE, 99, "days: 1", "5940.00"),  # 99 x 60
            (IMAGE, 100, "days: 1", "5000.00"),  # 100 x 50
            (IMAGE, 60, "days: 3", "10800.00"),  # 60 x 60 x 3
            (IMAGE, 49, "months: 1", "83300.00"),  # 49 x 1,700
            (IMAGE, 50, "months: 2", "145000.00"),  # 50 x 1,450 x 2
            (IMAGE, 100, "months: 1", "130000.00"),  # 100 x 1,300
            (VIDEO, 9, "days: 1", "1620.00"),  # 9 x 180
            (VIDEO, 10, "days: 28", "44800.00"),  # 10 x 160 x 28
            (VIDEO, 20, "days: 1", "3000.00"),  # 20 x 150
            (VIDEO, 9, "months: 1", "45000.00"),  # 9 x 5,000
            (VIDEO, 10, "months: 1", "45000.00"),  # 10 x 4,500
            (VIDEO, 20, "months: 1", "85000.00"),  # 20 x 4,250
        ],
    )
    def test_prices(
        self, ask: Ask, scope: str, qps: int, length: str, amount: str
    ) -> None:
        """All units at that price."""
        answer = ask(
            f"price_book: intl\norders: [{{item: qps, for: {scope}, qps: {qps}, {length}, date: 2025-02-01}}]"
        )
        assert answer["total"] == amount

    def test_each_order_reaches_its_own_tier(self, ask: Ask) -> None:
        """The quantity tier reached by **that order**: two orders of 30 pay 75 each, not 60."""
        answer = ask(
            """
            price_book: intl
            orders:
              - {item: qps, for: image_basic, qps: 30, days: 1, date: 2025-02-01}
              - {item: qps, for: image_basic, qps: 30, days: 1, date: 2025-02-01}
            """
        )
        assert answer["total"] == "4500.00"  # 2 x 30 x 75

    def test_charged_whole_on_the_order_date(self, ask: Ask) -> None:
        """Charged whole on the order date, though it starts in the next month."""
        answer = ask(
            """
            price_book: intl
            usage:
              image_basic: {calls: {2025-03-01: 5, 2025-03-02: 6}, billing_mode: [{from: 2025-03-01, mode: qps}]}
            orders: [{item: qps, for: image_basic, qps: 2, days: 1, date: 2025-02-27, start: 2025-03-02}]
            """
        )
        assert totals(answer) == {"2025-02": "150.00", "2025-03": "0.00"}  # 2 x 75
        assert row(answer, "2025-03") == {"undetermined": 5, "qps_mode": 6}

    def test_orders_in_force_at_once_add_up(self, ask: Ask) -> None:
        """Orders in force at once add up: a peak of 60 is served where both orders of 30 are, not by one alone."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-02-01: 5, 2025-02-02: 5}, peak_qps: 60, billing_mode: qps}}
            orders:
              - {item: qps, for: image_basic, qps: 30, days: 2, date: 2025-02-01}
              - {item: qps, for: image_basic, qps: 30, days: 1, date: 2025-02-01}
            """
        )
        assert "peak of 60 QPS from 2025-02-02 is above the limit of 30" in message(
            answer, "over_qps_limit"
        )

    @pytest.mark.parametrize(("peak", "warned"), [(60, False), (61, True)])
    def test_the_quota_replaces_the_limit(
        self, ask: Ask, peak: int, warned: bool
    ) -> None:
        """3.4: the quota replaces the 20 / 2 limit. Peak above the quota in force: warning `over_qps_limit`."""
        answer = ask(
            f"""
            price_book: intl
            usage: {{image_basic: {{calls: {{2025-02-01: 5}}, peak_qps: {peak}, billing_mode: qps}}}}
            orders: [{{item: qps, for: image_basic, qps: 60, days: 1, date: 2025-02-01}}]
            """
        )
        assert bool(told(answer, "over_qps_limit")) is warned

    def test_a_quota_below_the_limit_replaces_it_too(self, ask: Ask) -> None:
        """3.4: with 5 QPS in force in QPS mode, a peak of 6 is above them, though 20 would hold without."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-02-01: 5}, peak_qps: 6, billing_mode: qps}}
            orders: [{item: qps, for: image_basic, qps: 5, days: 1, date: 2025-02-01}]
            """
        )
        assert "peak of 6 QPS from 2025-02-01 is above the limit of 5" in message(
            answer, "over_qps_limit"
        )

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            # 1,200 calls over the 12 days from 20 January, 100 each.
            (
                "usage: {image_basic: {starts: 2025-01-20, calls: {2025-01: 1200}, peak_qps: 50}}",
                "2025-01-20",
            ),
            (
                """
                account: {activated: 2025-01-20}
                usage: {image_basic: {calls: {2025-01: 1200}, peak_qps: 50}}
                """,
                "2025-01-20",
            ),
            # Switched off to the 4th, and no call before the 10th.
            (
                """
                account: {disabled: [{from: 2025-02-01, until: 2025-02-04}]}
                usage: {image_basic: {calls: {2025-02-10..2025-02-12: 300}, peak_qps: 50}}
                """,
                "2025-02-10",
            ),
            # floor(20 x 1/31) = 0: the first call is of the 2nd.
            (
                "usage: {image_basic: {calls: {2025-01: 20}, peak_qps: 50}}",
                "2025-01-02",
            ),
        ],
    )
    def test_the_first_day_above_the_limit_has_calls(
        self, ask: Ask, text: str, day: str
    ) -> None:
        """RULES 10: a day without calls has no peak."""
        said = message(ask(text), "over_qps_limit")
        assert f"peak of 50 QPS from {day} is above the limit of 20" in said

    def test_a_quota_in_call_volume_mode_lifts_nothing(self, ask: Ask) -> None:
        """2.7: in call volume mode the limit is 20, whatever was bought; `qps_unused` says the QPS is idle."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-02-01: 5}, peak_qps: 21}}
            orders: [{item: qps, for: image_basic, qps: 60, days: 3, date: 2025-02-01}]
            """
        )
        assert "is above the limit of 20" in message(answer, "over_qps_limit")
        assert told(answer, "qps_unused") == [("2025-02", IMAGE, None)]

    @pytest.mark.parametrize(
        ("until", "idle"),
        [
            ("2025-02-04", None),
            ("2025-02-03", "on 1 of its 3 days"),
            ("2025-02-02", "on 2 of its 3 days"),
        ],
    )
    def test_qps_unused(self, ask: Ask, until: str, idle: str | None) -> None:
        """`qps_unused` (QPS bought while the mode is call volume) counts the idle days."""
        answer = ask(
            f"""
            price_book: intl
            usage:
              image_basic: {{calls: {{2025-02-01: 5}}, billing_mode: [{{from: 2025-02-01, until: {until}, mode: qps}}]}}
            orders: [{{item: qps, for: image_basic, qps: 60, days: 3, date: 2025-02-01}}]
            """
        )
        assert bool(told(answer, "qps_unused")) is (idle is not None)
        if idle:
            assert idle in message(answer, "qps_unused")

    def test_qps_of_a_group_without_usage(self, ask: Ask) -> None:
        """An order may name a scope that has no usage; its QPS is idle."""
        answer = ask(
            "price_book: intl\norders: [{item: qps, for: image_basic, qps: 1, days: 3, date: 2025-02-01}]"
        )
        assert "on 3 of its 3 days" in message(answer, "qps_unused")


class TestQpsMonth:
    """3.3: n months run to the same day n months later (`qps_month`)."""

    TEXT = """
        price_book: intl
        usage:
          image_basic:
            calls: {2025-02-28: 1, 2025-03-01: 20, 2025-03-30: 300, 2025-03-31: 4000, 2025-04-01: 50000}
            billing_mode: qps
        orders: [{item: qps, for: image_basic, qps: 1, months: 2, date: 2025-01-31}]
        """

    @pytest.mark.parametrize(
        ("reading", "served"),
        [
            (
                "same_day_next_month",
                {
                    "2025-02": {"qps_mode": 1},
                    "2025-03": {"qps_mode": 320, "undetermined": 4_000},
                },
            ),
            ("30_days", {"2025-02": {"qps_mode": 1}, "2025-03": {"qps_mode": 4_320}}),
            (
                "calendar_month",
                {"2025-02": {"qps_mode": 1}, "2025-03": {"undetermined": 4_320}},
            ),
        ],
    )
    def test_31_january_2_months(
        self, ask: Ask, reading: str, served: dict[str, dict[str, int]]
    ) -> None:
        """31 Jan, 2 months: to 31 Mar; 60 days: to 1 Apr; calendar months: January and February."""
        answer = ask(self.TEXT, "--assume", f"qps_month={reading}")
        assert {month: row(answer, month) for month in served} == served
        assert row(answer, "2025-04") == {"undetermined": 50_000}
        assert answer["total"] == "3400.00"  # 1 x 1,700 x 2 under every reading

    def test_alternatives(self, ask: Ask) -> None:
        """A reading that changes which calls have a price is listed, though the amount is the same."""
        assert others(ask(self.TEXT)) == {
            ("qps_month", "30_days"): ("3400.00", "0.00"),
            ("qps_month", "calendar_month"): ("3400.00", "0.00"),
        }

    def test_a_month_from_the_first(self, ask: Ask) -> None:
        """From the 1st, the same day of the next month and the calendar month agree; 30 days end before 31 January."""
        text = """
            price_book: intl
            usage: {image_basic: {calls: {2025-01: 31}, billing_mode: qps}}
            orders: [{item: qps, for: image_basic, qps: 1, months: 1, date: 2025-01-01}]
            """
        answer = ask(text)
        assert row(answer, "2025-01") == {"qps_mode": 31}
        assert list(others(answer)) == [("qps_month", "30_days")]

    def test_no_order_by_month(self, ask: Ask) -> None:
        """A question that was never asked cannot change the answer."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01: 31}, billing_mode: qps}}
            orders: [{item: qps, for: image_basic, qps: 1, days: 30, date: 2025-01-01}]
            """
        )
        assert others(answer) == {}
        assert row(answer, "2025-01") == {"qps_mode": 30, "undetermined": 1}
