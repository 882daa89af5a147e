"""Many accounts as one: what would be billed if the vendor pooled them, which it does
not.
"""

from collections.abc import Collection, Iterator
from typing import Any

from facefusion_billing.files import numbers
from facefusion_billing.files.accounts import Account, WrongRows

Counts = dict[tuple[str, str], int]
_FREE = "free_pack"


def pooled(
    accounts: Iterator[Account], left_out: Collection[str], price_book: str
) -> dict[str, Any]:
    """The usage file of all accounts but some: their counts added, their orders one
    after the other, one free pack of each kind. Peaks cannot be added and are not in it.
    """
    days: Counts = {}
    months: Counts = {}
    whole: set[tuple[str, str]] = set()
    orders: list[dict[str, Any]] = []
    claimed: set[str | None] = set()
    for account, mapping in accounts:
        if account in left_out or isinstance(mapping, WrongRows):
            continue
        for scope, use in mapping.get("usage", {}).items():
            _add(scope, use["calls"], days, months, whole)
        for order in mapping.get("orders", ()):
            if order.get("item") == _FREE:
                # One account has one for ever, however many it was made of.
                if order.get("for") in claimed:
                    continue
                claimed.add(order.get("for"))
            name = order.get("id")
            orders.append({**order, "id": f"{account}/{name}"} if name else order)
    made: dict[str, Any] = {"version": 1, "price_book": price_book, "orders": orders}
    return made | {"usage": _usage(days, months, whole)}


def _add(
    scope: str,
    calls: dict[str, str],
    days: Counts,
    months: Counts,
    whole: set[tuple[str, str]],
) -> None:
    """An account's counts of a scope added to those of all."""
    counted = {date: numbers.count(text) for date, text in calls.items()}
    for date, count in counted.items():
        month = scope, date[:7]
        if len(date) == len("2025-03"):
            whole.add(month)
            months[month] = months.get(month, 0) + count
            continue
        days[scope, date] = days.get((scope, date), 0) + count
        # A month's count holds those of its days; where an account counts days only,
        # they add to the month's too.
        if date[:7] not in counted:
            months[month] = months.get(month, 0) + count


def _usage(
    days: Counts, months: Counts, whole: set[tuple[str, str]]
) -> dict[str, dict[str, dict[str, int]]]:
    usage: dict[str, dict[str, dict[str, int]]] = {}
    for (scope, month), count in months.items():
        calls = usage.setdefault(scope, {"calls": {}})["calls"]
        if (scope, month) in whole:
            calls[month] = count
    for (scope, day), count in days.items():
        usage[scope]["calls"][day] = count
    return usage
