"""QPS billing: what an order costs, how much is in force, and what the limit is.

What: an order of q QPS for n days or months costs q times the unit price of the tier that q reaches, times n.
Orders in force at once add up. The quota replaces the limit of call volume mode.
Clauses: image-qps, video-qps, qps-upgrade.
"""

from datetime import date

from facefusion_billing.model.record import NamedTuple
from facefusion_billing.model.scenario import Level


class Peak(NamedTuple):
    """A peak above the limit in force."""

    peak: int
    limit: int
    since: date


def peak_on(levels: tuple[Level, ...], day: date) -> int | None:
    """The peak stated for a day by its narrowest entry (they come narrowest first); None when none is stated."""
    return next((level.value for level in levels if level.span.holds(day)), None)


def worst_excess(days: list[tuple[date, int | None, int | None]]) -> Peak | None:
    """The day whose peak is furthest above its limit (the first such), from (day, peak, limit)."""
    over = [
        (limit - peak, day, peak, limit)
        for day, peak, limit in days
        if peak is not None and limit is not None and peak > limit
    ]
    if not over:
        return None
    _, day, peak, limit = min(over)
    return Peak(peak, limit, day)
