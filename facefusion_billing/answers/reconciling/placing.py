"""Where within its month a bill's calls are placed: never on the days of a pack that went
back unused, and before or after the day on which a pack was bought.
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from facefusion_billing.model.calendar import Month, Span
from facefusion_billing.model.items import CallPack
from facefusion_billing.model.scenario import CallCount, Order, Scenario

Key = tuple[str, Month]


def calls_of(scenario: Scenario, key: Key) -> int:
    """All calls of a scope's month."""
    return sum(count.calls for count in _counts(scenario, key))


def with_calls(scenario: Scenario, key: Key, calls: int) -> Scenario:
    """The scenario with another number of calls in a scope's month."""
    month = Span(key[1].first, key[1].end)
    if _refunded(scenario, key):
        return _with(scenario, key, list(_beside(scenario, key, month, calls)))
    whole = _counts(scenario, key)[0]
    return _with(scenario, key, [whole._replace(calls=calls)])


def beside_refunded(scenario: Scenario, key: Key) -> Scenario:
    """The scenario with no calls of a month on the days of packs that went back: they
    would have been drawn, and could not have gone back then.
    """
    if not _refunded(scenario, key):
        return scenario
    return with_calls(scenario, key, calls_of(scenario, key))


def split_at(scenario: Scenario, key: Key, day: date, after: int) -> Scenario:
    """The scenario with so many of a month's calls from a day on, the rest before."""
    before, month = calls_of(scenario, key) - after, key[1]
    sides = (Span(month.first, day), before), (Span(day, month.end), after)
    counts = [
        count for side, calls in sides for count in _beside(scenario, key, side, calls)
    ]
    return _with(scenario, key, counts)


def _beside(
    scenario: Scenario, key: Key, span: Span, calls: int
) -> Iterator[CallCount]:
    """The calls on the longest time within a span on which no pack that went back was
    held, and none on its other days; on all of it where there is no such time.
    """
    location = _counts(scenario, key)[0].location
    pieces = list(_pieces(span, _refunded(scenario, key)))
    free = [piece for piece, is_held in pieces if not is_held]
    if not free:
        yield CallCount(span, calls, False, location)
        return
    longest = max(free, key=lambda piece: piece.days)
    for piece, _is_held in pieces:
        part = calls if piece == longest else 0
        yield CallCount(piece, part, False, location)


def _pieces(span: Span, orders: list[Order]) -> Iterator[tuple[Span, bool]]:
    """A span cut where packs begin and went back, each part with whether one was held."""
    held = [(order.date, order.refunded) for order in orders if order.refunded]
    cuts = {day for days in held for day in days if span.start < day < span.end}
    edges = [span.start, *sorted(cuts), span.end]
    for start, end in pairwise(edges):
        yield Span(start, end), any(a <= start < b for a, b in held)


def _refunded(scenario: Scenario, key: Key) -> list[Order]:
    """The packs of a scope that were held in a month, and went back."""
    scope, month = key
    return [
        order
        for order in scenario.orders
        if isinstance(order.item, CallPack)
        and order.scope in (None, scope)
        and order.refunded is not None
        and order.date < month.end
        and month.first < order.refunded
    ]


def _counts(scenario: Scenario, key: Key) -> list[CallCount]:
    scope, month = key
    month_span = Span(month.first, month.end)
    return [c for c in scenario.usage[scope].calls if month_span.meets(c.span)]


def _with(scenario: Scenario, key: Key, counts: list[CallCount]) -> Scenario:
    """The scenario with those counts in place of a month's."""
    use = scenario.usage[key[0]]
    replaced = _counts(scenario, key)
    calls = [count for count in use.calls if count not in replaced]
    ordered = sorted((*calls, *counts), key=lambda count: count.span.start)
    changed = use._replace(calls=tuple(ordered))
    return scenario._replace(usage={**scenario.usage, key[0]: changed})
