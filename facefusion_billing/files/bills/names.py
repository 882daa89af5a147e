"""What the name of a bill's file says: its account, its period, its period type."""

from __future__ import annotations

import os
import re
from datetime import date, timedelta

from facefusion_billing.model.calendar import Month, Span, month_of
from facefusion_billing.model.vendor_bill import PAID, USED
from facefusion_billing.startup.record import NamedTuple

_NAME = re.compile(r"(?:(\d{9,12})-)?(20\d{2})(\d{2})(\d{2})?(?=-)")
_TYPES = (
    (r"by_used_time|按使用周期|byusedtime", USED),
    (r"by_pay_time|按扣费周期|bypaytime", PAID),
)


class NamedPeriod(NamedTuple):
    """The period in a name; `daily` files hold their month up to the day before."""

    owner: str
    span: Span
    text: str
    daily: bool
    kind: str


def named_period(*names: str) -> NamedPeriod | None:
    """The period that the first of the names tells; None when none does.

    >>> named_period("1/100000000001-202503-by_used_time-bill_details.zip").text
    '2025-03'
    """
    for name in names:
        base = os.path.basename(name)
        match = _NAME.search(base)
        if match is None or not 1 <= int(match[3]) <= 12:
            continue
        period = _period(match)
        # The first name that tells one decides, even where its day is none.
        if period is None:
            return None
        kinds = (kind for pattern, kind in _TYPES if re.search(pattern, base))
        return period._replace(kind=next(kinds, ""))
    return None


def _period(match: re.Match[str]) -> NamedPeriod | None:
    month = Month(int(match[2]), int(match[3]))
    owner = match[1] or ""
    if not match[4]:
        return NamedPeriod(owner, Span(month.first, month.end), str(month), False, "")
    if not 1 <= int(match[4]) <= month.days:
        return None
    # A daily file of the 1st is of the month before: it holds what was used until then.
    day = date(*month, int(match[4]))
    first = month_of(day - timedelta(days=1)).first
    text = f"{first} to {day - timedelta(days=1)}"
    return NamedPeriod(owner, Span(first, day), text, True, "")
