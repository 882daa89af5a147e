"""When a search ends without its proof: after an amount of work, or of seconds.

Work is counted, not timed, so that an answer is the same on every machine; seconds are
for who asks for them.
"""

from collections.abc import Callable
from time import monotonic

MOST_WORK = 150_000
"""Partial plans looked at in one answer, some ten seconds."""
TICK = 2_000
"""Partial plans between two looks at the clock."""


class Deadline:
    """Counts the work of one answer. `watch` is told every second how long it took."""

    def __init__(
        self,
        seconds: float | None = None,
        watch: Callable[[float], None] | None = None,
        work: int = MOST_WORK,
    ) -> None:
        self.seconds, self.watch = seconds, watch
        self.work_left = work
        self.out_of_time = False
        self._until_tick, self._reported = TICK, 1.0
        self._begun = monotonic()

    @property
    def is_late(self) -> bool:
        """Whether the seconds that were asked for are over, also where no search counted."""
        if self.seconds is not None and not self.out_of_time:
            self._look()
        return self.seconds is not None and self.out_of_time

    def spend(self, work: int) -> bool:
        """Counts some work; whether the time is up."""
        if self.seconds is None:
            self.work_left -= work
            # Seconds that were asked for take the place of the count: who waits longer
            # gets more.
            self.out_of_time = self.work_left < 0
        if self.seconds is not None or self.watch is not None:
            self._until_tick -= work
            if self._until_tick <= 0:
                self._until_tick = TICK
                self._look()
        return self.out_of_time

    def _look(self) -> None:
        passed = monotonic() - self._begun
        if self.watch is not None and passed >= self._reported:
            self.watch(passed)
            self._reported = passed + 1
        if self.seconds is not None and passed > self.seconds:
            self.out_of_time = True
