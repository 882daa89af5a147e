"""Even distribution: counts for months and ranges as calls of single days.

What: a count N for D days puts floor(N*k/D) calls in the first k of them. A month with
days or ranges inside it distributes what they leave over its other days, on or after the
scope's start. Daily counts are used as they are.

Clauses: none; the documents bill months, and the days decide only what a pack or a
mode meets first.

>>> distribute_over(10, 4)
[2, 3, 2, 3]
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate
from operator import attrgetter, sub

from facefusion_billing.model.calendar import Days, Span
from facefusion_billing.model.faults import Message
from facefusion_billing.model.scenario import CallCount
from facefusion_billing.startup.record import NamedTuple

_SPAN = attrgetter("span")


class DailyCalls(NamedTuple):
    """Calls by day as running sums: `sums[k]` calls came before the k-th day after
    `first`.
    """

    first: int
    sums: tuple[int, ...]

    def before(self, day: date) -> int:
        """All calls before a day."""
        return self.sums[min(max(self._place(day), 0), len(self.sums) - 1)]

    def between(self, start: date, end: date) -> int:
        """The calls from the start of one day to the start of another."""
        last = len(self.sums) - 1
        since, until = start.toordinal() - self.first, end.toordinal() - self.first
        if until <= 0 or since >= last:
            return 0
        return self.sums[min(until, last)] - self.sums[max(since, 0)]

    def first_from(self, day: date, beyond: int = 0) -> date:
        """The first day by whose end more than so many calls came from a day on: with
        0, the first day with calls. There must be one.
        """
        return self.day_beyond(self.before(day) + beyond)

    def day_beyond(self, calls: int) -> date:
        """The first day by whose end more than so many calls came in all. There must be
        one.
        """
        place = bisect_right(self.sums, calls)
        return date.fromordinal(self.first + place - 1)

    def each_day(self, start: date, end: date) -> Iterator[tuple[date, int]]:
        """The days of a span that are counted, each with its calls."""
        since = max(self._place(start), 0)
        until = min(self._place(end), len(self.sums) - 1)
        for place in range(since, until):
            calls = self.sums[place + 1] - self.sums[place]
            yield date.fromordinal(self.first + place), calls

    def up_to(self, last: date) -> "DailyCalls":
        """The calls to a day, that day included; none after it."""
        kept = max(1, self._place(last) + 2)
        return DailyCalls(self.first, self.sums[:kept])

    def continued(self, other: "DailyCalls", day: date) -> "DailyCalls":
        """These calls before a day, and from it on those of another that counts the
        same days.
        """
        place = min(max(self._place(day), 0), len(self.sums) - 1)
        gap = self.sums[place] - other.sums[place]
        later = (reached + gap for reached in other.sums[place:])
        return DailyCalls(self.first, (*self.sums[:place], *later))

    def without(self, days: Days) -> "DailyCalls":
        """These calls without those of some days."""
        counted = Span(
            *map(date.fromordinal, (self.first, self.first + len(self.sums) - 1))
        )
        # Of thousands of days off few may be days with counts.
        spans = days.inside(counted)
        if not spans:
            return self
        calls = list(map(sub, self.sums[1:], self.sums))
        for span in spans:
            since = span.start.toordinal() - self.first
            until = span.end.toordinal() - self.first
            calls[since:until] = [0] * (until - since)
        return DailyCalls(self.first, tuple(accumulate(calls, initial=0)))

    def of_days(self, start: date, end: date) -> list[int]:
        """The calls of each day from the start of one to the start of another."""
        first, days = self._place(start), (end - start).days + 1
        counted = self.sums[max(first, 0) : max(first + days, 0)]
        # Before the first day that is counted and after the last one the sums stay.
        earlier = min(max(-first, 0), days)
        later = days - earlier - len(counted)
        reached = self.sums[:1] * earlier + counted + self.sums[-1:] * later
        return list(map(sub, reached[1:], reached))

    def _place(self, day: date) -> int:
        return day.toordinal() - self.first


class Misfit(NamedTuple):
    """A count that cannot be distributed, and why."""

    given: CallCount
    why: str


def distribute_over(calls: int, days: int) -> list[int]:
    """The calls of each of so many days."""
    # As differences of whole sums: any k first days then hold floor(N*k/D) calls, and
    # all of them the number itself.
    reached = [calls * day // days for day in range(days + 1)]
    return list(map(sub, reached[1:], reached))


def days_between(counts: Sequence[CallCount]) -> Span:
    """From the first day that is counted to the last one."""
    return Span(
        min(count.span.start for count in counts),
        max(count.span.end for count in counts),
    )


def distribute(
    counts: Sequence[CallCount], start: date | None, *, strict: bool
) -> tuple[DailyCalls, list[Misfit]]:
    """The calls of every day, and the counts that do not fit.

    `start` is the scope's first day; with `strict`, a count before it is a misfit,
    without, only the month it falls in is distributed from it on.
    """
    if not counts:
        return DailyCalls(1, (0,)), []
    if start is None and _are_months_alone(counts):
        return _months_alone(sorted(counts, key=_SPAN)), []
    days = _Days(days_between(counts), start, strict=strict)
    for count in counts:
        if count.is_series:
            # Days and ranges inside it then take the place of these shares.
            days.put_share(count)
    misfits = list(_put_days(days, counts, start, strict=strict))
    # Last, since a month distributes what its days and ranges leave of its number.
    misfits += _put_months(days, counts)
    return DailyCalls(days.first, tuple(accumulate(days.calls, initial=0))), misfits


def _are_months_alone(counts: Sequence[CallCount]) -> bool:
    """Whether months alone are counted, each once: one by one, or all of a series."""
    kinds = {count.is_series for count in counts}
    return len(kinds) == 1 and all(count.whole_month for count in counts)


def _months_alone(counts: Sequence[CallCount]) -> DailyCalls:
    """The same for months in order, each once, in which nothing else is counted: most
    files are so, and it takes a third of the time.
    """
    first = counts[0].span.start.toordinal()
    sums = [0]
    for count in counts:
        reached, days = sums[-1], count.span.days
        not_counted = count.span.start.toordinal() - first + 1 - len(sums)
        assert not_counted >= 0, "a month is counted once"
        sums += [reached] * not_counted
        sums += _running_sums(reached, count.calls, days)
    return DailyCalls(first, tuple(sums))


def _running_sums(reached: int, calls: int, days: int) -> list[int]:
    """What is reached after each of the days on which a month's calls come."""
    if not calls:
        return [reached] * days
    # reached + floor(calls * k / days), over one denominator: half the arithmetic.
    first, last = reached * days + calls, (reached + calls) * days
    return [sum_of_shares // days for sum_of_shares in range(first, last + 1, calls)]


def _is_early(count: CallCount, start: date | None) -> bool:
    """Whether calls are counted before the first day; a 0 there says what is so."""
    return start is not None and count.span.start < start and count.calls > 0


def _before(start: date | None) -> str:
    return Message("calls before the first day of use, {start}", start=start)


class _Days:
    """The calls of each day, and which days were given by themselves or in a range."""

    def __init__(self, span: Span, start: date | None, *, strict: bool) -> None:
        self.start, self.strict = start, strict
        self.first = span.start.toordinal()
        self.calls = [0] * span.days
        self.given = bytearray(span.days)

    def put_share(self, count: CallCount) -> None:
        """A month's number over all its days from the scope's first on."""
        begins, end = self.begins(count), self.places(count)[1]
        if begins < end:
            self.calls[begins:end] = distribute_over(count.calls, end - begins)

    def put(self, count: CallCount) -> None:
        """The calls of a day or a range."""
        first, end = self.places(count)
        if end - first == 1:
            # Years of daily counts have nothing to distribute.
            self.calls[first], self.given[first] = count.calls, 1
            return
        self.calls[first:end] = distribute_over(count.calls, end - first)
        self.given[first:end] = b"\1" * (end - first)

    def put_rest(self, count: CallCount) -> str | None:
        """What a month's days and ranges leave of its number, on its other days from
        the scope's first on; else why not.
        """
        first, end = self.places(count)
        inside = sum(self.calls[first:end])
        rest = count.calls - inside
        if rest < 0:
            return Message(
                "{calls:,} calls in the month, but {inside:,} in its days",
                calls=count.calls,
                inside=inside,
            )
        begins = self.begins(count)
        given = self.given.count(1, begins, end)
        if given < end - begins:
            self.put_evenly(rest, begins, end, given)
            return None
        # Every day has its own count: what is left fits nowhere, unless it is nothing.
        if not rest:
            return None
        if begins >= end:
            return _before(self.start)
        return Message(
            "{rest:,} of the month's calls are left, and no day to put them on",
            rest=rest,
        )

    def put_evenly(self, calls: int, begins: int, end: int, given: int) -> None:
        """Calls over the days that have no count of their own, which so many have."""
        if not given:
            # Much faster than day by day.
            self.calls[begins:end] = distribute_over(calls, end - begins)
            return
        free = [index for index in range(begins, end) if not self.given[index]]
        shares = distribute_over(calls, len(free))
        for index, share in zip(free, shares, strict=True):
            self.calls[index] = share

    def begins(self, count: CallCount) -> int:
        """The first place of a month's count on or after the scope's first day."""
        first, _end = self.places(count)
        if self.start is None:
            return first
        # Without `strict` that day shapes only its own month: others may come before it.
        if not self.strict and not count.span.holds(self.start):
            return first
        return max(first, self.start.toordinal() - self.first)

    def places(self, count: CallCount) -> tuple[int, int]:
        return (
            count.span.start.toordinal() - self.first,
            count.span.end.toordinal() - self.first,
        )


def _put_days(
    days: _Days, counts: Sequence[CallCount], start: date | None, *, strict: bool
) -> Iterator[Misfit]:
    """Puts the days and ranges; tells those before the scope's first day."""
    for count in counts:
        if not count.whole_month:
            if strict and _is_early(count, start):
                yield Misfit(count, _before(start))
            days.put(count)


def _put_months(days: _Days, counts: Sequence[CallCount]) -> Iterator[Misfit]:
    """Puts the months that are no part of a series; tells those that do not fit."""
    for count in counts:
        if count.whole_month and not count.is_series:
            why = days.put_rest(count)
            if why:
                yield Misfit(count, why)
