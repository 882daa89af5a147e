"""Months in which nothing stands in a table of many accounts, and how many of them are
billed.
"""

import re
from collections.abc import Callable
from typing import Any

from facefusion_billing.model.faults import Location, refuse

_DATE = re.compile("([0-9]{4})-([0-9]{2})(?:-[0-9]{2})?").fullmatch
_MOST, _OF_A_ROW = 20_000, 6
"""So many months without a row, of all accounts: less than a second, and some more for
each row.
"""


class Gaps:
    """The months of all accounts so far in which nothing stands: each is billed like any
    other, and two rows of an account may be 1,200 months apart.
    """

    def __init__(self) -> None:
        self.left = _MOST

    def add(self, dates: list[str], location: Callable[[], Location | None]) -> None:
        """The days and months of another account. Raises `InputError` at its location
        where its gaps are too many.
        """
        first, last = min(dates, default=""), max(dates, default="")
        self.left += _OF_A_ROW * len(dates)
        since, until = _month(first), _month(last)
        # What is no date is a fault of its own.
        if since is None or until is None:
            return
        gaps = max(until - since + 1 - len(dates), 0)
        if gaps > self.left:
            raise refuse(
                "rows from {first} to {last}, and in too many months of the accounts so "
                "far there are none; is each year right? Bill accounts of many years in "
                "runs of their own",
                location(),
                first=first,
                last=last,
            )
        self.left -= gaps


def dates_of(usage: dict[str, Any], orders: list[dict[str, Any]]) -> list[str]:
    """The days and months of an account's rows."""
    dates = [order.get("date", "") for order in orders]
    for scope in usage.values():
        dates += scope["calls"]
    return dates


def _month(date: str) -> int | None:
    """The months from the year 0 to a day or month; None for what is neither."""
    found = _DATE(date)
    if found is None:
        return None
    return 12 * int(found[1]) + int(found[2])
