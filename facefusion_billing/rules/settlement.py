"""Settlement: when the bill of a month is drawn.

What: the bill of month M is settled in M+1, on a day of the range the book states;
`settlement_day` picks the first, second or third of that range (its last when the range
is shorter).

Clauses: settlement, postpaid.

>>> from facefusion_billing.model.book import Settlement
>>> settlement_day(Month(2025, 12), Settlement(1, 3, ""), 2)
datetime.date(2026, 1, 2)
"""

from __future__ import annotations

from datetime import date

from facefusion_billing.model.book import Settlement
from facefusion_billing.model.calendar import Month, Span


def settlement_range(month: Month, settlement: Settlement) -> Span:
    """The days on which a month's bill may be settled; the last one is the span's
    `end`.
    """
    first = month.end
    return Span(
        date(first.year, first.month, settlement.first),
        date(first.year, first.month, settlement.last),
    )


def settlement_day(month: Month, settlement: Settlement, which: int) -> date:
    """The day on which a month's bill is taken to be settled."""
    first, day = month.end, min(settlement.first + which - 1, settlement.last)
    return date(first.year, first.month, day)
