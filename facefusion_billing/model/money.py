"""Money is a whole number of cents (of the book's currency); prices are exact decimals.

An amount is never a float and never rounded but once: `Price.times` is the one place
where an exact product becomes cents, half up. Sums of cents are then sums of whole
numbers.
"""

from facefusion_billing.startup.record import NamedTuple

Cents = int
"""An amount of money in hundredths of the currency's unit."""


def half_up(numerator: int, denominator: int) -> int:
    """The whole number nearest to the fraction, a half away from zero.

    >>> half_up(1, 2), half_up(-1, 2), half_up(149, 100)
    (1, -1, 1)
    """
    # In whole numbers, exact at any size; a refund is rounded as the charge was.
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    if numerator >= 0:
        return size
    return -size


class Price(NamedTuple):
    """An exact decimal price that keeps its printed digits.

    >>> price = Price(50, 3)
    >>> price.text, price.times(99_000)
    ('0.050', 495000)
    """

    digits: int
    places: int

    @property
    def text(self) -> str:
        """The price as printed in its document, without grouping."""
        whole, part = divmod(self.digits, 10**self.places)
        if self.places:
            return f"{whole}.{part:0{self.places}d}"
        return str(whole)

    def times(self, count: int) -> Cents:
        """`count` units at this price, in cents, rounded half up once."""
        return half_up(count * self.digits * 100, 10**self.places)

    def most_for(self, cents: Cents) -> int:
        """How many units cost at most so many cents; the price must not be 0.

        >>> Price(50, 3).most_for(495_000), Price(50, 3).times(99_001)
        (99000, 495005)
        """
        # Half a cent more would be rounded up: 100 * count * digits / scale < cents + 1/2.
        below: int = (2 * cents + 1) * 10**self.places
        return (below - 1) // (200 * self.digits)

    @property
    def is_whole_cents(self) -> bool:
        """Whether one unit costs whole cents."""
        scale: int = 10**self.places
        return self.digits * 100 % scale == 0

    @property
    def cents_below(self) -> Cents:
        """One unit in whole cents, rounded down."""
        scale: int = 10**self.places
        return self.digits * 100 // scale


def less(price: Price, percent: Price) -> Price:
    """A price less a percentage of it, exact, with the digits it needs.

    >>> less(Price(50, 3), Price(15, 0)).text
    '0.0425'
    """
    scale = 100 * 10**percent.places
    digits = price.digits * (scale - percent.digits)
    places = price.places + 2 + percent.places
    # Never fewer digits than are printed: 0.050 less nothing stays 0.050.
    while places > price.places and not digits % 10:
        digits, places = digits // 10, places - 1
    return Price(digits, places)


def price_of(cents: Cents) -> Price:
    """The price that is exactly this many cents.

    >>> price_of(1_500_000).text
    '15000.00'
    """
    return Price(cents, 2)


def money_text(cents: Cents) -> str:
    """Cents as a plain decimal for scripts.

    >>> money_text(-495_000)
    '-4950.00'
    """
    whole, part = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{part:02d}"


def share(total: Cents, parts: int, number: int) -> Cents:
    """One of the equal parts of an amount, the first being 1; odd cents go to the first
    ones, so the parts add up.

    >>> [share(1000, 3, number) for number in (1, 2, 3)]
    [334, 333, 333]
    """
    base, odd = divmod(total, parts)
    return base + (number <= odd)
