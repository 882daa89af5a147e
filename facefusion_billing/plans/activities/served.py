"""What the licences of an activity serve, and what they leave to the pool."""

from collections.abc import Sequence
from datetime import date
from itertools import chain

from facefusion_billing.model.calendar import Days, Span, days_in
from facefusion_billing.plans.activities.activity import Activity, Part
from facefusion_billing.plans.decision_days import segment_of
from facefusion_billing.solver.problem import Owned

Served = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]


class _Licensed:
    __slots__ = ("left", "term")

    def __init__(self, left: int, term: Span) -> None:
        self.left, self.term = left, term


def served(
    activity: Activity, parts: Sequence[Part], segments: Sequence[date]
) -> Served | None:
    """What is left to the pool by segment, and the free and licence calls by month;
    None when calls are refused.
    """
    months = activity.months
    rests, free, packs = [0] * len(segments), [0] * months, [0] * months
    for index, part in enumerate(parts):
        # What the activity had before belongs to the first part, which keeps its name.
        stock = _stock(activity, part, facts=index == 0)
        spans = [activity.term(start) for start, _ in part.licences]
        if index == 0:
            spans += [term for _, term in activity.terms]
        left, licensed = part.free, _licensed(activity, spans)
        for segment, start, month, calls in activity.counts(part.calls):
            taken = min(left, calls)
            left -= taken
            free[month] += taken
            drawn = _drawn(stock, start, calls - taken)
            packs[month] += drawn
            rest = calls - taken - drawn
            # Without a licence there is nothing but its free calls.
            if rest and not licensed.holds(start):
                return None
            rests[segment] += rest
    return tuple(rests), tuple(free), tuple(packs)


def _drawn(stock: list[_Licensed], day: date, calls: int) -> int:
    """The calls that licence packs serve from a day on; those that have ended go."""
    while stock and stock[0].term.end <= day:
        del stock[0]
    drawn = 0
    for pack in stock:
        if drawn == calls or pack.term.start > day:
            break
        taken = min(pack.left, calls - drawn)
        pack.left -= taken
        drawn += taken
    return drawn


def _licensed(activity: Activity, terms: Sequence[Span]) -> Days:
    """The days on which an activity with those licences has more than its free calls."""
    if activity.bills_on:
        return days_in(Span(term.start, date.max) for term in terms)
    return days_in(terms)


def _stock(activity: Activity, part: Part, *, facts: bool) -> list[_Licensed]:
    """The licence packs that serve a part alone, first to expire first."""
    if activity.account_wide:
        return []
    own = activity.own if facts else []
    stock = [_Licensed(left, pack.term) for pack, left in own]
    for start, package in part.licences:
        calls = activity.sold.licences[package].calls
        stock.append(_Licensed(calls, activity.term(start)))
    return sorted(stock, key=lambda pack: pack.term.end)


def grants(
    activity: Activity, parts: Sequence[Part], segments: Sequence[date]
) -> tuple[Owned, ...]:
    """The licence packs that the whole account draws on, where a reading has it so."""
    if not activity.account_wide:
        return ()
    starts = list(chain.from_iterable(part.licences for part in parts))
    return tuple(_grant(activity, *licence, segments) for licence in starts)


def _grant(
    activity: Activity, start: date, package: str, segments: Sequence[date]
) -> Owned:
    first = segment_of(segments, start)
    end = segment_of(segments, activity.term(start).end)
    return Owned(activity.sold.licences[package].calls, first, end, first)
