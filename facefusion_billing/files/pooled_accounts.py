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
    pool = _Pool()
    for account, mapping in accounts:
        if account in left_out or isinstance(mapping, WrongRows):
            continue
        for scope, use in mapping.get("usage", {}).items():
            pool.add_calls(scope, use["calls"])
        for order in mapping.get("orders", ()):
            pool.add_order(account, order)
    return {
        "version": 1,
        "price_book": price_book,
        "orders": pool.orders,
        "usage": pool.usage(),
    }


class _Pool:
    """The counts and orders of all accounts so far; `by_month` are the months that some
    account counts as a whole.
    """

    def __init__(self) -> None:
        self.days: Counts = {}
        self.months: Counts = {}
        self.by_month: set[tuple[str, str]] = set()
        self.orders: list[dict[str, Any]] = []
        self.claimed: set[str | None] = set()

    def add_calls(self, scope: str, calls: dict[str, str]) -> None:
        """An account's counts of a scope, added to those of all."""
        for date, text in calls.items():
            count, month = numbers.count(text), (scope, date[:7])
            if len(date) == len("2025-03"):
                self.by_month.add(month)
                self.months[month] = self.months.get(month, 0) + count
                continue
            self.days[scope, date] = self.days.get((scope, date), 0) + count
            # A month's count holds those of its days; where an account counts days
            # only, they add to the month's too.
            if date[:7] not in calls:
                self.months[month] = self.months.get(month, 0) + count

    def add_order(self, account: str, order: dict[str, Any]) -> None:
        """An order under a name that is its account's too."""
        if order.get("item") == _FREE:
            # One account has one for ever, however many it was made of.
            if order.get("for") in self.claimed:
                return
            self.claimed.add(order.get("for"))
        name = order.get("id")
        self.orders.append({**order, "id": f"{account}/{name}"} if name else order)

    def usage(self) -> dict[str, dict[str, dict[str, int]]]:
        """The counts by scope: of months where some account has one, and of days."""
        usage: dict[str, dict[str, dict[str, int]]] = {}
        for (scope, month), count in self.months.items():
            calls = usage.setdefault(scope, {"calls": {}})["calls"]
            if (scope, month) in self.by_month:
                calls[month] = count
        for (scope, day), count in self.days.items():
            usage[scope]["calls"][day] = count
        return usage
