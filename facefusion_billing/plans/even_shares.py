"""Days that only a peak names: what a plan counts on them is their even share of a
month, and a count of their own would be better.
"""

from collections.abc import Iterator
from datetime import date

from facefusion_billing.model.bill import Finding
from facefusion_billing.model.calendar import (
    DISTANT,
    ONE_DAY,
    Span,
    days_in,
    month_of,
)
from facefusion_billing.model.scenario import ScopeUsage
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.planner import Outcome

SHORTEST_MONTH = 28
"""A peak for a month or more does not name days."""


def even_shares(on: PlanFacts, outcome: Outcome) -> Iterator[Finding]:
    """The first such day in QPS mode of each group."""
    for name, spans in outcome.modes.items():
        day = _first_day(on, on.written.usage[name], spans)
        if day is not None:
            calls = on.calls[name].between(day, day + ONE_DAY)
            yield Finding(
                "even_share", month_of(day), name, {"day": day, "calls": calls}
            )


def _first_day(on: PlanFacts, use: ScopeUsage, spans: tuple[Span, ...]) -> date | None:
    """The first day of some spans that only a peak names."""
    named = days_in(
        level.span for level in use.peaks if level.span.days < SHORTEST_MONTH
    )
    counted = days_in(own.span for own in use.calls if not own.whole_month)
    days = (
        uncounted.start
        for span in days_in(spans).inside(Span(on.horizon.start, DISTANT))
        for peak in named.inside(span)
        for uncounted in counted.outside(peak)
    )
    return next(days, None)
