"""QPS billing: what an order costs, how much is in force, and what the limit is.

What: an order of q QPS for n days or months costs q times the unit price of the tier
that q reaches, times n. Orders in force at once add up. The quota replaces the limit of
call volume mode.

Clauses: image-qps, video-qps, qps-upgrade.

>>> from facefusion_billing.model.book import Tier, TierTable
>>> day = TierTable((Tier(0, 49, None), Tier(50, None, Price(60, 0))), "at_least", "")
>>> table = QpsTable(5, day, day, "image-qps")
>>> order_price(QpsOrder(60, days=3), table)
QpsPrice(quantity=180, unit='day', unit_price=Price(digits=60, places=0))
"""

from bisect import bisect_right
from datetime import date
from heapq import heappop, heappush
from typing import Literal

from facefusion_billing.model.book import QpsTable
from facefusion_billing.model.calendar import SECONDS_A_DAY as SECONDS_A_DAY
from facefusion_billing.model.calendar import least_peak as least_peak
from facefusion_billing.model.items import QpsOrder
from facefusion_billing.model.money import Price
from facefusion_billing.model.scenario import Level
from facefusion_billing.startup.record import NamedTuple


class QpsPrice(NamedTuple):
    """So many QPS-days or QPS-months (`unit`) at a unit price each; None where that QPS
    is not on sale.
    """

    quantity: int
    unit: Literal["day", "month"]
    unit_price: Price | None


def order_price(item: QpsOrder, table: QpsTable) -> QpsPrice:
    """What an order costs: the tier is picked by its QPS alone, never by its length."""
    if item.days:
        return QpsPrice(item.qps * item.days, "day", table.day.price_at(item.qps))
    return QpsPrice(item.qps * item.months, "month", table.month.price_at(item.qps))


class Peak(NamedTuple):
    """A peak above the limit in force."""

    peak: int
    limit: int
    since: date


def peak_on(levels: tuple[Level, ...], day: date) -> int | None:
    """The peak stated for a day by its narrowest entry (they come narrowest first);
    None when none is stated.
    """
    return next((level.value for level in levels if level.span.holds(day)), None)


class Peaks(NamedTuple):
    """What `peak_on` says for every day, as the days on which it changes and the peak
    from each on.
    """

    dates: tuple[date, ...]
    peaks: tuple[int | None, ...]

    def on(self, day: date) -> int | None:
        """The peak stated for a day; None when none is stated."""
        index = bisect_right(self.dates, day)
        if index:
            return self.peaks[index - 1]
        return None

    def least_on(self, day: date, calls: int) -> int:
        """The peak of a day with calls; where none is stated the average, the least
        that it can be.
        """
        stated = self.on(day)
        if stated is None:
            return least_peak(calls)
        return stated


def peaks_of(levels: tuple[Level, ...]) -> Peaks:
    """The peaks of all days at once, for years of entries by day: each entry is looked
    at twice, not once a day.

    >>> from facefusion_billing.model.calendar import Span
    >>> from facefusion_billing.model.faults import Location, Source
    >>> year, day = (
    ...     Span(date(2025, 1, 1), date(2026, 1, 1)),
    ...     Span(date(2025, 5, 1), date(2025, 5, 2)),
    ... )
    >>> here = Location(Source("", ""), 1, 1, 0, "")
    >>> peaks_of((Level(day, 9, here), Level(year, 4, here))).peaks
    (4, 9, 4, None)
    """
    dates = tuple(sorted(set().union(*(level.span for level in levels))))
    waiting = sorted(
        ((level.span.start, index) for index, level in enumerate(levels)), reverse=True
    )
    # A heap of places in `levels`: the narrowest entry of a day comes first.
    holding: list[int] = []
    peaks = []
    for day in dates:
        while waiting and waiting[-1][0] == day:
            heappush(holding, waiting.pop()[1])
        # Those that ended below the top stay: they are looked at once they come up.
        while holding and levels[holding[0]].span.end <= day:
            heappop(holding)
        peaks.append(levels[holding[0]].value if holding else None)
    return Peaks(dates, tuple(peaks))


def worst_excess(days: list[tuple[date, int | None, int | None]]) -> Peak | None:
    """The day whose peak is furthest above its limit (the first such), from (day, peak,
    limit).
    """
    over = [
        (limit - peak, day, peak, limit)
        for day, peak, limit in days
        if peak is not None and limit is not None and peak > limit
    ]
    if not over:
        return None
    _, day, peak, limit = min(over)
    return Peak(peak, limit, day)
