"""How long the orders for QPS by the month are that may begin with each segment.

Of several that serve to the last calls the shortest is enough; one for several months
that is the same as shorter ones in a row is left out.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from facefusion_billing.plans.decision_days import segment_of
from facefusion_billing.plans.groups.segments import GroupSegments, Stretch
from facefusion_billing.rules import validity
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.qps_orders import Term

SHORTEST_MONTH = 28
MOST_TERMS = 20_000
"""Orders for QPS by the month that are looked at: of more only those for fewer months,
and the answer says `bounded`.
"""
FEWEST_MONTHS = 12
"""How many months are looked at in any case."""


class TermsByDays:
    """The orders for one group under any calls: more calls on the same days can be
    served by the same orders.
    """

    def __init__(self, segments: GroupSegments, reading: str) -> None:
        self.segments, self.reading = segments, reading
        self.known: dict[tuple[int, ...], MonthTerms] = {}

    def of(self, stretches: Sequence[Stretch]) -> "MonthTerms":
        """Those for the calls of some stretches, worked out once for their days."""
        busy = busy_days(stretches)
        if busy not in self.known:
            self.known[busy] = MonthTerms(self.segments, busy, self.reading)
        return self.known[busy]


def busy_days(stretches: Sequence[Stretch]) -> tuple[int, ...]:
    """How many days it takes to the last one with calls, in each segment."""
    return tuple(own.busy for own in stretches)


class MonthTerms:
    """The orders for one group whose segments are `busy` for so many days, to the last
    with calls, under a reading of the month; `of_segments` are those that may begin
    with each, the shortest first.
    """

    def __init__(
        self, segments: GroupSegments, busy: Sequence[int], reading: str
    ) -> None:
        self.segments, self.days = segments, segments.days
        self.busy, self.reading = busy, reading
        rows = zip(self.days, busy, strict=True)
        self.busy_ends = [day.toordinal() + days for day, days in rows]
        self.used = max((i for i, days in enumerate(busy, 1) if days), default=0)
        self.of_segments = [list(self._of(index)) for index in range(len(self.days))]

    @property
    def is_whole(self) -> bool:
        """Whether none that could be best was left out."""
        return all(
            not own or own[-1].until >= self.used or self._is_always_chained(index)
            for index, own in enumerate(self.of_segments)
        )

    def fewest_months(self) -> int | None:
        """For how many months in all orders serve every day with calls at the least;
        None where no orders do.
        """
        # For what each segment and those after it need.
        fewest = [0] * (len(self.days) + 1)
        for index in reversed(range(len(self.days))):
            least = NEVER if self.busy[index] else fewest[index + 1]
            for term in self.of_segments[index]:
                if not any(self.busy[term.until : term.following]):
                    least = min(least, term.months + fewest[term.following])
            fewest[index] = least
        if fewest[0] >= NEVER:
            return None
        return fewest[0]

    def _of(self, index: int) -> Iterator[Term]:
        """The orders that may begin with a segment."""
        if index >= self.used or not self.segments.rows[index].can_buy:
            return
        first = self._term(index, 1)
        yield first
        if first.until >= self.used:
            return
        if not self._is_always_chained(index):
            yield from self._longer(index)

    def _longer(self, index: int) -> Iterator[Term]:
        """The orders for two months and more, but for those that are shorter ones in a
        row.
        """
        most = max(MOST_TERMS // len(self.days), FEWEST_MONTHS)
        for months in range(2, most + 1):
            term = self._term(index, months)
            is_last = term.until >= self.used
            if is_last or not self._is_chained(index, months):
                yield term
            if is_last:
                return

    def _term(self, index: int, months: int) -> Term:
        """An order for some months from a segment on."""
        end = self._month_end(self.days[index], months)
        following = until = segment_of(self.days, end)
        # The segment in which it ends is served where its last calls lie before that.
        if until > index and self.busy_ends[until - 1] > end.toordinal():
            until -= 1
        if until >= self.used:
            until = len(self.days)
        return Term(months, until, following)

    def _is_always_chained(self, index: int) -> bool:
        """Whether orders of any length from a segment on are shorter ones in a row: one
        can follow on the day on which that for a month ends, and months there do not
        depend on how long February is.
        """
        day = self.days[index]
        end = self._month_end(day, 1)
        return self._is_decision_day(end) and day.day <= SHORTEST_MONTH

    def _is_chained(self, index: int, months: int) -> bool:
        """Whether some months from a segment on are shorter orders one after another."""
        day, month_end = self.days[index], self._month_end
        for first in range(1, months):
            middle = month_end(day, first)
            if self._is_decision_day(middle):
                return month_end(middle, months - first) == month_end(day, months)
        return False

    def _month_end(self, day: date, months: int) -> date:
        """When an order of a day for some months ends."""
        return validity.qps_months(day, months, self.reading).end

    def _is_decision_day(self, day: date) -> bool:
        """Whether something can be ordered on a day."""
        place = segment_of(self.days, day)
        return place < len(self.days) and self.days[place] == day
