"""Suspension (RULES 2.6, 5): when an overdue balance stops the service, until when, and what it costs."""

from datetime import date

import pytest

from facefusion_billing.model.bill import Suspension
from facefusion_billing.rules.suspension import Service


def february(day: int) -> date:
    return date(2025, 2, day)


def short() -> Service:
    """A service whose balance was 3.00 short at the end of 1 February."""
    service = Service()
    service.end_day(february(1), -300)
    return service


def stopped() -> Service:
    """The same, stopped from 2 February on."""
    service = short()
    service.start_day(february(2), -300)
    return service


class TestStop:
    """A balance below 0 at the end of a day stops the service from the next day."""

    @pytest.mark.parametrize(("balance", "stops"), [(-1, True), (0, True), (1, False)])
    def test_what_comes_in_on_the_next_day_may_lift_it(
        self, balance: int, stops: bool
    ) -> None:
        """Above 0 the service runs on; exactly 0 stops it."""
        service = short()
        service.start_day(february(2), balance)
        assert service.stopped == stops
        assert service.stops == (
            [Suspension(february(2), None, 0, 0, 300, february(1))] if stops else []
        )

    def test_a_balance_of_nothing_is_not_overdue(self) -> None:
        service = Service()
        service.end_day(february(1), 0)
        service.start_day(february(2), 0)
        assert (service.stopped, service.stops) == (False, [])

    def test_the_first_day_below_is_the_one_that_counts(self) -> None:
        """Nothing is decided between two ends of days: the top-up was due by the first, for what lacked then."""
        service = short()
        service.end_day(february(2), -900)
        service.start_day(february(3), -900)
        assert service.stops == [Suspension(february(3), None, 0, 0, 300, february(1))]

    def test_a_stop_is_not_begun_twice(self) -> None:
        """A balance that stays below 0 is the same stop."""
        service = stopped()
        service.end_day(february(2), -400)
        service.start_day(february(3), -400)
        service.end()
        assert len(service.stops) == 1


class TestRunsAgain:
    """The stop lasts until the day the balance is above 0."""

    @pytest.mark.parametrize(("balance", "until"), [(0, None), (1, date(2025, 2, 9))])
    def test_above_nothing(self, balance: int, until: date | None) -> None:
        service = stopped()
        service.start_day(february(9), balance)
        assert service.stopped == (until is None)
        assert service.stops == [Suspension(february(2), until, 0, 0, 300, february(1))]

    def test_a_second_stop(self) -> None:
        """It has its own day, and its own least top-up."""
        service = stopped()
        service.start_day(february(9), 50)
        service.end_day(february(10), -20)
        service.start_day(february(11), -20)
        assert service.stops == [
            Suspension(february(2), february(9), 0, 0, 300, february(1)),
            Suspension(february(11), None, 0, 0, 20, february(10)),
        ]


class TestEndOfTheLedger:
    """A balance still below 0 stops the service on the next day, for good."""

    def test_still_below(self) -> None:
        service = short()
        service.end()
        assert service.stops == [Suspension(february(2), None, 0, 0, 300, february(1))]

    def test_nothing_owed(self) -> None:
        service = Service()
        service.end()
        assert service.stops == []


class TestLosses:
    """Calls refused and pack calls expired count for the stop that is on."""

    def test_they_add_up(self) -> None:
        """5 refused and 2 expired, then 7 refused, then 1 expired: 12 and 3."""
        service = stopped()
        service.lose(5, 2)
        service.lose(refused=7)
        service.lose(expired=1)
        assert service.stops == [Suspension(february(2), None, 12, 3, 300, february(1))]

    def test_without_a_stop_nothing_is_lost(self) -> None:
        service = stopped()
        service.start_day(february(9), 1)
        service.lose(5, 2)
        assert service.stops == [
            Suspension(february(2), february(9), 0, 0, 300, february(1))
        ]

    def test_the_stop_that_is_on(self) -> None:
        """The first one is over."""
        service = stopped()
        service.start_day(february(9), 50)
        service.end_day(february(10), -20)
        service.start_day(february(11), -20)
        service.lose(5, 2)
        assert [(stop.refused, stop.expired_calls) for stop in service.stops] == [
            (0, 0),
            (5, 2),
        ]


class TestRehearsal:
    def test_what_becomes_of_a_copy_is_no_matter_of_the_service(self) -> None:
        service = stopped()
        copied = service.copied()
        copied.lose(5, 2)
        copied.start_day(february(9), 1)
        assert service.stopped
        assert service.stops == [Suspension(february(2), None, 0, 0, 300, february(1))]
        assert copied.stops == [
            Suspension(february(2), february(9), 5, 2, 300, february(1))
        ]
