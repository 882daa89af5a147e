"""What the licences of an activity serve, and what they leave to the pool."""

from collections.abc import Sequence
from datetime import date
from itertools import chain

from facefusion_billing.model.calendar import Span
from facefusion_billing.plans.activities.activity import Activity, Part
from facefusion_billing.plans.baseline import segment_of
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
    horizon = activity.facts.horizon
    months = [horizon.start, *(month.first for month in horizon.months[1:])]
    rests, free, packs = [0] * len(segments), [0] * len(months), [0] * len(months)
    ends = [*segments[1:], horizon.end]
    for index, part in enumerate(parts):
        stock = _stock(activity, part, facts=index == 0)
        spans = [activity.term(start) for start, _ in part.licences]
        if index == 0:
            spans += [term for _, term in activity.terms]
        left, month = part.free, -1
        for segment, (start, end) in enumerate(zip(segments, ends, strict=True)):
            month += month + 1 < len(months) and months[month + 1] <= start
            calls = part.calls.between(start, end)
            taken = min(left, calls)
            left -= taken
            free[month] += taken
            calls -= taken
            for pack in stock:
                if calls and pack.term.holds(start):
                    taken = min(pack.left, calls)
                    pack.left -= taken
                    packs[month] += taken
                    calls -= taken
            if calls and not _is_served(activity, spans, start):
                return None
            rests[segment] += calls
    return tuple(rests), tuple(free), tuple(packs)


def _is_served(activity: Activity, spans: Sequence[Span], day: date) -> bool:
    """Whether an activity with those licences has more than its free calls."""
    if activity.bills_on:
        return any(span.start <= day for span in spans)
    return any(span.holds(day) for span in spans)


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
