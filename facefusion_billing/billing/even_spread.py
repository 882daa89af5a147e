"""What the even spread of a count over its days decides: which of its calls come before
a pack that is bought inside it.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date

from facefusion_billing.billing.bills import Billing
from facefusion_billing.billing.metered import MeteredScope
from facefusion_billing.model.bill import Bill, BillLine
from facefusion_billing.model.calendar import Month, Span, month_of
from facefusion_billing.model.items import CallPack, LicenceOrder
from facefusion_billing.model.scenario import CallCount, ScopeUsage
from facefusion_billing.rules.burn_down import SHARED
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
    found: dict[tuple[str | None, Span], Spread] = {}

    def told(line: BillLine) -> BillLine:
        order = line.order
        is_pack = order and isinstance(order.item, CallPack | LicenceOrder)
        if order is None or not is_pack or line.portion or line.amount < 0:
            return line
        # Many packs begin and end on one day.
        pack = packs[order.id]
        key = None if pack.pool == SHARED else pack.scope, pack.term
        if key not in found:
            found[key] = _before(counts, *key)
        if not found[key].before:
            return line
        return line._replace(facts={**line.facts, "spread": found[key]})

    return tuple(
        bill._replace(lines=tuple(map(told, bill.lines))) if _has_orders(bill) else bill
        for bill in bills
    )


def _has_orders(bill: Bill) -> bool:
    return any(line.order for line in bill.lines)


def _before(counts: "Iterable[_Counts]", scope: str | None, term: Span) -> Spread:
    """What comes before the term of a pack of the counts of a scope, or of all that a
    shared pack serves.
    """
    calls = before = 0
    for each in counts:
        if scope in (None, each.name):
            spread = each.spread_beside(term)
            if spread.before:
                calls, before = calls + spread.calls, before + spread.before
    return Spread(term.start, calls, before)


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
            calls += self._left(month.span.start, month.span.end)
            before += self._left(month.span.start, day)
        return Spread(day, calls, before)

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
        first = max(bisect_right(self.starts, start) - 1, 0)
        for count in self.inside[first:]:
            if count.span.start >= end:
                break
            since, until = max(count.span.start, start), min(count.span.end, end)
            if since < until:
                calls -= self.daily.between(since, until)
        return calls
