"""Prices of a unit as fractions of whole numbers, in cents."""

from collections.abc import Iterable

from facefusion_billing.model.book import Tier

Ratio = tuple[int, int]


def tier_rate(tier: Tier) -> Ratio:
    """The cents that one unit of a tier costs."""
    assert tier.price is not None
    return tier.price.digits * 100, 10**tier.price.places


def is_less(one: Ratio, other: Ratio) -> bool:
    """Whether a fraction is less than another."""
    return one[0] * other[1] < other[0] * one[1]


def least_ratio(prices: Iterable[Ratio]) -> Ratio:
    """The least of some fractions; 0 where there are none."""
    least = (0, 1)
    for index, price in enumerate(prices):
        if not index or is_less(price, least):
            least = price
    return least
