"""What is said of a forecast is true of it (RULES 2.9): its last days, its range, what passes a limit.

Image calls: 0.065, from 10,000 in a month 0.050; a pack of 100,000 costs 3,000. Video calls: 0.20. The counts of four
weeks from Tuesday 2025-03-04 to Monday 2025-03-31; April has 30 days, May 31.
"""

from datetime import date, timedelta

import pytest

from tests.tools import Ask, json_of, usage_file

MARCH_31 = date(2025, 3, 31)


def by_day(last: date, *counts: int) -> str:
    """Counts of the days up to the last one."""
    first = last - timedelta(len(counts) - 1)
    days = (f"{first + timedelta(n)}: {calls}" for n, calls in enumerate(counts))
    return f"{{{', '.join(days)}}}"


def weeks(*calls: int) -> str:
    """Weeks of as many calls a day, to the end of March."""
    return by_day(MARCH_31, *(each for each in calls for _ in range(7)))


def image(counts: str, *orders: str, until: str = "2025-05") -> str:
    """A usage file of image calls by day that go on."""
    lines = "".join(f"\n  - {{{order}, for: image_basic}}" for order in orders)
    return (
        "price_book: intl\n"
        f"usage: {{image_basic: {{calls: {counts}, forecast: {{until: {until}}}}}}}\n"
        + (f"orders:{lines}\n" if orders else "")
    )


PACK = "id: P, item: call_pack, size: 100k, date: %s"


class TestRange:
    """Low and high are the money of the least and of the most counts."""

    WEEKS = weeks(300, 320, 340, 320)
    """The least of a weekday is 300, the mean 320, the most 340; March has 7 x 1,280 = 8,960."""

    def test_more_calls_that_are_cheaper_are_no_range(self, ask: Ask) -> None:
        """March 8,960 x 0.065 = 582.40. Mean: 9,600 and 9,920 x 0.065 = 624.00 + 644.80, in all 1,851.20. Least: 9,000 and
        9,300 x 0.065 = 585.00 + 604.50, in all 1,771.90. Most: 10,200 and 10,540 reach 0.050: 510.00 + 527.00, in all 1,619.40.
        """
        shown = ask.shown(image(self.WEEKS))
        assert "1,851.20 USD in all" in shown
        assert (
            "Counts until 2025-03-31, then a forecast: 1,771.90 USD in all with the least "
            "counts, 1,619.40 with the most" in shown
        )
        answer = ask(image(self.WEEKS))["forecast"]
        assert (answer["low"], answer["high"]) == ("1771.90", "1619.40")

    CANNOT = (
        "Counts until 2025-03-31, then a forecast, whose least or most counts cannot"
    )

    def test_a_pack_that_goes_back_may_be_used_by_the_most(self, ask: Ask) -> None:
        """March 7 x 0.065 = 0.46. The mean, 1 / 4, is 0 a day, the most 1: by 8 April 7 calls would be drawn from P."""
        pack = (
            "id: P, item: call_pack, size: 1k, date: 2025-04-01, refunded: 2025-04-08"
        )
        file = image(weeks(1, 0, 0, 0), pack)
        answer = ask(file)
        assert answer["total"] == "0.46"
        assert (answer["forecast"]["low"], answer["forecast"]["high"]) == ("0.46", None)
        assert self.CANNOT in ask.shown(file)

    def test_the_most_may_have_no_price(self, ask: Ask) -> None:
        """8,960 + 9,600 = 18,560 calls are in the pack of 18,600; the most, 8,960 + 10,200 = 19,160, are not."""
        (ask.folder / "ours.yaml").write_text(
            "{id: ours, currency: USD, settlement: {days: [1]}, groups: {image_basic: "
            "{call_packs: {sizes: [{calls: 18600, price: 500}]}}}}",
            encoding="utf-8",
        )
        pack = "item: call_pack, size: 18600, date: 2025-03-01"
        file = image(self.WEEKS, pack, until="2025-04").replace("intl", "./ours.yaml")
        answer = ask(file)
        assert answer["total"] == "500.00"
        forecast = answer["forecast"]
        assert (forecast["low"], forecast["high"]) == ("500.00", None)
        assert self.CANNOT in ask.shown(file)

    def test_weeks_that_cost_the_same_are_not_alike(self, ask: Ask) -> None:
        """The pack holds 8,960 + 10,200 + 10,540 calls too: 3,000.00."""
        shown = ask.shown(image(self.WEEKS, PACK % "2025-03-01"))
        assert "alike" not in shown
        assert (
            "then a forecast: 3,000.00 USD in all with the least counts as with the most"
            in shown
        )

    def test_a_month_before_the_forecast_says_nothing_of_its_weeks(
        self, ask: Ask
    ) -> None:
        shown = ask.shown(image(self.WEEKS), "--month", "2025-03")
        assert "alike" not in shown
        assert "a forecast: 582.40 USD in all with the least counts as with" in shown

    def test_one_week_is_like_no_other(self, ask: Ask) -> None:
        """280 calls of March's last week are 18.20; April 40 x 30 x 0.065 = 78.00."""
        text = image(weeks(40), until="2025-04, weeks: 1")
        shown = ask.shown(text)
        assert "alike" not in shown
        assert "a forecast: 96.20 USD in all with the least counts as with" in shown

    def test_chinese(self, ask: Ask) -> None:
        shown = ask.shown(image(self.WEEKS), "--lang", "zh")
        assert "最少用量合计 1,771.90 USD" in shown
        assert "最多用量为 1,619.40" in shown
        shown = ask.shown(image(self.WEEKS, PACK % "2025-03-01"), "--lang", "zh")
        assert "相同的用量" not in shown


class TestScopesThatEndOnOtherDays:
    """Image is counted until 31 March, video until the 5th; both are alike and go on to the end of April."""

    TEXT = f"""
        price_book: intl
        usage:
          image_basic: {{calls: {by_day(MARCH_31, *[3000] * 31)}, forecast: {{until: 2025-04}}}}
          video_single_face:
            calls: {by_day(date(2025, 3, 5), *[10] * 14)}
            forecast: {{until: 2025-04, weeks: 2}}
        """

    def test_each_is_told(self, ask: Ask) -> None:
        shown = ask.shown(self.TEXT)
        assert (
            "Counts until 2025-03-31 (video_single_face until 2025-03-05), then"
            in shown
        )
        assert "2025-04 comes to 4,560.00 USD" in shown  # 90,000 x 0.050 + 300 x 0.20
        assert ask(self.TEXT)["forecast"]["last_day"] == "2025-03-31"

    def test_many_are_told_together(self, ask: Ask) -> None:
        uses = "".join(
            f"  a{n}: {{calls: {by_day(date(2025, 3, 10 + n), *[1] * 7)}, "
            "forecast: {until: 2025-03, weeks: 1}}\n"
            for n in range(5)
        )
        shown = ask.shown(f"price_book: mainland\nusage:\n{uses}")
        assert "Counts until 2025-03-14 (of some only until 2025-03-10), then" in shown

    def test_a_plan_begins_after_the_latest(self, ask: Ask) -> None:
        """Nothing can be bought any more on 6 March, when image was counted to the 31st. Until then: image 93,000 x 0.050 =
        4,650.00, video 90 x 0.20 = 18.00 in February and 310 x 0.20 = 62.00 in March: 4,730.00. April: a pack of 100,000 for 90,000
        calls, 3,000.00, and of video's 300 the free pack's 200, 100 x 0.20 = 20.00: 7,750.00.
        """
        answer = json_of("recommend", usage_file(ask.folder, self.TEXT))
        assert answer["horizon"]["from"] == "2025-04"
        assert answer["best"]["total"] == "7750.00"
        assert {order["date"] for order in answer["best"]["orders"]} == {"2025-04-01"}


class TestWhatPassesALimit:
    """An order acts from the start of its day, before the calls of it."""

    TENS = weeks(10, 10, 10, 10)

    @pytest.mark.parametrize("day", ["2025-08-01", "2025-04-15"])
    def test_an_order(self, ask: Ask, day: str) -> None:
        """Calls of some 20.00 a month never come to 1,000.00; in August there is not one."""
        text = image(self.TENS, PACK % day)
        shown = ask.shown(text, "--fail-over", "1000", status=1)
        assert f"--fail-over is passed with what is ordered on {day}" in shown
        assert "with the count of" not in shown

    def test_the_calls_of_the_day_of_an_order(self, ask: Ask) -> None:
        """280 calls of March are 18.20, 140 of 14 days of April 9.10, 1 QPS for a day 75.00: 102.30. With the ten calls of the
        15th, 150 x 0.065 = 9.75, it is 102.95, above 102.50.
        """
        qps = "id: Q, item: qps, qps: 1, days: 1, date: 2025-04-15"
        shown = ask.shown(
            image(self.TENS, qps), "--fail-over", "102.50", "-q", status=1
        )
        assert "--fail-over is passed with the count of 2025-04-15" in shown

    def test_a_month_is_made_day_by_day(self, ask: Ask) -> None:
        """Image 100 a day for 6.50 goes on; video's 310 of the month are 10 a day for 2.00: 8.50 a day. 7 days are 59.50, 8 are
        68.00, above 60.00; with video's 62.00 at once it would be the first.
        """
        text = f"""
            price_book: intl
            usage:
              image_basic: {{calls: {by_day(date(2025, 3, 7), *[100] * 7)}, forecast: {{until: 2025-03-20, weeks: 1}}}}
              video_single_face: {{calls: {{2025-03: 310}}}}
            """
        shown = ask.shown(text, "--fail-over", "60", status=1)
        assert "--fail-over is passed with the count of 2025-03-08" in shown

    def test_what_a_refund_brought_back_is_not_above_it(self, ask: Ask) -> None:
        """The 3,000.00 of 30 April are back on 1 May; the calls of March and April are (280 + 300) x 0.065 = 37.70."""
        pack = PACK % "2025-04-30, delivered: 2025-05-01, refunded: 2025-05-01"
        text = image(self.TENS, pack, until="2025-04")
        assert "is passed" not in ask.shown(text, "--fail-over", "1000")
