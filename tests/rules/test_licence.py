"""Licences and QPS upgrades (RULES 7.1, 7.4): lives, units, the window of an order, the most, the free test's QPS."""

from datetime import date

import pytest

from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.book import Licence, QpsUpgrade
from facefusion_billing.model.calendar import Span, Steps, days_in, steps_of
from facefusion_billing.model.money import Price
from facefusion_billing.rules.licence import (
    Excess,
    admitted,
    days_over,
    first_excess,
    fixed_qps,
    overlapping,
    qps_of_licence,
    upgrade_units,
    window,
)

RULE = QpsUpgrade(
    unit=10, day=Price(210, 0), most=1_000, window_days=30, clause="qps-upgrade"
)


def days(first: int, end: int) -> Span:
    """Days of March 2021, up to but without the last."""
    return Span(date(2021, 3, first), date(2021, 3, end))


class TestOverlapping:
    """A licence holds for a stated number of days and cannot overlap another of its activity."""

    def test_one_that_begins_when_the_other_has_ended(self) -> None:
        """The 5th is the first day of the second and the day after the last of the first."""
        assert overlapping([days(1, 5), days(5, 9)]) == []

    def test_the_one_in_force_is_named_first(self) -> None:
        """Whatever the order of the file: the one of the 1st is in force when that of the 4th begins."""
        assert overlapping([days(4, 9), days(1, 5)]) == [(1, 0)]

    def test_each_with_the_next(self) -> None:
        """1 to 5, 4 to 9 and 8 to 12: two pairs; the first and the third have no day in common."""
        assert overlapping([days(1, 6), days(4, 10), days(8, 13)]) == [(0, 1), (1, 2)]


class TestUpgradeUnits:
    """Upgrades are sold in units of 10 QPS, by the day."""

    @pytest.mark.parametrize(
        ("qps", "count", "units"), [(10, 1, 1), (20, 3, 6), (1_000, 2, 200)]
    )
    def test_units_times_days(self, qps: int, count: int, units: int) -> None:
        """20 QPS are 2 units; for 3 days that is 6."""
        found = upgrade_units(qps, count, RULE)
        assert (found, type(found)) == (units, int)

    @pytest.mark.parametrize("qps", [5, 15, 21])
    def test_what_is_no_multiple_is_not_sold(self, qps: int) -> None:
        """None, not rounded."""
        assert upgrade_units(qps, 1, RULE) is None


def test_an_upgrade_is_for_days_within_30_of_its_order() -> None:
    """Ordered on 1 March: 1 to 30 March."""
    assert window(date(2021, 3, 1), RULE) == Span(date(2021, 3, 1), date(2021, 3, 31))


class TestFirstExcess:
    """The fixed QPS and the upgrades together have a most of 1,000."""

    def test_exactly_the_most(self) -> None:
        """50 and 950 are 1,000."""
        together = steps_of([(days(1, 31), 50), (days(10, 12), 950)])
        assert first_excess(together, days(1, 31), RULE) is None

    def test_one_more_than_the_most(self) -> None:
        """50, 900 and 60 are 1,010 on the 11th alone."""
        together = steps_of(
            [(days(1, 31), 50), (days(10, 12), 900), (days(11, 13), 60)]
        )
        assert first_excess(together, days(1, 31), RULE) == Excess(
            date(2021, 3, 11), 1_010
        )

    def test_from_the_first_day_of_the_span(self) -> None:
        """What began before the span and still holds is in force on its first day."""
        together = steps_of([(days(1, 31), 1_001)])
        assert first_excess(together, days(5, 9), RULE) == Excess(
            date(2021, 3, 5), 1_001
        )

    def test_outside_the_span(self) -> None:
        """The 9th is the first day that is no longer looked at."""
        together = steps_of([(days(9, 31), 2_000)])
        assert first_excess(together, days(5, 9), RULE) is None


class TestFixedQps:
    """The licence in force fixes the QPS; all other days have the free test's, where the book states one."""

    LICENCE = days(5, 9)

    def test_outside_the_licence_the_free_test_holds(self) -> None:
        """10 QPS from the 5th to the 8th, 1 before and after."""
        qps = fixed_qps(steps_of([(self.LICENCE, 10)]), days_in([self.LICENCE]), 1)
        assert [qps.at(date(2021, 3, day)) for day in (1, 4, 5, 8, 9, 31)] == [
            1,
            1,
            10,
            10,
            1,
            1,
        ]

    def test_between_two_licences(self) -> None:
        """1 on the 9th and 10th, when the first has ended and the second not begun."""
        second = days(11, 15)
        qps = fixed_qps(
            steps_of([(self.LICENCE, 10), (second, 50)]),
            days_in([self.LICENCE, second]),
            1,
        )
        assert [qps.at(date(2021, 3, day)) for day in (8, 9, 10, 11, 14, 15)] == [
            10,
            1,
            1,
            50,
            50,
            1,
        ]

    def test_steps_that_are_none(self) -> None:
        """A date without a level is a fault of ours, not a day without QPS."""
        with pytest.raises(ValueError, match="argument 2 is shorter"):
            fixed_qps(
                Steps((date(2021, 3, 5), date(2021, 3, 9)), (10,)),
                days_in([self.LICENCE]),
                1,
            )

    def test_a_book_whose_free_test_states_no_qps(self) -> None:
        """Nothing is put in its place."""
        alone = steps_of([(self.LICENCE, 10)])
        assert fixed_qps(alone, days_in([self.LICENCE]), None) == alone


def test_the_days_on_which_a_licence_is_over() -> None:
    """From the 5th to the 8th and from the 11th to the 14th: over on the 9th and 10th, and from the 15th on."""
    over = days_over(days_in([days(5, 9), days(11, 15)]))
    assert [day for day in range(1, 32) if over.holds(date(2021, 3, day))] == [
        9,
        10,
        *range(15, 32),
    ]


class TestQpsOfLicence:
    """The fixed QPS of a licence is the document's, or a reading's where its texts conflict."""

    STATED = Licence("1", 100_000, 10, 10, 90, Price(5_000, 0), "licence", None)

    def test_stated(self) -> None:
        """10, and no assumption is consulted."""
        readings = Readings({})
        assert qps_of_licence(self.STATED, readings) == 10
        assert readings.consulted == set()

    def test_by_a_reading(self) -> None:
        """30 where that is how `licence_3_qps` is read, whatever stands in the row."""
        sold = self.STATED._replace(qps=50, qps_reading="licence_3_qps")
        readings = Readings({"licence_3_qps": "30"})
        assert qps_of_licence(sold, readings) == 30
        assert readings.consulted == {"licence_3_qps"}


class TestAdmitted:
    """On which days packs of the account and pay-as-you-go serve what is licensed."""

    LICENSED = days_in([days(2, 5), days(9, 12)])

    def test_while_a_licence_is_in_force(self) -> None:
        """From the 2nd to the 4th, and from the 9th to the 11th."""
        found = admitted(self.LICENSED, "refused")
        assert list(found.spans) == [days(2, 5), days(9, 12)]

    def test_from_the_first_licence_on(self) -> None:
        """Under `postpaid` also between licences, and after the last one."""
        found = admitted(self.LICENSED, "postpaid")
        held = [at for at in range(1, 32) if found.holds(date(2021, 3, at))]
        assert held == list(range(2, 32))
        assert found.holds(date(2031, 1, 1))

    def test_without_a_licence(self) -> None:
        """Never, under either reading."""
        for reading in ("refused", "postpaid"):
            assert not list(admitted(days_in([]), reading).spans)
