"""When a search ends without its proof: work is counted, seconds only where they are asked for."""

import pytest

from facefusion_billing.solver import deadline as module
from facefusion_billing.solver.deadline import MOST_WORK, TICK, Deadline


class Clock:
    """A clock that a test sets."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "monotonic", clock)
    return clock


class TestWork:
    """Without seconds an answer ends after an amount of work, the same on every machine."""

    def test_all_of_it_may_be_spent(self) -> None:
        """10 of 10 are in time, one more is not, and it stays so."""
        deadline = Deadline(work=10)
        assert [deadline.spend(work) for work in (4, 6, 1, 1)] == [
            False,
            False,
            True,
            True,
        ]
        assert deadline.out_of_time

    def test_how_much_there_is(self) -> None:
        deadline = Deadline()
        assert not deadline.out_of_time
        assert not deadline.spend(MOST_WORK)
        assert deadline.spend(1)

    def test_who_asked_for_no_seconds_is_never_late(self) -> None:
        """Though the work is done."""
        deadline = Deadline(work=1)
        assert deadline.spend(2)
        assert not deadline.is_late


class TestSeconds:
    """Seconds that are asked for take the place of the count."""

    def test_who_waits_longer_gets_more(self, clock: Clock) -> None:
        """5 s are asked for: not work, only the clock ends it, once more than 5 s are over."""
        deadline = Deadline(seconds=5, work=10)
        clock.now += 5
        assert not deadline.spend(TICK)
        clock.now += 0.5
        assert deadline.spend(TICK)

    def test_the_clock_is_looked_at_now_and_then(self, clock: Clock) -> None:
        """After each 2,000 of work, since a look takes longer than what it would count."""
        deadline = Deadline(seconds=5)
        clock.now += 6
        assert not deadline.spend(TICK - 1)
        assert deadline.spend(1)
        assert deadline.spend(1)

    def test_late_where_no_search_counts(self, clock: Clock) -> None:
        """Asked between two searches, the clock is looked at; late once, it stays so."""
        deadline = Deadline(seconds=5)
        assert not deadline.is_late
        clock.now += 6
        assert deadline.is_late
        assert deadline.out_of_time
        assert deadline.is_late


class TestWatch:
    """Who watches is told every second how long it took."""

    def test_once_a_second(self, clock: Clock) -> None:
        """At 1 s, not again at 1.5 s, and at 2.25 s; then not before 3.25 s."""
        told: list[float] = []
        deadline = Deadline(watch=told.append)
        for passed in (0.5, 1.0, 1.5, 2.25, 3.0, 3.25):
            clock.now = 1_000.0 + passed
            assert not deadline.spend(TICK)
        assert told == [1.0, 2.25, 3.25]
        # Asked between two searches whether it is late, it tells nobody.
        clock.now += 10
        assert not deadline.is_late
        assert told == [1.0, 2.25, 3.25]

    def test_watching_takes_nothing_from_the_count(self, clock: Clock) -> None:
        """Hours pass, and only the work decides."""
        deadline = Deadline(watch=lambda _: None, work=TICK)
        clock.now += 10_000
        assert not deadline.spend(TICK)
        assert deadline.spend(1)
