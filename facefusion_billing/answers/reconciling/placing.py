"""Where within its month a bill's calls are placed: never on the days of a pack that went
back unused, and before or after the day on which a pack was bought.
"""

from collections.abc import Iterator
from datetime import date
from itertools import chain, pairwise

from facefusion_billing.model.calendar import Month, Span
from facefusion_billing.model.items import CallPack
from facefusion_billing.model.scenario import CallCount, Scenario

Key = tuple[str, Month]
"""A scope and a month."""


def calls_of(scenario: Scenario, key: Key) -> int:
    """All calls of a scope's month."""
    return sum(count.calls for count in _counts(scenario, key))


def with_calls(scenario: Scenario, key: Key, calls: int) -> Scenario:
    """The scenario with another number of calls in a scope's month."""
    if _refunded(scenario, key):
        counts = list(_beside(scenario, key, _span(key), calls))
        return _with(scenario, key, counts)
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
    month = _span(key)
    before = calls_of(scenario, key) - after
    counts = [
        *_beside(scenario, key, Span(month.start, day), before),
        *_beside(scenario, key, Span(day, month.end), after),
    ]
    return _with(scenario, key, counts)


def _beside(
    scenario: Scenario, key: Key, span: Span, calls: int
) -> Iterator[CallCount]:
    """The calls on the longest time within a span on which no pack that went back was
    held, and none on its other days; on all of it where there is no such time.
    """
    location = _counts(scenario, key)[0].location
    held = _refunded(scenario, key)
    pieces = _pieces(span, held)
    free = [piece for piece in pieces if not any(piece.meets(one) for one in held)]
    if not free:
        yield CallCount(span, calls, False, location)
        return
    longest = max(free, key=lambda piece: piece.days)
    for piece in pieces:
        part = calls if piece == longest else 0
        yield CallCount(piece, part, False, location)


def _pieces(span: Span, held: list[Span]) -> list[Span]:
    """A span cut where packs begin and went back."""
    days = sorted(set(chain.from_iterable(held)))
    cuts = [day for day in days if span.start < day < span.end]
    edges = [span.start, *cuts, span.end]
    return [Span(start, end) for start, end in pairwise(edges)]


def _refunded(scenario: Scenario, key: Key) -> list[Span]:
    """The days on which packs of a scope were held that went back, of those that were
    held in a month.
    """
    (scope, _month), month = key, _span(key)
    held = []
    for order in scenario.orders:
        is_pack = isinstance(order.item, CallPack) and order.scope in (None, scope)
        if is_pack and order.refunded is not None:
            held.append(Span(order.date, order.refunded))
    return [span for span in held if span.meets(month)]


def _span(key: Key) -> Span:
    _scope, month = key
    return Span(month.first, month.end)


def _counts(scenario: Scenario, key: Key) -> list[CallCount]:
    (scope, _month), month = key, _span(key)
    calls = scenario.usage[scope].calls
    return [count for count in calls if count.span.meets(month)]


def _with(scenario: Scenario, key: Key, counts: list[CallCount]) -> Scenario:
    """The scenario with those counts in place of a month's."""
    scope, _month = key
    use = scenario.usage[scope]
    replaced = _counts(scenario, key)
    kept = [count for count in use.calls if count not in replaced]
    ordered = sorted((*kept, *counts), key=lambda count: count.span.start)
    changed = use._replace(calls=tuple(ordered))
    return scenario._replace(usage={**scenario.usage, scope: changed})
