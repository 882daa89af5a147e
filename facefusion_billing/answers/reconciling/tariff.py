"""The pay-as-you-go prices of a scope as decimals, made once for all lines of a bill."""

from bisect import bisect_right
from decimal import Decimal

from facefusion_billing.model.book import ACCOUNT, PriceBook, TierTable
from facefusion_billing.model.money import Price


def exact(price: Price) -> Decimal:
    """A price of the book as a decimal."""
    return Decimal(price.digits).scaleb(-price.places)


def free_calls(book: PriceBook, scope: str) -> int:
    """The free calls of a scope in the book."""
    if not book.groups:
        if book.activities.free:
            return book.activities.free.calls
        return 0
    if scope == ACCOUNT:
        return 0
    pack = book.groups[scope].free_pack
    if pack is None:
        return 0
    return pack.calls


class Tariff:
    """The tiers of a scope, and the calls it has free."""

    def __init__(self, table: TierTable, free: int) -> None:
        self.clause, self.free = table.clause, free
        self.firsts = [tier.first for tier in table.tiers]
        prices = tuple(tier.price and exact(tier.price) for tier in table.tiers)
        self.prices = prices
        self.sold = {price for price in prices if price is not None}
        # By the price that a discount of the book leaves.
        self.undiscounted = {
            exact(tier.price): exact(tier.listed)
            for tier in table.tiers
            if tier.price and tier.listed
        }

    def reached(self, first: int, last: int | None) -> tuple[Decimal, ...]:
        """The prices of the tiers that counts between two reach (None: any higher)."""
        start = max(bisect_right(self.firsts, first) - 1, 0)
        end = len(self.firsts) if last is None else bisect_right(self.firsts, last)
        return tuple([p for p in self.prices[start:end] if p is not None])


def _postpaid(book: PriceBook, scope: str) -> TierTable | None:
    if book.groups:
        return book.groups[scope].pay_as_you_go
    return book.activities.pay_as_you_go


def tariff_of(book: PriceBook, scope: str) -> Tariff | None:
    """The pay-as-you-go prices of a scope; None where it has none."""
    table = _postpaid(book, scope)
    if table is None:
        return None
    return Tariff(table, free_calls(book, scope))
