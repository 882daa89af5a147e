"""More QPS for a licensed activity.

The docstring of a test is the sentence of RULES it holds. Amounts are worked by hand from the two documents, the sum
beside them; the spread of a month of N calls over D days puts floor(N*k/D) calls in its first k days.
"""

import pytest

from tests.answer_parts import amounts, message, others, told
from tests.tools import Ask


class TestQpsUpgrade:
    """7.6: QPS upgrades of licensed activities."""

    TEXT = """
        price_book: mainland
        usage: {a: {calls: {2021-03-05: 5}, peak_qps: %(peak)d}}
        orders:
          - {item: licence, for: a, package: %(package)d, date: 2021-03-01}
          - {id: U, item: qps_upgrade, for: a, qps: %(qps)d, start: %(start)s, days: %(days)d, date: 2021-03-01}
        """

    def text(
        self,
        *,
        qps: int = 30,
        start: str = "2021-03-05",
        days: int = 1,
        peak: int = 1,
        package: int = 1,
    ) -> str:
        """The upgrade, with what a test does not state left plain."""
        return self.TEXT % {
            "qps": qps,
            "start": start,
            "days": days,
            "peak": peak,
            "package": package,
        }

    @pytest.mark.parametrize(
        ("qps", "days", "amount"),
        [
            (10, 1, "210.00"),
            (30, 3, "1890.00"),  # 3 units x 3 days x 210
            (990, 26, "540540.00"),  # 99 x 26 x 210
        ],
    )
    def test_price(self, ask: Ask, qps: int, days: int, amount: str) -> None:
        """Units of 10 QPS; 210 per day per activity per unit."""
        assert amounts(ask(self.text(qps=qps, days=days)))["U"] == amount

    @pytest.mark.parametrize("qps", [5, 25])
    def test_units_of_10(self, ask: Ask, qps: int) -> None:
        """What is no multiple of 10 is not sold."""
        assert f"upgrades are sold in units of 10 QPS, not {qps}" in ask.refused(
            self.text(qps=qps)
        )

    def test_n_is_added_to_the_fixed_qps(self, ask: Ask) -> None:
        """N is added to the fixed QPS: 10 + 30 serve a peak of 40 on the upgrade's day."""
        assert told(ask(self.text(peak=40)), "over_qps_limit") == []
        over = ask(self.text(peak=41))
        assert "peak of 41 QPS from 2021-03-05 is above the limit of 40" in message(
            over, "over_qps_limit"
        )
        early = ask(self.text(peak=40, start="2021-03-06"))
        assert "is above the limit of 10" in message(early, "over_qps_limit")

    @pytest.mark.parametrize(("package", "most"), [(1, 990), (2, 950), (3, 950)])
    def test_the_sum_may_not_pass_1000(self, ask: Ask, package: int, most: int) -> None:
        """The sum may not pass 1,000."""
        assert ask(self.text(qps=most, package=package))["complete"] is True
        refused = ask.refused(self.text(qps=most + 10, package=package))
        assert "1,010 QPS on 2021-03-05 with the fixed QPS; at most 1,000" in refused

    def test_upgrades_at_once_add_up(self, ask: Ask) -> None:
        """500 twice on one day and the fixed 10 pass 1,000; on days apart they do not."""
        text = """
            price_book: mainland
            orders:
              - {item: licence, for: a, package: 1, date: 2021-03-01}
              - {item: qps_upgrade, for: a, qps: 500, days: 2, date: 2021-03-01}
              - {item: qps_upgrade, for: a, qps: 500, start: %s, days: 1, date: 2021-03-01}
            """
        assert "1,010 QPS on 2021-03-02" in ask.refused(text % "2021-03-02")
        assert (
            ask(text % "2021-03-03")["total"] == "36500.00"
        )  # 5,000 + 50 x 2 x 210 + 50 x 210

    def test_of_another_activity(self, ask: Ask) -> None:
        """Per activity: the upgrade of one adds nothing to the other."""
        text = """
            price_book: mainland
            usage: {a: {calls: {2021-03-01: 5}, peak_qps: 11}}
            orders:
              - {item: licence, for: a, package: 1, date: 2021-03-01}
              - {item: licence, for: b, package: 1, date: 2021-03-01}
              - {item: qps_upgrade, for: b, qps: 990, days: 1, date: 2021-03-01}
            """
        assert told(ask(text), "over_qps_limit") == [("2021-03", "a", None)]

    @pytest.mark.parametrize(
        ("start", "days", "inside"),
        [("2021-03-01", 30, True), ("2021-03-30", 1, True), ("2021-03-30", 2, False)],
    )
    def test_the_window(self, ask: Ask, start: str, days: int, inside: bool) -> None:
        """Its days lie within [order date, order date + 30 days): 1 to 30 March."""
        text = self.text(start=start, days=days)
        if inside:
            assert ask(text)["complete"] is True
        else:
            assert "the days of an upgrade lie within" in ask.refused(text)

    def test_before_the_order(self, ask: Ask) -> None:
        """No day before the order's date."""
        assert "lies before the order's date" in ask.refused(
            self.text(start="2021-02-28")
        )

    def test_licensed_activities_only(self, ask: Ask) -> None:
        """Licensed activities only, on every day of the upgrade."""
        text = """
            price_book: mainland
            orders:
              - {item: licence, for: a, package: 1, date: 2020-06-01}
              - {item: qps_upgrade, for: %s, qps: 10, start: 2021-05-31, days: %d, date: 2021-05-30}
            """
        assert ask(text % ("a", 1))["total"] == "5210.00"  # 5,000 + 210
        assert (
            "a is not licensed on every day from 2021-05-31 to 2021-06-01"
            in ask.refused(text % ("a", 2))
        )
        assert (
            "b is not licensed on every day from 2021-05-31 to 2021-05-31"
            in ask.refused(text % ("b", 1))
        )

    def test_licence_3_qps(self, ask: Ask) -> None:
        """8: the fixed QPS of licence 3 is 50, or 500 as another page has it."""
        text = self.text(package=3, peak=100)
        answer = ask(text)
        assert "is above the limit of 80" in message(
            answer, "over_qps_limit"
        )  # 50 + 30
        assert others(answer) == {}  # it warns of less, and costs the same
        wide = ask(text, "--assume", "licence_3_qps=500")
        assert told(wide, "over_qps_limit") == []
        assert wide["total"] == answer["total"] == "80630.00"  # 80,000 + 3 x 210

    def test_a_reading_that_forbids_the_upgrade(self, ask: Ask) -> None:
        """6.7: under an alternative reading that forbids it, the alternative's total is null, with why."""
        answer = ask(self.text(package=3, qps=510))
        assert others(answer) == {("licence_3_qps", "500"): (None, None)}
        [other] = answer["alternatives"]
        assert "1,010 QPS on 2021-03-05" in other["why"]
        assert "1,010 QPS" in ask.refused(
            self.text(package=3, qps=510), "--assume", "licence_3_qps=500"
        )
