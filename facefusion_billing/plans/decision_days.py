"""The days on which a plan may decide anything (RULES 10): a fixed set, per interface
group, or of all activities together. The days from one to the next are a segment.

The 1st of each month; the first day the account exists, and the first day of calls; the
first day, and the day after the last, of every count, peak, disabled period and fact;
the dates on which the file's own orders begin and end and its modes change; and of
packs that can be bought on such days, the day after they end.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date

from facefusion_billing.billing.shape import shape_of
from facefusion_billing.model.calendar import Span
from facefusion_billing.model.scenario import Account, Order, ScopeUsage
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.demand import first_day
from facefusion_billing.rules.distribution import DailyCalls


def decision_days(
    facts: PlanFacts, scopes: Collection[str], ends: Callable[[date], Iterable[date]]
) -> tuple[date, ...]:
    """The decision days of some scopes in the horizon, its first day included; `ends`
    is when what is bought on a day for a year ends.
    """
    horizon = facts.horizon
    if facts.limits.every_day:
        return tuple(Span(horizon.start, horizon.end).each_day)
    found: set[date] = set()
    waiting = [horizon.start, *_given(facts, scopes)]
    while waiting:
        day = waiting.pop()
        if horizon.start <= day < horizon.end and day not in found:
            found.add(day)
            # What is bought on a decision day ends on another one, and what is bought
            # on that again.
            waiting += ends(day)
    return tuple(sorted(found))


def segment_of(days: Sequence[date], day: date) -> int:
    """The number of the segment that begins on a day, or of the first after it."""
    return bisect_left(days, day)


def _given(facts: PlanFacts, scopes: Collection[str]) -> Iterator[date]:
    """The days that the file and the calendar name."""
    yield from (month.first for month in facts.horizon.months)
    yield from _of_account(facts.scenario.account)
    for name in scopes:
        yield from _of_usage(facts.written.usage[name], few=facts.limits.few_days)
        yield from days_of_calls(facts.calls[name], facts.horizon.start)
    for order in facts.written.orders:
        if _concerns(order, scopes):
            yield from _of_order(facts, order)
    for pack in facts.prepared.packs:
        if _concerns(pack.order, scopes):
            yield from pack.term


def _of_account(account: Account) -> Iterator[date]:
    """The days on which the account begins, and is switched off and on."""
    if account.activated is not None:
        yield account.activated
    for span in account.disabled:
        yield from span


def days_of_calls(calls: DailyCalls, start: date) -> list[date]:
    """The first day of all calls, and of those that are planned: they may have begun
    before.
    """
    days = [first_day(calls), first_day(calls, start)]
    return [day for day in days if day is not None]


def _of_usage(use: ScopeUsage, *, few: bool) -> Iterator[date]:
    """The days named in the usage of a scope; in a search on few days not those of its
    counts.
    """
    if use.starts is not None:
        yield use.starts
    for count in use.calls:
        if not (count.whole_month or few):
            yield from count.span
    for level in use.peaks:
        yield from level.span
    for mode in use.modes:
        yield from mode.span


def _concerns(order: Order, scopes: Collection[str]) -> bool:
    """Whether an order is for one of some scopes, or for the account."""
    return order.scope is None or order.scope in scopes


def _of_order(facts: PlanFacts, order: Order) -> Iterator[date]:
    """The days on which an order begins and ends."""
    yield order.date
    yield order.begins
    if order.refunded is not None:
        yield order.refunded
    term = shape_of(facts.scenario.book).term(order, facts.readings)
    if term is not None:
        yield from term
