"""What the even spread of a count over its days decides: which of its calls come before
a pack that is bought inside it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate
from operator import add

from facefusion_billing.billing.bills import Billing
from facefusion_billing.billing.metered import MeteredScope
from facefusion_billing.model.bill import Bill, BillLine
from facefusion_billing.model.calendar import Month, Span, month_of
from facefusion_billing.model.items import CallPack, LicenceOrder
from facefusion_billing.model.scenario import CallCount, ScopeUsage
from facefusion_billing.rules.burn_down import SHARED, Pack
from facefusion_billing.startup.record import NamedTuple


class Spread(NamedTuple):
    """Calls that are spread evenly over days, and how many of them come before a pack
    on its first `day`.
    """

    day: date
    calls: int
    before: int


def with_spread(billing: Billing, bills: Iterable[Bill]) -> tuple[Bill, ...]:
    """The bills, their lines of call packs and licences with what a spread decides."""
    counts = [
        _Counts(billing.inputs.scenario.usage[scope.name], scope)
        for scope in billing.prepared.scopes
    ]
    # The first pack of an order comes last here, so it is the one that stays.
    packs = {pack.order.id: pack for pack in reversed(billing.prepared.packs)}
    spreads = _Spreads(counts)

    def told(line: BillLine) -> BillLine:
        order = line.order
        is_pack = order and isinstance(order.item, CallPack | LicenceOrder)
        if order is None or not is_pack or line.portion or line.amount < 0:
            return line
        spread = spreads.beside(packs[order.id])
        if not spread.before:
            return line
        return line._replace(facts={**line.facts, "spread": spread})

    return tuple(
        bill._replace(lines=tuple(map(told, bill.lines))) if _has_orders(bill) else bill
        for bill in bills
    )


def _has_orders(bill: Bill) -> bool:
    return any(line.order for line in bill.lines)


class _Spreads:
    """What is spread beside the packs of a scenario. Many of them begin on one day, and
    many scopes share them, so neither is looked at twice.
    """

    def __init__(self, counts: "Sequence[_Counts]") -> None:
        self.counts = counts
        self.by_name = {each.name: each for each in counts}
        self.found: dict[tuple[str | None, Span], Spread] = {}
        self.months: dict[Month, _MonthOfAll] = {}

    def beside(self, pack: Pack) -> Spread:
        """What comes before the term of a pack of the counts of its scope, or of all
        that a shared pack serves.
        """
        scope = None if pack.pool == SHARED else pack.scope
        key = scope, pack.term
        if key not in self.found:
            self.found[key] = self.spread(scope, pack.term)
        return self.found[key]

    def spread(self, scope: str | None, term: Span) -> Spread:
        if scope is None:
            month = month_of(term.start)
            if month not in self.months:
                self.months[month] = _MonthOfAll(month, self.counts)
            return self.months[month].spread_beside(term)
        own = self.by_name.get(scope)
        # A pack may be of a scope without calls.
        return own.spread_beside(term) if own else Spread(term.start, 0, 0)


def _sum_of(day: date, spreads: Iterable[Spread]) -> Spread:
    """Spreads of several scopes together; one of which nothing comes before does not
    count.
    """
    calls = before = 0
    for spread in spreads:
        if spread.before:
            calls, before = calls + spread.calls, before + spread.before
    return Spread(day, calls, before)


class _MonthOfAll:
    """The spread calls of all scopes in a month. Those that no range parts, of scopes
    that are licensed all the month, are summed up for each of its days once.
    """

    def __init__(self, month: Month, counts: "Sequence[_Counts]") -> None:
        self.first = month.first
        span = Span(month.first, month.end)
        daily = [0] * span.days
        # The calls of those that have any before each day.
        begun = [0] * (span.days + 1)
        self.others = []
        for each in counts:
            if not each.is_plain(span):
                self.others.append(each)
            elif any(days := each.left_by_day(span)):
                first = next(day for day, calls in enumerate(days) if calls)
                begun[first + 1] += sum(days)
                daily = list(map(add, daily, days))
        self.begun = list(accumulate(begun))
        self.before = list(accumulate(daily, initial=0))

    def spread_beside(self, term: Span) -> Spread:
        """What comes before a term that begins in the month."""
        day = (term.start - self.first).days
        spreads = [each.spread_beside(term) for each in self.others]
        if term.start < term.end:
            spreads.append(Spread(term.start, self.begun[day], self.before[day]))
        return _sum_of(term.start, spreads)


class _Counts:
    """The counts of a scope that are spread over several days, to be looked up by day."""

    def __init__(self, use: ScopeUsage, scope: MeteredScope) -> None:
        self.name, self.daily, self.licensed = use.name, scope.calls, scope.licensed
        self.months: dict[Month, CallCount] = {}
        self.inside: list[CallCount] = []
        for count in use.calls:
            if count.whole_month:
                self.months[month_of(count.span.start)] = count
            else:
                self.inside.append(count)
        # Days and ranges do not overlap, so their ends are in order too.
        self.inside.sort(key=lambda count: count.span)
        self.starts = [count.span.start for count in self.inside]

    def spread_beside(self, term: Span) -> Spread:
        """The calls of the month's number and of a range that holds the first day of a
        term and the day before, and how many of them come before it.
        """
        day = term.start
        month, own = self.months.get(month_of(day)), self._range_at(day)
        calls = before = 0
        if own is not None and self._can_be_served(term, own):
            calls = self.daily.between(*own.span)
            before = self.daily.between(own.span.start, day)
        if month is not None and self._can_be_served(term, month):
            calls += self._left(*month.span)
            before += self._left(month.span.start, day)
        return Spread(day, calls, before)

    def is_plain(self, month: Span) -> bool:
        """Whether no range of several days is in a month, and whatever is spread in it
        can be served.
        """
        ranges = any(count.span.days > 1 for count in self._inside(month))
        is_licensed = self.licensed is None or not any(self.licensed.outside(month))
        return is_licensed and not ranges

    def left_by_day(self, month: Span) -> list[int]:
        """The calls of a month's number on each of its days."""
        if month_of(month.start) not in self.months:
            return []
        days = self.daily.of_days(*month)
        for count in self._inside(month):
            days[(count.span.start - month.start).days] = 0
        return days

    def _inside(self, span: Span) -> Iterator[CallCount]:
        """The days and ranges that have days in common with a span."""
        first = max(bisect_right(self.starts, span.start) - 1, 0)
        for count in self.inside[first:]:
            if count.span.start >= span.end:
                break
            if count.span.end > span.start:
                yield count

    def _can_be_served(self, term: Span, count: CallCount) -> bool:
        """Whether a pack admits calls of a count: without a licence in its term it
        serves none of them, wherever the spread puts them.
        """
        shared = Span(term.start, min(term.end, count.span.end))
        return self.licensed is None or self.licensed.within(shared) > 0

    def _range_at(self, day: date) -> CallCount | None:
        """The range that a day parts."""
        last = bisect_right(self.starts, day) - 1
        if last >= 0 and self.starts[last] < day < self.inside[last].span.end:
            return self.inside[last]
        return None

    def _left(self, start: date, end: date) -> int:
        """The calls of some days of a month that no day or range of its own has."""
        calls = self.daily.between(start, end)
        for count in self._inside(Span(start, end)):
            since, until = max(count.span.start, start), min(count.span.end, end)
            calls -= self.daily.between(since, until)
        return calls
