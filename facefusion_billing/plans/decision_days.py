"""The days on which a plan may decide anything (RULES 10): a fixed set, per interface
group, or of all activities together.

The 1st of each month; the first day the account exists, and the first day of calls; the
first day, and the day after the last, of every count, peak, disabled period and fact;
the dates on which the file's own orders begin and end and its modes change; and of
packs that can be bought on such days, the day after they end.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, timedelta

from facefusion_billing.billing.shape import shape_of
from facefusion_billing.model.scenario import Order, ScopeUsage
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.demand import first_day


def decision_days(
    facts: PlanFacts, scopes: Collection[str], ends: Callable[[date], Iterable[date]]
) -> tuple[date, ...]:
    """The decision days of some scopes in the horizon, its first day included; `ends`
    is when what is bought on a day for a year ends.
    """
    horizon = facts.horizon
    if facts.limits.every_day:
        length = (horizon.end - horizon.start).days
        return tuple(horizon.start + timedelta(days=index) for index in range(length))
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


def _given(facts: PlanFacts, scopes: Collection[str]) -> Iterator[date]:
    """The days that the file and the calendar name."""
    horizon, account = facts.horizon, facts.scenario.account
    yield from (month.first for month in horizon.months)
    if account.activated is not None:
        yield account.activated
    for span in account.disabled:
        yield from span
    for name in scopes:
        use = facts.written.usage[name]
        yield from _named(use)
        # Of all calls and of those that are planned: they may have begun before.
        for since in (None, horizon.start):
            first = first_day(facts.calls[name], since)
            if first is not None:
                yield first
    for order in facts.written.orders:
        if order.scope is None or order.scope in scopes:
            yield from _of_order(facts, order)
    for pack in facts.prepared.packs:
        if pack.order.scope is None or pack.order.scope in scopes:
            yield from pack.term


def _named(use: ScopeUsage) -> Iterator[date]:
    """The days named in the usage of a scope."""
    if use.starts is not None:
        yield use.starts
    for count in use.calls:
        if not count.whole_month:
            yield from count.span
    for level in use.peaks:
        yield from level.span
    for mode in use.modes:
        yield from mode.span


def _of_order(facts: PlanFacts, order: Order) -> Iterator[date]:
    """The days on which an order begins and ends."""
    yield order.date
    yield order.begins
    if order.refunded is not None:
        yield order.refunded
    term = shape_of(facts.scenario.book).term(order, facts.readings)
    if term is not None:
        yield from term
